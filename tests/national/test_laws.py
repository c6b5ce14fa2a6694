"""What must not matter: the order of schools, in how many files they come, schools that do not count; and the scale of a measure."""

import math
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess.assessment import Assessment
from dabiao.assess.reference import NAME
from dabiao.assess.variation import School, fewest, root, variation
from dabiao.quantity import Interval
from national_helpers import QUICK, Row, judged, outcome, school

COUNTS = st.integers(0, 12)
KINDS = {
    "小学": ("小学",),
    "初中": ("初中",),
    "九年一贯制": ("小学", "初中"),
    "完全中学": ("初中",),
    "教学点": ("小学",),
}


@st.composite
def schools(draw: st.DrawFn) -> list[Row]:
    """Two to five schools of several kinds, with all that the seven measures need."""
    rows: list[Row] = []
    for number in range(draw(st.integers(2, 5))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        items: dict[str, object] = {
            "教学及辅助用房面积": draw(st.integers(0, 3000)), "室内体育用房面积": 0, "运动场地面积": draw(st.integers(0, 5000)),
            "教学仪器设备值(万元)": draw(st.integers(0, 90)), "网络多媒体教室数": draw(COUNTS),
        }  # fmt: skip
        for stage in KINDS[kind]:
            items[f"{stage}在校生数"] = draw(st.integers(50, 600))
            degree = "专科" if stage == "小学" else "本科"
            items[f"{stage}{degree}及以上专任教师数"] = draw(st.integers(0, 40))
            items |= {f"{stage}县级以上骨干教师数": draw(COUNTS), f"{stage}体艺专任教师数": draw(COUNTS)}
        if kind == "完全中学":
            items["高中在校生数"] = draw(st.integers(1, 500))
        rows.append(school(f"学校{number}", kind, **items))
    return rows


# kinds of schools that are not judged, whatever they report
EXCLUDED = (
    school("特校", "特殊教育学校", 小学在校生数=90, 初中在校生数=50, 高中在校生数=0, 教学及辅助用房面积=1),
    school("小点", "教学点", 小学在校生数=49, 小学县级以上骨干教师数=9, 教学及辅助用房面积=1),
    school("职校", "职业学校", 初中在校生数=70, 高中在校生数=700, 初中县级以上骨干教师数=0),
    school("高中校", "高级中学", 高中在校生数=900, 教学及辅助用房面积=9),
    school("红星", "幼儿园", 在园幼儿数=90, 班级总数=3, 网络多媒体教室数=1),
)
RESOURCES = ("value", "group", "cv")


def core(made: Assessment) -> set[tuple[object, ...]]:
    """The verdicts on resources, without where the figures stand."""
    found = [v for v in made.verdicts if v.form in RESOURCES and v.clause.at.startswith("资源配置")]
    return {(v.target, v.stage, v.entity, v.value, v.verdict, v.gap, v.short, v.flags) for v in found}


@settings(max_examples=12, deadline=None, phases=QUICK)
@given(schools(), st.integers(0, 2**16))
def test_the_order_of_schools_does_not_matter(rows: list[Row], seed: int) -> None:
    shuffled = list(rows)
    Random(seed).shuffle(shuffled)  # noqa: S311
    first, second = judged(rows, engine=NAME), judged(shuffled, engine=NAME)
    assert core(first) == core(second)
    assert outcome(first, "resources") == outcome(second, "resources")


@settings(max_examples=12, deadline=None, phases=QUICK)
@given(schools(), st.data())
def test_splitting_the_table_does_not_matter(rows: list[Row], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(rows) - 1))
    assert core(judged(rows, engine=NAME)) == core(judged(rows[:at], rows[at:], engine=NAME))


@settings(max_examples=12, deadline=None, phases=QUICK)
@given(schools(), st.data())
def test_splitting_its_columns_does_not_matter(rows: list[Row], data: st.DataObject) -> None:
    """Pupils and buildings from one office, teachers from another: two tables of the same schools."""
    columns = sorted({key for row in rows for key in row} - {"学校名称", "学校类型"})
    chosen = data.draw(st.sets(st.sampled_from(columns), min_size=2, max_size=len(columns) - 2))
    halves = [
        [{key: value for key, value in row.items() if key not in columns or (key in chosen) == here} for row in rows]
        for here in (True, False)
    ]
    assert core(judged(rows, engine=NAME)) == core(judged(*halves, engine=NAME))


@pytest.mark.parametrize("excluded", EXCLUDED, ids=lambda row: str(row["学校类型"]))
@settings(max_examples=4, deadline=None, phases=QUICK)
@given(rows=schools())
def test_a_school_that_does_not_count_changes_nothing(rows: list[Row], excluded: Row) -> None:
    assert core(judged(rows, engine=NAME)) == core(judged([*rows, excluded], engine=NAME))


VALUES = st.fractions(0, 20, max_denominator=10)
WEIGHTS = st.integers(1, 2000).map(Fraction)
COUNTY = st.lists(st.tuples(VALUES, WEIGHTS), min_size=1, max_size=5)


def county(pairs: list[tuple[Fraction, Fraction]]) -> list[School]:
    return [School(str(number), value, weight) for number, (value, weight) in enumerate(pairs)]


@settings(max_examples=60, deadline=None)
@given(COUNTY, st.fractions("1/1000", 1000), st.fractions("1/1000", 1000))
def test_the_coefficient_is_free_of_scale(
    pairs: list[tuple[Fraction, Fraction]], values: Fraction, weights: Fraction
) -> None:
    """元 or 万元, pupils or hundreds of pupils: the same coefficient, the same shares."""
    first, second = variation(county(pairs)), variation(county([(v * values, w * weights) for v, w in pairs]))
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert (first.squared, first.shares) == (second.squared, second.shares)


@settings(max_examples=60, deadline=None)
@given(COUNTY)
def test_the_coefficient_is_that_of_the_definition(pairs: list[tuple[Fraction, Fraction]]) -> None:
    found = variation(county(pairs))
    total = sum(w for _, w in pairs)
    mean = sum(v * w for v, w in pairs) / total
    if mean == 0:
        assert found is None
        return
    assert found is not None
    spread = math.sqrt(sum(float(w / total) * float(v - mean) ** 2 for v, w in pairs)) / float(mean)
    assert float(root(found.squared)) == pytest.approx(spread, abs=1e-9)
    assert sum(found.shares) in (0, 1)


@settings(deadline=None, max_examples=60)
@given(COUNTY, st.lists(st.fractions("1/100", 5), min_size=5, max_size=5), st.fractions("1/100", 1))
def test_the_fewest_more_is_the_fewest(
    pairs: list[tuple[Fraction, Fraction]], steps: list[Fraction], limit: Fraction
) -> None:
    """Tried one by one: no smaller number at any one school does it, and none below 40 where none is named."""
    schools_, required = county(pairs), Interval.at_most(limit**2)
    now = variation(schools_)
    if now is None or required.contains(now.squared):
        return
    found = fewest(schools_, steps[: len(schools_)], required)

    def holds(at: int, number: int) -> bool:
        moved = [s._replace(value=s.value + steps[n] * number) if n == at else s for n, s in enumerate(schools_)]
        after = variation(moved)
        return after is not None and required.contains(after.squared)

    most = 40 if found is None else min(found.number, 40)
    tried = [number for number in range(1, most) for at in range(len(schools_)) if holds(at, number)]
    assert tried == []
    if found is not None:
        assert holds(int(found.name), found.number)
