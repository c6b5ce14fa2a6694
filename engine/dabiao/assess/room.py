"""How far a check is from giving another verdict: only to know which way to look, never to decide one."""

from fractions import Fraction

from dabiao.assess.model import Check
from dabiao.assess.settle import distance

_NONE = Fraction(0)


def distance_of(check: Check) -> Fraction:
    """How far the figures that settle a check lie outside what is required of them now; 0 inside."""
    line = check.required if check.due or check.path is None else check.path
    return sum((distance(line, reading.left) for reading in check.readings if reading.primary), _NONE)


def room(check: Check) -> Fraction | None:
    """How far inside what is required now (above zero) or outside it (below) the figure lies; None without one."""
    line = check.required if check.due or check.path is None else check.path
    reading = next((reading for reading in check.readings if reading.primary), None)
    if reading is None:
        return None
    if (outside := distance(line, reading.left)) > 0:
        return -outside
    low, high = reading.left.low, reading.left.high
    inside = [low - line.low] if low is not None and line.low is not None else []
    inside += [line.high - high] if high is not None and line.high is not None else []
    return min(inside, default=None)
