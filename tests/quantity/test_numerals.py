"""Numbers as typed: what is one number, and what is refused because it could be read as another."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.quantity import NumberError, parse_number

DIGITS = "零一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")


def spoken(number: int) -> str:
    """The standard Chinese numeral of an integer from 0 to 10^16 - 1."""
    for scale, mark in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            head, tail = divmod(number, scale)
            gap = "零" if 0 < tail < scale // 10 else ""
            return spoken(head) + mark + gap + (spoken(tail) if tail else "")
    text, skipped = "", False
    for scale, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if skipped and text else "") + DIGITS[digit] + mark
        skipped = not digit
    return text or "零"


@settings(deadline=None)
@given(st.one_of(st.integers(0, 10**16 - 1), st.integers(0, 20_000)))
def test_every_spoken_integer_is_read_back(number: int) -> None:
    assert parse_number(spoken(number)) == number
    assert parse_number(spoken(number).replace("零", "〇")) == number
    assert parse_number("负" + spoken(number)) == -number


@settings(deadline=None)
@given(st.integers(-(10**18) + 1, 10**18 - 1), st.text("0123456789", max_size=12))
def test_typed_digits_are_taken_exactly_in_any_width_and_grouping(whole: int, decimals: str) -> None:
    tail = f".{decimals}" if decimals else ""
    value = Fraction(f"{whole}{tail}")
    for text in (f"{whole}{tail}", f"{whole:,}{tail}", f" {whole} {tail} "):
        assert parse_number(text) == value
        assert parse_number(text.translate(FULL_WIDTH)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("99.50", "99.5"),
        (".5", "0.5"),
        ("+5", "5"),
        ("−0.5", "-0.5"),
        ("007", "7"),
        ("十", "10"),
        ("十五", "15"),
        ("一十五", "15"),
        ("两百", "200"),
        ("两万", "20000"),
        ("一百零五", "105"),
        ("一千零五十", "1050"),
        ("二十万零五百", "200500"),
        ("一万亿", "1000000000000"),
        ("三点〇五", "3.05"),
        ("零点零零五", "0.005"),
        ("九十九点五", "99.5"),
        ("零点零五", "0.05"),
    ],
)
def test_good_numbers(text: str, value: str) -> None:
    assert parse_number(text) == Fraction(value)


NO_DIGITS = "abc 1e3 1E-05 NaN inf 0x1F 1_000 1.2.3 5. 1,5 12,34 1,2345 --5 1/2 ½ 98.5% 3-5 1.63万 ٩٩"
NO_NUMERALS = "九九 二零二一 一万一万 十百 百 万 亿万 点五 五点 五点三点二 三点五万 五负 负 负负五 十负 甲十"
NO_ZEROS = "零五 一百零 一百零零五 一百十 一百一百 二十三十 二千三千"


@pytest.mark.parametrize("text", ["", "　", *NO_DIGITS.split(), *NO_NUMERALS.split(), *NO_ZEROS.split()])
def test_bad_numbers(text: str) -> None:
    with pytest.raises(NumberError):
        parse_number(text)


@pytest.mark.parametrize("text", ["一百二", "二百五", "三千五", "一千一百二", "一万二", "两万五", "三亿二"])
def test_a_shortened_numeral_is_refused_because_it_is_said_for_the_next_place(text: str) -> None:
    with pytest.raises(NumberError, match=text):
        parse_number(text)


@pytest.mark.parametrize("text", ["98.5①", "98.5²", "98①", "⑴", "10₂", "98.5❶"])
def test_a_footnote_mark_is_never_one_more_digit(text: str) -> None:
    with pytest.raises(NumberError):
        parse_number(text)


@pytest.mark.parametrize(
    "text",
    ["1" * 19, "9" * 5000, "0." + "1" * 13, "三点" + "一" * 13, "一万" * 3000, "负" * 5000, "十" * 5000],
    ids=["integer", "very long", "decimals", "spoken decimals", "nested", "signs", "tens"],
)
def test_more_digits_than_a_column_holds_are_refused_never_rounded(text: str) -> None:
    with pytest.raises(NumberError):
        parse_number(text)


def test_the_longest_number_is_taken() -> None:
    text = "9" * 18 + "." + "9" * 12
    assert parse_number(text) == Fraction(text)
    assert parse_number("000" + text) == Fraction(text)
