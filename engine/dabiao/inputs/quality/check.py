"""All rules of a rulebook over the figures of a region: every finding at once, in an order that depends on nothing else."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from dabiao.inputs.model import Dataset, Origin
from dabiao.inputs.quality.gather import Gathered, gather
from dabiao.inputs.quality.model import QualityFinding, place_key
from dabiao.inputs.quality.scene import Scene
from dabiao.record import NamedTuple
from dabiao.rules.model import QualityRule, Rulebook

_SEVERITIES = ("error", "warning", "hint")


class _Check(NamedTuple):
    """The function that tries rules of a kind, and whether there is anything of a region for it to try.

    Its module is imported only where there is: a county that hands in a table of twenty figures need not wait for the rest.
    """

    module: str
    function: str
    has: Callable[[Scene], bool]


def _always(_: Scene) -> bool:
    return True


def _schools(scene: Scene) -> bool:
    return any(place.entity is not None for place in scene.places)


def _years(scene: Scene) -> bool:
    return len({place.period for place in scene.places}) > 1


def _several_stages(scene: Scene) -> bool:
    return any(len(place.stages) > 1 for place in scene.places)


def _several_figures(scene: Scene) -> bool:
    return any(
        len(held.observations) > 1
        for place in scene.places
        for items in place.stages.values()
        for held in items.values()
    )


_CHECKS = {
    "within": _Check("relations", "relations", _always),
    "equal": _Check("relations", "relations", _always),
    "stages": _Check("stages", "stages", _several_stages),
    "bounds": _Check("ranges", "bounds", _always),
    "whole": _Check("ranges", "whole", _always),
    "usual": _Check("ranges", "usual", _always),
    "unit usual": _Check("ranges", "unit_by_usual", _always),
    "unit previous": _Check("years", "unit_by_previous", _years),
    "jump": _Check("years", "jump", _years),
    "duplicate": _Check("names", "duplicate", _schools),
    "rate": _Check("rates", "rate", _always),
    "conflict": _Check("twice", "conflict", _several_figures),
    "total": _Check("sums", "total", lambda scene: bool(scene.totals())),
    "rollup": _Check("sums", "rollup", _schools),
}
_ORDER = tuple(dict.fromkeys(name.partition(" ")[0] for name in _CHECKS))


def try_rule(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """The findings of one rule."""
    check = _CHECKS[f"unit {rule.by}" if rule.kind == "unit" else rule.kind]
    if check.has(scene):
        yield from getattr(import_module(f"{__package__}.{check.module}"), check.function)(rule, scene)


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
    found = [one for rule in rulebook.quality for one in try_rule(rule, scene)]
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
    places = [place_key(cell) for cell in one.cells]
    return (
        _SEVERITIES.index(one.severity), _ORDER.index(one.kind), order[one.rule], one.entity is not None, one.entity or "",
        one.year, one.when, one.stage or "", one.relation, places,
    )  # fmt: skip
