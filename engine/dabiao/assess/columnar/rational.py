"""Exact arithmetic in SQL: a value is a quotient of two whole numbers, compared by cross multiplication, never divided.

How large a whole number can become is known beforehand: it is a BIGINT where it always fits, a HUGEINT where that does. Where
neither is sure, an overflow gives null, and `over` collects where it did: a value that is defined, but has no numerator.
"""

import math
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.columnar.lines import scaled_range
from dabiao.assess.columnar.sheet import Sheet, all_of, any_of
from dabiao.quantity import Interval
from dabiao.rules.expression import COMPARISONS, LOGIC, Expr

BIGINT, HUGEINT = 2**63 - 1, 2**127 - 1
# ends of ranges are whole numbers below this, which a HUGEINT holds with room to spare
_FAR = 10**36


class Ratio(NamedTuple):
    """num / den where `ok` holds; den is above zero, and a plain int where it is the same in every row.

    `most` and `deepest` bound the numerator (either way) and the denominator; `positive`: the numerator is never below zero.
    On a plain sheet (see Sheet) num or den is null where `ok` does not hold.
    """

    num: str
    den: str | int
    ok: str
    most: int
    deepest: int
    positive: bool = False

    @property
    def below(self) -> str:
        """The denominator as SQL."""
        return _int(self.den) if isinstance(self.den, int) else self.den


def _int(value: int) -> str:
    text = f"{value}::{'BIGINT' if abs(value) <= BIGINT else 'HUGEINT'}"
    return text if value >= 0 else f"({text})"


def constant(value: Fraction) -> Ratio:
    """A number as it stands."""
    return Ratio(_int(value.numerator), value.denominator, "true", abs(value.numerator), value.denominator, value >= 0)


def _times(one: str, two: str, most: int) -> str:
    if two == _int(1):
        return one
    return two if one == _int(1) else f"{one} * {two}" if most <= BIGINT else f"{one}::HUGEINT * {two}"


