"""Hypothesis strategies from an indicator and a target: figures that may be typed, heavy on thresholds."""

from __future__ import annotations

from fractions import Fraction
from types import ModuleType
from typing import TYPE_CHECKING

from dabiao.diagnostics import RuleError, error
from dabiao.inputs.model import ACTUAL, ESTIMATE, Observation
from dabiao.quantity import Interval
from dabiao.rules.model import Attest, Indicator, Limit, Milestone
from dabiao.testing.asked import asked_of, per_unit, places_of
from dabiao.testing.bench import Bench
from dabiao.testing.observe import observed, possible, report, room

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_NEAR = 20
_FAR = 10**6


def need_hypothesis() -> ModuleType:
    """The strategies of hypothesis. Raises RuleError (TST610, Chinese) where it is not installed."""
    try:
        from hypothesis import strategies
    except ImportError as failure:
        message = "规则包的随机检验需要 hypothesis，这台电脑上没有安装"
        raise RuleError(
            [error("TST610", message, hint="pip install 'dabiao[test]'；不装也可以用 dabiao rules test")]
        ) from failure
    return strategies


def figures(indicator: Indicator, limit: Limit | None = None) -> SearchStrategy[Fraction]:
    """Exact figures in the indicator's own unit: within its hard bounds, with its decimals (and the limit's, if it has more).

    Half of them lie on an end of the bounds, on an end of the limit, or a few steps from one. Raises RuleError without hypothesis.
    """
    step = Fraction(1, 10**indicator.decimals)
    ends = [Fraction(0)]
    if limit is not None:
        factor = per_unit(indicator, limit.unit)
        step = min(step, Fraction(1, 10 ** places_of(limit)) / factor)
        ends = [limit.low / factor, limit.high / factor]
    return _lattice(indicator.bounds, ends, step)


def left_sides(bench: Bench, year: int) -> SearchStrategy[Fraction]:
    """Left sides of a target (in the unit of what is asked, see `observed`) that possible figures can give."""
    asked = asked_of(bench, year)
    found = _lattice(room(bench, asked), [asked.low, asked.high], asked.step)
    return found.filter(lambda value: possible(bench, observed(bench, value, year)))


def observations(bench: Bench, year: int) -> SearchStrategy[tuple[Observation, ...]]:
    """What a county may report on a target: a left side, now and then only estimated, known from one side, or nothing at all."""
    st = need_hypothesis()
    if isinstance(bench.target.form, Milestone | Attest):
        days = st.sampled_from(
            [None, f"{year}-01-01", f"{year}-12-31", *([bench.target.by] if bench.target.by else [])]
        )
        one = st.builds(
            lambda done, day, proof: report(bench, year, done=done, done_on=day if done else None, evidence=proof),
            st.booleans(),
            days,
            st.sampled_from(["", "佐证材料"]),
        )
        return st.lists(one, max_size=2).map(tuple)  # type: ignore[no-any-return]
    typed = left_sides(bench, year).map(lambda value: observed(bench, value, year))
    sides = st.sampled_from(["=", "=", "=", ">=", "<", None])
    statuses = st.sampled_from([ACTUAL, ACTUAL, ACTUAL, ESTIMATE])
    return st.builds(_varied, typed, sides, statuses)  # type: ignore[no-any-return]


def _varied(found: tuple[Observation, ...], side: str | None, status: str) -> tuple[Observation, ...]:
    if side is None or not found:
        return ()
    own = found[0]
    bound = own.bound if own.value is None else Interval.of(side, own.value)
    return (own._replace(bound=bound, status=status), *found[1:])


def _lattice(space: Interval, ends: list[Fraction], step: Fraction) -> SearchStrategy[Fraction]:
    """Multiples of the step away from the first end, within the space."""
    st = need_hypothesis()
    reach = max([_FAR * step, *(10 * abs(end) for end in ends)])
    low = -reach if space.low is None else space.low
    high = max(low, reach) if space.high is None else space.high
    least, most = -((ends[0] - low) // step), (high - ends[0]) // step
    special = [end + n * step for end in (*ends, low, high) for n in (-1, 0, 1)]
    inside = sorted({value for value in special if low <= value <= high}) or [low]
    near = (
        st.integers(max(least, -_NEAR), min(most, _NEAR))
        if least <= _NEAR and most >= -_NEAR
        else st.integers(least, most)
    )
    wide = st.integers(least, most) if least <= most else near
    on_step = st.one_of(near, wide).map(lambda n: ends[0] + n * step)
    return st.one_of(st.sampled_from(inside), on_step)  # type: ignore[no-any-return]
