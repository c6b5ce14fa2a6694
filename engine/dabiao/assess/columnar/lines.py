"""Requirements as ranges of whole numbers: exact comparison of figures that are themselves whole multiples of a small unit.

A figure n / 10^k times a factor lies in an interval exactly where n lies in a range of integers; so does its rounded display,
because rounding never turns the order round. Everything a verdict and its flags ask becomes n BETWEEN low AND high.
"""

from fractions import Fraction

from dabiao.quantity import Interval

# wider than any DECIMAL(38) or product a HUGEINT is asked to hold
_HUGE = 10**37
NOTHING = (_HUGE, -_HUGE)


def scaled_range(interval: Interval | None, unit: Fraction) -> tuple[int, int]:
    """The integers n with n × unit in the interval (unit above zero), as (first, last); NOTHING where there is none.

    >>> scaled_range(Interval.above(Fraction(99)), Fraction(1, 10))[0], scaled_range(Interval.at_most(Fraction(1, 3)), Fraction(1, 10))[1]
    (991, 3)
    """
    if interval is None:
        return NOTHING
    low, high = -_HUGE, _HUGE
    # the quotients floored and ceiled in whole numbers: there are thousands, and fractions would be reduced for nothing
    times, over = unit.denominator, unit.numerator
    if interval.low is not None:
        top, bottom = interval.low.numerator * times, interval.low.denominator * over
        low = top // bottom + 1 if interval.low_open else -(-top // bottom)
    if interval.high is not None:
        top, bottom = interval.high.numerator * times, interval.high.denominator * over
        high = -(-top // bottom) - 1 if interval.high_open else top // bottom
    low, high = max(low, -_HUGE), min(high, _HUGE)
    return (low, high) if low <= high else NOTHING


def before_rounding(interval: Interval | None, places: int) -> Interval | None:
    """The values that lie in the interval once rounded half to even to so many places; None where no value does.

    >>> before_rounding(Interval.at_least(Fraction(95)), 0)
    Interval(low=Fraction(189, 2), high=None, low_open=True, high_open=False)
    """
    if interval is None:
        return None
    first, last = scaled_range(interval, Fraction(1, 10**places))
    if first > last:
        return None
    halves = 2 * 10**places
    low = None if interval.low is None else Fraction(2 * first - 1, halves)
    high = None if interval.high is None else Fraction(2 * last + 1, halves)
    # a tie goes to the even multiple
    return Interval(low, high, low is not None and first % 2 != 0, high is not None and last % 2 != 0)


def both(one: Interval, two: Interval) -> Interval | None:
    """What lies in both intervals; None where nothing does."""
    low, low_open = max(((i.low, i.low_open) for i in (one, two) if i.low is not None), default=(None, False))
    high, not_open = min(((i.high, not i.high_open) for i in (one, two) if i.high is not None), default=(None, True))
    if low is not None and high is not None and (low > high or (low == high and (low_open or not not_open))):
        return None
    return Interval(low, high, low_open, not not_open)
