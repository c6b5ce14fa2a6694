"""The ledger's file: foreign, newer, damaged, busy or half made; and a history nobody can rewrite."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dabiao.cli.main import main
from dabiao.diagnostics import InputError
from dabiao.ledger import store
from dabiao.ledger.schema import APPLICATION_ID, MIGRATIONS, migrate, version_of
from dabiao.ledger.store import check, reading, writing
from ledger_helpers import outcome, stand, take, write, year


def open_raw(path: Path) -> sqlite3.Connection:
    """The file without the ledger's rules."""
    return sqlite3.connect(path, isolation_level=None)


def no_database(path: Path) -> None:
    path.write_bytes("这不是数据库".encode() * 200)


def other_program(path: Path) -> None:
    with open_raw(path) as raw:
        raw.execute("CREATE TABLE t (a)")
    raw.close()


def other_application(path: Path) -> None:
    with open_raw(path) as raw:
        raw.execute("PRAGMA application_id = 7")
    raw.close()


def newer(path: Path) -> None:
    take(path, year(2021, outcome("not_met", "5")))
    with open_raw(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()


def damaged(path: Path) -> None:
    take(path, year(2021, *(outcome("not_met", "5", f"t{n}", note="长" * 500) for n in range(40))))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)


def check_whole(connection: sqlite3.Connection) -> None:
    """What reads all of it."""
    assert check(connection) == []
    store.findings(connection)


def missing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (no_database, "LED802"),
        (other_program, "LED802"),
        (other_application, "LED802"),
        (newer, "LED803"),
        (damaged, "LED805"),
        (missing, "LED801"),
    ],
)
def test_a_file_that_is_no_good_ledger_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], code: str
) -> None:
    path = tmp_path / "台账.db"
    make(path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(InputError) as refused, reading(path) as connection:
        check_whole(connection)
    assert [problem.code for problem in refused.value.diagnostics] == [code]
    assert refused.value.diagnostics[0].spans[0].file == str(path)
    assert (path.read_bytes() if path.exists() else None) == before


def test_update_does_not_write_over_a_foreign_file(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "材料.docx"
    no_database(path)
    before = path.read_bytes()
    file = write(tmp_path / "a.json", year(2021, outcome("not_met", "5")))
    assert main(["ledger", "update", str(file), "--ledger", str(path)]) == 2
    assert "LED802" in capfdbinary.readouterr().err.decode()
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = write(tmp_path / "a.json", year(2021, outcome("not_met", "5")))
    assert main(["ledger", "update", str(file), "--ledger", str(tmp_path / "无" / "台账.db")]) == 2
    assert "LED806" in capfdbinary.readouterr().err.decode()


def test_the_file_of_a_command_killed_at_its_start_is_a_new_ledger(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    path.touch()
    take(path, year(2021, outcome("not_met", "5")))
    assert len(stand(path)) == 1


def test_a_ledger_someone_else_is_writing_is_waited_for_then_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome("not_met", "5")))
    monkeypatch.setattr(store, "WAIT_MS", 50)
    with writing(path), pytest.raises(InputError) as refused, writing(path):
        pass
    assert [problem.code for problem in refused.value.diagnostics] == ["LED804"]


def test_a_reader_does_not_wait_and_sees_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome("not_met", "5")))
    monkeypatch.setattr(store, "WAIT_MS", 50)
    with reading(path) as before, writing(path) as connection:
        seen = store.findings(before)
        connection.execute("UPDATE finding SET person = '改'")
        assert store.findings(before) == seen
        with reading(path) as other:
            assert store.findings(other) == seen


@pytest.mark.parametrize(
    "statement", ["UPDATE event SET by = 'x'", "DELETE FROM event", "DELETE FROM event WHERE seq = 1"]
)
def test_the_history_can_not_be_rewritten(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome("not_met", "5")))
    with open_raw(path) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
    raw.close()
    assert len(stand(path)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finding SET state = 'closed'",
        "UPDATE finding SET gap = '4'",
        "DELETE FROM run",
        "UPDATE run SET year = 2020",
        "INSERT INTO event (kind, finding, facts) SELECT 'set', id, '{\"person\": \"x\"}' FROM finding",
        "INSERT INTO event (kind, finding, facts) SELECT 'set', id, '{\"state\": \"closed\"}' FROM finding",
        "INSERT INTO event (kind, finding, facts) SELECT 'other', id, '{}' FROM finding",
        "INSERT INTO event (kind, finding, facts) SELECT 'held', id, '{' FROM finding",
        "INSERT INTO event (kind, facts) SELECT kind, facts FROM event WHERE kind = 'run'",
        "INSERT INTO event (kind, finding, facts) VALUES ('held', 'nobody', '{}')",
        "DROP TRIGGER event_remains; DELETE FROM event WHERE kind = 'found'",
    ],
)
def test_check_finds_what_was_done_behind_the_ledgers_back(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], statement: str
) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome("not_met", "5")))
    assert main(["ledger", "check", "--ledger", str(path)]) == 0
    with open_raw(path) as raw:
        raw.executescript(statement)
    raw.close()
    assert main(["ledger", "check", "--ledger", str(path)]) == 2
    assert "LED805" in capfdbinary.readouterr().err.decode()


def test_a_command_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome("not_met", "5")))
    before = stand(path)
    with pytest.raises(InputError), writing(path) as connection:  # noqa: PT012 - the block is what is left half way
        connection.execute("UPDATE finding SET person = '半'")
        connection.execute("SELECT nothing")
    assert stand(path) == before


def test_an_old_file_is_brought_up_to_date_step_by_step(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome("not_met", "5")))
    later = (*MIGRATIONS, ("ALTER TABLE run ADD COLUMN remark TEXT", "UPDATE run SET remark = '旧'"))
    raw = open_raw(path)
    migrate(raw, later)
    assert version_of(raw) == len(later)
    assert raw.execute("SELECT year, remark FROM run").fetchall() == [(2021, "旧")]
    migrate(raw, later)
    assert raw.execute("SELECT count(*) FROM finding").fetchone() == (1,)
    raw.close()


def test_a_migration_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome("not_met", "5")))
    raw = open_raw(path)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError):
        migrate(raw, (*MIGRATIONS, ("ALTER TABLE run ADD COLUMN remark TEXT", "ALTER TABLE nothing ADD COLUMN a")))
    raw.execute("ROLLBACK")
    raw.close()
    assert len(stand(path)) == 1


def test_the_file_says_whose_it_is_and_reads_while_written(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021))
    raw = open_raw(path)
    asked = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version", "journal_mode")]
    raw.close()
    assert asked == [APPLICATION_ID, len(MIGRATIONS), "wal"]
