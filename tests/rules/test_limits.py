"""Limits and tolerances as rule authors write them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.quantity import Interval
from dabiao.rules._limits import LimitError, parse_limit, parse_tolerance


@pytest.mark.parametrize(
    ("text", "op", "low", "high", "unit"),
    [
        (">= 95 %", ">=", "95", "95", "%"),
        ("≥95%", ">=", "95", "95", "%"),
        ("≥ ９５ ％", ">=", "95", "95", "%"),
        ("> 99 %", ">", "99", "99", "%"),
        ("＞99%", ">", "99", "99", "%"),
        ("≤ 5 %", "<=", "5", "5", "%"),
        ("<0.5个百分点", "<", "0.5", "0.5", "个百分点"),
        ("= 0 个", "=", "0", "0", "个"),
        ("== 100 %", "=", "100", "100", "%"),
        ("<= -0.5 百分点", "<=", "-0.5", "-0.5", "百分点"),
        (">= 0.60 万元/人", ">=", "0.6", "0.6", "万元/人"),
        (">= 1.63 万人", ">=", "1.63", "1.63", "万人"),
        ("<= 1:15", "<=", "1/15", "1/15", "比"),
        ("~ 20 所", "~", "20", "20", "所"),
        ("8..10 所", "..", "8", "10", "所"),
        ("8 所..10 所", "..", "8", "10", "所"),
        ("0.5..1.5 %", "..", "0.5", "1.5", "%"),
        ("-1..1 百分点", "..", "-1", "1", "百分点"),
        ("9000 元..1 万元", "..", "0.9", "1", "万元"),
    ],
)
def test_good_limits(text: str, op: str, low: str, high: str, unit: str) -> None:
    limit = parse_limit(text)
    assert (limit.op, limit.low, limit.high, limit.unit.name) == (op, Fraction(low), Fraction(high), unit)
    assert limit.text == text


BAD = "|95 %|>=|>= 95|>= %|=> 95 %|>> 95 %|>= 95 % 以上|!= 5 %|>= 九九 %|>= 95 公斤|>= NaN %|~"
BAD_BANDS = "8—10 所|8-10 所|10..8 所|8..10|8.. 所|..10 所|0...5 所|8..9..10 所|9000..1 万元|8 人..10 所"


@pytest.mark.parametrize("text", [*BAD.split("|"), *BAD_BANDS.split("|")])
def test_bad_limits(text: str) -> None:
    with pytest.raises(LimitError):
        parse_limit(text)


def test_a_bare_number_is_a_limit_only_where_the_form_says_so() -> None:
    assert parse_limit("6650 人", "~").op == "~"
    assert parse_limit(">= 6650 人", "~").op == ">="
    with pytest.raises(LimitError):
        parse_limit("6650", "~")


@settings(deadline=None)
@given(
    st.sampled_from([">=", ">", "<=", "<", "="]), st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3)
)
def test_a_limit_is_met_exactly_where_its_sign_says(op: str, limit: object, figure: object) -> None:
    interval = parse_limit(f"{op} {limit} %").interval()
    assert interval == Interval.of(op, Fraction(str(limit)))
    assert interval.contains(Fraction(str(limit))) == (op in (">=", "<=", "="))
    assert interval.contains(Fraction(str(figure))) == Interval.of(op, Fraction(str(limit))).contains(
        Fraction(str(figure))
    )


def test_a_band_holds_both_ends() -> None:
    band = parse_limit("8..10 所").interval()
    assert [n for n in range(6, 13) if band.contains(Fraction(n))] == [8, 9, 10]


@pytest.mark.parametrize(
    ("text", "limit", "amount", "relative"),
    [
        ("3 %", "~ 20 所", "0.03", True),
        ("10 ％", "~ 20 所", "0.1", True),
        ("5‰", "~ 20 所", "0.005", True),
        ("2 所", "~ 20 所", "2", False),
        ("100 人", "~ 1 万人", "0.01", False),
        ("0.5 百分点", "~ 60 %", "0.5", False),
        ("1 个百分点", "~ 60 %", "1", False),
        ("5 %", "~ 60 %", "0.05", True),
        ("0 所", "~ 20 所", "0", False),
    ],
)
def test_tolerances_are_relative_in_percent_and_absolute_in_the_limits_unit(
    text: str,
    limit: str,
    amount: str,
    relative: bool,
) -> None:
    tolerance = parse_tolerance(text, parse_limit(limit))
    assert (tolerance.amount, tolerance.relative) == (Fraction(amount), relative)


@pytest.mark.parametrize("text", ["", "10", "-3 %", "-1 所", "3 人", "0.5 百分点", "左右", ">= 3 %"])
def test_bad_tolerances(text: str) -> None:
    with pytest.raises(LimitError):
        parse_tolerance(text, parse_limit("~ 20 所"))
