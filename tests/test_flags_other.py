"""口径不一 and 预计: other ways to compute a figure, and figures that are no results yet."""

from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

FORM = "value: '>= 80 %'"
REGISTERED = FORM + "\nformula: registered"


def counts(inclusive: int, enrolled: int | None, registered: int | None) -> list[tuple[str, ...]]:
    rows = [row(2025, "普惠幼儿数", inclusive)]
    rows += [row(2025, "在园幼儿数", enrolled)] if enrolled is not None else []
    return [*rows, *([row(2025, "户籍幼儿数", registered)] if registered is not None else [])]


# form, counts → verdict, value, flags
VARIANTS: list[Any] = [
    pytest.param(FORM, counts(80, 100, 120), "met", "80", ("disputed",), id="the-other-formula-misses"),
    pytest.param(FORM, counts(80, 100, 90), "met", "80", (), id="both-formulas-meet"),
    pytest.param(FORM, counts(70, 100, 80), "not_met", "70", ("disputed",), id="the-other-formula-meets"),
    pytest.param(REGISTERED, counts(70, 100, 80), "met", "87.5", ("disputed",), id="the-named-formula-settles"),
    pytest.param(FORM, counts(80, 100, None), "met", "80", (), id="the-other-formula-has-no-data"),
    pytest.param(FORM, counts(80, None, 100), "no_data", None, (), id="only-the-other-formula-has-data"),
    pytest.param(REGISTERED, counts(80, 100, None), "no_data", None, (), id="the-named-formula-has-no-data"),
    pytest.param(FORM, [*counts(80, None, 120), row(2025, "普惠率", 85)], "met", "85", ("disputed",), id="a-reported-figure-settles"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "rows", "expected", "value", "flags"), VARIANTS)
def test_formula_variants(
    tmp_path: Path, form: str, rows: list[tuple[str, ...]], expected: str, value: str | None, flags: tuple[str, ...]
) -> None:
    found = verdict(tmp_path, form, rows, indicator="share")
    assert (found.verdict, found.value, found.flags) == (expected, value, flags)


def test_every_formula_is_shown_with_its_inputs(tmp_path: Path) -> None:
    found = verdict(tmp_path, FORM, counts(80, 100, 120), indicator="share")
    reads = [(read.label, read.value, read.verdict, read.primary) for read in found.readings]
    assert reads == [("计算", "80", "met", True), ("registered", "66.666667", "not_met", False)]
    assert [given.name for given in found.readings[1].inputs] == ["普惠幼儿数", "户籍幼儿数"]
    assert [place.cell for place in found.readings[1].origin] == ["F2", "F4"]


def test_a_figure_of_another_formula_is_shown_though_it_settles_nothing(tmp_path: Path) -> None:
    found = verdict(tmp_path, FORM, counts(80, None, 100), indicator="share")
    assert [(read.label, read.primary) for read in found.readings] == [("registered", False)]
    assert "口径" in found.note


# status, figure, year → verdict, flags. The target is >= 80 % by 2025 from 60 % in 2020.
STATUSES: list[Any] = [
    pytest.param("", "80", 2025, "met", (), id="blank-is-actual"),
    pytest.param("实际", "80", 2025, "met", (), id="actual"),
    pytest.param("预计", "99", 2025, "unverified", ("estimated",), id="estimate-never-meets"),
    pytest.param("计划", "99", 2025, "unverified", ("estimated",), id="plan-never-meets"),
    pytest.param("预计", "79", 2025, "not_met", ("estimated",), id="estimate-that-misses"),
    pytest.param("预计", "99", 2022, "unverified", ("estimated",), id="estimate-never-meets-early"),
    pytest.param("预计", "70", 2022, "on_track", ("estimated", "customary"), id="estimate-on-its-path"),
    pytest.param("预计", "60", 2022, "behind", ("estimated", "customary"), id="estimate-behind"),
]


@pytest.mark.parametrize(("status", "figure", "year", "expected", "flags"), STATUSES)
def test_status(tmp_path: Path, status: str, figure: str, year: int, expected: str, flags: tuple[str, ...]) -> None:
    form = "value: '>= 80 %'\nby: 2025\nbaseline: {2020: 60}"
    found = verdict(tmp_path, form, [row(year, "覆盖率", figure, status=status)], year)
    assert (found.verdict, found.flags) == (expected, flags)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([row(2025, "普惠幼儿数", 85, status="预计"), row(2025, "在园幼儿数", 100)], "unverified", id="one-estimated-count"),
        pytest.param([row(2025, "普惠幼儿数", 85), row(2025, "在园幼儿数", 100)], "met", id="both-actual"),
    ],
)  # fmt: skip
def test_a_computed_figure_is_as_good_as_its_weakest_count(
    tmp_path: Path, rows: list[tuple[str, ...]], expected: str
) -> None:
    found = verdict(tmp_path, FORM, rows, indicator="share")
    assert (found.verdict, "estimated" in found.flags) == (expected, expected == "unverified")


def test_an_actual_report_beats_a_figure_computed_from_estimates(tmp_path: Path) -> None:
    rows = [row(2025, "普惠幼儿数", 70, status="预计"), row(2025, "在园幼儿数", 100), row(2025, "普惠率", 85)]
    found = verdict(tmp_path, FORM, rows, indicator="share")
    assert (found.verdict, found.value, found.flags) == ("met", "85", ())


def test_a_figure_computed_from_actual_counts_beats_an_estimate(tmp_path: Path) -> None:
    rows = [row(2025, "普惠幼儿数", 84), row(2025, "在园幼儿数", 100), row(2025, "普惠率", 90, status="预计")]
    found = verdict(tmp_path, FORM, rows, indicator="share")
    assert (found.verdict, found.value, found.flags) == ("met", "84", ())


def test_growth_on_an_estimated_base_is_estimated(tmp_path: Path) -> None:
    rows = [row(2024, "财政拨款", 100, status="预计"), row(2025, "财政拨款", 120)]
    found = verdict(tmp_path, "growth: '>= 10 %'\nmode: each\nevery: year", rows, indicator="funds")
    assert (found.verdict, found.flags) == ("unverified", ("estimated",))
