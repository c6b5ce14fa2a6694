"""The form compare: against another indicator, another region, and growth against growth."""

from pathlib import Path
from typing import Any

import pytest

from helpers import CITY, COUNTY, PROVINCE, row, verdict

THAN = "compare: {op: '>=', than: official-pay}\nevery: year"
ABOVE = "compare: {op: '>', than: official-pay}\nevery: year"
OF = "compare: {op: '>', of: '350000'}\nevery: year"
GROWTHS = "compare: {op: '>=', than: official-pay, growth_of: both}\nevery: year"
GROWTH_OF_REGION = "compare: {op: '>=', of: '350000', growth_of: both}\nevery: year"

# pay in 元, officials' pay in 万元 → verdict, right side in the indicator's unit, gap
PAY: list[Any] = [
    pytest.param(THAN, "85000", "8.5", "met", "85000", "0", id="not-below-the-same-amount-in-another-unit"),
    pytest.param(THAN, "84999.99", "8.5", "not_met", "85000", "0.01", id="a-cent-below"),
    pytest.param(ABOVE, "85000", "8.5", "not_met", "85000", "0", id="above-does-not-include-equal"),
    pytest.param(ABOVE, "85000.01", "8.5", "met", "85000", "0", id="above-by-a-cent"),
    pytest.param(THAN, "90000", "8.5以下", "met", "85000", "0", id="against-at-most"),
    pytest.param(THAN, "90000", "8.5以上", "unverified", "85000", "0", id="against-at-least"),
    pytest.param(THAN, "80000", "8.5以上", "not_met", "85000", "5000", id="below-at-least"),
]


@pytest.mark.parametrize(("form", "pay", "officials", "expected", "right", "gap"), PAY)
def test_against_another_indicator(
    tmp_path: Path, form: str, pay: str, officials: str, expected: str, right: str, gap: str
) -> None:
    rows = [row(2022, "教师平均工资", pay, "元"), row(2022, "公务员平均工资", officials, "万元")]
    found = verdict(tmp_path, form, rows, 2022, indicator="pay")
    assert (found.verdict, found.limit, found.readings[0].right, found.gap) == (expected, right, right, gap)
    assert len(found.origin) == 2


@pytest.mark.parametrize("missing", ["教师平均工资", "公务员平均工资"])
def test_a_missing_side_is_named_and_never_met(tmp_path: Path, missing: str) -> None:
    rows = [row(2022, "教师平均工资", 85000), row(2022, "公务员平均工资", "8.5"), row(2021, missing, "9")]
    found = verdict(tmp_path, THAN, [r for r in rows if r[1:3] != ("2022", missing)], 2022, indicator="pay")
    assert found.verdict == "no_data"
    assert missing in found.note


REGIONS: list[Any] = [
    pytest.param(["91.3"], ["91.2"], "met", "0", id="above-the-province"),
    pytest.param(["91.2"], ["91.2"], "not_met", "0", id="equal-is-not-above"),
    pytest.param(["90"], ["91.2"], "not_met", "1.2", id="below-the-province"),
    pytest.param(["91.3"], [], "no_data", None, id="the-province-has-no-figure"),
    pytest.param(["91.3"], ["91.2", "91.4"], "unverified", "0", id="two-figures-of-the-province-disagree"),
    pytest.param(["91.5"], ["91.2", "91.4"], "met", "0", id="above-both-figures-of-the-province"),
]


@pytest.mark.parametrize(("mine", "theirs", "expected", "gap"), REGIONS)
def test_against_another_region(
    tmp_path: Path, mine: list[str], theirs: list[str], expected: str, gap: str | None
) -> None:
    rows = [*(row(2022, "覆盖率", v) for v in mine), *(row(2022, "覆盖率", v, region=PROVINCE) for v in theirs)]
    rows.append(row(2022, "覆盖率", "1", region=CITY))
    found = verdict(tmp_path, OF, rows, 2022)
    assert (found.verdict, found.gap) == (expected, gap)
    assert ("suspect" in found.flags) == (len(theirs) > 1)


