"""What a cell's number format does to the stored number: 0.985 shown as 98.5%, 16300 shown as 1.63 (万)."""

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from dabiao.quantity import exact_decimal, round_half_even
from dabiao.quantity.numerals import MAX_DECIMAL_DIGITS

# what a format code shows as it stands: "literal", \x and !x, [Red], and the blank or filler of _x and *x
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|\[([^\]]*)\]|[_*].')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
# a comma behind the last digit divides by 1000; so does a literal point among digits, the way 万 is shown (0!.0,)
_LITERAL_POINT = "§"
_SCALED = re.compile(rf"[0#?],+(?![0#?,])|[0#?]{_LITERAL_POINT}[0#?]")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
# a double of this many digits was computed, not typed; Excel itself shows and compares 15
_COMPUTED_DIGITS, _EXCEL_DIGITS = 13, 15


def shown_number(value: int | float, code: str) -> tuple[str, str]:
    """The decimal text of a stored number and the kind of its cell: number, percent, scaled, or error (no finite number).

    A typed number enters through its shortest decimal form. A computed one (0.1+0.2, 55/57) keeps the 15 digits Excel
    shows, and no more decimals than a figure may have: the rest is the noise of doubles, and would put 0.57*100 below 57.
    """
    if value != value or value in (float("inf"), float("-inf")):
        return str(value), "error"
    if code == "General" and value and len(text := repr(value)) < _COMPUTED_DIGITS and "e" not in text:
        # what most cells are: as typed
        return text.removesuffix(".0"), "number"
    section = _section(code, value)
    exact = Fraction(Decimal(repr(value)))
    kind = "percent" if "%" in section else "scaled" if _SCALED.search(section) else "number"
    if kind == "percent":
        exact *= 100
    if isinstance(value, float) and len(Decimal(repr(value)).normalize().as_tuple().digits) >= _COMPUTED_DIGITS:
        decimals = _EXCEL_DIGITS - len(str(int(abs(exact))))
        exact = round_half_even(exact, max(0, min(MAX_DECIMAL_DIGITS, decimals))) or exact
    return exact_decimal(exact) or repr(value), kind


def _section(code: str, value: float) -> str:
    """The part of a format code that holds for the value (positive;negative;zero, or by condition), without literals."""
    parts = _LITERAL.sub(_bare, code).split(";")
    conditions = [_CONDITION.match(part) for part in parts]
    if any(conditions):
        for part, condition in zip(parts, conditions, strict=True):
            if condition is None or _COMPARE[condition[1]](value, float(condition[2])):
                return part
        return ""
    if value < 0 and len(parts) > 1:
        return parts[1]
    return parts[2] if value == 0 and len(parts) > 2 else parts[0]


def _bare(match: re.Match[str]) -> str:
    if "." in (match[1], match[2]):
        return _LITERAL_POINT
    return match[0] if _CONDITION.fullmatch(match[0]) else ""
