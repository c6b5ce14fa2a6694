"""What an Assessment says of each problem a ledger may hold: one event a verdict."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.ledger.model import FAILING, FOUND, HELD, HOLDING, RUN, UNDECIDED, Event, Finding, finding_id
from dabiao.reports import _words as words
from dabiao.reports._safe import clean
from dabiao.reports._sentence import clause_text, outcome


def run_event(assessment: Assessment, sha256: str, current: bool, day: str | None) -> Event:
    """The coming in of an assessment."""
    facts = {
        "sha256": sha256,
        "region": assessment.region,
        "region_name": clean(assessment.region_name),
        "year": assessment.year,
        "current": current,
        "rulebook": assessment.rulebook,
        "inputs": [[clean(path), digest] for path, digest in assessment.inputs],
    }
    return Event(0, RUN, None, day, None, facts)


def events_of(assessment: Assessment, known: Mapping[str, Finding], day: str | None) -> Iterator[Event]:
    """What it says of every problem: those that fail, and those known before whatever became of them.

    A known problem it does not judge (no figure, no evidence, left out altogether) is never taken for solved.
    """
    silent = {ident: finding for ident, finding in known.items() if finding.region == assessment.region}
    for verdict in assessment.verdicts:
        ident = _id(assessment, verdict)
        was = silent.pop(ident, None)
        if verdict.verdict in FAILING:
            yield Event(0, FOUND, ident, day, None, _facts(assessment, verdict))
        elif was is not None:
            kind = HELD if verdict.verdict in HOLDING else UNDECIDED
            yield Event(0, kind, ident, day, None, {"year": assessment.year, "verdict": verdict.verdict})
    for ident in silent:
        yield Event(0, UNDECIDED, ident, day, None, {"year": assessment.year, "verdict": None})


def doubled(assessment: Assessment, name: str) -> list[Diagnostic]:
    """LED813 for every target, stage and entity the assessment judges twice: a ledger could not tell them apart."""
    counts = Counter((v.pack, v.target, v.stage, v.entity) for v in assessment.verdicts)
    return [
        error(
            "LED813",
            f"评估文件对 {pack}/{target}{''.join(f'（{part}）' for part in (stage, entity) if part)} 有 {count} 个判定",
            Span(name),
            hint="用 dabiao check … --format json 重新生成评估文件",
        )
        for (pack, target, stage, entity), count in counts.items()
        if count > 1
    ]


def _id(assessment: Assessment, verdict: Verdict) -> str:
    return finding_id(assessment.region, verdict.pack, verdict.target, verdict.stage, verdict.entity)


def _facts(assessment: Assessment, verdict: Verdict) -> dict[str, Any]:
    name = words.name(verdict._replace(entity=None))  # the school has a column of its own
    return {
        "region": assessment.region,
        "region_name": clean(assessment.region_name),
        "pack": clean(verdict.pack),
        "target": clean(verdict.target),
        "stage": None if verdict.stage is None else clean(verdict.stage),
        "entity": None if verdict.entity is None else clean(verdict.entity),
        "name": clean(name),
        "problem": clean(f"{name}：{outcome(verdict)}"),
        "basis": clean(clause_text(verdict)),
        "lead": clean("、".join(verdict.lead)),
        "standard": _standard(verdict),
        "gap": verdict.gap,
        "year": assessment.year,
        "verdict": verdict.verdict,
    }


def _standard(verdict: Verdict) -> str:
    """What the gap is measured against. A figure to be compared with moves every year; the rule is in the words."""
    if verdict.form == "compare":
        return clean(verdict.requirement)
    limit = verdict.limit if isinstance(verdict.limit, str) else "、".join(verdict.limit or ())
    return clean(f"{verdict.form} {verdict.op or ''} {limit} {verdict.unit or ''}".strip())
