"""Value targets on figures as reported, in one scan: the table of targets joined to the rows, verdicts by integer comparison.

Several figures of one thing are found by counting, and left to the reference.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.asked import NUMBER
from dabiao.assess.columnar.counts import Group
from dabiao.assess.columnar.cut_tables import CODE, make_cuts, make_weighed
from dabiao.assess.columnar.cuts import Cut
from dabiao.inputs.bulk.open import WORDS, Bulk
from dabiao.inputs.bulk.session import Connection, fill, leanly
from dabiao.inputs.bulk.terms import odd_rows
from dabiao.region import ancestors

_AT_ONCE = 10_000
# the outcomes a figure can have here, each with so many bits of one sum
KINDS = tuple(NUMBER[name] for name in ("met", "not_met", "on_track", "behind", "pending", "unverified"))


class Direct(NamedTuple):
    """The scan of the direct targets: plain rows (r), the condition under which a row is of a place (m, of `reach`), and under which
    a target is asked of it (k); what is asked; whether it all is of one group, and whether every place is one region of one issuer.
    """

    rows: str
    of_place: str
    of_target: str
    bulk: Bulk
    made: Sequence[tuple[str, Cut]]
    one_group: bool
    one_each: bool

    def over(self, table: str) -> str:
        """The rows joined to their places and to a table of targets."""
        return f"{self.rows} JOIN reach m ON {self.of_place} JOIN {table} k ON {self.of_target}"


def prepare_direct(
    connection: Connection, bulk: Bulk, made: Sequence[tuple[str, Cut]], regions: Sequence[str]
) -> Direct | None:
    """Makes the tables of the scan; None where there is nothing to scan for."""
    if not made:
        return None
    words = [key for key in WORDS if key in bulk.keys]
    gaps = connection.execute(f"SELECT {', '.join(f'count(*) - count({key})' for key in words)} FROM combos").fetchone()
    same = [
        f"r.{key} IS NOT DISTINCT FROM k.{key}" if missing else f"r.{key} = k.{key}"
        for key, missing in zip(words, gaps, strict=True)
    ]
    issuers = {issuer for issuer, _ in made}
    connection.execute("CREATE TABLE wanted (code region_code, issuer VARCHAR)")
    fill(
        connection,
        "wanted",
        ["VARCHAR", "VARCHAR"],
        [(code, a) for code in regions for a in ancestors(code) if a in issuers],
    )
    if "region" in bulk.keys:
        connection.execute(
            "CREATE TABLE reach AS SELECT p.region, w.code, w.issuer FROM places p JOIN wanted w ON w.code = p.code"
        )
        (gap,) = connection.execute("SELECT count(*) - count(region) FROM reach").fetchone()
        place = "r.region IS NOT DISTINCT FROM m.region" if gap else "r.region = m.region"
    else:
        connection.execute("CREATE TABLE reach AS SELECT code, issuer FROM wanted")
        place = "true"
    connection.execute("DROP TABLE wanted")
    if len(issuers) > 1:
        same.append("m.issuer = k.issuer")
    (spelt, codes) = connection.execute("SELECT count(*), count(DISTINCT code) FROM reach").fetchone()
    return Direct(
        f"({plain_rows(bulk)}) r",
        place,
        " AND ".join(same),
        bulk,
        made,
        one_group=len({cut.group for _, cut in made}) == 1,
        one_each="region" in bulk.keys and len(issuers) == 1 and spelt == codes,
    )


def plain_rows(bulk: Bulk) -> str:
    """The rows of a region as a whole that the ordinary reader has not read."""
    conditions = ["val IS NOT NULL"]
    if "entity" in bulk.keys:
        conditions.append("coalesce(CAST(entity AS VARCHAR), '') = ''")
    if bulk.odd_names or "done_on" in bulk.keys:
        conditions.append(f"NOT coalesce({odd_rows(bulk)}, false)")
    return f"SELECT * FROM raw WHERE {' AND '.join(conditions)}"


def scan_counts(connection: Connection, direct: Direct) -> tuple[list[tuple[str, int]], Iterator[Group]]:
    """One scan: the regions and years in which a figure stands twice; of the others, checks counted per group, by verdict of KINDS.

    A figure that stands twice shows as a target that comes twice in its group: more rows than different targets.
    """
    numbers: dict[tuple[int, int], set[int]] = {}
    for _, cut in direct.made:
        numbers.setdefault((cut.group, cut.year), set()).add(cut.number)
    bits = max(4, max(map(len, numbers.values())).bit_length())
    kind = "BIGINT" if bits * len(KINDS) <= 62 else "HUGEINT"
    weights = {code: 1 << (bits * n) for n, code in enumerate(KINDS)}
    steps, places = make_weighed(connection, direct.bulk, direct.made, weights, kind)
    upward = " ".join(f"WHEN val >= t{n} THEN w{n}" for n in range(steps - 1, 0, -1))
    weight = f"CASE {upward} ELSE w0 END" if upward else "w0"
    team = f"{direct.made[0][1].group}" if direct.one_group else "k.team"
    told = f"count(*) AS checks, bit_count(bitstring_agg(k.target, 0, {places})) AS targets, sum({weight}) AS packed"
    teams = "" if direct.one_group else ", k.team"
    if direct.one_each:  # as typed, for to look each row's place up costs more than to look up each group's
        scanned = (
            f"SELECT m.code, r.year, r.team, r.checks, r.targets, r.packed FROM (SELECT r.region, k.judged AS year, {team} AS team, {told} "
            f"FROM {direct.rows} JOIN weighed k ON {direct.of_target} GROUP BY r.region, k.judged{teams}) r JOIN reach m ON {direct.of_place}"
        )
    else:
        scanned = f"SELECT m.code, k.judged AS year, {team} AS team, {told} FROM {direct.over('weighed')} GROUP BY m.code, k.judged{teams}"
    leanly(connection, f"CREATE TABLE scanned AS {scanned}")
    connection.execute("DROP TABLE weighed")
    twice = connection.execute("SELECT DISTINCT code, year FROM scanned WHERE checks <> targets").fetchall()
    return twice, _groups(connection, bits)


def _groups(connection: Connection, bits: int) -> Iterator[Group]:
    """What the table `scanned` says, row by row; it is gone after the last. Rows travel as one text of numbers, some at once."""
    digits = ", ".join(f"CAST((packed >> {bits * n}) & {(1 << bits) - 1} AS BIGINT)" for n in range(len(KINDS)))
    numbers = f"[CAST(CAST(code AS VARCHAR) AS BIGINT), year, team, checks, {digits}]"
    (last,) = connection.execute("SELECT coalesce(max(rowid), -1) FROM scanned").fetchone()
    for start in range(0, last + 1, _AT_ONCE):
        rows = f"checks = targets AND rowid >= {start} AND rowid < {start + _AT_ONCE}"
        (text,) = connection.execute(f"SELECT to_json(list({numbers})) FROM scanned WHERE {rows}").fetchone()
        for code, year, team, checks, *found in json.loads(text or "[]"):
            yield f"{code:06d}", year, team, checks, found
    connection.execute("DROP TABLE scanned")


def add_rows(connection: Connection, direct: Direct, *, everything: bool) -> None:
    """Adds the codes of the direct targets to `verdicts`: of the regions and years in `dirty`, or of all.

    A figure that stands twice gives null. Where none does, no row has to be held against another.
    """
    make_cuts(connection, direct.bulk, direct.made)
    mine = "m.code = d.region AND k.judged = d.year"
    (dirty,) = connection.execute("SELECT count(*) FROM dirty").fetchone()
    if dirty:
        connection.execute(
            f"INSERT INTO verdicts SELECT m.code, k.judged, k.target, '', CASE WHEN count(*) = 1 THEN any_value({CODE}) END, 1 "
            f"FROM {direct.over('cuts')} SEMI JOIN dirty d ON {mine} GROUP BY ALL"
        )
    if everything:
        clean = f"ANTI JOIN dirty d ON {mine}" if dirty else ""
        connection.execute(
            f"INSERT INTO verdicts SELECT m.code, k.judged, k.target, '', {CODE}, 1 FROM {direct.over('cuts')} {clean}"
        )
