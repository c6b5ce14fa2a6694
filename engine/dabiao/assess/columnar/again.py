"""What SQL can not decide is judged by the reference engine, pair by pair: a target in a region, with all the region's figures."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from dabiao.assess import reference
from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH
from dabiao.assess.columnar.cells import Cells
from dabiao.assess.columnar.figures import ROW
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.entities import Entities
from dabiao.assess.figures import Figures
from dabiao.assess.measure import Context, make_checks
from dabiao.assess.settle import Settler
from dabiao.assess.waivers import covering
from dabiao.inputs.bulk.session import Connection
from dabiao.inputs.model import Kinded, Observation, Origin
from dabiao.period import Period
from dabiao.quantity import Interval
from dabiao.rules.model import Compare, Group, Rulebook, Waiver

Row = tuple[str, int, int, str, int]
Pairs = Mapping[tuple[str, int], Sequence[int]]
_AT_ONCE = 64


class Sources:
    """The figures of regions as observations: the plain ones fetched when they are needed, the others as they were read."""

    def __init__(
        self,
        connection: Connection,
        cells: Cells,
        others: Sequence[Observation],
        unfilled: Sequence[Observation],
        kinds: Sequence[Kinded],
    ) -> None:
        self._connection = connection
        self._cells = cells
        self._others: dict[str, list[Observation]] = {}
        self._unfilled: dict[str, list[Observation]] = {}
        self._kinds: dict[str, list[Kinded]] = {}
        for said in kinds:
            self._kinds.setdefault(said.region, []).append(said)
        for found, kept in ((others, self._others), (unfilled, self._unfilled)):
            for o in found:
                kept.setdefault(o.region, []).append(o)

    def of(self, regions: Sequence[str]) -> dict[str, list[Observation]]:
        """All figures of the regions."""
        found = {region: list(self._others.get(region, ())) for region in regions}
        items = {number: name for name, number in self._cells.items.items()}
        stages = {number: stage for stage, number in self._cells.stages.items()}
        statuses = {count: status for status, count in ROW.items()}
        rows = self._connection.execute(
            "SELECT region, entity, year, item, stage, typed, factor, c FROM plain_cells WHERE region IN (SELECT unnest(?::VARCHAR[]))",
            [list(regions)],
        ).fetchall()
        for region, entity, year, item, stage, typed, factor, c in rows:
            name = items[item]
            value = Fraction(typed) * self._cells.scale * int(factor) / self._cells.units.den(name)
            found[region].append(
                Observation(
                    region,
                    Period(year, year),
                    name,
                    (),
                    stages[stage],
                    entity or None,
                    value,
                    Interval.point(value),
                    statuses[c],
                    None,
                    None,
                    "",
                    "",
                    "",
                    Origin("", None, "", 0),
                )
            )
        return found

    def kinds(self, region: str) -> list[Kinded]:
        """What school tables say the region's schools are."""
        return self._kinds.get(region, [])

    def unfilled(self, region: str) -> list[Observation]:
        """The blank cells of a region's schools."""
        return self._unfilled.get(region, [])


def judge_again(
    rulebook: Rulebook,
    sources: Sources,
    bounds: Mapping[tuple[str, int], Sequence[Numbered]],
    pairs: Pairs,
    waivers: Sequence[Waiver],
) -> Iterator[Row]:
    """The rows (region, year, target, entity, code) of the pairs, by the reference engine. `bounds` is all that binds there."""
    regions = sorted({region for region, _ in pairs})
    compared = {
        n.bound.target.form.of
        for numbered in bounds.values()
        for n in numbered
        if isinstance(n.bound.target.form, Compare) and n.bound.target.form.of is not None
    }
    for start in range(0, len(regions), _AT_ONCE):
        some = regions[start : start + _AT_ONCE]
        observations = sources.of([*dict.fromkeys((*some, *sorted(compared)))])
        beside = [o for code in sorted(compared) if code not in some for o in observations[code]]
        for region in some:
            others = [o for code in sorted(compared) if code in some and code != region for o in observations[code]]
            own = observations[region]
            entities = Entities((*own, *sources.unfilled(region)), rulebook, sources.kinds(region))
            figures = Figures((*own, *beside, *others), rulebook)
            for (place, year), numbers in pairs.items():
                if place == region:
                    context = Context(figures, entities, region, year)
                    yield from _judged(rulebook, context, bounds[region, year], {*numbers}, waivers)


def _judged(
    rulebook: Rulebook, context: Context, bounds: Sequence[Numbered], wanted: set[int], waivers: Sequence[Waiver]
) -> Iterator[Row]:
    chosen = [n for n in bounds if n.number in wanted]
    members = {
        (n.bound.target.pack, member, n.bound.target.stage)
        for n in chosen
        if isinstance(n.bound.target.form, Group)
        for member in n.bound.target.form.of
    }
    needed = [
        n
        for n in bounds
        if n.number in wanted or (n.bound.target.pack, n.bound.target.id, n.bound.target.stage) in members
    ]
    region, year = context.region, context.year
    settle = Settler(rulebook).settle
    numbers = {id(n.bound): n.number for n in needed}
    checks = make_checks(
        context, [n.bound for n in needed], lambda bound, entity: covering(waivers, bound, region, year, entity)
    )
    for check in checks:
        number = numbers[id(check.bound)]
        if number in wanted:
            verdict = settle(check, reference.judge(check))
            bits = sum(BITS[flag] for flag in verdict.flags)
            yield region, year, number, check.entity or "", NUMBER[verdict.verdict] * WIDTH + bits
