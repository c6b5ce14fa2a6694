"""明细: every verdict with all that is known of it; the first columns are for paper, the rest for the screen."""

from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.assessment import Assessment, Place, Verdict
from dabiao.reports import _prose as prose
from dabiao.reports import _words as words
from dabiao.reports._bars import progress
from dabiao.reports._sentences import lacking, reference
from dabiao.reports.xlsx._book import VERDICT_STYLES, Book
from dabiao.reports.xlsx._cell import Cell, Column, count, index_of, number, text
from dabiao.reports.xlsx._numbers import is_plain, places_of

_PRINTED = (
    Column("序号", 5),
    Column("判定", 10),
    Column("标记", 9),
    Column("指标或事项", 25),
    Column("学校", 14),
    Column("学段", 8),
    Column("本年数值", 10),
    Column("单位", 9),
    Column("要求", 20),
    Column("差距", 9),
    Column("差距说明", 20),
    Column("进度（%）", 8),
    Column("依据条款", 27),
    Column("责任单位", 13),
)
_OTHERS = (
    Column("条款原文", 50),
    Column("文件", 30),
    Column("文号", 16),
    Column("年份", 8),
    Column("形式", 10),
    Column("比较", 8),
    Column("限值", 12),
    Column("限值上限", 12),
    Column("显示值", 12),
    Column("本年应到", 12),
    Column("本年应到的算式", 56),
    Column("基数年份", 10),
    Column("基数", 12),
    Column("期限", 12),
    Column("逐年要求", 10),
    Column("是否到期", 10),
    Column("性质", 10),
    Column("力度", 10),
    Column("是否最严", 10),
    Column("数据出处", 80),
    Column("佐证材料", 50),
    Column("读数", 100),
    Column("说明", 80),
    Column("目标编号", 26),
    Column("规则包", 24),
    Column("指标编号", 28),
    Column("规则位置", 36),
)
_FORMS = {
    "value": "数值",
    "about": "左右",
    "change": "变化",
    "growth": "增长",
    "compare": "比较",
    "total": "累计",
    "each": "逐个",
    "plan": "计划",
    "milestone": "事项",
    "attest": "认定",
    "cv": "差异系数",
    "group": "综合",
}
_FORCES = {"must": "必须", "strive": "力争", "encourage": "鼓励"}
_BAR = [column.title for column in _PRINTED].index("进度（%）")
_PLACES = 12


def detail(book: Book, assessment: Assessment) -> None:
    """The sheet: filters, a frozen head, bars of progress, the clause as a comment."""
    columns = (*_PRINTED, *_OTHERS)
    sheet = book.sheet("明细", columns, (0, 0))
    sheet.head([column.title for column in columns])
    for index, verdict in enumerate(assessment.verdicts, start=1):
        sheet.cells([*_printed(index, verdict, assessment), *_others(verdict, assessment)])
    last = max(sheet.row - 1, 1)
    sheet.raw.autofilter(0, 0, last, len(columns) - 1)
    sheet.raw.freeze_panes(1, 4)
    sheet.raw.print_area(0, 0, last, len(_PRINTED) - 1)
    bars = {"type": "data_bar", "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 100}
    look = {"bar_color": "#CFE2F3", "bar_solid": True, "bar_border_color": "#6FA8DC"}
    sheet.raw.conditional_format(1, _BAR, last, _BAR, {**bars, **look})


def _printed(index: int, verdict: Verdict, assessment: Assessment) -> Sequence[Cell]:
    found = progress(verdict)
    share = None if found is None else str(max(int(found.done * 100), 0))
    clause = reference(verdict.clause, assessment)
    return (
        index_of(index),
        text(words.verdict_word(verdict.verdict), VERDICT_STYLES.get(verdict.verdict, "centre")),
        text("、".join(words.marks(verdict)), "centre"),
        text(verdict.indicator_name),
        text(verdict.entity),
        text(verdict.stage, "centre"),
        value(verdict),
        text(verdict.unit, "centre"),
        text(words.requirement(verdict)),
        gap(verdict),
        text(lacking(verdict)),
        number(share),
        text(f"{words.source(verdict.clause.source, assessment)} {verdict.clause.at}", comment=clause),
        text("、".join(verdict.lead)),
    )


def value(verdict: Verdict) -> Cell:
    """The year's figure: the full value at the places shown; text where it has a side (98以上) or several contradict."""
    if verdict.value is None or not is_plain(verdict.shown):
        return text("；".join(words.value(verdict)), "number")
    return number(verdict.value, verdict.shown)


def gap(verdict: Verdict) -> Cell:
    """What is missing, at the places of the figure; at its own where those would show nothing."""
    if verdict.gap is None:
        return text("")
    limits = verdict.limit if isinstance(verdict.limit, tuple) else (verdict.limit,)
    places = max(places_of(each) for each in (verdict.shown, *limits))
    cell = number(verdict.gap)
    hidden = Fraction(verdict.gap) != 0 and round(abs(Fraction(verdict.gap)) * 10**places) == 0
    return cell if hidden or not cell.number else cell._replace(places=min(places, cell.places))


def _others(verdict: Verdict, assessment: Assessment) -> Sequence[Cell]:
    low, high = _limits(verdict)
    year, base = verdict.baseline or (None, None)
    return (
        text(verdict.clause.quote),
        text(words.source(verdict.clause.source, assessment)),
        text(verdict.clause.number),
        count(verdict.year),
        text(_FORMS.get(verdict.form, verdict.form), "centre"),
        text({"..": "区间", "~": "左右"}.get(verdict.op or "", verdict.op), "centre"),
        number(low),
        number(high),
        text(verdict.shown, "number"),
        number(verdict.path),
        text(verdict.path_text),
        text("") if year is None else count(year),
        number(base),
        text(verdict.by, "centre"),
        text("是" if verdict.every else "否", "centre"),
        text("是" if verdict.due else "否", "centre"),
        text(verdict.nature, "centre"),
        text(_FORCES.get(verdict.force, verdict.force), "centre"),
        text("是" if verdict.binding else "否", "centre"),
        text(places(verdict.origin)),
        text("；".join(verdict.evidence)),
        text("；".join(words.readings(verdict))),
        text(prose.closed(words.note(verdict))),
        text(verdict.target),
        text(verdict.pack),
        text(verdict.indicator),
        text(verdict.rule),
    )


def _limits(verdict: Verdict) -> tuple[str | None, str | None]:
    limit = verdict.limit
    return (limit[0], limit[1]) if isinstance(limit, tuple) else (limit, None)


def places(origin: Sequence[Place]) -> str:
    """Where figures were read: the cells under their file and sheet, each once; a long list is cut with its number."""
    found = list(dict.fromkeys(origin))
    sheets: dict[tuple[str, str | None], list[str]] = {}
    for place in found[:_PLACES]:
        sheets.setdefault((place.file, place.sheet), []).append(place.cell)
    told = [words.place(Place(file, sheet, "、".join(cells))) for (file, sheet), cells in sheets.items()]
    return "；".join(told) + (f" 等 {len(found)} 处" if len(found) > _PLACES else "")
