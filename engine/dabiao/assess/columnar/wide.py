"""The wide table: one row a region, one pair of columns a figure; the expressions of many targets over it in one query."""

from collections.abc import Sequence
from typing import NamedTuple

from dabiao.assess.columnar.asked import open_relaxations
from dabiao.assess.columnar.cells import Cells
from dabiao.assess.columnar.county_forms import change_code, compare_code, growth_code, total_code
from dabiao.assess.columnar.figures import SqlFigures
from dabiao.assess.columnar.forms import code_of, value_code
from dabiao.assess.columnar.pivot import pivoted_regions
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.columnar.sheet import Sheet, any_of
from dabiao.assess.model import NO_DATA, PENDING, UNVERIFIED
from dabiao.inputs.bulk.session import Connection
from dabiao.rules.model import Attest, Change, Compare, Cv, Each, Growth, Milestone, Plan, Rulebook, Total, Value

# so many targets at once: enough to share a scan, few enough that the columns stay cheap
BATCH = 24


# codes of a share that its own figures leave open: there are none, or only those of another 口径 (see schools.settle_shares)
ALONE, BESIDE = -10, -11


class Expression(NamedTuple):
    """A target's number and its SQL over a sheet; "NULL" hands it to the reference engine wherever it binds."""

    number: int
    sql: str


def county_expression(figures: SqlFigures, numbered: Numbered, year: int, *, schools: bool) -> Expression:
    """The expression of a target that is judged of a region as a whole; `schools`: whether there are figures of any."""
    bound = numbered.bound
    if bound.target.per is not None or isinstance(bound.target.form, Cv):
        return Expression(numbered.number, "NULL" if schools else code_of(NO_DATA))
    match bound.target.form:
        case Milestone() | Attest() as form:
            # of regions that report nothing on it; the others are handed on
            absent = PENDING if not bound.due else UNVERIFIED if isinstance(form, Attest) else NO_DATA
            sql = code_of(absent)
        case Value() | Plan() as form if not open_relaxations(bound.target, year):
            sql = value_code(figures, bound, form, year)
        case Each() as form if form.require is None or not schools:
            sql = value_code(figures, bound, form, year)
        case Each() as form:
            fig, others = figures.settled(
                figures.indicators[bound.target.indicator or ""], bound.target.stage, year, bound.target.formula
            )
            beside = any_of(other.state.there for other in others)
            code = value_code(figures, bound, form, year)
            none = f"CASE WHEN {beside} THEN {BESIDE} ELSE {ALONE} END"
            sql = figures.sheet.let(
                f"CASE WHEN {code} IS NULL THEN NULL WHEN {fig.state.absent} THEN {none} ELSE {code} END"
            )
        case Change() as form:
            sql = change_code(figures, bound, form, year)
        case Growth() as form:
            sql = growth_code(figures, bound, form, year)
        case Compare() as form:
            sql = compare_code(figures, bound, form, year)
        case Total() as form:
            sql = total_code(figures, bound, form, year)
        case _:
            sql = "NULL"
    return Expression(numbered.number, sql)


def judge_counties(
    connection: Connection,
    rulebook: Rulebook,
    cells: Cells,
    targets: Sequence[Numbered],
    year: int,
    issuer: str,
    *,
    schools: bool,
) -> None:
    """Adds the codes of targets of one issuer in a year to `verdicts`, of every region it binds (table `wanted_regions`)."""
    for start in range(0, len(targets), BATCH):
        sheet = Sheet()
        figures = SqlFigures(sheet, rulebook, cells.units)
        made = [
            county_expression(figures, numbered, year, schools=schools) for numbered in targets[start : start + BATCH]
        ]
        numbers = [(one.number, sheet.let(f"CAST({one.sql} AS SMALLINT)")) for one in made]
        wide = pivoted_regions(connection, sheet, cells)
        source = (
            f"(SELECT w.code, p.* FROM wanted_regions w LEFT JOIN {wide} p ON p.region = w.code WHERE {within(issuer)})"
        )
        query = sheet.select(source, dict.fromkeys(column for _, column in numbers), ("code",))
        listed = ", ".join(str(number) for number, _ in numbers)
        codes = ", ".join(column for _, column in numbers)
        connection.execute(
            f"INSERT INTO verdicts SELECT code, {year}, unnest([{listed}]), '', unnest([{codes}]), 1 FROM ({query})"
        )


def within(issuer: str) -> str:
    """The condition that a code lies in the region of an issuer.

    >>> within("350000"), within("350500"), within("000000")
    ("w.code LIKE '35%'", "w.code LIKE '3505%'", 'true')
    """
    prefix = issuer.removesuffix("00").removesuffix("00") if issuer != "000000" else ""
    return f"w.code LIKE '{prefix}%'" if prefix else "true"
