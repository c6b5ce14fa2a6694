"""What changed between two readings of one target, field by field, in the language of the plan."""

import re
from collections.abc import Iterator
from fractions import Fraction

from dabiao.quantity import Interval
from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.place import parse_place
from dabiao.rules.lint._asked import asked_of
from dabiao.rules.model import (
    Attest,
    Change,
    Compare,
    Each,
    Growth,
    Indicator,
    Limit,
    Milestone,
    Plan,
    Target,
    form_name,
    limit_of,
)
from dabiao.rules.wording import limit_text, number

STRICTER, LOOSER, REWRITTEN = "收紧", "放宽", "改写"
EARLIER, LATER, STRONGER, WEAKER = "期限提前", "期限推迟", "力度加强", "力度减弱"
LEAD, PLACE, QUOTE, NATURE, OTHER = "责任单位变动", "依据位置变动", "引文变动", "属性变动", "其他变动"
_FORMS = {
    "value": "当年达到", "about": "左右", "change": "逐年变化", "growth": "增长", "compare": "比较", "total": "累计",
    "each": "逐一要求", "plan": "计划数", "milestone": "完成事项", "attest": "凭证认定",
}  # fmt: skip
_FORCE = {"must": "必须", "strive": "力争", "encourage": "鼓励"}
_RANK = ("encourage", "strive", "must")
_SIMPLE = re.compile(r"([^<>=!\s]+)\s*(>=|>|<=|<)\s*(\d+(?:\.\d+)?)")


def changes(old: Target, new: Target, before: Indicator | None, after: Indicator | None) -> Iterator[tuple[str, str]]:
    """(kind, words) of everything that changed from the old target to the new."""
    if (before and before.name) != (after and after.name):
        yield REWRITTEN, f"指标由“{before.name if before else '无'}”改为“{after.name if after else '无'}”"
    if old.stage != new.stage:
        yield REWRITTEN, f"学段由{old.stage or '不分'}改为{new.stage or '不分'}"
    yield from _asked(old, new, before, after)
    yield from _due(old, new)
    if old.force != new.force:
        kind = STRONGER if _RANK.index(new.force) > _RANK.index(old.force) else WEAKER
        yield kind, f"力度由“{_FORCE[old.force]}”改为“{_FORCE[new.force]}”"
    if old.nature != new.nature:
        yield NATURE, f"属性由{old.nature or '未写明'}改为{new.nature or '未写明'}"
    yield from _leads(old.lead, new.lead)
    yield from _clause(old, new)
    yield from _rest(old, new)


def _asked(old: Target, new: Target, before: Indicator | None, after: Indicator | None) -> Iterator[tuple[str, str]]:
    mine, theirs = form_name(old.form), form_name(new.form)
    if mine != theirs:
        yield REWRITTEN, f"由{_FORMS[mine]}（{_said(old)}）改为{_FORMS[theirs]}（{_said(new)}）"
        return
    if isinstance(old.form, Each) and isinstance(new.form, Each):
        yield from _each(old.form, new.form)
    elif isinstance(old.form, Compare | Milestone | Attest):
        if old.form != new.form:
            yield REWRITTEN, f"由“{_said(old)}”改为“{_said(new)}”"
    else:
        one, two = limit_of(old.form), limit_of(new.form)
        if one is not None and two is not None:
            yield from _limits(old, new, one, two, before, after)
        if old.form[1:] != new.form[1:]:
            yield OTHER, "允许偏差、基准或口径改动"


def _limits(
    old: Target, new: Target, one: Limit, two: Limit, before: Indicator | None, after: Indicator | None
) -> Iterator[tuple[str, str]]:
    asked, now = _interval(one, before), _interval(two, after)
    if (asked, one.op) == (now, two.op):
        return
    kind = STRICTER if now.within(asked) else LOOSER if asked.within(now) else REWRITTEN
    if isinstance(new.form, Plan) or "~" in (one.op, two.op):
        kind = REWRITTEN
    yield kind, f"{_time(old, new)}{_moved(one, two, old)}"


def _interval(limit: Limit, indicator: Indicator | None) -> Interval:
    return limit.interval() if indicator is None else asked_of(limit, indicator)


def _moved(one: Limit, two: Limit, target: Target) -> str:
    """由 95.5% 提高到 97%; where operator or unit changed too, both as they stand."""
    if one.op != two.op or one.op in ("..", "~") or one.unit != two.unit or isinstance(target.form, Change | Growth):
        return f"由 {limit_text(one)} 改为 {limit_text(two)}"
    verb = "提高到" if two.low > one.low else "降低到"
    return f"由 {_figure(one.low, one)} {verb} {_figure(two.low, two)}"


def _figure(value: Fraction, limit: Limit) -> str:
    unit = limit.unit.name
    return f"{number(value)}{unit}" if unit in ("%", "‰") else f"{number(value)} {unit}"


