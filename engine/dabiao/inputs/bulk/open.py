"""Files → the view `raw` of a DuckDB connection: the columns of a tidy table under their keys, the figure as an exact decimal."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dabiao.inputs._headers import Header, check_header, find_header
from dabiao.inputs.bulk.session import Connection, named, quoted
from dabiao.inputs.bulk.text import in_utf8
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Cell, Table
from dabiao.inputs.read import ARROW

# a plain number as the reader of figures takes it: no more digits than a column can hold, so that no cast can round it
PLAIN = r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?"
# of doubles, only those of so few digits were typed; what was computed goes to the reader
_TYPED = 12
WORDS = ("indicator", "stage", "unit", "status", "year")
KEYS = ("region", "entity", *WORDS, "done_on", "evidence", "note")
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_MAX_DECIMALS = 12
_GLOB = re.compile(r"[*?\[\]{}]")


class Bulk(NamedTuple):
    """What was opened: the header row as typed, the keys it has columns for, the header, the type of `val`, its digits and decimals.

    `odd_names`: whether names of schools may have blanks or signs that can not be seen about them. `as_text`: whether figures were typed as text, with what zeros there are at their end. `place_kind`: the type of the column of regions. `positive`: whether no figure is below zero, as far
    as can be told for nothing. `in_cells`: whether the view has a column `cell` besides, the column of a school table each figure stands in. The view `raw` has a column for each of `keys`, `val` (of an exact type, null where the figure is not plain), `typed` (its text).
    """

    files: tuple[str, ...]
    header_row: tuple[Cell, ...]
    header: Header
    keys: tuple[str, ...]
    decimals: int
    digits: int
    kind: str
    odd_names: bool = True
    positive: bool = False
    as_text: bool = False
    place_kind: str = "VARCHAR"
    in_cells: bool = False

    @property
    def most(self) -> int:
        """The largest whole number of its last decimals the type of `val` holds."""
        return 2**63 - 1 if self.kind == "BIGINT" else 10**self.digits - 1


def open_bulk(connection: Connection, paths: Sequence[Path], folder: Path) -> Bulk | None:
    """Opens tidy tables of one header; None where a file is none, or has types that need the ordinary reader."""
    opened = open_tidy(connection, paths, folder)
    if opened is None:
        return None
    bulk, select = opened
    connection.execute(f"CREATE VIEW raw AS {select}")
    return bulk._replace(positive=bulk.positive and is_positive(connection))


def is_positive(connection: Connection) -> bool:
    """Whether no figure of `raw` is below zero."""
    return bool(connection.execute("SELECT coalesce(min(val), 0) >= 0 FROM raw").fetchone()[0])


def open_tidy(connection: Connection, paths: Sequence[Path], folder: Path, first: int = 0) -> tuple[Bulk, str] | None:
    """Tidy tables of one header with the query of their rows; `positive` is here whether their figures can be asked for their ends.

    `first` is the number of the first of them among all files.
    """
    opened = [scan(connection, path, folder, number) for number, path in enumerate(paths, first)]
    scans = [one for one in opened if one is not None]
    if not scans or len(scans) != len(opened) or any(one.columns != scans[0].columns for one in scans):
        return None
    names = [name for name, _ in scans[0].columns]
    row = tuple(Cell(name.strip(), f"{column_letter(n)}1", 1) for n, name in enumerate(names))
    header = find_header(Table("", None, (row,)))
    if header is None or any(d.is_error for d in check_header(Table("", None, (row,)), header, ())):
        return None
    types = {key: scans[0].columns[index][1] for key, index in header.columns.items()}
    if any(kind != "VARCHAR" and kind not in _INTEGERS for key, kind in types.items() if key != "value"):
        return None
    source = " UNION ALL BY NAME ".join(f"SELECT * FROM {one.sql}" for one in scans)
    value = named(names[header.columns["value"]])
    figure = _figure(connection, source, value, types["value"])
    if figure is None:
        return None
    keys = tuple(key for key in KEYS if key in header.columns)
    picked = [f"{named(names[header.columns[key]])} AS {key}" for key in keys]
    select = f"SELECT {', '.join(picked)}, {figure.sql} AS val, CAST({value} AS VARCHAR) AS typed FROM ({source})"
    bulk = Bulk(
        tuple(p.as_posix() for p in paths),
        row,
        header,
        keys,
        figure.decimals,
        figure.digits,
        figure.kind,
        positive=figure.stored,
        as_text=types["value"] == "VARCHAR",
        place_kind=types.get("region", "VARCHAR"),
    )
    return bulk, select


class Scan(NamedTuple):
    """How a file is scanned, and its columns with their types."""

    sql: str
    columns: tuple[tuple[str, str], ...]


class _Figure(NamedTuple):
    """The figure as an exact number of so many digits and decimals; `stored`: as the file holds it, so that its ends are known."""

    sql: str
    digits: int
    decimals: int
    kind: str
    stored: bool


def scan(connection: Connection, path: Path, folder: Path, number: int) -> Scan | None:
    """How a file is scanned, as one of a number; None where only the ordinary reader can read it, or say what is wrong with it."""
    import duckdb

    try:
        if path.suffix.lower() == ".csv":
            return _text(connection, path, folder, number)
        return _columnar(connection, path, folder, number)
    except duckdb.Error:
        return None


def _text(connection: Connection, path: Path, folder: Path, number: int) -> Scan | None:
    """Text is scanned often: it is read once, into a table of its own that spills with the rest."""
    import duckdb

    made = (
        f"CREATE TEMP TABLE source{number} AS SELECT * FROM read_csv($1, all_varchar=true, header=true, delim=',', "
        "quote='\"', escape='\"', strict_mode=true, null_padding=false, ignore_errors=false, normalize_names=false)"
    )
    try:
        connection.execute(made, [str(_plainly_named(path, folder, number))])
    except duckdb.Error:
        copy = in_utf8(path, folder, number)
        if copy is None or copy == path:
            return None
        connection.execute(made, [str(copy)])
    return _described(connection, f"source{number}")


def _columnar(connection: Connection, path: Path, folder: Path, number: int) -> Scan | None:
    if path.suffix.lower() == ".parquet":
        return _described(connection, f"read_parquet({quoted(str(_plainly_named(path, folder, number)))})")
    if path.suffix.lower() in ARROW:
        from dabiao.inputs.arrow_file import mapped

        if (table := mapped(path)) is not None:
            connection.register(f"source{number}", table)
            return _described(connection, f"source{number}")
    return None


def _plainly_named(path: Path, folder: Path, number: int) -> Path:
    """The file under a name that is a name, not a pattern."""
    if not _GLOB.search(str(path)):
        return path
    name = folder / f"source{number}{path.suffix}"
    if not name.is_symlink():
        name.symlink_to(path.resolve())
    return name


def _described(connection: Connection, sql: str) -> Scan:
    described = connection.execute(f"DESCRIBE SELECT * FROM {sql}").fetchall()
    return Scan(sql, tuple((str(name), str(kind)) for name, kind, *_ in described))


def headings(connection: Connection, path: Path, folder: Path, number: int) -> list[str]:
    """The names of a file's columns as typed; none where only the ordinary reader can read it."""
    import duckdb

    try:
        if path.suffix.lower() == ".csv":
            try:
                return _first_record(path)
            except UnicodeDecodeError:
                return _first_record(in_utf8(path, folder, number) or path)
        found = _columnar(connection, path, folder, number)
    except (duckdb.Error, OSError, UnicodeDecodeError, csv.Error):
        return []
    return [] if found is None else [name.strip() for name, _ in found.columns]


