"""Quantities and statistics as typed: number, unit, and the side a figure is known from."""

from fractions import Fraction

import pytest

from dabiao.quantity import Interval, NumberError, UnitError, parse_figure, parse_quantity, parse_unit


@pytest.mark.parametrize(
    ("text", "default", "value", "unit"),
    [
        ("99%", None, "99", "%"),
        ("９９．５ ％", None, "99.5", "%"),
        ("百分之九十九点五", None, "99.5", "%"),
        ("百分之99", None, "99", "%"),
        ("98.5", "%", "98.5", "%"),
        ("1.63万人", None, "16300", "人"),
        ("1.63万", "人", "16300", "人"),
        ("3亿", "元", "300000000", "元"),
        ("1.2万", "元/人", "12000", "元/人"),
        ("7,822.38 元", None, "7822.38", "元"),
        ("两千万元", None, "20000000", "元"),
        ("2千万元", None, "20000000", "元"),
        ("三十所", None, "30", "所"),
        ("-0.5 百分点", None, "-0.5", "%"),
        ("1:15", None, "1/15", "比"),
        ("1∶15", "%", "1/15", "比"),
        ("十五分之一", None, "1/15", "比"),
        ("0.60万元/人", None, "6000", "元/人"),
        ("5㎡", None, "5", "平方米"),
        ("5m²", None, "5", "平方米"),
    ],
)
def test_quantities(text: str, default: str | None, value: str, unit: str) -> None:
    quantity = parse_quantity(text, default)
    assert quantity.to(parse_unit(unit)).value == Fraction(value)


def test_a_written_unit_goes_before_the_default() -> None:
    assert parse_quantity("5 万元", "元").to(parse_unit("元")).value == 50000


@pytest.mark.parametrize("text", ["", "%", "abc", "1:0", "零分之一", "99%%人", "1.2.3%", "九九%", "3-5 所"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises((NumberError, UnitError)):
        parse_quantity(text, "%")


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("95", None),
        ("3万", None),
        ("1.63万", "万人"),
        ("1.63万", "%"),
        ("98.5①", "%"),
        ("12²", "人"),
        ("99 %左右", None),
        ("5 公斤", None),
    ],
    ids=["none", "multiple alone", "万 twice", "万 of %", "circled", "superscript", "左右", "unknown"],
)
def test_a_missing_or_doubtful_unit_is_refused(text: str, default: str | None) -> None:
    with pytest.raises(UnitError):
        parse_quantity(text, default)


SIDES = {
    ">=": ["{}以上", "{}及以上", "≥{}", ">={}", "不低于{}", "不少于{}", "至少{}", "达{}", "达到{}"],
    "<=": ["{}以下", "{}及以下", "{}以内", "≤{}", "<={}", "不高于{}", "不超过{}", "不多于{}", "至多{}"],
    ">": ["超过{}", "高于{}", "大于{}", ">{}", "＞{}", "超{}"],
    "<": ["低于{}", "不足{}", "小于{}", "不满{}", "<{}", "＜{}"],
    "=": ["{}"],
}


@pytest.mark.parametrize(("op", "words"), [(op, words) for op, all_ in SIDES.items() for words in all_])
@pytest.mark.parametrize("figure", ["196%", "196", "百分之一百九十六", "１９６ ％"])
def test_the_words_around_a_figure_say_on_which_side_the_truth_lies(op: str, words: str, figure: str) -> None:
    quantity, bound = parse_figure(words.format(figure), "%")
    assert quantity == parse_quantity("196%")
    assert bound == Interval.of(op, Fraction(196))


@pytest.mark.parametrize("text", ["以上", ">", "约98%", "98%左右", ">98以上", "不低于不少于98", "98%—99%"])
def test_figures_that_say_two_things_or_none_are_refused(text: str) -> None:
    with pytest.raises((NumberError, UnitError)):
        parse_figure(text, "%")
