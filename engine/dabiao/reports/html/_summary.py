"""Counts of verdicts by document, stage, lead unit and school."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._said import NO_STAGE, stages
from dabiao.reports.html._rows import OTHER, kind_of

_NO_LEAD = "没有写明"


class Count(NamedTuple):
    """How many verdicts of a kind."""

    kind: str
    sign: str
    word: str
    many: int


class Line(NamedTuple):
    """A document, stage, unit or school with its counts, in the order of the table's columns."""

    name: str
    counts: tuple[Count, ...]
    total: int


class Table(NamedTuple):
    """Counts by one thing; `kinds` are its columns."""

    title: str
    column: str
    kinds: tuple[Count, ...]
    lines: tuple[Line, ...]


def tiles(assessment: Assessment) -> tuple[Count, ...]:
    """Each kind that occurs, worst first."""
    found = Counter(kind_of(verdict.verdict) for verdict in assessment.verdicts)
    return _counts(found, _kinds(found))


def tables(assessment: Assessment) -> list[Table]:
    """By document, stage, lead unit and school; the last two only where there are any."""
    found = assessment.verdicts
    if not found:
        return []
    titles = {pack.id: f"《{pack.title}》" for pack in assessment.packs if pack.title}
    made = [
        _table("按文件", "文件", found, lambda verdict: titles.get(verdict.pack, verdict.pack)),
        _table("按学段", "学段", found, lambda verdict: verdict.stage or NO_STAGE, stages),
    ]
    if any(verdict.lead for verdict in found):
        made.append(_table("按牵头单位", "牵头单位", found, lambda v: v.lead[0] if v.lead else _NO_LEAD, _leads))
    schools = [verdict for verdict in found if verdict.entity]
    if schools:
        made.append(_table("按学校", "学校", schools, lambda verdict: verdict.entity or ""))
    return made


def _leads(names: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(names), key=lambda name: name == _NO_LEAD)


def _table(
    title: str,
    column: str,
    verdicts: Iterable[Verdict],
    named: Callable[[Verdict], str],
    ordered: Callable[[list[str]], list[str]] = lambda names: list(dict.fromkeys(names)),
) -> Table:
    by_name: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        by_name.setdefault(named(verdict), Counter())[kind_of(verdict.verdict)] += 1
    every = sum(by_name.values(), Counter[str]())
    kinds = _kinds(every)
    lines = []
    for name in ordered(list(by_name)):
        counts = _counts(by_name[name], kinds)
        lines.append(Line(name, counts, sum(one.many for one in counts)))
    return Table(title, column, _counts(every, kinds), tuple(lines))


def _kinds(found: Counter[str]) -> list[str]:
    return [kind for kind in (*VERDICTS, OTHER) if found[kind]]


def _counts(found: Counter[str], kinds: Iterable[str]) -> tuple[Count, ...]:
    return tuple(Count(kind, words.SIGNS.get(kind, ""), VERDICTS.get(kind, "其他"), found[kind]) for kind in kinds)
