"""stages: what is reported of 学段 adds up to no more than what is reported of the whole they are parts of."""

from collections.abc import Iterator, Mapping

from dabiao.inputs.quality.model import QualityFinding, exceeds
from dabiao.inputs.quality.relations import finding
from dabiao.inputs.quality.scene import Held, Number, Scene
from dabiao.rules.model import QualityRule
from dabiao.rules.stages import is_part


def stages(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """One finding for each whole that is less than its parts."""
    for name in rule.items:
        item = scene.item(name)
        for place in scene.of(rule):
            if item.id not in place.ids:
                continue
            held = {stage: items[item.id] for stage, items in place.stages.items() if item.id in items}
            for whole in sorted(held, key=lambda stage: stage or ""):
                parts = smallest(whole, held)
                low = _low(held[part] for part in parts)
                high = held[whole].high
                if parts and low is not None and high is not None and low > high and exceeds(rule, low - high, high):
                    text = " + ".join(f"{item.name}（{part}）" for part in parts)
                    relation = f"{text} ≤ {item.name}" + (f"（{whole}）" if whole else "（合计）")
                    used = [o for stage in (*parts, whole) for o in held[stage].observations]
                    yield finding(rule, place, whole, relation, (low, high, low - high), item.unit.name, used)


def smallest(whole: str | None, held: Mapping[str | None, Held]) -> list[str]:
    """The stages within a whole that overlap with no other: 小学 and 初中 rather than 义务教育, where both are there."""
    within = sorted(stage for stage in held if stage is not None and stage != whole and is_part(stage, whole))
    return [stage for stage in within if not any(other != stage and is_part(other, stage) for other in within)]


def _low(parts: Iterator[Held]) -> Number | None:
    total: Number = 0
    for held in parts:
        if held.low is None:
            return None
        total += held.low
    return total
