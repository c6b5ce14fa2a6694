"""What tests of the Office reports share: the three sample assessments, and every text of an assessment put through a function."""

import contextlib
import functools
import io
import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import openpyxl
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dabiao.assess.assessment import Assessment, ConclusionText, from_json
from dabiao.cli.main import main
from dabiao.reports import docx as word
from dabiao.reports import xlsx as excel

ROOT = Path(__file__).resolve().parents[1]
DONGLI, SAMPLE_YEAR, COUNTY = "东丽区2020", "示例东丽2023", "示例县2024"
FILES = {
    DONGLI: ("inputs/dongli-2020.csv",),
    SAMPLE_YEAR: ("inputs/示例-东丽-2023.csv",),
    COUNTY: ("inputs/示例-优质均衡.csv", "inputs/示例-优质均衡-学校.csv"),
}
# fields that are not text: numbers, dates, and words of a fixed list
FIXED = {
    "verdict", "form", "op", "limit", "value", "right", "gap", "path", "baseline", "flags", "force", "by", "every", "due",
    "binding", "outcome", "rule_kind", "state", "kind", "status", "severity", "primary", "level", "period", "in_force",
    "left_out", "verdicts_count", "region", "agree", "counts", "least", "nature",
}  # fmt: skip


@functools.cache
def sample(name: str) -> Assessment:
    """A sample assessment, as the command line makes it."""
    with TemporaryDirectory() as folder, contextlib.chdir(ROOT):
        made = Path(folder) / "assessment.json"
        main(["check", *FILES[name], "--format", "json", "--fail-on", "never", "-o", str(made)])
        return from_json(json.loads(made.read_text(encoding="utf-8")))


@functools.cache
def workbook_bytes(name: str) -> bytes:
    """The workbook of a sample."""
    return excel.render(sample(name))


@functools.cache
def book(name: str) -> Workbook:
    """The workbook of a sample, opened; to be read only."""
    return opened(workbook_bytes(name))


@functools.cache
def report_bytes(name: str) -> bytes:
    """The Word report of a sample."""
    return word.render(sample(name))


def opened(content: bytes) -> Workbook:
    """A workbook, opened. openpyxl knows data bars but not the newer part that says how they look, and warns of it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported")
        return openpyxl.load_workbook(io.BytesIO(content))


def sheet_of(book: Workbook, name: str) -> Worksheet:
    """A sheet by its name."""
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def read(content: bytes) -> Document:
    """A Word report, opened."""
    return docx.Document(io.BytesIO(content))


def rows(sheet: Worksheet, head: int = 1) -> list[dict[str, Any]]:
    """The rows under a head row as values by column title."""
    titles = [str(cell.value) for cell in sheet[head]]
    return [dict(zip(titles, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=head + 1)]


def blocks(document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in their order."""
    yield from document.iter_inner_content()


def told(document: Document) -> list[str]:
    """Every text of a report: its paragraphs, then the cells of its tables."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    return texts + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def mapped(value: Any, change: Callable[[str], str], field: str = "") -> Any:
    """An assessment with every free text changed, wherever it stands; words of fixed lists and numbers stay."""
    if field in FIXED:
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        parts = {name: mapped(part, change, name) for name, part in zip(value._fields, value, strict=True)}
        if isinstance(value, ConclusionText):
            parts["rule"] = value.rule
        return type(value)(**parts)
    if isinstance(value, tuple):
        return tuple(mapped(part, change) for part in value)
    return value
