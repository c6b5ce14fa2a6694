"""change, growth, compare and total in SQL; each mirrors the file of assess/forms of its name."""

from fractions import Fraction

from dabiao.assess.columnar.asked import BITS, Asked
from dabiao.assess.columnar.figures import NEVER, Fig, SqlFigures, State
from dabiao.assess.columnar.forms import Seen, code_of, near_of, settled_code
from dabiao.assess.columnar.lines import before_rounding
from dabiao.assess.columnar.rational import Arithmetic, Ratio, constant
from dabiao.assess.columnar.sheet import all_of, any_of
from dabiao.assess.forms._common import tolerated, unit_factor
from dabiao.assess.forms.growth import compounded
from dabiao.assess.forms.total import pro_rata
from dabiao.assess.model import NO_DATA, NOT_APPLICABLE, PENDING, Bound
from dabiao.assess.shown import display_places
from dabiao.quantity import Interval, Unit
from dabiao.rules.model import Change, Compare, Growth, Total

_HUNDRED = Fraction(100)
_PERCENT = Unit("%", "比例", Fraction(1, 100))
Pair = tuple[Fig, Fig]


def _pairs(figures: SqlFigures, bound: Bound, year: int, base: int) -> tuple[Pair, list[Pair]]:
    """This year's figure and the base year's; those of other 口径 pairwise."""
    target = bound.target
    indicator = figures.indicators[target.indicator or ""]
    now, now_others = figures.settled(indicator, target.stage, year, target.formula)
    then, then_others = figures.settled(indicator, target.stage, base, target.formula)
    matching = [(a, b) for a in now_others for b in then_others if a.label == b.label]
    return (now, then), matching


def _state(figures: SqlFigures, *figs: Fig) -> State:
    """Absent where one of them is, mixed where one is mixed, else clean."""
    absent = figures.sheet.let(any_of(fig.state.absent for fig in figs))
    if absent == "true":
        return NEVER
    return State(absent, figures.sheet.let(State.of(absent, any_of(fig.state.mixed for fig in figs)).mixed))


def _seen(left: Ratio, near: str, *figs: Fig) -> Seen:
    """A reading of several figures: the weakest status, all their doubts."""
    actual = all_of(fig.actual for fig in figs)
    return Seen(
        left, all_of((actual, *(fig.possible for fig in figs))), actual, all_of(fig.clear for fig in figs), near
    )


def _too_soon(figures: SqlFigures, bound: Bound, year: int) -> str:
    """The base year of a change: pending where there is a figure."""
    target = bound.target
    fig, _ = figures.settled(figures.indicators[target.indicator or ""], target.stage, year, target.formula)
    return figures.sheet.let(
        f"CASE WHEN {fig.state.mixed} THEN NULL WHEN {fig.state.absent} THEN {code_of(NO_DATA)} ELSE {code_of(PENDING)} END"
    )


def change_code(figures: SqlFigures, bound: Bound, form: Change, year: int) -> str:
    """The difference to the year before, or to a base year."""
    target, limit = bound.target, form.limit
    elapsed = 1 if form.since is None else year - form.since
    if elapsed <= 0:
        return _too_soon(figures, bound, year)
    indicator = figures.indicators[target.indicator or ""]
    factor = unit_factor(indicator, limit.unit)
    asked = Asked(
        limit.interval().times(Fraction(elapsed)), None, bound.due, True, target.unverified, False,
        display_places(form, indicator, limit.unit),
    )  # fmt: skip
    own, matching = _pairs(figures, bound, year, year - elapsed)
    sums = Arithmetic(figures.sheet)

    def seen(pair: Pair) -> tuple[State, Seen]:
        now, then = pair
        left = sums.times(sums.plus(now.value, then.value, "-"), factor)
        return _state(figures, now, then), _seen(left, near_of(sums, asked, left), now, then)

    state, reading = seen(own)
    code = settled_code(figures, sums, asked, (state, reading), [seen(pair) for pair in matching])
    end = {"<": indicator.bounds.low, ">": indicator.bounds.high}.get(limit.op)
    if limit.low != 0 or end is None or state.never:
        return code
    spent = all_of(sums.compared(fig.value, "==", constant(end)) for fig in own)
    doubt = f"CASE WHEN {reading.clear} THEN 0 ELSE {BITS['suspect']} END"
    idle = f"{code_of(NOT_APPLICABLE)} + {doubt}"
    return figures.sheet.let(
        f"CASE WHEN {code} IS NOT NULL AND {state.clean} AND coalesce({spent}, false) THEN {idle} ELSE {code} END"
    )


