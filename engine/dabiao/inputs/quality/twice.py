"""conflict: one item of one school (or the region), year and stage with two figures that differ."""

import itertools
from collections.abc import Iterator, Sequence

from dabiao.inputs.model import Observation
from dabiao.inputs.quality.model import QualityFinding
from dabiao.inputs.quality.rates import last_digit
from dabiao.inputs.quality.relations import finding
from dabiao.inputs.quality.scene import Scene
from dabiao.rules.model import QualityRule


def conflict(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """One finding for each item whose figures can not all be true. A figure and the same one rounded can."""
    for place in scene.of(rule):
        for stage, items in sorted(place.stages.items(), key=lambda pair: pair[0] or ""):
            for identifier, held in sorted(items.items()):
                if len(held.observations) > 1 and not _all_true(held.observations):
                    item = scene.indicators[identifier]
                    values = sorted(o.value for o in held.observations if o.value is not None)
                    off = (values[-1], values[0], values[-1] - values[0])
                    different = len(set(values))
                    note = f"共有 {different} 个不同的数" if different > 2 else ""
                    relation = f"{item.name}（各处）"
                    yield finding(rule, place, stage, relation, off, item.unit.name, held.observations, note)


def _all_true(observations: Sequence[Observation]) -> bool:
    """Whether one value can be behind all figures: each pair is one figure rounded to the digits of the other, or on its side.

    91 and 91.5 are two figures: 91.5 rounds to 92.
    """
    if len({o.bound for o in observations}) == 1:
        return True
    return all(_both_true(one, other) for one, other in itertools.combinations(observations, 2))


def _both_true(one: Observation, other: Observation) -> bool:
    if one.bound is None or other.bound is None or one.value is None or other.value is None:
        return True
    if one.bound.exact is None or other.bound.exact is None:
        return not one.bound.apart(other.bound)
    units = last_digit(one), last_digit(other)
    coarse, fine, unit = (
        (one.value, other.value, units[0]) if units[0] > units[1] else (other.value, one.value, units[1])
    )
    return round(fine / unit) * unit == coarse
