"""Figures of a region beside the lines of a rulebook: what is true of it, before anybody types it (random_spelling does that)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import NamedTuple

from dabiao.assess.forms._common import unit_factor
from dabiao.quantity import Interval
from dabiao.rules.expression import evaluate, items_of
from dabiao.rules.model import Change, Compare, Formula, Growth, Indicator, Pack, Rulebook, Target, Total, limit_of
from random_lines import Lines

MOST = 10**18  # what a column can hold
_DIGITS = 12
_STEPS = (Fraction(0), Fraction(0), Fraction(1), Fraction(1, 10), Fraction(1, 100), Fraction(1, 10**_DIGITS))
_EXTREMES = tuple(
    Fraction(text) for text in ("0", "1", "99999999999999999", "999999999999999999", "0.000000000001", "-1")
)
_WHOLES = (1, 2, 3, 7, 40, 100, 333, 1000, 12345, 10**6)


_SCHOOL_POOLS = {"students": (20, 50, 51, 99, 100, 100, 200, 333), "rural": (0, 1), "counsellors": (0, 1, 1, 2)}


class Key(NamedTuple):
    """What a figure is of: indicator id, stage, year, school."""

    indicator: str
    stage: str | None
    year: int
    entity: str | None = None


Held = dict[Key, Fraction]


class Others(NamedTuple):
    """Another region's figures, for comparisons with it."""

    region: str
    held: Mapping[Key, Fraction]


def clipped(chance: Random, value: Fraction) -> Fraction:
    """The value with no more digits than can be typed: cut downwards or upwards, so that it is beside a line it can not be on."""
    scaled = value * 10**_DIGITS
    whole = scaled.numerator // scaled.denominator
    if scaled != whole and chance.random() < 0.5:
        whole += 1
    cut = Fraction(whole, 10**_DIGITS)
    return cut if abs(cut) < MOST else Fraction(MOST - 1 if cut > 0 else 1 - MOST)


def beside(chance: Random, line: Fraction) -> Fraction:
    """The line itself, or one in some digit off."""
    return clipped(chance, line + chance.choice(_STEPS) * chance.choice((1, -1)))


