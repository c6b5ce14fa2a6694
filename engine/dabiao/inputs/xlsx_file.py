"""Workbooks: every sheet as a table, each cell as it is shown (98.5 % is 98.5 %, not 0.985)."""

import datetime
import io
import re
import zipfile
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dabiao.diagnostics import Diagnostic, Span, error, warning
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Cell, Table
from dabiao.quantity import exact_decimal

MAX_UNPACKED = 1_000_000_000
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_xlsx(content: bytes, name: str) -> tuple[list[Table], list[Diagnostic]]:
    """The tables of a workbook's visible sheets, with diagnostics INP404 to INP406."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                return [], [error("INP404", "工作簿解压后过大", Span(name), hint="只保留需要的工作表")]
    except zipfile.BadZipFile:
        hint = "用 Excel 另存为 .xlsx" + ("（旧版 .xls 不能直接读取）" if content[:4] == b"\xd0\xcf\x11\xe0" else "")
        return [], [error("INP404", "不是有效的 XLSX 工作簿（可能加了密码或已损坏）", Span(name), hint=hint)]
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as failure:
        return [], [
            error("INP404", f"工作簿打不开：{type(failure).__name__}", Span(name), hint="用 Excel 打开后另存一份")
        ]
    tables: list[Table] = []
    found: list[Diagnostic] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            found.append(
                warning("INP406", "隐藏的工作表没有读取", Span(name, sheet=sheet.title), hint="需要读取时取消隐藏")
            )
            continue
        rows = _rows(sheet)
        tables.append(Table(name, sheet.title, tuple(rows)))
    book.close()
    return _mark_formulas(content, tables), found


def _rows(sheet: Any) -> list[tuple[Cell, ...]]:
    rows = []
    sheet.reset_dimensions()
    for number, record in enumerate(sheet.iter_rows(), 1):
        cells = []
        for index, cell in enumerate(record):
            text, kind = _shown(cell.value, getattr(cell, "number_format", "General"), getattr(cell, "data_type", "n"))
            cells.append(Cell(text, f"{column_letter(index)}{number}", number, kind))
        if any(cell.text for cell in cells):
            rows.append(tuple(cells))
    return rows


def _shown(value: Any, number_format: str, data_type: str) -> tuple[str, str]:
    if value is None:
        return "", "text"
    if data_type == "e":
        return str(value), "error"
    if isinstance(value, bool):
        return ("是" if value else "否"), "text"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat(), "date"
    if isinstance(value, datetime.date):
        return value.isoformat(), "date"
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    return str(value).strip(), "text"


def _number(value: int | float, number_format: str) -> tuple[str, str]:
    """A binary float enters through its shortest decimal form; a cell formatted in % is a hundred times what is stored."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value), "error"
    exact = Fraction(Decimal(repr(value)))
    percent = "%" in _LITERAL.sub("", number_format or "")
    if percent:
        exact *= 100
    return exact_decimal(exact) or repr(value), "percent" if percent else "number"


def _mark_formulas(content: bytes, tables: list[Table]) -> list[Table]:
    """Cells that hold a formula whose result was never saved: empty to a reader, so they are named, not skipped."""
    if b"<f" not in _sheet_xml(content):
        return tables
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    marked = []
    for table in tables:
        formulas: dict[str, int] = {}
        for number, record in enumerate(book[table.sheet].iter_rows(), 1):
            for index, cell in enumerate(record):
                if getattr(cell, "data_type", "n") == "f":
                    formulas[f"{column_letter(index)}{number}"] = number
        rows = tuple(
            tuple(cell._replace(kind="formula") if not cell.text and cell.address in formulas else cell for cell in row)
            for row in table.rows
        )
        marked.append(table._replace(rows=rows))
    book.close()
    return marked


def _sheet_xml(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return b"".join(archive.read(name) for name in names)
