"""A county of six schools with 小学 and four with 初中, worked by hand: every figure to the last digit.

小学 pupils: 甲 400, 乙 200, 丙 200, 己 100, 庚 50, 辛 50, together 1000; 初中: 丙 100, 丁 500, 戊 300, 己 100, together 1000.
丙 is 九年一贯制, 戊 完全中学 (200 in 高中), 己 十二年一贯制 (100 in 高中), 庚 民办, 辛 教学点. What they share is split by pupils as 1:1.1:1.32:
丙 200 + 1.1·100 = 310; 戊 1.1·300 + 1.32·200 = 594, so 1.1 R ÷ 594 = R ÷ 540 a pupil; 己 100 + 110 + 132 = 342.
Of 专科 and above, area, sports ground and equipment, a school may stand exactly on the line: 甲 4.5 ㎡, 乙 7.5 ㎡, 丁 5.8 ㎡, 戊 2500 元.
"""

import functools
from fractions import Fraction

import pytest

from dabiao.assess.assessment import Assessment
from national_helpers import MEASURES, judged, number, one, school

EQUIPMENT = "教学仪器设备值(万元)"
AREA, INDOOR, GROUND, ROOMS = "教学及辅助用房面积", "室内体育用房面积", "运动场地面积", "网络多媒体教室数"
P_DEGREE, J_DEGREE = "小学专科及以上专任教师数", "初中本科及以上专任教师数"
P_BACKBONE, J_BACKBONE = "小学县级以上骨干教师数", "初中县级以上骨干教师数"
P_ARTS, J_ARTS = "小学体艺专任教师数", "初中体艺专任教师数"
P, J, S = "小学在校生数", "初中在校生数", "高中在校生数"

SCHOOLS = [
    # 体艺: 2 体育 + 1 音乐 + 1 美术 + 0 艺术; degrees: 8 专科 + 11 本科 + 1 硕士 + 0 博士
    school("甲", "小学", **{P: 400, "小学专科专任教师数": 8, "小学本科专任教师数": 11, "小学硕士专任教师数": 1,
                           "小学博士专任教师数": 0, P_BACKBONE: 4, "小学体育专任教师数": 2, "小学音乐专任教师数": 1,
                           "小学美术专任教师数": 1, "小学艺术专任教师数": 0, AREA: 2000, INDOOR: 200, GROUND: 3000,
                           EQUIPMENT: 80, ROOMS: 10}),
    school("乙", "小学", **{P: 200, P_DEGREE: 9, P_BACKBONE: 2, P_ARTS: 2, AREA: 800, INDOOR: 0, GROUND: 1500, EQUIPMENT: 50, ROOMS: 5}),
    school("丙", "九年一贯制", **{P: 200, J: 100, P_DEGREE: 10, J_DEGREE: 6, P_BACKBONE: 3, J_BACKBONE: 1, P_ARTS: 2, J_ARTS: 1,
                               AREA: 1700, INDOOR: 150, GROUND: 2640, EQUIPMENT: "77.5", ROOMS: 8}),
    school("丁", "初中", **{J: 500, J_DEGREE: 27, J_BACKBONE: 5, J_ARTS: 5, AREA: 3500, INDOOR: 600, GROUND: 4500, EQUIPMENT: 150, ROOMS: 12}),
    school("戊", "完全中学", **{J: 300, S: 200, J_DEGREE: 15, J_BACKBONE: 6, J_ARTS: 3, AREA: 3740, INDOOR: 500, GROUND: 5440,
                             EQUIPMENT: 135, ROOMS: 13}),
    school("己", "十二年一贯制", **{P: 100, J: 100, S: 100, P_DEGREE: 5, J_DEGREE: 6, P_BACKBONE: 1, J_BACKBONE: 1, P_ARTS: 1, J_ARTS: 1,
                                AREA: 2000, INDOOR: 119, GROUND: 3301, EQUIPMENT: "68.4", ROOMS: 9}),
    school("庚", "小学", 办学性质="民办", **{P: 50, P_DEGREE: 3, P_BACKBONE: 0, P_ARTS: 1, AREA: 250, INDOOR: 0, GROUND: 350, EQUIPMENT: "12.5", ROOMS: 2}),
    school("辛", "教学点", **{P: 50, P_DEGREE: 3, P_BACKBONE: 1, P_ARTS: 0, "小学交流轮岗兼职走教体艺教师数": 1, AREA: 250, INDOOR: 0, GROUND: 500,
                           EQUIPMENT: "12.5", ROOMS: 1, "乡村小规模": "是"}),
    # not counted: fewer than 50 at a 教学点, 特殊教育, 职业
    school("壬", "教学点", **{P: 49, P_DEGREE: 0, P_BACKBONE: 0, P_ARTS: 0, AREA: 1, INDOOR: 0, GROUND: 1, EQUIPMENT: 1, ROOMS: 0}),
    school("癸", "特殊教育学校", **{P: 80, J: 40, S: 0, P_DEGREE: 0, P_BACKBONE: 0, P_ARTS: 0, AREA: 9000, INDOOR: 0, GROUND: 1, EQUIPMENT: 1, ROOMS: 9}),
    school("子", "职业学校", **{J: 60, S: 900, J_DEGREE: 0, J_BACKBONE: 0, J_ARTS: 0, AREA: 1, INDOOR: 0, GROUND: 1, EQUIPMENT: 1, ROOMS: 0}),
]  # fmt: skip

