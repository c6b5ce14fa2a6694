"""dabiao rules and dabiao explain as a person runs them."""

import json
from pathlib import Path

import pytest

from dabiao.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
DONGLI = ROOT / "inputs" / "dongli-2020.csv"
EXPORTED = (
    "pack", "id", "indicator", "indicator_name", "stage", "form", "op", "value", "unit", "by", "every", "nature", "force", "clause", "lead",
)  # fmt: skip

PACK = """\
pack: tiny
source: {title: 测试规划, number: null, issuer: null, issued: null, region: "120110", level: district, period: [2021, 2025]}
targets:
  - id: coverage
    indicator: inclusive-kindergarten-coverage
    value: ">= 83 %"
    by: 2025
    force: must
    clause: {at: 一 第1段, quote: 覆盖率达83%以上}
"""
DOCUMENT = "测试规划\n\n一、目标\n\n到2025年，覆盖率达83%以上。\n"


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    captured = capfdbinary.readouterr()
    return code, captured.out.decode(), captured.err.decode()


@pytest.fixture(autouse=True)
def _own_cache(cache_of_tests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_of_tests))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A pack and its document."""
    pack, document = tmp_path / "tiny.yaml", tmp_path / "原文.txt"
    pack.write_text(PACK, encoding="utf-8")
    document.write_text(DOCUMENT, encoding="utf-8")
    return pack, document


def test_export_gives_every_field_of_every_target(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "rules", "export", "--json")
    targets = json.loads(out)
    assert code == 0
    assert {t["pack"] for t in targets} >= {
        "licheng-plan-2021", "licheng-points-2024", "dongli-plan-2021", "quangang-points-2019", "huantai-plan-2022",
    }  # fmt: skip
    for target in targets:
        assert set(EXPORTED) <= set(target)
        assert 0 < len(target["clause"]["quote"]) <= 45
        assert target["clause"]["at"]
    equipment = {
        t["stage"]: (t["op"], t["value"], t["unit"])
        for t in targets
        if (t["pack"], t["indicator"]) == ("dongli-plan-2021", "equipment-value-per-student")
    }
    assert equipment["小学"] == (">=", "0.6", "万元/人")


def test_export_keeps_bands_signs_and_strictness(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = run(
        capfdbinary, "rules", "export", "--json", "--pack", "dongli-plan-2021", "--pack", "huantai-plan-2022"
    )
    targets = json.loads(out)
    by_id = {(t["pack"], t["id"]): t for t in targets}
    assert by_id["dongli-plan-2021", "retention-table"]["op"] == ">"
    bands = [t for t in targets if t["op"] == ".."]
    assert ["8", "10"] in [t["value"] for t in bands]
    growth = next(t for t in targets if t["form"] == "growth")
    assert (growth["op"], growth["value"], growth["unit"], growth["mode"]) == ("~", "10", "%", "average")


@pytest.mark.parametrize("name", ["dongli-plan-2021/retention-table", "义务教育巩固率"])
def test_explain_shows_clause_cells_steps_and_other_clauses(
    capfdbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    code, out, _ = run(capfdbinary, "explain", name, DONGLI)
    assert code == 0
    for text in (
        "＞ 99 %",
        "义务教育巩固率（%） 100 >99",
        "dongli-2020.csv!E",
        "义务教育巩固率保持在99%以上",
        "历年",
        "判定：达标",
    ):
        assert text in out


def test_explain_names_what_it_does_not_know(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, _, err = run(capfdbinary, "explain", "没有这项", DONGLI)
    assert code == 2
    assert "CLI009" in err


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_lint_speaks_to_ci(capfdbinary: pytest.CaptureFixture[bytes], files: tuple[Path, Path], form: str) -> None:
    pack, _ = files
    pack.write_text(PACK.replace('">= 83 %"', '"> 83 %"'), encoding="utf-8")
    code, out, _ = run(capfdbinary, "rules", "lint", pack, "--format", form)
    assert code == 2
    if form == "sarif":
        results = json.loads(out)["runs"][0]["results"]
        wrong = next(r for r in results if r["ruleId"] == "LIN502")
        assert wrong["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    else:
        assert any(line.startswith("::error ") and "LIN502" in line for line in out.splitlines())


def test_conflicts_speak_to_ci(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "rules", "conflicts", "--region", "东丽区", "--format", "sarif")
    assert code == 0
    assert {result["ruleId"] for result in json.loads(out)["runs"][0]["results"]} == {"conflict-restatement"}


def test_clauses_close_and_a_deleted_rule_is_named(
    capfdbinary: pytest.CaptureFixture[bytes], files: tuple[Path, Path]
) -> None:
    pack, document = files
    assert run(capfdbinary, "rules", "clauses", pack, document, "--seal")[0] == 0
    assert "account:" in pack.read_text(encoding="utf-8")
    assert run(capfdbinary, "rules", "clauses", pack, document)[0] == 0
    text = pack.read_text(encoding="utf-8")
    start, end = text.index("  - id: coverage"), text.index("account:")
    pack.write_text(text[:start].replace("targets:", "targets: []") + text[end:], encoding="utf-8")
    code, out, _ = run(capfdbinary, "rules", "clauses", pack, document)
    assert code == 2
    assert "覆盖率达83%以上" in out


def test_the_marked_page_is_inert(
    capfdbinary: pytest.CaptureFixture[bytes], files: tuple[Path, Path], tmp_path: Path
) -> None:
    pack, document = files
    document.write_text(DOCUMENT + '\n<script>alert(1)</script>“"onmouseover=”共3项\n', encoding="utf-8")
    page = tmp_path / "核对.html"
    assert run(capfdbinary, "rules", "clauses", pack, document, "--format", "html", "-o", page)[0] == 2
    markup = page.read_text(encoding="utf-8")
    assert "<script" not in markup
    assert "✗" in markup
    assert "http" not in markup


def test_a_draft_loads_and_lints(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    document = tmp_path / "规划.txt"
    document.write_text(
        "东丽区教育发展“十四五”规划\n\n一、发展目标\n\n到2025年，普惠性幼儿园覆盖率达到85%以上，新建幼儿园3所。\n",
        encoding="utf-8",
    )
    folder = tmp_path / "规则"
    folder.mkdir()
    assert run(capfdbinary, "rules", "draft", document, "-o", folder / "草稿.yaml")[0] == 0
    code, out, _ = run(capfdbinary, "rules", "lint", "--rules", folder)
    assert code == 0, out
    _, out, _ = run(capfdbinary, "rules", "export", "--rules", folder)
    drafted = [t for t in json.loads(out) if t["file"].startswith(str(folder))]
    assert ("inclusive-kindergarten-coverage", ">=", "85") in {(t["indicator"], t["op"], t["value"]) for t in drafted}


def test_diff_speaks_the_language_of_the_plan(
    capfdbinary: pytest.CaptureFixture[bytes], files: tuple[Path, Path], tmp_path: Path
) -> None:
    old, _ = files
    new = tmp_path / "new.yaml"
    new.write_text(PACK.replace('">= 83 %"', '">= 85 %"').replace("83%以上", "85%以上"), encoding="utf-8")
    code, out, _ = run(capfdbinary, "rules", "diff", old, new)
    assert code == 0
    assert "83%" in out.replace(" ", "")
    assert "提高到" in out
    assert run(capfdbinary, "rules", "diff", old, old)[1] == "两个规则包没有差别。\n"
    assert run(capfdbinary, "rules", "diff", old, "没有这个包")[0] == 2
