"""What an engine that misbehaves does to a run: a fault with exit code 3, never a verdict."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dabiao.assess import durable
from dabiao.assess.durable import Fact, Rule
from dabiao.assess.model import Check, Outcome
from dabiao.assess.run import assess
from dabiao.cli.main import main
from dabiao.diagnostics import EngineFault
from helpers import COUNTY, INDICATORS, assessment, dataset, pack, row, rulebook, target

pytestmark = pytest.mark.skipif(not durable.importable(), reason="durable_rules is not installed here")

Firing = tuple[int, int, str]
Tamper = Callable[[list[Firing]], list[Firing]]
PACK = pack(
    [
        target("value: '>= 95 %'", "a"),
        target("value: '>= 60 %'", "b", "enrolment"),
        target("value: '<= 0.5 比'", "c", "variation"),
    ]
)
ROWS = [row(2025, "覆盖率", 96), row(2025, "毛入学率", 99), row(2025, "差异系数", "0.4")]


def flip(firing: Firing) -> Firing:
    return (firing[0], firing[1], "not_met" if firing[2] == "met" else "met")


TAMPERS: dict[str, tuple[Tamper, str]] = {
    "loses-one": (lambda fired: fired[:-1], "ENG901"),
    "doubles-one": (lambda fired: [*fired, fired[0]], "ENG901"),
    "says-both": (lambda fired: [*fired, flip(fired[1])], "ENG901"),
    "speaks-of-nothing": (lambda fired: [*fired, (0, 7, "met")], "ENG901"),
    "flips-one": (lambda fired: [fired[0], flip(fired[1]), *fired[2:]], "ENG904"),
    "swaps-two": (lambda fired: [(1, *fired[0][1:]), (0, 0, "not_met"), *fired[2:]], "ENG904"),
}


@pytest.fixture(params=list(TAMPERS))
def tampered(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """durable_rules' firings tampered with; the code that must come of it."""
    tamper, code = TAMPERS[request.param]
    real = durable.run_ruleset

    def run(name: str, rules: Sequence[Rule], facts: Sequence[Fact]) -> list[Firing]:
        return tamper(real(name, rules, facts))

    monkeypatch.setattr(durable, "run_ruleset", run)
    return code


def test_tampered_firings_are_a_fault(tmp_path: Path, tampered: str) -> None:
    with pytest.raises(EngineFault) as caught:
        assessment(tmp_path, [PACK], ROWS, 2025)
    assert {d.code for d in caught.value.diagnostics} == {tampered}
    assert all(d.hint for d in caught.value.diagnostics)


def test_tampered_firings_end_the_command_with_3_and_no_report(
    tmp_path: Path, tampered: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    arguments = command(tmp_path)
    assert main(arguments) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert tampered in err
    assert main([*arguments, "--engine", "reference"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"met": 3}


def command(folder: Path) -> list[str]:
    """A check of one small pack from files, as a user types it."""
    rules = folder / "extra"
    (rules / "indicators").mkdir(parents=True)
    named = {"coverage": "x-coverage", "enrolment": "x-enrolment", "variation": "x-variation"}
    indicators = [line for line in INDICATORS.splitlines() if any(f"id: {i}," in line for i in named)]
    text, packed = "indicators:\n" + "\n".join(indicators) + "\n", PACK
    for old, new in named.items():
        text, packed = (
            text.replace(f"id: {old},", f"id: {new},"),
            packed.replace(f"indicator: {old}\n", f"indicator: {new}\n"),
        )
    for name in ("覆盖率", "毛入学率", "差异系数"):
        text = text.replace(f"name: {name}", f"name: 测试{name}")
    (rules / "indicators" / "x.yaml").write_text(text, encoding="utf-8")
    (rules / "x.yaml").write_text(packed.replace("pack: plan", "pack: x-plan"), encoding="utf-8")
    lines = [f"{r[0]},{r[1]},测试{r[2]},{r[5]}" for r in ROWS]
    (folder / "data.csv").write_text("\n".join(["地区,年份,指标,数值", *lines]) + "\n", encoding="utf-8")
    return ["check", str(folder / "data.csv"), "--rules", str(rules), "--pack", "x-plan", "--format", "json"]


def test_one_engine_alone_can_not_see_a_flip_but_two_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = durable.run_ruleset
    monkeypatch.setattr(durable, "run_ruleset", lambda *given: [flip(firing) for firing in real(*given)])
    assert assessment(tmp_path / "alone", [PACK], ROWS, 2025, engine="durable").counts == {"not_met": 3}
    with pytest.raises(EngineFault) as caught:
        assessment(tmp_path / "both", [PACK], ROWS, 2025)
    assert [d.code for d in caught.value.diagnostics] == ["ENG904"] * 3  # all of them, not the first alone
    assert all(d.spans[0].line for d in caught.value.diagnostics)


@pytest.mark.parametrize("failure", [MemoryError(), RuntimeError("error code: 303"), ValueError("x")], ids=repr)
def test_whatever_the_library_raises_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    import durable_rules_engine as core

    def refuse(_handle: object, _fact: object) -> None:
        raise failure

    monkeypatch.setattr(core, "assert_fact", refuse)
    with pytest.raises(EngineFault) as caught:
        assessment(tmp_path, [PACK], ROWS, 2025)
    assert [d.code for d in caught.value.diagnostics] == ["ENG905"]


STATE = '{"sid":"0"}'
OTHER = '{"r0":{"m":{"id":99,"sid":"0","k":0,"n":0,"low":1,"high":1,"proven":1}}}'
ANSWERS: dict[str, tuple[str, Any, str]] = {
    "no-action": ("start_action_for_state", None, "ENG901"),
    "another-fact": ("start_action_for_state", (STATE, OTHER), "ENG905"),
    "no-rule": ("start_action_for_state", (STATE, OTHER.replace("r0", "rule")), "ENG905"),
    "no-message": ("start_action_for_state", (STATE, "[]"), "ENG905"),
    "for-ever": ("complete_and_start_action", "again", "ENG905"),
    "seen-before": ("assert_fact", (2, 1), "ENG905"),
    "taken-by-no-rule": ("assert_fact", (1, 1), "ENG901"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_core_says_of_anything_but_the_fact_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    import durable_rules_engine as core

    function, answer, code = ANSWERS[name]
    said: list[str] = []
    start = core.start_action_for_state

    def remember(handle: int, place: int) -> tuple[str, str]:
        started: tuple[str, str] = start(handle, place)
        said.append(started[1])
        return started

    monkeypatch.setattr(core, "start_action_for_state", remember)
    monkeypatch.setattr(core, function, lambda *_given: said[-1] if answer == "again" else answer)
    with pytest.raises(EngineFault) as caught:
        assessment(tmp_path, [PACK], ROWS, 2025)
    assert {d.code for d in caught.value.diagnostics} == {code}


@pytest.mark.parametrize("engine", ["auto", "durable"])
def test_a_stand_in_that_drops_a_check_is_a_fault(tmp_path: Path, engine: str) -> None:
    def short(checks: Sequence[Check]) -> list[Outcome]:
        return durable.judge_all(checks)[1:]

    book = rulebook(tmp_path / "rules", PACK)
    with pytest.raises(EngineFault):
        assess(book, dataset(tmp_path, book, ROWS), COUNTY, 2025, engine, durable_judge=short)
