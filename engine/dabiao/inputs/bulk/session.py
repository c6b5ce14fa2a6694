"""A DuckDB connection that never asks the network for anything, keeps to so much memory, and spills the rest."""

import contextlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from dabiao.diagnostics import InputError, error

Connection: TypeAlias = Any

MEMORY = "280MB"
_LEAN = (
    40  # megabytes a thread: hundreds of thousands of groups are counted in that without being slower, the rest spilled
)
# rows that travel to DuckDB as text, which is held several times over on the way
_AT_ONCE = 10_000
_UNITS = {"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}
# how DuckDB says that Ctrl-C stopped a query
_INTERRUPTED = "Query interrupted"
# how it says that a disk is full
_FULL = "No space left on device"
_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@contextlib.contextmanager
def session(memory: str = MEMORY, threads: int | None = None) -> Iterator[tuple[Connection, Path]]:
    """A connection in memory, with a folder of its own for what spills; both gone at the end, whatever happens.

    Ctrl-C in a query is KeyboardInterrupt; more than memory and disk hold is InputError (ENG916).
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="dabiao-") as folder:
        config = {**_OFFLINE, "memory_limit": memory, "temp_directory": folder, "preserve_insertion_order": "false"}
        if threads is not None:
            config["threads"] = str(threads)
        with duckdb.connect(":memory:", config=dict(config)) as connection:
            try:
                yield connection, Path(folder)
            except RuntimeError as failure:
                if str(failure) != _INTERRUPTED:
                    raise
                raise KeyboardInterrupt from failure
            except (duckdb.OutOfMemoryException, duckdb.IOException) as failure:
                if isinstance(failure, duckdb.IOException) and _FULL not in str(failure):
                    raise
                hint = "腾出磁盘空间，或把数据按省分成几个文件，或换用 --engine spark"
                message = f"数据太多，本机的内存和磁盘放不下（临时文件夹在 {tempfile.gettempdir()}）"
                raise InputError([error("ENG916", message, hint=hint)]) from failure


def leanly(connection: Connection, sql: str) -> None:
    """Runs a statement that groups rows, in little memory however many groups there are; where that is too little, in all there is."""
    import duckdb

    told, threads = connection.execute("SELECT current_setting('memory_limit'), current_setting('threads')").fetchone()
    size, unit = told.split()
    limit = _LEAN * threads
    try:
        if limit << 20 < float(size) * _UNITS[unit]:
            connection.execute(f"SET memory_limit = '{limit}MiB'")
        connection.execute(sql)
    except duckdb.OutOfMemoryException:
        connection.execute(f"SET memory_limit = '{told}'")
        connection.execute(sql)
    finally:
        connection.execute(f"SET memory_limit = '{told}'")


def fill(connection: Connection, table: str, types: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Inserts rows of texts, whole numbers, truth values and None into a table, some at once.

    Each column travels as one JSON text, which DuckDB takes apart several times faster than a list of values; its whole numbers are
    exact, however long.
    """
    listed = [quoted(json.dumps([kind])) for kind in types]
    picked = ", ".join(f"unnest(from_json_strict(${n}, {kind}))" for n, kind in enumerate(listed, 1))
    for start in range(0, len(rows), _AT_ONCE):
        columns = zip(*rows[start : start + _AT_ONCE], strict=True)
        connection.execute(
            f"INSERT INTO {table} SELECT {picked}", [json.dumps(column, ensure_ascii=False) for column in columns]
        )


def elsewhere(connection: Connection) -> bool:
    """Whether the rows lie elsewhere (see spark), where there are no whole numbers as long as DuckDB's."""
    return hasattr(connection, "gathered")


def gathered(connection: Connection, query: str) -> str:
    """A query over the rows as a relation for FROM; where the rows lie elsewhere (see spark), it is fetched first."""
    return str(connection.gathered(query)) if elsewhere(connection) else f"({query})"


def quoted(text: str) -> str:
    """A text as a literal of SQL.

    >>> quoted("a'b")
    "'a''b'"
    """
    return "'" + text.replace("'", "''") + "'"


def named(text: str) -> str:
    """A name as an identifier of SQL.

    >>> named('a"b')
    '"a""b"'
    """
    return '"' + text.replace('"', '""') + '"'
