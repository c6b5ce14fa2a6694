"""GitHub annotations of an assessment: a line a target that is not met, lags, or has no figure or evidence."""

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._quality_words import told as all_findings
from dabiao.reports._safe import clean
from dabiao.reports._sentence import message
from dabiao.reports.machine import annotation
from dabiao.reports.sarif import TOLD, cell_line, level, rule_place

_LEVELS = {"note": "notice"}


def render(assessment: Assessment) -> bytes:
    """Workflow commands as UTF-8, the counts first, what is owed and fails before the rest."""
    told = [verdict for verdict in assessment.verdicts if verdict.verdict in TOLD]
    lines = [annotation("notice", _counts(assessment), "", 0, "达标检查")]
    if assessment.incomplete:
        missing = clean("、".join(assessment.incomplete))
        lines.append(annotation("error", f"检查不完整，没有得出任何判定：{missing}", "", 0, "检查不完整"))
    lines += [_line(verdict) for verdict in sorted(told, key=lambda v: TOLD.index(v.verdict))]
    for finding in all_findings(assessment):
        text = clean(f"{finding.message} {finding.hint} {'、'.join(finding.places)}")
        lines.append(annotation(finding.severity, text, "", 0, clean(finding.code)))
    return "".join(line + "\n" for line in lines).encode()


def _counts(assessment: Assessment) -> str:
    found = {kind: sum(v.verdict == kind for v in assessment.verdicts) for kind in VERDICTS}
    told = "，".join(f"{VERDICTS[kind]} {count}" for kind, count in found.items() if count)
    return clean(
        f"{assessment.region_name} {assessment.year} 年共检查 {len(assessment.verdicts)} 项：{told or '没有判定'}。"
    )


def _line(verdict: Verdict) -> str:
    """At the cell of its figure where it stands in a text table, else at its rule."""
    places = [(place.file, cell_line(place)) for place in verdict.origin]
    file, line = places[0] if places else rule_place(verdict)
    grave = level(verdict)
    title = clean(f"{VERDICTS[verdict.verdict]} {words.name(verdict)}")
    return annotation(_LEVELS.get(grave, grave), message(verdict), clean(file), line, title)
