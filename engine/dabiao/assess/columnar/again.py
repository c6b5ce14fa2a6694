"""What SQL can not decide is judged by the reference engine, pair by pair: a target in a region, with all the region's figures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from dabiao.assess import reference
from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH
from dabiao.assess.columnar.cells import Cells
from dabiao.assess.columnar.figures import ROW
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.entities import Entities
from dabiao.assess.figures import Figures
from dabiao.assess.measure import Context, make_checks
from dabiao.assess.settle import NO_DOUBTS, Settler
from dabiao.assess.waivers import covering
from dabiao.inputs.bulk.session import Connection
from dabiao.inputs.model import Kinded, Observation, Origin, SchoolName
from dabiao.period import Period
from dabiao.quantity import Interval
from dabiao.rules.model import Compare, Group, Rulebook, Waiver

Row = tuple[str, int, int, str, int]
Pairs = Mapping[tuple[str, int], Sequence[int]]
# the doubts of data quality about a region's figures (all it has) in a year
DoubtsOf = Callable[[str, int, Sequence[Observation]], Mapping[Origin, str]]
# what a plain figure is made of again, in this order
FIGURES = ("region", "entity", "year", "item", "stage", "told", "typed", "factor", "c", "cell")
_AT_ONCE = 64
# figures of one thing beyond so many would share a place
_MOST_ALIKE = 100_000


class Sources:
    """The figures of regions as observations: the plain ones fetched when they are needed, the others as they were read.

    A scan of a tidy table knows no cells: a plain figure gets a place that is its own, and the same whenever it is fetched.
    """

    def __init__(
        self,
        connection: Connection,
        cells: Cells,
        others: Sequence[Observation],
        unfilled: Sequence[Observation],
        kinds: Sequence[Kinded],
        names: Sequence[SchoolName] = (),
        *,
        as_text: bool = False,
    ) -> None:
        self._connection = connection
        self._cells = cells
        self._as_text = as_text
        self._items = {number: name for name, number in cells.items.items()}
        self._stages = {number: stage for stage, number in cells.stages.items()}
        self._statuses = {count: status for status, count in ROW.items()}
        self._others: dict[str, list[Observation]] = {}
        self._unfilled: dict[str, list[Observation]] = {}
        self._kinds: dict[str, list[Kinded]] = {}
        self._names: dict[str, list[SchoolName]] = {}
        for said in kinds:
            self._kinds.setdefault(said.region, []).append(said)
        for row in names:
            self._names.setdefault(row.region, []).append(row)
        for found, kept in ((others, self._others), (unfilled, self._unfilled)):
            for o in found:
                kept.setdefault(o.region, []).append(o)

    def of(self, regions: Sequence[str]) -> dict[str, list[Observation]]:
        """All figures of the regions."""
        found = {region: list(self._others.get(region, ())) for region in regions}
        rows = self._connection.execute(
            f"SELECT {', '.join(FIGURES)} FROM plain_cells WHERE region IN (SELECT unnest(?::VARCHAR[]))",
            [list(regions)],
        ).fetchall()
        for o in self.observed(rows):
            found[o.region].append(o)
        return found

    def observed(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Observation]:
        """Plain figures (as FIGURES has them) as observations; all of a region, school and year at once."""
        alike: dict[tuple[object, ...], int] = {}
        for region, entity, year, item, stage, told, typed, factor, c, cell in sorted(rows, key=_in_order):
            name = self._items[item]
            value = Fraction(typed) * self._cells.scale * int(factor) / self._cells.units.den(name)
            number = alike[region, entity, year, item, stage] = alike.get((region, entity, year, item, stage), -1) + 1
            # a cell of a school table may give several figures, which are in doubt together
            line = (item * len(self._stages) + stage) * _MOST_ALIKE + number if cell is None else -1 - cell
            yield Observation(
                region, Period(year, year), name, (), self._stages[stage], entity or None, value, Interval.point(value),
                self._statuses[c], None, None, "", "", told if self._as_text else _shortest(typed),
                Origin("", entity, f"{year}Y", line),
            )  # fmt: skip

    def others(self, region: str) -> list[Observation]:
        """What the ordinary reader read of a region."""
        return self._others.get(region, [])

    def kinds(self, region: str) -> list[Kinded]:
        """What school tables say the region's schools are."""
        return self._kinds.get(region, [])

    def names(self, region: str) -> list[SchoolName]:
        """The rows of school tables read row by row that name the region's schools."""
        return self._names.get(region, [])

    def unfilled(self, region: str) -> list[Observation]:
        """The blank cells of a region's schools."""
        return self._unfilled.get(region, [])


def _in_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[:-1]


def _shortest(typed: str) -> str:
    """A decimal without the zeros at its end: so many places show nothing."""
    return typed.rstrip("0").rstrip(".") if "." in typed else typed


class Laid(NamedTuple):
    """A region laid out for the reference engine: its own figures, an index over them (and over those compared with), its schools."""

    region: str
    own: list[Observation]
    figures: Figures
    entities: Entities


def laid_out(
    rulebook: Rulebook,
    sources: Sources,
    bounds: Mapping[tuple[str, int], Sequence[Numbered]],
    regions: Iterable[str],
) -> Iterator[Laid]:
    """The regions, one after the other; `bounds` is all that binds there."""
    wanted = sorted(regions)
    compared = {
        n.bound.target.form.of
        for numbered in bounds.values()
        for n in numbered
        if isinstance(n.bound.target.form, Compare) and n.bound.target.form.of is not None
    }
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        observations = sources.of([*dict.fromkeys((*some, *sorted(compared)))])
        beside = [o for code in sorted(compared) if code not in some for o in observations[code]]
        for region in some:
            others = [o for code in sorted(compared) if code in some and code != region for o in observations[code]]
            own = observations[region]
            entities = Entities((*own, *sources.unfilled(region)), rulebook, sources.kinds(region))
            yield Laid(region, own, Figures((*own, *beside, *others), rulebook), entities)


def judge_again(
    rulebook: Rulebook,
    sources: Sources,
    bounds: Mapping[tuple[str, int], Sequence[Numbered]],
    pairs: Pairs,
    waivers: Sequence[Waiver],
    doubts: DoubtsOf | None = None,
) -> Iterator[Row]:
    """The rows (region, year, target, entity, code) of the pairs, by the reference engine. `bounds` is all that binds there."""
    of_region: dict[str, dict[int, Sequence[int]]] = {}
    for (region, year), numbers in pairs.items():
        of_region.setdefault(region, {})[year] = numbers
    for laid in laid_out(rulebook, sources, bounds, of_region):
        for year, numbers in of_region[laid.region].items():
            context = Context(laid.figures, laid.entities, laid.region, year)
            settler = Settler(rulebook, NO_DOUBTS if doubts is None else doubts(laid.region, year, laid.own))
            yield from _judged(settler, context, bounds[laid.region, year], {*numbers}, waivers)


def _judged(
    settler: Settler, context: Context, bounds: Sequence[Numbered], wanted: set[int], waivers: Sequence[Waiver]
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
    numbers = {id(n.bound): n.number for n in needed}
    checks = make_checks(
        context, [n.bound for n in needed], lambda bound, entity: covering(waivers, bound, region, year, entity)
    )
    for check in checks:
        number = numbers[id(check.bound)]
        if number in wanted:
            verdict = settler.settle(check, reference.judge(check))
            bits = sum(BITS[flag] for flag in verdict.flags)
            yield region, year, number, check.entity or "", NUMBER[verdict.verdict] * WIDTH + bits
