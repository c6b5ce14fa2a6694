"""The office's own Word template: its fields filled, its own words kept, its mistakes told."""

import io
import re

import docx
import pytest

from dabiao.diagnostics import InputError
from dabiao.reports import docx as word
from dabiao.reports.docx._content import content
from dabiao.reports.docx._template import context
from docs_helpers import table, text_of
from office_helpers import COUNTY, mapped, read, sample, told
from report_sample import SAMPLE

BODY = (
    "某某区教育局文件",
    "{{ 标题 }}",
    "{{ 地区 }}（{{ 地区代码 }}）{{ 年份 }}年：{{ 总体情况 }}",
    "{%p for 问题 in 存在问题 %}",
    "{{ 问题.序号 }}．{{ 问题.问题 }}责任单位：{{ 问题.责任单位 }}",
    "{%p endfor %}",
    "{%p for 文件 in 自查情况 %}",
    "{%p for 章节 in 文件.章节 %}",
    "{{ 章节.标题 }}：{{ 章节.条目 | join('') }}",
    "{%p endfor %}",
    "{%p endfor %}",
)


def template(*paragraphs: str) -> bytes:
    """A template with these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_the_fields_are_filled_and_the_offices_own_words_kept() -> None:
    texts = told(read(word.render(sample(COUNTY), template(*BODY))))
    assert texts[:2] == ["某某区教育局文件", "示例县2024年教育目标达标情况自评报告"]
    assert texts[2].startswith("示例县（109901）2024年：共检查189项")
    problems = [text for text in texts if "责任单位：〔待填：责任单位〕" in text]
    assert len(problems) == 10
    assert any(text.startswith("资源配置：2024年，") for text in texts)


def test_the_same_template_gives_the_same_bytes() -> None:
    assert word.render(SAMPLE, template(*BODY)) == word.render(SAMPLE, template(*BODY))


def test_the_page_lists_the_fields_there_are() -> None:
    listed = [cells[0].strip("`") for cells in table(text_of("docs/报告模板.md"), "报告模板")]
    assert listed == list(context(content(SAMPLE), SAMPLE))


def test_hostile_text_is_filled_in_as_text() -> None:
    found = mapped(SAMPLE, lambda text: f"<w:p/>{{{{ 7*7 }}}}&\x00\u202e{text}")
    texts = told(read(word.render(found, template(*BODY))))
    assert any("<w:p/>{{ 7*7 }}&" in text for text in texts)
    assert not any("49" in text.replace("{{ 7*7 }}", "") and "\u202e" in text for text in texts)


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("{{ 标提 }}", "标提"),
        ("{% for x in 存在问题 %}", "字段写法有误"),
        ("{{ 标题 ", "字段写法有误"),
        ("{{ 存在问题[0].没有 }}", "没有"),
        ("{{ 1 // 0 }}", "算不出"),
        ("{{ ''.__class__.__mro__ }}", "字段写法有误"),
    ],
)
def test_mistakes_in_a_template_are_told(paragraph: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        word.render(SAMPLE, template(paragraph))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "WRD802"
    assert said in diagnostic.message


@pytest.mark.parametrize("broken", [b"", b"no archive", template("x")[:-200], b"PK\x05\x06" + bytes(18)])
def test_what_is_no_docx_is_refused(broken: bytes) -> None:
    with pytest.raises(InputError) as caught:
        word.render(SAMPLE, broken)
    assert re.fullmatch("WRD801", caught.value.diagnostics[0].code)
