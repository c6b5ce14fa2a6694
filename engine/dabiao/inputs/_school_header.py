"""The header of a school table: one row, or two with merged groups (班级数 over its bands); which column holds what."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic, error, warning
from dabiao.inputs._figure import Problem, Units, read_figure, takes_shares
from dabiao.inputs._headers import HEADER_ROWS, KINDERGARTENS, SCHOOLS, find_header, plain_header
from dabiao.inputs._school_names import Match, Names, take_apart
from dabiao.inputs._school_types import FLAGS, FOUNDED, PRIVATE, TOWN
from dabiao.inputs.model import Cell, Table
from dabiao.inputs.vocabulary import fold_name, known_unit
from dabiao.quantity import Unit

_HEADERS = {
    "entity": SCHOOLS,
    "kindergarten": KINDERGARTENS,
    "code": ("学校代码", "学校标识码", "学校编码", "机构代码", "机构标识码", "标识码", "幼儿园代码", "幼儿园标识码"),
    "region": ("区县", "县区", "地区", "县市区", "区县名称", "区县代码", "所属区县", "所在区县", "行政区划", "行政区划代码", "地区代码", "县", "region"),
    "year": ("年份", "年度", "统计年份", "学年", "统计学年", "year"),
    "stage": ("学段", "stage"),
    "type": ("学校类型", "学校类别", "办学类型", "学校办学类型", "类型", "type"),
    "owner": ("办学性质", "学校性质", "办别", "举办者类型", "举办者性质"),
    "area": ("城乡类型", "城乡分类", "城乡类别", "所在地城乡类型", "办学所在地城乡类型"),
    "founded": ("建校年份", "建校时间", "建校年月", "建成年份", "建成时间", "建园年份", "建园时间"),
    "status": ("状态", "数据状态", "status"),
    "evidence": ("佐证材料", "佐证", "evidence"),
    "note": ("备注", "note"),
}  # fmt: skip
# a roster's columns that bear on no figure
_PASSED_OVER = frozenset(
    ("序号", "编号", "地址", "学校地址", "校址", "详细地址", "校长", "校长姓名", "园长", "法定代表人", "联系人", "联系电话", "电话", "手机",
     "邮编", "邮政编码", "乡镇", "街道", "乡镇街道", "所属乡镇", "举办者", "举办者名称", "填表人", "审核人", "填报人", "区县类型")
)  # fmt: skip
_BY_HEADER = {name: key for key, names in _HEADERS.items() for name in names}
# these words are read as items of the catalogue
_WORDED = {"type": FLAGS, "owner": (PRIVATE,), "area": (TOWN,), "founded": tuple(FOUNDED)}
_LOWER_ROWS = 2
_LEAST_ITEMS = 2
_ASKED = re.compile("^(?:是否|有无)")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,.]*%?")
_FOR_ALL = re.compile(r"单位:([^)]+)")
# what a title or a line such as 填报单位：某局 2023年9月 has, and a heading of a group has not
_TITLE = re.compile("[:表]|单位|日期|局$|[0-9]{4}[-/.年][0-9]{1,2}")


class Column(NamedTuple):
    """A column of figures: where it stands, what it holds, and how its figures are read.

    `factor` takes a plain number to the items' unit. `asked` marks a column of yes and no.
    """

    at: int
    cell: Cell
    header: str
    match: Match
    units: Units
    factor: Fraction
    asked: bool


class SchoolHeader(NamedTuple):
    """The indexes of its first row and of the first below it, the columns of identities by key, and the columns of figures."""

    first: int
    below: int
    keys: Mapping[str, tuple[int, ...]]
    columns: tuple[Column, ...]
    found: tuple[Diagnostic, ...]
    row: tuple[Cell, ...]

    @property
    def known(self) -> int:
        """How many columns name items of the catalogue, be it in a unit they can not have."""
        refused = sum(diagnostic.is_error for diagnostic in self.found)
        return len(self.columns) + refused + sum(key in _WORDED for key in self.keys)


def find_school_header(table: Table, names: Names) -> SchoolHeader | None:
    """The header of a table that names schools and at least two items, and is no tidy table; None of any other."""
    if find_header(table) is not None:
        return None
    rows = [number for number in range(min(HEADER_ROWS, len(table.rows))) if _named(table.rows[number]) is not None]
    made = [_header(table, first, number, names) for number in rows for first in _first_rows(table, number)]
    best = max(made, key=lambda header: header.known, default=None)
    return best if best is not None and best.known >= _LEAST_ITEMS else None


def _key(text: str) -> str | None:
    return _BY_HEADER.get(plain_header(text))


def _named(row: tuple[Cell, ...]) -> int | None:
    """The column of the schools' names, where this row has a header for them."""
    return next((index for index, cell in enumerate(row) if _key(cell.text) in ("entity", "kindergarten")), None)


