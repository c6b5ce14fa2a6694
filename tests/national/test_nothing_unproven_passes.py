"""What a county does not report never helps it: no figure, no word, no evidence, a plan — 认定 stays 待定; a 否 ends it.

The sample county, mended so that it passes, is the start: take one thing away, and it passes no more.
"""

import functools
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sample_county import COUNTY, SCHOOLS, mend

from dabiao.assess.assessment import Assessment
from dabiao.assess.reference import NAME as REFERENCE
from dabiao.assess.run import AUTO, assess
from dabiao.inputs.model import Dataset, Observation
from dabiao.inputs.read import read_files
from dabiao.rules.model import Attest
from national_helpers import BALANCE, QUICK, REGION, YEAR, book, outcome, vocabulary


@functools.cache
def mended() -> Dataset:
    """The observations of the sample county that passes."""
    with TemporaryDirectory() as folder:
        return read_files(mend(Path(folder)), vocabulary())


@functools.cache
def sample() -> Dataset:
    return read_files([COUNTY, SCHOOLS], vocabulary())


def judged(start: Dataset, observations: Sequence[Observation], engine: str = REFERENCE) -> Assessment:
    return assess(book(), start._replace(observations=tuple(observations)), REGION, YEAR, engine, only=(BALANCE,))


def of_county() -> list[int]:
    """The rows of the county's own table."""
    return [n for n, o in enumerate(mended().observations) if o.entity is None]


def words() -> list[int]:
    """Those that a person's word stands in."""
    return [n for n in of_county() if mended().observations[n].indicator is None]


def test_it_passes_to_begin_with() -> None:
    assert outcome(judged(mended(), mended().observations, AUTO), "certification") == "合格"
    attested = {t.ref for t in book().pack(BALANCE).targets if isinstance(t.form, Attest)}
    assert {ref for n in words() for ref in mended().observations[n].subjects} == attested


def test_without_any_one_figure_or_word_it_is_open() -> None:
    rows = mended().observations
    for number in of_county():
        left = [o for n, o in enumerate(rows) if n != number]
        assert outcome(judged(mended(), left), "certification") == "待定", rows[number]


def test_with_a_plan_instead_it_is_open() -> None:
    rows = mended().observations
    for number in of_county():
        planned = [o._replace(status="plan") if n == number else o for n, o in enumerate(rows)]
        assert outcome(judged(mended(), planned), "certification") == "待定", rows[number]


def test_a_word_without_evidence_is_open_and_a_no_ends_it() -> None:
    rows = mended().observations
    for number in words():
        bare = [o._replace(evidence="") if n == number else o for n, o in enumerate(rows)]
        assert outcome(judged(mended(), bare), "certification") == "待定", rows[number]
        no = [o._replace(done=False) if n == number else o for n, o in enumerate(rows)]
        assert outcome(judged(mended(), no), "certification") == "不合格", rows[number]


@pytest.mark.parametrize("engine", ["reference", "durable", "auto"])
def test_a_veto_nobody_speaks_of_is_open_in_every_engine(engine: str) -> None:
    rows = mended().observations
    left = [o for o in rows if not any(ref.endswith("/no-key-schools") for ref in o.subjects)]
    assert len(left) == len(rows) - 1
    made = judged(mended(), left, engine)
    assert (outcome(made, "vetoes"), outcome(made, "certification")) == ("待定", "待定")


@settings(max_examples=40, deadline=None, phases=QUICK)
@given(st.data())
def test_a_cell_left_blank_makes_nothing_better(data: st.DataObject) -> None:
    """Of the county as it is: without any one to three figures of its schools, what is not met stays so or becomes unknown."""
    rows = sample().observations
    blank = data.draw(st.sets(st.sampled_from([n for n, o in enumerate(rows) if o.entity]), min_size=1, max_size=3))
    before = {(v.target, v.stage, v.entity) for v in _before().verdicts if v.verdict == "not_met"}
    after = judged(sample(), [o for n, o in enumerate(rows) if n not in blank])
    better = {(v.target, v.stage, v.entity) for v in after.verdicts if v.verdict == "met"} & before
    assert not better
    assert outcome(after, "certification") != "合格"


@functools.cache
def _before() -> Assessment:
    return judged(sample(), sample().observations)
