"""Finding the header row: titles above it, other names, brackets; columns that are missing, double or not read."""

from pathlib import Path

import pytest

from dabiao.inputs.tidy import Defaults
from inputs_helpers import GOOD, HEADER, csv_text, found, only, read

BODY = csv_text([GOOD])


def named(*names: str) -> str:
    """A header and one row of four columns: region, year, indicator, value."""
    return csv_text([names, ("120110", "2020", "毛入学率", "98.5")])


GOOD_HEADERS = {
    "Chinese": ("地区", "年份", "指标", "数值"),
    "other words": ("行政区划", "年度", "指标名称", "数据"),
    "English": ("region", "year", "indicator", "value"),
    "English in capitals": ("Region", "YEAR", "Indicator", "Value"),
    "full width and blanks": ("地　区", " 年 份", "指标 ", "数 值"),
    "required marks": ("*地区", "年份*", "＊指标", "数值："),
    "units and hints in brackets": ("地区（代码）", "年份(四位)", "指标（名称）", "数值（%）"),
    "zero width blanks": ("\u200b地区", "年份\ufeff", "指标", "数值"),
    "quotation marks": ("“地区”", "年份", "“指标”", "数值"),
}


@pytest.mark.parametrize("names", GOOD_HEADERS.values(), ids=GOOD_HEADERS)
def test_headers_under_their_many_names(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert only(read(tmp_path, named(*names))).text == "98.5"


def test_title_rows_above_the_header(tmp_path: Path) -> None:
    title = "东丽区教育统计,,,,,,,,,\n填报单位：区教育局,,指标,,,,,,,\n\n"
    observation = only(read(tmp_path, title + csv_text([HEADER]) + BODY))
    assert (observation.origin.line, observation.origin.cell) == (5, "E5")


def test_the_fullest_row_is_the_header(tmp_path: Path) -> None:
    """A note above names two columns; it is no header."""
    assert only(read(tmp_path, "指标,数值,都要填写\n" + csv_text([HEADER]) + BODY)).origin.line == 3


def test_a_list_of_columns_above_is_no_header(tmp_path: Path) -> None:
    assert only(read(tmp_path, "地区,年份,指标,学段\n各列都要填写\n" + csv_text([HEADER]) + BODY)).origin.line == 4


def test_a_header_repeated_on_each_page_is_no_row(tmp_path: Path) -> None:
    dataset = read(tmp_path, csv_text([HEADER, GOOD, HEADER, GOOD, HEADER]))
    assert (found(dataset), [o.origin.line for o in dataset.observations]) == ([], [2, 4])


def test_a_second_table_below_does_not_hide_the_first(tmp_path: Path) -> None:
    """Its fuller header is no reason to pass over the rows above it."""
    text = "地区,年份,指标,数值\n120110,2019,毛入学率,97\n\n" + csv_text([HEADER, GOOD])
    dataset = read(tmp_path, text)
    assert [str(o.period) for o in dataset.observations] == ["2019"]
    assert ("INP415", "4") in found(dataset)


def test_a_header_too_far_down_is_not_found(tmp_path: Path) -> None:
    text = "".join(f"说明 {number}\n" for number in range(20)) + csv_text([HEADER]) + BODY
    assert found(read(tmp_path, text)) == [("INP411", "1")]


@pytest.mark.parametrize("missing", ["地区", "年份", "指标", "数值"])
def test_a_missing_column_is_an_error(tmp_path: Path, missing: str) -> None:
    """Without 指标 there is no header at all."""
    rows = [dict(zip(HEADER, row, strict=True)) for row in (HEADER, GOOD)]
    text = csv_text([[cell for name, cell in row.items() if name != missing] for row in rows])
    assert found(read(tmp_path, text)) == [("INP411" if missing == "指标" else "INP412", "1")]


def test_all_missing_columns_are_reported_at_once(tmp_path: Path) -> None:
    dataset = read(tmp_path, "指标,单位,奇怪\n毛入学率,%,x\n")
    assert found(dataset) == [("INP412", "1")] * 3 + [("INP413", "1")]


def test_region_and_year_may_come_from_the_command_line(tmp_path: Path) -> None:
    observation = only(read(tmp_path, "指标,数值\n毛入学率,98.5\n", defaults=Defaults("120110", 2020)))
    assert (observation.region, str(observation.period)) == ("120110", "2020")


def test_what_a_row_says_goes_before_the_command_line(tmp_path: Path) -> None:
    dataset = read(tmp_path, csv_text([HEADER, GOOD]), defaults=Defaults("350102", 1999))
    assert (only(dataset).region, str(only(dataset).period)) == ("120110", "2020")


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    dataset = read(tmp_path, csv_text([(*HEADER, "序号"), (*GOOD, "1")]))
    assert found(dataset) == [("INP413", "1")]
    assert not dataset.diagnostics[0].is_error
    assert len(dataset.observations) == 1


def test_a_second_value_column_is_named(tmp_path: Path) -> None:
    """数值 and 数据 mean the same column: the second is not read, and that is said."""
    dataset = read(tmp_path, csv_text([(*HEADER, "数据"), (*GOOD, "97")]))
    assert found(dataset) == [("INP413", "1")]
    assert [o.text for o in dataset.observations] == ["98.5"]


def test_figures_under_no_header_are_named(tmp_path: Path) -> None:
    text = csv_text([(*HEADER, "", ""), (*GOOD, "", ""), (*GOOD, "", "97.1"), (*GOOD, "", "96")])
    assert found(read(tmp_path, text)) == [("INP413", "3")]


def test_blank_rows_and_columns_mean_nothing(tmp_path: Path) -> None:
    rows = [["", *HEADER, "", ""], [""] * 12, ["", *GOOD, "", " "], ["　"] * 12, [""] * 20]
    assert only(read(tmp_path, csv_text(rows))).origin.cell == "F3"


SUM_ROWS = {
    "in the first column": (["合计", "", "", "", "197"], ["INP414", "INP418"]),
    "as the indicator": (["", "", "合计", "", "197"], ["INP415"]),
    "as the region": (["合计", "2020", "毛入学率", "", "197"], ["INP418"]),
}


@pytest.mark.parametrize(("row", "codes"), SUM_ROWS.values(), ids=SUM_ROWS)
def test_a_sum_row_is_refused_not_read(tmp_path: Path, row: list[str], codes: list[str]) -> None:
    dataset = read(tmp_path, csv_text([HEADER, GOOD, row]), defaults=Defaults("120110", 2020))
    assert found(dataset) == [(code, "3") for code in codes]
    assert len(dataset.observations) == 1


def test_a_signature_row_is_no_figure(tmp_path: Path) -> None:
    assert only(read(tmp_path, csv_text([HEADER, GOOD, ["填表人：张三", "", "", "", ""], ["注：以上为预计"]])))


def test_the_headers_of_milestones_stand_in_for_those_of_figures(tmp_path: Path) -> None:
    """Alone they name the columns; beside 指标 and 数值 they do not."""
    dataset = read(tmp_path, "地区,年份,事项,完成情况\n120110,2021,学校规划布局合理,是\n")
    assert only(dataset).done is True
    beside = read(tmp_path, "地区,年份,完成情况,指标,事项,数值\n120110,2020,好,毛入学率,某事,98.5\n")
    assert [o.text for o in beside.observations] == ["98.5"]
    assert found(beside) == [("INP413", "1"), ("INP413", "1")]
