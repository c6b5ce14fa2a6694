"""A dataset laid out once for the checks: figures by region, 合计 rows with what they add up, and the names of schools."""

from collections import defaultdict

from dabiao.inputs.model import Dataset, Observation, Origin, SchoolName, Sum
from dabiao.record import NamedTuple


class Total(NamedTuple):
    """A 合计 row's figure, and the figures it adds up (one a cell)."""

    total: Sum
    parts: tuple[Observation, ...]


class Gathered(NamedTuple):
    """What the checks need of a dataset, by region; `kinds` is what a table says a school of a year is. A 合计 over several regions is told of in the first of them, once."""

    figures: dict[str, list[Observation]]
    totals: dict[str, list[Total]]
    names: dict[str, list[SchoolName]]
    rosters: tuple[str, ...]
    kinds: dict[tuple[str, int, str], str]


def gather(dataset: Dataset) -> Gathered:
    """Lays the dataset out; milestones and blank cells have no figure and are left out."""
    figures: dict[str, list[Observation]] = defaultdict(list)
    for o in dataset.observations:
        if o.value is not None and o.indicator is not None:
            figures[o.region].append(o)
    names: dict[str, list[SchoolName]] = defaultdict(list)
    for row in dataset.names:
        names[row.region].append(row)
    totals = _totals(dataset) if dataset.sums else {}
    kinds = {(one.region, one.year, one.entity): one.kind for one in dataset.kinds}
    return Gathered(dict(figures), totals, dict(names), dataset.rosters, kinds)


def _totals(dataset: Dataset) -> dict[str, list[Total]]:
    """The 合计 rows of which every cell added up is known; one whose column could not all be read says nothing."""
    by_column: dict[tuple[str, str | None, str], dict[Origin, Observation]] = defaultdict(dict)
    for o in dataset.observations:
        if o.value is not None:
            by_column[_column(o.origin)].setdefault(o.origin, o)
    unplaced: dict[tuple[str, str | None, str], list[Origin]] = defaultdict(list)
    for origin in dataset.unplaced:
        unplaced[_column(origin)].append(origin)
    found: dict[str, list[Total]] = defaultdict(list)
    for total in dataset.sums:
        column = _column(total.origin)
        if any(total.covers(origin) for origin in unplaced.get(column, ())):
            continue
        parts = tuple(o for origin, o in by_column.get(column, {}).items() if total.covers(origin))
        if parts:
            found[min(o.region for o in parts)].append(Total(total, parts))
    return dict(found)


def _column(origin: Origin) -> tuple[str, str | None, str]:
    return origin.file, origin.sheet, origin.cell.rstrip("0123456789")
