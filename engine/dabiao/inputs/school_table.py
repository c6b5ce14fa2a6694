"""School tables: one row a school or kindergarten, one column an item. What their rows and their 合计 rows say."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic, warning
from dabiao.inputs._figure import Problem, read_figure
from dabiao.inputs._school_header import SchoolHeader, missing_keys, unnamed_columns
from dabiao.inputs._school_row import RowReader
from dabiao.inputs._school_types import Kind
from dabiao.inputs._school_values import SchoolRow, Sheet
from dabiao.inputs._words import BLANK
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Cell, Origin, Sum, Table
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, fold_name

_SUM = re.compile(r"(?:合计|总计|小计|共计|总和)(?:\([^()]*\))?:?$")
_OF_ALL = re.compile(r"(?:全[县区市]|本[县区市])?(?:合计|总计|共计|总和)(?:\([^()]*\))?:?")
_MEAN = re.compile(r"(?:平均|平均值|平均数|均值|最大值|最小值|标准差|差异系数):?$")
_FOOTER = re.compile(r"^(?:注|说明|备注|填表|制表|填报|审核|单位负责人|联系电话)[^:]{0,6}:")
# the row of column numbers below an official form's header: 甲 乙 1 2 3
_NUMBERING = re.compile(r"[甲乙丙丁戊]|[A-Z]?\(?[0-9]{1,3}\)?")
_SPREAD = ("entity", "kindergarten", "region", "year", "stage", "type", "owner", "area")


class SchoolTable(NamedTuple):
    """The rows of a table, its 合计 rows apart, and what was found wrong."""

    rows: tuple[SchoolRow, ...]
    sums: tuple[Sum, ...]
    found: tuple[Diagnostic, ...]


class _Total(NamedTuple):
    """A 合计 row while its table is read: its label, its cells, how many rows of schools stand above it."""

    label: str
    row: tuple[Cell, ...]
    above: int


def read_school_table(
    table: Table,
    header: SchoolHeader,
    vocabulary: Vocabulary,
    defaults: Defaults,
    tick: Callable[[int, int], None] | None = None,
) -> SchoolTable:
    """The rows of a school table, with a diagnostic for every cell that can not be used. `tick` hears of rows done and in all."""
    wanted = [key for key, default in zip(("region", "year"), defaults, strict=True) if default is None]
    found = [*missing_keys(table, header, wanted), *header.found, *unnamed_columns(table, header)]
    if any(d.is_error for d in found):
        return SchoolTable((), (), tuple(found))
    sheet = Sheet(table, header, vocabulary, defaults, dict(_merged(table, header)))
    reader = _Body(sheet)
    body = table.rows[header.below :]
    for number, row in enumerate(body):
        if tick is not None and not number % 200:
            tick(number, len(body))
        reader.add(row)
    found.extend((*reader.found, *reader.half_answered()))
    return SchoolTable(tuple(reader.rows), tuple(reader.sums()), tuple(found))


def _merged(table: Table, header: SchoolHeader) -> Iterator[tuple[tuple[int, int], Cell]]:
    """What merged identity cells say of every row and column they cover; a figure is of its own row alone."""
    indexes = {index for key in _SPREAD for index in header.keys.get(key, ())}
    by_line = {row[0].line: row for row in table.rows} if table.merged else {}
    lines = sorted(by_line)
    for left, up, right, down in table.merged:
        covered = indexes & set(range(left - 1, right))
        row = by_line.get(up, ())
        if covered and left <= len(row) and row[left - 1].text:
            for line in lines[bisect_left(lines, up) : bisect_right(lines, down)]:
                yield from (((line, index), row[left - 1]) for index in covered)


class _Body:
    """The rows below the header, as they are read."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows: list[SchoolRow] = []
        self.found: list[Diagnostic] = []
        # of every row of a school, also of one that can not be used
        self.lines: list[tuple[int, int]] = []
        self.kinds: list[Kind | None] = []
        self.totals: list[_Total] = []
        self.answers: dict[int, dict[str, Cell]] = {}
        header, table = sheet.header, sheet.table
        self.headers = {tuple(cell.text for cell in row) for row in table.rows[header.first : header.below]}
        self.figures = {column.at for column in header.columns}

    def add(self, row: tuple[Cell, ...]) -> None:
        """Reads a row, whatever kind it is of."""
        label = self._label(row)
        if _SUM.search(label):
            self.totals.append(_Total(label, row, len(self.lines)))
        elif not (_MEAN.search(label) or _FOOTER.match(label) or self._is_of_header(row)):
            self._school(row)

    def _label(self, row: tuple[Cell, ...]) -> str:
        """What the row is called: 合计 wherever it stands before the figures, else the school's name, else the first cell."""
        name = self.sheet.name(row)
        words = [fold_name(cell.text) for index, cell in enumerate(row) if cell.text and index not in self.figures]
        total = next((word for word in words if _OF_ALL.fullmatch(word)), "")
        return total or fold_name(name.text) or next(iter(words), "")

    def _is_of_header(self, row: tuple[Cell, ...]) -> bool:
        """Whether the row repeats the header (on a new page), or numbers the columns."""
        filled = [cell.text for cell in row if cell.text]
        numbered = len(filled) > 1 and self.sheet.name(row).text and all(map(_NUMBERING.fullmatch, filled))
        return tuple(cell.text for cell in row) in self.headers or bool(numbered and not self.lines)

    def _school(self, row: tuple[Cell, ...]) -> None:
        reader = RowReader(self.sheet, row)
        read = reader.read()
        self.found.extend(reader.found)
        for index, answer, cell in reader.answers:
            self.answers.setdefault(index, {}).setdefault(answer, cell)
        if self.sheet.name(row).text:
            self.lines.append((row[0].line, row[-1].line))
            self.kinds.append(reader.kind)
        if read is not None:
            self.rows.append(read)

    def half_answered(self) -> Iterator[Diagnostic]:
        """A warning for a column ticked here and there and never answered with no: a blank is no answer."""
        for index, answers in self.answers.items():
            if set(answers) == {"", "1"}:
                message = "这一列只写了“是”，空白的格按没有填报处理"
                hint = f"空白表示“否”的，在 {column_letter(index)} 列填“否”"
                yield warning("INP439", message, self.sheet.table.span(answers[""]), hint=hint)

    def sums(self) -> Iterator[Sum]:
        """What the 合计 rows say, column by column; cells that are no number are passed over."""
        above = 0
        for total in self.totals:
            first, last = self._summed(total, above)
            above = total.above
            for column in self.sheet.header.columns:
                cell = self.sheet.at(total.row, column.at)
                usable = cell.kind in ("number", "text", "scaled") and fold_name(cell.text) not in BLANK
                figure = read_figure(cell.shown, column.units, column.match.first) if usable else None
                if column.asked or figure is None or isinstance(figure, Problem) or figure[1].exact is None:
                    continue
                origin = Origin(self.sheet.table.file, self.sheet.table.sheet, cell.address, cell.line)
                item = column.match.first.id
                yield Sum(total.label, column.header, item, figure[0], cell.shown, origin, first, last)

    def _summed(self, total: _Total, above: int) -> tuple[int, int]:
        """The lines a 合计 row adds up: all, or for a subtotal those since the one above; 0, 0 where that is not known.

        A subtotal of a stage below schools of other stages as well does not show which it means.
        """
        of_all = _OF_ALL.fullmatch(total.label) is not None
        part = slice(0, None) if of_all else slice(above, total.above)
        stages = tuple(stage for stage in ("小学", "初中", "高中") if stage in total.label)
        mixed = stages and any(kind is None or kind.stages != stages for kind in self.kinds[part])
        lines = self.lines[part]
        return (lines[0][0], lines[-1][1]) if lines and not mixed else (0, 0)
