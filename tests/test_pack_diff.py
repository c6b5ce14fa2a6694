"""The difference of two packs in the language of the plan: kinds, words, pairing of targets, and the lines."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.rules.pack_diff import ADDED, REMOVED, Difference, diff_packs, render_diff
from helpers import INDICATORS, pack, rulebook, target


def diff(folder: Path, old: list[str], new: list[str], indicators: str = INDICATORS) -> list[Difference]:
    """The differences of two packs given as targets."""
    before = rulebook(folder / "old", pack(old))
    after = rulebook(folder / "new", pack(new), indicators=indicators)
    return diff_packs(before.packs[0], after.packs[0], before, after)


def kinds(found: list[Difference]) -> list[str]:
    return [difference.kind for difference in found]


def test_the_same_pack_has_no_difference(tmp_path: Path) -> None:
    same = [target('value: ">= 95 %"\nby: 2025'), target('total: ">= 10 所"', "u", "schools")]
    assert diff(tmp_path, same, same) == []
    assert render_diff([]) == ["两个规则包没有差别。"]


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ('value: ">= 95.5 %"\nby: 2025', 'value: ">= 97 %"\nby: 2025', "收紧", "2025 年由 95.5% 提高到 97%"),
        ('value: ">= 97 %"\nby: 2025', 'value: ">= 95.5 %"\nby: 2025', "放宽", "2025 年由 97% 降低到 95.5%"),
        ('value: "> 95 %"\nby: 2025', 'value: ">= 95 %"\nby: 2025', "放宽", "由 ＞ 95 % 改为 ≥ 95 %"),
        ('value: "<= 46 %"\nby: 2025', 'value: "<= 40 %"\nby: 2025', "收紧", "由 46% 降低到 40%"),
        ('value: ">= 95 %"\nevery: year', 'value: ">= 96 %"\nevery: year', "收紧", "每年由 95% 提高到 96%"),
        ('change: "<= -0.5 百分点"\nfrom: previous', 'change: "<= -1 百分点"\nfrom: previous', "收紧", "≤ -1 百分点"),
        ('value: 8..10 %', 'value: 8..12 %', "放宽", "8—12 %"),
        ('value: 8..10 %', 'value: 9..12 %', "改写", "9—12 %"),
        ('value: ">= 95 %"', 'value: "<= 95 %"', "改写", "≤ 95 %"),
        ('value: "~ 20 %"', 'value: "~ 25 %"', "改写", "25 %左右"),
        ('value: ">= 95 %"\nby: 2025', 'value: ">= 95 %"\nby: 2024', "期限提前", "由 2025 年提前到 2024 年"),
        ('value: ">= 95 %"\nby: 2024', 'value: ">= 95 %"\nby: 2025-06-30', "期限推迟", "推迟到 2025-06-30"),
        ('value: ">= 95 %"\nby: 2025', 'value: ">= 95 %"\nevery: year', "收紧", "改为逐年达到"),
        ('value: ">= 95 %"\nevery: year', 'value: ">= 95 %"\nby: 2025', "放宽", "由逐年达到改为"),
        ('value: ">= 95 %"\nnature: 预期性', 'value: ">= 95 %"\nnature: 约束性', "属性变动", "由预期性改为约束性"),
        ('value: ">= 95 %"\nstage: 小学', 'value: ">= 95 %"\nstage: 初中', "改写", "学段由小学改为初中"),
        ('value: ">= 95 %"', 'total: ">= 95 %"', "改写", "由当年达到（≥ 95 %）改为累计（≥ 95 %）"),
        ('value: ">= 95 %"\nbaseline: {2020: 80}', 'value: ">= 95 %"\nbaseline: {2020: 82}', "其他变动", "基期数值"),
        ('value: "~ 20 %"', 'value: "~ 20 %"\ntolerance: 5 %', "其他变动", "允许偏差"),
    ],
)  # fmt: skip
def test_one_change(tmp_path: Path, old: str, new: str, kind: str, words: str) -> None:
    found = diff(tmp_path, [target(old)], [target(new)])
    assert kinds(found) == [kind]
    assert words in found[0].words
    assert (found[0].old, found[0].new) == ("t", "t")


OPPOSITE = {"收紧": "放宽", "放宽": "收紧", "改写": "改写"}
LIMITS = st.builds("{} {} %".format, st.sampled_from((">=", ">", "<=", "<", "=")), st.integers(1, 99))


@settings(max_examples=25, deadline=None)
@given(LIMITS, LIMITS)
def test_forth_and_back_are_opposite(one: str, two: str) -> None:
    """What is tightened one way is loosened the other; a limit that did not change is no difference."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        forth = diff(folder / "1", [target(f'value: "{one}"')], [target(f'value: "{two}"')])
        back = diff(folder / "2", [target(f'value: "{two}"')], [target(f'value: "{one}"')])
    assert len(forth) == len(back) == (one != two)
    assert [OPPOSITE[difference.kind] for difference in forth] == kinds(back)


