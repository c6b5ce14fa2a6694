"""Mutants: a target with one thing changed. One that every boundary case judges alike is a threshold nobody watches."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.quantity import exact_decimal, shown_decimal
from dabiao.rules.expression import evaluate
from dabiao.rules.model import (
    Attest,
    Compare,
    Each,
    Form,
    Formula,
    Group,
    Limit,
    Milestone,
    Relaxed,
    Target,
    Tolerance,
    limit_of,
)
from dabiao.testing.asked import Asked, asked_of, places_of, step_of
from dabiao.testing.bench import Bench
from dabiao.testing.boundary import Case, boundary_cases, next_day
from dabiao.testing.conditions import FLIPS, changes, situations
from dabiao.testing.observe import room


class Mutant(NamedTuple):
    """A target with one thing changed, and what that is (Chinese)."""

    what: str
    target: Target


def mutants(bench: Bench) -> tuple[Mutant, ...]:
    """The target's mutants: operators flipped, limits and band ends moved by a step, tolerances, days, conditions.

    Left out are those that ask the same of every possible figure (`= 0` and `<= 0` of a count), and the figures of a target that
    no figure settles.
    """
    target, form, year = bench.target, bench.target.form, bench.year
    if year is None or target.unverified:
        return ()
    if isinstance(form, Milestone | Attest):
        return tuple(_days(target))
    if isinstance(form, Group):
        return tuple(_groups(target, form))
    found: list[Mutant] = []
    if isinstance(form, Compare):
        found += [_with_form(target, _sign(form.op, op), form._replace(op=op)) for op in FLIPS[form.op]]
    elif (limit := limit_of(form)) is not None:
        step = _step(bench, limit)
        found += [_with_form(target, what, _with_limit(form, other)) for what, other in _limits(limit, step)]
        found += [_with_form(target, what, other) for what, other in _tolerances(form, limit, step)]
        found += [Mutant("修约后比较改为全数值比较", target._replace(rounded=False))] if target.rounded else []
    asked = asked_of(bench, year)
    told_apart = [m for m in found if asked.settled and not _same(bench, asked, asked_of(bench.put(m.target), year))]
    return (*told_apart, *_conditions(bench), *_relaxations(bench))


def survivors(bench: Bench, cases: Sequence[Case] | None = None) -> tuple[Mutant, ...]:
    """The mutants that none of the cases (left out: the boundary cases) tells from the target."""
    tried = boundary_cases(bench) if cases is None else cases
    verdicts = [bench.verdict(case.observations, case.year) for case in tried]
    return tuple(m for m in mutants(bench) if not _killed(bench.put(m.target), tried, verdicts))


def _killed(mutated: Bench, cases: Sequence[Case], verdicts: Sequence[str | None]) -> bool:
    return any(
        mutated.verdict(case.observations, case.year) != verdict for case, verdict in zip(cases, verdicts, strict=True)
    )


def _limits(limit: Limit, step: Fraction) -> Iterator[tuple[str, Limit]]:
    """Limits that differ in one thing, each with what is different."""
    if limit.op == "..":
        for op, end in ((">=", limit.low), ("<=", limit.high)):
            half = limit._replace(op=op, low=end, high=end)
            yield f"{limit.text} 改为 {_text(half, places_of(limit))}", half
        moves = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    else:
        yield from ((_sign(limit.op, op), limit._replace(op=op)) for op in FLIPS.get(limit.op, ()))
        moves = [(-1, -1), (1, 1)]
    for low, high in moves:
        moved = limit._replace(low=limit.low + low * step, high=limit.high + high * step)
        if moved.low <= moved.high:
            yield f"{limit.text} 改为 {_text(moved, places_of(limit))}", moved


def _sign(old: str, new: str) -> str:
    return f"比较号 {old} 改为 {new}"


def _text(limit: Limit, places: int) -> str:
    """A limit as it would be written."""
    low, high = (shown_decimal(end, max(places, _places(end))) for end in (limit.low, limit.high))
    number = f"{low}..{high}" if limit.op == ".." else f"{limit.op} {low}"
    return f"{number} {limit.unit.name}"


def _places(value: Fraction) -> int:
    return len((exact_decimal(value) or "").partition(".")[2])


def _tolerances(form: Form, limit: Limit, step: Fraction) -> Iterator[tuple[str, Form]]:
    tolerance = getattr(form, "tolerance", None)
    if not isinstance(tolerance, Tolerance) or not limit.low:
        return
    size = step / abs(limit.low) if tolerance.relative else step
    for amount in (tolerance.amount - size, tolerance.amount + size):
        if amount >= 0:
            what = f"允许偏差 {tolerance.text} {'缩小' if amount < tolerance.amount else '放大'}一位"
            yield what, form._replace(tolerance=tolerance._replace(amount=amount))  # type: ignore[call-arg]


def _groups(target: Target, form: Group) -> Iterator[Mutant]:
    for least in (form.least - 1, form.least + 1):
        if 0 < least <= len(form.of):
            yield _with_form(target, f"至少 {form.least} 项改为 {least} 项", form._replace(least=least))
    if form.floor is not None:
        for step in (Fraction(-1, 100), Fraction(1, 100)):
            yield _with_form(target, f"底线{'降低' if step < 0 else '提高'} 1%", form._replace(floor=form.floor + step))


def _days(target: Target) -> Iterator[Mutant]:
    if target.by is None:
        return
    for days in (-1, 1):
        day = next_day(target.by, days)
        yield Mutant(f"期限 {target.by} 改为 {day}", target._replace(by=day))


def _conditions(bench: Bench) -> Iterator[Mutant]:
    """Changed conditions of an `each`, but for changes that no possible figure feels even where they are made."""
    form = bench.target.form
    if not isinstance(form, Each) or form.require is None:
        return
    for what, where in _formulas(bench, form.where) if form.where else ():
        yield _with_form(bench.target, what, form._replace(where=where))
    for what, require in _formulas(bench, form.require):
        yield _with_form(bench.target, what, form._replace(require=require))


def _formulas(bench: Bench, formula: Formula) -> Iterator[tuple[str, Formula]]:
    tried = situations(bench, [formula.expr])
    for change in changes(bench, formula.expr):
        if any(evaluate(change.before, items) != evaluate(change.after, items) for items in tried):
            yield change.what, formula._replace(expr=change.whole)


def _relaxations(bench: Bench) -> Iterator[Mutant]:
    """Changed relaxations of figures of the whole county; those of schools have no boundary cases."""
    year = bench.year
    if year is None or bench.target.per is not None:
        return
    for relaxed in bench.target.relaxed:
        if relaxed.indicator is not None:
            continue
        asked = asked_of(bench, year, relaxed.limit)
        for what, limit in _limits(relaxed.limit, _step(bench, relaxed.limit)):
            if not _same(bench, asked, asked_of(bench, year, limit)):
                yield _with_relaxed(bench.target, f"放宽：{what}", relaxed, relaxed._replace(limit=limit))
        for what, formula in _formulas(bench, relaxed.when):
            yield _with_relaxed(bench.target, f"放宽的{what}", relaxed, relaxed._replace(when=formula))


def _step(bench: Bench, limit: Limit) -> Fraction:
    if bench.indicator is None:
        raise ValueError(f"{bench.target.ref} asks no figure")
    return step_of(bench.target, bench.indicator, limit)


def _same(bench: Bench, one: Asked, other: Asked) -> bool:
    """Whether both ask the same of every possible left side: compared on every end, and between and beyond the ends."""
    space = room(bench, one)
    ends = {end for asked in (one, other) for end in (asked.low, asked.high)}
    points = {end + n * min(one.step, other.step) / 2 for end in ends for n in (-1, 0, 1)}
    points.update(end for end in (space.low, space.high) if end is not None)
    return all(one.holds(point) == other.holds(point) for point in points if space.contains(point))


def _with_limit(form: Form, limit: Limit) -> Form:
    if isinstance(form, Each):
        return form._replace(share=limit)
    return form._replace(limit=limit)  # type: ignore[call-arg]


def _with_form(target: Target, what: str, form: Form) -> Mutant:
    return Mutant(what, target._replace(form=form))


def _with_relaxed(target: Target, what: str, old: Relaxed, new: Relaxed) -> Mutant:
    return Mutant(what, target._replace(relaxed=tuple(new if one is old else one for one in target.relaxed)))
