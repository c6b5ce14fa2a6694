"""The forms milestone and attest: what a person reports, with or without a day and evidence."""

from pathlib import Path
from typing import Any

import pytest

from helpers import COUNTY, assessment, pack, row, target, verdict, verdicts

MILESTONE = "milestone: 通过省示范性高中评审\nsubject: 泉州七中\nby: 2023-06-30"
BY_YEAR = "milestone: 通过省示范性高中评审\nsubject: 泉州七中\nby: 2023"
ATTEST = "attest: 学校规划布局合理\nby: 2023"
PASSED, PAPER = "泉州七中通过省示范性高中评审", "批文.pdf"


def said(year: int, value: str, done_on: str = "", evidence: str = "", status: str = "") -> tuple[str, ...]:
    return row(year, PASSED, value, done_on=done_on, evidence=evidence, status=status)


# form, year, reports → verdict
REPORTS: list[Any] = [
    pytest.param(MILESTONE, 2023, [said(2023, "是", "2023-06-30", PAPER)], "met", id="on-the-last-day"),
    pytest.param(MILESTONE, 2023, [said(2023, "是", "2023-07-01", PAPER)], "not_met", id="a-day-late"),
    pytest.param(MILESTONE, 2023, [said(2023, "是", "2023-05-01")], "unverified", id="in-time-without-evidence"),
    pytest.param(MILESTONE, 2023, [said(2023, "是", "2023-07-01")], "not_met", id="late-without-evidence"),
    pytest.param(MILESTONE, 2023, [said(2023, "是", "", PAPER)], "unverified", id="day-unknown-in-the-due-year"),
    pytest.param(MILESTONE, 2024, [said(2022, "是", "", PAPER)], "met", id="day-unknown-but-reported-before"),
    pytest.param(MILESTONE, 2024, [said(2024, "是", "", PAPER)], "unverified", id="day-unknown-reported-after"),
    pytest.param(MILESTONE, 2024, [said(2024, "是", "2023-02-01", PAPER)], "met", id="in-time-reported-later"),
    pytest.param(MILESTONE, 2023, [said(2023, "否")], "not_met", id="not-done"),
    pytest.param(MILESTONE, 2023, [], "no_data", id="due-and-nothing-reported"),
    pytest.param(MILESTONE, 2022, [], "pending", id="not-due-and-nothing-reported"),
    pytest.param(MILESTONE, 2022, [said(2022, "未完成")], "pending", id="not-due-and-not-done"),
    pytest.param(MILESTONE, 2022, [said(2022, "2022-03-01", "", PAPER)], "met", id="done-early-the-day-as-value"),
    pytest.param(MILESTONE, 2022, [said(2022, "是", "2022-03-01")], "unverified", id="early-without-evidence"),
    pytest.param(MILESTONE, 2022, [said(2023, "是", "2023-03-01", PAPER)], "pending", id="a-report-of-a-later-year-is-not-known-yet"),
    pytest.param(MILESTONE, 2023, [said(2023, "是", "2023-06-01", PAPER, "计划")], "unverified", id="planned"),
    pytest.param(MILESTONE, 2023, [said(2022, "否"), said(2023, "是", "2023-06-01", PAPER)], "met", id="the-latest-year-counts"),
    pytest.param(MILESTONE, 2023, [said(2023, "否"), said(2023, "是", "2023-06-01", PAPER)], "unverified", id="two-reports-disagree"),
    pytest.param(BY_YEAR, 2023, [said(2023, "是", "", PAPER)], "met", id="by-the-year-needs-no-day"),
    pytest.param(BY_YEAR, 2024, [said(2024, "是", "", PAPER)], "unverified", id="by-the-year-reported-a-year-later"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "year", "rows", "expected"), REPORTS)
def test_milestone(tmp_path: Path, form: str, year: int, rows: list[tuple[str, ...]], expected: str) -> None:
    found = verdict(tmp_path, form, rows, year, indicator=None)
    assert (found.verdict, found.indicator_name, found.value, found.gap) == (expected, PASSED, None, None)


def test_a_report_dated_after_the_year_it_is_judged_in_does_not_count_yet(tmp_path: Path) -> None:
    found = verdict(tmp_path, BY_YEAR, [said(2021, "是", "2023-05-01", PAPER)], 2021, indicator=None)
    assert found.verdict == "pending"


def test_the_last_day_of_the_year_is_within_it(tmp_path: Path) -> None:
    form = "milestone: 通过省示范性高中评审\nsubject: 泉州七中\nby: 2025"
    found = verdict(tmp_path, form, [said(2023, "是", "2023-12-31", PAPER)], 2023, indicator=None)
    assert found.verdict == "met"


ATTESTED: list[Any] = [
    pytest.param(2023, [row(2023, "学校规划布局合理", "是", evidence=PAPER)], "met", id="with-evidence"),
    pytest.param(2023, [row(2023, "学校规划布局合理", "是")], "unverified", id="without-evidence"),
    pytest.param(2023, [row(2023, "学校规划布局合理", "否")], "not_met", id="denied"),
    pytest.param(2023, [], "unverified", id="nobody-has-said"),
    pytest.param(2022, [], "pending", id="not-due-and-nobody-has-said"),
    pytest.param(2022, [row(2022, "学校规划布局合理", "是", evidence=PAPER)], "met", id="early"),
    pytest.param(2024, [row(2023, "学校规划布局合理", "是", evidence=PAPER)], "met", id="attested-the-year-before"),
]


@pytest.mark.parametrize(("year", "rows", "expected"), ATTESTED)
def test_attest(tmp_path: Path, year: int, rows: list[tuple[str, ...]], expected: str) -> None:
    assert verdict(tmp_path, ATTEST, rows, year, indicator=None).verdict == expected


def test_late_and_unknown_days_are_said(tmp_path: Path) -> None:
    late = verdict(tmp_path / "a", MILESTONE, [said(2023, "是", "2023-07-01", PAPER)], 2023, indicator=None)
    unknown = verdict(tmp_path / "b", MILESTONE, [said(2023, "是", "", PAPER)], 2023, indicator=None)
    bare = verdict(tmp_path / "c", MILESTONE, [said(2023, "是", "2023-06-01")], 2023, indicator=None)
    assert "2023-07-01" in late.note
    assert "日期" in unknown.note
    assert "佐证" in bare.note


def test_one_report_answers_every_target_of_that_name_each_by_its_own_day(tmp_path: Path) -> None:
    packs = [pack([target(MILESTONE, indicator=None)], "early"), pack([target(BY_YEAR, indicator=None)], "late")]
    made = assessment(tmp_path, packs, [said(2023, "是", "2023-10-01", PAPER)], 2023)
    assert verdicts(made) == {"early/t": "not_met", "late/t": "met"}


def test_another_regions_report_does_not_serve(tmp_path: Path) -> None:
    other = row(2023, PASSED, "是", region="350505", done_on="2023-01-01", evidence=PAPER)
    made = assessment(tmp_path, [pack([target(MILESTONE, indicator=None)])], [other], 2023, region=COUNTY)
    assert verdicts(made) == {"plan/t": "no_data"}
