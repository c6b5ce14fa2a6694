"""Where a terminal report goes: how wide it is, whether colours show, and which characters its bars may use."""

from __future__ import annotations

import os
import sys

from dabiao.record import TYPE_CHECKING, NamedTuple
from dabiao.reports._bars import ASCII, BLOCKS, Ink

if TYPE_CHECKING:
    from typing import IO

PIPED = 100
NARROWEST, WIDEST = 40, 240
MEDIUM, WIDE = 100, 160

STYLES = {"title": "1", "dim": "2", "bad": "1;31", "warn": "33", "good": "32", "ask": "35"}


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


def screen_for(to_file: bool, width: int | None, out: IO[str] | None = None) -> Screen:
    """The screen of this run: a width given, else COLUMNS, else the terminal's, else 100; colours only on a terminal that shows
    them and is not asked not to (NO_COLOR)."""
    stream = out if out is not None else sys.stdout
    terminal = not to_file and stream is not None and stream.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if os.name == "nt":
        colour = colour and "WT_SESSION" in os.environ
    wide = width or _columns() or (_terminal_width(stream) if terminal and stream is not None else 0) or PIPED
    encoding = None if to_file else getattr(stream, "encoding", None)
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
