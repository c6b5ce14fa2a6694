"""Headers of school tables: one row or two, merged or not, titles above, the same words spelt in many ways."""

from fractions import Fraction
from pathlib import Path

import pytest

from school_helpers import Rows, codes, figures, name_of, read, workbook

ONE = ["学校名称", "学校类型"]


def figure(folder: Path, header: str, value: object = 3, kind: str = "小学") -> dict[str, Fraction | None]:
    """The figures of a school with one column of that header, beside 教学及辅助用房面积; without zeros."""
    dataset = read(folder, [[*ONE, "教学及辅助用房面积", header], ["一校", kind, 1, value]])
    return {name: v for name, v in figures(dataset, "一校").items() if v and name != "教学及辅助用房面积"}


@pytest.mark.parametrize(
    ("header", "item"),
    [
        ("小学在校生数", "小学在校生数"),
        ("小学学生人数", "小学在校生数"),
        ("*小学在校生数（人）", "小学在校生数"),
        ("在校生数（小学）", "小学在校生数"),
        ("小学部在校生人数", "小学在校生数"),
        ("3.小学在校生数", "小学在校生数"),
        ("小 学\n在校生数", "小学在校生数"),
        ("45人以上小学班级数", "小学超45人班级数"),
        ("小学超过45人的班级", "小学超45人班级数"),
        ("本科（小学）专任教师", "小学本科专任教师数"),
        ("小学专任教师-本科", "小学本科专任教师数"),
        ("小学县级及以上骨干教师人数", "小学县级以上骨干教师数"),
        ("班额26—30人", "班额26至30人"),
        ("26～30人班级数", "班额26至30人"),
        ("班级数（≤25人）", "班额25人及以下"),
        ("班额66人以上", "班额66人及以上"),
        ("音乐教室（96㎡及以上）", "音乐教室96平方米及以上"),
        ("音乐专用教室总间数", "音乐教室数"),
        ("教学仪器设备资产值（账面原值）", "教学仪器设备值"),
        ("小学本科", "小学本科专任教师数"),
        ("本科学历专任教师（小学）", "小学本科专任教师数"),
        ("96㎡以上的音乐教室间数", "音乐教室96平方米及以上"),
        ("室内体育用房总面积", "室内体育用房面积"),
    ],
)
def test_a_header_is_known_in_its_spellings(tmp_path: Path, header: str, item: str) -> None:
    assert figure(tmp_path, header) == {item: Fraction(3)}


@pytest.mark.parametrize(
    "header",
    [
        "教学仪器设备值（不含图书）",
        "小学市级骨干教师数",
        "上年小学在校生数",
        "小学在校生数增加数",
        "小学、初中在校生数",
        "26-30人",
        "班额26至29人",
        "音乐教室96平方米以下",
        "教师学历",
        "小学民办",
    ],
)
def test_another_meaning_is_not_read_but_named(tmp_path: Path, header: str) -> None:
    dataset = read(tmp_path, [[*ONE, "教学及辅助用房面积", "室内体育用房面积", header], ["一校", "小学", 1, 2, 3]])
    assert codes(dataset) == ["INP413"]
    assert 3 not in figures(dataset, "一校").values()


def test_an_unread_column_is_named_with_its_place_and_the_nearest_name(tmp_path: Path) -> None:
    dataset = read(
        tmp_path,
        workbook([["题"], [*ONE, "小学在校生数", "初中在校生数", "小学县以上骨干老师"], ["一校", "小学", 1, 0, 2]]),
    )
    (found,) = dataset.diagnostics
    assert (found.code, str(found.spans[0])[-5:], found.is_error) == ("INP413", "学校!E2", False)
    assert "小学县级以上骨干教师数" in found.hint


def test_columns_of_a_roster_that_are_no_figures_are_passed_over(tmp_path: Path) -> None:
    header = ["序号", "学校名称", "校长", "联系电话", "地址", "小学在校生数", "初中在校生数"]
    dataset = read(tmp_path, [header, [1, "一校", "某某", "0000000", "示例路1号", 3, 0]])
    assert (codes(dataset), len(dataset.observations)) == ([], 2)


