"""The form cv: 校际差异系数 over the schools that count, compared through its square."""

from fractions import Fraction
from pathlib import Path

import pytest

from dabiao.assess.assessment import Verdict
from dabiao.assess.explain import steps_of
from dabiao.assess.run import assess
from helpers import COUNTY, dataset, pack, row, rulebook, target

FORM = 'cv: "<= 0.50"\nweight: 学生数\nwhere: 学生数 > 0 and 每日体育课 == 0'
INDICATORS = """\
indicators:
  - {id: rooms-per-pupil, name: 生均教室, unit: 间/百人, direction: higher, bounds: [0, null], decimals: 2, formula: {default: 100 * 教室数 / 学生数}}
  - {id: rooms, name: 教室数, unit: 间, direction: none, bounds: [0, null], decimals: 0}
  - {id: students, name: 学生数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: pe-lessons, name: 每日体育课, unit: 节, direction: none, bounds: [0, null], decimals: 1}
"""


def judged(folder: Path, *schools: tuple[str, object, object, object], form: str = FORM) -> Verdict:
    """The verdict on schools given as name, pupils, rooms, and what keeps them out where it is not 0."""
    book = rulebook(folder / "rules", pack([target(form, "t", "rooms-per-pupil")]), indicators=INDICATORS)
    rows = [
        row(2025, item, value, entity=name)
        for name, *values in schools
        for item, value in zip(("学生数", "教室数", "每日体育课"), values, strict=True)
        if value != ""
    ]
    (found,) = assess(book, dataset(folder, book, rows), COUNTY, 2025).verdicts
    return found


@pytest.mark.parametrize(
    ("schools", "verdict", "value"),
    [
        pytest.param([("甲", 100, 3, 0), ("乙", 100, 1, 0)], "met", "0.500000", id="on-the-line"),
        pytest.param([("甲", 100, 4, 0), ("乙", 100, 1, 0)], "not_met", "0.600000", id="above"),
        pytest.param([("甲", 100, 4, 0), ("乙", 300, 12, 0)], "met", "0.000000", id="alike"),
        pytest.param([("甲", 100, 4, 0)], "met", "0.000000", id="one-school"),
        pytest.param([("甲", 100, 4, 0), ("乙", 100, 1, 1)], "met", "0.000000", id="one-kept-out"),
        pytest.param([("甲", 100, 0, 0), ("乙", 100, 0, 0)], "no_data", None, id="nobody-has-any"),
        pytest.param([("甲", 100, 4, 0), ("乙", 100, "", 0)], "no_data", None, id="one-has-not-told"),
        pytest.param([("甲", 100, 4, 0), ("乙", 100, 1, "")], "no_data", None, id="one-may-count-or-not"),
        pytest.param([("甲", 100, 4, 1)], "no_data", None, id="none-counts"),
        pytest.param([], "no_data", None, id="no-table"),
    ],
)
def test_verdicts(
    tmp_path: Path, schools: list[tuple[str, object, object, object]], verdict: str, value: str | None
) -> None:
    found = judged(tmp_path, *schools)
    assert (found.verdict, found.value) == (verdict, value)


def test_what_is_planned_keeps_no_school_out(tmp_path: Path) -> None:
    """乙 plans to be one that does not count: until it is, it can not be told."""
    book = rulebook(tmp_path / "rules", pack([target(FORM, "t", "rooms-per-pupil")]), indicators=INDICATORS)
    rows = [
        row(2025, item, value, entity=name, status=status)
        for name, out, status in (("甲", 0, ""), ("乙", 1, "计划"))
        for item, value, status in (("学生数", 100, ""), ("教室数", 3, ""), ("每日体育课", out, status))
    ]
    (found,) = assess(book, dataset(tmp_path, book, rows), COUNTY, 2025).verdicts
    assert (found.verdict, "无法判断是否纳入的学校：乙" in found.note) == ("no_data", True)


@pytest.mark.parametrize(
    ("schools", "missing"),
    [
        ([("甲", 100, 4, 0), ("乙", 100, "", 0)], "缺数据的学校：乙"),
        ([("甲", 100, 4, 0), ("乙", 100, 1, "")], "无法判断是否纳入的学校：乙"),
        ([("甲", 100, 4, 1)], "没有纳入的学校"),
        ([("甲", 100, 0, 0)], "差异系数没有意义"),
    ],
)
def test_what_is_missing_is_said(
    tmp_path: Path, schools: list[tuple[str, object, object, object]], missing: str
) -> None:
    assert missing in judged(tmp_path, *schools).note