def growth_code(figures: SqlFigures, bound: Bound, form: Growth, year: int) -> str:
    """Relative growth each year, or averaged over the years since the base year."""
    target, limit = bound.target, form.limit
    start = form.since if form.since is not None else bound.pack.source.start - 1
    base = start if form.average else year - 1
    elapsed = year - base
    if elapsed <= 0:
        return _too_soon(figures, bound, year)
    indicator = figures.indicators[target.indicator or ""]
    scale = limit.unit.scale
    rates = tolerated(limit, form.tolerance)
    required = compounded(rates.times(scale), elapsed) if form.average else rates.times(scale)
    blocked = (limit.op == "~" and form.tolerance is None) or target.unverified
    places = display_places(form, indicator, limit.unit)
    path = required if form.average and not bound.due else None
    asked = Asked(required, path, bound.due, not form.average, blocked, False, places)
    shown = before_rounding(rates, places)
    own, matching = _pairs(figures, bound, year, base)
    sums = Arithmetic(figures.sheet)

    def seen(pair: Pair) -> tuple[State, Seen]:
        now, then = pair
        state = _state(figures, now, then)
        if state.never:
            return state, Seen(constant(Fraction(0)), "true", "true", "true", "false")
        # no growth from nothing or less; from a figure below zero, only one side of it is known
        absent = figures.sheet.let(f"{state.absent} OR ({state.clean} AND {then.value.num} <= 0)")
        unsure = any_of((state.mixed, f"({now.value.num} < 0)"))
        state = State(absent, figures.sheet.let(State.of(absent, unsure).mixed))
        quotient = sums.divide(now.value, then.value)
        if form.average:
            left = quotient
            near = _near_mean(figures, quotient, rates, elapsed, scale, places)
            state = State(absent, figures.sheet.let(State.of(absent, any_of((state.mixed, near))).mixed))
            return state, _seen(left, "false", now, then)
        left = sums.plus(quotient, constant(Fraction(1)), "-")
        displayed = sums.within(left, None if shown is None else shown.times(scale))
        near = f"({displayed} <> {sums.within(left, required)})"
        return state, _seen(left, near, now, then)._replace(near_pending=True)

    return settled_code(figures, sums, asked, seen(own), [seen(pair) for pair in matching])


def _near_mean(figures: SqlFigures, quotient: Ratio, rates: Interval, years: int, scale: Fraction, places: int) -> str:
    """Whether a mean growth lies so near a limit that its display might lie elsewhere: that is left to the reference."""
    rate = f"(pow({quotient.num}::DOUBLE / {quotient.below}::DOUBLE, 1.0 / {years}) - 1) / {float(scale)!r}"
    column = figures.sheet.let(f"CASE WHEN {quotient.num} >= 0 THEN {rate} END")
    ends = [float(end) for end in (rates.low, rates.high) if end is not None]
    margin = f"({1.5 * 10**-places!r} + 1e-9 * abs({column}))"
    return figures.sheet.let(f"coalesce({any_of(f'abs({column} - ({end!r})) <= {margin}' for end in ends)}, true)")


def compare_code(figures: SqlFigures, bound: Bound, form: Compare, year: int) -> str:
    """Against another indicator of the same region; other regions and both growths are left to the reference."""
    target = bound.target
    if form.growth or form.of is not None:
        return "NULL"
    indicator = figures.indicators[target.indicator or ""]
    opponent = figures.indicators[form.than or indicator.id]
    factor = unit_factor(opponent, indicator.unit)
    asked = Asked(
        Interval.of(form.op, Fraction(0)), None, bound.due, True, target.unverified, False,
        display_places(form, indicator, indicator.unit),
    )  # fmt: skip
    fig, others = figures.settled(indicator, target.stage, year, target.formula)
    stages = tuple(dict.fromkeys((target.stage, None)))
    against = figures.first([figures.settled(opponent, stage, year, "default")[0] for stage in stages])
    sums = Arithmetic(figures.sheet)
    held = sums.times(against.value, factor)

    def seen(one: Fig) -> tuple[State, Seen]:
        state = _state(figures, one, against)
        if state.never:
            return state, Seen(held, "true", "true", "true", "false")
        gap = sums.plus(one.value, held, "-")
        shown = sums.plus(sums.rounded(one.value, asked.places), held, "-")
        near = f"({sums.within(gap, asked.required)} <> {sums.within(shown, asked.required)})"
        return state, _seen(gap, near, one, against)

    return settled_code(figures, sums, asked, seen(fig), [seen(other) for other in others])


def total_code(figures: SqlFigures, bound: Bound, form: Total, year: int) -> str:
    """The sum over the period to date; sums reported as such are handed to the reference before (see run)."""
    target, start, limit = bound.target, bound.pack.source.start, form.limit
    if year < start:
        return code_of(PENDING)
    indicator = figures.indicators[target.indicator or ""]
    required = tolerated(limit, form.tolerance)
    last = min(year, int(target.by[:4])) if target.by else year
    figs = [figures.settled(indicator, target.stage, at, target.formula)[0] for at in range(start, last + 1)]
    path = None
    if target.by is not None and not bound.due:
        path = pro_rata(required, Fraction(year - start + 1, int(target.by[:4]) - start + 1))
    asked = Asked(
        required, path, bound.due, required.high is None, (limit.op == "~" and form.tolerance is None) or target.unverified, False,
        display_places(form, indicator, limit.unit),
    )  # fmt: skip
    if not figs:
        return "NULL"
    missing = figures.sheet.let(all_of(fig.state.absent for fig in figs))
    if missing == "true":
        return code_of(NO_DATA)
    some = any_of((*(fig.state.absent for fig in figs), *(fig.state.mixed for fig in figs)))
    state = State(missing, figures.sheet.let(State.of(missing, some).mixed))
    sums = Arithmetic(figures.sheet)
    value = figs[0].value
    for fig in figs[1:]:
        value = sums.plus(value, fig.value)
    left = sums.times(value, unit_factor(indicator, limit.unit))
    return settled_code(figures, sums, asked, (state, _seen(left, near_of(sums, asked, left), *figs)), [])
