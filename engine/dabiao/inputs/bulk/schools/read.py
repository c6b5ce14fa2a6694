"""Files among which are school tables of many regions → the view `raw` of their figures, and what the ordinary reader made of the rest."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic, InputError, Span, warning
from dabiao.inputs._headers import HEADERS, Header
from dabiao.inputs._school_join import join
from dabiao.inputs._school_names import Names
from dabiao.inputs._school_values import SchoolRow
from dabiao.inputs._words import year_of
from dabiao.inputs.bulk.open import KEYS as TIDY_KEYS
from dabiao.inputs.bulk.open import Bulk, is_positive, open_tidy
from dabiao.inputs.bulk.schools.apart import may_have_other_rows
from dabiao.inputs.bulk.schools.columns import Columns, columns_of
from dabiao.inputs.bulk.schools.laid import (
    count_aside,
    keep_plain,
    lay_out,
    rows_aside,
    set_aside_what_is_twice,
    shapes_in,
)
from dabiao.inputs.bulk.schools.opened import Opened, is_school_table, open_table
from dabiao.inputs.bulk.schools.trial import Classes, Shape, shapes_of
from dabiao.inputs.bulk.schools.words import Words, half_answered, words_of
from dabiao.inputs.bulk.schools.written import KEYS, decimals_of, means_the_same, write_figures
from dabiao.inputs.bulk.session import Connection, fill, quoted
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import Cell, Dataset, Observation, SchoolName
from dabiao.inputs.parquet_file import shown_cells
from dabiao.inputs.read import read_files
from dabiao.inputs.school_table import read_school_table
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, seen
from dabiao.period import parse_period

# more shapes than this, or more rows the reader is to read, and it may as well read all
_MOST_SHAPES = 3_000
_MOST_ASIDE = 50_000
# columns answered by half are told of once, among all rows
_HALF_ANSWERED = "INP439"
# of tables of no more rows, what is wrong is told by the ordinary reader, with whatever else it finds in any of the files
_READ_AGAIN = 5_000


class Schools(NamedTuple):
    """What was opened (see Bulk), and of the rows that are not plain the figures and the names of schools; the kinds of tables that were
    handed in (school, kindergarten); what was found.

    The table `school_kinds` holds region, year, entity and kind of every school whose type says it.
    """

    bulk: Bulk
    others: tuple[Observation, ...]
    names: tuple[SchoolName, ...]
    rosters: tuple[str, ...]
    found: tuple[Diagnostic, ...]


class _Aside(NamedTuple):
    """What was read row by row: see Schools."""

    others: tuple[Observation, ...]
    names: tuple[SchoolName, ...]
    rosters: tuple[str, ...]
    found: tuple[Diagnostic, ...]


class _Laid(NamedTuple):
    """A school table laid out: what was opened, its columns, words, shapes."""

    opened: Opened
    columns: Columns
    words: Words
    shapes: tuple[tuple[Classes, Shape | None], ...]
    found: tuple[Diagnostic, ...]


def holds_schools(connection: Connection, paths: Sequence[Path], folder: Path) -> bool:
    """Whether any of the files is a school table."""
    return any(is_school_table(connection, path, folder, number) for number, path in enumerate(paths))


def open_schools(
    connection: Connection, paths: Sequence[Path], vocabulary: Vocabulary, defaults: Defaults, folder: Path
) -> Schools | None:
    """Opens school tables, and tidy tables of the regions beside them; None where the ordinary reader is to read them all.

    Raises InputError with what is wrong with a row.
    """
    # what is found is told in the order of the rows, whatever the threads
    connection.execute("SET preserve_insertion_order = true")
    try:
        return _opened(connection, paths, vocabulary, defaults, folder)
    finally:
        connection.execute("SET preserve_insertion_order = false")


def _opened(
    connection: Connection, paths: Sequence[Path], vocabulary: Vocabulary, defaults: Defaults, folder: Path
) -> Schools | None:
    tables = [number for number, path in enumerate(paths) if is_school_table(connection, path, folder, number)]
    names = Names(vocabulary)
    opened = [open_table(connection, paths[number], folder, number, names) for number in tables]
    known = [one for one in opened if one is not None]
    if len(known) < len(opened) or any(may_have_other_rows(connection, one) for one in known):
        return None
    others = [path for number, path in enumerate(paths) if number not in tables]
    beside = open_tidy(connection, others, folder, len(paths)) if others else None
    if beside is not None and (beside[0].header.unit or _names_entities(connection, *beside)):
        return None
    data = read_files(others, vocabulary, defaults) if others and beside is None else Dataset((), (), ())
    if _tells_of_schools(data):
        return None
    place = _make_places(connection, known, vocabulary, defaults)
    laid = [_laid(connection, one, vocabulary, defaults, place) for one in known] if place is not None else [None]
    every = [one for one in laid if one is not None]
    if len(every) < len(laid):
        return None
    set_aside_what_is_twice(connection, [one.opened.number for one in every])
    if sum(count_aside(connection, one.opened) for one in every) > _MOST_ASIDE:
        return None
    aside = _read_aside(connection, every, vocabulary, defaults)
    found = (*aside.found, *data.diagnostics)
    if errors := [d for d in found if d.is_error]:
        if sum(one.opened.rows for one in every) <= _READ_AGAIN:
            return None
        raise InputError(errors)
    bulk = _make_raw(connection, every, beside, [path.as_posix() for path in paths], folder)
    return Schools(bulk, (*data.observations, *aside.others), aside.names, aside.rosters, found)


def _tells_of_schools(data: Dataset) -> bool:
    """Whether files read beside school tables are for the reader of them all: they name schools as well, or are 填报表."""
    return bool(data.names or data.unfilled or data.made_for or any(o.entity is not None for o in data.observations))


def _names_entities(connection: Connection, bulk: Bulk, select: str) -> bool:
    """Whether a tidy table names schools as well: what it says of one bears on the school's row."""
    if "entity" not in bulk.keys:
        return False
    query = f"SELECT 1 FROM ({select}) WHERE coalesce(trim(CAST(entity AS VARCHAR)), '') <> '' LIMIT 1"
    return connection.execute(query).fetchone() is not None


