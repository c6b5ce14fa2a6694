"""Every rule of data quality that ships: figures it takes, standing exactly on the line, and figures just over it."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from dabiao.rules.model import QualityRule, Relation
from quality_helpers import Number, Sheet, book, sides

Items = Mapping[str, Number]
SCHOOL, COUNTY = "甲校", None
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


def bands(*counts: int) -> dict[str, Number]:
    """Classes by size, the smaller sizes first."""
    return {f"班额{band}": count for band, count in zip(BANDS, (*counts, *[0] * 10), strict=False)}


# rule, whose figures, what stays the same, what is just right, what is just wrong (both sides as the finding gives them)
CASES: list[tuple[str, str | None, Items, Items, Items]] = [
    ("possible-range", COUNTY, {}, {"普惠性幼儿园覆盖率": 100}, {"普惠性幼儿园覆盖率": "100.01"}),
    ("possible-range", COUNTY, {"双师型教师数": 50}, {"专业课教师数": 50}, {"专业课教师数": 49}),
    ("possible-range", SCHOOL, {}, {"民办": 1}, {"民办": 2}),
    ("whole-numbers", SCHOOL, {}, {"小学在校生数": 900}, {"小学在校生数": "900.5"}),
    ("whole-numbers", COUNTY, {}, {"在园幼儿数": "16300.0"}, {"在园幼儿数": "1.63"}),
    ("visiting-teachers-usual", SCHOOL, {"专任教师总数": 3}, {"小学交流轮岗兼职走教体艺教师数": 15}, {"小学交流轮岗兼职走教体艺教师数": 16}),
    ("training-share-usual", SCHOOL, {"公用经费预算总额": 900000}, {"教师培训经费预算总额": 900}, {"教师培训经费预算总额": "899.99"}),
    ("usual-range", COUNTY, {}, {"学前三年毛入园率": 110}, {"学前三年毛入园率": "110.1"}),
    ("usual-range", COUNTY, {}, {"义务教育巩固率": 60}, {"义务教育巩固率": "59.9"}),
    ("unit-against-usual", COUNTY, {}, {"生均教学仪器设备值": 50000}, {"生均教学仪器设备值": 28600000}),
    ("unit-against-usual", COUNTY, {}, {"义务教育巩固率": "99.2"}, {"义务教育巩固率": "0.992"}),
    ("unit-against-usual", COUNTY, {"教学仪器设备资产值": 10000000}, {"在校生数": 5000}, {"在校生数": 50000000}),
    ("class-bands-sum", SCHOOL, bands(0, 0, 0, 6, 14, 1), {"班级总数": 21}, {"班级总数": 22}),
    ("class-bands-sum", SCHOOL, bands(3, 2), {"班级总数": 5}, {"班级总数": 4}),
    ("stage-classes-within-total", SCHOOL, {"小学班级数": 12, "初中班级数": 6}, {"班级总数": 18}, {"班级总数": 17}),
    ("overfull-classes-within-bands", SCHOOL, bands(0, 0, 0, 0, 5, 2, 1), {"小学超45人班级数": 3}, {"小学超45人班级数": 4}),
    ("class-bands-hold-pupils", SCHOOL, bands(0, 0, 0, 6, 14, 1), {"小学在校生数": 900, "初中在校生数": 20}, {"小学在校生数": 900, "初中在校生数": 21}),
    ("class-bands-need-pupils", SCHOOL, {**bands(0, 0, 4, 4), "初中在校生数": 0, "高中在校生数": 0}, {"小学在校生数": 268}, {"小学在校生数": 267}),
    ("pupils-of-parts", SCHOOL, {"小学在校生数": 300, "初中在校生数": 0, "高中在校生数": 0}, {"随迁子女在校生数": 300}, {"随迁子女在校生数": 301}),
    ("class-size", SCHOOL, {"小学在校生数": 800, "初中在校生数": 0, "高中在校生数": 0}, {"班级总数": 10}, {"班级总数": 9}),
    ("pupils-per-teacher", SCHOOL, {"小学在校生数": 800, "初中在校生数": 0, "高中在校生数": 0}, {"专任教师总数": 20}, {"专任教师总数": 19}),
    ("pupils-per-teacher", SCHOOL, {"小学在校生数": 51, "初中在校生数": 0, "高中在校生数": 0}, {"专任教师总数": 17}, {"专任教师总数": 18}),
    ("degrees-within-teachers", SCHOOL, {"小学专科专任教师数": 8, "小学本科专任教师数": 16, "初中本科专任教师数": 14}, {"专任教师总数": 38}, {"专任教师总数": 37}),
    ("subjects-within-teachers", SCHOOL, {"小学体育专任教师数": 3, "初中艺术专任教师数": 2}, {"专任教师总数": 5}, {"专任教师总数": 4}),
    ("teachers-of-parts", SCHOOL, {"专任教师总数": 45}, {"持教师资格证专任教师数": 45}, {"持教师资格证专任教师数": 46}),
    ("teachers-of-parts", COUNTY, {"专任教师总数": 45}, {"符合交流条件教师数": 45}, {"符合交流条件教师数": 46}),
    ("rotation-of-parts", COUNTY, {"交流轮岗教师数": 25}, {"交流轮岗骨干教师数": 25}, {"交流轮岗骨干教师数": 26}),
    ("indoor-sports-within-teaching-area", SCHOOL, {"教学及辅助用房面积": "2450.5"}, {"室内体育用房面积": "2450.5"}, {"室内体育用房面积": "2450.51"}),
    ("room-bands-within-rooms", SCHOOL, {"美术教室90平方米及以上数": 1, "美术教室54至61平方米数": 1}, {"美术教室数": 2}, {"美术教室数": 1}),
    ("training-within-funds", SCHOOL, {"公用经费预算总额": 900000}, {"教师培训经费预算总额": 900000}, {"教师培训经费预算总额": "900000.01"}),
    ("teaching-area-usual", SCHOOL, {"小学在校生数": 50, "初中在校生数": 0, "高中在校生数": 0}, {"教学及辅助用房面积": 10000}, {"教学及辅助用房面积": "10000.01"}),
    ("sports-area-usual", SCHOOL, {"小学在校生数": 50, "初中在校生数": 0, "高中在校生数": 0, "体育馆面积": 0}, {"运动场地面积": 25}, {"运动场地面积": "24.99"}),
    ("public-funds-usual", SCHOOL, {"小学在校生数": 50, "初中在校生数": 0, "高中在校生数": 0}, {"公用经费预算总额": 5000}, {"公用经费预算总额": "4999.99"}),
    ("multimedia-usual", SCHOOL, {"班级总数": 3}, {"网络多媒体教室数": 30}, {"网络多媒体教室数": 31}),
    ("music-art-rooms-usual", SCHOOL, {"班级总数": 3, "音乐教室数": 6}, {"美术教室数": 6}, {"美术教室数": 7}),
    ("funded-pupils-usual", SCHOOL, {"小学在校生数": 1, "初中在校生数": 0, "高中在校生数": 0}, {"公用经费核定学生数": 100}, {"公用经费核定学生数": 101}),
    ("cohort-flows", COUNTY, {"三年前初一在校生数": 70, "三年转入学生数": 3}, {"毕业生数": 73}, {"毕业生数": 74}),
    ("cohort-balance", COUNTY, {"三年前初一在校生数": 72, "三年转入学生数": 3, "三年转出学生数": 4, "三年死亡学生数": 1}, {"毕业生数": 70}, {"毕业生数": 71}),
    ("cohort-usual", COUNTY, {"三年前初一在校生数": 100}, {"毕业生数": 50}, {"毕业生数": 49}),
    ("district-enrolment-of-parts", COUNTY, {"城区镇区公办非寄宿制学校学生数": 3100}, {"就近划片入学学生数": 3100}, {"就近划片入学学生数": 3101}),
    ("senior-quota-of-parts", COUNTY, {"优质高中招生计划数": 400}, {"分配到初中的优质高中招生名额": 400}, {"分配到初中的优质高中招生名额": 401}),
    ("migrant-children-of-parts", COUNTY, {"公办学校就读随迁子女数": 600, "符合条件随迁子女数": 675}, {"政府购买服务民办学校就读随迁子女数": 75}, {"政府购买服务民办学校就读随迁子女数": 76}),
    ("disabled-children-of-parts", COUNTY, {"适龄残疾儿童少年总数": 131}, {"适龄残疾儿童少年入学人数": 131}, {"适龄残疾儿童少年入学人数": 132}),
    ("small-schools-of-parts", COUNTY, {"不足100人的学校数": 3}, {"按100人以上核定公用经费的小规模学校数": 3}, {"按100人以上核定公用经费的小规模学校数": 4}),
    ("survey-of-parts", COUNTY, {"社会认可度有效问卷数": 2000}, {"社会认可度满意问卷数": 2000}, {"社会认可度满意问卷数": 2001}),
    ("fitness-of-parts", COUNTY, {"体质健康优秀人数": 26, "体质健康良好人数": 81}, {"体质健康合格人数": 107}, {"体质健康合格人数": 106}),
    ("fitness-rates", COUNTY, {"学生体质健康合格率": "48.9"}, {"学生体质健康优良率": "48.9"}, {"学生体质健康优良率": "48.91"}),
    ("teacher-pay-usual", COUNTY, {"公务员平均工资收入水平": 100000}, {"教师平均工资收入水平": 50000}, {"教师平均工资收入水平": 49999}),
    ("kindergarten-children-of-parts", COUNTY, {"在园幼儿数": 200, "公办园在园幼儿数": 94}, {"普惠性民办园在园幼儿数": 106}, {"普惠性民办园在园幼儿数": 107}),
    ("kindergarten-children-of-parts", COUNTY, {"在园幼儿数": 200, "公办园在园幼儿数": 94}, {"普惠性幼儿园在园幼儿数": 94}, {"普惠性幼儿园在园幼儿数": 93}),
    ("kindergarten-rates", COUNTY, {"普惠性幼儿园覆盖率": 68}, {"公办园在园幼儿占比": 68}, {"公办园在园幼儿占比": "68.01"}),
    ("registered-within-resident", COUNTY, {"三至五岁人口数": 100}, {"三至五岁户籍人口数": 500}, {"三至五岁户籍人口数": 501}),
    ("kindergartens-of-parts", COUNTY, {"幼儿园数": 40}, {"教职工配备达标幼儿园数": 40}, {"教职工配备达标幼儿园数": 41}),
    ("residential-kindergartens-of-parts", COUNTY, {"小区配套幼儿园数": 9, "办成公办园的小区配套幼儿园数": 5}, {"办成普惠性民办园的小区配套幼儿园数": 4}, {"办成普惠性民办园的小区配套幼儿园数": 5}),
    ("kindergarten-staff-of-parts", COUNTY, {"幼儿园园长数": 40}, {"持证园长数": 40}, {"持证园长数": 41}),
    ("preschool-survey-of-parts", COUNTY, {"学前教育社会认可度有效问卷数": 900}, {"学前教育社会认可度满意问卷数": 900}, {"学前教育社会认可度满意问卷数": 901}),
    ("activity-within-building", "甲园", {"园建筑面积": 1500}, {"园幼儿活动用房面积": 1500}, {"园幼儿活动用房面积": "1500.01"}),
    ("kindergarten-area-usual", "甲园", {"园在园幼儿数": 10}, {"园建筑面积": 1000}, {"园建筑面积": 1001}),
    ("kindergarten-outdoor-usual", "甲园", {"园在园幼儿数": 10}, {"园户外场地面积": 2000}, {"园户外场地面积": 2001}),
    ("kindergarten-books-usual", "甲园", {"园在园幼儿数": 10}, {"园图书册数": 2000}, {"园图书册数": 2001}),
    ("kindergarten-pay-usual", COUNTY, {"公办园在编教师平均工资": 100000}, {"公办园非在编教师平均工资": 20000}, {"公办园非在编教师平均工资": 19999}),
    ("reported-rate", COUNTY, {"持教师资格证专任教师数": 2, "专任教师总数": 3}, {"专任教师持有教师资格证上岗率": "66.67"}, {"专任教师持有教师资格证上岗率": "66.66"}),
    # 1 / 8 is 12.5 %: half a unit of the last digit is still the figure rounded, either way
    ("reported-rate", COUNTY, {"持教师资格证专任教师数": 1, "专任教师总数": 8}, {"专任教师持有教师资格证上岗率": "13"}, {"专任教师持有教师资格证上岗率": "13.0"}),
]  # fmt: skip

# rule, whose figures, last year's, this year's just right, just wrong
YEARS: list[tuple[str, str | None, Items, Items, Items]] = [
    ("unit-against-last-year", COUNTY, {"在校生数": 50000}, {"在校生数": "6.51"}, {"在校生数": "6.5"}),
    ("unit-against-last-year", SCHOOL, {"音乐教室数": 2}, {"音乐教室数": 1399}, {"音乐教室数": 1400}),
    ("rate-unit-against-last-year", COUNTY, {"公办园在园幼儿占比": 50}, {"公办园在园幼儿占比": "0.551"}, {"公办园在园幼儿占比": "0.55"}),
    ("county-count-jump", COUNTY, {"在校生数": 10000}, {"在校生数": 12000}, {"在校生数": 12001}),
    ("county-count-jump", COUNTY, {"学校数": 20}, {"学校数": 40}, {"学校数": 41}),
    ("county-money-jump", COUNTY, {"财政教育拨款": 32600}, {"财政教育拨款": 45640}, {"财政教育拨款": "45640.01"}),
    ("county-rate-jump", COUNTY, {"普惠性幼儿园覆盖率": 68}, {"普惠性幼儿园覆盖率": 53}, {"普惠性幼儿园覆盖率": "52.99"}),
    ("school-count-jump", SCHOOL, {"小学在校生数": 900}, {"小学在校生数": 630}, {"小学在校生数": 629}),
    ("school-area-jump", SCHOOL, {"运动场地面积": 7000}, {"运动场地面积": 10500}, {"运动场地面积": "10500.5"}),
]  # fmt: skip

# rule, county's, a school's, another school's: just right; and the county's that is just wrong
SUMS: list[tuple[str, Items, Items, Items, Items]] = [
    ("county-at-least-schools", {"专任教师总数": 97}, {"专任教师总数": 52}, {"专任教师总数": 45}, {"专任教师总数": 96}),
    ("county-equals-schools", {"毕业生数": 292}, {"毕业生数": 70}, {"毕业生数": 222}, {"毕业生数": 293}),
    ("county-equals-kindergartens", {"在园幼儿数": 300}, {"园在园幼儿数": 120}, {"园在园幼儿数": 180}, {"在园幼儿数": 301}),
    ("county-kindergarten-children", {"在园幼儿数": 300}, {"园在园幼儿数": 120}, {"园在园幼儿数": 180}, {"在园幼儿数": 299}),
    ("county-special-pupils", {"特殊教育学校学生数": 42}, {"特殊教育学校": 1, "小学在校生数": 30, "初中在校生数": 12}, {"特殊教育学校": 0, "小学在校生数": 900}, {"特殊教育学校学生数": 43}),
]  # fmt: skip
STAGED = [("county-primary-pupils", "小学"), ("county-junior-pupils", "初中")]
# those whose good and bad are not figures of this shape; each has its own test
ELSEWHERE = {
    "same-school-code", "same-school-name", "similar-school-name",  # tests/quality/test_duplicates.py
    "total-row",  # tests/quality/test_totals.py
    "one-item-one-figure", "stages-within-whole",  # tests/quality/test_kinds.py
}  # fmt: skip


def test_every_rule_that_ships_has_its_case() -> None:
    cases = {case[0] for case in (*CASES, *YEARS, *SUMS, *STAGED)}
    assert cases | ELSEWHERE == {rule.id for rule in book().quality}
    assert not cases & ELSEWHERE


@pytest.mark.parametrize(("rule", "entity", "same", "good", "bad"), CASES)
def test_figures_on_the_line_and_over_it(rule: str, entity: str | None, same: Items, good: Items, bad: Items) -> None:
    assert Sheet().add(entity, **same, **good).of(rule) == ()
    (found,) = Sheet().add(entity, **same, **bad).of(rule)
    assert (found.entity, found.year) == (entity, 2024)
    assert found.imbalance is not None
    assert found.left is not None
    assert found.right is not None
    assert found.imbalance == found.left - found.right != 0
    names = {book().indicators[i].name for i in found.items}
    assert set(bad) <= names
    assert len(found.cells) == len(names)


@pytest.mark.parametrize(("rule", "entity", "before", "good", "bad"), YEARS)
def test_a_year_against_the_one_before(rule: str, entity: str | None, before: Items, good: Items, bad: Items) -> None:
    assert Sheet().add(entity, year=2023, **before).add(entity, **good).of(rule) == ()
    (found,) = Sheet().add(entity, year=2023, **before).add(entity, **bad).of(rule)
    (was,), (now,) = before.values(), bad.values()
    assert (found.left, found.right) == (Fraction(str(now)), Fraction(str(was)))
    assert len(found.cells) == 2
    # two years apart there is no year before
    assert Sheet().add(entity, year=2022, **before).add(entity, **bad).of(rule) == ()


@pytest.mark.parametrize(("rule", "county", "one", "other", "bad"), SUMS)
def test_a_county_figure_against_its_schools(rule: str, county: Items, one: Items, other: Items, bad: Items) -> None:
    assert Sheet().add(**county).add("甲", **one).add("乙", **other).of(rule) == ()
    (found,) = Sheet().add(**bad).add("甲", **one).add("乙", **other).of(rule)
    assert found.imbalance in (1, -1)
    assert found.entity is None


@pytest.mark.parametrize(("rule", "stage"), STAGED)
def test_a_county_figure_of_a_stage_against_its_schools(rule: str, stage: str) -> None:
    item = {f"{stage}在校生数": 450}
    assert Sheet().add(stage=stage, 在校生数=900).add("甲", **item).add("乙", **item).of(rule) == ()
    (found,) = Sheet().add(stage=stage, 在校生数=899).add("甲", **item).add("乙", **item).of(rule)
    assert sides(found) == (899, 900, -1)
    assert found.stage == stage
    special = Sheet().add(stage=stage, 在校生数=899).add("甲", **item).add("乙", 特殊教育学校=1, **item)
    assert special.of(rule) == ()


RELATIONS = [
    pytest.param(rule, relation, id=f"{rule.id}-{number}")
    for rule in book().quality
    if rule.kind in ("within", "equal")
    for number, relation in enumerate(rule.relations)
]


@pytest.mark.parametrize(("rule", "relation"), RELATIONS)
def test_every_relation_holds_when_equal_and_fails_by_the_least(rule: QualityRule, relation: Relation) -> None:
    """Each line of `checks`, at the school or for the region: right at equality, wrong by a thousandth."""
    entity = None if "region" in rule.per else "甲园"
    right = {item: Fraction(1000 if factor > 0 else 1) for factor, item in relation.right.terms}
    total = sum(factor * right[item] for factor, item in relation.right.terms)
    (factor, first), *rest = relation.left.terms
    zeros = {item: Fraction(0) for _, item in rest}

    def relations(value: Fraction) -> list[str]:
        made = Sheet().add(entity, **right, **zeros, **{first: value})
        return [found.relation for found in made.of(rule.id)]

    assert relation.text not in relations(total / factor)
    assert relation.text in relations(total / factor + Fraction(1, 1000))
    if relation.op == "==":
        assert relation.text in relations(total / factor - Fraction(1, 1000))
