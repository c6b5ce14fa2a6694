"""合计 rows: no schools, no figures of the county; kept with the rows they add up."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dabiao.inputs.model import Dataset, Sum
from school_helpers import Rows, codes, read, workbook

HEADER = ["序号", "学校名称", "学校类型", "在校生数", "教学仪器设备值（万元）"]
ONE, TWO, THREE = [1, "一校", "小学", 100, 1.5], [2, "二校", "小学", 50, 2], [3, "三校", "初中", 30, 3]


def sums(dataset: Dataset, header: str = "在校生数") -> list[tuple[str, Any]]:
    return [(one.label, one.value) for one in dataset.sums if one.header == header]


def added(dataset: Dataset, one: Sum) -> Any:
    """The figures a sum covers, each place once."""
    places = {o.origin: o.value or Fraction(0) for o in dataset.observations if one.covers(o.origin)}
    return sum(places.values(), Fraction(0))


@pytest.mark.parametrize(
    "label",
    [
        ["合计", ""],
        ["", "合计"],
        ["合　计", ""],
        ["", "总计"],
        ["", "全县合计"],
        ["", "全区总计"],
        ["合计", "共3所"],
        [4, "合计（3所）"],
        ["", "合计："],
    ],
)
@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_a_row_of_sums_is_recognised(tmp_path: Path, label: list[object], file: str) -> None:
    rows = [HEADER, ONE, TWO, THREE, [*label, "", 181, "6.5"]]
    dataset = read(tmp_path, workbook(rows) if file == "xlsx" else rows)
    assert codes(dataset) == []
    assert {o.entity for o in dataset.observations} == {"一校", "二校", "三校"}
    pupils, equipment = dataset.sums
    assert [(one.header, one.value) for one in (pupils, equipment)] == [
        ("在校生数", Fraction(181)),
        ("教学仪器设备值（万元）", Fraction(65000)),
    ]
    assert (added(dataset, pupils), added(dataset, equipment)) == (180, 65000)
    assert (pupils.origin.cell, pupils.text) == ("D5", "181")


def test_a_merged_label(tmp_path: Path) -> None:
    dataset = read(tmp_path, workbook([HEADER, ONE, TWO, ["合计", "", "", 150, 3.5]], ("A4:C4",)))
    assert sums(dataset) == [("合计", 150)]


def test_sums_above_the_schools(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, ["", "总计", "", 180, ""], ONE, TWO, THREE])
    assert codes(dataset) == []
    (one,) = dataset.sums
    assert added(dataset, one) == 180


def test_subtotals_add_up_the_rows_above_them(tmp_path: Path) -> None:
    rows: Rows = [
        HEADER, ONE, TWO, ["", "小学合计", "", 150, ""], THREE, ["", "初中小计", "", 30, ""], ["", "总计", "", 180, ""],
    ]  # fmt: skip
    dataset = read(tmp_path, workbook(rows))
    assert [(one.label, added(dataset, one)) for one in dataset.sums] == [
        ("小学合计", 150),
        ("初中小计", 30),
        ("总计", 180),
    ]
    assert all(one.value == added(dataset, one) for one in dataset.sums)


@pytest.mark.parametrize(
    "rows",
    [
        [ONE, THREE, ["", "小学合计", "", 100, ""], ["", "初中合计", "", 30, ""]],
        [["", "小计", "", 100, ""], ONE],
    ],
    ids=["stages mixed", "above its rows"],
)
def test_a_subtotal_that_does_not_show_its_rows_covers_none(tmp_path: Path, rows: list[Sequence[object]]) -> None:
    dataset = read(tmp_path, [HEADER, *rows])
    assert dataset.sums
    assert all(added(dataset, one) == 0 and one.first == 0 for one in dataset.sums)


def test_rows_of_averages_are_neither_schools_nor_sums(tmp_path: Path) -> None:
    rows = [HEADER, ONE, TWO, ["", "平均", "", 75, ""], ["", "全县平均值", "", 75, ""], ["", "差异系数", "", 0.3, ""]]
    dataset = read(tmp_path, rows)
    assert (codes(dataset), dataset.sums) == ([], ())
    assert {o.entity for o in dataset.observations} == {"一校", "二校"}


def test_what_is_no_number_in_a_row_of_sums_stops_nothing(tmp_path: Path) -> None:
    dataset = read(tmp_path, workbook([HEADER, ONE, TWO, ["", "合计", "", "=SUM(D2:D3)", "约3.5"]]))
    assert (codes(dataset), dataset.sums) == ([], ())


def test_a_sum_is_of_its_own_table(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, ONE, ["", "合计", "", 100, ""]], [HEADER, TWO, ["", "合计", "", 50, ""]])
    assert [added(dataset, one) for one in dataset.sums] == [100, 50]


def test_a_school_may_have_sum_in_its_name(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, [1, "总计村小学", "小学", 20, 1]])
    assert {o.entity for o in dataset.observations} == {"总计村小学"}
