"""The wide table: one row a region, one pair of columns a figure; the expressions of many targets over it in one query."""

from collections.abc import Sequence
from typing import NamedTuple

from dabiao.assess.columnar.asked import open_relaxations
from dabiao.assess.columnar.cells import KNOWN, MORE, Cells
from dabiao.assess.columnar.county_forms import change_code, compare_code, growth_code, total_code
from dabiao.assess.columnar.figures import SqlFigures
from dabiao.assess.columnar.forms import code_of, value_code
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.columnar.sheet import Sheet, any_of
from dabiao.assess.model import NO_DATA, PENDING, UNVERIFIED
from dabiao.inputs.bulk.session import Connection, fill, gathered
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


def pivoted(
    connection: Connection,
    sheet: Sheet,
    cells: Cells,
    where: str,
    by: str,
    kinds: tuple[int, Sequence[tuple[int, int, int]]] | None = None,
) -> str:
    """The wide table a sheet asks for: `by` are the columns of its rows.

    `kinds` (the year, and of each item which kinds it shows) adds what a row's items and stages say it is: every figure of a school
    says so, also one no target asks for.
    """
    asked = {(cells.items[i], cells.stages[stage], year): k for (i, stage, year), k in sheet.cells.items()}
    rows: list[tuple[int | None, ...]] = [(*key, k, 0, 0, 0) for key, k in asked.items()]
    numbers = list(sheet.cells.values())
    columns = [f"max(v) FILTER (k = {number}) AS v{number}" for number in numbers]
    if cells.alike:
        columns.append("count(k) AS rows")
    else:
        columns += [f"CAST(coalesce(sum(c) FILTER (k = {n}), 0) AS BIGINT) AS c{n}" for n in numbers]
    if kinds is not None:
        year, shown = kinds
        rows = [
            (item, stage, year, asked.get((item, stage, year)), of, sole, 1 << stage)
            for item, of, sole in shown
            for stage in cells.stages.values()
        ]
        same = len({(of, sole) for _, of, sole in shown}) == 1 and len(cells.stages) == 1
        for place, name in enumerate(("kinds", "sole", "stages"), 4):
            columns.append(f"{rows[0][place]}::BIGINT AS {name}" if same and rows else f"bit_or({name}) AS {name}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE asked_cells "
        "(item INTEGER, stage INTEGER, year INTEGER, k INTEGER, kinds BIGINT, sole BIGINT, stages BIGINT)"
    )
    fill(connection, "asked_cells", [*["INTEGER"] * 4, *["BIGINT"] * 3], rows)
    parts = []
    if cells.has_extra or cells.plain is None:
        parts.append(
            "SELECT region, entity, v, c, k, kinds, sole, stages FROM extra JOIN asked_cells USING (item, stage, year)"
        )
    if cells.plain is not None:
        # one join by the words as typed, not two by what they mean
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE asked_known AS SELECT n.*, a.k, a.kinds, a.sole, a.stages FROM known n "
            "JOIN asked_cells a ON a.item = n.item AND a.stage = n.stage_no AND a.year = n.judged"
        )
        plain = cells.plain.replace(KNOWN, "asked_known").replace(MORE, "k.k, k.kinds, k.sole, k.stages")
        parts.append(f"SELECT region, entity, v, c, k, kinds, sole, stages FROM ({plain})")
    picked = ", ".join([by, *columns])
    table = gathered(connection, f"SELECT {picked} FROM ({' UNION ALL '.join(parts)}) WHERE {where} GROUP BY {by}")
    return table if not cells.alike else f"(SELECT *, {_counts(numbers)} FROM {table})"


def _counts(numbers: Sequence[int]) -> str:
    """How many rows each cell has, where all are actual: one, where a row of the table has no more rows than filled cells.

    Where it has more, some figure stands twice; which one is not told, and all its cells count as twice (the reference decides).
    """
    if not numbers:
        return "0 AS none"
    filled = " + ".join(f"CAST(v{number} IS NOT NULL AS INTEGER)" for number in numbers)
    return ", ".join(
        f"CASE WHEN v{number} IS NULL THEN 0 WHEN rows = {filled} THEN 1 ELSE 2 END AS c{number}" for number in numbers
    )


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
        wide = pivoted(connection, sheet, cells, "entity = ''", "region")
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
