"""Whatever part of a 填报表 is filled, however it is typed: exactly that is read, value for value."""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from dabiao.inputs.template.model import FIGURES, SCHOOLS, Line, Template
from dabiao.quantity import exact_decimal, parse_unit
from national_helpers import ACCESS, BALANCE, vocabulary
from template_helpers import DONGLI, SAMPLE, SCHOOL_HEADER, WAYS, lines, put, read, sheet_of, template, workbook

LOCAL: Template = template(DONGLI, 2023, only=["dongli-plan-2021"])
STANDARD: Template = template(SAMPLE, 2024, only=[BALANCE, ACCESS])


@st.composite
def figures(draw: st.DrawFn, line: Line) -> tuple[str, str]:
    """A figure a cell takes, as decimal text, and a way to type it."""
    low = Fraction(line.cell.low or 0)
    high = Fraction(line.cell.high or 10**9)
    places = 0 if line.cell.kind == "whole" else draw(st.integers(0, 4))
    number = draw(st.integers(int(low * 10**places), int(high * 10**places)))
    ways = [way for way in WAYS if way != "percent" or line.unit == "%"]
    text = exact_decimal(Fraction(number, 10**places))
    assert text is not None
    return text, draw(st.sampled_from(ways))


def drawn(data: st.DataObject, made: Template) -> list[tuple[Line, str, str]]:
    """Some of the lines, each with a figure and a way to type it."""
    asked = [line for block in made.blocks for line in block.lines]
    chosen = data.draw(st.lists(st.sampled_from(asked), unique_by=id, max_size=40))
    return [(line, *data.draw(figures(line))) for line in chosen]


@settings(max_examples=8, deadline=None)
@given(data=st.data(), made=st.sampled_from([LOCAL, STANDARD]))
def test_exactly_the_figures_that_are_filled_are_read(data: st.DataObject, made: Template) -> None:
    opened = workbook(made)
    sheet, at = sheet_of(opened, FIGURES)
    rows = lines(opened)
    expected = {}
    for line, text, way in drawn(data, made):
        indicator = vocabulary().indicator(line.name)
        assert indicator is not None
        put(sheet, rows[indicator.id, line.stage, line.year], at["数值"], text, way)
        value = Fraction(text) * parse_unit(line.unit).factor_to(indicator.unit)
        expected[indicator.id, line.stage or None, line.year] = value
    with TemporaryDirectory() as folder:
        dataset = read(Path(folder), opened)
    told = {(o.indicator, o.stage, o.period.end): o.value for o in dataset.observations}
    assert told == expected
    assert len(dataset.observations) == len(expected)
    assert {o.region for o in dataset.observations} <= {made.cover.region}
    # a share of nought point something may be meant as a part of one, and an empty workbook is only empty
    assert {d.code for d in dataset.diagnostics} <= {"INP430", "INP409"}


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_exactly_what_schools_report_is_read(data: st.DataObject) -> None:
    """Schools in any rows, with any of the columns filled; the flags and noughts of their type come besides."""
    opened: Any = workbook(STANDARD)
    (roster,) = [roster for roster in STANDARD.rosters if roster.sheet == SCHOOLS]
    sheet = opened[SCHOOLS]
    counted = [n for n, column in enumerate(roster.columns, start=1) if column.cell.kind in ("whole", "decimal")]
    at = data.draw(st.lists(st.integers(SCHOOL_HEADER + 1, SCHOOL_HEADER + 120), unique=True, min_size=1, max_size=6))
    expected = {}
    for row in at:
        sheet.cell(row, 1).value = f"示例{row}校 "
        sheet.cell(row, 3).value = "十二年一贯制"
        for column in data.draw(st.lists(st.sampled_from(counted), unique=True, max_size=12)):
            number, way = (
                data.draw(st.integers(0, 10**7)),
                data.draw(st.sampled_from(["plain", "text", "wide", "thousands"])),
            )
            put(sheet, row, column, str(number), way)
            factor = 10000 if "万元" in roster.columns[column - 1].header else 1
            expected[f"{get_column_letter(column)}{row}"] = (f"示例{row}校", Fraction(number * factor))
    with TemporaryDirectory() as folder:
        dataset = read(Path(folder), opened)
    assert dataset.diagnostics == ()
    types = {f"C{row}" for row in at}
    told = {o.origin.cell: (o.entity, o.value) for o in dataset.observations if o.origin.cell not in types}
    assert told == expected
    assert {o.period.end for o in dataset.observations} == {STANDARD.cover.year}