def _make_places(
    connection: Connection, tables: Sequence[Opened], vocabulary: Vocabulary, defaults: Defaults
) -> str | None:
    """The table school_places of the regions as written; one of those that can be told, or None."""
    codes: dict[str, str | None] = {}
    for one in tables:
        columns = one.header.keys.get("region")
        query = f"SELECT DISTINCT {one.texts[columns[0]]} FROM {one.sql}" if columns else "SELECT ''"
        for (text,) in connection.execute(query).fetchall():
            clean = seen(text.strip())
            codes[text] = vocabulary.regions.resolve(clean) if clean else defaults.region
    connection.execute("CREATE TEMP TABLE school_places (word VARCHAR, code VARCHAR)")
    fill(connection, "school_places", ["VARCHAR", "VARCHAR"], [one for one in codes.items() if one[1] is not None])
    return next((text for text, code in sorted(codes.items()) if code is not None), None)


def _laid(
    connection: Connection, opened: Opened, vocabulary: Vocabulary, defaults: Defaults, place: str
) -> _Laid | None:
    found = read_school_table(opened.table(()), opened.header, vocabulary, defaults).found
    if any(d.is_error for d in found):
        return None
    columns = columns_of(opened.header, vocabulary)
    words = words_of(connection, opened, columns, vocabulary, defaults, place)
    if words is None:
        return None
    lay_out(connection, opened, columns, words, _years(opened, words, defaults))
    classes = shapes_in(connection, opened, columns, words)
    if len(classes) > _MOST_SHAPES:
        return None
    shapes = shapes_of(opened, columns, words, classes, vocabulary, defaults, place)
    if not means_the_same(opened, shapes, vocabulary):
        return None
    paired = tuple(zip(classes, shapes, strict=True))
    keep_plain(connection, opened, columns, words, paired)
    return _Laid(opened, columns, words, paired, (*found, *_half_answered(connection, opened, words)))


def _half_answered(connection: Connection, opened: Opened, words: Words) -> Iterator[Diagnostic]:
    """A warning for each column of yes and no in which some say yes, some nothing, and nobody no; at the first that says nothing."""
    for at, blanks, hint in half_answered(opened, words):
        listed = ", ".join(map(str, blanks))
        (row,) = connection.execute(f"SELECT min(r) FROM told_{opened.number} WHERE k{at} IN ({listed})").fetchone()
        yield warning(_HALF_ANSWERED, "这一列只写了“是”，空白的格按没有填报处理", Span(opened.file, row + 1), hint=hint)


def _years(opened: Opened, words: Words, defaults: Defaults) -> dict[int, int | None]:
    """What each class of the column of years means."""
    columns = opened.header.keys.get("year")
    if not columns:
        return {0: defaults.year}
    return {number: _year(seen(text.strip()), defaults) for number, text in enumerate(words.texts[columns[0]])}


def _year(text: str, defaults: Defaults) -> int | None:
    if not text:
        return defaults.year
    try:
        return parse_period(year_of(text)).start
    except ValueError:
        return None


