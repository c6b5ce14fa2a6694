"""The HTML report of a region, read with a parser: what is in it, that its numbers are the JSON's, that it is whole and offline."""

import base64
import hashlib
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dabiao.assess.assessment import Assessment, Engines, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports.html import render
from html_helpers import COUNTY, Node, checked, parse, rich, rows_of, values_of
from report_sample import SAMPLE, assessment, figure, verdict
from update_golden import pages

SAMPLES: dict[str, Callable[[], Assessment]] = {
    "hand-built": lambda: SAMPLE,
    "every field": rich,
    "county": lambda: checked(*COUNTY),
    "dongli 2020": lambda: checked("dongli-2020.csv"),
    "dongli 2023": lambda: checked("示例-东丽-2023.csv"),
}
every_sample = pytest.mark.parametrize("made", [pytest.param(made, id=name) for name, made in SAMPLES.items()])


def page(made: Assessment, *earlier: Assessment) -> Node:
    """The report, parsed."""
    return parse(render(made, earlier))


def section(root: Node, key: str) -> str:
    """The text of the section under the heading with that id."""
    found = [node for node in root.find("section") if any(n.attributes.get("id") == key for n in node.walk())]
    return found[-1].text() if found else ""


def test_the_gap_of_a_share_is_in_percentage_points() -> None:
    one = verdict("巩固率", "not_met", unit="%", value="98", limit="99", gap="1")
    made = next(iter(rows_of(page(assessment(one))).values())).text()
    assert "距要求1 百分点" in made
    assert "1 %" not in made


@every_sample
def test_every_verdict_has_a_row_that_tells_it(made: Callable[[], Assessment]) -> None:
    one = made()
    rows = rows_of(page(one))
    assert sorted(rows, key=lambda ident: int(ident[1:])) == [f"v{n + 1}" for n in range(len(one.verdicts))]
    for number, each in enumerate(one.verdicts, 1):
        row = rows[f"v{number}"]
        told = row.text()
        parts = [
            words.verdict_word(each.verdict),
            words.name(each)[:80],
            *words.marks(each),
            each.clause.at,
            *each.lead,
        ]
        parts += [each.clause.quote, each.note.replace("。；", "；"), each.rule, each.short or "", each.by or ""]
        for reading in each.readings:
            parts += [reading.label, reading.note, *reading.doubts]
            parts += [given.name for given in reading.inputs]
            parts += [place.cell for given in reading.inputs for place in given.origin]
            parts += [] if reading.inputs else [place.cell for place in reading.origin]
        missing = [part for part in parts if part not in told]
        assert missing == [], f"{row.attributes['id']} {each.target}"


@every_sample
def test_every_number_is_the_json_s(made: Callable[[], Assessment]) -> None:
    one = made()
    rows = rows_of(page(one))
    for number, each in enumerate(one.verdicts, 1):
        row = rows[f"v{number}"]
        for field, expected in numbers(each).items():
            found = values_of(row, field)
            assert {exact for exact, _ in found} == set(expected), f"{each.target} {field}"
            for exact, told in found:
                assert says(told, exact), f"{each.target} {field}: {told} for {exact}"
        for field, listed in lists(each).items():
            assert [exact for exact, _ in values_of(row, field)] == listed, f"{each.target} {field}"
            assert all(exact == told for exact, told in values_of(row, field))


def numbers(each: Verdict) -> dict[str, list[str]]:
    """The figures of a verdict a reader sees, by field; each may stand more than once."""
    limit = each.limit
    return {
        "value": [each.value] if each.value is not None else [],
        "gap": [each.gap] if each.gap is not None else [],
        "path": [each.path] if each.path is not None else [],
        "baseline": [each.baseline[1]] if each.baseline else [],
        "limit": [] if limit is None else [limit] if isinstance(limit, str) else list(limit),
    }


def lists(each: Verdict) -> dict[str, list[str]]:
    """Those of its readings and of its schools, in order."""
    schools = each.spread.schools if each.spread else ()
    return {
        "reading": [reading.value for reading in each.readings if reading.value is not None],
        "right": [reading.right for reading in each.readings if reading.right is not None],
        "given": [given.value for reading in each.readings for given in reading.inputs],
        "mean": [each.spread.mean] if each.spread else [],
        "deviation": [each.spread.deviation] if each.spread else [],
        "school": [school.value for school in schools],
        "students": [school.students for school in schools],
        "share": [school.share for school in schools],
    }


def says(told: str, exact: str) -> bool:
    """Whether a text shows the figure, or the figure rounded to the places the text has; a text without figures says none is missing."""
    shown = re.findall(r"-?\d+(?:\.\d+)?", told)
    if not shown:
        return Fraction(exact) == 0
    half = [Fraction(1, 2 * 10 ** len(text.partition(".")[2])) for text in shown]
    return any(abs(Fraction(text) - Fraction(exact)) <= most for text, most in zip(shown, half, strict=True))


