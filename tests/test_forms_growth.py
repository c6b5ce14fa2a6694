"""The form growth: each year against the year before, and the mean over the period without ever taking a root."""

from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

EACH = "growth: '>= 10 %'\nmode: each\nevery: year"
NOT_FALLING = "growth: '>= 0 %'\nmode: each\nevery: year"
ABOUT = "growth: ~ 10 %\nmode: each\nevery: year"
ABOUT_WITHIN = "growth: ~ 10 %\ntolerance: 1 百分点\nmode: each\nevery: year"
CEILING = "growth: '<= 3 %'\nmode: each\nevery: year"
TIMES = "growth: '>= 0.1 倍'\nmode: each\nevery: year"

EACH_YEAR: list[Any] = [
    pytest.param(EACH, "100", "110", "met", "10", "0", id="ten-percent-exactly"),
    pytest.param(EACH, "100", "109.99", "not_met", "9.99", "0.01", id="a-hair-less"),
    pytest.param(EACH, "3", "3.3", "met", "10", "0", id="a-tenth-of-three-no-float-could-hold"),
    pytest.param(EACH, "0.5", "0.55", "met", "10", "0", id="from-less-than-one"),
    pytest.param(NOT_FALLING, "100", "100", "met", "0", "0", id="unchanged-has-not-fallen"),
    pytest.param(NOT_FALLING, "100", "99", "not_met", "-1", "1", id="fell"),
    pytest.param(ABOUT, "100", "110", "unverified", "10", None, id="about-without-tolerance"),
    pytest.param(ABOUT_WITHIN, "100", "111", "met", "11", "0", id="about-high-end"),
    pytest.param(ABOUT_WITHIN, "100", "109", "met", "9", "0", id="about-low-end"),
    pytest.param(ABOUT_WITHIN, "100", "105", "not_met", "5", "4", id="about-below-by-4-points"),
    pytest.param(ABOUT_WITHIN, "100", "113", "not_met", "13", "2", id="about-above-by-2-points"),
    pytest.param(CEILING, "100", "103", "met", "3", "0", id="ceiling-on-the-line"),
    pytest.param(CEILING, "100", "105", "not_met", "5", "2", id="ceiling-passed-by-2-points"),
    pytest.param(TIMES, "100", "110", "met", "0.1", "0", id="limit-in-times"),
    pytest.param(TIMES, "100", "105", "not_met", "0.05", "0.05", id="limit-in-times-missed"),
]


@pytest.mark.parametrize(("form", "before", "now", "expected", "value", "gap"), EACH_YEAR)
def test_growth_each_year(
    tmp_path: Path, form: str, before: str, now: str, expected: str, value: str, gap: str | None
) -> None:
    rows = [row(2021, "财政拨款", before), row(2022, "财政拨款", now)]
    found = verdict(tmp_path, form, rows, 2022, indicator="funds")
    assert (found.verdict, found.value) == (expected, value)
    if gap is not None:
        assert found.gap == gap


AVERAGE = "growth: '>= 10 %'\nmode: average\nby: 2025"
AVERAGE_SINCE = "growth: '>= 10 %'\nmode: average\nfrom: 2021\nby: 2025"
AVERAGE_CEILING = "growth: '<= 10 %'\nmode: average\nby: 2025"

# form, base year's figure, base year, figure, year → verdict. 1.1² = 1.21, 1.1⁵ = 1.61051, 1.1⁴ = 1.4641
MEAN: list[Any] = [
    pytest.param(AVERAGE, 2020, "100", 2025, "161.051", "met", "10", id="five-years-exactly"),
    pytest.param(AVERAGE, 2020, "100000", 2025, "161050.99", "not_met", None, id="five-years-a-cent-less"),
    pytest.param(AVERAGE, 2020, "100", 2022, "121", "on_track", "10", id="two-years-on-the-line-before-the-end"),
    pytest.param(AVERAGE, 2020, "100", 2022, "120.99", "behind", None, id="two-years-a-hair-less-before-the-end"),
    pytest.param(AVERAGE_SINCE, 2021, "100", 2025, "146.41", "met", "10", id="from-a-named-base-year"),
    pytest.param(AVERAGE_SINCE, 2020, "100", 2025, "161.051", "no_data", None, id="the-named-base-year-is-missing"),
    pytest.param(AVERAGE_CEILING, 2020, "100", 2025, "161.051", "met", "10", id="mean-ceiling-on-the-line"),
    pytest.param(AVERAGE_CEILING, 2020, "100", 2025, "161.052", "not_met", None, id="mean-ceiling-passed"),
]


