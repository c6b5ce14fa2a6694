"""Stability: what a small error would change. Worked examples by hand; every change claimed is tried by judging the county anew."""

import functools
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess.assessment import Assessment
from dabiao.assess.revision import Move, applied
from dabiao.assess.run import assess
from dabiao.assess.stability import Hinge, Stability, stability
from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.rules.model import Rulebook
from helpers import COUNTY, dataset, pack, row, rulebook, target
from national_helpers import book as national

SAMPLE = Path(__file__).parent.parent / "inputs" / "示例-优质均衡-学校.csv"
INDICATORS = """\
indicators:
  - {id: share, name: 普惠率, unit: "%", direction: higher, bounds: [0, 100], decimals: 1, formula: {default: 100 * 普惠幼儿数 / 在园幼儿数}}
  - {id: inclusive, name: 普惠幼儿数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: enrolled, name: 在园幼儿数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: coverage, name: 覆盖率, unit: "%", direction: higher, bounds: [0, 100], decimals: 1}
  - {id: funds, name: 财政拨款, unit: 万元, direction: higher, bounds: [0, null], decimals: 2}
  - {id: schools, name: 学校数, unit: 所, direction: none, bounds: [0, null], decimals: 0}
  - {id: rooms-per-pupil, name: 每百名学生教室数, unit: 间/百人, direction: higher, bounds: [0, null], decimals: 2, formula: {default: 100 * 教室数 / 学生数}}
  - {id: rooms, name: 教室数, unit: 间, direction: none, bounds: [0, null], decimals: 0}
  - {id: students, name: 学生数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
"""
SHARE = target("value: '>= 85 %'", "share", "share")
CV = target('cv: "<= 0.50"\nweight: 学生数\nwhere: 学生数 >= 90', "cv", "rooms-per-pupil")
ROOMS = target("per: school\nwhere: 学生数 >= 90\nvalue: '>= 30 间/百人'", "rooms", "rooms-per-pupil")
CONCLUSIONS = """\
conclusions:
  - {id: schools, title: 各校, all: [rooms]}
  - {id: whole, title: 认定, all: [schools, share]}
"""


@functools.cache
def book(*targets: str, conclusions: str = "") -> Rulebook:
    """The rules of a county with those targets."""
    with TemporaryDirectory() as folder:
        return rulebook(Path(folder), pack(targets) + conclusions, indicators=INDICATORS)


def county(rules: Rulebook, rows: Sequence[tuple[str, ...]]) -> Dataset:
    """The dataset of rows."""
    with TemporaryDirectory() as folder:
        return dataset(Path(folder), rules, rows)


def children(inclusive: int, enrolled: int) -> list[tuple[str, ...]]:
    """The two counts of the share."""
    return [row(2025, "普惠幼儿数", inclusive), row(2025, "在园幼儿数", enrolled)]


def school(name: str, students: int, rooms: int) -> list[tuple[str, ...]]:
    """A school's two counts."""
    return [row(2025, "学生数", students, entity=name), row(2025, "教室数", rooms, entity=name)]


def tried(rules: Rulebook, rows: Sequence[tuple[str, ...]], amount: str) -> Stability:
    """The stability at an amount in per cent."""
    return stability(rules, county(rules, rows), COUNTY, 2025, Fraction(amount) / 100)


def said(found: Stability) -> list[tuple[str, str | None, str, str, list[tuple[str | None, str, str]]]]:
    """The changes: target, school, from, to, and (school, figure, change) of each move."""
    return [
        (
            flip.verdict.target,
            flip.verdict.entity,
            flip.now,
            flip.then,
            [(m.entity, m.name, f"{float(m.change):+g} {m.unit}") for m in flip.moves],
        )
        for flip in found.flips
    ]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        # 857 / 1000 = 85.7 %. 普惠: 1 % of 857 is 8.57, so up to 8 fewer: 850 / 1000 = 85 % still meets, 849 / 1000 = 84.9 % does not:
        # 8 fewer. 在园: up to 10 more: 857 / 1008 = 85.02 % meets, 857 / 1009 = 84.94 % does not: 9 more.
        ("1", [[("普惠幼儿数", "-8 人")], [("在园幼儿数", "+9 人")]]),
        # 0.9 %: 7.713, so 7 fewer at most, 850 meets; 在园 up to 9 more
        ("0.9", [[("在园幼儿数", "+9 人")]]),
        # 0.8 %: 6 fewer, 851 / 1000 meets; 8 more, 857 / 1008 meets; both 851 / 1008 = 84.42 % does not.
        # The least part of the way: at 62 hundredths 3 fewer and 4 more, 854 / 1004 = 85.06 %; at 63 3 and 5, 854 / 1005 = 84.98 %
        ("0.8", [[("在园幼儿数", "+5 人"), ("普惠幼儿数", "-3 人")]]),
        # 0.1 %: no whole child of 857, one more of 1000: 857 / 1001 = 85.61 %
        ("0.1", []),
        ("0", []),
    ],
)
def test_a_share_of_two_counts(amount: str, expected: list[list[tuple[str, str]]]) -> None:
    found = tried(book(SHARE), children(857, 1000), amount)
    moves = [sorted((name, change) for _, name, change in flip[4]) for flip in said(found)]
    assert sorted(moves) == sorted(sorted(flip) for flip in expected)
    assert {flip[:4] for flip in said(found)} <= {("share", None, "met", "not_met")}


