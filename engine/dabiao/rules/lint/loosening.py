"""LIN507: a lower level asks less than a higher one that binds it."""

from collections.abc import Iterator

from dabiao.diagnostics import Diagnostic, error
from dabiao.rules.conflicts import LOOSENING, find_conflicts
from dabiao.rules.model import Rulebook


def check(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Shows both clauses of each loosening."""
    for conflict in find_conflicts(rulebook):
        if conflict.kind == LOOSENING:
            first, second = conflict.first.target, conflict.second.target
            message = f"“{conflict.indicator}”：{first.ref}「{first.clause.quote}」与 {second.ref}「{second.clause.quote}」，{conflict.explanation}"
            yield error("LIN507", message, first.span, second.span, hint="下级要求不能低于上级；核对数字")
