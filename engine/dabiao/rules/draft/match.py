"""Which indicator of the catalogue a phrase means: names and aliases, the longest common stretch, unit and stage."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from dabiao.quantity import Unit, UnitError, parse_unit
from dabiao.rules._link import same_measure
from dabiao.rules.clauses._text import fold
from dabiao.rules.model import Indicator, Rulebook

EXACT, CLOSE, NEAR = 1.0, 0.8, 0.5
_NOISE = re.compile(r"\([^)]*\)|[\"的、,和与及]|全[区县市省旗]|[我本][区县市]|适龄|各级各类|阶段|教育(?=入园|毛入园|入学|毛入学)|当地|我省")
_SAME = (("及格率", "合格率"), ("达标率", "合格率"), ("所占比重", "占比"), ("所占比例", "占比"), ("比重", "占比"), ("比例", "占比"), ("人数", "数"), ("学生人数", "学生数"))  # fmt: skip
# the word that says what kind of figure it is; two phrases whose words differ do not mean the same
_KIND = re.compile(r"毛?入[园学]率|巩固率|覆盖率|覆盖面|优良率|合格率|优秀率|近视率|完成率|占比|差异系数|工资|设备值|班额|次数|[^率占]率$|数$|支出|标准|经费|拨款|收入|投入|待遇")


class Match(NamedTuple):
    """An indicator found for a phrase, how sure, and by which of its names."""

    indicator: Indicator
    score: float
    name: str

    @property
    def exact(self) -> bool:
        """Whether the names are the same but for fillers."""
        return self.score >= EXACT


class Catalogue:
    """The rulebook's indicators, ready to be looked up by a document's words."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    @cached_property
    def _names(self) -> list[tuple[str, str, Indicator]]:
        return [(plain(name), name, i) for i in self.rulebook.indicators.values() for name in (i.name, *i.aliases)]

    @cached_property
    def by_name(self) -> dict[str, Indicator]:
        """Indicators by exact name or alias."""
        return {name: i for i in self.rulebook.indicators.values() for name in (i.name, *i.aliases)}

    def find(self, phrases: Iterable[str], unit: str, stage: str | None, added: bool = False) -> Match | None:
        """The best indicator for any of the phrases that fits unit and stage; None where none is near.

        `added` asks for something added up over a period: an item of a formula, which is a stock, is not meant then.
        """
        best: Match | None = None
        measured = unit_of(unit)
        for phrase in dict.fromkeys(phrases):
            wanted = plain(phrase)
            if len(wanted) < 2:
                continue
            for have, name, indicator in self._names:
                if measured is not None and not same_measure(measured, indicator):
                    continue
                if added and indicator.direction == "none":
                    continue
                if stage and indicator.stage and not _stages_fit(stage, indicator.stage):
                    continue
                score = similarity(wanted, have)
                if best is None or score > best.score:
                    best = Match(indicator, score, name)
        return best if best is not None and best.score >= NEAR else None


def unit_of(text: str) -> Unit | None:
    """The unit of a name; None where there is none."""
    try:
        return parse_unit(text)
    except UnitError:
        return None


_WITHIN = {"义务教育": ("小学", "初中", "中小学"), "中小学": ("小学", "初中", "高中", "普通高中", "义务教育"), "高中": ("普通高中", "中职")}


def _stages_fit(one: str, two: str) -> bool:
    return one == two or two in _WITHIN.get(one, ()) or one in _WITHIN.get(two, ()) or "特殊教育" in (one, two)


def plain(phrase: str) -> str:
    """A phrase without fillers, its synonyms made one.

    >>> plain("全县义务教育阶段巩固率")
    '义务教育巩固率'
    """
    text = _NOISE.sub("", fold(phrase))
    for one, other in _SAME:
        text = text.replace(one, other)
    return text


def similarity(one: str, two: str) -> float:
    """How alike two plain phrases are, 0 to 1: twice the longest common stretches by the lengths.

    Phrases whose kind of figure differs (覆盖率, 巩固率) are not alike.

    >>> similarity("巩固率", "覆盖率") < 0.5 < similarity("幼儿园普惠性覆盖率", "普惠性幼儿园覆盖率")
    True
    """
    if one == two:
        return EXACT
    kinds = (_KIND.findall(one)[-1:], _KIND.findall(two)[-1:])
    if all(kinds) and kinds[0] != kinds[1]:
        return 0.0
    common = _common(one, two)
    return min(2 * common / (len(one) + len(two)), 0.99)


def _common(one: str, two: str) -> int:
    """The length of the longest common stretch plus those left and right of it; stretches of one character do not count."""
    best = (0, 0, 0)
    for a in range(len(one)):
        for b in range(len(two)):
            size = 0
            while a + size < len(one) and b + size < len(two) and one[a + size] == two[b + size]:
                size += 1
            if size > best[0]:
                best = (size, a, b)
    size, a, b = best
    if size < 2:
        return 0
    return size + _common(one[:a], two[:b]) + _common(one[a + size :], two[b + size :])
