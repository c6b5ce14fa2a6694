"""The rows and waivers of a case of many regions, all from its one seed."""

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

from dabiao.diagnostics import Span
from dabiao.rules.model import Rulebook, Waiver
from helpers import HEADER, PROVINCE
from random_figures import Others, region_figures
from random_lines import lines_of
from random_many import Many
from random_spelling import messiness, report_rows, typed_rows


def rows_of(case: Many, book: Rulebook) -> dict[str, list[tuple[str, ...]]]:
    """The rows of every region, the province's (others are compared with it) first. Each region is drawn from a seed of its own."""
    lines = lines_of(book, case.years)
    found: dict[str, list[tuple[str, ...]]] = {}
    others: list[Others] = []
    for region in dict.fromkeys((PROVINCE, *case.regions)):
        chance = Random(f"{case.seed}:{region}")  # noqa: S311 - figures, not secrets
        count = chance.randint(min(case.schools, chance.choice((0, 2))), case.schools) if region != PROVINCE else 0
        held = region_figures(chance, book, lines, others, count)
        if region == PROVINCE:
            others.append(Others(region, held))
        # what a province lacks, all that are compared with it lack
        mess = messiness(chance) if region != PROVINCE or chance.random() < 0.2 else 0
        rows = list(typed_rows(chance, book, region, held, mess))
        if chance.random() < 0.5:
            rows += report_rows(chance, region, case.years)
        found[region] = rows if chance.random() > 0.02 else rows[: chance.choice((0, 3, len(rows) // 2))]
    return found


def write_files(folder: Path, case: Many, rows: dict[str, list[tuple[str, ...]]]) -> tuple[Path, ...]:
    """All rows in one table or two, shuffled as the seed says: figures of a region need not stand together."""
    chance = Random(f"{case.seed}:files")  # noqa: S311
    together = [one for several in rows.values() for one in several]
    chance.shuffle(together)
    cut = len(together) // 2 if chance.random() < 0.3 else len(together)
    written = []
    for number, part in enumerate((together[:cut], together[cut:])):
        if part:
            written.append(folder / f"data{number}.csv")
            with written[-1].open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([HEADER, *part])
    return tuple(written)


def waivers_of(case: Many, book: Rulebook) -> tuple[Waiver, ...]:
    """A waiver for one region in three: of a target by its id or in full, of the region or a school, in force or not."""
    chance = Random(f"{case.seed}:waivers")  # noqa: S311
    refs: Sequence[str] = [name for target in book.targets() for name in (target.id, target.ref)]
    made = []
    for number, region in enumerate(case.regions):
        if chance.random() < 0.33:
            entity = chance.choice((None, None, f"学校{chance.randrange(3)}"))
            start, until = chance.choice(
                (("2020-01-01", "2026-12-31"), ("2023-01-01", "2023-12-31"), ("2018-01-01", "2020-12-30"))
            )
            made.append(
                Waiver(
                    chance.choice(refs),
                    region,
                    entity,
                    start,
                    until,
                    "灾后重建",
                    "县政府",
                    "1号",
                    Span("w.yaml", number + 1),
                )
            )
    return tuple(made)
