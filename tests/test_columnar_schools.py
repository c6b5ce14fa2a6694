"""Schools in many regions: counts that do not fit one sum, and coefficients on, beside and far from their lines."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from columnar_helpers import by_columnar, by_reference, write_rows
from dabiao.assess.columnar import judge_many, schools
from helpers import COUNTY, NATION, pack, row, rulebook, target
from random_schools import SCHOOL_INDICATORS


@pytest.mark.parametrize("when", ["by: 2025", "every: year"])
def test_of_many_schools_none_is_lost_in_counting(tmp_path: Path, when: str) -> None:
    asked = target(f"per: school\nwhere: 乡村 == 1\nvalue: '>= 5 人/百人'\n{when}", "a", "teachers-per")
    book = rulebook(tmp_path, pack([asked], "plan", COUNTY, (2021, 2025)), indicators=SCHOOL_INDICATORS)
    rows = []
    for n in range(300):  # 9 codes x 9 bits are more than a sum holds
        rows.append(row(2023, "学生数", 100, entity=f"学校{n}"))
        rows += [row(2023, "教师数", n % 9, entity=f"学校{n}")] if n % 7 else []
        rows += [row(2023, "乡村", 0 if n % 10 == 0 else 1, entity=f"学校{n}")] if n % 11 else []
    path = write_rows(tmp_path, rows)
    assert path is not None
    kept, counted = (judge_many(book, [path], [2023], rows=rows) for rows in (True, False))
    assert kept.counts == counted.counts
    assert sum(counted.counts[0].verdicts.values()) == len(kept.rows) > 200
    assert by_columnar(book, path, 2023) == by_reference(book, path, 2023)


@pytest.mark.parametrize("blank", ["\u2003", "\u3000", "\u0085", "\u200b"], ids=ascii)
def test_a_blank_about_a_name_is_no_part_of_it(tmp_path: Path, blank: str) -> None:
    asked = target("per: school\nvalue: '>= 5 人/百人'", "a", "teachers-per")
    book = rulebook(tmp_path, pack([asked], "plan", COUNTY, (2021, 2025)), indicators=SCHOOL_INDICATORS)
    rows = [row(2023, "学生数", 100, entity="一校"), row(2023, "教师数", 6, entity=f"一校{blank}")]
    path = write_rows(tmp_path, rows)
    told = by_columnar(book, path, 2023)
    assert told == by_reference(book, path, 2023)
    assert [(entity, verdict) for *_, entity, verdict, _ in told] == [("一校", "met")]


@pytest.mark.parametrize("parts", [(7,), (1, 2)], ids=["seven", "two-as-one-is-too-many"])
def test_schools_laid_out_in_parts_are_the_same_schools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: tuple[int, ...]
) -> None:
    asked = [
        target("per: school\nvalue: '>= 5 人/百人'", "a", "teachers-per"),
        target("cv: '<= 0.5'\nweight: 学生数", "b", "teachers-per"),
    ]
    book = rulebook(tmp_path, pack(asked, "plan", NATION, (2021, 2025)), indicators=SCHOOL_INDICATORS)
    rows = [
        row(
            2023,
            item,
            100 if item == "学生数" else (n * 7 + region) % 9,
            region=str(350501 + region),
            entity=f"学校{n}",
        )
        for n in range(4)
        for region in range(5)
        for item in ("学生数", "教师数")
    ]
    path = write_rows(tmp_path, rows)
    assert path is not None
    expected = judge_many(book, [path], [2023], rows=True)
    made = schools._Batch._make_pivoted

    def too_many_at_once(*given: Any) -> None:
        if given[-1] == 1:
            raise duckdb.OutOfMemoryException("all at once")
        made(*given)

    monkeypatch.setattr(schools, "_PARTS", parts)
    monkeypatch.setattr(schools._Batch, "_make_pivoted", too_many_at_once)
    found = judge_many(book, [path], [2023], rows=True)
    assert sorted(found.rows) == sorted(expected.rows)
    assert found.counts == expected.counts
    assert len({one.verdict for one in found.rows}) > 1


LIMITS = ("<= 0.5", "< 0.5", "<= 0", "<= 0.001", ">= 0.5", "<= 0.499", "< 0.501")


@pytest.mark.parametrize(
    "teachers",
    [
        (1, 3),  # 0.5 exactly
        (1, 3.0001),
        (1, 2.9999),
        (2, 2),  # equal
        (2, 2.0001),  # nearly equal
        (1000000000.5, 1000000000.6),
        (0, 0),
        (0, 4),
    ],
)
def test_coefficients_and_their_lines(tmp_path: Path, teachers: tuple[float, ...]) -> None:
    asked = [target(f"cv: '{limit}'\nweight: 学生数", f"v{n}", "teachers-per") for n, limit in enumerate(LIMITS)]
    book = rulebook(tmp_path, pack(asked, "plan", COUNTY, (2021, 2025)), indicators=SCHOOL_INDICATORS)
    rows = [row(2025, "学生数", 100, entity=f"学校{n}") for n in range(len(teachers))]
    rows += [row(2025, "教师数", value, entity=f"学校{n}") for n, value in enumerate(teachers)]
    path = write_rows(tmp_path, rows)
    assert path is not None
    told = by_columnar(book, path, 2025)
    assert told == by_reference(book, path, 2025)
    assert len(told) == len(LIMITS)
    kept, counted = (judge_many(book, [path], [2025], rows=rows) for rows in (True, False))
    assert kept.counts == counted.counts


@pytest.mark.parametrize(
    "formula",
    ["ceil(教师数 / 学生数 * 7)", "max(教师数, 学生数 / 20)", "min(教师数, 8 / 学生数)", "floor(教师数 - 学生数)"],
)
def test_every_function_of_a_formula_at_schools_that_lack_figures(tmp_path: Path, formula: str) -> None:
    """A missing figure, or a divisor that is nought, leaves the measure undefined, whatever the other side is."""
    own = f"  - {{id: made, name: 所算, unit: 个, direction: higher, bounds: [null, null], decimals: 1, formula: {{default: '{formula}'}}}}\n"
    asked = target("per: school\nvalue: '>= 2 个'", "a", "made")
    book = rulebook(tmp_path, pack([asked], "plan", COUNTY, (2021, 2025)), indicators=SCHOOL_INDICATORS + own)
    told = {"学生数": ("0", "4", "", "40"), "教师数": ("2", "", "3", "1", "40")}
    pairs = [(s, t) for s in told["学生数"] for t in told["教师数"]]
    rows = []
    for n, (students, teachers) in enumerate(pairs):
        rows += [row(2025, "学生数", students, entity=f"学校{n}")] if students else []
        rows += [row(2025, "教师数", teachers, entity=f"学校{n}")] if teachers else []
    path = write_rows(tmp_path, rows)
    assert path is not None
    assert by_columnar(book, path, 2025) == by_reference(book, path, 2025)
    kept, counted = (judge_many(book, [path], [2025], rows=rows) for rows in (True, False))
    assert kept.counts == counted.counts
