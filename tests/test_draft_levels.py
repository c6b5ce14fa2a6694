"""Levels: what the words around a figure ask, of what, in lists and continuations."""

import pytest

from dabiao.rules.draft.model import HIGH
from draft_helpers import YEAR, asked, one, read


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        ("到2025年，普惠性幼儿园覆盖率达到88%以上。", ">= 88 %"),
        ("普惠性幼儿园覆盖率不低于88%。", ">= 88 %"),
        ("普惠性幼儿园覆盖率超过88％。", "> 88 %"),
        ("普惠性幼儿园覆盖率提高到百分之八十八。", ">= 88 %"),
        ("小学生近视率控制在38.5%以内。", "<= 38.5 %"),
        ("小学生近视率下降到38.5%以下。", "<= 38.5 %"),
        ("小学辍学率低于0.1%。", "< 0.1 %"),
        ("毕业生就业率稳定在97%左右。", "~ 97 %"),
        ("幼儿园生师比不高于13:1。", "<= 13:1"),
        ("校际综合差异系数控制在0.45以内。", "<= 0.45 比"),
        ("群众对教育的满意度达到90分以上。", ">= 90 分"),
        ("新增劳动力平均受教育年限达到14.2年。", ">= 14.2 年"),
        ("教职工持证上岗率98—100%。", "98..100 %"),
    ],
)  # fmt: skip
def test_the_words_around_a_figure_give_its_operator(sentence: str, limit: str) -> None:
    assert asked(sentence) == [("value", limit)]


@pytest.mark.parametrize(
    ("sentence", "name", "stage"),
    [
        ("到2025年，力争全县学前三年毛入园率达到99%以上。", "学前三年毛入园率", "学前"),
        ("其中农村公办园在园幼儿占比不低于60%。", "农村公办园在园幼儿占比", "学前"),
        ("确保“双师型”教师占专业课教师的比例达70%。", '"双师型"教师占专业课教师的比例', "中职"),
        ("义务教育学校生均体育运动场馆面积不低于7.5平方米。", "义务教育学校生均体育运动场馆面积", "义务教育"),
        ("骨干教师交流人数不低于交流教师总数的20%。", "骨干教师交流人数占交流教师总数比例", None),
        ("全县60%以上的乡镇建成社区学校。", "建成社区学校的乡镇比例", None),
        ("新增财力的10%用于教育。", "新增财力用于教育的比例", None),
        ("按不低于5%的比例安排教师培训经费。", "安排教师培训经费的比例", None),
    ],
)  # fmt: skip
def test_what_a_level_is_of_is_named_in_the_words_of_the_document(sentence: str, name: str, stage: str | None) -> None:
    reading = one(sentence)
    assert (reading.name, reading.stage) == (name, stage)


def test_figures_side_by_side_go_to_the_names_side_by_side() -> None:
    readings = read("小学、初中生均教学仪器设备值分别达到2400元和3000元，体质健康测试优良率、合格率达到56%、96%以上。")
    assert [(r.stage, r.name, r.limit) for r in readings[:2]] == [
        ("小学", "生均教学仪器设备值", ">= 2400 元/人"),
        ("初中", "生均教学仪器设备值", ">= 3000 元/人"),
    ]
    assert [(r.name, r.limit) for r in readings[2:]] == [
        ("体质健康测试优良率", ">= 56 %"),
        ("体质健康测试合格率", ">= 96 %"),
    ]


def test_one_figure_for_several_is_asked_of_each() -> None:
    readings = read("小学、初中入学率均达到100%，食品安全达标率和明厨亮灶覆盖率达到100%。")
    assert [(r.stage, r.name) for r in readings] == [
        ("小学", "入学率"),
        ("初中", "入学率"),
        (None, "食品安全达标率"),
        (None, "明厨亮灶覆盖率"),
    ]
    assert {r.limit for r in readings} == {">= 100 %"}


def test_lists_that_do_not_match_are_not_guessed_apart() -> None:
    readings = read("优良率、合格率分别达到56%、96%和99%。")
    assert all("、" in r.name or r.name in ("优良率", "合格率") for r in readings)
    assert len({r.name for r in readings}) == 1


