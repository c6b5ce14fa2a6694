"""Where the strokes of a bullet bar and of a year line go. A template writes them as SVG; nothing is judged here."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.assessment import Verdict

WIDTH = 160
_MARGIN = Fraction(4)
_NO_BAR = ("milestone", "attest", "group")
_LINE_WIDTH, _LINE_HEIGHT, _LINE_MARGIN = Fraction(72), Fraction(22), Fraction(4)


class Mark(NamedTuple):
    """A figure at its place along the bar, in the bar's units; `text` as in the JSON."""

    at: str
    text: str


class Bullet(NamedTuple):
    """A bar from `start` to the value over the zone that is required, with marks at the limits and where the path stands."""

    zone: tuple[str, str] | None
    bar: tuple[str, str]
    limits: tuple[Mark, ...]
    start: Mark
    value: Mark
    path: Mark | None


class Dot(NamedTuple):
    """A year's figure on a year line."""

    x: str
    y: str
    year: int
    text: str


class YearLine(NamedTuple):
    """A figure over the years, with the limit as a level line."""

    dots: tuple[Dot, ...]
    limit: str | None

    @property
    def points(self) -> str:
        """The points of an SVG polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def limits_of(verdict: Verdict) -> tuple[str, ...]:
    """The limit, or both ends of a band; none for a task."""
    limit = verdict.limit
    return () if limit is None else (limit,) if isinstance(limit, str) else limit


def bullet(verdict: Verdict) -> Bullet | None:
    """Value, limits and path on one axis that begins at the baseline, or at zero; None where there is no figure or no limit."""
    limits = limits_of(verdict)
    if verdict.value is None or not limits or verdict.form in _NO_BAR:
        return None
    start = _start(verdict, limits)
    texts = (start, verdict.value, *limits, *(() if verdict.path is None else (verdict.path,)))
    low, high = _ends(texts)
    if low == high:
        return None
    room = WIDTH - 2 * _MARGIN

    def along(text: str) -> Fraction:
        return _MARGIN + (Fraction(text) - low) * room / (high - low)

    def mark(text: str) -> Mark:
        return Mark(_tenth(along(text)), text)

    begin, end = sorted((along(start), along(verdict.value)))
    return Bullet(
        zone=_zone(verdict.op, [along(text) for text in limits]),
        bar=(_tenth(begin), _tenth(max(end - begin, Fraction(1)))),
        limits=tuple(mark(text) for text in limits),
        start=mark(start),
        value=mark(verdict.value),
        path=None if verdict.path is None else mark(verdict.path),
    )


def _start(verdict: Verdict, limits: tuple[str, ...]) -> str:
    """The baseline, as long as there was a way to go from it to the limit; else zero."""
    if verdict.baseline is None:
        return "0"
    start, limit = Fraction(verdict.baseline[1]), Fraction(limits[0])
    gone = start <= limit if verdict.op in ("<=", "<") else start >= limit and verdict.op != ".."
    return "0" if gone else verdict.baseline[1]


def _zone(op: str | None, limits: Sequence[Fraction]) -> tuple[str, str] | None:
    """Begin and width of the stretch that fulfils the requirement."""
    if op in (">=", ">"):
        begin, end = limits[0], Fraction(WIDTH)
    elif op in ("<=", "<"):
        begin, end = Fraction(0), limits[0]
    elif op == "..":
        begin, end = limits[0], limits[-1]
    else:
        return None
    return _tenth(begin), _tenth(end - begin)


def year_line(figures: Sequence[tuple[int, str]], limit: str | None) -> YearLine | None:
    """A line over figures in order of their years; None for fewer than two."""
    if len(figures) < 2:
        return None
    low, high = _ends((*(text for _, text in figures), *(() if limit is None else (limit,))))
    first, last = figures[0][0], figures[-1][0]
    wide, tall = _LINE_WIDTH - 2 * _LINE_MARGIN, _LINE_HEIGHT - 2 * _LINE_MARGIN

    def height(text: str) -> str:
        if low == high:
            return _tenth(_LINE_HEIGHT / 2)
        return _tenth(_LINE_MARGIN + (high - Fraction(text)) * tall / (high - low))

    dots = tuple(
        Dot(_tenth(_LINE_MARGIN + (year - first) * wide / (last - first)), height(text), year, text)
        for year, text in figures
    )
    return YearLine(dots, None if limit is None else height(limit))


def _ends(texts: Iterable[str]) -> tuple[Fraction, Fraction]:
    numbers = [Fraction(text) for text in texts]
    return min(numbers), max(numbers)


def _tenth(place: Fraction) -> str:
    """A coordinate to a tenth, without a needless point."""
    return f"{float(round(place, 1)):g}"
