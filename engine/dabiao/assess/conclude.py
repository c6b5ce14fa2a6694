"""Conclusions over verdicts and other conclusions: all, any, none, at_least; three outcomes, by two engines alike."""

from collections.abc import Callable, Mapping, Sequence

from dabiao.assess.model import MET, NOT_APPLICABLE, NOT_MET, WAIVED
from dabiao.record import NamedTuple
from dabiao.rules.model import Conclusion

PASSED, FAILED, OPEN = "合格", "不合格", "待定"


class Count(NamedTuple):
    """How many members of a group hold, fail, and are open. Members that do not count (不适用, 豁免) are left out."""

    holding: int
    failing: int
    open: int


class Member(NamedTuple):
    """What counts in a conclusion: another conclusion, or the verdict of that number among its target's; and what it says."""

    id: str
    number: int | None
    label: str
    state: str


class Concluded(NamedTuple):
    """A conclusion's outcome and the members it rests on: those that decide it."""

    conclusion: Conclusion
    outcome: str
    rests_on: tuple[Member, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """The members it rests on, in words."""
        return tuple(f"{member.label}：{member.state}" for member in self.rests_on)


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


Decide = Callable[[Sequence[tuple[Conclusion, Count]]], list[str]]


def by_reference(counts: Sequence[tuple[Conclusion, Count]]) -> list[str]:
    """The outcomes of conclusions whose members are known, by the reference meaning."""
    return [outcome_of(conclusion.kind, conclusion.least, count) for conclusion, count in counts]


def conclude(
    conclusions: Sequence[Conclusion],
    verdicts: Mapping[str, Sequence[tuple[str, str]]],
    decide: Decide = by_reference,
) -> list[Concluded]:
    """The outcome of every conclusion of a pack, in order of dependence: layer by layer, each from what the one before gave.

    `verdicts` gives, for each target id, (label, verdict) of every school, stage and year it was judged for.
    """
    known: dict[str, Concluded] = {}
    for layer in layers(conclusions):
        states = {conclusion.id: members(conclusion, verdicts, known) for conclusion in layer}
        outcomes = decide([(conclusion, counted(states[conclusion.id])) for conclusion in layer])
        for conclusion, outcome in zip(layer, outcomes, strict=True):
            known[conclusion.id] = Concluded(
                conclusion, outcome, deciding(conclusion.kind, outcome, states[conclusion.id])
            )
    return [known[conclusion.id] for conclusion in conclusions]


def members(
    conclusion: Conclusion, verdicts: Mapping[str, Sequence[tuple[str, str]]], known: Mapping[str, Concluded]
) -> list[Member]:
    """Every member that counts, with what it says."""
    states: list[Member] = []
    for member in conclusion.members:
        if member in known:
            states.append(Member(member, None, known[member].conclusion.title, known[member].outcome))
            continue
        for number, (label, verdict) in enumerate(verdicts.get(member, ())):
            if (state := state_of(verdict)) is not None:
                states.append(Member(member, number, label, state))
    return states


def counted(members: Sequence[Member]) -> Count:
    """The members by state."""
    found = [member.state for member in members]
    return Count(found.count(PASSED), found.count(FAILED), found.count(OPEN))


def deciding(kind: str, outcome: str, members: Sequence[Member]) -> tuple[Member, ...]:
    """The members an outcome rests on: what fails, else what is open, else what holds."""
    worst = {FAILED: PASSED if kind == "none" else FAILED, OPEN: OPEN, PASSED: FAILED if kind == "none" else PASSED}[
        outcome
    ]
    return tuple(member for member in members if member.state == worst)


def layers(conclusions: Sequence[Conclusion]) -> list[list[Conclusion]]:
    """Conclusions by depth: those over targets alone first. The linker has refused cycles."""
    by_id = {conclusion.id: conclusion for conclusion in conclusions}
    depth: dict[str, int] = {}

    def measure(conclusion: Conclusion) -> int:
        if conclusion.id not in depth:
            below = [measure(by_id[member]) for member in conclusion.members if member in by_id]
            depth[conclusion.id] = max(below, default=-1) + 1
        return depth[conclusion.id]

    for conclusion in conclusions:
        measure(conclusion)
    deepest = max(depth.values(), default=-1)
    return [[c for c in conclusions if depth[c.id] == level] for level in range(deepest + 1)]
