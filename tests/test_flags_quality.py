"""A verdict that rests on a cell data quality doubts is flagged suspect; one that does not is not."""

import csv
import html
import re
import zipfile
from pathlib import Path

import pytest

from dabiao.assess.assessment import Assessment, from_json, to_json
from dabiao.assess.run import assess
from dabiao.cli.main import main
from dabiao.inputs.read import read_files
from dabiao.reports.terminal import render
from national_helpers import BALANCE, REGION, YEAR, book, vocabulary

INPUTS = Path(__file__).resolve().parents[1] / "inputs"
COUNTY, SCHOOLS = INPUTS / "示例-优质均衡.csv", INPUTS / "示例-优质均衡-学校.csv"


def judged(folder: Path, school: str, **cells: str) -> Assessment:
    """The sample county with some cells of a school changed."""
    with SCHOOLS.open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        if row[header.index("学校名称")] == school:
            for name, text in cells.items():
                row[header.index(name)] = text
    path = folder / "schools.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    data = read_files([COUNTY, path], vocabulary())
    return assess(book(), data, REGION, YEAR, only=(BALANCE,))


def suspects(made: Assessment) -> set[tuple[str, str | None, str | None]]:
    return {(v.target, v.stage, v.entity) for v in made.verdicts if "suspect" in v.flags}


def test_a_clean_county_has_no_suspect(tmp_path: Path) -> None:
    made = judged(tmp_path, "")
    assert (made.quality, suspects(made)) == ((), set())


def test_the_verdicts_that_rest_on_the_cells(tmp_path: Path) -> None:
    """22 classes where the bands make 21: what asks for classes is in doubt, what asks for teachers is not."""
    made = judged(tmp_path, "示例第一小学", 班级总数="22")
    found = suspects(made)
    assert ("music-rooms", None, "示例第一小学") in found
    assert ("art-rooms", None, "示例第一小学") in found
    assert not any(target.startswith("higher-degree") for target, _, _ in found)
    assert {entity for _, _, entity in found} == {"示例第一小学"}
    (verdict,) = [v for v in made.verdicts if (v.target, v.entity) == ("music-rooms", "示例第一小学")]
    assert "没有通过数据核查：“各班额段的班级数之和等于班级总数”" in verdict.note


def test_a_school_drags_the_county_with_it(tmp_path: Path) -> None:
    made = judged(tmp_path, "示例第二小学", 小学本科专任教师数="40")
    found = suspects(made)
    assert {("higher-degree-teachers", "小学", "示例第二小学"), ("cv-higher-degree-teachers", "小学", None)} <= found
    assert ("cv-backbone-teachers", "小学", None) not in found
    assert ("higher-degree-teachers", "小学", "示例第一小学") not in found


def test_a_hint_doubts_nothing(tmp_path: Path) -> None:
    made = judged(tmp_path, "示例西岭小学", 学校名称="示例县实验小学")
    assert [one.severity for one in made.quality] == ["hint"]
    assert suspects(made) == set()


def test_a_school_there_twice_is_in_doubt_altogether(tmp_path: Path) -> None:
    made = judged(tmp_path, "示例第二小学", 学校名称="示例第一 小学")
    targets = {v.target for v in made.verdicts if v.entity in ("示例第一小学", "示例第一 小学") and v.value is not None}
    assert targets <= {target for target, _, _ in suspects(made)}
    assert "same-school-name" in [one.rule for one in made.quality]


def test_flags_change_no_verdict(tmp_path: Path) -> None:
    before = {(v.target, v.stage, v.entity): v.verdict for v in judged(tmp_path, "").verdicts}
    made = judged(tmp_path, "示例民办小学", 持教师资格证专任教师数="19")
    after = {(v.target, v.stage, v.entity): v.verdict for v in made.verdicts}
    assert before == after
    assert suspects(made)


@pytest.mark.parametrize("width", [60, 100, 180])
def test_the_report_shows_them_and_json_keeps_them(tmp_path: Path, width: int) -> None:
    made = judged(tmp_path, "示例第一小学", 班级总数="22")
    assert from_json(to_json(made)) == made
    text = render(made, to_file=True, width=width).decode()
    assert "、数据核查" in text
    assert "class-bands-sum" in text


@pytest.mark.parametrize("suffix", ["txt", "json", "html", "md", "xlsx", "docx", "xml", "sarif", "github"])
def test_no_report_leaves_them_out(tmp_path: Path, suffix: str) -> None:
    """Every format says what is wrong with the figures, and which school's they are."""
    with SCHOOLS.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index("班级总数")] = "22"
    path, out = tmp_path / "schools.csv", tmp_path / f"x.{suffix}"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    named = {"txt": "terminal", "xml": "junit", "sarif": "sarif", "github": "github"}
    form = ["--format", named[suffix]] if suffix in named else []
    main(["check", str(COUNTY), str(path), "--pack", BALANCE, "-o", str(out), *form])
    content = out.read_bytes()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(out) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
    text = html.unescape(content.decode("utf-8", "ignore"))
    said = (re.sub(r"\s", "", text), re.sub(r"<[^>]*>|\s", "", text))
    assert any("左边21个" in one or '"left":"21"' in one for one in said)


def test_an_older_file_without_findings_is_read(tmp_path: Path) -> None:
    data = to_json(judged(tmp_path, "示例第一小学", 班级总数="22"))
    del data["quality"]
    assert from_json(data).quality == ()
