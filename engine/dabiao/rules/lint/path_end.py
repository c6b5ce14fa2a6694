"""LIN504: a path that does not end at the limit."""

from collections.abc import Iterator

from dabiao.diagnostics import Diagnostic, error
from dabiao.rules.model import Rulebook, limit_of


def check(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """An explicit path must reach the limit in the due year, and hold no later year."""
    for target in rulebook.targets():
        limit = limit_of(target.form)
        if not isinstance(target.path, tuple) or limit is None or target.by is None:
            continue
        due = int(target.by[:4])
        last_year, last = target.path[-1]
        if last_year > due:
            message = f"目标“{target.ref}”的进度写到 {last_year} 年，晚于期限 {due} 年"
            yield error("LIN504", message, target.span, hint="删去期限以后的年份")
        elif last_year == due and last not in (limit.low, limit.high):
            message = f"目标“{target.ref}”的进度到 {due} 年为 {last}，与要求 {limit.text} 不符"
            yield error("LIN504", message, target.span, hint="最后一年的进度应等于要求")
