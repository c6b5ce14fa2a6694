"""The rows of a school table with the class of every cell, and which of them are plain: told by SQL, row by row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dabiao.inputs._school_row import PLAIN_FIGURE
from dabiao.inputs._words import BLANK as BLANK_WORDS
from dabiao.inputs.bulk.schools.apart import name_of
from dabiao.inputs.bulk.schools.columns import Columns
from dabiao.inputs.bulk.schools.opened import Opened
from dabiao.inputs.bulk.schools.trial import BLANK, NOUGHT, ODD, PLAIN, Classes, Shape
from dabiao.inputs.bulk.schools.words import Words
from dabiao.inputs.bulk.session import Connection, fill, quoted
from dabiao.inputs.bulk.terms import TRIMMED
from dabiao.inputs.vocabulary import fold_name

# of names of these letters alone, two that differ are two names
_LETTERS = r"[\x{4e00}-\x{9fff}0-9A-Za-z]+"
_BLANKS = ", ".join(quoted(word) for word in BLANK_WORDS if fold_name(word) == word)


def lay_out(
    connection: Connection, opened: Opened, columns: Columns, words: Words, years: Mapping[int, int | None]
) -> None:
    """Makes the table told_ of rows that are not blank: r (their number), the columns as they were, region (its code), year, name, id (the
    school's code), a class for each column of figures or words (k), and shape (the classes of the joint ones).

    `years` is what each class of the column of years means; where there is no such column, class 0 is the year of all rows.
    """
    n, header = opened.number, opened.header
    connection.execute(f"CREATE TEMP TABLE years_{n} (class INTEGER, year INTEGER)")
    fill(connection, f"years_{n}", ["INTEGER", "INTEGER"], list(years.items()))
    figures = [f"{_class(opened.texts[at], nought=at in columns.noughts)} AS k{at}" for at in columns.figures]
    classes = [f"w{at}.class AS k{at}" for at in columns.words]
    joins = [
        f"LEFT JOIN words_{n} w{at} ON w{at}.col = {at} AND w{at}.word = {opened.texts[at]}" for at in columns.words
    ]
    region = header.keys.get("region")
    place = opened.texts[region[0]] if region else "''"
    code = header.keys.get("code")
    identity = opened.texts[code[0]] if code else "''"
    year = header.keys.get("year")
    filled = " OR ".join(f"{text} <> ''" for text in opened.texts)
    inner = (
        f"SELECT s.*, {name_of(opened)} AS name, {place} AS place, {identity} AS id"
        f"{''.join(f', {one}' for one in (*figures, *classes))} FROM (SELECT row_number() OVER () AS r, * FROM {opened.sql}) s {' '.join(joins)} WHERE {filled}"
    )
    joint = f"concat_ws(',', {', '.join(f'coalesce(k{at}, -1)' for at in columns.joint)})" if columns.joint else "''"
    connection.execute(
        f"CREATE TEMP TABLE told_{n} AS SELECT t.*, {joint} AS shape, p.code AS region, y.year FROM ({inner}) t "
        f"LEFT JOIN school_places p ON p.word = t.place LEFT JOIN years_{n} y ON y.class = {f't.k{year[0]}' if year else '0'}"
    )


def _class(text: str, *, nought: bool) -> str:
    plain = (
        f"CASE WHEN regexp_full_match({text}, '0+([.]0+)?') THEN {NOUGHT} ELSE {PLAIN} END" if nought else str(PLAIN)
    )
    return (
        f"CAST(CASE WHEN regexp_full_match({text}, {quoted(PLAIN_FIGURE)}) THEN {plain} WHEN {text} IN ({_BLANKS}) THEN {BLANK} "
        f"ELSE {ODD} END AS TINYINT)"
    )


def shapes_in(connection: Connection, opened: Opened, columns: Columns, words: Words) -> list[Classes]:
    """The shapes there are of rows the words of which are all taken, and no figure of which is odd."""
    query = f"SELECT DISTINCT shape FROM told_{opened.number} WHERE NOT ({_odd(columns, words)})"
    texts = sorted(text for (text,) in connection.execute(query).fetchall())
    return [tuple(int(part) for part in text.split(",") if part) for text in texts]


def _odd(columns: Columns, words: Words) -> str:
    """Whether a word of the row is refused, or a figure is more than a plain number."""
    odd = [f"k{at} = {ODD}" for at in columns.figures]
    for at in columns.words:
        taken = ", ".join(map(str, sorted(words.taken[at])))
        odd.append(f"coalesce(k{at} NOT IN ({taken}), true)" if taken else "true")
    return " OR ".join(odd) or "false"


def keep_plain(
    connection: Connection,
    opened: Opened,
    columns: Columns,
    words: Words,
    shapes: Sequence[tuple[Classes, Shape | None]],
) -> None:
    """Makes the tables shapes_ (number, shape, status, kind) and kept_ (r, number) of the rows that are plain by themselves."""
    n = opened.number
    connection.execute(f"CREATE TEMP TABLE shapes_{n} (number INTEGER, shape VARCHAR, status VARCHAR, kind VARCHAR)")
    connection.execute(f"CREATE TEMP TABLE unsure_{n} (number INTEGER, col INTEGER, class INTEGER)")
    good = [(number, classes, shape) for number, (classes, shape) in enumerate(shapes) if shape is not None]
    rows = [(number, ",".join(map(str, classes)), shape.status, shape.kind) for number, classes, shape in good]
    fill(connection, f"shapes_{n}", ["INTEGER", "VARCHAR", "VARCHAR", "VARCHAR"], rows)
    unsure = [(number, at, c) for number, _, shape in good for at, c in sorted(shape.unsure)]
    fill(connection, f"unsure_{n}", ["INTEGER"] * 3, unsure)
    figures = " OR ".join(f"k{at} IN ({PLAIN}, {NOUGHT})" for at in columns.figures) or "false"
    asides = [
        _odd(columns, words),
        "t.region IS NULL",
        f"regexp_matches(name, {quoted(TRIMMED)})",
        "starts_with(name, '#')",
        f"NOT ({figures})",
        *(
            f"EXISTS (SELECT 1 FROM unsure_{n} u WHERE u.number = s.number AND u.col = {at} AND u.class = t.k{at})"
            for at in sorted({at for _, at, _ in unsure})
        ),
    ]
    connection.execute(
        f"CREATE TEMP TABLE kept_{n} AS SELECT t.r, s.number FROM told_{n} t JOIN shapes_{n} s USING (shape) "
        f"WHERE NOT ({' OR '.join(asides)})"
    )


def set_aside_what_is_twice(connection: Connection, numbers: Sequence[int]) -> None:
    """Takes out of the tables kept_ the rows of schools that have several rows, in whichever tables, and of codes several schools have."""
    every = " UNION ALL ".join(f"SELECT {n} AS n, r, region, year, name, id FROM told_{n}" for n in numbers)
    connection.execute("CREATE TEMP TABLE folds (word VARCHAR, fold VARCHAR)")
    unlike = (
        f"SELECT DISTINCT word FROM (SELECT unnest([name, id]) AS word FROM ({every})) "
        f"WHERE word <> '' AND NOT regexp_full_match(word, {quoted(_LETTERS)})"
    )
    words = [word for (word,) in connection.execute(unlike).fetchall()]
    fill(connection, "folds", ["VARCHAR", "VARCHAR"], [(word, fold_name(word.strip())) for word in words])
    folded = (
        "SELECT n, r, region, year, coalesce(f.fold, name) AS name, coalesce(g.fold, id) AS id "
        f"FROM ({every}) e LEFT JOIN folds f ON f.word = e.name LEFT JOIN folds g ON g.word = e.id"
    )
    connection.execute(
        "CREATE TEMP TABLE again AS SELECT n, r FROM (SELECT n, r, id, "
        "count(*) OVER (PARTITION BY region, year, name) AS rows, min(name) OVER (PARTITION BY region, year, id) AS least, "
        f"max(name) OVER (PARTITION BY region, year, id) AS most FROM ({folded})) WHERE rows > 1 OR (id <> '' AND least <> most)"
    )
    for n in numbers:
        connection.execute(f"DELETE FROM kept_{n} WHERE r IN (SELECT r FROM again WHERE n = {n})")
    connection.execute("DROP TABLE again")


def rows_aside(connection: Connection, opened: Opened) -> Iterator[tuple[Any, ...]]:
    """The rows the ordinary reader is to read, as they were, each behind its number (from 1)."""
    n = opened.number
    shown = ", ".join(f"o{index}" for index in range(len(opened.row)))
    rows = connection.execute(f"SELECT r, {shown} FROM told_{n} ANTI JOIN kept_{n} USING (r) ORDER BY r")
    while batch := rows.fetchmany(2_000):
        yield from batch


def count_aside(connection: Connection, opened: Opened) -> int:
    """How many rows the ordinary reader is to read."""
    n = opened.number
    (count,) = connection.execute(
        f"SELECT (SELECT count(*) FROM told_{n}) - (SELECT count(*) FROM kept_{n})"
    ).fetchone()
    return int(count)
