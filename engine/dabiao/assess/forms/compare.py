"""compare: against another indicator, the same indicator of another region, or both growths."""

import itertools
from fractions import Fraction

from dabiao.assess.forms._common import HUNDRED, Context, Sides, joint, reading_of, unit_factor
from dabiao.assess.forms._pairs import pairs
from dabiao.assess.model import Bound, Reading
from dabiao.quantity import Interval
from dabiao.rules.model import Compare, Indicator, Target


def compare(context: Context, bound: Bound, form: Compare) -> Sides:
    target = bound.target
    other = form.than or target.indicator or ""
    place = form.of or context.region
    required = Interval.of(form.op, Fraction(0))
    if form.growth:
        return _compare_growth(context, target, form, other, place, required)
    indicator, opponent = context.figures.indicator(target.indicator or ""), context.figures.indicator(other)
    factor = unit_factor(opponent, indicator.unit)
    stage = target.stage if form.of or opponent.stage is None else opponent.stage
    settling, others = context.figures.of(context.region, indicator.id, target.stage, context.year, target.formula)
    against, _ = context.figures.of(place, other, stage, context.year)
    if not against and form.than:
        against, _ = context.figures.of(place, other, None, context.year)
    readings: list[Reading] = []
    shown: tuple[Fraction, ...] = ()
    for primary, group in ((True, settling), (False, others)):
        for left, right in itertools.product(group, against):
            held = right.value * factor
            shown = shown or (held,)
            gap = left.bound.minus(right.bound.times(factor))
            readings.append(reading_of(joint((left, right)), gap, left.value, primary, held))
    missing = [name for name, have in ((indicator.name, settling), (_opponent(opponent, form), against)) if not have]
    note = "缺" + "、".join(missing) if missing else ""
    return Sides(tuple(readings), required, limit_shown=shown, note=note)


def _opponent(indicator: Indicator, form: Compare) -> str:
    return indicator.name if form.of is None else f"{form.of} 的{indicator.name}"


def _compare_growth(
    context: Context, target: Target, form: Compare, other: str, place: str, required: Interval
) -> Sides:
    readings: list[Reading] = []
    shown: tuple[Fraction, ...] = ()
    mine = pairs(context, target, context.year - 1)
    theirs = [
        p
        for p in pairs(context, target._replace(formula="default", stage=None), context.year - 1, other, place)
        if p[2]
    ]
    for (now, then, primary), (their_now, their_then, _) in itertools.product(mine, theirs):
        figures = (now, then, their_now, their_then)
        if any(f.bound.exact is None for f in figures) or then.value <= 0 or their_then.value <= 0:
            continue
        left, right = (now.value / then.value - 1) * HUNDRED, (their_now.value / their_then.value - 1) * HUNDRED
        shown = shown or (right,)
        readings.append(reading_of(joint(figures), Interval.point(left - right), left, primary, right))
    return Sides(tuple(readings), required, limit_shown=shown, note="比较两者当年的增长率")
