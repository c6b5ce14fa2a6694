"""Which schools the national standard is about, and what is said where that can not be told."""

import pytest

from dabiao.assess.run import assess
from national_helpers import REGION, YEAR, Row, book, county, judged, one, outcome, school

P, J, S = "小学在校生数", "初中在校生数", "高中在校生数"
BANDS = (
    "25人及以下",
    "26至30人",
    "31至35人",
    "36至40人",
    "41至45人",
    "46至50人",
    "51至55人",
    "56至60人",
    "61至65人",
    "66人及以上",
)


@pytest.mark.parametrize(
    ("kind", "items", "stages"),
    [
        ("小学", {P: 30}, {"小学"}),
        ("教学点", {P: 50}, {"小学"}),
        ("教学点", {P: 49}, set()),
        ("小学", {P: 300, "办学性质": "民办"}, {"小学"}),
        ("九年一贯制", {P: 300, J: 100}, {"小学", "初中"}),
        ("九年一贯制", {P: 0, J: 100}, {"初中"}),
        ("完全中学", {J: 300, S: 500}, {"初中"}),
        ("十二年一贯制", {P: 300, J: 100, S: 100}, {"小学", "初中"}),
        ("特殊教育学校", {P: 90, J: 60, S: 0}, set()),
        ("职业学校", {J: 90, S: 600}, set()),
        ("高级中学", {S: 900}, set()),
    ],
)
def test_who_is_judged(kind: str, items: dict[str, object], stages: set[str]) -> None:
    other = school("另一所", "九年一贯制", **{P: 100, J: 100})
    made = judged([school("甲", kind, **items), other])
    assert {v.stage for v in made.verdicts if v.entity == "甲" and v.target == "teaching-area"} == stages


def test_a_school_of_unknown_kind_is_not_passed_over() -> None:
    rows = [
        school("甲", "小学", **{P: 300, "小学县级以上骨干教师数": 3}),
        school("乙", "", **{P: 300, "小学县级以上骨干教师数": 0}),
    ]
    made = judged(rows)
    told, untold = (one(made, "backbone-teachers", "小学", entity) for entity in ("甲", "乙"))
    assert (told.verdict, untold.verdict) == ("met", "no_data")
    assert "无法判断是否纳入" in untold.note
    coefficient = one(made, "cv-backbone-teachers", "小学")
    assert (coefficient.verdict, "无法判断是否纳入的学校：乙" in coefficient.note) == ("no_data", True)
    assert outcome(made, "resources") == "待定"


def test_kindergartens_in_the_same_table_are_no_schools() -> None:
    """A county's roster of all its schools: a 幼儿园 reports 班级总数 as a school does, and is judged as none."""
    row = {P: 300, "小学县级以上骨干教师数": 3, "班级总数": 8}
    rows = [
        school("甲", "小学", **row),
        school("乙", "小学", **row),
        school("红星", "幼儿园", 班级总数=6, 在园幼儿数=150, 专任教师总数=12),
    ]
    made = judged(rows)
    assert {v.entity for v in made.verdicts} == {"甲", "乙", None}
    assert one(made, "cv-backbone-teachers", "小学").verdict == "met"


def test_where_no_school_can_be_told_there_is_one_verdict_for_all() -> None:
    """A table of another purpose in the same run does not fill the report with a row for each of its schools."""
    rows = [{"指标": "专任教师总数", "学校": name, "数值": 20} for name in ("甲", "乙", "丙")]
    found = one(judged(rows), "teaching-area", "小学")
    assert (found.verdict, found.entity) == ("no_data", None)
    assert "3 个学校都无法判断" in found.note


def test_a_county_without_a_stage_does_not_pass_for_want_of_it() -> None:
    """Only 小学 handed in: nothing is said of 初中, and the county is not recognised on half of its schools."""
    made = judged([school("甲", "小学", **{P: 300})])
    assert one(made, "six-of-seven", "初中").verdict == "not_applicable"
    assert one(made, "cv-teaching-area", "初中").verdict == "no_data"
    assert outcome(made, "resources") == "待定"


