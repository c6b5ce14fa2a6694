"""学校类型: which flags it sets, which stages it leaves at 0, and what is never made up."""

from fractions import Fraction
from pathlib import Path

import pytest

from school_helpers import TYPES, Rows, codes, figures, name_of, read, values, workbook

HEADER = ["学校名称", "学校类型", "小学在校生数", "初中在校生数", "教学及辅助用房面积"]


def school(folder: Path, kind: str, primary: object = "", junior: object = "") -> dict[str, Fraction | None]:
    dataset = read(folder, [HEADER, ["一校", kind, primary, junior, 1]])
    assert codes(dataset) == []
    return figures(dataset, "一校")


@pytest.mark.parametrize(
    ("kind", "zeros"),
    [
        ("小学", {"初中", "高中"}),
        ("教学点", {"初中", "高中"}),
        ("初中", {"小学", "高中"}),
        ("九年一贯制", {"高中"}),
        ("十二年一贯制", set()),
        ("完全中学", {"小学"}),
        ("职业学校", {"小学", "初中"}),
        ("特殊教育学校", set()),
        ("幼儿园", set()),
        ("", set()),
    ],
)
def test_the_pupils_of_a_stage_a_school_does_not_have_are_none(tmp_path: Path, kind: str, zeros: set[str]) -> None:
    """Blank cells of its own stages stay missing; 高中在校生数 is no column of the table at all."""
    assert school(tmp_path, kind) == {"教学及辅助用房面积": 1, **{f"{stage}在校生数": 0 for stage in zeros}}


def test_a_blank_of_a_stage_it_has_not_is_0_in_every_column_of_counts(tmp_path: Path) -> None:
    rows = [
        ["学校名称", "学校类型", "小学班级数", "小学生师比", "初中班级数", "在园幼儿数"],
        ["一中", "初中", "", "", "", ""],
    ]
    made = figures(read(tmp_path, rows), "一中")
    assert made == {"小学班级数": 0, "小学在校生数": 0, "高中在校生数": 0}, (
        "a ratio has no value, kindergartens are no stage of a school"
    )


@pytest.mark.parametrize(
    ("kind", "flag"),
    [
        ("小学", "单设小学"),
        ("完全小学", "单设小学"),
        ("211小学", "单设小学"),
        ("初级中学", "单设初中"),
        ("九年一贯制学校", "九年一贯制"),
        ("312-九年一贯制学校", "九年一贯制"),
        ("十二年一贯制学校", "十二年一贯制"),
        ("完全中学", "完全中学"),
        ("特殊教育学校", "特殊教育学校"),
        ("特教学校", "特殊教育学校"),
        ("职业高中", "职业学校"),
        ("小学教学点", "教学点"),
        ("高级中学", None),
    ],
)
def test_each_type_sets_its_flag_and_no_other(tmp_path: Path, kind: str, flag: str | None) -> None:
    dataset = read(tmp_path, [HEADER, ["一校", kind, "", "", 1]])
    flags = {name_of(o): o.value for o in dataset.observations if name_of(o) in TYPES}
    assert flags == {name: int(name == flag) for name in TYPES}


def test_a_kindergarten_has_no_items_of_schools(tmp_path: Path) -> None:
    """A 0 in an item of schools would make it a school to every rule about schools."""
    header = ["园所名称", "在园幼儿数", "专任教师数", "建筑面积", "是否2017年以后规划设计"]
    dataset = read(tmp_path, [header, ["一园", 90, 8, 1000, "否"], ["二园", 60, "", "", "是"]])
    assert codes(dataset) == []
    assert figures(dataset, "一园") == {
        "在园幼儿数": 90,
        "园在园幼儿数": 90,
        "专任教师总数": 8,
        "幼儿园专任教师数": 8,
        "园建筑面积": 1000,
        "园2017年以后规划设计": 0,
    }


def test_kindergartens_among_schools(tmp_path: Path) -> None:
    """A figure of kindergartens in the row of a school is not read, and that is said."""
    rows = [
        ["学校名称", "学校类型", "小学在校生数", "在园幼儿数", "建筑面积", "骨干教师"],
        ["一园", "幼儿园", "", 90, 1000, 3],
        ["一校", "小学", 500, 40, 6000, 5],
    ]
    dataset = read(tmp_path, workbook(rows))
    assert [(d.code, d.spans[0].cell) for d in dataset.diagnostics] == [("INP434", "F2"), ("INP434", "E3")]
    assert figures(dataset, "一园") == {"在园幼儿数": 90, "园在园幼儿数": 90, "园建筑面积": 1000}
    made = {name: value for name, value in figures(dataset, "一校").items() if value}
    assert made == {"小学在校生数": 500, "在园幼儿数": 40, "小学县级以上骨干教师数": 5}


@pytest.mark.parametrize("kind", ["中心校", "九年一贯制（小学部）", "完小初中", "211"])
def test_an_unknown_type_is_refused_never_guessed(tmp_path: Path, kind: str) -> None:
    dataset = read(tmp_path, workbook([HEADER, ["第一小学", kind, 5, 0, 1]]))
    (found,) = dataset.diagnostics
    assert (found.code, str(found.spans[0])[-5:]) == ("INP432", "学校!B2")
    assert "九年一贯制" in found.hint


def test_no_type_is_guessed_from_a_name(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, ["示例小学", "", 5, "", 1]])
    assert figures(dataset, "示例小学") == {"小学在校生数": 5, "教学及辅助用房面积": 1}


def test_attached_classes_are_kept_and_named(tmp_path: Path) -> None:
    dataset = read(tmp_path, workbook([HEADER, ["一中", "初中", 30, 400, 1]]))
    assert [(d.code, str(d.spans[0])[-5:]) for d in dataset.diagnostics] == [("INP437", "学校!C2")]
    assert figures(dataset, "一中") == {
        "小学在校生数": 30,
        "初中在校生数": 400,
        "高中在校生数": 0,
        "教学及辅助用房面积": 1,
    }


def test_a_0_typed_where_there_is_no_stage_is_not_said_twice(tmp_path: Path) -> None:
    assert school(tmp_path, "小学", 20, 0)["初中在校生数"] == 0


SPLIT: tuple[Rows, Rows] = (
    [["学校名称", "学校类型", "教学及辅助用房面积"], ["一中", "初中", 7]],
    [["学校名称", "小学在校生数", "初中在校生数"], ["一中", 30, 400]],
)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_no_0_contradicts_what_another_file_says(tmp_path: Path, order: tuple[int, int]) -> None:
    """The type stands in one file, the attached classes in another."""
    dataset = read(tmp_path, *(SPLIT[number] for number in order))
    assert values(dataset, "一中", "小学在校生数") == [30]
    assert values(dataset, "一中", "高中在校生数") == [0]


def test_no_0_contradicts_a_tidy_table(tmp_path: Path) -> None:
    tidy = [["学校名称", "指标", "数值"], ["一中", "小学在校生数", 30]]
    assert values(read(tmp_path, SPLIT[0], tidy), "一中", "小学在校生数") == [30]


def test_two_types_of_one_school_are_both_kept_and_named(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, ["一校", "小学", 5, "", 1]], [HEADER, ["一校", "九年一贯制", 5, "", 1]])
    assert codes(dataset) == ["INP437"]
    assert values(dataset, "一校", "九年一贯制") == [0, 1]
    assert values(dataset, "一校", "初中在校生数") == []
