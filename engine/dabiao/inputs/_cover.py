"""The sheet 说明 of a 填报表: whose it is, and of which year. What its other sheets leave blank is of that region and year."""

from collections.abc import Iterator

from dabiao.inputs.model import Table
from dabiao.inputs.vocabulary import fold_name, seen
from dabiao.period import parse_period
from dabiao.record import NamedTuple
from dabiao.region import is_code

TITLE, REGION, YEAR = "说明", "地区代码", "年份"


class Cover(NamedTuple):
    """The region and the year a 填报表 is made for."""

    region: str
    year: int


def find_cover(table: Table) -> Cover | None:
    """What the sheet says; None of a sheet of another name, or one that names no region code and year."""
    if table.sheet is None or fold_name(table.sheet) != TITLE:
        return None
    said = dict(reversed(list(_pairs(table))))
    region, year = said.get(REGION, ""), said.get(YEAR, "")
    try:
        period = parse_period(year)
    except ValueError:
        return None
    return Cover(region, period.start) if is_code(region) and period.single else None


def _pairs(table: Table) -> Iterator[tuple[str, str]]:
    """The first two filled cells of each row."""
    for row in table.rows:
        filled = [seen(cell.text) for cell in row if cell.text]
        if len(filled) > 1:
            yield fold_name(filled[0]), filled[1]
