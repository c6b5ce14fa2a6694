"""Wrong entries in a 填报表: each is named with its cell, none stops the others from being read about."""

from pathlib import Path
from typing import Any

import pytest

from dabiao.inputs.read import read_files
from dabiao.inputs.template.model import FIGURES, KINDERGARTENS, SCHOOLS, TASKS
from national_helpers import vocabulary
from template_helpers import (
    DONGLI,
    SAMPLE,
    SCHOOL_HEADER,
    codes,
    headers,
    judged,
    lines,
    read,
    sheet_of,
    tasks,
    template,
    workbook,
)

YEAR = 2024


@pytest.fixture
def opened() -> Any:
    return workbook(template(SAMPLE, YEAR))


def cell_of(opened: Any, name: str, header: str) -> Any:
    """The cell of an indicator under a header."""
    sheet, at = sheet_of(opened, FIGURES)
    indicator = vocabulary().indicator(name)
    assert indicator is not None
    stage = indicator.stage or ""
    return sheet.cell(lines(opened)[indicator.id, stage, YEAR], at[header])


@pytest.mark.parametrize(
    ("value", "header", "text", "code"),
    [
        (42, "单位", "平方米", "INP425"),
        (42, "单位", "块钱", "INP425"),
        ("42元", "单位", "人", "INP426"),
        ("四十二左右", "单位", "人", "INP425"),
        (42, "状态", "大概", "INP422"),
        (42, "年份", "去年", "INP419"),
        (42, "学段", "托班", "INP420"),
        (42, "地区", "某县", "INP418"),
        (42, "指标", "学生", "INP415"),
    ],
)
def test_a_wrong_entry_among_the_figures(
    tmp_path: Path, opened: Any, value: object, header: str, text: str, code: str
) -> None:
    figure, wrong = cell_of(opened, "特殊教育学校学生数", "数值"), cell_of(opened, "特殊教育学校学生数", header)
    figure.value, wrong.value = value, text
    found = codes(read(tmp_path, opened))
    place = figure if isinstance(value, str) else wrong
    assert found == [(code, f"{FIGURES}!{place.coordinate}")]


@pytest.mark.parametrize(
    ("header", "text", "code"),
    [
        ("学校类型", "小校", "INP432"),
        ("办学性质", "公私合营", "INP433"),
        ("城乡类型", "郊外", "INP433"),
        ("建校年份", "民国三年", "INP433"),
        ("是否有达标建设规划", "可能", "INP433"),
        ("小学在校生数", "三百左右", "INP425"),
        ("教学仪器设备值", "12元/人", "INP426"),
        ("教学及辅助用房面积", "#REF!", "INP417"),
    ],
)
def test_a_wrong_entry_among_the_schools(tmp_path: Path, opened: Any, header: str, text: str, code: str) -> None:
    sheet = opened[SCHOOLS]
    at = headers(sheet, SCHOOL_HEADER)
    row = SCHOOL_HEADER + 3
    for name, value in (("学校名称", "示例校"), ("学校类型", "小学"), ("班级总数", 3), (header, text)):
        sheet.cell(row, at[name]).value = value
    assert codes(read(tmp_path, opened)) == [(code, f"{SCHOOLS}!{sheet.cell(row, at[header]).coordinate}")]


def test_a_row_of_figures_without_a_school(tmp_path: Path, opened: Any) -> None:
    """Its type alone, in the first row below the headers, is not taken for one more row of headers."""
    sheet = opened[SCHOOLS]
    at = headers(sheet, SCHOOL_HEADER)
    sheet.cell(SCHOOL_HEADER + 1, at["学校类型"]).value = "小学"
    sheet.cell(SCHOOL_HEADER + 2, at["班级总数"]).value = 12
    assert codes(read(tmp_path, opened)) == [("INP431", f"{SCHOOLS}!A{SCHOOL_HEADER + 2}")]


@pytest.mark.parametrize(
    ("header", "text", "code"), [("完成情况", "差不多了", "INP428"), ("完成日期", "下半年", "INP427")]
)
def test_a_wrong_entry_among_the_reports(tmp_path: Path, opened: Any, header: str, text: str, code: str) -> None:
    sheet, at = sheet_of(opened, TASKS)
    row = next(iter(tasks(opened).values()))
    sheet.cell(row, at["完成情况"]).value = "是"
    sheet.cell(row, at[header]).value = text
    assert codes(read(tmp_path, opened)) == [(code, f"{TASKS}!{sheet.cell(row, at[header]).coordinate}")]


