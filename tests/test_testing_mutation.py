"""Mutants: what is changed, which changes mean nothing, and that weak cases let mutants live."""

from pathlib import Path
from typing import Any

import pytest

from bench_helpers import CASES, bench
from dabiao.testing import boundary_cases, mutants, survivors


@pytest.mark.parametrize(("form", "indicator", "year", "expected"), CASES)
def test_no_mutant_survives_the_boundary_cases(
    tmp_path: Path, form: str, indicator: str | None, year: int, expected: dict[str, str]
) -> None:
    assert [mutant.what for mutant in survivors(bench(tmp_path, form, indicator))] == []


WHAT: list[Any] = [
    pytest.param('value: ">= 95 %"\nby: 2025', "coverage", {
        "比较号 >= 改为 >", "比较号 >= 改为 <=", ">= 95 % 改为 >= 94.9 %", ">= 95 % 改为 >= 95.1 %",
    }, id="at least"),
    pytest.param('value: "< 0.60 万元"\nevery: year', "pay", {
        "比较号 < 改为 <=", "比较号 < 改为 >", "< 0.60 万元 改为 < 0.5999 万元", "< 0.60 万元 改为 < 0.6001 万元",
    }, id="below"),
    pytest.param('value: "= 0 个"\nevery: year', "oversized", {
        "比较号 = 改为 >=", "= 0 个 改为 = -1 个", "= 0 个 改为 = 1 个",
    }, id="<= 0 of a count is = 0"),
    pytest.param('value: "8..10 所"\nby: 2025', "schools", {
        "8..10 所 改为 >= 8 所", "8..10 所 改为 <= 10 所", "8..10 所 改为 7..10 所", "8..10 所 改为 9..10 所",
        "8..10 所 改为 8..9 所", "8..10 所 改为 8..11 所",
    }, id="band"),
    pytest.param('value: "~ 20 所"\ntolerance: 10 %\nby: 2025', "schools", {
        "~ 20 所 改为 ~ 19 所", "~ 20 所 改为 ~ 21 所", "允许偏差 10 % 缩小一位", "允许偏差 10 % 放大一位",
    }, id="about"),
    pytest.param('value: "~ 20 所"\nby: 2025', "schools", set(), id="about without tolerance decides nothing"),
    pytest.param('value: ">= 95 %"\nunverified: true\nnote: 未核对\nby: 2025', "coverage", set(), id="nor does an unverified clause"),
    pytest.param('value: ">= 95 %"\ncompare_as: rounded\nby: 2025', "coverage", {
        "比较号 >= 改为 >", "比较号 >= 改为 <=", ">= 95 % 改为 >= 94 %", ">= 95 % 改为 >= 96 %", "修约后比较改为全数值比较",
    }, id="rounded"),
    pytest.param('compare: {op: ">", of: "350000"}\nevery: year', "pay", {"比较号 > 改为 >=", "比较号 > 改为 <"}, id="compare"),
    pytest.param("milestone: 通过评审\nby: 2023-06-30", None, {
        "期限 2023-06-30 改为 2023-06-29", "期限 2023-06-30 改为 2023-07-01",
    }, id="milestone, by a day"),
    pytest.param("attest: 布局合理\nevery: year", None, set(), id="attest without a day"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "indicator", "expected"), WHAT)
def test_what_is_changed(tmp_path: Path, form: str, indicator: str | None, expected: set[str]) -> None:
    assert {mutant.what for mutant in mutants(bench(tmp_path, form, indicator))} == expected


def test_conditions_are_changed_in_sign_constant_and_word(tmp_path: Path) -> None:
    form = "each: school\nwhere: 学生数 > 1000\nrequire: 每日体育课 >= 1 or 每日户外时间 >= 1\nevery: year"
    made = bench(tmp_path, form, "school-share")
    what = {mutant.what for mutant in mutants(made)}
    assert {
        "条件“学生数 > 1000”改为“学生数 >= 1000”",
        "条件“学生数 > 1000”改为“学生数 > 999”",
        "条件“每日体育课 >= 1”改为“每日体育课 >= 1.1”",
        "条件“每日体育课 >= 1 or 每日户外时间 >= 1”改为“每日体育课 >= 1 and 每日户外时间 >= 1”",
    } <= what
    assert survivors(made) == ()


def test_a_part_of_a_condition_that_does_nothing_survives(tmp_path: Path) -> None:
    made = bench(tmp_path, "each: school\nrequire: 每日体育课 >= 1 or 每日体育课 >= 2\nevery: year", "school-share")
    alive = [mutant.what for mutant in survivors(made)]
    assert alive
    assert all(what.startswith("条件“每日体育课 >= 2”") for what in alive)


def test_a_relaxation_is_changed_too(tmp_path: Path) -> None:
    relaxed = 'value: ">= 90 %"\nevery: year\nrelaxed: {when: 学生数 < 500, until: 2023-12-31, value: ">= 85 %"}'
    made = bench(tmp_path, relaxed)
    what = {mutant.what for mutant in mutants(made)}
    assert {
        "放宽：比较号 >= 改为 >",
        "放宽：>= 85 % 改为 >= 85.1 %",
        "放宽的条件“学生数 < 500”改为“学生数 <= 500”",
    } <= what
    assert survivors(made) == ()


def test_weak_cases_let_mutants_live(tmp_path: Path) -> None:
    made = bench(tmp_path, 'value: ">= 95 %"\nby: 2025')
    below, on, above = boundary_cases(made)
    assert survivors(made, [below, on]) == ()
    assert {mutant.what for mutant in survivors(made, [above])} == {
        "比较号 >= 改为 >", ">= 95 % 改为 >= 94.9 %", ">= 95 % 改为 >= 95.1 %",
    }  # fmt: skip
    assert len(survivors(made, [])) == 4
