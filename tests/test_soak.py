"""The soak finds what is wrong: a fault planted in one engine, a hang, a crash; and a number makes the same case each time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import soak_engines
from columnar_helpers import write_rows
from dabiao.assess import durable, reference
from dabiao.assess.columnar import Judged, judge_many
from dabiao.assess.columnar.model import Row
from dabiao.assess.model import MET, NOT_MET, Check, Outcome
from helpers import COUNTY, NATION, pack, row, rulebook, target
from random_many import many_cases
from random_rows import NEIGHBOUR
from soak_cases import asked_of_many, drawn
from soak_data import rows_of
from soak_engines import Asked, Compared, Difference, Told, compare, differing
from soak_pool import CASES_EACH, run_cases
from soak_reduce import reduced
from soak_tally import Tally

ROOT = Path(__file__).resolve().parent.parent
REGIONS = (COUNTY, NEIGHBOUR, "350503", "350504")
RULES = pack(
    [target("value: '>= 95 %'", "t"), target("change: '> 0 个'\nfrom: previous", "u", "net-seats")], region=NATION
)
CONCLUDING = RULES + "conclusions:\n  - {id: both, title: 两项, all: [t, u]}\n"


def asked(folder: Path, *, scanned: bool = True) -> Asked:
    """Four regions, met and not, on the line and beside it; one has no figures."""
    rows = [
        row(2025, "覆盖率", value, region=code) for code, value in zip(REGIONS, ("95", "94.99", "99"), strict=False)
    ]
    rows += [row(year, "净增学位", year, region=COUNTY) for year in (2024, 2025)]
    path = write_rows(folder / "data", rows)
    return Asked(rulebook(folder / "rules", CONCLUDING), () if path is None else (path,), REGIONS, (2025,), (), scanned)


def told(made: Compared) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    return {(one.region, one.target): (one.verdict, one.flags) for one, _ in made.expected}


def by(made: Compared) -> list[tuple[str, str]]:
    return [(one.engine, one.region) for one in made.differences]


@pytest.mark.parametrize("scanned", [True, False])
def test_engines_that_agree_differ_in_nothing(tmp_path: Path, scanned: bool) -> None:
    made = compare(asked(tmp_path, scanned=scanned), 1)
    assert made.differences == ()
    assert told(made)[COUNTY, "t"] == ("met", ())
    assert told(made)[NEIGHBOUR, "t"] == ("not_met", ("borderline",))
    assert told(made)["350504", "both"] == ("待定", ())
    assert made.compared["columnar"] == len(made.expected) == 4 * 3
    assert made.compared.get("durable", 12) == 12


def test_a_verdict_of_the_durable_engine_that_differs_is_found(tmp_path: Path) -> None:
    def wrong(checks: Sequence[Check]) -> list[Outcome]:
        """Just not on the line."""
        return [
            Outcome((NOT_MET,)) if right.verdicts == (MET,) and check.readings[0].shown == 95 else right
            for check, right in zip(checks, reference.judge_all(checks), strict=True)
        ]

    made = compare(asked(tmp_path), 1, wrong)
    assert by(made) == [("durable", COUNTY)]
    assert {(one.target, one.verdict) for one in made.differences[0].found} == {("t", "not_met"), ("both", "不合格")}


def _changed(row_: Row) -> Row:
    return row_._replace(verdict=MET)


def _unflagged(row_: Row) -> Row:
    return row_._replace(flags=())


@pytest.mark.parametrize(
    "plant",
    [
        pytest.param(lambda rows: tuple(map(_changed, rows)), id="a verdict"),
        pytest.param(lambda rows: tuple(map(_unflagged, rows)), id="a flag"),
        pytest.param(lambda rows: rows * 2, id="twice"),
        pytest.param(lambda rows: (), id="nothing said"),
    ],
)
def test_a_fault_of_the_columnar_engine_is_found_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[[Sequence[Row]], tuple[Row, ...]]
) -> None:
    def wrong(*given: Any, **more: Any) -> Judged:
        made = judge_many(*given, **more)
        mine = [one for one in made.rows if (one.region, one.target) == (NEIGHBOUR, "t")]
        others = [one for one in made.rows if one not in mine]
        return made._replace(rows=(*others, *plant(tuple(mine))))

    monkeypatch.setattr(soak_engines, "judge_many", wrong)
    made = compare(asked(tmp_path), 1)
    assert by(made) == [("columnar", NEIGHBOUR)]


def test_a_conclusion_that_differs_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*given: Any, **more: Any) -> Judged:
        return judge_many(*given, **more)._replace(conclusions=())

    monkeypatch.setattr(soak_engines, "judge_many", wrong)
    assert by(compare(asked(tmp_path), 1)) == [("columnar", region) for region in sorted(REGIONS)]


def test_an_engine_that_raises_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> Judged:
        raise ArithmeticError("gone")

    monkeypatch.setattr(soak_engines, "judge_many", fails)
    made = compare(asked(tmp_path), 1)
    assert [(one.engine, one.what) for one in made.differences] == [("columnar", "ArithmeticError: gone")]


def test_figures_of_another_region_that_leak_into_one_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reference's figures are taken apart by region here; one region is judged from all of them as a check of that."""
    right = soak_engines._apart

    def leaking(*given: Any) -> dict[str, Any]:
        found = right(*given)
        return dict.fromkeys(found, found[COUNTY])

    monkeypatch.setattr(soak_engines, "_apart", leaking)
    found = {difference.engine for seed in range(8) for difference in compare(asked(tmp_path), seed).differences}
    assert "reference, all figures" in found