GROWTH: list[Any] = [
    pytest.param("100", "105", "10", "10.5", "met", "5", "5", id="equal-growth-to-the-last-digit"),
    pytest.param("100", "104.99", "10", "10.5", "not_met", "4.99", "5", id="growth-a-hair-slower"),
    pytest.param("100", "100", "10", "9.5", "met", "0", "-5", id="standing-beats-falling"),
    pytest.param("100", "95", "10", "9.6", "not_met", "-5", "-4", id="falling-faster"),
    pytest.param("3", "4", "9", "12", "met", "33.333333", "33.333333", id="equal-thirds"),
    pytest.param("100", "110", "10", "10.5以下", "met", "10", "5", id="faster-than-at-most-5-percent"),
    pytest.param("100", "103", "10", "10.5以上", "not_met", "3", "5", id="slower-than-at-least-5-percent"),
    pytest.param("100", "103", "10", "10.5以下", "unverified", "3", "5", id="at-most-5-percent-may-be-less"),
    pytest.param("100", "103", "0", "10.5", "no_data", None, None, id="the-other-side-grew-from-nothing"),
]


@pytest.mark.parametrize(("before", "now", "their_before", "their_now", "expected", "value", "right"), GROWTH)
def test_growth_against_growth(
    tmp_path: Path,
    before: str,
    now: str,
    their_before: str,
    their_now: str,
    expected: str,
    value: str | None,
    right: str | None,
) -> None:
    rows = [
        row(2021, "教师平均工资", before),
        row(2022, "教师平均工资", now),
        row(2021, "公务员平均工资", their_before),
        row(2022, "公务员平均工资", their_now),
    ]
    found = verdict(tmp_path, GROWTHS, rows, 2022, indicator="pay")
    assert (found.verdict, found.value, found.limit, found.unit) == (expected, value, right, "%")


def test_growth_against_another_regions_growth_is_of_the_same_stage(tmp_path: Path) -> None:
    rows = []
    for region, stage, before, now in (
        (COUNTY, "小学", "100", "105"),
        (PROVINCE, "小学", "100", "104"),
        (PROVINCE, "", "100", "120"),
    ):
        rows += [row(2021, "财政拨款", before, region=region, stage=stage)]
        rows += [row(2022, "财政拨款", now, region=region, stage=stage)]
    found = verdict(tmp_path, GROWTH_OF_REGION + "\nstage: 小学", rows, 2022, indicator="funds")
    assert (found.verdict, found.value, found.limit) == ("met", "5", "4")


def test_growth_never_mixes_a_stage_with_the_whole(tmp_path: Path) -> None:
    rows = [row(2021, "教师平均工资", 100, stage="小学"), row(2022, "教师平均工资", 103, stage="小学")]
    rows += [
        row(2021, "公务员平均工资", 9),
        row(2022, "公务员平均工资", "9.18"),
        row(2022, "公务员平均工资", 20, stage="小学"),
    ]
    found = verdict(tmp_path, GROWTHS + "\nstage: 小学", rows, 2022, indicator="pay")  # 3 % against 2 %
    assert (found.verdict, found.limit) == ("met", "2")


def test_another_region_is_taken_under_the_same_formula(tmp_path: Path) -> None:
    rows = []
    for region, inclusive, enrolled, registered in ((COUNTY, 84, 100, 105), (PROVINCE, 82, 100, 120)):
        rows += [
            row(2022, "普惠幼儿数", inclusive, region=region),
            row(2022, "在园幼儿数", enrolled, region=region),
            row(2022, "户籍幼儿数", registered, region=region),
        ]
    # 84/105 = 80 % against 82/120 = 68.33 %; under the default formula 84 % against 82 %
    found = verdict(tmp_path, OF + "\nformula: registered", rows, 2022, indicator="share")
    assert (found.verdict, found.value, found.limit) == ("met", "80", "68.333333")


def test_another_formula_of_ones_own_figure_can_only_dispute(tmp_path: Path) -> None:
    rows = [row(2022, "普惠幼儿数", 84), row(2022, "在园幼儿数", 100), row(2022, "户籍幼儿数", 120)]
    rows.append(row(2022, "普惠率", 80, region=PROVINCE))
    found = verdict(tmp_path, OF, rows, 2022, indicator="share")
    assert (found.verdict, found.value, found.flags) == ("met", "84", ("disputed",))


def test_the_region_without_a_figure_is_named(tmp_path: Path) -> None:
    mine = verdict(tmp_path / "mine", OF, [row(2022, "覆盖率", 90, region=PROVINCE)], 2022)
    theirs = verdict(tmp_path / "theirs", OF, [row(2022, "覆盖率", 90)], 2022)
    assert PROVINCE not in mine.note
    assert PROVINCE in theirs.note
