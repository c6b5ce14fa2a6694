"""The 填报表 as the tests make it and as a person fills it: rows found by what they are called, cells written in many ways."""

import functools
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from dabiao.assess.assessment import Assessment
from dabiao.assess.run import assess
from dabiao.assess.template import make_template
from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.template.model import FIGURES, TASKS, Template
from dabiao.inputs.template.write import write_template
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import fold_name
from national_helpers import book, vocabulary

ROOT = Path(__file__).resolve().parent.parent
SAMPLE, DONGLI = "109901", "120110"
NOTHING = Dataset((), (), ())
# the row of headers, and the first row to fill, of each sheet of figures; of a sheet of schools
TIDY_HEADER, SCHOOL_HEADER = 3, 4
Key = tuple[str, str, int]


def template(region: str, year: int, earlier: Dataset = NOTHING, only: Sequence[str] | None = None) -> Template:
    """The content of a workbook under the rules that ship."""
    made = make_template(book(), earlier, region, year, only)
    assert made is not None
    return made


def workbook(made: Template) -> Any:
    """The workbook written and opened again, as Excel would."""
    return openpyxl.load_workbook(io.BytesIO(_written(made)))


@functools.cache
def _written(made: Template) -> bytes:
    return write_template(made)


def headers(sheet: Any, row: int) -> dict[str, int]:
    """The columns of a sheet by header, without what stands in brackets."""
    cells = {cell.value: cell.column for cell in sheet[row] if cell.value}
    return {
        text if str(text).startswith("是否") else str(text).split("（")[0]: column for text, column in cells.items()
    }


def lines(opened: Any) -> dict[Key, int]:
    """The rows of 指标填报 by (indicator id, stage, year)."""
    sheet = opened[FIGURES]
    at = headers(sheet, TIDY_HEADER)
    found: dict[Key, int] = {}
    for row in range(TIDY_HEADER + 1, sheet.max_row + 1):
        year = sheet.cell(row, at["年份"]).value
        if year is not None:
            indicator = vocabulary().indicator(sheet.cell(row, at["指标"]).value)
            assert indicator is not None
            key = (indicator.id, sheet.cell(row, at["学段"]).value or indicator.stage or "", int(year))
            assert key not in found or sheet.cell(row, at["地区"]).value != sheet.cell(found[key], at["地区"]).value
            found.setdefault(key, row)
    return found


def tasks(opened: Any) -> dict[str, int]:
    """The rows of 里程碑与佐证 by folded name."""
    sheet = opened[TASKS]
    at = headers(sheet, TIDY_HEADER)["事项"]
    return {fold_name(sheet.cell(row, at).value): row for row in range(TIDY_HEADER + 1, sheet.max_row + 1)}


def put(sheet: Any, row: int, column: int, text: str, how: str = "plain") -> None:
    """Writes a figure as a person might: see WAYS."""
    cell = sheet.cell(row, column)
    plain = text.replace(".", "", 1).isdecimal()
    if how == "percent" and plain:
        cell.value, cell.number_format = float(Decimal(text) / 100), "0.00%"
    elif how == "text" or not plain:
        cell.value = f"{text} "
    elif how == "wide":
        cell.value = text.translate({ord(sign): chr(ord(sign) + 0xFEE0) for sign in "0123456789."})
    elif how == "thousands":
        whole, point, rest = text.partition(".")
        cell.value = f"{int(whole):,}{point}{rest}"
    else:
        cell.value = float(text) if "." in text else int(text)


WAYS = ("plain", "percent", "text", "wide", "thousands")


def read(folder: Path, opened: Any, name: str = "填报表.xlsx") -> Dataset:
    """The dataset of a filled workbook, read as `check` reads it."""
    opened.save(folder / name)
    return read_files([folder / name], vocabulary())


def sheet_of(opened: Any, title: str) -> tuple[Any, dict[str, int]]:
    """A sheet of figures or tasks, and its columns by header."""
    return opened[title], headers(opened[title], TIDY_HEADER)


def codes(dataset: Dataset) -> list[tuple[str, str]]:
    """What was found: the code, and sheet!cell of the first place."""
    places = [(d.code, str(d.spans[0]).split("!", 1)[-1]) for d in dataset.diagnostics]
    assert all(d.hint for d in dataset.diagnostics)
    return places


def judged(dataset: Dataset, region: str, year: int, only: Sequence[str] | None = None) -> Assessment:
    """The assessment by both engines."""
    return assess(book(), dataset, region, year, only=only)


def shorn(made: Assessment) -> list[tuple[object, ...]]:
    """Everything the verdicts say, but where the figures stood."""
    return [
        (
            v.pack, v.target, v.stage, v.entity, v.verdict, v.value, v.shown, v.limit, v.unit, v.gap, v.short, v.flags, v.path,
            v.note, tuple((r.label, r.value, r.right, r.status, r.verdict, r.primary, r.doubts, r.note) for r in v.readings),
        )
        for v in made.verdicts
    ]  # fmt: skip


def csv_rows(name: str) -> Iterator[Mapping[str, str]]:
    """The rows of a table of the samples."""
    import csv

    with (ROOT / "inputs" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def csv_dataset(folder: Path, *tables: Sequence[Mapping[str, str]], defaults: Defaults = Defaults()) -> Dataset:  # noqa: B008
    """The dataset of rows given as CSV, a file a table."""
    from national_helpers import text_of

    paths = []
    for number, rows in enumerate(tables):
        paths.append(folder / f"{number}.csv")
        paths[-1].write_text(text_of(rows), encoding="utf-8")
    made = read_files(paths, vocabulary(), defaults)
    assert not [str(d) for d in made.diagnostics if d.is_error]
    return made


def fill_school(opened: Any, title: str, row: int, figures: Mapping[str, str], how: Callable[[], str]) -> None:
    """Writes a school's row by the columns' headers; what the sheet has no column for must not be there."""
    sheet = opened[title]
    at = headers(sheet, SCHOOL_HEADER)
    for header, text in figures.items():
        name = header if header.startswith("是否") else header.split("(")[0]
        if text:
            put(sheet, row, at[name], text, how())
