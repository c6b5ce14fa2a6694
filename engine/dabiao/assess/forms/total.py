"""total: the sum over the period to date, pro rata before the due year."""

import itertools
from fractions import Fraction

from dabiao.assess.figures import Figure
from dabiao.assess.forms._common import (
    ANYTHING,
    MAX_READINGS,
    NO_TOLERANCE,
    Context,
    Sides,
    ends,
    joint,
    reading_of,
    tolerated,
    unit_factor,
)
from dabiao.assess.model import Bound
from dabiao.inputs.model import ACTUAL
from dabiao.quantity import Interval
from dabiao.rules.model import Indicator, Total


def total(context: Context, bound: Bound, form: Total) -> Sides:
    target, start = bound.target, bound.pack.source.start
    limit = form.limit
    indicator = context.figures.indicator(target.indicator or "")
    factor = unit_factor(indicator, limit.unit)
    required = tolerated(limit, form.tolerance)
    blocked = limit.op == "~" and form.tolerance is None
    if context.year < start:
        return Sides((), required, limit_shown=ends(limit), note=f"累计数从 {start} 年算起", too_soon=True)
    last = min(context.year, int(target.by[:4])) if target.by else context.year
    years = {
        year: context.figures.of(context.region, indicator.id, target.stage, year, target.formula)[0]
        for year in range(start, last + 1)
    }
    missing = [str(year) for year, figures in years.items() if not figures]
    sums = _sums(indicator, [figures for figures in years.values() if figures], complete=not missing)
    note = f"{start}—{last} 年累计" + (f"；{NO_TOLERANCE}" if blocked else "")
    whole = context.figures.reported(context.region, indicator.id, target.stage, start, last) if last > start else []
    if whole:
        sums = _together(whole, [] if missing else sums)
    elif missing:
        note += f"，缺 {'、'.join(missing)} 年的数"
    readings = tuple(reading_of(f, f.bound.times(factor), f.value * factor, True) for f in sums)
    path = None
    if target.by is not None and not bound.due:
        path = pro_rata(required, Fraction(context.year - start + 1, int(target.by[:4]) - start + 1))
    return Sides(readings, required, path, required.high is None, blocked, limit_shown=ends(limit), note=note)


def _sums(indicator: Indicator, years: list[tuple[Figure, ...]], complete: bool) -> list[Figure]:
    """The sum of every combination of the years' figures. Years without one add nothing less than nothing."""
    if not years:
        return []
    sums = []
    for combination in itertools.islice(itertools.product(*years), MAX_READINGS + 1):
        bound = Interval.point(Fraction(0))
        for figure in combination:
            bound = bound.plus(figure.bound)
        if not complete:
            never_negative = indicator.bounds.low is not None and indicator.bounds.low >= 0
            bound = Interval(bound.low, None, bound.low_open) if never_negative else ANYTHING
        value = sum((f.value for f in combination), Fraction(0))
        sums.append(joint(combination)._replace(value=value, bound=bound))
    return sums


def _together(whole: list[Figure], sums: list[Figure]) -> list[Figure]:
    """The sum as reported beside the sum of its years: once where they are equal, and only what was counted, not planned."""
    known = {f.bound for f in whole if f.status == ACTUAL}
    both = [*whole, *(f for f in sums if f.bound not in known)]
    return [f for f in both if f.status == ACTUAL] or both


def pro_rata(required: Interval, share: Fraction) -> Interval:
    """The share of the sum asked so far: never strict, and no ceiling but the final one, so that to be ahead is not to be behind."""
    return Interval(None if required.low is None else required.low * share, required.high, False, required.high_open)