TWO_ROWS: Rows = [
    ["示例区义务教育学校基本情况", "", "", "", "", "", "", ""],
    ["学校名称", "学校类型", "小学", "", "班级数", "", "专任教师", "教学仪器设备值（万元）"],
    ["", "", "在校生数", "班级数", "25人及以下", "26-30人", "其中：小学本科", ""],
    ["一校", "小学", 100, 4, 1, 3, 6, 2.5],
]
TWO_ROW_FIGURES = {
    "小学在校生数": 100,
    "小学班级数": 4,
    "班额25人及以下": 1,
    "班额26至30人": 3,
    "小学本科专任教师数": 6,
    "教学仪器设备值": 25000,
}
MERGED = ("A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "H2:H3")


@pytest.mark.parametrize("merged", [MERGED, ()], ids=["merged", "side by side"])
def test_two_rows_with_groups_in_a_workbook(tmp_path: Path, merged: tuple[str, ...]) -> None:
    dataset = read(tmp_path, workbook(TWO_ROWS, merged))
    assert codes(dataset) == []
    assert {name: v for name, v in figures(dataset, "一校").items() if v} == TWO_ROW_FIGURES


def test_two_rows_with_groups_as_csv(tmp_path: Path) -> None:
    dataset = read(tmp_path, TWO_ROWS)
    assert codes(dataset) == []
    assert {name: v for name, v in figures(dataset, "一校").items() if v} == TWO_ROW_FIGURES


def test_a_group_reaches_as_far_as_it_is_merged(tmp_path: Path) -> None:
    """The last column stands beside the group 小学, not in it: without the merge it could be either."""
    rows = [
        ["学校名称", "学校类型", "小学", "", "", "教学及辅助用房面积"],
        ["", "", "在校生数", "班级数", "班级总数", ""],
        ["一校", "小学", 100, 4, 5, 9],
    ]
    dataset = read(tmp_path, workbook(rows, ("A1:A2", "B1:B2", "C1:D1", "F1:F2")))
    made = {name: v for name, v in figures(dataset, "一校").items() if v}
    assert made == {"小学在校生数": 100, "小学班级数": 4, "班级总数": 5, "教学及辅助用房面积": 9}


def test_headings_above_the_names_of_schools(tmp_path: Path) -> None:
    rows = [
        ["学校信息", "", "学生", "", "小学教师", ""],
        ["学校名称", "学校类型", "小学在校生数", "初中在校生数", "本科专任教师", "骨干教师"],
        ["一校", "十二年一贯制", 100, 70, 5, 2],
    ]
    dataset = read(tmp_path, workbook(rows, ("A1:B1", "C1:D1", "E1:F1")))
    assert codes(dataset) == []
    assert figures(dataset, "一校") == {
        "小学在校生数": 100,
        "初中在校生数": 70,
        "小学本科专任教师数": 5,
        "小学县级以上骨干教师数": 2,
    }


@pytest.mark.parametrize(
    "above",
    [
        ["示例区2023年义务教育学校基本情况", "", ""],
        ["", "", "示例区学校"],
        ["填报单位：示例区教育局", "", "2023年9月"],
        ["示例区教育局", "", "2023年9月"],
        ["", "", "单位：人、万元"],
    ],
)
@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_a_title_above_is_no_heading(tmp_path: Path, above: list[str], file: str) -> None:
    rows = [above, ["学校名称", "小学在校生数", "教学仪器设备值"], ["一校", 5, 6]]
    dataset = read(tmp_path, workbook(rows) if file == "xlsx" else rows)
    assert codes(dataset) == []
    assert figures(dataset, "一校")["小学在校生数"] == 5


def test_three_rows_of_groups(tmp_path: Path) -> None:
    rows = [
        ["学校名称", "专任教师", "", "", ""],
        ["", "小学", "", "初中", ""],
        ["", "体育", "本科", "体育", "本科"],
        ["一校", 1, 2, 3, 4],
    ]
    dataset = read(tmp_path, workbook(rows, ("A1:A3", "B1:E1", "B2:C2", "D2:E2")))
    assert figures(dataset, "一校") == {
        "小学体育专任教师数": 1,
        "小学本科专任教师数": 2,
        "初中体育专任教师数": 3,
        "初中本科专任教师数": 4,
    }


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("体育、艺术专任教师", "体育"),
        ("在校生数", "女"),
        ("专任教师", "其中：女"),
        ("小学", "音乐教室数"),
        ("小学、初中", "在校生数"),
    ],
)
def test_a_part_is_not_read_as_the_whole(tmp_path: Path, above: str, below: str) -> None:
    """Nor what is of one stage as what is of the school."""
    rows = [
        ["学校名称", "室内体育用房面积", "教学及辅助用房面积", above, ""],
        ["", "", "", below, "别项"],
        ["一校", 1, 2, 3, 4],
    ]
    dataset = read(tmp_path, workbook(rows, ("D1:E1",)))
    assert figures(dataset, "一校") == {"室内体育用房面积": 1, "教学及辅助用房面积": 2}


