"""The comparison as people and programs get it: on the screen, as a page, as JSON; and the command."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import report_sample as sample
from dabiao.assess.assessment import Verdict
from dabiao.assess.compare import compare
from dabiao.cli.main import main
from dabiao.reports.diff.as_json import render as render_json
from dabiao.reports.diff.html import render as render_html
from dabiao.reports.diff.terminal import render as render_text
from dabiao.reports.json_report import render as render_assessment
from hostile import HOSTILE, gist, hostile

OLD = sample.assessment(
    sample.figure("巩固率", "met", "99.512345", "99", due=True, stage="义务教育"),
    sample.figure("覆盖率", "not_met", "80", "83", gap="3"),
    sample.figure("入园率", "on_track", "91.5", "95", gap="3.5"),
    sample.figure("生均面积", "met", "5.1", "4.5", entity="甲校", unit="平方米/人"),
    sample.verdict("建成平台", "pending"),
    year=2022,
)
NEW = sample.assessment(
    sample.figure("巩固率", "not_met", "98.995782", "99", stage="义务教育", gap="0.004218", lead=("基础教育科",)),
    sample.figure("覆盖率", "met", "83.7", "83"),
    sample.figure("入园率", "on_track", "92.75", "95", gap="2.25"),
    sample.figure("生均面积", "not_met", "4.4", "4.5", entity="甲校", unit="平方米/人", gap="0.1"),
    sample.verdict("师生比", "no_data"),
    conclusions=sample.SAMPLE.conclusions,
)


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.values: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def numbers(text: str) -> set[str]:
    """Every number of a text as it is written."""
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def figures(verdicts: tuple[Verdict, ...]) -> set[str]:
    """The values the report has to show."""
    return {v.value for v in verdicts if v.value is not None}


@pytest.mark.parametrize("how", ["text", "html", "json"])
def test_every_figure_is_there_as_the_assessments_have_it(how: str) -> None:
    compared = compare(OLD, NEW)
    text = {
        "text": lambda: render_text(compared, True, 100),
        "html": lambda: Page(render_html(compared)).text,
        "json": lambda: render_json(compared),
    }[how]()
    assert figures(OLD.verdicts) | figures(NEW.verdicts) <= numbers(text)
    # and by how much it moved: exact decimals of the two
    assert {"0.516563", "3.7", "1.25", "0.7"} <= numbers(text)


def test_it_says_who_newly_fails_and_why() -> None:
    text = render_text(compare(OLD, NEW), True, 100)
    failing = text.split("新的未达标 2 项\n")[1].split("\n\n")[0]
    assert "巩固率（义务教育）：由“达标”变为“未达标”" in failing
    assert "数值由 99.512345 % 变为 98.995782 %，减少 0.516563 个百分点" in failing
    assert "责任单位：基础教育科" in failing
    assert "甲校：生均面积" in failing
    assert "覆盖率" not in failing
    assert "涉及 1 所学校" in text


def test_two_equal_assessments_have_no_difference() -> None:
    same = compare(OLD, OLD)
    assert "没有任何差别" in render_text(same, True, 80)
    assert "没有任何差别" in render_html(same)
    assert json.loads(render_json(same))["changes"] == []


def test_json_carries_both_verdicts_and_the_rule() -> None:
    made = json.loads(render_json(compare(OLD, NEW)))
    by_name = {one["name"]: one for one in made["changes"]}
    assert made["newly_failing"] == 2
    assert [by_name[name]["kind"] for name in ("巩固率", "覆盖率", "入园率", "师生比", "建成平台")] == [
        "failing", "mended", "figure", "added", "removed",
    ]  # fmt: skip
    for one in made["changes"]:
        for side, verdicts in (("was", OLD.verdicts), ("now", NEW.verdicts)):
            if one[side] is not None:
                (verdict,) = [v for v in verdicts if v.indicator_name == one["name"]]
                assert [one[side][key] for key in ("verdict", "value", "gap", "limit")] == [
                    verdict.verdict, verdict.value, verdict.gap, verdict.limit,
                ]  # fmt: skip
    assert made["conclusions"] == [
        {"pack": "demo-plan-2021", "id": "balance", "title": "县域义务教育优质均衡", "was": None, "now": "不合格"}
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_inert_and_legible(text: str) -> None:
    made = hostile(text)
    other = made._replace(verdicts=tuple(v._replace(verdict="met") for v in made.verdicts), conclusions=(), findings=())
    compared = compare(other, made._replace(rulebook="1" * 64, inputs=((text, "1" * 64),)))
    page = Page(render_html(compared))
    assert set(page.tags) <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "div", "p", "nav", "ul", "li", "a", "section", "strong",
    }  # fmt: skip
    assert page.names <= {"lang", "charset", "name", "content", "class", "id", "href", "aria-label"}
    assert all(value.startswith("#") for value in page.values if "evil" in value or "javascript" in value)
    assert gist(text) in page.text
    shown = render_text(compared, True, 100)
    assert all(
        character.isprintable() or character in "\n\u3000"
        for character in shown.replace("\ufffe", "").replace("\uffff", "")
    )
    assert gist(text) in shown.replace("\n", "")
    render_html(compared).encode()
    shown.encode()
    assert json.loads(render_json(compared).encode())["new"]["region_name"] == text


def test_the_page_asks_for_nothing_from_outside() -> None:
    page = render_html(compare(OLD, NEW))
    assert not re.search(r"https?:|src=|url\(|@import|<script|<link", page)
    assert all(value.startswith("#") for value in re.findall(r'href="([^"]*)"', page))


def test_the_same_comparison_gives_the_same_bytes() -> None:
    for render in (render_html, render_json):
        assert render(compare(OLD, NEW)) == render(compare(OLD, NEW))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The two assessments as files."""
    old, new = tmp_path / "旧.json", tmp_path / "新.json"
    old.write_bytes(render_assessment(OLD))
    new.write_bytes(render_assessment(NEW))
    return old, new


def test_exit_codes(files: tuple[Path, Path], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    old, new = map(str, files)
    assert main(["diff", old, new]) == 1
    assert main(["diff", old, old]) == 0
    capfdbinary.readouterr()
    assert main(["diff", new, old]) == 1  # 覆盖率 fails again
    assert "ASM856" in capfdbinary.readouterr().err.decode()
    assert main(["diff", old, str(tmp_path / "无.json")]) == 2
    other = tmp_path / "别处.json"
    other.write_bytes(render_assessment(NEW._replace(region="110102")))
    assert main(["diff", old, str(other)]) == 2
    assert "ASM855" in capfdbinary.readouterr().err.decode()


@pytest.mark.parametrize(("how", "start"), [("text", "═"), ("html", "<!doctype html>"), ("json", "{")])
def test_formats_go_to_a_file(files: tuple[Path, Path], tmp_path: Path, how: str, start: str) -> None:
    target = tmp_path / "变化"
    assert main(["diff", *map(str, files), "--format", how, "-o", str(target)]) == 1
    assert target.read_text("utf-8").startswith(start)
