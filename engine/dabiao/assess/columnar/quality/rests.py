"""On which items a verdict may rest, and whether on figures of earlier years: more than it does, never less."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dabiao.rules.expression import items_of
from dabiao.rules.model import Change, Compare, Cv, Each, Formula, Group, Growth, Rulebook, Target, Total


class Rests(NamedTuple):
    """The indicators a target's figures may be, and whether those of earlier years count."""

    items: frozenset[str]
    earlier: bool


def rests_of(rulebook: Rulebook, target: Target) -> Rests:
    """What a target rests on; a group on what its members do."""
    names = rulebook.names()
    targets = [target]
    if isinstance(target.form, Group):
        members = rulebook.pack(target.pack).targets
        targets += [t for t in members if t.id in target.form.of and t.stage == target.stage]
    items = frozenset(_with_items(rulebook, names, (item for one in targets for item in _own(one, names))))
    return Rests(items, any(isinstance(one.form, Change | Compare | Growth | Total) for one in targets))


def _own(target: Target, names: Mapping[str, str]) -> Iterable[str]:
    form = target.form
    formulas: list[Formula | None] = [target.where, *(relaxed.when for relaxed in target.relaxed)]
    found = [target.indicator, *(relaxed.indicator for relaxed in target.relaxed)]
    if isinstance(form, Compare):
        found.append(form.than)
    if isinstance(form, Each):
        formulas += [form.where, form.require]
    if isinstance(form, Cv):
        formulas.append(form.where)
        found.append(names[form.weight])
    found += [names[name] for formula in formulas if formula is not None for name in items_of(formula.expr)]
    return [item for item in found if item is not None]


def _with_items(rulebook: Rulebook, names: Mapping[str, str], items: Iterable[str]) -> set[str]:
    """Items with those their formulas are made of."""
    found: set[str] = set()
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting += [names[n] for formula in rulebook.indicators[item].formulas for n in items_of(formula.expr)]
    return found