def test_the_same_limit_in_another_unit_is_the_same(tmp_path: Path) -> None:
    old, new = target('value: ">= 1.2 万元"', indicator="funds"), target('value: ">= 12000 元"', indicator="funds")
    assert diff(tmp_path, [old], [new]) == []
    more = target('value: ">= 12001 元"', indicator="funds")
    assert kinds(diff(tmp_path / "more", [old], [more])) == ["收紧"]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [("encourage", "must", "力度加强"), ("strive", "must", "力度加强"), ("must", "strive", "力度减弱")],
)
def test_force(tmp_path: Path, old: str, new: str, kind: str) -> None:
    form = 'value: ">= 95 %"'
    assert kinds(diff(tmp_path, [target(form, force=old)], [target(form, force=new)])) == [kind]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("lead: [甲股]", "lead: [乙股]", "牵头单位由甲股改为乙股，增加乙股，减少甲股"),
        ("lead: [甲股]", "lead: [甲股, 丙股]", "增加丙股"),
        ("lead: [甲股, 乙股]", "lead: [乙股, 甲股]", "牵头单位由甲股改为乙股"),
        ("lead: [甲股, 乙股, 丙股]", "lead: [甲股, 丙股, 乙股]", "排列次序"),
        ("", "lead: [甲股]", "牵头单位由未写明改为甲股"),
    ],
)
def test_units_responsible(tmp_path: Path, old: str, new: str, words: str) -> None:
    form = 'value: ">= 95 %"\n'
    found = diff(tmp_path, [target(form + old)], [target(form + new)])
    assert kinds(found) == ["责任单位变动"]
    assert words in found[0].words


def test_a_clause_that_moved_or_was_reworded(tmp_path: Path) -> None:
    old = target('value: ">= 95 %"')
    moved = old.replace("一 第1段", "二 第2段")
    reworded = old.replace("quote: 原文", "quote: 原文改")
    assert kinds(diff(tmp_path / "a", [old], [moved])) == ["依据位置变动"]
    named = old.replace("一 第1段", "一、主要目标 第1段")
    assert diff(tmp_path / "c", [old], [named]) == [], "heading words do not move a numbered paragraph"
    found = diff(tmp_path / "b", [old], [reworded])
    assert kinds(found) == ["引文变动"]
    assert "原文改" in found[0].words


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ("专职心理教师 >= 1", "专职心理教师 >= 2", "收紧", "专职心理教师 >= 2"),
        ("专职心理教师 >= 2", "专职心理教师 > 0", "放宽", "专职心理教师 > 0"),
        ("专职心理教师 >= 1", "每日体育课 >= 1", "改写", "每日体育课"),
        ("专职心理教师 >= 1 or 每日体育课 >= 1", "专职心理教师 >= 1", "改写", "专职心理教师"),
    ],
)
def test_conditions_of_each(tmp_path: Path, old: str, new: str, kind: str, words: str) -> None:
    form = "each: school\nrequire: {}"
    found = diff(
        tmp_path,
        [target(form.format(old), indicator="school-share")],
        [target(form.format(new), indicator="school-share")],
    )
    assert kinds(found) == [kind]
    assert words in found[0].words


def test_whom_it_asks_and_how_many_must(tmp_path: Path) -> None:
    form = "each: school\nrequire: 专职心理教师 >= 1\n"
    old = target(form + "where: 学生数 > 1000", indicator="school-share")
    new = target(form + 'where: 学生数 > 600\nshare: ">= 90 %"', indicator="school-share")
    found = diff(tmp_path, [old], [new])
    assert [(d.kind, d.words.split("由")[0]) for d in found] == [("改写", "适用条件"), ("放宽", "比例")]


