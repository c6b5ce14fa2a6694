"""还差 N: of the standards' own formulas, with the figures of random schools and counties. N more mends it, one fewer does not.

Found again by trial: the number named is put into the cell of the item named, and everything is read and judged anew.
"""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.reference import NAME as REFERENCE
from dabiao.quantity import exact_decimal
from national_helpers import ACCESS, BALANCE, QUICK, judged, school

NAMED = re.compile(r"(?:(?P<school>.+)还差|(?P<more>还差)|须减少) (?P<number>\d+) \S+?（(?P<item>.+)）")
Row = dict[str, object]
COUNTS = st.integers(0, 40)
AREAS = st.integers(0, 900_000).map(lambda hundredths: exact_decimal(Fraction(hundredths, 100)))
STAGES = {"小学": ("小学",), "初中": ("初中",), "九年一贯制": ("小学", "初中"), "十二年一贯制": ("小学", "初中"), "完全中学": ("初中",)}  # fmt: skip
PER_SCHOOL = (
    "higher-degree-teachers", "backbone-teachers", "sports-arts-teachers", "teaching-area", "sports-area", "equipment-value",
    "multimedia-rooms", "music-rooms", "art-rooms", "class-size", "school-size", "integrated-school-size", "training-budget",
)  # fmt: skip


@st.composite
def schools(draw: st.DrawFn) -> Row:
    """A school that is short of many things."""
    kind = draw(st.sampled_from(sorted(STAGES)))
    row: Row = {
        "教学及辅助用房面积": draw(AREAS), "室内体育用房面积": draw(st.sampled_from(["0", "120.5", "300"])), "运动场地面积": draw(AREAS),
        "教学仪器设备值": draw(st.integers(0, 2_000_000)), "网络多媒体教室数": draw(COUNTS), "班级总数": draw(st.integers(1, 60)),
        "音乐教室96平方米及以上数": draw(st.integers(0, 4)), "美术教室90平方米及以上数": draw(st.integers(0, 4)),
        "公用经费预算总额": draw(st.integers(1, 2_000_000)), "教师培训经费预算总额": draw(st.integers(0, 100_000)),
        "高中在校生数": draw(st.integers(1, 900)) if kind in ("十二年一贯制", "完全中学") else 0,
        "是否人口密度过高的大城市中心城区学校": "否", "是否2010年及之前规划并建成": "否",
    }  # fmt: skip
    for stage in STAGES[kind]:
        degree, limit = ("专科", 45) if stage == "小学" else ("本科", 50)
        row |= {
            f"{stage}在校生数": draw(st.integers(100, 3000)),
            f"{stage}{degree}及以上专任教师数": draw(COUNTS),
            f"{stage}县级以上骨干教师数": draw(COUNTS),
            f"{stage}体艺专任教师数": draw(COUNTS),
            f"{stage}超{limit}人班级数": draw(st.integers(0, 3)),
        }
    return school("甲", kind, **row)


def verdict(made: Assessment, like: Verdict) -> str:
    return next(
        v.verdict for v in made.verdicts if (v.target, v.stage, v.entity) == (like.target, like.stage, like.entity)
    )


def is_smallest(found: Verdict, judge: Callable[[str, int], Assessment]) -> None:
    """The change named mends the verdict, and one fewer does not. `judge` judges with an item changed by so many."""
    match = NAMED.fullmatch(found.short or "")
    assert match is not None, found
    number = int(match["number"]) * (1 if match["more"] or match["school"] else -1)
    towards = 1 if number > 0 else -1
    assert verdict(judge(match["item"], number), found) == "met", (found.target, found.value, found.short)
    assert verdict(judge(match["item"], number - towards), found) != "met", (found.target, found.value, found.short)


@settings(max_examples=12, deadline=None, phases=QUICK)
@given(schools(), st.data())
def test_of_a_school(row: Row, data: st.DataObject) -> None:
    made = judged([row], engine=REFERENCE)
    missed = [v for v in made.verdicts if v.target in PER_SCHOOL and v.verdict == "not_met"]
    assert all(v.short for v in missed), "each of them has one item that would mend it"
    assume(missed)
    found = data.draw(st.sampled_from(missed))

    def judge(item: str, change: int) -> Assessment:
        value = exact_decimal(Fraction(str(row[item])) + change)
        return judged([{**row, item: value}], engine=REFERENCE)

    is_smallest(found, judge)


