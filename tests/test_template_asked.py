"""What a 填报表 asks for: the figures each form of target rests on, and nothing that is told elsewhere."""

import io
from pathlib import Path

import openpyxl
import pytest

from dabiao.assess.asked import Asked, asked
from dabiao.assess.plan import bind
from dabiao.assess.run import assess
from dabiao.assess.template import make_template
from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.template.write import write_template
from dabiao.inputs.vocabulary import vocabulary_of
from helpers import COUNTY, pack, rulebook, target

YEAR = 2023


def of(folder: Path, *packs: str, year: int = YEAR) -> Asked:
    """What the packs ask of the county."""
    book = rulebook(folder, *packs)
    return asked(book, bind(book, COUNTY, year).bounds, COUNTY, year)


def named(made: Asked) -> set[tuple[str, str, int]]:
    """(part, name, year) of all that is asked of the county itself."""
    return {(need.part, need.indicator.name, need.year) for need in made.needs if need.region == COUNTY}


FORMS = [
    ('value: ">= 95 %"', "coverage", {("asked", "覆盖率", 2023)}),
    (
        'value: ">= 95 %"',
        "share",
        {
            ("asked", "普惠率", 2023),
            *(("optional", name, 2023) for name in ("普惠幼儿数", "在园幼儿数", "户籍幼儿数")),
        },
    ),
    ('change: "<= -1 百分点"\nfrom: previous', "coverage", {("asked", "覆盖率", 2023), ("elsewhere", "覆盖率", 2022)}),
    ('change: "<= -1 百分点"\nfrom: 2019', "coverage", {("asked", "覆盖率", 2023), ("elsewhere", "覆盖率", 2019)}),
    ('growth: ">= 5 %"\nmode: each', "funds", {("asked", "财政拨款", 2023), ("elsewhere", "财政拨款", 2022)}),
    ('growth: ">= 5 %"\nmode: average', "funds", {("asked", "财政拨款", 2023), ("elsewhere", "财政拨款", 2020)}),
    (
        'total: ">= 100 个"\nby: 2025',
        "seats",
        {("asked", "新增学位", 2023), ("elsewhere", "新增学位", 2021), ("elsewhere", "新增学位", 2022)},
    ),
    ('total: ">= 100 个"\nby: 2022', "seats", {("elsewhere", "新增学位", 2021), ("elsewhere", "新增学位", 2022)}),
    (
        'compare: {op: ">=", than: official-pay}',
        "pay",
        {("asked", "教师平均工资", 2023), ("asked", "公务员平均工资", 2023)},
    ),
    (
        'compare: {op: ">=", than: official-pay, growth_of: both}',
        "pay",
        {(part, name, year) for name in ("教师平均工资", "公务员平均工资") for part, year in (("asked", 2023), ("elsewhere", 2022))},
    ),
    ('plan: 500 个', "seats", {("asked", "新增学位", 2023)}),
    (
        'each: school\nwhere: 学生数 > 1000\nrequire: 专职心理教师 >= 1',
        "school-share",
        {("asked", "配齐率", 2023), ("optional", "配齐学校数", 2023), ("optional", "学校总数", 2023)},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("form", "indicator", "expected"), FORMS, ids=[f"{f[0]}-{f[1]}" for f in FORMS])
def test_each_form_asks_for_what_it_rests_on(
    tmp_path: Path, form: str, indicator: str, expected: set[tuple[str, str, int]]
) -> None:
    made = of(tmp_path, pack([target(form, indicator=indicator)]))
    assert named(made) == expected
    assert made.schools is None
    assert made.reports == ()


def test_the_other_region_of_a_comparison_is_asked_for(tmp_path: Path) -> None:
    made = of(tmp_path, pack([target('compare: {op: ">", of: "350000"}', indicator="coverage")]))
    assert [(n.region, n.part) for n in made.needs] == [(COUNTY, "asked"), ("350000", "elsewhere")]


def test_what_is_held_against_several_stages_is_asked_for_each_of_them(tmp_path: Path) -> None:
    def ask(*stages: str) -> set[tuple[str, str | None]]:
        form = "stage: {}\ncompare: {{op: '>=', than: official-pay}}"
        targets = [target(form.format(stage), f"t{number}", indicator="pay") for number, stage in enumerate(stages)]
        made = of(tmp_path / "-".join(stages), pack(targets))
        return {(need.indicator.name, need.stage) for need in made.needs if need.indicator.id == "official-pay"}

    assert ask("小学") == {("公务员平均工资", None)}
    assert ask("小学", "初中") == {("公务员平均工资", "小学"), ("公务员平均工资", "初中")}


def test_a_standard_for_recognition_asks_for_counts_and_the_share_may_stay_out(tmp_path: Path) -> None:
    """Also where a plan speaks of the same share."""
    standard = pack([target('value: ">= 80 %"', indicator="share")], "standard", "000000").replace(
        "targets:", "recognition: true\ntargets:"
    )
    made = of(tmp_path, standard, pack([target('value: ">= 85 %"', "u", indicator="share")]))
    parts = {need.indicator.name: need.part for need in made.needs}
    assert parts == {"普惠率": "optional", "普惠幼儿数": "asked", "在园幼儿数": "asked", "户籍幼儿数": "optional"}
    (share,) = [need for need in made.needs if need.indicator.name == "普惠率"]
    assert [bound.target.id for bound in share.bounds] == ["t", "u"]


def test_a_figure_several_targets_rest_on_is_asked_for_once(tmp_path: Path) -> None:
    targets = [target('value: ">= 90 %"', "a"), target('change: ">= 1 百分点"\nfrom: previous', "b")]
    made = of(tmp_path, pack(targets))
    (now,) = [need for need in made.needs if need.year == YEAR]
    assert [bound.target.id for bound in now.bounds] == ["a", "b"]


def test_the_unit_is_the_clauses_own(tmp_path: Path) -> None:
    targets = [
        target('value: ">= 12 万元"', "a", indicator="pay"),
        target('value: ">= 900 ‰"', "b"),
        target('change: "<= -1 百分点"\nfrom: previous', "c", indicator="enrolment"),
    ]
    made = of(tmp_path, pack(targets))
    assert {need.indicator.name: need.unit.name for need in made.needs} == {
        "教师平均工资": "万元", "覆盖率": "%", "毛入学率": "%",
    }  # fmt: skip


def test_what_schools_report_is_not_asked_of_the_county(tmp_path: Path) -> None:
    """A rule for each school, under a standard for recognition, or over items the sheet of schools has anyhow."""
    each = "each: school\nwhere: 学生数 > 1000\nrequire: 专职心理教师 >= 1"
    of_school = 'per: school\nwhere: 学生数 > 0\nvalue: ">= 1 人"'
    standard = pack([target(each, "e", indicator="school-share")], "standard", "000000").replace(
        "targets:", "recognition: true\ntargets:"
    )
    own = pack([target(of_school, "p", indicator="counsellors"), target(each, "q", indicator="school-share")])
    for number, packs in enumerate([(standard,), (own,)]):
        made = of(tmp_path / str(number), *packs)
        assert made.needs == ()
        assert made.schools is not None
        assert {need.item.name for need in made.schools} == {"学生数", "专职心理教师"}


def test_a_local_rule_for_each_school_has_a_sheet_of_its_own_items_only(tmp_path: Path) -> None:
    """Not the whole of the national form; and it is read back."""
    of_school = 'per: school\nwhere: 学生数 > 0\nvalue: ">= 2 人"'
    book = rulebook(tmp_path / "rules", pack([target(of_school, indicator="counsellors")]))
    made = make_template(book, Dataset((), (), ()), COUNTY, YEAR)
    assert made is not None
    (roster,) = made.rosters
    assert [column.header for column in roster.columns[-2:]] == ["学生数", "专职心理教师"]
    assert len(roster.columns) == 8
    opened = openpyxl.load_workbook(io.BytesIO(write_template(made)))
    for column, value in ((1, "示例校"), (3, "小学"), (7, 300), (8, 1)):
        opened[roster.sheet].cell(5, column).value = value
    opened.save(tmp_path / "a.xlsx")
    dataset = read_files([tmp_path / "a.xlsx"], vocabulary_of(book))
    assert [str(d) for d in dataset.diagnostics] == []
    (verdict,) = assess(book, dataset, COUNTY, YEAR).verdicts
    assert (verdict.entity, verdict.value) == ("示例校", "1")


def test_a_report_two_documents_ask_for_is_asked_for_once(tmp_path: Path) -> None:
    targets = [
        target("milestone: 通过验收\nsubject: 鲤城区\nby: 2023", "a", indicator=None),
        target("milestone: 通过 验收\nsubject: 鲤城区\nby: 2025", "b", indicator=None),
        target("attest: 机制健全", "c", indicator=None),
    ]
    made = of(tmp_path, pack(targets))
    assert [(report.name, [bound.target.id for bound in report.bounds]) for report in made.reports] == [
        ("鲤城区通过验收", ["a", "b"]),
        ("机制健全", ["c"]),
    ]


def test_a_report_that_is_called_like_an_indicator_goes_by_its_reference(tmp_path: Path) -> None:
    made = of(tmp_path, pack([target("attest: 覆盖率", indicator=None)]))
    assert [report.name for report in made.reports] == ["plan/t"]
