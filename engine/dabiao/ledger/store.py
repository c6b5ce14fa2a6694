"""The ledger's file opened, read and written. One command is one transaction: it is there whole, or not at all."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from dabiao.diagnostics import Diagnostic, InputError, Span, error
from dabiao.ledger.fold import Broken, apply, event_of, replay, run_of
from dabiao.ledger.model import RUN, Event, Finding, Run
from dabiao.ledger.schema import MIGRATIONS, check_ours, migrate, version_of

WAIT_MS = 30_000
RESTORE = "用备份恢复；没有备份的，用各年的评估文件重新登记"
_FINDINGS = f"SELECT {', '.join(Finding._fields)} FROM finding"  # noqa: S608 - names of our own fields
_KEEP = (
    f"INSERT INTO finding ({', '.join(Finding._fields)}) VALUES ({', '.join('?' * len(Finding._fields))}) "  # noqa: S608
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in Finding._fields[1:])}"
)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The ledger as it stands at one moment. Raises InputError (LED801 to LED805)."""
    with _opened(path, create=False) as connection:
        connection.execute("BEGIN")
        yield connection
        connection.execute("ROLLBACK")


@contextmanager
def writing(path: Path, create: bool = False) -> Iterator[sqlite3.Connection]:
    """The ledger to be changed, others kept out until the end; nothing is kept where the block raises.

    `create` makes a file that is not there. Raises InputError (LED801 to LED805).
    """
    with _opened(path, create) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


@contextmanager
def _opened(path: Path, create: bool) -> Iterator[sqlite3.Connection]:
    name = str(path)
    if not create and not path.is_file():
        hint = "检查 --ledger 后面的文件名；新台账用 dabiao ledger update 建立"
        raise InputError([error("LED801", "没有这个台账文件", Span(name), hint=hint)])
    try:
        # autocommit: transactions begin and end where this file says so, not where the driver thinks best
        with closing(sqlite3.connect(path, timeout=WAIT_MS / 1000, isolation_level=None)) as connection:
            _prepare(connection, name)
            yield connection
    except sqlite3.Error as failure:
        raise InputError([_fault(failure, name)]) from failure
    except Broken as failure:
        raise InputError([error("LED805", f"台账的历史记录损坏：{failure}", Span(name), hint=RESTORE)]) from failure


def _prepare(connection: sqlite3.Connection, name: str) -> None:
    connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    check_ours(connection, name)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if version_of(connection) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")  # left without COMMIT, as by a fault, nothing of it is kept
        check_ours(connection, name)  # another process may have been quicker
        migrate(connection)
        connection.execute("COMMIT")
    _use_wal(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Readers then never wait for a writer. Where another process has the file just now, the next one to open it does this."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")


_BUSY, _FOREIGN, _DAMAGED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED), sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT


def _fault(failure: sqlite3.Error, name: str) -> Diagnostic:
    code = getattr(failure, "sqlite_errorcode", 0) & 0xFF  # the rest only says which kind of it
    if code in _BUSY:
        message = f"等了 {WAIT_MS // 1000} 秒，台账一直被别的程序占用；这次的改动没有写入"
        return error("LED804", message, Span(name), hint="关闭占用它的程序，再做一遍")
    if code == _FOREIGN:
        return error("LED802", "不是整改台账文件", Span(name), hint="检查 --ledger 后面的文件名")
    if code == _DAMAGED:
        return error("LED805", f"台账文件损坏（{failure}）", Span(name), hint=RESTORE)
    message = f"台账读写不了（{failure}）；这次的改动没有写入"
    return error("LED806", message, Span(name), hint="检查文件夹能否写、磁盘是否已满；台账要放在本机磁盘上")


def append(connection: sqlite3.Connection, event: Event) -> Event:
    """Writes an event and what it makes of its finding; returns it with its number. Within `writing` only. Raises Broken."""
    if event.kind == RUN:
        connection.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?)", run_of(event))
    else:
        connection.execute(_KEEP, apply(find(connection, event.finding or ""), event))
    row = connection.execute(
        "INSERT INTO event (kind, finding, day, by, facts) VALUES (?, ?, ?, ?, ?)",
        (event.kind, event.finding, event.day, event.by, json.dumps(event.facts, ensure_ascii=False)),
    )
    return event._replace(seq=row.lastrowid or 0)


def find(connection: sqlite3.Connection, ident: str) -> Finding | None:
    """The finding of that id as it stands."""
    row = connection.execute(f"{_FINDINGS} WHERE id = ?", (ident,)).fetchone()
    return None if row is None else Finding(*row)


def findings(connection: sqlite3.Connection) -> list[Finding]:
    """All findings as they stand, in the order they were first found."""
    return [Finding(*row) for row in connection.execute(f"{_FINDINGS} ORDER BY rowid")]


def runs(connection: sqlite3.Connection) -> list[Run]:
    """All assessments that came in, in their order."""
    rows = connection.execute("SELECT sha256, region, region_name, year, current FROM run ORDER BY rowid")
    return [Run(sha, region, name, year, bool(current)) for sha, region, name, year, current in rows]


def events(connection: sqlite3.Connection, finding: str | None = None) -> Iterator[Event]:
    """The history in its order, of one finding or of all. Raises Broken."""
    where, given = ("", ()) if finding is None else (" WHERE finding = ?", (finding,))
    query = f"SELECT seq, kind, finding, day, by, facts FROM event{where} ORDER BY seq"  # noqa: S608 - no text from outside
    yield from map(event_of, connection.execute(query, given))


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the file, in words: its pages, its references, and whether the history comes to what stands in it."""
    wrong = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    wrong += [f"{row[0]} 表第 {row[1]} 行没有所指的记录" for row in connection.execute("PRAGMA foreign_key_check")]
    try:
        made = replay(events(connection))
    except (Broken, KeyError, TypeError, ValueError) as failure:
        return [*wrong, f"历史记录不能重演：{failure}"]
    stand = {finding.id: finding for finding in findings(connection)}
    for ident in sorted(stand.keys() | made.findings.keys()):
        if stand.get(ident) != made.findings.get(ident):
            wrong.append(f"问题 {ident[:8]} 与历史记录不符")
    if {run.sha256: run for run in runs(connection)} != made.runs:
        wrong.append("登记的评估与历史记录不符")
    return wrong
