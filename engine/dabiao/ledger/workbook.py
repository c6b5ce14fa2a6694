"""The ledger as a workbook to fill in: 整改台账 in the columns in use, and 历史记录 with everything that happened."""

import io
from collections.abc import Sequence
from typing import Any

from dabiao.ledger.columns import COLUMNS, ID_HEAD, VERSION_HEAD
from dabiao.ledger.history import line
from dabiao.ledger.model import Event, Finding
from dabiao.reports._safe import clean

SHEET, HISTORY = "整改台账", "历史记录"
# no text becomes a formula, a link or a number, whatever it begins with; no clock in the file
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HISTORY = (("序号", 6), ("日期", 12), ("编号", 10), ("经办人", 12), ("事项", 90))
_CELL = 32_000  # characters; a cell holds 32,767
_PER_LINE, _LINE_POINTS, _MOST_POINTS = 1.9, 15, 400


def write_workbook(findings: Sequence[Finding], history: Sequence[Event], title: str) -> bytes:
    """The findings, one a row, with the id and the version of each in two hidden columns, by which `import` finds them again.

    All text is text (a 时限 too), so that no spreadsheet reads a formula, a link or another date into it.
    """
    import datetime as dt

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        book.set_properties({"title": title, "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - the same bytes every time
        _ledger(book, findings, title)
        _history(book, history)
    return content.getvalue()


def _ledger(book: Any, findings: Sequence[Finding], title: str) -> None:
    sheet = book.add_worksheet(SHEET)
    head, text, fixed = _formats(book)
    width, widths = len(COLUMNS), [column.width for column in COLUMNS]
    big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    sheet.merge_range(0, 0, 0, width, clean(title), big)
    sheet.set_row(0, 30)
    sheet.set_column(0, 0, 6)
    sheet.write_string(1, 0, "序号", head)
    for index, column in enumerate(COLUMNS, 1):
        sheet.set_column(index, index, column.width)
        sheet.write_string(1, index, column.head, head)
    sheet.set_column(width + 1, width + 2, 20, None, {"hidden": True})
    sheet.write_string(1, width + 1, ID_HEAD, head)
    sheet.write_string(1, width + 2, VERSION_HEAD, head)
    for row, finding in enumerate(findings, 2):
        shown = [column.shows(finding)[:_CELL] for column in COLUMNS]
        sheet.set_row(row, _height(shown, widths))
        sheet.write_number(row, 0, row - 1, fixed)
        for index, (column, value) in enumerate(zip(COLUMNS, shown, strict=True), 1):
            sheet.write_string(row, index, value, text if column.field else fixed)
        sheet.write_string(row, width + 1, finding.id, fixed)
        sheet.write_string(row, width + 2, str(finding.version), fixed)
    sheet.freeze_panes(2, 4)
    sheet.autofilter(1, 0, max(2, len(findings) + 1), width)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: thirteen columns of text are not legible on A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _height(shown: Sequence[str], widths: Sequence[int]) -> float:
    """Points for the tallest cell: a spreadsheet does not fit rows it did not wrap itself."""
    lines = 1
    for width, value in zip(widths, shown, strict=True):
        each = (max(1, -(-int(len(part) * _PER_LINE) // width)) for part in value.split("\n"))
        lines = max(lines, sum(each))
    return min(_MOST_POINTS, lines * _LINE_POINTS + 3)


def _history(book: Any, history: Sequence[Event]) -> None:
    sheet = book.add_worksheet(HISTORY)
    head, text, _ = _formats(book)
    for index, (name, width) in enumerate(_HISTORY):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, name, head)
    for row, event in enumerate(history, 1):
        sheet.write_number(row, 0, event.seq, text)
        shown = (event.day or "", (event.finding or "")[:8], event.by or "", line(event)[:_CELL])
        sheet.set_row(row, _height(shown, [width for _, width in _HISTORY[1:]]))
        for index, value in enumerate(shown, 1):
            sheet.write_string(row, index, value, text)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _formats(book: Any) -> tuple[Any, Any, Any]:
    """Of heads, of cells to fill in, and of cells the ledger fills in itself (shaded)."""
    cell = {
        "font_name": "宋体",
        "font_size": 10,
        "border": 1,
        "text_wrap": True,
        "valign": "top",
        "num_format": "@",
        "quote_prefix": True,
    }
    head = {
        "font_name": "宋体",
        "font_size": 10,
        "bold": True,
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#D9E2F3",
    }
    return book.add_format(head), book.add_format(cell), book.add_format({**cell, "bg_color": "#F2F2F2"})
