"""When a target is owed: by a year or a day, every year, both, no day at all, effective windows, outside the period."""

from pathlib import Path
from typing import Any

import pytest

from helpers import assessment, pack, row, target, verdict, verdicts

VALUE = "value: '>= 95 %'"

# lines beside the value, year, figure → verdict, due. The period is 2021—2025.
WHEN: list[Any] = [
    pytest.param("by: 2023", 2022, "90", "pending", False, id="by-year-not-due"),
    pytest.param("by: 2023", 2022, "95", "met", False, id="by-year-met-early"),
    pytest.param("by: 2023", 2023, "94", "not_met", True, id="by-year-due"),
    pytest.param("by: 2023", 2024, "94", "not_met", True, id="by-year-still-owed-after"),
    pytest.param("by: 2023-06-30", 2022, "94", "pending", False, id="by-day-not-due"),
    pytest.param("by: 2023-06-30", 2023, "94", "not_met", True, id="by-day-due-in-its-year"),
    pytest.param("", 2024, "94", "pending", False, id="without-a-day-due-with-the-period"),
    pytest.param("", 2025, "94", "not_met", True, id="without-a-day-due-in-the-last-year"),
    pytest.param("every: year", 2021, "94", "not_met", True, id="every-year-from-the-first"),
    pytest.param("every: year", 2025, "95", "met", True, id="every-year-to-the-last"),
    pytest.param("every: year", 2020, "94", "pending", False, id="base-year-owes-nothing"),
    pytest.param("every: year", 2020, "95", "met", False, id="base-year-can-be-met"),
    pytest.param("every: year", 2020, None, "no_data", False, id="base-year-without-data"),
    pytest.param("every: year\nby: 2023", 2022, "94", "not_met", True, id="every-year-until"),
    pytest.param("every: year\nby: 2023", 2023, "94", "not_met", True, id="every-year-until-inclusive"),
    pytest.param("by: 2020", 2020, "94", "pending", False, id="nothing-is-owed-before-the-first-year"),
]


@pytest.mark.parametrize(("when", "year", "figure", "expected", "due"), WHEN)
def test_when_a_figure_is_owed(
    tmp_path: Path, when: str, year: int, figure: str | None, expected: str, due: bool
) -> None:
    rows = [row(year, "覆盖率", figure)] if figure else []
    found = verdict(tmp_path, f"{VALUE}\n{when}", rows, year)
    assert (found.verdict, found.due) == (expected, due)


def test_a_yearly_duty_with_an_end_yields_no_verdict_after_it(tmp_path: Path) -> None:
    targets = [target(f"{VALUE}\nevery: year\nby: 2023", "until"), target(f"{VALUE}\nevery: year", "always")]
    made = assessment(tmp_path, [pack(targets)], [row(2024, "覆盖率", 94)], 2024)
    assert verdicts(made) == {"plan/always": "not_met"}
    assert made.incomplete == ()


def test_a_standard_without_an_end_is_owed_every_year(tmp_path: Path) -> None:
    packs = [pack([target(VALUE)], period=(2017, None))]
    made = assessment(tmp_path, packs, [row(2031, "覆盖率", 94)], 2031)
    assert [(v.verdict, v.by, v.due) for v in made.verdicts] == [("not_met", None, True)]


@pytest.mark.parametrize("year", [2019, 2026], ids=["two-years-before", "year-after"])
def test_outside_its_period_a_document_binds_nothing_and_the_run_is_incomplete(tmp_path: Path, year: int) -> None:
    made = assessment(tmp_path, [pack([target(VALUE)])], [row(year, "覆盖率", 94)], year)
    assert (made.verdicts, made.incomplete) == ((), ("*",))
    assert [(info.id, info.in_force, info.verdicts) for info in made.packs] == [("plan", False, 0)]


WINDOWS: list[Any] = [
    pytest.param("2022-01-01", "null", 2021, False, id="before-it-starts"),
    pytest.param("2022-12-31", "null", 2022, True, id="starts-on-the-last-day"),
    pytest.param("2023-01-01", "null", 2022, False, id="starts-a-day-later"),
    pytest.param("2021-01-01", "'2022-12-31'", 2022, True, id="ends-on-the-last-day"),
    pytest.param("2021-01-01", "'2022-12-30'", 2022, False, id="ends-a-day-before"),
    pytest.param("2021-01-01", "'2022-12-31'", 2023, False, id="after-its-end"),
]


@pytest.mark.parametrize(("start", "until", "year", "bound"), WINDOWS)
def test_effective_window(tmp_path: Path, start: str, until: str, year: int, bound: bool) -> None:
    window = f"{VALUE}\nevery: year\neffective: {{from: '{start}', until: {until}}}"
    targets = [target(window, "windowed"), target(VALUE, "always")]
    made = assessment(tmp_path, [pack(targets)], [row(year, "覆盖率", 94)], year)
    assert ("plan/windowed" in verdicts(made)) == bound


def test_every_binding_target_yields_one_verdict_in_document_order(tmp_path: Path) -> None:
    targets = [target(VALUE, "a"), target("attest: 规划合理", "b", None), target(VALUE, "c", "enrolment")]
    made = assessment(tmp_path, [pack(targets, "one"), pack(targets, "two", "000000")], [], 2025)
    assert [f"{v.pack}/{v.target}" for v in made.verdicts] == ["two/a", "two/b", "two/c", "one/a", "one/b", "one/c"]
    assert made.counts == {"unverified": 2, "no_data": 4}