def _read_aside(connection: Connection, tables: Sequence[_Laid], vocabulary: Vocabulary, defaults: Defaults) -> _Aside:
    """What the ordinary reader makes of the rows that are not plain, of all tables together."""
    rows: list[SchoolRow] = []
    found: list[Diagnostic] = []
    rosters: list[str] = []
    for one in tables:
        opened = one.opened
        found += one.found
        cells = (shown_cells(values, row + 1) for row, *values in rows_aside(connection, opened))
        read = read_school_table(opened.table([row for row in cells if row]), opened.header, vocabulary, defaults)
        rows += read.rows
        found += [d for d in read.found if d.code != _HALF_ANSWERED]
        keys = opened.header.keys
        rosters += [kind for kind, key in (("school", "entity"), ("kindergarten", "kindergarten")) if key in keys]
    joined = join(rows, (), vocabulary)
    found += joined.found
    numbered = {one.opened.file: one.opened.numbered for one in tables}
    placed = [
        d._replace(spans=tuple(span if numbered[span.file] else Span(span.file) for span in d.spans)) for d in found
    ]
    _make_kinds(connection, tables)
    fill(connection, "school_kinds", ["VARCHAR", "INTEGER", "VARCHAR", "VARCHAR"], joined.kinds)
    said = connection.execute("SELECT DISTINCT kind FROM school_kinds ORDER BY kind").fetchall()
    rosters += [kind for (kind,) in said]
    return _Aside(joined.observations, joined.names, tuple(dict.fromkeys(rosters)), tuple(dict.fromkeys(placed)))


def _make_kinds(connection: Connection, tables: Sequence[_Laid]) -> None:
    parts = [
        f"SELECT t.region, t.year, t.name AS entity, s.kind FROM told_{n} t JOIN kept_{n} k USING (r) "
        f"JOIN shapes_{n} s ON s.number = k.number WHERE s.kind IS NOT NULL"
        for n in (one.opened.number for one in tables)
    ]
    connection.execute(f"CREATE TEMP TABLE school_kinds AS {' UNION ALL '.join(parts)}")


def _make_raw(
    connection: Connection, tables: Sequence[_Laid], beside: tuple[Bulk, str] | None, files: Sequence[str], folder: Path
) -> Bulk:
    """Writes the figures, and makes the view `raw` over them and over the tidy tables."""
    paths = [folder / f"schools{one.opened.number}.parquet" for one in tables]
    digits, decimals = 18, max(decimals_of(connection, one.opened, one.columns) for one in tables)
    if beside is not None:
        digits, decimals = 38, max(decimals, beside[0].decimals)
    kind = f"DECIMAL({digits},{decimals})" if decimals or beside is not None else "BIGINT"
    for one, path in zip(tables, paths, strict=True):
        shapes = [shape for _, shape in one.shapes]
        years = {number: shape.year for number, shape in enumerate(shapes) if shape is not None}
        write_figures(connection, one.opened, one.columns, shapes, years, kind, path)
        connection.execute(f"DROP TABLE told_{one.opened.number}")
        if one.opened.file.lower().endswith(".csv"):
            connection.execute(f"DROP TABLE source{one.opened.number}")
    listed = "[" + ", ".join(quoted(str(path)) for path in paths) + "]"
    words = ", ".join(f"CAST({key} AS VARCHAR) AS {key}" for key in KEYS)
    selects = [f"SELECT {words}, cell, val, typed FROM read_parquet({listed})"]
    keys: tuple[str, ...] = KEYS
    if beside is not None:
        bulk, select = beside
        keys = tuple(key for key in TIDY_KEYS if key in {*KEYS, *bulk.keys})
        typed = (
            "typed"
            if bulk.as_text
            else "CASE WHEN contains(typed, '.') THEN rtrim(rtrim(typed, '0'), '.') ELSE typed END"
        )
        words = ", ".join(f"CAST({key} AS VARCHAR) AS {key}" for key in bulk.keys)
        selects.append(
            f"SELECT {words}, CAST(NULL AS INTEGER) AS cell, CAST(val AS {kind}) AS val, {typed} AS typed FROM ({select})"
        )
    connection.execute(f"CREATE VIEW raw AS {' UNION ALL BY NAME '.join(selects)}")
    row = tuple(Cell(HEADERS[key][0], f"{column_letter(at)}1", 1) for at, key in enumerate((*keys, "value")))
    header = Header(0, {key: at for at, key in enumerate((*keys, "value"))}, "")
    positive = beside is None or (beside[0].positive and is_positive(connection))
    return Bulk(
        tuple(files),
        row,
        header,
        keys,
        decimals,
        19 if kind == "BIGINT" else digits,
        kind,
        positive=positive,
        as_text=True,
        in_cells=True,
    )
