"""Which rows of an entity table a rule is about: blank cells, kinds of entities, stages, regions."""

from pathlib import Path

import pytest

from dabiao.inputs.read import read_files
from dabiao.inputs.vocabulary import vocabulary_of
from helpers import COUNTY, PROVINCE, assessment, pack, row, rulebook, target, verdict

ALL = "each: school\nrequire: 专职心理教师 >= 1"
T = "专职心理教师"


@pytest.mark.parametrize("blank", ["", "-", "—", "无", "/", "暂无"])
def test_a_blank_cell_never_improves_a_share(tmp_path: Path, blank: str) -> None:
    rows = [row(2025, T, 1, entity="甲"), row(2025, T, blank, entity="乙")]
    found = verdict(tmp_path, ALL, rows, indicator="school-share")
    assert (found.verdict, found.value) == ("unverified", "50")
    assert "无法判断 1 个" in found.note


def test_a_table_of_blanks_is_no_data(tmp_path: Path) -> None:
    rows = [row(2025, T, "", entity="甲"), row(2025, T, "", entity="乙"), row(2025, "覆盖率", 9)]
    assert verdict(tmp_path, ALL, rows, indicator="school-share").verdict == "no_data"


def test_a_blank_cell_does_not_hide_the_figure_given_elsewhere(tmp_path: Path) -> None:
    rows = [row(2025, T, "", entity="甲"), row(2025, T, 1, entity="甲")]
    assert verdict(tmp_path, ALL, rows, indicator="school-share").verdict == "met"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(row(2024, T, "", entity="乙"), id="of-another-year"),
        pytest.param(row(2025, T, "", entity="乙", region=PROVINCE), id="of-another-region"),
        pytest.param(row(2025, "没有登记的项", "", entity="乙"), id="of-an-unknown-item"),
        pytest.param(row(2025, T, ""), id="of-the-county-as-a-whole"),
    ],
)
def test_other_blank_cells_say_nothing(tmp_path: Path, other: tuple[str, ...]) -> None:
    rows = [row(2025, T, 1, entity="甲"), other]
    found = verdict(tmp_path, ALL, rows, indicator="school-share")
    assert (found.verdict, found.value) == ("met", "100")


def test_a_file_of_blank_cells_alone_has_no_data(tmp_path: Path) -> None:
    book = rulebook(tmp_path / "rules", pack([target(ALL, indicator="school-share")]))
    file = tmp_path / "blank.csv"
    file.write_text(f"地区,年份,指标,学校,数值\n{COUNTY},2025,{T},甲,\n", encoding="utf-8")
    read = read_files([file], vocabulary_of(book))
    assert (read.observations, [d.code for d in read.diagnostics]) == ((), ["INP409"])
    assert [o.origin.cell for o in read.unfilled] == ["E2"]


def test_towns_are_no_schools(tmp_path: Path) -> None:
    """What kind an entity is shows in the items it reports: those some rule asks of that kind."""
    packs = [
        pack(
            [target(ALL, "schools", "school-share"), target("each: town\nrequire: 新增学位 >= 1", "towns", "coverage")]
        )
    ]
    rows = [
        row(2025, T, 1, entity="甲小学"),
        row(2025, "新增学位", 0, entity="乙镇"),
        row(2025, T, "", entity="丙小学"),
    ]
    made = assessment(tmp_path, packs, rows, 2025)
    assert [(v.target, v.verdict, v.value) for v in made.verdicts] == [
        ("schools", "unverified", "50"),
        ("towns", "not_met", "0"),
    ]


def test_an_item_asked_of_two_kinds_shows_neither(tmp_path: Path) -> None:
    """学生数 is asked of schools and of kindergartens: it alone does not tell, and beside an item that does it says nothing."""
    kindergartens = "each: kindergarten\nwhere: 学生数 > 0\nrequire: 新增学位 >= 1"
    packs = [
        pack(
            [
                target(f"{ALL}\nwhere: 学生数 > 0", "schools", "school-share"),
                target(kindergartens, "kindergartens", "coverage"),
            ]
        )
    ]
    told = [
        row(2025, "学生数", 300, entity="甲小学"),
        row(2025, T, 1, entity="甲小学"),
        row(2025, "学生数", 90, entity="乙园"),
        row(2025, "新增学位", 1, entity="乙园"),
    ]
    made = assessment(tmp_path / "told", packs, told, 2025)
    assert [(v.target, v.verdict, v.value) for v in made.verdicts] == [
        ("schools", "met", "100"),
        ("kindergartens", "met", "100"),
    ]
    untold = [*told, row(2025, "学生数", 50, entity="丙")]
    made = assessment(tmp_path / "untold", packs, untold, 2025)
    assert [(v.verdict, v.value) for v in made.verdicts] == [("unverified", "50"), ("unverified", "50")]


def test_a_rule_of_one_stage_asks_the_schools_of_that_stage(tmp_path: Path) -> None:
    rows = [row(2025, T, 1, entity="甲", stage="小学"), row(2025, T, 0, entity="乙", stage="初中")]
    primary = verdict(tmp_path / "p", ALL + "\nstage: 小学", rows, indicator="school-share")
    junior = verdict(tmp_path / "j", ALL + "\nstage: 初中", rows, indicator="school-share")
    both = verdict(tmp_path / "b", ALL + "\nstage: 义务教育", rows, indicator="school-share")
    assert [(v.verdict, v.value) for v in (primary, junior, both)] == [
        ("met", "100"),
        ("not_met", "0"),
        ("not_met", "50"),
    ]
