"""dabiao check as a person runs it: output, exit codes, bad rules and bad figures."""

import json
import sys
from pathlib import Path

import pytest

from dabiao.assess import durable
from dabiao.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
DONGLI = ROOT / "inputs" / "dongli-2020.csv"

PACK = """\
pack: tiny
source: {title: 测试文件, number: null, issuer: null, issued: null, region: "120110", level: district, period: [2021, 2025]}
targets:
  - id: coverage
    indicator: inclusive-kindergarten-coverage
    value: ">= 83 %"
    by: 2023
    force: must
    clause: {at: 一, quote: 达83%以上}
"""


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = main([str(argument) for argument in arguments])
    captured = capfdbinary.readouterr()
    return code, captured.out.decode(), captured.err.decode()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _own_cache(cache_of_tests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_of_tests))


def test_real_figures_of_dongli_against_its_plan(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "check", DONGLI, "--format", "json")
    verdicts = {v["target"]: v for v in json.loads(out)["verdicts"]}
    coverage, retention = verdicts["inclusive-coverage-text"], verdicts["retention-table"]
    assert code == 0
    assert (coverage["value"], coverage["limit"], coverage["by"], coverage["gap"]) == ("68", "83", "2025-12-31", "15")
    assert coverage["clause"]["quote"] == "普惠性幼儿园覆盖率达83%以上"
    assert coverage["clause"]["at"] == "二（四）发展目标 第1段"
    assert (retention["value"], retention["op"], retention["limit"], retention["verdict"]) == ("100", ">", "99", "met")


def test_the_terminal_report_names_value_limit_and_clause(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "check", DONGLI)
    assert code == 0
    for text in ("天津市东丽区", "普惠性幼儿园覆盖率", "68", "≥ 83 %", "还差 15 百分点", "普惠性幼儿园覆盖率达83%以上"):
        assert text in out


@pytest.mark.parametrize(
    ("figure", "fail_on", "force", "expected"),
    [
        pytest.param("83", "must", "must", 0, id="exactly on the limit"),
        pytest.param("82.99", "must", "must", 1, id="owed and not met"),
        pytest.param("82.99", "never", "must", 0, id="never fails"),
        pytest.param("82.99", "must", "strive", 0, id="only striven for"),
        pytest.param("82.99", "strive", "strive", 1, id="striving counted"),
        pytest.param("82.99", "strive", "encourage", 0, id="encouragement is never owed"),
    ],
)
def test_exit_code_says_whether_something_owed_is_not_met(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], figure: str, fail_on: str, force: str, expected: int
) -> None:
    pack = write(tmp_path, "tiny.yaml", PACK.replace("force: must", f"force: {force}"))
    data = write(tmp_path, "数据.csv", f"地区,年份,指标,数值,单位\n120110,2023,普惠性幼儿园覆盖率,{figure},%\n")
    code, _, _ = run(capfdbinary, "check", data, "--pack", pack, "--fail-on", fail_on)
    assert code == expected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(("value: ", "valeu: "), "SCH101", id="mistyped key"),
        pytest.param(("    force: must\n", "    force: must\n    force: must\n"), "YAML010", id="duplicate key"),
        pytest.param(
            ("inclusive-kindergarten-coverage", "inclusive-kindergarden-coverage"), "LNK301", id="unknown indicator"
        ),
        pytest.param((">= 83 %", ">= 83 人"), "LNK302", id="unit of another dimension"),
        pytest.param((">= 83 %", ">= NaN %"), "RUL202", id="NaN limit"),
        pytest.param((">= 83 %", ">= 1e400 %"), "RUL202", id="exponent limit"),
        pytest.param((">= 83 %", "83 %"), "RUL202", id="no sign"),
        pytest.param(("    clause: {at: 一, quote: 达83%以上}\n", ""), "SCH102", id="no clause"),
    ],
)
def test_a_bad_pack_is_refused_with_code_line_and_mend(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], change: tuple[str, str], code: str
) -> None:
    pack = write(tmp_path, "tiny.yaml", PACK.replace(*change))
    data = write(tmp_path, "数据.csv", "地区,年份,指标,数值\n120110,2023,普惠性幼儿园覆盖率,90\n")
    exit_code, out, err = run(capfdbinary, "check", data, "--pack", pack)
    assert (exit_code, out) == (2, "")
    assert f"错误 {code}" in err
    assert f"{pack}:" in err
    assert "改法：" in err


