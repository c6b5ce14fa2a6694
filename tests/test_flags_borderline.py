"""临界: the figure as displayed (rounded once, half to even) would give the other verdict."""

from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

# form, indicator, figure → verdict, as shown, borderline
FIGURES: list[Any] = [
    pytest.param("value: '<= 0.50 比'", "差异系数", "0.5004", "not_met", "0.500", True, id="0.5004-prints-0.500"),
    pytest.param("value: '<= 0.50 比'", "差异系数", "0.5005", "not_met", "0.500", True, id="0.5005-ties-to-even"),
    pytest.param("value: '<= 0.50 比'", "差异系数", "0.5006", "not_met", "0.501", False, id="0.5006-prints-0.501"),
    pytest.param("value: '<= 0.50 比'", "差异系数", "0.5", "met", "0.500", False, id="on-the-line"),
    pytest.param("value: '< 0.15 比'", "差异系数", "0.1499", "met", "0.150", True, id="0.1499-prints-0.150"),
    pytest.param("value: '>= 95 %'", "覆盖率", "94.96", "not_met", "95.0", True, id="94.96-prints-95.0"),
    pytest.param("value: '>= 95 %'", "覆盖率", "94.95", "not_met", "95.0", True, id="94.95-ties-up-to-even"),
    pytest.param("value: '>= 94.9 %'", "覆盖率", "94.85", "not_met", "94.8", False, id="94.85-ties-down-to-even"),
    pytest.param("value: '>= 95 %'", "覆盖率", "94.94", "not_met", "94.9", False, id="94.94-prints-94.9"),
    pytest.param("value: '>= 95 %'", "覆盖率", "95.04", "met", "95.0", False, id="above-the-line"),
    pytest.param("value: '> 99 %'", "覆盖率", "99.04", "met", "99.0", True, id="more-than-99-prints-99.0"),
    pytest.param("value: '= 100 %'", "覆盖率", "99.96", "not_met", "100.0", True, id="99.96-prints-100.0"),
    pytest.param("value: 80..90 %", "覆盖率", "90.04", "not_met", "90.0", True, id="just-above-a-band"),
    pytest.param("value: '>= 95 %'", "覆盖率", "94.96以上", "unverified", "95.0以上", False, id="known-from-one-side"),
    pytest.param("value: ~ 95 %", "覆盖率", "94.96", "unverified", "95.0", False, id="about-without-tolerance"),
]
INDICATORS = {"差异系数": "variation", "覆盖率": "coverage"}


@pytest.mark.parametrize(("form", "name", "figure", "expected", "shown", "borderline"), FIGURES)
def test_borderline(
    tmp_path: Path, form: str, name: str, figure: str, expected: str, shown: str, borderline: bool
) -> None:
    found = verdict(tmp_path, form, [row(2025, name, figure)], indicator=INDICATORS[name])
    assert (found.verdict, found.shown, found.flags) == (expected, shown, ("borderline",) if borderline else ())


def test_on_the_path_too(tmp_path: Path) -> None:
    form = "value: '>= 83 %'\nby: 2025\npath: linear\nbaseline: {2020: 68}"
    found = verdict(tmp_path, form, [row(2022, "覆盖率", "73.96")], 2022)
    assert (found.verdict, found.shown, found.path, found.flags) == ("behind", "74.0", "74", ("borderline",))


def test_in_a_comparison_the_displayed_figure_counts(tmp_path: Path) -> None:
    rows = [row(2022, "教师平均工资", "84999.6"), row(2022, "公务员平均工资", "8.5")]
    form = "compare: {op: '>=', than: official-pay}\nevery: year"
    found = verdict(tmp_path, form, rows, 2022, indicator="pay")
    assert (found.verdict, found.shown, found.flags) == ("not_met", "85000", ("borderline",))


def test_in_a_change_the_displayed_difference_counts(tmp_path: Path) -> None:
    rows = [row(2021, "覆盖率", "8"), row(2022, "覆盖率", "7.54")]
    found = verdict(tmp_path, "change: '<= -0.5 百分点'\nfrom: previous\nevery: year", rows, 2022)
    assert (found.verdict, found.shown, found.flags) == ("not_met", "-0.5", ("borderline",))


@pytest.mark.parametrize("mode", ["each", "average"])
def test_in_a_growth_the_displayed_rate_counts(tmp_path: Path, mode: str) -> None:
    rows = [row(2024, "财政拨款", "100000"), row(2025, "财政拨款", "109996")]
    found = verdict(tmp_path, f"growth: '>= 10 %'\nmode: {mode}\nfrom: 2024", rows, indicator="funds")
    assert (found.verdict, found.shown, found.flags) == ("not_met", "10.00", ("borderline",))


def test_a_share_of_schools_just_short_of_all(tmp_path: Path) -> None:
    rows = [row(2025, "配齐学校数", 2499), row(2025, "学校总数", 2500)]
    found = verdict(tmp_path, "each: school\nshare: '= 100 %'", rows, indicator="school-share")
    assert (found.verdict, found.shown, found.flags) == ("not_met", "100.0", ("borderline",))
    assert found.short == "还差 1 所（配齐学校数）"
