"""What people write into a ledger, made plain: one kind of line break, nothing invisible, days as ISO text."""

import re

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.ledger.model import FIELDS
from dabiao.period import parse_date
from dabiao.reports._safe import clean

# a cell of a workbook holds 32,767 characters
MAX_LENGTH = 30_000
STANDING = ("立行立改", "长期坚持")
_MONTH = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})月?(?:底|末|底前|末前)?")
_YEAR = re.compile(r"(\d{4})年(?:底|末|底前|末前)")
_BEFORE = ("之前", "以前", "前")


def tidy(text: str) -> str:
    """The text without blanks around it, controls, or marks that turn or hide what is written; its lines stay lines.

    >>> tidy(" 改建\\r\\n扩建\\u202e ")
    '改建\\n扩建'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(line).rstrip() for line in lines).strip()


def parse_deadline(text: str) -> str:
    """A 时限 as a day (ISO); of a month or year its last day; 立行立改 and 长期坚持 stay words. Raises ValueError (Chinese).

    >>> parse_deadline("2024年6月底前"), parse_deadline("2024/2/9"), parse_deadline("2024-02"), parse_deadline("长期坚持")
    ('2024-06-30', '2024-02-09', '2024-02-29', '长期坚持')
    """
    bare = text.strip()
    if not bare or bare in STANDING:
        return bare
    if match := _YEAR.fullmatch(bare):
        return parse_date(f"{match[1]}-12-31")
    if match := _MONTH.fullmatch(bare):
        return _last_day(int(match[1]), int(match[2]))
    for word in _BEFORE:
        bare = bare.removesuffix(word)
    return parse_date(bare)


def _last_day(year: int, month: int) -> str:
    for day in (31, 30, 29):
        try:
            return parse_date(f"{year}-{month}-{day}")
        except ValueError:
            continue
    return parse_date(f"{year}-{month}-28")


def read_field(field: str, text: str, place: Span | None = None) -> tuple[str, list[Diagnostic]]:
    """What is to be kept of a text for a field (a key of FIELDS), and what is wrong with it (LED811, LED812)."""
    value = tidy(text)
    spans = () if place is None else (place,)
    if len(value) > MAX_LENGTH:
        message = f"{FIELDS[field]}有 {len(value)} 字，最多 {MAX_LENGTH} 字"
        return "", [error("LED811", message, *spans, hint="写要点，全文作为佐证材料另存")]
    if field != "deadline":
        return value, []
    try:
        return parse_deadline(value), []
    except ValueError as failure:
        hint = f"写成 2024-06-30、2024年6月底，或{'、'.join(STANDING)}"
        return "", [error("LED812", f"整改时限{failure}", *spans, hint=hint)]
