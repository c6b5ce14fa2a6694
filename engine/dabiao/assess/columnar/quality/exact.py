"""The ordinary checks of data quality on the places suspected, region by region, and what they found in all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from dabiao.assess.columnar.again import FIGURES, Sources
from dabiao.assess.columnar.cells import Cells
from dabiao.assess.columnar.model import RuleFindings
from dabiao.assess.columnar.quality.names import suspect_names, suspect_rows
from dabiao.assess.columnar.quality.places import suspect_places
from dabiao.assess.columnar.source import Given
from dabiao.inputs.bulk.open import Bulk
from dabiao.inputs.bulk.session import Connection
from dabiao.inputs.model import Observation
from dabiao.inputs.quality import Gathered, QualityFinding, check_gathered
from dabiao.rules.model import Rulebook

Findings = dict[str, tuple[QualityFinding, ...]]


def check_regions(
    connection: Connection,
    rulebook: Rulebook,
    cells: Cells,
    bulk: Bulk,
    sources: Sources,
    given: Given,
    regions: Sequence[str],
    last: int,
) -> Findings:
    """Every finding on the regions (the table `wanted_regions`) up to a year, of figures that are scanned."""
    looks_back = suspect_places(connection, rulebook, cells, bulk, given.rosters, last)
    suspect_names(connection, rulebook.quality, rulebook.regions)
    suspect_rows(connection, given.names)
    _make_needed(connection, looks_back=looks_back)
    needed: dict[str, set[tuple[str, int]]] = {}
    for region, entity, year in connection.execute("SELECT region, entity, year FROM needed").fetchall():
        needed.setdefault(region, set()).add((entity, year))
    beside = {region: list(_beside(sources.others(region), needed.get(region, set()))) for region in regions}
    found: Findings = {}

    def check(region: str, observations: Iterable[Observation]) -> None:
        made = check_again(rulebook, given.rosters, sources, region, [*observations, *beside.pop(region, ())], last)
        if made:
            found[region] = made

    rows = connection.execute(
        f"SELECT {', '.join(f'p.{name}' for name in FIGURES)} FROM plain_cells p JOIN needed n "
        "ON n.region = p.region AND n.entity = p.entity AND n.year = p.year ORDER BY p.region"
    )
    for region, group in groupby(_fetched(rows), key=itemgetter(0)):
        check(region, sources.observed(list(group)))
    for region in [region for region, others in beside.items() if others]:
        check(region, ())
    connection.execute("DROP TABLE spots")
    return dict(sorted(found.items()))


def _fetched(rows: Connection) -> Iterator[tuple[object, ...]]:
    while batch := rows.fetchmany(10_000):
        yield from batch


def _make_needed(connection: Connection, *, looks_back: bool) -> None:
    """The table `needed`: the places suspected, the same ones a year before, and all of a region's year where one asks for it."""
    before = "UNION SELECT region, entity, year - 1 FROM suspected " if looks_back else ""
    connection.execute(
        f"CREATE TABLE needed AS SELECT region, entity, year FROM suspected {before}"
        "UNION SELECT s.region, s.entity, s.year FROM spots s JOIN (SELECT DISTINCT region, year FROM suspected WHERE whole) w "
        "ON w.region = s.region AND w.year = s.year"
    )


def _beside(others: Iterable[Observation], needed: set[tuple[str, int]]) -> Iterator[Observation]:
    """Figures the ordinary reader read, of the places needed; sums of several years, which no scan sees, always."""
    for o in others:
        if not o.period.single or (o.entity or "", o.period.start) in needed:
            yield o


def check_again(
    rulebook: Rulebook,
    rosters: Sequence[str],
    sources: Sources,
    region: str,
    observations: Sequence[Observation],
    last: int,
) -> tuple[QualityFinding, ...]:
    """Every finding on a region's figures, with what school tables tell of its schools."""
    figures = [o for o in observations if o.value is not None and o.indicator is not None]
    kinds = {(one.region, one.year, one.entity): one.kind for one in sources.kinds(region)}
    gathered = Gathered({region: figures}, {}, {region: sources.names(region)}, tuple(rosters), kinds)
    return check_gathered(rulebook, gathered, region, last)


def rules_found(rulebook: Rulebook, found: Findings) -> tuple[RuleFindings, ...]:
    """How much each rule found, and in how many regions, in the order of the rules."""
    counts: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for some in found.values():
        counts.update(one.rule for one in some)
        regions.update({one.rule for one in some})
    return tuple(
        RuleFindings(rule.id, rule.title, rule.kind, rule.severity, counts[rule.id], regions[rule.id])
        for rule in rulebook.quality
        if counts[rule.id]
    )
