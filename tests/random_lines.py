"""What a rulebook asks for, and where its lines are: the numbers beside which a figure changes a verdict or a flag."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from dabiao.assess.forms._common import tolerated, unit_factor
from dabiao.assess.forms.path import path_at
from dabiao.assess.model import Bound
from dabiao.assess.plan import is_due
from dabiao.quantity import Interval
from dabiao.rules.expression import items_of
from dabiao.rules.model import (
    Change,
    Compare,
    Cv,
    Each,
    Formula,
    Group,
    Growth,
    Indicator,
    Pack,
    Plan,
    Rulebook,
    Target,
    Total,
    Value,
    limit_of,
)

Thing: TypeAlias = tuple[str, str | None]  # an indicator and a stage
_CONSTANT = re.compile(r"([^\s()<>=!]+) (?:[<>=!]=?) ([0-9.]+)")
_FLOOR = Fraction(85, 100)


class Lines(NamedTuple):
    """By thing: its lines (in the indicator's unit), and the years its figures are asked of. `of_schools`: items of schools.

    `school_stages` are those asked of schools (None: of all stages together), `coefficients` the limits of coefficients of variation.
    """

    near: dict[Thing, tuple[Fraction, ...]]
    years: dict[Thing, tuple[int, ...]]
    of_schools: tuple[str, ...]
    school_years: tuple[int, ...]
    school_stages: tuple[str | None, ...]
    coefficients: tuple[Fraction, ...]
    names: dict[str, str]

    def of(self, thing: Thing) -> tuple[Fraction, ...]:
        """The lines of a thing, or where its stage has none, of the indicator without one."""
        return self.near.get(thing) or self.near.get((thing[0], None), ())


def lines_of(book: Rulebook, years: Sequence[int]) -> Lines:
    """All lines of a rulebook in the years it is judged in."""
    near: dict[Thing, dict[Fraction, None]] = {}
    asked: dict[Thing, set[int]] = {}
    schools: dict[str, None] = {}
    stages: dict[str | None, None] = {}
    coefficients: dict[Fraction, None] = {}
    names = {name: i for i, ind in book.indicators.items() for name in (ind.name, *ind.aliases)}
    for pack in book.packs:
        for target in pack.targets:
            for formula in _conditions(target):
                _note_constants(formula, names, near)
            if _of_schools(target):
                schools.update(dict.fromkeys(_school_items(book, target, names)))
                stages[target.stage] = None
            if isinstance(target.form, Cv):
                coefficients[target.form.limit.low] = None
            if target.indicator is None:
                continue
            thing = (target.indicator, target.stage)
            indicator = book.indicators[target.indicator]
            near.setdefault(thing, {}).update(dict.fromkeys(_numbers(target, pack, indicator, years)))
            near[thing].update(dict.fromkeys(_ends(indicator.bounds, indicator.usual)))
            if target.per is None and not isinstance(target.form, Cv):
                wanted = {when for year in years for when in years_asked(target, pack, year)}
                for other in (thing, *_beside(book, target, names)):
                    asked.setdefault(other, set()).update(wanted)
    return Lines(
        {thing: tuple(numbers) for thing, numbers in near.items()},
        {thing: tuple(sorted(several)) for thing, several in asked.items()},
        tuple(schools),
        tuple(years),
        tuple(stages),
        tuple(coefficients),
        names,
    )


def years_asked(target: Target, pack: Pack, year: int) -> Iterator[int]:
    """The years a target looks at when it is judged in a year."""
    form, start = target.form, pack.source.start
    yield year
    if isinstance(form, Change):
        yield year - 1 if form.since is None else form.since
    elif isinstance(form, Growth):
        yield (form.since or start - 1) if form.average else year - 1
    elif isinstance(form, Compare) and form.growth:
        yield year - 1
    elif isinstance(form, Total):
        yield from range(start, year)


def _of_schools(target: Target) -> bool:
    form = target.form
    return (
        target.per is not None or isinstance(form, (Cv, Group)) or (isinstance(form, Each) and form.require is not None)
    )


def _conditions(target: Target) -> Iterator[Formula]:
    form = target.form
    given = (target.where, *(one.when for one in target.relaxed))
    more = (form.where, form.require) if isinstance(form, Each) else (form.where,) if isinstance(form, Cv) else ()
    yield from (formula for formula in (*given, *more) if formula is not None)


def _note_constants(formula: Formula, names: dict[str, str], near: dict[Thing, dict[Fraction, None]]) -> None:
    for name, number in _CONSTANT.findall(formula.text):
        if name in names:
            near.setdefault((names[name], None), {})[Fraction(number)] = None


def _school_items(book: Rulebook, target: Target, names: dict[str, str]) -> Iterator[str]:
    """The items (indicator ids) asked of each school."""
    indicators = [target.indicator, *(one.indicator for one in target.relaxed)]
    formulas = [f for i in indicators if i is not None for f in book.indicators[i].formulas]
    told = [name for formula in (*_conditions(target), *formulas) for name in items_of(formula.expr)]
    told += [target.form.weight] if isinstance(target.form, Cv) else []
    if isinstance(target.form, Each):
        told = [name for formula in _conditions(target) for name in items_of(formula.expr)]
    elif target.indicator is not None and not book.indicators[target.indicator].formulas:
        yield target.indicator
    yield from (names[name] for name in told)


def _beside(book: Rulebook, target: Target, names: dict[str, str]) -> Iterator[Thing]:
    """What a target rests on besides its indicator: items of formulas and conditions, the other side of a comparison."""
    indicator = book.indicators[target.indicator or ""]
    whens = [one.when for one in target.relaxed]
    for formula in (*indicator.formulas, *whens):
        yield from ((names[name], target.stage) for name in items_of(formula.expr))
    if isinstance(target.form, Compare) and target.form.than is not None:
        yield target.form.than, target.stage


def _numbers(target: Target, pack: Pack, indicator: Indicator, years: Sequence[int]) -> Iterator[Fraction]:
    """Limits, floors, tolerances, relaxations, baselines, paths, and where the display would round to a limit; in the indicator's unit."""
    form = target.form
    limit = limit_of(form)
    if limit is None or isinstance(form, (Change, Growth, Cv)):
        return
    factor = 1 / unit_factor(indicator, limit.unit)
    tolerance = form.tolerance if isinstance(form, (Value, Plan, Total)) else None
    required = tolerated(limit, tolerance)
    half = Fraction(1, 2 * 10**indicator.decimals)
    for end in _ends(required):
        yield from (end * factor, end * factor + half, end * factor - half)
    yield limit.low * factor * _FLOOR
    yield from (relaxed.limit.low * relaxed.limit.unit.scale / limit.unit.scale * factor for relaxed in target.relaxed)
    for year in years:
        path, _ = path_at(Bound(target, pack, is_due(target, pack, year)), required, year)
        yield from (end * factor for end in _ends(*(() if path is None else (path,))))


def _ends(*intervals: Interval) -> Iterator[Fraction]:
    yield from _told(end for one in intervals for end in (one.low, one.high))


def _told(ends: Iterable[Fraction | None]) -> Iterator[Fraction]:
    yield from (end for end in ends if end is not None)
