"""Paragraphs and tables of the report. All text passes through xml_text; blanks to fill are marked in yellow."""

import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from dabiao.reports._office_text import xml_text

_BLANK = re.compile(r"(〔待填：[^〔〕]*〕)")
_SHADE = "E7ECF1"
_PICTURE = Mm(50)


class Picture(NamedTuple):
    """A PNG for a cell, and what it shows in words."""

    png: bytes
    told: str


Content = str | Picture


class Column(NamedTuple):
    """A column's title and width in millimetres; `right`: its figures stand at the right."""

    title: str
    width: float
    right: bool = False


class Writer:
    """A document being written from the top down."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tables = 0
        # python-docx looks through all styles at each use of a name: here each is looked up once
        self._ids = {str(style.name): style.style_id for style in document.styles}

    def title(self, lines: Sequence[str]) -> None:
        """The title of the report, each part on a line of its own."""
        paragraph = self._paragraph("Title")
        for index, line in enumerate(lines):
            if index:
                paragraph.add_run().add_break()
            self._text(paragraph, line)

    def heading(self, level: int, text: str) -> None:
        """一、 (1), （一） (2), 1. (3)."""
        self._text(self._paragraph(f"Heading {level}"), text)

    def paragraph(self, text: str) -> None:
        """A paragraph of the body."""
        self._text(self._paragraph("正文段"), text)

    def signature(self, text: str) -> None:
        """A line at the right."""
        paragraph = self._paragraph("Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._text(paragraph, text)

    def note(self, text: str) -> None:
        """A remark under a table."""
        self._text(self._paragraph("表文"), text)

    def table(self, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Content]]) -> None:
        """A numbered table under its title; its head is repeated on each page and no row is broken."""
        self._tables += 1
        self._text(self._paragraph("表题"), f"表{self._tables}　{title}")
        table = self._document.add_table(rows=0, cols=len(columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, made in zip(columns, table.columns, strict=True):
            made.width = Mm(column.width)
        head = table.add_row()
        _flag(head, "w:tblHeader")
        for column, cell in zip(columns, head.cells, strict=True):
            self._cell(cell, column, column.title, WD_ALIGN_PARAGRAPH.CENTER)
            _shade(cell)
        for row in rows:
            made = table.add_row()
            _flag(made, "w:cantSplit")
            for column, cell, content in zip(columns, made.cells, row, strict=True):
                self._cell(cell, column, content, WD_ALIGN_PARAGRAPH.RIGHT if column.right else None)
        self._paragraph("表文")

    def _paragraph(self, style: str) -> Paragraph:
        paragraph = self._document.add_paragraph()
        self._style(paragraph, style)
        return paragraph

    def _style(self, paragraph: Paragraph, name: str) -> None:
        paragraph._p.style = self._ids[name]

    def _cell(self, cell: _Cell, column: Column, content: Content, side: WD_ALIGN_PARAGRAPH | None) -> None:
        cell.width = Mm(column.width)
        paragraph = cell.paragraphs[0]
        self._style(paragraph, "表文")
        if side is not None:
            paragraph.alignment = side
        if isinstance(content, str):
            self._text(paragraph, content)
            return
        shape = paragraph.add_run().add_picture(io.BytesIO(content.png), width=_PICTURE)
        shape._inline.docPr.set("descr", xml_text(content.told))

    def _text(self, paragraph: Paragraph, text: str) -> None:
        for part in _BLANK.split(xml_text(text)):
            if part:
                run = paragraph.add_run(part)
                if _BLANK.fullmatch(part):
                    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), _SHADE)
    cell._tc.get_or_add_tcPr().append(shade)
