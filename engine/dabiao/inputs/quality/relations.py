"""within, equal: two sums of items that must compare so, at every school and for the region, whatever the blanks would hold."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dabiao.inputs.model import Observation
from dabiao.inputs.quality.model import KINDS, QualityFinding, cells_of, exceeds, relative_of
from dabiao.inputs.quality.scene import Number, Place, Scene, belongs
from dabiao.record import NamedTuple
from dabiao.rules.model import Indicator, QualityRule, Relation, Side


class Span(NamedTuple):
    """Between which ends a side lies, the figures it rests on, and the names of its blank items."""

    low: Number | None
    high: Number | None
    used: tuple[Observation, ...]
    blank: tuple[str, ...]


class Terms(NamedTuple):
    """A side with its items found, factors as plain as they can be."""

    terms: tuple[tuple[Number, Indicator], ...]
    constant: Number
    ids: frozenset[str]


def relations(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """One finding for each relation that can not hold."""
    for relation in rule.relations:
        left, right = terms_of(scene, relation.left), terms_of(scene, relation.right)
        items = [item for _, item in (*left.terms, *right.terms)]
        for place in scene.of(rule):
            if place.ids.isdisjoint(left.ids) or (right.ids and place.ids.isdisjoint(right.ids)):
                continue
            for stage in scene.stages_of(place, items):
                if rule.stage in (None, stage) and scene.applies(rule.where, place, stage):
                    found = _found(rule, scene, relation, place, stage, (left, right))
                    if found is not None:
                        yield found


def terms_of(scene: Scene, side: Side) -> Terms:
    """The side's items as indicators."""
    terms = tuple((plain(factor), scene.item(name)) for factor, name in side.terms)
    return Terms(terms, plain(side.constant), frozenset(item.id for _, item in terms))


def plain(number: Fraction) -> Number:
    """A whole number as an int: adding those is many times as quick."""
    return number.numerator if number.denominator == 1 else number


def span_of(rule: QualityRule, scene: Scene, side: Terms, place: Place, stage: str | None) -> Span:
    """Where a side lies: a blank item may hold anything its bounds allow, or counts as 0 where the rule says so."""
    low: Number | None = side.constant
    high: Number | None = side.constant
    used: list[Observation] = []
    blank: list[str] = []
    for factor, item in side.terms:
        held = scene.held(place, item, stage) if belongs(item, stage) else None
        if held is not None:
            ends: tuple[Number | None, Number | None] = (held.low, held.high)
            used.extend(held.observations)
        else:
            zero = rule.blank and scene.filled_elsewhere(place, item.id)
            ends = (0, 0) if zero else (item.bounds.low, item.bounds.high)
            blank.append(item.name)
        down, up = ends if factor >= 0 else (ends[1], ends[0])
        low = None if low is None or down is None else low + factor * down
        high = None if high is None or up is None else high + factor * up
    return Span(low, high, tuple(used), tuple(blank))


def imbalance_of(op: str, left: Span, right: Span) -> tuple[Number, Number, Number] | None:
    """(left, right, left − right) at the ends nearest to holding; None where the relation may hold."""
    if op in ("<=", "==") and left.low is not None and right.high is not None and left.low > right.high:
        return left.low, right.high, left.low - right.high
    if op in (">=", "==") and left.high is not None and right.low is not None and left.high < right.low:
        return left.high, right.low, left.high - right.low
    return None


def _found(
    rule: QualityRule, scene: Scene, relation: Relation, place: Place, stage: str | None, sides: tuple[Terms, Terms]
) -> QualityFinding | None:
    left, right = (span_of(rule, scene, side, place, stage) for side in sides)
    if not left.used:
        return None
    off = imbalance_of(relation.op, left, right)
    if off is None or not exceeds(rule, off[2], off[1]):
        return None
    item = (sides[1].terms or sides[0].terms)[0][1]
    return finding(
        rule, place, stage, relation.text, off, item.unit.name, (*left.used, *right.used), blanks(rule, left, right)
    )


def blanks(rule: QualityRule, left: Span, right: Span) -> str:
    """What there is to say of blank items."""
    names = (*left.blank, *right.blank)
    if not names:
        return ""
    shown = "、".join(names[:4]) + (f" 等 {len(names)} 项" if len(names) > 4 else "")
    return f"空白的{'按 0 计' if rule.blank else '无论填多少都对不上'}：{shown}"


def finding(
    rule: QualityRule,
    place: Place,
    stage: str | None,
    relation: str,
    off: tuple[Number | None, Number | None, Number | None],
    unit: str,
    used: Sequence[Observation],
    note: str = "",
    severity: str | None = None,
) -> QualityFinding:
    """The finding of a rule at a place; `off` is (left, right, imbalance)."""
    left, right, imbalance = (None if number is None else Fraction(number) for number in off)
    return QualityFinding(
        rule=rule.id,
        code=KINDS[rule.kind],
        kind=rule.kind,
        title=rule.title,
        severity=severity or rule.severity,
        entity=place.entity,
        stage=stage,
        year=place.period.end,
        when=str(place.period),
        relation=relation,
        left=left,
        right=right,
        unit=unit,
        imbalance=imbalance,
        relative=relative_of(imbalance, right),
        cells=cells_of(tuple(used)),
        items=tuple(dict.fromkeys(o.indicator for o in used if o.indicator is not None)),
        note=note,
        hint=rule.hint,
        source=rule.source,
    )
