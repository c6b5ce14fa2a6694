"""All rules of a rulebook over the figures of a region: every finding at once, in an order that depends on nothing else."""

from collections.abc import Callable, Iterator, Sequence

from dabiao.inputs.model import Dataset, Origin
from dabiao.inputs.quality.gather import Gathered, gather
from dabiao.inputs.quality.model import QualityFinding, place_key
from dabiao.inputs.quality.names import duplicate
from dabiao.inputs.quality.ranges import bounds, unit_by_usual, usual
from dabiao.inputs.quality.rates import rate
from dabiao.inputs.quality.relations import relations
from dabiao.inputs.quality.scene import Scene
from dabiao.inputs.quality.stages import stages
from dabiao.inputs.quality.sums import rollup, total
from dabiao.inputs.quality.twice import conflict
from dabiao.inputs.quality.years import jump, unit_by_previous
from dabiao.rules.model import QualityRule, Rulebook

_SEVERITIES = ("error", "warning", "hint")


def _unit(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    return unit_by_previous(rule, scene) if rule.by == "previous" else unit_by_usual(rule, scene)


_CHECKS: dict[str, Callable[[QualityRule, Scene], Iterator[QualityFinding]]] = {
    "within": relations,
    "equal": relations,
    "stages": stages,
    "bounds": bounds,
    "usual": usual,
    "unit": _unit,
    "jump": jump,
    "duplicate": duplicate,
    "rate": rate,
    "conflict": conflict,
    "total": total,
    "rollup": rollup,
}
# what a rule of the first kind says of some cells, one of the second need not say again
_TOLD_BY = {"bounds": ("within",), "usual": ("within", "bounds"), "rate": ("equal",)}
# of these kinds, several rules (or several stages of one) may say the same of the same cells: the gravest does
_ONE_EACH = ("usual", "unit", "rollup")


def check_quality(rulebook: Rulebook, dataset: Dataset, region: str, year: int) -> tuple[QualityFinding, ...]:
    """Every finding on the figures of a region known by the end of a year, graver kinds first. Raises nothing for what is in them."""
    return check_gathered(rulebook, gather(dataset), region, year) if rulebook.quality else ()


def check_gathered(rulebook: Rulebook, gathered: Gathered, region: str, year: int) -> tuple[QualityFinding, ...]:
    """The same of a dataset laid out once for many regions."""
    scene = Scene(rulebook, gathered, region, year)
    order = {rule.id: number for number, rule in enumerate(rulebook.quality)}
    found = [one for rule in rulebook.quality for one in _CHECKS[rule.kind](rule, scene)]
    return tuple(sorted(_once(found), key=lambda one: _key(one, order))) if found else ()


def _once(found: Sequence[QualityFinding]) -> Iterator[QualityFinding]:
    """The findings without those another, plainer or graver one makes on the same cells."""
    told = {(one.kind, one.cells) for one in found}
    said: set[tuple[str, tuple[Origin, ...]]] = set()
    for one in sorted(found, key=lambda one: _SEVERITIES.index(one.severity)):
        key = (one.kind, one.cells)
        again = key in said and one.kind in _ONE_EACH
        said.add(key)
        if not again and not any((kind, one.cells) in told for kind in _TOLD_BY.get(one.kind, ())):
            yield one


def _key(one: QualityFinding, order: dict[str, int]) -> tuple[object, ...]:
    kinds = list(_CHECKS)
    places = [place_key(cell) for cell in one.cells]
    return (
        _SEVERITIES.index(one.severity), kinds.index(one.kind), order[one.rule], one.entity is not None, one.entity or "",
        one.year, one.when, one.stage or "", one.relation, places,
    )  # fmt: skip
