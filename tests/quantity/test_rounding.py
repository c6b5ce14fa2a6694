"""Rounding per GB/T 8170, once and half to even; decimal text that is exact or says that it is not."""

import decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dabiao.quantity import exact_decimal, parse_number, round_half_even, shown_decimal
from dabiao.quantity.rounding import machine_decimal

EXACT = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=7)
ANY = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**4)
PLACES = st.integers(0, 6)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("12.1498", 1, "12.1"),
        ("12.1498", 0, "12"),
        ("10.502", 0, "11"),
        ("1.050", 1, "1.0"),
        ("0.35", 1, "0.4"),
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("-0.0365", 3, "-0.036"),
        ("-2.5", 0, "-2"),
        ("97.46", 0, "97"),
        ("15.4546", 0, "15"),
        ("-0.004", 2, "0.00"),
        ("99.995", 2, "100.00"),
    ],
)
def test_the_examples_of_the_standard(value: str, decimals: int, shown: str) -> None:
    assert shown_decimal(Fraction(value), decimals) == shown
    assert round_half_even(Fraction(value), decimals) == Fraction(shown)


@settings(deadline=None)
@given(EXACT, PLACES)
def test_it_is_the_decimal_modules_half_even(value: decimal.Decimal, places: int) -> None:
    with decimal.localcontext(prec=60):
        expected = value.quantize(decimal.Decimal(1).scaleb(-places), decimal.ROUND_HALF_EVEN)
    assert round_half_even(Fraction(value), places) == Fraction(expected)


@settings(deadline=None)
@given(ANY, ANY, PLACES)
def test_rounding_stays_within_half_a_place_keeps_order_and_sign(one: Fraction, other: Fraction, places: int) -> None:
    rounded = round_half_even(one, places)
    assert abs(rounded - one) <= Fraction(1, 2 * 10**places)
    assert round_half_even(rounded, places) == rounded
    assert round_half_even(-one, places) == -rounded
    low, high = sorted((one, other))
    assert round_half_even(low, places) <= round_half_even(high, places)


@settings(deadline=None)
@given(st.integers(-(10**6), 10**6), PLACES)
def test_a_tie_goes_to_the_even_digit(whole: int, places: int) -> None:
    tie = Fraction(2 * whole + 1, 2 * 10**places)
    assert (round_half_even(tie, places) * 10**places) % 2 == 0


@settings(deadline=None)
@given(ANY, PLACES)
def test_shown_text_has_its_places_and_is_the_rounded_value(value: Fraction, places: int) -> None:
    text = shown_decimal(value, places)
    assert Fraction(text) == round_half_even(value, places)
    assert len(text.partition(".")[2]) == places
    assert not (text.startswith("-") and Fraction(text) == 0)


@settings(deadline=None)
@given(EXACT)
def test_exact_text_reads_back_and_is_the_shortest(value: decimal.Decimal) -> None:
    text = exact_decimal(Fraction(value))
    assert text is not None
    assert parse_number(text) == Fraction(value)
    assert "." not in text or not text.endswith(("0", "."))


@settings(deadline=None)
@given(ANY)
def test_no_exact_text_where_no_decimal_is_equal(value: Fraction) -> None:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    assume(rest != 1)
    assert exact_decimal(value) is None
    assert abs(Fraction(machine_decimal(value)) - value) <= Fraction(1, 2 * 10**6)


def test_machine_text_without_an_exact_decimal_has_six_places() -> None:
    assert machine_decimal(Fraction(200, 3)) == "66.666667"
    assert machine_decimal(Fraction(-1, 3)) == "-0.333333"
    assert machine_decimal(Fraction("0.123456789")) == "0.123456789"
