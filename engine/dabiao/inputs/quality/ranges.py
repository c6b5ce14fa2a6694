"""bounds, whole, usual, unit (by usual): figures that can not be, figures hardly ever met with, those a wrong unit explains."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dabiao.inputs.model import Observation
from dabiao.inputs.quality.computed import computed
from dabiao.inputs.quality.model import QualityFinding
from dabiao.inputs.quality.relations import finding
from dabiao.inputs.quality.scene import Place, Scene, belongs
from dabiao.quantity import Interval
from dabiao.quantity.rounding import machine_decimal
from dabiao.record import NamedTuple
from dabiao.rules.model import Indicator, QualityRule

_ANY = Interval(None, None)
_FAR = 10
_COUNTED = ("人", "所", "个", "班", "间")


class Outside(NamedTuple):
    """A figure outside a range: whose it is, what it is called, the end it passes, the figures it rests on."""

    place: Place
    stage: str | None
    name: str
    value: Fraction
    end: Fraction
    range: Interval
    unit: str
    used: tuple[Observation, ...]


def bounds(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """Figures beyond the bounds of their indicator, as reported or as their items make them."""
    tight = [i for i in scene.indicators.values() if i.formulas and i.bounds.high is not None]
    for found in (*_reported(rule, scene, "bounds"), *_computed(rule, scene, tight, "bounds")):
        yield _told(rule, found)


def whole(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """Counts of people, schools, classes and rooms that are no whole numbers; a mean may be none, and has decimals or a formula."""
    counted = frozenset(i for i, item in scene.indicators.items() if is_count(item))
    for place in scene.of(rule):
        for stage, items in place.stages.items():
            for identifier in items.keys() & counted:
                for o in items[identifier].observations:
                    if o.value is not None and o.value.denominator != 1:
                        item, nearest = scene.indicators[identifier], round(o.value)
                        off = (o.value, nearest, o.value - nearest)
                        yield finding(rule, place, stage, f"{item.name}是整数", off, item.unit.name, (o,))


def is_count(item: Indicator) -> bool:
    """Whether an item counts people, schools, classes or rooms."""
    return item.unit.dimension in _COUNTED and item.decimals == 0 and not item.formulas and "平均" not in item.name


def usual(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """Figures outside their usual range, but for those a wrong unit explains."""
    for found in outside(rule, scene):
        if slip(scene, found) is None:
            yield _told(rule, found)


def unit_by_usual(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """Figures outside a usual range that lie inside it once divided (or multiplied) by one of the factors."""
    for other in scene.rules:
        for found in outside(other, scene) if other.kind == "usual" else ():
            by = slip(scene, found, rule)
            if by is not None:
                yield _told(rule, found, _corrected(found, by))


def outside(rule: QualityRule, scene: Scene) -> tuple[Outside, ...]:
    """What lies outside the usual ranges a rule is about."""
    if rule.id not in scene.memo:
        if rule.of is not None:
            scene.memo[rule.id] = tuple(_expression(rule, scene))
        else:
            watched = [i for i in scene.indicators.values() if i.formulas and i.usual != _ANY]
            scene.memo[rule.id] = (
                *_reported(rule, scene, "usual"),
                *_computed(rule, scene, watched, "usual"),
            )
    return scene.memo[rule.id]


def slip(scene: Scene, found: Outside, rule: QualityRule | None = None) -> Fraction | None:
    """What the figure is to be divided by to lie in its range: a factor of the rule (or of any such rule), or one of them upside down.

    None where it is not far outside: a figure just over the end of a wide range lies inside it by any factor, which shows nothing.
    """
    if not found.value or not _is_far(found.value, found.end):
        return None
    rules = [rule] if rule is not None else [r for r in scene.rules if r.kind == "unit" and r.by == "usual"]
    factors = [by for one in rules for factor in one.factors for by in (factor, 1 / factor)]
    return next((by for by in factors if found.range.contains(found.value / by)), None)


def _is_far(value: Fraction, end: Fraction) -> bool:
    return abs(value) >= _FAR * abs(end) if abs(value) > abs(end) else _FAR * abs(value) <= abs(end)


def _corrected(found: Outside, by: Fraction) -> str:
    how = f"除以 {machine_decimal(by)}" if by > 1 else f"乘以 {machine_decimal(1 / by)}"
    return f"{how} 以后为 {machine_decimal(found.value / by)}，在通常的范围 {_written(found.range)} 之内"


def _reported(rule: QualityRule, scene: Scene, which: str) -> Iterator[Outside]:
    ranges: dict[str, Interval] = {i: getattr(ind, which) for i, ind in scene.indicators.items()}
    for place in scene.of(rule):
        for stage, items in place.stages.items():
            for identifier, held in items.items():
                allowed = ranges[identifier]
                low, high = allowed.low, allowed.high
                if (low is None or (held.low is not None and held.low >= low)) and (
                    high is None or (held.high is not None and held.high <= high)
                ):
                    continue
                for o in held.observations:
                    if o.bound is not None and o.value is not None and o.bound.apart(allowed):
                        item = scene.indicators[identifier]
                        yield Outside(
                            place, stage, item.name, o.value, _end(o.value, allowed), allowed, item.unit.name, (o,)
                        )


def _computed(rule: QualityRule, scene: Scene, indicators: Sequence[Indicator], which: str) -> Iterator[Outside]:
    for one in computed(rule, scene, indicators):
        allowed: Interval = getattr(one.indicator, which)
        if not allowed.contains(one.value):
            name, unit = f"{one.indicator.name}（{one.formula.text}）", one.indicator.unit.name
            yield Outside(one.place, one.stage, name, one.value, _end(one.value, allowed), allowed, unit, one.used)


def _expression(rule: QualityRule, scene: Scene) -> Iterator[Outside]:
    if rule.of is None:
        return
    items = [item for _, item in scene.items(rule.of.expr)]
    needed = frozenset(item.id for item in items if not item.formulas)
    for place in scene.of(rule):
        if not needed <= place.ids:
            continue
        for stage in scene.stages_of(place, items):
            if not all(belongs(item, stage) for item in items):
                continue
            used: list[Observation] = []
            value = scene.value(rule.of.expr, place, stage, used, whole=False)
            if value is not None and not rule.range.contains(value) and scene.applies(rule.where, place, stage):
                end = _end(value, rule.range)
                yield Outside(place, stage, rule.of.text, value, end, rule.range, rule.unit, tuple(used))


def _end(value: Fraction, allowed: Interval) -> Fraction:
    low, high = allowed.low, allowed.high
    return low if low is not None and value <= low else high if high is not None else Fraction(0)


def _written(allowed: Interval) -> str:
    low, high = (None if end is None else machine_decimal(end) for end in (allowed.low, allowed.high))
    return f"不超过 {high}" if low is None else f"不低于 {low}" if high is None else f"{low}—{high}"


def _told(rule: QualityRule, found: Outside, note: str = "") -> QualityFinding:
    sign = "≥" if found.value < found.end else "≤"
    relation = f"{found.name} {sign} {machine_decimal(found.end)}"
    off = (found.value, found.end, found.value - found.end)
    return finding(rule, found.place, found.stage, relation, off, found.unit, found.used, note)
