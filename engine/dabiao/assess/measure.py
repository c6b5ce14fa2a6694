"""A bound target and the figures → a Check: one small function a form."""

import itertools
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.figures import REPORTED, Figure, Figures
from dabiao.assess.model import NO_DATA, NOT_APPLICABLE, PENDING, UNVERIFIED, WAIVED, Bound, Check, Input, Reading
from dabiao.inputs.model import ACTUAL, Observation
from dabiao.quantity import Interval, Unit, round_half_even
from dabiao.quantity.units import parse_unit
from dabiao.rules.expression import evaluate, items_of
from dabiao.rules.model import (
    Attest,
    Change,
    Compare,
    Each,
    Growth,
    Indicator,
    Limit,
    Milestone,
    Plan,
    Target,
    Tolerance,
    Total,
    Value,
    limit_of,
)

_HUNDRED = Fraction(100)
_ANYTHING = Interval(None, None)
_MAX_READINGS = 32


class Context(NamedTuple):
    """What every form needs: the figures, the region, the year."""

    figures: Figures
    region: str
    year: int


class Sides(NamedTuple):
    """What a form makes of its figures: readings, what is required, and, before the due year, what the path asks."""

    readings: tuple[Reading, ...]
    required: Interval
    path: Interval | None = None
    early: bool = True
    blocked: bool = False
    limit_shown: tuple[Fraction, ...] = ()
    note: str = ""
    not_applicable: bool = False
    customary: bool = False


def make_check(context: Context, bound: Bound, waived: str | None) -> Check:
    """The check of one target: see DESIGN of each form in docs/规则语言.md."""
    target = bound.target
    sides = _FORMS[type(target.form)](context, bound)
    fixed = WAIVED if waived is not None else NOT_APPLICABLE if sides.not_applicable else None
    return Check(
        bound=bound,
        year=context.year,
        readings=sides.readings[:_MAX_READINGS],
        required=sides.required,
        path=None if bound.due else sides.path,
        due=bound.due,
        early=sides.early,
        blocked=sides.blocked or target.unverified,
        absent=_absent(target, bound.due),
        fixed=fixed,
        customary=sides.customary and not bound.due,
        limit_shown=sides.limit_shown,
        note="；".join(part for part in (waived or "", sides.note) if part),
    )


def _absent(target: Target, due: bool) -> str:
    if isinstance(target.form, (Milestone, Attest)):
        return PENDING if not due else UNVERIFIED if isinstance(target.form, Attest) else NO_DATA
    return NO_DATA


def unit_factor(indicator: Indicator, unit: Unit) -> Fraction:
    """From the indicator's unit to the limit's; a classifier the indicator also takes counts one for one."""
    if indicator.unit.dimension == unit.dimension:
        return indicator.unit.factor_to(unit)
    return indicator.unit.scale / unit.scale


def _reading(figure: Figure, left: Interval, shown: Fraction | None, primary: bool, right: Fraction | None = None) -> Reading:
    proven = figure.status == ACTUAL and figure.possible
    return Reading(
        left, shown, right, proven, primary, figure.label, figure.status, figure.origins, figure.inputs, figure.formula, figure.doubts, ""
    )


def _joint(figures: Iterable[Figure]) -> Figure:
    """Several figures as one for bookkeeping: all their origins, inputs and doubts, the weakest status."""
    parts = list(figures)
    status = next((f.status for f in parts if f.status != ACTUAL), ACTUAL)
    label = next((f.label for f in parts if f.label != REPORTED), REPORTED)
    return parts[0]._replace(
        label=label,
        status=status,
        possible=all(f.possible for f in parts),
        origins=tuple(o for f in parts for o in f.origins),
        inputs=tuple(i for f in parts for i in f.inputs),
        formula=next((f.formula for f in parts if f.formula), None),
        doubts=tuple(dict.fromkeys(d for f in parts for d in f.doubts)),
    )


