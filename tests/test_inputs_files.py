"""Files as given: several, twice, missing, of no known kind; and the statistics that ship with dabiao."""

import csv
import hashlib
import os
from pathlib import Path

import pytest

from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.vocabulary import Vocabulary, vocabulary_of
from dabiao.rules.files import bundled_rules
from dabiao.rules.load import load_rulebook
from inputs_helpers import GOOD, HEADER, changed, csv_text, found, read, vocabulary, workbook

BUNDLED = sorted((Path(__file__).parent.parent / "inputs").glob("*.csv"))


def test_two_files_are_both_read_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(csv_text([HEADER, GOOD]), encoding="gb18030")
    (tmp_path / "a.xlsx").write_bytes(workbook({"填报": [HEADER, changed(年份=2021)]}))
    dataset = read_files([tmp_path / "b.csv", tmp_path / "a.xlsx"], vocabulary())
    assert dataset.diagnostics == ()
    assert [(Path(o.origin.file).name, o.period.start) for o in dataset.observations] == [
        ("b.csv", 2020),
        ("a.xlsx", 2021),
    ]
    assert [Path(file.path).name for file in dataset.files] == ["b.csv", "a.xlsx"]
    assert dataset.files[1].sha256 == hashlib.sha256((tmp_path / "a.xlsx").read_bytes()).hexdigest()


def test_the_same_file_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is called: its figures must not count double in a sum."""
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text(csv_text([HEADER, GOOD]), encoding="utf-8")
    other.write_text(csv_text([HEADER, changed(年份="2021")]), encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(path)
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    names = [path, Path("a.csv"), other, Path("sub/../a.csv"), Path("link.csv")]
    dataset = read_files(names, vocabulary())
    assert [file.path for file in dataset.files] == [path.as_posix(), other.as_posix()]
    assert [o.period.start for o in dataset.observations] == [2020, 2021]


def test_every_problem_of_every_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(csv_text([HEADER, changed(数值="abc")]), encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(workbook({"填报": [HEADER, changed(年份="20")]}))
    paths = [tmp_path / name for name in ("a.csv", "none.csv", "b.xlsx")]
    dataset = read_files(paths, vocabulary())
    assert found(dataset) == [("INP424", "2"), ("INP400", ""), ("INP419", "填报!B2")]


def test_files_that_can_not_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "目录.csv"
    folder.mkdir()
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    dataset = read_files([folder, tmp_path / "没有.csv", loop], vocabulary())
    assert found(dataset) == [("INP400", "")] * 3
    assert ["文件夹" in d.message or "不存在" in d.message for d in dataset.diagnostics[:2]] == [True, True]


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    """As the shell gives it for <(…): no size is known before it is read."""
    reading, writing = os.pipe()
    os.write(writing, csv_text([HEADER, GOOD]).encode())
    os.close(writing)
    try:
        dataset = read_files([Path(f"/dev/fd/{reading}")], vocabulary())
    finally:
        os.close(reading)
    assert [o.text for o in dataset.observations] == ["98.5"]


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = csv_text([HEADER, GOOD])
    monkeypatch.setattr("dabiao.inputs.read.MAX_BYTES", len(text.encode()))
    assert found(read(tmp_path, text)) == []
    assert found(read(tmp_path, text + "\n")) == [("INP403", "")]


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.json", "a.xls", "a.ods"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    assert [code for code, _ in found(read(tmp_path, "98.5", name))] == ["INP408"]


@pytest.mark.parametrize("name", ["a.csv", "a.CSV", "a.txt", "a.tsv", "a"])
def test_text_files_under_their_names(tmp_path: Path, name: str) -> None:
    assert len(read(tmp_path, csv_text([HEADER, GOOD]), name).observations) == 1


def test_no_files_no_findings() -> None:
    assert read_files([], vocabulary()) == Dataset((), (), ())


@pytest.fixture(scope="module")
def bundled() -> Vocabulary:
    return vocabulary_of(load_rulebook(cached=False)[0])


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_the_statistics_that_ship_are_read_without_a_finding(path: Path, bundled: Vocabulary) -> None:
    """One observation a filled row, or (of a school table) figures of every school: nothing is passed over."""
    dataset = read_files([path], bundled)
    assert [str(diagnostic) for diagnostic in dataset.diagnostics] == []
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    if "指标" in rows[0]:
        assert len(dataset.observations) == len(rows)
    else:
        assert {o.entity for o in dataset.observations} == {row["学校名称"] for row in rows}
        figures = [o for o in dataset.observations if o.text not in ("", "是", "否") and o.text[0].isdigit()]
        assert len(figures) >= sum(cell[:1].isdigit() for row in rows for cell in list(row.values())[2:])


def test_there_are_statistics_for_every_plan() -> None:
    """So that the test above can not pass for want of files."""
    assert {"dongli", "huantai", "licheng", "quangang"} <= {path.stem.split("-")[0] for path in BUNDLED}
    assert bundled_rules().is_dir()
