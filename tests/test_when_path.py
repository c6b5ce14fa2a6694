"""The years before a target is due: linear, step and explicit paths, and the customary linear one."""

from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

RISE = "value: '>= 83 %'\nby: 2025\nbaseline: {2020: 68}"  # 3 points a year: 71, 74, 77, 80, 83
FALL = "value: '<= 5 %'\nby: 2025\nbaseline: {2020: 15}"  # 2 points a year: 13, 11, 9, 7, 5
ABOVE = "value: '> 99 %'\nby: 2025\nbaseline: {2020: 94}"  # 95, 96, 97, 98, then more than 99
KEPT = "value: '> 99 %'\nby: 2025\nbaseline: {2020: 100}"
THIRDS = "value: '>= 90 %'\nby: 2023\nbaseline: {2020: 80}"  # 83 1/3, 86 2/3, 90
BAND = "value: 80..90 %\nby: 2025\nbaseline: {2020: 70}"  # 72, 74, 76, 78, 80
WIDE = "value: ~ 80 %\ntolerance: 10 %\nby: 2025\nbaseline: {2020: 62}"  # to 72: 64, 66, 68, 70
FREE = "value: ~ 80 %\nby: 2025\nbaseline: {2020: 62}"
STEP = RISE + "\npath: step"
LINEAR = RISE + "\npath: linear"
EXPLICIT = "value: '>= 83 %'\nby: 2025\npath: {2022: 72, 2024: 80}"
OLD_BASE = "value: '>= 83 %'\nby: 2025\nbaseline: {2015: 63}"  # 2 points a year from 2015: 2022 → 77

# form, year, figure → verdict, path, customary
PATHS: list[Any] = [
    pytest.param(RISE, 2022, "74", "on_track", "74", True, id="rise-on-the-path"),
    pytest.param(RISE, 2022, "73.99", "behind", "74", True, id="rise-a-hair-behind"),
    pytest.param(RISE, 2022, "83", "met", "74", False, id="rise-met-early"),
    pytest.param(RISE, 2025, "82.9", "not_met", None, False, id="rise-due"),
    pytest.param(RISE, 2020, "68", "on_track", "68", True, id="base-year-stands-on-its-baseline"),
    pytest.param(RISE, 2020, "67", "behind", "68", True, id="base-year-below-its-baseline"),
    pytest.param(RISE, 2022, "74以上", "on_track", "74", True, id="at-least-on-the-path"),
    pytest.param(RISE, 2022, "73以上", "unverified", "74", False, id="at-least-below-the-path"),
    pytest.param(RISE, 2022, "73以下", "behind", "74", True, id="at-most-below-the-path"),
    pytest.param(LINEAR, 2022, "74", "on_track", "74", False, id="stated-linear-is-not-customary"),
    pytest.param(LINEAR, 2022, "73", "behind", "74", False, id="stated-linear-behind"),
    pytest.param(FALL, 2022, "11", "on_track", "11", True, id="fall-on-the-path"),
    pytest.param(FALL, 2022, "11.01", "behind", "11", True, id="fall-a-hair-behind"),
    pytest.param(FALL, 2022, "5", "met", "11", False, id="fall-met-early"),
    pytest.param(ABOVE, 2022, "96", "on_track", "96", True, id="a-strict-limit-is-not-strict-on-the-way"),
    pytest.param(ABOVE, 2024, "99", "on_track", "98", True, id="on-the-strict-line-is-not-met-early"),
    pytest.param(KEPT, 2022, "99.5", "met", None, False, id="already-there"),
    pytest.param(KEPT, 2022, "99", "behind", None, True, id="lost-what-was-there"),
    pytest.param(THIRDS, 2021, "83.34", "on_track", "83.333333", True, id="a-third-of-the-way"),
    pytest.param(THIRDS, 2021, "83.333333333333", "behind", "83.333333", True, id="a-hair-below-a-third"),
    pytest.param(BAND, 2022, "74", "on_track", "74", True, id="band-from-below"),
    pytest.param(BAND, 2022, "73", "behind", "74", True, id="band-behind"),
    pytest.param(BAND, 2022, "91", "behind", "74", True, id="band-overshot"),
    pytest.param(BAND, 2022, "85", "met", "74", False, id="band-met-early"),
    pytest.param(WIDE, 2022, "66", "on_track", "66", True, id="about-heads-for-its-near-end"),
    pytest.param(WIDE, 2022, "65", "behind", "66", True, id="about-behind"),
    pytest.param(FREE, 2022, "80", "unverified", "69.2", False, id="about-without-tolerance-shows-its-path-only"),
    pytest.param(STEP, 2024, "68", "on_track", "68", False, id="step-holds-the-baseline"),
    pytest.param(STEP, 2024, "67.9", "behind", "68", False, id="step-below-the-baseline"),
    pytest.param(STEP, 2025, "68", "not_met", None, False, id="step-due"),
    pytest.param(EXPLICIT, 2021, "10", "pending", None, False, id="explicit-before-its-first-year"),
    pytest.param(EXPLICIT, 2022, "72", "on_track", "72", False, id="explicit-in-its-year"),
    pytest.param(EXPLICIT, 2023, "71", "behind", "72", False, id="explicit-between-its-years"),
    pytest.param(EXPLICIT, 2024, "79.9", "behind", "80", False, id="explicit-second-year"),
    pytest.param(OLD_BASE, 2022, "77", "on_track", "77", True, id="a-baseline-from-long-before"),
    pytest.param(OLD_BASE, 2022, "76", "behind", "77", True, id="behind-a-baseline-from-long-before"),
]


@pytest.mark.parametrize(("form", "year", "figure", "expected", "path", "customary"), PATHS)
def test_path(
    tmp_path: Path, form: str, year: int, figure: str, expected: str, path: str | None, customary: bool
) -> None:
    found = verdict(tmp_path, form, [row(year, "覆盖率", figure)], year)
    assert (found.verdict, found.path, "customary" in found.flags) == (expected, path, customary)


def test_gap_before_the_due_year_is_to_the_final_limit(tmp_path: Path) -> None:
    found = verdict(tmp_path, RISE, [row(2022, "覆盖率", "74")], 2022)
    assert (found.gap, found.limit, found.baseline) == ("9", "83", (2020, "68"))


def test_an_estimate_can_be_on_its_path_but_not_met_early(tmp_path: Path) -> None:
    on_path = verdict(tmp_path / "a", RISE, [row(2022, "覆盖率", "75", status="预计")], 2022)
    there = verdict(tmp_path / "b", RISE, [row(2022, "覆盖率", "85", status="预计")], 2022)
    assert (on_path.verdict, on_path.flags) == ("on_track", ("estimated", "customary"))
    assert (there.verdict, there.flags) == ("unverified", ("estimated",))