def test_new_gone_and_renamed(tmp_path: Path) -> None:
    old = [target('value: ">= 95 %"', "a"), target('total: ">= 9 所"', "gone", "schools")]
    new = [target('value: ">= 95 %"', "renamed"), target('value: ">= 80 %"\nstage: 小学', "fresh", "share")]
    found = diff(tmp_path, old, new)
    assert [(d.kind, d.old, d.new) for d in found] == [(ADDED, None, "fresh"), (REMOVED, "gone", None)]
    assert found[0].subject == "普惠率（小学）"
    assert "≥ 80 %" in found[0].words


def test_targets_are_paired_one_to_one_by_the_nearest(tmp_path: Path) -> None:
    old = [target('value: ">= 95 %"\nby: 2023', "a"), target('value: ">= 97 %"\nby: 2025', "b")]
    new = [target('value: ">= 98 %"\nby: 2025', "x"), target('value: ">= 96 %"\nby: 2023', "y")]
    found = diff(tmp_path, old, new)
    assert {(d.old, d.new, d.kind) for d in found} == {("b", "x", "收紧"), ("a", "y", "收紧")}


def test_another_stage_is_another_target(tmp_path: Path) -> None:
    old, new = target('value: ">= 95 %"\nstage: 小学', "a"), target('value: ">= 95 %"\nstage: 初中', "b")
    assert kinds(diff(tmp_path, [old], [new])) == [ADDED, REMOVED]


def test_milestones_by_what_and_who(tmp_path: Path) -> None:
    form = "milestone: 通过验收\nsubject: {}\nby: {}"
    old = target(form.format("一中", 2024), "a", None)
    assert kinds(diff(tmp_path / "1", [old], [target(form.format("一中", 2023), "b", None)])) == ["期限提前"]
    assert kinds(diff(tmp_path / "2", [old], [target(form.format("二中", 2024), "b", None)])) == [ADDED, REMOVED]
    assert kinds(diff(tmp_path / "3", [old], [target(form.format("二中", 2024), "a", None)])) == ["改写"]


def test_an_indicator_of_the_same_name_is_the_same_under_another_id(tmp_path: Path) -> None:
    other = INDICATORS.replace("id: coverage,", "id: coverage-rate,")
    old, new = [target('value: ">= 95 %"', "a")], [target('value: ">= 95 %"', "b", "coverage-rate")]
    assert diff(tmp_path, old, new, other) == []


def test_the_document_itself(tmp_path: Path) -> None:
    before = rulebook(tmp_path / "old", pack([target('value: ">= 95 %"\nby: 2025')]))
    after = rulebook(tmp_path / "new", pack([target('value: ">= 95 %"\nby: 2025')], period=(2022, 2026)))
    found = diff_packs(before.packs[0], after.packs[0], before, after)
    assert [(d.kind, d.subject) for d in found] == [("文件变动", "起止年份")]
    assert "2021—2025" in found[0].words


def test_the_lines_count_and_name_both_clauses(tmp_path: Path) -> None:
    old = target('value: ">= 95.5 %"\nby: 2025')
    new = target('value: ">= 97 %"\nby: 2025').replace("一 第1段", "二 第2段")
    lines = render_diff(diff(tmp_path, [old], [new]))
    assert lines[0].startswith("共 2 处差别")
    assert lines[1].startswith("【收紧】覆盖率：2025 年由 95.5% 提高到 97%")
    assert "一 第1段「原文」" in lines[1]
    assert "二 第2段「原文」" in lines[1]
    assert len(lines) == 3
    assert all("\n" not in line for line in lines)


def test_a_line_of_what_is_new_or_gone_names_its_clause(tmp_path: Path) -> None:
    lines = render_diff(diff(tmp_path, [target('value: ">= 95 %"', "a")], [target('total: ">= 9 所"', "b", "schools")]))
    assert lines[1] == "【新增】学校数：累计 ≥ 9 所（2025 年底前）（一 第1段「原文」）"
    assert lines[2].startswith("【删去】覆盖率：≥ 95 %")
