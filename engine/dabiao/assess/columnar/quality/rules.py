"""Rules of data quality as conditions on a place, each true wherever the rule may find something (see inputs/quality)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.columnar.quality.items import BEFORE, SqlItems
from dabiao.assess.columnar.rational import Ratio, constant
from dabiao.assess.columnar.sheet import all_of, any_of
from dabiao.inputs.quality.scene import belongs
from dabiao.inputs.quality.years import nearest_factor
from dabiao.quantity import Interval
from dabiao.rules.expression import items_of
from dabiao.rules.model import Indicator, QualityRule, Relation, Side
from dabiao.rules.stages import STAGES, is_part

_ANY = Interval(None, None)


class Condition(NamedTuple):
    """Where a rule may find something. `per`: the kinds of places; `whole`: where all places of the year must be looked at with it."""

    sql: str
    per: tuple[str, ...]
    whole: str = "false"


def conditions(rules: Sequence[QualityRule], items: SqlItems, *, years: bool) -> Iterator[Condition]:
    """The conditions of all rules; `years`: whether there are figures of more than one."""
    for rule in rules:
        if years or not _looks_back(rule):
            made = _MAKERS.get(rule.kind, _anything)
            yield from made(rule, items)


def _looks_back(rule: QualityRule) -> bool:
    return rule.kind == "jump" or (rule.kind == "unit" and rule.by == "previous")


def _anything(rule: QualityRule, _: SqlItems) -> Iterator[Condition]:
    """A kind that is not known here may find something anywhere."""
    yield Condition("true", rule.per, "true")


def _nothing(_: QualityRule, __: SqlItems) -> Iterator[Condition]:
    """Kinds told from the rows (places.py), from names, from schools together, or from what only school tables have."""
    return iter(())


def _relations(rule: QualityRule, items: SqlItems) -> Iterator[Condition]:
    for relation in rule.relations:
        left, right = terms(items, relation.left), terms(items, relation.right)
        both = [item for _, item in (*left, *right)]
        if items.any_reported(i for _, i in left) and (not right or items.any_reported(i for _, i in right)):
            for stage in items.stages_of(both):
                if rule.stage in (None, stage):
                    yield from _relation(rule, items, relation, stage)


def _relation(rule: QualityRule, items: SqlItems, relation: Relation, stage: str | None) -> Iterator[Condition]:
    sides = relation.left, relation.right
    low_left, low_right = (end_of(rule, items, side, stage, up=False) for side in sides)
    high_left, high_right = (end_of(rule, items, side, stage, up=True) for side in sides)
    off = [items.over(low_left, high_right)]
    if relation.op == "==":
        off.append(items.over(low_right, high_left))
    used = any_of(one.ok for one in held_of(items, relation.left, stage) if one is not None)
    fires = all_of((any_of(off), used, items.applies(rule.where, stage)))
    if fires == "false":
        return
    blank = "false"
    if rule.blank:
        cells = [one for side in sides for one in held_of(items, side, stage)]
        blank = any_of("true" if one is None else f"(NOT {one.ok})" for one in cells)
    yield Condition(fires, rule.per, all_of((fires, blank)))


def terms(items: SqlItems, side: Side) -> list[tuple[Fraction, Indicator]]:
    """The side's items as indicators."""
    return [(factor, items.item(name)) for factor, name in side.terms]


def held_of(items: SqlItems, side: Side, stage: str | None) -> list[Ratio | None]:
    """The side's figures at a stage; None for those nobody reports."""
    return [items.held(item, stage) if belongs(item, stage) else None for _, item in terms(items, side)]


def end_of(rule: QualityRule, items: SqlItems, side: Side, stage: str | None, *, up: bool) -> Ratio | None:
    """The highest (or lowest) a side can be; None where it is open. Of what a blank may stand for, the nearest to a finding."""
    total = constant(side.constant)
    for factor, item in terms(items, side):
        held = items.held(item, stage) if belongs(item, stage) else None
        upper = up == (factor >= 0)
        blank = item.bounds.high if upper else item.bounds.low
        if rule.blank:
            blank = Fraction(0) if blank is None else min(blank, Fraction(0)) if upper else max(blank, Fraction(0))
        if held is None and blank is None:
            return None
        term = held if blank is None else constant(blank) if held is None else items.filled(held, blank)
        assert term is not None  # noqa: S101 - one of the two is there
        total = items.sums.plus(total, items.sums.times(term, factor))
    return total


def _stages(rule: QualityRule, items: SqlItems) -> Iterator[Condition]:
    for name in rule.items:
        item = items.item(name)
        held = {stage: items.typed(item, stage) for one, stage in items.reported_at() if one.id == item.id}
        for whole, top in held.items():
            total = constant(Fraction(0))
            parts = [stage for stage in held if stage is not None and stage != whole and is_part(stage, whole)]
            for part in parts:
                finer = [o for o in parts if o != part and is_part(o, part)]
                one = held[part]
                assert one is not None  # noqa: S101 - reported_at says so
                there = all_of((one.ok, *(f"(NOT {f.ok})" for o in finer if (f := held[o]) is not None)))
                counted = Ratio(
                    items.sheet.let(f"CASE WHEN {there} THEN {one.num} ELSE 0 END"),
                    one.den,
                    "true",
                    one.most,
                    one.deepest,
                )
                total = items.sums.plus(total, counted)
            if parts:
                yield Condition(items.over(total, top), rule.per)


