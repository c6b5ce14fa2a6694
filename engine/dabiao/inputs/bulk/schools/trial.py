"""What the ordinary reader makes of a row, asked once for each shape: the words and the filled cells that bear on others.

A shape is tried with its other columns filled, and left blank, and with each of their words, as many at once as there are: what a
column by itself gives rests on the shape and on its own class, whatever stands beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic
from dabiao.inputs._school_join import Joined, join
from dabiao.inputs.bulk.schools.columns import Columns
from dabiao.inputs.bulk.schools.opened import Opened
from dabiao.inputs.bulk.schools.words import SHEET, Words, asking_row, cells_of
from dabiao.inputs.csv_file import column_index
from dabiao.inputs.model import Observation
from dabiao.inputs.school_table import read_school_table
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary

# classes of a figure's cell
BLANK, PLAIN, NOUGHT, ODD = range(4)
_TYPED = {BLANK: "", PLAIN: "1", NOUGHT: "0"}
# what no column of figures or words says stands under this one, of class 0
NOWHERE = -1
# a school of no figure at all, which no row is that is asked about
_EMPTY = "INP438"

# the class of each joint column, in their order
Classes = tuple[int, ...]


class Outcome(NamedTuple):
    """A figure a cell gives (or, by its words, a constant): the item, its stage, its unit as stated, and the column of the cell."""

    item: str
    stage: str | None
    unit: str
    constant: int | None
    cell: int


class Shape(NamedTuple):
    """What is said of rows of a shape: the year, the status, the kind of school, and the outcomes by column and class.

    `unsure`: the classes of columns of which the reader says more than figures.
    """

    year: int
    status: str
    kind: str | None
    outcomes: Mapping[tuple[int, int], tuple[Outcome, ...]]
    unsure: frozenset[tuple[int, int]]


def shapes_of(
    opened: Opened,
    columns: Columns,
    words: Words,
    shapes: Sequence[Classes],
    vocabulary: Vocabulary,
    defaults: Defaults,
    place: str,
) -> list[Shape | None]:
    """Each shape as the reader understands it; None where it refuses or doubts it."""
    asking = _Asking(opened, columns, words)
    tried = [(number, told) for number, shape in enumerate(shapes) for told in asking.trials(shape)]
    rows = [asking_row(opened, asking.texts(told), place, line) for line, (_, told) in enumerate(tried, 2)]
    read = read_school_table(opened.table(rows, SHEET), opened.header, vocabulary, defaults)
    by_line = {row.at.line: row for row in read.rows}
    doubts: dict[int, list[Diagnostic]] = {}
    for found in read.found:
        for line in dict.fromkeys(line for line, _ in cells_of(found)):
            doubts.setdefault(line, []).append(found)
    made: list[_Making | None] = [_Making() for _ in shapes]
    for line, (number, told) in enumerate(tried, 2):
        making, row = made[number], by_line.get(line)
        if making is None or row is None:
            made[number] = None
            continue
        joined = join([row], (), vocabulary)
        found_here = [*doubts.get(line, ()), *(d for d in joined.found if d.code != _EMPTY)]
        if not making.add(asking, told, joined, found_here) or not row.period.single:
            made[number] = None
            continue
        making.said = (row.period.start, row.status, joined.kinds[0].kind if joined.kinds else None)
    return [None if making is None else making.shape(columns) for making in made]


class _Asking:
    """How rows of a shape are made, and what stands in their cells."""

    def __init__(self, opened: Opened, columns: Columns, words: Words) -> None:
        self.columns = columns
        self.figures = {*columns.figures}
        self.joint = {*columns.joint}
        self._words = words
        self._units = {c.at: c.units.name or c.units.table for c in opened.header.columns}
        self._factors = {c.at: c.factor for c in opened.header.columns}
        self._classes = {at: [PLAIN, BLANK] if at in self.figures else sorted(words.taken[at]) for at in columns.alone}

    def trials(self, shape: Classes) -> Iterator[dict[int, int]]:
        """The class of each column, row by row, so that each class of each column is in one of them."""
        fixed = dict(zip(self.columns.joint, shape, strict=True))
        for turn in range(max(map(len, self._classes.values()), default=1) or 1):
            yield fixed | {at: self._class(at, classes, turn) for at, classes in self._classes.items()}

    def _class(self, at: int, classes: Sequence[int], turn: int) -> int:
        if turn < len(classes):
            return classes[turn]
        return BLANK if at in self.figures else self._words.blank(at)

    def texts(self, told: Mapping[int, int]) -> dict[int, str]:
        """The cells of a row."""
        return {at: _TYPED[c] if at in self.figures else self._words.texts[at][c] for at, c in told.items()}

    def outcome(self, made: Observation, at: int, told: Mapping[int, int]) -> Outcome | None:
        """What an observation says of the cell it was read from; None where it is not what the cell holds."""
        assert made.value is not None  # noqa: S101 - a school's row gives figures only
        assert made.indicator is not None  # noqa: S101 - the same
        if at not in self.figures or told[at] == BLANK:
            return Outcome(made.indicator, made.stage, "", int(made.value), at)
        if made.value != (0 if told[at] == NOUGHT else self._factors[at]):
            return None
        return Outcome(made.indicator, made.stage, self._units[at], None, at)


class _Making:
    """A shape while its rows are looked at."""

    def __init__(self) -> None:
        self.said: tuple[int, str, str | None] = (0, "", None)
        self._outcomes: dict[tuple[int, int], tuple[Outcome, ...]] = {}
        self._unsure: set[tuple[int, int]] = set()

    def add(self, asking: _Asking, told: Mapping[int, int], joined: Joined, found: Sequence[Diagnostic]) -> bool:
        """Takes what a row gave; False where the shape itself is refused or in doubt."""
        for diagnostic in found:
            columns = {column for _, column in cells_of(diagnostic)}
            if len(columns) != 1 or columns & asking.joint or not columns <= told.keys():
                return False
            self._unsure.update((column, told[column]) for column in columns)
        by_cell: dict[tuple[int, int], list[Outcome]] = {(at, c): [] for at, c in told.items()}
        for made in joined.observations:
            at = column_index(made.origin.cell.rstrip("0123456789"))
            outcome = asking.outcome(made, at, told)
            if outcome is None:
                return False
            by_cell.setdefault((at, told[at]) if at in told else (NOWHERE, 0), []).append(outcome)
        for key, outcomes in by_cell.items():
            if self._outcomes.setdefault(key, tuple(outcomes)) != tuple(outcomes):
                return False
        return True

    def shape(self, columns: Columns) -> Shape:
        # a figure that goes nowhere is for the reader to tell of
        lost = {
            (at, c) for (at, c), some in self._outcomes.items() if at in columns.figures and c != BLANK and not some
        }
        return Shape(*self.said, self._outcomes, frozenset(self._unsure | lost))