def test_all_wrong_entries_are_named_at_once(tmp_path: Path, opened: Any) -> None:
    cell_of(opened, "特殊教育学校学生数", "数值").value = "很多"
    sheet = opened[SCHOOLS]
    for column, value in ((1, "示例校"), (3, "小校")):
        sheet.cell(SCHOOL_HEADER + 1, column).value = value
    duties, at = sheet_of(opened, TASKS)
    duties.cell(next(iter(tasks(opened).values())), at["完成情况"]).value = "?"
    assert {code for code, _ in codes(read(tmp_path, opened))} == {"INP424", "INP432", "INP428"}


@pytest.mark.parametrize("title", [FIGURES, SCHOOLS, KINDERGARTENS, TASKS])
def test_an_emptied_sheet_is_named_and_the_others_are_read(tmp_path: Path, opened: Any, title: str) -> None:
    cell_of(opened, "特殊教育学校学生数", "数值").value = 42
    for area in list(opened[title].merged_cells.ranges):
        opened[title].unmerge_cells(str(area))
    opened[title].delete_rows(1, opened[title].max_row)
    dataset = read(tmp_path, opened)
    assert ("INP410", title) in codes(dataset)
    assert not any(d.is_error for d in dataset.diagnostics)
    assert len(dataset.observations) == (title != FIGURES)


def test_a_sheet_without_its_header_is_named(tmp_path: Path, opened: Any) -> None:
    sheet, at = sheet_of(opened, FIGURES)
    sheet.cell(3, at["指标"]).value = "项目"
    assert ("INP407", FIGURES) in codes(read(tmp_path, opened))


def test_rows_added_without_region_and_year_are_the_workbooks_own(tmp_path: Path, opened: Any) -> None:
    sheet, at = sheet_of(opened, FIGURES)
    row = sheet.max_row + 5
    for header, value in (("指标", "在校生数"), ("数值", 7000)):
        sheet.cell(row, at[header]).value = value
    (observation,) = read(tmp_path, opened).observations
    assert (observation.region, observation.period.end, observation.text) == (SAMPLE, YEAR, "7000")


def test_two_workbooks_of_two_counties_each_keep_their_own(tmp_path: Path) -> None:
    paths = []
    for region in (SAMPLE, DONGLI):
        opened = workbook(template(region, YEAR))
        sheet = opened[SCHOOLS]
        for column, value in ((1, "示例校"), (3, "小学")):
            sheet.cell(SCHOOL_HEADER + 1, column).value = value
        paths.append(tmp_path / f"{region}.xlsx")
        opened.save(paths[-1])
    dataset = read_files(paths, vocabulary())
    assert {(o.region, o.entity) for o in dataset.observations} == {(SAMPLE, "示例校"), (DONGLI, "示例校")}
    assert dataset.made_for == ((SAMPLE, YEAR), (DONGLI, YEAR))


@pytest.mark.parametrize(("label", "value"), [("地区代码", "某县"), ("年份", "去年"), ("地区代码", None)])
def test_a_cover_that_names_no_region_or_year_is_only_a_sheet_that_is_not_read(
    tmp_path: Path, opened: Any, label: str, value: object
) -> None:
    cell_of(opened, "特殊教育学校学生数", "数值").value = 42
    for row in opened["说明"].iter_rows():
        if row[0].value == label:
            row[1].value = value
    dataset = read(tmp_path, opened)
    # the sheets of schools have no columns of region and year of their own
    assert [code for code, _ in codes(dataset)] == ["INP407", *["INP412"] * 4]
    assert dataset.made_for == ()


def test_figures_on_a_sheet_called_as_the_cover_are_read(tmp_path: Path) -> None:
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "说明"
    for row in (
        ["地区代码", "109901"],
        ["年份", 2024],
        ["地区", "年份", "指标", "数值"],
        ["120110", 2023, "在校生数", 5],
    ):
        sheet.append(row)
    (observation,) = read(tmp_path, made).observations
    assert (observation.region, observation.period.end) == (DONGLI, 2023)


def test_schools_alone_still_count_as_a_table_of_schools(tmp_path: Path) -> None:
    """A sheet with its headers and nothing below asks for the standard all the same."""
    dataset = read(tmp_path, workbook(template(SAMPLE, YEAR, only=["compulsory-balance-2017"])))
    assert dataset.rosters == ("school",)
    made = judged(dataset, SAMPLE, YEAR)
    assert {v.pack for v in made.verdicts} == {"compulsory-balance-2017"}


def test_without_the_sheets_of_schools_the_standards_are_left_out(tmp_path: Path) -> None:
    opened = workbook(template(DONGLI, 2023))
    for title in (SCHOOLS, KINDERGARTENS):
        del opened[title]
    made = judged(read(tmp_path, opened), DONGLI, 2023)
    assert {v.pack for v in made.verdicts} == {"dongli-plan-2021"}
    assert {pack.id for pack in made.packs if pack.left_out} == {"compulsory-balance-2017", "preschool-access-2020"}
