"""dabiao check of several regions: the summary, its JSON, the table of verdicts, exit codes."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dabiao.assess.columnar import run as module
from dabiao.cli._common import ProgressLine
from dabiao.cli.main import main
from dabiao.inputs.bulk.schools import Schools, open_schools

ROWS = "120110,2023,义务教育巩固率,99\n350502,2023,义务教育巩固率,80\n350502,2025,义务教育巩固率,80\n"
DATA = "地区,年份,指标,数值\n" + ROWS


@pytest.fixture(autouse=True)
def _own_cache(cache_of_tests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_of_tests))


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = main([str(argument) for argument in arguments])
    captured = capfdbinary.readouterr()
    return code, captured.out.decode(), captured.err.decode()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_summary(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data = write(tmp_path, "数据.csv", DATA)
    code, out, err = run(capfdbinary, "check", data, "--year", "2025")
    assert code == 1
    assert out.startswith("达标检查：2 个地区，2025 年")
    assert "350502 福建省泉州市鲤城区" in out
    assert "抽查：2 个地区由 reference 引擎重判，全部一致（抽样种子 " in out
    assert err == ""
    assert run(capfdbinary, "check", data, "--year", "2025", "--fail-on", "never")[0] == 0


def test_json_is_the_same_twice_and_names_every_region(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = write(tmp_path, "数据.csv", DATA)
    first = run(capfdbinary, "check", data, "--format", "json", "--seed", "5")[1]
    assert run(capfdbinary, "check", data, "--format", "json", "--seed", "5")[1] == first
    told = json.loads(first)
    assert [region["region"] for region in told["regions"]] == ["120110", "350502"]
    assert told["years"] == [2025]
    assert told["engine"]["seed"] == 5
    assert sum(sum(count["verdicts"].values()) for count in told["counts"]) == told["engine"]["checks"]


def test_the_table_of_verdicts(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data, out = write(tmp_path, "数据.csv", DATA), tmp_path / "判定表.parquet"
    code, text, _ = run(capfdbinary, "check", data, "--year", "2025", "-o", out)
    assert code == 1
    assert "2 个地区" in text
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT region, verdict, count(*) FROM '{out}' GROUP BY ALL").fetchall()
    assert {region for region, _, _ in found} == {"120110", "350502"}
    assert sum(count for _, _, count in found) == int(text.split("年，")[1].split(" ")[0])


def test_the_page_of_all_regions(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data, out = write(tmp_path, "数据.csv", DATA), tmp_path / "一览.html"
    assert run(capfdbinary, "check", data, "--year", "2025", "-o", out)[0] == 1
    page = out.read_text(encoding="utf-8")
    assert "2 个地区一览" in page
    assert "福建省泉州市鲤城区" in page
    assert "义务教育巩固率" in page


def test_formats_of_one_region_are_refused_for_several(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = write(tmp_path, "数据.csv", DATA)
    code, _, err = run(capfdbinary, "check", data, "-o", tmp_path / "报告.docx")
    assert code == 2
    assert "CLI031" in err
    assert not (tmp_path / "报告.docx").exists()


def test_one_region_by_columnar_is_the_same_but_for_the_engine(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = write(tmp_path, "数据.csv", DATA)
    made = [
        json.loads(run(capfdbinary, "check", data, "--region", "鲤城区", "--engine", engine, "--format", "json")[1])
        for engine in ("reference", "columnar")
    ]
    assert [document.pop("engines")["names"] for document in made] == [["reference"], ["columnar"]]
    assert made[0] == made[1]


def test_wrong_figures_are_refused(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with duckdb.connect() as connection:
        rows = "(VALUES ('120110', 2025, '没有的指标', 1.5), ('350502', 2025, '义务教育巩固率', 99)) t(region, year, indicator, value)"
        connection.execute(f"COPY (FROM {rows}) TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    code, out, err = run(capfdbinary, "check", tmp_path / "a.parquet")
    assert (code, out) == (2, "")
    assert "INP415" in err
    assert "没有的指标" in err


def test_data_quality_is_told_by_rule(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = "350502,2025,在园幼儿数,10\n350502,2025,普惠性幼儿园在园幼儿数,11\n"
    data = write(tmp_path, "数据.csv", DATA + rows)
    _, out, _ = run(capfdbinary, "check", data, "--year", "2025")
    assert "数据核查：1 个地区有发现" in out
    assert "kindergarten-children-of-parts" in out
    told = json.loads(run(capfdbinary, "check", data, "--year", "2025", "--format", "json")[1])["quality"]
    assert told["regions"] == 1
    assert ("kindergarten-children-of-parts", 1, 1) in [(r["rule"], r["findings"], r["regions"]) for r in told["rules"]]
    page = tmp_path / "一览.html"
    run(capfdbinary, "check", data, "--year", "2025", "-o", page)
    assert "kindergarten-children-of-parts" in page.read_text(encoding="utf-8")
    verified = run(capfdbinary, "verify", data, "--year", "2025")[1]
    assert "kindergarten-children-of-parts" in verified


INPUTS = Path(__file__).resolve().parents[2] / "inputs"
SAMPLES = [
    *([path] for path in sorted(INPUTS.glob("*.csv")) if "示例" not in path.name),
    [INPUTS / "示例-优质均衡.csv", INPUTS / "示例-优质均衡-学校.csv"],
]


@pytest.mark.parametrize("files", SAMPLES, ids=lambda files: files[0].stem)
def test_one_region_has_one_json_whatever_the_engine(
    files: list[Path], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Figures as published, and a county with its schools: all but the engine's name, byte for byte."""
    made = []
    for engine in ("reference", "columnar"):
        code, text, _ = run(capfdbinary, "check", *files, "--engine", engine, "--format", "json")
        document = json.loads(text)
        assert document.pop("engines")["names"] == [engine]
        made.append((code, json.dumps(document)))
    assert made[0] == made[1]


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_leaves_nothing_and_says_so(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    """Stopped while the table is written; DuckDB has an error of its own for a query that was stopped."""

    def stopped(*_: object) -> None:
        raise failure

    data = write(tmp_path, "数据.csv", DATA)
    before = {path.name for path in tmp_path.iterdir()}
    monkeypatch.setattr(module, "write_table", stopped)
    assert run(capfdbinary, "check", data, "--year", "2025", "-o", tmp_path / "判定表.parquet") == (130, "", "已中断\n")
    assert {path.name for path in tmp_path.iterdir()} - {"cache"} == before - {"cache"}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.parametrize("after", [0.8, 2.0])
def test_a_process_that_is_interrupted_leaves_a_whole_table_or_none(tmp_path: Path, after: float) -> None:
    """Whenever it comes, in a scan or in the writing: no half of a file, no folder of what had spilled."""
    data, out, spills = tmp_path / "a.parquet", tmp_path / "判定表.parquet", tmp_path / "spills"
    spills.mkdir()
    with duckdb.connect() as connection:
        rows = "(SELECT printf('%06d', 350000 + r) AS region, 2015 + y AS year, '义务教育巩固率' AS indicator, 90 + r % 10 AS value FROM range(100, 9000) a(r), range(11) b(y))"
        connection.execute(f"COPY {rows} TO '{data}' (FORMAT parquet)")
    command = [sys.executable, "-m", "dabiao", "check", str(data), "-o", str(out)]
    with subprocess.Popen(
        command, env={**os.environ, "TMPDIR": str(spills)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        time.sleep(after)
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=120)
    assert list(spills.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} <= {"a.parquet", "spills", "cache", "判定表.parquet"}
    if out.exists():
        with duckdb.connect() as connection:
            assert connection.execute(f"SELECT count(*) > 0 FROM '{out}'").fetchone() == (True,)


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["terminal", "pipe"])
def test_how_far_it_is_is_told_to_a_terminal_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: io.StringIO
) -> None:
    monkeypatch.setattr(ProgressLine, "_MOMENT", 0)
    monkeypatch.setattr(sys, "stderr", stream)
    main(["check", str(write(tmp_path, "数据.csv", DATA)), "--year", "2025", "-o", str(tmp_path / "判定表.parquet")])
    shown = stream.getvalue()
    assert ("判定 100%" in shown, shown.endswith("\r\x1b[K")) == ((True, True) if stream.isatty() else (False, False))
    assert shown == "" or stream.isatty()


def test_large_school_tables_are_scanned_with_the_same_report(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = (Path(__file__).parents[2] / "inputs" / "示例-优质均衡-学校.csv").read_text(encoding="utf-8-sig")
    head, *rows = sample.splitlines()
    many = [row.replace("109901", code, 1) for code in ("350502", "350505") for row in rows[:4]]
    path = write(tmp_path, "学校.csv", "\n".join([head, *many]) + "\n")
    opened: list[object] = []

    def spy(*given: Any) -> Schools | None:
        opened.append(open_schools(*given))
        return opened[-1]  # type: ignore[return-value]

    monkeypatch.setattr("dabiao.assess.columnar.source.open_schools", spy)
    read = run(capfdbinary, "check", path, "--format", "json", "--seed", "1")
    assert opened == []
    monkeypatch.setattr("dabiao.cli.check._LARGE", path.stat().st_size - 1)
    assert run(capfdbinary, "check", path, "--format", "json", "--seed", "1") == read
    assert len(opened) == 1
    assert opened[0] is not None
