"""What the tests of the columnar engine share: the verdicts of both engines as comparable rows, and files of rows."""

import csv
from collections.abc import Sequence
from pathlib import Path

from dabiao.assess.columnar import judge_many
from dabiao.assess.run import assess
from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.rules.model import Rulebook, Waiver
from helpers import COUNTY, HEADER

Told = tuple[str, str, str, str | None, str | None, str, tuple[str, ...]]


def write_rows(folder: Path, rows: Sequence[Sequence[str]], name: str = "data.csv") -> Path | None:
    """The file of rows of statistics; None where there are none."""
    if not rows:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
    return folder / name


def dataset_of(book: Rulebook, path: Path | None) -> Dataset:
    """What the ordinary reader makes of a file."""
    return Dataset((), (), ()) if path is None else read_files([path], vocabulary_of(book))


def by_reference(
    book: Rulebook,
    path: Path | None,
    year: int,
    regions: Sequence[str] = (COUNTY,),
    waivers: Sequence[Waiver] = (),
    engine: str = "reference",
) -> list[Told]:
    """Every verdict and conclusion of the regions, each alone, by the reference engine (or another that judges check by check), sorted."""
    data = dataset_of(book, path)
    told: list[Told] = []
    for region in regions:
        whole = assess(book, data, region, year, engine, waivers=waivers)
        told += [(region, v.pack, v.target, v.stage, v.entity, v.verdict, v.flags) for v in whole.verdicts]
        told += [(region, c.pack, c.id, None, None, c.outcome, ()) for c in whole.conclusions]
    return sorted(told, key=repr)


def by_columnar(
    book: Rulebook,
    path: Path | None,
    year: int,
    regions: Sequence[str] = (COUNTY,),
    waivers: Sequence[Waiver] = (),
    *,
    scanned: bool = True,
) -> list[Told]:
    """The same by the columnar engine, from the file it scans or from what the ordinary reader read of it."""
    source = [path] if scanned and path is not None else dataset_of(book, path)
    made = judge_many(book, source, [year], regions=regions, waivers=waivers, rows=True)
    told = [(r.region, r.pack, r.target, r.stage, r.entity, r.verdict, r.flags) for r in made.rows]
    concluded = [(c.region, c.pack, c.conclusion, None, None, c.outcome, ()) for c in made.conclusions]
    return sorted([*told, *concluded], key=repr)
