"""durable and reference agree outcome for outcome: on random checks of any numbers, and on random counties of every form."""

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess import durable, reference
from dabiao.assess.assessment import from_json, to_json
from dabiao.assess.model import NO_DATA, NOT_APPLICABLE, PENDING, VERDICTS, WAIVED, Bound, Check, Reading
from dabiao.inputs.model import ACTUAL
from dabiao.quantity import Interval
from helpers import pack, rulebook, target
from random_rules import Case, cases

pytestmark = pytest.mark.skipif(not durable.importable(), reason="durable_rules is not installed here")


@cache
def a_bound() -> Bound:
    """Some target of some pack: the engines look at numbers only, faults name the target."""
    with TemporaryDirectory() as name:
        book = rulebook(Path(name), pack([target("value: '>= 95 %'")]))
    return Bound(book.packs[0].targets[0], book.packs[0], True)


# few values, so that ends meet; huge and tiny, so that scaling to integers overflows and ranks must serve
SMALL = st.sampled_from([Fraction(n, d) for n in range(-3, 4) for d in (1, 2, 3)])
EXTREME = st.sampled_from(
    [
        Fraction(s * n, d)
        for s in (1, -1)
        for n, d in ((10**18, 1), (10**18 - 1, 1), (1, 10**12), (2**53, 1), (2**54, 3))
    ]
)
NUMBERS = st.one_of(SMALL, SMALL, EXTREME, st.fractions(-10, 10, max_denominator=7))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """A point, a side or a band; never an empty one."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    kind = draw(st.sampled_from(("point", "below", "above", "band", "all")))
    if kind == "point" or (kind == "band" and low == high):
        return Interval.point(low)
    opens = draw(st.booleans()), draw(st.booleans())
    ends = {"below": (None, high), "above": (low, None), "band": (low, high), "all": (None, None)}[kind]
    return Interval(ends[0], ends[1], opens[0] and ends[0] is not None, opens[1] and ends[1] is not None)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    left, proven = draw(intervals()), draw(st.booleans())
    return Reading(left, left.low, None, proven, True, "填报", ACTUAL, (), (), None, (), "")


@st.composite
def checks(draw: st.DrawFn) -> Check:
    return Check(
        bound=a_bound(),
        entity=None,
        year=2023,
        readings=tuple(draw(st.lists(readings(), max_size=4))),
        required=draw(intervals()),
        path=draw(st.none() | intervals()),
        due=draw(st.booleans()),
        early=draw(st.booleans()),
        blocked=draw(st.sampled_from((False, False, False, True))),
        absent=draw(st.sampled_from((NO_DATA, PENDING))),
        fixed=draw(st.sampled_from((None, None, None, WAIVED, NOT_APPLICABLE))),
        customary=False,
        limit_shown=(),
        note="",
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(checks(), max_size=15))
def test_on_any_checks(given_checks: list[Check]) -> None:
    expected = reference.judge_all(given_checks)
    assert durable.judge_all(given_checks) == expected
    for check, outcome in zip(given_checks, expected, strict=True):
        assert len(outcome.verdicts) == (1 if check.decided else len(check.readings))
        assert set(outcome.verdicts) <= set(VERDICTS)


@settings(max_examples=50, deadline=None)
@given(checks())
def test_every_number_becomes_an_integer_the_engine_can_hold(check: Check) -> None:
    position = durable.positions(check)
    assert all(abs(n) < 2**53 - 1 and n % 2 == 0 for n in position.values())
    assert [n for n, _ in sorted(position.items(), key=lambda pair: pair[1])] == sorted(position)
    rules, facts = durable.compile_check(0, check)
    assert len(rules) <= durable.MAX_RULES
    assert sum(len(rule.conditions) + 1 for rule in rules) <= durable.MAX_CONDITIONS
    assert len(facts) == len(check.readings)
    assert all(type(n) is int for fact in facts for n in fact)


@settings(max_examples=20, deadline=None)
@given(cases())
def test_on_any_county(case: Case) -> None:
    """The JSON of the three choices is equal but for `engines`."""
    book = case.book()
    made = {engine: to_json(case.judge(book, engine=engine)) for engine in ("auto", "durable", "reference")}
    engines = {engine: document.pop("engines") for engine, document in made.items()}
    assert made["auto"] == made["durable"] == made["reference"]
    assert engines["auto"] == {"names": ["durable", "reference"], "agree": True, "note": ""}
    assert engines["durable"] == {"names": ["durable"], "agree": None, "note": ""}
    assert engines["reference"] == {"names": ["reference"], "agree": None, "note": ""}


@settings(max_examples=30, deadline=None)
@given(cases())
def test_json_round_trips(case: Case) -> None:
    made = case.judge(case.book(), engine="reference")
    assert from_json(to_json(made)) == made
    assert from_json(json.loads(json.dumps(to_json(made), ensure_ascii=False))) == made


def test_a_document_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        from_json({"version": "99"})
