"""Schools in many regions: counts that do not fit one sum, and coefficients on, beside and far from their lines."""

from pathlib import Path

import pytest

from columnar_helpers import by_columnar, by_reference, write_rows
from dabiao.assess.columnar import judge_many
from helpers import COUNTY, pack, row, rulebook, target
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
