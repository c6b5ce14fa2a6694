"""Spark's verdicts are DuckDB's, verdict for verdict, flag for flag, conclusion for conclusion; what it can not do exactly it refuses."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from columnar_helpers import Told, write_rows
from dabiao.assess.columnar import Judged, judge_many
from dabiao.assess.spark import judge_on_spark
from dabiao.diagnostics import InputError
from dabiao.rules.model import Rulebook
from helpers import COUNTY, NATION, pack, rulebook, target
from random_rows import NEIGHBOUR
from random_rules import Case, cases
from random_schools import school_cases
from spark_helpers import WHY_NOT, spark

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
__all__ = ["spark"]


def as_parquet(path: Path) -> Path:
    """The same rows as Parquet, every cell as it was typed."""
    made = path.with_suffix(".parquet")
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM read_csv('{path}', all_varchar=true, header=true)) TO '{made}' (FORMAT parquet)"
        )
    return made


def told(made: Judged) -> tuple[list[Told], list[tuple[object, ...]]]:
    rows = [(r.region, r.pack, r.target, r.stage, r.entity, r.verdict, r.flags) for r in made.rows]
    return sorted(rows, key=repr), sorted((tuple(c) for c in made.conclusions), key=repr)


def agree(book: Rulebook, case: Case, regions: Sequence[str]) -> None:
    with TemporaryDirectory() as name:
        path = write_rows(Path(name), case.rows)
        if path is None:
            return
        figures, year = [as_parquet(path)], [case.year]
        by_duckdb = judge_many(book, figures, year, regions=regions, rows=True)
        by_spark = judge_on_spark(book, figures, year, regions=regions, rows=True)
    assert told(by_spark) == told(by_duckdb)
    assert by_spark.counts == by_duckdb.counts
    # Spark's decimals hold some products of huge figures that DuckDB's do not
    assert by_spark.handed <= by_duckdb.handed


@settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate])
@given(case=cases())
def test_on_counties_under_rules_of_every_form(spark: Any, case: Case) -> None:
    agree(case.book(), case, (COUNTY, NEIGHBOUR))


@settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate])
@given(case=school_cases())
def test_on_schools_with_coefficients_shares_and_conclusions(spark: Any, case: Case) -> None:
    agree(case.book(), case, (COUNTY,))


def figures(path: Path, kind: str, values: Sequence[str]) -> Path:
    """A figure for each of so many counties, as SQL of a type."""
    rows = ", ".join(f"('{350501 + n}', 2025, '覆盖率', CAST({value} AS {kind}))" for n, value in enumerate(values))
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM (VALUES {rows}) t(region, year, indicator, value)) TO '{path}' (FORMAT parquet)"
        )
    return path


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("DECIMAL(18,2)", ("95", "94.99", "100.01", "-1")),
        ("DECIMAL(38,12)", ("94.999999999999", "95.000000000000", "99999999999999999.999999999999")),
        ("BIGINT", ("95", "94", "999999999999999999")),
        ("VARCHAR", ("'95'", "'９５'", "'95.0%'", "'95以上'", "'94.999999999999'", "''", "'+95.0'")),
    ],
)
def test_figures_on_the_line_and_at_the_ends_of_their_type(
    tmp_path: Path, spark: Any, kind: str, values: Sequence[str]
) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION))
    path = figures(tmp_path / "a.parquet", kind, values)
    regions = [str(350501 + n) for n in range(len(values))]
    by_duckdb = judge_many(book, [path], [2025], regions=regions, rows=True)
    assert told(judge_on_spark(book, [path], [2025], regions=regions, rows=True)) == told(by_duckdb)


def test_the_table_of_verdicts_is_the_same_file(tmp_path: Path, spark: Any) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION))
    path = figures(tmp_path / "a.parquet", "DECIMAL(18,2)", ("95", "94.99", "94"))
    tables = [tmp_path / "duckdb.parquet", tmp_path / "spark.parquet"]
    judge_many(book, [path], [2025], table=tables[0])
    judge_on_spark(book, [path], [2025], table=tables[1])
    assert tables[0].read_bytes() == tables[1].read_bytes()


def test_a_folder_of_parquet_files_as_clusters_write_them(tmp_path: Path, spark: Any) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION))
    path = figures(tmp_path / "a.parquet", "DECIMAL(18,2)", ("95", "94"))
    folder = tmp_path / "folder.parquet"
    folder.mkdir()
    path.rename(folder / "part-00000.parquet")
    made = judge_on_spark(book, [folder], [2025], rows=True)
    assert [(row.region, row.verdict) for row in made.rows] == [("350501", "met"), ("350502", "not_met")]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [("a.parquet", "DOUBLE", "ENG913"), ("a.csv", "DECIMAL(18,2)", "ENG913"), ("a.parquet", "DATE", "ENG913")],
)
def test_what_is_no_exact_table_of_figures_is_refused(
    tmp_path: Path, spark: Any, name: str, kind: str, code: str
) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION))
    value = "'2025-01-01'" if kind == "DATE" else "95"
    path = figures(tmp_path / name, kind, (value,))
    with pytest.raises(InputError) as caught:
        judge_on_spark(book, [path], [2025])
    assert {found.code for found in caught.value.diagnostics} == {code}


def test_a_damaged_file_is_refused(tmp_path: Path, spark: Any) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION))
    (tmp_path / "a.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(InputError) as caught:
        judge_on_spark(book, [tmp_path / "a.parquet"], [2025])
    assert {found.code for found in caught.value.diagnostics} == {"ENG914"}


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        ("SELECT TRY(CAST(a AS HUGEINT) * b) AS x FROM raw", "TRY_MULTIPLY(CAST(`a` AS DECIMAL(38, 0)), `b`)"),
        ("SELECT regexp_full_match(a, '[0-9]+') AS x FROM raw", r"`a` RLIKE '\\A(?:[0-9]+)\\z'"),
        ("SELECT bit_count(bitstring_agg(a, 0, 9)) AS x FROM raw", "COUNT(DISTINCT `a`)"),
        ("SELECT a FROM raw UNION ALL BY NAME SELECT a FROM raw", "UNION ALL SELECT"),
    ],
)
def test_what_duckdb_and_spark_say_differently(sql: str, shown: str) -> None:
    from dabiao.inputs.bulk.spark.translate import parsed, to_spark

    assert shown in to_spark(parsed(sql))


@settings(max_examples=20, deadline=None)
@given(st.text("ab'\\\"`\n。", max_size=6))
def test_a_text_stays_the_text_it_was(text: str) -> None:
    """The literal Spark is given reads back as the text, whatever signs are in it."""
    import sqlglot

    from dabiao.inputs.bulk.session import quoted
    from dabiao.inputs.bulk.spark.translate import parsed, to_spark

    made = to_spark(parsed(f"SELECT {quoted(text)} AS x"))
    assert sqlglot.parse_one(made, dialect="spark").expressions[0].this.name == text