def tolerated(limit: Limit, tolerance: Tolerance | None) -> Interval:
    """What satisfies a limit, a ~ limit widened by its tolerance."""
    if limit.op != "~" or tolerance is None:
        return limit.interval()
    width = abs(limit.low) * tolerance.amount if tolerance.relative else tolerance.amount
    return Interval(limit.low - width, limit.low + width)


# value, about, plan


def _value(context: Context, bound: Bound) -> Sides:
    target, form = bound.target, bound.target.form
    assert isinstance(form, (Value, Plan))
    limit, note = form.limit, ""
    if target.relaxed is not None:
        limit, note = _relaxed(context, target, limit)
    indicator = context.figures.indicator(target.indicator or "")
    factor = unit_factor(indicator, limit.unit)
    settling, others = context.figures.of(context.region, indicator.id, target.stage, context.year, target.formula)
    required = tolerated(limit, form.tolerance)
    readings = [
        _reading(f, _compared(target, limit, f.bound.times(factor)), f.value * factor, primary)
        for primary, group in ((True, settling), (False, others))
        for f in group
    ]
    blocked = limit.op == "~" and form.tolerance is None
    if blocked:
        note = "；".join(part for part in (note, "原文没有写明允许的偏差，只列出数值") if part)
    path, customary = path_at(bound, required, context.year)
    return Sides(tuple(readings), required, path, blocked=blocked, limit_shown=_ends(limit), note=note, customary=customary)


def _compared(target: Target, limit: Limit, left: Interval) -> Interval:
    """The full value (GB/T 8170 全数值比较法), or, where the source says so, the value rounded to the limit's places."""
    if not target.rounded or left.exact is None:
        return left
    digits = "".join(c for c in limit.text if c.isdigit() or c == ".")
    return Interval.point(round_half_even(left.exact, len(digits.partition(".")[2])))


def _ends(limit: Limit) -> tuple[Fraction, ...]:
    return (limit.low, limit.high) if limit.op == ".." else (limit.low,)


def _relaxed(context: Context, target: Target, limit: Limit) -> tuple[Limit, str]:
    relaxed = target.relaxed
    assert relaxed is not None
    if f"{context.year}-12-31" > relaxed.until:
        return limit, ""
    items = {}
    for name in items_of(relaxed.when.expr):
        figures = context.figures.of_item(context.region, name, target.stage, context.year)
        items[name] = figures[0].value if figures else None
    holds = evaluate(relaxed.when.expr, items)
    if holds is True:
        return relaxed.limit, f"过渡期放宽至 {relaxed.until}：{relaxed.when.text}"
    return limit, "" if holds is False else f"过渡期放宽的条件无法判断，按原要求：{relaxed.when.text}"


def path_at(bound: Bound, required: Interval, year: int) -> tuple[Interval | None, bool]:
    """What the path asks in a year before the due one, and whether that path is only the customary linear one.

    expected = baseline + (limit - baseline) × elapsed ÷ span, both ends exact; the intermediate requirement is never strict.
    """
    target = bound.target
    if bound.due or target.by is None or target.every:
        return None, False
    if isinstance(target.path, tuple):
        reached = [limit for at, limit in target.path if at <= year]
        return (_toward(required, reached[-1]) if reached else None), False
    if target.baseline is None:
        return None, False
    base_year, base = target.baseline
    edge = _near_edge(required, base)
    if edge is None:
        return required, target.path is None
    if target.path == "step":
        return _toward(required, base), False
    span = int(target.by[:4]) - base_year
    elapsed = min(max(year - base_year, 0), span)
    expected = base + (edge - base) * Fraction(elapsed, span) if span > 0 else edge
    return _toward(required, expected), target.path is None


def _near_edge(required: Interval, base: Fraction) -> Fraction | None:
    """The end of the required interval that a baseline outside it has to reach; None where the baseline is inside."""
    if required.contains(base):
        return None
    if required.low is not None and base <= required.low:
        return required.low
    return required.high


def _toward(required: Interval, expected: Fraction) -> Interval:
    """At least (or at most) the expected value, on the side from which the requirement is approached."""
    if required.low is not None and expected <= required.low:
        return Interval(expected, required.high, False, required.high_open)
    if required.high is not None and expected >= required.high:
        return Interval(required.low, expected, required.low_open, False)
    return required


