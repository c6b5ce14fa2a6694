"""Schools, teachers, towns: the entities of an entity table, what kind they are, and their items."""

from collections.abc import Iterable
from fractions import Fraction

from dabiao.inputs.model import ACTUAL, Kinded, Observation
from dabiao.rules.expression import Value, evaluate, items_of
from dabiao.rules.model import Cv, Each, Formula, Rulebook, Target
from dabiao.rules.stages import is_part, related


def single(observations: list[Observation]) -> Fraction | None:
    """The one exact value of an item; None where there is none, or two that differ."""
    values = {o.bound.exact for o in observations if o.bound is not None}
    return values.pop() if len(values) == 1 else None


class Entities:
    """An index over the observations that name an entity; read only.

    An entity is of the kind (school, kindergarten) its 学校类型 says. Other tables do not say what kind of thing their rows are:
    there an entity is of a kind (school, teacher, …) where it reports an item that some rule asks of that kind alone, or, where
    it reports no such item, one asked of that kind among others. An entity that reports nothing any rule asks counts for every
    kind, undecided, so that a blank cell can never make a share look better than it is.
    """

    __slots__ = ("_held", "_indicators", "_items", "_kinds", "_names", "_of_kind", "_rows", "_said")

    def __init__(self, observations: Iterable[Observation], rulebook: Rulebook, kinds: Iterable[Kinded] = ()) -> None:
        self._said = {(said.region, said.year, said.entity): said.kind for said in kinds}
        self._indicators = rulebook.indicators
        self._names = rulebook.names()
        self._rows: dict[tuple[str, int], dict[str, dict[str, list[Observation]]]] = {}
        self._of_kind: dict[tuple[str, str, str | None, int], tuple[str, ...]] = {}
        self._held: dict[tuple[str, str, str, str | None, int], bool | None] = {}
        self._items: dict[str, tuple[str, ...]] = {}
        self._index(observations)
        self._kinds = self.kinds_of_items(rulebook) if self._rows else {}

    def _index(self, observations: Iterable[Observation]) -> None:
        for o in observations:
            if o.entity is not None and o.indicator is not None and o.period.single:
                rows = self._rows.setdefault((o.region, o.period.start), {}).setdefault(o.entity, {})
                rows.setdefault(o.indicator, []).append(o)

    def kinds_of_items(self, rulebook: Rulebook) -> dict[str, set[str]]:
        """For each item some rule asks of entities, the kinds it asks it of."""
        kinds: dict[str, set[str]] = {}
        for target in rulebook.targets():
            kind, expressions = self._asked_of(target)
            waiting = [self._names[name] for expression in expressions for name in items_of(expression.expr)]
            while waiting:
                item = waiting.pop()
                if kind not in kinds.setdefault(item, set()):
                    kinds[item].add(kind)
                    formulas = self._indicators[item].formulas
                    waiting += [self._names[name] for formula in formulas for name in items_of(formula.expr)]
        return kinds

    def _asked_of(self, target: Target) -> tuple[str, list[Formula]]:
        """The kind of entity a target asks about, and the expressions over its items."""
        form = target.form
        if isinstance(form, Each):
            return form.kind, [c for c in (form.where, form.require) if c is not None]
        indicator = self._indicators.get(target.indicator or "")
        formulas = list(indicator.formulas) if indicator else []
        if isinstance(form, Cv):
            return "school", [*formulas, *([form.where] if form.where else [])]
        if target.per is not None:
            return target.per, [*formulas, *([target.where] if target.where else [])]
        return "", []

    def holds(self, region: str, entity: str, condition: Formula, stage: str | None, year: int) -> bool | None:
        """Whether a condition holds of an entity; None where its items do not tell. What is planned leaves nobody out."""
        key = (region, entity, condition.text, stage, year)
        if key not in self._held:
            value = self._evaluated(condition, region, entity, stage, year)
            undecided = not isinstance(value, bool) or (
                not value and not self._actual(condition, *key[:2], stage, year)
            )
            self._held[key] = None if undecided else bool(value)
        return self._held[key]

    def _actual(self, condition: Formula, region: str, entity: str, stage: str | None, year: int) -> bool:
        """Whether all that tells of a condition is actual."""
        names = items_of(condition.expr)
        return all(o.status == ACTUAL for name in names for o in self.sources(region, entity, name, stage, year))

    def value(self, region: str, entity: str, name: str, stage: str | None, year: int) -> Fraction | None:
        """The one exact value of an item (by name) of an entity: as reported, else by the item's own formula; else None."""
        if rows := self.item(region, entity, name, stage, year):
            return single(rows)
        item = self._indicators[self._names[name]]
        own = item.own_formula(stage)
        value = None if own is None else self._evaluated(own, region, entity, item.stage or stage, year)
        return value if isinstance(value, Fraction) else None

    def sources(self, region: str, entity: str, name: str, stage: str | None, year: int) -> list[Observation]:
        """The observations an item's value rests on: its own, or those of the items it is computed from."""
        if rows := self.item(region, entity, name, stage, year):
            return rows
        item = self._indicators[self._names[name]]
        own = item.own_formula(stage)
        names = items_of(own.expr) if own is not None else ()
        return [o for below in names for o in self.sources(region, entity, below, item.stage or stage, year)]

    def _evaluated(self, formula: Formula, region: str, entity: str, stage: str | None, year: int) -> Value:
        if formula.text not in self._items:
            self._items[formula.text] = items_of(formula.expr)
        items = {name: self.value(region, entity, name, stage, year) for name in self._items[formula.text]}
        return evaluate(formula.expr, items)

    def of_kind(self, region: str, kind: str, stage: str | None, year: int) -> tuple[str, ...]:
        """The entities a rule about a kind and a stage is about, in order of appearance."""
        key = (region, kind, stage, year)
        if key not in self._of_kind:
            rows = self._rows.get((region, year), {})
            self._of_kind[key] = tuple(
                entity
                for entity, items in rows.items()
                if self._is(items, kind, self._said.get((region, year, entity)))
                and any(related(o.stage, stage) for several in items.values() for o in several)
            )
        return self._of_kind[key]

    def _is(self, items: Iterable[str], kind: str, said: str | None) -> bool:
        """Whether an entity with these items may be of the kind. An item asked of two kinds shows neither beside one that does."""
        if said is not None:
            return said == kind
        asked = [self._kinds[item] for item in items if item in self._kinds]
        kinds = set().union(*([only for only in asked if len(only) == 1] or asked))
        return not kinds or kind in kinds

    def item(self, region: str, entity: str, name: str, stage: str | None, year: int) -> list[Observation]:
        """The observations of an item (by name) of an entity: of the stage asked, else without a stage, else of its parts."""
        item = self._names[name]
        wanted = self._indicators[item].stage or stage
        rows = [o for o in self._rows.get((region, year), {}).get(entity, {}).get(item, []) if not o.unfilled]
        actual = [o for o in rows if o.status == ACTUAL]
        rows = actual or rows
        for chosen in ([o for o in rows if o.stage == wanted], [o for o in rows if o.stage is None]):
            if chosen:
                return chosen
        return [o for o in rows if is_part(o.stage, wanted)]
