"""What the sheets of schools and kindergartens have to tell: the items the targets judged one by one rest on."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dabiao.assess.model import Bound
from dabiao.inputs._school_types import FLAGS, PRIVATE, TOWN
from dabiao.inputs.template.layout import KINDERGARTEN_GROUPS, SCHOOL_GROUPS
from dabiao.rules.expression import items_of
from dabiao.rules.model import Cv, Each, Group, Indicator, Rulebook, Target

Name = tuple[str, str, str | None]


def name_of(bound: Bound) -> Name:
    """What tells a target of a stage from every other; much quicker to compare than the whole of it."""
    return bound.target.pack, bound.target.id, bound.target.stage


class ItemNeed(NamedTuple):
    """An item schools (or kindergartens) report, and the targets that rest on it."""

    item: Indicator
    bounds: tuple[Bound, ...]


class Entities:
    """The items asked of each school and each kindergarten."""

    def __init__(self, rulebook: Rulebook, bounds: tuple[Bound, ...]) -> None:
        self._indicators = rulebook.indicators
        self._names = rulebook.names()
        self._asked: dict[str, dict[str, dict[Name, Bound]]] = {}
        for bound in bounds:
            kind = self._kind(bound)
            if kind is not None:
                self._add(kind, bound)
        self._told = {name_of(bound) for bound in bounds if self._kind(bound) is not None}
        for bound in bounds:
            # a rule for each school whose items the sheet has anyhow is not asked of the county as a share
            form = bound.target.form
            if isinstance(form, Each) and name_of(bound) not in self._told and form.kind in self._asked:
                items = set(self._closure(_conditions(form)))
                if items <= self._laid_out(form.kind) | set(self._asked[form.kind]):
                    self._told.add(name_of(bound))
                    self._add(form.kind, bound)

    def tell(self, bound: Bound) -> bool:
        """Whether the sheets of schools tell all the target has to be told."""
        return name_of(bound) in self._told

    def of(self, kind: str) -> tuple[ItemNeed, ...] | None:
        """The items asked of each of the kind."""
        if kind not in self._asked:
            return None
        return tuple(ItemNeed(self._indicators[item], tuple(of.values())) for item, of in self._asked[kind].items())

    def _laid_out(self, kind: str) -> set[str]:
        """The items the sheet of the kind has anyhow, or tells by the words of its first columns."""
        groups = KINDERGARTEN_GROUPS if kind == "kindergarten" else SCHOOL_GROUPS
        names = {name for group in groups for name in group.items} | {*FLAGS, PRIVATE, TOWN}
        return {self._names[name] for name in names if name in self._names}

    @staticmethod
    def _kind(bound: Bound) -> str | None:
        """The kind of entities a target is judged one by one for, where a sheet of them is made for it."""
        target, form = bound.target, bound.target.form
        if target.per is not None:
            return target.per
        if isinstance(form, Cv):
            return "school"
        if isinstance(form, Each) and bound.pack.recognition and form.kind in ("school", "kindergarten"):
            return form.kind
        return None

    def _add(self, kind: str, bound: Bound) -> None:
        for item in self._closure(self._rests_on(bound.target)):
            self._asked.setdefault(kind, {}).setdefault(item, {})[name_of(bound)] = bound

    def _rests_on(self, target: Target) -> Iterator[str]:
        """The names a target of each school speaks of."""
        form = target.form
        conditions = [target.where, *(relaxed.when for relaxed in target.relaxed)]
        if isinstance(form, Each):
            yield from _conditions(form)
            return
        if isinstance(form, Cv):
            conditions.append(form.where)
            yield form.weight
        for condition in conditions:
            yield from items_of(condition.expr) if condition is not None else ()
        measured = [] if isinstance(form, Group) else [target.indicator, *(r.indicator for r in target.relaxed)]
        yield from (self._indicators[indicator].name for indicator in measured if indicator is not None)

    def _closure(self, names: Iterable[str]) -> Iterator[str]:
        """The items of those names, and the items their formulas are over; measures that are computed only, left out."""
        waiting, seen = [self._names[name] for name in names], set[str]()
        while waiting:
            item = waiting.pop(0)
            if item in seen:
                continue
            seen.add(item)
            formulas = self._indicators[item].formulas
            waiting += [self._names[name] for formula in formulas for name in items_of(formula.expr)]
            if not formulas or self._indicators[item].direction == "none":
                yield item


def _conditions(form: Each) -> Iterator[str]:
    for condition in (form.where, form.require):
        yield from items_of(condition.expr) if condition is not None else ()
