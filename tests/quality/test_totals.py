"""合计 rows against the rows above them, county figures against their schools."""

from pathlib import Path

import pytest

from dabiao.inputs.quality import QualityFinding, check_quality, gather
from dabiao.inputs.quality.check import check_gathered
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import vocabulary_of
from quality_helpers import Sheet, book, sides

REGION = "109901"


def found(folder: Path, text: str, rule: str = "total-row") -> list[QualityFinding]:
    """What a rule finds in a school table."""
    (folder / "a.csv").write_text(text, encoding="utf-8")
    dataset = read_files([folder / "a.csv"], vocabulary_of(book()), Defaults(REGION, 2024))
    assert not [str(d) for d in dataset.diagnostics if d.is_error]
    return [one for one in check_quality(book(), dataset, REGION, 2024) if one.rule == rule]


def table(*rows: str) -> str:
    return "\n".join(("学校名称,学校类型,小学在校生数,教学仪器设备值(万元)", *rows)) + "\n"


ONE, TWO = "甲校,小学,900,198", "乙校,小学,600,126.5"


@pytest.mark.parametrize(
    ("rows", "off"),
    [
        ((ONE, TWO, "合计,,1500,324.5"), []),
        ((ONE, TWO, "合计,,1501,324.5"), [1]),
        ((ONE, TWO, "合计,,1500,324.4999"), [-1]),  # 1 元
        ((ONE, TWO, "合计,,,"), []),
        ((ONE, "小计,,900,198", TWO, "合计,,1500,324.5"), []),
        ((ONE, "小计,,901,198", TWO, "合计,,1500,324.5"), [1]),
        ((ONE, TWO, "平均,,750,162.25"), []),
        (("甲校,小学,900,", TWO, "合计,,1500,126.5"), []),
    ],
)
def test_a_total_row(tmp_path: Path, rows: tuple[str, ...], off: list[int]) -> None:
    ones = found(tmp_path, table(*rows))
    assert [one.imbalance for one in ones] == off


def test_the_cells_are_the_total_and_all_it_adds_up(tmp_path: Path) -> None:
    (one,) = found(tmp_path, table(ONE, TWO, "合计,,1501,324.5"))
    assert [cell.cell for cell in one.cells] == ["C4", "C2", "C3"]
    assert sides(one) == (1501, 1500, 1)
    assert (one.unit, one.entity) == ("人", None)


def test_a_column_that_could_not_all_be_read_says_nothing_of_its_total(tmp_path: Path) -> None:
    """骨干教师 of a 九年一贯制 is of no stage: that cell is not read, and the total is not wrong for it."""
    text = "学校名称,学校类型,骨干教师数\n甲校,小学,9\n乙校,九年一贯制,7\n合计,,16\n"
    assert found(tmp_path, text) == []


def test_a_total_over_several_counties_is_told_of_once(tmp_path: Path) -> None:
    text = "区县,学校名称,学校类型,小学在校生数\n120110,甲校,小学,900\n370321,乙校,小学,600\n合计,,,1501\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    dataset = read_files([tmp_path / "a.csv"], vocabulary_of(book()), Defaults(None, 2024))
    gathered = gather(dataset)
    rules = [one.rule for region in dataset.regions() for one in check_gathered(book(), gathered, region, 2024)]
    assert rules == ["total-row"]


def test_schools_that_left_an_item_blank_can_not_make_the_county_too_large() -> None:
    sheet = Sheet().add(专任教师总数=100).add("甲", 专任教师总数=60, 小学在校生数=9).add("乙", 小学在校生数=9)
    assert sheet.of("county-equals-schools") == ()
    assert sheet.add("丙", 专任教师总数=41).of("county-at-least-schools") != ()


def test_some_schools_alone_need_not_be_all() -> None:
    sheet = Sheet().add(毕业生数=100).add("甲", 毕业生数=60)
    assert [one.imbalance for one in sheet.of("county-equals-schools")] == [40]
    loose = sheet.dataset()._replace(rosters=())
    assert check_quality(book(), loose, sheet.region, 2024) == ()


def test_a_school_told_of_by_its_stages_counts_once() -> None:
    sheet = Sheet().add(专任教师总数=45).add("甲", "小学", 专任教师总数=25).add("甲", "初中", 专任教师总数=20)
    assert sheet.of("county-equals-schools") == ()
    assert sheet.add("乙", 专任教师总数=1).of("county-equals-schools") + sheet.of("county-at-least-schools")
