"""Hostile text in every text field of an assessment comes out of the Excel and Word reports inert and legible."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.reports import docx, xlsx
from dabiao.reports._office_text import CELL_LIMIT, CUT, cell_text, utf16_length, xml_text
from office_helpers import COUNTY, mapped, opened, read, rows, sample, sheet_of, told
from report_sample import SAMPLE, assessment, figure

PAYLOADS = {
    "markup": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://example.invalid","点我")',
    "command": "+cmd|' /C calc'!A0",
    "at": "@SUM(1+9)",
    "minus": "-2+3",
    "attribute": '"onmouseover="alert(1)',
    "bidi": "a\u202eb\u2066c",
    "controls": "a\x00b\x07c\x0bd\x1b[31me\ufffef\uffff",
    "surrogate": "甲\udcff乙",
    "entity": "&lt;&amp;&#x202e;]]><!--",
    "rare": "𠮷𡈽😀👨‍👩‍👧",
    "escaped": "_x0041_ _x202E_",
    "url": "http://example.invalid/a",
    "template": "{{ 标题 }}{% for x in y %}",
    "blank": "〔待填：假的〕",
    "lines": "一\n二\r三\t四",
}
# what a person must not find in a report: controls, bidi marks, halves of characters
UNSEEN = [
    *map(chr, range(9)),
    *map(chr, range(11, 13)),
    *map(chr, range(14, 32)),
    *"\u202a\u202b\u202d\u202e\u2066\u2067\ufffe\uffff",
]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))
def test_workbook_texts_are_inert_and_legible(payload: str) -> None:
    content = xlsx.render(mapped(SAMPLE, lambda text: payload + text))
    book = opened(content)
    texts = []
    for name in book.sheetnames:
        for row in sheet_of(book, name).iter_rows():
            for cell in row:
                assert cell.data_type != "f", (name, cell.coordinate)
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    texts.append(cell.value)
                texts += [cell.comment.text] if cell.comment else []
    _is_legible(texts, payload)
    parts = _parts(content)
    assert not any(b'TargetMode="External"' in part for part in parts.values())
    assert not any("vbaProject" in name or "externalLink" in name for name in parts)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))
def test_word_texts_are_inert_and_legible(payload: str) -> None:
    content = docx.render(mapped(SAMPLE, lambda text: payload + text))
    _is_legible(told(read(content)), payload)
    parts = _parts(content)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(part)  # noqa: S314 - our own report: that it parses is what is asked
    assert b'TargetMode="External"' not in parts["word/_rels/document.xml.rels"]
    assert b"<w:hyperlink" not in parts["word/document.xml"]
    fields = parts["word/document.xml"].count(b"w:instrText")
    assert fields == 0, "the body has no fields"


def _is_legible(texts: list[str], payload: str) -> None:
    whole = "\n".join(texts)
    assert not [hex(ord(character)) for character in UNSEEN if character in whole.replace("\n", "")]
    assert xml_text(payload).strip() in whole


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("length", [10_000, 40_000])
def test_long_notes_are_kept_as_far_as_a_cell_holds_them(length: int) -> None:
    note = "很长的说明" * (length // 5)
    found = assessment(figure("甲", "not_met", "90", "95", gap="5", note=note))
    row = rows(sheet_of(opened(xlsx.render(found)), "明细"))[0]
    if length < CELL_LIMIT:
        assert row["说明"] == note
    else:
        assert row["说明"].endswith(CUT)
        assert utf16_length(row["说明"]) <= CELL_LIMIT
    assert any(note in text for text in told(read(docx.render(found))))


def test_long_and_rare_names_do_not_break_a_real_county() -> None:
    found = mapped(sample(COUNTY), lambda text: f"{text}𠮷" if len(text) > 30 else text)
    assert opened(xlsx.render(found)).sheetnames
    assert read(docx.render(found)).paragraphs


@given(st.text(max_size=60), st.integers(min_value=1, max_value=60))
@settings(deadline=None, max_examples=200)
def test_cell_text_fits_is_whole_and_says_when_it_is_cut(text: str, limit: int) -> None:
    made = cell_text(text, limit)
    assert utf16_length(made) <= limit
    assert xml_text(made) == made
    if made != xml_text(text):
        assert utf16_length(xml_text(text)) > limit
        assert limit <= len(CUT) or made.endswith(CUT)
