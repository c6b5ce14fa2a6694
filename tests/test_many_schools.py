"""A county of many schools: what is kept and shared on the way changes nothing, and how far it is can be heard."""

import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess import explain as explaining
from dabiao.assess.assessment import to_json
from dabiao.assess.explain import explain
from dabiao.assess.run import assess
from dabiao.assess.variation import School, ranked, total, variation
from dabiao.cli._common import ProgressLine
from dabiao.quantity import round_half_even, shown_decimal
from dabiao.reports.json_report import render
from dabiao.rules.expression import evaluate, parse_expression
from helpers import COUNTY, dataset, pack, row, rulebook, target
from national_helpers import BALANCE, REGION, YEAR, book, county, school

FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6)
ROWS = [school(f"{n}校", "小学", 小学在校生数=90 + n, 网络多媒体教室数=n % 4) for n in range(700)]


@given(st.lists(FRACTIONS, max_size=8))
@settings(deadline=None)
def test_a_sum_over_one_denominator_is_the_sum(numbers: list[Fraction]) -> None:
    assert total(numbers) == sum(numbers, Fraction(0))


@given(st.lists(st.tuples(FRACTIONS, st.integers(1, 50)), min_size=1, max_size=6))
@settings(deadline=None)
def test_parts_are_in_proportion_to_what_each_school_adds(schools: list[tuple[Fraction, int]]) -> None:
    given_schools = [School(str(n), value, Fraction(weight)) for n, (value, weight) in enumerate(schools)]
    found = variation(given_schools)
    if found is None:
        return
    students = sum(s.weight for s in given_schools)
    mean = sum((s.weight * s.value for s in given_schools), Fraction(0)) / students
    adds = [s.weight * (s.value - mean) ** 2 / students for s in given_schools]
    assert found.variance == sum(adds)
    assert [share * found.variance for share in found.shares] == adds
    assert ranked(given_schools, found) == sorted(range(len(adds)), key=lambda n: (-adds[n], str(n)))


@given(FRACTIONS, st.integers(0, 6))
@settings(deadline=None)
def test_rounding_in_whole_numbers_is_half_to_even(value: Fraction, decimals: int) -> None:
    nearest = Fraction(round(value * 10**decimals), 10**decimals)
    assert round_half_even(value, decimals) == nearest
    assert Fraction(shown_decimal(value, decimals)) == nearest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > 0 or b > 0", True),  # decided by the one that is known, on whichever side it stands
        ("b > 0 or a > 0", True),
        ("a < 0 and b > 0", False),
        ("b > 0 and a < 0", False),
        ("a > 0 and b > 0", None),
        ("b > 0 or a < 0", None),
        ("not b > 0", None),
        ("not a > 0", False),
        ("a / (a - a) > 0 or a > 0", True),
        ("a + b", None),
        ("b + a", None),
        ("-b", None),
    ],
)
def test_what_is_not_known_decides_nothing(text: str, expected: bool | None) -> None:
    assert evaluate(parse_expression(text), {"a": Fraction(1), "b": None}) is expected


def test_json_verdict_by_verdict_is_the_json_of_the_whole() -> None:
    made = assess(book(), county(ROWS[:9]), REGION, YEAR, "reference", (BALANCE,))
    for one in (made, made._replace(verdicts=made.verdicts[:1]), made._replace(verdicts=())):
        assert render(one).decode() == json.dumps(to_json(one), ensure_ascii=False, indent=2) + "\n"


def test_a_name_with_line_breaks_and_quotes_stays_in_its_string() -> None:
    made = assess(book(), county(ROWS[:2]), REGION, YEAR, "reference", (BALANCE,))
    odd = made._replace(region_name='"verdicts": []\n', verdicts=(made.verdicts[0]._replace(note='\n",\n'),))
    assert json.loads(render(odd)) == json.loads(json.dumps(to_json(odd)))


def test_judging_is_heard_from_a_part_to_nearly_all() -> None:
    heard: list[Fraction] = []
    dataset = county(ROWS)
    assess(book(), dataset, REGION, YEAR, "reference", (BALANCE,), progress=lambda n, of: heard.append(Fraction(n, of)))
    assert heard == sorted(heard)
    assert heard[0] < Fraction(1, 5)
    assert Fraction(9, 10) < heard[-1] <= 1
    assert len(set(heard)) > 20


def test_a_terminal_shows_how_far_judging_is_and_a_pipe_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(ProgressLine, "_MOMENT", 0)
    shown = {}
    for stream in (Terminal(), io.StringIO()):
        with ProgressLine(stream) as line:
            line.judged(1, 4)
        shown[type(stream).__name__] = stream.getvalue()
    assert shown == {"Terminal": "\r\x1b[K判定 25%\r\x1b[K", "StringIO": ""}


def test_explaining_judges_a_past_year_once_for_all_stages_and_schools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    years: list[int] = []

    def counted(*arguments: object, **more: object) -> object:
        years.append(arguments[3])  # type: ignore[arg-type]
        return assess(*arguments, **more)  # type: ignore[arg-type]

    rules = rulebook(tmp_path / "rules", pack([target('value: {小学: ">= 90 %", 初中: ">= 80 %"}\nby: 2025')]))
    stages = ("小学", "初中")
    rows = [row(year, "覆盖率", 85, "%", stage=stage) for year in (2021, 2022, 2023) for stage in stages]
    monkeypatch.setattr(explaining, "assess", counted)
    found = explain(rules, dataset(tmp_path, rules, rows), COUNTY, 2023, "t", "reference")
    assert [[past.verdict for past in one.history] for one in found] == [["pending"] * 3, ["met"] * 3]
    assert sorted(years) == [2021, 2022, 2023, 2023]  # the last one for itself and as history
