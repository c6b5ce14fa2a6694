"""The cells of a wide table: every figure as a whole number of its indicator's smallest unit, from the rows and from the reader."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.columnar.figures import ODD_ROW, ROW, Units
from dabiao.assess.columnar.rational import BIGINT
from dabiao.assess.columnar.words import AllWords, words_of
from dabiao.inputs.bulk.open import WORDS, Bulk
from dabiao.inputs.bulk.session import Connection, fill, quoted
from dabiao.inputs.bulk.terms import Read, Term, odd_rows
from dabiao.inputs.model import Observation

# a common unit finer than this is for the reference: products of such figures would not fit
_FINEST = 10**18


class Cells(NamedTuple):
    """What is known of the relation `cells`: the units of its values, and the numbers of indicators and stages in it.

    `alike`: every row is an actual figure that v can hold. `plain`: the query of the plain rows over a table of meanings (None: there are none). `cells` has region, entity (empty for the region itself), year, item, stage, v (HUGEINT) and c (see figures.py).
    """

    units: Units
    items: dict[str, int]
    stages: dict[str | None, int]
    scale: int
    alike: bool
    plain: str | None
    has_extra: bool
    has_places: bool
    words: AllWords | None


# what stands in Cells.plain for the table of what words mean, and for more of its columns
KNOWN, MORE = "<known>", "<more>"


def _equal(connection: Connection, table: str, one: str, two: str, key: str) -> str:
    """Equality of a column of words; where there are no nulls, one that joins by the dictionary."""
    (gaps,) = connection.execute(f"SELECT count(*) - count({key}) FROM {table}").fetchone()
    return f"{one}.{key} {'IS NOT DISTINCT FROM' if gaps else '='} {two}.{key}"


def make_cells(
    connection: Connection, read: Read | None, others: Sequence[Observation], unfilled: Sequence[Observation]
) -> Cells:
    """Makes the view `cells` over the plain rows and over what the ordinary reader read, and `plain_cells` over the plain rows."""
    bulk, terms = (None, ()) if read is None else (read.bulk, read.terms)
    units = _units(bulk, terms, others)
    present = {(t.indicator, t.stage) for t in terms} | {
        (o.indicator, o.stage) for o in others if o.indicator is not None
    }
    named = {i for i, _ in present} | {o.indicator for o in unfilled if o.indicator is not None}
    items = {name: number for number, name in enumerate(sorted(named))}
    of = {stage for _, stage in present} | {o.stage for o in unfilled}
    stages: dict[str | None, int] = {stage: number for number, stage in enumerate(sorted(of, key=lambda s: s or ""))}
    largest = _largest(units, terms, others)
    kind = "BIGINT" if max(largest.values(), default=0) <= BIGINT else "HUGEINT"
    connection.execute(
        f"CREATE TABLE extra (region VARCHAR, entity VARCHAR, year INTEGER, item INTEGER, stage INTEGER, v {kind}, c BIGINT)"
    )
    alike = kind == "BIGINT" and not others and not unfilled and all(term.actual for term in terms)
    rows = [*_extra(others, units, items, stages), *_extra(unfilled, units, items, stages)]
    fill(connection, "extra", ["VARCHAR", "VARCHAR", "INTEGER", "INTEGER", "INTEGER", kind, "BIGINT"], rows)
    plain = (
        "SELECT *, CAST(NULL AS VARCHAR) AS typed, CAST(NULL AS VARCHAR) AS told, CAST(NULL AS HUGEINT) AS factor, "
        "CAST(NULL AS INTEGER) AS cell FROM extra WHERE false"
    )
    if read is not None:
        plain = _plain(connection, read, units, items, stages, kind)
    cell = "r.cell" if bulk is not None and bulk.in_cells else "CAST(NULL AS INTEGER) AS cell"
    shown = plain.replace(KNOWN, "known").replace(
        MORE, f"CAST(r.val AS VARCHAR) AS typed, trim(r.typed) AS told, k.factor, {cell}"
    )
    connection.execute(f"CREATE VIEW plain_cells AS {shown}")
    connection.execute(
        "CREATE VIEW cells AS SELECT * FROM extra UNION ALL SELECT region, entity, year, item, stage, v, c FROM plain_cells"
    )
    return Cells(
        Units(units, frozenset(present), largest, _positive(read, others)),
        items,
        stages,
        1 if bulk is None else 10**bulk.decimals,
        alike,
        None if read is None else plain,
        bool(rows),
        bulk is not None and "region" in bulk.keys,
        _words(connection, read, units, items, stages) if read is not None and alike else None,
    )


def _words(
    connection: Connection, read: Read, units: dict[str, int], items: dict[str, int], stages: dict[str | None, int]
) -> AllWords | None:
    scale = 10**read.bulk.decimals
    factors = [Fraction(term.factor * units[term.indicator] / scale) for term in read.terms]
    if any(factor.denominator != 1 for factor in factors):
        return None
    return words_of(connection, read, items, stages, [int(factor) for factor in factors])


def _units(bulk: Bulk | None, terms: Sequence[Term], others: Sequence[Observation]) -> dict[str, int]:
    units: dict[str, int] = {}
    scale = 10**bulk.decimals if bulk is not None else 1
    for term in terms:
        units[term.indicator] = math.lcm(units.get(term.indicator, 1), (term.factor / scale).denominator)
    for o in others:
        if o.indicator is not None and o.value is not None:
            finer = math.lcm(units.get(o.indicator, 1), o.value.denominator)
            if finer <= _FINEST:
                units[o.indicator] = finer
    return units


def _largest(units: dict[str, int], terms: Sequence[Term], others: Sequence[Observation]) -> dict[str, int]:
    """No cell of an indicator is larger than this, either way."""
    found: dict[str, int] = {}
    for term in terms:
        found[term.indicator] = max(
            found.get(term.indicator, 0), math.ceil(term.largest * term.factor * units[term.indicator])
        )
    for o in others:
        if o.indicator is not None and o.value is not None:
            # in whole numbers here and below: there are as many as figures, and fractions would be reduced for nothing
            whole = -(-abs(o.value.numerator) * units.get(o.indicator, 1) // o.value.denominator)
            found[o.indicator] = max(found.get(o.indicator, 0), whole)
    return found


def _positive(read: Read | None, others: Sequence[Observation]) -> bool:
    """Whether no figure is below zero."""
    return (read is None or read.bulk.positive) and all(o.value is None or o.value.numerator >= 0 for o in others)


def _extra(
    observations: Sequence[Observation], units: dict[str, int], items: dict[str, int], stages: dict[str | None, int]
) -> Iterator[tuple[object, ...]]:
    for o in observations:
        if o.indicator is None or not o.period.single:
            continue
        exact = None if o.bound is None else o.bound.exact
        whole, rest = (
            (None, 1) if exact is None else divmod(exact.numerator * units.get(o.indicator, 1), exact.denominator)
        )
        fits = not rest and exact == o.value
        count = 0 if o.unfilled else ODD_ROW if not fits else ROW[o.status]
        whole = whole if fits else None
        yield o.region, o.entity or "", o.period.start, items[o.indicator], stages[o.stage], whole, count


def _plain(
    connection: Connection,
    read: Read,
    units: dict[str, int],
    items: dict[str, int],
    stages: dict[str | None, int],
    kind: str,
) -> str:
    """The plain rows as cells: joined to what their words mean."""
    bulk, terms = read.bulk, read.terms
    connection.execute(
        "CREATE TABLE meanings (term INTEGER, item INTEGER, stage INTEGER, judged INTEGER, factor HUGEINT, c BIGINT)"
    )
    scale = 10**bulk.decimals
    rows = [
        (
            t.number,
            items[t.indicator],
            stages[t.stage],
            t.year,
            int(t.factor * units[t.indicator] / scale),
            ROW[t.status],
        )
        for t in terms
        if Fraction(t.factor * units[t.indicator] / scale).denominator == 1
    ]
    fill(connection, "meanings", ["INTEGER", "INTEGER", "INTEGER", "INTEGER", kind, "BIGINT"], rows)
    words = [key for key in WORDS if key in bulk.keys]
    same = " AND ".join(_equal(connection, "combos", "r", "k", key) for key in words)
    shown = ", ".join(words)
    connection.execute(
        f"CREATE TABLE known AS SELECT {shown}, item, stage_no, judged, factor, c FROM "
        f"(SELECT c1.*, m.item, m.stage AS stage_no, m.judged, m.factor, m.c FROM combos c1 JOIN meanings m USING (term))"
    )
    place, join = quoted(read.default_region or ""), ""
    if "region" in bulk.keys:
        place, join = "p.code", f"JOIN places p ON {_equal(connection, 'places', 'r', 'p', 'region')}"
    entity = "coalesce(CAST(r.entity AS VARCHAR), '')" if "entity" in bulk.keys else "''"
    # in BIGINT nothing overflows: see _largest
    whole = f"CAST(CAST(r.val AS DECIMAL(38,{bulk.decimals})) * CAST({scale} AS DECIMAL(38,0)) AS {kind})"
    if not bulk.decimals and kind == "BIGINT":
        whole = "CAST(r.val AS BIGINT)"
    value = f"TRY({whole} * k.factor)" if kind == "HUGEINT" else f"{whole} * CAST(k.factor AS BIGINT)"
    return (
        f"SELECT {place} AS region, {entity} AS entity, k.judged AS year, k.item, k.stage_no AS stage, {value} AS v, k.c, {MORE} "
        f"FROM raw r JOIN {KNOWN} k ON {same} {join} WHERE r.val IS NOT NULL AND NOT coalesce({odd_rows(bulk)}, false)"
    )
