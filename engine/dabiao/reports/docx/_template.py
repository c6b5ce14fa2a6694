"""The office's own template, filled: a .docx with fields such as {{ 标题 }} (docs/报告模板.md lists them), by docxtpl."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError

from dabiao.assess.assessment import Assessment
from dabiao.assess.model import VERDICTS
from dabiao.diagnostics import Diagnostic, InputError, error
from dabiao.reports._office_text import xml_text
from dabiao.reports._overview import Counts, by_document, by_lead, by_stage
from dabiao.reports.docx._content import Content, blank

# a template that unpacks to more is no letterhead
_LARGEST = 100_000_000


def fill(template: bytes, content: Content, assessment: Assessment) -> bytes:
    """The template with its fields filled. What it may do is what a sandbox lets it: no files, no code.

    Raises InputError: WRD801 for what is no .docx, WRD802 for fields that are written wrongly or that nobody knows.
    """
    _check(template)
    fields = context(content, assessment)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document = DocxTemplate(io.BytesIO(template))
    made = io.BytesIO()
    try:
        document.render(fields, jinja_env=environment, autoescape=True)
        document.save(made)
    except TemplateError as failure:
        hint = "可用的字段：" + "、".join(fields)
        raise InputError([error("WRD802", f"模板里的字段写法有误：{_said(failure)}", hint=hint)]) from failure
    except (ArithmeticError, TypeError) as failure:
        raise InputError([error("WRD802", f"模板里的算式算不出：{xml_text(str(failure))}")]) from failure
    except (LxmlError, KeyError, ValueError, OSError) as failure:
        raise InputError([_damaged(str(failure))]) from failure
    return made.getvalue()


def _said(failure: TemplateError) -> str:
    return xml_text(failure.message or type(failure).__name__)


def _check(template: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as failure:
        raise InputError([_damaged("不是 .docx")]) from failure
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise InputError([_damaged("里面没有 Word 正文")])
    if sum(entry.file_size for entry in entries) > _LARGEST:
        raise InputError([_damaged("展开后太大")])


def _damaged(why: str) -> Diagnostic:
    return error("WRD801", f"模板打不开：{xml_text(why)}", hint="用 Word 或 WPS 另存为 .docx 再试")


def context(content: Content, assessment: Assessment) -> dict[str, Any]:
    """The fields by their Chinese names; every text made harmless."""
    fields: dict[str, Any] = _clean(
        {
            "标题": "".join(content.title),
            "地区": assessment.region_name,
            "地区代码": assessment.region,
            "年份": str(assessment.year),
            "依据文件": list(content.basis),
            "总体情况": content.overview,
            "文件汇总": list(_counted(by_document(assessment))),
            "学段汇总": list(_counted(by_stage(assessment))),
            "单位汇总": list(_counted(by_lead(assessment))),
            "综合结论": [
                {"名称": each.title, "结论": each.outcome, "说明": told}
                for each, told in zip(assessment.conclusions, content.conclusions, strict=True)
            ],
            "自查情况": [
                {
                    "文件": document.title,
                    "说明": document.remarks,
                    "章节": [{"标题": section.title, "条目": list(section.items)} for section in document.sections],
                }
                for document in content.review
            ],
            "已达标": list(content.achieved),
            "进度正常": list(content.underway),
            "存在问题": [
                {
                    "序号": str(index),
                    "指标": problem.name,
                    "学校": problem.verdict.entity or "",
                    "问题": problem.told,
                    "判定": problem.state,
                    "差距": problem.gap,
                    "依据": problem.clause,
                    "责任单位": problem.lead or blank("责任单位"),
                }
                for index, problem in enumerate(content.problems, start=1)
            ],
            "待佐证": list(content.unproven),
            "缺数据": list(content.missing),
            "数据提示": list(content.findings),
        }
    )
    return fields


def _counted(found: Counts) -> Iterator[dict[str, str]]:
    for name, counter in found.rows:
        yield {
            "名称": name,
            **{word: str(counter[kind]) for kind, word in VERDICTS.items()},
            "合计": str(counter.total()),
        }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return {name: _clean(each) for name, each in value.items()}
