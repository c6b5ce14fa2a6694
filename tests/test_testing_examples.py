"""A pack's own examples: what each form's example may say, and what is said of a wrong one."""

from pathlib import Path
from typing import Any

import pytest

from dabiao.diagnostics import Diagnostic
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import find_files
from dabiao.testing import try_examples
from helpers import INDICATORS, REGIONS, pack, rulebook, target

TOTAL = 'total: ">= 9180 个"\nby: 2023'
SINCE = 'change: "<= -0.5 百分点"\nfrom: 2018\nevery: year'
COMPARE = 'compare: {op: ">=", than: official-pay}\nevery: year'
GROWTHS = 'compare: {op: ">", than: pay, growth_of: both}\nevery: year'
MILESTONE = "milestone: 通过评审\nby: 2023-06-30"

# form, indicator, what the example says → the verdict it gets
HOLD: list[Any] = [
    pytest.param('value: ">= 0.60 万元"\nevery: year', "pay", "value: 0.6", "met", id="in the limit's unit"),
    pytest.param('value: ">= 0.60 万元"\nevery: year', "pay", "value: 5999 元", "not_met", id="in a unit of its own"),
    pytest.param('value: ">= 95 %"\nby: 2025\nbaseline: {2020: 90}', "coverage", "value: 92", "behind", id="on the way"),
    pytest.param('value: ">= 95 %"\nevery: year', "coverage", "value: 96以上", "met", id="known from one side"),
    pytest.param('value: ">= 95 %"\nevery: year', "coverage", "{}", "no_data", id="no figure"),
    pytest.param('each: school\nshare: ">= 95 %"\nevery: year', "school-share", "value: 95", "met", id="each, its share"),
    pytest.param(TOTAL, "seats", "value: 100, previous: 9080", "met", id="total with the years before"),
    pytest.param(TOTAL, "seats", "value: 100, previous: 9079", "not_met", id="total with the years before, one short"),
    pytest.param(TOTAL, "seats", "value: 100", "unverified", id="total without the years before"),
    pytest.param(SINCE, "coverage", "value: 47.5, previous: 50", "met", id="change since 2018, five years of 0.5"),
    pytest.param(SINCE, "coverage", "value: 47.6, previous: 50", "not_met", id="change since 2018, not quite"),
    pytest.param(SINCE, "coverage", "value: 47.5", "no_data", id="change without a base"),
    pytest.param('change: "> 0 个"\nfrom: previous\nevery: year', "seats", "value: 5, previous: 5", "not_met", id="no change"),
    pytest.param('growth: ">= 10 %"\nmode: each\nevery: year', "funds", "value: 110, previous: 100", "met", id="growth on last year"),
    pytest.param('growth: ">= 10 %"\nmode: average\nby: 2023', "funds", "value: 1331, previous: 1000", "met", id="average over three years"),
    pytest.param('growth: ">= 10 %"\nmode: average\nby: 2023', "funds", "value: 1330.99, previous: 1000", "not_met", id="average, not quite"),
    pytest.param(COMPARE, "pay", "value: 100000, against: 10", "met", id="compare, each in its own unit"),
    pytest.param(COMPARE, "pay", "value: 99999, against: 10 万元", "not_met", id="compare, unit written"),
    pytest.param(COMPARE, "pay", "value: 99999", "no_data", id="compare without the other side"),
    pytest.param('compare: {op: ">", of: "350000"}\nevery: year', "pay", "value: 101, against: 100", "met", id="compare with the province"),
    pytest.param(GROWTHS, "funds", "value: 108.1, previous: 100, against: 8 %", "met", id="growths"),
    pytest.param(GROWTHS, "funds", "value: 108, previous: 100, against: 8", "not_met", id="growths, equal"),
    pytest.param(MILESTONE, None, "value: 是", "unverified", id="done, on a day not known"),
    pytest.param(MILESTONE, None, "value: 2023-06-30", "met", id="done on the day"),
    pytest.param(MILESTONE, None, "value: 2023-07-01", "not_met", id="done a day late"),
    pytest.param(MILESTONE, None, "value: 2023-06-30, evidence: false", "unverified", id="done, no evidence"),
    pytest.param(MILESTONE, None, "value: 否", "not_met", id="not done"),
    pytest.param(MILESTONE, None, "{}", "no_data", id="not reported"),
    pytest.param("attest: 布局合理\nevery: year", None, "value: 是", "met", id="attested"),
    pytest.param("attest: 布局合理\nevery: year", None, "value: 是, evidence: false", "unverified", id="attested without evidence"),
]  # fmt: skip


