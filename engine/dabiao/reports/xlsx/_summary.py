"""汇总: what was checked against what, the counts, the conclusions, what the data checks found, and the legend."""

from collections.abc import Sequence

from dabiao.assess.assessment import Assessment
from dabiao.assess.model import FLAGS, VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._overview import Counts, by_document, by_lead, by_stage, document_text, overview
from dabiao.reports._quality_words import told as all_findings
from dabiao.reports.xlsx._book import Book, Sheet
from dabiao.reports.xlsx._cell import Column, count, text

_COLUMNS = (Column("", 44), *(Column("", 11) for _ in range(len(VERDICTS) + 1)))
_OUTCOMES = {"合格": "good", "不合格": "bad", "待定": "ask"}


def summary(book: Book, assessment: Assessment) -> None:
    """The first sheet."""
    sheet = book.sheet("汇总", _COLUMNS)
    sheet.line(f"{assessment.region_name}（{assessment.region}）{assessment.year}年教育目标达标检查", "title")
    _facts(sheet, assessment)
    sheet.heading("一、总体情况")
    sheet.line(overview(assessment))
    if assessment.verdicts:
        _counts(sheet, "文件", by_document(assessment))
        _counts(sheet, "学段", by_stage(assessment))
        if any(verdict.lead for verdict in assessment.verdicts):
            _counts(sheet, "牵头单位", by_lead(assessment))
    if assessment.conclusions:
        _conclusions(sheet, assessment)
    _incomplete(sheet, assessment)
    if all_findings(assessment):
        _findings(sheet, assessment)
    _legend(sheet)


def _facts(sheet: Sheet, assessment: Assessment) -> None:
    engines = assessment.engines
    said = "只用一个引擎" if engines.agree is None else f"两个引擎判定{'一致' if engines.agree else '不一致'}"
    note = f"：{engines.note}" if engines.note else ""
    _fact(sheet, "文件", [document_text(pack, assessment.year) for pack in assessment.packs] or ["没有"])
    _fact(sheet, "判定引擎", [f"{'、'.join(engines.names)}，{said}{note}"])
    _fact(sheet, "数据文件", [f"{path}（指纹 {digest[:12]}）" for path, digest in assessment.inputs] or ["没有"])


def _fact(sheet: Sheet, label: str, texts: Sequence[str]) -> None:
    for index, told in enumerate(texts):
        sheet.pair(label if index == 0 else "", told)


def _counts(sheet: Sheet, title: str, found: Counts) -> None:
    sheet.skip()
    sheet.head([title, *(VERDICTS[kind] for kind in found.kinds), "合计"])
    for name, counter in found.rows:
        sheet.cells([text(name), *(count(counter[kind]) for kind in found.kinds), count(counter.total())])


def _conclusions(sheet: Sheet, assessment: Assessment) -> None:
    sheet.heading("二、综合结论")
    for conclusion in assessment.conclusions:
        clause = "" if conclusion.clause is None else f"（{conclusion.clause.at}“{conclusion.clause.quote}”）"
        because = "；".join(conclusion.because)
        sheet.triple(
            conclusion.title,
            text(conclusion.outcome, _OUTCOMES.get(conclusion.outcome, "centre")),
            (f"依据：{because}" if because else "") + clause,
        )


def _incomplete(sheet: Sheet, assessment: Assessment) -> None:
    if assessment.incomplete:
        sheet.heading("检查不完整")
        none = "没有任何文件适用于这个地区和年份，没有得出任何判定。"
        packs = "、".join(pack for pack in assessment.incomplete if pack != "*")
        sheet.line(none if "*" in assessment.incomplete else f"以下文件没有得出任何判定：{packs}")


def _findings(sheet: Sheet, assessment: Assessment) -> None:
    sheet.heading("数据提示")
    for finding in all_findings(assessment):
        word = "错误" if finding.severity == "error" else "提示"
        places = f"位置：{'、'.join(finding.places)}。" if finding.places else ""
        hint = f"改法：{finding.hint}" if finding.hint else ""
        sheet.pair(f"{word} {finding.code}", f"{finding.message}。{places}{hint}")


def _legend(sheet: Sheet) -> None:
    sheet.heading("符号说明")
    sheet.pair("判定", "　".join(words.verdict_word(verdict) for verdict in VERDICTS))
    flags = "；".join(f"{FLAGS[flag]}：{meaning}" for flag, meaning in words.FLAG_MEANINGS.items())
    sheet.pair("标记", f"{flags}；{words.EARLY}：期限未到已经达到；{words.STRICTER}：同一指标另有更严的要求在用")
    sheet.pair("黄色格", "评估没有数据可写，由人填写")
