"""Transitional relaxations: in force while their condition holds, up to and including their last day."""

from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

FORM = """value: '>= 95 %'
every: year
relaxed: {when: 在校生数 < 100, until: '2023-12-31', value: '>= 80 %'}"""
OR_FORM = FORM.replace("在校生数 < 100", "在校生数 < 100 or 学校总数 <= 2")

# form, year, pupils, schools, figure → verdict, limit shown, whether the note explains
CASES: list[Any] = [
    pytest.param(FORM, 2022, ["99"], [], "80", "met", "80", "放宽", id="in-force"),
    pytest.param(FORM, 2022, ["99"], [], "79", "not_met", "80", "放宽", id="in-force-and-missed"),
    pytest.param(FORM, 2023, ["99"], [], "80", "met", "80", "放宽", id="last-day-included"),
    pytest.param(FORM, 2024, ["99"], [], "80", "not_met", "95", "", id="run-out"),
    pytest.param(FORM, 2022, ["100"], [], "80", "not_met", "95", "", id="condition-fails"),
    pytest.param(FORM, 2022, [], [], "80", "not_met", "95", "无法判断", id="condition-unknown"),
    pytest.param(FORM, 2022, [], [], "96", "met", "95", "", id="condition-unknown-and-met-anyway"),
    pytest.param(FORM, 2022, ["99", "99"], [], "80", "met", "80", "放宽", id="the-same-figure-twice"),
    pytest.param(FORM, 2022, ["99", "500"], [], "80", "not_met", "95", "无法判断", id="two-figures-first-one-relaxes"),
    pytest.param(FORM, 2022, ["500", "99"], [], "80", "not_met", "95", "无法判断", id="two-figures-second-one-relaxes"),
    pytest.param(FORM, 2022, ["98", "99"], [], "80", "met", "80", "放宽", id="two-figures-that-both-relax"),
    pytest.param(FORM, 2022, ["100", "500"], [], "80", "not_met", "95", "", id="two-figures-neither-relaxes"),
    pytest.param(FORM, 2022, ["99以上"], [], "80", "not_met", "95", "无法判断", id="a-figure-known-from-one-side"),
    pytest.param(OR_FORM, 2022, [], ["2"], "80", "met", "80", "放宽", id="one-side-of-an-or"),
    pytest.param(OR_FORM, 2022, [], ["3"], "80", "not_met", "95", "无法判断", id="the-other-side-unknown"),
]


@pytest.mark.parametrize(("form", "year", "pupils", "schools", "figure", "expected", "limit", "note"), CASES)
def test_relaxed(
    tmp_path: Path,
    form: str,
    year: int,
    pupils: list[str],
    schools: list[str],
    figure: str,
    expected: str,
    limit: str,
    note: str,
) -> None:
    rows = [*(row(year, "在校生数", v) for v in pupils), *(row(year, "学校总数", v) for v in schools)]
    found = verdict(tmp_path, form, [*rows, row(year, "覆盖率", figure)], year)
    assert (found.verdict, found.limit) == (expected, limit)
    assert (note in found.note) if note else not found.note


def test_planned_pupils_do_not_relax(tmp_path: Path) -> None:
    rows = [row(2022, "在校生数", 99, status="计划"), row(2022, "覆盖率", "80")]
    assert verdict(tmp_path, FORM, rows, 2022).verdict == "not_met"


def test_a_relaxed_limit_in_another_unit_is_shown_in_the_targets(tmp_path: Path) -> None:
    rows = [row(2022, "在校生数", 99), row(2022, "覆盖率", "79", "%")]
    found = verdict(tmp_path, FORM.replace(">= 80 %", ">= 0.8 比"), rows, 2022)
    assert (found.verdict, found.limit, found.value, found.unit, found.gap) == ("not_met", "80", "79", "%", "1")
