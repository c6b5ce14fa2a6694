"""Linking: every name a pack uses is resolved, every unit and stage fits. Diagnostics LNK3xx."""

import difflib
from collections.abc import Iterator, Mapping

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.quantity import Unit
from dabiao.region import RegionTable
from dabiao.rules.expression import items_of
from dabiao.rules.model import Compare, Cv, Each, Group, Growth, Indicator, Pack, Target, limit_of


def link_indicators(indicators: list[Indicator]) -> tuple[dict[str, Indicator], dict[str, str], list[Diagnostic]]:
    """Indicators by id, ids by name and alias, and every clash or unknown item of a formula."""
    by_id: dict[str, Indicator] = {}
    names: dict[str, str] = {}
    found: list[Diagnostic] = []
    for indicator in indicators:
        if indicator.id in by_id:
            found.append(
                error(
                    "LNK307",
                    f"指标编号“{indicator.id}”重复",
                    indicator.span,
                    by_id[indicator.id].span,
                    hint="合并成一个指标",
                )
            )
            continue
        by_id[indicator.id] = indicator
        for name in dict.fromkeys((indicator.name, *indicator.aliases)):
            if names.setdefault(name, indicator.id) != indicator.id:
                other = by_id[names[name]].span
                found.append(
                    error("LNK307", f"名称“{name}”属于两个指标", indicator.span, other, hint="一个名称只能属于一个指标")
                )
    for indicator in by_id.values():
        for formula in indicator.formulas:
            found.extend(_items(items_of(formula.expr), names, indicator.span, f"指标“{indicator.name}”的算式"))
        if _computed_from(indicator, by_id, names) >= {indicator.id}:
            hint = "去掉循环引用"
            found.append(error("LNK309", f"指标“{indicator.name}”的算式绕回到自己", indicator.span, hint=hint))
    return by_id, names, found


def _computed_from(indicator: Indicator, by_id: Mapping[str, Indicator], names: Mapping[str, str]) -> set[str]:
    """The ids of all items below an indicator's formulas: an item that is not reported is computed from its own."""
    below: set[str] = set()
    waiting = [indicator]
    while waiting:
        for formula in waiting.pop().formulas:
            items = {names[item] for item in items_of(formula.expr) if item in names} - below
            below |= items
            waiting += [by_id[item] for item in items]
    return below


def link_pack(
    pack: Pack, indicators: Mapping[str, Indicator], names: Mapping[str, str], regions: RegionTable
) -> tuple[Pack, list[Diagnostic]]:
    """The pack with each target's stage settled, and every name, unit or stage that does not resolve."""
    found: list[Diagnostic] = list(_groups(pack))
    if regions.name(pack.source.region) == pack.source.region:
        span = pack.targets[0].span if pack.targets else Span(pack.file)
        found.append(
            error(
                "LNK305",
                f"地区代码 {pack.source.region} 不在地区表里",
                Span(span.file),
                hint="在 rules/regions.yaml 登记该地区",
            )
        )
    targets = []
    for target in pack.targets:
        problems = list(_target(target, indicators, names, regions))
        found.extend(problems)
        indicator = indicators.get(target.indicator or "")
        stage = target.stage or (indicator.stage if indicator else None)
        targets.append(target._replace(stage=stage))
    return pack._replace(targets=tuple(targets)), found


def _groups(pack: Pack) -> Iterator[Diagnostic]:
    """Groups name targets of their own pack that are judged for the same kind of entity and stage."""
    for target in pack.targets:
        if isinstance(form := target.form, Group):
            for member in form.of:
                if not any(t.id == member and (t.per, t.stage) == (target.per, target.stage) for t in pack.targets):
                    message = f"目标“{target.id}”的成员“{member}”不存在，或对象、学段不同"
                    yield error("LNK308", message, target.span, hint="成员应是本包里同一 per、同一学段的目标")