@pytest.mark.parametrize(
    ("told", "exact", "right"),
    [("99.00 %", "98.995782", True), ("还差 0.67", "0.666667", True), ("0.66", "0.666667", False), ("刚好", "0", True)],
)
def test_the_reader_of_numbers_tells_right_from_wrong(told: str, exact: str, right: bool) -> None:
    assert says(told, exact) is right


@every_sample
def test_the_counts_add_up(made: Callable[[], Assessment]) -> None:
    one = made()
    root = page(one)
    tiles = {node.attributes["data-pick"]: node for node in root.find("button") if "data-pick" in node.attributes}
    counted = {kind: int(re.findall(r"\d+", tile.text())[0]) for kind, tile in tiles.items()}
    assert counted == {kind: n for kind in VERDICTS if (n := sum(v.verdict == kind for v in one.verdicts))}
    for table in root.find("table", _class="counts"):
        of_all = "学校" not in table.text()[:8]
        total = 0
        for line in table.find("tr")[1:]:
            *counts, summed = [int(cell.text()) for cell in line.find("td") if cell.attributes["class"].startswith("r")]
            assert sum(counts) == summed
            total += summed
        assert total == (len(one.verdicts) if of_all else sum(v.entity is not None for v in one.verdicts))


@every_sample
def test_offline_and_bound_to_its_own_style_and_script(made: Callable[[], Assessment]) -> None:
    content = render(made())
    root = parse(content)
    assert not re.search(rb"https?://|//[a-z]+\.|@import|url\(", content)
    assert [node.tag for node in root.walk() if {"src", "href"} & set(node.attributes) and node.tag != "a"] == []
    assert all(node.attributes["href"].startswith("#") for node in root.find("a"))
    policy = root.find("meta", http_equiv="Content-Security-Policy")[0].attributes["content"]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (node,) = root.find(tag)
        digest = base64.b64encode(hashlib.sha256("".join(map(str, node.children)).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not [node for node in root.walk() if any(n == "style" or n.startswith("on") for n in node.attributes)]


@every_sample
def test_links_lead_to_rows_and_ids_are_unique(made: Callable[[], Assessment]) -> None:
    root = page(made())
    ids = [node.attributes["id"] for node in root.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    assert {node.attributes["href"][1:] for node in root.find("a")} <= set(ids)
    controls = {
        node.attributes["id"] for tag in ("input", "select") for node in root.find(tag) if "id" in node.attributes
    }
    assert controls <= {node.attributes["for"] for node in root.find("label") if "for" in node.attributes}


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in pages()])
def test_golden(path: Path) -> None:
    """A change of what a page says shows in a diff: python tests/update_golden.py."""
    assert pages()[path] == path.read_text(encoding="utf-8")


def test_the_same_bytes_again() -> None:
    made, earlier = checked("示例-东丽-2023.csv"), checked("dongli-2020.csv")
    assert render(made, [earlier]) == render(made, [earlier])


def test_conclusions_are_a_tree() -> None:
    root = page(checked(*COUNTY))
    (top,) = [child for child in root.find("ul", _class="tree")[0].children if isinstance(child, Node)]
    assert "× 不合格" in top.text()[:12]
    assert "义务教育优质均衡发展县认定" in top.find("summary")[0].text()
    below = [bold.text() for node in top.find("summary")[1:] for bold in node.find("b")]
    assert {"申报条件", "资源配置", "政府保障程度", "教育质量", "社会认可度", "没有一票否决情形"} == set(below)
    deciding = [node.text() for node in top.find("li") if "据此得出结论" in node.text() and not node.find("ul")]
    assert any("示例第二小学：7 项指标综合评估（小学）" in text for text in deciding)
    assert section(root, "conclusions").count("「每所学校至少有６项指标达到要求」") == 1


def test_a_conclusion_that_contains_itself_ends() -> None:
    top, inner = rich().conclusions
    ring = inner._replace(members=("top", "coverage"))
    assert "县域认定" in section(page(rich()._replace(conclusions=(top, ring))), "conclusions")


def test_other_clauses_on_the_same_indicator_are_linked() -> None:
    row = rows_of(page(rich()))["v1"]
    assert [node.attributes["href"] for node in row.find("a")] == ["#v2"]
    assert "≥ 85 %（逐年）" in row.text()


def test_earlier_years_stand_in_order_with_a_line() -> None:
    now = figure("覆盖率", "met", "90", "85", target="t", baseline=(2020, "70"), year=2023)
    years = [
        assessment(now._replace(value=v, shown=v, year=y, verdict=k), year=y)
        for y, v, k in ((2022, "80", "behind"), (2021, "75", "met"))
    ]
    other = assessment(now._replace(value="1", shown="1", year=2019), year=2019, region="350502")
    row = rows_of(page(assessment(now), *years, other))["v1"]
    assert values_of(row, "year") == [("70", "70"), ("75", "75"), ("80", "80"), ("90", "90")]
    assert [len(line.find("circle")) for line in row.find("svg", _class="years")] == [4, 4]
    assert "基数" in row.text()


def test_history_finds_the_indicator_under_an_older_target() -> None:
    now = figure("覆盖率", "met", "90", "85", target="new", indicator="coverage")
    then = now._replace(target="old", pack="demo-plan-2016", value="60", shown="60", year=2020)
    row = rows_of(page(assessment(now), assessment(then, year=2020)))["v1"]
    assert values_of(row, "year") == [("60", "60"), ("90", "90")]


@pytest.mark.parametrize(
    ("fields", "bar", "zone"),
    [
        ({"value": "70", "limit": "80", "op": ">="}, ("4", "133"), ("156", "4")),
        ({"value": "50", "limit": "45", "op": "<="}, ("4", "152"), ("0", "140.8")),
        ({"value": "9", "limit": ("8", "10"), "op": ".."}, ("4", "136.8"), ("125.6", "30.4")),
        ({"value": "-1", "limit": "1", "op": ">="}, ("4", "76"), ("156", "4")),
        ({"value": "75", "limit": "80", "op": ">=", "baseline": (2020, "70")}, ("4", "76"), ("156", "4")),
        ({"value": "99", "limit": "99", "op": ">=", "baseline": (2020, "100")}, ("4", "152"), ("156", "4")),
    ],
    ids=["floor", "ceiling", "band", "below zero", "from the baseline", "baseline already there"],
)
def test_bullet_bars(fields: dict[str, Any], bar: tuple[str, str], zone: tuple[str, str]) -> None:
    """Begin and width along 160 units with a margin of 4."""
    row = rows_of(page(assessment(figure("甲", "not_met", "1", "2")._replace(**fields))))["v1"]
    drawn = row.find("svg", _class="bullet")[0]
    rects = {node.attributes["class"]: (node.attributes["x"], node.attributes["width"]) for node in drawn.find("rect")}
    assert (rects["f-not_met"], rects["zone"]) == (bar, zone)


@pytest.mark.parametrize("form", ["milestone", "attest", "group"])
def test_no_bar_for_what_has_no_way_to_go(form: str) -> None:
    row = rows_of(page(assessment(figure("甲", "met", "1", "1", form=form))))["v1"]
    assert row.find("svg", _class="bullet") == []


def test_lead_units_and_schools_have_their_table() -> None:
    told = section(page(rich()), "summary")
    assert "按牵头单位" in told
    assert "学前教育科" in told
    assert "按学校" in told


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"incomplete": ("*",)}, "没有任何文件适用"),
        ({"incomplete": ("demo-points-2023",)}, "demo-points-2023"),
        ({"engines": Engines(("durable", "reference"), False, "")}, "判定不一致"),
        ({"findings": ()}, "没有发现数据问题"),
        ({"inputs": ()}, "没有"),
    ],
    ids=["no pack", "one pack", "engines differ", "no findings", "no inputs"],
)
def test_what_a_run_lacks_is_said(fields: dict[str, Any], said: str) -> None:
    assert said in page(SAMPLE._replace(**fields)).text()


