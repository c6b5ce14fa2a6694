"""The wide table under a sheet: one row a region, or a school, and a column for every figure the sheet asks for.

Two ways lead to it. Where every row of the source is a plain, actual figure, and the indicator's word alone says which figure it is,
a column is a filter on that word; elsewhere the rows are joined to what their words mean.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.cells import KNOWN, MORE, Cells
from dabiao.assess.columnar.sheet import Sheet
from dabiao.assess.columnar.words import Words
from dabiao.inputs.bulk.session import Connection, elsewhere, fill, gathered, quoted

# so many filters on words nothing asks for cost no more than joining the rows
_IDLE = 16
# of a whole number above zero, without its sign
_HUGEINT_BITS = 126


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
    # not FILTER: of a hundred columns it takes five times as long, of three hundred fifteen times
    columns = [f"max(CASE WHEN k = {n} THEN v END) AS v{n}" for n in sheet.cells.values()]
    if cells.alike:
        return [*columns, "count(k) AS rows"]
    return [
        *columns,
        *(f"CAST(sum(CASE WHEN k = {n} THEN c ELSE 0 END) AS BIGINT) AS c{n}" for n in sheet.cells.values()),
    ]


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
    """A column for the word of every figure there is: those not asked for say what a school is, and whether any figure stands twice."""
    numbers = {key[:2]: number for key, number in asked.items()}
    columns = [(word, numbers.pop((word.item, word.stage), None)) for word in words.words]
    names = [f"u{place}" if number is None else f"v{number}" for place, (_, number) in enumerate(columns)]
    told: dict[tuple[int, int, int], list[str]] = {}
    for (word, _), name in zip(columns, names, strict=True):
        says = shown.get(word.item, Shown(word.item, 0, 0))
        told.setdefault((says.kinds, says.sole, 1 << word.stage), []).append(f"{name} IS NOT NULL")
    bits = []
    for place, name in enumerate(("kinds", "sole", "stages")):
        parts = [f"CASE WHEN {' OR '.join(there)} THEN {key[place]} ELSE 0 END" for key, there in told.items()]
        said = str(next(iter(told))[place]) if len(told) == 1 else " | ".join(parts)
        bits.append(f"CAST({said} AS BIGINT) AS {name}")
    wanted = [number is not None for _, number in columns]
    table = _packed(connection, words, names, wanted) or _filtered(connection, words, names)
    scaled = [
        f"{name} * {word.factor}::BIGINT AS {name}"
        for (word, n), name in zip(columns, names, strict=True)
        if n is not None
    ]
    each = " + ".join(f"CAST({name} IS NOT NULL AS INTEGER)" for name in names)
    absent = [f"NULL::BIGINT AS v{number}" for number in numbers.values()]
    picked = ", ".join(["region", "entity", *scaled, *absent, *bits, f"rows = {each} AS plain"])
    return f"(SELECT {picked} FROM {table} WHERE entity <> '')"


def _filtered(connection: Connection, words: Words, names: Sequence[str]) -> str:
    """One filter a word. Where a figure stands twice, the greater."""
    columns = [
        f"max(CASE WHEN indicator = {quoted(word.text)} THEN val END) AS {name}"
        for word, name in zip(words.words, names, strict=True)
    ]
    table = gathered(
        connection,
        f"SELECT {words.region} AS region, CAST(entity AS VARCHAR) AS entity, {', '.join(columns)}, count(*) AS rows "
        f"FROM {words.source} GROUP BY {words.region}, CAST(entity AS VARCHAR)",
    )
    return (
        f"(SELECT region, entity, {', '.join(f'{words.whole(name)} AS {name}' for name in names)}, rows FROM {table})"
    )


def _packed(connection: Connection, words: Words, names: Sequence[str], wanted: Sequence[bool]) -> str | None:
    """All figures of a school as digits of one number, which takes half the time of a filter each; None where they do not fit into it.

    A digit is the figure and one, nought where there is none (of a word not `wanted`, one). Where a figure stands twice its digit is
    none of the two; but then there are more rows than digits, which is what `plain` tells.
    """
    widths = [
        (word.largest + 1 if needed else 1).bit_length() for word, needed in zip(words.words, wanted, strict=True)
    ]
    if not words.positive or sum(widths) > _HUGEINT_BITS or elsewhere(connection):
        return None
    starts = [sum(widths[:place]) for place in range(len(widths))]
    connection.execute("CREATE OR REPLACE TEMP TABLE digits (word VARCHAR, wanted TINYINT, unit HUGEINT)")
    rows = [
        (word.text, int(needed), 1 << start) for word, needed, start in zip(words.words, wanted, starts, strict=True)
    ]
    fill(connection, "digits", ["VARCHAR", "TINYINT", "HUGEINT"], rows)
    figure = f"{words.whole('val')}::HUGEINT"
    digit = f"({figure} + 1)" if all(wanted) else f"({figure} * wanted + 1)"
    digits = [
        f"CAST(nullif((packed >> {start}) & {(1 << width) - 1}, 0) - 1 AS BIGINT) AS {name}"
        for name, start, width in zip(names, starts, widths, strict=True)
    ]
    return (
        f"(SELECT region, entity, {', '.join(digits)}, rows FROM (SELECT region, entity, bit_or({digit} * unit) AS packed, count(*) AS rows "
        f"FROM (SELECT {words.region} AS region, CAST(entity AS VARCHAR) AS entity, indicator, val FROM {words.source}) "
        "JOIN digits ON indicator = word GROUP BY region, entity))"
    )


def _filled(sheet: Sheet) -> str:
    return " + ".join(f"CAST(v{n} IS NOT NULL AS INTEGER)" for n in sheet.cells.values()) or "0"


def _counts(sheet: Sheet, each: str) -> str:
    """How many rows each cell has, where all are actual: one, where no figure of the row stands twice (`each`).

    Where one does, which is not told: all its cells count as twice, and the reference decides.
    """
    counts = [f"CASE WHEN v{n} IS NULL THEN 0 WHEN {each} THEN 1 ELSE 2 END AS c{n}" for n in sheet.cells.values()]
    return ", ".join(counts) or "0 AS none"
