"""What every form shares in SQL: one expression a target, its verdict and flags as a number, or null to hand it to the reference.

Where a figure is mixed, one-sided, or too near a line for what can be told here, the expression is null. A null is never a verdict.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH, Asked, asked_of_value
from dabiao.assess.columnar.figures import Fig, SqlFigures, State
from dabiao.assess.columnar.lines import before_rounding
from dabiao.assess.columnar.rational import Arithmetic, Ratio
from dabiao.assess.columnar.sheet import all_of, any_of
from dabiao.assess.forms._common import unit_factor
from dabiao.assess.forms.value import limit_places
from dabiao.assess.model import BEHIND, MET, NO_DATA, NOT_MET, ON_TRACK, PENDING, UNVERIFIED, Bound
from dabiao.rules.model import Each, Indicator, Limit, Plan, Value

_ON_PATH = (NUMBER[ON_TRACK], NUMBER[BEHIND])


def code_of(verdict: str, flags: int = 0) -> str:
    """A verdict as SQL."""
    return str(NUMBER[verdict] * WIDTH + flags)


class Seen(NamedTuple):
    """One reading: what is compared, SQL whether it is proven, actual and free of doubts, and whether its display would differ.

    `near_pending`: whether the last is told of a figure nothing is asked of yet as well, as the reference does of growth.
    """

    left: Ratio
    proven: str
    actual: str
    clear: str
    near: str
    near_pending: bool = False


Choices = Sequence[tuple[str, str]]
# how a code is written in SQL: as it is, or (see school_counts) as its place among those a target can have
Tell = Callable[[int], str]


def verdict_of(figures: SqlFigures, sums: Arithmetic, asked: Asked, seen: Seen) -> str:
    """The number of the verdict a reading gives alone (see reference.judge_reading), as a column."""
    return cases(figures, *_verdicts(sums, asked, seen, lambda code: str(code // WIDTH)))


def _verdicts(sums: Arithmetic, asked: Asked, seen: Seen, tell: Tell) -> tuple[Choices, str]:
    """The verdicts of a reading: under which condition which, and which else."""
    number = {name: tell(number * WIDTH) for name, number in NUMBER.items()}
    if asked.blocked:
        return (), number[UNVERIFIED]
    holds = sums.within(seen.left, asked.required)
    held = [(holds, number[ON_TRACK])]
    if asked.due or asked.early:
        held = [(all_of((holds, seen.proven)), number[MET])]
        held += [(holds, number[UNVERIFIED])] if seen.proven != "true" else []
    if asked.due:
        return held, number[NOT_MET]
    if asked.path is None:
        return held, number[PENDING]
    return [*held, (sums.within(seen.left, asked.path), number[ON_TRACK])], number[BEHIND]


def _either(condition: str, one: int, two: int) -> str:
    """One number where a condition holds, else the other."""
    return str(one) if condition == "true" else f"CASE WHEN {condition} THEN {one} ELSE {two} END"


def near_of(sums: Arithmetic, asked: Asked, left: Ratio, compared: Asked | None = None) -> str:
    """Whether the figure as displayed would lie elsewhere; `compared` is what the left side is held against, where it is rounded."""
    lines = compared or asked
    parts = []
    for line, exact in ((asked.required, lines.required), (asked.path, lines.path)):
        if line is not None and exact is not None:
            shown = before_rounding(line, asked.places)
            parts.append(f"({sums.within(left, exact)} <> {sums.within(left, shown)})")
    return any_of(parts)


def coded(figures: SqlFigures, asked: Asked, verdict: str, seen: Seen, disputed: str = "false") -> str:
    """The verdict with its flags, where those are asked for."""
    if not figures.flags:
        return figures.sheet.let(f"({verdict}) * {WIDTH}")
    bits = [_either(seen.clear, 0, BITS["suspect"]), _either(seen.actual, 0, BITS["estimated"])]
    if not asked.blocked and seen.near != "false":
        asks = "true" if seen.near_pending else f"{verdict} <> {NUMBER[PENDING]}"
        bits.append(f"CASE WHEN {seen.near} AND {asks} THEN {BITS['borderline']} ELSE 0 END")
    if disputed != "false":
        bits.append(f"CASE WHEN {disputed} THEN {BITS['disputed']} ELSE 0 END")
    if asked.customary:
        bits.append(f"CASE WHEN {verdict} IN {_ON_PATH} THEN {BITS['customary']} ELSE 0 END")
    return figures.sheet.let(f"{verdict} * {WIDTH} + {' + '.join(bits)}")


def settled_code(
    figures: SqlFigures,
    sums: Arithmetic,
    asked: Asked,
    own: tuple[State, Seen],
    others: Sequence[tuple[State, Seen]],
    tell: Tell = str,
) -> str:
    """The code of a check with at most one reading that settles it and some of other 口径; states say which are there."""
    state, seen = own
    absent = tell(NUMBER[NO_DATA] * WIDTH)
    if state.never:
        return absent
    there = [(other_state, other) for other_state, other in others if not other_state.never]
    mixed = any_of((state.mixed, *(other_state.mixed for other_state, _ in there)))
    if not figures.flags:
        choices, otherwise = _verdicts(sums, asked, seen, tell)
        return cases(figures, (*_open(sums, mixed, state.there), (state.absent, absent), *choices), otherwise)
    verdict = verdict_of(figures, sums, asked, seen)
    disputes = [
        all_of((other_state.clean, f"({verdict_of(figures, sums, asked, other)} <> {verdict})"))
        for other_state, other in there
    ]
    code = coded(figures, asked, verdict, seen, figures.sheet.let(any_of(disputes)))
    return cases(figures, (*_open(sums, mixed, state.there), (state.absent, absent)), code)


def _open(sums: Arithmetic, mixed: str, there: str) -> Choices:
    """Where the reference engine decides: what is mixed, and what is there but could not be computed."""
    lost = sums.lost if sums.lost in ("true", "false") else all_of((there, f"coalesce({sums.lost}, true)"))
    return (mixed, "NULL"), (lost, "NULL")


def cases(figures: SqlFigures, choices: Choices, otherwise: str) -> str:
    """The value of the first condition that holds, else the other; conditions that never hold are left out."""
    kept = [(condition, value) for condition, value in choices if condition != "false"]
    if not kept:
        return otherwise
    whens = " ".join(f"WHEN {condition} THEN {value}" for condition, value in kept)
    return figures.sheet.let(f"CASE {whens} ELSE {otherwise} END")


def value_code(
    figures: SqlFigures,
    bound: Bound,
    form: Value | Plan | Each,
    year: int,
    chosen: tuple[Indicator, Limit] | None = None,
    tell: Tell = str,
) -> str:
    """value, plan, and each without a table: the year's figure against a constant. `chosen`: what a relaxation puts in its place."""
    target = bound.target
    own = figures.indicators[target.indicator or ""]
    indicator, variant = (own, target.formula) if chosen is None or chosen[0].id == own.id else (chosen[0], "default")
    limit = form.share if isinstance(form, Each) else form.limit
    if chosen is not None and not isinstance(form, Each):
        form = form._replace(limit=chosen[1])
        limit = chosen[1]
    asked = asked_of_value(bound, form, own, year)
    fig, others = figures.settled(indicator, target.stage, year, variant)
    sums = Arithmetic(figures.sheet)
    factor = unit_factor(indicator, limit.unit)
    rounded = target.rounded and not isinstance(form, Each)
    places = limit_places(limit) if rounded else None

    def seen(one: Fig) -> tuple[State, Seen]:
        left = sums.times(one.value, factor)
        if places is not None and not one.state.never:
            left = sums.rounded(left, places)
        proven = all_of((one.actual, one.possible))
        return one.state, Seen(left, proven, one.actual, one.clear, near_of(sums, asked, left))

    return settled_code(figures, sums, asked, seen(fig), [seen(other) for other in others], tell)
