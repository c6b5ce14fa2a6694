"""Documents as text: txt, docx, html, and pdf with a text layer. Layout that carries meaning (tables, boxes) is kept as read_text expects it."""

import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from dabiao.diagnostics import InputError, Span, error

_BLOCK_TAGS = frozenset(
    ["p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article", "blockquote"]
)
_SKIPPED_TAGS = frozenset(("script", "style", "head"))
MAX_BYTES = 100_000_000


def document_text(path: Path) -> str:
    """The text of a document. Raises InputError (DOC701 to DOC704)."""
    name = path.as_posix()
    try:
        content = path.read_bytes()
    except OSError as failure:
        raise InputError(
            [error("DOC701", f"文件打不开：{failure.strerror}", Span(name), hint="检查文件名")]
        ) from failure
    if len(content) > MAX_BYTES:
        raise InputError([error("DOC702", f"文件超过 {MAX_BYTES // 1_000_000} MB", Span(name), hint="只保留正文")])
    kind = path.suffix.lower()
    if kind == ".docx" or content[:4] == b"PK\x03\x04":
        return _docx(path)
    if kind == ".pdf" or content[:5] == b"%PDF-":
        return _pdf(path)
    text = _decoded(content)
    if text is None:
        raise InputError([error("DOC703", "文件编码认不出", Span(name), hint="另存为 UTF-8 的 txt")])
    return html_text(text) if kind in (".html", ".htm") else text


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _docx(path: Path) -> str:
    """Paragraphs as lines; a table row as lines that start with a tab, with a blank line after it."""
    try:
        import docx
        from docx.table import Table
        from docx.text.paragraph import Paragraph
    except ImportError as failure:
        raise InputError(
            [error("DOC704", "没有安装 python-docx，不能读 .docx", hint="另存为 txt，或安装 python-docx")]
        ) from failure
    try:
        document = docx.Document(str(path))
    except (zipfile.BadZipFile, KeyError, ValueError) as failure:
        raise InputError(
            [error("DOC703", "不是有效的 DOCX 文件", Span(path.as_posix()), hint="用 Word 另存一份")]
        ) from failure
    lines: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            lines += [item.text, ""]
        elif isinstance(item, Table):
            lines += _docx_table(item)
    return "\n".join(lines)


def _docx_table(table: Any) -> list[str]:
    lines: list[str] = [""]
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:
            if not cells or cell._tc is not cells[-1]._tc:
                cells.append(cell)
        lines += ["\t" + cell.text.strip() for cell in cells]
        lines.append("")
    return lines


def _pdf(path: Path) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as failure:
        raise InputError(
            [error("DOC704", "没有安装 pypdf，不能读 .pdf", hint="另存为 txt，或安装 dabiao[draft]")]
        ) from failure
    try:
        pages = [page.extract_text() for page in PdfReader(str(path)).pages]
    except (PyPdfError, ValueError, KeyError) as failure:
        raise InputError([error("DOC703", "PDF 打不开或已损坏", Span(path.as_posix()), hint="另存为 txt")]) from failure
    if not any(page.strip() for page in pages):
        raise InputError(
            [error("DOC705", "PDF 没有文字层（扫描件）", Span(path.as_posix()), hint="先做文字识别，再另存为 txt")]
        )
    return "\n\n".join(_unwrapped(page) for page in pages)


def _unwrapped(page: str) -> str:
    """Lines of one paragraph joined: a line goes on where it does not end a sentence and the next starts none."""
    paragraphs: list[str] = []
    for line in (raw.strip() for raw in page.split("\n")):
        if not line or re.fullmatch(r"[-—\s]*\d{1,3}[-—\s]*", line):
            continue
        ends = not paragraphs or re.search(r"[。；：！？]$", paragraphs[-1])
        starts = re.match(
            r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．]|——|第[一二三四五六七八九十]+章)",
            line,
        )
        if ends or starts or len(paragraphs[-1]) < 20:
            paragraphs.append(line)
        else:
            paragraphs[-1] += line
    return "\n\n".join(paragraphs)


class _Text(HTMLParser):
    """Text of a page: block elements end lines, table cells start with a tab, rows end with a blank line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED_TAGS:
            self._skipping += 1
        elif tag in ("td", "th"):
            self.parts.append("\n\t")
        elif tag in _BLOCK_TAGS:
            self.parts.append("\n\n" if tag in ("table", "tr") else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED_TAGS:
            self._skipping = max(self._skipping - 1, 0)
        elif tag in ("tr", "table", "p", "div"):
            self.parts.append("\n\n" if tag in ("tr", "table") else "\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.parts.append(re.sub(r"\s+", " ", data))


def html_text(markup: str) -> str:
    """The text of an HTML page.

    >>> html_text("<p>一、目标</p><table><tr><td>指标</td><td>95</td></tr></table>").split()
    ['一、目标', '指标', '95']
    """
    reader = _Text()
    reader.feed(markup)
    text = "".join(reader.parts)
    return "\n".join(line.strip(" ") for line in re.sub(r"\n\t\s+", "\n\t", text).split("\n"))