# change, growth


def _pairs(
    context: Context, target: Target, base_year: int, indicator_id: str | None = None, region: str | None = None
) -> list[tuple[Figure, Figure, bool]]:
    """(this year's figure, the base year's, primary) in every combination."""
    wanted, place = indicator_id or target.indicator or "", region or context.region
    now, now_others = context.figures.of(place, wanted, target.stage, context.year, target.formula)
    then, then_others = context.figures.of(place, wanted, target.stage, base_year, target.formula)
    pairs = [(a, b, True) for a, b in itertools.product(now, then)]
    matching = [(a, b, False) for a, b in itertools.product(now_others, then_others) if a.label == b.label]
    return pairs + matching


def _change(context: Context, bound: Bound) -> Sides:
    target, form = bound.target, bound.target.form
    assert isinstance(form, Change)
    base_year = context.year - 1 if form.since is None else form.since
    elapsed = 1 if form.since is None else context.year - form.since
    indicator = context.figures.indicator(target.indicator or "")
    factor = unit_factor(indicator, form.limit.unit)
    if elapsed <= 0:
        return Sides((), _ANYTHING, limit_shown=(form.limit.low,), note=f"{base_year} 年是基准年，从下一年起判定")
    required = form.limit.interval().times(Fraction(elapsed))
    readings = []
    for now, then, primary in _pairs(context, target, base_year):
        left = now.bound.minus(then.bound).times(factor)
        readings.append(_reading(_joint((now, then)), left, (now.value - then.value) * factor, primary))
    note = f"与 {base_year} 年相比" + (f"，{elapsed} 年累计" if form.since is not None else "")
    pairs = [(now.value, then.value) for now, then, primary in _pairs(context, target, base_year) if primary]
    exhausted = bool(pairs) and all(_exhausted(form.limit, indicator, now, then) for now, then in pairs)
    if exhausted:
        note += "；两年都已到头，没有变化的余地"
    limits = tuple(end * elapsed for end in _ends(form.limit))
    return Sides(tuple(readings), required, limit_shown=limits, note=note, not_applicable=exhausted)


def _exhausted(limit: Limit, indicator: Indicator, now: Fraction, then: Fraction) -> bool:
    """A duty to fall (or rise) at all, where both years stand at the end of the scale: none left to remove, or all reached."""
    end = {"<": indicator.bounds.low, ">": indicator.bounds.high}.get(limit.op)
    return limit.low == 0 and end is not None and now == then == end


def _growth(context: Context, bound: Bound) -> Sides:
    target, form = bound.target, bound.target.form
    assert isinstance(form, Growth)
    start = form.since if form.since is not None else bound.pack.source.start - 1
    base_year = start if form.average else context.year - 1
    elapsed = context.year - base_year
    blocked = form.limit.op == "~" and form.tolerance is None
    note = "原文没有写明允许的偏差，只列出数值" if blocked else ""
    shown_limit = _ends(form.limit)
    if elapsed <= 0:
        return Sides((), _ANYTHING, blocked=blocked, limit_shown=shown_limit, note=f"{base_year} 年是基准年，从下一年起判定")
    rates = tolerated(form.limit, form.tolerance).times(form.limit.unit.scale)
    required = rates
    readings = []
    for now, then, primary in _pairs(context, target, base_year):
        if now.bound.exact is None or then.bound.exact is None or then.value <= 0:
            continue
        ratio = now.value / then.value
        if form.average:
            left = Interval.point(ratio)
            required = _compounded(rates, elapsed)
            shown = mean_growth(ratio, elapsed)
        else:
            left, shown = Interval.point(ratio - 1), (ratio - 1) * _HUNDRED
        readings.append(_reading(_joint((now, then)), left, shown, primary))
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
        return -_HUNDRED
    scale = 10**8
    low, high = 0, scale * (2 + int(ratio))
    while low < high:
        middle = (low + high + 1) // 2
        if Fraction(middle, scale) ** years <= ratio:
            low = middle
        else:
            high = middle - 1
    return (Fraction(low, scale) - 1) * _HUNDRED


