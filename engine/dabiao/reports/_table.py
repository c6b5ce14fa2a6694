"""Tables of wrapped cells without vertical lines: columns as wide as their texts need, rows as high."""

from collections.abc import Sequence

from dabiao.record import NamedTuple
from dabiao.reports._cells import needed, padded, size
from dabiao.reports._screen import Screen

GAP = 2


class Cell(NamedTuple):
    """The paragraphs of a cell and the style they are shown in; the style says nothing the text does not."""

    texts: tuple[str, ...]
    style: str = ""


class Column(NamedTuple):
    """A column: its title, the narrowest it reads well at, the widest it is let grow; `right`: numbers, set to the right."""

    title: str
    least: int
    most: int = 1000
    right: bool = False


class Table(NamedTuple):
    """Columns with the widths they have got."""

    screen: Screen
    columns: Sequence[Column]
    widths: Sequence[int]

    def head(self) -> list[str]:
        """The titles over a line."""
        return [*self.row([Cell((column.title,), "title") for column in self.columns]), self.screen.rule()]

    def row(self, cells: Sequence[Cell]) -> list[str]:
        """One row, its cells wrapped side by side."""
        blocks = [
            [line for text in cell.texts for line in padded(text, width, column.right)]
            for cell, column, width in zip(cells, self.columns, self.widths, strict=True)
        ]
        height = max(map(len, blocks))
        if self.screen.colour:
            blocks = [
                [self._painted(line, cell.style) for line in block] for block, cell in zip(blocks, cells, strict=True)
            ]
        for block, width in zip(blocks, self.widths, strict=True):
            block.extend([" " * width] * (height - len(block)))
        return [(" " * GAP).join(line).rstrip() for line in zip(*blocks, strict=True)]

    def _painted(self, line: str, style: str) -> str:
        """A padded line in a style, but for its blanks."""
        text = line.strip(" ")
        return line.replace(text, self.screen.paint(text, style), 1) if text else line


def fit(screen: Screen, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], indent: int = 0) -> Table | None:
    """Columns as wide as their texts, the widest cut down first; None where even the least do not fit the screen."""
    wanted = [min(_widest(column.title, [row[n] for row in rows]), column.most) for n, column in enumerate(columns)]
    least = [min(want, column.least) for want, column in zip(wanted, columns, strict=True)]
    room = screen.width - indent - GAP * (len(columns) - 1)
    if sum(least) > room:
        return None
    low, high = 0, max(wanted)
    while low < high:
        level = (low + high + 1) // 2
        low, high = (level, high) if sum(_at(level, least, wanted)) <= room else (low, level - 1)
    return Table(screen, columns, _at(low, least, wanted))


def _widest(title: str, cells: Sequence[Cell]) -> int:
    return max((size(title), *(needed(text) for cell in cells for text in cell.texts)))


def _at(level: int, least: list[int], wanted: list[int]) -> list[int]:
    """The widths where no column is wider than the level, unless it needs that at least."""
    return [max(few, min(want, level)) for few, want in zip(least, wanted, strict=True)]
