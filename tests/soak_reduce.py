"""A difference made small: the fewest rows of one region that still show it, and the target's own text."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from helpers import PROVINCE
from soak_engines import Asked, Difference, Told, compare

Row = list[str]
_REGION = 0  # the column of the region


def smallest(rows: Sequence[Row], shows: Callable[[Sequence[Row]], bool]) -> list[Row]:
    """Rows left out by halves, then by ever smaller parts, as long as what is left still shows it.

    >>> smallest([["1"], ["2"], ["3"], ["4"]], lambda left: ["2"] in left and ["4"] in left)
    [['2'], ['4']]
    """
    kept = list(rows)
    size = max(1, len(kept) // 2)
    while size:
        start = 0
        while start < len(kept):
            without = kept[:start] + kept[start + size :]
            if shows(without):
                kept = without
            else:
                start += size
        size //= 2
    return kept


def reduced(asked: Asked, difference: Difference, folder: Path) -> list[str]:
    """Text of the first verdict that differs, the fewest rows of the region (and the province) that show it, and its rule.

    Files are written to the folder. Where the region alone does not show it, only that is said.
    """
    told = next(iter((*difference.expected, *difference.found)), None)
    if told is None or not asked.paths:
        return []
    tables = [list(csv.reader(path.read_text(encoding="utf-8").splitlines())) for path in asked.paths]
    header, rows = tables[0][0], [row for table in tables for row in table[1:]]
    own = [row for row in rows if _code(row) in (difference.region, PROVINCE)]

    def shows(left: Sequence[Row]) -> bool:
        path = folder / "reduced.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *left])
        again = asked._replace(paths=(path,) if left else (), regions=(difference.region,), years=(told.year,))
        found = compare(again, 0).differences
        return any(
            _key(one) == _key(told) for d in found if d.engine == difference.engine for one in (*d.found, *d.expected)
        )

    lines = [f"{difference.engine}: {told}", *_rule(asked, told)]
    if not shows(own):
        return [*lines, f"not with the rows of {difference.region} alone"]
    return [*lines, *(",".join(row) for row in smallest(own, shows))]


def _code(row: Row) -> str:
    full = str.maketrans("０１２３４５６７８９", "0123456789")
    return row[_REGION].translate(full)


def _key(told: Told) -> tuple[object, ...]:
    return told.pack, told.target, told.stage, told.entity


def _rule(asked: Asked, told: Told) -> list[str]:
    """The target as the rulebook holds it."""
    return [repr(t) for t in asked.book.targets() if (t.pack, t.id, t.stage) == _key(told)[:3]]