@pytest.mark.parametrize(
    ("form", "indicator", "rows", "amount", "expected"),
    [
        # typed without decimals, shown with one: it moves by 0.1; 95 - 0.1 no longer meets
        ("value: '>= 95 %'", "coverage", [row(2025, "覆盖率", 95, "%")], "0.5", ["-0.1 %"]),
        # 94.6: 0.5 % of it is 0.473, so 0.4 more is 95.0
        ("value: '>= 95 %'", "coverage", [row(2025, "覆盖率", "94.6", "%")], "0.5", ["+0.4 %"]),
        ("value: '>= 95 %'", "coverage", [row(2025, "覆盖率", "94.5", "%")], "0.5", []),
        # > 95: reaching 95 is not enough, 0.1 more is
        ("value: '> 95 %'", "coverage", [row(2025, "覆盖率", "94.6", "%")], "0.6", ["+0.5 %"]),
        # no figure moves past what it can be: from 100 there is only down
        ("value: '>= 100 %'", "coverage", [row(2025, "覆盖率", 100, "%")], "5", ["-0.1 %"]),
        # schools are whole: 5 % of 19 is none, of 20 one
        ("value: '>= 20 所'", "schools", [row(2025, "学校数", 19)], "5", []),
        ("value: '>= 20 所'", "schools", [row(2025, "学校数", 20)], "5", ["-1 所"]),
        ("value: '<= 20 所'", "schools", [row(2025, "学校数", 20)], "5", ["+1 所"]),
        # a band that both ends of the way miss (20 and 7) and its middle does not: 10 fewer is its near end
        ("value: '8..10 所'", "schools", [row(2025, "学校数", 20)], "65", ["-10 所"]),
        ("value: '8..10 所'", "schools", [row(2025, "学校数", 9)], "25", ["-2 所"]),
        # 万元 are not counted: 120.5 is typed in tenths and shown in hundredths
        ("value: '>= 120 万元'", "funds", [row(2025, "财政拨款", "120.5")], "0.5", ["-0.51 万元"]),
        # known from one side only: there is nothing to move
        ("value: '>= 95 %'", "coverage", [row(2025, "覆盖率", "94以上", "%")], "10", []),
        ("value: '>= 95 %'", "coverage", [], "10", []),
    ],
)
def test_the_least_step_in_the_figures_own_unit(
    form: str, indicator: str, rows: list[tuple[str, ...]], amount: str, expected: list[str]
) -> None:
    found = tried(book(target(form, "t", indicator)), rows, amount)
    assert [change for flip in said(found) for _, _, change in flip[4]] == expected


def test_the_same_figure_in_two_cells_moves_as_one() -> None:
    found = tried(book(SHARE), [*children(857, 1000), row(2025, "普惠幼儿数", 857)], "1")
    move = next(flip.moves[0] for flip in found.flips if flip.moves[0].name == "普惠幼儿数")
    assert move.change == -8
    assert len(move.cells) == 2
    assert {flip.then for flip in found.flips} == {"not_met"}