@pytest.mark.parametrize(("form", "base_year", "base", "year", "figure", "expected", "value"), MEAN)
def test_mean_growth(
    tmp_path: Path, form: str, base_year: int, base: str, year: int, figure: str, expected: str, value: str | None
) -> None:
    rows = [row(base_year, "财政拨款", base), row(year, "财政拨款", figure)]
    found = verdict(tmp_path, form, rows, year, indicator="funds")
    assert (found.verdict, "customary" in found.flags) == (expected, False)
    if value is not None:
        assert (found.value, found.gap) == (value, "0")


@pytest.mark.parametrize("form", [AVERAGE, EACH.replace("each", "average")], ids=["by", "every"])
def test_the_base_year_itself_asks_for_no_growth(tmp_path: Path, form: str) -> None:
    found = verdict(tmp_path, form, [row(2020, "财政拨款", "100")], 2020, indicator="funds")
    assert (found.verdict, found.due) == ("pending", False)


@pytest.mark.parametrize("base", ["0", None], ids=["from-zero", "from-nothing"])
def test_growth_needs_a_base_to_grow_from(tmp_path: Path, base: str | None) -> None:
    rows = [row(2022, "财政拨款", "5"), *([row(2021, "财政拨款", base)] if base else [])]
    assert verdict(tmp_path, EACH, rows, 2022, indicator="funds").verdict == "no_data"


SIDES: list[Any] = [
    pytest.param("100", "110以上", "met", id="at-least-110-from-100"),
    pytest.param("100", "109以上", "unverified", id="at-least-109-from-100"),
    pytest.param("100", "109以下", "not_met", id="at-most-109-from-100"),
    pytest.param("100以下", "110", "met", id="110-from-at-most-100"),
    pytest.param("100以上", "109", "not_met", id="109-from-at-least-100"),
    pytest.param("100以上", "112", "unverified", id="112-from-at-least-100"),
    pytest.param("100以上", "112以上", "unverified", id="both-known-from-below"),
]


@pytest.mark.parametrize(("before", "now", "expected"), SIDES)
@pytest.mark.parametrize("mode", ["each", "average"])
def test_growth_of_figures_known_from_one_side(tmp_path: Path, before: str, now: str, expected: str, mode: str) -> None:
    rows = [row(2024, "财政拨款", before), row(2025, "财政拨款", now)]
    form = f"growth: '>= 10 %'\nmode: {mode}\nfrom: 2024\nby: 2025"
    assert verdict(tmp_path, form, rows, 2025, indicator="funds").verdict == expected


OPEN: list[Any] = [
    pytest.param("> 10 %", "100", "超过110", "met", id="more-than-110-from-100"),
    pytest.param("> 10 %", "100", "110以上", "unverified", id="at-least-110-need-not-be-more"),
    pytest.param("> 10 %", "不足100", "110", "met", id="110-from-less-than-100"),
    pytest.param(">= 10 %", "超过100", "110", "not_met", id="110-from-more-than-100"),
    pytest.param(">= 10 %", "100以上", "110", "unverified", id="110-from-100-or-more"),
    pytest.param(">= 10 %", "100", "不足110", "not_met", id="less-than-110-from-100"),
]


@pytest.mark.parametrize(("limit", "before", "now", "expected"), OPEN)
def test_whether_a_bound_includes_its_end(tmp_path: Path, limit: str, before: str, now: str, expected: str) -> None:
    rows = [row(2024, "财政拨款", before), row(2025, "财政拨款", now)]
    form = f"growth: '{limit}'\nmode: each\nevery: year"
    assert verdict(tmp_path, form, rows, 2025, indicator="funds").verdict == expected


def test_two_base_figures_that_disagree_leave_it_open(tmp_path: Path) -> None:
    rows = [row(2021, "财政拨款", "100"), row(2021, "财政拨款", "105"), row(2022, "财政拨款", "112")]
    found = verdict(tmp_path, EACH, rows, 2022, indicator="funds")  # 12 % or 6.67 %
    assert (found.verdict, found.flags) == ("unverified", ("suspect",))
    assert sorted(read.verdict for read in found.readings) == ["met", "not_met"]
