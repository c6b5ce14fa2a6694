"""The form each: from a reported share, from its two counts, and from a table of schools."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

ALL = "each: school\nrequire: 专职心理教师 >= 1"
LARGE = "each: school\nwhere: 学生数 > 1000\nrequire: 专职心理教师 >= 1"
MOST = "each: school\nwhere: 学生数 > 1000\nrequire: 专职心理教师 >= 1\nshare: '>= 60 %'"
ACTIVE = "each: school\nrequire: 每日体育课 >= 1 or 每日户外时间 >= 1"
SPECIAL = "each: school\nwhere: 学生数 > 1000 or 每日体育课 < 1\nrequire: 专职心理教师 >= 1"
REPORTED = "each: school\nshare: '>= 90 %'"

School = Mapping[str, object]
N, T, P, H = "学生数", "专职心理教师", "每日体育课", "每日户外时间"


def table(schools: Mapping[str, School], year: int = 2025) -> list[tuple[str, ...]]:
    return [row(year, item, v, entity=name) for name, items in schools.items() for item, v in items.items()]


# form, schools → verdict, share in %, what is short
TABLES: list[Any] = [
    pytest.param(ALL, {"甲": {T: 1}, "乙": {T: 2}}, "met", "100", None, id="all-have-one"),
    pytest.param(ALL, {"甲": {T: 1}, "乙": {T: 0}, "丙": {T: 1}}, "not_met", "66.666667", "还差 1 个", id="one-has-none"),
    pytest.param(LARGE, {"甲": {N: 1001, T: 1}, "乙": {N: 1000, T: 0}}, "met", "100", None, id="exactly-1000-is-not-large"),
    pytest.param(LARGE, {"甲": {N: 1001, T: 0}, "乙": {N: 900, T: 5}}, "not_met", "0", "还差 1 个", id="the-large-one-has-none"),
    pytest.param(LARGE, {"甲": {N: 800, T: 0}, "乙": {N: 900}}, "not_applicable", None, None, id="no-school-is-large"),
    pytest.param(LARGE, {"甲": {N: 1200, T: 1}, "乙": {N: 1300}}, "unverified", "50", "还差 1 个", id="teachers-unknown"),
    pytest.param(LARGE, {"甲": {N: 1200, T: 1}, "乙": {T: 0}}, "unverified", "50", "还差 1 个", id="size-unknown-and-none"),
    pytest.param(LARGE, {"甲": {N: 1200, T: 0}, "乙": {N: 1300}}, "not_met", "0", "还差 2 个", id="one-failure-decides"),
    pytest.param(MOST, {"甲": {N: 1200, T: 1}, "乙": {N: 1300, T: 1}, "丙": {N: 1400}}, "met", "66.666667", None, id="enough-whatever-the-third"),
    pytest.param(MOST, {"甲": {N: 1200, T: 1}, "乙": {N: 1300, T: 0}, "丙": {N: 1400}}, "unverified", "33.333333", "还差 1 个", id="the-third-decides"),
    pytest.param(MOST, {"甲": {N: 1200, T: 0}, "乙": {N: 1300, T: 0}, "丙": {N: 1400}}, "not_met", "0", "还差 2 个", id="the-third-can-not-help"),
    pytest.param(ACTIVE, {"甲": {P: 1, H: "0.5"}, "乙": {P: 0, H: 1}}, "met", "100", None, id="lesson-or-hour"),
    pytest.param(ACTIVE, {"甲": {P: 1}, "乙": {H: 1}}, "met", "100", None, id="one-side-of-an-or-suffices"),
    pytest.param(ACTIVE, {"甲": {P: 1}, "乙": {P: "0.5"}}, "unverified", "50", "还差 1 个", id="the-other-side-is-unknown"),
    pytest.param(ACTIVE, {"甲": {P: 1}, "乙": {P: "0.5", H: "0.9"}}, "not_met", "50", "还差 1 个", id="neither-side"),
    pytest.param(SPECIAL, {"甲": {N: 900, P: "0.5", T: 0}}, "not_met", "0", "还差 1 个", id="where-with-or-second-side"),
    pytest.param(SPECIAL, {"甲": {N: 900, P: 1, T: 0}}, "not_applicable", None, None, id="where-with-or-neither-side"),
    pytest.param(SPECIAL, {"甲": {N: 1900, T: 0}}, "not_met", "0", "还差 1 个", id="where-with-or-second-side-unknown"),
    pytest.param(SPECIAL, {"甲": {N: 900, T: 0}}, "unverified", "0", "还差 1 个", id="where-undecided"),
    pytest.param(ALL, {"甲": {T: 1}, "乙": {T: ""}}, "unverified", "50", "还差 1 个", id="a-blank-cell-is-no-pass"),
    pytest.param(ALL, {"甲": {T: 1}, "乙": {N: 900}}, "unverified", "50", "还差 1 个", id="a-school-without-the-item-is-no-pass"),
    pytest.param(ALL, {}, "no_data", None, None, id="no-table"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "schools", "expected", "value", "short"), TABLES)
def test_from_a_table_of_schools(
    tmp_path: Path, form: str, schools: Mapping[str, School], expected: str, value: str | None, short: str | None
) -> None:
    found = verdict(tmp_path, form, table(schools), indicator="school-share")
    assert (found.verdict, found.value, found.short) == (expected, value, short)


def test_failing_schools_are_named_and_their_cells_given(tmp_path: Path) -> None:
    schools = {f"第{n}小学": {T: 0 if n < 8 else 1} for n in range(1, 11)}
    found = verdict(tmp_path, ALL, table(schools), indicator="school-share")
    assert "第1小学、第2小学、第3小学、第4小学、第5小学 等 7 个" in found.note
    assert [place.cell for place in found.origin] == [f"F{n}" for n in range(2, 12)]
    assert [(given.name, given.value) for given in found.readings[0].inputs] == [
        ("达到要求的数量", "3"),
        ("适用的数量", "10"),
    ]


def test_two_figures_of_one_school_that_differ_leave_it_undecided(tmp_path: Path) -> None:
    rows = [*table({"甲": {T: 1}, "乙": {T: 1}}), row(2025, T, 0, entity="乙")]
    assert verdict(tmp_path, ALL, rows, indicator="school-share").verdict == "unverified"


def test_last_years_table_does_not_serve(tmp_path: Path) -> None:
    rows = table({"甲": {T: 1}}, 2024)
    assert verdict(tmp_path, ALL, rows, indicator="school-share").verdict == "no_data"


def test_planned_teachers_do_not_count_as_there(tmp_path: Path) -> None:
    rows = [row(2025, T, 1, entity="甲"), row(2025, T, 1, entity="乙", status="计划")]
    found = verdict(tmp_path, ALL, rows, indicator="school-share")
    assert (found.verdict, found.flags) == ("unverified", ("estimated",))


def test_planned_students_do_not_leave_a_school_out(tmp_path: Path) -> None:
    """乙 is to have 900 next year; how many it has, nobody says, and it has no 心理教师."""
    rows = [*table({"甲": {N: 1200, T: 1}, "乙": {T: 0}}), row(2025, N, 900, entity="乙", status="计划")]
    found = verdict(tmp_path, LARGE, rows, indicator="school-share")
    assert (found.verdict, found.value) == ("unverified", "50")


SHARES: list[Any] = [
    pytest.param([row(2025, "配齐率", "90", "%")], "met", "90", None, id="reported-share-on-the-line"),
    pytest.param([row(2025, "配齐率", "89.9", "%")], "not_met", "89.9", None, id="reported-share-below"),
    pytest.param([row(2025, "配齐学校数", 45), row(2025, "学校总数", 50)], "met", "90", None, id="two-counts-on-the-line"),
    pytest.param([row(2025, "配齐学校数", 44), row(2025, "学校总数", 49)], "not_met", "89.795918", "还差 1 所（配齐学校数）", id="two-counts-below"),
    pytest.param([row(2025, "配齐学校数", 45)], "no_data", None, None, id="one-count-alone"),
    pytest.param([row(2025, "配齐学校数", 0), row(2025, "学校总数", 0)], "no_data", None, None, id="no-schools-at-all"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected", "value", "short"), SHARES)
def test_from_a_share_or_its_two_counts(
    tmp_path: Path, rows: list[tuple[str, ...]], expected: str, value: str | None, short: str | None
) -> None:
    found = verdict(tmp_path, REPORTED, rows, indicator="school-share")
    assert (found.verdict, found.value, found.short) == (expected, value, short)


@pytest.mark.parametrize(
    ("reported", "expected", "flags"),
    [
        pytest.param("66.67", "not_met", (), id="the-share-rounded-to-two-places"),
        pytest.param("66.7", "not_met", (), id="the-share-rounded-to-one-place"),
        pytest.param("67", "not_met", (), id="the-share-rounded-to-a-whole"),
        pytest.param("70", "not_met", ("suspect",), id="another-share-that-misses-too"),
        pytest.param("100", "unverified", ("suspect",), id="a-share-that-would-pass"),
    ],
)
def test_a_reported_share_beside_the_table(
    tmp_path: Path, reported: str, expected: str, flags: tuple[str, ...]
) -> None:
    schools = {"甲": {T: 1}, "乙": {T: 1}, "丙": {T: 0}}
    rows = [*table(schools), row(2025, "配齐率", reported, "%")]
    found = verdict(tmp_path, ALL, rows, indicator="school-share")
    assert (found.verdict, found.flags) == (expected, flags)


def test_a_reported_share_stands_beside_a_table_of_plans(tmp_path: Path) -> None:
    rows = [row(2025, T, 1, entity="甲", status="计划"), row(2025, "配齐率", 100, "%")]
    found = verdict(tmp_path, ALL, rows, indicator="school-share")
    assert (found.verdict, found.flags) == ("met", ())


def test_a_table_does_not_hide_a_contradiction_beside_a_rounded_share(tmp_path: Path) -> None:
    rows = [*table({"甲": {T: 1}, "乙": {T: 1}, "丙": {T: 0}}), row(2025, "配齐率", "66.67", "%")]
    rows += [row(2025, "配齐率", 100, "%")]
    found = verdict(tmp_path, ALL, rows, indicator="school-share")
    assert (found.verdict, found.flags) == ("unverified", ("suspect",))


def test_a_share_before_its_due_year_follows_its_path(tmp_path: Path) -> None:
    form = "each: school\nrequire: 专职心理教师 >= 1\nby: 2025\nbaseline: {2020: 50}"
    rows = table({"甲": {T: 1}, "乙": {T: 1}, "丙": {T: 1}, "丁": {T: 0}}, 2022)  # 50 + 50 × 2 ÷ 5 = 70
    found = verdict(tmp_path, form, rows, 2022, indicator="school-share")
    assert (found.verdict, found.value, found.path, found.flags) == ("on_track", "75", "70", ("customary",))
