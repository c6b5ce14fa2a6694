"""Parquet: the columns as a table, the names of the columns as its header; addresses are those of the same table in a sheet."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.inputs._number_format import shown_number
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Cell, Table
from dabiao.quantity import exact_decimal

MAX_CELLS = 20_000_000
_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def read_parquet(content: bytes, name: str) -> tuple[Table | None, list[Diagnostic]]:
    """The one table of a Parquet file, with diagnostics INP403 and INP405. A null is a blank cell."""
    import duckdb

    # the bytes that were fingerprinted are read, under a name in which nothing means a pattern
    with tempfile.TemporaryDirectory(prefix="dabiao-") as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(content)
        try:
            with duckdb.connect(":memory:", config={**_OFFLINE}) as connection:
                return table_of(connection, "read_parquet(?)", [str(path)], name)
        except duckdb.Error as failure:
            message = f"Parquet 文件打不开，可能已损坏（{type(failure).__name__}）"
            return None, [error("INP405", message, Span(name), hint="重新导出，或另存为 .xlsx 或 .csv")]


def table_of(connection: Any, source: str, given: list[str], name: str) -> tuple[Table | None, list[Diagnostic]]:
    """The table of a relation of DuckDB, under a file's name; INP403 where it has too many cells."""
    made = connection.execute(f"SELECT count(*) FROM {source}", given).fetchone()  # noqa: S608 - a name of ours
    cursor = connection.execute(f"SELECT * FROM {source}", given)  # noqa: S608
    rows, columns = made[0] if made else 0, len(cursor.description or ())
    if rows * columns > MAX_CELLS:
        message = f"{rows} 行 {columns} 列，超过 {MAX_CELLS // 10_000} 万格"
        return None, [error("INP403", message, Span(name), hint="按地区拆开")]
    return Table(name, None, tuple(_rows(cursor))), []


def _rows(cursor: Any) -> Iterator[tuple[Cell, ...]]:
    yield _cells([(column[0], "text") for column in cursor.description], 1)
    # a 32-bit float has its shortest decimal form only as such
    single = [str(column[1]) == "FLOAT" for column in cursor.description]
    number = 1
    while batch := cursor.fetchmany(10_000):
        for values in batch:
            number += 1
            shown = [_shown(value, short) for value, short in zip(values, single, strict=True)]
            if any(text for text, _ in shown):
                yield _cells(shown, number)


def shown_cells(values: Iterable[Any], number: int) -> tuple[Cell, ...]:
    """The cells of a row of values (no 32-bit floats), up to the last that is filled."""
    return _cells([_shown(value, short=False) for value in values], number)


def _cells(shown: list[tuple[str, str]], number: int) -> tuple[Cell, ...]:
    """The cells of a row, up to the last that is filled."""
    width = max((index for index, (text, _) in enumerate(shown, 1) if text), default=0)
    return tuple(
        Cell(text, f"{column_letter(index)}{number}", number, kind) for index, (text, kind) in enumerate(shown[:width])
    )


def _shown(value: Any, short: bool) -> tuple[str, str]:
    """The text and the kind of a value's cell."""
    if value is None:
        return "", "text"
    if isinstance(value, bool):
        return ("是" if value else "否"), "text"
    if isinstance(value, float):
        return shown_number(_shortest(value) if short else value, "General")
    if isinstance(value, int):
        return str(value), "number"
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat(), "date"
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return str(value), "date"
    return str(value).strip(), "text"


def _shortest(value: float) -> float:
    """A 32-bit float as the double of its shortest decimal form: 0.1, not 0.10000000149011612."""
    return next((short for digits in range(6, 9) if _single(short := float(f"{value:.{digits}g}")) == value), value)


def _single(value: float) -> float:
    import struct

    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return value


def _decimal(value: Decimal) -> tuple[str, str]:
    from fractions import Fraction

    return (exact_decimal(Fraction(value)) or str(value), "number") if value.is_finite() else (str(value), "error")
