"""Rounding per GB/T 8170 (half to even, once) and exact decimal text."""

from fractions import Fraction
from functools import lru_cache


def round_half_even(value: Fraction, decimals: int) -> Fraction:
    """Rounds once, half to even (GB/T 8170, section 3): the fifth decimal digit of a tie keeps the last digit even.

    >>> round_half_even(Fraction("1.050"), 1), round_half_even(Fraction("0.35"), 1), round_half_even(Fraction("8.53459"), 2)
    (Fraction(1, 1), Fraction(2, 5), Fraction(853, 100))
    """
    return Fraction(_scaled(value.numerator, value.denominator, decimals), 10**decimals)


def _scaled(above: int, below: int, decimals: int) -> int:
    """A quotient times a power of ten as a whole number, half to even: in integers, as no fraction is needed on the way."""
    scale: int = 10**decimals
    whole, rest = divmod(above * scale, below)
    return whole + (2 * rest > below or (2 * rest == below and whole % 2 == 1))


def shown_decimal(value: Fraction, decimals: int) -> str:
    """The value rounded once, as decimal text with exactly that many places.

    >>> shown_decimal(Fraction(2, 3) * 100, 2), shown_decimal(Fraction(-1, 200), 2)
    ('66.67', '0.00')
    """
    return shown_quotient(value.numerator, value.denominator, decimals)


def shown_quotient(above: int, below: int, decimals: int) -> str:
    """The same of a quotient of whole numbers (below positive): to reduce a fraction of thousands of digits takes long.

    >>> shown_quotient(200, 3, 2)
    '66.67'
    """
    scaled = _scaled(above, below, decimals)
    digits = str(abs(scaled)).rjust(decimals + 1, "0")
    whole, tail = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return ("-" if scaled < 0 else "") + whole + ("." + tail if tail else "")


def exact_decimal(value: Fraction) -> str | None:
    """The shortest exact decimal text, or None where no finite decimal is equal.

    >>> exact_decimal(Fraction("99.50")), exact_decimal(Fraction(1, 3))
    ('99.5', None)
    """
    if value.denominator == 1:
        return str(value.numerator)
    denominator, places = value.denominator, 0
    while denominator % 10 == 0:
        denominator //= 10
        places += 1
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    if denominator != 1:
        return None
    places += max(twos, fives)
    text = shown_decimal(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)
def exact_value(text: str) -> Fraction:
    """The number of a machine field, exactly; kept, as a report reads each field several times. ValueError where it is none."""
    return Fraction(text)


def machine_decimal(value: Fraction, decimals: int = 6) -> str:
    """Decimal text for machine fields: exact where a decimal is exact, else rounded once to six places.

    >>> machine_decimal(Fraction(68)), machine_decimal(Fraction(200, 3))
    ('68', '66.666667')
    """
    exact = exact_decimal(value)
    return shown_decimal(value, decimals) if exact is None else exact
