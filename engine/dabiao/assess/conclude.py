"""Conclusions over verdicts and other conclusions: all, any, none, at_least; three outcomes, by two engines alike."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dabiao.assess.model import MET, NOT_APPLICABLE, NOT_MET, WAIVED
from dabiao.rules.model import Conclusion

PASSED, FAILED, OPEN = "合格", "不合格", "待定"


class Count(NamedTuple):
    """How many members of a group hold, fail, and are open. Members that do not count (不适用, 豁免) are left out."""

    holding: int
    failing: int
    open: int


class Concluded(NamedTuple):
    """A conclusion's outcome and the members it rests on: those that decide it, worst first."""

    conclusion: Conclusion
    outcome: str
    because: tuple[str, ...]


def state_of(verdict: str) -> str | None:
    """What a verdict says to a conclusion: only met holds; only not_met fails; waived and not applicable say nothing.

    待佐证 and 缺数据, and whatever is not yet due, leave it open: they never make 合格.
    """
    if verdict in (NOT_APPLICABLE, WAIVED):
        return None
    return {MET: PASSED, NOT_MET: FAILED}.get(verdict, OPEN)


def outcome_of(kind: str, least: int, count: Count) -> str:
    """The outcome of one group: the meaning both engines share."""
    holding, failing, unsettled = count
    if kind == "none":
        if holding:
            return FAILED
        return OPEN if unsettled or not failing else PASSED
    total = holding + failing + unsettled
    wanted = {"all": total, "any": 1, "at_least": least}[kind]
    if total == 0:
        return OPEN
    if holding >= wanted:
        return PASSED
    return FAILED if holding + unsettled < wanted else OPEN


def conclude(conclusions: Sequence[Conclusion], verdicts: Mapping[str, Sequence[tuple[str, str]]]) -> list[Concluded]:
    """The outcome of every conclusion of a pack, in order of dependence.

    `verdicts` gives, for each target id, (label, verdict) of every school, stage and year it was judged for.
    """
    known: dict[str, Concluded] = {}
    for conclusion in ordered(conclusions):
        states = members(conclusion, verdicts, known)
        count = counted(states)
        outcome = outcome_of(conclusion.kind, conclusion.least, count)
        known[conclusion.id] = Concluded(conclusion, outcome, because(conclusion.kind, outcome, states))
    return [known[conclusion.id] for conclusion in ordered(conclusions)]


def members(
    conclusion: Conclusion, verdicts: Mapping[str, Sequence[tuple[str, str]]], known: Mapping[str, Concluded]
) -> list[tuple[str, str]]:
    """(label, state) of every member that counts."""
    states: list[tuple[str, str]] = []
    for member in conclusion.members:
        if member in known:
            states.append((known[member].conclusion.title, known[member].outcome))
            continue
        for label, verdict in verdicts.get(member, ()):
            if (state := state_of(verdict)) is not None:
                states.append((label, state))
    return states


def counted(states: Sequence[tuple[str, str]]) -> Count:
    """The members by state."""
    found = [state for _, state in states]
    return Count(found.count(PASSED), found.count(FAILED), found.count(OPEN))


def because(kind: str, outcome: str, states: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The members an outcome rests on: what fails, else what is open, else what holds."""
    worst = {FAILED: PASSED if kind == "none" else FAILED, OPEN: OPEN, PASSED: FAILED if kind == "none" else PASSED}[outcome]
    return tuple(f"{label}：{state}" for label, state in states if state == worst)


def ordered(conclusions: Sequence[Conclusion]) -> list[Conclusion]:
    """Members before those that rest on them. The linker has refused cycles."""
    by_id = {conclusion.id: conclusion for conclusion in conclusions}
    done: dict[str, Conclusion] = {}

    def visit(conclusion: Conclusion) -> None:
        if conclusion.id in done:
            return
        for member in conclusion.members:
            if member in by_id:
                visit(by_id[member])
        done[conclusion.id] = conclusion

    for conclusion in conclusions:
        visit(conclusion)
    return list(done.values())
