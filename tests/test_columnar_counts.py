"""Counts of many regions are those of the rows, whatever holds them; the table of verdicts is the same bytes however it is made."""

import json
from collections import Counter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings

from columnar_helpers import by_reference, write_rows
from dabiao.assess.columnar import Judged, judge_many, written
from dabiao.assess.columnar.asked import NUMBER
from dabiao.assess.columnar.counts import Count, Tally
from dabiao.assess.columnar.scope import scopes
from dabiao.inputs.bulk import session as module
from dabiao.inputs.bulk.session import session
from dabiao.reports.many_json import render
from dabiao.rules.model import Rulebook
from helpers import COUNTY, PROVINCE, pack, row, rulebook, target
from random_rows import NEIGHBOUR
from random_rules import Case, cases

REGIONS = (COUNTY, NEIGHBOUR, PROVINCE)


def counted(book: Rulebook, made: Judged) -> list[Count]:
    """The counts as the rows say."""
    force = {(t.pack, t.id, t.stage): t.force for t in book.targets()}
    order = {one.id: number for number, one in enumerate(book.packs)}
    verdicts: dict[tuple[str, int, str], Counter[str]] = {}
    owed: dict[tuple[str, int, str], Counter[str]] = {}
    for one in made.rows:
        key = (one.region, one.year, one.pack)
        verdicts.setdefault(key, Counter())[one.verdict] += 1
        if one.verdict == "not_met":
            owed.setdefault(key, Counter())[force[one.pack, one.target, one.stage]] += 1
    return [
        Count(*key, dict(verdicts[key]), dict(owed.get(key, {})))
        for key in sorted(verdicts, key=lambda key: (*key[:2], order[key[2]]))
    ]


@settings(max_examples=8, deadline=None)
@given(cases())
def test_of_several_regions_and_years(case: Case) -> None:
    book = case.book()
    with TemporaryDirectory() as name:
        path = write_rows(Path(name), case.rows)
        if path is None:
            return
        years = [case.year - 1, case.year]
        told = judge_many(book, [path], years, regions=REGIONS, rows=True)
        quick = judge_many(book, [path], years, regions=REGIONS)
    expected = counted(book, told)
    assert list(quick.counts) == list(told.counts) == expected
    assert quick.counts == told.counts
    assert len(quick.counts) == len(expected)
    assert quick.checks == len(told.rows)
    for region, sums in quick.counts.by_region():
        whole = Counter(one.verdict for one in told.rows if one.region == region)
        assert sum(sums) == sum(whole.values())
        assert sorted(n for n in sums if n) == sorted(whole.values())
    for force in ("must", "strive", "encourage"):
        assert quick.counts.owes([force]) == any(count.owed.get(force) for count in expected)
    assert json.loads(render(quick, book))["counts"] == [count._asdict() for count in expected]


def test_more_checks_than_four_bytes_hold(tmp_path: Path) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")]))
    found = scopes(book, [COUNTY], [2025], None, ())
    tally = Tally(book, found, [COUNTY])
    for _ in range(3):
        tally.add(COUNTY, 2025, 0, NUMBER["not_met"], 2**31)
    assert [count.verdicts for count in tally.counts()] == [{"not_met": 3 * 2**31}]