# compare


def _compare(context: Context, bound: Bound) -> Sides:
    target, form = bound.target, bound.target.form
    assert isinstance(form, Compare)
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
    readings, shown = [], ()
    for primary, group in ((True, settling), (False, others)):
        for left, right in itertools.product(group, against):
            held = right.value * factor
            shown = shown or (held,)
            gap = left.bound.minus(right.bound.times(factor))
            readings.append(_reading(_joint((left, right)), gap, left.value, primary, held))
    missing = [name for name, have in ((indicator.name, settling), (_opponent(opponent, form), against)) if not have]
    note = "缺" + "、".join(missing) if missing else ""
    return Sides(tuple(readings), required, limit_shown=shown, note=note)


def _opponent(indicator: Indicator, form: Compare) -> str:
    return indicator.name if form.of is None else f"{form.of} 的{indicator.name}"


def _compare_growth(context: Context, target: Target, form: Compare, other: str, place: str, required: Interval) -> Sides:
    readings, shown = [], ()
    mine = _pairs(context, target, context.year - 1)
    theirs = [p for p in _pairs(context, target._replace(formula="default", stage=None), context.year - 1, other, place) if p[2]]
    for (now, then, primary), (their_now, their_then, _) in itertools.product(mine, theirs):
        figures = (now, then, their_now, their_then)
        if any(f.bound.exact is None for f in figures) or then.value <= 0 or their_then.value <= 0:
            continue
        left, right = (now.value / then.value - 1) * _HUNDRED, (their_now.value / their_then.value - 1) * _HUNDRED
        shown = shown or (right,)
        readings.append(_reading(_joint(figures), Interval.point(left - right), left, primary, right))
    return Sides(tuple(readings), required, limit_shown=shown, note="比较两者当年的增长率")


# total


def _total(context: Context, bound: Bound) -> Sides:
    target, form, start = bound.target, bound.target.form, bound.pack.source.start
    assert isinstance(form, Total)
    limit = form.limit
    indicator = context.figures.indicator(target.indicator or "")
    factor = unit_factor(indicator, limit.unit)
    required = limit.interval()
    early = required.high is None
    if context.year < start:
        return Sides((), required, limit_shown=_ends(limit), note=f"累计数从 {start} 年算起")
    last = min(context.year, int(target.by[:4])) if target.by else context.year
    whole = context.figures.reported(context.region, indicator.id, target.stage, start, last)
    readings: list[Reading] = []
    note = f"{start}—{last} 年累计"
    if whole and last > start:
        readings = [_reading(f, f.bound.times(factor), f.value * factor, True) for f in whole]
    else:
        years = {y: context.figures.of(context.region, indicator.id, target.stage, y, target.formula)[0] for y in range(start, last + 1)}
        missing = [year for year, figures in years.items() if not figures]
        present = [figures for figures in years.values() if figures]
        for combination in itertools.islice(itertools.product(*present), _MAX_READINGS) if present else ():
            total = Interval.point(Fraction(0))
            for figure in combination:
                total = total.plus(figure.bound)
            if missing:
                total = Interval(total.low, None, total.low_open)
            shown = sum((f.value for f in combination), Fraction(0)) * factor
            readings.append(_reading(_joint(combination), total.times(factor), shown, True))
        if missing:
            note += "，缺 " + "、".join(str(year) for year in missing) + " 年的数"
    path = None
    if target.by is not None and not bound.due:
        share = Fraction(context.year - start + 1, int(target.by[:4]) - start + 1)
        path = required.times(share)
    return Sides(tuple(readings), required, path, early, limit_shown=_ends(limit), note=note)


# each


