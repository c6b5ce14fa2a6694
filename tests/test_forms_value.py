"""The forms value, about and plan: a year's figure against a constant, a band, a centre with and without a tolerance."""

from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

AT_LEAST, ABOVE, AT_MOST, BELOW = "value: '>= 95 %'", "value: '> 99 %'", "value: '<= 5 %'", "value: '< 5 %'"
EXACTLY, BAND = "value: '= 100 %'", "value: 8..10 所"
ABOUT_FREE, ABOUT = "value: ~ 20 所", "value: ~ 20 所\ntolerance: 10 %"
ABOUT_BY = "value: ~ 20 所\ntolerance: 2 所"
PLAN, PLAN_WITHIN = "plan: 6650 人", "plan: 6650 人\ntolerance: 3 %"

# form, indicator, figure as typed, unit → verdict, gap
FIGURES: list[Any] = [
    pytest.param(AT_LEAST, "覆盖率", "95", "%", "met", "0", id="at-least-on-the-line"),
    pytest.param(AT_LEAST, "覆盖率", "95.000000000001", "%", "met", "0", id="at-least-a-hair-above"),
    pytest.param(AT_LEAST, "覆盖率", "94.999999999999", "%", "not_met", "0.000000000001", id="at-least-a-hair-below"),
    pytest.param(AT_LEAST, "覆盖率", "0.95", "比", "met", "0", id="at-least-typed-as-a-ratio"),
    pytest.param(AT_LEAST, "覆盖率", "0", "%", "not_met", "95", id="at-least-zero-is-a-figure"),
    pytest.param(ABOVE, "覆盖率", "99", "%", "not_met", "0", id="above-does-not-include-the-line"),
    pytest.param(ABOVE, "覆盖率", "99.01", "%", "met", "0", id="above-just-above"),
    pytest.param(AT_MOST, "覆盖率", "5", "%", "met", "0", id="at-most-on-the-line"),
    pytest.param(AT_MOST, "覆盖率", "7.5", "%", "not_met", "2.5", id="at-most-above"),
    pytest.param(BELOW, "覆盖率", "5", "%", "not_met", "0", id="below-does-not-include-the-line"),
    pytest.param(BELOW, "覆盖率", "4.99", "%", "met", "0", id="below-just-below"),
    pytest.param(EXACTLY, "覆盖率", "100", "%", "met", "0", id="exactly"),
    pytest.param(EXACTLY, "覆盖率", "99.99", "%", "not_met", "0.01", id="exactly-missed"),
    pytest.param(BAND, "学校数", "8", "所", "met", "0", id="band-low-end"),
    pytest.param(BAND, "学校数", "10", "所", "met", "0", id="band-high-end"),
    pytest.param(BAND, "学校数", "7", "所", "not_met", "1", id="band-below"),
    pytest.param(BAND, "学校数", "12", "所", "not_met", "2", id="band-above"),
    pytest.param(ABOUT, "学校数", "18", "所", "met", "0", id="about-low-end-of-10-percent"),
    pytest.param(ABOUT, "学校数", "22", "所", "met", "0", id="about-high-end-of-10-percent"),
    pytest.param(ABOUT, "学校数", "17", "所", "not_met", "1", id="about-below"),
    pytest.param(ABOUT, "学校数", "23", "所", "not_met", "1", id="about-above"),
    pytest.param(ABOUT_BY, "学校数", "22", "所", "met", "0", id="about-absolute-tolerance"),
    pytest.param(ABOUT_BY, "学校数", "25", "所", "not_met", "3", id="about-absolute-tolerance-missed"),
    pytest.param(ABOUT_FREE, "学校数", "20", "所", "unverified", "0", id="about-without-tolerance-even-on-the-centre"),
    pytest.param(ABOUT_FREE, "学校数", "3", "所", "unverified", "17", id="about-without-tolerance-far-off"),
    pytest.param(PLAN, "在校生数", "6650", "人", "unverified", None, id="plan-without-tolerance"),
    pytest.param(
        PLAN_WITHIN, "在校生数", "6451", "人", "met", None, id="plan-within-3-percent"
    ),  # 6650 × 0.97 = 6450.5
    pytest.param(PLAN_WITHIN, "在校生数", "6450", "人", "not_met", None, id="plan-half-a-pupil-below"),
    pytest.param(PLAN_WITHIN, "在校生数", "0.6849", "万人", "met", None, id="plan-in-ten-thousands"),  # 6849 ≤ 6849.5
    pytest.param("value: '= 0 个'", "大班额数", "0", "班", "met", "0", id="another-classifier-counts-one-for-one"),
    pytest.param("value: '>= 1.63 万人'", "在校生数", "16300", "人", "met", "0", id="limit-in-ten-thousands"),
    pytest.param("value: '>= 1.63 万人'", "在校生数", "16299", "人", "not_met", "0.0001", id="gap-in-the-limits-unit"),
]
INDICATORS = {"覆盖率": "coverage", "学校数": "schools", "在校生数": "pupils", "大班额数": "oversized"}


