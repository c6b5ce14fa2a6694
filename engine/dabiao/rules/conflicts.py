"""Conflicts between targets that bind the same figure: exact interval algebra, each finding with a value that shows it."""

import itertools
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from dabiao.quantity import Interval, exact_decimal
from dabiao.region import ancestors
from dabiao.rules.model import (
    Change,
    Each,
    Growth,
    Indicator,
    Limit,
    Milestone,
    Pack,
    Plan,
    Rulebook,
    Target,
    Total,
    Value,
)
from dabiao.rules.stages import related
from dabiao.rules.wording import subject_name

CONTRADICTION, LOOSENING, REDUNDANCY, RESTATEMENT = "contradiction", "loosening", "redundancy", "restatement"
KINDS = {
    CONTRADICTION: "互相矛盾",
    LOOSENING: "低于上级要求",
    REDUNDANCY: "重复要求",
    RESTATEMENT: "前后表述不一",
}


class Side(NamedTuple):
    """A target as one side of a conflict: its pack, and what it asks, in the indicator's unit."""

    target: Target
    pack: Pack
    asked: Interval


class Conflict(NamedTuple):
    """Two targets that ask different things of one figure, and a value (in `unit`) that satisfies one and not the other."""

    kind: str
    first: Side
    second: Side
    indicator: str
    stage: str | None
    example: Fraction | None
    unit: str
    explanation: str


def find_conflicts(
    rulebook: Rulebook, region: str | None = None, year: int | None = None, only: Collection[str] | None = None
) -> list[Conflict]:
    """Every pair of targets that bind the same indicator, stage and time and do not ask the same.

    Contradiction: no value satisfies both. Loosening: a lower level asks less than a higher one. Redundancy: one is implied by the
    other, with the same limit stated in a stricter one elsewhere. Restatement: one document asks the same thing twice with another
    strictness, figure or date. `region` and `year` narrow to what binds there and then.
    """
    sides = [side for pack in _packs(rulebook, region, year, only) for side in _sides(pack, rulebook)]
    found = list(_numeric(sides, rulebook))
    found += _milestones(rulebook, region, year, only)
    found += _elimination(sides, rulebook)
    return found


def _packs(rulebook: Rulebook, region: str | None, year: int | None, only: Collection[str] | None) -> Iterator[Pack]:
    chain = None if region is None else ancestors(region)
    for pack in rulebook.packs:
        if only is not None and pack.id not in only:
            continue
        if chain is not None and pack.source.region not in chain:
            continue
        if year is None or pack.source.in_force(year):
            yield pack


def _sides(pack: Pack, rulebook: Rulebook) -> Iterator[Side]:
    for target in pack.targets:
        indicator = rulebook.indicators.get(target.indicator or "")
        limit = getattr(target.form, "limit", None)
        if (
            indicator is not None
            and limit is not None
            and limit.op != "~"
            and not isinstance(target.form, (Plan, Each))
        ):
            yield Side(target, pack, limit.interval().times(_to_indicator(limit, indicator)))


def _to_indicator(limit: Limit, indicator: Indicator) -> Fraction:
    if limit.unit.dimension == indicator.unit.dimension:
        return limit.unit.factor_to(indicator.unit)
    return limit.unit.scale / indicator.unit.scale


def _key(side: Side) -> tuple[object, ...]:
    form = side.target.form
    particulars: tuple[object, ...] = (type(form).__name__,)
    if isinstance(form, Change):
        particulars += (form.since,)
    if isinstance(form, Growth):
        particulars += (form.average, form.since)
    return (side.target.indicator, *particulars)


def _numeric(sides: list[Side], rulebook: Rulebook) -> Iterator[Conflict]:
    groups: dict[tuple[object, ...], list[Side]] = {}
    for side in sides:
        groups.setdefault(_key(side), []).append(side)
    for group in groups.values():
        for a, b in itertools.combinations(group, 2):
            if _related(a, b) and _same_subject(a, b) and (conflict := _compare(a, b, rulebook)) is not None:
                yield conflict


def _related(a: Side, b: Side) -> bool:
    """Whether one region holds the other, so that both documents bind there, in some year of both."""
    mine, theirs = a.pack.source, b.pack.source
    nested = mine.region in ancestors(theirs.region) or theirs.region in ancestors(mine.region)
    overlapping = (mine.end is None or theirs.start <= mine.end) and (theirs.end is None or mine.start <= theirs.end)
    return nested and overlapping


def _same_subject(a: Side, b: Side) -> bool:
    """Whether the stages are the same, or one is a whole of which the other is a part (合计 against one 学段)."""
    one, two = a.target.stage, b.target.stage
    return one == two or (one is not None and two is not None and related(one, two))


def _due_by(side: Side) -> str:
    """The first day the target is owed: a yearly duty from its document's first year."""
    target = side.target
    if target.every or target.by is None:
        return f"{side.pack.source.start}-12-31"
    return target.by


