"""per school, group, cv and each in SQL, over one row a school; each mirrors the file of assess/forms of its name."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.columnar.asked import NUMBER, WIDTH, Asked, asked_of_value, open_relaxations
from dabiao.assess.columnar.figures import Fig, SqlFigures, State
from dabiao.assess.columnar.forms import Seen, Tell, cases, coded, value_code
from dabiao.assess.columnar.rational import Arithmetic, Ratio, constant
from dabiao.assess.columnar.sheet import all_of, any_of, not_
from dabiao.assess.forms._common import unit_factor
from dabiao.assess.forms.value import in_unit
from dabiao.assess.model import NO_DATA, PENDING, UNVERIFIED, Bound
from dabiao.quantity import Interval
from dabiao.rules.model import Cv, Each, Formula, Group, Indicator, Limit, Plan, Target, Value

# codes of a school that are no verdict: not of the kind, not concerned, and not told whether it is
OTHER_KIND, EXCLUDED, UNTOLD = -3, -1, -2


class Choice(NamedTuple):
    """What a relaxation puts in the place of a target's own indicator and limit, and SQL for where it does."""

    condition: str
    indicator: Indicator
    limit: Limit


def school_code(
    figures: SqlFigures, bound: Bound, year: int, in_kind: str, members: Sequence[Bound], tell: Tell = str
) -> str:
    """The code of a target judged school by school; `members` are the targets of a group."""
    target = bound.target
    match target.form:
        case Value() | Plan() as form:
            code = relaxed_code(figures, bound, form, year, tell)
        case Group() as form:
            code = group_code(figures, bound, form, year, members, tell)
        case _:
            code = "NULL"
    if code == "NULL":
        return f"CASE WHEN {in_kind} THEN NULL ELSE {tell(OTHER_KIND)} END"
    other = (not_(in_kind), tell(OTHER_KIND))
    if target.where is None:
        return cases(figures, [other], code)
    holds, mixed, _ = figures.condition(target.where, target.stage, year)
    told = ((f"({holds} IS NULL)", tell(UNTOLD)), (not_(holds), tell(EXCLUDED)))
    return cases(figures, (other, (mixed, "NULL"), *told), code)


def choices(figures: SqlFigures, target: Target, form: Value | Plan, year: int) -> tuple[list[Choice], str]:
    """What relaxations in force put in its place, the first that applies; and where that can not be told here (see forms.value)."""
    own = figures.indicators[target.indicator or ""]
    mixed: list[str] = []
    wider: list[Choice] = []
    narrower: list[Choice] = []
    for relaxed in target.relaxed:
        if f"{year}-12-31" > relaxed.until:
            continue
        holds, unsure, _ = figures.condition(relaxed.when, target.stage, year)
        mixed.append(unsure)
        applies = figures.sheet.let(f"coalesce({holds}, false)")
        limit = in_unit(relaxed.limit, form.limit.unit)
        if relaxed.indicator is None:
            wider.append(Choice(applies, own, limit))
            continue
        counted = figures.indicators[relaxed.indicator]
        fig, _ = figures.settled(counted, target.stage, year, "default")
        if not fig.state.never:
            wider.append(Choice(figures.sheet.let(all_of((applies, fig.state.there))), counted, limit))
        if relaxed.limit != form.limit:
            narrower.append(Choice(applies, own, limit))
    return [*wider, *narrower], any_of(mixed)


def relaxed_code(figures: SqlFigures, bound: Bound, form: Value | Plan, year: int, tell: Tell) -> str:
    """The code under the first relaxation whose condition holds, else under the target's own limit."""
    code = value_code(figures, bound, form, year, tell=tell)
    if not open_relaxations(bound.target, year):
        return code
    found, mixed = choices(figures, bound.target, form, year)
    relaxed = [
        (choice.condition, value_code(figures, bound, form, year, (choice.indicator, choice.limit), tell))
        for choice in found
    ]
    return cases(figures, [(mixed, "NULL"), *relaxed], code)


class Member(NamedTuple):
    """A member of a group at a school: its state, and where it is clean whether it held (`sure`: that is known), whether it is not below the
    floor, actual, free of doubts; whether that could not be computed.
    """

    state: State
    sure: bool
    held: str
    above: str
    actual: str
    clear: str
    lost: str


