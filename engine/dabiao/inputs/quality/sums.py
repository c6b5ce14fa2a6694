"""total: a 合计 row against the rows it adds up. rollup: a county figure against the sum of its schools."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from dabiao.inputs.model import Observation
from dabiao.inputs.quality.model import KINDS, QualityFinding, exceeds, place_key, relative_of
from dabiao.inputs.quality.relations import Span, Terms, finding, imbalance_of, span_of, terms_of
from dabiao.inputs.quality.scene import Number, Place, Scene
from dabiao.inputs.quality.stages import smallest
from dabiao.period import Period
from dabiao.rules.model import Indicator, QualityRule

_PRESCHOOL = "学前"


def total(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """One finding for each 合计 cell its column does not add up to."""
    for made, parts in scene.totals():
        values = [o.value for o in parts if o.bound is not None and o.bound.exact is not None and o.value is not None]
        if len(values) < len(parts):
            continue
        right = sum(values, Fraction(0))
        if made.value == right or not exceeds(rule, made.value - right, right):
            continue
        year = max(o.period.end for o in parts)
        cells = (made.origin, *sorted((o.origin for o in parts), key=place_key))
        item = scene.indicators[made.indicator]
        yield QualityFinding(
            rule=rule.id, code=KINDS[rule.kind], kind=rule.kind, title=rule.title, severity=rule.severity, entity=None,
            stage=item.stage, year=year, when=str(year), relation=f"{made.header}：{made.label} ＝ 各行之和", left=made.value,
            right=right, unit=item.unit.name, imbalance=made.value - right, relative=relative_of(made.value - right, right),
            cells=cells, items=(made.indicator,), note=f"{len(parts)} 行", hint=rule.hint, source=rule.source,
        )  # fmt: skip


def rollup(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """One finding for each county figure the schools do not make.

    Schools that left the item blank make the sum a least one. A sum that falls short is told of only where a school table was
    handed in: some schools' figures alone need not be all of them.
    """
    for relation in rule.relations:
        left, right = terms_of(scene, relation.left), terms_of(scene, relation.right)
        for place in scene.places:
            if place.entity is not None or place.ids.isdisjoint(left.ids):
                continue
            of_schools = _sum(rule, scene, right, place.period)
            of_region = span_of(rule, scene, left, place, rule.stage)
            if not of_region.used or not of_schools.used:
                continue
            off = imbalance_of(relation.op, of_region, of_schools)
            if off is None or not exceeds(rule, off[2], off[1]) or (off[2] > 0 and not _complete(right, scene)):
                continue
            text = (
                f"{relation.left.text}（全县） {'≥' if relation.op == '>=' else '＝'} 各校“{relation.right.text}”之和"
            )
            used = (*of_region.used, *of_schools.used)
            note = "、".join(of_schools.blank)
            yield finding(rule, place, rule.stage, text, off, left.terms[0][1].unit.name, used, note)


def _complete(right: Terms, scene: Scene) -> bool:
    return counted_kind(item for _, item in right.terms) in scene.rosters


def counted_kind(items: Iterable[Indicator]) -> str:
    """The kind of places a sum of such items is over."""
    return "kindergarten" if any(item.stage == _PRESCHOOL for item in items) else "school"


def _sum(rule: QualityRule, scene: Scene, side: Terms, period: Period) -> Span:
    """The sum over the schools the rule is about; its high end is open where one of them left the item blank."""
    kind = counted_kind(item for _, item in side.terms)
    low: Number = 0
    used: list[Observation] = []
    blank = 0
    for place in scene.places:
        if place.period != period or place.kind != kind or not scene.applies(rule.where, place, None):
            continue
        for factor, item in side.terms:
            found, value = _of_school(scene, place, item)
            used.extend(found)
            if value is None:
                blank += 1
            else:
                low += factor * value
    note = (f"{blank} 所没有填",) if blank else ()
    return Span(low, None if blank else low, tuple(used), note)


def _of_school(scene: Scene, place: Place, item: Indicator) -> tuple[tuple[Observation, ...], Number | None]:
    """An item of the whole school, or of its stages together."""
    whole = scene.held(place, item, None)
    if whole is not None:
        return whole.observations, whole.exact
    held = {stage: items[item.id] for stage, items in place.stages.items() if item.id in items}
    values = [held[stage].exact for stage in smallest(None, held)]
    used = tuple(o for stage in smallest(None, held) for o in held[stage].observations)
    known = [value for value in values if value is not None]
    return used, sum(known, 0) if known and len(known) == len(values) else None