def _first_record(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [field.strip() for field in next(csv.reader(file, strict=True), [])]


def _figure(connection: Connection, source: str, value: str, kind: str) -> _Figure | None:
    if kind in _INTEGERS:
        if kind == "UBIGINT":
            return _Figure(f"CAST({value} AS DECIMAL(38,0))", 38, 0, "DECIMAL(38,0)", stored=False)
        # whole numbers of a file stay what they are: to make decimals of them costs more than to add them up
        return _Figure(value if kind == "BIGINT" else f"CAST({value} AS BIGINT)", 19, 0, "BIGINT", stored=True)
    if match := _DECIMAL.fullmatch(kind):
        digits, decimals = int(match[1]), int(match[2])
        return _Figure(value, digits, decimals, kind, stored=True) if decimals <= _MAX_DECIMALS else None
    if kind not in ("VARCHAR", "DOUBLE"):
        return None
    text = f"trim(CAST({value} AS VARCHAR))"
    plain = f"regexp_full_match({text}, {quoted(PLAIN)})"
    if kind == "DOUBLE":
        plain += f" AND length({text}) <= {_TYPED}"
    (longest,) = connection.execute(
        f"SELECT max(length(split_part({text}, '.', 2))) FROM ({source}) WHERE {plain}"
    ).fetchone()
    decimals = int(longest or 0)
    return _Figure(
        f"CASE WHEN {plain} THEN CAST({text} AS DECIMAL(38,{decimals})) END",
        38,
        decimals,
        f"DECIMAL(38,{decimals})",
        stored=False,
    )
