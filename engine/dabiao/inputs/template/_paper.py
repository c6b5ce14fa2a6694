"""What the sheets of a 填报表 share: formats, widths, heights, input rules, print set-up."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dabiao.inputs.template.model import CHOICE, DAY, TEXT, WHOLE, Cell

_FONT = "宋体"
_MESSAGE, _TITLE = 250, 30
_LINE_HEIGHT, _MOST_HEIGHT = 17, 400
_A4 = 9
# as many digits as a double keeps; a figure with more is written as text, which is read to the last digit
_DIGITS = 15

_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_name": "黑体"},
    "hint": {"font_color": "#595959"},
    "plain": {"text_wrap": True, "valign": "top"},
    "label": {"bold": True, "valign": "top"},
    "group": {"bold": True, "bg_color": "#BDD7EE", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True},
    "header": {"bold": True, "bg_color": "#DDEBF7", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True},
    "spare": {"bg_color": "#EDEDED", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True},
    "block": {"bold": True, "bg_color": "#F2F2F2", "valign": "vcenter"},
    "told": {"border": 1, "text_wrap": True, "valign": "vcenter"},
    "year": {"border": 1, "valign": "vcenter", "align": "center"},
    "number": {"border": 1, "valign": "vcenter", "align": "right"},
    "fill": {"border": 1, "bg_color": "#FFF2CC", "valign": "vcenter", "text_wrap": True},
    "code": {"border": 1, "bg_color": "#FFF2CC", "valign": "vcenter", "num_format": "@"},
    "day": {"border": 1, "bg_color": "#FFF2CC", "valign": "vcenter", "num_format": "yyyy-mm-dd"},
    "may": {"border": 1, "bg_color": "#E2EFDA", "valign": "vcenter", "text_wrap": True},
    "known": {"border": 1, "bg_color": "#DDEBF7", "valign": "vcenter", "text_wrap": True},
    "absent": {"bg_color": "#D9D9D9", "font_color": "#7F7F7F"},
}  # fmt: skip


def formats(book: Any) -> dict[str, Any]:
    """The formats of a workbook by what they are for."""
    return {name: book.add_format({"font_name": _FONT, "font_size": 11, **look}) for name, look in _FORMATS.items()}


def write(sheet: Any, row: int, column: int, text: str, look: Any) -> None:
    """Writes a text as a text, whatever it begins with; a blank cell for an empty one."""
    if text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)


def write_number(sheet: Any, row: int, column: int, text: str, look: Any) -> None:
    """Writes a decimal text as a number where a double keeps every digit of it, else as it stands."""
    if text and _is_kept(text):
        sheet.write_number(row, column, float(text), look)
    else:
        write(sheet, row, column, text, look)


def _is_kept(text: str) -> bool:
    """Whether the text is a plain decimal that comes back the same from a double."""
    plain = text.removeprefix("-").replace(".", "", 1)
    return plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS and Decimal(repr(float(text))) == Decimal(text)


def height(texts: Sequence[tuple[str, float]]) -> float:
    """The height of a row whose cells hold these texts in columns that wide (in characters of half width)."""
    lines = max(
        sum(-(-_width(line) // max(1, int(wide) - 4)) or 1 for line in text.split("\n")) for text, wide in texts
    )
    return float(min(_MOST_HEIGHT, _LINE_HEIGHT * max(1, lines) + 3))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def rule(cell: Cell, title: str, message: str) -> dict[str, Any] | None:
    """The input rule of a cell as xlsxwriter takes it, with what Excel says beforehand and to a wrong entry; None for free text.

    A list stops a wrong word. A number only asks back: 98以上 and 1.63万 are read as well.
    """
    shown = {"input_title": title[:_TITLE], "input_message": message[:_MESSAGE]}
    if cell.kind == TEXT:
        return None
    if cell.kind == CHOICE:
        words = "、".join(cell.choices)
        wrong = {"error_title": "不在可选的写法里", "error_message": f"只能写：{words}。不清楚就留空。"[:_MESSAGE]}
        return {"validate": "list", "source": list(cell.choices), **shown, **wrong}
    if cell.kind == DAY:
        import datetime as dt

        wrong = {"error_title": "不是日期", "error_message": "写成 2021-12-31。确实这样写就选“是”。"}
        days = {"minimum": dt.date(1949, 1, 1), "maximum": dt.date(2100, 12, 31)}
        return {"validate": "date", "criteria": "between", **days, "error_type": "warning", **shown, **wrong}
    what = "整数" if cell.kind == WHOLE else "数"
    wrong = {
        "error_title": f"不是合适的{what}",
        "error_message": f"这里填{what}{_range(cell)}。只知道上下限的可以写 98以上；确实这样写就选“是”。",
    }
    kind = {"validate": "integer" if cell.kind == WHOLE else "decimal", "error_type": "warning"}
    return {**kind, **_limits(cell), **shown, **wrong}


def _range(cell: Cell) -> str:
    if cell.low is not None and cell.high is not None:
        return f"，{cell.low} 到 {cell.high}"
    return f"，不小于 {cell.low}" if cell.low is not None else ""


def _limits(cell: Cell) -> dict[str, Any]:
    low = float(cell.low) if cell.low is not None else None
    high = float(cell.high) if cell.high is not None else None
    if low is not None and high is not None:
        return {"criteria": "between", "minimum": low, "maximum": high}
    if low is not None:
        return {"criteria": ">=", "value": low}
    return {"criteria": "between", "minimum": -1e15, "maximum": high if high is not None else 1e15}


def print_set_up(sheet: Any, *, wide: bool, repeated: tuple[int, int]) -> None:
    """A4 landscape with the header on every page; `wide` sheets go over several pages side by side."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(*repeated)
    sheet.set_footer("&C&A  第 &P 页，共 &N 页")
    if wide:
        sheet.repeat_columns(0, 0)
        sheet.print_across()
        sheet.set_print_scale(70)
    else:
        sheet.fit_to_pages(1, 0)
