"""Exact arithmetic in SQL: a value is a quotient of two whole numbers, compared by cross multiplication, never divided.

`over` collects where a product could not be held: a value that is defined, but has no numerator.
"""

import math
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.columnar.lines import scaled_range
from dabiao.assess.columnar.sheet import Sheet, all_of, any_of
from dabiao.quantity import Interval
from dabiao.rules.expression import COMPARISONS, LOGIC, Expr

# ends of ranges are whole numbers below this, which a HUGEINT holds with room to spare
_FAR = 10**36


class Ratio(NamedTuple):
    """num / den where `ok` holds; den is above zero, and a plain int where it is the same in every row."""

    num: str
    den: str | int
    ok: str

    @property
    def below(self) -> str:
        """The denominator as SQL."""
        return _int(self.den) if isinstance(self.den, int) else self.den


def _int(value: int) -> str:
    return f"{value}::HUGEINT" if value >= 0 else f"({value}::HUGEINT)"


def constant(value: Fraction) -> Ratio:
    """A number as it stands."""
    return Ratio(_int(value.numerator), value.denominator, "true")


class Arithmetic:
    """Operations on ratios as columns of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.over: list[str] = []

    def _made(self, num: str, den: str | int, ok: str) -> Ratio:
        column = self.sheet.attempt(num)
        below = den if isinstance(den, int) else self.sheet.attempt(den)
        lost = f"{column} IS NULL" if isinstance(below, int) else f"({column} IS NULL OR {below} IS NULL)"
        self.over.append(self.sheet.let(all_of((ok, lost))))
        return Ratio(column, below, ok)

    def times(self, one: Ratio, factor: Fraction) -> Ratio:
        """The value times a constant."""
        if factor == 1:
            return one
        if isinstance(one.den, int):
            over = math.gcd(factor.numerator, one.den)
            return self._made(
                f"{one.num} * {_int(factor.numerator // over)}", one.den // over * factor.denominator, one.ok
            )
        return self._made(f"{one.num} * {_int(factor.numerator)}", f"{one.den} * {_int(factor.denominator)}", one.ok)

    def plus(self, one: Ratio, two: Ratio, sign: str = "+") -> Ratio:
        """The sum, or the difference."""
        ok = all_of((one.ok, two.ok))
        if isinstance(one.den, int) and isinstance(two.den, int):
            common = math.lcm(one.den, two.den)
            left, right = common // one.den, common // two.den
            return self._made(f"{_scaled(one.num, left)} {sign} {_scaled(two.num, right)}", common, ok)
        if one.den == two.den:
            return self._made(f"{one.num} {sign} {two.num}", one.den, ok)
        return self._made(f"{one.num} * {two.below} {sign} {two.num} * {one.below}", f"{one.below} * {two.below}", ok)

    def multiply(self, one: Ratio, two: Ratio) -> Ratio:
        """The product."""
        ok = all_of((one.ok, two.ok))
        if isinstance(one.den, int) and isinstance(two.den, int):
            return self._made(f"{one.num} * {two.num}", one.den * two.den, ok)
        return self._made(f"{one.num} * {two.num}", f"{one.below} * {two.below}", ok)

    def divide(self, one: Ratio, two: Ratio) -> Ratio:
        """The quotient; undefined where the divisor is zero."""
        ok = all_of((one.ok, two.ok, self.sheet.let(f"coalesce({two.num} <> 0, true)")))
        sign = f"(CASE WHEN {two.num} < 0 THEN -1::HUGEINT ELSE 1::HUGEINT END)"
        if isinstance(one.den, int) and isinstance(two.den, int):
            shared = math.gcd(one.den, two.den)
            above, below = two.den // shared, one.den // shared
            return self._made(f"{_scaled(one.num, above)} * {sign}", f"{_scaled(f'abs({two.num})', below)}", ok)
        return self._made(f"{one.num} * {two.below} * {sign}", f"{one.below} * abs({two.num})", ok)

    def whole(self, one: Ratio, *, up: bool) -> Ratio:
        """The next whole number up or down."""
        step = f"CASE WHEN {one.num} % {one.below} {'> 0 THEN 1' if up else '< 0 THEN -1'} ELSE 0 END"
        return self._made(f"{one.num} // {one.below} + {step}", 1, one.ok)

    def compared(self, one: Ratio, op: str, two: Ratio) -> str:
        """Whether the comparison holds; null where a side is undefined."""
        ok = all_of((one.ok, two.ok))
        if one.den == two.den:
            left, right = one.num, two.num
        else:
            left = self.sheet.attempt(f"{one.num} * {two.below}")
            right = self.sheet.attempt(f"{two.num} * {one.below}")
            self.over.append(self.sheet.let(all_of((ok, f"({left} IS NULL OR {right} IS NULL)"))))
        sign = {"==": "=", "!=": "<>"}.get(op, op)
        return self.sheet.let(f"CASE WHEN {ok} THEN {left} {sign} {right} END")

    def lesser(self, one: Ratio, two: Ratio, *, most: bool) -> Ratio:
        """The smaller of two values, or the larger."""
        first = self.compared(one, ">=" if most else "<=", two)
        if one.den == two.den:
            return self._made(f"CASE WHEN {first} THEN {one.num} ELSE {two.num} END", one.den, all_of((one.ok, two.ok)))
        return self._made(
            f"CASE WHEN {first} THEN {one.num} ELSE {two.num} END",
            f"CASE WHEN {first} THEN {one.below} ELSE {two.below} END",
            all_of((one.ok, two.ok)),
        )

    def rounded(self, one: Ratio, places: int) -> Ratio:
        """The value rounded once, half to even."""
        scaled = self.sheet.attempt(f"{one.num} * {_int(10**places)}")
        low = self.sheet.attempt(f"{scaled} // {one.below} - CASE WHEN {scaled} % {one.below} < 0 THEN 1 ELSE 0 END")
        rest = self.sheet.attempt(f"2 * ({scaled} - {low} * {one.below})")
        up = f"CASE WHEN {rest} > {one.below} OR ({rest} = {one.below} AND {low} % 2 <> 0) THEN 1 ELSE 0 END"
        return self._made(f"{low} + {up} + 0 * {rest}", 10**places, one.ok)

    def within(self, one: Ratio, interval: Interval | None) -> str:
        """Whether the value lies in an interval of constants; false where there is none."""
        if interval is None:
            return "false"
        if isinstance(one.den, int):
            low, high = scaled_range(interval, Fraction(1, one.den))
            if any(end is not None and abs(end) * one.den > _FAR for end in (interval.low, interval.high)):
                self.over.append("true")
            parts = [] if interval.low is None else [f"{one.num} >= {_int(low)}"]
            parts += [] if interval.high is None else [f"{one.num} <= {_int(high)}"]
            return self.sheet.let(all_of(parts)) if parts else "true"
        parts = []
        for end, op in (
            (interval.low, ">" if interval.low_open else ">="),
            (interval.high, "<" if interval.high_open else "<="),
        ):
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
        return self.sheet.let(any_of(self.over))


def _scaled(num: str, factor: int) -> str:
    return num if factor == 1 else f"{num} * {_int(factor)}"
