"""The errors that public tools and documents on the two standards make, and that dabiao does not: each test names its error.

The numbers are those of the list the rules were written from; a test at the end holds that none of the eighteen is without one.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from dabiao.assess.assessment import Assessment
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.quantity import exact_decimal
from dabiao.rules.model import Cv, limit_of
from helpers import assessment, pack, row, target
from national_helpers import (
    ACCESS,
    BALANCE,
    MEASURES,
    REGION,
    YEAR,
    book,
    judged,
    number,
    one,
    outcome,
    school,
    text_of,
    vocabulary,
)

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
    """Error 1: the coefficient of school means, unweighted (AVERAGE and STDEV), which flips verdicts either way."""
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
    """Error 2: the coefficient rounded to two places before it is compared, so that 0.5049 passes."""
    found = one(judged(primary((10**6, above), (10**6, below))), CV, "小学")
    assert (found.verdict, found.shown, found.flags) == (verdict, shown, flags)


def test_3_each_coefficient_counts_not_their_mean() -> None:
    """Error 3: a county judged by the mean of its coefficients; the rule is each of them."""
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
    """Error 4: limits mistyped (骨干教师 1.1, 体艺教师 1.0, 体育场馆 8.4 for 初中)."""
    stated = [limit_of(t.form) for t in book().pack(BALANCE).targets if t.id == measure]
    assert [(limit.op, exact_decimal(limit.low)) for limit in stated if limit] == [
        (">=", LIMITS[measure][0]),
        (">=", LIMITS[measure][1]),
    ]
    floors = [exact_decimal(limit.low * Fraction("0.85")) for limit in stated if limit]
    assert floors == list(LIMITS[measure][2:])


COLUMNS = {
    "higher-degree-teachers": {"小学": "小学专科及以上专任教师数", "初中": "初中本科及以上专任教师数"},
    "backbone-teachers": {"小学": "小学县级以上骨干教师数", "初中": "初中县级以上骨干教师数"},
    "sports-arts-teachers": {"小学": "小学体艺专任教师数", "初中": "初中体艺专任教师数"},
    "teaching-area": dict.fromkeys(("小学", "初中"), "教学及辅助用房面积"),
    "sports-area": dict.fromkeys(("小学", "初中"), "运动场地面积"),
    "equipment-value": dict.fromkeys(("小学", "初中"), "教学仪器设备值"),
    "multimedia-rooms": dict.fromkeys(("小学", "初中"), "网络多媒体教室数"),
}


@pytest.mark.parametrize("stage", ["小学", "初中"])
@pytest.mark.parametrize("measure", MEASURES)
def test_4_one_measure_may_stand_on_its_floor_and_no_lower(measure: str, stage: str) -> None:
    """Error 4: with six measures on their lines, the seventh passes at 85 % of its own and fails by one person, room, ㎡ or 元 less."""
    pupils, at = 20000, 0 if stage == "小学" else 1
    per_hundred = {m for m in MEASURES if "area" not in m and "equipment" not in m}
    rows = []
    for less in (0, 1):
        items: dict[str, object] = {f"{stage}在校生数": pupils, "室内体育用房面积": 0}
        for each in MEASURES:
            share = Fraction(LIMITS[each][at + 2 if each == measure else at])
            whole = share * pupils / (100 if each in per_hundred else 1)
            assert whole.denominator == 1
            items[COLUMNS[each][stage]] = int(whole) - (less if each == measure else 0)
        rows.append(school("低一点" if less else "刚好", stage, **items))
    made = judged(rows)
    found = {name: one(made, "six-of-seven", stage, name) for name in ("刚好", "低一点")}
    assert {name: (v.value, v.verdict) for name, v in found.items()} == {
        "刚好": ("6", "met"),
        "低一点": ("6", "not_met"),
    }
    assert "低于底线" in found["低一点"].note


def test_5_no_stale_limit_is_mixed_in() -> None:
    """Error 5: limits of other standards mixed in (a coefficient of 0.65, 5.0 ㎡ for 初中, 6000 元 for 特教)."""
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
    """Error 6: 不低于 coded as >, so that a figure on the line fails; and 低于, which does exclude it."""
    (found,) = [v for v in judged(figures(items)).verdicts if v.target == target]
    assert found.verdict == verdict


def test_7_teachers_per_hundred_pupils() -> None:
    """Error 7: 体艺教师 without the factor 100."""
    rows = [school("甲", "小学", **{PUPILS: 1000, "小学体艺专任教师数": 9})]
    found = one(judged(rows), "sports-arts-teachers", "小学", "甲")
    assert (found.value, found.unit, found.verdict) == ("0.9", "人/百人", "met")


@pytest.mark.parametrize(("training", "verdict"), [("5", "met"), ("4.9999", "not_met"), ("100", "met")])
def test_8_training_is_held_against_all_public_funds(training: str, verdict: str) -> None:
    """Error 8: 教师培训经费 as 公用经费 ÷ 公用经费."""
    row = {PUPILS: 100, "公用经费预算总额(万元)": 100, "教师培训经费预算总额(万元)": training}
    found = one(judged([school("甲", "小学", **row)]), "training-budget", None, "甲")
    assert (found.value, found.verdict) == (training, verdict)


def test_9_there_is_no_basic_pass_at_nine_tenths() -> None:
    """Error 9: 基本合格 made up at nine tenths of a limit."""
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
    """Error 10: one of two formulas of 巩固率 taken in silence."""
    names = ("毕业生数", "三年前初一在校生数", "三年转入学生数", "三年转出学生数")
    found = one(judged(figures({**dict(zip(names, cohort, strict=True)), "三年死亡学生数": 0})), "junior-retention")
    assert (found.value, found.verdict, found.flags) == (value, verdict, ("disputed",))
    assert [read.value for read in found.readings] == [value, other]


def test_10_ways_that_agree_are_no_dispute() -> None:
    """Error 10: two formulas that give the same verdict are no dispute."""
    names = ("毕业生数", "三年前初一在校生数", "三年转入学生数", "三年转出学生数", "三年死亡学生数")
    found = one(judged(figures(dict(zip(names, (960, 1000, 0, 0, 0), strict=True)))), "junior-retention")
    assert (found.value, found.verdict, found.flags) == ("96", "met", ())


@pytest.mark.parametrize(
    ("registered", "value", "flags"),
    [
        pytest.param({"三至五岁户籍人口数": 1100}, "81.818182", ("disputed",), id="registered-3-5"),
        pytest.param({"户籍所在地3-6岁人口数": 1200}, "75", ("disputed",), id="registered-3-6"),
        pytest.param({"三至五岁户籍人口数": 1000}, "90", (), id="the-same"),
    ],
)
def test_11_residents_or_registered_children(
    registered: Mapping[str, object], value: str, flags: tuple[str, ...]
) -> None:
    """Error 11: 户籍 3—6 and 常住 3—5 used side by side as if they were one denominator."""
    made = preschool({"在园幼儿数": 900, "三至五岁常住人口数": 1000, **registered})
    found = one(made, "gross-enrolment", "学前")
    assert (found.value, found.verdict, found.flags) == ("90", "met", flags)
    assert [read.value for read in found.readings] == ["90", value]


def test_11_the_registered_alone_do_not_decide() -> None:
    """Error 11: with the other denominator alone, the figure asked for is missing, and what there is is shown."""
    found = one(preschool({"在园幼儿数": 900, "三至五岁户籍人口数": 1000}), "gross-enrolment", "学前")
    assert (found.verdict, found.value) == ("no_data", None)
    assert "户籍人口口径" in found.note


def test_12_coverage_counts_children_not_kindergartens() -> None:
    """Error 12: 覆盖率 of kindergartens. Here 80 of 100 kindergartens with 70 of 100 children."""
    made = preschool({"普惠性幼儿园在园幼儿数": 7000, "在园幼儿数": 10000, "幼儿园数": 100})
    found = one(made, "inclusive-coverage", "学前")
    assert (found.value, found.verdict) == ("70", "not_met")


@pytest.mark.parametrize(
    ("teachers", "verdict", "short"),
    [(101, "met", None), (100, "met", None), (99, "not_met", "还差 1 人（幼儿园专任教师数）"), (60, "not_met", "还差 40 人（幼儿园专任教师数）")],
)  # fmt: skip
def test_13_one_to_fifteen_is_a_floor_for_teachers(teachers: int, verdict: str, short: str | None) -> None:
    """Error 13: 1:15 read the wrong way round (<= 1:15)."""
    made = preschool({"在园幼儿数": 1500, "幼儿园专任教师数": teachers})
    found = one(made, "children-per-teacher", "学前")
    assert (found.verdict, found.short) == (verdict, short)


def test_15_the_stage_is_never_guessed_from_the_name() -> None:
    """Error 15: the stage of a school guessed from its name."""
    rows = [
        school("实验小学", "九年一贯制", **{PUPILS: 200, "初中在校生数": 100}),
        school("小学街中学", "初中", 初中在校生数=300),
        school("中学路学校", "小学", **{PUPILS: 300}),
    ]
    stages = {(v.entity, v.stage) for v in judged(rows).verdicts if v.target == "teaching-area"}
    assert stages == {("实验小学", "小学"), ("实验小学", "初中"), ("小学街中学", "初中"), ("中学路学校", "小学")}


# 一级指标 of 普及普惠: part, number, name → the targets filed under it
HEADINGS = {
    ("普及普惠水平", 1, "学前三年毛入园率"): ("gross-enrolment",),
    ("普及普惠水平", 2, "普惠性幼儿园覆盖率"): ("inclusive-coverage",),
    ("普及普惠水平", 3, "公办园在园幼儿占比"): ("public-share",),
    ("政府保障情况", 1, "党的领导坚强有力"): ("party-leadership",),
    ("政府保障情况", 2, "发展规划科学合理"): ("development-plan",),
    ("政府保障情况", 3, "公共服务网络基本完善"): ("service-network", "town-central-kindergartens"),
    ("政府保障情况", 4, "小区配套幼儿园管理规范"): ("residential-kindergartens", "residential-synchronised"),
    ("政府保障情况", 5, "财政投入到位"): ("funding",),
    ("政府保障情况", 6, "收费合理"): ("reasonable-fees",),
    ("政府保障情况", 7, "教师工资待遇有保障"): ("teacher-pay-secured",),
    ("政府保障情况", 8, "安全风险防控机制健全"): ("safety-system", "no-serious-accidents"),
    ("政府保障情况", 9, "监管制度比较完善"): ("supervision-system",),
    ("保教质量保障情况", 1, "办园条件合格"): ("kindergarten-conditions", "outdoor-area", "activity-area", "building-area", "books"),
    ("保教质量保障情况", 2, "班额普遍达标"): ("class-size",),
    ("保教质量保障情况", 3, "教师配足配齐"): ("children-per-teacher", "staffing"),
    ("保教质量保障情况", 4, "教师管理制度严格"): ("certified-teachers", "no-misconduct", "teacher-management"),
    ("保教质量保障情况", 5, "落实科学保教要求"): ("sound-teaching",),
}  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS, ids=lambda heading: f"{heading[0]}-{heading[1]}")
def test_14_each_requirement_is_filed_under_its_own_heading(heading: tuple[str, int, str]) -> None:
    """Error 14: requirements moved by a row (one of 办园条件 to 班额, one of 班额 to 教师), evidence with them."""
    part, number, name = heading
    at = f"{part} 第{number}项"
    filed = [t for t in book().pack(ACCESS).targets if t.clause.at == at or t.clause.at.startswith(f"{at} ")]
    assert tuple(t.id for t in filed) == HEADINGS[heading]
    assert all(t.clause.at == f"{at} {name}" for t in filed)


@pytest.mark.parametrize("status", ["计划", "预计"])
def test_16_only_actual_figures_pass(status: str) -> None:
    """Error 16: figures nobody has approved counted like others."""
    items = {"交流轮岗教师数": 260, "符合交流条件教师数": 260}
    found = one(judged(figures(items, 状态=status)), "rotation")
    assert (found.verdict, found.flags) == ("unverified", ("estimated",))


@pytest.mark.parametrize("status", ["驳回", "未审核", "submitted", "已退回"])
def test_16_a_figure_of_another_status_is_refused(status: str, tmp_path: Path) -> None:
    """Error 16: what was rejected is no figure; a status nobody knows is an error with its cell, not an actual figure."""
    path = tmp_path / "县.csv"
    path.write_text(text_of(figures({"交流轮岗教师数": 260}, 状态=status)), encoding="utf-8")
    read = read_files([path], vocabulary(), Defaults(REGION, YEAR))
    assert read.observations == ()
    assert "INP422" in {d.code for d in read.diagnostics if d.is_error}


@pytest.mark.parametrize(
    ("figure", "grade"),
    [("64.99", 0), ("65", 1), ("79.5", 1), ("79.999999", 1), ("80", 2), ("89.01", 2), ("89.5", 2), ("90", 3)],
)
def test_17_no_decimal_falls_between_two_grades(figure: str, grade: int, tmp_path: Path) -> None:
    """Error 17: grades 65—79, 80—89, 90— leave 79.5 and 89.5 without one. As limits each is met or not met, whatever the decimals."""
    grades = pack([target(f"value: '>= {limit} %'", f"from-{limit}", "enrolment") for limit in (65, 80, 90)])
    made = assessment(tmp_path, [grades], [row(2025, "毛入学率", figure)], 2025)
    assert [v.verdict for v in made.verdicts] == ["met"] * grade + ["not_met"] * (3 - grade)


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
    """Error 18: music and art rooms summed against one requirement. 13 classes need two rooms of each."""
    names = ("音乐教室96平方米及以上数", "美术教室90平方米及以上数")
    made = judged([school("甲", "小学", **{PUPILS: 500, "班级总数": 13, **dict(zip(names, rooms, strict=True))})])
    music, art = (one(made, target, None, "甲") for target in ("music-rooms", "art-rooms"))
    assert (music.verdict, art.verdict) == verdicts
    assert art.flags == flags


def test_18_a_room_of_55_square_metres_can_be_entered() -> None:
    """Error 18: a form whose lowest band of rooms starts above what is allowed."""
    row = {PUPILS: 80, "班级总数": 6, "有达标建设规划": "是", "是否最大班额低于30人的农村小规模学校": "是"}
    bands = {f"音乐教室{band}数": 0 for band in ("96平方米及以上", "73至96平方米", "61至73平方米")}
    made = judged([school("甲", "小学", **row, **bands, **{"54㎡≤单间面积＜61㎡的音乐教室间数": 1})])
    found = one(made, "music-rooms", None, "甲")
    assert (found.value, found.verdict) == ("0", "met")
    assert "过渡期放宽" in found.note


def test_every_error_has_its_test() -> None:
    """The tests of this module, by the number they name and the number in their docstring."""
    named: dict[int, set[str]] = {}
    for name, test in list(globals().items()):
        if match := re.match(r"test_(\d+)_", name):
            number_ = int(match[1])
            assert (test.__doc__ or "").startswith(f"Error {number_}: "), name
            named.setdefault(number_, set()).add(name)
    assert sorted(named) == list(range(1, 19))
