"""JUnit XML, SARIF, GitHub annotations and Markdown of an assessment: what they say, and that nothing in them is more than text."""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

import report_sample as sample
from dabiao.assess.assessment import Assessment, Place, Verdict, from_json
from dabiao.assess.contract import read_assessment
from dabiao.assess.model import VERDICTS
from dabiao.cli.main import main
from dabiao.quantity.rounding import shown_decimal
from dabiao.reports import github, json_report, junit, markdown, sarif
from dabiao.reports._quality_words import told as all_findings
from hostile import HOSTILE, gist, hostile

ROOT = Path(__file__).resolve().parents[2]
FORMATS = {"junit": junit.render, "sarif": sarif.render, "github": github.render, "markdown": markdown.render}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> list[Assessment]:
    """The real county, a sample year with failures, and the sample county with its schools and conclusions."""
    folder = tmp_path_factory.mktemp("real")
    made = []
    for names in (["dongli-2020.csv"], ["示例-东丽-2023.csv"], ["示例-优质均衡.csv", "示例-优质均衡-学校.csv"]):
        file = folder / "a.json"
        inputs = [str(ROOT / "inputs" / name) for name in names]
        main(["check", *inputs, "--engine", "reference", "--format", "json", "-o", str(file)])
        made.append(read_assessment(file.read_bytes(), "a.json"))
    return made


def xml(assessment: Assessment) -> ET.Element:
    """The JUnit report, parsed."""
    return ET.fromstring(junit.render(assessment))  # noqa: S314 - our own output


def log(assessment: Assessment) -> dict[str, Any]:
    """The one run of the SARIF log."""
    (run,) = json.loads(sarif.render(assessment))["runs"]
    return dict(run)


