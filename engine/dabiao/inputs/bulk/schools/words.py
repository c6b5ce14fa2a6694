"""The words of a school table, column by column, and which of them the ordinary reader takes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic
from dabiao.inputs._school_types import FOUNDED, founding_year, yes_or_no
from dabiao.inputs._words import BLANK
from dabiao.inputs.bulk.schools.apart import name_index
from dabiao.inputs.bulk.schools.columns import Columns
from dabiao.inputs.bulk.schools.opened import Opened
from dabiao.inputs.bulk.session import Connection, fill
from dabiao.inputs.csv_file import column_index, column_letter
from dabiao.inputs.model import Cell
from dabiao.inputs.school_table import read_school_table
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, fold_name

# a column of more different words is not one of words
_MOST = 2_000
# the sheet of rows made to be asked about: their cells are told apart by it
SHEET = "?"


class Words(NamedTuple):
    """The classes of words of each column: a text for each class (the number of which is its place), and which the reader takes."""

    texts: Mapping[int, tuple[str, ...]]
    taken: Mapping[int, frozenset[int]]

    def blank(self, column: int) -> int:
        """The class of a column that says nothing, or the first that is taken."""
        texts = self.texts[column]
        return texts.index("") if "" in texts else min(self.taken[column], default=0)


def words_of(
    connection: Connection, opened: Opened, columns: Columns, vocabulary: Vocabulary, defaults: Defaults, place: str
) -> Words | None:
    """The words, and the table words_ of (col, word, class); `place` is a region as some row writes it. None where there are too many."""
    table = f"words_{opened.number}"
    connection.execute(f"CREATE TEMP TABLE {table} (col INTEGER, word VARCHAR, class INTEGER)")
    texts: dict[int, tuple[str, ...]] = {}
    founded = opened.header.keys.get("founded", ())
    for column in columns.words:
        query = f"SELECT DISTINCT {opened.texts[column]} FROM {opened.sql} LIMIT {_MOST + 1}"
        found = sorted(text for (text,) in connection.execute(query).fetchall())
        if len(found) > _MOST:
            return None
        classes: dict[object, int] = {}
        rows = [
            (column, text, classes.setdefault(_alike(text) if column in founded else text, len(classes)))
            for text in found
        ]
        fill(connection, table, ["INTEGER", "VARCHAR", "INTEGER"], rows)
        first = {number: text for _, text, number in reversed(rows)}
        texts[column] = tuple(first[number] for number in range(len(classes)))
    return Words(texts, _taken(opened, columns, texts, vocabulary, defaults, place))


def _alike(text: str) -> object:
    """What stands for a founding year: only between which limits it lies matters."""
    year = founding_year(text.strip())
    return text if year is None else tuple(year <= last for last in FOUNDED.values())


def _taken(
    opened: Opened,
    columns: Columns,
    texts: Mapping[int, tuple[str, ...]],
    vocabulary: Vocabulary,
    defaults: Defaults,
    place: str,
) -> dict[int, frozenset[int]]:
    """Each word on a row of its own; what the reader refuses about that cell is not taken."""
    asked = [(column, number) for column, some in texts.items() for number in range(len(some))]
    year = opened.header.keys.get("year", ())
    rows = []
    for line, (column, number) in enumerate(asked, 2):
        told = {**dict.fromkeys(year, "2020"), column: texts[column][number]}
        rows.append(asking_row(opened, told, place, line))
    found = read_school_table(opened.table(rows, SHEET), opened.header, vocabulary, defaults).found
    refused = {line for d in found if d.is_error for line, _ in cells_of(d)}
    taken: dict[int, set[int]] = {column: set() for column in texts}
    for line, (column, number) in enumerate(asked, 2):
        if line not in refused:
            taken[column].add(number)
    return {column: frozenset(some) for column, some in taken.items()}


def asking_row(opened: Opened, told: Mapping[int, str], place: str, line: int) -> tuple[Cell, ...]:
    """A row of a school of its own, that says what is told, column by column."""
    said = {**dict.fromkeys(opened.header.keys.get("region", ()), place), **told, name_index(opened): f"第{line}所"}
    return tuple(
        Cell(said.get(index, "").strip(), f"{column_letter(index)}{line}", line) for index in range(len(opened.row))
    )


def cells_of(found: Diagnostic) -> Iterator[tuple[int, int]]:
    """The cells (line, column) of such rows a diagnostic is about."""
    for span in found.spans:
        if span.cell is not None:
            letters = span.cell.rstrip("0123456789")
            yield int(span.cell[len(letters) :]), column_index(letters)


def half_answered(opened: Opened, words: Words) -> Iterator[tuple[int, list[int], str]]:
    """Each column of yes and no in which some say yes, some nothing, and nobody no: the classes that say nothing, and how to mend it."""
    for column in opened.header.columns:
        if column.asked:
            said = {
                number: None if fold_name(text) in BLANK and text != "无" else yes_or_no(text)
                for number, text in enumerate(map(str.strip, words.texts[column.at]))
                if number in words.taken[column.at]
            }
            if {*said.values()} == {None, 1}:
                blanks = [number for number, answer in said.items() if answer is None]
                yield column.at, blanks, f"空白表示“否”的，在 {column_letter(column.at)} 列填“否”"
