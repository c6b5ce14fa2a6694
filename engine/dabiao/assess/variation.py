"""校际差异系数: student-weighted, exact. Its square is rational, so it is compared through its square.

x_i = X_i / P_i, X̄ = ΣX_i / ΣP_i, S² = Σ (P_i / P) (x_i − X̄)², CV = S / X̄ (no n − 1, nothing rounded).
"""

import math
from collections.abc import Sequence
from fractions import Fraction

from dabiao.quantity import Interval
from dabiao.record import NamedTuple


class School(NamedTuple):
    """One school's part: its name, its value per student, its students."""

    name: str
    value: Fraction
    weight: Fraction


class Variation(NamedTuple):
    """X̄, S² and CV², exact, and each school's part of S² as whole numbers in proportion.

    S² of many schools has thousands of digits, and fractions of that size are slow to compare: whole numbers are not.
    """

    mean: Fraction
    variance: Fraction
    squared: Fraction
    parts: tuple[int, ...]

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """Each school's share in S²; they add up to one where S² is not zero."""
        whole = sum(self.parts) or 1
        return tuple(Fraction(part, whole) for part in self.parts)


def variation(schools: Sequence[School]) -> Variation | None:
    """The coefficient over the schools; None where there is no student, or the mean is zero.

    >>> variation([School("a", Fraction(4), Fraction(100)), School("b", Fraction(6), Fraction(100))]).squared
    Fraction(1, 25)
    """
    students = total([school.weight for school in schools])
    if students <= 0:
        return None
    mean = total([school.value * school.weight for school in schools]) / students
    if mean == 0:
        return None
    squares = [school.weight * (school.value - mean) ** 2 for school in schools]
    common = math.lcm(*(square.denominator for square in squares))
    parts = tuple(square.numerator * (common // square.denominator) for square in squares)
    variance = Fraction(sum(parts), common) / students
    return Variation(mean, variance, variance / mean**2, parts)


def ranked(schools: Sequence[School], found: Variation) -> list[int]:
    """The schools by number, those that make most of S² first; of equal ones the first by name."""
    return sorted(range(len(schools)), key=lambda number: (-found.parts[number], schools[number].name))


def total(numbers: Sequence[Fraction]) -> Fraction:
    """The exact sum, over one common denominator: of many unlike fractions much quicker than one after the other.

    >>> total([Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)])
    Fraction(1, 1)
    """
    common = math.lcm(*(number.denominator for number in numbers))
    return Fraction(sum(number.numerator * (common // number.denominator) for number in numbers), common)


class Spread(NamedTuple):
    """A coefficient laid open: its schools, and what they give together."""

    schools: tuple[School, ...]
    found: Variation


class More(NamedTuple):
    """How much more one school would need for the coefficient to hold."""

    name: str
    number: int


def fewest(schools: Sequence[School], steps: Sequence[Fraction | None], required: Interval) -> More | None:
    """The smallest whole number added at one school that brings CV² within what is required; None where no one school does it.

    `steps` is by how much one more raises a school's value. With Q = ΣP x², T = ΣP x: CV² ≤ c ⇔ (1 + c) T² ≥ P Q, a quadratic in the
    number added.

    >>> schools = [School("a", Fraction(4), Fraction(100)), School("b", Fraction(1), Fraction(100))]
    >>> fewest(schools, [Fraction(1), Fraction(1)], Interval.at_most(Fraction(1, 4)))
    More(name='b', number=1)
    """
    if required.high is None:
        return None
    students = total([school.weight for school in schools])
    whole = total([school.weight * school.value for school in schools])
    squares = total([school.weight * school.value**2 for school in schools])
    times = (1 + required.high) / students
    missing = times * whole**2 - squares
    found: More | None = None
    for school, step in zip(schools, steps, strict=True):
        if step is None or step <= 0:
            continue
        moved = school.weight * step
        a = times * moved**2 - moved * step
        b = 2 * (times * whole * moved - moved * school.value)
        for number in _near_root(a, b, missing):
            if found is not None and number > found.number:
                break
            mean = (whole + moved * number) / students
            variance = (squares + 2 * moved * school.value * number + moved * step * number**2) / students - mean**2
            if required.contains(variance / mean**2):
                more = More(school.name, number)
                found = more if found is None or (number, school.name) < (found.number, found.name) else found
                break
    return found


def _near_root(a: Fraction, b: Fraction, c: Fraction) -> Sequence[int]:
    """Whole numbers around the least positive n at which a n² + b n + c (below zero at 0) becomes positive; none where it never does."""
    discriminant = b * b - 4 * a * c
    if discriminant < 0 or (a <= 0 and b <= 0):
        return ()
    # −2c / (b + √D) is the root that stays put where a is zero
    below = b + root(discriminant, 30)
    nearly = -2 * c / below if below > 0 else Fraction(0)
    return range(max(1, math.floor(nearly) - 1), math.ceil(nearly) + 3)


def root(square: Fraction, decimals: int = 12) -> Fraction:
    """The square root rounded down to so many places: for display, never for a verdict.

    >>> root(Fraction(1, 25)), root(Fraction(2), 6)
    (Fraction(1, 5), Fraction(1414213, 1000000))
    """
    scale = 10**decimals
    return Fraction(math.isqrt(square.numerator * scale**2 // square.denominator), scale)
