"""Units of school tables: in brackets behind the header, below it, on the group above, in the title; never against the item."""

from fractions import Fraction
from pathlib import Path

import pytest

from school_helpers import Rows, codes, figures, read, workbook

EQUIPMENT = "教学仪器设备值"


@pytest.mark.parametrize(
    ("header", "typed", "value"),
    [
        ("教学仪器设备值", "125000", Fraction(125000)),
        ("教学仪器设备值（万元）", "12.5", Fraction(125000)),
        ("教学仪器设备值(单位：万元)", "12.5", Fraction(125000)),
        ("教学仪器设备资产值（账面原值，万元）", "12.5", Fraction(125000)),
        ("教学仪器设备资产值(账面原值)（万元）", "１２．５", Fraction(125000)),
        ("教学仪器设备值（万元）", "1,234.5", Fraction(12345000)),
        ("教学仪器设备值（万元）", "0.1", Fraction(1000)),
        ("教学仪器设备值（万元）", "12.5万元", Fraction(125000)),
        ("教学仪器设备值（亿元）", "0.000000000001", Fraction(1, 10000)),
        ("教学仪器设备值", "十二万五千", Fraction(125000)),
    ],
)
def test_the_header_decides_the_unit(tmp_path: Path, header: str, typed: str, value: Fraction) -> None:
    dataset = read(tmp_path, [["学校名称", "班级总数", header], ["一校", 3, typed]])
    assert codes(dataset) == []
    assert figures(dataset, "一校")[EQUIPMENT] == value


@pytest.mark.parametrize(
    "rows",
    [
        [["学校名称", "班级总数", EQUIPMENT], ["", "个", "万元"], ["一校", 3, 12.5]],
        [["学校名称", "班级总数", EQUIPMENT], ["", "(个)", "(万元)"], ["一校", 3, 12.5]],
        [["学校名称", "办学条件（万元）", ""], ["", "公用经费预算总额", EQUIPMENT], ["一校", 3, 12.5]],
        [["单位：万元", "", ""], ["学校名称", "班级总数", EQUIPMENT], ["一校", 3, 12.5]],
        [["一览表（单位：万元、平方米、人）", "", ""], ["学校名称", "班级总数", EQUIPMENT], ["一校", 3, 12.5]],
        [["单位：元", "", ""], ["学校名称", "班级总数", "教学仪器设备值（元）"], ["一校", 3, 125000]],
    ],
    ids=["below", "below in brackets", "group", "title", "title of several", "title and header"],
)
def test_units_in_other_places(tmp_path: Path, rows: Rows) -> None:
    dataset = read(tmp_path, workbook(rows))
    assert codes(dataset) == []
    assert figures(dataset, "一校")[EQUIPMENT] == 125000


@pytest.mark.parametrize("title", ["单位：万元、元", "填报单位：示例区教育局", "单位：人"])
def test_a_title_that_does_not_say_the_unit_says_nothing(tmp_path: Path, title: str) -> None:
    dataset = read(tmp_path, [[title, "", ""], ["学校名称", "班级总数", EQUIPMENT], ["一校", 3, 125000]])
    assert figures(dataset, "一校")[EQUIPMENT] == 125000


def test_a_unit_that_is_none_of_the_items_is_said_once_at_the_header(tmp_path: Path) -> None:
    rows = [["学校名称", "班级总数", "教学仪器设备值（人）"], *([f"{n}校", 3, 5] for n in range(9))]
    dataset = read(tmp_path, workbook(rows))
    assert [(d.code, str(d.spans[0])[-5:]) for d in dataset.diagnostics] == [("INP425", "学校!C1")]


def test_a_unit_in_the_cell_against_the_header_is_refused(tmp_path: Path) -> None:
    rows = [["学校名称", "班级总数", "教学仪器设备值（万元）"], ["一校", 3, "125000元"]]
    assert codes(read(tmp_path, workbook(rows))) == ["INP426"]
