"""The plain rows of school tables as a tidy table, a figure a row: Parquet in the folder of the run."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dabiao.inputs._headers import HEADERS
from dabiao.inputs._school_row import PLAIN_FIGURE
from dabiao.inputs.bulk.schools.columns import Columns
from dabiao.inputs.bulk.schools.opened import Opened
from dabiao.inputs.bulk.schools.trial import NOWHERE, Outcome, Shape
from dabiao.inputs.bulk.session import Connection, fill, quoted
from dabiao.inputs.model import Cell, Table
from dabiao.inputs.tidy import Defaults, read_tidy
from dabiao.inputs.vocabulary import Vocabulary

# the keys of the columns of a tidy table as it is written here
KEYS = ("region", "entity", "indicator", "stage", "unit", "status", "year")
_CODE, _YEAR = "000000", 2000


def means_the_same(opened: Opened, shapes: Sequence[Shape | None], vocabulary: Vocabulary) -> bool:
    """Whether the reader of tidy tables takes every figure for what the reader of school tables takes it for."""
    factors = {column.at: column.factor for column in opened.header.columns}
    told: dict[Outcome, str] = {
        outcome: shape.status
        for shape in shapes
        if shape is not None
        for some in shape.outcomes.values()
        for outcome in some
    }
    keys = ("indicator", "stage", "unit", "value", "status")
    header = tuple(Cell(HEADERS[key][0], "A1", 1) for key in keys)
    for outcome, status in told.items():
        texts = (outcome.item, outcome.stage or "", outcome.unit, "1", status)
        row = tuple(Cell(text, "A2", 2) for text in texts)
        made, found = read_tidy(Table("", None, (header, row)), vocabulary, Defaults(_CODE, _YEAR))
        factor = factors[outcome.cell] if outcome.constant is None else 1
        if any(d.is_error for d in found) or [(o.indicator, o.stage, o.value) for o in made] != [
            (outcome.item, outcome.stage, factor)
        ]:
            return False
    return True


def write_figures(
    connection: Connection,
    opened: Opened,
    columns: Columns,
    shapes: Sequence[Shape | None],
    years: Mapping[int, int],
    kind: str,
    path: Path,
) -> None:
    """Writes the figures of the rows in kept_, as numbers of a type that holds them all. `years`: of each shape's number."""
    n = opened.number
    _make_outcomes(connection, n, shapes, years)
    places = [NOWHERE, *columns.words, *columns.figures]
    classes = ", ".join("0" if at == NOWHERE else f"k{at}" for at in places)
    texts = ", ".join(opened.texts[at] if at in columns.figures else "''" for at in places)
    long = (
        f"SELECT t.region, t.name, s.number, unnest([{', '.join(map(str, places))}]) AS col, unnest([{classes}]) AS class, "
        f"unnest([{texts}]) AS text FROM told_{n} t JOIN kept_{n} s USING (r)"
    )
    connection.execute(
        f"COPY (SELECT l.region, l.name AS entity, m.indicator, m.stage, m.unit, m.status, m.year, m.cell, "
        f"CAST(coalesce(m.constant, l.text) AS {kind}) AS val, coalesce(m.constant, l.text) AS typed FROM ({long}) l "
        f"JOIN outcomes_{n} m ON m.number = l.number AND m.col = l.col AND m.class = l.class) TO {quoted(str(path))} (FORMAT parquet)"
    )


def _make_outcomes(connection: Connection, n: int, shapes: Sequence[Shape | None], years: Mapping[int, int]) -> None:
    types = {
        "number": "INTEGER", "col": "INTEGER", "class": "INTEGER", "indicator": "VARCHAR", "stage": "VARCHAR", "unit": "VARCHAR",
        "status": "VARCHAR", "year": "INTEGER", "constant": "VARCHAR", "cell": "INTEGER",
    }  # fmt: skip
    connection.execute(
        f"CREATE TEMP TABLE outcomes_{n} ({', '.join(f'{name} {kind}' for name, kind in types.items())})"
    )
    rows = [
        (
            number, at, c, one.item, one.stage or "", one.unit, shape.status, years[number],
            None if one.constant is None else str(one.constant), one.cell,
        )
        for number, shape in enumerate(shapes)
        if shape is not None
        for (at, c), some in shape.outcomes.items()
        for one in some
    ]  # fmt: skip
    fill(connection, f"outcomes_{n}", [*types.values()], rows)


def decimals_of(connection: Connection, opened: Opened, columns: Columns) -> int:
    """How many decimals the figures of the rows in kept_ have at the most."""
    n = opened.number
    longest = ", ".join(
        f"max(CASE WHEN regexp_full_match({opened.texts[at]}, {quoted(PLAIN_FIGURE)}) THEN length(split_part({opened.texts[at]}, '.', 2)) END)"
        for at in columns.figures
    )
    if not longest:
        return 0
    found = connection.execute(f"SELECT {longest} FROM told_{n} JOIN kept_{n} USING (r)").fetchone()
    return max((int(one) for one in found if one is not None), default=0)
