"""A number with its unit, parsed from text as typed."""

import re
from fractions import Fraction

from dabiao.quantity.interval import Interval
from dabiao.quantity.numerals import NumberError, is_plain, normalise, parse_number
from dabiao.quantity.units import MULTIPLES, Unit, parse_unit, split_unit
from dabiao.record import NamedTuple

# compiled where they are first needed: most figures are plain numbers
_PERCENT_WORDS = r"百分之(.+)"
_FRACTION_WORDS = r"(.+)分之(.+)"
_PARTED = r"\d\s+\d"
_COLON = r"([\d.]+)[:∶](\d[\d.]*)"

# words around a figure → how the figure bounds the truth
_SIDES = (
    (r"^(?:>=|≥|不低于|不少于|不小于|至少|达到?)(.+)$", ">="),
    (r"^(?:<=|≤|不高于|不超过|不多于|不大于|至多)(.+)$", "<="),
    (r"^(?:>|超过|高于|大于|超)(.+)$", ">"),
    (r"^(?:<|低于|不足|小于|不满)(.+)$", "<"),
    (r"^(.+?)(?:及)?(?:以上|及以上)$", ">="),
    (r"^(.+?)(?:及)?(?:以下|以内)$", "<="),
)


class Quantity(NamedTuple):
    """An exact rational and its unit.

    >>> parse_quantity("1.63万人").to(parse_unit("人")).value
    Fraction(16300, 1)
    """

    value: Fraction
    unit: Unit

    def to(self, unit: Unit) -> "Quantity":
        """The same quantity in another unit of its dimension; raises UnitError otherwise."""
        return Quantity(self.value * self.unit.factor_to(unit), unit)


def parse_quantity(text: str, default_unit: str | None = None) -> Quantity:
    """A quantity as typed; the default unit serves where none is written, or only a multiple (1.63万, in 人).

    Raises NumberError for a bad number and UnitError for an unknown or missing unit.

    >>> parse_quantity("百分之九十九").value, parse_quantity("1:15").value, parse_quantity("十五分之一").value
    (Fraction(99, 1), Fraction(1, 15), Fraction(1, 15))
    """
    clean = normalise(text)
    if not is_plain(clean) and (spoken := _spoken(clean, text)) is not None:
        return spoken
    number, unit = split_unit(clean)
    if unit in MULTIPLES and default_unit:
        return Quantity(parse_number(number), parse_unit(unit + default_unit)).to(parse_unit(default_unit))
    return Quantity(parse_number(number), parse_unit(unit))


def _spoken(clean: str, text: str) -> Quantity | None:
    """百分之九十九, 1:15, 十五分之一; None of any other text."""
    if match := re.fullmatch(_PERCENT_WORDS, clean):
        return Quantity(parse_number(match[1]), parse_unit("%"))
    if match := re.fullmatch(_COLON, clean):
        return Quantity(_ratio(match[1], match[2], text), parse_unit("比"))
    if match := re.fullmatch(_FRACTION_WORDS, clean):
        return Quantity(_ratio(match[2], match[1], text), parse_unit("比"))
    return None


def parse_figure(text: str, default_unit: str | None = None) -> tuple[Quantity, Interval]:
    """A statistic as typed: the quantity, and the interval in which the true value lies (in the quantity's unit).

    >>> parse_figure("196以上", "%")[1]
    Interval(low=Fraction(196, 1), high=None, low_open=False, high_open=False)
    """
    if not is_plain(text) and re.search(_PARTED, text):
        raise NumberError(f"“{text.strip()[:40]}”的数字中间有空格，看不出是一个数还是两个数")
    clean = normalise(text)
    for pattern, op in () if is_plain(clean) else _SIDES:
        if match := re.fullmatch(pattern, clean):
            quantity = parse_quantity(match[1], default_unit)
            return quantity, Interval.of(op, quantity.value)
    quantity = parse_quantity(clean, default_unit)
    return quantity, Interval.point(quantity.value)


def _ratio(above: str, below: str, text: str) -> Fraction:
    denominator = parse_number(below)
    if not denominator:
        raise NumberError(f"“{text.strip()[:40]}”的分母为零")
    return parse_number(above) / denominator
