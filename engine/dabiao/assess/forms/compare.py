"""compare: against another indicator, the same indicator of another region, or both growths."""

import itertools
from fractions import Fraction

from dabiao.assess.figures import Figure
from dabiao.assess.forms._common import HUNDRED, Context, Sides, joint, reading_of, unit_factor
from dabiao.assess.forms._pairs import pairs, ratio
from dabiao.assess.model import Bound, Reading
from dabiao.quantity import Interval
from dabiao.rules.model import Compare, Indicator, Target


def compare(context: Context, bound: Bound, form: Compare) -> Sides:
    target = bound.target
    required = Interval.of(form.op, Fraction(0))
    if form.growth:
        return _compare_growth(context, target, form, required)
    indicator = context.figures.indicator(target.indicator or "")
    opponent = context.figures.indicator(form.than or indicator.id)
    factor = unit_factor(opponent, indicator.unit)
    settling, others = context.figures.of(context.region, indicator.id, target.stage, context.year, target.formula)
    (against,) = _against(context, target, form, context.year)
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


def _against(context: Context, target: Target, form: Compare, *years: int) -> tuple[tuple[Figure, ...], ...]:
    """The figures of the other side in each of the years; all empty where a year has none.

    Another region's figures are of the same stage under the same formula; another indicator's are of the target's stage where
    it has them, else of all stages together.
    """
    if form.of is not None:
        stages: tuple[str | None, ...] = (target.stage,)
        variant = target.formula
    else:
        stages, variant = tuple(dict.fromkeys((target.stage, None))), "default"
    place, indicator = form.of or context.region, form.than or target.indicator or ""
    for stage in stages:
        found = tuple(context.figures.of(place, indicator, stage, year, variant)[0] for year in years)
        if all(found):
            return found
    return tuple(() for _ in years)


def _opponent(indicator: Indicator, form: Compare) -> str:
    return indicator.name if form.of is None else f"{form.of} 的{indicator.name}"


def _compare_growth(context: Context, target: Target, form: Compare, required: Interval) -> Sides:
    readings: list[Reading] = []
    shown: tuple[Fraction, ...] = ()
    mine = pairs(context, target, context.year - 1)
    now, then = _against(context, target, form, context.year, context.year - 1)
    for (my_now, my_then, primary), (their_now, their_then) in itertools.product(mine, itertools.product(now, then)):
        left, right = ratio(my_now, my_then), ratio(their_now, their_then)
        if left is None or right is None:
            continue
        growth, held = ((a.value / b.value - 1) * HUNDRED for a, b in ((my_now, my_then), (their_now, their_then)))
        shown = shown or (held,)
        ahead = left.minus(right).times(HUNDRED)
        readings.append(reading_of(joint((my_now, my_then, their_now, their_then)), ahead, growth, primary, held))
    return Sides(tuple(readings), required, limit_shown=shown, note="比较两者当年的增长率")
