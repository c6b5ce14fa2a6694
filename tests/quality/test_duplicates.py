"""Schools that are there twice: by code, by name as it is read, or by a name that differs only in the region in front."""

from pathlib import Path

import pytest

from dabiao.inputs.quality import QualityFinding, check_quality
from dabiao.inputs.quality.names import bare
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.rules.model import Rulebook
from quality_helpers import Sheet, book

REGION = "370321"


def found(folder: Path, *tables: str, rules: Rulebook | None = None) -> list[QualityFinding]:
    """The findings on schools of a county, of the kind duplicate."""
    rules = rules or book()
    paths = []
    for number, table in enumerate(tables):
        paths.append(folder / f"{number}.csv")
        paths[-1].write_text(table, encoding="utf-8")
    dataset = read_files(paths, vocabulary_of(rules), Defaults(REGION, 2024))
    assert not [str(d) for d in dataset.diagnostics if d.is_error]
    return [one for one in check_quality(rules, dataset, REGION, 2024) if one.kind == "duplicate"]


HEADER = "学校代码,学校名称,学校类型,小学在校生数\n"


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ("1,东风小学,小学,100\n2,西风小学,小学,200\n", []),
        ("1,东风小学,小学,100\n1,西风小学,小学,200\n", ["same-school-code"]),
        ("１,东风小学,小学,100\n1,西风小学,小学,200\n", ["same-school-code"]),
        (",东风小学,小学,100\n,西风小学,小学,200\n", []),
        ("1,东风小学,小学,100\n1,东风小学,小学,100\n", ["same-school-name"]),
        ("1,东风 小学,小学,100\n2,东风小学,小学,200\n", ["same-school-name"]),
        ("1,东风小学(南校区),小学,100\n2,东风小学（南校区）,小学,200\n", ["same-school-name"]),
        ("1,实验小学,小学,100\n2,桓台县实验小学,小学,200\n", ["similar-school-name"]),
        ("1,桓台实验小学,小学,100\n2,山东省淄博市桓台县实验小学,小学,200\n", ["similar-school-name"]),
        ("1,县实验小学,小学,100\n2,实验小学,小学,200\n", ["similar-school-name"]),
        ("1,市南小学,小学,100\n2,南小学,小学,200\n", []),
        ("1,示例县实验小学,小学,100\n2,实验小学,小学,200\n", []),
    ],
)
def test_rows_of_one_table(tmp_path: Path, rows: str, rules: list[str]) -> None:
    ones = found(tmp_path, HEADER + rows)
    assert [one.rule for one in ones] == rules
    for one in ones:
        assert [cell.line for cell in one.cells] == [2, 3]
        assert one.doubtful is (one.rule != "similar-school-name")


def test_several_tables_make_one_school(tmp_path: Path) -> None:
    assert found(tmp_path, HEADER + "1,东风小学,小学,100\n", "学校名称,班级总数,专任教师总数\n东风 小学,3,8\n") == []


def test_the_parts_of_a_school_are_one_school(tmp_path: Path) -> None:
    rows = "学校名称,学校类型,学段,在校生数\n东风学校,九年一贯制,小学,100\n东风学校,九年一贯制,初中,50\n"
    assert found(tmp_path, rows) == []


def test_schools_the_figures_name(tmp_path: Path) -> None:
    sheet = Sheet().add("东风小学", 小学在校生数=1).add("东风　小学", 小学在校生数=2)
    (one,) = sheet.of("same-school-name")
    assert one.entities == ("东风　小学", "东风小学")
    assert len(one.cells) == 2
    assert Sheet().add("东风小学", 小学在校生数=1).add("西风小学", 小学在校生数=2).of("same-school-name") == ()


@pytest.mark.parametrize(
    ("name", "fronts", "left"),
    [
        ("桓台县二中", ("桓台县",), "桓台县二中"),
        ("桓台县第二中学", ("桓台县", "桓台"), "第二中学"),
        ("县直属机关幼儿园", (), "直属机关幼儿园"),
    ],
)
def test_a_front_is_taken_off_only_where_a_name_is_left(name: str, fronts: tuple[str, ...], left: str) -> None:
    assert bare(name, fronts) == left
