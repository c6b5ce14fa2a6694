"""What a target's words ask of its left side, worked out apart from the engines: the other half of every boundary test."""

import operator
import re
from fractions import Fraction
from typing import NamedTuple

from dabiao.quantity import Unit, exact_decimal, parse_unit, round_half_even
from dabiao.rules.model import (
    Change,
    Compare,
    Cv,
    Growth,
    Indicator,
    Limit,
    Plan,
    Target,
    Tolerance,
    Total,
    Value,
    limit_of,
)
from dabiao.testing.bench import Bench

_HOLDS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}
_PERCENT = parse_unit("%")
_HUNDREDTH = Fraction(1, 100)
THEIR_GROWTH = Fraction(10)  # % a year, of the other side of a comparison of growths


class Asked(NamedTuple):
    """The left side must stand in relation `op` to `low` (`..`: lie from low to high, both included), in `unit`.

    `step` is one unit of the last digit that counts; `places` is set where figures are rounded before they are compared;
    `settled` is false where no figure decides (no tolerance is declared, or the clause is not verified).
    """

    op: str
    low: Fraction
    high: Fraction
    unit: Unit
    step: Fraction
    places: int | None
    settled: bool

    def holds(self, value: Fraction) -> bool:
        """Whether a left side satisfies the words."""
        if self.places is not None:
            value = round_half_even(value, self.places)
        if self.op == "..":
            return self.low <= value <= self.high
        return bool(_HOLDS[self.op](value, self.low))

    def around(self) -> tuple[Fraction, ...]:
        """Each end, a step below and a step above it, in order; where figures are rounded also the half steps and beside them."""
        offsets = (-10, 0, 10) if self.places is None else (-10, -6, -5, -4, 0, 4, 5, 6, 10)
        return tuple(sorted({end + self.step * n / 10 for end in (self.low, self.high) for n in offsets}))


def asked_of(bench: Bench, year: int, limit: Limit | None = None) -> Asked:
    """What the target asks in a year it is owed in; `limit` stands in for the target's own (a relaxation's).

    Raises ValueError for a milestone or attestation, which ask no figure.
    """
    target, indicator = bench.target, bench.indicator
    if indicator is None:
        raise ValueError(f"{target.ref} asks no figure")
    settled = not target.unverified
    if isinstance(target.form, Compare):
        return _compared(bench, target.form, indicator, settled)
    limit = limit or limit_of(target.form)
    if limit is None:
        raise ValueError(f"{target.ref} asks no figure")
    tolerance = _tolerance(target)
    low, high, op = limit.low, limit.high, limit.op
    if op == "~":
        width = Fraction(0) if tolerance is None else tolerance.amount * (abs(low) if tolerance.relative else 1)
        low, high, op, settled = low - width, high + width, "..", settled and tolerance is not None
    if isinstance(target.form, Change) and target.form.since is not None:
        low, high = low * (year - target.form.since), high * (year - target.form.since)
    places = places_of(limit) if target.rounded else None
    return Asked(op, low, high, limit.unit, step_of(target, indicator, limit), places, settled)


def step_of(target: Target, indicator: Indicator, limit: Limit) -> Fraction:
    """One unit of the indicator's last display decimal or of the limit's own last digit, whichever is smaller, in the limit's unit."""
    own = Fraction(1, 10 ** places_of(limit))
    if target.rounded or isinstance(target.form, Cv):
        return own
    if isinstance(target.form, Growth):
        return min(own, _HUNDREDTH)
    return min(own, per_unit(indicator, limit.unit) * Fraction(1, 10**indicator.decimals))


def places_of(limit: Limit) -> int:
    """How many decimals a limit was written with.

    >>> from dabiao.rules._limits import parse_limit
    >>> places_of(parse_limit(">= 0.60 万元")), places_of(parse_limit("8..10 所"))
    (2, 0)
    """
    written = [len(digits) for digits in re.findall(r"\d\.(\d+)", limit.text)]
    exact = (exact_decimal(end) for end in (limit.low, limit.high))
    return max([*written, *(len(text.partition(".")[2]) for text in exact if text is not None)], default=0)


def per_unit(indicator: Indicator, unit: Unit) -> Fraction:
    """How many of `unit` one of the indicator's unit is; a classifier it also takes counts one for one."""
    return indicator.unit.scale / unit.scale


def standard(bench: Bench) -> Fraction:
    """The other side's figure a compare is held against, in the target's indicator's unit: one that both can take."""
    mine, theirs = bench.indicator or bench.opponent, bench.opponent
    low, high = mine.bounds.low, mine.bounds.high
    factor = per_unit(theirs, mine.unit)
    if theirs.bounds.high is not None:
        high = theirs.bounds.high * factor if high is None else min(high, theirs.bounds.high * factor)
    least = Fraction(0) if low is None else low
    return least + 1000 if high is None else (least + high) / 2


def _compared(bench: Bench, form: Compare, indicator: Indicator, settled: bool) -> Asked:
    if form.growth:
        return Asked(form.op, THEIR_GROWTH, THEIR_GROWTH, _PERCENT, _HUNDREDTH, None, settled)
    other = standard(bench)
    return Asked(form.op, other, other, indicator.unit, Fraction(1, 10**indicator.decimals), None, settled)


def _tolerance(target: Target) -> Tolerance | None:
    form = target.form
    return form.tolerance if isinstance(form, Value | Plan | Growth | Total) else None