class Arithmetic:
    """Operations on ratios as columns of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.over: list[str] = []

    def _column(self, arithmetic: str, ok: str, most: int) -> str:
        """A column of whole-number arithmetic; where its size is not sure, watched for an overflow."""
        if most <= HUGEINT:
            return self.sheet.let(arithmetic)
        column = self.sheet.attempt(arithmetic)
        self.over.append(self.sheet.let(all_of((ok, f"({column} IS NULL)"))))
        return column

    def _made(self, num: str, den: str | int, ok: str, most: int, deepest: int, *, positive: bool = False) -> Ratio:
        below = den if isinstance(den, int) else self._column(den, ok, deepest)
        return Ratio(self._column(num, ok, most), below, ok, most, deepest, positive)

    def times(self, one: Ratio, factor: Fraction) -> Ratio:
        """The value times a constant."""
        if factor == 1:
            return one
        positive = one.positive and factor >= 0
        if isinstance(one.den, int):
            over = math.gcd(factor.numerator, one.den)
            by, den = factor.numerator // over, one.den // over * factor.denominator
            most = one.most * abs(by)
            return self._made(_times(one.num, _int(by), most), den, one.ok, most, den, positive=positive)
        most, deepest = one.most * abs(factor.numerator), one.deepest * factor.denominator
        num, den_ = _times(one.num, _int(factor.numerator), most), _times(one.den, _int(factor.denominator), deepest)
        return self._made(num, den_, one.ok, most, deepest, positive=positive)

    def plus(self, one: Ratio, two: Ratio, sign: str = "+") -> Ratio:
        """The sum, or the difference."""
        ok = all_of((one.ok, two.ok))
        positive = sign == "+" and one.positive and two.positive
        if isinstance(one.den, int) and isinstance(two.den, int):
            common = math.lcm(one.den, two.den)
            left, right = common // one.den, common // two.den
            most = one.most * left + two.most * right
            num = _sum(
                _times(one.num, _int(left), one.most * left), sign, _times(two.num, _int(right), two.most * right), most
            )
            return self._made(num, common, ok, most, common, positive=positive)
        if one.den == two.den:
            most = one.most + two.most
            return self._made(_sum(one.num, sign, two.num, most), one.den, ok, most, one.deepest, positive=positive)
        left, right = one.most * two.deepest, two.most * one.deepest
        num = _sum(_times(one.num, two.below, left), sign, _times(two.num, one.below, right), left + right)
        deepest = one.deepest * two.deepest
        return self._made(num, _times(one.below, two.below, deepest), ok, left + right, deepest, positive=positive)

    def multiply(self, one: Ratio, two: Ratio) -> Ratio:
        """The product."""
        ok, most, deepest = all_of((one.ok, two.ok)), one.most * two.most, one.deepest * two.deepest
        num = _times(one.num, two.num, most)
        positive = one.positive and two.positive
        if isinstance(one.den, int) and isinstance(two.den, int):
            return self._made(num, one.den * two.den, ok, most, one.den * two.den, positive=positive)
        return self._made(num, _times(one.below, two.below, deepest), ok, most, deepest, positive=positive)

    def divide(self, one: Ratio, two: Ratio) -> Ratio:
        """The quotient; undefined where the divisor is zero."""
        plain = self.sheet.plain
        ok = all_of(
            (one.ok, two.ok, f"({two.num} <> 0)" if plain else self.sheet.let(f"coalesce({two.num} <> 0, true)"))
        )
        above, below, above_most, below_most = two.below, one.below, two.deepest, one.deepest
        if isinstance(one.den, int) and isinstance(two.den, int):
            shared = math.gcd(one.den, two.den)
            above_most, below_most = two.den // shared, one.den // shared
            above, below = _int(above_most), _int(below_most)
        most, deepest = one.most * above_most, two.most * below_most
        num = _times(one.num, above, most)
        if not two.positive:
            num = f"{num} * (CASE WHEN {two.num} < 0 THEN -1 ELSE 1 END)"
        size = _times(two.num if two.positive else f"abs({two.num})", below, deepest)
        # never zero, so that nothing above divides by it: where the divisor is, `ok` is false and no one looks
        den = f"nullif({size}, 0)" if plain else f"greatest({size}, 1)"
        return self._made(num, den, ok, most, max(deepest, 1), positive=one.positive and two.positive)

    def whole(self, one: Ratio, *, up: bool) -> Ratio:
        """The next whole number up or down."""
        step = f"CASE WHEN {one.num} % {one.below} {'> 0 THEN 1' if up else '< 0 THEN -1'} ELSE 0 END"
        return self._made(f"{one.num} // {one.below} + {step}", 1, one.ok, one.most + 1, 1, positive=one.positive)

    def compared(self, one: Ratio, op: str, two: Ratio) -> str:
        """Whether the comparison holds; null where a side is undefined."""
        ok = all_of((one.ok, two.ok))
        left, right = one.num, two.num
        if one.den != two.den:
            wide, other = one.most * two.deepest, two.most * one.deepest
            left = self._column(_times(one.num, two.below, wide), ok, wide)
            right = self._column(_times(two.num, one.below, other), ok, other)
        sign = {"==": "=", "!=": "<>"}.get(op, op)
        if self.sheet.plain or ok == "true":
            return self.sheet.let(f"({left} {sign} {right})")
        return self.sheet.let(f"CASE WHEN {ok} THEN {left} {sign} {right} END")

    def lesser(self, one: Ratio, two: Ratio, *, most: bool) -> Ratio:
        """The smaller of two values, or the larger."""
        first = self.compared(one, ">=" if most else "<=", two)
        ok, largest, deepest = all_of((one.ok, two.ok)), max(one.most, two.most), max(one.deepest, two.deepest)
        # where a side is undefined neither is chosen
        num = f"CASE WHEN {first} THEN {one.num} WHEN NOT {first} THEN {two.num} END"
        den: str | int = one.den
        if one.den != two.den:
            den = f"CASE WHEN {first} THEN {one.below} WHEN NOT {first} THEN {two.below} END"
        return self._made(num, den, ok, largest, deepest, positive=one.positive and two.positive)

    def rounded(self, one: Ratio, places: int) -> Ratio:
        """The value rounded once, half to even."""
        unit = 10**places
        most = one.most * unit
        scaled = self._column(_times(one.num, _int(unit), most), one.ok, most)
        low = self.sheet.attempt(f"{scaled} // {one.below} - CASE WHEN {scaled} % {one.below} < 0 THEN 1 ELSE 0 END")
        # twice the rest would need one more digit: what is left is compared instead
        rest = self.sheet.attempt(
            f"{scaled} % {one.below} + CASE WHEN {scaled} % {one.below} < 0 THEN {one.below} ELSE 0 END"
        )
        left = f"({one.below} - {rest})"
        up = f"CASE WHEN {rest} > {left} OR ({rest} = {left} AND {low} % 2 <> 0) THEN 1 ELSE 0 END"
        return self._made(f"{low} + {up}", unit, one.ok, most + 1, unit, positive=one.positive)

    def within(self, one: Ratio, interval: Interval | None) -> str:
        """Whether the value lies in an interval of constants; false where there is none."""
        if interval is None:
            return "false"
        if (
            one.positive
            and interval.low is not None
            and (interval.low < 0 or (interval.low == 0 and not interval.low_open))
        ):
            interval = interval._replace(low=None, low_open=False)
        parts = []
        if isinstance(one.den, int):
            low, high = scaled_range(interval, Fraction(1, one.den))
            if any(end is not None and abs(end) * one.den > _FAR for end in (interval.low, interval.high)):
                self.over.append("true")
            parts += [] if interval.low is None else [f"{one.num} >= {_int(low)}"]
            parts += [] if interval.high is None else [f"{one.num} <= {_int(high)}"]
            return self.sheet.let(all_of(parts)) if parts else "true"
        lower, upper = ">" if interval.low_open else ">=", "<" if interval.high_open else "<="
        for end, op in ((interval.low, lower), (interval.high, upper)):
            if end is not None:
                parts.append(self.compared(one, op, constant(end)))
        return self.sheet.let(all_of(parts)) if parts else "true"

    def evaluate(self, expr: Expr, items: dict[str, Ratio]) -> Ratio:
        """A formula over items."""
        kind = expr[0]
        if kind == "num":
            return constant(expr[1])
        if kind == "item":
            return items[expr[1]]
        parts = [self.evaluate(part, items) for part in expr[1:]]
        if kind in ("+", "-"):
            return self.plus(parts[0], parts[1], kind)
        if kind == "*":
            return self.multiply(parts[0], parts[1])
        if kind == "/":
            return self.divide(parts[0], parts[1])
        if kind == "neg":
            return self.times(parts[0], Fraction(-1))
        if kind in ("ceil", "floor"):
            return self.whole(parts[0], up=kind == "ceil")
        return self.lesser(parts[0], parts[1], most=kind == "max")

    def holds(self, expr: Expr, items: dict[str, Ratio]) -> str:
        """A condition over items: true, false, or null where it can not be decided (SQL's logic is Kleene's)."""
        kind = expr[0]
        if kind == "not":
            return self.sheet.let(f"NOT {self.holds(expr[1], items)}")
        if kind in LOGIC:
            one, two = (self.holds(part, items) for part in expr[1:])
            return self.sheet.let(f"{one} {kind.upper()} {two}")
        assert kind in COMPARISONS  # noqa: S101 - the parser knows no other condition
        return self.compared(self.evaluate(expr[1], items), kind, self.evaluate(expr[2], items))

    @property
    def lost(self) -> str:
        """Whether any of it could not be held."""
        lost = any_of(self.over)
        return lost if lost in ("true", "false") else self.sheet.let(lost)


def _sum(one: str, sign: str, two: str, most: int) -> str:
    return f"{one} {sign} {two}" if most <= BIGINT else f"{one}::HUGEINT {sign} {two}"