SHARES = {
    (BALANCE, "special-education-funding"): ("特殊教育学校公用经费拨付总额", "特殊教育学校学生数"),
    (BALANCE, "teacher-training"): ("培训满360学时教师数", "专任教师总数"),
    (BALANCE, "certified-teachers"): ("持教师资格证专任教师数", "专任教师总数"),
    (BALANCE, "rotation"): ("交流轮岗教师数", "符合交流条件教师数"),
    (BALANCE, "backbone-rotation"): ("交流轮岗骨干教师数", "交流轮岗教师数"),
    (BALANCE, "senior-quota"): ("分配到初中的优质高中招生名额", "优质高中招生计划数"),
    (BALANCE, "disabled-enrolment"): ("适龄残疾儿童少年入学人数", "适龄残疾儿童少年总数"),
    (BALANCE, "social-recognition-rate"): ("社会认可度满意问卷数", "社会认可度有效问卷数"),
    (ACCESS, "gross-enrolment"): ("在园幼儿数", "三至五岁常住人口数"),
    (ACCESS, "inclusive-coverage"): ("普惠性幼儿园在园幼儿数", "在园幼儿数"),
    (ACCESS, "public-share"): ("公办园在园幼儿数", "在园幼儿数"),
    (ACCESS, "class-size"): ("班额符合规定的幼儿园班级数", "幼儿园班级数"),
    (ACCESS, "social-recognition-rate"): ("学前教育社会认可度满意问卷数", "学前教育社会认可度有效问卷数"),
}


@pytest.mark.parametrize(("pack", "target"), SHARES)
@settings(max_examples=4, deadline=None, phases=QUICK)
@given(whole=st.integers(1, 30_000), part=st.fractions(0, 1))
def test_of_a_share(pack: str, target: str, whole: int, part: Fraction) -> None:
    items = dict(zip(SHARES[pack, target], (int(part * whole), whole), strict=True))

    def judge(item: str, change: int) -> Assessment:
        rows = [{"指标": name, "数值": value + change * (name == item)} for name, value in items.items()]
        return judged(rows, engine=REFERENCE, pack=pack)

    (found,) = [v for v in judge("", 0).verdicts if v.target == target]
    if found.verdict != "met":
        is_smallest(found, judge)


@settings(max_examples=8, deadline=None, phases=QUICK)
@given(children=st.integers(1, 20_000), teachers=st.integers(1, 1000))
def test_of_children_per_teacher(children: int, teachers: int) -> None:
    items = {"在园幼儿数": children, "幼儿园专任教师数": teachers}

    def judge(item: str, change: int) -> Assessment:
        rows = [{"指标": name, "数值": value + change * (name == item)} for name, value in items.items()]
        return judged(rows, engine=REFERENCE, pack=ACCESS)

    (found,) = [v for v in judge("", 0).verdicts if v.target == "children-per-teacher"]
    if found.verdict != "met":
        is_smallest(found, judge)


@settings(max_examples=8, deadline=None, phases=QUICK)
@given(st.lists(st.tuples(st.integers(100, 2000), st.integers(0, 12)), min_size=2, max_size=4))
def test_of_a_coefficient(sizes: list[tuple[int, int]]) -> None:
    """Teachers at the school named; the others as they are."""
    rows: list[Row] = [
        school(f"第{n}小学", "小学", 小学在校生数=p, 小学县级以上骨干教师数=t) for n, (p, t) in enumerate(sizes, 1)
    ]
    (found,) = [
        v for v in judged(rows, engine=REFERENCE).verdicts if v.target == "cv-backbone-teachers" and v.stage == "小学"
    ]
    if found.verdict != "not_met" or found.short is None:
        return
    name = found.short.partition("还差")[0]

    def judge(item: str, change: int) -> Assessment:
        moved = [{**r, item: int(str(r[item])) + change * (r["学校名称"] == name)} for r in rows]
        return judged(moved, engine=REFERENCE)

    is_smallest(found, judge)
