"""jump, unit (by previous): this year's figure against last year's of the same school (or region) and stage."""

from collections.abc import Iterator
from fractions import Fraction

from dabiao.inputs.model import Observation
from dabiao.inputs.quality.model import QualityFinding, exceeds
from dabiao.inputs.quality.relations import finding
from dabiao.inputs.quality.scene import Number, Place, Scene
from dabiao.period import Period
from dabiao.quantity.rounding import machine_decimal
from dabiao.record import NamedTuple
from dabiao.rules.model import Indicator, QualityRule


class Pair(NamedTuple):
    """An item in two years that follow each other, each with one value."""

    item: Indicator
    place: Place
    stage: str | None
    now: Number
    before: Number
    used: tuple[Observation, ...]


def jump(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """Changes beyond what the rule takes for usual, but for those a wrong unit explains."""
    units = [
        (other, int(nearest_factor(other))) for other in scene.rules if other.kind == "unit" and other.by == "previous"
    ]
    for pair in pairs(rule, scene):
        change = pair.now - pair.before
        if not change or not exceeds(rule, change, pair.before):
            continue
        if not any(_by(other, pair, n) is not None for other, n in units if _takes(other, scene, pair.item)):
            yield _told(rule, pair, f"{pair.item.name}与上年")


def unit_by_previous(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """Figures that are last year's once divided (or multiplied) by a factor, but for a usual change."""
    least = int(nearest_factor(rule))
    for pair in pairs(rule, scene):
        by = _by(rule, pair, least)
        if by is not None:
            how = f"除以 {machine_decimal(by)}" if by > 1 else f"乘以 {machine_decimal(1 / by)}"
            note = f"{how} 以后为 {machine_decimal(Fraction(pair.now) / by)}，与上年相近"
            yield _told(rule, pair, f"{pair.item.name}与上年", note)


def pairs(rule: QualityRule, scene: Scene) -> Iterator[Pair]:
    """The items of a rule (or all) wherever two years in a row are known."""
    wanted = None if not rule.items else frozenset(scene.item(name).id for name in rule.items)
    for place in scene.of(rule):
        year = place.period.start
        past = scene.by_key.get((Period(year - 1, year - 1), place.entity)) if place.period.single else None
        if past is None:
            continue
        for stage, items in sorted(place.stages.items(), key=lambda pair: pair[0] or ""):
            for identifier in sorted(items.keys() & past.stages.get(stage, {}).keys()):
                now, before = items[identifier], past.stages[stage][identifier]
                if (wanted is None or identifier in wanted) and now.exact is not None and before.exact is not None:
                    used = (*now.observations, *before.observations)
                    yield Pair(scene.indicators[identifier], place, stage, now.exact, before.exact, used)


def _takes(rule: QualityRule, scene: Scene, item: Indicator) -> bool:
    return not rule.items or item.id in {scene.item(name).id for name in rule.items}


def nearest_factor(rule: QualityRule) -> Fraction:
    """No two figures are taken for one in two units that are nearer to each other than this many times; 0 where any may be."""
    share = rule.percent / 100
    ends = [max(by, 1 / by) for by in rule.factors]
    return max(Fraction(0), min(ends, default=Fraction(0)) * min(1 - share, 1 / (1 + share)))


def _by(rule: QualityRule, pair: Pair, least: int) -> Fraction | None:
    """What this year's figure is to be divided by to be last year's, within the tolerance (its end included).

    `least`: figures nearer than this many times (see nearest_factor) are passed over; there are many, and dividing takes long.
    """
    now = -pair.now if pair.now < 0 else pair.now
    before = -pair.before if pair.before < 0 else pair.before
    if not now or not before or (now < least * before and before < least * now):
        return None
    for factor in rule.factors:
        for by in (factor, 1 / factor):
            earlier = Fraction(pair.before)
            if 100 * abs(pair.now / by - earlier) <= rule.percent * abs(earlier):
                return by
    return None


def _told(rule: QualityRule, pair: Pair, relation: str, note: str = "") -> QualityFinding:
    off = (pair.now, pair.before, pair.now - pair.before)
    return finding(rule, pair.place, pair.stage, relation, off, pair.item.unit.name, pair.used, note)
