"""CSV as Excel in China writes it: UTF-8 with or without BOM, GB18030, UTF-16; comma, tab or semicolon."""

import codecs
import csv
import io
import itertools
import re

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.inputs._headers import HEADER_ROWS, find_header
from dabiao.inputs.model import Cell, Table

_LINE_END = r"\r\n|\r|\n"
_SAMPLE_SIZE = 20_000
# this many bytes of correct UTF-8 beyond ASCII are not GB18030 by chance ("联通" is four)
SURELY_UTF8 = 16
_FAULTS = {
    "unexpected end of data": "引号没有成对，从这一行起的内容没有结束",
    "',' expected after '\"'": "引号后面还有别的字",
    "field larger than field limit": "一格的内容过长，多半是引号没有成对",
}


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


def column_index(letters: str) -> int:
    """The column, counted from 0, of its letters.

    >>> column_index("A"), column_index("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_csv(content: bytes, name: str) -> tuple[Table | None, list[Diagnostic]]:
    """The one table of a CSV file, with diagnostics INP401 and INP402.

    None where the bytes are no text. Where a quote goes wrong the rows above it are kept, so that what else is wrong with
    them is reported in the same run.
    """
    text, broken_line = _decode(content)
    if text is None:
        place = Span(name, broken_line)
        return None, [error("INP401", "文件编码认不出，或有损坏的字", place, hint="用 Excel 另存为“CSV UTF-8”")]
    if "\0" in text:
        place = Span(name, len(re.findall(_LINE_END, text[: text.index("\0")])) + 1)
        return None, [error("INP402", "文件不是文本表格（含有二进制内容）", place, hint="另存为 CSV 或 XLSX")]
    mark = _delimiter(text)
    # a stricter reader than usual: a quote out of place would swallow the rows after it
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[Cell, ...]] = []
    found: list[Diagnostic] = []
    line = 1
    try:
        for number, record in enumerate(reader, 1):
            if any(field.strip() for field in record):
                rows.append(_cells(record, number, line))
            line = reader.line_num + 1
    except csv.Error as failure:
        fault = next((words for start, words in _faults(mark) if str(failure).startswith(start)), str(failure))
        hint = "检查引号是否成对（格内的引号要写两个），或用 Excel 重新另存"
        found.append(error("INP402", f"CSV 写法有误：{fault}", Span(name, line), hint=hint))
    return Table(name, None, tuple(rows)), found


def _cells(record: list[str], number: int, line: int) -> tuple[Cell, ...]:
    """The cells of a record: address as Excel shows it (row `number`), line as a text editor does, behind quoted line ends."""
    cells = []
    for index, field in enumerate(record):
        cells.append(Cell(field.strip(), f"{column_letter(index)}{number}", line))
        if not field.isprintable():
            line += len(re.findall(_LINE_END, field))
    return tuple(cells)


def _faults(mark: str) -> list[tuple[str, str]]:
    return [(start.replace("','", f"'{mark}'"), words) for start, words in _FAULTS.items()]


def _decode(content: bytes) -> tuple[str | None, int]:
    """The text, or None with the line of the first bytes that are no text (0 where that is unknown)."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _attempt(content, "utf-16"), 0
    try:
        return content.decode("utf-8-sig"), 0
    except UnicodeDecodeError as failure:
        good = failure.object[: failure.start]
    # damaged UTF-8 often passes for GB18030: notes would come out garbled without a word
    if content.startswith(codecs.BOM_UTF8) or sum(byte > 0x7F for byte in good) >= SURELY_UTF8:
        return None, good.count(b"\n") + 1
    return _attempt(content, "gb18030"), 0


def _attempt(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _delimiter(text: str) -> str:
    """The mark under which most headers are known: notes may well hold more commas than the table has tabs."""

    sample = text[:_SAMPLE_SIZE]

    def known_headers(mark: str) -> int:
        if mark not in sample:
            return 0  # a single column has no header of a table
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
        rows = tuple(_cells(record, 0, 0) for record in itertools.islice(reader, HEADER_ROWS))
        header = find_header(Table("", None, rows))
        return len(header.columns) if header else 0

    return max(",\t;", key=known_headers)
