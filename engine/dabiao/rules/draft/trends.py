"""Trends and comparisons without a figure: 逐步提高…比例, 只增不减, 三个增长, 不低于公务员平均工资."""

import re

from dabiao.rules.draft.model import LOW, Reading, Span, When
from dabiao.rules.draft.phrases import measured, trimmed
from dabiao.rules.draft.words import stage_of

_MEASURES = r"(?:率|比例|占比|比重|标准|待遇|数量|次数|支出|拨款|经费|覆盖面|人数|班额)"
_TREND = re.compile(
    r"(?:逐年|逐步|适当|适时|全力|进一步|大幅|不断|持续|稳步|有效|努力)?(?:(?P<up>提高|提升|增加|扩大)|(?P<down>降低|减少|压减|精简|压缩|缩小))"
    rf"(?P<what>[^,。;:到至]{{2,24}}?{_MEASURES})(?=[,。;:]|$)"
)
_TREND_AFTER = re.compile(
    rf"(?P<what>[^,。;:]{{2,28}}?{_MEASURES}(?:水平)?)(?:逐年|逐步|稳步|持续|不断|明显|显著)"
    r"(?:(?P<up>提高|提升|增长|增加|上升)|(?P<down>降低|下降|减少))"
)
_RATE = re.compile(r"(?:率|比例|占比|比重|覆盖面)$")
_MONEY = re.compile(r"待遇|标准|经费|支出|拨款")
_NEVER_LESS = re.compile(r"(?P<what>[^,。;:]{2,30}?)(?:逐年)?只增不减")
_TWO = re.compile(r"(?:两个|两项)\"?只增不减")
_THREE = re.compile(r"三个增长")
_THAN = re.compile(
    r"(?P<what>[^,。;:]{2,30}?)(?P<op>不低于或高于|不低于|不少于|高于|达到|不高于)"
    r"(?P<than>[^,。;:\d]{2,20}?(?:水平|标准|工资|增幅|平均数|平均值|收入))"
)
_AVERAGE = re.compile(r"(?P<where>全[省市国]|[省市])(?:级)?平均(?:水平|标准|数|值)")
_OPS = {"不低于": ">=", "不低于或高于": ">=", "不少于": ">=", "达到": ">=", "高于": ">", "不高于": "<="}
_SPENDING = (("一般公共预算教育支出", "万元"), ("按在校学生人数平均的一般公共预算教育支出", "元/人"))
_RISES = (
    ("生均一般公共预算教育事业费支出", "元/人"), ("生均一般公共预算公用经费支出", "元/人"), ("教师平均工资收入水平", "元"),
)  # fmt: skip


def moving(part: str, clause: Span, when: When) -> list[Reading]:
    """A rise or fall of something measured, without a figure."""
    match = _TREND.search(part) or _TREND_AFTER.search(part)
    if match is None or re.search(r"\d", part[match.end() : match.end() + 8]):
        return []
    name = trimmed(match["what"])
    unit = "百分点" if _RATE.search(name) else "元/人" if "生均" in name else "元" if _MONEY.search(name) else "个"
    op, said = (">", "增加") if match["up"] else ("<", "减少")
    why = f"“{match['up'] or match['down']}”没有写数，读作比上年{said}"
    reading = _change(f"{op} 0 {unit}", name, unit, _span(clause, match), when, why)
    return [reading._replace(confidence=LOW, implied=False).asking("确认是否逐年判定")]


def never_less(part: str, clause: Span, when: When) -> list[Reading]:
    """只增不减 of what is named, the two duties the words 两个只增不减 stand for, and the four of 三个增长."""
    if match := _TWO.search(part):
        why = "“两个只增不减”指一般公共预算教育支出及其生均数逐年只增不减"
        return [_change(f">= 0 {unit}", name, unit, _span(clause, match), when, why) for name, unit in _SPENDING]
    if match := _NEVER_LESS.search(part):
        name = trimmed(match["what"])
        unit = "元/人" if re.search(r"生均|平均", name) else "万元"
        why = "“只增不减”读作不低于上年"
        return [_change(f">= 0 {unit}", name, unit, _span(clause, match), when, why)._replace(implied=False)]
    if match := _THREE.search(part):
        why, span = "“三个增长”是《教育法》第五十六条的说法，拆为各项", _span(clause, match)
        extras = (("op", ">"), ("than", "财政经常性收入"), ("growth_of", "both"))
        first = _change("", "财政教育拨款", "万元", span, when, why)._replace(form="compare", extras=extras)
        return [first, *(_change(f"> 0 {unit}", name, unit, span, when, why) for name, unit in _RISES)]
    return []


def _change(limit: str, name: str, unit: str, span: Span, when: When, why: str) -> Reading:
    yearly = when._replace(every=True, by=None)
    since = (("from", "previous"),)
    return Reading("change", limit, name, unit, span, yearly, (why,), stage=stage_of(name), extras=since, implied=True)


def compared(part: str, clause: Span, when: When) -> list[Reading]:
    """A level against another figure (不低于公务员平均工资) or another region's (高于全省平均水平)."""
    match = _THAN.search(part)
    if match is None:
        return []
    name, than = measured(match["what"]) or trimmed(match["what"]), match["than"]
    average = _AVERAGE.fullmatch(than)
    if len(name) < 3 or not (average or re.search(r"工资|收入|增幅|支出", than)):
        return []
    extras = (("op", _OPS[match["op"]]), ("of", average["where"]) if average else ("than", trimmed(than)))
    unit = "元/人" if "生均" in name else "元" if re.search(r"工资|收入|待遇|标准|经费", name) else "%"
    why, yearly = f"“{match['op']}{than}”是与另一个量比较", when._replace(every=True, by=None)
    stage = stage_of(name)
    return [Reading("compare", "", name, unit, _span(clause, match), yearly, (why,), stage=stage, extras=extras)]


def _span(clause: Span, match: re.Match[str]) -> Span:
    return Span(clause.start + match.start(), clause.start + match.end())
