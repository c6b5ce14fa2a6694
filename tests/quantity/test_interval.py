"""Interval algebra: every operation against the values it stands for, on a grid that decides all cases."""

import itertools
import operator
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.quantity import Interval

# ends are whole numbers, so halves lie between any two of them, and quarters between any two ends moved by a half
HALVES = [Fraction(n, 2) for n in range(-24, 25)]
QUARTERS = [Fraction(n, 4) for n in range(-80, 81)]
OPERATORS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}

WHOLE = [Fraction(n) for n in range(-3, 4)]
EVERY = [
    Interval(None, None),
    *(Interval.of(op, end) for op in OPERATORS for end in WHOLE),
    *(
        Interval(low, low + width, low_open, high_open)
        for low, width, low_open, high_open in itertools.product(WHOLE, (1, 2, 3), (False, True), (False, True))
    ),
]
INTERVALS = st.sampled_from(EVERY)
ENDS = st.sampled_from(WHOLE)


def values(interval: Interval, grid: list[Fraction]) -> set[Fraction]:
    return {value for value in grid if interval.contains(value)}


@settings(deadline=None)
@given(st.sampled_from(sorted(OPERATORS)), ENDS)
def test_an_operator_contains_what_python_says(op: str, limit: Fraction) -> None:
    assert values(Interval.of(op, limit), HALVES) == {value for value in HALVES if OPERATORS[op](value, limit)}


def test_within_is_inclusion_and_apart_is_disjointness_for_every_pair() -> None:
    held = {interval: values(interval, HALVES) for interval in EVERY}
    for (one, mine), (other, theirs) in itertools.product(held.items(), repeat=2):
        assert one.within(other) == (mine <= theirs), (one, other)
        assert one.apart(other) == (not mine & theirs), (one, other)


@settings(deadline=None)
@given(INTERVALS)
def test_exact_is_the_only_value(one: Interval) -> None:
    held = values(one, QUARTERS)
    assert one.exact == (next(iter(held)) if len(held) == 1 else None)


@settings(deadline=None, max_examples=60)
@given(INTERVALS, INTERVALS)
def test_minus_holds_every_difference_and_no_other_value(one: Interval, other: Interval) -> None:
    difference = one.minus(other)
    subtrahends = values(other, QUARTERS)
    for wanted in (value for value in HALVES if abs(value) <= 7):
        reachable = any(one.contains(wanted + value) for value in subtrahends)
        assert difference.contains(wanted) == reachable


@settings(deadline=None)
@given(INTERVALS, INTERVALS)
def test_plus_is_minus_the_opposite_and_commutes(one: Interval, other: Interval) -> None:
    total = one.plus(other)
    assert values(total, HALVES) == values(other.plus(one), HALVES)
    assert all(total.contains(x + y) for x in values(one, HALVES) for y in values(other, HALVES))
    assert values(one.plus(Interval.point(Fraction(0))), HALVES) == values(one, HALVES)


@settings(deadline=None)
@given(INTERVALS, st.integers(-4, 4).filter(bool), st.integers(1, 4))
def test_times_moves_every_value_and_back(one: Interval, above: int, below: int) -> None:
    factor = Fraction(above, below)
    scaled = one.times(factor)
    assert all(scaled.contains(value * factor) == one.contains(value) for value in HALVES)
    assert scaled.times(1 / factor) == one


def test_a_boundary_belongs_to_a_closed_end_only() -> None:
    assert Interval.at_least(Fraction(99)).apart(Interval.below(Fraction(99)))
    assert not Interval.at_least(Fraction(99)).apart(Interval.at_most(Fraction(99)))
    assert Interval.above(Fraction(99)).within(Interval.at_least(Fraction(99)))
    assert not Interval.at_least(Fraction(99)).within(Interval.above(Fraction(99)))
