"""What the readers of school tables hand on: figures and flags of a row, rows of a school, what rows of a sheet share."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from dabiao.diagnostics import Span
from dabiao.inputs._school_header import Column, SchoolHeader
from dabiao.inputs._school_types import Kind
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Cell, Origin, Table
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, seen
from dabiao.period import Period
from dabiao.quantity import Interval


class Figure(NamedTuple):
    """A figure of a row: its column, its exact value and interval in the unit of the column's items, as typed, and where."""

    column: Column
    value: Fraction
    bound: Interval
    text: str
    origin: Origin


class Flag(NamedTuple):
    """A 0 or 1 of a row, read from a word: the item's name, and the word. `said`: in a column of its own, not concluded."""

    item: str
    value: int
    text: str
    origin: Origin
    said: bool


class SchoolRow(NamedTuple):
    """What a row says of its school: who and when it is, and its figures; which items they are of is settled among all rows."""

    name: str
    place: Span
    region: str
    period: Period
    code: str
    kind: Kind | None
    kind_origin: Origin
    kind_text: str
    stage: str | None
    status: str
    evidence: str
    note: str
    figures: tuple[Figure, ...]
    flags: tuple[Flag, ...]
    blanks: tuple[tuple[Column, Origin], ...]
    at: Origin


class Sheet(NamedTuple):
    """What the rows of a table share. `spread`: what merged identity cells say of (line, column index)."""

    table: Table
    header: SchoolHeader
    vocabulary: Vocabulary
    defaults: Defaults
    spread: Mapping[tuple[int, int], Cell]

    def at(self, row: tuple[Cell, ...], index: int) -> Cell:
        """A cell of a row; a blank one where the row ends before it."""
        if index < len(row):
            cell = row[index]
            if cell.text and cell.text.isascii():
                return cell
        else:
            number = row[0].address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            cell = Cell("", f"{column_letter(index)}{number}", row[-1].line)
        merged = None if cell.text else self.spread.get((row[0].line, index))
        text = seen(merged.text if merged else cell.text)
        return cell if text == cell.text else cell._replace(text=text)

    def name(self, row: tuple[Cell, ...]) -> Cell:
        """The cell with the school's name."""
        keys = self.header.keys
        return self.at(row, (keys.get("entity") or keys["kindergarten"])[0])
