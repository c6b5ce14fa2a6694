"""Laws: order and files do not matter, unrelated figures change nothing, a column in the wrong unit is found, findings have cells."""

import csv
import functools
import random
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Dataset
from dabiao.inputs.quality import QualityFinding, check_quality
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.quantity import Interval
from quality_helpers import REGION, YEAR, Sheet, book, said

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
SCHOOLS = INPUTS / "示例-优质均衡-学校.csv"
LAWS = settings(max_examples=10, deadline=None)
IDENTITY = 12  # columns of who and what the school is
Rows = list[list[str]]


@functools.cache
def sample() -> tuple[list[str], Rows]:
    """The sample county's header and schools."""
    with SCHOOLS.open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    return header, rows


def read(*tables: Rows) -> Dataset:
    """The dataset of school tables, a file each."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, rows in enumerate(tables):
            paths.append(Path(folder) / f"{number}.csv")
            with paths[-1].open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        return read_files(paths, vocabulary_of(book()), Defaults(REGION, YEAR))


def found(*tables: Rows) -> tuple[QualityFinding, ...]:
    return check_quality(book(), read(*tables), REGION, YEAR)


@st.composite
def damaged(draw: st.DrawFn) -> Rows:
    """The sample's schools with a few figures changed at random."""
    header, rows = sample()
    made = [list(row) for row in rows]
    for _ in range(draw(st.integers(1, 6))):
        row = draw(st.integers(0, len(made) - 1))
        column = draw(st.integers(IDENTITY, len(header) - 1))
        made[row][column] = draw(st.sampled_from(("0", "1", "7", "50", "333", "9999", "1234567", "12.5", "")))
    return made


def test_the_sample_county_is_clean() -> None:
    files = [INPUTS / "示例-优质均衡.csv", SCHOOLS]
    assert check_quality(book(), read_files(files, vocabulary_of(book())), REGION, YEAR) == ()


@given(damaged(), st.randoms(use_true_random=False))
@LAWS
def test_the_order_of_rows_does_not_matter(rows: Rows, order: random.Random) -> None:
    header, mixed = sample()[0], list(rows)
    order.shuffle(mixed)
    assert said(found([header, *rows])) == said(found([header, *mixed]))


@given(damaged(), st.integers(1, 11))
@LAWS
def test_splitting_a_file_changes_nothing(rows: Rows, at: int) -> None:
    header = sample()[0]
    assert said(found([header, *rows])) == said(found([header, *rows[:at]], [header, *rows[at:]]))


@given(damaged(), st.integers(IDENTITY + 1, 50))
@LAWS
def test_splitting_the_columns_changes_nothing(rows: Rows, at: int) -> None:
    table = [sample()[0], *rows]
    left = [row[:at] for row in table]
    right = [[*row[:4], *row[at:]] for row in table]
    assert said(found(table)) == said(found(left, right))


@given(damaged())
@LAWS
def test_a_finding_has_cells_that_hold_its_figures(rows: Rows) -> None:
    for one in found([sample()[0], *rows]):
        assert one.cells
        assert one.imbalance is None or one.left is None or one.right is None or one.imbalance == one.left - one.right
        assert one.kind == "duplicate" or one.items


@given(damaged(), st.integers(0, 10**6))
@LAWS
def test_unrelated_figures_change_nothing(rows: Rows, number: int) -> None:
    data = read([sample()[0], *rows])
    more = Sheet().add(一般公共预算教育支出=number, 安全教育课时=number).add(stage="小学", 新建学校=number).rows
    wider = data._replace(observations=(*data.observations, *more))
    elsewhere = [o._replace(region="120110") for o in data.observations]
    wider = wider._replace(observations=(*wider.observations, *elsewhere))
    assert check_quality(book(), wider, REGION, YEAR) == check_quality(book(), data, REGION, YEAR)


ITEMS = sorted(book().indicators)
BOUNDS = (Interval.point, Interval.at_least, Interval.at_most, Interval.above, Interval.below)


@st.composite
def anything(draw: st.DrawFn) -> Dataset:
    """Figures of any items, stages, schools, years and statuses, some known from one side only; some contradict each other."""
    rows = []
    for line in range(2, draw(st.integers(3, 60))):
        value = draw(st.sampled_from((0, 1, 2, 3, 50, 99, 100, 101, 980000))) / Fraction(
            draw(st.sampled_from((1, 2, 100)))
        )
        item = book().indicators[draw(st.sampled_from(ITEMS))]
        (o,) = (
            Sheet()
            .add(
                draw(st.sampled_from((None, "甲小学", "甲 小学", "乙"))), year=draw(st.integers(2022, 2025)), 在校生数=1
            )
            .rows
        )
        rows.append(
            o._replace(
                indicator=item.id, stage=item.stage or draw(st.sampled_from((None, "小学", "义务教育"))), value=value,
                bound=draw(st.sampled_from(BOUNDS))(value), status=draw(st.sampled_from(("actual", "actual", "plan"))),
                origin=o.origin._replace(cell=f"E{line}", line=line),
            )
        )  # fmt: skip
    return Dataset((), tuple(rows), (), rosters=("school",))


@given(anything(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_whatever_the_figures_something_is_said_or_nothing(data: Dataset, order: random.Random) -> None:
    mixed = list(data.observations)
    order.shuffle(mixed)
    ones = check_quality(book(), data, REGION, YEAR)
    assert ones == check_quality(book(), data._replace(observations=tuple(mixed)), REGION, YEAR)
    known = {o.origin for o in data.observations}
    for one in ones:
        assert one.cells
        assert set(one.cells) <= known
        assert one.year <= YEAR


COLUMNS = [
    name for name in sample()[0][IDENTITY:] if any(row[sample()[0].index(name)] not in ("", "0") for row in sample()[1])
]


@functools.cache
def clean() -> Dataset:
    """The sample's schools as read."""
    return read([sample()[0], *sample()[1]])


@pytest.mark.parametrize("factor", [Fraction(10000), Fraction(1, 10000)], ids=["times", "divided"])
@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_in_the_wrong_unit_is_found(name: str, factor: Fraction) -> None:
    """Every column of the sample, filled in 万 instead of ones, or the other way round."""
    letter = column_letter(sample()[0].index(name))
    moved = tuple(
        o._replace(value=o.value * factor, bound=Interval.point(o.value * factor), text="")
        if o.value is not None and o.origin.cell.rstrip("0123456789") == letter
        else o
        for o in clean().observations
    )
    assert check_quality(book(), clean()._replace(observations=moved), REGION, YEAR)