def _first_rows(table: Table, number: int) -> tuple[int, ...]:
    """Where the header may begin: with headings of groups above, without, or (one lone cell, not merged) either way."""
    above = table.rows[number - 1] if number else ()
    said = [(index, cell) for index, cell in enumerate(above) if cell.text]
    if not said or any(_TITLE.search(fold_name(cell.text)) for _, cell in said):
        return (number,)
    if len(said) > 1:
        return (number - 1,)
    (index, cell) = said[0]
    entity = _named(table.rows[number]) or 0
    wide = [(left, right) for left, up, right, _ in table.merged if up == cell.line and left <= index + 1 <= right]
    if index <= entity:
        return (number,)
    return (number - 1,) if any(left > entity + 1 for left, _ in wide) else (number, number - 1)


def _header(table: Table, first: int, number: int, names: Names) -> SchoolHeader:
    entity = _named(table.rows[number]) or 0
    last = number
    while last + 1 < len(table.rows) and last - number < _LOWER_ROWS and _is_lower_row(table, number, last + 1, entity):
        last += 1
    keys: dict[str, list[int]] = {}
    columns: list[Column] = []
    found: list[Diagnostic] = []
    titles = _units_for_all(table, first)
    for index, cells in _labels(table, first, last):
        key = _key("".join(cell.text for cell in cells)) or _key(cells[-1].text)
        if key in ("entity", "kindergarten") and ("entity" in keys or "kindergarten" in keys):
            found.append(_unread(table, cells[-1], "同名的列只读取第一列"))
        elif key is not None:
            keys.setdefault(key, []).append(index)
        elif fold_name(cells[-1].text).strip("*:") not in _PASSED_OVER:
            column = _column(table, index, cells, names, titles)
            if isinstance(column, Column):
                columns.append(column)
            else:
                found.append(column)
    found.extend(_twice(table, columns))
    held = {key: tuple(indexes) for key, indexes in keys.items()}
    return SchoolHeader(first, last + 1, held, tuple(columns), tuple(found), table.rows[number])


def _is_lower_row(table: Table, top: int, number: int, entity: int) -> bool:
    """Whether a row continues the header: no name of a school and no number in it, but units, or words under a heading to their left."""
    row = table.rows[number]
    said = {index: cell for index, cell in enumerate(row) if cell.text}
    if entity in said and _key(said[entity].text) is None:
        return False
    if not said or any(cell.kind != "text" or _NUMBER.fullmatch(fold_name(cell.text)) for cell in said.values()):
        return False
    above = table.rows[number - 1]
    units = all(known_unit(fold_name(cell.text).strip("()")) for cell in said.values())
    grouped = any(index >= len(above) or not above[index].text for index in said)
    return units or grouped or _in_group(table, top, said)


def _in_group(table: Table, top: int, said: Iterable[int]) -> bool:
    line = table.rows[top][0].line
    wide = [(left, right) for left, up, right, down in table.merged if up <= line <= down and right > left]
    return any(left <= index + 1 <= right for index in said for left, right in wide)


