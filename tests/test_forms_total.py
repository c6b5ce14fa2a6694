"""The form total: the sum over the period to date, pro rata before the due year."""

from pathlib import Path
from typing import Any

import pytest

from helpers import assessment, pack, row, target, verdict, verdicts

AT_LEAST = "total: '>= 9180 个'"
BY_2023 = "total: '>= 9180 个'\nby: 2023"
ABOVE = "total: '> 9180 个'"
EXACTLY, BAND, CEILING = "total: '= 10 个'", "total: 8..10 个", "total: '<= 10 个'"

# form, year, {year or span: figure} → verdict, value, gap, path. The period is 2021—2025; 9180 × 2 ÷ 5 = 3672.
CASES: list[Any] = [
    pytest.param(AT_LEAST, 2022, {2021: 2000, 2022: 1672}, "on_track", "3672", "5508", "3672", id="two-fifths-on-the-line"),
    pytest.param(AT_LEAST, 2022, {2021: 2000, 2022: 1671}, "behind", "3671", "5509", "3672", id="two-fifths-missed-by-one"),
    pytest.param(AT_LEAST, 2021, {2021: 1836}, "on_track", "1836", "7344", "1836", id="first-year"),
    pytest.param(AT_LEAST, 2022, {2021: 9000, 2022: 180}, "met", "9180", "0", "3672", id="reached-early"),
    pytest.param(AT_LEAST, 2025, dict.fromkeys(range(2021, 2026), 1836), "met", "9180", "0", None, id="five-years"),
    pytest.param(AT_LEAST, 2025, {**dict.fromkeys(range(2021, 2025), 1836), 2025: 1835}, "not_met", "9179", "1", None, id="one-seat-less"),
    pytest.param(AT_LEAST, 2025, {2021: 5000, 2023: 4180}, "met", "9180", "0", None, id="enough-though-years-are-missing"),
    pytest.param(AT_LEAST, 2025, {2021: 5000, 2023: 4179}, "unverified", "9179", "1", None, id="open-while-years-are-missing"),
    pytest.param(AT_LEAST, 2022, {2022: 3672}, "on_track", "3672", "5508", "3672", id="on-track-though-a-year-is-missing"),
    pytest.param(AT_LEAST, 2022, {2022: 3671}, "unverified", "3671", "5509", "3672", id="open-before-the-end-too"),
    pytest.param(AT_LEAST, 2025, {}, "no_data", None, None, None, id="nothing-reported"),
    pytest.param(AT_LEAST, 2025, {2020: 99999}, "no_data", None, None, None, id="years-before-the-period-do-not-count"),
    pytest.param(AT_LEAST, 2020, {2020: 99999}, "pending", None, None, None, id="base-year"),
    pytest.param(AT_LEAST, 2023, {"2021-2023": 5508}, "on_track", "5508", "3672", "5508", id="reported-as-a-span"),
    pytest.param(AT_LEAST, 2023, {"2021-2022": 9180}, "no_data", None, None, "5508", id="a-span-of-other-years-does-not-serve"),
    pytest.param(BY_2023, 2024, {2021: 9000, 2022: 100, 2023: 80, 2024: 500}, "met", "9180", "0", None, id="sum-ends-with-the-due-year"),
    pytest.param(BY_2023, 2024, {2021: 9000, 2022: 100, 2023: 79, 2024: 500}, "not_met", "9179", "1", None, id="later-years-do-not-help"),
    pytest.param(BY_2023, 2022, {2021: 3000, 2022: 3120}, "on_track", "6120", "3060", "6120", id="two-thirds"),
    pytest.param(ABOVE, 2025, {2021: 9180, 2022: 0, 2023: 0, 2024: 0, 2025: 0}, "not_met", "9180", "0", None, id="above-is-strict-in-the-end"),
    pytest.param(ABOVE, 2022, {2021: 3672, 2022: 0}, "on_track", "3672", "5508", "3672", id="but-not-on-the-way"),
    pytest.param(EXACTLY, 2022, {2021: 2, 2022: 2}, "on_track", "4", "6", "4", id="exactly-on-the-way"),
    pytest.param(EXACTLY, 2022, {2021: 3, 2022: 3}, "on_track", "6", "4", "4", id="ahead-of-pro-rata-is-not-behind"),
    pytest.param(EXACTLY, 2022, {2021: 3, 2022: 0}, "behind", "3", "7", "4", id="exactly-behind"),
    pytest.param(EXACTLY, 2022, {2021: 10, 2022: 0}, "on_track", "10", "0", "4", id="an-exact-sum-can-still-change"),
    pytest.param(EXACTLY, 2022, {2021: 11, 2022: 0}, "behind", "11", "1", "4", id="already-too-many"),
    pytest.param(BAND, 2022, {2021: 3, 2022: 3}, "on_track", "6", "2", "3.2", id="band-ahead"),
    pytest.param(BAND, 2025, {2021: 3, 2022: 3, 2023: 0, 2024: 0, 2025: 3}, "met", "9", "0", None, id="band-met"),
    pytest.param(CEILING, 2022, {2021: 5, 2022: 4}, "on_track", "9", "0", None, id="ceiling-not-used-up"),
    pytest.param(CEILING, 2025, {2021: 5, 2022: 4, 2023: 0, 2024: 0, 2025: 1}, "met", "10", "0", None, id="ceiling-met"),
    pytest.param(CEILING, 2025, {2021: 5, 2022: 5}, "unverified", "10", "0", None, id="ceiling-open-while-years-are-missing"),
    pytest.param(CEILING, 2025, {2021: 5, 2022: 6}, "not_met", "11", "1", None, id="ceiling-passed-whatever-is-missing"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "year", "figures", "expected", "value", "gap", "path"), CASES)
