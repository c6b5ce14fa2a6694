"""LIN501: a threshold no figure can reach, or every figure does."""

from collections.abc import Iterator

from dabiao.diagnostics import Diagnostic, error
from dabiao.quantity import Interval
from dabiao.rules.lint._asked import asked_of
from dabiao.rules.model import Rulebook, Value


def check(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Compares what value targets ask with the indicator's hard bounds."""
    for target in rulebook.targets():
        indicator = rulebook.indicators.get(target.indicator or "")
        if indicator is None or not isinstance(target.form, Value) or indicator.bounds == Interval(None, None):
            continue
        asked = asked_of(target.form.limit, indicator)
        limit = target.form.limit.text
        if asked.apart(indicator.bounds):
            message = f"目标“{target.ref}”的要求 {limit} 超出“{indicator.name}”可能的范围，永远达不到"
            yield error("LIN501", message, target.span, indicator.span, hint="核对原文的数字，或指标的 bounds")
        elif indicator.bounds.within(asked):
            message = f"目标“{target.ref}”的要求 {limit} 对“{indicator.name}”总是成立"
            yield error("LIN501", message, target.span, indicator.span, hint="核对比较号的方向，或指标的 bounds")