@pytest.mark.parametrize(
    ("above", "below", "item"),
    [
        ("班级总数及各班额班级数", "26-30人", "班额26至30人"),
        ("专任教师学历", "本科（小学）", "小学本科专任教师数"),
        ("学历结构", "小学本科专任教师", "小学本科专任教师数"),
        ("小学骨干教师", "合计", "小学县级以上骨干教师数"),
        ("骨干教师", "小学", "小学县级以上骨干教师数"),
        ("体育教师（人）", "小学", "小学体育专任教师数"),
        ("小学情况", "在校生数", "小学在校生数"),
        ("音乐教室", "其中：≥96㎡", "音乐教室96平方米及以上"),
    ],
)
def test_a_label_is_read_with_the_heading_above(tmp_path: Path, above: str, below: str, item: str) -> None:
    rows = [["学校名称", "室内体育用房面积", above, ""], ["", "", below, "别项"], ["一校", 1, 3, ""]]
    dataset = read(tmp_path, workbook(rows, ("C1:D1",)))
    assert figures(dataset, "一校") == {"室内体育用房面积": 1, item: 3}


@pytest.mark.parametrize("heading", ["2022年", "上年数", "附设幼儿班", "小学", "寄宿生"])
def test_a_heading_that_changes_the_meaning_is_not_dropped(tmp_path: Path, heading: str) -> None:
    rows = [
        ["学校名称", "室内体育用房面积", "音乐教室数", heading, ""],
        ["", "", "", "教学及辅助用房面积", "公用经费预算总额"],
    ]
    dataset = read(tmp_path, workbook([*rows, ["一校", 1, 2, 3, 4]], ("D1:E1",)))
    assert codes(dataset) == ["INP413", "INP413"]
    assert figures(dataset, "一校") == {"室内体育用房面积": 1, "音乐教室数": 2}


def test_the_same_item_in_two_columns_is_kept_twice_and_named(tmp_path: Path) -> None:
    dataset = read(tmp_path, [["学校名称", "小学在校生数", "初中在校生数", "小学学生人数"], ["一校", 5, 0, 6]])
    assert codes(dataset) == ["INP440"]
    assert [(name_of(o), o.value) for o in dataset.observations if name_of(o) == "小学在校生数"] == [
        ("小学在校生数", Fraction(5)),
        ("小学在校生数", Fraction(6)),
    ]


def test_a_row_that_numbers_the_columns_or_repeats_the_header_is_no_school(tmp_path: Path) -> None:
    header = ["学校名称", "小学在校生数", "初中在校生数"]
    dataset = read(tmp_path, [header, ["甲", 1, 2], ["一校", 5, 0], header, ["二校", 6, 0]])
    assert codes(dataset) == []
    assert [o.entity for o in dataset.observations] == ["一校", "一校", "二校", "二校"]


@pytest.mark.parametrize(
    "header",
    [
        ["学校名称", "地区", "年份", "小学在校生数"],
        ["学校名称", "甲", "乙"],
        ["小学在校生数", "初中在校生数"],
    ],
    ids=["one item", "no item", "no schools"],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, header: list[str]) -> None:
    dataset = read(tmp_path, [header, ["1"] * len(header)])
    assert (codes(dataset), dataset.observations) == (["INP411"], ())


def test_a_table_with_an_indicator_column_is_tidy(tmp_path: Path) -> None:
    header = ["学校名称", "指标", "数值", "小学在校生数", "初中在校生数"]
    dataset = read(tmp_path, [header, ["一校", "教学及辅助用房面积", 7, 1, 2]])
    assert [(name_of(o), o.value) for o in dataset.observations] == [("教学及辅助用房面积", Fraction(7))]
