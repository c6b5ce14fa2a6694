"""Cells of a workbook: each as Excel shows it, exact, and refused where it holds no figure."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from inputs_helpers import HEADER, Fill, changed, found, only, read, read_cells, rewritten, value, workbook

SHEET = "xl/worksheets/sheet1.xml"


def formatted(code: str, cell: str = "E2") -> Fill:
    """Gives a cell a number format."""

    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0][cell].number_format = code

    return fill


SHOWN = {
    "General": (98.5, "General", "98.5"),
    "0.0%": (0.985, "0.0%", "98.5%"),
    "0%": (0.985, "0%", "98.5%"),
    "1 as 100%": (1, "0%", "100%"),
    "% behind a literal": (98.5, '0.00"%"', "98.5"),
    "% behind a backslash": (98.5, r"0.00\%", "98.5"),
    "% behind !": (98.5, "0.00!%", "98.5"),
    "blank as wide as %": (98.5, "0.00_%", "98.5"),
    "negative section is no %": (98.5, "0.0;-0.0%", "98.5"),
    "positive section is %": (0.985, "0.0%;-0.0", "98.5%"),
    "negative section": (-0.005, "0.0;-0.0%", "-0.5%"),
    "zero section": (0, "0.0;-0.0;0%", "0%"),
    "condition that holds": (0.5, "[<=1]0%;0.0", "50%"),
    "condition that does not": (98.5, "[<=1]0%;0.0", "98.5"),
    "no condition that holds": (98.5, "[<=1]0%;[<=2]0%", "98.5"),
    "colour before a condition": (0.5, "[Red][<=1]0%;0.0", "50%"),
    "text format": ("98.5%", "@", "98.5%"),
    "text number": (" 98.50 ", "General", "98.50"),
    "whole number kept as a double": (98.0, "General", "98"),
}


@pytest.mark.parametrize(("stored", "code", "text"), SHOWN.values(), ids=SHOWN)
def test_a_share_is_what_its_format_shows(tmp_path: Path, stored: object, code: str, text: str) -> None:
    observation = only(read_cells(tmp_path, [changed(数值=stored)], formatted(code)))
    assert (observation.text, observation.value) == (text, Fraction(text.rstrip("%")))


DOUBLES = {
    "0.1+0.2": (0.1 + 0.2, "0.3"),
    "0.57*100": (0.57 * 100, "57"),
    "55/57": (55 / 57 * 100, "96.491228070175"),
    "noise behind five digits": (17930.000000000004, "17930"),
    "1e-05": (1e-05, "0.00001"),
    "1/3": (1 / 3, "0.333333333333"),
    "negative": (-0.1 - 0.2, "-0.3"),
    "twelve digits": (1234567.12345, "1234567.12345"),
    "above 2^53": (1e17, "100000000000000000"),
    "2^53": (float(2**53), "9007199254740992"),
    "above 2^53, odd": (2**53 + 1, "9007199254740992"),
    "-0.0": (-0.0, "0"),
}


@pytest.mark.parametrize(("stored", "exact"), DOUBLES.values(), ids=DOUBLES)
def test_a_double_is_the_decimal_that_was_meant(tmp_path: Path, stored: float, exact: str) -> None:
    """Written with 17 digits, as Excel does."""
    content = workbook({"填报": [HEADER, changed(指标="生均设备值", 数值=1, 单位="")]})
    content = rewritten(content, SHEET, r'<c r="E2".*?</c>', f'<c r="E2"><v>{stored:.17g}</v></c>')
    assert value(read(tmp_path, content, "a.xlsx")) == Fraction(exact)


def test_a_percent_of_a_computed_double_stands_on_the_line(tmp_path: Path) -> None:
    """1.1*0.5 is 0.55000000000000004: 55 %, neither more nor less."""
    assert value(read_cells(tmp_path, [changed(数值=1.1 * 0.5)], formatted("0.0%"))) == 55


@pytest.mark.parametrize("stored", [1e18, 1e300, -1e18, 1e-13, 1.2345678901234e-14, 2.5e-300], ids=str)
def test_a_double_no_column_holds_is_refused(tmp_path: Path, stored: float) -> None:
    assert found(read_cells(tmp_path, [changed(数值=stored)])) == [("INP424", "填报!E2")]


SCALED = [
    "0,",
    "#,##0,",
    "0.00,,",
    '0.0,"千元"',
    "0!.0,",
    r"0\.0,",
    '0"."0,',
    "0!.0000",
    "[>=10000]0!.0,;0",
    "#,##0,_);(#,##0,)",
]
PLAIN = [
    "0",
    "#,##0",
    "#,##0.00",
    "_ * #,##0.00_ ",
    "#,##0_);(#,##0)",
    '0"."',
    "0.00E+00",
    "[<10000]0!.0,;0",
    "G/通用格式",
]


@pytest.mark.parametrize("code", SCALED)
def test_a_number_shown_in_thousands_is_read_as_stored_and_named(tmp_path: Path, code: str) -> None:
    dataset = read_cells(tmp_path, [changed(指标="在校生数", 数值=16300, 单位="人")], formatted(code))
    assert found(dataset) == [("INP429", "填报!E2")]
    assert not dataset.diagnostics[0].is_error
    assert [o.value for o in dataset.observations] == [16300]


@pytest.mark.parametrize("code", PLAIN)
def test_separators_of_thousands_scale_nothing(tmp_path: Path, code: str) -> None:
    assert value(read_cells(tmp_path, [changed(指标="在校生数", 数值=16300, 单位="人")], formatted(code))) == 16300


def test_a_percent_cell_under_another_unit_is_refused(tmp_path: Path) -> None:
    percent = formatted("0.0%")
    count = read_cells(tmp_path, [changed(指标="在校生数", 数值=0.985, 单位="人")], percent)
    assert found(count) == [("INP423", "填报!E2")]
    assert found(read_cells(tmp_path, [changed(数值=0.985, 单位="人")], percent)) == [("INP426", "填报!E2")]
    assert found(read_cells(tmp_path, [changed(数值=0.985, 单位="‰")], percent)) == [("INP426", "填报!E2")]


DATES = {
    "year of a date": ("B2", dt.datetime(2020, 12, 31), "General", []),  # noqa: DTZ001
    "date in the value": ("E2", dt.date(2021, 12, 31), "yyyy-mm-dd", [("INP424", "填报!E2")]),
    "a figure formatted as a date": ("E2", 98.5, "yyyy-mm-dd", [("INP424", "填报!E2")]),
    "time in the value": ("E2", dt.time(12, 30), "h:mm", [("INP424", "填报!E2")]),
    "a date no calendar has": ("E2", 1e9, "yyyy-mm-dd", [("INP417", "填报!E2")]),
    "2020 formatted as a date": ("B2", 2020, "yyyy-mm-dd", [("INP419", "填报!B2")]),
    "year as a number": ("B2", 2020.0, "0", []),
    "region as a number": ("A2", 120110.0, "0", []),
}


@pytest.mark.parametrize(("cell", "stored", "code", "expected"), DATES.values(), ids=DATES)
def test_dates(tmp_path: Path, cell: str, stored: object, code: str, expected: list[tuple[str, str]]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.worksheets[0][cell].value = stored
        if code != "General":
            book.worksheets[0][cell].number_format = code

    dataset = read_cells(tmp_path, [changed()], fill)
    assert found(dataset) == expected
    assert [str(o.period) for o in dataset.observations] == ([] if expected else ["2020"])


def test_the_dates_of_chinese_excel(tmp_path: Path) -> None:
    """Number format 31 is 2021年12月3日, but in no list outside China."""
    row = changed(指标="通过省示范性高中评审", 数值="是", 单位="", 完成日期=44533)
    content = workbook({"填报": [HEADER, row]}, formatted("0.000", "H2"))
    content = rewritten(
        content, "xl/styles.xml", r'numFmtId="164"(?= fontId| fillId| borderId|[^>]*xfId)', 'numFmtId="31"'
    )
    assert only(read(tmp_path, content, "a.xlsx")).done_on == "2021-12-03"


def test_an_iso_date_cell(tmp_path: Path) -> None:
    content = workbook({"填报": [HEADER, changed(年份=1)]})
    content = rewritten(content, SHEET, r'<c r="B2".*?</c>', '<c r="B2" t="d"><v>2020-12-31</v></c>')
    assert str(only(read(tmp_path, content, "a.xlsx")).period) == "2020"


@pytest.mark.parametrize("stored", ["1e999", "-1e999"])
def test_a_number_beyond_all_doubles_is_an_error(tmp_path: Path, stored: str) -> None:
    content = workbook({"填报": [HEADER, changed(数值=1)]})
    content = rewritten(content, SHEET, r'<c r="E2".*?</c>', f'<c r="E2"><v>{stored}</v></c>')
    assert found(read(tmp_path, content, "a.xlsx")) == [("INP417", "填报!E2")]


def test_booleans(tmp_path: Path) -> None:
    rows = [changed(指标="学校规划布局合理", 数值=answer, 单位="") for answer in (True, False)]
    assert [o.done for o in read_cells(tmp_path, rows).observations] == [True, False]
    assert found(read_cells(tmp_path, [changed(数值=True)])) == [("INP424", "填报!E2")]


@pytest.mark.parametrize("text", ["#DIV/0!", "#N/A", "#REF!"])
@pytest.mark.parametrize("column", ["数值", "年份", "单位"])
def test_error_cells(tmp_path: Path, text: str, column: str) -> None:
    place = f"填报!{'ABCDEFGHIJ'[HEADER.index(column)]}2"
    assert found(read_cells(tmp_path, [changed(**{column: text})])) == [("INP417", place)]


def test_notes_that_are_numbers_are_shown_as_numbers(tmp_path: Path) -> None:
    observation = only(read_cells(tmp_path, [changed(佐证材料=0.5, 备注=12)], formatted("0%", "I2")))
    assert (observation.evidence, observation.note) == ("50%", "12")


def test_inline_and_rich_text(tmp_path: Path) -> None:
    content = workbook({"填报": [HEADER, changed(数值=1)]})
    inline = '<c r="E2" t="inlineStr"><is><r><t>98</t></r><r><t>.5%</t></r></is></c>'
    assert only(read(tmp_path, rewritten(content, SHEET, r'<c r="E2".*?</c>', inline), "a.xlsx")).text == "98.5%"