def test_a_second_year_repeats_the_names_of_the_first_only_where_as_many_figures_follow() -> None:
    same = read("2025年入园率、巩固率分别达到96%、99%；2030年分别达到98%、99.5%。")
    assert [(r.name, r.limit, r.when.by) for r in same[2:]] == [
        ("入园率", ">= 98 %", 2030),
        ("巩固率", ">= 99.5 %", 2030),
    ]
    assert read("2025年入园率、巩固率、升学率分别达到96%、99%、97%；2030年分别达到98%、99.5%。")[3:] == []


def test_short_names_lean_on_the_name_before() -> None:
    readings = read("学生体质健康合格率达到96%，优良率达到56%；学前三年入园率达到95%，山区达到90%。")
    assert [r.name for r in readings[:2]] == ["学生体质健康合格率", "学生体质健康优良率"]
    assert [r.name for r in readings[2:]] == ["学前三年入园率", "山区学前三年入园率"]
    assert [r.name for r in read("学前三年入园率达到95%，农村地区达到90%。")][1] == "农村地区学前三年入园率"


@pytest.mark.parametrize(
    ("sentence", "by", "every"),
    [
        ("到2023年，普惠性幼儿园覆盖率达到85%。", 2023, False),
        ("普惠性幼儿园覆盖率达到85%。", 2025, False),
        ("“十四五”末，普惠性幼儿园覆盖率达到85%。", 2025, False),
        ("2024年6月底前，普惠性幼儿园覆盖率达到85%。", "2024-06-30", False),
        ("2023—2024学年，普惠性幼儿园覆盖率达到85%。", "2024-08-31", False),
        ("普惠性幼儿园覆盖率保持在85%以上。", None, True),
        ("每年普惠性幼儿园覆盖率不低于85%。", None, True),
        ("到2023年，普惠性幼儿园覆盖率稳定在85%以上。", 2023, True),
        ("巩固率达到99%。", 2025, False),
    ],
)  # fmt: skip
def test_when_a_level_is_owed(sentence: str, by: int | str | None, every: bool) -> None:
    assert one(sentence).when[:2] == (by, every)


@pytest.mark.parametrize(
    ("sentence", "force"),
    [
        ("普惠性幼儿园覆盖率达到85%。", "must"),
        ("力争到2025年，普惠性幼儿园覆盖率达到85%。", "strive"),
        ("力争形成新格局，确保普惠性幼儿园覆盖率达到85%。", "must"),
        ("鼓励普通高中与高校合作，普惠性幼儿园覆盖率达到85%。", "must"),
        ("鼓励有条件的学校将体育场馆开放率提高到85%。", "encourage"),
    ],
)  # fmt: skip
def test_force_reaches_no_further_than_its_sentence_or_clause(sentence: str, force: str) -> None:
    assert one(sentence).force == force


def test_a_base_in_the_sentence_becomes_the_baseline() -> None:
    reading = one("学前三年毛入园率由2020年的91.2%提高到97%。")
    assert (reading.limit, reading.baseline) == (">= 97 %", (2020, "91.2"))
    assert one("学前三年毛入园率从91.2%提高到97%。").baseline == (2020, "91.2")
    assert read("由县财政安排800万元用于校舍维修。")[0].baseline is None


def test_sizes_without_a_word_of_comparison_are_plans() -> None:
    readings = read("到2025年，在校生规模达到6.8万人左右，其中学前教育1.2万人、义务教育4.1万人。")
    assert [(r.form, r.limit, r.stage) for r in readings] == [
        ("value", "~ 6.8 万人", None),
        ("plan", "1.2 万人", "学前"),
        ("plan", "4.1 万人", "义务教育"),
    ]


def test_in_a_programme_of_one_year_a_level_is_due_that_year() -> None:
    assert one("今年，全县学前三年毛入园率达到97%以上。", YEAR).when.by == 2024


def test_confidence_is_high_only_where_name_and_word_are_both_plain() -> None:
    assert one("义务教育巩固率达到99%以上。").confidence == HIGH
    assert one("全县60%以上的乡镇建成社区学校。").confidence != HIGH
