"""Parquet: the same table as in a sheet, every type of column exactly."""

from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from inputs_helpers import csv_text
from school_helpers import DEFAULTS, Rows, codes, figures, read, said, vocabulary

ROWS: Rows = [
    ["学校名称", "学校类型", "在校生数", "教学仪器设备值（万元）", "建校年份", "是否寄宿制", "骨干教师"],
    ["一校", "小学", 500, 12.345, 1998, "是", 7],
    ["二校", "九年一贯制", 900, 0.1, 2012, "否", ""],
    ["三校", "初中", "", "", "", "", 5],
]


def parquet(folder: Path, query: str, name: str = "a.parquet") -> Path:
    """A Parquet file of a query's rows."""
    path = folder / name
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE made AS " + query)
        connection.table("made").write_parquet(str(folder / "plain.parquet"))
    return (folder / "plain.parquet").rename(path)


def of(path: Path) -> Dataset:
    return read_files([path], vocabulary(), DEFAULTS)


def test_a_round_trip(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(csv_text(ROWS), encoding="utf-8")
    path = parquet(tmp_path, f"FROM read_csv('{tmp_path}/a.csv')")
    dataset, table = of(path), read(tmp_path, ROWS)
    assert codes(dataset) == codes(table)
    assert said(dataset) == said(table)
    assert [o.origin.cell for o in dataset.observations] == [o.origin.cell for o in table.observations]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("500::TINYINT + 0", 500),
        ("500::BIGINT", 500),
        ("100000000000000000::HUGEINT", 10**17),
        ("12.50::DECIMAL(18, 6)", Fraction(25, 2)),
        ("1000::DECIMAL(4, 0)", 1000),
        ("0.1::DOUBLE", Fraction(1, 10)),
        ("0.1::FLOAT", Fraction(1, 10)),
        ("123456.7::FLOAT", Fraction(1234567, 10)),
        ("'５００'", 500),
        ("'1,500'", 1500),
        ("0.57::DOUBLE * 100", 57),
    ],
)
def test_each_type_is_exact(tmp_path: Path, typed: str, value: Fraction) -> None:
    dataset = of(
        parquet(
            tmp_path, f"SELECT '一校' AS 学校名称, {typed} AS 小学在校生数, 1 AS 班级总数".replace("TINYINT", "INTEGER")
        )
    )
    assert codes(dataset) == []
    assert figures(dataset, "一校") == {"小学在校生数": value, "班级总数": 1}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("'NaN'::DOUBLE", "INP417"),
        ("'inf'::FLOAT", "INP417"),
        ("DATE '2023-09-01'", "INP424"),
        ("[1, 2]", "INP424"),
        ("1e30::DOUBLE", "INP424"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_line(tmp_path: Path, typed: str, code: str) -> None:
    dataset = of(parquet(tmp_path, f"SELECT '一校' AS 学校名称, {typed} AS 小学在校生数, 1 AS 班级总数"))
    assert [(d.code, d.spans[0].line) for d in dataset.diagnostics] == [(code, 2)]


def test_nulls_booleans_and_dates(tmp_path: Path) -> None:
    query = (
        "SELECT '一校' AS 学校名称, true AS 是否寄宿制, DATE '2010-09-01' AS 建校时间, NULL::INTEGER AS 小学在校生数"
    )
    assert figures(of(parquet(tmp_path, query)), "一校") == {"寄宿制": 1, "建校2010年及之前": 1, "建校2016年及之前": 1}


def test_a_tidy_table_may_be_parquet_too(tmp_path: Path) -> None:
    dataset = of(parquet(tmp_path, "SELECT '350502' AS region, 2023 AS year, '音乐教室数' AS indicator, 3 AS value"))
    assert codes(dataset) == []
    assert [o.value for o in dataset.observations] == [Fraction(3)]


def test_a_name_with_marks_of_patterns(tmp_path: Path) -> None:
    """duckdb would take [1] and * for a pattern, and read another file."""
    parquet(tmp_path, "SELECT '二校' AS 学校名称, 9 AS 小学在校生数, 1 AS 班级总数", "数1.parquet")
    path = parquet(tmp_path, "SELECT '一校' AS 学校名称, 5 AS 小学在校生数, 1 AS 班级总数", "数[1].parquet")
    assert {o.entity for o in of(path).observations} == {"一校"}


def test_parquet_under_another_name(tmp_path: Path) -> None:
    path = parquet(tmp_path, "SELECT '一校' AS 学校名称, 5 AS 小学在校生数, 1 AS 班级总数", "a.dat")
    assert len(of(path).observations) == 2


@pytest.mark.parametrize("keep", [0, 4, 100, -20])
def test_a_damaged_file_is_a_finding(tmp_path: Path, keep: int) -> None:
    path = parquet(tmp_path, "SELECT '一校' AS 学校名称, 5 AS 小学在校生数, 1 AS 班级总数")
    path.write_bytes(path.read_bytes()[:keep])
    assert codes(of(path)) == ["INP410" if keep == 0 else "INP405"]


def test_a_table_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = parquet(tmp_path, "SELECT '一校' AS 学校名称, 5 AS 小学在校生数, 1 AS 班级总数 FROM range(7000000)")
    assert codes(of(path)) == ["INP403"]
