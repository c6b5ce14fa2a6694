"""Boundary cases: for each form the figures on, just under and just over the threshold, and the verdicts the words promise."""

from pathlib import Path

import pytest

from bench_helpers import CASES, bench
from dabiao.testing import boundaries_hold, boundary_cases, missing_is_never_met, units_do_not_matter


@pytest.mark.parametrize(("form", "indicator", "year", "expected"), CASES)
def test_cases_of_each_form(
    tmp_path: Path, form: str, indicator: str | None, year: int, expected: dict[str, str]
) -> None:
    made = bench(tmp_path, form, indicator)
    cases = boundary_cases(made)
    assert made.year == year
    assert {case.label: case.expected for case in cases} == expected
    assert len(cases) == len(expected)


@pytest.mark.parametrize(("form", "indicator", "year", "expected"), CASES)
def test_every_engine_verdict_is_the_promised_one(
    tmp_path: Path, form: str, indicator: str | None, year: int, expected: dict[str, str]
) -> None:
    made = bench(tmp_path, form, indicator)
    broken = [*boundaries_hold(made), *units_do_not_matter(made), *missing_is_never_met(made)]
    assert [str(diagnostic) for diagnostic in broken] == []


def test_conditions_are_tried_on_both_sides_of_each_sign(tmp_path: Path) -> None:
    made = bench(
        tmp_path, "each: school\nwhere: 学生数 > 1000\nrequire: 专职心理教师 >= 1\nevery: year", "school-share"
    )
    cases = {case.label: case.expected for case in boundary_cases(made)}
    assert cases["学生数 1000、专职心理教师 0"] == "not_applicable"
    assert cases["学生数 1001、专职心理教师 0"] == "not_met"
    assert cases["学生数 1001、专职心理教师 1"] == "met"
    assert boundaries_hold(made) == []


def test_conditions_between_items_are_tried_on_the_line(tmp_path: Path) -> None:
    made = bench(tmp_path, "each: school\nrequire: 专职心理教师 * 1000 >= 学生数\nevery: year", "school-share")
    cases = {case.label: case.expected for case in boundary_cases(made)}
    assert cases["专职心理教师 1、学生数 1000"] == "met"
    assert cases["专职心理教师 1、学生数 1001"] == "not_met"


def test_a_relaxation_is_tried_in_its_last_year_with_and_without_its_condition(tmp_path: Path) -> None:
    made = bench(
        tmp_path,
        'value: ">= 90 %"\nevery: year\nrelaxed: {when: 学生数 < 500, until: 2023-12-31, value: ">= 85 %"}',
    )
    cases = {(case.year, case.label): case.expected for case in boundary_cases(made)}
    assert cases[2025, "90 %"] == "met"
    assert cases[2025, "89.9 %"] == "not_met"
    assert "met" in {v for (year, label), v in cases.items() if year == 2023 and label.startswith("85 %（学生数 499")}
    assert "not_met" in {
        v for (year, label), v in cases.items() if year == 2023 and label.startswith("85 %（学生数 500")
    }
    assert boundaries_hold(made) == []


@pytest.mark.parametrize(
    ("form", "code"),
    [('value: ">= 3 所"\nby: 2030', "TST604"), ('value: "< 0 所"\nby: 2025', "TST603")],
    ids=["never owed", "no possible figure is enough"],
)
def test_targets_that_can_not_be_met_are_found(tmp_path: Path, form: str, code: str) -> None:
    (found,) = boundaries_hold(bench(tmp_path, form, "schools"))
    assert found.code == code
    assert found.spans[0].line > 0
    assert "一 第1段「原文」" in found.message
    assert found.hint


def test_a_target_with_a_window_of_its_own_is_judged_in_it(tmp_path: Path) -> None:
    form = 'value: ">= 3 所"\nby: 2028\neffective: {from: 2026-09-01, until: 2029-07-31}'
    made = bench(tmp_path, form, "schools")
    assert made.year == 2028
    assert boundaries_hold(made) == []
