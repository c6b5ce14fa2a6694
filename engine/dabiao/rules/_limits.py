"""Limits and tolerances as rule authors write them."""

import re

from dabiao.quantity import NumberError, Quantity, UnitError, parse_quantity
from dabiao.quantity.numerals import normalise
from dabiao.rules.model import Limit, Tolerance

_OPERATORS = {"≥": ">=", "≤": "<=", "==": "="}
_LIMIT = re.compile(r"(>=|≥|<=|≤|>|<|==|=|~)(.+)")
_BAND = re.compile(r"([^.]+(?:\.\d+)?)\.\.([^.].*)")


class LimitError(ValueError):
    """The text is no limit; the message is Chinese."""


def parse_limit(text: str, bare: str | None = None) -> Limit:
    """Reads `>= 95 %`, `≥95%`, `8..10 所`, `~ 20 所`; with `bare` also a number alone, which gets that operator.

    >>> parse_limit("8..10 所")[:3], parse_limit(">= 0.60 万元")[:2]
    (('..', Fraction(8, 1), Fraction(10, 1)), ('>=', Fraction(3, 5)))
    """
    clean = normalise(text)
    try:
        if match := _LIMIT.fullmatch(clean):
            quantity = parse_quantity(match[2])
            op = _OPERATORS.get(match[1], match[1])
            return Limit(op, quantity.value, quantity.value, quantity.unit, text.strip())
        if match := _BAND.fullmatch(clean):
            high = parse_quantity(match[2])
            low = parse_quantity(match[1], high.unit.name).to(high.unit)
            if low.value > high.value:
                raise LimitError(f"“{text}”的下限大于上限")
            return Limit("..", low.value, high.value, high.unit, text.strip())
        if bare is not None:
            quantity = parse_quantity(clean)
            return Limit(bare, quantity.value, quantity.value, quantity.unit, text.strip())
    except (NumberError, UnitError) as failure:
        raise LimitError(f"“{text}”写法有误：{failure}") from failure
    raise LimitError(f"“{text}”缺少比较号，应如 >= 95 %、8..10 所、~ 20 所")


def parse_tolerance(text: str, limit: Limit) -> Tolerance:
    """Reads `3 %` (of the centre) or `2 所` (in the limit's dimension, kept in its unit)."""
    try:
        quantity: Quantity = parse_quantity(text)
        if quantity.value < 0:
            raise LimitError(f"允许偏差“{text}”不能为负")
        if quantity.unit.dimension == "比例" and quantity.unit.name not in ("百分点", "个百分点"):
            return Tolerance(quantity.value * quantity.unit.scale, True, text.strip())
        return Tolerance(quantity.to(limit.unit).value, False, text.strip())
    except (NumberError, UnitError) as failure:
        raise LimitError(f"允许偏差“{text}”写法有误：{failure}") from failure
