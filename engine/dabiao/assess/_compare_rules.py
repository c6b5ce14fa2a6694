"""What the requirement behind a verdict says otherwise than it did, in the words `dabiao rules diff` uses."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.assessment import ClauseText, Verdict
from dabiao.quantity import Interval
from dabiao.rules._diff_fields import LEAD, LOOSER, NATURE, OTHER, PLACE, QUOTE, REWRITTEN, STRICTER, STRONGER, WEAKER

_FORCES = {"must": "必须", "strive": "力争", "encourage": "鼓励"}
_RANK = ("encourage", "strive", "must")


class RuleChange(NamedTuple):
    """A thing the rule says otherwise: its kind (收紧, 放宽, …), and the words before and after."""

    kind: str
    was: str
    now: str


def rule_changes(was: Verdict, now: Verdict, same_year: bool) -> tuple[RuleChange, ...]:
    """Everything the requirement says otherwise. What moves with the year alone (this year's path) counts only within one year."""
    return tuple(_changes(was, now, same_year))


def _changes(was: Verdict, now: Verdict, same_year: bool) -> Iterator[RuleChange]:
    if was.requirement != now.requirement or _asked(was) != _asked(now):
        yield RuleChange(_strictness(was, now), was.requirement, now.requirement)
    elif same_year and was.path != now.path:
        yield RuleChange(OTHER, _path(was), _path(now))
    if was.force != now.force:
        kind = STRONGER if _RANK.index(now.force) > _RANK.index(was.force) else WEAKER
        yield RuleChange(kind, _FORCES[was.force], _FORCES[now.force])
    if was.nature != now.nature:
        yield RuleChange(NATURE, was.nature or "未写明", now.nature or "未写明")
    if was.lead != now.lead:
        yield RuleChange(LEAD, "、".join(was.lead) or "未写明", "、".join(now.lead) or "未写明")
    if was.clause != now.clause:
        kind = QUOTE if was.clause.quote != now.clause.quote else PLACE
        yield RuleChange(kind, _clause(was.clause), _clause(now.clause))


def _asked(verdict: Verdict) -> tuple[object, ...]:
    """What the rule itself says; what a compared figure has to reach is another figure, no rule."""
    limit = () if verdict.form == "compare" else (verdict.limit, verdict.unit)
    return verdict.form, verdict.op, *limit, verdict.by, verdict.every


def _strictness(was: Verdict, now: Verdict) -> str:
    """收紧 where the new limit implies the old, 放宽 where the old implies the new, compared exactly in one unit."""
    one, two = _interval(was), _interval(now)
    same = (was.unit, was.form, was.by, was.every) == (now.unit, now.form, now.by, now.every)
    if one is None or two is None or not same or one == two:
        return REWRITTEN
    return STRICTER if two.within(one) else LOOSER if one.within(two) else REWRITTEN


def _interval(verdict: Verdict) -> Interval | None:
    limit = verdict.limit
    if isinstance(limit, tuple):
        return Interval(Fraction(limit[0]), Fraction(limit[1])) if verdict.op == ".." else None
    if limit is None or verdict.op not in (">=", ">", "<=", "<", "="):
        return None
    return Interval.of(verdict.op, Fraction(limit))


def _path(verdict: Verdict) -> str:
    return "本年没有进度要求" if verdict.path is None else f"本年应到 {verdict.path} {verdict.unit or ''}".rstrip()


def _clause(clause: ClauseText) -> str:
    return f"{clause.source}{clause.number or ''} {clause.at}「{clause.quote}」"
