"""What a cell of the workbook holds, and how large it must be for that to be seen."""

from typing import NamedTuple

from dabiao.reports._cells import wrap
from dabiao.reports._office_text import cell_text
from dabiao.reports.xlsx._numbers import exact_number, number_format, places_of

FONT_SIZE = 10
# A line of 宋体 10 and of the faces put in its place; what Excel allows a row at most.
_LINE, _MARGIN, HIGHEST = 15.0, 5.0, 409.0
# Pixels: a column's unit of width and its margins; half a Chinese character at this size, with a little to spare.
_UNIT, _PADDING, _HALF = 7, 5, 6.9
# no text is measured beyond what the highest row shows
_MEASURED = 4000


class Cell(NamedTuple):
    """A text, or the decimal text of a number with the places to show; `comment` opens beside the cell."""

    text: str
    number: bool = False
    places: int = 0
    style: str = "text"
    comment: str = ""

    def shown(self) -> str:
        """What is seen of the cell, to measure it."""
        return f"{float(self.text):.{self.places}f}" if self.number else cell_text(self.text)[:_MEASURED]


class Column(NamedTuple):
    """A column's title and its width in characters (a Chinese one takes two)."""

    title: str
    width: float


def text(value: str | None, style: str = "text", comment: str = "") -> Cell:
    """A cell of text; None is an empty one."""
    return Cell(value or "", style=style, comment=comment)


def number(value: str | None, shown: str | None = None, style: str = "number") -> Cell:
    """A cell of a number, shown at the places of `shown` (or its own); as text where a double would not keep it."""
    if value is None:
        return Cell("", style=style)
    if exact_number(value) is None:
        return Cell(value, style="text")
    return Cell(value, True, places_of(shown if shown is not None else value), style)


def count(value: int) -> Cell:
    """A cell of a whole number."""
    return Cell(str(value), True, 0, "number")


def format_of(cell: Cell) -> str:
    """The number format of a cell, empty for text."""
    return number_format(cell.places) if cell.number else ""


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width.

    >>> lines("普惠性幼儿园覆盖率", 14), lines("", 10)
    (2, 1)
    """
    cells = max(int((width * _UNIT - _PADDING) / _HALF), 2)
    return 1 if 2 * len(text) <= cells else len(wrap(text, cells))


def height(found: int) -> float:
    """The height of a row of so many lines, in points."""
    return min(found * _LINE + _MARGIN, HIGHEST)


def index_of(value: int) -> Cell:
    """A cell of a row's number."""
    return Cell(str(value), True, 0, "centre")
