"""说明: whose workbook it is, how to fill it, which documents bind, how to check it."""

from typing import Any

from dabiao.inputs.template import _paper
from dabiao.inputs.template.model import FIGURES, KINDERGARTENS, SCHOOLS, TASKS, Template

_WIDTHS = (16, 100)
_HOW = {
    FIGURES: "一行一个数，在“数值”格填写，单位照“单位”列。率、比例填百分数，98.5 表示 98.5%。全县（区）的数，各校的数不会自动加起来。",
    SCHOOLS: "一行一所学校，行数不限，接着往下写。学校类型决定有哪些学段，变灰的格不用填；没有的填 0，不清楚的留空。",
    KINDERGARTENS: "一行一所幼儿园，行数不限，接着往下写。没有的填 0，不清楚的留空。",
    TASKS: "一行一件事。“完成情况”从下拉框里选；写上完成日期和佐证材料，没有佐证材料的判为“待佐证”。",
}
_LEGEND = (
    ("fill", "要填的格"),
    ("may", "选填的格：填了更好，不填也行"),
    ("known", "已经从以前的数据里填好的格，请核对"),
)
_RULES = (
    "可以只填一部分，随时检查；没有填的列为“缺数据”，不会出错。",
    "状态：实际数不用选；预计数、计划数要选。只有实际数能使目标“达标”。",
    "不要改表头、指标名称和工作表名称。可以加行、删行；加的行“地区”“年份”留空的，按本页的地区和年份。",
    "同一个数不用填两处：比率和它的分子分母填一处就行。几处都填而且对不上的，报告会列出来。",
)


def write_cover(book: Any, looks: dict[str, Any], template: Template) -> None:
    """Writes the sheet. The rows 地区代码 and 年份 are read back: they hold for what the other sheets leave blank."""
    from dabiao.inputs.template.model import COVER

    cover = template.cover
    sheet = book.add_worksheet(COVER)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{cover.region_name} {cover.year} 年教育目标填报表", looks["title"])
    sheet.set_row(0, 28)
    page = _Page(sheet, looks)
    page.pair("地区", cover.region_name)
    page.pair("地区代码", cover.region)
    page.pair("年份", str(cover.year))
    page.gap()
    for number, document in enumerate(cover.documents):
        page.pair("依据的文件" if number == 0 else "", document)
    page.gap()
    for written in (FIGURES, *(roster.sheet for roster in template.rosters), TASKS):
        page.pair(written, _HOW[written])
    page.gap()
    for look, words in _LEGEND:
        page.mark(look, words)
    page.gap()
    for number, words in enumerate(_RULES):
        page.pair("填写须知" if number == 0 else "", words)
    page.gap()
    page.pair("填好后检查", cover.command)
    page.pair("", "数有问题的，会说明是哪一格、怎么改。")
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


class _Page:
    """The rows of the sheet from the top down."""

    def __init__(self, sheet: Any, looks: dict[str, Any]) -> None:
        self._sheet = sheet
        self._looks = looks
        self._row = 2

    def pair(self, label: str, text: str) -> None:
        """A label and what it is about."""
        _paper.write(self._sheet, self._row, 0, label, self._looks["label"])
        _paper.write(self._sheet, self._row, 1, text, self._looks["plain"])
        self._sheet.set_row(self._row, _paper.height([(text, _WIDTHS[1])]))
        self._row += 1

    def mark(self, look: str, text: str) -> None:
        """A colour and what it stands for."""
        self._sheet.write_blank(self._row, 0, None, self._looks[look])
        self._sheet.write_string(self._row, 1, text, self._looks["plain"])
        self._row += 1

    def gap(self) -> None:
        """An empty row."""
        self._row += 1
