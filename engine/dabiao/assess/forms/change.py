"""change: the difference to the year before, or to a base year."""

from fractions import Fraction

from dabiao.assess.forms._common import ANYTHING, Context, Sides, ends, joint, reading_of, unit_factor
from dabiao.assess.forms._pairs import pairs
from dabiao.assess.model import Bound, Reading
from dabiao.rules.model import Change, Indicator, Limit


def change(context: Context, bound: Bound, form: Change) -> Sides:
    target = bound.target
    base_year = context.year - 1 if form.since is None else form.since
    elapsed = 1 if form.since is None else context.year - form.since
    indicator = context.figures.indicator(target.indicator or "")
    factor = unit_factor(indicator, form.limit.unit)
    if elapsed <= 0:
        settling, _ = context.figures.of(context.region, indicator.id, target.stage, context.year, target.formula)
        note = f"{base_year} 年是基准年，从下一年起判定"
        return Sides((), ANYTHING, limit_shown=(form.limit.low,), note=note, too_soon=bool(settling))
    required = form.limit.interval().times(Fraction(elapsed))
    readings: list[Reading] = []
    for now, then, primary in pairs(context, target, base_year):
        left = now.bound.minus(then.bound).times(factor)
        readings.append(reading_of(joint((now, then)), left, (now.value - then.value) * factor, primary))
    note = f"与 {base_year} 年相比" + (f"，{elapsed} 年累计" if form.since is not None else "")
    settled = [(now.value, then.value) for now, then, primary in pairs(context, target, base_year) if primary]
    exhausted = bool(settled) and all(_exhausted(form.limit, indicator, now, then) for now, then in settled)
    if exhausted:
        note += "；两年都已到头，没有变化的余地"
    limits = tuple(end * elapsed for end in ends(form.limit))
    return Sides(tuple(readings), required, limit_shown=limits, note=note, not_applicable=exhausted)


def _exhausted(limit: Limit, indicator: Indicator, now: Fraction, then: Fraction) -> bool:
    """A duty to fall (or rise) at all, where both years stand at the end of the scale: none left to remove, or all reached."""
    end = {"<": indicator.bounds.low, ">": indicator.bounds.high}.get(limit.op)
    return limit.low == 0 and end is not None and now == then == end