def _bounds(rule: QualityRule, items: SqlItems) -> Iterator[Condition]:
    for item in items.indicators.values():
        if item.formulas and item.bounds.high is not None:
            yield from _computed(rule, items, item, item.bounds)


def _usual(rule: QualityRule, items: SqlItems) -> Iterator[Condition]:
    if rule.of is not None:
        yield from _expression(rule, items)
        return
    for item in items.indicators.values():
        if item.formulas and item.usual != _ANY:
            yield from _computed(rule, items, item, item.usual)


def _computed(rule: QualityRule, items: SqlItems, item: Indicator, allowed: Interval) -> Iterator[Condition]:
    for stage in _stages_of_formulas(item, items):
        value = _by_formula(items, item, stage)
        if value is not None:
            yield Condition(_outside(items, value, allowed), rule.per)


def _stages_of_formulas(item: Indicator, items: SqlItems) -> list[str | None]:
    if item.stage is not None:
        return [item.stage]
    found: list[str | None] = [formula.name for formula in item.formulas if formula.name in STAGES]
    for formula in item.formulas:
        if formula.name == "default":
            needed = [items.item(name) for name in items_of(formula.expr)]
            found += [stage for stage in items.stages_of(needed) if stage not in found]
    return found


def _by_formula(items: SqlItems, item: Indicator, stage: str | None) -> Ratio | None:
    formula = item.own_formula(stage)
    if formula is None:
        return None
    whole = item.stage is not None or formula.name == stage
    return items.value(formula.expr, item.stage or stage, whole=whole)


def _outside(items: SqlItems, value: Ratio, allowed: Interval) -> str:
    return all_of((value.ok, f"(NOT coalesce({items.sums.within(value, allowed)}, true))"))


def _expression(rule: QualityRule, items: SqlItems) -> Iterator[Condition]:
    if rule.of is None:
        return
    needed = [items.item(name) for name in items_of(rule.of.expr)]
    for stage in items.stages_of(needed):
        if all(belongs(item, stage) for item in needed):
            value = items.value(rule.of.expr, stage, whole=False)
            if value is not None:
                outside = _outside(items, value, rule.range)
                yield Condition(all_of((outside, items.applies(rule.where, stage))), rule.per)


def _rate(rule: QualityRule, items: SqlItems) -> Iterator[Condition]:
    """A reported figure its items do not make, to half a unit of its last digit."""
    for item, stage in items.reported_at():
        made = _by_formula(items, item, stage) if item.formulas else None
        told = items.typed(item, stage)
        if made is None or told is None:
            continue
        assert isinstance(told.den, int)  # noqa: S101 - a cell's unit is a constant
        digit = items.digit(item, stage)
        most = 3 * max(told.most, 1)
        ends = [
            Ratio(
                items.sheet.let(f"2 * {told.num}::HUGEINT {sign} coalesce({digit}, 0)"),
                2 * told.den,
                told.ok,
                most,
                2 * told.den,
            )
            for sign in "-+"
        ]
        agrees = all_of((items.sums.compared(made, ">=", ends[0]), items.sums.compared(made, "<=", ends[1])))
        yield Condition(all_of((made.ok, told.ok, f"(NOT coalesce({agrees}, true))")), rule.per)


def _jump(rule: QualityRule, items: SqlItems) -> Iterator[Condition]:
    for now, before in _pairs(rule, items):
        change = _size(items.sums.plus(now, before, "-"))
        beyond = [items.over(change, constant(rule.amount))]
        if rule.percent:
            beyond.append(items.over(change, items.sums.times(_size(before), rule.percent / 100)))
        yield Condition(all_of(beyond), rule.per)


def _unit(rule: QualityRule, items: SqlItems) -> Iterator[Condition]:
    """By the usual range: what lies outside is suspected already. By last year: figures so many times as large, or as small."""
    if rule.by != "previous":
        return
    least = nearest_factor(rule)
    for now, before in _pairs(rule, items, least):
        one, two = _size(now), _size(before)
        far = [f"(NOT {items.over(items.sums.times(b, least), a)})" for a, b in ((one, two), (two, one))]
        yield Condition(all_of((now.ok, before.ok, f"{now.num} <> 0", f"{before.num} <> 0", any_of(far))), rule.per)


def _pairs(rule: QualityRule, items: SqlItems, least: Fraction = Fraction(0)) -> Iterator[tuple[Ratio, Ratio]]:
    """The items of a rule (or all) in two years; without those of which no two figures anywhere are so many times apart."""
    wanted = {items.item(name).id for name in rule.items}
    for item, stage in items.reported_at():
        if (not wanted or item.id in wanted) and items.apart(item, stage) >= least:
            now, before = items.typed(item, stage), items.typed(item, stage, BEFORE)
            if now is not None and before is not None:
                yield now, before


def _size(one: Ratio) -> Ratio:
    return one._replace(num=f"abs({one.num})")


_MAKERS: Mapping[str, Callable[[QualityRule, SqlItems], Iterator[Condition]]] = {
    "within": _relations,
    "equal": _relations,
    "stages": _stages,
    "bounds": _bounds,
    "usual": _usual,
    "rate": _rate,
    "jump": _jump,
    "unit": _unit,
    "whole": _nothing,
    "conflict": _nothing,
    "duplicate": _nothing,
    "total": _nothing,
    "rollup": _nothing,
}
