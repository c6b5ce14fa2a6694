"""Words every table of statistics may hold in a cell, whatever its shape: no data, faults of Excel, states, years."""

from dabiao.inputs.model import ACTUAL, ESTIMATE, PLANNED
from dabiao.period import parse_date

STATUS = {
    "": ACTUAL, "实际": ACTUAL, "实际数": ACTUAL, "actual": ACTUAL,
    "预计": ESTIMATE, "预计数": ESTIMATE, "预测": ESTIMATE, "估计": ESTIMATE, "estimate": ESTIMATE,
    "计划": PLANNED, "计划数": PLANNED, "规划": PLANNED, "plan": PLANNED,
}  # fmt: skip
BLANK = ("", "-", "—", "--", "——", "/", "无", "暂无", "N/A", "n/a")
EXCEL_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


def year_of(text: str) -> str:
    """The year of a day (Excel keeps 2020-12-31 for a year formatted as a date); any other text as it is."""
    if text.isascii() and text.isdigit():
        return text  # no day: it has no marks between its numbers
    try:
        return parse_date(text)[:4]
    except ValueError:
        return text
