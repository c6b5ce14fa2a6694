"""Case i of a soak: what it consists of depends on the start and on i alone, so that it can be run again alone."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from columnar_helpers import write_rows
from helpers import COUNTY
from random_many import Many, many_cases
from random_rules import Case, cases
from random_schools import school_cases
from soak_data import rows_of, waivers_of, write_files
from soak_engines import Asked, Compared, compare

# one case in so many is a handful of single counties, which hypothesis draws whole
SMALL_EVERY = 8
SMALL = 6
# hypothesis begins with the simplest example, which would be the same in every case, and keeps the second one simple
_SKIPPED = 2
T = TypeVar("T")


def drawn(strategy: SearchStrategy[T], count: int, number: int) -> list[T]:
    """So many examples of a strategy, always the same for one number."""
    found: list[T] = []

    @seed(number)
    @settings(
        max_examples=_SKIPPED + count,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(example: T) -> None:
        found.append(example)

    keep()
    return found[_SKIPPED:]


def seed_of(start: int, case: int) -> int:
    """The seed of a case: other starts give other cases."""
    return Random(f"{start}:{case}").getrandbits(64)  # noqa: S311 - cases, not secrets


def asked_of(start: int, case: int, folder: Path, *, quality: bool = False) -> Iterator[Asked]:
    """What is judged in a case, its files written to the folder: a handful of single counties, or many regions at once."""
    number = seed_of(start, case)
    chance = Random(number)  # noqa: S311
    scanned = chance.random() < 0.5
    if case % SMALL_EVERY == 0:
        strategy = school_cases() if chance.random() < 0.5 else cases()
        for n, one in enumerate(drawn(strategy, SMALL, number)):
            yield asked_of_one(one, folder / f"{n}.csv", scanned=scanned)
    else:
        for many in drawn(many_cases(quality), 1, number):
            yield asked_of_many(many, folder, scanned=scanned)


def asked_of_one(case: Case, path: Path, *, scanned: bool) -> Asked:
    """A county as hypothesis drew it, its rows written to the path."""
    written = write_rows(path.parent, case.rows, path.name)
    return Asked(case.book(), () if written is None else (written,), (COUNTY,), (case.year,), (), scanned)


def asked_of_many(case: Many, folder: Path, *, scanned: bool) -> Asked:
    """Many regions, their rows written to the folder."""
    book = case.book()
    files = write_files(folder, case, rows_of(case, book))
    return Asked(book, files, case.regions, case.years, waivers_of(case, book), scanned)


def run_case(start: int, case: int, *, quality: bool = False) -> Iterator[Compared]:
    """Draws a case and compares the engines on it."""
    with TemporaryDirectory() as name:
        for asked in asked_of(start, case, Path(name), quality=quality):
            yield compare(asked, seed_of(start, case))
