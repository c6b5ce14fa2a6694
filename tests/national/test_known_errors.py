"""Errors that public tools and documents on the two standards make (each named at its test), and that dabiao does not."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from dabiao.assess.assessment import Assessment
from dabiao.quantity import exact_decimal
from dabiao.rules.model import Cv, limit_of
from national_helpers import ACCESS, BALANCE, book, judged, number, one, outcome, school

PUPILS, TEACHERS = "小学在校生数", "小学县级以上骨干教师数"
CV = "cv-backbone-teachers"


def primary(*sizes: tuple[int, int]) -> list[dict[str, object]]:
    """小学 with so many pupils and 骨干教师."""
    return [school(f"第{n}小学", "小学", **{PUPILS: p, TEACHERS: t}) for n, (p, t) in enumerate(sizes, 1)]


def figures(items: Mapping[str, object], **more: object) -> list[dict[str, object]]:
    """County figures, one a row."""
    return [{"指标": name, "数值": value, **more} for name, value in items.items()]


def preschool(items: Mapping[str, object]) -> Assessment:
    return judged(figures(items), pack=ACCESS)


@pytest.mark.parametrize(
    ("sizes", "value", "verdict"),
    [
        # weighted: X̄ 13/11, S √40 ÷ 11; the mean of schools is 2, STDEV 1.414, 0.707 of it
        pytest.param([(1000, 10), (100, 3)], "0.486504", "met", id="the-unweighted-one-fails"),
        # weighted: X̄ 2.0909, S 1.0492; unweighted 2.0667, 0.8994, 0.435 of it
        pytest.param([(500, 5), (500, 16), (100, 2)], "0.501793", "not_met", id="the-unweighted-one-passes"),
    ],
)
def test_1_the_coefficient_is_weighted_by_pupils(sizes: Sequence[tuple[int, int]], value: str, verdict: str) -> None:
    found = one(judged(primary(*sizes)), CV, "小学")
    assert (found.value, found.verdict) == (value, verdict)


# two schools of equal size at 1 + d and 1 − d have the coefficient d
@pytest.mark.parametrize(
    ("above", "below", "verdict", "shown", "flags"),
    [
        pytest.param(15000, 5000, "met", "0.500", (), id="on-the-line"),
        pytest.param(15001, 4999, "not_met", "0.500", ("borderline",), id="0.5001"),
        pytest.param(15004, 4996, "not_met", "0.500", ("borderline",), id="0.5004-prints-0.500"),
        pytest.param(15049, 4951, "not_met", "0.505", (), id="0.5049-is-no-0.50"),
        pytest.param(14999, 5001, "met", "0.500", (), id="0.4999"),
    ],
)
def test_2_nothing_is_rounded_before_it_is_compared(
    above: int, below: int, verdict: str, shown: str, flags: tuple[str, ...]
) -> None:
    found = one(judged(primary((10**6, above), (10**6, below))), CV, "小学")
    assert (found.verdict, found.shown, found.flags) == (verdict, shown, flags)


def test_3_each_coefficient_counts_not_their_mean() -> None:
    items = [(600, 9, 12, 6), (600, 3, 12, 6)]
    rows = [
        school(f"第{n}小学", "小学", **{PUPILS: p, TEACHERS: b + (n == 1), "小学专科及以上专任教师数": d, "小学体艺专任教师数": a})
        for n, (p, b, d, a) in enumerate(items, 1)
    ]  # fmt: skip
    made = judged(rows)
    coefficients = [
        one(made, f"cv-{m}", "小学") for m in ("backbone-teachers", "higher-degree-teachers", "sports-arts-teachers")
    ]
    assert [c.verdict for c in coefficients] == ["not_met", "met", "met"]
    assert sum(number(c.value) for c in coefficients) / 3 < Fraction("0.5")
    assert outcome(made, "resources") == "不合格"


# domain table: limit and floor of 85 %
LIMITS = {
    "higher-degree-teachers": ("4.2", "5.3", "3.57", "4.505"),
    "backbone-teachers": ("1", "1", "0.85", "0.85"),
    "sports-arts-teachers": ("0.9", "0.9", "0.765", "0.765"),
    "teaching-area": ("4.5", "5.8", "3.825", "4.93"),
    "sports-area": ("7.5", "10.2", "6.375", "8.67"),
    "equipment-value": ("2000", "2500", "1700", "2125"),
    "multimedia-rooms": ("2.3", "2.4", "1.955", "2.04"),
}


@pytest.mark.parametrize("measure", LIMITS)
def test_4_the_limits_are_those_of_the_document(measure: str) -> None:
    stated = [limit_of(t.form) for t in book().pack(BALANCE).targets if t.id == measure]
    assert [(limit.op, exact_decimal(limit.low)) for limit in stated if limit] == [
        (">=", LIMITS[measure][0]),
        (">=", LIMITS[measure][1]),
    ]
    floors = [exact_decimal(limit.low * Fraction("0.85")) for limit in stated if limit]
    assert floors == list(LIMITS[measure][2:])


def test_5_no_stale_limit_is_mixed_in() -> None:
    targets = book().pack(BALANCE).targets
    coefficients = {
        (t.stage, t.form.limit.op, exact_decimal(t.form.limit.low)) for t in targets if isinstance(t.form, Cv)
    }
    assert coefficients == {("小学", "<=", "0.5"), ("初中", "<=", "0.45")}
    items = {"特殊教育学校公用经费拨付总额": "31.99 万元", "特殊教育学校学生数": 40}
    assert one(judged(figures(items)), "special-education-funding").verdict == "not_met"  # 7997.5 元, not 6000


@pytest.mark.parametrize(
    ("items", "target", "verdict"),
    [
        ({"交流轮岗教师数": 26, "符合交流条件教师数": 260}, "rotation", "met"),
        ({"交流轮岗教师数": 25, "符合交流条件教师数": 260}, "rotation", "not_met"),
        ({"交流轮岗骨干教师数": 5, "交流轮岗教师数": 25}, "backbone-rotation", "met"),
        ({"分配到初中的优质高中招生名额": 200, "优质高中招生计划数": 400}, "senior-quota", "met"),
        (
            {"国家义务教育质量监测学业水平校际差异率最大值": "0.15"},
            "monitoring-variation",
            "not_met",
        ),  # 低于: not equal
        ({"国家义务教育质量监测学业水平校际差异率最大值": "0.149"}, "monitoring-variation", "met"),
        ({"国家义务教育质量监测学业水平最低等级": 3}, "monitoring-level", "met"),
        ({"教师平均工资收入水平": "11.8 万元", "公务员平均工资收入水平": "118000 元"}, "teacher-pay", "met"),
        ({"社会认可度满意问卷数": 170, "社会认可度有效问卷数": 200}, "social-recognition-rate", "met"),
    ],
)
def test_6_not_below_includes_the_line(items: dict[str, object], target: str, verdict: str) -> None:
    (found,) = [v for v in judged(figures(items)).verdicts if v.target == target]
    assert found.verdict == verdict


def test_7_teachers_per_hundred_pupils() -> None:
    rows = [school("甲", "小学", **{PUPILS: 1000, "小学体艺专任教师数": 9})]
    found = one(judged(rows), "sports-arts-teachers", "小学", "甲")
    assert (found.value, found.unit, found.verdict) == ("0.9", "人/百人", "met")


@pytest.mark.parametrize(("training", "verdict"), [("5", "met"), ("4.9999", "not_met"), ("100", "met")])
def test_8_training_is_held_against_all_public_funds(training: str, verdict: str) -> None:
    row = {PUPILS: 100, "公用经费预算总额(万元)": 100, "教师培训经费预算总额(万元)": training}
    found = one(judged([school("甲", "小学", **row)]), "training-budget", None, "甲")
    assert (found.value, found.verdict) == (training, verdict)


def test_9_there_is_no_basic_pass_at_nine_tenths() -> None:
    made = preschool({"普惠性幼儿园在园幼儿数": 79, "在园幼儿数": 100})
    assert one(made, "inclusive-coverage", "学前").verdict == "not_met"
    assert outcome(made, "access") == "不合格"


@pytest.mark.parametrize(
    ("cohort", "value", "other", "verdict"),
    [
        # (902 − 30 + 80) ÷ 1000 = 95.2 %; 902 ÷ (1000 + 30 − 80) = 94.947 %
        pytest.param((902, 1000, 30, 80), "95.2", "94.947368", "met", id="the-first-passes"),
        # (1125 − 200 + 20) ÷ 1000 = 94.5 %; 1125 ÷ (1000 + 200 − 20) = 95.339 %
        pytest.param((1125, 1000, 200, 20), "94.5", "95.338983", "not_met", id="the-second-passes"),
    ],
)
def test_10_two_ways_to_retention_are_both_shown(
    cohort: tuple[int, int, int, int], value: str, other: str, verdict: str
) -> None:
    names = ("毕业生数", "三年前初一在校生数", "三年转入学生数", "三年转出学生数")
    found = one(judged(figures({**dict(zip(names, cohort, strict=True)), "三年死亡学生数": 0})), "junior-retention")
    assert (found.value, found.verdict, found.flags) == (value, verdict, ("disputed",))
    assert [read.value for read in found.readings] == [value, other]


def test_10_ways_that_agree_are_no_dispute() -> None:
    names = ("毕业生数", "三年前初一在校生数", "三年转入学生数", "三年转出学生数", "三年死亡学生数")
    found = one(judged(figures(dict(zip(names, (960, 1000, 0, 0, 0), strict=True)))), "junior-retention")
    assert (found.value, found.verdict, found.flags) == ("96", "met", ())


def test_11_residents_or_registered_children() -> None:
    made = preschool({"在园幼儿数": 900, "三至五岁常住人口数": 1000, "三至五岁户籍人口数": 1100})
    found = one(made, "gross-enrolment", "学前")
    assert (found.value, found.verdict, found.flags) == ("90", "met", ("disputed",))  # 81.8 % of those registered


def test_12_coverage_counts_children_not_kindergartens() -> None:
    """80 of 100 kindergartens with 70 of 100 children."""
    made = preschool({"普惠性幼儿园在园幼儿数": 7000, "在园幼儿数": 10000, "幼儿园数": 100})
    found = one(made, "inclusive-coverage", "学前")
    assert (found.value, found.verdict) == ("70", "not_met")


@pytest.mark.parametrize(
    ("teachers", "verdict", "short"),
    [(101, "met", None), (100, "met", None), (99, "not_met", "还差 1 人（幼儿园专任教师数）"), (60, "not_met", "还差 40 人（幼儿园专任教师数）")],
)  # fmt: skip
def test_13_one_to_fifteen_is_a_floor_for_teachers(teachers: int, verdict: str, short: str | None) -> None:
    made = preschool({"在园幼儿数": 1500, "幼儿园专任教师数": teachers})
    found = one(made, "children-per-teacher", "学前")
    assert (found.verdict, found.short) == (verdict, short)


def test_15_the_stage_is_never_guessed_from_the_name() -> None:
    rows = [
        school("实验小学", "九年一贯制", **{PUPILS: 200, "初中在校生数": 100}),
        school("小学街中学", "初中", 初中在校生数=300),
        school("中学路学校", "小学", **{PUPILS: 300}),
    ]
    stages = {(v.entity, v.stage) for v in judged(rows).verdicts if v.target == "teaching-area"}
    assert stages == {("实验小学", "小学"), ("实验小学", "初中"), ("小学街中学", "初中"), ("中学路学校", "小学")}


@pytest.mark.parametrize("status", ["计划", "预计"])
def test_16_only_actual_figures_pass(status: str) -> None:
    items = {"交流轮岗教师数": 260, "符合交流条件教师数": 260}
    found = one(judged(figures(items, 状态=status)), "rotation")
    assert (found.verdict, found.flags) == ("unverified", ("estimated",))


@pytest.mark.parametrize(
    ("rooms", "verdicts", "flags"),
    [
        pytest.param((20, 0), ("met", "not_met"), ("disputed",), id="twenty-of-music-none-of-art"),
        pytest.param((2, 2), ("met", "met"), (), id="two-of-each"),
        pytest.param((1, 2), ("not_met", "met"), (), id="one-of-music"),
    ],
)
def test_18_music_and_art_rooms_are_not_added_up(
    rooms: tuple[int, int], verdicts: tuple[str, str], flags: tuple[str, ...]
) -> None:
    """13 classes need two rooms of each."""
    names = ("音乐教室96平方米及以上数", "美术教室90平方米及以上数")
    made = judged([school("甲", "小学", **{PUPILS: 500, "班级总数": 13, **dict(zip(names, rooms, strict=True))})])
    music, art = (one(made, target, None, "甲") for target in ("music-rooms", "art-rooms"))
    assert (music.verdict, art.verdict) == verdicts
    assert art.flags == flags


def test_18_a_room_of_55_square_metres_can_be_entered() -> None:
    row = {PUPILS: 80, "班级总数": 6, "有达标建设规划": "是", "是否最大班额低于30人的农村小规模学校": "是"}
    bands = {f"音乐教室{band}数": 0 for band in ("96平方米及以上", "73至96平方米", "61至73平方米")}
    made = judged([school("甲", "小学", **row, **bands, **{"54㎡≤单间面积＜61㎡的音乐教室间数": 1})])
    found = one(made, "music-rooms", None, "甲")
    assert (found.value, found.verdict) == ("0", "met")
    assert "过渡期放宽" in found.note
