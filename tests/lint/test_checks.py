"""Each lint check on a rulebook that is wrong in just that way, and on one that is right."""

from pathlib import Path

import pytest

from dabiao.diagnostics import Diagnostic
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import find_files
from dabiao.rules.lint import lint
from helpers import INDICATORS, PROVINCE, REGIONS, pack, target


def findings(folder: Path, *packs: str) -> list[Diagnostic]:
    (folder / "indicators").mkdir(exist_ok=True)
    (folder / "indicators" / "all.yaml").write_text(INDICATORS, encoding="utf-8")
    (folder / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    for number, text in enumerate(packs):
        (folder / f"pack{number}.yaml").write_text(text, encoding="utf-8")
    rulebook, found = build_rulebook(find_files([folder]))
    assert not found
    return [d for d in lint(rulebook) if d.code != "LIN506"]


def quoted(form: str, quote: str, indicator: str = "coverage") -> str:
    return target(form, "t", indicator).replace("quote: 原文", f"quote: {quote}")


@pytest.mark.parametrize(
    ("form", "quote", "indicator", "code"),
    [
        pytest.param('value: ">= 101 %"', "原文", "coverage", "LIN501", id="out of reach"),
        pytest.param('value: "> 100 %"', "原文", "coverage", "LIN501", id="just out of reach"),
        pytest.param('value: ">= 0 %"', "原文", "coverage", "LIN501", id="always true"),
        pytest.param('value: "> 95 %"', "达到95%以上", "coverage", "LIN502", id="stricter than 以上"),
        pytest.param('value: ">= 95 %"', "超过95%", "coverage", "LIN502", id="laxer than 超过"),
        pytest.param('value: "< 5 个"', "不超过5个", "oversized", "LIN502", id="stricter than 不超过"),
        pytest.param(
            'change: "< -2 个"\nfrom: previous', "减少2个以上", "oversized", "LIN502", id="a fall stricter than 以上"
        ),
        pytest.param('value: ">= 95 %"\nby: 2030', "原文", "coverage", "LIN503", id="due after the period"),
        pytest.param('value: ">= 95 %"\nby: 2019', "原文", "coverage", "LIN503", id="due before the period"),
        pytest.param(
            'value: ">= 95 %"\nby: 2025\npath: {2023: 80, 2025: 94}',
            "原文",
            "coverage",
            "LIN504",
            id="path short of the limit",
        ),
        pytest.param(
            'value: ">= 95 %"\nby: 2024\npath: {2023: 80, 2025: 95}',
            "原文",
            "coverage",
            "LIN504",
            id="path past the due year",
        ),
        pytest.param('value: "<= 95 %"', "原文", "coverage", "LIN508", id="ceiling over what should be high"),
        pytest.param('value: ">= 5 个"', "原文", "oversized", "LIN508", id="floor under what should be low"),
    ],
)
def test_wrong(tmp_path: Path, form: str, quote: str, indicator: str, code: str) -> None:
    found = findings(tmp_path, pack([quoted(form, quote, indicator)]))
    assert [d.code for d in found] == [code]
    assert found[0].hint
    assert found[0].spans[0].line > 0


@pytest.mark.parametrize(
    ("form", "quote", "indicator"),
    [
        pytest.param('value: ">= 100 %"', "达到100%", "coverage", id="all of a share"),
        pytest.param('value: ">= 95 %"', "不低于95%", "coverage", id="不低于 is not 低于"),
        pytest.param('value: "<= 5 个"', "不超过5个", "oversized", id="不超过 is not 超过"),
        pytest.param('change: "<= -2 个"\nfrom: previous', "减少2个以上", "oversized", id="a fall of so much or more"),
        pytest.param(
            'change: "> 0 %"\nfrom: previous', "提高中级以上教师比例", "coverage", id="a trend has no strictness"
        ),
        pytest.param('value: ">= 198 %"', "198%以上", "enrolment", id="a gross rate may pass 100"),
        pytest.param(
            'value: ">= 95 %"\nby: 2025\npath: {2023: 80, 2025: 95}', "原文", "coverage", id="path to the limit"
        ),
    ],
)
def test_right(tmp_path: Path, form: str, quote: str, indicator: str) -> None:
    assert findings(tmp_path, pack([quoted(form, quote, indicator)])) == []


def test_a_window_of_its_own_excuses_a_late_date(tmp_path: Path) -> None:
    form = 'value: ">= 95 %"\nby: 2026\neffective: {from: 2021-01-01, until: 2026-12-31}'
    assert findings(tmp_path, pack([target(form)])) == []


def test_the_same_clause_twice_is_a_duplicate_another_clause_is_not(tmp_path: Path) -> None:
    same, again = target('value: ">= 95 %"', "a"), target('value: ">= 95 %"', "b")
    assert [d.code for d in findings(tmp_path, pack([same, again]))] == ["LIN505"]
    elsewhere = again.replace("at: 一 第1段", "at: 二 第1段")
    assert findings(tmp_path, pack([same, elsewhere])) == []


def test_loosening_shows_both_clauses(tmp_path: Path) -> None:
    province = pack([target('value: ">= 90 %"', "p")], "province", PROVINCE)
    county = pack([target('value: ">= 85 %"', "c")], "county")
    (found,) = findings(tmp_path, province, county)
    assert (found.code, found.is_error, len(found.spans)) == ("LIN507", True, 2)


def test_unused_indicators_are_named(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "all.yaml").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    (tmp_path / "pack.yaml").write_text(pack([target('value: ">= 95 %"', indicator="share")]), encoding="utf-8")
    rulebook, _ = build_rulebook(find_files([tmp_path]))
    unused = {d.message.split("“")[1].split("”")[0] for d in lint(rulebook) if d.code == "LIN506"}
    assert "覆盖率" in unused
    assert not unused & {"普惠率", "普惠幼儿数", "在园幼儿数"}
