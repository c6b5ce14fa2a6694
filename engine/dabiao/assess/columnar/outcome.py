"""From codes to what is told: counts, conclusions, rows."""

from collections.abc import Iterator, Mapping, Sequence

from dabiao.assess.columnar.asked import BITS, NAMES, WIDTH
from dabiao.assess.columnar.counts import Tally
from dabiao.assess.columnar.model import Failing, Outcome, Row
from dabiao.assess.columnar.scope import groups_of
from dabiao.assess.conclude import FAILED, OPEN, PASSED, layers, outcome_of, state_of
from dabiao.assess.conclude import Count as Members
from dabiao.assess.model import NOT_MET
from dabiao.inputs.bulk.session import Connection, fill
from dabiao.rules.model import Rulebook

_AT_ONCE = 10_000


def tally(connection: Connection, total: Tally) -> None:
    """Counts the verdicts of the table `verdicts`."""
    rows = connection.execute(
        f"SELECT region, year, team, code // {WIDTH}, CAST(sum(n) AS BIGINT) FROM verdicts JOIN teams USING (target) GROUP BY ALL"
    )
    while some := rows.fetchmany(_AT_ONCE):
        for region, year, team, verdict, count in some:
            total.add(region, year, team, verdict, count)


def conclusions_of(
    connection: Connection, rulebook: Rulebook, packs: Mapping[tuple[str, int], Sequence[str]]
) -> Iterator[Outcome]:
    """The conclusions of the packs in force for each region and year, from the counts of their targets' verdicts."""
    concluding = {pack.id: pack for pack in rulebook.packs if pack.conclusions}
    numbered = [(n, t.pack, t.id) for n, t in enumerate(rulebook.targets()) if t.pack in concluding]
    if not numbered or not any(concluding.keys() & {*ids} for ids in packs.values()):
        return
    connection.execute("CREATE OR REPLACE TEMP TABLE concluding (target INTEGER, pack VARCHAR, id VARCHAR)")
    fill(connection, "concluding", ["INTEGER", "VARCHAR", "VARCHAR"], numbered)
    rows = connection.execute(
        f"SELECT region, year, pack, id, code // {WIDTH}, CAST(sum(n) AS BIGINT) FROM verdicts JOIN concluding USING (target) GROUP BY ALL"
    ).fetchall()
    found: dict[tuple[str, int, str], dict[str, dict[int, int]]] = {}
    for region, year, pack_id, target, verdict, count in rows:
        found.setdefault((region, year, pack_id), {}).setdefault(target, {})[verdict] = count
    for (region, year), ids in sorted(packs.items()):
        for pack_id in ids:
            if pack_id in concluding:
                known: dict[str, str] = {}
                verdicts = found.get((region, year, pack_id), {})
                conclusions = concluding[pack_id].conclusions
                for layer in layers(conclusions):
                    outcomes = {c.id: outcome_of(c.kind, c.least, _members(c.members, verdicts, known)) for c in layer}
                    known.update(outcomes)
                yield from (Outcome(region, year, pack_id, c.id, known[c.id]) for c in conclusions)


def _members(members: Sequence[str], verdicts: Mapping[str, Mapping[int, int]], known: Mapping[str, str]) -> Members:
    states = dict.fromkeys((PASSED, FAILED, OPEN), 0)
    for member in members:
        if member in known:
            states[known[member]] += 1
            continue
        for number, count in verdicts.get(member, {}).items():
            if (state := state_of(NAMES[number])) is not None:
                states[state] += count
    return Members(states[PASSED], states[FAILED], states[OPEN])


def name_targets(connection: Connection, rulebook: Rulebook) -> None:
    """The tables that give targets, verdicts and flags their names."""
    targets = rulebook.targets()
    connection.execute(
        "CREATE TABLE names (target INTEGER, pack VARCHAR, id VARCHAR, indicator VARCHAR, stage VARCHAR)"
    )
    rows = [(n, t.pack, t.id, t.indicator, t.stage) for n, t in enumerate(targets)]
    fill(connection, "names", ["INTEGER", *["VARCHAR"] * 4], rows)
    groups = {group: number for number, group in enumerate(groups_of(rulebook))}
    connection.execute("CREATE TABLE teams (target INTEGER, team INTEGER)")
    fill(connection, "teams", ["INTEGER", "INTEGER"], [(n, groups[t.pack, t.force]) for n, t in enumerate(targets)])


def flags_of(code: int) -> tuple[str, ...]:
    """The flags of a code, in the order reports give them."""
    return tuple(name for name, bit in BITS.items() if code & bit)


_TOLD = "SELECT region, year, v.target AS number, entity, code, n.pack, n.id, n.stage FROM verdicts v JOIN names n ON n.target = v.target"


def read_rows(connection: Connection) -> tuple[Row, ...]:
    """Every verdict, by region, year, target and entity."""
    rows = connection.execute(f"{_TOLD} ORDER BY region, year, number, entity").fetchall()
    return tuple(
        Row(region, year, pack, name, stage, entity or None, NAMES[code // WIDTH], flags_of(code % WIDTH))
        for region, year, _, entity, code, pack, name, stage in rows
    )


def failing_of(connection: Connection) -> tuple[Failing, ...]:
    """The targets not met in most regions, the most first."""
    rows = connection.execute(
        f"SELECT pack, id, indicator, n.stage, count(DISTINCT (region, year)) AS regions FROM verdicts v JOIN names n ON n.target = v.target "
        f"WHERE code // {WIDTH} = {NAMES.index(NOT_MET)} GROUP BY pack, id, indicator, n.stage, v.target ORDER BY regions DESC, v.target"
    ).fetchall()
    return tuple(Failing(*row) for row in rows)
