"""The headers of a school table → items of the catalogue: exact names first, then spellings of the same words.

A spelling differs in nothing that bears on the meaning: 人数 for 数, 25人及以下 for ≤25人, the stage in front or in brackets.
What is left over makes a header unknown; a wrong item would be worse than an unread column.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dabiao.inputs._school_types import JUNIOR, PRESCHOOL, PRIMARY, SENIOR
from dabiao.inputs.vocabulary import Vocabulary, fold_name, known_unit
from dabiao.rules.model import Indicator

_PREFIXES = {PRIMARY: ("小学",), JUNIOR: ("初中",), SENIOR: ("高中", "普通高中"), PRESCHOOL: ("园", "幼儿园", "学前")}
_STAGE = r"(小学|初中|普通高中|高中|幼儿园|学前)(?:部|段|阶段)?"
_LEADING, _BRACKETED = re.compile(rf"^{_STAGE}"), re.compile(rf"\({_STAGE}\)")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NUMBERED = re.compile(r"^(?:[0-9]{1,2}[.、]|[(][0-9]{1,2}[)]|其中:?)")
# remarks that leave a figure what it is; any other stays part of the name (不含…, 上年…)
_REMARKS = frozenset(
    ("", "账面原值", "原值", "必填", "选填", "填数字", "是/否", "是或否", "1/0", "0/1", "有/无", "√", "盖章")
)
# 专任教师：本科 and 专任教师-本科 are a heading and what stands under it; 26-30 is not
_PARTS = re.compile(r"(?:[:_]|(?<![0-9m])[-—](?![0-9]))(?![^()]*[)])")
_WHOLE_WORDS = ("合计", "总计", "小计", "计")
# headings under which a label may stand alone, unless they speak of another time or of a part of the school
_HEADING = re.compile(
    "(?:情况|信息|条件|数据|统计|状况|设施|设备|人员|学生|教师|教职工|班级|校舍|用房|结构|构成|场地|场馆|面积|资产|经费|规模|教室|资源|标识|属性|项目|指标|填报|其他)$"
)
_OTHER = re.compile(r"[0-9]{4}|上年|上学年|上一年|去年|前年|计划|预计|目标|标准|附设|分校|校区|民办|公办")

_NUMBER = r"([0-9]+(?:\.[0-9]+)?)(?:m2|m²|平方米|平米|人|名)?"
_BANDS = (
    (re.compile(rf"{_NUMBER}(?:≤|<=)(?:单间面积|面积|人数)?<{_NUMBER}"), "{0}至{1}"),
    (re.compile(rf"{_NUMBER}(?:[-~—–至到])+{_NUMBER}"), "{0}至{1}"),
    (re.compile(rf"(?:≥|>=|不低于|不少于|不小于){_NUMBER}|{_NUMBER}(?:及|含)?以上"), "{0}及以上"),
    (re.compile(rf"(?:≤|<=|不超过|不大于|不高于|不多于){_NUMBER}|{_NUMBER}(?:及|含)?(?:以下|以内)"), "{0}及以下"),
    (re.compile(rf"(?:>|大于|高于|多于|超过?){_NUMBER}"), "超{0}"),
    (re.compile(rf"(?:<|小于|低于|不足|未满|不满){_NUMBER}"), "不足{0}"),
)
_COUNTED = re.compile(r"(?:总人数|总间数|总面积|总额|总数|人数|间数|个数|数|总)$")
# all that may stand beside a band of class sizes: 班级总数及各班额班级数
_ONLY_CLASSES = re.compile(r"(?:教学班|班级|班额|班|总数|数|总|各|按|及|分布|情况|规模|统计|个|在)*")


class Match(NamedTuple):
    """What a column holds: the item its header names, the items of each stage it may mean, and the item of the whole school."""

    direct: Indicator | None
    staged: Mapping[str, Indicator]
    whole: Indicator | None

    @property
    def first(self) -> Indicator:
        """The item whose unit the column's figures are read in; all share it."""
        return next(i for i in (self.direct, *self.staged.values(), self.whole) if i is not None)


class Label(NamedTuple):
    """A header cell's text taken apart: the stage it names (or an empty text), the rest, and the unit in its brackets."""

    stage: str
    name: str
    unit: str


