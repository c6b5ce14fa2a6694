"""The workbook: styles, sheets set up for A4, and tables whose rows are high enough for what they hold."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dabiao.reports._office_text import cell_text
from dabiao.reports.xlsx._cell import FONT_SIZE, Cell, Column, format_of, height, lines
from dabiao.reports.xlsx._numbers import exact_number

# No clock: the same assessment gives the same bytes. The zip's own times are fixed by xlsxwriter.
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_FACE = "宋体"
# paper sizes by their number in the file format
A4, A3 = 9, 8
_TEXT = {"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#808080"}
# A verdict is told by its words; the shade only helps to find it, and is dark enough to survive a grey printer.
_STYLES: dict[str, dict[str, object]] = {
    "text": {},
    # a number wider than its column is drawn smaller, never as ####
    "number": {"align": "right", "text_wrap": False, "shrink": True},
    "centre": {"align": "center"},
    "head": {"bold": True, "align": "center", "bg_color": "#D9E2EC"},
    "bad": {"bold": True, "align": "center", "bg_color": "#F4C7C3"},
    "warn": {"bold": True, "align": "center", "bg_color": "#FCE8B2"},
    "ask": {"align": "center", "bg_color": "#E4DDF0"},
    "good": {"align": "center", "bg_color": "#DCEEDC"},
    "fill": {"bg_color": "#FFFBE6"},
    "title": {"bold": True, "font_size": 16, "border": 0, "align": "center"},
    "heading": {"bold": True, "font_size": 12, "border": 0, "text_wrap": False},
    "plain": {"border": 0},
    "top": {"valign": "top"},
}
VERDICT_STYLES = {
    "not_met": "bad",
    "behind": "warn",
    "unverified": "ask",
    "no_data": "ask",
    "on_track": "good",
    "met": "good",
}
_COMMENT_LIMIT = 4000
_COMMENT = {"author": "", "x_scale": 2.4, "y_scale": 1.6, "font_name": _FACE, "font_size": 9}


class Book:
    """A workbook being written; nothing in it is ever read as a formula, a link or a number by accident."""

    def __init__(self, title: str) -> None:
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._bytes, options)
        self._book.set_properties({"title": cell_text(title, 200), "created": _CREATED})
        self._formats: dict[tuple[str, str], Format] = {}

    def sheet(
        self, name: str, columns: Sequence[Column], head_rows: tuple[int, int] | None = None, paper: int = A4
    ) -> "Sheet":
        """A sheet on A4 landscape, as wide as the page, its head rows (first, last) repeated on each."""
        made = self._book.add_worksheet(name)
        made.set_landscape()
        made.set_paper(paper)
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        made.set_footer("&L&A&C第 &P 页，共 &N 页")
        made.hide_gridlines(2)
        if head_rows is not None:
            made.repeat_rows(*head_rows)
            made.freeze_panes(head_rows[1] + 1, 0)
        for index, column in enumerate(columns):
            made.set_column(index, index, column.width)
        return Sheet(self, made, tuple(column.width for column in columns))

    def format(self, style: str, number_format: str = "") -> Format:
        """The format of a style, with a number format."""
        key = (style, number_format)
        if key not in self._formats:
            properties = {"font_name": _FACE, "font_size": FONT_SIZE, **_TEXT, **_STYLES[style]}
            if number_format:
                properties["num_format"] = number_format
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def content(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet, written from the top down; `row` is the next free one."""

    def __init__(self, book: Book, raw: Worksheet, widths: tuple[float, ...]) -> None:
        self._book = book
        self.raw = raw
        self.widths = widths
        self.row = 0

    def line(self, words: str, style: str = "plain") -> None:
        """A text across all columns, in a row high enough for it."""
        scale = 1.8 if style == "title" else 1.25 if style == "heading" else 1.0
        needed = lines(cell_text(words), sum(self.widths) / scale) if style != "heading" else 1
        self.raw.set_row(self.row, height(needed) * scale)
        self._merge(self.row, self.row, 0, len(self.widths) - 1, words, style)
        self.row += 1

    def heading(self, words: str) -> None:
        """A title of a part, with room above it."""
        self.skip()
        self.line(words, "heading")

    def pair(self, label: str, words: str) -> None:
        """A label, and a text over all other columns."""
        needed = max(lines(cell_text(words), sum(self.widths[1:])), lines(cell_text(label), self.widths[0]))
        self.raw.set_row(self.row, height(needed))
        self.put(self.row, 0, Cell(label))
        self._merge(self.row, self.row, 1, len(self.widths) - 1, words, "text")
        self.row += 1

    def triple(self, label: str, cell: Cell, words: str) -> None:
        """A label, a cell, and a text over all other columns."""
        needed = max(lines(cell_text(words), sum(self.widths[2:])), lines(cell_text(label), self.widths[0]))
        self.raw.set_row(self.row, height(needed))
        self.put(self.row, 0, Cell(label))
        self.put(self.row, 1, cell)
        self._merge(self.row, self.row, 2, len(self.widths) - 1, words, "text")
        self.row += 1

    def skip(self) -> None:
        """An empty row."""
        self.row += 1

    def head(self, titles: Sequence[str]) -> None:
        """A row of column titles."""
        self.cells([Cell(title, style="head") for title in titles])

    def cells(self, cells: Sequence[Cell], least: float = 0) -> None:
        """A row of cells, as high as its tallest (at least `least` points)."""
        needed = max((lines(cell.shown(), width) for cell, width in zip(cells, self.widths, strict=False)), default=1)
        self.raw.set_row(self.row, max(height(needed), least))
        for column, cell in enumerate(cells):
            self.put(self.row, column, cell)
        self.row += 1

    def put(self, row: int, column: int, cell: Cell) -> None:
        """One cell at its place."""
        number = exact_number(cell.text) if cell.number else None
        form = self._book.format(cell.style, format_of(cell))
        if number is not None:
            self.raw.write_number(row, column, number, form)
        elif cell.text:
            self.raw.write_string(row, column, cell_text(cell.text), form)
        else:
            self.raw.write_blank(row, column, None, form)
        if cell.comment:
            self.raw.write_comment(row, column, cell_text(cell.comment, _COMMENT_LIMIT), _COMMENT)

    def span(self, top: int, bottom: int, column: int, words: str, style: str = "text") -> None:
        """One text down a column over several rows."""
        self._merge(top, bottom, column, column, words, style)

    def across(self, row: int, left: int, right: int, words: str, style: str = "head") -> None:
        """One text over several columns of a row."""
        self._merge(row, row, left, right, words, style)

    def _merge(self, top: int, bottom: int, left: int, right: int, words: str, style: str) -> None:
        form = self._book.format(style)
        if (top, left) == (bottom, right):
            self.raw.write_string(top, left, cell_text(words), form)
            return
        self.raw.merge_range(top, left, bottom, right, "", form)
        self.raw.write_string(top, left, cell_text(words), form)
