"""差异系数 by the hundred: in doubles, by two passes, and believed only where they are far from every line; the reference decides the rest."""

from collections.abc import Mapping
from typing import NamedTuple

from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH, Asked
from dabiao.assess.columnar.forms import code_of
from dabiao.assess.columnar.lines import before_rounding
from dabiao.assess.columnar.school_forms import COUNTED, UNCLEAR, CvColumns
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.columnar.wide import within
from dabiao.assess.model import NO_DATA
from dabiao.inputs.bulk.session import Connection
from dabiao.quantity import Interval
from dabiao.rules.model import Cv

# a coefficient is decided in doubles where it is farther from every line than this; nearer ones are decided exactly
BAND = 1e-7


class Coefficient(NamedTuple):
    """A target, the columns of the table `schools` it is computed from, and whether no figure in it is below zero."""

    numbered: Numbered
    columns: CvColumns
    positive: bool


def judge_coefficients(
    connection: Connection, coefficients: Mapping[int, Coefficient], year: int, issuer: str, *, flags: bool
) -> None:
    """Adds the codes of coefficients to `verdicts`, for every region the issuer binds.

    Two passes over the schools: the means, then the deviations (one pass would cancel for schools that are nearly equal).
    """
    means, squares, cvs, codes = [], [], [], []
    for n, (numbered, columns, positive) in coefficients.items():
        counts, value, weight, *_ = columns
        means += [f"max({counts}) AS n{n}", f"sum({weight}) AS sw{n}", f"sum({weight} * {value}) AS swx{n}"]
        means.append(f"sum({weight} * {value}) / nullif(sum({weight}), 0) AS mean{n}")
        if not positive:
            means += [f"min({value}) AS low{n}", f"min({weight}) AS least{n}"]
        if unlike := _unlike(columns):
            means.append(f"coalesce(bit_or({unlike}) FILTER ({counts} = {COUNTED}), 0) AS unlike{n}")
        squares.append(f"sum({weight} * ({value} - m.mean{n}) * ({value} - m.mean{n})) AS ss{n}")
        cvs.append(f"sqrt(q.ss{n} / nullif(m.sw{n}, 0)) / abs(m.mean{n}) AS cv{n}")
        code = _code(numbered, n, positive=positive, alike=not unlike, flags=flags)
        codes.append(f"CAST({code} AS SMALLINT)")
    connection.execute(f"CREATE TABLE means AS SELECT region, {', '.join(means)} FROM schools GROUP BY region")
    connection.execute(
        f"CREATE TABLE spread AS SELECT s.region, {', '.join(squares)} FROM schools s JOIN means m ON m.region = s.region GROUP BY s.region"
    )
    connection.execute(
        f"INSERT INTO verdicts SELECT code, {year}, unnest([{', '.join(map(str, coefficients))}]), '', unnest([{', '.join(codes)}]), 1 FROM "
        f"(SELECT w.code, m.*, {', '.join(cvs)} FROM wanted_regions w LEFT JOIN means m ON m.region = w.code "
        f"LEFT JOIN spread q ON q.region = w.code WHERE {within(issuer)})"
    )
    connection.execute("DROP TABLE means")
    connection.execute("DROP TABLE spread")


def _unlike(columns: CvColumns) -> str:
    """Bits of what is not true of a school's figures: actual, possible, free of doubts. Empty where all always are."""
    bits = ((columns.actual, 1), (columns.possible, 2), (columns.clear, 4))
    return " + ".join(f"CASE WHEN {told} THEN 0 ELSE {bit} END" for told, bit in bits if told != "true")


def _code(numbered: Numbered, n: int, *, positive: bool, alike: bool, flags: bool) -> str:
    """The code of a coefficient that is far from every line; null where it is not, or where figures below zero bear on it."""
    target, form = numbered.bound.target, numbered.bound.target.form
    assert isinstance(form, Cv)  # noqa: S101 - see schools.is_of_schools
    required, shown = form.limit.interval(), before_rounding(form.limit.interval(), 3)
    asked = Asked(required, None, numbered.bound.due, True, target.unverified, False, 3)
    lines = {float(end) for line in (required, shown) if line is not None for end in line[:2] if end is not None}
    cv = f"cv{n}"
    near = " OR ".join(f"abs({cv} - ({line!r})) <= {BAND!r} * (1 + {cv})" for line in sorted(lines)) or "false"
    holds, held_shown = _inside(asked.required, cv), _inside(shown, cv)

    def code(verdict: str) -> str:
        border = asked.flags(verdict, borderline=True) if flags else 0
        whole = str(NUMBER[verdict] * WIDTH)
        return f"{whole} + CASE WHEN ({holds}) <> ({held_shown}) THEN {border} ELSE 0 END" if border else whole

    proven, doubt = code(asked.held(proven=True)), "0"
    if not alike:
        proven = f"CASE WHEN unlike{n} & 3 = 0 THEN {proven} ELSE {code(asked.held(proven=False))} END"
    if not alike and flags:
        doubt = f"CASE WHEN unlike{n} & 4 = 0 THEN 0 ELSE {BITS['suspect']} END + CASE WHEN unlike{n} & 1 = 0 THEN 0 ELSE {BITS['estimated']} END"
    below = "" if positive else f"least{n} < 0 OR low{n} < 0 OR "
    negative = str(any(line < 0 for line in lines)).lower()
    return (
        f"CASE WHEN n{n} = {UNCLEAR} THEN NULL WHEN n{n} IS NULL OR n{n} <> {COUNTED} THEN {code_of(NO_DATA)} "
        f"WHEN {below}{negative} THEN NULL WHEN sw{n} = 0 THEN {code_of(NO_DATA)} "
        f"WHEN swx{n} = 0 OR {cv} IS NULL OR NOT isfinite({cv}) OR {near} THEN NULL "
        f"WHEN {holds} THEN {proven} + {doubt} ELSE {code(asked.outside)} + {doubt} END"
    )


def _inside(interval: Interval | None, cv: str) -> str:
    if interval is None:
        return "false"
    parts = [f"{cv} >= {float(interval.low)!r}"] if interval.low is not None else []
    parts += [f"{cv} <= {float(interval.high)!r}"] if interval.high is not None else []
    return " AND ".join(parts) or "true"
