"""Schools, teachers, towns: the entities of an entity table, what kind they are, and their items."""

from collections.abc import Iterable

from dabiao.inputs.model import ACTUAL, Observation
from dabiao.rules.expression import items_of
from dabiao.rules.model import Each, Rulebook
from dabiao.rules.stages import is_part, related


class Entities:
    """An index over the observations that name an entity; read only.

    A table does not say what kind of thing its rows are: an entity is of a kind (school, teacher, …) where it reports an item that
    some rule asks of that kind. An entity that reports no such item counts for every kind, undecided, so that a blank cell can
    never make a share look better than it is.
    """

    __slots__ = ("_indicators", "_kinds", "_names", "_rows")

    def __init__(self, observations: Iterable[Observation], rulebook: Rulebook) -> None:
        self._indicators = rulebook.indicators
        self._names = {name: i for i, ind in rulebook.indicators.items() for name in (ind.name, *ind.aliases)}
        self._rows: dict[tuple[str, int], dict[str, list[Observation]]] = {}
        for o in observations:
            if o.entity is not None and o.indicator is not None and o.period.single:
                self._rows.setdefault((o.region, o.period.start), {}).setdefault(o.entity, []).append(o)
        self._kinds = self._kinds_of_items(rulebook) if self._rows else {}

    def _kinds_of_items(self, rulebook: Rulebook) -> dict[str, set[str]]:
        kinds: dict[str, set[str]] = {}
        for target in rulebook.targets():
            if isinstance(form := target.form, Each):
                for condition in (form.where, form.require):
                    for name in items_of(condition.expr) if condition else ():
                        kinds.setdefault(self._names[name], set()).add(form.kind)
        return kinds

    def of_kind(self, region: str, kind: str, stage: str | None, year: int) -> tuple[str, ...]:
        """The entities a rule about a kind and a stage is about, in order of appearance."""
        found = []
        for entity, rows in self._rows.get((region, year), {}).items():
            kinds = set().union(*(self._kinds.get(o.indicator or "", set()) for o in rows))
            if (not kinds or kind in kinds) and any(related(o.stage, stage) for o in rows):
                found.append(entity)
        return tuple(found)

    def item(self, region: str, entity: str, name: str, stage: str | None, year: int) -> list[Observation]:
        """The observations of an item (by name) of an entity: of the stage asked, else without a stage, else of its parts."""
        item = self._names[name]
        wanted = self._indicators[item].stage or stage
        rows = [o for o in self._rows.get((region, year), {}).get(entity, ()) if o.indicator == item and not o.unfilled]
        actual = [o for o in rows if o.status == ACTUAL]
        rows = actual or rows
        for chosen in ([o for o in rows if o.stage == wanted], [o for o in rows if o.stage is None]):
            if chosen:
                return chosen
        return [o for o in rows if is_part(o.stage, wanted)]