@pytest.mark.parametrize("rows", [True, False])
def test_one_figure_is_missing_one_stands_twice(tmp_path: Path, rows: bool) -> None:
    targets = [target("value: '>= 95 %'"), target("value: '>= 90 %'", "u", indicator="enrolment", force="strive")]
    book = rulebook(tmp_path / "rules", pack(targets, region=PROVINCE))
    figures = [row(2025, "覆盖率", 96), row(2025, "覆盖率", 97), row(2025, "覆盖率", 80, region=NEIGHBOUR)]
    path = write_rows(tmp_path, [*figures, row(2025, "毛入学率", 80, region=NEIGHBOUR)])
    assert path is not None
    made = judge_many(book, [path], [2025], regions=[COUNTY, NEIGHBOUR], rows=rows)
    assert [(count.verdicts, count.owed) for count in made.counts] == [
        ({"met": 1, "no_data": 1}, {}),
        ({"not_met": 2}, {"must": 1, "strive": 1}),
    ]


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        ("VARCHAR", [(COUNTY, 96), (NEIGHBOUR, 80)]),
        ("INTEGER", [(COUNTY, 96), (NEIGHBOUR, 80)]),
        ("VARCHAR", [(COUNTY, 96), (COUNTY, 80), (NEIGHBOUR, 95)]),
        ("BIGINT", [(COUNTY, 96), (COUNTY, 80), (NEIGHBOUR, 95)]),
        ("VARCHAR", [(COUNTY, 96), ("鲤城区", 80), (NEIGHBOUR, 95)]),
        ("VARCHAR", [("鲤城区", 96), (NEIGHBOUR, 94), (" 泉港区", 94)]),
        ("VARCHAR", [(COUNTY, 96), (PROVINCE, 80)]),
    ],
)
def test_however_a_region_is_written(tmp_path: Path, figures: list[tuple[str, int]], kind: str) -> None:
    """The scan groups rows by the region as typed where it can; a figure that stands twice must be found all the same."""
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region="000000"))
    text = write_rows(tmp_path, [row(2025, "覆盖率", value, region=region) for region, value in figures])
    path = tmp_path / "figures.parquet"
    with duckdb.connect() as connection:
        values = ", ".join(f"('{region}', 2025, '覆盖率', {value})" for region, value in figures)
        connection.execute(
            f"COPY (SELECT CAST(region AS {kind}) AS region, year, indicator, CAST(value AS DECIMAL(9,2)) AS value "
            f"FROM (VALUES {values}) t(region, year, indicator, value)) TO '{path}' (FORMAT parquet)"
        )
    asked = (COUNTY, NEIGHBOUR)
    told = Counter((one[0], one[5]) for one in by_reference(book, text, 2025, asked))
    quick = judge_many(book, [path], [2025], regions=asked)
    assert {(count.region, verdict): n for count in quick.counts for verdict, n in count.verdicts.items()} == told


def book_of_two(folder: Path) -> tuple[Rulebook, Path]:
    """Two targets, and figures of 40 counties over three years, not in their order, some missing."""
    book = rulebook(
        folder / "rules", pack([target("value: '>= 95 %'"), target("value: '>= 90 %'", "u")], region=PROVINCE)
    )
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT CAST(350501 + (n * 7) % 40 AS VARCHAR) AS region, 2023 + n % 3 AS year, '覆盖率' AS indicator, "
            f"CAST(80 + n % 23 AS DECIMAL(18,2)) AS value FROM range(117) t(n)) TO '{folder / 'a.parquet'}' (FORMAT parquet)"
        )
    return book, folder / "a.parquet"


@pytest.mark.parametrize("most_words", [5_000, 3])
def test_the_table_is_the_same_bytes_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_words: int
) -> None:
    monkeypatch.setattr(written, "_MOST_WORDS", most_words)
    book, path = book_of_two(tmp_path)
    tables = [tmp_path / f"{threads}.parquet" for threads in (1, 3)]
    for threads, table in zip((1, 3), tables, strict=True):
        judged = partial(judge_many, book, [path], [2023, 2024, 2025], opened=partial(session, threads=threads))
        made = judged(table=table, rows=True)
    assert tables[0].read_bytes() == tables[1].read_bytes()
    with duckdb.connect() as connection:
        kinds = dict(
            connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{tables[0]}')").fetchall()
        )
        told = connection.execute(f"SELECT region, year, target, verdict, flags FROM '{tables[0]}'").fetchall()
    assert kinds["region"] == kinds["verdict"] == "VARCHAR"
    assert kinds["flags"] == "VARCHAR[]"
    assert told == [(r.region, r.year, r.target, r.verdict, list(r.flags)) for r in made.rows]
    assert [one[:3] for one in told] == sorted(one[:3] for one in told)


@pytest.mark.parametrize("a_thread", [0, 1])
def test_too_little_memory_is_made_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, a_thread: int) -> None:
    book, path = book_of_two(tmp_path)
    plenty = judge_many(book, [path], [2024])
    monkeypatch.setattr(module, "_LEAN", a_thread)
    assert judge_many(book, [path], [2024]) == plenty
