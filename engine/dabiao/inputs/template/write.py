"""Template → the bytes of an XLSX workbook: the same content gives the same bytes."""

import datetime as dt
import io

import xlsxwriter

from dabiao.inputs.template import _paper
from dabiao.inputs.template._cover_sheet import write_cover
from dabiao.inputs.template._figures_sheet import write_figures
from dabiao.inputs.template._roster_sheet import write_roster
from dabiao.inputs.template._tasks_sheet import write_tasks
from dabiao.inputs.template.model import Template

# texts of inputs are texts: no formula, no link, no number is made of them
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_template(template: Template) -> bytes:
    """The workbook. No clock: it says it was made on the first day of its year."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    cover = template.cover
    title = f"{cover.region_name} {cover.year} 年教育目标填报表"
    made = dt.datetime(cover.year, 1, 1)  # noqa: DTZ001  a workbook's dates have no zone
    book.set_properties({"title": title, "created": made})
    looks = _paper.formats(book)
    write_cover(book, looks, template)
    write_figures(book, looks, template)
    for roster in template.rosters:
        write_roster(book, looks, roster, cover)
    write_tasks(book, looks, template)
    book.close()
    return content.getvalue()
