"""conflict: one item of one school (or the region), year and stage with two figures that differ."""

from collections.abc import Iterator, Sequence

from dabiao.inputs.model import Observation
from dabiao.inputs.quality.model import QualityFinding
from dabiao.inputs.quality.rates import last_digit
from dabiao.inputs.quality.relations import finding
from dabiao.inputs.quality.scene import Scene
from dabiao.quantity import Interval
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
                    relation = f"{item.name}各处填的数相同"
                    yield finding(rule, place, stage, relation, off, item.unit.name, held.observations, note)


def _all_true(observations: Sequence[Observation]) -> bool:
    """Whether one value can be behind all figures, each rounded to its own last digit or known from one side."""
    low, high = None, None
    if len({o.bound for o in observations}) == 1:
        return True
    for o in observations:
        mine = _behind(o)
        low = mine.low if low is None or (mine.low is not None and mine.low > low) else low
        high = mine.high if high is None or (mine.high is not None and mine.high < high) else high
    # the ends of what rounds to a figure belong to it only for an even last digit: 91 and 91.5 are two figures
    return low is None or high is None or low < high


def _behind(o: Observation) -> Interval:
    """The values that may be behind a figure."""
    if o.bound is None or o.value is None or o.bound.exact is None:
        return o.bound or Interval(None, None)
    half = last_digit(o) / 2
    return Interval(o.value - half, o.value + half)
