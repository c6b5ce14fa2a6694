"""CSV as Excel in China writes it: UTF-8 with or without BOM, GB18030, UTF-16; comma, tab or semicolon."""

import csv
import io

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.inputs.model import Cell, Table

MAX_FIELD = 200_000


def column_letter(index: int) -> str:
    """The letters of a column counted from 0.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_csv(content: bytes, name: str) -> tuple[Table | None, list[Diagnostic]]:
    """The one table of a CSV file, or None with a diagnostic (INP401, INP402)."""
    text = _decode(content)
    if text is None:
        return None, [error("INP401", "文件编码认不出", Span(name), hint="用 Excel 另存为“CSV UTF-8”")]
    if "\0" in text:
        return None, [error("INP402", "文件不是文本表格（含有二进制内容）", Span(name), hint="另存为 CSV 或 XLSX")]
    csv.field_size_limit(MAX_FIELD)
    rows: list[tuple[Cell, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, record in enumerate(reader, 1):
            if any(field.strip() for field in record):
                line = reader.line_num
                rows.append(
                    tuple(Cell(field.strip(), f"{column_letter(n)}{number}", line) for n, field in enumerate(record))
                )
    except csv.Error as failure:
        place = Span(name, reader.line_num)
        return None, [error("INP402", f"CSV 写法有误：{failure}", place, hint="检查引号是否成对，或用 Excel 重新另存")]
    return Table(name, None, tuple(rows)), []


def _decode(content: bytes) -> str | None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(text: str) -> str:
    head = text[:4000]
    return max(",\t;", key=lambda mark: head.count(mark))
