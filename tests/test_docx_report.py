"""The Word report: four parts, 公文 layout, a clause for every figure, and blanks for what no data support."""

import io
import re
import zipfile

import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from dabiao.reports import docx
from office_helpers import COUNTY, DONGLI, SAMPLE_YEAR, blocks, read, report_bytes, sample, told
from report_sample import SAMPLE, assessment

NAMES = [DONGLI, SAMPLE_YEAR, COUNTY]
PARTS = ["一、自查情况", "二、工作成效", "三、存在问题", "四、改进措施"]


def part(name: str, title: str) -> list[str]:
    """The paragraphs of a part."""
    texts = [paragraph.text for paragraph in read(report_bytes(name)).paragraphs]
    start = texts.index(title)
    end = min((texts.index(other) for other in PARTS if texts.index(other) > start), default=len(texts))
    return texts[start + 1 : end]


@pytest.mark.parametrize("name", NAMES)
def test_the_report_has_the_four_parts(name: str) -> None:
    document = read(report_bytes(name))
    first = [
        paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"
    ]
    assert first == PARTS
    assert document.paragraphs[0].text == f"{sample(name).region_name}{sample(name).year}年\n教育目标达标情况自评报告"


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_ends_twice(name: str) -> None:
    broken = [
        text for text in (p.text for p in read(report_bytes(name)).paragraphs) if re.search(r"[。；，][。；，]", text)
    ]
    assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_the_review_goes_through_every_target(name: str) -> None:
    review = "\n".join(part(name, PARTS[0]))
    for verdict in sample(name).verdicts:
        assert verdict.indicator_name.replace("7 项", "7项") in review, verdict.target


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_with_a_figure_carries_its_clause(name: str) -> None:
    for text in part(name, PARTS[0]) + part(name, PARTS[2]):
        if re.match(r"(（?\d+[）．])\d{4}年，", text):
            assert "（依据：" in text, text


@pytest.mark.parametrize("name", NAMES)
def test_the_problems_are_listed_with_gap_clause_and_lead(name: str) -> None:
    found = [verdict for verdict in sample(name).verdicts if verdict.verdict in ("not_met", "behind")]
    listed = [text for text in part(name, PARTS[2]) if "牵头单位：" in text]
    assert len(listed) == len(found)
    for verdict in found:
        quote = verdict.clause.quote.replace("“", "‘").replace("”", "’")
        assert any(quote in text and (verdict.entity or "") in text for text in listed)


def test_a_lead_unit_is_named_or_asked_for() -> None:
    texts = told(read(docx.render(SAMPLE)))
    assert any("普惠性幼儿园覆盖率" in text and "牵头单位：学前教育科、计划财务科" in text for text in texts)
    assert any("平均班额" in text and "牵头单位：〔待填：文件没有写明〕" in text for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_what_no_data_support_is_a_marked_blank(name: str) -> None:
    document = read(report_bytes(name))
    paragraphs = [
        *document.paragraphs,
        *(p for t in document.tables for r in t.rows for c in r.cells for p in c.paragraphs),
    ]
    blanks = [run for paragraph in paragraphs for run in paragraph.runs if "〔待填：" in run.text]
    assert {run.font.highlight_color for run in blanks} == {WD_COLOR_INDEX.YELLOW}
    asked = "".join(run.text for run in blanks)
    for what in ("主送机关", "主要做法", "原因分析", "单位名称", "成文日期"):
        assert what in asked
    # nothing but blanks stands where people decide
    measures = [
        text for text in part(name, PARTS[3]) if "措施" in text and "待填" not in text and not text.startswith("表")
    ]
    assert measures in ([], ["对未达标和进度滞后的项目，措施如下表。"])


def test_a_verdict_that_can_not_be_given_says_so() -> None:
    texts = told(read(report_bytes(SAMPLE_YEAR)))
    assert any("学生体质健康优良率（高中）为50.5%" in text and "待佐证（预计），不能判定" in text for text in texts)
    assert any("教育人才占全区高层次人才比例没有填报数据" in text and "缺数据，不能判定" in text for text in texts)


def test_the_page_is_that_of_an_official_document() -> None:
    document = read(report_bytes(COUNTY))
    section = document.sections[0]
    assert [round(length.mm) for length in (section.page_width, section.page_height) if length] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]
    styles = {style.name: style for style in document.styles}
    normal = styles["Normal"]
    line = normal.paragraph_format.line_spacing
    assert (normal.font.size, isinstance(line, int) and Pt(28) <= line <= Pt(29)) == (Pt(16), True)
    # 22 lines and 28 characters fit the page
    assert 22 * line <= Mm(297 - 37 - 35) < 23 * line
    for name, face, size in (
        ("Title", "方正小标宋简体", 22), ("Normal", "仿宋", 16), ("Heading 1", "黑体", 16), ("Heading 2", "楷体", 16), ("表文", "仿宋", 10.5),
    ):  # fmt: skip
        fonts = styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {face}
        assert styles[name].font.size == Pt(size)
    assert document.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml


def test_a_face_a_machine_has_not_is_replaced() -> None:
    with zipfile.ZipFile(io.BytesIO(report_bytes(COUNTY))) as archive:
        fonts = archive.read("word/fontTable.xml").decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/>' in fonts


def test_tables_repeat_their_heads_and_stand_under_their_titles() -> None:
    titles, before = [], ""
    for block in blocks(read(report_bytes(COUNTY))):
        if isinstance(block, Table):
            titles.append(before)
            assert block.rows[0]._tr.trPr is not None
            assert block.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        elif isinstance(block, Paragraph):
            before = block.text
    assert [title.partition("　")[2] for title in titles] == [
        "各文件的判定数", "各学段的判定数", "综合结论", "校际差异系数", "未达标和进度滞后的项目", "未达标和进度滞后的项目进展图", "整改措施",
    ]  # fmt: skip


def test_bars_are_pictures_with_words() -> None:
    document = read(report_bytes(SAMPLE_YEAR))
    pictures = document.element.body.findall(f".//{qn('wp:docPr')}")
    assert "高中阶段毛入学率：进度滞后（惯例线性）" in [picture.get("descr") for picture in pictures]
    with zipfile.ZipFile(io.BytesIO(report_bytes(SAMPLE_YEAR))) as archive:
        media = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert media
    assert all(content.startswith(b"\x89PNG") for content in media)


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert docx.render(sample(SAMPLE_YEAR)) == report_bytes(SAMPLE_YEAR)


def test_nothing_of_clock_or_program_is_left() -> None:
    core = read(report_bytes(COUNTY)).core_properties
    assert (core.author, core.comments, core.last_modified_by) == ("", "", "")
    assert core.created == core.modified
    with zipfile.ZipFile(io.BytesIO(report_bytes(COUNTY))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert "ja-JP" not in archive.read("word/settings.xml").decode()


def test_an_assessment_without_anything_makes_a_report() -> None:
    texts = told(read(docx.render(assessment(incomplete=("*",)))))
    assert "本次检查不完整：有文件没有得出任何判定。" in texts
