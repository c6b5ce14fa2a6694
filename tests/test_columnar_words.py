"""School tables of whole and decimal numbers, every row plain: where the indicator's word alone says which figure a row is.

Whatever spoils that (a figure twice, two words for one thing, another year, a name to trim) changes the way, never a verdict.
"""

from contextlib import nullcontext
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeAlias

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from columnar_helpers import by_columnar, by_reference
from dabiao.assess.columnar import judge_many, pivot
from helpers import COUNTY, pack, rulebook, target
from random_rules import Case
from random_schools import SCHOOL_INDICATORS, school_cases

Figure: TypeAlias = tuple[str, int, str, str, str, str]
HEADER = ("region", "year", "indicator", "stage", "entity", "value")
OTHER = "350505"
ITEMS = {
    "学生数": (0, 20, 50, 99, 100, 100, 200, 333),
    "教师数": (0, 4, 5, 5, 10, 12),
    "校舍面积": (0, 100, 450, 450, 1000, 999_999_999_999),
    "乡村": (0, 1),
    "专职心理教师": (0, 1, 2),
}
TWISTS = ("none", "twice", "alike", "year", "region", "name", "stage", "more", "county", "below", "long")


def plain_figures(chance: Random, year: int) -> list[Figure]:
    """Two counties of schools, most figures there."""
    rows = [
        (region, year, item, "", f"学校{number}", str(chance.choice(pool)))
        for region in (COUNTY, OTHER)
        for number in range(chance.choice((1, 3, 6)))
        for item, pool in ITEMS.items()
        if chance.random() < 0.9
    ]
    return rows or [(COUNTY, year, "学生数", "", "学校0", "100")]


def figures(chance: Random, year: int, twist: str) -> list[Figure]:
    """The same with one thing out of order."""
    rows = plain_figures(chance, year)
    region, when, item, _, entity, value = chance.choice(rows)
    match twist:
        case "twice":
            rows.append((region, when, item, "", entity, chance.choice((value, "7"))))
        case "alike":
            # a second word for the same thing, which the ordinary reader trims
            rows = [(*one[:2], f"{one[2]}\u3000", *one[3:]) if one[3:5] == ("", entity) else one for one in rows]
        case "year":
            rows += [(one[0], year - 1, *one[2:5], "1") for one in rows]
        case "region":
            rows = [("鲤城区", *one[1:]) if one[0] == COUNTY and chance.random() < 0.5 else one for one in rows]
        case "name":
            rows = [(*one[:4], f" {one[4]}", one[5]) if chance.random() < 0.3 else one for one in rows]
        case "stage":
            rows = [(*one[:3], chance.choice(("", "小学", "初中")), *one[4:]) for one in rows]
        case "more":
            rows += [(COUNTY, year, "在校生数", "", f"学校{n}", "5") for n in range(2)]
        case "county":
            rows += [(COUNTY, year, "学生数", "", "", "1000"), (OTHER, year, "配齐率", "", "", "50")]
        case "below":
            rows.append((region, when, "专职心理教师", "", "学校99", "-1"))
        case "long":
            rows.append((region, when, "校舍面积", "", "学校98", "999999999999999999"))
    chance.shuffle(rows)
    return rows


def parquet(path: Path, kind: str, rows: list[Figure]) -> Path:
    """The figures as Parquet, `value` of a type."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t (region VARCHAR, year INTEGER, indicator VARCHAR, stage VARCHAR, entity VARCHAR, value VARCHAR)"
        )
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.execute(
            f"COPY (SELECT * REPLACE (CAST(value AS {kind}) AS value) FROM t) TO '{path}' (FORMAT parquet)"
        )
    return path


@pytest.mark.parametrize("twist", TWISTS)
@settings(max_examples=2, deadline=None)
@given(school_cases(), st.integers(0, 2**32), st.sampled_from(("BIGINT", "INTEGER", "DECIMAL(20,2)", "VARCHAR")))
def test_the_way_to_a_verdict_changes_none(twist: str, case: Case, seed: int, kind: str) -> None:
    book = case.book()
    rows = figures(Random(seed), case.year, twist)  # noqa: S311 - figures, not secrets
    if kind == "INTEGER":
        rows = [one for one in rows if len(one[5]) < 10]
    with TemporaryDirectory() as name:
        path = parquet(Path(name) / "figures.parquet", kind, rows)
        regions = (COUNTY, OTHER)
        told = by_reference(book, path, case.year, regions)
        assert by_columnar(book, path, case.year, regions) == told
        kept, counted = (judge_many(book, [path], [case.year], regions=regions, rows=rows) for rows in (True, False))
        assert (counted.counts, counted.conclusions) == (kept.counts, kept.conclusions)


def test_plain_rows_are_not_joined_to_what_their_words_mean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = target("per: school\nvalue: '>= 5 人/百人'", "a", "teachers-per")
    book = rulebook(tmp_path / "rules", pack([asked], "plan", COUNTY, (2021, 2025)), indicators=SCHOOL_INDICATORS)
    rows = [(COUNTY, 2025, item, "", f"学校{n}", "10") for n in range(4) for item in ("学生数", "教师数")]
    path = parquet(tmp_path / "figures.parquet", "BIGINT", rows)
    expected = by_reference(book, path, 2025)
    monkeypatch.delattr(pivot, "_joined")
    assert by_columnar(book, path, 2025) == expected
    rows[0] = (*rows[0][:2], "学生数\u3000", *rows[0][3:])
    with pytest.raises(NameError):  # two words for one thing: the long way
        by_columnar(book, parquet(tmp_path / "alike.parquet", "BIGINT", rows), 2025)


@pytest.mark.parametrize("twice", [(), (5, 5), (5, 10), (0, 14)])
@pytest.mark.parametrize(("most", "packed"), [(14, True), (15, False)])
def test_figures_that_just_fit_into_one_number(
    most: int, packed: bool, twice: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = [
        target("per: school\nvalue: '>= 5 人/百人'", "a", "teachers-per"),
        target("per: school\nstages: [小学]\nvalue: '>= 4.5 平方米/人'", "b", "area-per"),
    ]
    book = rulebook(tmp_path / "rules", pack(asked, "plan", COUNTY, (2021, 2025)), indicators=SCHOOL_INDICATORS)
    # digits of 59, 59, 4 and 4 bits of the 126 there are; or of 5, one too many
    ends = {"学生数": 2**59 - 2, "校舍面积": 2**59 - 2, "教师数": 14, "专职心理教师": most}
    figures = [("最多", item, value) for item, value in ends.items()]
    figures += [("零", item, 0) for item in ends]
    figures += [("缺", "学生数", 100), ("缺", "教师数", 5)]
    figures += [("全", item, value) for item, value in zip(ends, (100, 450, 5, 0), strict=True)]
    figures += [("两次", "学生数", 100), *(("两次", "教师数", value) for value in twice)]
    rows = [(COUNTY, 2025, item, "", school, str(value)) for school, item, value in figures]
    path = parquet(tmp_path / "figures.parquet", "BIGINT", rows)
    expected = by_reference(book, path, 2025)
    assert {told[5] for told in expected} > {"met", "no_data"}
    assert by_columnar(book, path, 2025) == expected
    monkeypatch.delattr(pivot, "_joined")
    monkeypatch.delattr(pivot, "_filtered")
    with nullcontext() if packed else pytest.raises(NameError):
        assert by_columnar(book, path, 2025) == expected
