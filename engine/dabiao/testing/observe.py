"""Observations for one target: a figure, a report, or all it takes for the target's left side to be a given number."""

from collections.abc import Iterable
from fractions import Fraction

from dabiao.inputs.model import ACTUAL, Dataset, Observation, Origin
from dabiao.period import Period
from dabiao.quantity import Interval, Unit, exact_decimal
from dabiao.rules.model import Change, Compare, Cv, Growth, Indicator, Total
from dabiao.testing.asked import THEIR_GROWTH, Asked, asked_of, per_unit, standard
from dabiao.testing.bench import Bench

ORIGIN = Origin("规则自测", None, "A1", 1)
_PLENTY = Fraction(1000)


def figure(
    bench: Bench,
    value: Fraction,
    year: int,
    *,
    unit: Unit | None = None,
    since: int | None = None,
    indicator: Indicator | None = None,
    region: str | None = None,
    entity: str | None = None,
) -> Observation:
    """An actual figure of the target's indicator (or another) in the stage and region it is asked of.

    `value` is exact, in `unit` (left out: the indicator's own). `since` makes it the figure of the years from there to `year`.
    """
    measured = indicator or bench.indicator
    if measured is None:
        raise ValueError(f"{bench.target.ref} has no indicator")
    own = value if unit is None else value / per_unit(measured, unit)
    entity = bench.entity if entity is None else entity
    return Observation(
        region=region or bench.region,
        period=Period(year if since is None else since, year),
        indicator=measured.id,
        subjects=(),
        stage=measured.stage or bench.target.stage,
        entity=entity,
        value=own,
        bound=Interval.point(own),
        status=ACTUAL,
        done=None,
        done_on=None,
        evidence="",
        note="",
        text=f"{exact_decimal(value) or value} {(unit or measured.unit).name}",
        origin=ORIGIN,
    )


def report(
    bench: Bench, year: int, *, done: bool = True, done_on: str | None = None, evidence: str = "佐证材料"
) -> Observation:
    """A report on a milestone or attestation: done or not, on which day (ISO), with which evidence (empty: none)."""
    return Observation(
        region=bench.region,
        period=Period(year, year),
        indicator=None,
        subjects=(bench.target.ref,),
        stage=None,
        entity=None,
        value=None,
        bound=None,
        status=ACTUAL,
        done=done,
        done_on=done_on,
        evidence=evidence,
        note="",
        text="已完成" if done else "未完成",
        origin=ORIGIN,
    )


def dataset(*observations: Observation) -> Dataset:
    """A dataset of nothing but these observations."""
    return Dataset((), observations, ())


def observed(bench: Bench, value: Fraction, year: int) -> tuple[Observation, ...]:
    """Figures under which the target's left side is `value`, in the unit of what is asked (`asked_of`).

    A change or growth gets a base year's figure, a total nothing in its earlier years, a compare a figure of the other side; a
    target judged for each school a school that counts, a coefficient two. Empty where no possible school counts.
    """
    form, asked = bench.target.form, asked_of(bench, year)
    if isinstance(form, Cv) or bench.target.per is not None:
        from dabiao.testing.schools import schools_at, two_schools

        if isinstance(form, Cv):
            return two_schools(bench, form, value, year)
        return schools_at(bench, value / per_unit(bench.indicator or bench.opponent, asked.unit), year)
    match form:
        case Change():
            before = year - 1 if form.since is None else form.since
            base = _base_of_change(bench, asked)
            return (
                figure(bench, base, before, unit=asked.unit),
                figure(bench, base + value, year, unit=asked.unit),
            )
        case Growth():
            before = _base_year(bench, form, year)
            base = _base_of_growth(bench, asked, year - before)
            rate = 1 + value * asked.unit.scale
            return figure(bench, base, before), figure(bench, base * rate ** (year - before), year)
        case Compare():
            return _against(bench, form, value, year)
        case Total():
            last = min(year, int(bench.target.by[:4])) if bench.target.by else year
            earlier = range(bench.pack.source.start, last)
            return (*(figure(bench, Fraction(0), y) for y in earlier), figure(bench, value, last, unit=asked.unit))
    return (figure(bench, value, year, unit=asked.unit),)


def _against(bench: Bench, form: Compare, value: Fraction, year: int) -> tuple[Observation, ...]:
    opponent, place = bench.opponent, form.of or bench.region
    if not form.growth:
        unit = bench.indicator.unit if bench.indicator else opponent.unit
        theirs = figure(bench, standard(bench), year, unit=unit, indicator=opponent, region=place)
        return figure(bench, value, year), theirs
    mine, other = _small(bench.indicator or opponent), _small(opponent)
    return (
        figure(bench, mine, year - 1),
        figure(bench, mine * (1 + value / 100), year),
        figure(bench, other, year - 1, indicator=opponent, region=place),
        figure(bench, other * (1 + THEIR_GROWTH / 100), year, indicator=opponent, region=place),
    )


def possible(bench: Bench, observations: Iterable[Observation]) -> bool:
    """Whether every figure lies within its indicator's hard bounds."""
    return all(
        o.value is None or bench.rulebook.indicators[o.indicator or ""].bounds.contains(o.value) for o in observations
    )


def room(bench: Bench, asked: Asked) -> Interval:
    """The left sides that possible figures can give, in the unit of what is asked (for growths: those looked at)."""
    form, indicator = bench.target.form, bench.indicator or bench.opponent
    if isinstance(form, Cv):
        return Interval(Fraction(0), None)
    bounds = indicator.bounds.times(per_unit(indicator, asked.unit))
    match form:
        case Change():
            return bounds.minus(Interval.point(_base_of_change(bench, asked)))
        case Growth() | Compare(growth=True):
            most = asked.high + asked.step if bounds.high is not None else asked.high + 10 / asked.unit.scale
            return Interval(Fraction(-9, 10) / asked.unit.scale, most)
    return bounds


def _base_year(bench: Bench, form: Growth, year: int) -> int:
    if not form.average:
        return year - 1
    return bench.pack.source.start - 1 if form.since is None else form.since


def _base_of_change(bench: Bench, asked: Asked) -> Fraction:
    """A base from which the change asked for is possible, in the unit it is asked in."""
    indicator = bench.indicator or bench.opponent
    low, high, _, _ = indicator.bounds.times(per_unit(indicator, asked.unit))
    if low is not None and high is not None:
        middle = (low + high) / 2
        fits = low <= middle + asked.low - asked.step and middle + asked.high + asked.step <= high
        return middle if fits else low if asked.high > 0 else high
    plenty = max(_PLENTY, 4 * max(abs(asked.low), abs(asked.high)))
    return low + plenty if low is not None else plenty if high is None else high - plenty


def _base_of_growth(bench: Bench, asked: Asked, years: int) -> Fraction:
    """A base that leaves room for twice the growth asked for."""
    indicator = bench.indicator or bench.opponent
    if indicator.bounds.high is None:
        return max(_PLENTY, (indicator.bounds.low or Fraction(0)) + 1)
    most = (1 + max(asked.high + asked.step, Fraction(0)) * asked.unit.scale) ** years
    return indicator.bounds.high / (2 * most)


def _small(indicator: Indicator) -> Fraction:
    return _PLENTY if indicator.bounds.high is None else indicator.bounds.high / 4
