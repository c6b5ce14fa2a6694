"""Amounts: what is done or added within the period, planned, under way, or done every year; never a stock."""

import pytest

from draft_helpers import YEAR, asked, one, read


@pytest.mark.parametrize(
    ("sentence", "form", "limit"),
    [
        ("新建3所初中。", "total", ">= 3 所"),
        ("五年内引进硕士研究生60名以上。", "total", ">= 60 名"),
        ("培育省级示范校6—8所。", "value", "6..8 所"),
        ("改造提升校舍约4万平方米。", "total", "~ 4 万平方米"),
        ("新增学位1.35万个。", "total", ">= 1.35 万个"),
        ("选派1,200名教师跟岗学习。", "total", ">= 1200 名"),
        ("建成一所县级特殊教育学校。", "total", ">= 1 所"),
        ("每年评选优秀教师100名。", "value", ">= 100 名"),
        ("每年举办校园艺术节两次。", "value", ">= 2 次"),
        ("每半年召开一次联席会议。", "value", ">= 2 次"),
        ("小学计划招生4300人。", "plan", "4300 人"),
        ("预计新增学位2700个。", "plan", "2700 个"),
        ("投入专项资金800万元用于校舍维修。", "total", ">= 800 万元"),
        ("投资3.6亿元建设县职教中心。", "plan", "3.6 亿元"),
        ("发放助学金1500余万元。", "total", "> 1500 万元"),
        ("对300名校长进行轮训。", "total", ">= 300 名"),
        ("力争7所小学通过省级评估。", "total", ">= 7 所"),
        ("送教下乡不少于90人次。", "value", ">= 90 人次"),
    ],
)  # fmt: skip
def test_the_verb_decides_between_done_planned_and_yearly(sentence: str, form: str, limit: str) -> None:
    assert asked(sentence) == [(form, limit)]


def test_a_year_of_work_pushed_on_is_under_way_not_added() -> None:
    assert asked("加快推进城南小学、河东幼儿园等5个项目建设。", YEAR) == [("value", ">= 5 个")]
    assert asked("加快推进城南小学、河东幼儿园等5个项目建设。") == [("total", ">= 5 个")]
    assert asked("新建5个项目。", YEAR) == [("total", ">= 5 个")]


def test_a_verb_governs_the_items_behind_it() -> None:
    readings = read("培养省级名师10名、市级名师50名，县级骨干教师300名。")
    assert [(r.name, r.limit, r.form) for r in readings] == [
        ("培养省级名师", ">= 10 名", "total"),
        ("培养市级名师", ">= 50 名", "total"),
        ("培养县级骨干教师", ">= 300 名", "total"),
    ]


def test_one_sum_told_by_stage_of_schooling() -> None:
    readings = read("新增学位1.2万个，其中小学5000个、初中4000个、幼儿园3000个；新建中小学12所、幼儿园18所。")
    assert [(r.stage, r.limit) for r in readings[1:4]] == [
        ("小学", ">= 5000 个"),
        ("初中", ">= 4000 个"),
        ("学前", ">= 3000 个"),
    ]
    assert {r.name for r in readings[:4]} == {"新增学位"}
    assert [(r.name, r.stage) for r in readings[4:]] == [("新建中小学", "中小学"), ("新建幼儿园", "学前")]


def test_ge_parts_a_list_into_its_items() -> None:
    readings = read("乡村小学、乡村初中各新建2所。")
    assert [(r.stage, r.limit) for r in readings] == [("小学", ">= 2 所"), ("初中", ">= 2 所")]
    ranks = read("每年举办一次校级、县级科技节。")
    assert [r.name[:2] for r in ranks] == ["校级", "县级"]


def test_parts_of_a_count_keep_what_is_counted() -> None:
    readings = read("实施9个学校项目，其中新建2个、续建7个，年内竣工4个。", YEAR)
    assert [(r.name, r.limit) for r in readings] == [
        ("实施学校项目", ">= 9 个"),
        ("新建学校项目", ">= 2 个"),
        ("续建学校项目", ">= 7 个"),
        ("竣工学校项目", ">= 4 个"),
    ]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("到2025年，打造美育特色学校15所以上，办学活力增强。", "打造美育特色学校15所以上"),
        ("创建12所书法、棋类、武术等特色学校。", "创建12所书法、棋类、武术等特色学校"),
    ],
)
def test_the_stretch_carries_figure_word_and_thing(sentence: str, quote: str) -> None:
    span = one(sentence).span
    assert quote in sentence.replace("，", ",")[span.start : span.end + 1].replace(",", "，")


def test_a_classifier_the_units_lack_is_asked_about() -> None:
    reading = one("更新课桌椅3000套。")
    assert reading.unit == "个"
    assert any("套" in doubt for doubt in reading.todo)


def test_a_date_or_span_in_the_sentence_ends_the_count() -> None:
    assert one("2023年底前建成4所乡镇中心园。").when.by == 2023
    assert one("用三年时间培养名班主任90名。").when.by == 2023
    assert one("2024年8月底前完成6所学校食堂改造。").when.by == "2024-08-31"