# per school, in the order of MEASURES
PRIMARY = {
    # 甲: 100·20/400; 100·4/400; 100·4/400; (2000−200)/400; (3000+200)/400; 800000/400; 100·10/400
    "甲": ("5", "1", "1", "4.5", "8", "2000", "2.5"),
    # 乙: 100·9/200; 100·2/200; 100·2/200; 800/200; 1500/200; 500000/200; 100·5/200
    "乙": ("4.5", "1", "1", "4", "7.5", "2500", "2.5"),
    # 丙: 100·10/200; 100·3/200; 100·2/200; 1550/310; (2640+150)/310; 775000/310; 100·8/310 = 80/31
    "丙": ("5", "1.5", "1", "5", "9", "2500", "2.580645"),
    # 己: 100·5/100; 1; 1; 1881/342; (3301+119)/342; 684000/342; 100·9/342 = 50/19
    "己": ("5", "1", "1", "5.5", "10", "2000", "2.631579"),
    # 庚: 100·3/50; 0; 100·1/50; 250/50; 350/50; 125000/50; 100·2/50
    "庚": ("6", "0", "2", "5", "7", "2500", "4"),
    # 辛: 100·3/50; 100·1/50; with the visiting teacher 100·(0+1)/50; 250/50; 500/50; 125000/50; 100·1/50
    "辛": ("6", "2", "2", "5", "10", "2500", "2"),
}
JUNIOR = {
    # 丙: 100·6/100; 1; 1; 1.1·1550/310; 1.1·2790/310; 1.1·775000/310; 110·8/310 = 88/31
    "丙": ("6", "1", "1", "5.5", "9.9", "2750", "2.838710"),
    # 丁: 100·27/500; 1; 1; (3500−600)/500; (4500+600)/500; 1500000/500; 100·12/500
    "丁": ("5.4", "1", "1", "5.8", "10.2", "3000", "2.4"),
    # 戊: 100·15/300; 2; 1; (3740−500)/540; (5440+500)/540; 1350000/540; 100·13/540 = 65/27
    "戊": ("5", "2", "1", "6", "11", "2500", "2.407407"),
    # 己: 100·6/100; 1; 1; 1.1·1881/342; 1.1·3420/342; 1.1·684000/342; 110·9/342 = 55/19
    "己": ("6", "1", "1", "6.05", "11", "2200", "2.894737"),
}

# met of the seven, and the school's verdict
TOGETHER = {
    ("小学", "甲"): (7, "met"),  # 4.5 ㎡ and 2000 元 stand on the line
    ("小学", "乙"): (6, "met"),  # 4 ㎡: short of 4.5, not below 3.825
    ("小学", "丙"): (7, "met"),
    ("小学", "己"): (7, "met"),
    ("小学", "庚"): (5, "not_met"),  # no 骨干教师, and 7 ㎡
    ("小学", "辛"): (6, "met"),  # 2.0 rooms: short of 2.3, not below 1.955; the visiting teacher counts
    ("初中", "丙"): (5, "not_met"),  # 5.5 ㎡ and 9.9 ㎡, neither below 85 %
    ("初中", "丁"): (7, "met"),
    ("初中", "戊"): (6, "met"),  # 5.0: short of 5.3, not below 4.505
    ("初中", "己"): (6, "met"),  # 2200 元: short of 2500, not below 2125
}

