"""Laws of school tables of many regions that are scanned: the figures, kinds and warnings are those of the ordinary reader, and so is all
that is judged from them."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess.columnar import judge_many
from dabiao.assess.columnar.again import Sources
from dabiao.assess.columnar.cells import make_cells
from dabiao.assess.columnar.source import Given, read_given
from dabiao.diagnostics import Diagnostic, InputError
from dabiao.inputs.bulk.session import session
from dabiao.inputs.model import Dataset, Observation
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from national_helpers import book, vocabulary
from random_school_tables import REGIONS, as_parquet, school_table, write_table

Key = tuple[object, ...]


@pytest.fixture(autouse=True, scope="module")
def _scanned_to_the_end() -> Iterator[None]:
    """What is wrong is told by the scan itself, however small the table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dabiao.inputs.bulk.schools.read._READ_AGAIN", 0)
        yield


def figures(observations: Iterable[Observation]) -> Counter[Key]:
    return Counter(
        (o.region, o.period, o.indicator, o.stage, o.entity, o.value, o.bound, o.status) for o in observations
    )


def cells(observations: Iterable[Observation]) -> Counter[Key]:
    """What is read from one cell stays together: a doubt about it is one about all of that."""
    together: dict[Key, list[Key]] = {}
    for o in observations:
        together.setdefault((o.region, o.period, o.entity, o.origin), []).append((o.indicator, o.stage, o.value))
    return Counter((*place[:3], tuple(sorted(made, key=repr))) for place, made in together.items())


def told(found: Iterable[Diagnostic]) -> set[Key]:
    return {(d.code, d.severity, d.message, d.hint, d.spans) for d in found}


def scanned(paths: Sequence[Path], defaults: Defaults) -> tuple[Given, list[Observation]]:
    with session() as (connection, folder):
        read = read_given(connection, book(), paths, defaults, folder)
        made = make_cells(connection, read.read, read.others, read.unfilled)
        sources = Sources(connection, made, read.others, read.unfilled, read.kinds, as_text=True)
        return read, [o for some in sources.of(read.regions).values() for o in some]


def write_files(rng: Random, folder: Path) -> list[Path]:
    """One or two school tables, and perhaps figures of the counties."""
    paths = []
    for number in range(rng.choice((1, 1, 2))):
        headers, rows = school_table(rng)
        path = write_table(folder / f"学校{number}.csv", headers, rows)
        paths.append(as_parquet(rng, path, headers, rows) if rng.random() < 0.3 else path)
    if rng.random() < 0.3:
        value = ("5", "1.50", "2万", "", "300")
        county = [
            [rng.choice(REGIONS), "2024", rng.choice(("在校生数", "毕业生数")), rng.choice(value)]
            for _ in range(rng.randint(1, 6))
        ]
        paths.append(write_table(folder / "县.csv", ["地区", "年份", "指标", "数值"], county))
    rng.shuffle(paths)
    return paths


@settings(deadline=None, max_examples=20)
@given(
    st.randoms(use_true_random=True), st.sampled_from([None, None, None, "350502"]), st.sampled_from([None, None, 2024])
)
def test_what_is_read(rng: Random, region: str | None, year: int | None) -> None:
    defaults = Defaults(region, year)
    with tempfile.TemporaryDirectory() as name:
        paths = write_files(rng, Path(name))
        data = read_files(paths, vocabulary(), defaults)
        refused = told(d for d in data.diagnostics if d.is_error)
        if refused:
            with pytest.raises(InputError) as raised:
                scanned(paths, defaults)
            assert told(d for d in raised.value.diagnostics if d.is_error) <= refused
            return
        read, observations = scanned(paths, defaults)
    assert figures(observations) == figures(data.observations)
    assert cells(observations) == cells(data.observations)
    assert {*read.kinds} == {*data.kinds}
    assert {*read.rosters} == {*data.rosters}
    assert told(read.found) == told(data.diagnostics)


def county_figures(rng: Random, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Figures of the counties that are what their schools make, or nearly."""
    made = []
    for item in ("专任教师总数", "毕业生数", "持教师资格证专任教师数"):
        for region in REGIONS if item in headers else ():
            own = [row[headers.index(item)] for row in rows if row[headers.index("区县代码")] == region]
            total = sum(
                round(100 * float(text)) for text in own if text.replace(".", "", 1).isdecimal() and text.isascii()
            )
            made.append([region, "2024", item, f"{total / 100 + rng.choice((0, 0, 0, 5, -5)):.2f}"])
    return made


@settings(deadline=None, max_examples=4)
@given(st.randoms(use_true_random=True))
def test_what_is_judged(rng: Random) -> None:
    """Verdicts, flags, conclusions and data quality under the rules that are shipped; two regions by the reference engine as well."""
    with tempfile.TemporaryDirectory() as name:
        headers, rows = school_table(rng, 14, everywhere=True)
        paths = [write_table(Path(name) / "学校.csv", headers, rows)]
        if county := county_figures(rng, headers, rows):
            paths.append(write_table(Path(name) / "县.csv", ["地区", "年份", "指标", "数值"], county))
        data: Dataset = read_files(paths, vocabulary())
        if any(d.is_error for d in data.diagnostics):
            return
        one = judge_many(book(), paths, rows=True, failing=True, sample=2, seed=1)
    other = judge_many(book(), data, rows=True, failing=True)
    assert sorted(one.rows, key=repr) == sorted(other.rows, key=repr)
    alike = ("regions", "years", "counts", "conclusions", "failing", "incomplete", "checks", "quality", "doubted")
    assert [getattr(one, name) for name in alike] == [getattr(other, name) for name in alike]
