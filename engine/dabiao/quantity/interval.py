"""Exact intervals. A requirement is an interval; so is a figure known only from one side."""

from fractions import Fraction

from dabiao.record import NamedTuple


class Interval(NamedTuple):
    """A non-empty set of rationals between two ends; None is an open end at infinity.

    >>> Interval.at_least(Fraction(99)).contains(Fraction(99)), Interval.above(Fraction(99)).contains(Fraction(99))
    (True, False)
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: Fraction) -> "Interval":
        """Exactly one value."""
        return cls(value, value)

    @classmethod
    def at_least(cls, value: Fraction) -> "Interval":
        """value and everything above."""
        return cls(value, None)

    @classmethod
    def above(cls, value: Fraction) -> "Interval":
        """Everything above value, without it."""
        return cls(value, None, low_open=True)

    @classmethod
    def at_most(cls, value: Fraction) -> "Interval":
        """value and everything below."""
        return cls(None, value)

    @classmethod
    def below(cls, value: Fraction) -> "Interval":
        """Everything below value, without it."""
        return cls(None, value, high_open=True)

    @classmethod
    def of(cls, op: str, value: Fraction) -> "Interval":
        """The interval an operator (>= > <= < =) and a limit stand for."""
        return _BY_OPERATOR[op](value)

    @property
    def exact(self) -> Fraction | None:
        """The single value, or None where more than one is possible."""
        return self.low if self.low is not None and self.low == self.high else None

    def contains(self, value: Fraction) -> bool:
        """Whether the value lies in the interval."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    def within(self, other: "Interval") -> bool:
        """Whether every value of this interval lies in the other."""
        low = other.low is None or (
            self.low is not None
            and (self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open)))
        )
        high = other.high is None or (
            self.high is not None
            and (self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open)))
        )
        return low and high

    def apart(self, other: "Interval") -> bool:
        """Whether no value lies in both."""
        return _before(self, other) or _before(other, self)

    def minus(self, other: "Interval") -> "Interval":
        """All differences of a value here and a value there."""
        return Interval(
            None if self.low is None or other.high is None else self.low - other.high,
            None if self.high is None or other.low is None else self.high - other.low,
            self.low_open or other.high_open,
            self.high_open or other.low_open,
        )

    def plus(self, other: "Interval") -> "Interval":
        """All sums of a value here and a value there."""
        return self.minus(other.times(Fraction(-1)))

    def times(self, factor: Fraction) -> "Interval":
        """Every value multiplied by a factor other than zero."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if factor < 0:
            return Interval(high, low, self.high_open, self.low_open)
        return Interval(low, high, self.low_open, self.high_open)


def _before(left: Interval, right: Interval) -> bool:
    if left.high is None or right.low is None:
        return False
    return left.high < right.low or (left.high == right.low and (left.high_open or right.low_open))


_BY_OPERATOR = {
    ">=": Interval.at_least,
    ">": Interval.above,
    "<=": Interval.at_most,
    "<": Interval.below,
    "=": Interval.point,
}
