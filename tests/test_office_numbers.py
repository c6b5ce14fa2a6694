"""Every number of the Excel and Word reports is the JSON's: read back, and compared as exact decimals."""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess.assessment import Assessment, Verdict, to_json
from dabiao.quantity.rounding import shown_decimal
from dabiao.reports import xlsx
from dabiao.reports._prose import figure
from dabiao.reports.xlsx._numbers import exact_number
from office_helpers import COUNTY, DONGLI, SAMPLE_YEAR, book, opened, read, report_bytes, rows, sample, sheet_of, told
from report_sample import assessment
from report_sample import figure as figure_of

NAMES = [DONGLI, SAMPLE_YEAR, COUNTY]
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# columns whose numbers count rows or schools
COUNTED = {"序号", "学校数"}


def exactly(value: Any) -> Decimal | None:
    """A cell as the decimal it holds: a number by its shortest text."""
    return None if value is None else Decimal(str(value))


def decimal(text: str | None) -> Decimal | None:
    """A number of the JSON."""
    return None if text is None else Decimal(text)


@pytest.mark.parametrize("name", NAMES)
def test_the_details_hold_the_json_numbers(name: str) -> None:
    for row, verdict in zip(rows(sheet_of(book(name), "明细")), sample(name).verdicts, strict=True):
        low, high = verdict.limit if isinstance(verdict.limit, tuple) else (verdict.limit, None)
        year, base = verdict.baseline or (None, None)
        for column, expected in (
            ("限值", low), ("限值上限", high), ("差距", verdict.gap), ("本年应到", verdict.path), ("基数", base),
            ("基数年份", None if year is None else str(year)), ("年份", str(verdict.year)),
        ):  # fmt: skip
            assert exactly(row[column]) == decimal(expected), (verdict.target, column)
        assert row["显示值"] == verdict.shown
        if verdict.shown is not None and verdict.shown.endswith("以上"):
            assert row["本年数值"] == f"{verdict.shown} {verdict.unit}"
        else:
            assert exactly(row["本年数值"]) == decimal(verdict.value)


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_shown_at_the_decimals_of_the_json(name: str) -> None:
    sheet = sheet_of(book(name), "明细")
    titles = [cell.value for cell in sheet[1]]
    for row, verdict in zip(sheet.iter_rows(min_row=2), sample(name).verdicts, strict=True):
        cell = row[titles.index("本年数值")]
        if isinstance(cell.value, int | float) and verdict.shown is not None and verdict.value is not None:
            places = len(cell.number_format.partition(".")[2])
            assert shown_decimal(Fraction(verdict.value), places) == verdict.shown


@pytest.mark.parametrize("name", NAMES)
def test_no_number_of_the_workbook_is_the_workbooks_own(name: str) -> None:
    known = {Decimal(text) for text in numbers_in(to_json(sample(name)))}
    for sheet_name, head in (("自评表", 2), ("差异系数", 2), ("差异系数-各校", 1), ("问题清单", 2), ("整改台账", 2)):
        for row in rows(sheet_of(book(name), sheet_name), head):
            for column, value in row.items():
                if column not in COUNTED and isinstance(value, int | float):
                    assert abs(Decimal(str(value))) in known, (sheet_name, column, value)


def test_schools_hold_the_json_numbers() -> None:
    verdicts = {(v.indicator_name, v.entity, v.stage): v for v in sample(COUNTY).verdicts if v.entity}
    checked = 0
    for name, width in (("学校×指标", 4), ("学校×其他指标", 3)):
        sheet = sheet_of(book(COUNTY), name)
        for row in sheet.iter_rows(min_row=4):
            school, stage = str(row[1].value), None if row[2].value is None else str(row[2].value)
            for at in range(3, len(row) - width + 1, width):
                title = re.sub(r"（[^（]*）$", "", str(sheet.cell(2, at + 1).value))
                verdict = verdicts.get((title, school, stage))
                if verdict is not None and row[at + width - 2].value is not None:
                    assert exactly(row[at + width - 3].value) == decimal(str(verdict.limit))
                    assert exactly(row[at + width - 2].value) == decimal(verdict.value)
                    checked += 1
    assert checked == sum(verdict.form != "group" for verdict in verdicts.values())


