"""Cells of a table of indicators: values, units, 学段, operators; one value one reading."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dabiao.rules.clauses._text import fold
from dabiao.rules.draft.model import HIGH, LOW, MIDDLE, Reading, Span, When
from dabiao.rules.draft.words import stage_of

_CELL = re.compile(
    r"(?P<sign>≥|>=|≤|<=|>|<|=|不低于|不少于|超过|不高于|不超过|达到?|控制在)?(?P<low>\d+(?:\.\d+)?)"
    r"(?:(?:-+|~|至)(?P<high>\d+(?:\.\d+)?))?(?P<unit>[%‰]|(?!左右|以上|以下|以内|及以|\(含)[^\d\s]{1,3}?)?(?P<word>\(含\)以上|以上|及以上|以下|以内|左右)?"
)
_STAGED = re.compile(r"(?P<stage>[一-龥]{2,6}):?(?P<value>[^一-龥:]?\d+(?:\.\d+)?%?(?:以上|以下|以内|左右)?)")
_IN_NAME = re.compile(r"\((?P<unit>[^()]{1,6})\)")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.、]?|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳])(?!\d)|^其中:?")
_UNITS = {
    unit: unit
    for unit in [
        "%",
        "‰",
        "人",
        "万人",
        "名",
        "所",
        "个",
        "册",
        "台",
        "次",
        "项",
        "元",
        "万元",
        "亿元",
        "平方米",
        "万平方米",
        "亩",
        "年",
        "倍",
        "课时",
        "小时",
    ]
}
_UNITS |= {"元/生": "元/人", "元/人": "元/人", "平方米/生": "平方米/人", "平方米/人": "平方米/人"}
_SIZE = re.compile(r"人数$|在校生|在园|招生|规模|学生数|幼儿数")
_LOWER = re.compile(r"近视|辍学|流失|大班额|差异|之比|生师比|师生比|平均班额|肥胖|事故|发生率|投诉")
_OPS = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "达到": ">=", "达": ">=", "≤": "<=", "<=": "<=", "不高于": "<=",
    "不超过": "<=", "控制在": "<=", ">": ">", "超过": ">", "<": "<", "=": "=",
}  # fmt: skip


class Line(NamedTuple):
    """A line of a table: its label, the group it stands under, its unit and nature, the year of its target, base and its year."""

    label: str
    group: str
    unit: str
    nature: str | None
    lead: tuple[str, ...]
    year: int
    base: str
    base_year: int | None


class Cell(NamedTuple):
    """One value of a cell, its 学段, and its stretch in the folded cell (None where it is the cell)."""

    stage: str | None
    text: str
    within: Span | None


def unit_in(label: str) -> str:
    """The unit a label names in brackets; "" where there is none.

    >>> unit_in("在校生(万人)"), unit_in("其中:中职在校生数(含技工学校)")
    ('万人', '')
    """
    return next((match["unit"] for match in _IN_NAME.finditer(label) if match["unit"] in _UNITS), "")


def name_in(label: str) -> str:
    """A label without its number, 其中, and unit.

    >>> name_in("3.巩固率(%)")
    '巩固率'
    """
    bare = _IN_NAME.sub(lambda match: "" if match["unit"] in _UNITS else match[0], label)
    return _NUMBERED.sub("", _NUMBERED.sub("", bare))


def values_of(cell: str) -> Iterator[Cell]:
    """The values of a cell: one, or one for each 学段 it names (小学:60 初中:50); none where it holds words."""
    text = fold(cell)
    staged = [Cell(stage_of(m["stage"]), m["value"], Span(m.start(), m.end())) for m in _STAGED.finditer(text)]
    if staged and all(value.stage for value in staged):
        yield from staged
    elif _CELL.fullmatch(text):
        yield Cell(None, text, None)


def base_of(cell: str, stage: str | None) -> str:
    """The base figure of a cell, for a 学段 where it names several; "" where there is none."""
    found = {value.stage: value.text for value in values_of(cell)}
    match = _CELL.fullmatch(found.get(stage, ""))
    return match["low"] if match and not match["high"] else ""


def reading_of(line: Line, cell: Cell, span: Span) -> Reading:
    """The reading of a value of a table of indicators."""
    name = name_in(line.label)
    match = _CELL.fullmatch(cell.text)
    low, high = (match["low"], match["high"]) if match else (cell.text, None)
    unit, doubts = _unit((match["unit"] if match else "") or line.unit, name, low)
    op, reason, doubt = _operator(match, name, low, line.base)
    doubts += [doubt] if doubt else []
    bare = match is not None and not match["sign"] and not match["word"]
    form = "plan" if bare and _SIZE.search(re.sub(r"\(.*?\)", "", name)) else "value"
    limit = f"{low} {unit}" if form == "plan" else f"{low}..{high} {unit}" if high else f"{op} {low} {unit}"
    stem = re.sub(r"教育$|阶段$|段教育$", "", line.group)
    others = tuple(f"{part}{name}" for part in dict.fromkeys((line.group, stem)) if part)
    baseline = (line.base_year, line.base) if line.base_year is not None and line.base else None
    when, why = When(line.year, False, None, "表头年份"), (f"表格“{line.label[:20]}”一行", reason)
    sure = LOW if doubt else MIDDLE if doubts else HIGH
    stage = cell.stage or stage_of(name) or stage_of(line.group)
    reading = Reading(form, limit, name, unit, span, when, why, sure, stage, others, todo=tuple(doubts))
    return reading._replace(baseline=baseline, nature=line.nature, lead=line.lead)


def _unit(written: str, name: str, low: str) -> tuple[str, list[str]]:
    """The unit of a value, and what is doubtful about it."""
    unit, doubts = _UNITS.get(written, ""), []
    if not unit:
        unit = "%" if re.search(r"率|比例|占比|比重|覆盖面", name) else "个"
        doubts.append(f"表中没有认得的单位，暂按“{unit}”计")
    if unit == "%" and "之比" in name and float(low) < 10:
        unit = "倍"
        doubts.append("原表单位写 %，数值像倍数，暂按倍计")
    if re.search(r"生均|每生|人均", name) and unit in ("元", "万元", "平方米", "册", "台"):
        unit += "/人"
    return unit, doubts


def _operator(match: re.Match[str] | None, name: str, low: str, base: str) -> tuple[str, str, str]:
    """The operator of a cell, why, and what a person must decide."""
    if match and match["sign"]:
        return _OPS[match["sign"]], f"格内写“{match['sign']}”", ""
    if match and match["word"]:
        op = "~" if match["word"] == "左右" else ">=" if "上" in match["word"] else "<="
        return op, f"格内写“{match['word']}”", ""
    falls = bool(base) and float(low) < float(base)
    if _LOWER.search(name):
        return "<=", "指标越低越好，格内只写数，读作不高于", "" if falls or not base else "确认方向"
    if falls and not _SIZE.search(name):
        return ">=", "格内只写数，读作不低于", "目标低于基期，确认方向"
    return ">=", "格内只写数，读作不低于", ""
