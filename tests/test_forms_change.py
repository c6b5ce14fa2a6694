"""The form change: against the year before, and against a base year times the years elapsed."""

from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

FALL = "change: '<= -0.5 百分点'\nfrom: previous\nevery: year"
FALL_AT_ALL = "change: '< 0 个'\nfrom: previous\nevery: year"
RISE_AT_ALL = "change: '> 0 百分点'\nfrom: previous\nevery: year"
SINCE_2020 = "change: '>= 2 百分点'\nfrom: 2020\nevery: year"

# form, indicator id, indicator name, {year: figure} → verdict in 2022, value, gap
CASES: list[Any] = [
    pytest.param(FALL, "覆盖率", {2021: "8", 2022: "7.5"}, "met", "-0.5", "0", id="fell-by-exactly-half-a-point"),
    pytest.param(FALL, "覆盖率", {2021: "8", 2022: "7.51"}, "not_met", "-0.49", "0.01", id="fell-by-too-little"),
    pytest.param(FALL, "覆盖率", {2021: "8", 2022: "9"}, "not_met", "1", "1.5", id="rose-instead"),
    pytest.param(FALL, "覆盖率", {2022: "7"}, "no_data", None, None, id="no-figure-the-year-before"),
    pytest.param(FALL, "覆盖率", {2021: "7"}, "no_data", None, None, id="no-figure-this-year"),
    pytest.param(
        FALL, "覆盖率", {2020: "9", 2022: "7"}, "no_data", None, None, id="the-year-before-the-last-does-not-serve"
    ),
    pytest.param(FALL, "覆盖率", {2021: "8以上", 2022: "7"}, "met", "-1", "0", id="fell-from-at-least-8"),
    pytest.param(FALL, "覆盖率", {2021: "8以下", 2022: "7"}, "unverified", "-1", "0", id="fell-from-8-or-less"),
    pytest.param(FALL_AT_ALL, "大班额数", {2021: "3", 2022: "2"}, "met", "-1", "0", id="one-class-fewer"),
    pytest.param(FALL_AT_ALL, "大班额数", {2021: "3", 2022: "3"}, "not_met", "0", "0", id="no-class-fewer"),
    pytest.param(
        FALL_AT_ALL, "大班额数", {2021: "0", 2022: "0"}, "not_applicable", "0", None, id="none-left-to-remove"
    ),
    pytest.param(RISE_AT_ALL, "覆盖率", {2021: "100", 2022: "100"}, "not_applicable", "0", None, id="no-room-to-rise"),
    pytest.param(
        RISE_AT_ALL, "覆盖率", {2021: "0", 2022: "0"}, "not_met", "0", "0", id="at-the-other-end-of-the-scale"
    ),
    pytest.param(
        SINCE_2020, "覆盖率", {2020: "60", 2022: "64"}, "met", "4", "0", id="two-points-a-year-over-two-years"
    ),
    pytest.param(
        SINCE_2020, "覆盖率", {2020: "60", 2022: "63.9"}, "not_met", "3.9", "0.1", id="too-little-over-two-years"
    ),
    pytest.param(
        SINCE_2020, "覆盖率", {2021: "60", 2022: "90"}, "no_data", None, None, id="no-figure-of-the-base-year"
    ),
]
IDS = {"覆盖率": "coverage", "大班额数": "oversized"}


@pytest.mark.parametrize(("form", "name", "figures", "expected", "value", "gap"), CASES)
def test_change(
    tmp_path: Path, form: str, name: str, figures: dict[int, str], expected: str, value: str | None, gap: str | None
) -> None:
    found = verdict(tmp_path, form, [row(y, name, f) for y, f in figures.items()], 2022, indicator=IDS[name])
    assert (found.verdict, found.value) == (expected, value)
    if gap is not None:
        assert found.gap == gap


def test_limit_shown_is_the_years_share_of_a_change_since_a_base_year(tmp_path: Path) -> None:
    rows = [row(2020, "覆盖率", "60"), row(2023, "覆盖率", "65")]
    found = verdict(tmp_path, SINCE_2020, rows, 2023)
    assert (found.limit, found.value, found.gap, found.verdict) == ("6", "5", "1", "not_met")


@pytest.mark.parametrize(
    ("figures", "expected"), [({}, "no_data"), ({2020: "60"}, "pending")], ids=["missing", "there"]
)
def test_the_base_year_itself_asks_for_no_change(tmp_path: Path, figures: dict[int, str], expected: str) -> None:
    rows = [row(y, "覆盖率", f) for y, f in figures.items()]
    found = verdict(tmp_path, SINCE_2020, rows, 2020)
    assert (found.verdict, found.due) == (expected, False)


def test_a_change_due_later_is_met_early_or_pending(tmp_path: Path) -> None:
    form = "change: '<= -1 百分点'\nfrom: 2020\nby: 2025"
    early = verdict(tmp_path / "early", form, [row(2020, "覆盖率", "8"), row(2022, "覆盖率", "6")], 2022)
    later = verdict(tmp_path / "later", form, [row(2020, "覆盖率", "8"), row(2022, "覆盖率", "7")], 2022)
    assert (early.verdict, later.verdict) == ("met", "pending")


def test_figures_in_different_units_are_brought_to_one(tmp_path: Path) -> None:
    rows = [row(2021, "财政拨款", "1.2", "亿元"), row(2022, "财政拨款", "12000.01", "万元")]
    found = verdict(tmp_path, "change: '> 0 元'\nfrom: previous\nevery: year", rows, 2022, indicator="funds")
    assert (found.verdict, found.value, found.unit) == ("met", "100", "元")


def test_each_formula_is_compared_with_itself(tmp_path: Path) -> None:
    rows = []
    for year, inclusive, enrolled, registered in ((2021, 60, 100, 80), (2022, 63, 100, 90)):
        rows += [
            row(year, "普惠幼儿数", inclusive),
            row(year, "在园幼儿数", enrolled),
            row(year, "户籍幼儿数", registered),
        ]
    form = "change: '>= 2 百分点'\nfrom: previous\nevery: year"
    found = verdict(tmp_path, form, rows, 2022, indicator="share")  # 60 → 63 %, and 75 → 70 % of the registered
    assert (found.verdict, found.value, found.flags) == ("met", "3", ("disputed",))
    assert [(read.label, read.value, read.primary) for read in found.readings] == [
        ("计算", "3", True),
        ("registered", "-5", False),
    ]


def test_the_years_compared_are_named(tmp_path: Path) -> None:
    rows = [row(2020, "覆盖率", "60"), row(2022, "覆盖率", "65"), row(2023, "覆盖率", "66")]
    since = verdict(tmp_path / "a", SINCE_2020, rows, 2023)
    previous = verdict(tmp_path / "b", FALL, rows, 2023)
    assert "2020" in since.note
    assert "3 年累计" in since.note
    assert "2022" in previous.note
    assert "累计" not in previous.note
