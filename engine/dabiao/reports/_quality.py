"""Findings of data quality in lines: what does not fit, by how much, where, and how to mend it."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby

from dabiao.assess.assessment import Place, Quality
from dabiao.quantity import shown_decimal
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._screen import Screen

SEVERITIES = {"error": "错误", "warning": "存疑", "hint": "提醒"}
KINDS = {
    "within": "部分超过总体",
    "equal": "两边不相等",
    "stages": "各学段之和超过合计数",
    "bounds": "超出可能的范围",
    "whole": "应是整数的不是整数",
    "usual": "超出通常的范围",
    "unit": "单位可能错位",
    "jump": "与上年相比变化过大",
    "duplicate": "学校可能重复",
    "rate": "填报的数与重新计算的不一致",
    "conflict": "同一项几处不同",
    "total": "合计行与各行之和不符",
    "rollup": "县级数与各校之和不符",
}
_SIDES = {
    "bounds": ("是", "界限"),
    "whole": ("是", "最近的整数"),
    "usual": ("是", "通常的界限"),
    "unit": ("是", "通常的界限"),
    "jump": ("本年", "上年"),
    "rate": ("填报", "重新计算"),
    "conflict": ("一处", "另一处"),
    "total": ("合计行", "各行之和"),
    "rollup": ("县级数", "各校之和"),
}
_STYLES = {"error": "bad", "warning": "warn", "hint": "dim"}
_MOST = 12
_LONG = 4


def findings(screen: Screen, found: Iterable[Quality]) -> list[str]:
    """The findings as they come, rule by rule: its title, then each place with both sides, the difference and the cells."""
    lines: list[str] = []
    for (severity, rule), group in groupby(found, key=lambda one: (one.severity, one.rule)):
        ones = list(group)
        head = f"{SEVERITIES[severity]} {ones[0].code} {KINDS[ones[0].kind]}（{rule}，{len(ones)} 处）"
        lines += [screen.paint(line, _STYLES[severity]) for line in hanging("", head, screen.width)]
        lines += hanging("    应当：", ones[0].title, screen.width)
        for one in ones:
            lines += hanging("  · ", _what(one), screen.width)
            lines += hanging("    位置：", places(one.cells), screen.width)
        lines += hanging("    改法：", ones[0].hint, screen.width)
        if ones[0].source:
            lines += hanging("    出处：", ones[0].source, screen.width)
    return lines


def summary(screen: Screen, found: Iterable[Quality]) -> list[str]:
    """How many findings there are of each severity, in one sentence."""
    known = tuple(found)
    parts = [f"{word} {n} 处" for key, word in SEVERITIES.items() if (n := sum(one.severity == key for one in known))]
    return wrap(f"数据核查发现{'、'.join(parts)}。用到这些数的判定标记“数据存疑”（提醒除外）。", screen.width)


def _what(one: Quality) -> str:
    who = " ".join(part for part in (one.entity, f"{one.when} 年", one.stage) if part)
    parts = [f"{who}：{one.relation}"]
    if one.left is not None and one.right is not None and one.imbalance is not None:
        parts.append(f"{_sides(one)}，相差 {_difference(one)}")
    if one.note:
        parts.append(one.note)
    return "；".join(parts)


def _sides(one: Quality) -> str:
    """The two numbers with what they are to each other."""
    left, right = (_with_unit(text or "", one.unit) for text in (one.left, one.right))
    names = _SIDES.get(one.kind, ("左边", "右边"))
    if one.kind == "unit" and one.relation.endswith("与上年"):
        names = _SIDES["jump"]
    return f"{names[0]} {left}，{names[1]} {right}"


def _difference(one: Quality) -> str:
    """The difference with its sign (not of figures that merely differ), and as a share where that says more."""
    text = _short(one.imbalance or "0")
    signed = text if text.startswith("-") or one.kind == "conflict" else f"+{text}"
    if one.unit == "%":
        return f"{signed} 个百分点"
    share = f"（{_short(one.relative)}%）" if one.relative is not None and one.kind not in ("bounds", "usual") else ""
    return _with_unit(signed, one.unit) + share


def _with_unit(text: str, unit: str | None) -> str:
    return f"{_short(text)} {unit}" if unit else _short(text)


def _short(text: str) -> str:
    """A number that goes on for places rounded once to two, for reading only; the JSON form has all of them."""
    tail = text.partition(".")[2]
    return shown_decimal(Fraction(text), 2) if len(tail) > _LONG else text


def places(cells: Iterable[Place]) -> str:
    """The cells, file by file, no more of them than a reader looks at; the JSON form has all."""
    parts = []
    for (file, sheet), group in groupby(cells, key=lambda place: (place.file, place.sheet)):
        names = [place.cell for place in group]
        more = f" 等 {len(names)} 处" if len(names) > _MOST else ""
        parts.append(f"{'!'.join(part for part in (file, sheet) if part)} {'、'.join(names[:_MOST])}{more}")
    return "；".join(parts)
