"""value, about, plan: the year's figure against a constant, a band, or a centre with a tolerance."""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from dabiao.assess.figures import Figure
from dabiao.assess.forms._common import (
    MAX_READINGS,
    NO_TOLERANCE,
    Context,
    Sides,
    ends,
    reading_of,
    tolerated,
    unit_factor,
)
from dabiao.assess.forms.path import path_at
from dabiao.assess.model import Bound
from dabiao.inputs.model import ACTUAL
from dabiao.quantity import Interval, Unit, round_half_even
from dabiao.rules.expression import evaluate, items_of
from dabiao.rules.model import Indicator, Limit, Plan, Relaxed, Target, Value, limit_of

Figures_ = tuple[Figure, ...]


def value(context: Context, bound: Bound, form: Value | Plan) -> Sides:
    target = bound.target
    limit = form.limit
    holding, untold = _relaxations(context, target)
    (indicator, settling, others), relaxed = _figures(context, target, holding)
    note = ""
    if relaxed is not None:
        limit = in_unit(relaxed.limit, limit.unit)
        note = f"过渡期放宽至 {relaxed.until}：{relaxed.when.text}"
    factor = unit_factor(indicator, limit.unit)
    required = tolerated(limit, form.tolerance)
    readings = [
        reading_of(f, _compared(target, limit, f.bound.times(factor)), f.value * factor, primary)
        for primary, group in ((True, settling), (False, others))
        for f in group
    ]
    if relaxed is None and not all(reading.left.within(required) for reading in readings if reading.primary):
        # of no interest to a figure that needs no relaxation
        note = untold or "；".join(_lacking(context, target, one) for one in holding)
    blocked = limit.op == "~" and form.tolerance is None
    if blocked:
        note = "；".join(part for part in (note, NO_TOLERANCE) if part)
    path, customary = path_at(bound, required, context.year)
    return Sides(
        tuple(readings), required, path, blocked=blocked, limit_shown=ends(limit), note=note, customary=customary
    )


def _compared(target: Target, limit: Limit, left: Interval) -> Interval:
    """The full value (GB/T 8170 全数值比较法), or, where the source says so, the value rounded to the limit's places."""
    if not target.rounded or left.exact is None:
        return left
    return Interval.point(round_half_even(left.exact, limit_places(limit)))


def limit_places(limit: Limit) -> int:
    """The decimals a limit is written with, to which a figure is rounded where the source says that rounded ones are compared."""
    digits = "".join(c for c in limit.text if c.isdigit() or c == ".")
    return len(digits.partition(".")[2])


def _figures(
    context: Context, target: Target, holding: Sequence[Relaxed]
) -> tuple[tuple[Indicator, Figures_, Figures_], Relaxed | None]:
    """The figures of the first relaxation that holds and has any, and that relaxation; else those of the target's own indicator."""
    place = (target.stage, context.year)
    own = context.figures.indicator(target.indicator or "")
    for relaxed in holding:
        if relaxed.indicator is None:
            found = context.figures.of(context.region, own.id, *place, target.formula, context.entity)
            return (own, *found), relaxed
        settling, others = context.figures.of(context.region, relaxed.indicator, *place, entity=context.entity)
        if settling:
            return (context.figures.indicator(relaxed.indicator), settling, others), relaxed
    # another limit holds of the narrower count as well
    limited = next((relaxed for relaxed in holding if relaxed.limit != limit_of(target.form)), None)
    return (own, *context.figures.of(context.region, own.id, *place, target.formula, context.entity)), limited


def _relaxations(context: Context, target: Target) -> tuple[list[Relaxed], str]:
    """The relaxations in force whose condition holds, in order; where none does, what to say of one that can not be told."""
    holding: list[Relaxed] = []
    untold = ""
    for relaxed in target.relaxed:
        holds = f"{context.year}-12-31" <= relaxed.until and _applies(context, target, relaxed)
        if holds:
            holding.append(relaxed)
        elif holds is None:
            untold = untold or f"过渡期放宽的条件无法判断，按原要求：{relaxed.when.text}"
    return holding, "" if holding else untold


def _lacking(context: Context, target: Target, relaxed: Relaxed) -> str:
    """Why a relaxation that holds is of no use: the items of its wider count that were not reported."""
    indicator = context.figures.indicator(relaxed.indicator or "")
    formula = indicator.own_formula(target.stage)
    missing = [
        name
        for name in (items_of(formula.expr) if formula else ())
        if not context.figures.of_item(context.region, name, target.stage, context.year, context.entity)
    ]
    return f"可按放宽的口径“{indicator.name}”，但没有填报{'、'.join(missing) or indicator.name}，按原口径"


def _applies(context: Context, target: Target, relaxed: Relaxed) -> bool | None:
    """Whether the condition holds, whichever of the figures is true; None where that depends, or on what is not actual."""
    names = items_of(relaxed.when.expr)
    if context.entity is not None:
        holds = context.entities.holds(context.region, context.entity, relaxed.when, target.stage, context.year)
        place = (target.stage, context.year)
        sources = [o for name in names for o in context.entities.sources(context.region, context.entity, name, *place)]
        return holds if all(o.status == ACTUAL for o in sources) or not holds else None
    choices: list[list[Fraction | None]] = []
    for name in names:
        figures = context.figures.of_item(context.region, name, target.stage, context.year)
        choices.append([f.bound.exact if f.status == ACTUAL else None for f in figures] or [None])
    if math.prod(map(len, choices)) > MAX_READINGS:
        return None
    outcomes = {evaluate(relaxed.when.expr, dict(zip(names, chosen, strict=True))) for chosen in product(*choices)}
    decided = outcomes.pop() if len(outcomes) == 1 else None
    return decided if isinstance(decided, bool) else None


def in_unit(limit: Limit, unit: Unit) -> Limit:
    """The limit in another unit of its dimension."""
    factor = limit.unit.scale / unit.scale
    return limit._replace(low=limit.low * factor, high=limit.high * factor, unit=unit)
