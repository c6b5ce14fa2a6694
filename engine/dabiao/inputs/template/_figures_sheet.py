"""指标填报: one row a figure, under the headers the reader of tidy tables knows."""

from typing import Any

from dabiao.inputs.template import _paper
from dabiao.inputs.template.model import CHOICE, FIGURES, Block, Cell, Line, Template

# header, width
_COLUMNS = (
    ("地区", 14), ("年份", 7), ("指标", 34), ("学段", 9), ("单位", 9), ("上年数值", 12), ("数值", 14), ("状态", 8), ("佐证材料", 22),
    ("备注", 18), ("口径", 40), ("条款", 50),
)  # fmt: skip
_AT = {header: column for column, (header, _) in enumerate(_COLUMNS)}
_STATUS = Cell(CHOICE, ("实际", "预计", "计划"))
_TITLE, _HINT, _HEADER = 0, 1, 2


def write_figures(book: Any, looks: dict[str, Any], template: Template) -> None:
    """Writes the sheet; rows may be added below."""
    sheet = book.add_worksheet(FIGURES)
    cover = template.cover
    for column, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
    sheet.write_string(_TITLE, 0, f"{FIGURES}  {cover.region_name} {cover.year} 年", looks["title"])
    sheet.write_string(_HINT, 0, "在黄色的“数值”格填数；绿色的选填。没有数据就留空，不要写 0。", looks["hint"])
    for header, column in _AT.items():
        shown = f"上年数值（{cover.year - 1}）" if header == "上年数值" else header
        sheet.write_string(_HEADER, column, shown, looks["header"])
    sheet.set_row(_HEADER, 32)
    row = _HEADER + 1
    for block in template.blocks:
        row = _write_block(sheet, looks, block, row)
    sheet.freeze_panes(_HEADER + 1, _AT["指标"] + 1)
    sheet.autofilter(_HEADER, 0, max(row - 1, _HEADER), len(_COLUMNS) - 1)
    _paper.print_set_up(sheet, wide=False, repeated=(_HEADER, _HEADER))


def _write_block(sheet: Any, looks: dict[str, Any], block: Block, row: int) -> int:
    """The title, in the column of indicators, where a row without a value is passed over; then the lines."""
    for column in range(len(_COLUMNS)):
        sheet.write_blank(row, column, None, looks["block"])
    sheet.write_string(row, _AT["指标"], block.title, looks["block"])
    sheet.set_row(row, 22)
    for number, line in enumerate(block.lines):
        _write_line(sheet, looks, line, row + 1 + number, "may" if block.optional else "fill")
    return row + 1 + len(block.lines)


def _write_line(sheet: Any, looks: dict[str, Any], line: Line, row: int, look: str) -> None:
    clauses = "\n".join(line.clauses)
    told = {
        "地区": line.region,
        "指标": line.name,
        "学段": line.stage,
        "单位": line.unit,
        "口径": line.meaning,
        "条款": clauses,
    }
    for header, text in told.items():
        _paper.write(sheet, row, _AT[header], text, looks["told"])
    sheet.write_number(row, _AT["年份"], line.year, looks["year"])
    _paper.write_number(sheet, row, _AT["上年数值"], line.last, looks["number"])
    _paper.write_number(sheet, row, _AT["数值"], line.value, looks["known" if line.value else look])
    for header, text in (("状态", line.status), ("佐证材料", line.evidence), ("备注", line.note)):
        _paper.write(sheet, row, _AT[header], text, looks["known" if text else "may"])
    message = (
        f"{line.name}{f'（{line.stage}）' if line.stage else ''}，{line.year} 年，单位：{line.unit}。没有数据就留空。"
    )
    message += " 98.5 表示 98.5%。" if line.unit == "%" else ""
    for header, cell, words in (("数值", line.cell, message), ("状态", _STATUS, "不选就是实际数。")):
        sheet.data_validation(row, _AT[header], row, _AT[header], _paper.rule(cell, header, words))
    widths = dict(_COLUMNS)
    sheet.set_row(
        row, _paper.height([(line.name, widths["指标"]), (line.meaning, widths["口径"]), (clauses, widths["条款"])])
    )