def test_no_schools_at_all() -> None:
    made = judged([{"指标": "社会认可度", "数值": 90}])
    assert one(made, "six-of-seven", "小学").verdict == "no_data"
    assert outcome(made, "recognition") == "合格"
    assert outcome(made, "certification") == "待定"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        pytest.param([("甲", 80, 100), ("乙", 300, 300)], "met", id="small-one-at-100"),
        pytest.param([("甲", 80, 80), ("乙", 300, 300)], "not_met", id="small-one-at-its-own-number"),
        pytest.param([("甲", 80, ""), ("乙", 300, 300)], "unverified", id="small-one-untold"),
        pytest.param([("甲", 100, 100), ("乙", 300, 300)], "not_applicable", id="none-below-100"),
    ],
)
def test_small_schools_are_funded_as_of_100(rows: list[tuple[str, int, object]], verdict: str) -> None:
    table = [school(name, "教学点", **{P: pupils, "公用经费核定学生数": funded}) for name, pupils, funded in rows]
    assert one(judged(table), "small-school-funding").verdict == verdict


@pytest.mark.parametrize(
    ("kind", "own", "other", "stage"), [("小学", P, J, "小学"), ("初中", J, P, "初中"), ("初中", J, S, "初中")]
)
def test_class_sizes_of_a_school_with_attached_classes_are_not_guessed(
    kind: str, own: str, other: str, stage: str
) -> None:
    """Two classes of 46 to 50 and of 51 to 55: whose they are, the bands do not say; the count of its own does."""
    items = {own: 300, other: 90, **{f"班额{name}": 0 for name in BANDS}, "班额46至50人": 2, "班额51至55人": 2}
    assert one(judged([school("甲", kind, **items)]), "class-size", stage, "甲").verdict == "no_data"
    counted = {**items, "小学超45人班级数": 0, "初中超50人班级数": 0}
    assert one(judged([school("甲", kind, **counted)]), "class-size", stage, "甲").verdict == "met"


@pytest.mark.parametrize(
    ("kind", "bands", "stage", "verdict"),
    [
        pytest.param("小学", {"班额41至45人": 6}, "小学", "met", id="45"),
        pytest.param("小学", {"班额41至45人": 5, "班额46至50人": 1}, "小学", "not_met", id="46-at-小学"),
        pytest.param("初中", {"班额41至45人": 5, "班额46至50人": 1}, "初中", "met", id="50-at-初中"),
        pytest.param("初中", {"班额46至50人": 5, "班额51至55人": 1}, "初中", "not_met", id="51-at-初中"),
        pytest.param(
            "九年一贯制", {"班额41至45人": 5, "班额46至50人": 1}, "小学", "no_data", id="not-told-whose-class-it-is"
        ),
    ],
)
def test_class_sizes_from_bands(kind: str, bands: dict[str, int], stage: str, verdict: str) -> None:
    items = {**{f"班额{name}": 0 for name in BANDS}, **bands}
    pupils = {P: 250, J: 250} if kind == "九年一贯制" else {P if kind == "小学" else J: 250}
    made = judged([school("甲", kind, **pupils, **items)])
    assert one(made, "class-size", stage, "甲").verdict == verdict


def left_out(*rows: Row) -> dict[str, bool]:
    """Which of the two standards is left out where nobody names one."""
    made = assess(book(), county(rows), REGION, YEAR)
    return {pack.id: pack.left_out for pack in made.packs}


def test_a_kindergarten_in_the_roster_asks_for_the_standard_of_kindergartens() -> None:
    primary = school("甲", "小学", **{P: 300})
    assert left_out(primary) == {"compulsory-balance-2017": False, "preschool-access-2020": True}
    assert not any(left_out(primary, school("乙", "幼儿园", 班级总数=8)).values())
