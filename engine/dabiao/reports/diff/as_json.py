"""The comparison as JSON: every change with both verdicts' figures, what the rule says otherwise, and the sentence."""

import json
from typing import Any

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.compare import Change, Comparison
from dabiao.reports.diff.sentences import sections, summary

VERSION = "1"
_KEPT = (
    "verdict",
    "value",
    "shown",
    "gap",
    "short",
    "op",
    "limit",
    "unit",
    "requirement",
    "by",
    "force",
    "due",
    "flags",
)


def render(comparison: Comparison) -> str:
    """The comparison, in the order of the screen. Numbers are decimal texts as in the assessments; the same bytes every time."""
    said = {section.key: section.items for section in sections(comparison)}
    changes = [
        {**_change(change), "sentences": [item.says, *item.more]}
        for key in said
        for change, item in zip(comparison.of(key), said[key], strict=False)
    ]
    made = {
        "version": VERSION,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "newly_failing": sum(change.failing for change in comparison.changes),
        "worse": comparison.worse,
        "unchanged": comparison.unchanged,
        "rulebook_changed": comparison.rulebook,
        "summary": summary(comparison),
        "changes": changes,
        "conclusions": [
            {
                "pack": known.pack,
                "id": known.id,
                "title": known.title,
                "was": one.was and one.was.outcome,
                "now": one.now and one.now.outcome,
            }
            for one in comparison.conclusions
            if (known := one.now or one.was)
        ],
        "packs": [
            {"id": pack.id, "was": was is not None, "now": now is not None}
            for was, now in comparison.packs
            if (pack := now or was)
        ],
        "files": [one._asdict() for one in comparison.files],
        "findings": {
            "new": [finding._asdict() for finding in comparison.findings],
            "settled": [finding._asdict() for finding in comparison.settled],
        },
    }
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    # half a surrogate pair (of a file name that is not UTF-8) can not be written: as the escape JSON has for it
    return text.encode(errors="backslashreplace").decode()


def _side(assessment: Assessment) -> dict[str, Any]:
    return {
        "region": assessment.region,
        "region_name": assessment.region_name,
        "year": assessment.year,
        "rulebook": assessment.rulebook,
        "counts": dict(assessment.counts),
    }


def _change(change: Change) -> dict[str, Any]:
    verdict = change.known
    return {
        "kind": change.kind,
        "pack": verdict.pack,
        "target": verdict.target,
        "name": verdict.indicator_name,
        "stage": verdict.stage,
        "entity": verdict.entity,
        "was": _verdict(change.was),
        "now": _verdict(change.now),
        "rules": [rule._asdict() for rule in change.rules],
    }


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {**{key: getattr(verdict, key) for key in _KEPT}, "clause": verdict.clause._asdict()}