def test_a_number_makes_the_same_case_each_time(tmp_path: Path) -> None:
    made = []
    for time_ in range(2):
        (case,) = drawn(many_cases(fewest=1, most=3), 1, 7)
        rows = rows_of(case, case.book())
        (tmp_path / f"{time_}").mkdir()
        mine = asked_of_many(case, tmp_path / f"{time_}", scanned=True)
        made.append((case, rows, mine.waivers, [path.read_bytes() for path in mine.paths]))
    assert made[0] == made[1]
    assert drawn(many_cases(fewest=1, most=3), 1, 8) != [made[0][0]]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("quality", [False, True])
def test_random_regions_can_be_read_and_judged(tmp_path: Path, number: int, quality: bool) -> None:
    """What is drawn has no faults of its own: rules that link, figures the reader takes."""
    (case,) = drawn(many_cases(quality, fewest=1, most=2), 1, number)
    made = compare(asked_of_many(case, tmp_path, scanned=bool(number % 2)), number)
    assert [one for one in made.differences if one.what] == []
    assert bool(case.book().quality) == quality


def _odd(case: int, tally: Tally) -> None:
    """A case that is well, or raises, or dies, or never ends."""
    if case == 1:
        raise ValueError("no such thing")
    if case == 2:
        os._exit(7)
    if case == 3:
        time.sleep(600)
    one = Told(COUNTY, 2025, "plan", "t", None, None, MET, ("suspect",))
    tally.add(case, [Compared(((one, "value"),), {"columnar": 1}, 0, ())])


def test_a_case_that_fails_dies_or_hangs_is_a_difference_and_the_others_go_on() -> None:
    whole = Tally()
    for found in run_cases(_odd, iter(range(6)), 2, lambda: False, timeout=8):
        whole.together(found)
    assert (whole.cases, whole.verdicts, whole.differing) == (3, 3, 3)
    said = {failed.case: failed.difference.what for failed in whole.failed}
    assert sorted(said) == [1, 2, 3]
    assert said[1].rstrip().endswith("ValueError: no such thing")
    assert said[2] == "the process ended with 7"
    assert said[3] == "no end within 8 s"
    assert "case 2" in "\n".join(whole.failures("again"))


def test_no_case_is_begun_once_there_is_enough() -> None:
    whole = Tally()
    for found in run_cases(_odd, iter((0, 4, 5, 6)), 1, lambda: whole.verdicts >= 2):
        whole.together(found)
    assert whole.verdicts == 2


def test_a_process_that_has_served_its_time_is_replaced() -> None:
    whole = Tally()
    for found in run_cases(_odd, iter(range(10, 12 + CASES_EACH)), 1, lambda: False):
        whole.together(found)
    assert (whole.cases, whole.differing) == (2 + CASES_EACH, 0)


def test_a_tally_says_what_was_compared() -> None:
    one = Told(COUNTY, 2025, "plan", "t", None, None, "no_data", ())
    other = one._replace(target="u", verdict=MET, flags=("borderline",))
    conclusion = one._replace(target="c", verdict="合格")
    compared = Compared(
        ((one, "value"), (other, "cv"), (conclusion, "conclusion")), {"columnar": 3, "durable": 3}, 1, ()
    )
    whole = Tally()
    whole.add(0, [compared, compared])
    text = "\n".join(whole.lines())
    assert whole.verdicts == 6
    for part in ("durable 6", "cv 2", "no_data 2", "(no_data 50 %)", "borderline 2", "合格 2", "2 (33 %)"):
        assert part in text


def test_what_differs_is_told_by_region_and_so_often() -> None:
    one = Told(COUNTY, 2025, "plan", "t", None, None, MET, ())
    there = one._replace(region=NEIGHBOUR)
    assert differing("x", [one, there, there], [one, there]) == [Difference("x", NEIGHBOUR, (there,), ())]
    assert differing("x", [one], [one]) == []


def test_a_difference_is_made_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*given: Any, **more: Any) -> Judged:
        made = judge_many(*given, **more)
        return made._replace(rows=tuple(one._replace(flags=()) for one in made.rows))

    monkeypatch.setattr(soak_engines, "judge_many", wrong)
    mine = asked(tmp_path)
    (difference,) = compare(mine, 1).differences
    lines = reduced(mine, difference, tmp_path)
    assert lines[2:] == [f"{NEIGHBOUR},2025,覆盖率,,,94.99,,,,"]


@pytest.mark.skipif(not durable.importable(), reason="durable_rules is not installed here")
def test_the_command_runs_one_case_alone() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "soak.py"), "--only", "0", "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    assert "differences 0  cases 1  seed 1" in last
