"""Several sheets and files make one county; schools that are there twice are kept and named."""

from pathlib import Path

import pytest

from dabiao.inputs.model import Dataset
from school_helpers import Rows, codes, figures, name_of, read, said, values, workbook

HEADER = ["学校名称", "学校代码", "学校类型", "小学在校生数", "教学及辅助用房面积"]
ONE, TWO = ["一校", "11", "小学", 100, 900], ["二校", "12", "小学", 200, 950]


def without_zeros(dataset: Dataset) -> list[tuple[object, ...]]:
    return [(o.entity, name_of(o), o.value) for o in dataset.observations if o.text and o.value and o.value > 1]


def test_sheets_of_a_workbook_and_files_make_one_county(tmp_path: Path) -> None:
    book = workbook(
        [HEADER, ONE],
        more={
            "封面": [["自评"]],
            "乡镇": [HEADER, TWO],
            "教师": [["学校名称", "班级总数", "骨干教师"], ["二校", 5, 3]],
        },
    )
    dataset = read(tmp_path, book, [["学校名称", "室内体育用房面积", "音乐教室数"], ["一校", 300, 2]])
    assert codes(dataset) == ["INP407"]
    assert {"小学在校生数", "室内体育用房面积", "音乐教室数"} <= set(figures(dataset, "一校"))
    assert figures(dataset, "二校")["小学县级以上骨干教师数"] == 3


def test_tidy_and_school_tables_mix(tmp_path: Path) -> None:
    tidy = [["对象", "指标", "数值"], ["一校", "室内体育用房面积", 300], ["", "教学及辅助用房面积", 5000]]
    dataset = read(tmp_path, [HEADER, ONE], tidy)
    assert codes(dataset) == []
    assert ("一校", "室内体育用房面积", 300) in without_zeros(dataset)
    assert (None, "教学及辅助用房面积", 5000) in without_zeros(dataset)


def test_both_kinds_of_sheets_in_one_workbook(tmp_path: Path) -> None:
    tidy = [["指标", "数值"], ["教学及辅助用房面积", 5000]]
    dataset = read(tmp_path, workbook([HEADER, ONE], more={"指标填报": tidy}))
    assert codes(dataset) == []
    assert {o.entity for o in dataset.observations} == {"一校", None}


def test_a_name_written_in_two_ways_is_one_school(tmp_path: Path) -> None:
    rows = [["学校名称", "室内体育用房面积", "音乐教室数"], ["实验 小学(东区)", 300, 2]]
    for tables in (([HEADER, ["实验小学（东区）", *ONE[1:]]], rows), (rows, [HEADER, ["实验小学（东区）", *ONE[1:]]])):
        (entity,) = {o.entity for o in read(tmp_path, *tables).observations}
        assert entity == "实验 小学(东区)", (
            "of as many spellings the first in order of text, whatever the order of files"
        )


@pytest.mark.parametrize(
    "again", [["一校", "11", "小学", 120, 900], ["一校", "11", "小学", 100, 900]], ids=["other", "same"]
)
def test_a_school_twice_in_a_table_is_kept_and_named(tmp_path: Path, again: list[object]) -> None:
    dataset = read(tmp_path, workbook([HEADER, ONE, TWO, again]))
    (found,) = dataset.diagnostics
    assert (found.code, found.is_error) == ("INP435", False)
    assert [span.cell for span in found.spans][:2] == ["A2", "A4"]
    assert values(dataset, "一校", "小学在校生数") == [100, again[3]]
    assert ("D2" in [span.cell for span in found.spans]) == (again[3] != 100)


def test_two_files_that_say_the_same_are_no_contradiction(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, ONE], [HEADER, ONE])
    assert codes(dataset) == []


def test_two_files_that_differ_are_named_with_both_cells(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, ONE], [HEADER, ["一校", "11", "小学", 120, 900]])
    (found,) = dataset.diagnostics
    assert found.code == "INP435"
    assert len({span.file for span in found.spans}) == 2
    assert values(dataset, "一校", "小学在校生数") == [100, 120]


def test_two_schools_of_one_name_are_told_by_their_codes(tmp_path: Path) -> None:
    """Without a figure in common, they would be one school without a word."""
    rows: Rows = [HEADER, ["中心小学", "11", "小学", 100, ""], ["中心小学", "12", "小学", "", 900]]
    assert codes(read(tmp_path, rows)) == ["INP435"]


def test_one_code_under_two_names_is_named_and_both_are_kept(tmp_path: Path) -> None:
    dataset = read(tmp_path, workbook([HEADER, ONE, ["一校东校区", "１１", "小学", 50, 300]]))
    (found,) = dataset.diagnostics
    assert (found.code, [span.cell for span in found.spans]) == ("INP436", ["A2", "A3"])
    assert {o.entity for o in dataset.observations} == {"一校", "一校东校区"}


def test_the_same_name_in_two_counties_or_years_is_no_repetition(tmp_path: Path) -> None:
    header = ["区县", "年份", *HEADER]
    rows = [header, ["350502", 2023, *ONE], ["350505", 2023, *ONE], ["350502", 2022, *ONE]]
    assert codes(read(tmp_path, rows)) == []


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    tables: list[Rows] = [
        [HEADER, ONE],
        [["学校名称", "班级数", "骨干教师"], ["一校", 9, 3], ["二校", 8, 2]],
        [HEADER, TWO],
    ]
    assert said(read(tmp_path, *tables)) == said(read(tmp_path, *reversed(tables)))


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    from dabiao.inputs.read import read_files
    from school_helpers import DEFAULTS, vocabulary

    dataset = read(tmp_path, [HEADER, ONE])
    path = tmp_path / "0.csv"
    assert read_files([path, path], vocabulary(), DEFAULTS).observations == dataset.observations
