"""dabiao rules test: a line a failing thing, a summary a pack, exit code 2 where anything fails."""

import json
from pathlib import Path

import pytest

from dabiao.cli.main import main

HEAD = """\
pack: mine
source: {title: 测试文件, number: null, issuer: null, issued: null, region: "120110", level: district, period: [2021, 2025]}
targets:
  - id: coverage
    indicator: inclusive-kindergarten-coverage
    value: ">= 83 %"
    by: 2023
    force: must
    clause: {at: 一 第1段, quote: 达83%以上}
  - id: exercise
    indicator: daily-exercise-school-share
    each: school
    require: REQUIRE
    every: year
    force: must
    clause: {at: 一 第2段, quote: 每天1节体育课}
"""
SOUND = HEAD.replace("REQUIRE", "每天体育课节数 >= 1")
EXAMPLE = "examples:\n  - {target: coverage, year: 2023, value: 82.99, verdict: VERDICT}\n"


@pytest.fixture(autouse=True)
def _own_cache(cache_of_tests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_of_tests))


def run(capsys: pytest.CaptureFixture[str], folder: Path, text: str, *arguments: str) -> tuple[int, str]:
    """Exit code and output for one pack beside the bundled ones."""
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    code = main(["rules", "test", "--pack", str(file), *arguments])
    return code, capsys.readouterr().out


def test_a_sound_pack_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, tmp_path, SOUND + EXAMPLE.replace("VERDICT", "not_met"))
    assert code == 0
    assert "mine：2 项目标，样例 1，边界 " in out
    assert "存活 0" in out
    assert "全部通过" in out
    assert "dongli" not in out


def test_a_wrong_example_is_a_line_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, tmp_path, SOUND + EXAMPLE.replace("VERDICT", "met"))
    assert code == 2
    (line,) = [line for line in out.splitlines() if "TST601" in line]
    for told in ("mine.yaml:18", "mine.yaml:4", "82.99", "达83%以上", "改法"):
        assert told in line
    assert "1 处不符" in out


def test_a_part_of_a_condition_that_does_nothing_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, tmp_path, HEAD.replace("REQUIRE", "每天体育课节数 >= 1 or 每天体育课节数 >= 2"))
    assert code == 2
    lines = [line for line in out.splitlines() if "TST608" in line]
    assert lines
    assert all("每天体育课节数 >= 2" in line and "mine.yaml:10" in line for line in lines)
    assert f"存活 {len(lines)}" in out


def test_a_target_never_owed_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, tmp_path, SOUND.replace("by: 2023", "by: 2035"))
    assert code == 2
    assert "TST604" in out
    assert "mine/coverage" in out


def test_json_counts_and_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, tmp_path, SOUND + EXAMPLE.replace("VERDICT", "met"), "--format", "json")
    (only,) = json.loads(out)
    assert code == 2
    assert (only["pack"], only["targets"], only["examples"], only["survived"]) == ("mine", 2, 1, 0)
    assert only["cases"] > 6
    assert only["mutants"] > 6
    (finding,) = only["findings"]
    assert finding["code"] == "TST601"
    assert [place["line"] for place in finding["places"]] == [18, 4]
    assert finding["hint"]


def test_annotations_for_a_forge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, tmp_path, SOUND + EXAMPLE.replace("VERDICT", "met"), "--format", "github")
    assert code == 2
    assert out.startswith("::error file=")
    assert "line=18,title=TST601" in out


def test_an_engine_that_misreads_a_threshold_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dabiao.quantity.interval._BY_OPERATOR", {**_operators(), ">=": _operators()[">"]})
    code, out = run(capsys, tmp_path, SOUND)
    assert code == 2
    assert "TST603" in out
    assert "83 %：应为“达标”，判为“未达标”" in out


def _operators() -> dict[str, object]:
    from dabiao.quantity import interval

    return dict(interval._BY_OPERATOR)


def test_an_unknown_pack_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "--pack", "no-such-pack"]) == 2
    assert "CLI002" in capsys.readouterr().err
