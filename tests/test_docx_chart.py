"""The bars of the Word report: as long as the way that is done, with the year's path on them, and no text."""

import re
from fractions import Fraction

import pytest

from dabiao.reports._bars import Progress
from dabiao.reports.docx._chart import png, svg

TRACK, DONE = 0, 1


def widths(picture: str) -> list[int]:
    """The widths of the bars: the whole way, what is done, the line of the requirement."""
    return [int(width) for width in re.findall(r'<rect x="\d+" y="\d+" width="(\d+)"', picture)]


@pytest.mark.parametrize(
    ("done", "share"), [("0", "0"), ("1/4", "1/4"), ("1", "1"), ("-1/2", "0"), ("3/2", "1")], ids=str
)
def test_a_bar_is_as_long_as_the_way_that_is_done(done: str, share: str) -> None:
    found = widths(svg(Progress(Fraction(done), None), behind=False))
    assert found[DONE] == int(found[TRACK] * Fraction(share))


def test_a_bar_that_is_nearly_full_is_not_full() -> None:
    found = widths(svg(Progress(Fraction(999_999, 1_000_000), None), behind=True))
    assert found[DONE] < found[TRACK]


def test_the_path_stands_where_the_year_should_be() -> None:
    picture = svg(Progress(Fraction(1, 4), Fraction(1, 2)), behind=True)
    (at,) = re.findall(r'<path d="M(\d+) ', picture)
    assert int(at) == widths(picture)[TRACK] // 2
    assert "<path" not in svg(Progress(Fraction(1, 4), None), behind=True)


def test_pictures_hold_no_text_and_are_the_same_each_time() -> None:
    progress = Progress(Fraction(1, 3), Fraction(2, 3))
    assert "<text" not in svg(progress, behind=True)
    assert png(progress, behind=True) == png(progress, behind=True)
    assert png(progress, behind=True) != png(progress, behind=False)
