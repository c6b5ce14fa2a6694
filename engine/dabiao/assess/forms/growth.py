"""growth: relative growth each year, or averaged over the years since the base year."""

from fractions import Fraction

from dabiao.assess.forms._common import (
    ANYTHING,
    HUNDRED,
    NO_TOLERANCE,
    Context,
    Sides,
    ends,
    joint,
    reading_of,
    tolerated,
)
from dabiao.assess.forms._pairs import pairs, ratio
from dabiao.assess.model import Bound
from dabiao.quantity import Interval
from dabiao.rules.model import Growth

_ONE = Interval.point(Fraction(1))


def growth(context: Context, bound: Bound, form: Growth) -> Sides:
    target = bound.target
    start = form.since if form.since is not None else bound.pack.source.start - 1
    base_year = start if form.average else context.year - 1
    elapsed = context.year - base_year
    blocked = form.limit.op == "~" and form.tolerance is None
    note = NO_TOLERANCE if blocked else ""
    shown_limit = ends(form.limit)
    if elapsed <= 0:
        settling, _ = context.figures.of(
            context.region, target.indicator or "", target.stage, context.year, target.formula
        )
        note = f"{base_year} 年是基准年，从下一年起判定"
        return Sides((), ANYTHING, blocked=blocked, limit_shown=shown_limit, note=note, too_soon=bool(settling))
    scale = form.limit.unit.scale
    rates = tolerated(form.limit, form.tolerance).times(scale)
    required = compounded(rates, elapsed) if form.average else rates
    readings = []
    for now, then, primary in pairs(context, target, base_year):
        quotient = ratio(now, then)
        if quotient is None:
            note = f"{base_year} 年的数不是正数，不能计算增长率"
            continue
        nominal = now.value / then.value
        if form.average:
            left, shown = quotient, mean_growth(nominal, elapsed) / HUNDRED / scale
        else:
            left, shown = quotient.minus(_ONE), (nominal - 1) / scale
        readings.append(reading_of(joint((now, then)), left, shown, primary))
    path = required if form.average else None
    return Sides(tuple(readings), required, path, not form.average, blocked, shown_limit, note)


def compounded(rates: Interval, years: int) -> Interval:
    """Growth of at least r a year over n years is a ratio of at least (1 + r)^n: exact, where a root would not be."""
    low = None if rates.low is None else (1 + rates.low) ** years
    high = None if rates.high is None else (1 + rates.high) ** years
    return Interval(low, high, rates.low_open, rates.high_open)


def mean_growth(quotient: Fraction, years: int) -> Fraction:
    """The mean yearly growth in %, for display only: the largest figure of six decimals not above the true one.

    >>> mean_growth(Fraction("1.21"), 2)
    Fraction(10, 1)
    """
    if quotient <= 0:
        return -HUNDRED
    scale = 10**8
    low, high = 0, scale * (2 + int(quotient))
    while low < high:
        middle = (low + high + 1) // 2
        if Fraction(middle, scale) ** years <= quotient:
            low = middle
        else:
            high = middle - 1
    return (Fraction(low, scale) - 1) * HUNDRED
