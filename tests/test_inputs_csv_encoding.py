"""CSV as offices save it: every encoding and separator gives the same figures; what is no text is refused, with its place."""

from pathlib import Path

import pytest

from inputs_helpers import GOOD, HEADER, changed, csv_text, found, only, read

NOTE = "原文印作“98.5%”，甲，乙；丙"
TEXT = csv_text([HEADER, changed(备注=NOTE)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_every_encoding_gives_the_same_figure(tmp_path: Path, encoding: str, line_end: str) -> None:
    observation = only(read(tmp_path, TEXT.replace("\n", line_end).encode(encoding)))
    assert (observation.text, observation.note, observation.origin.line) == ("98.5", NOTE, 2)


def test_utf16_of_either_byte_order(tmp_path: Path) -> None:
    for order, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        assert only(read(tmp_path, mark + TEXT.encode(order))).note == NOTE


def test_gb18030_beyond_gbk(tmp_path: Path) -> None:
    text = csv_text([HEADER, changed(备注="䶮㙟小学𠮷")])
    assert only(read(tmp_path, text.encode("gb18030"))).note == "䶮㙟小学𠮷"


@pytest.mark.parametrize("mark", [",", "\t", ";"], ids=["comma", "tab", "semicolon"])
def test_separators(tmp_path: Path, mark: str) -> None:
    text = csv_text([HEADER, changed(备注="a,b,c;d;e"), changed(年份="2021", 备注="f,g,h;i")], mark)
    dataset = read(tmp_path, text)
    assert found(dataset) == []
    assert [o.note for o in dataset.observations] == ["a,b,c;d;e", "f,g,h;i"]


def test_commas_in_notes_do_not_beat_tabs(tmp_path: Path) -> None:
    """More commas than tabs in the file, in as many lines: a title has commas, the header has none."""
    rows = [changed(年份=str(year), 备注="一,二,三,四,五," * 9) for year in (2019, 2020)]
    text = "\n".join(["东丽区,教育局,填报", *("\t".join(map(str, row)) for row in [HEADER, *rows])])
    dataset = read(tmp_path, text, "a.tsv")
    assert found(dataset) == []
    assert [o.period.start for o in dataset.observations] == [2019, 2020]


def test_semicolons_in_every_note_do_not_beat_commas(tmp_path: Path) -> None:
    """Rows of unequal length, as typed by hand, each with one semicolon."""
    rows = [f"120110,{year},毛入学率,甲;乙,9{year % 10}{',' * (year % 3)}" for year in range(2015, 2021)]
    dataset = read(tmp_path, "\n".join(["地区,年份,指标,备注,数值", *rows]))
    assert found(dataset) == []
    assert [o.note for o in dataset.observations] == ["甲;乙"] * 6


def test_excel_separator_line_is_no_header(tmp_path: Path) -> None:
    observation = only(read(tmp_path, "sep=;\n" + csv_text([HEADER, GOOD], ";")))
    assert observation.origin.line == 3


BAD = {
    "cut utf-8": (TEXT.encode("utf-8")[:-4] + b"\xff\n", "INP401", "2"),
    "bad byte behind a BOM": (b"\xef\xbb\xbf" + b"region,year\n1,\xff\xff\n", "INP401", "2"),
    "no encoding": (b"\x80\x81\xff\xff\xfe" * 9, "INP401", ""),
    "odd utf-16": (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"x", "INP401", ""),
    "NUL byte": (TEXT.encode("utf-8") + b"120110,20\x0020\n", "INP402", "3"),
    "utf-16 without its mark": (TEXT.encode("utf-16-le"), "INP401", ""),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "INP402", "3"),
    "blank": (b" \r\n\t\n", "INP410", ""),
    "nothing": (b"", "INP410", ""),
    "only a BOM": (b"\xef\xbb\xbf", "INP410", "1"),
    "prose": ("本年工作总结。\n一切正常。\n".encode(), "INP411", "1"),
    "header only": (csv_text([HEADER]).encode(), "INP409", ""),
}


@pytest.mark.parametrize(("content", "code", "line"), BAD.values(), ids=BAD)
def test_what_is_no_table_is_refused_with_its_place(tmp_path: Path, content: bytes, code: str, line: str) -> None:
    dataset = read(tmp_path, content)
    assert found(dataset) == [(code, line)]
    assert dataset.observations == ()
    assert dataset.diagnostics[0].is_error


def test_damaged_utf8_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    """Under English headers garbled notes would otherwise be read without a word."""
    text = "region,year,indicator,value,note\n120110,2020,enrolment,98.5,由县教育局统计并核实的数字\n"
    content = text.encode("utf-8").replace("核实".encode(), b"\xe6\xa0")
    assert found(read(tmp_path, content)) == [("INP401", "2")]