def _labels(table: Table, first: int, last: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The header cells above each column, from the top down: its own, and those of the groups it stands in."""
    rows = table.rows[first : last + 1]
    width = max(len(row) for row in rows)
    spread = [_spread(table, rows, number, width) for number in range(len(rows))]
    for index in range(width):
        cells = [cell for row in spread if (cell := row.get(index)) is not None]
        if cells:
            yield index, tuple(dict.fromkeys(cells))


def _spread(table: Table, rows: tuple[tuple[Cell, ...], ...], number: int, width: int) -> dict[int, Cell]:
    """The label of each column of a header row: over what is merged, or (where nothing is) over what has labels beneath."""
    row = rows[number]
    found = {index: cell for index, cell in enumerate(row) if cell.text}
    line = row[0].line
    merged = [(left, right) for left, up, right, down in table.merged if up == line and right > left]
    for left, right in merged:
        if left - 1 in found:
            found.update(dict.fromkeys(range(left - 1, min(right, width)), found[left - 1]))
    if merged or number + 1 == len(rows):
        return found
    group: Cell | None = None
    for index in range(width):
        beneath = any(index < len(lower) and lower[index].text for lower in rows[number + 1 :])
        group = found.get(index, group if beneath else None)
        if group is not None and beneath:
            found[index] = group
    return found


def _units_for_all(table: Table, first: int) -> tuple[Unit, ...]:
    """The units of a title such as 单位：万元、平方米."""
    titles = (fold_name(cell.text) for row in table.rows[:first] for cell in row)
    pieces = (piece for title in titles if (match := _FOR_ALL.search(title)) for piece in re.split("[,;、]", match[1]))
    return tuple(unit for piece in pieces if (unit := known_unit(piece)) is not None)


def _column(
    table: Table, index: int, cells: tuple[Cell, ...], names: Names, titles: tuple[Unit, ...]
) -> Column | Diagnostic:
    """The column of figures under these labels, or why it is not read."""
    texts = [fold_name(cell.text) for cell in cells]
    unit = ""
    if len(texts) > 1 and known_unit(texts[-1].strip("()")):
        unit = texts.pop().strip("()")
    match = names.match(tuple(texts)) or (
        names.match((_ASKED.sub("", texts[-1]),)) if _ASKED.match(texts[-1]) else None
    )
    shown = "".join(cell.text for cell in cells)
    if match is None:
        near = names.suggestion(take_apart(texts[-1]).name)
        return _unread(table, cells[-1], f"是否应为“{near}”？" if near else "表头改成约定的名称才会读取")
    item = match.first
    stated = unit or next((noted for text in reversed(texts) if (noted := take_apart(text).unit)), "")
    of_table = [title for title in titles if title.dimension == item.unit.dimension]
    units = Units("", stated, of_table[0].name if len(of_table) == 1 and not stated else "")
    one = read_figure("1", units, item)
    if isinstance(one, Problem):
        return error(one.code, f"“{shown[:30]}”：{one.message}", table.span(cells[-1]), hint=one.hint)
    asked = bool(_ASKED.match(texts[-1])) or (item.bounds.low == 0 and item.bounds.high == 1 and not takes_shares(item))
    return Column(index, cells[-1], shown, match, units, one[0], asked)


def _unread(table: Table, cell: Cell, hint: str) -> Diagnostic:
    return warning("INP413", f"“{cell.text[:20]}”列没有读取", table.span(cell), hint=hint)


def _twice(table: Table, columns: list[Column]) -> Iterator[Diagnostic]:
    """A warning for each item that two columns name."""
    first: dict[str, Column] = {}
    for column in columns:
        other = first.setdefault(column.match.first.id, column)
        if other is not column:
            message = f"“{other.header[:20]}”和“{column.header[:20]}”是同一项，两列都读取"
            spans = (table.span(other.cell), table.span(column.cell))
            yield warning("INP440", message, *spans, hint="只留一列；两列的数不同时，判定会标记数据存疑")


def unnamed_columns(table: Table, header: SchoolHeader) -> Iterator[Diagnostic]:
    """A warning for each column with cells, but without a header."""
    named = {index for index, _ in _labels(table, header.first, header.below - 1)}
    unnamed: dict[int, Cell] = {}
    for row in table.rows[header.below :]:
        for index in range(len(row)):
            if index not in named and row[index].text:
                unnamed.setdefault(index, row[index])
    for _, cell in sorted(unnamed.items()):
        yield warning("INP413", "这一列没有表头，没有读取", table.span(cell), hint="写上表头，或删去这一列")


def missing_keys(table: Table, header: SchoolHeader, wanted: Iterable[str]) -> list[Diagnostic]:
    """An error for each wanted identity column that is missing."""
    option = {"region": "--region", "year": "--year"}
    return [
        error(
            "INP412",
            f"缺少“{_HEADERS[key][0]}”列",
            table.span(header.row[0]),
            hint=f"加上“{_HEADERS[key][0]}”列，或用 {option[key]} 指明",
        )
        for key in wanted
        if key not in header.keys
    ]