@pytest.mark.parametrize(
    ("rooms", "amount", "now", "expected"),
    [
        # 100 pupils each, 30 and 10 rooms: x = 30, 10; X̄ = 20, S = 10, CV = 0.500 on the line. One room more of 30 (3.3 %): x = 31, 10,
        # X̄ = 20.5, S = 10.5, CV = 0.512. One of 10 is 10 %. 甲 99 pupils: x = 30.30, X̄ = 4000/199 = 20.10, S² = 103.05, CV = 0.505;
        # 101: 0.495. 乙 101 pupils: x = 9.90, CV = 0.505; 99: 0.495.
        (30, "5", "met", [("甲", "学生数", "-1 人"), ("甲", "教室数", "+1 间"), ("乙", "学生数", "+1 人")]),
        # 31 and 10: CV = 0.512. One room less: 0.500. Pupils: CV² + 1 = ΣP · Σ(X²/P) / (ΣX)², to be ≤ 1.25, with X = 3100, 1000:
        # 甲 + 2: 202 · (94215.69 + 10000) = 21051569 > 1.25 · 4100² = 21012500; + 3: 203 · (93300.97 + 10000) = 20970097.
        # 乙 - 2: 198 · (96100 + 10204.08) = 21048208; - 3: 197 · (96100 + 10309.28) = 20962628.
        (31, "4", "not_met", [("甲", "学生数", "+3 人"), ("甲", "教室数", "-1 间"), ("乙", "学生数", "-3 人")]),
    ],
)
def test_a_coefficient_worked_by_hand(rooms: int, amount: str, now: str, expected: list[tuple[str, str, str]]) -> None:
    found = tried(book(CV), [*school("甲", 100, rooms), *school("乙", 100, 10)], amount)
    assert sorted(move for flip in said(found) for move in flip[4]) == sorted(expected)
    assert {(flip.now, len(flip.moves)) for flip in found.flips} == {(now, 1)}


def test_a_school_that_would_no_longer_count() -> None:
    """90 pupils count, 89 do not: 1.2 % fewer is one pupil less."""
    found = tried(book(ROOMS), [*school("甲", 90, 40), *school("乙", 200, 80)], "1.2")
    assert said(found) == [("rooms", "甲", "met", "not_applicable", [("甲", "学生数", "-1 人")])]


def hinges(found: Stability) -> list[tuple[str, str, str, str | None, bool, str | None]]:
    """What conclusions hang on: conclusion, from, to, school, whether it is raised, the figure's change."""

    def change(hinge: Hinge) -> str | None:
        return None if hinge.move is None else f"{hinge.move.entity} {hinge.move.name} {float(hinge.move.change):+g}"

    return [(h.conclusion, h.now, h.then, h.entity, h.raised, change(h)) for h in found.hinges]


def test_one_school_keeps_a_county_from_recognition() -> None:
    """甲 29 rooms of 100: not met, alone. One room more of 29 is 3.4 %, 3 pupils fewer (29 / 97 = 29.9, 29 / 96 = 30.2) is 4."""
    rows = [*school("甲", 100, 29), *school("乙", 100, 40), *children(90, 100)]
    found = tried(book(ROOMS, SHARE, conclusions=CONCLUSIONS), rows, "4")
    assert hinges(found) == [
        ("whole", "不合格", "合格", "甲", True, None),
        ("whole", "不合格", "合格", None, False, "甲 教室数 +1"),
        ("whole", "不合格", "合格", None, False, "甲 学生数 -4"),
        ("schools", "不合格", "合格", "甲", True, None),
        ("schools", "不合格", "合格", None, False, "甲 教室数 +1"),
        ("schools", "不合格", "合格", None, False, "甲 学生数 -4"),
    ]


def test_two_schools_that_fail_are_no_hinge() -> None:
    rows = [*school("甲", 100, 29), *school("乙", 100, 29), *children(90, 100)]
    assert hinges(tried(book(ROOMS, SHARE, conclusions=CONCLUSIONS), rows, "4")) == []


def test_a_recognised_county_hangs_on_the_school_and_the_figure_nearest_the_line() -> None:
    """甲 30 rooms of 100: one room or one pupil decides. The share 85 of 100: one child more or less."""
    rows = [*school("甲", 100, 30), *school("乙", 100, 40), *children(85, 100)]
    found = tried(book(ROOMS, SHARE, conclusions=CONCLUSIONS), rows, "1")
    assert hinges(found) == [
        ("whole", "合格", "不合格", "甲", False, None),
        ("whole", "合格", "不合格", None, False, "甲 学生数 +1"),
        ("whole", "合格", "不合格", None, False, "None 在园幼儿数 +1"),
        ("schools", "合格", "不合格", "甲", False, None),
        ("schools", "合格", "不合格", None, False, "甲 学生数 +1"),
    ]
    assert [which.target for hinge in found.hinges for which in hinge.verdicts if hinge.entity] == ["rooms", "rooms"]


def test_the_sample_county() -> None:
    """Every change claimed of the sample county is one when it is judged anew; it is short of 教育质量 by one school alone."""
    data = read_files([SAMPLE.with_name("示例-优质均衡.csv"), SAMPLE], vocabulary_of(national()), Defaults(None, None))
    found = stability(national(), data, "109901", 2024, Fraction(1, 200))
    assert [hinge[:5] for hinge in hinges(found)] == [("quality", "不合格", "合格", "示例民办小学", True)]
    assert found.verdicts > found.changing > 0
    for flip in found.flips:
        assert all(move.relative <= Fraction(1, 200) for move in flip.moves)
        then = assess(national(), applied(data, flip.moves), "109901", 2024, "reference").verdicts
        which = flip.verdict
        (changed,) = [v for v in then if (v.target, v.stage, v.entity) == (which.target, which.stage, which.entity)]
        assert changed.verdict == flip.then != flip.now


