"""LIN506: an indicator nothing refers to."""

from collections.abc import Iterator

from dabiao.diagnostics import Diagnostic, warning
from dabiao.rules._quality import named
from dabiao.rules.expression import items_of
from dabiao.rules.model import Compare, Cv, Each, Formula, Rulebook


def check(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Indicators and items that no target, formula, condition, comparison or rule of data quality uses."""
    names = rulebook.names()
    used = {target.indicator for target in rulebook.targets()}
    expressions: list[Formula] = [formula for ind in rulebook.indicators.values() for formula in ind.formulas]
    for target in rulebook.targets():
        if isinstance(target.form, Compare):
            used.add(target.form.than)
        if isinstance(target.form, Each):
            expressions += [c for c in (target.form.where, target.form.require) if c is not None]
        if isinstance(target.form, Cv):
            expressions += [target.form.where] if target.form.where is not None else []
            used.add(names.get(target.form.weight))
        if target.where is not None:
            expressions.append(target.where)
        expressions += [relaxed.when for relaxed in target.relaxed]
        used.update(relaxed.indicator for relaxed in target.relaxed)
    for rule in rulebook.quality:
        used.update(names.get(item) for item in named(rule))
    used.update(names.get(item) for expression in expressions for item in items_of(expression.expr))
    for indicator in rulebook.indicators.values():
        if indicator.id not in used:
            message = f"指标“{indicator.name}”没有任何目标或算式用到"
            yield warning("LIN506", message, indicator.span, hint="删去，或写上用它的目标")
