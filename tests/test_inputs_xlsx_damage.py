"""Workbooks that are none, are damaged, locked, or made to fill the memory: refused with a word on what to do."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from inputs_helpers import GOOD, HEADER, changed, csv_text, found, only, read, rewritten, workbook

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE, STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOOK = workbook({"填报": [HEADER, GOOD]})


def archive(**parts: str) -> bytes:
    """A zip file that is no workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for name, text in parts.items():
            out.writestr(name, text)
    return stream.getvalue()


def flagged() -> bytes:
    """Every entry marked as encrypted, in its own header and in the directory."""
    content = bytearray(BOOK)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def strict() -> bytes:
    """The other of the two kinds Excel can save, under other names throughout."""
    content = BOOK
    for part in ("xl/workbook.xml", SHEET, "xl/styles.xml", "xl/sharedStrings.xml"):
        content = rewritten(
            content, part, re.escape(f"{NAMESPACE}spreadsheetml/2006/main"), f"{STRICT}spreadsheetml/main"
        )
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"):
        old, new = f"{NAMESPACE}officeDocument/2006/relationships", f"{STRICT}officeDocument/relationships"
        content = rewritten(content, part, re.escape(old), new)
    return content


BAD = {
    "old .xls": OLE + b"\0" * 600,
    "locked with a password": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "text": csv_text([HEADER, GOOD]).encode(),
    "page of a website": b"<html><table><tr><td>98.5</td></tr></table></html>",
    "cut short": BOOK[: len(BOOK) // 2],
    "only the mark of a zip": b"PK\x03\x04" + b"\0" * 60,
    "another zip": archive(a="b"),
    "no sheets": archive(**{"[Content_Types].xml": "<Types/>"}),
    "locked entries": flagged(),
    "broken workbook part": rewritten(BOOK, "xl/workbook.xml", "(?s).*", "<workbook"),
    "broken styles": rewritten(BOOK, "xl/styles.xml", "(?s).*", "<styleSheet"),
    "strict Open XML": strict(),
    "a sheet that is no XML": rewritten(BOOK, SHEET, "(?s).+", "98.5"),
    "a sheet cut short": rewritten(BOOK, SHEET, "(?s)</sheetData>.*", ""),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    """By its name, or whatever its name where it begins as a workbook does."""
    for name in ("a.xlsx", "a.XLSM", "a.csv" if content.startswith((b"PK", OLE)) else "a.xlsm"):
        dataset = read(tmp_path, content, name)
        assert [code for code, _ in found(dataset)] == ["INP404"]
        assert dataset.observations == ()
        assert dataset.diagnostics[0].is_error


def test_the_hint_fits_what_the_file_is(tmp_path: Path) -> None:
    """A password is to be taken off; an .xls is to be saved anew."""
    locked = read(tmp_path, BAD["locked with a password"], "a.xlsx").diagnostics[0]
    old = read(tmp_path, BAD["old .xls"], "a.xlsx").diagnostics[0]
    assert ("密码" in locked.hint, "密码" in old.hint, ".xlsx" in old.hint) == (True, False, True)


def test_a_workbook_under_another_name_is_read(tmp_path: Path) -> None:
    assert only(read(tmp_path, BOOK, "a.csv")).origin.sheet == "填报"
    assert only(read(tmp_path, BOOK, "a.xls")).origin.sheet == "填报"


CELLS = {
    "no such text": '<c r="A1" t="s"><v>999</v></c>',
    "no such style": '<c r="A1" s="999"><v>1</v></c>',
    "a number that is none": '<c r="A1"><v>abc</v></c>',
    "an address that is none": '<c r="A1B"><v>1</v></c>',
    "a date that is none": '<c r="A1" t="d"><v>去年</v></c>',
}


@pytest.mark.parametrize("xml", CELLS.values(), ids=CELLS)
def test_a_damaged_sheet_does_not_hide_what_is_wrong_in_the_others(tmp_path: Path, xml: str) -> None:
    content = workbook({"坏": [["x"]], "填报": [HEADER, GOOD, changed(数值="abc")]})
    dataset = read(tmp_path, rewritten(content, SHEET, "<c .*</c>", xml), "a.xlsx")
    assert sorted(found(dataset)) == [("INP404", "坏"), ("INP424", "填报!E3")]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    content = rewritten(BOOK, SHEET, "</sheetData>", "<row/>" * 5_000_000 + "</sheetData>")
    assert len(content) < 200_000
    dataset = read(tmp_path, content, "a.xlsx")
    assert [code for code, _ in found(dataset)] == ["INP404"]


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "docProps/core.xml"]
)
def test_entities_that_grow_without_end_are_refused(tmp_path: Path, part: str) -> None:
    """The billion laughs, in any part: refused, or left alone; never spelled out."""
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "laughs">{layers}]><x>&l11;</x>'
    dataset = read(tmp_path, rewritten(BOOK, part, "(?s).+", bomb), "a.xlsx")
    assert {code for code, _ in found(dataset)} <= {"INP404", "INP410", "INP411"}
    assert all(len(str(diagnostic)) < 500 for diagnostic in dataset.diagnostics)