def test_progress_is_heard_to_the_end() -> None:
    heard: list[tuple[int, int]] = []
    rules = book(ROOMS)
    data = county(rules, [*school("甲", 100, 30), *school("乙", 100, 40)])
    stability(rules, data, COUNTY, 2025, Fraction(1, 100), progress=lambda *step: heard.append(step))
    assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]


RULES = (SHARE, CV, ROOMS)
COUNTS = st.tuples(st.integers(85, 130), st.integers(20, 45))


@st.composite
def counties(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """A county: its share around the line, two to four schools."""
    enrolled = draw(st.integers(50, 400))
    rows = children(enrolled * draw(st.integers(82, 88)) // 100, enrolled)
    for name in "甲乙丙丁"[: draw(st.integers(2, 4))]:
        rows += school(name, *draw(COUNTS))
    return rows


def verdicts(made: Assessment) -> dict[tuple[str, str | None], str]:
    """The verdicts by target and school."""
    return {(v.target, v.entity): v.verdict for v in made.verdicts}


@given(counties(), st.integers(1, 60))
@settings(deadline=None, max_examples=30)
def test_every_change_claimed_is_one_when_the_county_is_judged_anew(rows: list[tuple[str, ...]], amount: int) -> None:
    rules = book(*RULES, conclusions=CONCLUSIONS)
    data, share = county(rules, rows), Fraction(amount, 1000)
    found = stability(rules, data, COUNTY, 2025, share)
    now = assess(rules, data, COUNTY, 2025, "reference")

    def again(moves: Sequence[Move]) -> Assessment:
        assert all(0 < move.relative <= share and move.change.denominator == 1 for move in moves)
        return assess(rules, applied(data, moves), COUNTY, 2025, "reference")

    for flip in found.flips:
        key = (flip.verdict.target, flip.verdict.entity)
        then = verdicts(again(flip.moves))
        assert verdicts(now)[key] == flip.now != flip.then
        assert then.get(key, "not_applicable") == flip.then
        if len(flip.moves) == 1:  # the least: one step less does not do it
            (move,) = flip.moves
            less = move._replace(change=move.change - (1 if move.change > 0 else -1))
            assert not less.change or verdicts(again([less]))[key] == flip.now
    for hinge in found.hinges:
        if hinge.move is not None:
            outcomes = {c.id: c.outcome for c in again([hinge.move]).conclusions}
            assert outcomes[hinge.conclusion] == hinge.then != hinge.now


@given(counties(), st.integers(0, 40), st.integers(0, 40))
@settings(deadline=None, max_examples=30)
def test_a_larger_error_never_changes_fewer_verdicts(rows: list[tuple[str, ...]], one: int, two: int) -> None:
    rules = book(*RULES)
    data = county(rules, rows)
    less, more = (stability(rules, data, COUNTY, 2025, Fraction(n, 1000)) for n in sorted((one, two)))
    assert {flip.verdict for flip in less.flips} <= {flip.verdict for flip in more.flips}
    assert len(less.flips) <= len(more.flips)
    assert stability(rules, data, COUNTY, 2025, Fraction(0)).flips == ()


@given(counties())
@settings(deadline=None, max_examples=15)
def test_no_change_by_one_person_is_missed(rows: list[tuple[str, ...]]) -> None:
    """Every count moved by one, up and down, and the county judged anew: what changes is claimed."""
    rules = book(*RULES)
    data = county(rules, rows)
    now = verdicts(assess(rules, data, COUNTY, 2025, "reference"))
    claimed = {
        (flip.verdict.target, flip.verdict.entity, flip.moves[0].name, flip.moves[0].entity)
        for flip in stability(rules, data, COUNTY, 2025, Fraction(1, 15)).flips
        if len(flip.moves) == 1
    }
    for o in data.observations:
        if o.value is None or o.value < 15:
            continue
        item = next(i.name for i in rules.indicators.values() if i.id == o.indicator)
        for change in (1, -1):
            value = o.value + change
            changed = o._replace(value=value, bound=o.bound and o.bound._replace(low=value, high=value))
            moved = data._replace(observations=tuple(changed if x is o else x for x in data.observations))
            for key, verdict in verdicts(assess(rules, moved, COUNTY, 2025, "reference")).items():
                if key in now and verdict not in (now[key], "unverified"):
                    assert (*key, item, o.entity) in claimed
