"""Indicators computed from the items reported beside them, at every school and for the region."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from dabiao.inputs.model import Observation
from dabiao.inputs.quality.scene import Place, Scene
from dabiao.record import NamedTuple
from dabiao.rules.model import Formula, Indicator, QualityRule
from dabiao.rules.stages import STAGES


class Computed(NamedTuple):
    """A value of an indicator's formula, and the figures it rests on."""

    indicator: Indicator
    place: Place
    stage: str | None
    formula: Formula
    value: Fraction
    used: tuple[Observation, ...]


def computed(rule: QualityRule, scene: Scene, indicators: Iterable[Indicator]) -> Iterator[Computed]:
    """Every value the formulas of the indicators give, by the formula that counts for the stage."""
    for indicator in indicators:
        needed = {formula.name: _needed(scene, formula) for formula in indicator.formulas}
        for place in scene.of(rule):
            if not any(ids <= place.ids for ids in needed.values()):
                continue
            for stage in _stages(indicator, place, scene):
                found = compute(scene, place, indicator, stage)
                if found is not None:
                    yield found


def _needed(scene: Scene, formula: Formula) -> frozenset[str]:
    """The items without which a formula gives nothing: those that are not computed themselves."""
    return frozenset(item.id for _, item in scene.items(formula.expr) if not item.formulas)


def compute(
    scene: Scene, place: Place, indicator: Indicator, stage: str | None, formula: Formula | None = None
) -> Computed | None:
    """The value of a formula (or of the one that counts for the stage); None where an item is missing or has two values."""
    formula = formula or indicator.own_formula(stage)
    if formula is None:
        return None
    used: list[Observation] = []
    # only where the indicator itself says which stage it is of may a figure of no stage stand for one of it
    whole = indicator.stage is not None or formula.name == stage
    value = scene.value(formula.expr, place, indicator.stage or stage, used, whole)
    return None if value is None else Computed(indicator, place, stage, formula, value, tuple(used))


def _stages(indicator: Indicator, place: Place, scene: Scene) -> list[str | None]:
    if indicator.stage is not None:
        return [indicator.stage]
    names = [formula.name for formula in indicator.formulas]
    found: list[str | None] = [name for name in names if name in STAGES and not _has_none(scene, place, name)]
    if "default" in names:
        items = [item for f in indicator.formulas if f.name == "default" for _, item in scene.items(f.expr)]
        found += [stage for stage in scene.stages_of(place, items) if stage not in found]
    return found


def _has_none(scene: Scene, place: Place, stage: str) -> bool:
    """Whether a school says it has no pupils of a stage: what its formulas would give for it means nothing."""
    pupils = scene.find(f"{stage}在校生数")
    held = None if pupils is None else scene.held(place, pupils, stage)
    return held is not None and held.exact == 0
