"""The laws on random figures, and that each law finds the fault it is there for."""

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench_helpers import CASES, bench
from dabiao.assess import durable, reference
from dabiao.assess.model import MET, NOT_MET, Check, Outcome, Reading
from dabiao.diagnostics import EngineFault, RuleError, Span
from dabiao.quantity import Interval, parse_unit
from dabiao.rules._limits import parse_limit
from dabiao.rules.model import Indicator
from dabiao.testing import (
    bench_of,
    bettering_never_worsens,
    boundary_cases,
    dataset,
    engines_agree,
    figure,
    figures,
    left_sides,
    missing_is_never_met,
    observations,
    units_do_not_matter,
    verdict_of,
)
from helpers import pack, rulebook, target

SPAN = Span("indicators.yaml", 1)
INDICATOR = Indicator(
    "coverage",
    "覆盖率",
    (),
    parse_unit("%"),
    (),
    None,
    "higher",
    Interval(Fraction(0), Fraction(100)),
    Interval(None, None),
    1,
    (),
    None,
    SPAN,
)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
AT_LEAST = 'value: ">= 95 %"\nby: 2025\nbaseline: {2020: 80}'


@pytest.mark.skipif(not durable.importable(), reason="durable_rules is not installed")
@pytest.mark.parametrize(("form", "indicator", "year", "expected"), CASES)
def test_both_engines_agree_on_whatever_is_reported(
    tmp_path: Path, form: str, indicator: str | None, year: int, expected: dict[str, str]
) -> None:
    made = bench(tmp_path, form, indicator)

    @FEW
    @given(reported=observations(made, year))
    def agree(reported: Any) -> None:
        assert engines_agree(made, reported, year) == []

    agree()


@pytest.mark.parametrize(("form", "indicator", "year", "expected"), [case for case in CASES if case.values[1]])
def test_bettering_a_figure_never_worsens_a_verdict(
    tmp_path: Path, form: str, indicator: str, year: int, expected: dict[str, str]
) -> None:
    made = bench(tmp_path, form, indicator)

    @FEW
    @given(low=left_sides(made, year), high=left_sides(made, year))
    def law(low: Fraction, high: Fraction) -> None:
        assert bettering_never_worsens(made, low, high, year) == []

    law()


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_figures_are_possible_and_can_be_typed(data: st.DataObject) -> None:
    limit = parse_limit(data.draw(st.sampled_from([">= 95 %", "<= 0.305 %", "98..99.5 %"])))
    drawn = data.draw(figures(INDICATOR, limit))
    assert 0 <= drawn <= 100
    assert (drawn * 1000).denominator == 1


def test_figures_stand_on_the_limit_and_beside_it() -> None:
    drawn: set[Fraction] = set()

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(figures(INDICATOR, parse_limit(">= 95 %")))
    def draw(value: Fraction) -> None:
        drawn.add(value)

    draw()
    assert {Fraction("94.9"), Fraction(95), Fraction("95.1"), Fraction(0), Fraction(100)} <= drawn


def test_verdict_of_one_target_of_many(tmp_path: Path) -> None:
    other = target('value: "< 1 %"\nevery: year', "other")
    book = rulebook(tmp_path, pack([target('value: ">= 95 %"\nevery: year'), other]))
    made = bench_of(book, "plan/t")
    typed = dataset(figure(made, Fraction(95), 2023))
    assert verdict_of(book, "plan/t", typed, 2023) == "met"
    assert verdict_of(book, "plan/other", typed, 2023) == "not_met"
    assert verdict_of(book, "plan/t", typed, 2040) is None
    with pytest.raises(KeyError):
        verdict_of(book, "plan/nobody", typed, 2023)


# what stands in for the engine: → the law that must find it


def test_a_verdict_that_gets_worse_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def upside_down(check: Check, reading: Reading) -> str:
        return MET if reading.left.apart(check.required) else NOT_MET

    made = bench(tmp_path, AT_LEAST)
    monkeypatch.setattr(reference, "judge_reading", upside_down)
    (found,) = bettering_never_worsens(made, Fraction(94), Fraction(96), 2025)
    assert found.code == "TST605"
    assert "94 %" in found.message
    assert "96 %" in found.message


def test_missing_data_that_count_as_met_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bench(tmp_path, AT_LEAST)
    monkeypatch.setattr("dabiao.assess.measure.NO_DATA", MET)
    found = missing_is_never_met(made)
    assert {d.code for d in found} == {"TST607"}
    assert len(found) == len(made.years) == 6


def test_a_unit_that_is_misread_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bench(tmp_path, 'value: ">= 0.60 万元"\nevery: year', "pay")
    assert units_do_not_matter(made) == []
    monkeypatch.setattr(
        "dabiao.inputs._figure._factor", lambda typed, _: Fraction(1000) if typed.name == "万元" else typed.scale
    )
    found = units_do_not_matter(made)
    assert {d.code for d in found} == {"TST606"}
    assert all("“万元”" in d.message for d in found)


def test_engines_that_differ_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bench(tmp_path, AT_LEAST)
    below = boundary_cases(made)[0]
    monkeypatch.setattr(durable, "importable", lambda: True)
    monkeypatch.setattr(durable, "judge_all", lambda checks: [Outcome((MET,)) for _ in checks])
    (found,) = engines_agree(made, below.observations, below.year)
    assert found.code == "TST609"
    assert made.target.ref in found.message
    monkeypatch.setattr(durable, "importable", lambda: False)
    with pytest.raises(EngineFault, match="ENG903"):
        engines_agree(made, below.observations, below.year)


def test_strategies_without_hypothesis_say_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bench(tmp_path, AT_LEAST)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(RuleError, match="TST610") as caught:
        left_sides(made, 2025)
    assert "pip install" in str(caught.value)
