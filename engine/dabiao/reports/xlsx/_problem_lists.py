"""问题清单, 待补数据和佐证, 整改台账: what is owed, by whom, under which clause."""

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.reports import _words as words
from dabiao.reports._items import problems, shared_remarks, unsettled
from dabiao.reports._sentences import judged, lacking, reference, sentence
from dabiao.reports.xlsx._book import VERDICT_STYLES, Book, Sheet
from dabiao.reports.xlsx._cell import Cell, Column, index_of, text
from dabiao.reports.xlsx._detail import gap, value

PROBLEMS = (
    Column("序号", 5),
    Column("学校", 14),
    Column("学段", 8),
    Column("问题", 44),
    Column("依据指标", 20),
    Column("依据条款", 32),
    Column("本年数值", 10),
    Column("要求", 18),
    Column("差距", 9),
    Column("单位", 9),
    Column("判定", 10),
    Column("责任单位", 14),
)
OPEN = (
    Column("序号", 5),
    Column("学校", 14),
    Column("学段", 8),
    Column("指标或事项", 26),
    Column("要求", 24),
    Column("判定", 10),
    Column("缺什么", 42),
    Column("依据条款", 32),
    Column("责任单位", 14),
)
# the columns of a 整改台账: what the assessment does not know stays blank for a person to fill in
LEDGER = (
    Column("序号", 5),
    Column("学校", 13),
    Column("问题", 36),
    Column("依据指标", 19),
    Column("依据条款", 30),
    Column("责任单位", 13),
    Column("责任人", 8),
    Column("整改措施", 26),
    Column("整改时限", 11),
    Column("整改结果", 14),
    Column("销号", 7),
)


def problem_list(book: Book, assessment: Assessment) -> None:
    """What is not met or lags behind."""
    sheet, shared = _opened(book, assessment, "问题清单", PROBLEMS), shared_remarks(assessment)
    for index, verdict in enumerate(problems(assessment), start=1):
        sheet.cells(
            [
                index_of(index),
                text(verdict.entity),
                text(verdict.stage, "centre"),
                text(sentence(verdict, shared[verdict.pack]) + "。"),
                text(verdict.indicator_name),
                text(reference(verdict.clause, assessment)),
                value(verdict),
                text(words.requirement(verdict)),
                gap(verdict),
                text(verdict.unit, "centre"),
                _kind(verdict),
                text("、".join(verdict.lead), "text" if verdict.lead else "fill"),
            ]
        )
    _closed(sheet, "没有未达标和进度滞后的项目。", len(PROBLEMS))


def open_list(book: Book, assessment: Assessment) -> None:
    """What can not be judged before data or evidence come."""
    sheet, shared = _opened(book, assessment, "待补数据和佐证", OPEN), shared_remarks(assessment)
    for index, verdict in enumerate(unsettled(assessment), start=1):
        sheet.cells(
            [
                index_of(index),
                text(verdict.entity),
                text(verdict.stage, "centre"),
                text(verdict.indicator_name),
                text(words.requirement(verdict)),
                _kind(verdict),
                text(sentence(verdict, shared[verdict.pack]) + "。"),
                text(reference(verdict.clause, assessment)),
                text("、".join(verdict.lead), "text" if verdict.lead else "fill"),
            ]
        )
    _closed(sheet, "没有缺数据和待佐证的项目。", len(OPEN))


def rectification(book: Book, assessment: Assessment) -> None:
    """The official columns; the problem is told with its gap, the rest is for people."""
    sheet = _opened(book, assessment, "整改台账", LEDGER)
    for index, verdict in enumerate(problems(assessment), start=1):
        missing = lacking(verdict)
        sheet.cells(
            [
                index_of(index),
                text(verdict.entity),
                text(f"{words.name(verdict)}{judged(verdict)}" + (f"，{missing}" if missing else "")),
                text(verdict.indicator_name),
                text(reference(verdict.clause, assessment)),
                text("、".join(verdict.lead), "text" if verdict.lead else "fill"),
                *(text("", "fill") for _ in range(5)),
            ]
        )
    _closed(sheet, "没有需要整改的项目。", len(LEDGER))


def _opened(book: Book, assessment: Assessment, name: str, columns: tuple[Column, ...]) -> Sheet:
    sheet = book.sheet(name, columns, (1, 1))
    sheet.line(f"{assessment.region_name}{assessment.year}年{name}", "title")
    sheet.head([column.title for column in columns])
    return sheet


def _closed(sheet: Sheet, nothing: str, width: int) -> None:
    if sheet.row == 2:
        sheet.line(nothing)
    else:
        sheet.raw.autofilter(1, 0, sheet.row - 1, width - 1)


def _kind(verdict: Verdict) -> Cell:
    return text(words.verdict_word(verdict.verdict), VERDICT_STYLES.get(verdict.verdict, "centre"))
