"""Requirements in words: ≥ 83 %（2025 年底前）."""

from fractions import Fraction

from dabiao.quantity import exact_decimal
from dabiao.rules.model import (
    Attest,
    Change,
    Compare,
    Cv,
    Each,
    Group,
    Growth,
    Indicator,
    Limit,
    Plan,
    Target,
    Total,
    Value,
)

SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "＝"}
_CONDITION = ((">=", "≥"), ("<=", "≤"), ("!=", "≠"), (" and ", " 且 "), (" or ", " 或 "), ("not ", "不满足 "))
KINDS = {
    "school": "学校", "kindergarten": "幼儿园", "teacher": "教师", "student": "学生", "class": "班级", "town": "乡镇", "institution": "机构",
}  # fmt: skip


def number(value: Fraction, places: int = 4) -> str:
    """A limit as a person writes it: exact where a decimal is exact.

    >>> number(Fraction("0.60"))
    '0.6'
    """
    exact = exact_decimal(value)
    if exact is not None:
        return exact
    rounded = exact_decimal(Fraction(round(value * 10**places), 10**places))
    return f"约 {rounded}"


def limit_text(limit: Limit) -> str:
    """A limit in words: ≥ 95 %, 8—10 所, 20 所左右."""
    if limit.op == "..":
        return f"{number(limit.low)}—{number(limit.high)} {limit.unit.name}"
    if limit.op == "~":
        return f"{number(limit.low)} {limit.unit.name}左右"
    return f"{SIGNS[limit.op]} {number(limit.low)} {limit.unit.name}"


def requirement(target: Target, than: Indicator | None, place: str | None) -> str:
    """What is required and by when, in words."""
    text = _what(target, than, place)
    when = due_text(target)
    return f"{text}（{when}）" if when else text


def _what(target: Target, than: Indicator | None, place: str | None) -> str:
    form = target.form
    if isinstance(form, Value):
        return limit_text(form.limit) + _tolerance(form)
    if isinstance(form, Plan):
        return f"计划 {number(form.limit.low)} {form.limit.unit.name}" + _tolerance(form)
    if isinstance(form, Change):
        against = "比上年" if form.since is None else f"比 {form.since} 年" + ("年均" if form.limit.low else "")
        return f"{against}变化 {limit_text(form.limit)}"
    if isinstance(form, Growth):
        return f"{'年均' if form.average else '每年'}增长 {limit_text(form.limit)}" + _tolerance(form)
    if isinstance(form, Compare):
        other = than.name if than else f"{place}同一指标"
        return f"{'增长率 ' if form.growth else ''}{SIGNS[form.op]} {other}{'的增长率' if form.growth else ''}"
    if isinstance(form, Total):
        return f"累计 {limit_text(form.limit)}" + _tolerance(form)
    if isinstance(form, Each):
        return _each(form)
    if isinstance(form, Cv):
        return f"校际差异系数 {SIGNS[form.limit.op]} {number(form.limit.low)}"
    if isinstance(form, Group):
        floor = "" if form.floor is None else f"，余项不低于要求的 {number(form.floor * 100)}%"
        return f"{len(form.of)} 项中至少 {form.least} 项达到{floor}"
    return form.what if isinstance(form, Attest) else f"{form.subject or ''}{form.what}"


def _tolerance(form: Value | Plan | Growth | Total) -> str:
    return f"（允许偏差 {form.tolerance.text}）" if form.tolerance else ""


def _each(form: Each) -> str:
    where = f"（{_condition(form.where.text)}）" if form.where else ""
    what = _condition(form.require.text) if form.require else "达到要求"
    return f"每个{KINDS[form.kind]}{where} {what}，比例 {limit_text(form.share)}"


def _condition(text: str) -> str:
    """A condition as a person reads it: 学生数 ＞ 1000 且 专职教师 ≥ 1."""
    for sign, word in _CONDITION:
        text = text.replace(sign, word)
    return text


def due_text(target: Target) -> str:
    """By when, or how often, it is required; an empty text where the document does not say."""
    if target.every:
        return "逐年" if target.by is None else f"逐年，至 {target.by[:4]} 年"
    if target.by is None:
        return ""
    return f"{target.by[:4]} 年底前" if target.by.endswith("-12-31") else f"{target.by} 前"


def subject_name(target: Target, indicator: Indicator | None) -> str:
    """What the row is called: the indicator's name, or the milestone's or attestation's words."""
    if isinstance(target.form, Cv) and indicator is not None:
        return f"{indicator.name}校际差异系数"
    if indicator is not None:
        return indicator.name
    if isinstance(target.form, Group):
        return f"{len(target.form.of)} 项指标综合评估"
    return _what(target, None, None)
