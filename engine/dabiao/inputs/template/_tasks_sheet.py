"""里程碑与佐证: one row a thing to be done or attested."""

from typing import Any

from dabiao.inputs.template import _paper
from dabiao.inputs.template.model import CHOICE, DAY, TASKS, Cell, Task, Template

_COLUMNS = (
    ("地区", 14), ("年份", 7), ("事项", 50), ("时间要求", 14), ("完成情况", 11), ("完成日期", 13), ("佐证材料", 34), ("备注", 20),
    ("条款", 56),
)  # fmt: skip
_AT = {header: column for column, (header, _) in enumerate(_COLUMNS)}
_TITLE, _HINT, _HEADER = 0, 1, 2


def write_tasks(book: Any, looks: dict[str, Any], template: Template) -> None:
    """Writes the sheet."""
    sheet = book.add_worksheet(TASKS)
    cover = template.cover
    for column, (header, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEADER, column, header, looks["header"])
    sheet.set_row(_HEADER, 24)
    sheet.write_string(_TITLE, 0, f"{TASKS}  {cover.region_name} {cover.year} 年", looks["title"])
    hint = "“完成情况”从下拉框里选，还没有结果的留空。佐证材料写文件名称、文号或存放的地方。"
    sheet.write_string(_HINT, 0, hint, looks["hint"])
    for number, task in enumerate(template.tasks):
        _write_task(sheet, looks, task, _HEADER + 1 + number)
    sheet.freeze_panes(_HEADER + 1, _AT["事项"] + 1)
    _paper.print_set_up(sheet, wide=False, repeated=(_HEADER, _HEADER))


def _write_task(sheet: Any, looks: dict[str, Any], task: Task, row: int) -> None:
    clauses = "\n".join(task.clauses)
    told = {"地区": task.region, "事项": task.name, "时间要求": task.when, "条款": clauses}
    for header, text in told.items():
        _paper.write(sheet, row, _AT[header], text, looks["told"])
    sheet.write_number(row, _AT["年份"], task.year, looks["year"])
    _paper.write(sheet, row, _AT["完成日期"], task.done_on, looks["known" if task.done_on else "day"])
    for header, text, look in (
        ("完成情况", task.done, "fill"),
        ("佐证材料", task.evidence, "fill"),
        ("备注", "", "may"),
    ):
        _paper.write(sheet, row, _AT[header], text, looks["known" if text else look])
    answers = Cell(CHOICE, task.answers)
    asked = f"写 {' 或 '.join(task.answers)}；还没有结果的留空。"
    for header, cell, words in (("完成情况", answers, asked), ("完成日期", Cell(DAY), "写成 2021-12-31。")):
        sheet.data_validation(row, _AT[header], row, _AT[header], _paper.rule(cell, header, words))
    widths = dict(_COLUMNS)
    texts = [(task.name, widths["事项"]), (task.when, widths["时间要求"]), (clauses, widths["条款"])]
    sheet.set_row(row, _paper.height([*texts, (task.evidence, widths["佐证材料"])]))