class Names:
    """An index over the names of the catalogue; read only."""

    __slots__ = ("_loose", "_vocabulary")

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._loose: dict[str, str | None] = {}
        for name, indicator in vocabulary.names.items():
            key = loose(name)
            # a spelling that may stand for two items stands for none
            self._loose[key] = indicator if self._loose.get(key, indicator) == indicator else None

    def find(self, text: str) -> Indicator | None:
        """The indicator of a name, exact or in another spelling."""
        exact = self._vocabulary.indicator(text)
        if exact is not None:
            return exact
        spelt = self._loose.get(loose(text))
        return self._vocabulary.indicators[spelt] if spelt else None

    def match(self, labels: tuple[str, ...]) -> Match | None:
        """What the labels above a column, from the top down, name together."""
        plain = self._vocabulary.indicator("".join(labels))
        if plain is not None and plain.stage != PRESCHOOL and (plain.stage or _LEADING.match(plain.name)):
            return Match(plain, {}, None)
        taken = [take_apart(part) for label in labels for part in _PARTS.split(label) if part]
        stages = list(dict.fromkeys(label.stage for label in taken if label.stage))
        if len(stages) > 1:
            return None
        for name in _readings([label.name for label in taken]):
            found = self._of_stage(stages[0], name) if stages else self._without_stage(name)
            if found is not None:
                return found
        return None

    def _of_stage(self, stage: str, name: str) -> Match | None:
        prefixes = next((words for words in _PREFIXES.values() if stage in words), ())
        items = (self.find(prefix + name) for prefix in (stage, *prefixes))
        item = next((item for item in items if item is not None), None)
        return Match(item, {}, None) if item else None

    def _without_stage(self, name: str) -> Match | None:
        direct = self.find(name)
        fixed = direct.stage if direct is not None else None
        # 在园幼儿数 is the county's item of kindergartens, 园在园幼儿数 that of a kindergarten
        staged = {
            stage: item
            for stage in _PREFIXES
            if fixed in (None, stage) and (item := self._staged(stage, name)) not in (None, direct)
        }
        if direct is None and not staged:
            return None
        stem = loose(name)
        totals = (self._vocabulary.indicator(total) for total in (f"学校{stem}总数", f"{stem}总数"))
        whole = next((item for item in totals if item is not None and item.stage is None and item is not direct), None)
        match = Match(direct, staged, whole)
        unit = match.first.unit
        alike = {stage: item for stage, item in staged.items() if item is not None and item.unit == unit}
        return Match(direct, alike, whole if whole is not None and whole.unit == unit else None)

    def _staged(self, stage: str, name: str) -> Indicator | None:
        items = (self.find(prefix + name) for prefix in _PREFIXES[stage])
        return next((item for item in items if item is not None and item.stage in (None, stage)), None)

    def suggestion(self, text: str) -> str:
        """The nearest known name, or an empty text."""
        return self._vocabulary.suggestion(text)


def take_apart(text: str) -> Label:
    """A header cell's text without marks, units and remarks that say nothing of the figure; the stage apart.

    >>> take_apart("*本科（小学）"), take_apart("教学仪器设备值(账面原值，万元)")
    (Label(stage='小学', name='本科', unit=''), Label(stage='', name='教学仪器设备值', unit='万元'))
    """
    name = _NUMBERED.sub("", fold_name(text).strip("*:"))
    stage, unit = "", ""
    if match := _BRACKETED.search(name):
        stage, name = match[1], name.replace(match[0], "", 1)
    for content in _BRACKETS.findall(name):
        pieces = re.split("[,;、]", content.removeprefix("单位:"))
        units = [piece for piece in pieces if known_unit(piece)]
        unit = unit or next(iter(units), "")
        rest = [piece for piece in pieces if piece not in units and piece not in _REMARKS]
        name = name.replace(f"({content})", f"({','.join(rest)})" if rest else "", 1)
    if not stage and (match := _LEADING.match(name)):
        stage, name = match[1], name[match.end() :]
    return Label(stage, name.strip("*:"), unit)


def _readings(names: list[str]) -> Iterator[str]:
    """What labels from the top down may say together, the most of them first: 专任教师 over 本科 is 本科专任教师.

    The lower label may stand alone under a heading such as 教师情况, but not under 附设幼儿班 or a year.
    """
    said = [name for name in names if name]
    while len(said) > 1 and said[-1] in _WHOLE_WORDS:
        said.pop()
    # 教师 over 骨干教师 adds nothing
    said = [name for at, name in enumerate(said) if not any(name in lower for lower in said[at + 1 :])]
    while said:
        yield from ("".join(order) for order in itertools.permutations(said))
        if _OTHER.search(said[0]) or not _HEADING.search(said[0]):
            return
        said = said[1:]


def loose(text: str) -> str:
    """The key names share that differ in spelling only.

    >>> loose("班级数26-30人") == loose("班额26至30人"), loose("专任教师人数") == loose("专任教师总数")
    (True, True)
    >>> loose("小学骨干教师") == loose("小学县级以上骨干教师数"), loose("小学市级骨干教师数") == loose("小学县级以上骨干教师数")
    (True, False)
    """
    name = re.sub(r"[的、,·]", "", fold_name(text))
    bands: list[str] = []
    for pattern, form in _BANDS:
        bands.extend(form.format(*filter(None, match.groups())) for match in pattern.finditer(name))
        name = pattern.sub("", name)
    name = re.sub(r"[()]|单间面积|学历(?:情况|结构|构成)?", "", name)
    name = re.sub(r"县(?:市区)?级[及或]?以上(?=骨干)", "", name).replace("持有", "持").replace("专用教室", "教室")
    name = re.sub(r"^(?:学校|全校)(?=.)", "", name)
    while len(short := _COUNTED.sub("", name)) < len(name) and short:
        name = short + ("面积" if name.endswith("总面积") else "")
        if name.endswith("面积"):
            break
    name = re.sub(rf"^({_STAGE})?(?:在校)?学生$", r"\1在校生", name)
    if not re.fullmatch(rf"(?:{_STAGE})?专任教师", name):
        name = name.replace("专任教师", "教师")
    name = re.sub(rf"^((?:{_STAGE})?(?:专科|本科|硕士|博士))$", r"\1教师", name)
    if bands:
        name = "班" if _ONLY_CLASSES.fullmatch(name) and "班" in name else _COUNTED.sub("", name)
    return "|".join([name, *bands])
