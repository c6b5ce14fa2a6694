"""The header row of a tidy table: which column holds what, what is missing, what is not read."""

import re
from collections.abc import Iterable, Iterator

from dabiao.diagnostics import Diagnostic, error, warning
from dabiao.inputs.model import Cell, Table
from dabiao.inputs.vocabulary import fold_name, known_unit, unit_note
from dabiao.record import NamedTuple

HEADERS = {
    "region": ("地区", "行政区划", "区县", "县区", "地区代码", "region"),
    "year": ("年份", "年度", "统计年份", "year"),
    "indicator": ("指标", "指标名称", "名称", "indicator"),
    "stage": ("学段", "stage"),
    "entity": ("对象", "学校", "单位名称", "学校名称", "entity"),
    "value": ("数值", "数据", "指标值", "值", "value"),
    "unit": ("单位", "计量单位", "unit"),
    "status": ("状态", "数据状态", "status"),
    "done_on": ("完成日期", "日期", "date"),
    "evidence": ("佐证材料", "佐证", "依据", "evidence"),
    "note": ("备注", "说明", "note"),
}
# the headers of the column a school table has for its schools, or its kindergartens
SCHOOLS = ("学校名称", "学校", "校名", "学校全称", "机构名称", "单位名称", "entity", "school")
KINDERGARTENS = ("幼儿园名称", "园所名称", "园名", "幼儿园全称")
REQUIRED = ("indicator", "value")
# what these columns are called on the sheet of milestones; beside a column of the first kind they are remarks
_OF_REPORTS = {"事项": "indicator", "完成情况": "value"}
# columns of a 填报表 that are there to be looked at
_TO_LOOK_AT = frozenset(("口径", "条款", "上年数值", "时间要求"))
_BY_HEADER = {name: key for key, names in HEADERS.items() for name in names}
_FOR_ALL = r"单位:(.+)"
HEADER_ROWS = 12


class Header(NamedTuple):
    """Where the headers stand (index of the row), the column of each, and the unit stated for all rows (or an empty text)."""

    row: int
    columns: dict[str, int]
    unit: str


def plain_header(text: str) -> str:
    """A header without remarks in brackets and marks: 学校（机构）名称* is 学校名称."""
    return _plain(fold_name(text))


def _plain(folded: str) -> str:
    return (re.sub(r"\([^()]*\)", "", folded) if "(" in folded else folded).strip("*:").lower()


def names_schools(table: Table) -> bool:
    """Whether a column of schools or kindergartens has its header among the first rows."""
    return any(
        plain_header(cell.text) in (*SCHOOLS, *KINDERGARTENS) for row in table.rows[:HEADER_ROWS] for cell in row
    )


def find_header(table: Table) -> Header | None:
    """The first row that names an indicator, a value and more, else the row with most known headers; None without such a row.

    The first, not the fullest: of two tables on one sheet the upper must not go unread for the lower one's sake.
    """
    candidates = []
    for number, row in enumerate(table.rows[:HEADER_ROWS]):
        columns = _known_columns(row)
        if "indicator" not in columns or len(columns) < 2:
            continue
        candidates.append(Header(number, columns, ""))
        if len(columns) > 2 and "value" in columns:
            candidates = candidates[-1:]
            break
    best = max(candidates, key=lambda header: len(header.columns), default=None)
    return best._replace(unit=_unit_for_all(table, best)) if best else None


def _known_columns(row: tuple[Cell, ...]) -> dict[str, int]:
    """The columns a row names, each by the first cell that does."""
    folded = [fold_name(cell.text) for cell in row]
    columns: dict[str, int] = {}
    for find in (_key, _of_reports):
        for index, text in enumerate(folded):
            if (key := find(text)) is not None:
                columns.setdefault(key, index)
    return columns


def repeats_header(table: Table, header: Header, row: tuple[Cell, ...]) -> bool:
    """Whether a row is the header once more, as at the top of each printed page."""
    return [cell.text for cell in row] == [cell.text for cell in table.rows[header.row]]


def _key(folded: str) -> str | None:
    return _BY_HEADER.get(folded.split("(")[0].strip("*:").lower())


def _of_reports(folded: str) -> str | None:
    return _OF_REPORTS.get(_plain(folded))


def _unit_for_all(table: Table, header: Header) -> str:
    """The unit in 数值（万元）, or in a title such as 单位：万元."""
    if "value" in header.columns:
        noted = unit_note(table.rows[header.row][header.columns["value"]].text)
        if noted:
            return noted
    titles = (fold_name(cell.text) for row in table.rows[: header.row] for cell in row)
    stated = (_one_unit(match[1]) for title in titles if (match := re.search(_FOR_ALL, title)))
    return next(filter(None, stated), "")


def _one_unit(text: str) -> str:
    """The unit a list begins with, where it is the only one: 万元，制表人：某某, but not 万元、人."""
    pieces = re.split("[,;、)]", text)
    units = [piece for piece in pieces if known_unit(piece)]
    return units[0] if units == pieces[:1] else ""


def check_header(table: Table, header: Header, wanted: Iterable[str]) -> list[Diagnostic]:
    """An error for each wanted column that is missing (INP412), a warning for each that is not read (INP413)."""
    row = table.rows[header.row]
    found = []
    for key in (*REQUIRED, *wanted):
        if key not in header.columns:
            name = HEADERS[key][0]
            option = {"region": "，或用 --region 指明", "year": "，或用 --year 指明"}.get(key, "")
            found.append(error("INP412", f"缺少“{name}”列", table.span(row[0]), hint=f"加上“{name}”列{option}"))
    return [*found, *_not_read(table, header)]


def _not_read(table: Table, header: Header) -> Iterator[Diagnostic]:
    row = table.rows[header.row]
    read = set(header.columns.values())
    for index, cell in enumerate(row):
        if cell.text and index not in read and plain_header(cell.text) not in _TO_LOOK_AT:
            hint = "同名的列只读取第一列" if _key(fold_name(cell.text)) else "表头改成约定的名称才会读取"
            yield warning("INP413", f"“{cell.text[:20]}”列没有读取", table.span(cell), hint=hint)
    named = {index for index, cell in enumerate(row) if cell.text}
    unnamed: dict[int, Cell] = {}
    for below in table.rows[header.row + 1 :]:
        for index, cell in enumerate(below):
            if cell.text and index not in named:
                unnamed.setdefault(index, cell)
    for _, cell in sorted(unnamed.items()):
        yield warning("INP413", "这一列没有表头，没有读取", table.span(cell), hint="写上表头，或删去这一列")
