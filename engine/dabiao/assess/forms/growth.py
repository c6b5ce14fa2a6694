"""growth: relative growth each year, or averaged over the years since the base year."""

from fractions import Fraction

from dabiao.assess.forms._common import ANYTHING, HUNDRED, Context, Sides, ends, joint, reading_of, tolerated
from dabiao.assess.forms._pairs import pairs
from dabiao.assess.model import Bound
from dabiao.quantity import Interval
from dabiao.rules.model import Growth


def growth(context: Context, bound: Bound, form: Growth) -> Sides:
    target = bound.target
    start = form.since if form.since is not None else bound.pack.source.start - 1
    base_year = start if form.average else context.year - 1
    elapsed = context.year - base_year
    blocked = form.limit.op == "~" and form.tolerance is None
    note = "原文没有写明允许的偏差，只列出数值" if blocked else ""
    shown_limit = ends(form.limit)
    if elapsed <= 0:
        return Sides(
            (), ANYTHING, blocked=blocked, limit_shown=shown_limit, note=f"{base_year} 年是基准年，从下一年起判定"
        )
    rates = tolerated(form.limit, form.tolerance).times(form.limit.unit.scale)
    required = rates
    readings = []
    for now, then, primary in pairs(context, target, base_year):
        if now.bound.exact is None or then.bound.exact is None or then.value <= 0:
            continue
        ratio = now.value / then.value
        if form.average:
            left = Interval.point(ratio)
            required = _compounded(rates, elapsed)
            shown = mean_growth(ratio, elapsed)
        else:
            left, shown = Interval.point(ratio - 1), (ratio - 1) * HUNDRED
        readings.append(reading_of(joint((now, then)), left, shown, primary))
    path = required if form.average else None
    return Sides(tuple(readings), required, path, not form.average, blocked, shown_limit, note)


def _compounded(rates: Interval, years: int) -> Interval:
    """Growth of at least r a year over n years is a ratio of at least (1 + r)^n: exact, where a root would not be."""
    low = None if rates.low is None else (1 + rates.low) ** years
    high = None if rates.high is None else (1 + rates.high) ** years
    return Interval(low, high, rates.low_open, rates.high_open)


def mean_growth(ratio: Fraction, years: int) -> Fraction:
    """The mean yearly growth in %, for display only: the largest figure of six decimals not above the true one.

    >>> mean_growth(Fraction("1.21"), 2)
    Fraction(10, 1)
    """
    if ratio <= 0:
        return -HUNDRED
    scale = 10**8
    low, high = 0, scale * (2 + int(ratio))
    while low < high:
        middle = (low + high + 1) // 2
        if Fraction(middle, scale) ** years <= ratio:
            low = middle
        else:
            high = middle - 1
    return (Fraction(low, scale) - 1) * HUNDRED
