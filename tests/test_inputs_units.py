"""Units around a figure: those of one dimension convert, others are refused, and two that contradict each other stop the row."""

from fractions import Fraction
from pathlib import Path

import pytest

from inputs_helpers import HEADER, changed, csv_text, found, read, read_cells, read_row, value

CONVERTED = {
    "万元 to 元": ("教育拨款", "3.5", "万元", 35000),
    "元": ("教育拨款", "35000", "元", 35000),
    "亿元 to 元": ("教育拨款", "3.26", "亿元", 326_000_000),
    "no unit is the indicator's": ("教育拨款", "35000", "", 35000),
    "万元/人 to 元/人": ("生均设备值", "0.50", "万元/人", 5000),
    "元/生 is 元/人": ("生均设备值", "5000", "元/生", 5000),
    "‰ to %": ("毛入学率", "985", "‰", Fraction("98.5")),
    "倍 to %": ("毛入学率", "1.03", "倍", 103),
    "full width ％": ("毛入学率", "98.5", "％", Fraction("98.5")),
    "% twice": ("毛入学率", "98.5%", "%", Fraction("98.5")),
    "百分之 under %": ("毛入学率", "百分之九十八", "%", 98),
    "a classifier it also takes": ("大班额数", "3", "班", 3),
    "1:15": ("生师比", "1:15", "", Fraction(1, 15)),
    "十五分之一": ("生师比", "十五分之一", "比", Fraction(1, 15)),
    "the unit in the name": ("在校生数（万人）", "1.63", "", 16300),
    "the unit in the name and the column": ("在校生数(万人)", "1.63", "万人", 16300),
    "the value says its own": ("教育拨款", "3.5万元", "", 35000),
    "万 of the column's unit": ("教育拨款", "3.5万", "元", 35000),
    "a larger unit of the same name": ("教育拨款", "3.5亿元", "元", 350_000_000),
}


@pytest.mark.parametrize(("name", "text", "unit", "exact"), CONVERTED.values(), ids=CONVERTED)
def test_units_that_convert(tmp_path: Path, name: str, text: str, unit: str, exact: Fraction | int) -> None:
    assert value(read_row(tmp_path, 指标=name, 数值=text, 单位=unit)) == exact


REFUSED = {
    "所 is not 人": ("在校生数", "12", "所", "INP425"),
    "人 is not %": ("毛入学率", "98.5", "人", "INP425"),
    "% of a count": ("在校生数", "98.5%", "", "INP425"),
    "元 is not 元/人": ("生均设备值", "5000", "元", "INP425"),
    "an unknown unit": ("在校生数", "12", "头", "INP425"),
    "an unknown unit behind the value": ("在校生数", "12头", "", "INP425"),
    "万 alone is no unit": ("在校生数", "12", "万", "INP425"),
    "万 twice": ("在校生数", "1.63万", "万人", "INP425"),
    "% against 人": ("毛入学率", "98.5%", "人", "INP426"),
    "‰ against %": ("毛入学率", "985‰", "%", "INP426"),
    "人 against 万人": ("在校生数", "16300人", "万人", "INP426"),
    "所 against 人": ("在校生数", "12所", "人", "INP426"),
    "name against column": ("在校生数（万人）", "1.63", "人", "INP426"),
    "value against name": ("在校生数（万人）", "16300人", "", "INP426"),
    "the name's unit does not fit": ("毛入学率（人）", "98", "", "INP425"),
}


@pytest.mark.parametrize(("name", "text", "unit", "code"), REFUSED.values(), ids=REFUSED)
def test_units_that_contradict(tmp_path: Path, name: str, text: str, unit: str, code: str) -> None:
    dataset = read_row(tmp_path, 指标=name, 数值=text, 单位=unit)
    assert found(dataset) == [(code, "2")]
    assert dataset.observations == ()


def test_brackets_that_are_no_unit_belong_to_the_name(tmp_path: Path) -> None:
    """在校生数（小学） must not pass for 在校生数 of all stages."""
    assert found(read_row(tmp_path, 指标="在校生数（小学）", 数值="12", 单位="")) == [("INP415", "2")]


TABLE_UNITS = {
    "in the header": ("地区,年份,指标,数值（万元）,单位\n", 1),
    "in the header, with its word": ("地区,年份,指标,数值(单位：万元),单位\n", 1),
    "in a title": ("教育经费,,,单位：万元,\n地区,年份,指标,数值,单位\n", 2),
    "in a title, before other words": ("单位：万元；制表人：张三\n地区,年份,指标,数值,单位\n", 2),
    "in a title's brackets": ("教育经费（单位: 万元）\n地区,年份,指标,数值,单位\n", 2),
}


@pytest.mark.parametrize(("head", "line"), TABLE_UNITS.values(), ids=TABLE_UNITS)
def test_a_unit_stated_for_the_whole_table(tmp_path: Path, head: str, line: int) -> None:
    """It serves where the row has none; another unit of the same dimension beside it could mean either."""
    rows = [
        "教育拨款,3.5,",
        "教育拨款,3.5,万元",
        "毛入学率,98.5,%",
        "教育拨款,3.5万元,",
        "毛入学率,98.5%,",
        "教育拨款,35000,元",
        "毛入学率,98.5,",
    ]
    dataset = read(tmp_path, head + "".join(f"120110,2020,{row}\n" for row in rows))
    assert [o.value for o in dataset.observations] == [35000, 35000, Fraction("98.5"), 35000, Fraction("98.5")]
    assert found(dataset) == [("INP426", str(line + 6)), ("INP425", str(line + 7))]


def test_a_title_with_two_units_states_none(tmp_path: Path) -> None:
    for title in ("单位：万元、人", "单位：万元，人", "单位：见各行"):
        text = f"教育经费,{title}\n" + csv_text([HEADER, changed(指标="教育拨款", 数值="35000", 单位="")])
        assert value(read(tmp_path, text)) == 35000


def test_the_place_is_the_cell_to_mend(tmp_path: Path) -> None:
    """In a workbook: the unit column where that is wrong, the value where its own unit is."""
    wrong = [changed(指标="在校生数", 数值="12", 单位="所"), changed(指标="在校生数", 数值="12所", 单位="")]
    assert found(read_cells(tmp_path, wrong)) == [("INP425", "填报!F2"), ("INP425", "填报!E3")]
