"""Duties of each: who, what, how many; conditions on size; ratios; what is asked of the system and not of each."""

import pytest

from dabiao.rules.expression import is_condition, items_of, parse_expression
from draft_helpers import asked, one, read


@pytest.mark.parametrize(
    ("sentence", "kind", "require"),
    [
        ("每所学校配备1名卫生保健人员。", "school", "卫生保健人员数 >= 1"),
        ("各中小学至少建设1个心理辅导室。", "school", "心理辅导室数 >= 1"),
        ("每个乡镇至少办好一所公办中心幼儿园。", "town", "公办中心幼儿园数 >= 1"),
        ("每位教师每年参加培训不少于90学时。", "teacher", "参加培训学时 >= 90"),
        ("让每个学生掌握2项体育技能。", "student", "体育技能项数 >= 2"),
        ("帮助学生掌握1至3项运动本领。", "student", "运动本领项数 >= 1"),
        ("幼儿园每年至少举办两次家长开放日。", "kindergarten", "家长开放日次数 >= 2"),
        ("每班配备3名保教人员。", "class", "保教人员数 >= 3"),
        ("各教研机构至少配备2名专职教研员。", "institution", "专职教研员数 >= 2"),
        ("每校听课不少于20节。", "school", "听课数 >= 20"),
    ],
)  # fmt: skip
def test_who_must_have_how_many(sentence: str, kind: str, require: str) -> None:
    extras = dict(one(sentence).extras)
    assert extras["each"] == kind
    assert extras["require"].split()[-2:] == require.split()[-2:]
    assert require.split()[0][-6:] in extras["require"]


@pytest.mark.parametrize(
    ("sentence", "where", "require"),
    [
        ("600人以上的学校必须设立心理辅导室。", "学生数 >= 600", "心理辅导室数 >= 1"),
        ("超过1500人规模的学校应配备2名专职校医。", "学生数 > 1500", "专职校医数 >= 2"),
        ("不足100人的学校要配备1名巡回教师。", "学生数 < 100", "巡回教师数 >= 1"),
        ("12个班以上的学校须设置音乐教室。", "班级数 >= 12", "音乐教室数 >= 1"),
    ],
)
def test_a_size_before_de_is_a_condition_not_a_figure(sentence: str, where: str, require: str) -> None:
    found = read(sentence)
    assert len(found) == 1
    assert (dict(found[0].extras)["where"], dict(found[0].extras)["require"]) == (where, require)


def test_conditions_are_expressions_over_their_items() -> None:
    for sentence in ("每所“中心校”配备1名(专职)法治副校长。", "各学校每学期至少开展1次3·5学雷锋活动。"):
        for reading in read(sentence):
            expression = parse_expression(dict(reading.extras)["require"])
            assert is_condition(expression)
            assert items_of(expression) == tuple(item for item, _ in reading.items)


def test_a_ratio_is_read_from_the_side_that_bears_the_load() -> None:
    assert asked("原则上每6所学校配备1名责任督学。") == [("value", "<= 6 所")]
    assert one("原则上每6所学校配备1名责任督学。").name == "每名责任督学负责的学校数"
    assert asked("每百名学生拥有县级以上骨干教师1.2名以上。") == [("value", ">= 1.2 名")]


def test_a_yearly_duty_of_each_is_owed_every_year_and_names_its_term() -> None:
    reading = one("各学校每学期至少开展1次消防演练。")
    assert reading.when.every
    assert reading.items[0][0].startswith("每学期")


def test_a_clause_goes_on_with_the_duty_before_it() -> None:
    readings = read("学校每年至少举办一次运动会，8项以上班级联赛。")
    assert [dict(r.extras)["each"] for r in readings] == ["school", "school"]
    assert all(r.when.every for r in readings)
    assert dict(readings[1].extras)["require"].endswith(">= 8")


@pytest.mark.parametrize(
    "sentence",
    ["中小学劳动课每周不少于1课时。", "每年培训教师200名。", "每年新建5所幼儿园。", "全县每学期组织2次督导。"],
)
def test_the_timetable_and_the_county_are_not_each(sentence: str) -> None:
    assert [reading.form for reading in read(sentence)] == ["value"]
