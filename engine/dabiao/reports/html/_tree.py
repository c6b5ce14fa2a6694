"""Conclusions as a tree: each with how its members make it, the conclusions below it, and the verdicts it rests on."""

from collections import Counter
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, ConclusionText, Verdict
from dabiao.assess.model import MET, VERDICTS
from dabiao.reports import _words as words

OUTCOMES = {"合格": ("√", "met"), "不合格": ("×", "not_met"), "待定": ("?", "unverified")}
_RULES = {"all": "各项都合格才合格", "any": "有一项合格即合格", "none": "一项也没有才合格"}


class Leaf(NamedTuple):
    """A verdict below a conclusion; `decides`: the conclusion rests on it."""

    id: str
    name: str
    kind: str
    word: str
    decides: bool


class Member(NamedTuple):
    """A target below a conclusion: its verdicts in a phrase, and those worth naming one by one; `fine`: all are met."""

    name: str
    told: str
    leaves: tuple[Leaf, ...]
    fine: bool


class Node(NamedTuple):
    """A conclusion with its outcome, and what it is made of: conclusions, targets that need a look, targets that are fine."""

    conclusion: ConclusionText
    sign: str
    kind: str
    how: str
    source: str
    below: tuple["Node", ...]
    members: tuple[Member, ...]
    fine: tuple[Member, ...]


def tree(assessment: Assessment) -> tuple[Node, ...]:
    """The conclusions no other rests on, each with those below it; one that would contain itself ends there."""
    known = {(one.pack, one.id): one for one in assessment.conclusions}
    inner = {(one.pack, member) for one in assessment.conclusions for member in one.members if member != one.id}
    by_target: dict[tuple[str, str], list[tuple[str, Verdict]]] = {}
    for number, verdict in enumerate(assessment.verdicts, 1):
        by_target.setdefault((verdict.pack, verdict.target), []).append((f"v{number}", verdict))

    def node(one: ConclusionText, above: frozenset[str]) -> Node:
        sign, kind = OUTCOMES.get(one.outcome, ("", "other"))
        inside = above | {one.id}
        below = [known[one.pack, m] for m in one.members if (one.pack, m) in known and m not in inside]
        decisive = {(rest.id, rest.stage, rest.entity) for rest in one.rests_on if rest.kind == "target"}
        found = [_member(by_target[one.pack, m], decisive) for m in one.members if (one.pack, m) in by_target]
        return Node(
            one,
            sign,
            kind,
            _RULES.get(one.rule, f"至少 {one.least} 项合格才合格"),
            "" if one.clause is None else words.source(one.clause.source, assessment),
            tuple(node(child, inside) for child in below),
            tuple(member for member in found if not member.fine),
            tuple(member for member in found if member.fine),
        )

    roots = [one for one in assessment.conclusions if (one.pack, one.id) not in inner]
    return tuple(node(one, frozenset()) for one in roots or assessment.conclusions)


def _member(found: list[tuple[str, Verdict]], decisive: set[tuple[str, str | None, str | None]]) -> Member:
    """One verdict is named as it is; of several those that are not met or decide, the others counted."""
    leaves = []
    for row, verdict in found:
        decides = (verdict.target, verdict.stage, verdict.entity) in decisive
        if len(found) == 1 or verdict.verdict != MET:
            leaves.append(_leaf(row, verdict, decides))
    counts = Counter(verdict.verdict for _, verdict in found)
    told = "，".join(f"{VERDICTS.get(kind, kind)} {counts[kind]}" for kind in sorted(counts, key=_rank))
    fine = set(counts) == {MET}
    return Member(found[0][1].indicator_name, f"共 {len(found)} 项：{told}", tuple(leaves), fine)


def _leaf(row: str, verdict: Verdict, decides: bool) -> Leaf:
    kind = verdict.verdict if verdict.verdict in VERDICTS else "other"
    return Leaf(row, words.name(verdict), kind, words.verdict_word(verdict.verdict), decides)


def _rank(kind: str) -> int:
    return list(VERDICTS).index(kind) if kind in VERDICTS else len(VERDICTS)
