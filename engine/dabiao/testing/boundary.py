"""Boundary cases: figures on each threshold and a step to either side of it, with the verdict the words promise."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.model import MET, NO_DATA, NOT_APPLICABLE, NOT_MET, UNVERIFIED
from dabiao.inputs.model import Observation
from dabiao.quantity import Unit, exact_decimal
from dabiao.rules.expression import Expr, evaluate
from dabiao.rules.model import Attest, Each, Group, Milestone, Relaxed, Value
from dabiao.testing.asked import Asked, asked_of, per_unit
from dabiao.testing.bench import Bench
from dabiao.testing.conditions import Situation, situations
from dabiao.testing.observe import figure, observed, possible, report

ENTITY = "甲"
_ENOUGH = 1000


class Case(NamedTuple):
    """Observations in a year, in words, and the verdict they must get."""

    label: str
    year: int
    observations: tuple[Observation, ...]
    expected: str


def boundary_cases(bench: Bench) -> tuple[Case, ...]:
    """The cases of a target in the year it is judged in; none where it is never owed.

    Thresholds of figures: each end of what is asked, and a step below and above, as far as the indicator's hard bounds allow it;
    where the indicator is a ratio of two counts, also as counts. Conditions of `each` and of a relaxation: figures on either side
    of every comparison. Reports: done with and without evidence, too late, not done, no report.
    """
    if bench.year is None:
        return ()
    if isinstance(bench.target.form, Milestone | Attest):
        return tuple(_reports(bench, bench.year))
    if isinstance(bench.target.form, Group):
        return tuple(_group(bench, bench.target.form, bench.year))
    asked = asked_of(bench, bench.year)
    cases = [*_thresholds(bench, asked, bench.year), *_counts(bench, asked, bench.year)]
    if isinstance(bench.target.form, Each):
        cases += _entities(bench, bench.target.form, asked, bench.year)
    cases += [case for relaxed in bench.target.relaxed for case in _relaxed(bench, relaxed)]
    return tuple(cases)


def _group(bench: Bench, form: Group, year: int) -> Iterator[Case]:
    """So many members on their limit, the others on the floor, or one of them a step below it."""
    from dabiao.testing.schools import counting

    indicators = bench.rulebook.indicators
    members = [bench.put(t)._replace(indicator=indicators[t.indicator or ""]) for t in bench.pack.targets[1:]]
    count = len(members)
    floor = Fraction(0) if form.floor is None else form.floor
    for reached, below in ((count, 0), (form.least, 0), (form.least, 1), (form.least - 1, 0)):
        if below > count - reached or (below and form.floor is None):
            continue
        found: list[Observation] = []
        for number, member in enumerate(members):
            asked = asked_of(member, year)
            sunk = number == count - 1 and below
            value = asked.low if number < reached else asked.low * floor - (asked.step if sunk else 0)
            found.append(figure(member, value, year, unit=asked.unit))
        items = counting(bench) or {}
        found += [figure(bench, value, year, indicator=bench.named(name)) for name, value in items.items()]
        holds = reached >= form.least and not below
        label = f"{reached} 项达到，其余{'有一项低于' if below else '正在'}底线"
        expected = UNVERIFIED if bench.target.unverified else MET if holds else NOT_MET
        yield Case(label, year, tuple(found), expected)


def _thresholds(bench: Bench, asked: Asked, year: int) -> Iterator[Case]:
    for value in asked.around():
        observations = observed(bench, value, year)
        if observations and possible(bench, observations):
            yield Case(in_words(value, asked.unit), year, observations, _verdict(asked, asked.holds(value)))


def _verdict(asked: Asked, holds: bool) -> str:
    return UNVERIFIED if not asked.settled else MET if holds else NOT_MET


def in_words(value: Fraction, unit: Unit) -> str:
    """A number as a person writes it, with its unit."""
    return f"{exact_decimal(value) or value} {unit.name}"


def _counts(bench: Bench, asked: Asked, year: int) -> Iterator[Case]:
    """The thresholds again, as a whole number of things over another."""
    indicator, form = bench.indicator, bench.target.form
    formulas = {f.name: f.expr for f in indicator.formulas} if indicator else {}
    parts = ratio_of(formulas.get(bench.target.formula, ()))
    if indicator is None or parts is None or not isinstance(form, Value | Each) or bench.target.per is not None:
        return
    factor, above, below = parts[0] * per_unit(indicator, asked.unit), *parts[1:]
    for end in dict.fromkeys((asked.low, asked.high)):
        share = end / factor
        times = -(-_ENOUGH // share.denominator)
        of = Fraction(share.denominator * times)
        for count in (share * of + n for n in (-1, 0, 1)):
            items = ((above, count), (below, of))
            observations = tuple(figure(bench, v, year, indicator=bench.named(name)) for name, v in items)
            left = count / of * factor
            if possible(bench, (*observations, figure(bench, left, year, unit=asked.unit))):
                label = f"{above} {count}、{below} {of}"
                yield Case(label, year, observations, _verdict(asked, asked.holds(left)))


def ratio_of(expr: Expr) -> tuple[Fraction, str, str] | None:
    """(k, numerator, denominator) of k * a / b, a / b * k or a / b; None for any other formula."""
    match expr:
        case ("/", ("*", ("num", Fraction() as k), ("item", str() as a)), ("item", str() as b)):
            return k, a, b
        case ("*", ("num", Fraction() as k), ("/", ("item", str() as a), ("item", str() as b))):
            return k, a, b
        case ("*", ("/", ("item", str() as a), ("item", str() as b)), ("num", Fraction() as k)):
            return k, a, b
        case ("/", ("item", str() as a), ("item", str() as b)):
            return Fraction(1), a, b
    return None


def _entities(bench: Bench, form: Each, asked: Asked, year: int) -> Iterator[Case]:
    """One school (teacher, town) alone: the share is all or nothing, or the rule does not apply to it."""
    if form.require is None:
        return
    conditions = [condition.expr for condition in (form.where, form.require) if condition is not None]
    for items in situations(bench, conditions):
        observations = tuple(
            figure(bench, value, year, indicator=bench.named(name), entity=ENTITY) for name, value in items.items()
        )
        if form.where is not None and evaluate(form.where.expr, items) is False:
            expected = NOT_APPLICABLE
        else:
            share = Fraction(100 if evaluate(form.require.expr, items) else 0) / 100 / asked.unit.scale
            expected = _verdict(asked, asked.holds(share))
        yield Case(_told(items), year, observations, expected)


def _relaxed(bench: Bench, relaxed: Relaxed) -> Iterator[Case]:
    """The relaxed threshold where its condition holds; and on either side of the condition a figure only it lets pass."""
    years = [year for year, due in bench.years if due and f"{year}-12-31" <= relaxed.until]
    if not years or relaxed.indicator is not None or bench.target.per is not None:
        return
    year = years[-1]
    strict, loose = asked_of(bench, year), asked_of(bench, year, relaxed.limit)
    eased = [v for v in loose.around() if loose.holds(v) and not strict.holds(v * loose.unit.scale / strict.unit.scale)]
    thresholds = True
    for items in situations(bench, [relaxed.when.expr]):
        holds = evaluate(relaxed.when.expr, items) is True
        extra = [figure(bench, value, year, indicator=bench.named(name)) for name, value in items.items()]
        for value in loose.around() if holds and thresholds else eased[:1]:
            own = figure(bench, value, year, unit=loose.unit)
            if possible(bench, (own,)):
                told = f"{in_words(value, loose.unit)}（{_told(items)}）"
                yield Case(told, year, (own, *extra), _verdict(loose, holds and loose.holds(value)))
        thresholds = thresholds and not holds


def _told(items: Situation) -> str:
    return "、".join(f"{name} {exact_decimal(value) or value}" for name, value in items.items())


def _reports(bench: Bench, year: int) -> Iterator[Case]:
    target = bench.target
    nobody = UNVERIFIED if isinstance(target.form, Attest) else NO_DATA
    met, not_met = (UNVERIFIED, UNVERIFIED) if target.unverified else (MET, NOT_MET)
    by = target.by
    yield Case("已完成，有佐证材料", year, (report(bench, year, done_on=by),), met)
    yield Case("已完成，没有佐证材料", year, (report(bench, year, done_on=by, evidence=""),), UNVERIFIED)
    yield Case("未完成", year, (report(bench, year, done=False),), not_met)
    yield Case("没有填报", year, (), nobody)
    if by is not None:
        late = next_day(by)
        yield Case(f"{late} 才完成，有佐证材料", year, (report(bench, year, done_on=late),), not_met)


def next_day(day: str, days: int = 1) -> str:
    """The day so many days after a day (ISO)."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
