"""Conflicts between clauses: as plain text, JSON, GitHub annotations and SARIF."""

import json
from typing import Any

from dabiao.quantity.rounding import machine_decimal
from dabiao.rules.conflicts import CONTRADICTION, KINDS, LOOSENING, Conflict, Side

_HEAVY = (CONTRADICTION, LOOSENING)


def render_text(conflicts: list[Conflict]) -> str:
    """Each conflict with both clauses, both places in the rules, and the value that shows it."""
    blocks = [_text(number, conflict) for number, conflict in enumerate(conflicts, 1)]
    return "\n".join([*blocks, f"共 {len(conflicts)} 处。"]) + "\n"


def _text(number: int, conflict: Conflict) -> str:
    stage = f"（{conflict.stage}）" if conflict.stage else ""
    lines = [
        f"{number}. {KINDS[conflict.kind]}：{conflict.indicator}{stage}",
        *_side(conflict.first),
        *_side(conflict.second),
    ]
    return "\n".join([*lines, f"   {conflict.explanation}", ""])


def _side(side: Side) -> list[str]:
    source = side.pack.source.title or side.pack.id
    clause = side.target.clause
    return [f"   {source} {clause.at}「{clause.quote}」", f"     {side.target.ref}　{side.target.span}"]


def render_json(conflicts: list[Conflict]) -> str:
    """The conflicts as JSON."""
    return json.dumps([_plain(conflict) for conflict in conflicts], ensure_ascii=False, indent=1) + "\n"


def _plain(conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": conflict.kind,
        "indicator": conflict.indicator,
        "stage": conflict.stage,
        "example": None if conflict.example is None else machine_decimal(conflict.example),
        "unit": conflict.unit,
        "explanation": conflict.explanation,
        "targets": [
            {
                "target": side.target.ref,
                "at": side.target.clause.at,
                "quote": side.target.clause.quote,
                "file": side.target.span.file,
                "line": side.target.span.line,
            }
            for side in (conflict.first, conflict.second)
        ],
    }


def as_findings(conflicts: list[Conflict]) -> list[tuple[str, str, str, list[tuple[str, int]]]]:
    """(rule id, level, message, places) for the machine formats."""
    found = []
    for conflict in conflicts:
        quotes = " / ".join(f"「{side.target.clause.quote}」" for side in (conflict.first, conflict.second))
        message = f"{KINDS[conflict.kind]}：{conflict.indicator}：{quotes}；{conflict.explanation}"
        places = [(side.target.span.file, side.target.span.line) for side in (conflict.first, conflict.second)]
        found.append((f"conflict-{conflict.kind}", "error" if conflict.kind in _HEAVY else "warning", message, places))
    return found
