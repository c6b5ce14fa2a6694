"""SARIF 2.1.0 of an assessment: what is not met, lags, has no figure or no evidence, each at the cell of its figure."""

import hashlib
import re
from typing import Any

from dabiao.assess.assessment import Assessment, Finding, Place, Verdict
from dabiao.reports import _words as words
from dabiao.reports._quality_words import told as all_findings
from dabiao.reports._safe import clean
from dabiao.reports._sentence import clause_text, message, rule_id
from dabiao.reports.machine import sarif_log, sarif_place, uri

LEVELS = {"must": "error", "strive": "warning", "encourage": "note"}
TOLD = ("not_met", "behind", "unverified", "no_data")
_ROW = re.compile(r"[A-Z]+([0-9]+)")
_SPAN = re.compile(r"(.*?)(?::(\d+))?(?::\d+)?", re.DOTALL)


def render(assessment: Assessment) -> bytes:
    """The log as UTF-8 JSON. Rules are our targets, each with its clause as help; data findings keep their codes."""
    told = [verdict for verdict in assessment.verdicts if verdict.verdict in TOLD]
    rules = list({rule_id(verdict): _rule(verdict) for verdict in reversed(told)}.values())[::-1]
    rules += [{"id": code} for code in dict.fromkeys(clean(finding.code) for finding in all_findings(assessment))]
    results = [_result(assessment, verdict) for verdict in told]
    results += [_finding(finding) for finding in all_findings(assessment)]
    artifacts = [{"location": {"uri": uri(path)}, "hashes": {"sha-256": digest}} for path, digest in assessment.inputs]
    properties = {
        "region": assessment.region,
        "region_name": clean(assessment.region_name),
        "year": assessment.year,
        "rulebook": assessment.rulebook,
        "counts": dict(assessment.counts),
        "incomplete": [clean(pack) for pack in assessment.incomplete],
    }
    whole = {"executionSuccessful": not assessment.incomplete}
    return sarif_log(
        rules, results, language="zh-CN", invocations=[whole], artifacts=artifacts, properties=properties
    ).encode()


def level(verdict: Verdict) -> str:
    """How grave it is: only what is owed and fails is an error."""
    return LEVELS[verdict.force] if verdict.verdict == "not_met" else "warning"


def _rule(verdict: Verdict) -> dict[str, Any]:
    name = clean(words.name(verdict._replace(entity=None)))
    clause = clean(clause_text(verdict))
    return {
        "id": rule_id(verdict),
        "shortDescription": {"text": name},
        "fullDescription": {"text": clean(f"{name}：{words.requirement(verdict)}")},
        "help": {"text": f"依据：{clause}"},
        "defaultConfiguration": {"level": LEVELS[verdict.force]},
    }


def _result(assessment: Assessment, verdict: Verdict) -> dict[str, Any]:
    file, line = rule_place(verdict)
    identity = "\0".join((assessment.region, verdict.pack, verdict.target, verdict.stage or "", verdict.entity or ""))
    figures = {key: getattr(verdict, key) for key in ("value", "shown", "limit", "gap", "unit", "path")}
    return {
        "ruleId": rule_id(verdict),
        "level": level(verdict),
        "message": {"text": message(verdict)},
        "locations": [_cell(place) for place in verdict.origin] or [sarif_place(file, line)],
        "relatedLocations": [{**sarif_place(file, line), "message": {"text": "规则"}}],
        "partialFingerprints": {"target/v1": hashlib.sha256(identity.encode(errors="replace")).hexdigest()},
        "properties": {
            "verdict": verdict.verdict,
            "flags": list(verdict.flags),
            **{key: _clean(value) for key, value in figures.items() if value is not None},
        },
    }


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else [clean(part) for part in value]


def rule_place(verdict: Verdict) -> tuple[str, int]:
    """The file and line of the rule."""
    match = _SPAN.fullmatch(verdict.rule)
    return (verdict.rule, 0) if match is None else (match[1], int(match[2] or 0))


def cell_line(place: Place) -> int:
    """The line a cell of a text table stands on (that of its row, where no cell above spans lines); 0 for workbooks."""
    match = _ROW.fullmatch(place.cell)
    return int(match[1]) if match and place.sheet is None else 0


def _cell(place: Place) -> dict[str, Any]:
    made: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri(place.file)}}}
    if line := cell_line(place):
        made["physicalLocation"]["region"] = {"startLine": line}
    return {**made, "logicalLocations": [{"fullyQualifiedName": clean(words.place(place))}]}


def _finding(finding: Finding) -> dict[str, Any]:
    hint = f" 改法：{finding.hint}" if finding.hint else ""
    return {
        "ruleId": clean(finding.code),
        "level": finding.severity,
        "message": {"text": clean(finding.message + hint)},
        "locations": [_place(text) for text in finding.places],
    }


def _place(text: str) -> dict[str, Any]:
    """The place of a finding, as text: file:line, or workbook!sheet!cell."""
    if "!" in text:
        name = {"logicalLocations": [{"fullyQualifiedName": clean(text)}]}
        return {"physicalLocation": {"artifactLocation": {"uri": uri(text.partition("!")[0])}}, **name}
    match = _SPAN.fullmatch(text)
    return sarif_place(text, 0) if match is None else sarif_place(match[1], int(match[2] or 0))
