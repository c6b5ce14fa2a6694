"""What the packs' own tests found: as plain text and JSON."""

import json
from collections.abc import Sequence
from typing import Any

from dabiao.diagnostics import Diagnostic, Span
from dabiao.testing.suite import Tried


def render_text(tried: Sequence[Tried]) -> str:
    """A line a failing thing, a line a pack, a line for all."""
    lines = []
    for one in tried:
        lines += [str(diagnostic) for diagnostic in one.findings]
        lines.append(f"{one.pack}：{one.targets} 项目标，{_counts([one])}")
    failed = sum(len(one.findings) for one in tried)
    result = f"{failed} 处不符" if failed else "全部通过"
    return "\n".join([*lines, f"共 {len(tried)} 个规则包：{_counts(tried)}。{result}。"]) + "\n"


def _counts(tried: Sequence[Tried]) -> str:
    examples, cases = sum(one.examples for one in tried), sum(one.cases for one in tried)
    mutants, survived = sum(one.mutants for one in tried), sum(one.survived for one in tried)
    return f"样例 {examples}，边界 {cases}，变异 {mutants} 个，存活 {survived}"


def render_json(tried: Sequence[Tried]) -> str:
    """Counts and findings of each pack."""
    return json.dumps([_plain(one) for one in tried], ensure_ascii=False, indent=1) + "\n"


def _plain(tried: Tried) -> dict[str, Any]:
    return {
        "pack": tried.pack,
        "file": tried.file,
        "targets": tried.targets,
        "examples": tried.examples,
        "cases": tried.cases,
        "mutants": tried.mutants,
        "survived": tried.survived,
        "findings": [_finding(diagnostic) for diagnostic in tried.findings],
    }


def _finding(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "places": [_place(span) for span in diagnostic.spans],
        "hint": diagnostic.hint,
    }


def _place(span: Span) -> dict[str, Any]:
    return {"file": span.file, "line": span.line}
