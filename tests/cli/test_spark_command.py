"""--engine spark at the command line: the same report as columnar's, and what is said where Spark is not there."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dabiao.cli.main import main
from roll_helpers import random_records, write_records
from spark_helpers import WHY_NOT, spark
from test_spark_agrees import as_parquet

__all__ = ["spark"]
needs_spark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
DATA = (
    "地区,年份,指标,数值\n120110,2023,义务教育巩固率,99\n350502,2023,义务教育巩固率,80\n350502,2025,义务教育巩固率,80\n"
)


@pytest.fixture(autouse=True)
def _own_cache(cache_of_tests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_of_tests))


def figures(folder: Path) -> Path:
    (folder / "数据.csv").write_text(DATA, encoding="utf-8")
    return as_parquet(folder / "数据.csv")


@needs_spark
@pytest.mark.parametrize(("options", "expected"), [([], 1), (["--region", "120110"], 0)])
def test_check(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], spark: Any, options: list[str], expected: int
) -> None:
    """The national standards ask for 95 %; 350502 has 80, and 120110 no figure of 2025."""
    path = figures(tmp_path)
    assert main(["check", str(path), "--engine", "spark", "--format", "json", *options]) == expected
    by_spark = capfd.readouterr()
    assert by_spark.err == ""
    assert "120110" in by_spark.out
    assert ("350502" in by_spark.out) == (not options)
    if not options:
        main(["check", str(path), "--engine", "columnar", "--format", "json"])
        assert capfd.readouterr().out.replace('"name": "columnar"', '"name": "spark"') == by_spark.out


@needs_spark
def test_derive(tmp_path: Path, spark: Any) -> None:
    records = write_records(tmp_path / "学籍.parquet", random_records(Random(3), 60))  # noqa: S311 - figures, not secrets
    outs = [tmp_path / "duckdb.parquet", tmp_path / "spark.parquet"]
    assert main(["derive", str(records), "-o", str(outs[0])]) == 0
    assert main(["derive", str(records), "-o", str(outs[1]), "--engine", "spark"]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


@needs_spark
def test_nothing_is_left_where_the_user_happens_to_be(spark: Any) -> None:
    assert str(Path.cwd()) not in spark.conf.get("spark.sql.warehouse.dir")
    assert "dabiao-" in spark.conf.get("spark.sql.warehouse.dir")


def test_without_spark(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert main(["check", str(figures(tmp_path)), "--engine", "spark"]) == 2
    assert "错误 ENG911 没有安装 Spark" in capfd.readouterr().err


@needs_spark
def test_without_java(tmp_path: Path) -> None:
    environment = {**os.environ, "JAVA_HOME": str(tmp_path / "没有")}
    command = [sys.executable, "-m", "dabiao", "check", str(figures(tmp_path)), "--engine", "spark"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("错误 ENG912 Spark 没有启动")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["没有.parquet", "数据.csv"])
def test_what_spark_can_not_read(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    figures(tmp_path)
    assert main(["check", str(tmp_path / name), "--engine", "spark"]) == 2
    assert ("INP400" if "没有" in name else "ENG913") in capfd.readouterr().err
