"""The HTML matrix of many regions: what is in its data, what stands for several verdicts, what is left out and said so."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from dabiao.assess.assessment import Assessment
from dabiao.reports.html import Cell, Column, Matrix, Region, matrix_of, render_matrix
from dabiao.reports.html.matrix import LETTERS, MOST_FIGURES, OUTCOMES
from html_helpers import COUNTY, Node, checked, many, parse, values_of
from report_sample import assessment, figure, verdict

WORDS = {letter: kind for kind, letter in LETTERS.items()}


def data_of(root: Node) -> dict[str, Any]:
    """What the page's script unfolds."""
    (block,) = root.find("script", id="data")
    found: dict[str, Any] = json.loads("".join(map(str, block.children)))
    return found


def figures_of(data: dict[str, Any], column: int) -> dict[int, tuple[str, str, str]]:
    """Region to figure, gap and requirement, as the script reads them."""
    found = data["figures"][column]
    asked = found["asked"] if isinstance(found["asked"], list) else [found["asked"]] * len(found["at"])
    told = zip(found["shown"], found["gap"], (data["texts"][n] for n in asked), strict=True)
    return dict(zip(found["at"], told, strict=True))


def region(name: str, *verdicts: Any, **fields: Any) -> Assessment:
    """An assessment of a region of that name."""
    return assessment(*verdicts, region_name=name, **fields)


def test_every_verdict_and_figure_is_the_assessment_s() -> None:
    made = many(40, 12)
    data = data_of(parse(render_matrix(made)))
    assert data["codes"] == [one.region for one in made]
    assert data["names"] == [one.region_name for one in made]
    assert [name for name, _ in data["columns"]] == [each.indicator_name for each in made[0].verdicts]
    for place, one in enumerate(made):
        assert [WORDS[letter] for letter in data["letters"][place]] == [each.verdict for each in one.verdicts]
        for column, each in enumerate(one.verdicts):
            told = None if each.shown is None else (each.shown, each.gap, each.requirement)
            assert figures_of(data, column).get(place) == told


def test_three_thousand_regions_by_sixty_fit_in_a_megabyte() -> None:
    made = many(3000)
    page = render_matrix(made)
    data = data_of(parse(page))
    assert len(page) < 1_000_000
    assert sum(map(len, data["letters"])) == 180_000
    assert 0 < sum(len(column["at"]) for column in data["figures"]) <= MOST_FIGURES
    assert "其余看各地区自己的报告" in page.decode()
    for column in range(60):
        kept = figures_of(data, column)
        gaps = [Fraction(gap) for _, gap, _ in kept.values()]
        assert gaps == sorted(gaps, reverse=True)
        owed = [v for one in made if (v := one.verdicts[column]).verdict in ("not_met", "behind")]
        assert sorted(gaps) == sorted(Fraction(v.gap or 0) for v in owed)[-len(gaps) :]


def test_a_real_county() -> None:
    one = checked(*COUNTY)
    data = data_of(parse(render_matrix([one, one._replace(region="109902", region_name="示例乙县")])))
    names = [name for name, _ in data["columns"]]
    letters = dict(zip(names, data["letters"][0], strict=True))
    assert letters["义务教育优质均衡发展县认定"] == OUTCOMES["不合格"]
    assert letters["社会认可度"] == OUTCOMES["合格"]
    assert letters["每百名学生拥有县级以上骨干教师数校际差异系数（小学）"] == LETTERS["not_met"]
    assert letters["美术专用教室余缺，各校"] == LETTERS["not_met"]
    assert data["letters"][0] == data["letters"][1]


@pytest.mark.parametrize(
    ("verdicts", "kind"),
    [
        ([figure("甲", "met", "9", "8"), figure("甲", "not_met", "9", "10")], "not_met"),
        ([figure("甲", "not_met", "9", "10", binding=False), figure("甲", "met", "9", "8")], "met"),
        ([figure("甲", "met", "9", "8", entity="一小"), figure("甲", "no_data", "9", "8", entity="二小")], "no_data"),
    ],
    ids=["the worst of several", "not one a stricter supersedes", "the worst school"],
)
def test_what_stands_for_several_verdicts(verdicts: list[Any], kind: str) -> None:
    alike = [each._replace(indicator="i", target=f"t{n}") for n, each in enumerate(verdicts)]
    (only,) = matrix_of([assessment(*alike)]).regions
    assert only.letters == LETTERS[kind]


def test_tasks_that_bind_several_regions_are_columns_and_others_are_named_as_left_out() -> None:
    shared, own = verdict("共同任务", "met"), verdict("自己的任务", "pending")
    made = matrix_of([region("甲县", shared, own), region("乙县", shared)])
    assert [column.name for column in made.columns] == ["共同任务"]
    assert any("1 项没有列入" in note for note in made.notes)
    assert "1 项没有列入" in parse(render_matrix(made)).text()


def test_a_region_an_indicator_does_not_bind_has_a_blank() -> None:
    first, second = figure("甲", "met", "1", "1", indicator="a"), figure("乙", "met", "1", "1", indicator="b")
    made = matrix_of([region("甲县", first), region("乙县", second)])
    assert [one.letters for one in made.regions] == ["m.", ".m"]


@pytest.mark.parametrize("assessments", [[], [assessment(year=2022), assessment(year=2023)]], ids=["none", "two years"])
def test_no_matrix_of_none_or_of_different_years(assessments: list[Assessment]) -> None:
    with pytest.raises(ValueError, match="年份相同"):
        render_matrix(assessments)


def test_the_counts_of_the_page_add_up() -> None:
    made = many(50, 6)
    root = parse(render_matrix(made))
    tiles = {
        node.find("span", _class="word")[0].text()[2:]: node
        for node in root.find("li")
        if "tile" in node.attributes.get("class", "")
    }
    told = {word: int(node.find("span", _class="count")[0].text()) for word, node in tiles.items()}
    found = [each.verdict for one in made for each in one.verdicts]
    assert told == {
        "未达标": found.count("not_met"),
        "进度滞后": found.count("behind"),
        "缺数据": found.count("no_data"),
        "达标": found.count("met"),
    }
    (table,) = root.find("table", _class="counts")
    for line in table.find("tr")[1:]:
        assert sum(int(bold.text()) for bold in line.find("b")) == 50


def test_the_worst_gaps_come_first_as_a_part_of_what_is_asked() -> None:
    near = figure("近", "not_met", "99", "100", gap="1", indicator="near")
    far = figure("远", "behind", "1", "2", gap="1", indicator="far")
    fine = figure("好", "met", "5", "4", indicator="fine")
    (body,) = parse(render_matrix([region("甲县", near, far, fine)])).find("tbody", id="gaps")
    assert [(line.find("th")[0].text(), line.find("td")[0].text()) for line in body.find("tr")] == [
        ("甲县", "远"),
        ("甲县", "近"),
    ]
    assert values_of(body, "gap") == [("1", "1"), ("1", "1")]


def test_a_matrix_an_engine_made_is_rendered_as_it_is() -> None:
    cell = Cell(1, "70.1", "12.9", "≥ 83 %", Decimal("12.9") / 83)
    regions = (Region("110101", "甲县", "m"), Region("110102", "乙县", "x"))
    made = Matrix(2024, (Column("覆盖率", "%"),), regions, ([cell],), ("《规划》",), ("说明一句",))
    root = parse(render_matrix(made))
    assert figures_of(data_of(root), 0) == {1: ("70.1", "12.9", "≥ 83 %")}
    assert "说明一句。" in root.text()
    assert render_matrix(made) == render_matrix(made)
