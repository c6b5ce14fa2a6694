"""A .docx packed again without a clock: the same report is the same bytes."""

import io
import zipfile

# the earliest time a zip can hold
_TIME = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes) -> bytes:
    """The archive with its parts in the same order, each at one fixed time."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(part.filename))
    return made.getvalue()
