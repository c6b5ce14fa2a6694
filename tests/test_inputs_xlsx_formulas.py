"""Formula cells: their saved result is read; a result never saved is named, not taken for an empty cell."""

from pathlib import Path

import pytest

from inputs_helpers import HEADER, changed, found, only, read, read_cells, rewritten, workbook

SHEET = "xl/worksheets/sheet1.xml"


def with_cell(xml: str, row: list[object] | None = None) -> bytes:
    """A workbook whose E2 (the value) is written as given."""
    content = workbook({"填报": [HEADER, row or changed(数值=1), changed(年份="2021")]})
    return rewritten(content, SHEET, r'<c r="E2".*?</c>', xml)


SAVED = {
    "number": ('<c r="E2"><f>D2*2</f><v>98.5</v></c>', "98.5"),
    "noise of doubles": ('<c r="E2"><f>0.57*100</f><v>56.999999999999993</v></c>', "57"),
    "text": ('<c r="E2" t="str"><f>D2&amp;"以上"</f><v>98.5以上</v></c>', "98.5以上"),
    "shared": ('<c r="E2"><f t="shared" si="0">D2</f><v>98.5</v></c>', "98.5"),
    "array": ('<c r="E2"><f t="array" ref="E2">D2</f><v>98.5</v></c>', "98.5"),
    "a formula no parser knows": ('<c r="E2"><f t="shared" si="9">[[["(</f><v>98.5</v></c>', "98.5"),
}


@pytest.mark.parametrize(("xml", "text"), SAVED.values(), ids=SAVED)
def test_a_saved_result_is_read(tmp_path: Path, xml: str, text: str) -> None:
    dataset = read(tmp_path, with_cell(xml), "a.xlsx")
    assert found(dataset) == []
    assert [o.text for o in dataset.observations] == [text, "98.5"]


NEVER_SAVED = {
    "no value": '<c r="E2"><f>D2*2</f></c>',
    "empty value": '<c r="E2"><f>D2*2</f><v></v></c>',
    "closed value": '<c r="E2"><f>D2*2</f><v/></c>',
    "shared": '<c r="E2"><f t="shared" si="0"/></c>',
    "no address": "<c><f>D2*2</f></c>",
}


@pytest.mark.parametrize("xml", NEVER_SAVED.values(), ids=NEVER_SAVED)
def test_a_result_never_saved_is_named(tmp_path: Path, xml: str) -> None:
    dataset = read(tmp_path, with_cell(xml, changed(学段="小学", 数值=1)), "a.xlsx")
    assert found(dataset) == [("INP416", "填报!E2")]
    assert [str(o.period) for o in dataset.observations] == ["2021"]


def test_a_prefixed_sheet_hides_no_formula(tmp_path: Path) -> None:
    """Other programs write <x:f> for <f>."""
    content = with_cell('<c r="E2"><f>D2*2</f></c>')
    for pattern, new in ((r"<(?=[a-zA-Z])", "<x:"), ("</", "</x:"), ('xmlns="', 'xmlns:x="')):
        content = rewritten(content, SHEET, pattern, new)
    assert found(read(tmp_path, content, "a.xlsx")) == [("INP416", "填报!E2")]


def test_an_empty_text_as_result_is_an_empty_cell(tmp_path: Path) -> None:
    """=IF(G2="","",…) in a form not filled in yet."""
    empty = '<c r="E2" t="str"><f>IF(G2="","",G2)</f><v></v></c>'
    assert only(read(tmp_path, with_cell(empty), "a.xlsx")).origin.cell == "E3"


def test_an_error_as_result_is_named(tmp_path: Path) -> None:
    dataset = read(tmp_path, with_cell('<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "a.xlsx")
    assert found(dataset) == [("INP417", "填报!E2")]


@pytest.mark.parametrize("column", ["地区", "年份", "指标", "学段", "单位", "状态", "完成日期"])
def test_an_uncomputed_formula_beside_a_figure_is_named_too(tmp_path: Path, column: str) -> None:
    """An empty unit would mean the indicator's, an empty status 实际: neither was said."""
    place = f"填报!{'ABCDEFGHIJ'[HEADER.index(column)]}2"
    assert found(read_cells(tmp_path, [changed(**{column: "=Z1"})])) == [("INP416", place)]


def test_the_rest_of_a_row_with_a_formula_is_still_checked(tmp_path: Path) -> None:
    dataset = read_cells(tmp_path, [changed(数值="=Z1", 地区="某县", 学段="=Z2")])
    assert sorted(found(dataset)) == [("INP416", "填报!D2"), ("INP416", "填报!E2"), ("INP418", "填报!A2")]


def test_formulas_are_found_whatever_the_dimension_record_says(tmp_path: Path) -> None:
    content = rewritten(with_cell('<c r="E2"><f>D2*2</f></c>'), SHEET, r'<dimension ref="[^"]*"', '<dimension ref="A1"')
    assert found(read(tmp_path, content, "a.xlsx")) == [("INP416", "填报!E2")]
