"""学校填报 and 幼儿园填报: one row a school, under groups of headers, as the reader of school tables knows them."""

from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from dabiao.inputs.template import _paper
from dabiao.inputs.template.model import CHOICE, TEXT, Column, Cover, Roster

_TITLE, _HINT, _GROUPS, _HEADERS = 0, 1, 2, 3
FIRST = _HEADERS + 1
# rows coloured to write in beyond the schools already known, and those of them that are printed; input rules reach further
_BLANK_ROWS, _PRINTED_ROWS, _RULED_ROWS = 60, 15, 5000
_NAME_WIDTH, _WORD_WIDTH, _NUMBER_WIDTH = 26, 12, 11
_NOTE_SIZE = {"width": 300, "height": 170}


def write_roster(book: Any, looks: dict[str, Any], roster: Roster, cover: Cover) -> None:
    """Writes the sheet; schools go on below, as many as there are."""
    sheet = book.add_worksheet(roster.sheet)
    sheet.write_string(_TITLE, 0, f"{roster.sheet}  {cover.region_name} {cover.year} 年", looks["title"])
    hint = "一行一所，接着往下写。表头右上角有红点的，鼠标放上去看口径；灰色表头的列选填。"
    sheet.write_string(_HINT, 0, hint, looks["hint"])
    _write_groups(sheet, looks, roster)
    for at, column in enumerate(roster.columns):
        sheet.set_column(at, at, _width(at, column))
        sheet.write_string(_HEADERS, at, column.header, looks["header" if column.needed else "spare"])
        sheet.write_comment(_HEADERS, at, column.meaning, _NOTE_SIZE)
        _rule(sheet, at, column)
    sheet.set_row(_HEADERS, 78)
    _write_rows(sheet, looks, roster)
    _grey_out(sheet, looks, roster)
    sheet.freeze_panes(FIRST, 1)
    last = FIRST + len(roster.rows) + _PRINTED_ROWS - 1
    sheet.print_area(0, 0, last, len(roster.columns) - 1)
    _paper.print_set_up(sheet, wide=True, repeated=(_GROUPS, _HEADERS))


def _width(at: int, column: Column) -> int:
    if at == 0:
        return _NAME_WIDTH
    return _WORD_WIDTH if column.cell.kind in (TEXT, CHOICE) else _NUMBER_WIDTH


def _write_groups(sheet: Any, looks: dict[str, Any], roster: Roster) -> None:
    for title, members in groupby(enumerate(roster.columns), key=lambda pair: pair[1].group):
        columns = [at for at, _ in members]
        if len(columns) > 1:
            sheet.merge_range(_GROUPS, columns[0], _GROUPS, columns[-1], title, looks["group"])
        else:
            sheet.write_string(_GROUPS, columns[0], title, looks["group"])


def _rule(sheet: Any, at: int, column: Column) -> None:
    rule = _paper.rule(column.cell, "", "")
    if rule is not None:
        # what a cell takes is said by the header's note: a message at every cell would cover the row below
        said = {key: value for key, value in rule.items() if not key.startswith("input_")}
        sheet.data_validation(FIRST, at, _RULED_ROWS, at, said)


def _write_rows(sheet: Any, looks: dict[str, Any], roster: Roster) -> None:
    blank = tuple("" for _ in roster.columns)
    for number, row in enumerate((*roster.rows, *(blank for _ in range(_BLANK_ROWS)))):
        for at, (text, column) in enumerate(zip(row, roster.columns, strict=True)):
            free = "code" if column.cell.kind == TEXT else "fill" if column.needed else "may"
            _paper.write(sheet, FIRST + number, at, text, looks["known" if text else free])


def _grey_out(sheet: Any, looks: dict[str, Any], roster: Roster) -> None:
    """Greys the cells of stages a school of its type does not have."""
    types = [at for at, column in enumerate(roster.columns) if column.header == "学校类型"]
    for at, column in enumerate(roster.columns):
        if types and column.absent:
            cell = f"${xl_col_to_name(types[0])}{FIRST + 1}"
            either = ",".join(f'{cell}="{kind}"' for kind in column.absent)
            sheet.conditional_format(
                FIRST, at, _RULED_ROWS, at, {"type": "formula", "criteria": f"=OR({either})", "format": looks["absent"]}
            )
