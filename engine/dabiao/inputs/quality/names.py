"""duplicate: schools that are there twice, by code, by name, or by a name that differs only in the region in front of it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dabiao.inputs.model import Origin, SchoolName
from dabiao.inputs.quality.model import KINDS, QualityFinding, place_key
from dabiao.inputs.quality.scene import Scene
from dabiao.inputs.vocabulary import fold_name
from dabiao.period import Period
from dabiao.region import NATION, RegionTable, ancestors
from dabiao.rules.model import QualityRule

_LEVELS = "省市州盟县区旗"
_SHORTEST = 3
_RELATIONS = {"code": "学校代码各不相同", "name": "学校名称各不相同", "similar": "去掉区划名后名称各不相同"}


class Name(NamedTuple):
    """A school as it is called somewhere: what groups it with others, its name, and where.

    `row` is its table and stage where it is a row of a school table; None where it is a school the figures name.
    """

    key: str
    name: str
    row: tuple[str, str | None, str | None] | None
    origin: Origin | None


def duplicate(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """One finding for each school that seems to be there twice in a year."""
    years = sorted({place.period for place in scene.places if place.entity is not None})
    for period in years:
        groups: dict[str, list[Name]] = {}
        for name in _NAMES[rule.by](scene, period):
            groups.setdefault(name.key, []).append(name)
        for _, group in sorted(groups.items()):
            if _is_twice(rule.by, group):
                yield _told(rule, scene, period, group)


def _codes(scene: Scene, period: Period) -> Iterator[Name]:
    for row in scene.gathered.names.get(scene.region, ()):
        if row.period == period and row.code:
            yield Name(fold_name(row.code), row.name, _row(row), row.origin)


def _row(row: SchoolName) -> tuple[str, str | None, str | None]:
    return row.origin.file, row.origin.sheet, row.stage


def _names(scene: Scene, period: Period) -> Iterator[Name]:
    for row in scene.gathered.names.get(scene.region, ()):
        if row.period == period:
            yield Name(fold_name(row.name), row.name, _row(row), row.origin)
    for place in scene.places:
        if place.period == period and place.entity is not None:
            yield Name(fold_name(place.entity), place.entity, None, None)


def _origin(scene: Scene, period: Period, name: Name) -> Origin:
    """Where a school is named, or else where its first figure stands."""
    if name.origin is not None:
        return name.origin
    held = (held for items in scene.by_key[period, name.name].stages.values() for held in items.values())
    return min((o.origin for one in held for o in one.observations), key=place_key)


def _similar(scene: Scene, period: Period) -> Iterator[Name]:
    fronts = fronts_of(scene.regions, scene.region)
    for one in _names(scene, period):
        yield one._replace(key=bare(one.key, fronts))


_NAMES = {"code": _codes, "name": _names, "similar": _similar}


def fronts_of(regions: RegionTable, region: str) -> tuple[str, ...]:
    """What may stand in front of a school's name: the region and those it lies in, with and without 县, 市, 区."""
    names = [regions.name(code) for code in ancestors(region) if code != NATION]
    named = [name for name in names if not name.isdecimal()]
    short = [name[:-1] for name in named if len(name) > 2 and name[-1] in _LEVELS]
    return tuple(sorted({*named, *short}, key=lambda name: (-len(name), name)))


def bare(name: str, fronts: Iterable[str]) -> str:
    """A school's name without the regions in front of it.

    >>> bare("桓台县实验小学", ("桓台县", "桓台")), bare("县实验小学", ("桓台县",)), bare("市南小学", ())
    ('实验小学', '实验小学', '市南小学')
    """
    again = True
    while again:
        front = next((front for front in fronts if name.startswith(front)), "")
        # 县实验小学, but not 市南小学 or 区庄小学: only before a word that begins a name of its own
        if (
            not front
            and name[:1] in "省市县区"
            and name[1:3] in ("实验", "第一", "第二", "第三", "第四", "直属", "特殊", "机关")
        ):
            front = name[0]
        again = bool(front) and len(name) - len(front) >= _SHORTEST
        name = name[len(front) :] if again else name
    return name


def _is_twice(by: str, group: list[Name]) -> bool:
    """Whether a group is more than one school told of in several tables, or by its stages."""
    if by != "name":
        return len({fold_name(one.name) for one in group}) > 1
    rows = [one.row for one in group if one.row is not None]
    return len({one.name for one in group if one.row is None}) > 1 or len(set(rows)) < len(rows)


def _told(rule: QualityRule, scene: Scene, period: Period, group: list[Name]) -> QualityFinding:
    names = tuple(sorted({one.name for one in group}))
    rows = [one for one in group if one.row is not None]
    shown = group if len({one.name for one in group if one.row is None}) > 1 and not rows else rows or group
    what = f"代码 {group[0].key}：" if rule.by == "code" else ""
    return QualityFinding(
        rule=rule.id, code=KINDS[rule.kind], kind=rule.kind, title=rule.title, severity=rule.severity, entity=names[0], stage=None,
        year=period.end, when=str(period), relation=_RELATIONS[rule.by], left=None, right=None, unit="", imbalance=None,
        relative=None, cells=tuple(sorted({_origin(scene, period, one) for one in shown}, key=place_key)), items=(),
        note=f"{what}{'、'.join(names)}（{len(shown)} 处）", hint=rule.hint, source=rule.source, entities=names,
    )  # fmt: skip