def test_nothing_at_all_still_makes_a_page() -> None:
    root = page(assessment())
    assert "共检查 0 项" in root.text()
    assert rows_of(root) == {}


def test_findings_say_code_place_and_mend() -> None:
    told = section(page(SAMPLE), "findings")
    for part in ("DAT203", "! 提示", "填报表.xlsx!指标!E2", "核对后保留一个"):
        assert part in told


def test_quality_findings_tell_both_sides_and_the_difference_and_where() -> None:
    told = section(page(rich()), "findings")
    for part in ("DAT301", "120 人", "100 人", "相差 +20 人", "填报表.xlsx!指标!C7", "改其中一格"):
        assert part in told


def test_evidence_is_named() -> None:
    assert "认定文件.pdf、照片" in rows_of(page(rich()))["v1"].text()


def test_a_long_note_is_folded_but_whole() -> None:
    row = rows_of(page(assessment(verdict("甲", "no_data", note="长" * 10_000))))["v1"]
    folded = row.find("details", _class="long")
    assert [node.text().count("长") for node in folded] == [10_120]
    assert "open" not in folded[0].attributes


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("kind", [*VERDICTS, "other"])
def test_verdict_colours_can_be_read(kind: str) -> None:
    """Contrast of at least 4.5 to 1 (WCAG 1.4.3) on their own ground and on white."""
    style = render(SAMPLE).decode()
    ink, ground = (re.findall(rf"--{kind}{end}: (#\w{{6}});", style)[0] for end in ("", "-b"))
    for behind in (ground, "#ffffff"):
        light, dark = sorted((luminance(ink), luminance(behind)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5