def test_total(
    tmp_path: Path,
    form: str,
    year: int,
    figures: dict[int | str, int],
    expected: str,
    value: str | None,
    gap: str | None,
    path: str | None,
) -> None:
    found = verdict(tmp_path, form, [row(y, "新增学位", f) for y, f in figures.items()], year, indicator="seats")
    assert (found.verdict, found.value, found.gap, found.path, found.flags) == (expected, value, gap, path, ())


def test_missing_years_are_named(tmp_path: Path) -> None:
    found = verdict(tmp_path, AT_LEAST, [row(2021, "新增学位", 5000)], 2023, indicator="seats")
    assert "2022、2023" in found.note


def test_a_span_that_differs_from_its_years_is_suspect(tmp_path: Path) -> None:
    years = [row(2021, "新增学位", 5000), row(2022, "新增学位", 4000), row(2023, "新增学位", 100)]
    same = verdict(tmp_path / "a", BY_2023, [*years, row("2021-2023", "新增学位", 9150)], 2023, indicator="seats")
    other = verdict(tmp_path / "b", BY_2023, [*years, row("2021-2023", "新增学位", 9200)], 2023, indicator="seats")
    equal = verdict(tmp_path / "c", BY_2023, [*years, row("2021-2023", "新增学位", 9100)], 2023, indicator="seats")
    assert (same.verdict, same.flags) == ("not_met", ("suspect",))
    assert (other.verdict, other.flags) == ("unverified", ("suspect",))
    assert (equal.verdict, equal.flags) == ("not_met", ())


def test_a_planned_span_gives_way_to_what_was_counted(tmp_path: Path) -> None:
    years = [row(2021, "新增学位", 5000), row(2022, "新增学位", 4000), row(2023, "新增学位", 100)]
    planned = row("2021-2023", "新增学位", 9180, status="计划")
    found = verdict(tmp_path, BY_2023, [*years, planned], 2023, indicator="seats")
    assert (found.verdict, found.value, found.flags) == ("not_met", "9100", ())


def test_two_figures_of_one_year_that_differ(tmp_path: Path) -> None:
    rows = [row(2021, "新增学位", 5000), row(2022, "新增学位", 4000), row(2023, "新增学位", 100)]
    same = verdict(tmp_path / "a", BY_2023, [*rows, row(2023, "新增学位", 120)], 2023, indicator="seats")
    other = verdict(tmp_path / "b", BY_2023, [*rows, row(2023, "新增学位", 180)], 2023, indicator="seats")
    assert (same.verdict, same.flags) == ("not_met", ("suspect",))
    assert (other.verdict, other.flags) == ("unverified", ("suspect",))


def test_two_figures_are_suspect_even_where_missing_years_leave_both_open(tmp_path: Path) -> None:
    rows = [row(2021, "净增学位", 150), row(2021, "净增学位", 160)]
    found = verdict(tmp_path, "total: '>= 100 个'", rows, 2025, indicator="net-seats")
    assert (found.verdict, found.flags) == ("unverified", ("suspect",))


def test_a_planned_year_does_not_make_the_sum_met(tmp_path: Path) -> None:
    rows = [row(2021, "新增学位", 5000), row(2022, "新增学位", 4000), row(2023, "新增学位", 180, status="计划")]
    found = verdict(tmp_path, BY_2023, rows, 2023, indicator="seats")
    assert (found.verdict, found.value, found.flags) == ("unverified", "9180", ("estimated",))


def test_missing_years_leave_a_sum_open_that_may_also_fall(tmp_path: Path) -> None:
    found = verdict(tmp_path, "total: '>= 100 个'", [row(2021, "净增学位", 150)], 2025, indicator="net-seats")
    assert (found.verdict, found.value) == ("unverified", "150")


def test_each_pack_sums_over_its_own_period(tmp_path: Path) -> None:
    packs = [
        pack([target("total: '>= 10 个'", indicator="seats")], "older", period=(2020, 2022)),
        pack([target("total: '>= 10 个'", indicator="seats")], "newer", period=(2021, 2022)),
    ]
    rows = [row(2020, "新增学位", 4), row(2021, "新增学位", 3), row(2022, "新增学位", 3)]
    made = assessment(tmp_path, packs, rows, 2022)
    assert verdicts(made) == {"older/t": "met", "newer/t": "not_met"}
