"""Progress as a bar of characters: how far a figure has come from where it started to what is required."""

from fractions import Fraction

from dabiao.assess.assessment import Verdict
from dabiao.quantity.rounding import exact_value
from dabiao.record import NamedTuple


class Ink(NamedTuple):
    """The characters a bar is made of: done, not done, and where the path stands this year."""

    done: str
    left: str
    mark: str


BLOCKS = Ink("█", "─", "┃")
ASCII = Ink("#", "-", "|")


class Progress(NamedTuple):
    """Shares of the way from start to limit, 0 to 1 (below 0: it has gone back); `path` None where the year asks nothing."""

    done: Fraction
    path: Fraction | None


def progress(verdict: Verdict) -> Progress | None:
    """How far it is: from the baseline, or from zero where there is none; None where a share of a way makes no sense.

    A ceiling without a baseline has no start, and a task has no figure.
    """
    limit = _target(verdict)
    if limit is None or verdict.value is None:
        return None
    value = exact_value(verdict.value)
    start = exact_value(verdict.baseline[1]) if verdict.baseline else Fraction(0)
    ceiling = verdict.op in ("<=", "<") or (verdict.op == ".." and start > limit)
    if (start <= limit) if ceiling else (start >= limit):
        if ceiling or limit <= 0:
            return None
        start = Fraction(0)
    path = None if verdict.path is None else (exact_value(verdict.path) - start) / (limit - start)
    return Progress(min((value - start) / (limit - start), Fraction(1)), path)


def _target(verdict: Verdict) -> Fraction | None:
    limit = verdict.limit
    if limit is None or verdict.form in ("change", "milestone", "attest", "group"):
        return None
    if isinstance(limit, str):
        return exact_value(limit)
    low, high = exact_value(limit[0]), exact_value(limit[-1])
    start = exact_value(verdict.baseline[1]) if verdict.baseline else None
    return high if start is not None and start > high else low


def bar(verdict: Verdict, cells: int, ink: Ink = BLOCKS) -> str:
    """The bar and its share in per cent, at most `cells` + 5 wide; empty where there is no progress to show.

    The share is rounded down: only what is there reads 100%.
    """
    found = progress(verdict)
    if found is None:
        return ""
    full = min(max(int(found.done * cells), 0), cells)
    drawn = list(ink.done * full + ink.left * (cells - full))
    if found.path is not None:
        drawn[min(max(int(found.path * cells), 0), cells - 1)] = ink.mark
    share = f"{int(found.done * 100)}%" if found.done >= 0 else "后退"
    return f"{''.join(drawn)} {share}"
