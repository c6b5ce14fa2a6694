"""total: the sum over the period to date, pro rata before the due year."""

import itertools
from fractions import Fraction

from dabiao.assess.forms._common import MAX_READINGS, Context, Sides, ends, joint, reading_of, unit_factor
from dabiao.assess.model import Bound, Reading
from dabiao.quantity import Interval
from dabiao.rules.model import Total


def total(context: Context, bound: Bound, form: Total) -> Sides:
    target, start = bound.target, bound.pack.source.start
    limit = form.limit
    indicator = context.figures.indicator(target.indicator or "")
    factor = unit_factor(indicator, limit.unit)
    required = limit.interval()
    early = required.high is None
    if context.year < start:
        return Sides((), required, limit_shown=ends(limit), note=f"累计数从 {start} 年算起", too_soon=True)
    last = min(context.year, int(target.by[:4])) if target.by else context.year
    whole = context.figures.reported(context.region, indicator.id, target.stage, start, last)
    readings: list[Reading] = []
    note = f"{start}—{last} 年累计"
    if whole and last > start:
        readings = [reading_of(f, f.bound.times(factor), f.value * factor, True) for f in whole]
    else:
        years = {
            y: context.figures.of(context.region, indicator.id, target.stage, y, target.formula)[0]
            for y in range(start, last + 1)
        }
        missing = [year for year, figures in years.items() if not figures]
        present = [figures for figures in years.values() if figures]
        for combination in itertools.islice(itertools.product(*present), MAX_READINGS) if present else ():
            summed = Interval.point(Fraction(0))
            for figure in combination:
                summed = summed.plus(figure.bound)
            if missing:
                summed = Interval(summed.low, None, summed.low_open)
            shown = sum((f.value for f in combination), Fraction(0)) * factor
            readings.append(reading_of(joint(combination), summed.times(factor), shown, True))
        if missing:
            note += "，缺 " + "、".join(str(year) for year in missing) + " 年的数"
    path = None
    if target.by is not None and not bound.due:
        share = Fraction(context.year - start + 1, int(target.by[:4]) - start + 1)
        path = required.times(share)
    return Sides(tuple(readings), required, path, early, limit_shown=ends(limit), note=note)