# X̄ = ΣPx ÷ 1000; S² = ΣP(x − X̄)² ÷ 1000; CV = S ÷ X̄
VARIATION = {
    # X̄ 5; 200·0.5² + 50·1² + 50·1² = 150; √0.150 ÷ 5
    ("higher-degree-teachers", "小学"): "0.077460",
    # X̄ 1.1; 400·0.1² + 200·0.1² + 200·0.4² + 100·0.1² + 50·1.1² + 50·0.9² = 140; √0.140 ÷ 1.1
    ("backbone-teachers", "小学"): "0.340151",
    # 辛 without the visiting teacher: X̄ 1; 50·1² + 50·1² = 100; √0.1
    ("sports-arts-teachers", "小学"): "0.316228",
    # X̄ 4.65; 400·0.15² + 200·0.65² + 200·0.35² + 100·0.85² + 50·0.35² + 50·0.35² = 202.5; 0.45 ÷ 4.65
    ("teaching-area", "小学"): "0.096774",
    # X̄ 8.35; 400·0.35² + 200·0.85² + 200·0.65² + 100·1.65² + 50·1.35² + 50·1.65² = 777.5; √0.7775 ÷ 8.35
    ("sports-area", "小学"): "0.105600",
    # X̄ 2250; all 250 away: 250 ÷ 2250
    ("equipment-value", "小学"): "0.111111",
    # X̄ 7596/2945 = 2.579287; ΣP(x − X̄)² = 42236110/346921 = 121.745614; √0.121745614 ÷ 2.579287
    ("multimedia-rooms", "小学"): "0.135278",
    # X̄ 5.4; 100·0.6² + 300·0.4² + 100·0.6² = 120; √0.120 ÷ 5.4
    ("higher-degree-teachers", "初中"): "0.064150",
    # X̄ 1.3; 700·0.3² + 300·0.7² = 210; √0.210 ÷ 1.3
    ("backbone-teachers", "初中"): "0.352506",
    ("sports-arts-teachers", "初中"): "0.000000",
    # X̄ 5.855; 100·0.355² + 500·0.055² + 300·0.145² + 100·0.195² = 24.225; √0.024225 ÷ 5.855
    ("teaching-area", "初中"): "0.026583",
    # X̄ 10.49; 100·0.59² + 500·0.29² + 300·0.51² + 100·0.51² = 180.9; √0.1809 ÷ 10.49
    ("sports-area", "初中"): "0.040546",
    # X̄ 2745; 100·5² + 500·255² + 300·245² + 100·545² = 80225000; √80225 ÷ 2745
    ("equipment-value", "初中"): "0.103184",
    # X̄ 13229/5301 = 2.495567; ΣP(x − X̄)² = 2917390840/84301803 = 34.606506; √0.034606506 ÷ 2.495567
    ("multimedia-rooms", "初中"): "0.074543",
}


@functools.cache
def made() -> Assessment:
    return judged(SCHOOLS)


@pytest.mark.parametrize(
    ("stage", "entity", "values"),
    [*(("小学", *pair) for pair in PRIMARY.items()), *(("初中", *pair) for pair in JUNIOR.items())],
)
def test_the_seven_measures_of_a_school(stage: str, entity: str, values: tuple[str, ...]) -> None:
    assert tuple(one(made(), measure, stage, entity).value for measure in MEASURES) == values


@pytest.mark.parametrize(("stage", "entity"), TOGETHER)
def test_six_of_seven(stage: str, entity: str) -> None:
    found = one(made(), "six-of-seven", stage, entity)
    assert (str(number(found.value)), found.verdict) == (str(TOGETHER[stage, entity][0]), TOGETHER[stage, entity][1])


@pytest.mark.parametrize(("measure", "stage"), VARIATION)
def test_coefficients(measure: str, stage: str) -> None:
    found = one(made(), f"cv-{measure}", stage)
    assert (found.value, found.verdict) == (VARIATION[measure, stage], "met")


