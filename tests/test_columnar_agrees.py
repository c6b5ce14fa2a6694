"""columnar and reference agree verdict for verdict and flag for flag, on random regions of every form, from files and from rows."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from columnar_helpers import by_columnar, by_reference, write_rows
from random_rules import Case, cases


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(cases(), st.booleans())
def test_on_any_county(case: Case, plain: bool) -> None:
    """`plain`: from a file the engine scans itself; else from what the ordinary reader read."""
    book = case.book()
    with TemporaryDirectory() as name:
        path = write_rows(Path(name), case.rows)
        assert by_columnar(book, path, case.year, scanned=plain) == by_reference(book, path, case.year)
