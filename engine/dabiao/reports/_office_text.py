"""Text for Office files: harmless, legible, and within what XML and a cell can hold."""

from dabiao.reports._safe import clean

# What one cell of a workbook holds (Excel's limit, counted in UTF-16 units); what is cut away says so.
CELL_LIMIT = 32_767
CUT = "…（全文见 JSON）"
# XML 1.0 has no place for these two; clean() leaves them, they are neither controls nor surrogates.
_NOT_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


def xml_text(text: str) -> str:
    """The text on one line without controls, bidi marks, lone surrogates or anything else XML 1.0 forbids.

    >>> xml_text("a\\x00b\\u202e\\uffff")
    'ab\ufffd'
    """
    return clean(text).translate(_NOT_XML)


def cell_text(text: str, limit: int = CELL_LIMIT) -> str:
    """The text as one cell holds it: cut visibly where it is longer.

    >>> cell_text("很长的说明", 4), len(cell_text("长" * 40_000)) <= CELL_LIMIT
    ('很长的说', True)
    """
    text = xml_text(text)
    if utf16_length(text) <= limit:
        return text
    mark = CUT if limit > len(CUT) else ""
    return _first(text, limit - len(mark)) + mark


def utf16_length(text: str) -> int:
    """How many UTF-16 units a text takes: a character beyond the basic plane takes two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _first(text: str, units: int) -> str:
    """As much of the text as fits in so many UTF-16 units, whole characters only."""
    kept, used = units, 0
    for kept, character in enumerate(text):  # noqa: B007 - the place where the room ends is what is wanted
        used += 2 if character > "\uffff" else 1
        if used > units:
            break
    return text[:kept]