def test_two_figures_that_differ_are_both_tried(tmp_path: Path) -> None:
    """乙 has 1 room or 3: 0.6, or less than half of it."""
    found = judged(tmp_path, ("甲", 100, 4, 0), ("乙", 100, 1, 0), ("乙", "", 3, ""))
    assert (found.verdict, found.flags) == ("unverified", ("suspect",))
    assert {read.value for read in found.readings} == {"0.600000", "0.142857"}


def test_each_school_has_its_cells(tmp_path: Path) -> None:
    found = judged(tmp_path, ("甲", 100, 4, 0), ("乙", 100, 1, 0))
    given = [(g.name, g.value, [p.cell for p in g.origin]) for g in found.readings[0].inputs]
    assert given == [
        ("甲：生均教室", "4", ["F3", "F2"]), ("甲：学生数", "100", ["F2"]),
        ("乙：生均教室", "1", ["F6", "F5"]), ("乙：学生数", "100", ["F5"]),
    ]  # fmt: skip
    steps = steps_of(found)
    assert any("甲：生均教室 = 100 * 教室数 / 学生数 = 4 间/百人" in step for step in steps)
    assert any("0.600000 比 ≤ 0.5 比：不成立" in step for step in steps)


def test_it_is_laid_open(tmp_path: Path) -> None:
    """10 rooms on 400 pupils: mean 2.5. Variance 1/4 × 1.5² + 3/4 × 0.5² = 9/16 + 3/16 = 3/4: three quarters of it are 甲's."""
    found = judged(tmp_path, ("乙", 300, 6, 0), ("甲", 100, 4, 0)).spread
    assert found is not None
    assert (found.mean, found.deviation) == ("2.500000", "0.866025")
    assert [tuple(one) for one in found.schools] == [("甲", "4", "100", "75.000000"), ("乙", "2", "300", "25.000000")]


def test_the_one_school_that_could_mend_it_is_named(tmp_path: Path) -> None:
    """乙 with 2 rooms: mean 3, deviation 1, a third. (No number of rooms at 甲 would do.)"""
    found = judged(tmp_path, ("甲", 100, 4, 0), ("乙", 100, 1, 0))
    assert found.short == "乙还差 1 间（教室数）"
    assert judged(tmp_path / "2", ("甲", 100, 4, 0), ("乙", 100, 2, 0)).verdict == "met"
    assert "差异主要来自：乙 50.0%、甲 50.0%" in found.note


def test_no_one_school_may_be_able_to_mend_it(tmp_path: Path) -> None:
    found = judged(tmp_path, ("甲", 100, 40, 0), *((f"小{n}", 10, 0, 0) for n in range(9)))
    assert (found.verdict, found.short) == ("not_met", None)


@pytest.mark.parametrize("rooms", [(3, 1), (30000001, 9999999)])
def test_the_gap_is_never_nought_where_something_is_missing(tmp_path: Path, rooms: tuple[int, int]) -> None:
    found = judged(tmp_path, ("甲", 100, rooms[0], 0), ("乙", 100, rooms[1], 0))
    assert found.gap is not None
    assert (found.verdict == "met") == (Fraction(found.gap) == 0)


def test_each_stage_has_its_own_limit_and_weight(tmp_path: Path) -> None:
    """Formulas named after a stage, values by stage, one verdict a stage."""
    indicators = INDICATORS.replace(
        "{default: 100 * 教室数 / 学生数}", "{小学: 100 * 教室数 / 学生数, 初中: 110 * 教室数 / 学生数}"
    )
    form = 'cv: {小学: "<= 0.50", 初中: "<= 0.45"}\nweight: {小学: 学生数, 初中: 学生数}'
    text = pack([target(form, "t", "rooms-per-pupil")])
    book = rulebook(tmp_path / "rules", text, indicators=indicators)
    rows = [
        row(2025, item, v, entity=n)
        for n, *vs in (("甲", 100, 3), ("乙", 100, 1))
        for item, v in zip(("学生数", "教室数"), vs, strict=True)
    ]
    made = assess(book, dataset(tmp_path, book, rows), COUNTY, 2025)
    assert [(v.stage, v.value, v.verdict) for v in made.verdicts] == [
        ("小学", "0.500000", "met"),
        ("初中", "0.500000", "not_met"),
    ]
    means = [v.note for v in made.verdicts]
    assert ["平均值 2.0000" in means[0], "平均值 2.2000" in means[1]] == [True, True]
