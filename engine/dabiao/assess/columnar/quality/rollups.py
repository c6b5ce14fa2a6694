"""Where a figure of the region may be less than its schools make: a sum over schools, so of a region's year, not of a place."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dabiao.assess.columnar.quality.items import SqlItems
from dabiao.assess.columnar.quality.rules import end_of, held_of, terms
from dabiao.assess.columnar.rational import Ratio, constant
from dabiao.assess.columnar.sheet import any_of
from dabiao.rules.model import Indicator, QualityRule, Relation


def suspect_rollups(rules: Sequence[QualityRule], items: SqlItems) -> list[str]:
    """Queries over `scenes` of the regions and years in doubt.

    A sum that falls short is told of only where a school table was handed in, and those are not searched by SQL. What a school has is
    counted generously: of whatever kind it is, and nothing below zero.
    """
    return [query for rule in rules for relation in rule.relations for query in _suspect(rule, relation, items)]


def _suspect(rule: QualityRule, relation: Relation, items: SqlItems) -> Iterator[str]:
    of_region = end_of(rule, items, relation.left, rule.stage, up=True)
    total = constant(Fraction(0))
    for factor, item in terms(items, relation.right):
        if factor > 0 and (held := _of_school(items, item)) is not None:
            total = items.sums.plus(total, items.sums.times(held, factor))
    used = any_of(one.ok for one in held_of(items, relation.left, rule.stage) if one is not None)
    if of_region is None or used == "false" or total.most == 0:
        return
    applies = items.applies(rule.where, None)
    if not isinstance(of_region.den, int) or not isinstance(total.den, int):
        yield "SELECT region, year FROM scenes WHERE entity = ''"  # too fine a unit to be summed here
        return
    told = items.sheet.let(f"CASE WHEN entity = '' AND {used} AND {of_region.ok} THEN {of_region.num} END")
    made = items.sheet.let(f"CASE WHEN entity <> '' AND {applies} THEN greatest({total.num}, 0) END")
    rows = items.sheet.select("scenes", dict.fromkeys((told, made)), ("region", "entity", "year"))
    yield (
        f"SELECT region, year FROM (SELECT region, year, max({told}) AS told, sum({made}) AS made FROM ({rows}) GROUP BY region, year) "
        f"WHERE told IS NOT NULL AND made IS NOT NULL "
        f"AND coalesce(TRY(told::HUGEINT * {total.den}::HUGEINT < made::HUGEINT * {of_region.den}::HUGEINT), true)"
    )


def _of_school(items: SqlItems, item: Indicator) -> Ratio | None:
    """No less than what a school has of an item: of the whole school, or of all its stages together."""
    whole = items.held(item, None)
    stages = [stage for one, stage in items.reported_at() if one.id == item.id and stage != item.stage]
    parts = constant(Fraction(0))
    for stage in stages:
        if (one := items.typed(item, stage)) is not None:
            parts = items.sums.plus(
                parts, Ratio(f"greatest(coalesce({one.num}, 0), 0)", one.den, "true", one.most, one.deepest)
            )
    if whole is None:
        return parts if stages else None
    return items.either(whole, parts)
