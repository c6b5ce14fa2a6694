"""公文 layout: A4, 22 lines of 28 characters, the faces and sizes of official documents, page numbers at the foot."""

from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from dabiao.reports._office_text import xml_text

# Margins 37/35/28/26 mm leave 225 by 156 mm: 22 lines of 28.95 pt, 28 characters of 15.75 pt. 三号 is 16 pt in Word, so characters
# are set a quarter of a point closer. A grid of characters (linesAndChars) would do it in Word alone: LibreOffice gives a character
# that is wider than its cell two of them.
_TOP, _BOTTOM, _LEFT, _RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
_LINE = Pt(28.95)
# both in twentieths of a point
_PITCH, _CLOSER = "579", "-5"
TITLE, BODY, TABLE_TITLE, TABLE_TEXT = Pt(22), Pt(16), Pt(12), Pt(10.5)
FANG, HEI, KAI, XIAOBIAO, SONG = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
# what Word takes where a machine has not the face
_INSTEAD = {FANG: "仿宋_GB2312", KAI: "楷体_GB2312", XIAOBIAO: "宋体", HEI: "SimHei", SONG: "SimSun"}
_FIXED = datetime(1980, 1, 1, tzinfo=UTC)


def new_document(title: str) -> Document:
    """An empty document with the page, the styles and the foot of a 公文, and no trace of clock or program."""
    document = docx.Document()
    _properties(document, title)
    _styles(document)
    _section(document)
    _fonts(document)
    return document


def _properties(document: Document, title: str) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments, core.keywords = xml_text(title)[:200], "", "", "", ""
    core.created = core.modified = core.last_printed = _FIXED
    core.revision = 1
    # the library's own empty document brings a picture of itself, and Japanese as the language of its faces
    package = document.part.package
    for name in [name for name, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        package.rels.pop(name)
    for language in document.settings.element.findall(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _styles(document: Document) -> None:
    normal = _style(document, "Normal")
    face(normal, FANG, BODY)
    _chinese(normal)
    form = normal.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    form.space_before = form.space_after = Pt(0)
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    title = _style(document, "Title")
    face(title, XIAOBIAO, TITLE)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(35)
    title.paragraph_format.space_after = _LINE
    _no_border(title)
    _off_grid(title)
    for name, east, bold in (("Heading 1", HEI, False), ("Heading 2", KAI, False), ("Heading 3", FANG, True)):
        heading = _style(document, name)
        face(heading, east, BODY, bold)
        heading.paragraph_format.first_line_indent = BODY * 2
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0)
        heading.paragraph_format.keep_with_next = True
        _closer(heading)
    body = document.styles.add_style("正文段", WD_STYLE_TYPE.PARAGRAPH)
    body.base_style = normal
    body.paragraph_format.first_line_indent = BODY * 2
    _closer(body)
    caption = document.styles.add_style("表题", WD_STYLE_TYPE.PARAGRAPH)
    caption.base_style = normal
    face(caption, FANG, TABLE_TITLE, True)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(6)
    cell = document.styles.add_style("表文", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    face(cell, FANG, TABLE_TEXT)
    cell.paragraph_format.line_spacing_rule, cell.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(15)
    cell.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _off_grid(cell)


def _style(document: Document, name: str) -> ParagraphStyle:
    found = document.styles[name]
    if not isinstance(found, ParagraphStyle):
        raise TypeError(name)
    return found


def face(style: ParagraphStyle, east: str, size: Any, bold: bool = False) -> None:
    """One face for Chinese, Latin and digits; black; the theme's faces and colours off."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = east, size, bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), east)


def _no_border(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _chinese(style: ParagraphStyle) -> None:
    """The language, which decides how shared characters are drawn; digits stay Latin, else a number is torn at a line's end."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def _closer(style: ParagraphStyle) -> None:
    """28 characters a line."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), _CLOSER)
    style.element.get_or_add_rPr().insert_element_before(
        spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang"
    )


def _off_grid(style: ParagraphStyle) -> None:
    """The style keeps its own line height."""
    grid = OxmlElement("w:snapToGrid")
    grid.set(qn("w:val"), "0")
    style.element.get_or_add_pPr().insert_element_before(
        grid, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
    )


def _section(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), _PITCH)
    section._sectPr.append(grid)
    document.settings.odd_and_even_pages_header_footer = True
    _foot(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _foot(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _foot(paragraph: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, 四号宋体, outside, one character in from the edge."""
    paragraph.alignment = side
    edge = paragraph.paragraph_format
    edge.left_indent, edge.right_indent = (Pt(14), None) if side is WD_ALIGN_PARAGRAPH.LEFT else (None, Pt(14))
    for text, kind in (("— ", None), (None, "begin"), (" PAGE ", "code"), (None, "end"), (" —", None)):
        run = paragraph.add_run(text if kind is None else None)
        run.font.size = Pt(14)
        run.font.name = SONG
        run._element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._element.append(code)
        elif kind is not None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)


def _fonts(document: Document) -> None:
    """The faces to take instead, in the font table."""
    part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable")), None)
    if part is None:
        return
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")
