"""The path a target takes to its limit before it is due."""

from fractions import Fraction

from dabiao.assess.model import Bound
from dabiao.quantity import Interval
from dabiao.quantity.rounding import machine_decimal


def path_at(bound: Bound, required: Interval, year: int) -> tuple[Interval | None, bool]:
    """What the path asks in a year before the due one, and whether that path is only the customary linear one.

    expected = baseline + (limit - baseline) × elapsed ÷ span, both ends exact; the intermediate requirement is never strict.
    """
    target = bound.target
    if bound.due or target.by is None or target.every:
        return None, False
    if isinstance(target.path, tuple):
        reached = [limit for at, limit in target.path if at <= year]
        return (_toward(required, reached[-1]) if reached else None), False
    if target.baseline is None:
        return None, False
    base_year, base = target.baseline
    edge = _near_edge(required, base)
    if edge is None:
        return required, target.path is None
    if target.path == "step":
        return _toward(required, base), False
    span = int(target.by[:4]) - base_year
    elapsed = min(max(year - base_year, 0), span)
    expected = base + (edge - base) * Fraction(elapsed, span) if span > 0 else edge
    return _toward(required, expected), target.path is None


def path_words(bound: Bound, required: Interval, year: int) -> str | None:
    """The linear path's arithmetic as a person would write it; None where the path is not a straight line from a baseline.

    68 + (83 − 68) × (2023 − 2020) ÷ (2025 − 2020)
    """
    target = bound.target
    if target.baseline is None or target.by is None or target.path not in (None, "linear"):
        return None
    base_year, base = target.baseline
    edge = _near_edge(required, base)
    if edge is None:
        return None
    start, end = machine_decimal(base), machine_decimal(edge)
    return f"{start} + ({end} − {start}) × ({max(year, base_year)} − {base_year}) ÷ ({target.by[:4]} − {base_year})"


def _near_edge(required: Interval, base: Fraction) -> Fraction | None:
    """The end of the required interval that a baseline outside it has to reach; None where the baseline is inside."""
    if required.contains(base):
        return None
    if required.low is not None and base <= required.low:
        return required.low
    return required.high


def _toward(required: Interval, expected: Fraction) -> Interval:
    """At least (or at most) the expected value, on the side from which the requirement is approached."""
    if required.low is not None and expected <= required.low:
        return Interval(expected, required.high, False, required.high_open)
    if required.high is not None and expected >= required.high:
        return Interval(required.low, expected, required.low_open, False)
    return required
