"""A file that may be a school table → the relation of its rows, its header as the ordinary reader finds it, the text of each column."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dabiao.inputs._headers import find_header, names_schools
from dabiao.inputs._school_header import SchoolHeader, find_school_header
from dabiao.inputs._school_names import Names
from dabiao.inputs.bulk.open import headings, scan
from dabiao.inputs.bulk.session import Connection, named
from dabiao.inputs.bulk.text import copy_of
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Cell, Table

# a double of so many signs is shown as it was typed; a longer one may be rounded
_TYPED = 12
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")


class Opened(NamedTuple):
    """A school table: its file and number, the relation of its rows (columns o0, o1 …), the SQL of each one's text as the reader shows it,
    the header row and what it means; how many rows it has, and whether the number of a row tells its line."""

    file: str
    number: int
    sql: str
    texts: tuple[str, ...]
    row: tuple[Cell, ...]
    header: SchoolHeader
    rows: int
    numbered: bool

    def table(self, rows: Sequence[tuple[Cell, ...]], sheet: str | None = None) -> Table:
        """Rows below the header, as a table of the ordinary reader."""
        return Table(self.file, sheet, (self.row, *rows))


def open_table(connection: Connection, path: Path, folder: Path, number: int, names: Names) -> Opened | None:
    """Opens a file; None where it is no school table whose header is its first row, or holds types only the ordinary reader shows."""
    found = scan(connection, path, folder, number)
    if found is None:
        return None
    typed = headings(connection, path, folder, number)
    texts = [text_of(f"o{index}", kind) for index, (_, kind) in enumerate(found.columns)]
    if len(typed) != len(found.columns) or not all(typed) or None in texts:
        return None
    row = tuple(Cell(text, f"{column_letter(index)}1", 1) for index, text in enumerate(typed))
    header = find_school_header(Table(path.as_posix(), None, (row,)), names)
    if header is None or any(len(header.keys.get(key, ())) > 1 for key in ("region", "year", "stage", "type")):
        return None
    picked = ", ".join(f"{named(name)} AS o{index}" for index, (name, _) in enumerate(found.columns))
    known = tuple(text for text in texts if text is not None)
    (rows,) = connection.execute(f"SELECT count(*) FROM {found.sql}").fetchone()
    text = copy_of(folder, number)
    numbered = path.suffix.lower() != ".csv" or _lines(text if text.exists() else path) == rows + 1
    return Opened(
        path.as_posix(), number, f"(SELECT {picked} FROM {found.sql})", known, row, header, int(rows), numbered
    )


def _lines(path: Path) -> int:
    """How many lines a text has: one more than rows, where no cell holds a line end and no line is blank."""
    last, count = b"\n", 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


def is_school_table(connection: Connection, path: Path, folder: Path, number: int) -> bool:
    """Whether a file's first row names schools and is no header of a tidy table."""
    row = tuple(
        Cell(text, f"{column_letter(index)}1", 1)
        for index, text in enumerate(headings(connection, path, folder, number))
    )
    return bool(row) and find_header(Table("", None, (row,))) is None and names_schools(Table("", None, (row,)))


def text_of(column: str, kind: str) -> str | None:
    """The text of a column's values as the ordinary reader shows them, empty where there is none; None for a type it would show otherwise."""
    text = f"CAST({column} AS VARCHAR)"
    if kind.startswith("DECIMAL(") and not kind.endswith(",0)"):
        text = f"regexp_replace({text}, '\\.?0+$', '')"
    elif kind == "DOUBLE":
        short = f"regexp_replace({text}, '\\.0$', '')"
        text = f"CASE WHEN length({text}) > {_TYPED} THEN '?' ELSE {short} END"
    elif kind == "BOOLEAN":
        text = f"CASE {column} WHEN true THEN '是' WHEN false THEN '否' END"
    elif kind not in ("VARCHAR", *_WHOLE) and not kind.startswith("DECIMAL("):
        return None
    return f"coalesce({text}, '')"
