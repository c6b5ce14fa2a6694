"""The smallest whole number that mends a figure, solved exactly wherever the formula is linear in the item that would change."""

import math
from collections.abc import Mapping
from fractions import Fraction

from dabiao.quantity import Interval
from dabiao.record import NamedTuple
from dabiao.rules.expression import Expr, evaluate, items_of

_ONE: Expr = ("num", Fraction(1))


class Mend(NamedTuple):
    """An item and the whole number by which it has to grow (or, below zero, to shrink), the other items as they are."""

    item: str
    change: int


class Line(NamedTuple):
    """slope × item + rest."""

    slope: Fraction
    rest: Fraction


def mend(expr: Expr, items: Mapping[str, Fraction], required: Interval, shrink: bool = False) -> Mend | None:
    """What mends a formula's value that misses what is required (both in the indicator's unit); None where no one item does.

    Too low a value is mended by more of the first item above the line. Too high a quotient is mended by more of the first item
    below the line (teachers, of pupils per teacher), or, with `shrink` (a share of a whole) or without a line, by less above it.

    >>> from dabiao.rules.expression import parse_expression
    >>> items = {"a": Fraction(56), "b": Fraction(1350)}
    >>> mend(parse_expression("100 * a / b"), items, Interval.at_least(Fraction("4.2")))
    Mend(item='a', change=1)
    >>> mend(parse_expression("b / a"), items, Interval.at_most(Fraction(15)))
    Mend(item='a', change=34)
    """
    above, below = (expr[1], expr[2]) if expr[0] == "/" else (expr, _ONE)
    value = evaluate(expr, items)
    if not isinstance(value, Fraction) or required.contains(value):
        return None
    if required.low is not None and value <= required.low:
        line, names, grows = required.low, items_of(above), True
    elif required.high is not None:
        grows = bool(items_of(below)) and not shrink
        line, names = required.high, items_of(below if grows else above)
    else:
        return None
    for name in names:
        change = _change(above, below, name, items, line, required, grows)
        if change is not None:
            return Mend(name, change)
    return None


def _change(
    above: Expr, below: Expr, name: str, items: Mapping[str, Fraction], line: Fraction, required: Interval, grows: bool
) -> int | None:
    """The least change of one item in the direction asked; above − line × below is linear in it, and zero on the line."""
    one, two = line_of(above, name, items), line_of(below, name, items)
    if one is None or two is None:
        return None
    slope = one.slope - line * two.slope
    if slope == 0:
        return None
    exact = -(slope * items[name] + one.rest - line * two.rest) / slope
    if (exact >= 0) != grows and exact != 0:
        return None
    least = max(math.ceil(abs(exact)), 1)
    # an open end is not enough: one more
    for size in (least, least + 1):
        change = size if grows else -size
        moved = {**items, name: items[name] + change}
        value = evaluate(("/", above, below), moved)
        if moved[name] >= 0 and isinstance(value, Fraction) and required.contains(value):
            return change
    return None


def line_of(expr: Expr, name: str, items: Mapping[str, Fraction]) -> Line | None:
    """An expression as a line in one item, the others given; None where it is no line.

    >>> from dabiao.rules.expression import parse_expression
    >>> line_of(parse_expression("(a - b) / 4"), "a", {"b": Fraction(2)})
    Line(slope=Fraction(1, 4), rest=Fraction(-1, 2))
    """
    kind = expr[0]
    if kind == "item" and expr[1] == name:
        return Line(Fraction(1), Fraction(0))
    if name not in items_of(expr):
        value = evaluate(expr, items)
        return Line(Fraction(0), value) if isinstance(value, Fraction) else None
    parts = [line_of(part, name, items) for part in expr[1:]]
    if any(part is None for part in parts):
        return None
    one, two = parts[0] or Line(Fraction(0), Fraction(0)), parts[-1] or Line(Fraction(0), Fraction(0))
    if kind == "neg":
        return Line(-one.slope, -one.rest)
    if kind in ("+", "-"):
        sign = 1 if kind == "+" else -1
        return Line(one.slope + sign * two.slope, one.rest + sign * two.rest)
    if kind == "*" and (one.slope == 0 or two.slope == 0):
        return Line(one.slope * two.rest + two.slope * one.rest, one.rest * two.rest)
    if kind == "/" and two.slope == 0 and two.rest != 0:
        return Line(one.slope / two.rest, one.rest / two.rest)
    return None