def tried(folder: Path, form: str, indicator: str | None, example: str, verdict: str) -> list[Diagnostic]:
    """What is wrong with one example, of the year 2023."""
    said = "" if example == "{}" else f", {example}"
    text = pack([target(form, indicator=indicator)])
    book = rulebook(folder, f"{text}examples:\n  - {{target: t, year: 2023{said}, verdict: {verdict}}}\n")
    return try_examples(book, book.packs[0])


@pytest.mark.parametrize(("form", "indicator", "example", "verdict"), HOLD)
def test_examples_that_hold(tmp_path: Path, form: str, indicator: str | None, example: str, verdict: str) -> None:
    assert [str(diagnostic) for diagnostic in tried(tmp_path, form, indicator, example, verdict)] == []


@pytest.mark.parametrize(("form", "indicator", "example", "verdict"), HOLD)
def test_any_other_verdict_is_wrong(
    tmp_path: Path, form: str, indicator: str | None, example: str, verdict: str
) -> None:
    other = "waived" if verdict == "met" else "met"
    (found,) = tried(tmp_path, form, indicator, example, other)
    assert found.code == "TST601"
    assert f"（{verdict}）" in found.message
    assert [span.line for span in found.spans] == [max(s.line for s in found.spans), 4]
    assert "一 第1段「原文」" in found.message


@pytest.mark.parametrize(
    ("form", "indicator", "example"),
    [
        pytest.param('value: ">= 95 %"\nevery: year', "coverage", "value: 很高", id="no number"),
        pytest.param('value: ">= 95 %"\nevery: year', "coverage", "value: 95 人", id="a unit that does not fit"),
        pytest.param(MILESTONE, None, "value: 95", id="a number for a milestone"),
        pytest.param(MILESTONE, None, "value: 2023-02-30", id="no such day"),
        pytest.param(COMPARE, "pay", "value: 100000, against: 10 人", id="the other side in a unit that does not fit"),
        pytest.param(GROWTHS, "funds", "value: 108, previous: 100, against: 8 元", id="a growth in money"),
    ],
)
def test_examples_that_can_not_be_read(tmp_path: Path, form: str, indicator: str | None, example: str) -> None:
    (found,) = tried(tmp_path, form, indicator, example, "met")
    assert found.code == "TST602"
    assert found.hint


def test_a_year_in_which_the_target_does_not_bind(tmp_path: Path) -> None:
    text = (
        pack([target('value: ">= 95 %"\nby: 2025')])
        + "examples:\n  - {target: t, year: 2035, value: 95, verdict: met}\n"
    )
    book = rulebook(tmp_path, text)
    (found,) = try_examples(book, book.packs[0])
    assert found.code == "TST601"
    assert "不受此目标约束" in found.message


def test_a_total_has_nothing_before_its_first_year(tmp_path: Path) -> None:
    text = pack([target(TOTAL, indicator="seats")])
    book = rulebook(tmp_path, f"{text}examples:\n  - {{target: t, year: 2021, value: 1, previous: 1, verdict: met}}\n")
    assert [found.code for found in try_examples(book, book.packs[0])] == ["TST602"]


@pytest.mark.parametrize(
    ("form", "indicator", "example"),
    [
        ('value: ">= 95 %"\nevery: year', "coverage", "value: 95, previous: 90"),
        (COMPARE, "pay", "value: 95, previous: 90"),
        (TOTAL, "seats", "value: 95, against: 90"),
        ('value: ">= 95 %"\nevery: year', "coverage", "value: 95, evidence: false"),
    ],
    ids=["previous of a value", "previous of a compare of levels", "against of a total", "evidence of a figure"],
)
def test_keys_that_say_nothing_of_the_form_are_refused(
    tmp_path: Path, form: str, indicator: str | None, example: str
) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    (tmp_path / "indicators" / "all.yaml").write_text(INDICATORS, encoding="utf-8")
    text = pack([target(form, indicator=indicator)])
    line = text.count("\n") + 2
    (tmp_path / "plan.yaml").write_text(
        f"{text}examples:\n  - {{target: t, year: 2023, {example}, verdict: met}}\n", encoding="utf-8"
    )
    _, found = build_rulebook(find_files([tmp_path]))
    assert [(d.code, d.spans[0].line) for d in found] == [("RUL217", line)]
    assert found[0].hint
