"""Columns that do not say their stage: of a school with one stage they are its, of any other they are not."""

from fractions import Fraction
from pathlib import Path

import pytest

from school_helpers import Rows, codes, figures, name_of, read, values, workbook

HEADER = ["学校名称", "学校类型", "在校生数", "班级数", "骨干教师", "体育教师"]
FIGURES = [600, 14, 7, 3]
TOTALS = {"在校生数": 600, "学校在校生总数": 600, "班级数": 14, "班级总数": 14}


def own(stage: str) -> dict[str, int]:
    return {
        f"{stage}在校生数": 600,
        f"{stage}班级数": 14,
        f"{stage}县级以上骨干教师数": 7,
        f"{stage}体育专任教师数": 3,
    }


def filled(made: dict[str, Fraction | None]) -> dict[str, Fraction | None]:
    return {name: value for name, value in made.items() if value}


@pytest.mark.parametrize(("kind", "stage"), [("小学", "小学"), ("教学点", "小学"), ("初中", "初中")])
def test_the_figures_of_a_school_with_one_stage_are_of_that_stage(tmp_path: Path, kind: str, stage: str) -> None:
    dataset = read(tmp_path, [HEADER, ["一校", kind, *FIGURES]])
    assert codes(dataset) == []
    assert filled(figures(dataset, "一校")) == {**TOTALS, **own(stage)}
    assert {o.stage for o in dataset.observations if name_of(o) in own(stage)} == {stage}


@pytest.mark.parametrize(
    ("kind", "stages"),
    [("九年一贯制", ("小学", "初中")), ("十二年一贯制", ("小学", "初中", "高中")), ("完全中学", ("初中", "高中"))],
)
def test_those_of_a_school_with_two_are_of_the_whole_school_only(
    tmp_path: Path, kind: str, stages: tuple[str, ...]
) -> None:
    dataset = read(
        tmp_path, workbook([HEADER, ["一校", kind, *FIGURES], ["二校", kind, *FIGURES], ["三校", "小学", *FIGURES]])
    )
    assert filled(figures(dataset, "一校")) == TOTALS
    found = {str(d.spans[0])[-2:]: d for d in dataset.diagnostics}
    assert {d.code for d in found.values()} == {"INP434"}
    assert set(found) == {"C2", "D2", "E2", "F2"}
    assert all("2 所" in d.message for d in found.values())
    for stage in stages:
        assert f"“{stage}在校生数”" in found["C2"].hint


def test_no_kind_no_stage(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, ["示例小学", "", *FIGURES]])
    assert filled(figures(dataset, "示例小学")) == TOTALS
    assert set(codes(dataset)) == {"INP434"}
    assert "学校类型" in dataset.diagnostics[0].hint


@pytest.mark.parametrize("kind", ["特殊教育学校", "职业学校"])
def test_schools_outside_the_stages_have_totals_and_no_complaint(tmp_path: Path, kind: str) -> None:
    dataset = read(tmp_path, [HEADER, ["一校", kind, *FIGURES]])
    assert codes(dataset) == []
    assert filled(figures(dataset, "一校")) == TOTALS


def test_a_column_of_the_stage_goes_before_one_without(tmp_path: Path) -> None:
    """350 with the kindergarten classes, 300 without: no contradiction."""
    dataset = read(tmp_path, [["学校名称", "学校类型", "在校生数", "小学在校生数"], ["一校", "小学", 350, 300]])
    assert codes(dataset) == []
    assert filled(figures(dataset, "一校")) == {"在校生数": 350, "学校在校生总数": 350, "小学在校生数": 300}


def test_a_school_of_two_stages_that_fills_both_wants_no_other_column(tmp_path: Path) -> None:
    header = ["学校名称", "学校类型", "在校生数", "小学在校生数", "初中在校生数"]
    dataset = read(tmp_path, [header, ["一校", "九年一贯制", 900, 500, 400]])
    assert codes(dataset) == []
    assert figures(dataset, "一校")["学校在校生总数"] == 900


def test_a_total_by_name_is_no_riddle(tmp_path: Path) -> None:
    dataset = read(tmp_path, [["学校名称", "学校类型", "班级总数", "专任教师总数"], ["一校", "九年一贯制", 30, 80]])
    assert codes(dataset) == []
    assert filled(figures(dataset, "一校")) == {"班级总数": 30, "专任教师总数": 80}


def test_a_school_with_attached_classes_has_two_stages(tmp_path: Path) -> None:
    header = ["学校名称", "学校类型", "骨干教师", "小学在校生数", "初中在校生数"]
    dataset = read(tmp_path, [header, ["一中", "初中", 9, 30, 400]])
    assert codes(dataset) == ["INP437", "INP434"]
    assert values(dataset, "一中", "初中县级以上骨干教师数") == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_type_may_stand_in_another_file(tmp_path: Path, order: tuple[int, int]) -> None:
    tables: list[Rows] = [
        [["学校名称", "学校类型", "办学性质"], ["一校", "小学", "公办"]],
        [["学校名称", "在校生数", "骨干教师"], ["一校", 600, 7]],
    ]
    dataset = read(tmp_path, *(tables[number] for number in order))
    assert codes(dataset) == []
    assert figures(dataset, "一校")["小学县级以上骨干教师数"] == 7


def test_a_row_for_each_stage(tmp_path: Path) -> None:
    """小学部 and 初中部 of one school: the column 学段 says whose the figures are; a shared item keeps the stage."""
    rows = [
        ["学校名称", "学校类型", "学段", "在校生数", "骨干教师", "教学及辅助用房面积"],
        ["一校", "九年一贯制", "小学", 500, 6, 2000],
        ["一校", "九年一贯制", "初中", 400, 5, 1800],
    ]
    dataset = read(tmp_path, workbook(rows, ("A2:A3", "B2:B3")))
    assert codes(dataset) == []
    made = {(name_of(o), o.stage): o.value for o in dataset.observations if o.value and o.value > 1}
    assert made == {
        ("在校生数", "小学"): 500, ("小学在校生数", "小学"): 500, ("小学县级以上骨干教师数", "小学"): 6, ("教学及辅助用房面积", "小学"): 2000,
        ("在校生数", "初中"): 400, ("初中在校生数", "初中"): 400, ("初中县级以上骨干教师数", "初中"): 5, ("教学及辅助用房面积", "初中"): 1800,
    }  # fmt: skip


def test_a_stage_that_only_repeats_the_type_changes_nothing(tmp_path: Path) -> None:
    rows = [["学校名称", "学校类型", "学段", "在校生数", "教学及辅助用房面积"], ["一校", "小学", "小学", 500, 2000]]
    dataset = read(tmp_path, rows)
    assert {(name_of(o), o.stage) for o in dataset.observations if o.value == 2000} == {("教学及辅助用房面积", None)}
    assert values(dataset, "一校", "学校在校生总数") == [500]
