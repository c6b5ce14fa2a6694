"""Where the word of an indicator alone says which figure a row is: then no row has to be joined to what its words mean."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dabiao.inputs.bulk.session import Connection, quoted
from dabiao.inputs.bulk.terms import Read


class Word(NamedTuple):
    """A word as typed in the column of indicators, what it means, the factor to whole units of a cell, the largest figure under it (as a
    whole number of its last decimal).
    """

    text: str
    item: int
    stage: int
    factor: int
    largest: int


class Words(NamedTuple):
    """The words of a year; the relation of its rows, the SQL of their region's code, the decimals of their figures (`val`), whether none of
    these is below zero.
    """

    words: tuple[Word, ...]
    source: str
    region: str
    decimals: int
    positive: bool

    def whole(self, value: str) -> str:
        """A figure as a whole number of its last decimal, as SQL; a figure of an actual cell always fits (see cells)."""
        if not self.decimals:
            return f"CAST({value} AS BIGINT)"
        return (
            f"CAST(CAST({value} AS DECIMAL(38,{self.decimals})) * CAST({10**self.decimals} AS DECIMAL(38,0)) AS BIGINT)"
        )


class AllWords(NamedTuple):
    """The terms of a table every row of which is plain: (word, year as typed, year, item, stage, factor, largest figure)."""

    rows: tuple[tuple[str, object, int, int, int, int, int], ...]
    source: str
    region: str
    decimals: int
    positive: bool

    def of_year(self, year: int) -> Words | None:
        """The words of a year; None where one word means two figures, or two words mean one."""
        rows = [row for row in self.rows if row[2] == year]
        words = tuple(Word(row[0], *row[3:]) for row in rows)
        if not words or len({w.text for w in words}) < len(words) or len({w[1:3] for w in words}) < len(words):
            return None
        source = self.source
        if len(rows) < len(self.rows):
            typed = {row[1] for row in rows}
            if None in typed or typed & {row[1] for row in self.rows if row[2] != year}:
                return None
            source += (
                f" WHERE year IN ({', '.join(sorted(str(t) if isinstance(t, int) else quoted(str(t)) for t in typed))})"
            )
        return Words(words, source, self.region, self.decimals, self.positive)


def words_of(
    connection: Connection,
    read: Read,
    items: Mapping[str, int],
    stages: Mapping[str | None, int],
    factors: Sequence[int],
) -> AllWords | None:
    """The words of a table as read (`factors`: of each term, to whole units); None where some row of it is not plain, or names no school."""
    bulk = read.bulk
    if not read.whole or "indicator" not in bulk.keys or "entity" not in bulk.keys:
        return None
    year = "year" if "year" in bulk.keys else "NULL"
    typed = {
        term: (str(word), when)
        for term, word, when in connection.execute(
            f"SELECT term, indicator, {year} FROM combos WHERE indicator IS NOT NULL"
        ).fetchall()
    }
    if any(term.number not in typed for term in read.terms):
        return None
    rows = tuple(
        (
            *typed[term.number],
            term.year,
            items[term.indicator],
            stages[term.stage],
            factor,
            int(term.largest * 10**bulk.decimals),
        )
        for term, factor in zip(read.terms, factors, strict=True)
    )
    source, region = "raw", quoted(read.default_region or "")
    if "region" in bulk.keys:
        unlike, gaps = connection.execute(
            "SELECT count(*) FILTER (CAST(region AS VARCHAR) <> code), count(*) - count(region) FROM places"
        ).fetchone()
        source, region = "raw", "CAST(region AS VARCHAR)"
        if unlike or gaps:
            same = "raw.region IS NOT DISTINCT FROM places.region" if gaps else "raw.region = places.region"
            source, region = f"raw JOIN places ON {same}", "code"
    return AllWords(rows, source, region, bulk.decimals, bulk.positive)
