"""The figures of one region as the rules see them: by year, by school (or the region itself), by stage, by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from dabiao.inputs.model import ACTUAL, Observation
from dabiao.inputs.quality.gather import Gathered, Total
from dabiao.period import Period
from dabiao.record import TYPE_CHECKING, NamedTuple
from dabiao.rules.expression import Expr, evaluate, items_of
from dabiao.rules.model import Formula, Indicator, QualityRule, Rulebook
from dabiao.rules.stages import is_part

if TYPE_CHECKING:
    from typing import Any

Number = Fraction | int
_SCHOOL_STAGES = ("小学", "初中", "高中")


class Held(NamedTuple):
    """An item of a place and stage: between which ends the truth lies (one value, but for 98以上 or figures that differ)."""

    low: Number | None
    high: Number | None
    observations: tuple[Observation, ...]

    @property
    def exact(self) -> Number | None:
        """The one value, or None."""
        return self.low if self.low == self.high else None


class Place(NamedTuple):
    """A school, or the region itself (entity None), in a period: its items by stage, and the ids of all of them.

    `own`: what stands where no stage need be asked for, at the item's own stage or at none; most rules look there and nowhere else.
    """

    period: Period
    entity: str | None
    kind: str
    stages: Mapping[str | None, Mapping[str, Held]]
    ids: frozenset[str]
    own: Mapping[str, Held]


class Scene:
    """All places of a region up to a year; a verdict of a year rests on figures of earlier years too.

    `memo` keeps what two rules ask for alike.
    """

    __slots__ = (
        "_filled", "_items", "_names", "by_key", "gathered", "indicators", "memo", "places", "region", "regions", "rosters", "rules", "year",
    )  # fmt: skip

    def __init__(self, rulebook: Rulebook, gathered: Gathered, region: str, year: int) -> None:
        self.indicators = rulebook.indicators
        self.regions = rulebook.regions
        self.rules = rulebook.quality
        self.region, self.year = region, year
        self.gathered, self.rosters = gathered, gathered.rosters
        self._names = rulebook.names()
        self.places = self._laid_out(gathered.figures.get(region, ()))
        self._items: dict[int, tuple[tuple[str, Indicator], ...]] = {}
        self._filled: dict[tuple[Period, str], set[str]] = {}
        for place in self.places:
            self._filled.setdefault((place.period, place.kind), set()).update(place.ids)
        self.memo: dict[str, tuple[Any, ...]] = {}
        self.by_key = {(place.period, place.entity): place for place in self.places}

    def _laid_out(self, observations: Iterable[Observation]) -> tuple[Place, ...]:
        rows: dict[tuple[Period, str | None], dict[str | None, dict[str, list[Observation]]]] = {}
        year, indicators = self.year, self.indicators
        for o in observations:
            if o.period.end <= year and o.indicator in indicators:
                place = rows.setdefault((o.period, o.entity), {})
                place.setdefault(o.stage, {}).setdefault(o.indicator, []).append(o)
        places = []
        for (period, entity), stages in rows.items():
            held = {stage: {i: _held(found) for i, found in items.items()} for stage, items in stages.items()}
            ids = frozenset(i for items in stages.values() for i in items)
            own = {i: one for stage, items in held.items() for i, one in items.items() if indicators[i].stage == stage}
            places.append(Place(period, entity, self._kind(period, entity, ids), held, ids, own))
        return tuple(sorted(places, key=lambda p: (p.period, p.entity is not None, p.entity or "")))

    def _kind(self, period: Period, entity: str | None, ids: frozenset[str]) -> str:
        """What a place is: as its table says, else by the stages of its items."""
        if entity is None:
            return "region"
        if (told := self.gathered.kinds.get((self.region, period.end, entity))) is not None:
            return told
        stages = {self.indicators[i].stage for i in ids}
        return "kindergarten" if "学前" in stages and stages.isdisjoint(_SCHOOL_STAGES) else "school"

    def item(self, name: str) -> Indicator:
        """The indicator of a name or alias."""
        return self.indicators[self._names[name]]

    def find(self, name: str) -> Indicator | None:
        """The indicator of a name or alias, if the catalogue has it."""
        return self.indicators.get(self._names.get(name, ""))

    def items(self, expr: Expr) -> tuple[tuple[str, Indicator], ...]:
        """The items of an expression with their names; looked for once, as there are many places to try it at."""
        key = id(expr)
        if key not in self._items:
            self._items[key] = tuple((name, self.item(name)) for name in items_of(expr))
        return self._items[key]

    def totals(self) -> Sequence[Total]:
        """The 合计 rows over this region's schools, of the years looked at."""
        known = self.gathered.totals.get(self.region, ())
        return [total for total in known if max(o.period.end for o in total.parts) <= self.year]

    def of(self, rule: QualityRule) -> Iterator[Place]:
        """The places a rule is about."""
        return (place for place in self.places if place.kind in rule.per)

    def held(self, place: Place, indicator: Indicator, stage: str | None) -> Held | None:
        """The figures of an item: of its own stage, else of the stage asked."""
        if stage is None or indicator.stage is not None:
            return place.own.get(indicator.id)
        return place.stages.get(stage, {}).get(indicator.id)

    def exact(
        self, place: Place, indicator: Indicator, stage: str | None, used: list[Observation], whole: bool = True
    ) -> Number | None:
        """The one value of an item: of its stage, else by its own formula; `used` takes the figures it rests on.

        `whole`: a figure of no stage may stand for one of the stage. Where the stage was read off the figures it may not: the
        numerator of all schools over the denominator of the 小学 is no share.
        """
        found = self.held(place, indicator, stage) or (self.held(place, indicator, None) if whole else None)
        if found is not None:
            used.extend(found.observations)
            return found.exact
        own = indicator.own_formula(stage)
        if own is None:
            return None
        return self.value(own.expr, place, indicator.stage or stage, used, whole)

    def value(
        self, expr: Expr, place: Place, stage: str | None, used: list[Observation], whole: bool = True
    ) -> Fraction | None:
        """The value of a formula from items with one value each; None where one is missing."""
        items: dict[str, Fraction | None] = {}
        for name, item in self.items(expr):
            number = self.exact(place, item, stage, used, whole)
            if number is None:
                return None
            items[name] = Fraction(number)
        result = evaluate(expr, items)
        return result if isinstance(result, Fraction) else None

    def applies(self, condition: Formula | None, place: Place, stage: str | None) -> bool:
        """Whether a condition does not fail: one that can not be told does not keep a rule from being tried."""
        if condition is None:
            return True
        items = {}
        for name, item in self.items(condition.expr):
            number = self.exact(place, item, stage, [])
            items[name] = None if number is None else Fraction(number)
        return evaluate(condition.expr, items) is not False

    def stages_of(self, place: Place, items: Sequence[Indicator]) -> list[str | None]:
        """The stages at which items of no stage of their own are reported; [None] where all have their own."""
        loose = {item.id for item in items if item.stage is None}
        if not loose:
            return [None]
        found = [stage for stage, held in place.stages.items() if not loose.isdisjoint(held)]
        return sorted(found, key=lambda stage: stage or "") if len(found) > 1 else found

    def filled_elsewhere(self, place: Place, item: str) -> bool:
        """Whether a place of the same period and kind reports the item."""
        return item in self._filled.get((place.period, place.kind), ())


def belongs(item: Indicator, stage: str | None) -> bool:
    """Whether an item's own stage lies within the stage looked at."""
    return item.stage is None or is_part(item.stage, stage)


def _held(found: list[Observation]) -> Held:
    """Actual figures push aside estimates and plans of the same thing; of figures that differ, all ends."""
    if len(found) > 1:
        found = [o for o in found if o.status == ACTUAL] or found
    lows: list[Number | None] = []
    highs: list[Number | None] = []
    for o in found:
        low, high, _, _ = o.bound if o.bound is not None else (o.value, o.value, False, False)
        lows.append(low if low is None or low.denominator != 1 else low.numerator)
        highs.append(high if high is None or high.denominator != 1 else high.numerator)
    if len(found) == 1:
        return Held(lows[0], highs[0], tuple(found))
    least = None if None in lows else min(end for end in lows if end is not None)
    most = None if None in highs else max(end for end in highs if end is not None)
    return Held(least, most, tuple(found))
