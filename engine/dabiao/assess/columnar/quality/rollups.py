"""Where a figure of the region may be less than its schools make, or more: a sum over schools, so of a region's year, not of a place."""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from dabiao.assess.columnar.quality.items import SqlItems
from dabiao.assess.columnar.quality.rules import end_of, held_of, terms
from dabiao.assess.columnar.rational import Ratio, constant
from dabiao.assess.columnar.sheet import all_of, any_of, not_
from dabiao.inputs.quality.sums import counted_kind
from dabiao.rules.model import Indicator, QualityRule, Relation

_SCENES = "scenes"
_KINDS = "(SELECT s.*, k.kind FROM scenes s LEFT JOIN school_kinds k ON k.region = s.region AND k.year = s.year AND k.entity = s.entity)"


def suspect_rollups(rules: Sequence[QualityRule], items: SqlItems, rosters: Collection[str]) -> list[str]:
    """Queries over `scenes` of the regions and years in doubt.

    A sum that falls short is told of only where a school table was handed in (`rosters`: of which kinds of schools; the table `school_kinds`
    says of which kind each school is). What a school has is counted generously: of whatever kind it is, and nothing below zero.
    """
    return [
        query for rule in rules for relation in rule.relations for query in _suspect(rule, relation, items, rosters)
    ]


def _suspect(rule: QualityRule, relation: Relation, items: SqlItems, rosters: Collection[str]) -> Iterator[str]:
    of_region = end_of(rule, items, relation.left, rule.stage, up=True)
    right = terms(items, relation.right)
    total = constant(Fraction(0))
    for factor, item in right:
        if factor > 0 and (held := _of_school(items, item)) is not None:
            total = items.sums.plus(total, items.sums.times(held, factor))
    used = any_of(one.ok for one in held_of(items, relation.left, rule.stage) if one is not None)
    if of_region is None or used == "false" or total.most == 0:
        return
    kind = counted_kind(item for _, item in right)
    falls_short = relation.op != ">=" and kind in rosters
    if not isinstance(of_region.den, int) or not isinstance(total.den, int):
        yield "SELECT region, year FROM scenes WHERE entity = ''"  # too fine a unit to be summed here
        return
    applies = items.applies(rule.where, None)
    let = items.sheet.let
    told = let(f"CASE WHEN entity = '' AND {used} AND {of_region.ok} THEN {of_region.num} END")
    made = let(f"CASE WHEN entity <> '' AND {applies} THEN greatest({total.num}, 0) END")
    exceeded = f"coalesce(TRY(told::HUGEINT * {total.den}::HUGEINT < made::HUGEINT * {of_region.den}::HUGEINT), true)"
    doubted = f"(told IS NOT NULL AND made IS NOT NULL AND {exceeded})"
    sums = [f"max({told}) AS told", f"sum({made}) AS made"]
    wanted = [told, made]
    if falls_short:
        asked = let(f"CAST(entity = '' AND {used} AS INTEGER)")
        unsure, blank = (
            let(f"CAST({one} AS INTEGER)") for one in _schools(items, [i for _, i in right], kind, applies)
        )
        wanted += [asked, unsure, blank]
        sums += [f"max({asked}) AS asked", f"max({unsure}) AS unsure", f"max({blank}) AS blank"]
        unequal = (
            f"coalesce(TRY(told::HUGEINT * {total.den}::HUGEINT <> made::HUGEINT * {of_region.den}::HUGEINT), true)"
        )
        doubted += f" OR (asked = 1 AND blank = 0 AND (unsure = 1 OR {unequal}))"
    source, through = (
        (_KINDS, ("region", "entity", "year", "kind")) if falls_short else (_SCENES, ("region", "entity", "year"))
    )
    rows = items.sheet.select(source, dict.fromkeys(wanted), through)
    yield f"SELECT region, year FROM (SELECT region, year, {', '.join(sums)} FROM ({rows}) GROUP BY region, year) WHERE {doubted}"


def _schools(items: SqlItems, counted: Sequence[Indicator], kind: str, applies: str) -> tuple[str, str]:
    """Whether a school may be counted otherwise than by its figures' sum, and whether it surely left an item blank: then the sum is open."""
    there = [[one.ok for one in _held_by_school(items, item)] for item in counted]
    several = any_of(f"({' + '.join(f'CAST({ok} AS INTEGER)' for ok in oks)} > 1)" for oks in there if oks)
    below = any_of(f"coalesce({one.num} < 0, false)" for item in counted for one in _held_by_school(items, item))
    other = f"kind IS DISTINCT FROM '{kind}'"
    of_school = f"entity <> '' AND {applies}"
    unsure = all_of((of_school, any_of(ok for oks in there for ok in oks), any_of((several, below, other))))
    blank = all_of((of_school, f"coalesce(kind = '{kind}', false)", any_of(not_(any_of(oks)) for oks in there)))
    return unsure, blank


def _held_by_school(items: SqlItems, item: Indicator) -> list[Ratio]:
    """What a school may have of an item: of the whole school, and of each stage."""
    whole = items.held(item, None)
    stages = [stage for one, stage in items.reported_at() if one.id == item.id and stage != item.stage]
    found = [items.typed(item, stage) for stage in stages]
    return [one for one in (whole, *found) if one is not None]


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