def _time(old: Target, new: Target) -> str:
    """The year both are due, where it is one and the same."""
    if old.every and new.every:
        return "每年"
    return f"{new.by[:4]} 年" if new.by is not None and old.by == new.by and old.every == new.every else ""


def _each(one: Each, two: Each) -> Iterator[tuple[str, str]]:
    for label, mine, theirs in (("适用条件", one.where, two.where), ("要求", one.require, two.require)):
        before, after = mine.text if mine else "无", theirs.text if theirs else "无"
        if before != after:
            kind = _strictness(before, after) if label == "要求" else REWRITTEN
            yield kind, f"{label}由“{before}”改为“{after}”"
    if one.share[:3] != two.share[:3]:
        inside, outside = two.share.interval(), one.share.interval()
        kind = STRICTER if inside.within(outside) else LOOSER if outside.within(inside) else REWRITTEN
        yield kind, f"比例由 {limit_text(one.share)} 改为 {limit_text(two.share)}"
    if one.kind != two.kind:
        yield REWRITTEN, "逐一要求的对象改动"


def _strictness(before: str, after: str) -> str:
    """Whether a condition on one and the same item asks more or less."""
    one, two = _SIMPLE.fullmatch(before), _SIMPLE.fullmatch(after)
    if one is None or two is None or one[1] != two[1]:
        return REWRITTEN
    mine, theirs = Interval.of(one[2], Fraction(one[3])), Interval.of(two[2], Fraction(two[3]))
    return STRICTER if theirs.within(mine) else LOOSER if mine.within(theirs) else REWRITTEN


def _due(old: Target, new: Target) -> Iterator[tuple[str, str]]:
    if old.every != new.every:
        yield (
            (STRICTER, f"由{_day(old.by)}达到改为逐年达到")
            if new.every
            else (LOOSER, f"由逐年达到改为{_day(new.by)}达到")
        )
        return
    if old.by == new.by:
        return
    if new.every:
        longer = new.by is None or (old.by is not None and new.by > old.by)
        yield (STRICTER if longer else LOOSER), f"逐年要求由{_until(old.by)}改为{_until(new.by)}"
    else:
        earlier = old.by is None or (new.by is not None and new.by < old.by)
        yield (EARLIER if earlier else LATER), f"期限由{_day(old.by)}{'提前' if earlier else '推迟'}到{_day(new.by)}"


def _day(by: str | None) -> str:
    if by is None:
        return "没有写明的期限"
    return f" {by[:4]} 年" if by.endswith("-12-31") else f" {by}"


def _until(by: str | None) -> str:
    return "长期" if by is None else f"至{_day(by)}"


def _leads(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if old == new:
        return
    parts = []
    if old[:1] != new[:1]:
        parts.append(f"牵头单位由{old[0] if old else '未写明'}改为{new[0] if new else '未写明'}")
    if added := [unit for unit in new if unit not in old]:
        parts.append("增加" + "、".join(added))
    if gone := [unit for unit in old if unit not in new]:
        parts.append("减少" + "、".join(gone))
    yield LEAD, "，".join(parts) or "排列次序改动"


def _clause(old: Target, new: Target) -> Iterator[tuple[str, str]]:
    if _place(old.clause.at) != _place(new.clause.at):
        yield PLACE, f"依据由“{old.clause.at}”移到“{new.clause.at}”"
    if fold(old.clause.quote) != fold(new.clause.quote):
        yield QUOTE, f"引文由“{old.clause.quote}”改为“{new.clause.quote}”"


def _place(at: str) -> tuple[object, ...]:
    """Where a place is, without the heading words an author adds to a numbered paragraph."""
    place = parse_place(at)
    return place if place.paragraph is None else place._replace(words="")


_OTHERS = (
    ("基期数值", "baseline"),
    ("逐年进度", "path"),
    ("过渡期放宽", "relaxed"),
    ("有效期", "effective"),
    ("修约比较", "rounded"),
    ("口径", "formula"),
)


def _rest(old: Target, new: Target) -> Iterator[tuple[str, str]]:
    for label, field in _OTHERS:
        if getattr(old, field) != getattr(new, field):
            yield OTHER, f"{label}由{_plain(getattr(old, field))}改为{_plain(getattr(new, field))}"
    if old.unverified != new.unverified:
        yield OTHER, "改为待核对" if new.unverified else "已与原文核对"


def _plain(value: object) -> str:
    if value is None or value == ():
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, tuple):
        text = getattr(value, "text", None)
        return str(text) if isinstance(text, str) else "：".join(_plain(part) for part in value)
    return str(value)


def _said(target: Target) -> str:
    """What a target asks, shortly."""
    form = target.form
    limit = limit_of(form)
    if isinstance(form, Each):
        return form.require.text if form.require else limit_text(form.share)
    if isinstance(form, Compare):
        return f"{form.op} {form.than or form.of}"
    if isinstance(form, Milestone | Attest):
        return f"{getattr(form, 'subject', None) or ''}{form.what}"
    return limit_text(limit) if limit is not None else ""
