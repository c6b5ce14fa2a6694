"""Workbooks: every visible sheet as a table, each cell as it is shown (98.5 % is 98.5 %, not 0.985)."""

import io
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

from dabiao.diagnostics import Diagnostic, Span, error, warning
from dabiao.inputs.model import Table

MAX_UNPACKED = 1_000_000_000
# no sheet shrinks to a hundredth: what unpacks to this much more than it takes is made to fill the memory
_BOMB_SIZE, _BOMB_RATIO = 20_000_000, 150
_OLE = b"\xd0\xcf\x11\xe0"


def read_xlsx(
    content: bytes, name: str, tick: Callable[[int, int], None] | None = None
) -> tuple[list[Table], list[Diagnostic]]:
    """The tables of a workbook's visible sheets, with diagnostics INP404 to INP406 and INP413.

    `tick` hears of bytes read and in all (of the sheets, unpacked).
    """
    refused = _refused(content)
    if refused:
        message, hint = refused
        return [], [error("INP404", message, Span(name), hint=hint)]
    # openpyxl warns, in English, of features it leaves out
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _read(content, name, tick)


def _refused(content: bytes) -> tuple[str, str] | None:
    """Why the bytes are not unpacked at all, and what to do; None where they may be."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "工作簿加了密码", "在 Excel 里取消密码后另存"
        return "是旧版 .xls 工作簿，或已损坏", "用 Excel 另存为 .xlsx"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    # damaged zip structures raise more than BadZipFile
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        return "不是有效的 XLSX 工作簿（可能已损坏）", "用 Excel 打开后另存为 .xlsx"
    bomb = any(e.file_size > max(_BOMB_SIZE, _BOMB_RATIO * e.compress_size) for e in entries)
    if bomb or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        return "工作簿解压后过大", "只保留需要的工作表，数据量大时按地区拆开"
    return None


def _read(content: bytes, name: str, tick: Callable[[int, int], None] | None) -> tuple[list[Table], list[Diagnostic]]:
    import openpyxl

    # for a damaged part openpyxl raises whatever its parsers meet: KeyError, TypeError, zlib.error, ParseError …
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as failure:
        return [], [_unreadable(Span(name), failure)]
    tables: list[Table] = []
    found: list[Diagnostic] = []
    sizes = _sizes(book)
    read, total = 0, sum(sizes.values())
    for sheet in book.worksheets:
        place = Span(name, sheet=sheet.title)
        if sheet.sheet_state != "visible":
            found.append(warning("INP406", "隐藏的工作表没有读取", place, hint="需要读取时取消隐藏"))
            continue
        try:
            table, problems = _table(sheet, name, _onward(tick, read, total))
        except Exception as failure:
            found.append(_unreadable(place, failure))
            continue
        tables.append(table)
        found.extend(problems)
        read += sizes.get(sheet.title, 0)
    book.close()
    if not tables and not found:
        found.append(error("INP404", "工作簿里没有能读的工作表", Span(name), hint="用 Excel 另存为普通的 .xlsx"))
    return tables, found


def _sizes(book: Any) -> dict[str, int]:
    """The bytes of each sheet, unpacked."""
    sizes = {entry.filename: entry.file_size for entry in book._archive.infolist()}
    return {sheet.title: sizes.get(sheet._worksheet_path, 0) for sheet in book.worksheets}


def _onward(tick: Callable[[int, int], None] | None, before: int, total: int) -> Callable[[int], None] | None:
    """What hears of the bytes of one sheet, where something hears of the bytes of all."""
    return None if tick is None else lambda done: tick(before + done, total)


def _table(sheet: Any, name: str, tick: Callable[[int], None] | None) -> tuple[Table, list[Diagnostic]]:
    from dabiao.inputs._sheet import MAX_COLUMNS, sheet_rows

    read = sheet_rows(sheet, tick)
    found = []
    if read.beyond:
        place = Span(name, sheet=sheet.title, cell=read.beyond)
        message = f"第 {MAX_COLUMNS} 列以右没有读取"
        found.append(warning("INP413", message, place, hint="删去远处多余的内容"))
    return Table(name, sheet.title, read.rows, read.merged), found


def _unreadable(place: Span, failure: Exception) -> Diagnostic:
    message = f"工作簿打不开，可能已损坏（{type(failure).__name__}）"
    return error("INP404", message, place, hint="用 Excel 打开后另存一份")
