"""Bisection over whole numbers."""

from collections.abc import Callable


def first(holds: Callable[[int], bool], most: int) -> int:
    """The first whole number from 1 at which something holds that holds at the most.

    >>> first(lambda n: n * n >= 50, 100)
    8
    """
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def last(holds: Callable[[int], bool], most: int) -> int:
    """The last whole number at which something holds that holds at 0 and not at the most.

    >>> last(lambda n: n * n < 50, 100)
    7
    """
    return first(lambda n: not holds(n), most) - 1