def region_figures(
    chance: Random, book: Rulebook, lines: Lines, others: Sequence[Others] = (), schools: int = 0
) -> Held:
    """Figures of one region (and so many schools) of all the rulebook asks about: most beside a line, some anywhere, few extreme."""
    held: Held = {}
    for thing, years in lines.years.items():
        for year in years:
            held[Key(*thing, year)] = _figure(chance, book.indicators[thing[0]], lines.of(thing))
    for thing, years in lines.years.items():
        for year in years:
            _fit_formula(chance, book, lines, held, Key(*thing, year))
    for pack in book.packs:
        for target in pack.targets:
            for year in lines.school_years:
                if target.indicator is not None and target.per is None and chance.random() < 0.6:
                    _fit_relation(chance, book, held, others, pack, target, year)
    if schools and lines.of_schools and chance.random() < 0.6:
        # where schools are told one by one, a share is rarely reported besides
        for key in [key for key in held if key.indicator in ("school-share", "equipped-schools", "all-schools")]:
            del held[key]
    names = [f"学校{number}" for number in range(schools)]
    stage = _stage_of_schools(chance, lines)
    for name in names:
        _add_school(
            chance,
            book,
            lines,
            held,
            name,
            stage if chance.random() < 0.9 else chance.choice((None, "小学", "义务教育")),
        )
    if chance.random() < 0.3:
        for year in lines.school_years:
            _spread_evenly(
                chance, lines, held, [Key("", stage, year, name) for name in names[: schools // 2 * 2]], year
            )
    return held


def _stage_of_schools(chance: Random, lines: Lines) -> str | None:
    """The stage a region's schools report for: one that is asked of them, as a rule."""
    return chance.choice(lines.school_stages) if lines.school_stages and chance.random() < 0.85 else None


def _figure(chance: Random, indicator: Indicator, near: Sequence[Fraction]) -> Fraction:
    drawn = chance.random()
    # where nothing but an end of the scale is known, most figures stand elsewhere
    if near and drawn < (0.6 if len(near) > 2 else 0.1):
        return beside(chance, chance.choice(near))
    if drawn < 0.95 or indicator.formulas:
        if indicator.unit.dimension == "比例":
            return Fraction(chance.randrange(0, 11000), 100)
        return Fraction(chance.choice(_WHOLES) + chance.randrange(0, 20))
    return chance.choice(_EXTREMES)


def _fit_formula(chance: Random, book: Rulebook, lines: Lines, held: Held, key: Key) -> None:
    """Makes a formula's outcome stand beside a line by its first item, and what is reported the outcome, rounded or not."""
    indicator = book.indicators[key.indicator]
    if not indicator.formulas:
        return
    formula = _formula(indicator, key.stage)
    items: dict[str, Fraction | None] = {}
    for name in items_of(formula.expr):
        at = key._replace(indicator=lines.names[name])
        if at not in held:
            return
        items[name] = held[at] = Fraction(abs(held[at].numerator) // held[at].denominator + 1)
    near = lines.of((key.indicator, key.stage))
    if near and chance.random() < 0.7:
        first = items_of(formula.expr)[0]
        exact = solved(formula, items, first, chance.choice(near))
        if exact is not None and abs(exact) < MOST:
            step = chance.choice(_STEPS[:4]) * chance.choice((1, -1))
            items[first] = held[key._replace(indicator=lines.names[first])] = clipped(chance, exact + step)
    value = evaluate(formula.expr, items)
    if isinstance(value, Fraction) and abs(value) < MOST and chance.random() < 0.7:
        places = chance.choice((0, 1, 2, _DIGITS))
        held[key] = Fraction(round(value * 10**places), 10**places) if places < _DIGITS else clipped(chance, value)


def _formula(indicator: Indicator, stage: str | None) -> Formula:
    return next((formula for formula in indicator.formulas if formula.name == stage), indicator.formulas[0])


def solved(formula: Formula, items: Mapping[str, Fraction | None], name: str, wanted: Fraction) -> Fraction | None:
    """The item that makes a formula give a value, where that is a straight line in it; None where it is none, or flat."""
    ends = [evaluate(formula.expr, {**items, name: Fraction(n)}) for n in (0, 1)]
    if not all(isinstance(end, Fraction) for end in ends) or ends[0] == ends[1]:
        return None
    start, one = (Fraction(end) for end in ends if end is not None)
    return (wanted - start) / (one - start)


def _fit_relation(
    chance: Random, book: Rulebook, held: Held, others: Sequence[Others], pack: Pack, target: Target, year: int
) -> None:
    """Puts this year's figure where a change, growth, sum or comparison stands exactly on its line, or beside it."""
    key = Key(target.indicator or "", target.stage, year)
    indicator, form = book.indicators[key.indicator], target.form
    if key not in held or indicator.formulas:
        return
    wanted: Fraction | None = None
    if isinstance(form, Change):
        since = year - 1 if form.since is None else form.since
        before = held.get(key._replace(year=since))
        end = _end(chance, form.limit.interval())
        if before is not None and end is not None:
            wanted = before + end * max(year - since, 1) / unit_factor(indicator, form.limit.unit)
    elif isinstance(form, Growth):
        since = (form.since or pack.source.start - 1) if form.average else year - 1
        before = held.get(key._replace(year=since))
        if before is not None and year > since:
            wanted = before * (1 + form.limit.low * form.limit.unit.scale) ** (year - since)
    elif isinstance(form, Total):
        last = int(target.by[:4]) if target.by else year
        start = pack.source.start
        share = Fraction(year - start + 1, last - start + 1) if start <= year < last else Fraction(1)
        rest = [held.get(key._replace(year=when), Fraction(0)) for when in range(start, year)]
        wanted = form.limit.low / unit_factor(indicator, form.limit.unit) * share - sum(rest)
    elif isinstance(form, Compare):
        wanted = _level(book, held, others, form, key)
    elif (limit := limit_of(form)) is not None and chance.random() < 0.3:
        wanted = limit.low / unit_factor(indicator, limit.unit)
    if wanted is not None and abs(wanted) < MOST:
        held[key] = beside(chance, wanted)


def _end(chance: Random, interval: Interval) -> Fraction | None:
    ends = [end for end in (interval.low, interval.high) if end is not None]
    return chance.choice(ends) if ends else None


def _level(book: Rulebook, held: Held, others: Sequence[Others], form: Compare, key: Key) -> Fraction | None:
    """The figure that equals (or grows like) the other side's."""
    there: Mapping[Key, Fraction] = next((o.held for o in others if o.region == form.of), {}) if form.of else held
    other = key._replace(indicator=form.than or key.indicator)
    now = there.get(other)
    if now is None:
        return None
    if not form.growth:
        return now * unit_factor(book.indicators[other.indicator], book.indicators[key.indicator].unit)
    then, mine = there.get(other._replace(year=key.year - 1)), held.get(key._replace(year=key.year - 1))
    return None if not then or mine is None else mine * now / then


def _add_school(chance: Random, book: Rulebook, lines: Lines, held: Held, name: str, stage: str | None) -> None:
    """The items of one school in every year it is judged in, so that its measures stand beside their lines."""
    measures = [
        i for i, indicator in book.indicators.items() if indicator.formulas and any(i == at for at, _ in lines.near)
    ]
    for year in lines.school_years:
        for item in lines.of_schools:
            held[Key(item, stage, year, name)] = _school_item(chance, lines, item)
        for indicator_id in measures:
            formula = _formula(book.indicators[indicator_id], stage)
            names = items_of(formula.expr)
            keys = [Key(lines.names[item], stage, year, name) for item in names]
            if all(key in held for key in keys) and chance.random() < 0.6:
                items: dict[str, Fraction | None] = {item: held[key] for item, key in zip(names, keys, strict=True)}
                near = lines.of((indicator_id, stage)) or lines.of((indicator_id, "小学"))
                exact = solved(formula, items, names[0], chance.choice(near)) if near else None
                if exact is not None and 0 <= exact < MOST:
                    held[keys[0]] = max(Fraction(0), beside(chance, exact))
            if formula.name not in ("default", stage) or chance.random() < 0.1:
                near = lines.of((indicator_id, stage)) or (Fraction(1),)
                held[Key(indicator_id, stage, year, name)] = max(Fraction(0), beside(chance, chance.choice(near)))


def _school_item(chance: Random, lines: Lines, item: str) -> Fraction:
    near = lines.of((item, None))
    drawn = chance.random()
    if near and drawn < (0.5 if item == "rural" else 0.1):
        return max(Fraction(0), beside(chance, chance.choice(near)))
    if drawn < 0.98:
        return Fraction(chance.choice(_SCHOOL_POOLS.get(item, (0, 1, 2, 5, 10, 20, 50, 450))))
    return chance.choice(_EXTREMES[:5])


def _spread_evenly(chance: Random, lines: Lines, held: Held, schools: Sequence[Key], year: int) -> None:
    """Gives an even number of schools two values of a measure in turn, so that their coefficient of variation is a line's, or nearly."""
    near = [line for line in lines.coefficients if 0 <= line < 1]
    if not near or len(schools) < 2:
        return
    line = chance.choice(near)
    for number, school in enumerate(schools):
        at = school._replace(year=year)
        held[at._replace(indicator="students")] = Fraction(100)
        held[at._replace(indicator="counsellors")] = Fraction(0)
        held[at._replace(indicator="teachers")] = 10 * (1 + line * (-1) ** number)
    last = schools[-1]._replace(year=year, indicator="teachers")
    held[last] = max(Fraction(0), beside(chance, held[last]))
