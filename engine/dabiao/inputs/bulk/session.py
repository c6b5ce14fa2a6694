"""A DuckDB connection that never asks the network for anything, keeps to so much memory, and spills the rest."""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Connection: TypeAlias = Any

MEMORY = "320MB"
_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@contextlib.contextmanager
def session(memory: str = MEMORY, threads: int | None = None) -> Iterator[tuple[Connection, Path]]:
    """A connection in memory, with a folder of its own for what spills; both gone at the end, whatever happens."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="dabiao-") as folder:
        config = {**_OFFLINE, "memory_limit": memory, "temp_directory": folder, "preserve_insertion_order": "false"}
        if threads is not None:
            config["threads"] = str(threads)
        with duckdb.connect(":memory:", config=dict(config)) as connection:
            yield connection, Path(folder)


def fill(connection: Connection, table: str, types: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Inserts rows into a table in one statement; integers of any length travel as text."""
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    picked = ", ".join(
        f"unnest(${n}::VARCHAR[])::{kind}" if kind == "HUGEINT" else f"unnest(${n}::{kind}[])"
        for n, kind in enumerate(types, 1)
    )
    given = [
        [None if value is None else str(value) for value in column] if kind == "HUGEINT" else list(column)
        for kind, column in zip(types, columns, strict=True)
    ]
    connection.execute(f"INSERT INTO {table} SELECT {picked}", given)


def gathered(connection: Connection, query: str) -> str:
    """A query over the rows as a relation for FROM; where the rows lie elsewhere (see spark), it is fetched first."""
    fetch = getattr(connection, "gathered", None)
    return f"({query})" if fetch is None else str(fetch(query))


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
