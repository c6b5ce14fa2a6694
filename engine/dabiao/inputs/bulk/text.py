"""Text as Excel in China writes it (GB18030, UTF-16) → a copy in UTF-8, which DuckDB reads; block by block, however large."""

import codecs
import shutil
from pathlib import Path

from dabiao.inputs.csv_file import SURELY_UTF8

_BLOCK = 1 << 20
_BEYOND_ASCII = bytes(range(0x80, 0x100))


def copy_of(folder: Path, number: int) -> Path:
    """Where the copy of a file of a number is, if there is one."""
    return folder / f"text{number}.csv"


def in_utf8(path: Path, folder: Path, number: int) -> Path | None:
    """The file itself, or its copy in the folder; None where its bytes are no text (the ordinary reader says at which line)."""
    made = copy_of(folder, number)
    if made.exists():
        return made
    encoding = encoding_of(path)
    if encoding is None or encoding == "utf-8":
        return None if encoding is None else path
    try:
        with path.open(encoding=encoding, newline="") as source, made.open("w", encoding="utf-8", newline="") as copy:
            shutil.copyfileobj(source, copy, _BLOCK)
    except UnicodeDecodeError:
        made.unlink()
        return None
    return made


def encoding_of(path: Path) -> str | None:
    """The encoding of a text, by the rule of the ordinary reader (csv_file): UTF-16 by its mark, else UTF-8, else GB18030 unless much of it
    was correct UTF-8 before a fault."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond = 0
    with path.open("rb") as file:
        start = file.read(3)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        while block := file.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as failure:
                beyond += _beyond_ascii(failure.object[: failure.start])
                return None if start == codecs.BOM_UTF8 or beyond >= SURELY_UTF8 else "gb18030"
            beyond += _beyond_ascii(block)
    return "utf-8" if not decoder.getstate()[0] else None


def _beyond_ascii(block: bytes) -> int:
    return len(block) - len(block.translate(None, _BEYOND_ASCII))
