"""Verdicts that rest on figures in doubt, found by the reference engine with the doubts, and flagged in the table of verdicts."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from dabiao.assess import reference
from dabiao.assess.columnar.again import Laid, Sources, laid_out
from dabiao.assess.columnar.asked import BITS
from dabiao.assess.columnar.quality.rests import Rests, rests_of
from dabiao.assess.columnar.quality.sharing import Sharing
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.measure import Context, Key, check_of_one
from dabiao.assess.model import Bound, Check
from dabiao.assess.quality import doubts_of
from dabiao.assess.settle import Settler
from dabiao.assess.waivers import covering
from dabiao.inputs.bulk.session import Connection, fill
from dabiao.inputs.model import Observation
from dabiao.inputs.quality import QualityFinding
from dabiao.rules.model import Group, Rulebook, Waiver

# findings on one figure alone, which a scan of that figure flags by itself
_OF_RANGES = ("bounds", "usual", "unit")


def mark_doubts(
    connection: Connection,
    rulebook: Rulebook,
    sources: Sources,
    bounds: Mapping[tuple[str, int], Sequence[Numbered]],
    doubtful: Mapping[str, Sequence[QualityFinding]],
    waivers: Sequence[Waiver],
    scanned: Collection[int],
    sharing: Sharing,
) -> None:
    """Flags in `verdicts` those that rest on a figure in doubt. `scanned`: targets flagged by the range of their figure already."""
    asking = _Asking(rulebook, scanned, sharing)
    asked = {
        pair: chosen
        for pair, numbered in bounds.items()
        if (found := doubtful.get(pair[0])) and (chosen := asking.concerned(numbered, _known(found, pair[1]), pair[1]))
    }
    if not asked:
        return
    connection.execute("CREATE TABLE doubted (region VARCHAR, year INTEGER, target INTEGER, entity VARCHAR)")
    years: dict[str, list[int]] = {}
    for region, year in asked:
        years.setdefault(region, []).append(year)
    for laid in laid_out(rulebook, sources, bounds, years):
        rows: list[tuple[str, int, int, str]] = []
        for year in years[laid.region]:
            chosen, found = asked[laid.region, year], _known(doubtful[laid.region], year)
            rows += _InRegion(rulebook, laid, year, bounds[laid.region, year], waivers).doubted(asking, chosen, found)
        fill(connection, "doubted", ["VARCHAR", "INTEGER", "INTEGER", "VARCHAR"], rows)
    connection.execute(
        f"UPDATE verdicts SET code = code | {BITS['suspect']} FROM doubted d WHERE verdicts.region = d.region "
        "AND verdicts.year = d.year AND verdicts.target = d.target AND verdicts.entity = d.entity"
    )


def _known(found: Sequence[QualityFinding], year: int) -> list[QualityFinding]:
    """The findings by the end of a year."""
    return [one for one in found if one.year <= year]


class _Asking:
    """What targets rest on, found once for each."""

    def __init__(self, rulebook: Rulebook, scanned: Collection[int], sharing: Sharing) -> None:
        self._rulebook = rulebook
        self._sharing = sharing
        self._scanned = scanned
        self._rests: dict[int, Rests] = {}

    def rests(self, numbered: Numbered) -> Rests:
        """What a target rests on."""
        if numbered.number not in self._rests:
            self._rests[numbered.number] = rests_of(self._rulebook, numbered.bound.target)
        return self._rests[numbered.number]

    def concerned(self, numbered: Sequence[Numbered], found: Sequence[QualityFinding], year: int) -> list[Numbered]:
        """The targets the findings may be about."""
        items: dict[bool, set[str]] = {True: set(), False: set()}
        earlier: set[str] = set()
        for one in found:
            plain = one.kind in _OF_RANGES and len(one.cells) == 1
            (items[plain] if one.year == year else earlier).update(one.items)
            # a doubt about a cell is one about all that is read from it
            beside = {other for item in one.items for other in self._sharing.get(item, ())}.difference(one.items)
            (items[False] if one.year == year else earlier).update(beside)
        anything = any(one.entities for one in found)
        return [
            n
            for n in numbered
            if anything
            or not items[False].isdisjoint(self.rests(n).items)
            or (n.number not in self._scanned and not items[True].isdisjoint(self.rests(n).items))
            or (self.rests(n).earlier and not earlier.isdisjoint(self.rests(n).items))
        ]


class _InRegion:
    """The verdicts of a region in a year that rest on figures in doubt."""

    def __init__(
        self, rulebook: Rulebook, laid: Laid, year: int, bounds: Sequence[Numbered], waivers: Sequence[Waiver]
    ) -> None:
        self._rulebook = rulebook
        self._laid = laid
        self._year = year
        self._waivers = waivers
        self._context = Context(laid.figures, laid.entities, laid.region, year)
        self._members = {(n.bound.target.pack, n.bound.target.id, n.bound.target.stage): n.bound for n in bounds}
        self._made: dict[Key, Check | None] = {}

    def doubted(
        self, asking: _Asking, chosen: Sequence[Numbered], found: Sequence[QualityFinding]
    ) -> Iterator[tuple[str, int, int, str]]:
        """The rows (region, year, target, entity) flagged."""
        doubts = doubts_of(found, self._laid.own, self._laid.region)
        touched: dict[str, list[Observation]] = {}
        for o in self._laid.own:
            if o.indicator is not None and o.origin in doubts:
                touched.setdefault(o.indicator, []).append(o)
        settler = Settler(self._rulebook, doubts)
        for numbered in chosen:
            rests = asking.rests(numbered)
            figures = [
                o for item in rests.items for o in touched.get(item, ()) if rests.earlier or o.period.end == self._year
            ]
            if not figures:
                continue
            schools = sorted({o.entity for o in figures if o.entity is not None})
            for entity in schools if numbered.bound.target.per is not None else [None]:
                check = self._check(numbered.bound, entity)
                if check is not None and "suspect" in settler.settle(check, reference.judge(check)).flags:
                    yield self._laid.region, self._year, numbered.number, entity or ""

    def _check(self, bound: Bound, entity: str | None) -> Check | None:
        target = bound.target
        key = (target.pack, target.id, target.stage, entity)
        if key not in self._made:
            known: dict[Key, Check] = {}
            for member in target.form.of if isinstance(target.form, Group) else ():
                own = self._members.get((target.pack, member, target.stage))
                if own is not None and (made := self._check(own, entity)) is not None:
                    known[target.pack, member, target.stage, entity] = made
            self._made[key] = check_of_one(self._context._replace(entity=entity), bound, self._waived, known)
        return self._made[key]

    def _waived(self, bound: Bound, entity: str | None) -> str | None:
        return covering(self._waivers, bound, self._laid.region, self._year, entity)
