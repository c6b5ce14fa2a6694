"""Requirements without a figure: universals, trends, comparisons, milestones, attestations."""

from pathlib import Path

import pytest

from draft_helpers import YEAR, drafted, one, read, read_back


@pytest.mark.parametrize(
    ("sentence", "limit", "name"),
    [
        ("实现乡镇社区学校全覆盖。", "= 100 %", "乡镇社区学校覆盖率"),
        ("推动智慧课堂覆盖全部班级。", "= 100 %", "智慧课堂班级覆盖率"),
        ("全面消除大班额。", "= 0 个", "大班额数"),
        ("所有学校均配备心理咨询室。", "= 100 %", "配备心理咨询室的学校比例"),
        ("中小学普遍开设劳动课程。", "= 100 %", "开设劳动课程的中小学比例"),
    ],
)
def test_words_of_universality_are_implied_figures(sentence: str, limit: str, name: str) -> None:
    reading = one(sentence)
    assert (reading.limit, reading.name, reading.implied) == (limit, name, True)


def test_several_universals_in_one_clause() -> None:
    names = [r.name for r in read("实现教学应用覆盖全体教师、学习应用覆盖全体学生。")]
    assert names == ["教学应用教师覆盖率", "学习应用学生覆盖率"]


def test_a_figure_wins_over_the_universal_beside_it() -> None:
    assert [r.limit for r in read("所有学校饮水达标率达到98%以上。")] == [">= 98 %"]


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        ("逐步提高乡村教师生活补助标准。", "> 0 元"),
        ("稳步提高公办园在园幼儿占比。", "> 0 百分点"),
        ("中小学生肥胖率逐年下降。", "< 0 百分点"),
        ("确保教育财政支出逐年只增不减。", ">= 0 万元"),
        ("逐年提高生均公用经费标准。", "> 0 元/人"),
    ],
)
def test_trends_are_changes_of_nothing_stated(sentence: str, limit: str) -> None:
    reading = one(sentence)
    assert (reading.form, reading.limit, dict(reading.extras)) == ("change", limit, {"from": "previous"})
    assert reading.when.every


def test_set_phrases_of_the_law_are_parted() -> None:
    assert len(read("落实教育投入“两个只增不减”。")) == 2
    forms = [r.form for r in read("确保“三个增长”。")]
    assert forms == ["compare", "change", "change", "change"]


def test_a_comparison_with_another_figure_names_it() -> None:
    reading = one("保障中小学教师平均工资收入水平不低于当地公务员平均工资收入水平。")
    assert (reading.form, dict(reading.extras)["op"]) == ("compare", ">=")
    assert "公务员" in dict(reading.extras)["than"]


def test_a_comparison_with_the_province_becomes_its_code(tmp_path: Path) -> None:
    text = "安吉县“十四五”教育规划\n\n一、目标\n\n确保生均公用经费标准高于全省平均水平。\n"
    pack, _, found = read_back(tmp_path, drafted(tmp_path, text))
    assert not found
    assert [getattr(target.form, "of", None) for target in pack.targets] == ["330000"]


def test_without_a_region_such_a_comparison_is_left_to_a_person(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "“十四五”教育规划\n\n一、目标\n\n确保生均公用经费标准高于全省平均水平。\n")
    assert [p.reading.form for p in draft.proposals] == ["attest"]
    assert draft.proposals[0].reading.todo


@pytest.mark.parametrize(
    ("sentence", "what", "subject", "by"),
    [
        ("2023年通过国家学前教育普及普惠县评估验收。", "通过国家学前教育普及普惠县评估验收", "安吉县", 2023),
        ("2022年底前城北初中通过省现代化学校验收。", "通过省现代化学校验收", "城北初中", 2022),
        ("支持县职教中心创建省级高水平职业学校。", "创建省级高水平职业学校", "县职教中心", 2025),
        ("2024年9月底前建成第二实验学校。", "建成第二实验学校", "安吉县", "2024-09-30"),
    ],
)  # fmt: skip
def test_milestones(sentence: str, what: str, subject: str, by: int | str) -> None:
    reading = one(sentence)
    assert (reading.form, reading.limit, dict(reading.extras)["subject"], reading.when.by) == (
        "milestone", what, subject, by,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("出台《安吉县教师激励办法》。", "出台《安吉县教师激励办法》"),
        ("研究制定学校食堂管理细则。", "研究制定学校食堂管理细则"),
        ("建立健全教师退出机制。", "建立健全教师退出机制"),
        ("每年开展青少年科技节。", "每年开展青少年科技节"),
    ],
)
def test_deliverables_are_attested(sentence: str, what: str) -> None:
    reading = one(sentence)
    assert (reading.form, reading.limit) == ("attest", what)
    assert reading.when.every == sentence.startswith("每年")


@pytest.mark.parametrize(
    "sentence",
    [
        "加强教师队伍建设，深化课程改革。",
        "完善治理体系，提升治理能力。",
        "创新教职工编制管理制度。",
        "培育一批示范学校。",
    ],
)
def test_vague_prose_becomes_nothing(sentence: str) -> None:
    assert read(sentence) == []


def test_in_a_years_programme_milestones_fall_due_that_year() -> None:
    assert one("年底前通过省级教育强县复评验收。", YEAR).when.by == 2024
