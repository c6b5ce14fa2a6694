"""差异系数 by the hundred: squares of coefficients in doubles, believed only where they are far from every line's square.

One pass gives sum(w), sum(wx) and sum(wx²) of values and weights that are never below zero: no sum cancels, so each is right to about n
units in the last place, and so is the square of the coefficient, sum(wx²)·sum(w)/sum(wx)² - 1, next to 1 + itself. Schools that are nearly
equal lose the digits of a coefficient near nought, which no line near nought is then decided by: the reference engine does.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH, Asked
from dabiao.assess.columnar.forms import code_of
from dabiao.assess.columnar.lines import before_rounding
from dabiao.assess.columnar.school_forms import COUNTED, UNCLEAR, CvColumns
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.model import NO_DATA
from dabiao.inputs.bulk.session import Connection
from dabiao.quantity import Interval
from dabiao.rules.model import Cv

# a square within this of a line's (times 1 + itself) is decided exactly; the error of a sum of _SCHOOLS terms is below a fifth of it
BAND = 1e-8
_SCHOOLS = 1_000_000


class Coefficient(NamedTuple):
    """A target, the columns of a school it is computed from, and whether no figure in it is below zero."""

    numbered: Numbered
    columns: CvColumns
    positive: bool


def sums_of(coefficients: Mapping[int, Coefficient]) -> list[str]:
    """What is summed up over the schools of a region, as columns of one query over them."""
    made = []
    for n, (_, columns, positive) in coefficients.items():
        counts, value, weight, *_ = columns
        made += [f"max({counts}) AS n{n}", f"count(*) AS all{n}", f"sum({weight}) AS sw{n}"]
        made += [f"sum({weight} * {value}) AS swx{n}", f"sum({weight} * {value} * {value}) AS swxx{n}"]
        if not positive:
            made.append(f"least(min({value}), min({weight})) AS least{n}")
        if unlike := _unlike(columns):
            made.append(f"coalesce(bit_or({unlike}) FILTER ({counts} = {COUNTED}), 0) AS unlike{n}")
    return made


def judge_coefficients(
    connection: Connection, coefficients: Mapping[int, Coefficient], year: int, regions: str, *, flags: bool
) -> None:
    """Adds the codes of coefficients to `verdicts`, for every region of a relation with their sums (nulls where it has no school)."""
    squares = [f"swxx{n} * sw{n} / (swx{n} * swx{n}) - 1 AS square{n}" for n in coefficients]
    codes = [f"CAST({_code(n, one, flags=flags)} AS SMALLINT)" for n, one in coefficients.items()]
    connection.execute(
        f"INSERT INTO verdicts SELECT region, {year}, unnest([{', '.join(map(str, coefficients))}]), '', unnest([{', '.join(codes)}]), 1 "
        f"FROM (SELECT *, {', '.join(squares)} FROM {regions})"
    )


def _unlike(columns: CvColumns) -> str:
    """Bits of what is not true of a school's figures: actual, possible, free of doubts. Empty where all always are."""
    bits = ((columns.actual, 1), (columns.possible, 2), (columns.clear, 4))
    return " + ".join(f"CASE WHEN {told} THEN 0 ELSE {bit} END" for told, bit in bits if told != "true")


def _code(n: int, coefficient: Coefficient, *, flags: bool) -> str:
    """The code of a coefficient that is far from every line; null where it is not, or where figures below zero bear on it."""
    numbered, columns, positive = coefficient
    target, form = numbered.bound.target, numbered.bound.target.form
    assert isinstance(form, Cv)  # noqa: S101 - see schools.is_of_schools
    required = form.limit.interval()
    shown = before_rounding(required, 3) if flags else required
    ends = {end for line in (required, shown) if line is not None for end in line[:2] if end is not None}
    if any(end < 0 for end in ends):
        return f"CASE WHEN n{n} IS NULL OR n{n} NOT IN ({COUNTED}, {UNCLEAR}) THEN {code_of(NO_DATA)} END"
    asked = Asked(required, None, numbered.bound.due, True, target.unverified, False, 3)
    square = f"square{n}"
    near = [f"abs({square} - {float(end * end)!r}) <= {BAND!r} * (1 + {square})" for end in sorted(ends)]
    holds, held_shown = _inside(asked.required, square), _inside(shown, square)

    def code(verdict: str) -> str:
        border = asked.flags(verdict, borderline=True, pending=True) if flags else 0
        whole = str(NUMBER[verdict] * WIDTH)
        return f"{whole} + CASE WHEN ({holds}) <> ({held_shown}) THEN {border} ELSE 0 END" if border else whole

    proven, doubt = code(asked.held(proven=True)), ""
    if unlike := bool(_unlike(columns)):
        proven = f"CASE WHEN unlike{n} & 3 = 0 THEN {proven} ELSE {code(asked.held(proven=False))} END"
    if unlike and flags:
        doubt = f" + CASE WHEN unlike{n} & 4 = 0 THEN 0 ELSE {BITS['suspect']} END + CASE WHEN unlike{n} & 1 = 0 THEN 0 ELSE {BITS['estimated']} END"
    open_ones = [*([] if positive else [f"least{n} < 0"]), f"all{n} > {_SCHOOLS}", f"n{n} = {UNCLEAR}"]
    unsure = [f"swx{n} = 0", f"{square} IS NULL", f"NOT isfinite({square})", *near]
    return (
        f"CASE WHEN n{n} IS NULL OR n{n} NOT IN ({COUNTED}, {UNCLEAR}) THEN {code_of(NO_DATA)} "
        f"WHEN {' OR '.join(open_ones)} THEN NULL WHEN sw{n} = 0 THEN {code_of(NO_DATA)} WHEN {' OR '.join(unsure)} THEN NULL "
        f"WHEN {holds} THEN {proven}{doubt} ELSE {code(asked.outside)}{doubt} END"
    )


def _inside(interval: Interval | None, square: str) -> str:
    """Whether a square that is far from every end lies between those of an interval."""
    if interval is None:
        return "false"
    parts = [f"{square} >= {float(interval.low * interval.low)!r}"] if interval.low is not None else []
    parts += [f"{square} <= {float(interval.high * interval.high)!r}"] if interval.high is not None else []
    return " AND ".join(parts) or "true"
