"""What travels to DuckDB arrives as it was: whole numbers of any length, texts with any sign, nothing."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.diagnostics import InputError
from dabiao.inputs.bulk.session import fill, session

# half a surrogate pair is no text to DuckDB, whichever way it comes
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
KINDS = {
    "VARCHAR": TEXT,
    "INTEGER": st.integers(-(2**31), 2**31 - 1),
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "HUGEINT": st.integers(-(2**127), 2**127 - 1),
    "BOOLEAN": st.booleans(),
}


@settings(deadline=None)
@given(st.data(), st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4))
def test_rows_arrive_as_they_were(data: st.DataObject, kinds: list[str]) -> None:
    rows = data.draw(st.lists(st.tuples(*(st.none() | KINDS[kind] for kind in kinds)), max_size=6))
    with session() as (connection, _):
        connection.execute(f"CREATE TABLE t ({', '.join(f'c{n} {kind}' for n, kind in enumerate(kinds))})")
        fill(connection, "t", kinds, rows)
        assert sorted(connection.execute("SELECT * FROM t").fetchall(), key=repr) == sorted(rows, key=repr)


def test_more_rows_than_travel_at_once() -> None:
    with session() as (connection, _):
        connection.execute("CREATE TABLE t (n INTEGER)")
        fill(connection, "t", ["INTEGER"], [(n,) for n in range(25_000)])
        assert connection.execute("SELECT count(*), count(DISTINCT n), max(n) FROM t").fetchone() == (
            25_000,
            25_000,
            24_999,
        )


def test_what_does_not_fit_is_refused() -> None:
    with session() as (connection, _):
        connection.execute("CREATE TABLE t (n SMALLINT)")
        with pytest.raises(duckdb.Error):
            fill(connection, "t", ["SMALLINT"], [(40_000,)])


def asked(sql: str, memory: str = "280MB", disk: str = "1GB") -> None:
    """A query in a session of so much memory, and so much of a disk."""
    with session(memory) as (connection, _):
        connection.execute(f"SET max_temp_directory_size = '{disk}'")
        connection.execute(sql)


def test_more_than_memory_and_disk_hold_is_said() -> None:
    with pytest.raises(InputError) as told:
        asked("CREATE TABLE t AS SELECT hash(n) AS h, n::VARCHAR AS v FROM range(5000000) r(n)", "20MB", "1MB")
    assert [found.code for found in told.value.diagnostics] == ["ENG916"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said() -> None:
    with pytest.raises(InputError) as told:
        asked("COPY (SELECT 1 AS n) TO '/dev/full' (FORMAT parquet)")
    assert [found.code for found in told.value.diagnostics] == ["ENG916"]


def test_a_file_that_is_not_there_is_not_a_full_disk() -> None:
    with pytest.raises(duckdb.IOException):
        asked("FROM read_parquet('no-such-file.parquet')")
