"""Tables of indicators, row by row: 指标 | 2020年 | 2025年 | 属性; a cell with several 学段 or lines is split."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.document import ROW, Block, Document
from dabiao.rules.draft.cells import Line, base_of, name_in, reading_of, unit_in, values_of
from dabiao.rules.draft.model import Period, Reading, Span
from dabiao.rules.draft.words import stage_of

_NAME, _BASE, _TARGET, _NATURE, _UNIT, _LEAD = "name", "base", "target", "nature", "unit", "lead"
_HEADERS = (
    (re.compile(r"^(?:主要|核心|发展|评价)?(?:指标|项目|内容|类别)(?:名称|内容|体系)?$|指标名称|^名称$"), _NAME),
    (re.compile(r"属性|性质|指标类型|^类型$"), _NATURE),
    (re.compile(r"^(?:计量)?单位$"), _UNIT),
    (re.compile(r"责任单位|牵头单位|责任部门|牵头部门|责任股室"), _LEAD),
    (re.compile(r"基期|基数|现状|现值|完成值|实际"), _BASE),
    (re.compile(r"目标值?|规划值?|预期值?"), _TARGET),
)
_YEAR = re.compile(r"(20\d\d)年?")
_HEADING = 16
_NATURES = ("约束性", "预期性")
_SUB_LINE = re.compile(r"其中|小学|初中|高中|幼儿园|中职")


class Column(NamedTuple):
    """A column of a table: what it holds, and its year where it names one."""

    kind: str
    year: int | None


class Row(NamedTuple):
    """A row: its block, its cells as in the document."""

    block: Block
    cells: tuple[str, ...]

    def cell(self, columns: list[Column], kind: str) -> str:
        """The folded cell of the first column of a kind; "" where there is none."""
        found = (fold(cell) for column, cell in zip(columns, self.cells, strict=False) if column.kind == kind)
        return next(found, "")


def rows_of(document: Document, lines: list[str]) -> dict[str, list[Row]]:
    """The rows of each table with their cells; a cell may hold several lines.

    The document's blocks join all lines of a row; which lines make up a cell is seen from the leading tabs of the text.
    """
    tables: dict[str, list[Row]] = {}
    for block in (block for block in document.blocks if block.kind == ROW):
        cells, rows = _cells(lines, block), tables.setdefault(block.part, [])
        if len(cells) == 1 and fold(cells[0]) in _NATURES and rows:
            rows[-1] = Row(rows[-1].block, (*rows[-1].cells, cells[0]))
        else:
            rows.append(Row(block, cells))
    return tables


def _cells(lines: list[str], block: Block) -> tuple[str, ...]:
    wanted = fold(block.text)
    cells: list[str] = []
    for line in lines[block.line - 1 :]:
        if line.startswith("\t") or not cells:
            cells.append(line.strip())
        else:
            cells[-1] = f"{cells[-1]}\n{line.strip()}".strip("\n")
        if fold("\t".join(cells)) == wanted or (not line.strip() and not line.startswith("\t")):
            break
    return tuple(cells) if fold("\t".join(cells)) == wanted else tuple(block.text.split("\t"))


def header_of(row: Row, period: Period) -> list[Column] | None:
    """The columns a row names, if it is the head of a table of indicators."""
    captioned = fold(row.cells[0]).startswith("表") and len(row.cells) > 2
    columns = [_column(fold(cell), period) for cell in (row.cells[1:] if captioned else row.cells)]
    kinds = [column.kind for column in columns]
    if _TARGET not in kinds:
        return None
    if _NAME not in kinds:
        free = [n for n, kind in enumerate(kinds) if not kind and n < kinds.index(_TARGET)]
        if not free:
            return None
        columns[free[-1]] = Column(_NAME, None)
    return columns


def _column(text: str, period: Period) -> Column:
    if len(text) > _HEADING:
        return Column("", None)
    if years := _YEAR.findall(text):
        year = int(years[-1])
        return Column(_TARGET if year >= period.start else _BASE, year)
    return Column(next((kind for pattern, kind in _HEADERS if pattern.search(text)), ""), None)


def read_table(rows: list[Row], period: Period) -> Iterator[tuple[Row, Reading]]:
    """Every target of a table of indicators; nothing where the table has no such head."""
    columns: list[Column] | None = None
    group, unit_above = "", ""
    for row in rows:
        if (head := header_of(row, period)) is not None and not (columns and _has_numbers(row)):
            columns = head
            continue
        if columns is None or len(row.cells) > len(columns) + 1:
            continue
        label = row.cell(columns, _NAME)
        figures = [
            fold(cell) for column, cell in zip(columns, row.cells, strict=False) if column.kind in (_TARGET, _BASE)
        ]
        if label and not any(figures):
            group = re.sub(r"^(?:[一二三四五六七八九十\d]+[、.])|^\([一二三四五六七八九十\d]+\)", "", label)
            continue
        for name, part in _lines(row, columns):
            for reading in _read(row, columns, part, name, (group, unit_above), period):
                unit_above = reading.unit if not name.startswith("其中") else unit_above
                yield row, reading


def _has_numbers(row: Row) -> bool:
    return any(re.search(r"\d", fold(cell)) and not _YEAR.fullmatch(fold(cell)) for cell in row.cells[1:])


def _lines(row: Row, columns: list[Column]) -> Iterator[tuple[str, dict[int, str]]]:
    """(label, cells by column) of each line of a row: a label of several lines (…比例 / 其中:小学 / 初中) has a value for each.

    The name of a 学段 goes before the first line's, that of a part behind it.
    """
    at = next(n for n, column in enumerate(columns) if column.kind == _NAME)
    cells = dict(enumerate(row.cells[: len(columns)]))
    names = [fold(line) for line in cells.get(at, "").split("\n") if fold(line)]
    if len(names) < 2 or not any(_SUB_LINE.match(name) for name in names[1:]):
        yield fold(cells.get(at, "")), cells
        return
    values = {
        n: [fold(line) for line in cells.get(n, "").split("\n") if fold(line)]
        for n, column in enumerate(columns)
        if column.kind in (_TARGET, _BASE)
    }
    for n, name in enumerate(names):
        shifted = {column: n - (len(names) - len(lines)) for column, lines in values.items()}
        own = {column: values[column][k] for column, k in shifted.items() if 0 <= k < len(values[column])}
        if any(own.values()):
            yield _joined(names[0], name) if n else name, {**cells, **dict.fromkeys(values, ""), **own}


def _joined(first: str, line: str) -> str:
    inner, head = re.sub(r"^其中:?", "", line), name_in(first)
    unit = f"({unit_in(first)})" if unit_in(first) else ""
    return f"{inner}{head}{unit}" if stage_of(inner) and len(inner) <= 4 else f"{head}其中{inner}"


def _read(
    row: Row, columns: list[Column], cells: dict[int, str], label: str, above: tuple[str, str], period: Period
) -> Iterator[Reading]:
    group, unit_above = above
    kinds = [column.kind for column in columns]
    natures = (fold(cell) for cell in row.cells if fold(cell) in _NATURES)
    unit = row.cell(columns, _UNIT) or unit_in(label) or (unit_above if label.startswith("其中") else "")
    lead = tuple(part for part in re.split(r"[、,\s]+", row.cell(columns, _LEAD)) if part)
    base_at = max((n for n, kind in enumerate(kinds) if kind == _BASE), default=None)
    base_cell = cells.get(base_at, "") if base_at is not None else ""
    base_year = None if base_at is None else columns[base_at].year or period.start - 1
    nature = next(natures, None)
    for n, column in enumerate(columns):
        if column.kind != _TARGET:
            continue
        for cell in values_of(cells.get(n, "")):
            base = base_of(base_cell, cell.stage)
            line = Line(label, group, unit, nature, lead, column.year or period.end, base, base_year)
            within = cell.within or _within(row, n, fold(cells.get(n, "")))
            yield reading_of(line, cell, _stretch(row, kinds.index(_NAME), n, within))


def _within(row: Row, target: int, part: str) -> Span | None:
    """Where a line of a cell of several lines stands in the folded cell; None where the cell is the line."""
    whole = fold(row.cells[target]) if target < len(row.cells) else ""
    at = whole.find(part)
    return Span(at, at + len(part)) if whole != part and at >= 0 else None


def _stretch(row: Row, label: int, target: int, within: Span | None) -> Span:
    """The stretch of the folded row from its label to the target's cell; of a split cell only the value with its 学段."""
    folded_row = fold("\t".join(row.cells))
    start = len(fold("\t".join(row.cells[:label])))
    if within is None:
        return Span(start, len(fold("\t".join(row.cells[: target + 1]))))
    cell = folded_row.find(fold(row.cells[target]), len(fold("\t".join(row.cells[:target]))))
    return Span(cell + within.start, cell + within.end)
