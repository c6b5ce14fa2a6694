"""The 自评报告 in its four parts (沈教督发〔2021〕11号 附件2): 自查情况, 工作成效, 存在问题, 改进措施."""

from collections.abc import Sequence

from dabiao.assess.assessment import Assessment
from dabiao.assess.model import FLAGS
from dabiao.reports import _words as words
from dabiao.reports._overview import by_document, by_lead, by_stage
from dabiao.reports.docx import _tables as tables
from dabiao.reports.docx._content import Content, DocumentText, blank
from dabiao.reports.docx._write import Writer

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


def write(writer: Writer, content: Content, assessment: Assessment) -> None:
    """The whole report."""
    writer.title(content.title)
    writer.paragraph(f"{blank('主送机关')}：")
    basis = "；".join(content.basis) or "没有适用的文件"
    writer.paragraph(
        f"按照要求，{assessment.region_name}对{assessment.year}年教育目标达标情况进行了自查。依据的文件：{basis}。"
        f"{blank('自查的组织、时间和方法')}现将自评情况报告如下。"
    )
    _review(writer, content, assessment)
    _achievements(writer, content)
    _problems(writer, content)
    _measures(writer, content)
    writer.paragraph(_marks())
    writer.signature(f"{blank('单位名称（盖章）')}")
    writer.signature(f"{blank('成文日期')}")


def _review(writer: Writer, content: Content, assessment: Assessment) -> None:
    writer.heading(1, "一、自查情况")
    writer.heading(2, "（一）总体情况")
    writer.paragraph(content.overview)
    if assessment.incomplete:
        writer.paragraph("本次检查不完整：有文件没有得出任何判定。")
    if assessment.verdicts:
        tables.counts(writer, "各文件的判定数", "文件", by_document(assessment))
        tables.counts(writer, "各学段的判定数", "学段", by_stage(assessment))
        if any(verdict.lead for verdict in assessment.verdicts):
            tables.counts(writer, "各牵头单位的判定数", "牵头单位", by_lead(assessment))
    number = 2
    if content.conclusions:
        writer.heading(2, "（二）综合结论")
        for text in content.conclusions:
            writer.paragraph(text)
        tables.conclusions(writer, assessment)
        number = 3
    for document in content.review:
        writer.heading(2, f"（{_numeral(number)}）{document.title}逐项情况")
        _document(writer, document)
        number += 1
    coefficients = [verdict for verdict in assessment.verdicts if verdict.form == "cv"]
    if coefficients:
        tables.coefficients(writer, coefficients)


def _document(writer: Writer, document: DocumentText) -> None:
    if document.remarks:
        writer.paragraph(f"以下各项中：{document.remarks}。")
    for index, section in enumerate(document.sections, start=1):
        writer.heading(3, f"{index}．{section.title}")
        for position, item in enumerate(section.items, start=1):
            writer.paragraph(f"（{position}）{item}")


def _achievements(writer: Writer, content: Content) -> None:
    writer.heading(1, "二、工作成效")
    writer.heading(2, "（一）已经达标的项目")
    _list(writer, content.achieved, "没有全部达标的项目。")
    writer.heading(2, "（二）进度正常的项目")
    _list(writer, content.underway, "没有按进度判定为正常的项目。")
    writer.heading(2, "（三）主要做法")
    writer.paragraph(blank("主要做法、投入和经验，评估数据中没有"))


def _problems(writer: Writer, content: Content) -> None:
    writer.heading(1, "三、存在问题")
    writer.heading(2, f"（一）未达标和进度滞后（{len(content.problems)}项）")
    for index, problem in enumerate(content.problems, start=1):
        lead = f"牵头单位：{problem.lead}。" if problem.lead else f"牵头单位：{blank('文件没有写明')}。"
        writer.paragraph(f"{index}．{problem.told}{lead}")
    if content.problems:
        tables.problems(writer, content.problems)
        tables.bars(writer, content.problems)
    else:
        writer.paragraph("没有。")
    writer.heading(2, f"（二）待佐证（{len(content.unproven)}项）")
    _list(writer, content.unproven, "没有。")
    writer.heading(2, f"（三）缺数据（{len(content.missing)}项）")
    _list(writer, content.missing, "没有。")
    if content.findings:
        writer.heading(2, f"（四）数据需要核对（{len(content.findings)}处）")
        _list(writer, content.findings, "")
    writer.paragraph(f"以上问题的原因：{blank('原因分析，评估数据中没有')}")


def _measures(writer: Writer, content: Content) -> None:
    writer.heading(1, "四、改进措施")
    if content.problems:
        writer.paragraph("对未达标和进度滞后的项目，措施如下表。")
        tables.measures(writer, content.problems)
    if content.unproven:
        writer.paragraph(f"对待佐证的{len(content.unproven)}项：{blank('由谁在何时补齐佐证材料')}")
    if content.missing:
        writer.paragraph(f"对缺数据的{len(content.missing)}项：{blank('由谁在何时补报数据')}")
    writer.paragraph(blank("其他改进措施和保障"))


def _list(writer: Writer, texts: Sequence[str], nothing: str) -> None:
    for index, text in enumerate(texts, start=1):
        writer.paragraph(f"{index}．{text}")
    if not texts:
        writer.paragraph(nothing)


def _marks() -> str:
    flags = "；".join(f"{FLAGS[flag]}：{meaning}" for flag, meaning in words.FLAG_MEANINGS.items())
    return f"（用语：{flags}；{words.EARLY}：期限未到已经达到；{words.STRICTER}：同一指标另有更严的要求在用。）"


def _numeral(number: int) -> str:
    """The numeral of a heading; past ten in digits, which no county has reached."""
    return _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)