def _member(figures: SqlFigures, bound: Bound, floor: Fraction | None, year: int) -> Member | None:
    target, form = bound.target, bound.target.form
    if not isinstance(form, Value | Plan) or target.indicator is None or target.rounded:
        return None
    own = figures.indicators[target.indicator]
    sums = Arithmetic(figures.sheet)
    found, mixed = choices(figures, target, form, year) if open_relaxations(target, year) else ([], "false")

    sure = True

    def at(indicator: Indicator, limit: Limit) -> tuple[Fig, str, str]:
        nonlocal sure
        asked = asked_of_value(bound, form._replace(limit=limit), own, year)
        variant = target.formula if indicator.id == own.id else "default"
        fig, _ = figures.settled(indicator, target.stage, year, variant)
        left = sums.times(fig.value, unit_factor(indicator, limit.unit))
        proven = all_of((fig.actual, fig.possible))
        held = sums.within(left, asked.required)
        if asked.blocked or proven != "true":
            sure = False
            held = "NULL::BOOLEAN" if asked.blocked else f"CASE WHEN {proven} THEN {held} END"
        line = Interval(None, None) if floor is None else Interval.at_least(form.limit.low * floor)
        return fig, figures.sheet.let(held), sums.within(left, line)

    parts = at(own, form.limit)
    for choice in reversed(found):
        other = at(choice.indicator, choice.limit)
        chosen = figures.either(choice.condition, other[0], parts[0])
        picked = [
            figures.sheet.let(f"CASE WHEN {choice.condition} THEN {a} ELSE {b} END")
            for a, b in zip(other[1:], parts[1:], strict=True)
        ]
        parts = (chosen, picked[0], picked[1])
    fig, held, above = parts
    state = fig.state
    if mixed != "false":
        # where it can not be told whether a relaxation applies, nothing is known to be absent either
        state = State(
            figures.sheet.let(all_of((fig.state.absent, not_(mixed)))),
            figures.sheet.let(any_of((fig.state.mixed, mixed))),
        )
    return Member(state, sure, held, above, fig.actual, fig.clear, sums.lost)


def group_code(figures: SqlFigures, bound: Bound, form: Group, year: int, members: Sequence[Bound], tell: Tell) -> str:
    """So many members reached, none below the floor. Members that concern other schools than the group does are not judged here."""
    where = bound.target.where.text if bound.target.where else None
    alike = all(
        (m.target.where.text if m.target.where else None) == where and m.target.per == bound.target.per for m in members
    )
    made = [_member(figures, member, form.floor, year) for member in members]
    if not alike or any(one is None for one in made) or not made:
        return "NULL"
    kept = [one for one in made if one is not None]
    there = [figures.sheet.let(one.state.clean) for one in kept]

    def count(conditions: Sequence[str]) -> str:
        parts = (c if one.sure else f"coalesce({c}, false)" for c, one in zip(conditions, kept, strict=True))
        return figures.sheet.let(" + ".join(f"CAST({part} AS TINYINT)" for part in parts))

    reached = count([all_of((t, one.held)) for t, one in zip(there, kept, strict=True)])
    unknown = count(
        [
            not_(t) if one.sure else any_of((not_(t), f"({one.held} IS NULL)"))
            for t, one in zip(there, kept, strict=True)
        ]
    )
    broken = "0"
    if form.floor is not None:
        broken = count([all_of((t, not_(one.held), not_(one.above))) for t, one in zip(there, kept, strict=True)])
    low_floor = f"{unknown} > 0 AND {reached} >= {form.least}" if form.floor is not None else "false"
    least = figures.sheet.let(f"CASE WHEN {broken} > 0 OR ({low_floor}) THEN -1 ELSE {reached} END")
    most = figures.sheet.let(f"CASE WHEN {broken} > 0 THEN -1 ELSE {reached} + {unknown} END")
    asked = Asked(Interval.at_least(Fraction(form.least)), None, bound.due, True, bound.target.unverified, False, 0)
    held, outside = asked.held(proven=True), asked.outside
    undecided = UNVERIFIED if bound.due or asked.blocked else PENDING
    none = all_of(one.state.absent for one in kept)
    mixed = any_of((*(one.state.mixed for one in kept), *(one.lost for one in kept)))
    unjudged = ((mixed, "NULL"), (none, tell(NUMBER[NO_DATA] * WIDTH)))
    reaches, misses = f"{least} >= {form.least}", f"{most} < {form.least}"
    if not figures.flags:
        codes = [tell(NUMBER[name] * WIDTH) for name in (held, outside, undecided)]
        return cases(figures, [*unjudged, (reaches, codes[0]), (misses, codes[1])], codes[2])
    numbers = [str(NUMBER[name]) for name in (held, outside, undecided)]
    verdict = cases(figures, [(reaches, numbers[0]), (misses, numbers[1])], numbers[2])
    actual = all_of(any_of((not_(t), one.actual)) for t, one in zip(there, kept, strict=True))
    clear = all_of(any_of((not_(t), one.clear)) for t, one in zip(there, kept, strict=True))
    seen = Seen(constant(Fraction(0)), "true", figures.sheet.let(actual), figures.sheet.let(clear), "false")
    code = coded(figures, asked, verdict, seen)
    return cases(figures, unjudged, code)


