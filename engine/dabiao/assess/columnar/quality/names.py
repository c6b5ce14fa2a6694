"""Schools whose names may be those of one school: where a region has names that are not told apart letter by letter."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dabiao.inputs.bulk.session import Connection, fill, quoted
from dabiao.inputs.model import SchoolName
from dabiao.inputs.quality.names import bare, fronts_of
from dabiao.inputs.vocabulary import fold_name
from dabiao.region import RegionTable
from dabiao.rules.model import QualityRule

# of names of these letters alone, two that differ are two names
_PLAIN = r"[\x{4e00}-\x{9fff}0-9A-Za-z]+"
_SHORT_FRONT = r"^[省市县区]"


def suspect_names(connection: Connection, rules: Sequence[QualityRule], regions: RegionTable) -> None:
    """Adds the schools of one year that may be one to `suspected`: all of those that share a name, but for what does not tell."""
    ways = {rule.by for rule in rules if rule.kind == "duplicate"} - {"code"}
    if not ways:
        return
    unsure = f"NOT regexp_full_match(entity, {quoted(_PLAIN)})"
    if "similar" in ways:
        _make_fronts(connection, regions)
        unsure += (
            f" OR regexp_matches(entity, {quoted(_SHORT_FRONT)}) OR EXISTS (SELECT 1 FROM fronts f "
            "WHERE f.region = spots.region AND starts_with(entity, f.front))"
        )
    rows = connection.execute(
        "SELECT region, year, entity FROM spots WHERE entity <> '' AND (region, year) IN "
        f"(SELECT DISTINCT region, year FROM spots WHERE entity <> '' AND ({unsure})) ORDER BY ALL"
    ).fetchall()
    found = list(_alike(rows, regions, similar="similar" in ways))
    fill(connection, "suspected", ["VARCHAR", "VARCHAR", "INTEGER", "BOOLEAN"], found)


def suspect_rows(connection: Connection, names: Sequence[SchoolName]) -> None:
    """Adds the schools several rows of school tables name, and those that have a code together; such rows are never plain."""
    together: dict[tuple[str, int, str, str], list[str]] = {}
    for row in names:
        for what, word in (("name", row.name), ("code", row.code)):
            if word:
                together.setdefault((row.region, row.period.start, what, fold_name(word)), []).append(row.name)
    rows = {
        (region, name, year, False)
        for (region, year, _, _), named in together.items()
        if len(named) > 1
        for name in named
    }
    fill(connection, "suspected", ["VARCHAR", "VARCHAR", "INTEGER", "BOOLEAN"], sorted(rows))


def _make_fronts(connection: Connection, regions: RegionTable) -> None:
    connection.execute("CREATE TABLE fronts (region VARCHAR, front VARCHAR)")
    codes = [code for (code,) in connection.execute("SELECT DISTINCT region FROM spots WHERE entity <> ''").fetchall()]
    rows = [(code, front) for code in codes for front in fronts_of(regions, code)]
    fill(connection, "fronts", ["VARCHAR", "VARCHAR"], rows)


def _alike(
    rows: Sequence[tuple[str, int, str]], regions: RegionTable, *, similar: bool
) -> Iterator[tuple[str, str, int, bool]]:
    for (region, year), group in groupby(rows, key=lambda row: (row[0], row[1])):
        fronts = fronts_of(regions, region) if similar else ()
        together: dict[str, list[str]] = {}
        for _, _, name in group:
            key = fold_name(name)
            together.setdefault(bare(key, fronts) if similar else key, []).append(name)
        yield from ((region, name, year, False) for names in together.values() if len(names) > 1 for name in names)
