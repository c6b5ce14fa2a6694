"""差异系数: X̄, S, CV and the limit of each indicator, and each school's part in the difference."""

from dabiao.assess.assessment import Assessment, Given, SchoolShare, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports._prose import closed
from dabiao.reports._sentences import lacking, reference
from dabiao.reports.xlsx._book import VERDICT_STYLES, Book, Sheet
from dabiao.reports.xlsx._cell import Column, count, index_of, number, text
from dabiao.reports.xlsx._detail import gap, places, value

_COLUMNS = (
    Column("序号", 5),
    Column("指标", 26),
    Column("学段", 7),
    Column("学校数", 8),
    Column("平均值 X̄", 10),
    Column("标准差 S", 10),
    Column("差异系数", 10),
    Column("不高于", 8),
    Column("超出", 9),
    Column("判定", 9),
    Column("说明", 32),
    Column("依据条款", 32),
)
_SCHOOLS = (
    Column("序号", 5),
    Column("指标", 26),
    Column("学段", 8),
    Column("学校", 18),
    Column("本校数值", 10),
    Column("学生数", 9),
    Column("占差异的（%）", 14),
    Column("算式", 44),
    Column("数据出处", 30),
)
_HOW = "平均值、标准差按学生数加权，除以学生总数，不减一。判定用全数值，不用显示的数。"
_NAME = "校际差异系数"


def variation(book: Book, assessment: Assessment) -> None:
    """The sheet of the coefficients."""
    verdicts = [verdict for verdict in assessment.verdicts if verdict.form == "cv"]
    sheet = book.sheet("差异系数", _COLUMNS, (1, 1) if verdicts else None)
    sheet.line(f"{assessment.region_name}{assessment.year}年校际差异系数", "title")
    if not verdicts:
        sheet.line("没有校际差异系数的要求，或没有学校表。")
        return
    sheet.head([column.title for column in _COLUMNS])
    for index, verdict in enumerate(verdicts, start=1):
        _coefficient(sheet, index, verdict, assessment)
    sheet.line(_HOW)


def shares(book: Book, assessment: Assessment) -> None:
    """The schools behind each coefficient, the largest share in the difference first."""
    sheet = book.sheet("差异系数-各校", _SCHOOLS, (0, 0))
    sheet.head([column.title for column in _SCHOOLS])
    for verdict in assessment.verdicts:
        if verdict.form == "cv" and verdict.spread is not None:
            given = _given(verdict)
            for school in verdict.spread.schools:
                _school(sheet, sheet.row, verdict, school, given.get(school.entity))
    sheet.raw.autofilter(0, 0, max(sheet.row - 1, 1), len(_SCHOOLS) - 1)


def _given(verdict: Verdict) -> dict[str, Given]:
    """The figure of each school, which stands among the inputs as 学校：指标."""
    suffix = "：" + verdict.indicator_name.removesuffix(_NAME)
    inputs = [given for reading in verdict.readings if reading.primary for given in reading.inputs]
    return {given.name.removesuffix(suffix): given for given in inputs if given.name.endswith(suffix)}


def _coefficient(sheet: Sheet, index: int, verdict: Verdict, assessment: Assessment) -> None:
    spread = verdict.spread
    limit = verdict.limit if isinstance(verdict.limit, str) else None
    sheet.cells(
        [
            index_of(index),
            text(verdict.indicator_name.removesuffix(_NAME)),
            text(verdict.stage, "centre"),
            text("") if spread is None else count(len(spread.schools)),
            number(None if spread is None else spread.mean, "0.00"),
            number(None if spread is None else spread.deviation, "0.0000"),
            value(verdict),
            number(limit, "0.00"),
            gap(verdict),
            text(VERDICTS.get(verdict.verdict, verdict.verdict), VERDICT_STYLES.get(verdict.verdict, "centre")),
            text("；".join(part for part in (lacking(verdict), closed(verdict.note)) if part)),
            text(reference(verdict.clause, assessment)),
        ]
    )


def _school(sheet: Sheet, index: int, verdict: Verdict, school: SchoolShare, given: Given | None) -> None:
    sheet.cells(
        [
            index_of(index),
            text(verdict.indicator_name.removesuffix(_NAME)),
            text(verdict.stage, "centre"),
            text(school.entity),
            number(school.value, "0.00"),
            number(school.students),
            number(school.share, "0.0"),
            text(None if given is None else given.formula),
            text("" if given is None else places(given.origin)),
        ]
    )