def test_coefficients_hold_the_json_numbers() -> None:
    found = [verdict for verdict in sample(COUNTY).verdicts if verdict.form == "cv"]
    spreads = [verdict.spread for verdict in found if verdict.spread is not None]
    assert len(spreads) == 14
    for row, verdict, spread in zip(rows(sheet_of(book(COUNTY), "差异系数"), 2), found, spreads, strict=False):
        shown = [exactly(row[title]) for title in ("平均值 X̄", "标准差 S", "差异系数", "不高于", "超出")]
        texts = (spread.mean, spread.deviation, verdict.value, str(verdict.limit), verdict.gap)
        assert shown == [decimal(text) for text in texts]
    schools = [school for spread in spreads for school in spread.schools]
    for row, school in zip(rows(sheet_of(book(COUNTY), "差异系数-各校")), schools, strict=True):
        assert row["学校"] == school.entity
        shown = [exactly(row[title]) for title in ("本校数值", "学生数", "占差异的（%）")]
        assert shown == [Decimal(text) for text in (school.value, school.students, school.share)]
        assert row["算式"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=6))
@settings(deadline=None, max_examples=300)
def test_a_number_cell_has_the_shortest_text_of_the_decimal(value: Decimal) -> None:
    number = exact_number(f"{value:f}")
    digits = len(f"{abs(value):f}".replace(".", "").strip("0"))
    assert (number is None) == (digits > 15)
    if number is not None:
        assert Decimal(repr(number)) == value
        # xlsxwriter writes sixteen significant digits; they are read back as the same number
        assert float(f"{number:.16G}") == number


def test_a_figure_with_more_digits_than_a_double_is_text() -> None:
    found = assessment(
        figure_of("经费", "met", "123456789012345678.123456", "1", shown="123456789012345678.12", unit="元")
    )
    row = rows(sheet_of(opened(xlsx.render(found)), "明细"))[0]
    assert row["本年数值"] == "123456789012345678.123456"


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_the_word_report_is_told(name: str) -> None:
    """Forward: each verdict with a figure, and each that is not met, stands in the report with the JSON's own number."""
    texts = told(read(report_bytes(name)))
    for verdict in sample(name).verdicts:
        if verdict.value is None or (verdict.entity and verdict.verdict == "met"):
            continue
        shown = figure(verdict).removeprefix("-") if verdict.form == "change" else figure(verdict)
        title = verdict.entity or verdict.indicator_name.replace("7 项", "7项")
        found = [text for text in texts if title in text]
        expected = "持平" if verdict.form == "change" and Fraction(verdict.value) == 0 else shown
        assert any(expected in text for text in found), (verdict.target, expected)


@pytest.mark.parametrize("name", NAMES)
def test_no_number_of_the_word_report_is_its_own(name: str) -> None:
    """Backward: each number of the report is one of the JSON's, as it stands or rounded once, or counts what it lists."""
    found = sample(name)
    known = {Decimal(text) for text in numbers_in(to_json(found))} | set(rounded(found))
    # rows, items and schools counted; the leading zero of a month
    known |= {Decimal(number) for number in range(len(found.verdicts) + 1)}
    for text in told(read(report_bytes(name))):
        strays = [number for number in NUMBER.findall(text) if Decimal(number) not in known]
        assert not strays, (strays, text)


def numbers_in(node: Any) -> Iterator[str]:
    """Every run of digits of a JSON value's texts and numbers, keys left out."""
    if isinstance(node, dict):
        for part in node.values():
            yield from numbers_in(part)
    elif isinstance(node, list):
        for part in node:
            yield from numbers_in(part)
    elif not isinstance(node, bool) and node is not None:
        text = node if isinstance(node, str) else json.dumps(node)
        yield from NUMBER.findall(text)


def rounded(found: Assessment) -> Iterable[Decimal]:
    """The figures of the verdicts and their readings, rounded once to fewer decimals."""
    for verdict in found.verdicts:
        for text in figures(verdict):
            for places in range(7):
                yield abs(Decimal(shown_decimal(Fraction(text), places)))


def figures(verdict: Verdict) -> Iterator[str]:
    """All figures of a verdict."""
    limits = verdict.limit if isinstance(verdict.limit, tuple) else (verdict.limit,)
    readings = [text for reading in verdict.readings for text in (reading.value, reading.right)]
    yield from (text for text in (verdict.value, verdict.gap, verdict.path, *limits, *readings) if text is not None)
