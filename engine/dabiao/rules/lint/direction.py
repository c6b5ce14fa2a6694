"""LIN508: a floor under what should be low, or a ceiling over what should be high."""

from collections.abc import Iterator

from dabiao.diagnostics import Diagnostic, warning
from dabiao.rules.model import Rulebook, Value

_AGAINST = {"higher": ("<=", "<"), "lower": (">=", ">")}


def check(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Value targets whose operator runs against the indicator's direction (1:15 of 师生比 written as ≤ is the classic)."""
    for target in rulebook.targets():
        indicator = rulebook.indicators.get(target.indicator or "")
        if indicator is None or not isinstance(target.form, Value):
            continue
        if target.form.limit.op in _AGAINST.get(indicator.direction, ()):
            wanted = "越高越好" if indicator.direction == "higher" else "越低越好"
            message = f"“{indicator.name}”{wanted}，目标“{target.ref}”写的是 {target.form.limit.text}"
            yield warning("LIN508", message, target.span, indicator.span, hint="核对比较号，或指标的 direction")
