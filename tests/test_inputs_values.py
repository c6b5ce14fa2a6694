"""The value cell: every way a figure is typed reads exactly; what is no figure is refused at its line, never guessed."""

from fractions import Fraction
from pathlib import Path

import pytest

from dabiao.quantity import Interval
from inputs_helpers import found, only, read_row, value

GOOD = {
    "98.5": "98.5",
    " 98.50 ": "98.5",
    "98.5%": "98.5",
    "９８．５％": "98.5",
    "98.5 ％": "98.5",
    "百分之九十八点五": "98.5",
    "九十八点五": "98.5",
    "+98.5": "98.5",
    "-0.5": "-0.5",
    "−0.5": "-0.5",
    "100.00": "100",
    "1.5": "1.5",
    "\u200b98.5\ufeff": "98.5",
    "\u202a98\u200b.5%\u202c": "98.5",
    "0": "0",
}


@pytest.mark.parametrize("text", GOOD, ids=ascii)
def test_a_share_as_typed(tmp_path: Path, text: str) -> None:
    assert value(read_row(tmp_path, 数值=text)) == Fraction(GOOD[text])


COUNTS = {
    "16300": ("人", 16300),
    "16,300": ("人", 16300),
    "１６，３００": ("人", 16300),
    "1.63万": ("人", 16300),
    "1.63万人": ("人", 16300),
    "1.63": ("万人", 16300),
    "1.63万人 ": ("", 16300),
    "一万六千三百": ("", 16300),
    "16300名": ("人", 16300),
    "16300人": ("名", 16300),
    "123456789012345678": ("人", 123456789012345678),
}


@pytest.mark.parametrize(("text", "unit", "exact"), [(text, *row) for text, row in COUNTS.items()], ids=list(COUNTS))
def test_a_count_as_typed(tmp_path: Path, text: str, unit: str, exact: int) -> None:
    assert value(read_row(tmp_path, 指标="在校生数", 数值=text, 单位=unit)) == exact


SIDES = {
    "196以上": Interval.at_least(Fraction(196)),
    "196%以上": Interval.at_least(Fraction(196)),
    "不低于95": Interval.at_least(Fraction(95)),
    "≥95": Interval.at_least(Fraction(95)),
    "＞1000": Interval.above(Fraction(1000)),
    "超过95": Interval.above(Fraction(95)),
    "不足5": Interval.below(Fraction(5)),
    "＜5": Interval.below(Fraction(5)),
    "5以下": Interval.at_most(Fraction(5)),
    "95": Interval.point(Fraction(95)),
}


@pytest.mark.parametrize(("text", "bound"), SIDES.items(), ids=list(SIDES))
def test_a_figure_with_a_side(tmp_path: Path, text: str, bound: Interval) -> None:
    assert only(read_row(tmp_path, 数值=text)).bound == bound


def test_a_side_is_converted_with_its_figure(tmp_path: Path) -> None:
    observation = only(read_row(tmp_path, 指标="教育拨款", 数值="3.26以上", 单位="亿元"))
    assert observation.bound == Interval.at_least(Fraction(326_000_000))


BAD = (
    "NaN", "nan", "inf", "-inf", "Infinity", "1e400", "1E5", "1.2e+03", "0x1F", "∞",
    "九九", "九十九十", "一万一万", "一百二", "三分之零", "1:0", "1/3", "½",
    "98.5.1", "98..5", "1,63", "9,8,5", "98,5", "98。5", "1_000", "1 000,5",
    "8-10", "8~10", "约20", "20左右", "±3", "(98.5)", "98.5*", "98.5①", "98²", "￥98", "98.5%%", "98.5 %以上以上",
    "=", "=1+1", "%", "万", "abc", "优", "达标", "TRUE", "合计", "#####", "#N/A!",
    "12345678901234567890", "0.1234567890123", "99999999999999999999999999999999", "𝟗𝟖٫5", "٩٨",
)  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=ascii)
def test_what_is_no_figure_is_refused(tmp_path: Path, text: str) -> None:
    dataset = read_row(tmp_path, 数值=text)
    assert dataset.observations == ()
    ((code, line),) = found(dataset)
    assert (code in {"INP424", "INP425", "INP426"}, line) == (True, "2")


@pytest.mark.parametrize(
    "text", ["负" * 5000, "一万" * 5000, "9" * 5000, "0" * 5000 + "1", "百分之" * 3000, "1" * 32767]
)
def test_endless_text_is_refused(tmp_path: Path, text: str) -> None:
    assert found(read_row(tmp_path, 数值=text)) == [("INP424", "2")]


@pytest.mark.parametrize("text", ["#DIV/0!", "#N/A", "#ref!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"])
@pytest.mark.parametrize("column", ["数值", "年份", "地区", "单位", "指标", "学段", "状态", "完成日期"])
def test_an_error_saved_into_a_csv_is_called_one(tmp_path: Path, text: str, column: str) -> None:
    assert found(read_row(tmp_path, **{column: text})) == [("INP417", "2")]


def test_a_figure_too_large_in_the_indicators_unit_is_refused(tmp_path: Path) -> None:
    """In 亿元 it has 12 digits; in 元 no column holds it."""
    dataset = read_row(tmp_path, 指标="教育拨款", 数值="999999999999", 单位="亿元")
    assert found(dataset) == [("INP424", "2")]


@pytest.mark.parametrize(
    "text", ["", " ", "-", "－", "—", "——", "/", "／", "无", "暂无", "N/A", "n/a", "Ｎ／Ａ", "\u200b"], ids=ascii
)
def test_no_figure_yet_is_no_error(tmp_path: Path, text: str) -> None:
    """Only that the file holds nothing at all is said."""
    assert found(read_row(tmp_path, 数值=text)) == [("INP409", "")]
