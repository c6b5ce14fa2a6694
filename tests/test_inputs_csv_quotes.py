"""Quotes in CSV: quoted line ends keep line numbers right, a quote out of place is found where it starts."""

from pathlib import Path

import pytest

from inputs_helpers import GOOD, HEADER, changed, csv_text, found, only, read

HEAD = ",".join(HEADER) + "\n"


def test_quoted_line_ends_are_kept_and_counted(tmp_path: Path) -> None:
    rows = [changed(年份="2019", 备注="一\n二\r\n三"), changed(年份="2020", 数值="九九")]
    dataset = read(tmp_path, csv_text([HEADER, *rows]))
    assert found(dataset) == [("INP424", "5")]
    (observation,) = dataset.observations
    assert observation.note == "一\n二\r\n三"
    assert (observation.origin.line, observation.origin.cell) == (2, "E2")


def test_a_cell_behind_a_quoted_line_end_has_its_own_line(tmp_path: Path) -> None:
    text = 'note,region,year,indicator,value\n"一\n二",120110,2020,enrolment,abc\n'
    assert found(read(tmp_path, text)) == [("INP424", "3")]


def test_addresses_are_the_rows_excel_shows(tmp_path: Path) -> None:
    """Blank lines and quoted line ends: line 8 of the file is row 5 of the sheet."""
    note = csv_text([changed(年份="2019", 备注="一\n二\n三\n四")])
    dataset = read(tmp_path, HEAD + "\n" + ",,,\n" + note + csv_text([GOOD]))
    assert [(o.origin.line, o.origin.cell) for o in dataset.observations] == [(4, "E4"), (8, "E5")]


def test_doubled_quotes_and_separators_inside_quotes(tmp_path: Path) -> None:
    note = '"双师型",含"聘任"教师'
    assert only(read(tmp_path, csv_text([HEADER, changed(备注=note)]))).note == note


def test_quotes_within_an_unquoted_cell_are_text(tmp_path: Path) -> None:
    assert only(read(tmp_path, HEAD + '120110,2020,毛入学率,,98.5,%,,,,称为"毛"入学率\n')).note == '称为"毛"入学率'


FAULTS = {
    "never closed": ('120110,2020,毛入学率,,98.5,%,,,,"没有结束\n', "3"),
    "text behind the quote": ('120110,2020,毛入学率,,98.5,%,,,,"双师型"教师\n', "3"),
    "closed by a later quote": ('120110,2020,毛入学率,,98.5,%,,,,"甲\n120110,2021,毛入学率,,97,%,,,,乙"丙\n', "3"),
    "far too long": ("120110,2020,毛入学率,,98.5,%,,,," + '"' + "甲" * 140_000 + '"\n', "3"),
}


@pytest.mark.parametrize(("text", "line"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("mark", [",", "\t"], ids=["comma", "tab"])
def test_a_bad_quote_is_named_where_it_starts(tmp_path: Path, text: str, line: str, mark: str) -> None:
    good = csv_text([GOOD])
    dataset = read(tmp_path, (HEAD + good + text + good).replace(",", mark))
    assert found(dataset) == [("INP402", line)]
    assert "expected" not in dataset.diagnostics[0].message
    assert dataset.diagnostics[0].is_error


def test_what_is_wrong_above_a_bad_quote_is_reported_too(tmp_path: Path) -> None:
    dataset = read(tmp_path, HEAD + csv_text([changed(数值="abc")]) + '120110,2020,"毛\n')
    assert sorted(found(dataset)) == [("INP402", "3"), ("INP424", "2")]


def test_a_bad_quote_in_the_header_is_the_only_finding(tmp_path: Path) -> None:
    assert found(read(tmp_path, '地区,"年份,指标,数值\n120110,2020,毛入学率,98.5\n')) == [("INP402", "1")]
