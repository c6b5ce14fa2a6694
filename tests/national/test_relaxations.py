"""Transitional relaxations of the national standard: for whom, of what, until when."""

import pytest

from national_helpers import judged, one, school

SMALL = "是否50人及以上但不足100人的乡村小规模学校和教学点"
CENTRAL = "是否人口密度过高的大城市中心城区学校"
FEW = "是否最大班额低于30人的农村小规模学校"
OLD, OLDER, PLAN = "是否2016年及之前规划并建成", "是否2010年及之前规划并建成", "是否有达标建设规划"
P, J = "小学在校生数", "初中在校生数"


@pytest.mark.parametrize(
    ("pupils", "flag", "year", "value", "verdict"),
    [
        pytest.param(80, "是", 2024, "1.25", "met", id="a-visiting-teacher-counts"),
        pytest.param(99, "是", 2025, "1.010101", "met", id="to-99-pupils-and-to-2025"),
        pytest.param(100, "是", 2024, "0", "not_met", id="not-of-100-whatever-is-ticked"),
        pytest.param(80, "否", 2024, "0", "not_met", id="not-in-a-town"),
        pytest.param(80, "是", 2026, "0", "not_met", id="not-after-2025"),
        pytest.param(80, "", 2024, "0", "not_met", id="not-where-nobody-says"),
    ],
)
def test_visiting_teachers_of_small_rural_schools(pupils: int, flag: str, year: int, value: str, verdict: str) -> None:
    row = {P: pupils, "小学体艺专任教师数": 0, "小学交流轮岗兼职走教体艺教师数": 1, SMALL: flag}
    found = one(judged([school("甲", "小学", **row)], year=year), "sports-arts-teachers", "小学", "甲")
    assert (found.value, found.verdict) == (value, verdict)
    assert ("过渡期放宽至 2025-12-31" in found.note) == (verdict == "met")
    assert ("条件无法判断" in found.note) == (flag == "" and year <= 2025)


def test_a_visiting_teacher_does_not_even_out_schools() -> None:
    """The coefficient is of the teachers schools have."""
    row = {P: 80, "小学体艺专任教师数": 1, "小学交流轮岗兼职走教体艺教师数": 5, SMALL: "是"}
    rows = [school("甲", "小学", **row), school("乙", "小学", **{**row, "小学交流轮岗兼职走教体艺教师数": 0})]
    assert one(judged(rows), "cv-sports-arts-teachers", "小学").value == "0.000000"


@pytest.mark.parametrize(
    ("more", "value", "verdict"),
    [
        pytest.param({CENTRAL: "是", "校内其他体育场面积": 300, "租赁场馆面积": 200}, "8", "met", id="roof-and-leased"),
        pytest.param(
            {CENTRAL: "否", "校内其他体育场面积": 300, "租赁场馆面积": 200}, "7", "not_met", id="not-elsewhere"
        ),
        pytest.param({CENTRAL: "是"}, "7", "not_met", id="nothing-to-add"),
    ],
)
def test_other_grounds_of_central_schools(more: dict[str, object], value: str, verdict: str) -> None:
    row = {P: 500, "运动场地面积": 3300, "体育馆面积": 200, **more}
    found = one(judged([school("甲", "小学", **row)]), "sports-area", "小学", "甲")
    assert (found.value, found.verdict) == (value, verdict)


@pytest.mark.parametrize(
    ("kind", "items", "target", "verdict"),
    [
        pytest.param("小学", {P: 2000}, "school-size", "met", id="2000"),
        pytest.param("小学", {P: 2001, OLDER: "否", PLAN: "否"}, "school-size", "not_met", id="2001"),
        pytest.param("小学", {P: 2400, OLDER: "是", PLAN: "是"}, "school-size", "met", id="2400-old-with-a-plan"),
        pytest.param("小学", {P: 2401, OLDER: "是", PLAN: "是"}, "school-size", "not_met", id="2401-old-with-a-plan"),
        pytest.param("小学", {P: 2400, OLDER: "是", PLAN: "否"}, "school-size", "not_met", id="old-without-a-plan"),
        pytest.param("初中", {J: 2400, OLDER: "否", "随迁子女在校生数": 1201, PLAN: "是"}, "school-size", "met", id="more-than-half-migrants"),
        pytest.param("初中", {J: 2400, OLDER: "否", "随迁子女在校生数": 1200, PLAN: "是"}, "school-size", "not_met", id="just-half-migrants"),
        pytest.param("完全中学", {J: 1900, "高中在校生数": 3000}, "school-size", "met", id="senior-pupils-do-not-count"),
        pytest.param("九年一贯制", {P: 1500, J: 1000}, "integrated-school-size", "met", id="nine-years-2500"),
        pytest.param("九年一贯制", {P: 1600, J: 1400, OLDER: "是", PLAN: "是"}, "integrated-school-size", "met", id="nine-years-3000"),
        pytest.param("九年一贯制", {P: 1600, J: 1401, OLDER: "是", PLAN: "是"}, "integrated-school-size", "not_met", id="nine-years-3001"),
        pytest.param("十二年一贯制", {P: 1600, J: 901, "高中在校生数": 500, OLDER: "是", PLAN: "是"}, "integrated-school-size", "not_met", id="twelve-years-have-no-relaxation"),
    ],
)  # fmt: skip
def test_school_size(kind: str, items: dict[str, object], target: str, verdict: str) -> None:
    made = judged([school("甲", kind, **items)])
    assert [v.verdict for v in made.verdicts if v.target == target and v.entity == "甲"] == [verdict]