# of one school in a coefficient: none of its, counted, a figure is missing (or it can not be told whether it counts), for the reference engine
APART, COUNTED, LACKING, UNCLEAR = 0, 1, 2, 3


class CvColumns(NamedTuple):
    """Of one school in a coefficient: how it counts (APART … UNCLEAR), its value and students as doubles, and what there is to say of
    the figures.
    """

    counts: str
    value: str
    weight: str
    actual: str
    possible: str
    clear: str


def cv_columns(figures: SqlFigures, target: Target, form: Cv, year: int, in_kind: str) -> CvColumns:
    """What a school contributes to a coefficient."""
    indicator = figures.indicators[target.indicator or ""]
    value, _ = figures.settled(indicator, target.stage, year, target.formula)
    weight = figures.settled_item(form.weight, target.stage, year)
    choices: list[tuple[str, str]] = [(not_(in_kind), str(APART))]
    if form.where is not None:
        holds, unsure, _ = figures.condition(form.where, target.stage, year)
        choices += [(unsure, str(UNCLEAR)), (f"({holds} IS NULL)", str(LACKING)), (not_(holds), str(APART))]
    choices.append((any_of((value.state.absent, weight.state.absent)), str(LACKING)))
    choices.append((any_of((value.state.mixed, weight.state.mixed)), str(UNCLEAR)))
    let = figures.sheet.let
    column = let(f"CAST({cases(figures, choices, str(COUNTED))} AS TINYINT)")
    value_of, weight_of = _double(value.value), _double(weight.value)
    if not figures.sheet.plain or any(code == str(APART) and condition != "false" for condition, code in choices):
        # a school that lacks a figure leaves the coefficient undecided, whatever is summed
        value_of, weight_of = (f"CASE WHEN {column} = {COUNTED} THEN {one} END" for one in (value_of, weight_of))
    return CvColumns(
        column,
        let(value_of),
        let(weight_of),
        let(all_of((value.actual, weight.actual))),
        let(all_of((value.possible, weight.possible))),
        let(all_of((value.clear, weight.clear))),
    )


def _double(value: Ratio) -> str:
    return f"{value.num}::DOUBLE" if value.den == 1 else f"({value.num}::DOUBLE / {value.below}::DOUBLE)"


# of one school under an each: its part in the count, and whether any figure of it was used
PASSED, FAILED, UNKNOWN, UNSURE = 1, 2, 3, 4


def each_column(figures: SqlFigures, target: Target, form: Each, require: Formula, year: int, in_kind: str) -> str:
    """What a school is to a share: EXCLUDED, or PASSED … UNSURE times two, plus one where a figure was used; OTHER_KIND, or null."""
    holds, unsure, states = figures.condition(require, target.stage, year)
    applies, mixed = "true", unsure
    if form.where is not None:
        applies, unsure_where, more = figures.condition(form.where, target.stage, year)
        mixed, states = any_of((unsure, unsure_where)), [*states, *more]
    used = any_of(state.there for state in dict.fromkeys(states))
    return figures.sheet.let(
        f"CASE WHEN NOT {in_kind} THEN {OTHER_KIND} WHEN {mixed} THEN NULL WHEN NOT coalesce({applies}, true) THEN {EXCLUDED} ELSE "
        f"CASE WHEN {applies} IS NULL THEN {UNSURE} WHEN {holds} IS NULL THEN {UNKNOWN} WHEN {holds} THEN {PASSED} ELSE {FAILED} END * 2 "
        f"+ CAST({used} AS INTEGER) END"
    )
