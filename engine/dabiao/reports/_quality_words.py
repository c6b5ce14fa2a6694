"""Findings of data quality in words: what does not fit, by how much, where; and as the findings of a report that has no section for them."""

from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.assessment import Assessment, Finding, Quality
from dabiao.diagnostics import WARNING
from dabiao.quantity import shown_decimal

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
_LONG = 4


def told(assessment: Assessment) -> Sequence[Finding]:
    """All there is to say of the figures: what reading them found, then what data quality found.

    None of the latter stops a run, so none is an error here, whatever its weight says.
    """
    return (
        (*assessment.findings, *(_finding(one) for one in assessment.quality))
        if assessment.quality
        else assessment.findings
    )


def _finding(one: Quality) -> Finding:
    message = f"{SEVERITIES.get(one.severity, one.severity)}：应当{one.title}。{what(one, exact=True)}"
    places = tuple("!".join(part for part in cell if part) for cell in one.cells)
    return Finding(one.code, WARNING, message, places, one.hint)


def what(one: Quality, exact: bool = False) -> str:
    """Whose figures, of when, what was held against what, both sides and the difference, in one sentence.

    `exact`: with the numbers of the JSON form as they stand there, and no others.
    """
    who = " ".join(part for part in (one.entity, f"{one.when} 年", one.stage) if part)
    parts = [f"{who}：{one.relation}"]
    if one.left is not None and one.right is not None and one.imbalance is not None:
        share = "" if exact else _share(one)
        shown = one if exact else _rounded(one)
        parts.append(f"{_sides(shown)}，相差 {_difference(shown)}{share}")
    if one.note:
        parts.append(one.note)
    return "；".join(parts)


def _sides(one: Quality) -> str:
    """The two numbers with what they are to each other."""
    names = _SIDES.get(one.kind, ("左边", "右边"))
    if one.kind == "unit" and one.relation.endswith("与上年"):
        names = _SIDES["jump"]
    unit = f" {one.unit}" if one.unit else ""
    return f"{names[0]} {one.left}{unit}，{names[1]} {one.right}{unit}"


def _difference(one: Quality) -> str:
    """The difference with its sign (not of figures that merely differ)."""
    text = one.imbalance or "0"
    signed = text if text.startswith("-") or one.kind == "conflict" else f"+{text}"
    unit = "个百分点" if one.unit == "%" else one.unit
    return f"{signed} {unit}" if unit else signed


def _share(one: Quality) -> str:
    """The difference as a share of the right side, where that says more."""
    if one.relative is None or one.unit == "%" or one.kind in ("bounds", "usual", "whole"):
        return ""
    return f"（{_short(one.relative)}%）"


def _rounded(one: Quality) -> Quality:
    return one._replace(
        left=_short(one.left or ""), right=_short(one.right or ""), imbalance=_short(one.imbalance or "")
    )


def _short(text: str) -> str:
    """A number that goes on for places rounded once to two, for reading only; the JSON form has all of them."""
    tail = text.partition(".")[2]
    return shown_decimal(Fraction(text), 2) if len(tail) > _LONG else text
