"""The sources of a run: tables DuckDB scans where they are plain, read row by row where they are not."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic, InputError, Span, error
from dabiao.inputs.bulk import Bulk, open_bulk
from dabiao.inputs.bulk.schools import Schools, holds_schools, open_schools
from dabiao.inputs.bulk.session import Connection
from dabiao.inputs.bulk.terms import Read, read_terms
from dabiao.inputs.model import Dataset, Kinded, Observation, Origin, SchoolName
from dabiao.inputs.quality import Gathered, gather
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, vocabulary_of
from dabiao.rules.model import Rulebook


class Given(NamedTuple):
    """What was read: the table to scan (None: there is none), the figures read row by row, blank cells of schools, rosters, kinds of schools as told, findings.

    `gathered`: all of it laid out for the checks of data quality, where nothing is scanned. `names`: the rows of school tables read row by
    row, beside a scan.
    """

    read: Read | None
    others: tuple[Observation, ...]
    unfilled: tuple[Observation, ...]
    rosters: tuple[str, ...]
    kinds: tuple[Kinded, ...]
    regions: tuple[str, ...]
    found: tuple[Diagnostic, ...]
    gathered: Gathered | None = None
    names: tuple[SchoolName, ...] = ()


def read_given(
    connection: Connection,
    rulebook: Rulebook,
    sources: Sequence[Path] | Dataset,
    defaults: Defaults,
    folder: Path,
    *,
    scanned_only: bool = False,
) -> Given:
    """Reads the sources; `scanned_only`: none row by row. Raises InputError with what is wrong with them."""
    if isinstance(sources, Dataset):
        return _of_dataset(sources)
    vocabulary = vocabulary_of(rulebook)
    if not scanned_only and holds_schools(connection, sources, folder):
        schools = open_schools(connection, sources, vocabulary, defaults, folder)
        return (
            _of_dataset(read_files(sources, vocabulary, defaults))
            if schools is None
            else _of_schools(connection, schools, vocabulary, defaults)
        )
    bulk = open_bulk(connection, sources, folder)
    if bulk is None and scanned_only:
        hint = "要有“指标”“数值”等列，数值列用 DECIMAL、整数或文字（不用双精度小数），各文件的列相同；或换用 --engine columnar"
        raise InputError(
            [
                error(
                    "ENG913",
                    "不是能在 Spark 里扫描的 Parquet 数据表",
                    *(Span(p.as_posix()) for p in sources),
                    hint=hint,
                )
            ]
        )
    if bulk is None:
        return _of_dataset(read_files(sources, vocabulary, defaults))
    return _of_scan(connection, bulk, vocabulary, defaults)


def _of_scan(connection: Connection, bulk: Bulk, vocabulary: Vocabulary, defaults: Defaults) -> Given:
    read = read_terms(connection, bulk, vocabulary, defaults)
    # rows of a scan have no lines: each figure gets a place of its own, so that a doubt is about that figure alone
    others = tuple(o._replace(origin=Origin(o.origin.file, "", "", n)) for n, o in enumerate(read.others))
    return Given(read, others, read.unfilled, (), (), read.regions, read.found)


def _of_schools(connection: Connection, schools: Schools, vocabulary: Vocabulary, defaults: Defaults) -> Given:
    """A scan of school tables: the rows beside it, of which every figure keeps its cell, are of the same schools' regions."""
    given = _of_scan(connection, schools.bulk, vocabulary, defaults)
    assert given.read is not None  # noqa: S101 - a scan has been read
    kinds = tuple(Kinded(*row) for row in connection.execute("FROM school_kinds").fetchall())
    regions = tuple(sorted({*given.regions, *(o.region for o in schools.others)}))
    read = given.read._replace(whole=given.read.whole and not schools.others)
    others = (*given.others, *schools.others)
    return Given(
        read, others, given.unfilled, schools.rosters, kinds, regions, (*schools.found, *given.found), None, schools.names
    )  # fmt: skip


def _of_dataset(dataset: Dataset) -> Given:
    if any(d.is_error for d in dataset.diagnostics):
        raise InputError(dataset.diagnostics)
    regions = tuple(sorted({*dataset.regions(), *(o.region for o in dataset.unfilled)}))
    return Given(
        None, dataset.observations, dataset.unfilled, dataset.rosters, dataset.kinds, regions, dataset.diagnostics, gather(dataset),
    )  # fmt: skip
