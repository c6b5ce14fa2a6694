"""Arrow files: the same figures as from Parquet, by the ordinary reader and by the scan; what is wrong with them is said."""

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

pyarrow = pytest.importorskip("pyarrow", reason="reading Arrow needs pyarrow")

from dabiao.assess.columnar import judge_many  # noqa: E402
from dabiao.assess.columnar import source as module  # noqa: E402
from dabiao.cli.main import main  # noqa: E402
from dabiao.inputs.read import read_files  # noqa: E402
from dabiao.inputs.vocabulary import vocabulary_of  # noqa: E402
from helpers import COUNTY, NATION, pack, rulebook, target  # noqa: E402
from random_rows import NEIGHBOUR  # noqa: E402

FIGURES = f"(VALUES ('{COUNTY}', 2025, '覆盖率', CAST(94.99 AS DECIMAL(18,2))), ('{NEIGHBOUR}', 2025, '覆盖率', 95)) t(region, year, indicator, value)"


def written(path: Path, *, words: bool = False) -> Path:
    """The figures as an Arrow file, a stream where it is called so; `words` kept once and told by number."""
    from pyarrow import ipc

    with duckdb.connect() as connection:
        table: Any = connection.sql(f"FROM {FIGURES}").to_arrow_table()
    if words:
        table = table.set_column(2, "indicator", table["indicator"].dictionary_encode())
    opened = ipc.new_stream if path.suffix == ".arrows" else ipc.new_file
    with opened(str(path), table.schema) as file:
        file.write_table(table)
    return path


@pytest.mark.parametrize("name", ["a.arrow", "a.feather", "a.ipc", "a.arrows", "没有后缀"])
@pytest.mark.parametrize("words", [False, True])
def test_is_read_as_parquet_is(tmp_path: Path, name: str, words: bool) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION))
    path, parquet = written(tmp_path / name, words=words), tmp_path / "a.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM {FIGURES}) TO '{parquet}' (FORMAT parquet)")
    made, like = (read_files([file], vocabulary_of(book)) for file in (path, parquet))
    assert made.diagnostics == ()
    assert [o._replace(origin=o.origin._replace(file="")) for o in made.observations] == [
        o._replace(origin=o.origin._replace(file="")) for o in like.observations
    ]
    assert [o.origin.cell for o in made.observations] == ["D2", "D3"]


@pytest.mark.parametrize("name", ["a.arrow", "a.feather", "a.arrows", "a[1].arrow"])
@pytest.mark.parametrize("words", [False, True])
def test_is_scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: bool) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION))
    path = written(tmp_path / name, words=words)
    monkeypatch.setattr(module, "read_files", None)  # the scan alone
    made = judge_many(book, [path], rows=True)
    assert [(one.region, one.verdict, one.flags) for one in made.rows] == [
        (COUNTY, "not_met", ("borderline",)),
        (NEIGHBOUR, "met", ()),
    ]


@pytest.mark.parametrize("many", [False, True])
def test_a_damaged_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], many: bool) -> None:
    path = written(tmp_path / "a.arrow")
    path.write_bytes(path.read_bytes()[: 100 if many else 300])
    assert main(["check", str(path), *([] if many else ["--region", COUNTY])]) == 2
    assert "INP455" in capsys.readouterr().err


def test_without_pyarrow_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.arrow")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr().err
    assert "INP454" in told
    assert "pip install 'dabiao[arrow]'" in told
