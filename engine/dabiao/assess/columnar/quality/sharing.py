"""Items that may be read from one cell: of a school table, where a word stands for several, and a figure for its stage and the school."""

from collections.abc import Iterable, Mapping

from dabiao.assess.columnar.source import Given
from dabiao.inputs.bulk.session import Connection
from dabiao.inputs.model import Origin

# of each item, all that a doubt about its cell may be about
Sharing = Mapping[str, frozenset[str]]


def sharing_of(connection: Connection, given: Given) -> Sharing:
    """The items that share cells with others, anywhere."""
    cells: dict[object, set[str]] = {}
    of_cell: dict[Origin, str] = {}
    for o in given.others:
        if o.indicator is not None:
            first = of_cell.setdefault(o.origin, o.indicator)
            if first != o.indicator:
                cells.setdefault(o.origin, {first}).add(o.indicator)
    if given.read is not None and given.read.bulk.in_cells:
        query = "SELECT DISTINCT cell, indicator FROM raw WHERE cell IS NOT NULL"
        for cell, indicator in connection.execute(query).fetchall():
            cells.setdefault(cell, set()).add(indicator)
    return _joined(cells.values())


def _joined(groups: Iterable[set[str]]) -> Sharing:
    found: dict[str, set[str]] = {}
    for group in {frozenset(group) for group in groups}:
        for item in group if len(group) > 1 else ():
            found.setdefault(item, set()).update(group)
    return {item: frozenset(items) for item, items in found.items()}
