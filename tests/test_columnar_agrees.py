"""columnar and reference agree verdict for verdict, flag for flag, conclusion for conclusion, on random regions of every form."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from columnar_helpers import by_columnar, by_reference, write_rows
from dabiao.assess import reference
from dabiao.assess.columnar import judge_many
from dabiao.assess.columnar.single import judge_all
from dabiao.assess.model import Check
from dabiao.diagnostics import Span
from dabiao.rules.model import Waiver
from helpers import COUNTY, PROVINCE
from random_rows import NEIGHBOUR
from random_rules import Case, cases
from random_schools import school_cases
from test_durable_agrees import checks


@settings(max_examples=8, deadline=None)
@given(cases(), st.booleans())
def test_on_any_county(case: Case, scanned: bool) -> None:
    """`scanned`: from a file the engine scans itself; else from what the ordinary reader read."""
    book = case.book()
    with TemporaryDirectory() as name:
        path = write_rows(Path(name), case.rows)
        assert by_columnar(book, path, case.year, scanned=scanned) == by_reference(book, path, case.year)


@settings(max_examples=8, deadline=None)
@given(school_cases(), st.booleans())
def test_on_any_schools(case: Case, scanned: bool) -> None:
    book = case.book()
    with TemporaryDirectory() as name:
        path = write_rows(Path(name), case.rows)
        assert by_columnar(book, path, case.year, scanned=scanned) == by_reference(book, path, case.year)


@settings(max_examples=4, deadline=None)
@given(cases(), st.sampled_from(("t0", "t1", "pack0/t0")))
def test_on_several_regions_with_a_waiver(case: Case, name: str) -> None:
    regions = (COUNTY, NEIGHBOUR, PROVINCE)
    waiver = Waiver(name, COUNTY, None, "2020-01-01", "2026-12-31", "灾后重建", "县政府", "1号", Span("w.yaml"))
    book = case.book()
    with TemporaryDirectory() as folder:
        path = write_rows(Path(folder), case.rows)
        found = by_columnar(book, path, case.year, regions, [waiver])
        assert found == by_reference(book, path, case.year, regions, [waiver])


@settings(max_examples=8, deadline=None)
@given(cases(), school_cases(), st.booleans())
def test_counts_are_those_of_the_rows(case: Case, other: Case, of_schools: bool) -> None:
    chosen = other if of_schools else case
    book = chosen.book()
    with TemporaryDirectory() as name:
        path = write_rows(Path(name), chosen.rows)
        if path is None:
            return
        quick = judge_many(book, [path], [chosen.year], regions=[COUNTY])
        told = judge_many(book, [path], [chosen.year], regions=[COUNTY], rows=True)
    counted: dict[tuple[str, str], int] = {}
    for row in told.rows:
        counted[row.pack, row.verdict] = counted.get((row.pack, row.verdict), 0) + 1
    assert quick.counts == told.counts
    assert quick.conclusions == told.conclusions
    assert {(c.pack, verdict): n for c in quick.counts for verdict, n in c.verdicts.items()} == counted


@settings(max_examples=20, deadline=None)
@given(st.lists(checks(), max_size=10))
def test_single_checks_in_sql(given_checks: list[Check]) -> None:
    assert judge_all(given_checks) == reference.judge_all(given_checks)