@pytest.mark.parametrize(("form", "name", "figure", "unit", "expected", "gap"), FIGURES)
def test_figure_in_the_due_year(
    tmp_path: Path, form: str, name: str, figure: str, unit: str, expected: str, gap: str | None
) -> None:
    found = verdict(tmp_path, form, [row(2025, name, figure, unit)], indicator=INDICATORS[name])
    assert (found.verdict, found.gap) == (expected, gap)


SIDES: list[Any] = [
    pytest.param(AT_LEAST, "95以上", "met", "0", id="lower-bound-on-the-line"),
    pytest.param(AT_LEAST, "94以上", "unverified", "1", id="lower-bound-below-the-line-leaves-it-open"),
    pytest.param(AT_LEAST, "90以下", "not_met", "5", id="upper-bound-below-the-line-misses-by-at-least-5"),
    pytest.param(AT_LEAST, "96以下", "unverified", "0", id="upper-bound-above-the-line-leaves-it-open"),
    pytest.param(ABOVE, "99以上", "unverified", "0", id="at-least-99-need-not-exceed-99"),
    pytest.param(ABOVE, "超过99", "met", "0", id="more-than-99-exceeds-99"),
    pytest.param(AT_MOST, "6以上", "not_met", "1", id="lower-bound-above-a-ceiling"),
    pytest.param(AT_MOST, "5以内", "met", "0", id="upper-bound-on-a-ceiling"),
    pytest.param(BELOW, "不足5", "met", "0", id="less-than-5-is-below-5"),
    pytest.param(BELOW, "5以下", "unverified", "0", id="5-or-less-need-not-be-below-5"),
]


@pytest.mark.parametrize(("form", "figure", "expected", "gap"), SIDES)
def test_figure_known_from_one_side(tmp_path: Path, form: str, figure: str, expected: str, gap: str) -> None:
    found = verdict(tmp_path, form, [row(2025, "覆盖率", figure, "%")])
    assert (found.verdict, found.gap) == (expected, gap)


def test_lower_bound_is_shown_as_one(tmp_path: Path) -> None:
    found = verdict(tmp_path, "value: '>= 95 %'", [row(2025, "毛入学率", "196以上", "%")], indicator="enrolment")
    assert (found.verdict, found.value, found.shown) == ("met", "196", "196.0以上")


def test_rounded_comparison_where_the_source_says_so(tmp_path: Path) -> None:
    rows = [row(2025, "覆盖率", "94.96", "%")]
    assert verdict(tmp_path / "full", "value: '>= 95.0 %'", rows).verdict == "not_met"
    assert verdict(tmp_path / "rounded", "value: '>= 95.0 %'\ncompare_as: rounded", rows).verdict == "met"
    # to the places of the limit as printed: 94.96 → 95 at none, and 94.4 → 94
    whole = verdict(tmp_path / "whole", "value: '>= 95 %'\ncompare_as: rounded", [row(2025, "覆盖率", "94.4", "%")])
    assert whole.verdict == "not_met"


def test_a_limit_in_another_unit_gives_value_and_shown_in_it(tmp_path: Path) -> None:
    found = verdict(tmp_path, "value: '>= 2 亿元'", [row(2025, "财政拨款", "19999.99", "万元")], indicator="funds")
    assert (found.verdict, found.value, found.unit, found.gap) == ("not_met", "1.999999", "亿元", "0.000001")
    assert found.flags == ()


def test_a_target_not_checked_against_its_document_gives_no_verdict(tmp_path: Path) -> None:
    form = "value: '>= 95 %'\nunverified: true\nnote: 比例待与原件核对"
    found = verdict(tmp_path, form, [row(2025, "覆盖率", "99", "%")])
    assert found.verdict == "unverified"
    assert "比例待与原件核对" in found.note


def test_short_names_the_missing_heads(tmp_path: Path) -> None:
    rows = [row(2025, "普惠幼儿数", 2499, "人"), row(2025, "在园幼儿数", 3000, "人")]
    found = verdict(tmp_path, "value: '>= 83.4 %'", rows, indicator="share")  # 0.834 × 3000 = 2502
    assert (found.verdict, found.value, found.gap, found.short) == ("not_met", "83.3", "0.1", "还差 3 人（普惠幼儿数）")
    above = verdict(tmp_path / "above", "value: '> 83.4 %'", rows, indicator="share")
    assert above.short == "还差 4 人（普惠幼儿数）"


def test_value_carries_clause_limit_and_cell(tmp_path: Path) -> None:
    rows = [row(2025, "在校生数", "7"), row(2025, "覆盖率", "94", "%")]
    found = verdict(tmp_path, "value: '>= 95 %'", rows)
    assert (found.form, found.op, found.limit, found.unit, found.value) == ("value", ">=", "95", "%", "94")
    assert (found.clause.source, found.clause.at, found.clause.quote) == ("规划", "一 第1段", "原文")
    assert [place.cell for place in found.origin] == ["F3"]
    assert found.rule.endswith("pack0.yaml:4:5")
