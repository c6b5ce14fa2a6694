"""校际差异系数: student-weighted, exact. Its square is rational, so it is compared through its square.

x_i = X_i / P_i, X̄ = ΣX_i / ΣP_i, S² = Σ (P_i / P) (x_i − X̄)², CV = S / X̄ (no n − 1, nothing rounded).
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class School(NamedTuple):
    """One school's part: its name, its value per student, its students."""

    name: str
    value: Fraction
    weight: Fraction


class Variation(NamedTuple):
    """X̄, S² and CV², exact, and each school's share in S² (they add up to one where S² is not zero)."""

    mean: Fraction
    variance: Fraction
    squared: Fraction
    shares: tuple[Fraction, ...]


def variation(schools: Sequence[School]) -> Variation | None:
    """The coefficient over the schools; None where there is no student, or the mean is zero.

    >>> variation([School("a", Fraction(4), Fraction(100)), School("b", Fraction(6), Fraction(100))]).squared
    Fraction(1, 25)
    """
    students = sum((school.weight for school in schools), Fraction(0))
    if students <= 0:
        return None
    mean = sum((school.value * school.weight for school in schools), Fraction(0)) / students
    if mean == 0:
        return None
    parts = [school.weight / students * (school.value - mean) ** 2 for school in schools]
    variance = sum(parts, Fraction(0))
    shares = tuple(part / variance if variance else Fraction(0) for part in parts)
    return Variation(mean, variance, variance / mean**2, shares)


def root(square: Fraction, decimals: int = 12) -> Fraction:
    """The square root rounded down to so many places: for display, never for a verdict.

    >>> root(Fraction(1, 25)), root(Fraction(2), 6)
    (Fraction(1, 5), Fraction(1414213, 1000000))
    """
    scale = 10**decimals
    return Fraction(math.isqrt(square.numerator * scale**2 // square.denominator), scale)