def rendered(assessment: Assessment) -> str:
    """The Markdown as HTML."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return str(reader.render(markdown.render(assessment).decode()))


def rows(assessment: Assessment) -> list[list[str]]:
    """The cells of every table row of the Markdown, as a reader sees them."""
    found = re.findall(r"<tr>\n(.*?)</tr>", rendered(assessment), re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in found]


def unescape(text: str) -> str:
    """HTML text as a reader sees it."""
    return "".join(ET.fromstring(f"<a>{text}</a>").itertext())  # noqa: S314


def limits(verdict: Verdict) -> tuple[str, ...]:
    """The limits of a verdict."""
    return () if verdict.limit is None else (verdict.limit,) if isinstance(verdict.limit, str) else verdict.limit


def test_junit_fails_what_is_not_met_and_passes_only_what_holds(real: list[Assessment]) -> None:
    for assessment in (*real, sample.SAMPLE):
        root = xml(assessment)
        cases = [
            case
            for case in root.iter("testcase")
            if "/" in case.get("classname", "") and case.get("status") in VERDICTS.values()
        ]
        assert len(cases) == len(assessment.verdicts)
        by_pack = [
            v
            for pack in dict.fromkeys(v.pack for v in assessment.verdicts)
            for v in assessment.verdicts
            if v.pack == pack
        ]
        for case, verdict in zip(cases, by_pack, strict=True):
            assert case.get("classname") == f"{verdict.pack}/{verdict.target}"
            assert (case.find("failure") is not None) == (verdict.verdict == "not_met")
            holds = verdict.verdict in ("met", "on_track")
            assert (case.find("skipped") is None and case.find("failure") is None) == holds


def test_junit_counts_add_up(real: list[Assessment]) -> None:
    for assessment in (*real, sample.SAMPLE):
        root = xml(assessment)
        for name, tag in (("tests", None), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            for element in (root, *root.findall("testsuite")):
                cases = list(element.iter("testcase"))
                assert int(element.get(name, "")) == (
                    sum(case.find(tag) is not None for case in cases) if tag else len(cases)
                )


def test_junit_is_never_green_where_the_check_is_incomplete() -> None:
    root = xml(sample.assessment(incomplete=("*",)))
    assert root.get("errors") == "1"
    assert [suite.get("name") for suite in root.findall("testsuite")] == ["检查不完整"]
    assert (
        int(xml(sample.assessment(findings=(sample.SAMPLE.findings[0]._replace(severity="error"),))).get("errors", ""))
        == 1
    )


def test_junit_numbers_are_the_assessments(real: list[Assessment]) -> None:
    for assessment in real:
        said: dict[tuple[str | None, str | None], list[str]] = {}
        for case in xml(assessment).iter("testcase"):
            for part in case:
                said.setdefault((case.get("classname"), case.get("status")), []).append(part.text or "")
        for verdict in assessment.verdicts:
            wanted = {
                "value": verdict.value,
                "gap": verdict.gap,
                "path": verdict.path,
                "limit": "..".join(limits(verdict)) or None,
            }
            texts = said[f"{verdict.pack}/{verdict.target}", VERDICTS[verdict.verdict]]
            assert any(
                dict(re.findall(r"(value|gap|path|limit)=(\S+)", text)) == {k: v for k, v in wanted.items() if v}
                for text in texts
            )


def test_sarif_says_what_needs_doing_and_how_grave_it_is(real: list[Assessment]) -> None:
    for assessment in (*real, sample.SAMPLE):
        run = log(assessment)
        told = [v for v in assessment.verdicts if v.verdict in ("not_met", "behind", "unverified", "no_data")]
        results = run["results"][: len(told)]
        assert len(run["results"]) == len(told) + len(all_findings(assessment))
        rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
        for verdict, result in zip(told, results, strict=True):
            rule = rules[result["ruleId"]]
            assert result["ruleId"] == f"{verdict.pack}/{verdict.target}"
            assert verdict.clause.quote in rule["help"]["text"]
            assert verdict.clause.at in rule["help"]["text"]
            grave = {"must": "error", "strive": "warning", "encourage": "note"}[verdict.force]
            assert result["level"] == (grave if verdict.verdict == "not_met" else "warning")
            assert result["locations"]


def test_sarif_numbers_are_the_assessments(real: list[Assessment]) -> None:
    for assessment in real:
        told = [v for v in assessment.verdicts if v.verdict in ("not_met", "behind", "unverified", "no_data")]
        for verdict, result in zip(told, log(assessment)["results"], strict=False):
            for key in ("value", "shown", "gap", "path"):
                assert result["properties"].get(key) == getattr(verdict, key)
            limit = result["properties"].get("limit")
            assert (tuple(limit) if isinstance(limit, list) else (limit,) if limit else ()) == limits(verdict)


def test_sarif_points_to_the_cell_or_else_to_the_rule(real: list[Assessment]) -> None:
    csv, book = Place("示例 表.csv", None, "F17"), Place("填报表.xlsx", "指标", "E5")
    made = [sample.figure(str(n), "not_met", "1", "2", origin=origin) for n, origin in enumerate([(csv,), (book,), ()])]
    one, two, three = (
        result["locations"][0]["physicalLocation"] for result in log(sample.assessment(*made))["results"]
    )
    assert one == {"artifactLocation": {"uri": "%E7%A4%BA%E4%BE%8B%20%E8%A1%A8.csv"}, "region": {"startLine": 17}}
    assert "region" not in two
    assert three == {"artifactLocation": {"uri": "demo.yaml"}, "region": {"startLine": 1}}
    uris = re.findall(r'"uri": "([^"]*)"', sarif.render(real[2]).decode())
    assert uris
    assert all(re.fullmatch(r"[A-Za-z0-9/\-._~%]+", uri) for uri in uris)


def test_sarif_fingerprints_last_over_the_years_and_tell_schools_apart() -> None:
    def prints(year: int, value: str) -> list[str]:
        verdicts = [sample.figure("生均面积", "not_met", value, "9", entity=school) for school in ("甲校", "乙校")]
        return [r["partialFingerprints"]["target/v1"] for r in log(sample.assessment(*verdicts, year=year))["results"]]

    assert prints(2022, "1") == prints(2023, "2")
    assert len(set(prints(2022, "1"))) == 2


def test_github_has_a_line_a_finding_and_errors_for_what_is_owed(real: list[Assessment]) -> None:
    for assessment in (*real, sample.SAMPLE):
        lines = github.render(assessment).decode().splitlines()
        assert all(re.match(r"::(error|warning|notice) (file=[^:,]*,line=\d+,)?title=[^:,]*::", line) for line in lines)
        errors = [line for line in lines if line.startswith("::error ")]
        owed = [v for v in assessment.verdicts if v.verdict == "not_met" and v.force == "must"]
        assert len(errors) == len(owed) + bool(assessment.incomplete)
        for verdict in owed:
            said = [line for line in errors if verdict.clause.quote.replace("%", "%25") in line]
            assert any((verdict.shown or "") in line for line in said)


def test_markdown_tables_hold_every_figure(real: list[Assessment]) -> None:
    """Figures as shown; the limit exactly; what is missing as the assessment has it, rounded once to the places shown."""
    for assessment in real:
        table = [row for row in rows(assessment) if len(row) >= 5]
        full = [v for kind in VERDICTS for v in assessment.verdicts if v.verdict == kind and kind in markdown._FULL]
        assert len(table) == len(full)
        for row, verdict in zip(table, full, strict=True):
            if verdict.shown is not None and len({r.value for r in verdict.readings if r.primary and r.value}) < 2:
                assert f"{verdict.shown} {verdict.unit or ''}".strip() in row[1]
            if verdict.form == "value":
                assert all(limit in re.findall(r"-?\d+(?:\.\d+)?", row[2]) for limit in limits(verdict))
            if match := re.match(r"(?:按 \S+ 计)?(?:还差|超出) (\d+(?:\.(\d+))?)", row[3]):
                places = len(match[2] or "")
                if verdict.gap is not None and Fraction(verdict.gap):
                    assert Fraction(match[1]) == Fraction(shown_decimal(Fraction(verdict.gap), places))
            assert verdict.clause.quote in row[4]


def test_markdown_leaves_no_verdict_out(real: list[Assessment]) -> None:
    for assessment in (*real, sample.SAMPLE):
        heads = re.findall(r"^## \S (\S+) (\d+) 项$", markdown.render(assessment).decode(), re.MULTILINE)
        found = {word: sum(v.verdict == kind for v in assessment.verdicts) for kind, word in VERDICTS.items()}
        assert {word: int(count) for word, count in heads} == {word: count for word, count in found.items() if count}
        assert len(rows(assessment)) - len(assessment.conclusions) - heads_of(assessment) == len(assessment.verdicts)


def heads_of(assessment: Assessment) -> int:
    """How many tables there are; the row of heads has no cells of its own kind."""
    return sum(not row for row in rows(assessment))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("how", FORMATS)
def test_hostile_text_is_inert_and_legible(how: str, text: str) -> None:
    made = hostile(text)
    content = FORMATS[how](made).decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", content)
    assert CHECKS[how](made)
    seen = {
        "junit": lambda: "".join(v for element in xml(made).iter() for v in element.attrib.values()),
        "sarif": lambda: json.dumps(log(made), ensure_ascii=False).replace('\\"', '"'),
        "github": lambda: content,
        "markdown": lambda: unescape(f"<p>{rendered(made)}</p>"),
    }[how]()
    assert gist(text) in seen


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_survives_the_json_every_report_is_made_from(text: str) -> None:
    made = hostile(text)
    assert from_json(json.loads(json_report.render(made))) == made


def junit_is_sound(assessment: Assessment) -> bool:
    """Only the elements of the format, as many cases as there are rows."""
    root = xml(assessment)
    known = {
        "testsuites",
        "testsuite",
        "properties",
        "property",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    }
    rest = len(assessment.conclusions) + len(all_findings(assessment)) + len(assessment.incomplete)
    return {element.tag for element in root.iter()} <= known and len(list(root.iter("testcase"))) == len(
        assessment.verdicts
    ) + rest


def sarif_is_sound(assessment: Assessment) -> bool:
    """Every uri is a uri."""
    uris = re.findall(r'"uri": "([^"]*)"', sarif.render(assessment).decode())
    return bool(uris) and all(re.fullmatch(r"[A-Za-z0-9/\-._~%]*", uri) for uri in uris)


def github_is_sound(assessment: Assessment) -> bool:
    """One command a line, and as many lines as there are things to say."""
    lines = github.render(assessment).decode().split("\n")[:-1]
    told = sum(v.verdict in sarif.TOLD for v in assessment.verdicts)
    plain = all(re.match(r"::(error|warning|notice) (file=[^:,]*,line=\d+,)?title=[^:,]*::", line) for line in lines)
    return plain and len(lines) == 1 + told + len(all_findings(assessment)) + bool(assessment.incomplete)


def markdown_is_sound(assessment: Assessment) -> bool:
    """Nothing but headings, tables, lists and the bold words of the report itself; no bare address, no mention."""
    page = rendered(assessment)
    tags = set(re.findall(r"<(/?\w+)", page))
    known = {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong"}
    source = markdown.render(assessment).decode()
    bold = page.count("<strong>") == len(assessment.conclusions) + bool(assessment.incomplete)
    return {tag.lstrip("/") for tag in tags} <= known and bold and "://" not in source and "@" not in source


CHECKS: dict[str, Callable[[Assessment], bool]] = {
    "junit": junit_is_sound,
    "sarif": sarif_is_sound,
    "github": github_is_sound,
    "markdown": markdown_is_sound,
}


@pytest.mark.parametrize("how", FORMATS)
def test_the_real_ones_are_sound_and_the_same_every_time(how: str, real: list[Assessment]) -> None:
    for assessment in (*real, sample.SAMPLE, sample.assessment()):
        assert FORMATS[how](assessment) == FORMATS[how](assessment)
        if assessment.inputs and assessment.verdicts:
            assert CHECKS[how](assessment)