def _compare(a: Side, b: Side, rulebook: Rulebook) -> Conflict | None:
    indicator = rulebook.indicators[a.target.indicator or ""]
    unit = indicator.unit
    same_stage = a.target.stage == b.target.stage

    def conflict(kind: str, example: Fraction | None, explanation: str) -> Conflict:
        stage = a.target.stage or b.target.stage
        return Conflict(kind, a, b, indicator.name, stage, example, unit.name, explanation)

    if same_stage and a.asked.apart(b.asked) and _at_one_time(a, b):
        return conflict(CONTRADICTION, None, "没有哪个数能同时满足两项要求")
    if a.asked == b.asked:
        if same_stage and a.pack.id == b.pack.id and _due_by(a) != _due_by(b) and a.target.every == b.target.every:
            return conflict(RESTATEMENT, None, f"同一要求写了两个期限：{_when(a)} 与 {_when(b)}")
        return None
    example = _telling(a.asked, b.asked)
    shown = "" if example is None else f"{_number(example)} {unit.name}"
    if a.pack.id == b.pack.id:
        words = f"取 {shown} 时，一项达到、另一项达不到" if shown else "两处数字不同"
        return conflict(RESTATEMENT, example, words) if _comparable_time(a, b) or not same_stage else None
    higher, lower = _by_level(a, b)
    if higher is not None and lower is not None and same_stage:
        if higher.asked.within(lower.asked) and _due_by(lower) >= _due_by(higher):
            return conflict(
                LOOSENING, _telling(lower.asked, higher.asked), f"取 {shown} 时，下级文件算达到，上级文件不算"
            )
        if lower.asked.within(higher.asked) and _due_by(lower) <= _due_by(higher):
            return conflict(REDUNDANCY, None, "达到更严的一项就必然达到另一项")
        return None
    if same_stage and _at_one_time(a, b):
        return conflict(RESTATEMENT, example, f"取 {shown} 时，一份文件算达到，另一份不算" if shown else "两处数字不同")
    return None


def _at_one_time(a: Side, b: Side) -> bool:
    """Whether both are owed of the same year's figure at some time."""
    if a.target.every or b.target.every:
        return True
    return _due_by(a) == _due_by(b)


def _comparable_time(a: Side, b: Side) -> bool:
    """Within one document: owed by the same day, or one of them every year, or totals of the same period."""
    return a.target.every or b.target.every or _due_by(a) == _due_by(b) or isinstance(a.target.form, Total)


def _by_level(a: Side, b: Side) -> tuple[Side | None, Side | None]:
    """(higher, lower) where one document's region holds the other's."""
    mine, theirs = a.pack.source.region, b.pack.source.region
    if mine == theirs:
        return None, None
    return (a, b) if mine in ancestors(theirs) else (b, a)


def _telling(yes: Interval, no: Interval) -> Fraction | None:
    """A value in one interval and not in the other: an end of either, or between two ends, or beyond the last."""
    ends = sorted({end for interval in (yes, no) for end in (interval.low, interval.high) if end is not None})
    between = [(a + b) / 2 for a, b in itertools.pairwise(ends)]
    beyond = [ends[0] - 1, ends[-1] + 1] if ends else []
    for candidate in (*ends, *between, *beyond):
        if yes.contains(candidate) != no.contains(candidate):
            return candidate
    return None


def _number(value: Fraction) -> str:
    return exact_decimal(value) or str(value)


def _when(side: Side) -> str:
    return "逐年" if side.target.every else (side.target.by or "长期")


def _milestones(
    rulebook: Rulebook, region: str | None, year: int | None, only: Collection[str] | None
) -> Iterable[Conflict]:
    """The same thing to be done by two days."""
    groups: dict[tuple[str, str, str], list[Side]] = {}
    for pack in _packs(rulebook, region, year, only):
        for target in pack.targets:
            if isinstance(form := target.form, Milestone):
                key = (pack.source.region, form.subject or "", _gist(form.what))
                groups.setdefault(key, []).append(Side(target, pack, Interval(None, None)))
    for group in groups.values():
        for a, b in itertools.combinations(group, 2):
            if a.target.by != b.target.by:
                words = f"同一事项写了两个期限：{_when(a)} 与 {_when(b)}"
                yield Conflict(RESTATEMENT, a, b, subject_name(a.target, None), None, None, "", words)


# words that only say how a milestone is passed, not what it is
_MANNER = (
    "通过",
    "顺利",
    "完成",
    "实现",
    "达到",
    "成为",
    "省级",
    "国家级",
    "评估",
    "验收",
    "评审",
    "认定",
    "创建",
    "督导",
    "工作",
)
_RANK = ("首批", "的", "省", "国家", "推进", "校")


def _gist(text: str) -> str:
    """What a milestone is about: 通过省示范性高中评审 and 通过省首批示范性高中评审 are one; 申报 is not 通过."""
    for word in (*_MANNER, *_RANK):
        text = text.replace(word, "")
    return text


def _elimination(sides: list[Side], rulebook: Rulebook) -> Iterable[Conflict]:
    """A figure that must become nothing, and must also only fall by some number: the second is no elimination."""
    zeroes = [s for s in sides if isinstance(s.target.form, Value) and s.asked == Interval.point(Fraction(0))]
    falls = [s for s in sides if isinstance(s.target.form, Change) and s.asked.high is not None and s.asked.high < 0]
    for zero, fall in itertools.product(zeroes, falls):
        same = zero.target.indicator == fall.target.indicator and zero.target.stage == fall.target.stage
        if same and zero.pack.id == fall.pack.id:
            indicator = rulebook.indicators[zero.target.indicator or ""]
            words = f"一处要求全部消除，一处只要求减少 {_number(-(fall.asked.high or Fraction(0)))} {indicator.unit.name}：减到 1 {indicator.unit.name}时，一项可以达到、另一项达不到"
            yield Conflict(
                RESTATEMENT, zero, fall, indicator.name, zero.target.stage, Fraction(1), indicator.unit.name, words
            )