def _target(
    target: Target, indicators: Mapping[str, Indicator], names: Mapping[str, str], regions: RegionTable
) -> Iterator[Diagnostic]:
    indicator = None
    if target.indicator is not None:
        indicator = indicators.get(target.indicator)
        if indicator is None:
            yield _unknown(target.indicator, indicators, target.span)
    if indicator is not None:
        yield from _units(target, indicator)
        if target.stage and indicator.stage and target.stage != indicator.stage:
            message = f"目标“{target.id}”的学段“{target.stage}”与指标“{indicator.name}”的学段“{indicator.stage}”不符"
            yield error("LNK303", message, target.span, indicator.span, hint="删去目标的 stage，或换一个指标")
        variants = [formula.name for formula in indicator.formulas]
        if target.formula != "default" and target.formula not in variants:
            hint = "可选：" + "、".join(variants) if variants else "该指标没有算式"
            yield error("LNK304", f"指标“{indicator.name}”没有口径“{target.formula}”", target.span, hint=hint)
    if isinstance(target.form, Compare):
        yield from _comparison(target, target.form, indicator, indicators, regions)
    for relaxed in target.relaxed:
        if relaxed.indicator is not None and relaxed.indicator not in indicators:
            yield _unknown(relaxed.indicator, indicators, target.span)
    conditions = [relaxed.when for relaxed in target.relaxed]
    if isinstance(target.form, Each):
        conditions += [c for c in (target.form.where, target.form.require) if c]
    if isinstance(target.form, Cv):
        conditions += [target.form.where] if target.form.where else []
        yield from _items((target.form.weight,), names, target.span, f"目标“{target.id}”的权重")
    if target.where is not None:
        conditions.append(target.where)
    for condition in conditions:
        yield from _items(items_of(condition.expr), names, target.span, f"目标“{target.id}”的条件")


def _units(target: Target, indicator: Indicator) -> Iterator[Diagnostic]:
    limits = [] if isinstance(target.form, Growth | Cv) else [limit_of(target.form)]
    limits += [relaxed.limit for relaxed in target.relaxed]
    for limit in limits:
        if limit is None or same_measure(limit.unit, indicator):
            continue
        message = (
            f"目标“{target.id}”的单位“{limit.unit.name}”与指标“{indicator.name}”的单位“{indicator.unit.name}”不能换算"
        )
        yield error("LNK302", message, target.span, indicator.span, hint=f"改用“{indicator.unit.name}”或同类单位")


def same_measure(unit: Unit, indicator: Indicator) -> bool:
    """Whether a figure in the unit can be a figure of the indicator."""
    return unit.dimension == indicator.unit.dimension or unit.dimension in indicator.also


def _comparison(
    target: Target,
    form: Compare,
    indicator: Indicator | None,
    indicators: Mapping[str, Indicator],
    regions: RegionTable,
) -> Iterator[Diagnostic]:
    if form.than is not None:
        other = indicators.get(form.than)
        if other is None:
            yield _unknown(form.than, indicators, target.span)
        elif indicator is not None and not form.growth and other.unit.dimension != indicator.unit.dimension:
            message = (
                f"“{indicator.name}”（{indicator.unit.name}）与“{other.name}”（{other.unit.name}）单位不同类，不能比较"
            )
            yield error("LNK302", message, target.span, other.span, hint="换一个指标，或比较增长率（growth_of: both）")
    if form.of is not None and regions.name(form.of) == form.of:
        yield error("LNK305", f"地区代码 {form.of} 不在地区表里", target.span, hint="在 rules/regions.yaml 登记该地区")


def _unknown(indicator: str, indicators: Mapping[str, Indicator], span: Span) -> Diagnostic:
    close = difflib.get_close_matches(indicator, indicators, 1, 0.6)
    hint = f"是否应为“{close[0]}”（{indicators[close[0]].name}）？" if close else "在 rules/indicators/ 登记该指标"
    return error("LNK301", f"指标“{indicator}”没有登记", span, hint=hint)


def _items(items: tuple[str, ...], names: Mapping[str, str], span: Span, where: str) -> Iterator[Diagnostic]:
    for item in items:
        if item not in names:
            close = difflib.get_close_matches(item, names, 1, 0.6)
            hint = f"是否应为“{close[0]}”？" if close else "在 rules/indicators/ 登记该要素"
            yield error("LNK306", f"{where}用到没有登记的要素“{item}”", span, hint=hint)