def test_an_alias_bomb_is_refused(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    pack = write(tmp_path, "bomb.yaml", "\n".join(levels) + "\n" + PACK)
    exit_code, _, err = run(capfdbinary, "check", DONGLI, "--pack", pack)
    assert exit_code == 2
    assert "YAML006" in err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("地区,年份,指标,数值\n120110,2023,普惠性幼儿园覆盖率,NaN\n", "INP424", id="NaN"),
        pytest.param("地区,年份,指标,数值\n120110,2023,普惠性幼儿园覆盖率,1e400\n", "INP424", id="exponent"),
        pytest.param("地区,年份,指标,数值\n120110,2023,普惠性幼儿园覆盖率,九九\n", "INP424", id="strung numerals"),
        pytest.param("地区,年份,指标,数值,单位\n120110,2023,普惠性幼儿园覆盖率,90,人\n", "INP425", id="wrong unit"),
        pytest.param("地区,年份,指标\n120110,2023,普惠性幼儿园覆盖率\n", "INP412", id="missing column"),
        pytest.param("地区,年份,指标,数值\n120110,2023,普惠幼儿园复盖率,90\n", "INP415", id="unknown indicator"),
        pytest.param("", "INP410", id="empty file"),
        pytest.param("地区,年份,指标,数值\n", "INP409", id="header only"),
    ],
)
def test_bad_figures_are_refused_with_code_place_and_mend(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], text: str, code: str
) -> None:
    data = write(tmp_path, "数据.csv", text)
    exit_code, out, err = run(capfdbinary, "check", data, "--region", "120110" if code != "INP412" else "东丽区")
    assert (exit_code, out) == (2, "")
    assert f"错误 {code} {data.as_posix()}" in err
    assert "改法：" in err


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = [
        "120110,2023,普惠性幼儿园覆盖率,NaN",
        "120110,20,义务教育巩固率,99",
        "某某区,2023,义务教育巩固率,99",
        "120110,2023,没有的指标,1",
    ]
    data = write(tmp_path, "数据.csv", "地区,年份,指标,数值\n" + "\n".join(rows) + "\n")
    _, _, err = run(capfdbinary, "check", data)
    assert [line.split()[1] for line in err.splitlines()] == ["INP424", "INP419", "INP418", "INP415"]


def test_three_engine_choices_give_one_assessment(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    given = []
    for engine in ("auto", "durable", "reference"):
        _, out, _ = run(capfdbinary, "check", DONGLI, "--format", "json", "--engine", engine)
        given.append({key: value for key, value in json.loads(out).items() if key != "engines"})
    assert given[0] == given[1] == given[2]


def test_without_durable_rules_auto_works_and_says_so(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    code, out, _ = run(capfdbinary, "check", DONGLI, "--format", "json")
    engines = json.loads(out)["engines"]
    assert code == 0
    assert engines["names"] == ["reference"]
    assert "durable_rules" in engines["note"]
    assert run(capfdbinary, "check", DONGLI, "--engine", "durable")[0] == 3


def test_a_lost_firing_stops_the_run(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = durable.run_ruleset

    def lossy(*arguments: object) -> list[tuple[int, int, str]]:
        return honest(*arguments)[1:]  # type: ignore[arg-type]

    monkeypatch.setattr(durable, "run_ruleset", lossy)
    code, out, err = run(capfdbinary, "check", DONGLI)
    assert (code, out) == (3, "")
    assert "ENG901" in err


def test_output_is_written_whole_or_not_at_all(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    target = tmp_path / "评估.json"
    code, out, _ = run(capfdbinary, "check", DONGLI, "--format", "json", "-o", target)
    assert (code, out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["region"] == "120110"
    code, _, err = run(capfdbinary, "check", DONGLI, "--format", "json", "-o", tmp_path / "没有的文件夹" / "评估.json")
    assert code == 2
    assert "CLI006" in err
    assert [p.name for p in tmp_path.iterdir() if p.name != "cache"] == ["评估.json"]


def test_same_inputs_same_bytes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    first = run(capfdbinary, "check", DONGLI, "--format", "json")[1]
    assert run(capfdbinary, "check", DONGLI, "--format", "json")[1] == first


def test_several_regions_ask_for_one(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = "120110,2023,义务教育巩固率,99\n350502,2023,义务教育巩固率,99\n"
    data = write(tmp_path, "数据.csv", "地区,年份,指标,数值\n" + rows)
    code, _, err = run(capfdbinary, "check", data, "--engine", "reference")
    assert code == 2
    assert "CLI004" in err
    assert run(capfdbinary, "check", data, "--region", "鲤城区", "--format", "json")[0] in (0, 1)


def test_a_document_that_yields_no_verdict_is_incomplete_never_green(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = write(tmp_path, "数据.csv", "地区,年份,指标,数值\n120110,2040,义务教育巩固率,99\n")
    code, out, _ = run(capfdbinary, "check", data, "--format", "json")
    assert code == 2
    assert json.loads(out)["incomplete"]


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["explain", "--help"], ["rules", "--help"]])
def test_help_is_chinese_and_has_examples(capfdbinary: pytest.CaptureFixture[bytes], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    out = capfdbinary.readouterr().out.decode()
    assert stop.value.code == 0
    assert "示例：" in out
    assert "positional arguments" not in out


def test_a_wrong_option_is_explained_in_chinese(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["check", str(DONGLI), "--enigne", "auto"])
    assert stop.value.code == 2
    assert "不认识的参数：--enigne" in capfdbinary.readouterr().err.decode()
