"""What the tests of the inputs room share: a small vocabulary, files from rows, and what was found where."""

import csv
import functools
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import openpyxl

from dabiao.inputs.model import Dataset, Observation
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, vocabulary_of
from dabiao.region import Region, RegionTable
from helpers import rulebook

INDICATORS = """\
indicators:
  - {id: enrolment, name: 毛入学率, aliases: ["“大”毛入学率"], unit: "%", direction: higher, bounds: [0, null], decimals: 2}
  - {id: senior, name: 高中毛入学率, unit: "%", stage: 高中, direction: higher, bounds: [0, null], decimals: 2}
  - {id: pupils, name: 在校生数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: funds, name: 教育拨款, unit: 元, direction: higher, bounds: [0, null], decimals: 2}
  - {id: spending, name: 生均设备值, unit: 元/人, direction: higher, bounds: [0, null], decimals: 2}
  - {id: oversized, name: 大班额数, unit: 个, also: [班], direction: lower, bounds: [0, null], decimals: 0}
  - {id: ratio, name: 生师比, unit: 比, direction: lower, bounds: [0, null], decimals: 2}
"""
PACK = """\
pack: plan
source: {title: 规划, number: null, issuer: null, issued: null, region: "350502", level: district, period: [2021, 2025]}
targets:
  - id: review
    milestone: 通过省示范性高中评审
    subject: 第七中学
    by: 2021-12-31
    force: must
    clause: {at: 一, quote: 原文}
  - id: layout
    attest: 学校规划布局合理
    by: 2025
    force: must
    clause: {at: 二, quote: 原文}
"""
REGIONS = (
    Region("000000", "全国"),
    Region("120000", "天津市", ("天津",)),
    Region("120110", "东丽区", ("天津市东丽区",)),
    Region("320100", "南京市"),
    Region("320106", "鼓楼区"),
    Region("350100", "福州市"),
    Region("350102", "鼓楼区"),
)
HEADER = ("地区", "年份", "指标", "学段", "数值", "单位", "状态", "完成日期", "佐证材料", "备注")
GOOD = ("120110", "2020", "毛入学率", "", "98.5", "%", "", "", "", "")


@functools.cache
def vocabulary() -> Vocabulary:
    """Seven indicators, a milestone and an attestation, and two regions called 鼓楼区."""
    with tempfile.TemporaryDirectory() as folder:
        book = rulebook(Path(folder), PACK, indicators=INDICATORS)
    return vocabulary_of(book)._replace(regions=RegionTable(REGIONS))


def changed(**columns: object) -> list[object]:
    """The good row with other cells: changed(数值=…, 单位=…)."""
    values: dict[str, object] = dict(zip(HEADER, GOOD, strict=True)) | columns
    assert set(values) == set(HEADER)
    return list(values.values())


def csv_text(rows: Sequence[Sequence[object]], mark: str = ",") -> str:
    """Rows as CSV text."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    return text.getvalue()


Fill = Callable[[openpyxl.Workbook], None]


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], fill: Fill | None = None) -> bytes:
    """A workbook of sheets of rows; `fill` may do to it what rows can not say (formats, merged cells, hidden sheets)."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
    if fill is not None:
        fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewritten(content: bytes, part: str, pattern: str, new: str) -> bytes:
    """The workbook with what matches in one of its parts replaced: what no library writes on purpose."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == part:
                edited, count = re.subn(pattern, lambda _: new, text.decode("utf-8"))
                assert count, f"{pattern} is not in {text[:2000]!r}"
                text = edited.encode("utf-8")
            out.writestr(entry.filename, text)
    return stream.getvalue()


def read(folder: Path, content: str | bytes, name: str = "a.csv", defaults: Defaults = Defaults()) -> Dataset:  # noqa: B008
    """The dataset of one file of that content (text is written as UTF-8)."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return read_files([path], vocabulary(), defaults)


def read_row(folder: Path, **columns: object) -> Dataset:
    """The dataset of a CSV file whose line 2 is the good row with other cells."""
    return read(folder, csv_text([HEADER, changed(**columns)]))


def read_cells(folder: Path, rows: Sequence[Sequence[object]], fill: Fill | None = None) -> Dataset:
    """The dataset of a workbook of one sheet 填报, the header in row 1."""
    return read(folder, workbook({"填报": [HEADER, *rows]}, fill), "a.xlsx")


def only(dataset: Dataset) -> Observation:
    """The one observation of a dataset in which nothing was found."""
    assert not dataset.diagnostics, [str(diagnostic) for diagnostic in dataset.diagnostics]
    (observation,) = dataset.observations
    return observation


def value(dataset: Dataset) -> Fraction | None:
    """The value of the one observation."""
    return only(dataset).value


def found(dataset: Dataset) -> list[tuple[str, str]]:
    """Code and place (line or sheet!cell, behind the file's name) of every diagnostic; each must have its hint in Chinese."""
    places = []
    for diagnostic in dataset.diagnostics:
        assert re.search("[\u4e00-\u9fff]", diagnostic.message), diagnostic
        assert re.search("[\u4e00-\u9fff]", diagnostic.hint), diagnostic
        assert diagnostic.spans, diagnostic
        shown = str(diagnostic.spans[0])
        places.append((diagnostic.code, re.split(r"\.(?:csv|xlsx|xlsm|xls|tsv|dat|txt)", shown, maxsplit=1)[-1][1:]))
    return places