def _each(context: Context, bound: Bound) -> Sides:
    target, form = bound.target, bound.target.form
    assert isinstance(form, Each)
    indicator = context.figures.indicator(target.indicator or "")
    factor = unit_factor(indicator, form.share.unit)
    settling, others = context.figures.of(context.region, indicator.id, target.stage, context.year, target.formula)
    readings = [_reading(f, f.bound.times(factor), f.value * factor, True) for f in settling]
    readings += [_reading(f, f.bound.times(factor), f.value * factor, False) for f in others]
    required = form.share.interval()
    path, customary = path_at(bound, required, context.year)
    table, note, none_applies = _entity_share(context, target, form)
    if table is not None:
        if not any(r.primary and r.shown is not None and table.shown is not None and round_half_even(table.shown, 2) == r.shown for r in readings):
            readings.insert(0, table)
        else:
            readings = [table, *(r for r in readings if not r.primary)]
    applies_to_none = none_applies and not settling
    return Sides(
        tuple(readings), required, path, limit_shown=_ends(form.share), note=note, not_applicable=applies_to_none, customary=customary
    )


def _entity_share(context: Context, target: Target, form: Each) -> tuple[Reading | None, str, bool]:
    """The share from the entity table: passed ÷ applicable, an interval where some can not be decided."""
    if form.require is None:
        return None, "", False
    where = form.where.expr if form.where else None
    names = dict.fromkeys((*(items_of(where) if where else ()), *items_of(form.require.expr)))
    passed = failed = unknown = unsure = excluded = 0
    failing: list[str] = []
    used: list[Observation] = []
    for entity in context.figures.entities(context.region):
        rows = {name: context.figures.item(context.region, name, target.stage, entity, context.year) for name in names}
        if not any(rows.values()):
            continue
        items = {name: _single(found) for name, found in rows.items()}
        applies = True if where is None else evaluate(where, items)
        if applies is False:
            excluded += 1
            continue
        used += [o for found in rows.values() for o in found]
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
    if not total:
        return None, "", excluded > 0
    low, high = Fraction(passed, total) * _HUNDRED, Fraction(passed + unknown + unsure, total) * _HUNDRED
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
        Interval(low, high).times(factor), low * factor, None, proven, True, "逐个核对", status, origins, inputs, form.require.text, (), ""
    )
    return reading, note, False


def _single(observations: list[Observation]) -> Fraction | None:
    """The one exact value of an item; None where there is none, or two that differ."""
    values = {o.bound.exact for o in observations if o.bound is not None}
    return values.pop() if len(values) == 1 else None


# milestone, attest


def _report(context: Context, bound: Bound) -> Sides:
    target = bound.target
    readings = []
    for o in context.figures.reports(context.region, target.ref, context.year):
        left, note = _done(o, target)
        doubts: tuple[str, ...] = ()
        proven = bool(o.evidence) and o.status == ACTUAL
        if o.done and not o.evidence:
            note = "没有写佐证材料"
        readings.append(Reading(left, None, None, proven, True, REPORTED, o.status, (o.origin,), (), None, doubts, note))
    return Sides(tuple(readings), Interval.at_least(Fraction(1)), note="；".join(dict.fromkeys(r.note for r in readings if r.note)))


def _done(o: Observation, target: Target) -> tuple[Interval, str]:
    """One for done in time, zero for not; between them where the day is not known."""
    if not o.done:
        return Interval.point(Fraction(0)), ""
    if target.by is None or (o.done_on is not None and o.done_on <= target.by):
        return Interval.point(Fraction(1)), ""
    if o.done_on is not None:
        return Interval.point(Fraction(0)), f"{o.done_on} 完成，晚于 {target.by}"
    if f"{o.period.end}-12-31" <= target.by:
        return Interval.point(Fraction(1)), ""
    return Interval(Fraction(0), Fraction(1)), f"没有写完成日期，无法判断是否在 {target.by} 前完成"


_FORMS: dict[type, Callable[[Context, Bound], Sides]] = {
    Value: _value,
    Plan: _value,
    Change: _change,
    Growth: _growth,
    Compare: _compare,
    Total: _total,
    Each: _each,
    Milestone: _report,
    Attest: _report,
}

__all__ = ["Context", "limit_of", "make_check", "mean_growth", "path_at", "tolerated", "unit_factor"]
