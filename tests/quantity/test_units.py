"""Units: which convert, which never do."""

from fractions import Fraction

import pytest

from dabiao.quantity import UnitError, parse_unit


@pytest.mark.parametrize(
    ("from_", "to", "factor"),
    [
        ("万元", "元", "10000"),
        ("元", "亿元", "1/100000000"),
        ("百万元", "万元", "100"),
        ("千万元", "百万元", "10"),
        ("万人", "人", "10000"),
        ("名", "人", "1"),
        ("个班", "班", "1"),
        ("%", "百分点", "1"),
        ("个百分点", "%", "1"),
        ("％", "%", "1"),
        ("‰", "%", "1/10"),
        ("倍", "%", "100"),
        ("比", "倍", "1"),
        ("万平方米", "平方米", "10000"),
        ("㎡", "平方米", "1"),
        ("m²", "m2", "1"),
        ("公顷", "平方米", "10000"),
        ("亩", "公顷", "1/15"),
        ("课时", "节", "1"),
        ("万元/人", "元/生", "10000"),
        ("人/百人", "人/人", "1/100"),
        ("册/生", "册/人", "1"),
        ("千台", "台", "1000"),
    ],
)
def test_units_of_one_dimension_convert_exactly_both_ways(from_: str, to: str, factor: str) -> None:
    assert parse_unit(from_).factor_to(parse_unit(to)) == Fraction(factor)
    assert parse_unit(to).factor_to(parse_unit(from_)) == 1 / Fraction(factor)


DIMENSIONS = ["人", "人次", "所", "个", "班", "间", "元", "场", "次", "项", "期", "册", "台", "节", "学时", "小时"]
DIMENSIONS += ["分钟", "年", "岁", "天", "学期", "学年", "%", "平方米", "元/人", "人/班", "平方米/人", "级", "分"]


@pytest.mark.parametrize("one", DIMENSIONS)
def test_units_of_two_dimensions_never_convert(one: str) -> None:
    for other in DIMENSIONS:
        if other != one:
            with pytest.raises(UnitError, match=f"{one}.*{other}"):
                parse_unit(one).factor_to(parse_unit(other))


@pytest.mark.parametrize(
    "text", ["", "  ", "元/", "/人", "元//人", "元/人/年", "万", "万%", "万万元", "人以上", "公斤", "①", "kg", "%%"]
)
def test_unknown_units_are_refused(text: str) -> None:
    with pytest.raises(UnitError):
        parse_unit(text)


def test_a_missing_unit_is_told_from_an_unknown_one() -> None:
    with pytest.raises(UnitError, match="公斤"):
        parse_unit("公斤")
    with pytest.raises(UnitError, match="缺少"):
        parse_unit("")


@pytest.mark.parametrize(
    ("text", "plain"),
    [("万 元", "万元"), ("　万元", "万元"), ("万元 / 人", "万元/人"), ("元／人", "元/人"), ("％ ", "%")],
)
def test_blanks_and_width_do_not_matter(text: str, plain: str) -> None:
    assert parse_unit(text) == parse_unit(plain)
