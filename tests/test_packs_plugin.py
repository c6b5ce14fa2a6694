"""The pytest plugin as a rule author runs it: in a folder of their own, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dabiao
from helpers import INDICATORS, REGIONS, pack, target

ENGINE = Path(dabiao.__file__).resolve().parent.parent
SOUND = pack(
    [target('value: ">= 95 %"\nby: 2025', "coverage"), target("milestone: 通过评审\nby: 2023-06-30", "review", None)]
)
EXAMPLES = """\
examples:
  - {target: coverage, year: 2025, value: 95, verdict: met}
  - {target: coverage, year: 2025, value: 94.9, verdict: %s}
"""
MET, NOT_MET = EXAMPLES % "met", EXAMPLES % "not_met"


def write_rules(folder: Path, text: str) -> Path:
    """A folder that is a rulebook of its own: regions, indicators and one pack."""
    rules = folder / "rules"
    (rules / "indicators").mkdir(parents=True)
    (rules / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    (rules / "indicators" / "all.yaml").write_text(INDICATORS, encoding="utf-8")
    (rules / "plan.yaml").write_text(text, encoding="utf-8")
    return rules


def run(folder: Path, *arguments: str, double: str = "") -> tuple[int, str]:
    """Exit code and output of pytest in the folder; `double` is code that stands in for a part of dabiao."""
    (folder / "double.py").write_text(double, encoding="utf-8")
    path = os.pathsep.join([str(ENGINE), str(folder), os.environ.get("PYTHONPATH", "")])
    # the plugin is named, not found: what is installed here may be an older one
    options = ["-p", "dabiao.testing.plugin", "-p", "double", "-p", "no:cacheprovider", "-rfs", "-v", *arguments]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "pytest", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def test_a_sound_pack_passes_every_law(tmp_path: Path) -> None:
    write_rules(tmp_path, SOUND + NOT_MET)
    code, out = run(tmp_path, "--dabiao-packs", "rules")
    assert code == 0, out
    passed = {line.partition(" ")[0] for line in out.splitlines() if " PASSED " in line}
    expected = [*(f"coverage::{law}" for law in ("boundary", "monotone", "units", "missing", "engines", "mutants"))]
    expected += [*(f"review::{law}" for law in ("boundary", "missing", "engines", "mutants"))]
    expected += ["example-1-coverage", "example-2-coverage"]
    assert passed == {f"rules/plan.yaml::{name}" for name in expected}


def test_a_wrong_example_fails_and_is_named_with_place_and_clause(tmp_path: Path) -> None:
    rules = write_rules(tmp_path, SOUND + MET)
    line = next(n for n, text in enumerate((rules / "plan.yaml").read_text("utf-8").splitlines(), 1) if "94.9" in text)
    code, out = run(tmp_path, "--dabiao-packs", "rules")
    assert code == 1
    assert "FAILED rules/plan.yaml::example-2-coverage" in out
    assert "1 failed" in out
    for told in ("TST601", f"rules/plan.yaml:{line}", "94.9", "一 第1段「原文」", "改法"):
        assert told in out


def test_mutants_are_reported_when_the_boundary_cases_are_weak(tmp_path: Path) -> None:
    weak = "import dabiao.testing.mutation as m\nreal = m.boundary_cases\nm.boundary_cases = lambda bench: real(bench)[2:]\n"
    write_rules(tmp_path, SOUND)
    code, out = run(tmp_path, "--dabiao-packs", "rules", "-k", "coverage", double=weak)
    assert code == 1
    assert "FAILED rules/plan.yaml::coverage::mutants" in out
    assert "比较号 >= 改为 >" in out
    assert "1 failed, 5 passed" in out


def test_an_engine_that_differs_is_found(tmp_path: Path) -> None:
    lenient = """\
from dabiao.assess import durable, reference
from dabiao.assess.model import Outcome
durable.importable = lambda: True
durable.judge_all = lambda checks: [Outcome(("met",) * len(o.verdicts)) for o in reference.judge_all(checks)]
"""
    write_rules(tmp_path, SOUND)
    code, out = run(tmp_path, "--dabiao-packs", "rules", "-k", "coverage", double=lenient)
    assert code == 1
    assert "FAILED rules/plan.yaml::coverage::engines" in out
    assert "TST609" in out
    assert "1 failed" in out


def test_engines_are_skipped_with_a_reason_where_durable_is_not_installed(tmp_path: Path) -> None:
    write_rules(tmp_path, SOUND)
    code, out = run(
        tmp_path,
        "--dabiao-packs",
        "rules",
        double="from dabiao.assess import durable\ndurable.importable = lambda: False\n",
    )
    assert code == 0, out
    assert "2 skipped" in out
    assert "没有 durable_rules" in out


def test_a_run_without_hypothesis_says_what_to_install(tmp_path: Path) -> None:
    write_rules(tmp_path, SOUND)
    code, out = run(tmp_path, "--dabiao-packs", "rules", double='import sys\nsys.modules["hypothesis"] = None\n')
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "TST610" in out
    assert "pip install" in out
    assert "Traceback" not in out


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda rules: (rules / "plan.yaml").write_text("pack: x\n", "utf-8"), "SCH"),
        (lambda rules: (rules / "plan.yaml").unlink(), "没有规则包"),
        (lambda rules: rules.rename(rules.with_name("other")), "RUL220"),
    ],
    ids=["a pack that does not load", "no pack at all", "no such folder"],
)
def test_rules_that_can_not_be_read_stop_the_run(tmp_path: Path, break_it: object, told: str) -> None:
    assert callable(break_it)
    break_it(write_rules(tmp_path, SOUND))
    code, out = run(tmp_path, "--dabiao-packs", "rules")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert told in out
    assert "Traceback" not in out


def test_only_packs_are_collected_unless_tests_are_named(tmp_path: Path) -> None:
    write_rules(tmp_path, SOUND)
    (tmp_path / "test_own.py").write_text("def test_own() -> None:\n    pass\n", encoding="utf-8")
    _, alone = run(tmp_path, "--dabiao-packs", "rules")
    _, both = run(tmp_path, "--dabiao-packs", "rules", "test_own.py")
    _, one = run(tmp_path, "--dabiao-packs", "rules", "rules/plan.yaml::coverage::mutants")
    assert "test_own" not in alone
    assert "10 passed" in alone
    assert "test_own.py::test_own PASSED" in both
    assert "11 passed" in both
    assert "1 passed" in one


def test_other_projects_are_left_alone(tmp_path: Path) -> None:
    write_rules(tmp_path, SOUND)
    (tmp_path / "test_own.py").write_text(
        "import sys\n\ndef test_own() -> None:\n"
        "    mine = {name for name in sys.modules if name.partition('.')[0] == 'dabiao'}\n"
        "    assert mine == {'dabiao', 'dabiao.testing', 'dabiao.testing.plugin'}\n"
        "    assert not {'hypothesis', 'yaml', 'jsonschema', 'durable'} & set(sys.modules)\n",
        encoding="utf-8",
    )
    code, out = run(tmp_path)
    assert code == 0, out
    assert "collected 1 item" in out
