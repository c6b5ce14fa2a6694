"""自评表, in the columns of the official form (沈教督发〔2021〕11号 附件2): 自评结论 comes from the verdicts, nothing is invented."""

from collections import Counter

from dabiao.assess.assessment import Assessment, ConclusionText, Verdict
from dabiao.reports import _prose as prose
from dabiao.reports import _words as words
from dabiao.reports._items import Document, Item, documents, is_measure, measures, parts, self_conclusion
from dabiao.reports._sentences import sentences
from dabiao.reports.xlsx._book import Book, Sheet
from dabiao.reports.xlsx._cell import Cell, Column, height, lines, text
from dabiao.reports.xlsx._detail import places

COLUMNS = (
    Column("项目", 16),
    Column("一级指标", 12),
    Column("二级指标", 20),
    Column("认定标准", 26),
    Column("自评说明", 46),
    Column("自评结论", 8),
    Column("佐证材料", 18),
    Column("备注", 16),
)
_CONCLUSIONS = {"合格": "good", "不合格": "bad", "待定": "ask", "": "centre"}
_EVIDENCE = "〔待填：佐证材料名称〕"
_TOGETHER, _CELLS = 6, 4
_COUNTED = "与其他指标合并判定，见综合评估"


def self_evaluation(book: Book, assessment: Assessment) -> None:
    """The sheet: one row a target and stage, schools counted together; then the conclusions of each document."""
    sheet = book.sheet("自评表", COLUMNS, (1, 1))
    sheet.line(f"{assessment.region_name}{assessment.year}年自评表", "title")
    sheet.head([column.title for column in COLUMNS])
    counted = measures(assessment)
    for document in documents(assessment):
        _document(sheet, assessment, document, counted)


def _document(sheet: Sheet, assessment: Assessment, document: Document, counted: frozenset[tuple[str, str]]) -> None:
    pack = document.pack
    title = f"{words.source(pack.title or pack.id, assessment)}{pack.number or ''}"
    for section in document.sections:
        _block(sheet, title, section.title, [_cells(item, document, counted) for item in section.items])
    concluded = [conclusion for conclusion in assessment.conclusions if conclusion.pack == pack.id]
    _block(sheet, title, "综合结论", [_concluded(conclusion) for conclusion in concluded])
    if document.shared:
        sheet.line("注：" + "；".join(prose.closed(part) for part in document.shared) + "。")


def _block(sheet: Sheet, project: str, indicator: str, rows: list[list[Cell]]) -> None:
    """Rows under one 项目 and 一级指标, which stand in cells over a few rows each, so that every page shows them."""
    for start in range(0, len(rows), _TOGETHER):
        group, top = rows[start : start + _TOGETHER], sheet.row
        least = height(max(lines(project, COLUMNS[0].width), lines(indicator, COLUMNS[1].width))) / len(group)
        for row in group:
            sheet.cells([text(""), text(""), *row], least)
        sheet.span(top, sheet.row - 1, 0, project, "top")
        sheet.span(top, sheet.row - 1, 1, indicator, "top")


def _cells(item: Item, document: Document, counted: frozenset[tuple[str, str]]) -> list[Cell]:
    first, conclusion = item.first, self_conclusion(item, counted)
    remarks = [_COUNTED] if not conclusion and is_measure(item, counted) else []
    remarks += list(dict.fromkeys(mark for verdict in item.verdicts for mark in words.marks(verdict)))
    evidence = _evidence(item)
    return [
        text(item.name),
        text(_standard(first)),
        text(sentences(item, (*document.shared, *_limits_of(item))) + "。"),
        text(conclusion, _CONCLUSIONS[conclusion]),
        text(evidence or _EVIDENCE, "text" if evidence else "fill"),
        text("；".join(remarks)),
    ]


def _limits_of(item: Item) -> list[str]:
    """Remarks said already of the first school, when all of them have the same."""
    if len(item.verdicts) < 2:
        return []
    common = set(parts(words.note(item.first)))
    for verdict in item.verdicts[1:]:
        common &= set(parts(words.note(verdict)))
    return sorted(common)


def _concluded(conclusion: ConclusionText) -> list[Cell]:
    clause, because = conclusion.clause, "；".join(conclusion.because)
    return [
        text(conclusion.title),
        text("" if clause is None else f"{clause.at}“{clause.quote}”"),
        text(f"依据：{because}" if because else ""),
        text(conclusion.outcome, _CONCLUSIONS.get(conclusion.outcome, "centre")),
        text(""),
        text(""),
    ]


def _standard(verdict: Verdict) -> str:
    """What is required and by when, with its clause; a task says it in the clause's own words."""
    clause = f"{verdict.clause.at}“{verdict.clause.quote}”"
    asked = "" if verdict.form in ("attest", "milestone") else prose.required(verdict)
    told = prose.when(verdict) + asked
    return f"{told}（{clause}）" if told else clause


def _evidence(item: Item) -> str:
    """The 佐证材料 reported beside the figures, else where the figures come from."""
    told = list(dict.fromkeys(one for verdict in item.verdicts for one in verdict.evidence))
    data = _data(item)
    return "；".join(told) or (f"数据：{data}" if data else "")


def _data(item: Item) -> str:
    """The files an item's figures come from, with the cells where they are few."""
    origin = list(dict.fromkeys(place for verdict in item.verdicts for place in verdict.origin))
    if len(origin) <= _CELLS:
        return places(origin)
    counts = Counter(place.file for place in origin)
    return "；".join(f"{file}（{number} 处）" for file, number in counts.items())
