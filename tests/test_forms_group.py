"""The form group: of several targets of one school so many reached, and none below a share of its limit."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from dabiao.assess.assessment import Verdict
from helpers import assessment, findings, pack, row, target

MEMBERS = {
    "a": ("覆盖率", "coverage", ">= 80 %"),
    "b": ("毛入学率", "enrolment", ">= 90 %"),
    "c": ("在校生数", "pupils", ">= 100 人"),
}
COUNTED = 'per: school\ngroup: {of: [a, b, c], at_least: 2, floor: "85 %"}'


def members(**more: str) -> list[str]:
    return [target(f"per: school\nvalue: '{limit}'{more.get(i, '')}", i, n) for i, (_, n, limit) in MEMBERS.items()]


def judged(
    folder: Path, figures: Mapping[str, object], group: str = COUNTED, first: bool = False, **more: str
) -> Verdict:
    """The group's verdict on 甲, from its figures by member (乙 has them all)."""
    own = target(group, "g", None)
    targets = [own, *members(**more)] if first else [*members(**more), own]
    rows = [row(2025, MEMBERS[i][0], value, entity="甲") for i, value in figures.items()]
    rows += [row(2025, name, 100, entity="乙") for name, _, _ in MEMBERS.values()]
    made = assessment(folder, [pack(targets)], rows, 2025)
    (found,) = [v for v in made.verdicts if (v.target, v.entity) == ("g", "甲")]
    return found


CASES = [
    pytest.param({"a": 80, "b": 90, "c": 100}, "met", "3", id="all-on-the-line"),
    pytest.param({"a": 68, "b": 90, "c": 100}, "met", "2", id="one-on-the-floor"),
    pytest.param({"a": "67.99", "b": 90, "c": 100}, "not_met", "2", id="one-below-the-floor"),
    pytest.param({"a": 70, "b": 80, "c": 100}, "not_met", "1", id="two-short"),
    pytest.param({"a": 80, "b": 90}, "unverified", "2", id="enough-but-one-may-be-below-the-floor"),
    pytest.param({"a": 70, "b": 90}, "unverified", "1", id="the-missing-one-decides"),
    pytest.param({"a": 10, "b": 90}, "not_met", "1", id="below-the-floor-whatever-the-missing-one"),
    pytest.param({"a": 70}, "unverified", "0", id="two-missing"),
    pytest.param({"a": "80以上", "b": 90, "c": 100}, "met", "3", id="known-from-one-side"),
    pytest.param({"a": "70以上", "b": 90, "c": 100}, "unverified", "2", id="from-one-side-not-enough-to-tell"),
]


@pytest.mark.parametrize(("figures", "verdict", "value"), CASES)
def test_counts_and_floor(tmp_path: Path, figures: dict[str, object], verdict: str, value: str) -> None:
    found = judged(tmp_path, figures)
    assert (found.verdict, found.value, found.unit, found.limit) == (verdict, value, "项", "2")


@pytest.mark.parametrize(("figures", "verdict", "value"), CASES)
def test_a_group_may_stand_before_its_members(
    tmp_path: Path, figures: dict[str, object], verdict: str, value: str
) -> None:
    found = judged(tmp_path, figures, first=True)
    assert (found.verdict, found.value) == (verdict, value)


def test_without_a_floor_only_the_number_counts(tmp_path: Path) -> None:
    found = judged(tmp_path, {"a": 0, "b": 90, "c": 100}, "per: school\ngroup: {of: [a, b, c], at_least: 2}")
    assert (found.verdict, found.note) == ("met", "3 项中达到 2 项；未达到但不低于底线：覆盖率")


def test_a_member_that_needs_a_person_is_not_counted(tmp_path: Path) -> None:
    figures = {"a": 80, "b": 90, "c": 99}
    assert judged(tmp_path / "1", figures).verdict == "met"
    unsure = judged(tmp_path / "2", figures, a="\nunverified: true\nnote: 未核对")
    assert (unsure.verdict, "不能判断：覆盖率" in unsure.note) == ("unverified", True)


def test_a_member_that_is_only_planned_is_not_counted(tmp_path: Path) -> None:
    rows = [
        row(2025, "覆盖率", 100, entity="甲", status="计划"),
        row(2025, "毛入学率", 100, entity="甲"),
        row(2025, "在校生数", 99, entity="甲"),
    ]
    made = assessment(tmp_path, [pack([*members(), target(COUNTED, "g", None)])], rows, 2025)
    (found,) = [v for v in made.verdicts if v.target == "g"]
    assert (found.verdict, found.value) == ("unverified", "1")


def test_the_gap_is_what_is_missing_in_number(tmp_path: Path) -> None:
    """Where enough are reached and the floor is broken, no further one would do: there is no gap to name."""
    assert judged(tmp_path / "1", {"a": 70, "b": 80, "c": 100}).gap == "1"
    assert judged(tmp_path / "2", {"a": 10, "b": 90, "c": 100}).gap is None
    assert judged(tmp_path / "3", {"a": 80, "b": 90, "c": 100}).gap == "0"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("group: {of: [a, b, c], at_least: 2}", "RUL226"),
        ("per: school\ngroup: {of: [a, x], at_least: 2}", "LNK308"),
        ("per: kindergarten\ngroup: {of: [a, b], at_least: 2}", "LNK308"),
        ("per: school\nstages: [小学]\ngroup: {of: [a, b], at_least: 2}", "LNK308"),
        ("per: school\ngroup: {of: [a, b], at_least: 2, floor: 85 只}", "RUL202"),
    ],
)
def test_groups_a_pack_may_not_write(tmp_path: Path, text: str, code: str) -> None:
    found = findings(tmp_path, pack([*members(), target(text, "g", None)]))
    assert code in {d.code for d in found}
