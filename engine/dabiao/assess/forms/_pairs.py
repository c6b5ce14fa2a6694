"""Figures of two years side by side, for changes and growths."""

import itertools

from dabiao.assess.figures import Figure
from dabiao.assess.forms._common import Context
from dabiao.quantity import Interval
from dabiao.rules.model import Target


def pairs(
    context: Context, target: Target, base_year: int, indicator_id: str | None = None, region: str | None = None
) -> list[tuple[Figure, Figure, bool]]:
    """(this year's figure, the base year's, primary) in every combination."""
    wanted, place = indicator_id or target.indicator or "", region or context.region
    now, now_others = context.figures.of(place, wanted, target.stage, context.year, target.formula)
    then, then_others = context.figures.of(place, wanted, target.stage, base_year, target.formula)
    settled = [(a, b, True) for a, b in itertools.product(now, then)]
    matching = [(a, b, False) for a, b in itertools.product(now_others, then_others) if a.label == b.label]
    return settled + matching


def ratio(now: Figure, then: Figure) -> Interval | None:
    """All quotients of this year's figure and the base year's; None where there is no positive base to grow from.

    A figure known from one side gives a quotient known from one side.
    """
    if then.value <= 0:
        return None
    (low, high, low_open, high_open), base = now.bound, then.bound
    least = None if low is None or low < 0 or base.high is None else low / base.high
    most = None if high is None or base.low is None or base.low <= 0 else high / base.low
    return Interval(least, most, low_open or base.high_open, high_open or base.low_open)