def test_a_relaxation_without_its_figures_says_what_is_missing() -> None:
    """Ground on the roof was reported, what is leased was not: the wider count has no figure, and blank is not 0."""
    row = {P: 500, "运动场地面积": 3300, "体育馆面积": 200, CENTRAL: "是", "校内其他体育场面积": 300}
    found = one(judged([school("甲", "小学", **row)]), "sports-area", "小学", "甲")
    assert (found.value, found.verdict) == ("7", "not_met")
    assert "没有填报租赁场馆面积" in found.note
    assert "过渡期放宽至" not in found.note
    enough = one(judged([school("甲", "小学", **{**row, "运动场地面积": 3550})]), "sports-area", "小学", "甲")
    assert (enough.verdict, "没有填报" in enough.note) == ("met", False)


@pytest.mark.parametrize(("status", "verdict"), [("实际", "met"), ("计划", "not_met")])
def test_a_plan_still_to_be_made_relaxes_nothing(status: str, verdict: str) -> None:
    row = school("甲", "小学", **{P: 2400, OLDER: "是"})
    plan = {"指标": "有达标建设规划", "学校": "甲", "数值": 1, "状态": status}
    found = one(judged([row], [plan]), "school-size", "小学", "甲")
    assert (found.verdict, "条件无法判断" in found.note) == (verdict, status == "计划")


def test_a_form_without_the_lowest_band_of_rooms_still_has_the_next() -> None:
    """The form in use starts at 61 ㎡: a room of 65 ㎡ in a school of small classes counts, though nobody was asked for 54 ㎡."""
    row = {P: 120, "班级总数": 6, FEW: "是", PLAN: "是", OLD: "否"}
    bands = {"音乐教室96平方米及以上数": 0, "音乐教室73至96平方米数": 0, "音乐教室61至73平方米数": 1}
    found = one(judged([school("甲", "小学", **row, **bands)]), "music-rooms", None, "甲")
    assert (found.value, found.verdict) == ("0", "met")
    assert "过渡期放宽至" in found.note


def rooms(*counts: int) -> dict[str, object]:
    bands = ("96平方米及以上", "73至96平方米", "61至73平方米", "54至61平方米")
    return {f"音乐教室{band}数": count for band, count in zip(bands, counts, strict=True)}


@pytest.mark.parametrize(
    ("kind", "items", "classes", "verdict"),
    [
        pytest.param("小学", rooms(1, 0, 0, 0), 12, "met", id="12-classes-one-room"),
        pytest.param("小学", rooms(1, 0, 0, 0), 13, "not_met", id="13-classes-two-rooms"),
        pytest.param("小学", {**rooms(1, 1, 0, 0), OLD: "是", PLAN: "是"}, 13, "met", id="73-in-an-old-school"),
        pytest.param("小学", {**rooms(1, 1, 0, 0), OLD: "否", PLAN: "是"}, 13, "not_met", id="73-in-a-new-school"),
        pytest.param("小学", {**rooms(1, 1, 0, 0), OLD: "是", PLAN: "否"}, 13, "not_met", id="73-without-a-plan"),
        pytest.param("小学", {**rooms(1, 0, 1, 0), OLD: "是", PLAN: "是"}, 13, "not_met", id="61-in-an-old-school"),
        pytest.param("小学", {**rooms(0, 0, 0, 1), FEW: "是", PLAN: "是"}, 6, "met", id="54-where-classes-are-small"),
        pytest.param(
            "初中", {**rooms(0, 0, 0, 1), FEW: "是", PLAN: "是"}, 6, "not_met", id="54-is-not-enough-for-初中"
        ),
        pytest.param("初中", {**rooms(0, 0, 1, 0), FEW: "是", PLAN: "是"}, 6, "met", id="61-is"),
    ],
)
def test_music_rooms(kind: str, items: dict[str, object], classes: int, verdict: str) -> None:
    pupils = {P if kind == "小学" else J: 120}
    made = judged([school("甲", kind, 班级总数=classes, **pupils, **items)])
    assert one(made, "music-rooms", None, "甲").verdict == verdict