def test_who_counts() -> None:
    """民办 and a 教学点 of 50 do; a 教学点 of 49, 特殊教育 and 职业 do not."""
    judged_for = {(v.stage, v.entity) for v in made().verdicts if v.target == "six-of-seven"}
    assert judged_for == set(TOGETHER)
    for stage, schools in (("小学", PRIMARY), ("初中", JUNIOR)):
        named = {given.name.partition("：")[0] for given in one(made(), "cv-teaching-area", stage).readings[0].inputs}
        assert named == set(schools)


def test_the_floor_is_named_where_it_is_broken() -> None:
    below, between = (one(made(), "six-of-seven", *at) for at in (("小学", "庚"), ("初中", "丙")))
    assert "低于底线：每百名学生拥有县级以上骨干教师数" in below.note
    assert "未达到但不低于底线：生均体育运动场馆面积" in below.note
    assert "未达到但不低于底线：生均教学及辅助用房面积、生均体育运动场馆面积" in between.note


def test_shares_add_up_and_name_the_schools_that_differ_most() -> None:
    # 乙 200·0.65² = 84.5 of 202.5, 己 72.25, 丙 24.5
    note = one(made(), "cv-teaching-area", "小学").note
    assert "6 所学校，平均值 4.6500，标准差 0.4500；差异主要来自：乙 41.7%、己 35.7%、丙 12.1%" in note


SHORT = {
    # 乙 needs 4.5·200 = 900, has 800
    ("teaching-area", "小学", "乙"): "还差 100 平方米（教学及辅助用房面积）",
    # 庚 needs 1·50/100 = 0.5 teachers: one whole one; 7.5·50 = 375, has 350
    ("backbone-teachers", "小学", "庚"): "还差 1 人（小学县级以上骨干教师数）",
    ("sports-area", "小学", "庚"): "还差 25 平方米（运动场地面积）",
    # 辛 needs 2.3·50/100 = 1.15 rooms, has 1
    ("multimedia-rooms", "小学", "辛"): "还差 1 间（网络多媒体教室数）",
    # 丙 needs 5.8·310/1.1 = 1634.54… net, has 1550; 10.2·310/1.1 = 2874.54…, has 2790
    ("teaching-area", "初中", "丙"): "还差 85 平方米（教学及辅助用房面积）",
    ("sports-area", "初中", "丙"): "还差 85 平方米（运动场地面积）",
    # 戊 needs 5.3·300/100 = 15.9, has 15
    ("higher-degree-teachers", "初中", "戊"): "还差 1 人（初中本科及以上专任教师数）",
    # 己 needs 2500·342/1.1 = 777272.72…, has 684000
    ("equipment-value", "初中", "己"): "还差 93273 元（教学仪器设备值）",
}


@pytest.mark.parametrize(("measure", "stage", "entity"), SHORT)
def test_what_is_still_missing_in_whole_numbers(measure: str, stage: str, entity: str) -> None:
    assert one(made(), measure, stage, entity).short == SHORT[measure, stage, entity]


def test_a_figure_is_traced_to_its_cells() -> None:
    """甲's teachers are added up from their degrees; each part with its cell, and the sum beside them."""
    (read,) = one(made(), "higher-degree-teachers", "小学", "甲").readings
    parts = [(given.name, given.value, [place.cell for place in given.origin]) for given in read.inputs]
    assert parts == [
        ("小学专科专任教师数", "8", ["D2"]),
        ("小学本科专任教师数", "11", ["E2"]),
        ("小学硕士专任教师数", "1", ["F2"]),
        ("小学博士专任教师数", "0", ["G2"]),
        (P_DEGREE, "20", ["D2", "E2", "F2", "G2"]),
        (P, "400", ["C2"]),
    ]
    assert read.inputs[4].formula == "小学专科专任教师数 + 小学本科专任教师数 + 小学硕士专任教师数 + 小学博士专任教师数"


def test_shares_of_a_nine_year_school_are_one_to_one_point_one() -> None:
    """What 丙 has is shared out without loss: 200 pupils at 5 and 100 at 5.5 make 1550 ㎡."""
    values = [number(one(made(), "teaching-area", stage, "丙").value) for stage in ("小学", "初中")]
    assert values[1] == values[0] * Fraction("1.1")
    assert 200 * values[0] + 100 * values[1] == 1550
