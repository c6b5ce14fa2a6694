"""LIN505: the same requirement from the same clause, written twice."""

from collections.abc import Iterator

from dabiao.diagnostics import Diagnostic, error
from dabiao.rules.clauses._text import fold
from dabiao.rules.model import Rulebook, Target


def check(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Targets of a pack alike in indicator, stage, form, time and clause (another clause is a restatement, not a duplicate)."""
    seen: dict[tuple[object, ...], Target] = {}
    for target in rulebook.targets():
        clause = (fold(target.clause.at), fold(target.clause.quote))
        key = (target.pack, target.indicator, target.stage, target.form, target.by, target.every, clause)
        if key in seen:
            message = f"目标“{target.ref}”与“{seen[key].id}”完全相同"
            yield error("LIN505", message, target.span, seen[key].span, hint="删去一项")
        seen.setdefault(key, target)
