"""What the tests of school tables share: a catalogue of school items, tables as counties write them, and what is read from them."""

import functools
import io
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from dabiao.inputs.model import Dataset, Observation
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, vocabulary_of
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import find_files
from helpers import rule_folder
from inputs_helpers import csv_text

REGION, YEAR = "350502", 2023
DEFAULTS = Defaults(REGION, YEAR)
Item = tuple[str, str, str | None, tuple[str, ...]]
ITEMS: tuple[Item, ...] = (
    ("小学在校生数", "人", "小学", ("小学学生人数",)),
    ("初中在校生数", "人", "初中", ("初中学生人数",)),
    ("高中在校生数", "人", "高中", ()),
    ("学校在校生总数", "人", None, ()),
    ("在校生数", "人", None, ("学生数",)),
    ("班级总数", "个", None, ()),
    ("小学班级数", "个", "小学", ()),
    ("初中班级数", "个", "初中", ()),
    ("班级数", "个", None, ()),
    ("小学超45人班级数", "个", "小学", ("45人以上小学班级数",)),
    ("班额25人及以下", "个", None, ()),
    ("班额26至30人", "个", None, ()),
    ("班额66人及以上", "个", None, ()),
    ("专任教师总数", "人", None, ("专任教师数",)),
    ("小学本科专任教师数", "人", "小学", ()),
    ("初中本科专任教师数", "人", "初中", ()),
    ("小学县级以上骨干教师数", "人", "小学", ()),
    ("初中县级以上骨干教师数", "人", "初中", ()),
    ("小学体育专任教师数", "人", "小学", ()),
    ("初中体育专任教师数", "人", "初中", ()),
    ("教学及辅助用房面积", "平方米", None, ("教学及辅助用房总面积",)),
    ("室内体育用房面积", "平方米", None, ()),
    ("教学仪器设备值", "元", None, ("教学仪器设备资产值",)),
    ("公用经费预算总额", "元", None, ("上一年度公用经费预算总额",)),
    ("音乐教室数", "间", None, ()),
    ("音乐教室96平方米及以上", "间", None, ()),
    ("小学生师比", "比", "小学", ()),
    ("在园幼儿数", "人", "学前", ()),
    ("幼儿园专任教师数", "人", "学前", ()),
    ("园在园幼儿数", "人", "学前", ()),
    ("园建筑面积", "平方米", "学前", ()),
    ("园2017年以后规划设计", "个", "学前", ()),
    *((flag, "个", None, ()) for flag in ("九年一贯制", "十二年一贯制", "完全中学", "单设小学", "单设初中", "特殊教育学校", "职业学校", "教学点")),
    ("民办", "个", None, ()),
    ("寄宿制", "个", None, ()),
    ("城区或镇区", "个", None, ()),
    ("中心城区", "个", None, ("是否人口密度过高的大城市中心城区学校",)),
    ("建校2010年及之前", "个", None, ("是否2010年及之前规划并建成",)),
    ("建校2016年及之前", "个", None, ("是否2016年及之前规划并建成",)),
)  # fmt: skip
TYPES = ("九年一贯制", "十二年一贯制", "完全中学", "单设小学", "单设初中", "特殊教育学校", "职业学校", "教学点")


FLAGS = frozenset((*TYPES, "园2017年以后规划设计", *(name for name, *_ in ITEMS[-7:])))


def _indicator(number: int, item: Item) -> str:
    name, unit, stage, aliases = item
    bounds = "[0, 1]" if name in FLAGS else "[0, null]"
    at = f"stage: {stage}, " if stage else ""
    return (
        f'  - {{id: i{number}, name: {name}, aliases: [{", ".join(aliases)}], unit: "{unit}", {at}'
        f"direction: none, bounds: {bounds}, decimals: 0}}\n"
    )


@functools.cache
def vocabulary() -> Vocabulary:
    """The catalogue above, and the regions of the other tests."""
    text = "indicators:\n" + "".join(_indicator(number, item) for number, item in enumerate(ITEMS))
    with tempfile.TemporaryDirectory() as folder:
        book, found = build_rulebook(find_files([rule_folder(Path(folder), indicators=text)]))
    assert not [d for d in found if d.is_error], [str(d) for d in found]
    return vocabulary_of(book)


# rows of cells of any kind
Rows = Sequence[Any]


def read(folder: Path, *tables: Rows | bytes, defaults: Defaults = DEFAULTS) -> Dataset:
    """The dataset of files, one a table: rows are written as CSV, bytes as a workbook."""
    paths = []
    for number, table in enumerate(tables):
        path = folder / (f"{number}.xlsx" if isinstance(table, bytes) else f"{number}.csv")
        rows: Any = table
        path.write_bytes(table if isinstance(table, bytes) else csv_text(rows).encode())
        paths.append(path)
    return read_files(paths, vocabulary(), defaults)


def workbook(rows: Rows, merged: Sequence[str] = (), more: Mapping[str, Rows] | None = None) -> bytes:
    """A workbook of a sheet 学校 (and others), with merged ranges in the first."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, content in {"学校": rows, **(more or {})}.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append([None if value == "" else value for value in row])
    for area in merged:
        book["学校"].merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def name_of(observation: Observation) -> str:
    """The name of an observation's item."""
    return vocabulary().indicators[observation.indicator or ""].name


def figures(dataset: Dataset, school: str) -> dict[str, Any]:
    """The figures of a school by item; each item once, flags of its type left out."""
    found = [(name_of(o), o.value) for o in dataset.observations if o.entity == school]
    assert len(found) == len(dict(found)), found
    return {name: value for name, value in found if name not in TYPES}


def values(dataset: Dataset, school: str, item: str) -> list[Any]:
    """All values of an item of a school, sorted."""
    return sorted(o.value or Fraction(0) for o in dataset.observations if o.entity == school and name_of(o) == item)


def said(dataset: Dataset) -> Counter[tuple[object, ...]]:
    """The observations without their origin and the text they were typed as, as a bag."""
    return Counter(
        (o.region, o.period, o.indicator, o.stage, o.entity, o.value, o.bound, o.status, o.note)
        for o in dataset.observations
    )


def codes(dataset: Dataset) -> list[str]:
    """The codes of what was found."""
    return [d.code for d in dataset.diagnostics]
