"""Figures by region, indicator, stage and year: as reported, and as computed from items; with what is doubtful about them."""

import itertools
from collections.abc import Iterable, Mapping
from fractions import Fraction

from dabiao.assess.model import Input
from dabiao.inputs.model import ACTUAL, Observation, Origin
from dabiao.quantity import Interval, round_half_even
from dabiao.record import NamedTuple
from dabiao.rules.expression import evaluate, items_of
from dabiao.rules.model import Formula, Indicator, Rulebook
from dabiao.rules.stages import STAGES

REPORTED = "填报"
_MAX_COMBINATIONS = (
    33  # one more than the readings a check takes: a check that meets so many contradictions is not decided
)

Key = tuple[str, str, str | None, str | None]


class Figure(NamedTuple):
    """A figure of an indicator, in its unit: nominal value, where the truth lies, how it came about, what is doubtful."""

    value: Fraction
    bound: Interval
    label: str
    status: str
    possible: bool
    origins: tuple[Origin, ...]
    inputs: tuple[Input, ...]
    formula: str | None
    doubts: tuple[str, ...]


# the figures that settle a verdict, and those of other 口径
Found = tuple[tuple[Figure, ...], tuple[Figure, ...]]


class Figures:
    """An index over observations; read only. What was asked once is kept: seven measures of a school rest on the same pupils."""

    __slots__ = ("_asked", "_by_key", "_exact_items", "_indicators", "_items", "_names", "_reports")

    def __init__(self, observations: Iterable[Observation], rulebook: Rulebook) -> None:
        self._indicators = rulebook.indicators
        self._names = rulebook.names()
        self._items: dict[str, tuple[str, ...]] = {}
        self._index(observations)

    def _index(self, observations: Iterable[Observation]) -> None:
        self._by_key: dict[Key, list[Observation]] = {}
        self._reports: dict[tuple[str, str], list[Observation]] = {}
        self._asked: dict[tuple[str, str, str | None, int, str, str | None], Found] = {}
        self._exact_items: dict[tuple[str, str, str | None, int, str | None], list[Figure]] = {}
        for observation in observations:
            if observation.indicator is not None:
                key = (observation.region, observation.indicator, observation.stage, observation.entity)
                self._by_key.setdefault(key, []).append(observation)
            for ref in observation.subjects:
                self._reports.setdefault((observation.region, ref), []).append(observation)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of an id."""
        return self._indicators[indicator_id]

    def item(self, name: str) -> Indicator:
        """The indicator of a name or alias, as formulas write it."""
        return self._indicators[self._names[name]]

    def reports(self, region: str, ref: str, year: int, *, yearly: bool) -> list[Observation]:
        """The reports on a target known at the end of the year: those of the latest year that has any.

        A yearly duty is reported each year anew: last year's report says nothing of this one.
        """
        reported = self._reports.get((region, ref))
        if reported is None:
            return []
        known = [o for o in reported if o.period.end <= year]
        latest = year if yearly else max((o.period.end for o in known), default=None)
        return [o for o in known if o.period.end == latest]

    def of_item(
        self, region: str, name: str, stage: str | None, year: int, entity: str | None = None
    ) -> tuple[Figure, ...]:
        """The settling figures of an item (by name) of the region as a whole; without a stage where none is reported for it."""
        item = self._names[name]
        found = self.of(region, item, stage, year, entity=entity)[0]
        return found or self.of(region, item, None, year, entity=entity)[0]

    def of(
        self,
        region: str,
        indicator_id: str,
        stage: str | None,
        year: int,
        variant: str = "default",
        entity: str | None = None,
    ) -> Found:
        """The figures of a year: those that settle a verdict (one, unless they contradict), and those of other 口径.

        Of the region as a whole, or of one entity. A formula named after a 学段 is that stage's default.
        """
        key = (region, indicator_id, stage, year, variant, entity)
        if key not in self._asked:
            self._asked[key] = self._of(*key)
        return self._asked[key]

    def _of(
        self, region: str, indicator_id: str, stage: str | None, year: int, variant: str, entity: str | None
    ) -> Found:
        indicator = self._indicators[indicator_id]
        reported = self.reported(region, indicator_id, stage, year, entity=entity)
        named = {formula.name for formula in indicator.formulas}
        chosen_name = stage if variant == "default" and stage in named else variant
        computed = {
            f.name: self._computed(indicator, f, region, stage, year, entity)
            for f in indicator.formulas
            if f.name == chosen_name or f.name not in STAGES
        }
        chosen = computed.pop(chosen_name or variant, [])
        return tuple(_reconciled(reported, chosen)), tuple(itertools.chain.from_iterable(computed.values()))

    def reported(
        self,
        region: str,
        indicator_id: str,
        stage: str | None,
        year: int,
        last: int | None = None,
        entity: str | None = None,
    ) -> list[Figure]:
        """The figures as typed for a year (or for exactly the years from `year` to `last`), equal ones merged."""
        indicator = self._indicators[indicator_id]
        wanted = indicator.stage or stage
        span = (year, year if last is None else last)
        kept = [o for o in self._by_key.get((region, indicator_id, wanted, entity), ()) if o.period == span]
        figures = [
            _typed(indicator, wanted, o, o.value, o.bound)
            for o in _settled(kept)
            if o.value is not None and o.bound is not None
        ]
        if len(figures) < 2:
            return figures
        merged: dict[tuple[Interval, str], Figure] = {}
        for figure in figures:
            key = (figure.bound, figure.status)
            known = merged.get(key)
            merged[key] = figure if known is None else known._replace(origins=(*known.origins, *figure.origins))
        return list(merged.values())

    def years(self, region: str, indicator_id: str, stage: str | None) -> tuple[int, ...]:
        """The single years that have a reported figure, sorted."""
        wanted = self._indicators[indicator_id].stage or stage
        kept = self._by_key.get((region, indicator_id, wanted, None), ())
        return tuple(sorted({o.period.start for o in kept if o.period.single}))

    def _exact(self, region: str, item: str, stage: str | None, year: int, entity: str | None) -> list[Figure]:
        reported = self.reported(region, item, stage, year, entity=entity)
        return [figure for figure in reported if figure.bound.exact is not None]

    def _item(self, name: str, region: str, stage: str | None, year: int, entity: str | None) -> list[Figure]:
        """The exact figures of a formula's item: as reported for the stage, else without one, else by the item's own formula."""
        key = (name, region, stage, year, entity)
        if key not in self._exact_items:
            self._exact_items[key] = self._found_item(*key)
        return self._exact_items[key]

    def _found_item(self, name: str, region: str, stage: str | None, year: int, entity: str | None) -> list[Figure]:
        item = self._indicators[self._names[name]]
        for wanted in (stage, None):
            if exact := self._exact(region, item.id, wanted, year, entity):
                return exact
        own = item.own_formula(stage)
        if own is None:
            return []
        stage = item.stage or stage
        return [
            f._replace(
                inputs=(*f.inputs, Input(item.name, stage, str(year), f.value, item.unit.name, f.origins, own.text))
            )
            for f in self._computed(item, own, region, stage, year, entity)
        ]

    def _computed(
        self, indicator: Indicator, formula: Formula, region: str, stage: str | None, year: int, entity: str | None
    ) -> list[Figure]:
        if formula.text not in self._items:
            self._items[formula.text] = items_of(formula.expr)
        names = self._items[formula.text]
        choices = [self._item(name, region, stage, year, entity) for name in names]
        figures = []
        for combination in itertools.islice(itertools.product(*choices), _MAX_COMBINATIONS):
            items: Mapping[str, Fraction | None] = {n: f.value for n, f in zip(names, combination, strict=True)}
            value = evaluate(formula.expr, items)
            if not isinstance(value, Fraction):
                continue
            status = next((f.status for f in combination if f.status != ACTUAL), ACTUAL)
            inputs = tuple(dict.fromkeys(given for f in combination for given in f.inputs))
            own = _doubts(indicator, value)
            doubts = (*(d for f in combination for d in f.doubts), *own)
            possible = (not own or indicator.bounds.contains(value)) and all(f.possible for f in combination)
            origins = tuple(dict.fromkeys(origin for f in combination for origin in f.origins))
            label = "计算" if formula.name == "default" or formula.name in STAGES else formula.name
            figures.append(
                Figure(value, Interval.point(value), label, status, possible, origins, inputs, formula.text, doubts)
            )
        return figures


def _typed(indicator: Indicator, stage: str | None, o: Observation, value: Fraction, bound: Interval) -> Figure:
    """A figure as it was typed."""
    given = Input(indicator.name, stage, str(o.period), value, indicator.unit.name, (o.origin,))
    doubts = _doubts(indicator, value)
    possible = not doubts or indicator.bounds.contains(value)
    return Figure(value, bound, REPORTED, o.status, possible, (o.origin,), (given,), None, doubts)


def _settled(observations: list[Observation]) -> list[Observation]:
    """Actual figures push aside estimates and plans of the same thing."""
    actual = [o for o in observations if o.status == ACTUAL]
    return actual or observations


def _doubts(indicator: Indicator, value: Fraction) -> tuple[str, ...]:
    if not indicator.bounds.contains(value):
        return (f"超出“{indicator.name}”可能的范围",)
    if not indicator.usual.contains(value):
        return (f"超出“{indicator.name}”通常的范围，请核对",)
    return ()


def _reconciled(reported: list[Figure], computed: list[Figure]) -> list[Figure]:
    """Reported and computed figures together: a reported figure that is the computed one rounded gives way to it."""
    if not computed:
        return reported
    if all(f.status != ACTUAL for f in computed) and any(f.status == ACTUAL for f in reported):
        return reported
    kept = [f for f in reported if not any(rounds_to(c.value, f.bound) for c in computed)]
    if any(c.status == ACTUAL for c in computed):
        kept = [f for f in kept if f.status == ACTUAL]
    if not kept:
        return computed
    doubt = "填报的数与按算式计算的数不一致"
    return [f._replace(doubts=(*f.doubts, doubt)) for f in (*kept, *computed)]


def rounds_to(computed: Fraction, reported: Interval) -> bool:
    """Whether the reported figure is the computed one, rounded to the places it was typed with or known from one side."""
    if reported.exact is None:
        return reported.contains(computed)
    value = reported.exact
    places = next((n for n in range(13) if (value * 10**n).denominator == 1), 12)
    return round_half_even(computed, places) == value
