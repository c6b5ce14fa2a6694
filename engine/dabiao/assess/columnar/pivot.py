"""The wide table under a sheet: one row a region, or a school, and a column for every figure the sheet asks for.

Two ways lead to it. Where every row of the source is a plain, actual figure, and the indicator's word alone says which figure it is,
a column is a filter on that word; elsewhere the rows are joined to what their words mean.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.cells import KNOWN, MORE, Cells
from dabiao.assess.columnar.sheet import Sheet
from dabiao.assess.columnar.words import Words
from dabiao.inputs.bulk.session import Connection, fill, gathered, quoted

# so many filters on words nothing asks for cost no more than joining the rows
_IDLE = 16


class Shown(NamedTuple):
    """Of an item: its number, which kinds of entities it shows (bits), and the only one, where it is only one."""

    item: int
    kinds: int
    sole: int


def pivoted_regions(connection: Connection, sheet: Sheet, cells: Cells) -> str:
    """The wide table of the regions as a relation: region, and v and c of every cell the sheet asks for (see Sheet)."""
    rows = [(*key, k, 0, 0, 0) for key, k in _asked(sheet, cells).items()]
    table = _joined(connection, cells, rows, "entity = ''", ("region",), _columns(sheet, cells))
    return f"(SELECT *, {_counts(sheet, 'rows = ' + _filled(sheet))} FROM {table})" if cells.alike else table


def counted(sheet: Sheet, cells: Cells, schools: str) -> str:
    """A wide table of schools (see pivoted_schools) with c of every cell, where it has none yet."""
    return f"(SELECT *, {_counts(sheet, 'plain')} FROM {schools})" if cells.alike else schools


def pivoted_schools(
    connection: Connection, sheet: Sheet, cells: Cells, year: int, shown: Sequence[Shown], among: str | None
) -> str:
    """The wide table of the schools of a year (of the regions of the query `among`, or all): region, entity, v of every cell (c too, or see
    `counted`).

    `plain`: whether each cell of the row is empty or one actual figure. kinds, sole and stages are what a row's items and stages say
    it is: every figure of a school says so, also one no target asks for.
    """
    words = None if among is not None or cells.words is None else cells.words.of_year(year)
    asked = _asked(sheet, cells)
    if words is not None and len(words.words) <= 2 * len(asked) + _IDLE and all(when == year for _, _, when in asked):
        return _by_word(connection, sheet, words, asked, {one.item: one for one in shown})
    rows = [
        (one.item, stage, year, asked.get((one.item, stage, year)), one.kinds, one.sole, 1 << stage)
        for one in shown
        for stage in cells.stages.values()
    ]
    columns = _columns(sheet, cells)
    same = len({(one.kinds, one.sole) for one in shown}) == 1 and len(cells.stages) == 1
    for place, name in enumerate(("kinds", "sole", "stages"), 4):
        columns.append(f"{rows[0][place]}::BIGINT AS {name}" if same and rows else f"bit_or({name}) AS {name}")
    where = "entity <> ''" if among is None else f"entity <> '' AND region IN ({among})"
    table = _joined(connection, cells, rows, where, ("region", "entity"), columns)
    if cells.alike:
        return f"(SELECT *, (rows = {_filled(sheet)}) AS plain FROM {table})"
    each = " AND ".join(f"c{n} = CAST(v{n} IS NOT NULL AS INTEGER)" for n in sheet.cells.values()) or "true"
    return f"(SELECT *, ({each}) AS plain FROM {table})"


def _asked(sheet: Sheet, cells: Cells) -> dict[tuple[int, int, int], int]:
    """The cells a sheet asks for by the numbers of item and stage, and the year."""
    return {(cells.items[i], cells.stages[stage], year): k for (i, stage, year), k in sheet.cells.items()}


def _columns(sheet: Sheet, cells: Cells) -> list[str]:
    columns = [f"max(v) FILTER (k = {n}) AS v{n}" for n in sheet.cells.values()]
    if cells.alike:
        return [*columns, "count(k) AS rows"]
    return [*columns, *(f"CAST(coalesce(sum(c) FILTER (k = {n}), 0) AS BIGINT) AS c{n}" for n in sheet.cells.values())]


def _joined(
    connection: Connection,
    cells: Cells,
    rows: Sequence[tuple[int | None, ...]],
    where: str,
    by: Sequence[str],
    columns: Sequence[str],
) -> str:
    """The rows joined to what their words mean, grouped."""
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
    keys, picked = ", ".join(by), ", ".join([*by, *columns])
    return gathered(connection, f"SELECT {picked} FROM ({' UNION ALL '.join(parts)}) WHERE {where} GROUP BY {keys}")


def _by_word(
    connection: Connection,
    sheet: Sheet,
    words: Words,
    asked: Mapping[tuple[int, int, int], int],
    shown: Mapping[int, Shown],
) -> str:
    """A filter on the indicator's word for every figure there is: the others say what a school is, and whether any stands twice."""
    columns, scaled, told = [], [], dict[tuple[int, int, int], list[str]]()
    numbers = {key[:2]: number for key, number in asked.items()}
    for place, word in enumerate(words.words):
        number = numbers.pop((word.item, word.stage), None)
        name = f"u{place}" if number is None else f"v{number}"
        columns.append(f"max(val) FILTER (indicator = {quoted(word.text)}) AS {name}")
        scaled.append(name if number is None else f"{words.whole(name)} * {word.factor}::BIGINT AS {name}")
        says = shown.get(word.item, Shown(word.item, 0, 0))
        told.setdefault((says.kinds, says.sole, 1 << word.stage), []).append(f"{name} IS NOT NULL")
    names = [column.rsplit(" ", 1)[-1] for column in columns]
    bits = []
    for place, name in enumerate(("kinds", "sole", "stages")):
        parts = [f"CASE WHEN {' OR '.join(there)} THEN {key[place]} ELSE 0 END" for key, there in told.items()]
        said = str(next(iter(told))[place]) if len(told) == 1 else " | ".join(parts)
        bits.append(f"CAST({said} AS BIGINT) AS {name}")
    table = gathered(
        connection,
        f"SELECT {words.region} AS region, CAST(entity AS VARCHAR) AS entity, {', '.join(columns)}, count(*) AS rows "
        f"FROM {words.source} GROUP BY {words.region}, CAST(entity AS VARCHAR)",
    )
    each = " + ".join(f"CAST({name} IS NOT NULL AS INTEGER)" for name in names)
    absent = [f"NULL::BIGINT AS v{number}" for number in numbers.values()]
    picked = ", ".join(["region", "entity", *scaled, *absent, *bits, f"rows = {each} AS plain"])
    return f"(SELECT {picked} FROM {table} WHERE entity <> '')"


def _filled(sheet: Sheet) -> str:
    return " + ".join(f"CAST(v{n} IS NOT NULL AS INTEGER)" for n in sheet.cells.values()) or "0"


def _counts(sheet: Sheet, each: str) -> str:
    """How many rows each cell has, where all are actual: one, where no figure of the row stands twice (`each`).

    Where one does, which is not told: all its cells count as twice, and the reference decides.
    """
    counts = [f"CASE WHEN v{n} IS NULL THEN 0 WHEN {each} THEN 1 ELSE 2 END AS c{n}" for n in sheet.cells.values()]
    return ", ".join(counts) or "0 AS none"
