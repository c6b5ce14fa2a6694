"""An explanation as plain text."""

from dabiao.assess.assessment import Verdict
from dabiao.assess.explain import Explanation
from dabiao.assess.model import FLAGS, VERDICTS

FORCE = {"must": "硬性要求", "strive": "力争", "encourage": "鼓励"}


def render(explanation: Explanation) -> str:
    """Clause, requirement, definition, steps, other clauses, history: a heading and indented lines each."""
    verdict = explanation.verdict
    stage = f"（{verdict.stage}）" if verdict.stage else ""
    entity = f"　{verdict.entity}" if verdict.entity else ""
    lines = [
        f"{verdict.indicator_name}{stage}{entity}　{verdict.year} 年　{VERDICTS[verdict.verdict]}{_flags(verdict)}",
        "",
        "依据",
        *_clause(verdict),
        f"  要求：{verdict.requirement}，{FORCE[verdict.force]}" + (f"，{verdict.nature}" if verdict.nature else ""),
    ]
    if verdict.lead:
        lines.append(f"  责任单位：{'、'.join(verdict.lead)}")
    if explanation.definition:
        lines.append(f"  口径：{explanation.definition}")
    lines += ["", "计算", *(f"  {n}. {step}" for n, step in enumerate(explanation.steps, 1))]
    if verdict.note:
        lines += ["", "说明", f"  {verdict.note}"]
    if explanation.others:
        lines += ["", "同一指标的其他条款"]
        for other in explanation.others:
            lines.append(
                f"  {VERDICTS[other.verdict]}　{other.requirement}{f'（{other.stage}）' if other.stage else ''}"
            )
            lines += [f"  {line}" for line in _clause(other)]
    if explanation.history:
        unit = f" {verdict.unit}" if verdict.unit else ""
        lines += ["", "历年"]
        lines += [
            f"  {y.year} 年　{y.shown or '—'}{unit if y.shown else ''}　{VERDICTS[y.verdict]}"
            for y in explanation.history
        ]
    return "\n".join(lines) + "\n"


def _flags(verdict: Verdict) -> str:
    return f"〔{'、'.join(FLAGS[flag] for flag in verdict.flags)}〕" if verdict.flags else ""


def _clause(verdict: Verdict) -> list[str]:
    clause = verdict.clause
    number = f" {clause.number}" if clause.number else ""
    return [
        f"  {clause.source}{number}　{clause.at}",
        f"  原文：「{clause.quote}」",
        f"  规则：{verdict.rule}（{verdict.pack}/{verdict.target}）",
    ]
