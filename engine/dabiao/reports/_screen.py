"""Where a terminal report goes: how wide it is, whether colours show, and which characters its bars may use."""

import os
import sys
from typing import IO, NamedTuple

from dabiao.reports._bars import ASCII, BLOCKS, Ink
from dabiao.reports._cells import pad, wrap

PIPED = 100
NARROWEST, WIDEST = 40, 240
MEDIUM, WIDE = 100, 160

STYLES = {"title": "1", "dim": "2", "bad": "1;31", "warn": "33", "good": "32", "ask": "35"}


class Cell(NamedTuple):
    """A text and the style it is shown in; the style says nothing the text does not."""

    text: str
    style: str = ""


class Screen(NamedTuple):
    """Width in cells, whether to colour, what bars are drawn with."""

    width: int
    colour: bool
    ink: Ink

    def paint(self, text: str, style: str) -> str:
        """The text in a style, where colours show. To be called on text already made safe and laid out."""
        if not self.colour or not style or not text.strip():
            return text
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m"

    def rule(self, stroke: str = "─") -> str:
        """A line across the whole width."""
        return stroke * self.width


class Column(NamedTuple):
    """A column of a table: its title and the narrowest it reads well at. `right`: numbers, set to the right."""

    title: str
    least: int
    right: bool = False


GAP = 2


def layout(columns: list[Column], rows: list[list[Cell]], width: int) -> list[int] | None:
    """The widths of the columns: as wide as their texts, the widest cut down first; None where even the least do not fit."""
    from rich.cells import cell_len

    wanted = [max(cell_len(text) for text in (column.title, *(row[n].text for row in rows))) for n, column in enumerate(columns)]
    least = [min(want, column.least) for want, column in zip(wanted, columns, strict=True)]
    room = width - GAP * (len(columns) - 1)
    if sum(least) > room:
        return None
    low, high = 0, max(wanted)
    while low < high:
        level = (low + high + 1) // 2
        low, high = (level, high) if sum(_at(level, least, wanted)) <= room else (low, level - 1)
    return _at(low, least, wanted)


def _at(level: int, least: list[int], wanted: list[int]) -> list[int]:
    return [max(few, min(want, level)) for few, want in zip(least, wanted, strict=True)]


def table_row(screen: Screen, columns: list[Column], widths: list[int], cells: list[Cell]) -> list[str]:
    """One row, its cells wrapped side by side."""
    wrapped = [wrap(cell.text, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(map(len, wrapped))):
        parts = []
        for column, cell, width, texts in zip(columns, cells, widths, wrapped, strict=True):
            text = texts[number] if number < len(texts) else ""
            blanks = pad(text, width)[len(text) :]
            painted = screen.paint(text, cell.style)
            parts.append(blanks + painted if column.right else painted + blanks)
        lines.append((" " * GAP).join(parts).rstrip())
    return lines


def table_head(screen: Screen, columns: list[Column], widths: list[int]) -> list[str]:
    """The titles over a line."""
    titles = table_row(screen, columns, widths, [Cell(column.title, "title") for column in columns])
    return [*titles, screen.rule()]


def screen_for(to_file: bool, width: int | None, out: IO[str] | None = None) -> Screen:
    """The screen of this run: a width given, else COLUMNS, else the terminal's, else 100; colours only on a terminal that shows
    them and is not asked not to (NO_COLOR)."""
    stream = out if out is not None else sys.stdout
    terminal = not to_file and stream is not None and stream.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if os.name == "nt":
        colour = colour and "WT_SESSION" in os.environ
    wide = width or _columns() or (_terminal_width(stream) if terminal and stream is not None else 0) or PIPED
    encoding = None if to_file or stream is None else stream.encoding
    return Screen(min(max(wide, NARROWEST), WIDEST), colour, BLOCKS if _can_show("".join(BLOCKS), encoding) else ASCII)


def _columns() -> int:
    text = os.environ.get("COLUMNS", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _terminal_width(stream: IO[str]) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0


def _can_show(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
