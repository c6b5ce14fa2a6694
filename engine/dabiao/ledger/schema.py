"""The ledger's file: its tables, one step of migration a version, and how an old file is brought up to date."""

import sqlite3
from collections.abc import Sequence

from dabiao.diagnostics import InputError, Span, error
from dabiao.ledger.model import Finding

# "dabi": a SQLite file that says it is another program's is not touched
APPLICATION_ID = 0x64616269
_WHOLE = ("version", "first_year", "year")
_MAYBE = ("stage", "entity", "gap", "verdict")


def _column(name: str) -> str:
    kind = "INTEGER" if name in _WHOLE else "TEXT"
    return f"{name} {kind}" + (" PRIMARY KEY" if name == "id" else "" if name in _MAYBE else " NOT NULL")


_FIRST = (
    """CREATE TABLE run (
      sha256 TEXT PRIMARY KEY, region TEXT NOT NULL, region_name TEXT NOT NULL, year INTEGER NOT NULL,
      current INTEGER NOT NULL CHECK (current IN (0, 1))
    )""",
    f"CREATE TABLE finding ({', '.join(_column(name) for name in Finding._fields)})",
    """CREATE TABLE event (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, finding TEXT REFERENCES finding (id),
      day TEXT, by TEXT, facts TEXT NOT NULL
    )""",
    "CREATE INDEX event_of ON event (finding)",
    "CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'history is append-only'); END",
    "CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'history is append-only'); END",
)

# the step at index n takes a file from version n to version n + 1; a step once released is never edited
MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of the file; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_ours(connection: sqlite3.Connection, name: str, newest: int = len(MIGRATIONS)) -> None:
    """Raises InputError for a file of another program (LED802) or of a later version of this one (LED803)."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    filled = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application != APPLICATION_ID and (filled or application):
        hint = "检查 --ledger 后面的文件名"
        raise InputError([error("LED802", "是数据库文件，但不是整改台账", Span(name), hint=hint)])
    if (version := version_of(connection)) > newest:
        message = f"台账的版本是 {version}，本程序只认到 {newest}"
        raise InputError([error("LED803", message, Span(name), hint="升级 dabiao；旧程序不改新台账")])


def migrate(connection: sqlite3.Connection, steps: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Brings the file up to the last step. To be called within a write transaction, so that it happens whole or not at all."""
    for number in range(version_of(connection), len(steps)):
        for statement in steps[number]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number + 1}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
