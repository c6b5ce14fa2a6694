"""One sheet of a workbook as rows of cells, read from its XML in one pass.

openpyxl's own read-only rows believe the sheet's dimension record, give a formula's result or its text but never both, and
fail on print and filter settings they do not know. So its cell parser is driven from here, over the rows alone.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from dabiao.inputs._number_format import shown_number
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Cell

MAX_COLUMNS = 512
# the number formats 27–36 and 50–58 are dates in Chinese Excel (2021年12月31日); openpyxl knows only the American list
_CHINESE_DATES = frozenset((*range(27, 32), 36, *range(50, 55), 57, 58))


_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_TICK_ROWS = 100

Range = tuple[int, int, int, int]
Tick = Callable[[int], None]


class Rows(NamedTuple):
    """The rows that hold anything, the first cell that stands too far right to be read, and the merged ranges."""

    rows: tuple[tuple[Cell, ...], ...]
    beyond: str | None
    merged: tuple[Range, ...]


def sheet_rows(sheet: Any, tick: Tick | None = None) -> Rows:
    """The rows of a sheet opened with openpyxl (read_only, data_only). Raises whatever a damaged sheet makes openpyxl raise.

    `tick` hears every now and then how many bytes of the sheet are read.
    """
    rows = []
    beyond = None
    merged: list[Range] = []
    for number, read in _parsed(sheet, merged, tick):
        known = {column: cell for column, cell in read if cell.text or cell.kind == "formula"}
        far = [cell.address for column, cell in known.items() if column > MAX_COLUMNS]
        beyond = beyond or next(iter(far), None)
        width = max((column for column in known if column <= MAX_COLUMNS), default=0)
        if width:
            row = (
                known.get(index) or Cell("", f"{column_letter(index - 1)}{number}", number)
                for index in range(1, width + 1)
            )
            rows.append(tuple(row))
    return Rows(tuple(rows), beyond, tuple(merged))


def _parsed(sheet: Any, merged: list[Range], tick: Tick | None) -> Iterator[tuple[int, list[tuple[int, Cell]]]]:
    book = sheet.parent
    dates = {style for style, array in enumerate(book._cell_styles) if array.numFmtId in _CHINESE_DATES}
    with book._archive.open(sheet._worksheet_path) as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats | dates,
            timedelta_formats=book._timedelta_formats,
        )
        for _, element in iterparse(source):
            if element.tag == MERGE_TAG:
                merged.extend(filter(None, (_range(node.get("ref", "")) for node in element)))
            if element.tag == ROW_TAG:
                number, cells = parser.parse_row(element)
                if tick is not None and number % _TICK_ROWS == 0:
                    tick(source.tell())
                yield (
                    number,
                    [(read["column"], _cell(sheet, node, read)) for node, read in zip(element, cells, strict=True)],
                )
                element.clear()


def _range(reference: str) -> Range | None:
    """A merged range: first column, first row, last column, last row, counted from 1; None where it is none."""
    match = _RANGE.fullmatch(reference)
    if match is None:
        return None
    left, up, right, down = match.groups()
    return column_index_from_string(left), int(up), column_index_from_string(right), int(down)


def _cell(sheet: Any, node: Any, read: dict[str, Any]) -> Cell:
    address = f"{column_letter(read['column'] - 1)}{read['row']}"
    # t="str" with an empty value is a formula that gave an empty text; no type and no value is one never computed
    if read["value"] is None and node.find(FORMULA_TAG) is not None and node.get("t") != "str":
        return Cell("", address, read["row"], "formula")
    value = read["value"]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text, kind = shown_number(value, ReadOnlyCell(sheet, **read).number_format or "General")
    else:
        text, kind = _shown(value, read["data_type"])
    return Cell(text, address, read["row"], kind)


def _shown(value: Any, data_type: str) -> tuple[str, str]:
    if value is None:
        return "", "text"
    if isinstance(value, bool):
        return ("是" if value else "否"), "text"
    if isinstance(value, dt.datetime):
        return value.date().isoformat(), "date"
    if isinstance(value, dt.date):
        return value.isoformat(), "date"
    if isinstance(value, (dt.time, dt.timedelta)):
        return str(value), "date"
    return str(value).strip(), "error" if data_type == "e" else "text"
