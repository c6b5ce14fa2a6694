"""each: a condition every entity must meet, judged from a table, a reported share, or its two counts."""

from collections.abc import Iterable
from fractions import Fraction

from dabiao.assess.figures import rounds_to
from dabiao.assess.forms._common import HUNDRED, NO_TOLERANCE, Context, Sides, ends, reading_of, unit_factor
from dabiao.assess.forms.path import path_at
from dabiao.assess.model import Bound, Input, Reading
from dabiao.inputs.model import ACTUAL, Observation
from dabiao.quantity import Interval, parse_unit
from dabiao.rules.expression import evaluate, items_of
from dabiao.rules.model import Each, Target


def each(context: Context, bound: Bound, form: Each) -> Sides:
    target = bound.target
    indicator = context.figures.indicator(target.indicator or "")
    factor = unit_factor(indicator, form.share.unit)
    settling, others = context.figures.of(context.region, indicator.id, target.stage, context.year, target.formula)
    readings = [reading_of(f, f.bound.times(factor), f.value * factor, True) for f in settling]
    readings += [reading_of(f, f.bound.times(factor), f.value * factor, False) for f in others]
    required = form.share.interval()
    path, customary = path_at(bound, required, context.year)
    table, note, none_applies = _entity_share(context, target, form)
    if table is not None:
        readings = _beside(table, readings)
    applies_to_none = none_applies and not settling
    blocked = form.share.op == "~"
    if blocked:
        note = "；".join(part for part in (note, NO_TOLERANCE) if part)
    return Sides(
        tuple(readings),
        required,
        path,
        blocked=blocked,
        limit_shown=ends(form.share),
        note=note,
        not_applicable=applies_to_none,
        customary=customary,
    )


def _beside(table: Reading, readings: list[Reading]) -> list[Reading]:
    """The table beside the share as reported or counted: once where that is the table's, and only what is actual, not planned."""
    settling = [table, *(r for r in readings if r.primary)]
    settling = [r for r in settling if r.status == ACTUAL] or settling
    if settling[0] is table and table.left.exact is not None:
        share = table.left.exact
        settling = [r for r in settling if r is table or not rounds_to(share, r.left)]
    return [*settling, *(r for r in readings if not r.primary)]


def _actual(context: Context, entity: str, names: Iterable[str], stage: str | None) -> bool:
    place = (stage, context.year)
    sources = [o for name in names for o in context.entities.sources(context.region, entity, name, *place)]
    return all(o.status == ACTUAL for o in sources)


def _entity_share(context: Context, target: Target, form: Each) -> tuple[Reading | None, str, bool]:
    """The share from the entity table: passed ÷ applicable, an interval where some can not be decided."""
    if form.require is None:
        return None, "", False
    where = form.where.expr if form.where else None
    names = dict.fromkeys((*(items_of(where) if where else ()), *items_of(form.require.expr)))
    passed = failed = unknown = unsure = excluded = 0
    failing: list[str] = []
    used: list[Observation] = []
    for entity in context.entities.of_kind(context.region, form.kind, target.stage, context.year):
        place = (target.stage, context.year)
        items = {name: context.entities.value(context.region, entity, name, *place) for name in names}
        applies = True if where is None else evaluate(where, items)
        if applies is False and not _actual(context, entity, items_of(where) if where else (), target.stage):
            applies = None  # what is planned leaves nobody out
        if applies is False:
            excluded += 1
            continue
        used += [o for name in names for o in context.entities.sources(context.region, entity, name, *place)]
        holds = evaluate(form.require.expr, items)
        if holds is False:
            failing.append(entity)
        if applies is None:
            unsure += 1
        elif holds is None:
            unknown += 1
        elif holds:
            passed += 1
        else:
            failed += 1
    total = passed + failed + unknown + unsure
    if not used:
        return None, "", excluded > 0 and not total
    low, high = Fraction(passed, total) * HUNDRED, Fraction(passed + unknown + unsure, total) * HUNDRED
    factor = parse_unit("%").factor_to(form.share.unit)
    note = f"适用 {total} 个，达到 {passed} 个" + (f"，无法判断 {unknown + unsure} 个" if unknown + unsure else "")
    if failing:
        note += "；未达到：" + "、".join(failing[:5]) + (f" 等 {len(failing)} 个" if len(failing) > 5 else "")
    proven = all(o.status == ACTUAL for o in used)
    origins = tuple(o.origin for o in used)
    inputs = (
        Input("达到要求的数量", target.stage, str(context.year), Fraction(passed), "个", origins),
        Input("适用的数量", target.stage, str(context.year), Fraction(total), "个", origins),
    )
    status = next((o.status for o in used if o.status != ACTUAL), ACTUAL)
    reading = Reading(
        Interval(low, high).times(factor),
        low * factor,
        None,
        proven,
        True,
        "逐个核对",
        status,
        origins,
        inputs,
        form.require.text,
        (),
        "",
    )
    return reading, note, False
