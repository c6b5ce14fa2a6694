"""A county's schools as the tests of the national standards write them: rows by column, read as a county would hand them in."""

import csv
import functools
import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.run import AUTO, assess
from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, vocabulary_of
from dabiao.rules.load import load_rulebook
from dabiao.rules.model import Rulebook

REGION, YEAR = "109901", 2024
BALANCE, ACCESS = "compulsory-balance-2017", "preschool-access-2020"
# of property tests over counties: shrinking one that fails takes minutes and says no more
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
Row = Mapping[str, object]
MEASURES = (
    "higher-degree-teachers",
    "backbone-teachers",
    "sports-arts-teachers",
    "teaching-area",
    "sports-area",
    "equipment-value",
    "multimedia-rooms",
)


@functools.cache
def book() -> Rulebook:
    """The rules that ship."""
    return load_rulebook(cached=False)[0]


@functools.cache
def vocabulary() -> Vocabulary:
    """Its names."""
    return vocabulary_of(book())


def school(name: str, kind: str, **items: object) -> dict[str, object]:
    """A row of a school table."""
    return {"学校名称": name, "学校类型": kind, **items}


def text_of(rows: Sequence[Row]) -> str:
    """The rows as CSV, a column for every key."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return stream.getvalue()


def county(*tables: Sequence[Row], year: int = YEAR) -> Dataset:
    """The dataset of school tables, a file each (and tidy tables among them)."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, rows in enumerate(tables):
            paths.append(Path(folder) / f"{number}.csv")
            paths[-1].write_text(text_of(rows), encoding="utf-8")
        read = read_files(paths, vocabulary(), Defaults(REGION, year))
    assert not [str(d) for d in read.diagnostics if d.is_error]
    return read


def judged(*tables: Sequence[Row], engine: str = AUTO, year: int = YEAR, pack: str = BALANCE) -> Assessment:
    """The assessment of the county under one of the two standards."""
    return assess(book(), county(*tables, year=year), REGION, year, engine, only=(pack,))


def one(made: Assessment, target: str, stage: str | None = None, entity: str | None = None) -> Verdict:
    """The one verdict of a target for a stage and a school."""
    (found,) = [v for v in made.verdicts if (v.target, v.stage, v.entity) == (target, stage, entity)]
    return found


def number(text: str | None) -> Fraction:
    """The number of a machine field."""
    assert text is not None
    return Fraction(text)


def outcome(made: Assessment, conclusion: str) -> str:
    """What a conclusion comes to."""
    (found,) = [c.outcome for c in made.conclusions if c.id == conclusion]
    return found
