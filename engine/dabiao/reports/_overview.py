"""What an assessment comes to: the result in a sentence, its documents, and the counts under a name."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, PackInfo, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._bars import ASCII
from dabiao.reports._opening import glance
from dabiao.reports._screen import Screen

# a screen on which no sentence is broken
_UNBROKEN = Screen(10**9, False, ASCII)


class Counts(NamedTuple):
    """How many verdicts of each kind there are under each name; `kinds` are those that occur, worst first."""

    kinds: tuple[str, ...]
    rows: tuple[tuple[str, Counter[str]], ...]


def overview(assessment: Assessment) -> str:
    """The result in a sentence, as the terminal report has it."""
    return "".join(glance(_UNBROKEN, assessment)[:1])


def document_text(pack: PackInfo, year: int) -> str:
    """A document with its number, its years and how many of its targets were checked."""
    title = f"《{pack.title}》{pack.number or ''}" if pack.title else f"{pack.id}（原文没有标题）{pack.number or ''}"
    told = f"{title}，{words.period(*pack.period)}"
    if pack.left_out:
        return f"{told}，没有学校（幼儿园）表，没有评估"
    if not pack.in_force:
        return f"{told}，本年不适用"
    base = f"，{year} 年是基准年，目标尚未到期" if year < pack.period[0] else ""
    return f"{told}，检查 {pack.verdicts} 项{base}"


def by_document(assessment: Assessment) -> Counts:
    """The counts of each document."""
    titles = {pack.id: f"《{pack.title}》" for pack in assessment.packs if pack.title}
    return _counts(assessment, lambda verdict: titles.get(verdict.pack, verdict.pack))


def by_stage(assessment: Assessment) -> Counts:
    """The counts of each stage."""
    return _counts(assessment, lambda verdict: verdict.stage or "不分学段")


def by_lead(assessment: Assessment) -> Counts:
    """The counts of each lead unit (the first named)."""
    return _counts(assessment, lambda verdict: verdict.lead[0] if verdict.lead else "没有写明")


def _counts(assessment: Assessment, name_of: Callable[[Verdict], str]) -> Counts:
    found: dict[str, Counter[str]] = {}
    for verdict in assessment.verdicts:
        found.setdefault(name_of(verdict), Counter())[verdict.verdict] += 1
    kinds = tuple(kind for kind in VERDICTS if any(counter[kind] for counter in found.values()))
    return Counts(kinds, tuple(found.items()))
