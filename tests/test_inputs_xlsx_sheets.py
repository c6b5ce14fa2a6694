"""Sheets of a workbook: which are read, which are only named; titles, merged cells, wrong dimension records."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.chartsheet import Chartsheet

from inputs_helpers import GOOD, HEADER, changed, csv_text, found, only, read, read_cells, rewritten, workbook

SHEET = "xl/worksheets/sheet1.xml"


def test_a_figure_has_the_address_excel_shows(tmp_path: Path) -> None:
    """Two title rows (one of merged cells), a blank row and a blank first column above and beside the table."""

    def merge(book: openpyxl.Workbook) -> None:
        book.worksheets[0].merge_cells("A1:K1")

    rows = [["东丽区教育统计"], ["单位：见各行"], [], ["", *HEADER], [], ["", *GOOD]]
    observation = only(read(tmp_path, workbook({"填报": rows}, merge), "a.xlsx"))
    assert observation.origin[1:] == ("填报", "F6", 6)
    assert str(observation.origin.span).endswith("a.xlsx!填报!F6")


def test_rows_after_a_wide_gap_keep_their_address(tmp_path: Path) -> None:
    def far(book: openpyxl.Workbook) -> None:
        for column, cell in enumerate(changed(年份="2021"), 1):
            book.worksheets[0].cell(60_000, column, str(cell) or None)

    dataset = read_cells(tmp_path, [GOOD], far)
    assert [o.origin.cell for o in dataset.observations] == ["E2", "E60000"]


@pytest.mark.parametrize("record", ["A1", "A1:B2", "C3:C3", "A1:XFD1048576"])
def test_a_wrong_dimension_record_hides_nothing(tmp_path: Path, record: str) -> None:
    content = workbook({"填报": [HEADER, GOOD, changed(年份="2021")]})
    content = rewritten(content, SHEET, r'<dimension ref="[^"]*"', f'<dimension ref="{record}"')
    dataset = read(tmp_path, content, "a.xlsx")
    assert (found(dataset), [o.origin.cell for o in dataset.observations]) == ([], ["E2", "E3"])


def test_rows_and_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    """Some programs leave the address out; the place is then its position."""
    rows = (
        ("地区", "年份", "指标", "数值"),
        ("120110", "2020", "毛入学率", "98.5"),
        ("120110", "2021", "毛入学率", "x"),
    )
    cells = [[f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row] for row in rows]
    xml = "".join(f"<row>{''.join(row)}</row>" for row in cells)
    content = rewritten(
        workbook({"填报": [["x"]]}), SHEET, r"<sheetData>.*</sheetData>", f"<sheetData>{xml}</sheetData>"
    )
    dataset = read(tmp_path, content, "a.xlsx")
    assert (found(dataset), [o.origin.cell for o in dataset.observations]) == ([("INP424", "填报!D3")], ["D2"])


def test_a_missing_cell_is_placed_in_its_own_column(tmp_path: Path) -> None:
    """A short row ends before 单位: the finding still points at the column."""
    names = ("数值", "指标", "年份", "地区")
    dataset = read(tmp_path, workbook({"填报": [names, ["98.5", "毛入学率"]]}), "a.xlsx")
    assert found(dataset) == [("INP418", "填报!D2"), ("INP419", "填报!C2")]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_named_not_read(tmp_path: Path, state: Literal["hidden", "veryHidden"]) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["旧数"].sheet_state = state

    content = workbook({"填报": [HEADER, GOOD], "旧数": [HEADER, changed(数值="90")]}, hide)
    dataset = read(tmp_path, content, "a.xlsx")
    assert (found(dataset), len(dataset.observations)) == ([("INP406", "旧数")], 1)


def test_only_the_sheets_with_figures_are_read(tmp_path: Path) -> None:
    sheets: dict[str, list[Sequence[object]]] = {
        "封面": [["自评报告"], ["指标"], ["东丽区教育局"]],
        "小学": [HEADER, changed(学段="小学")],
        "Sheet3": [],
        "初中": [["标题"], HEADER, changed(学段="初中", 数值="abc")],
    }
    dataset = read(tmp_path, workbook(sheets), "a.xlsx")
    assert sorted(found(dataset)) == [("INP407", "封面"), ("INP410", "Sheet3"), ("INP424", "初中!E3")]
    assert [d.is_error for d in sorted(dataset.diagnostics)] == [False, False, True]
    assert [(o.stage, o.origin.sheet) for o in dataset.observations] == [("小学", "小学")]


def test_without_any_table_every_sheet_is_an_error(tmp_path: Path) -> None:
    dataset = read(tmp_path, workbook({"封面": [["", "自评报告"]], "Sheet2": []}), "a.xlsx")
    assert found(dataset) == [("INP411", "封面!A1"), ("INP410", "Sheet2!A1")]


def test_a_chart_sheet_is_passed_over(tmp_path: Path) -> None:
    def draw(book: openpyxl.Workbook) -> None:
        chart = BarChart()
        chart.add_data(openpyxl.chart.Reference(book["填报"], min_col=5, min_row=2, max_row=2))
        sheet: Chartsheet = book.create_chartsheet("图")
        sheet.add_chart(chart)

    assert only(read(tmp_path, workbook({"填报": [HEADER, GOOD]}, draw), "a.xlsx")).text == "98.5"


def test_a_workbook_with_macros_is_read(tmp_path: Path) -> None:
    content = workbook({"填报": [HEADER, GOOD]})
    plain, macros = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        "application/vnd.ms-excel.sheet.macroEnabled.main",
    )
    content = rewritten(content, "[Content_Types].xml", plain.replace(".", r"\."), macros)
    assert only(read(tmp_path, content, "a.xlsm")).text == "98.5"


def test_settings_no_library_knows_do_not_stop_the_figures(tmp_path: Path) -> None:
    """Filters and print settings other programs write, and extensions Excel adds: none of them bears on a figure."""
    odd = (
        '</sheetData><autoFilter ref="A1:J2"><filterColumn colId="0"><customFilters><customFilter operator="equal" val=""/>'
        '</customFilters></filterColumn></autoFilter><pageSetup orientation="sideways" paperSize="x"/>'
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"/></extLst>'
    )
    content = workbook({"填报": [HEADER, GOOD]})
    content = rewritten(content, SHEET, "</sheetData>", odd)
    assert only(read(tmp_path, content, "a.xlsx")).text == "98.5"


def test_a_cell_far_to_the_right_is_named(tmp_path: Path) -> None:
    def stray(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["XFD2"] = "x"

    dataset = read_cells(tmp_path, [GOOD], stray)
    assert (found(dataset), len(dataset.observations)) == ([("INP413", "填报!XFD2")], 1)


def test_a_workbook_gives_the_same_figures_as_its_csv(tmp_path: Path) -> None:
    rows = [HEADER, GOOD, changed(指标="在校生数", 数值="1.63万", 单位="人"), changed(备注="一\n二", 年份="2016-2020")]
    book, text = read(tmp_path, workbook({"表": rows}), "a.xlsx"), read(tmp_path, csv_text(rows))
    assert [o[:-1] for o in book.observations] == [o[:-1] for o in text.observations]
    assert [o.origin.cell for o in book.observations] == [o.origin.cell for o in text.observations]
