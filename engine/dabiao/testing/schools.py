"""What it takes to try a target that is judged for each school: a school that counts, two of them for a coefficient."""

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction

from dabiao.assess.mend import line_of
from dabiao.inputs.model import Observation
from dabiao.rules.expression import evaluate, items_of
from dabiao.rules.model import Cv, Formula
from dabiao.testing.bench import ENTITIES, Bench
from dabiao.testing.conditions import Situation, choices
from dabiao.testing.observe import figure

_MOST = 50_000


def where_of(bench: Bench) -> Formula | None:
    """The condition a school has to meet to be judged."""
    form = bench.target.form
    return form.where if isinstance(form, Cv) else bench.target.where


def counting(bench: Bench, given: Mapping[str, Fraction] | None = None) -> Situation | None:
    """Items under which a school counts, those given kept as they are; None where none are found (or no condition is stated)."""
    where = where_of(bench)
    if where is None:
        return dict(given or {})
    kept = dict(given or {})
    names = [name for name in items_of(where.expr) if name not in kept]
    tried = choices(bench, [where.expr], names)
    for values in itertools.islice(itertools.product(*tried), _MOST):
        items = {**kept, **dict(zip(names, values, strict=True))}
        if evaluate(where.expr, items) is True:
            return items
    return None


def schools_at(bench: Bench, value: Fraction, year: int, items: Situation | None = None) -> tuple[Observation, ...]:
    """A school that counts, and whose measure is `value`, in the indicator's unit."""
    found = counting(bench, items)
    if found is None:
        return ()
    measure = bench.indicator
    own = measure.own_formula(bench.target.stage) if measure else None
    if own is not None and set(items_of(own.expr)) <= set(found):
        moved = _moved(bench, own, found, value)
        return () if moved is None else tuple(_items(bench, moved, year))
    return (figure(bench, value, year), *_items(bench, found, year))


def _moved(bench: Bench, own: Formula, items: Situation, value: Fraction) -> Situation | None:
    """The items with one of the formula's changed so that the formula gives the value, and the school still counts."""
    for name in items_of(own.expr):
        line = line_of(own.expr, name, items)
        if line is None or not line.slope:
            continue
        moved = counting(bench, {name: (value - line.rest) / line.slope})
        if moved is not None and evaluate(own.expr, moved) == value:
            return moved
    return None


def _items(bench: Bench, items: Situation, year: int, entity: str | None = None) -> Iterator[Observation]:
    for name, value in items.items():
        yield figure(bench, value, year, indicator=bench.named(name), entity=entity)


def two_schools(bench: Bench, form: Cv, value: Fraction, year: int) -> tuple[Observation, ...]:
    """Two schools whose coefficient is `value`: as large as each other and at 1 ± value, or (above 1) at 1 and nothing, 1 to value²."""
    spread = value if value <= 1 else Fraction(1)
    weights = (Fraction(100), Fraction(100) if value <= 1 else 100 * value**2)
    found: list[Observation] = []
    for entity, measure, weight in zip(ENTITIES, (1 + spread, 1 - spread), weights, strict=True):
        items = counting(bench, {form.weight: weight})
        if items is None:
            return ()
        found += [figure(bench, measure, year, entity=entity), *_items(bench, items, year, entity)]
    return tuple(found)
