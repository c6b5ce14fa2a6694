"""Many regions in one value: a letter a region and indicator, with figures for the cells; made from assessments, or by an engine."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, ConclusionText, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports.html._draw import limits_of

LETTERS = {
    "not_met": "x",
    "behind": "b",
    "unverified": "u",
    "no_data": "n",
    "on_track": "t",
    "pending": "p",
    "met": "m",
    "waived": "w",
    "not_applicable": "a",
}
OUTCOMES = {"不合格": "N", "待定": "O", "合格": "Y"}
ABSENT = "."
MISSED = ("not_met", "behind")
MOST_FIGURES = 20_000
_NOTHING = Decimal(0)
_RANK = {kind: rank for rank, kind in enumerate(VERDICTS)}
_Key = tuple[str | bool | None, ...]


class Cell(NamedTuple):
    """A figure of the region at a place in the list: as shown, what is missing ("" where that is not known), the requirement,
    and the missing part of the limit.
    """

    place: int
    shown: str
    gap: str
    requirement: str
    far: Decimal


class Column(NamedTuple):
    """An indicator of a stage, a task, or a conclusion; `unit` of its figures."""

    name: str
    unit: str
    conclusion: bool = False


class Region(NamedTuple):
    """A region with a letter (LETTERS, OUTCOMES, ABSENT) for each column."""

    code: str
    name: str
    letters: str


class Matrix(NamedTuple):
    """Regions × indicators of a year, with figures by column. `crowded`: there are more figures than a page should carry, only
    the largest gaps of each column are kept. `notes` say what else was left out.
    """

    year: int
    columns: tuple[Column, ...]
    regions: tuple[Region, ...]
    cells: tuple[Sequence[Cell], ...]
    documents: tuple[str, ...]
    notes: tuple[str, ...]
    crowded: bool = False


def matrix_of(assessments: Sequence[Assessment]) -> Matrix:
    """One row an assessment, in the order given; conclusions first, then indicators, then tasks that bind several regions.

    Of several requirements on one indicator the strictest in force is shown (`binding`), of several of those, and of several
    schools, the worst verdict. Raises ValueError where there is none, or where years differ.
    """
    years = {one.year for one in assessments}
    if len(years) != 1:
        raise ValueError("多地区一览需要至少一个地区，且各地区年份相同")
    rows = [_worst(one) for one in assessments]
    outcomes: list[dict[_Key, ConclusionText]] = [
        {("c", c.pack, c.id): c for c in one.conclusions} for one in assessments
    ]
    keys: dict[_Key, Column] = {}
    for concluded in outcomes:
        keys |= {key: Column(one.title, "", conclusion=True) for key, one in concluded.items() if key not in keys}
    tasks: dict[_Key, int] = {}
    for row in rows:
        for key, verdict in row.items():
            if key[0] == "task":
                tasks[key] = tasks.get(key, 0) + 1
            if key not in keys:
                keys[key] = _column(verdict)
    alone = {key for key, count in tasks.items() if count == 1} if len(rows) > 1 else set()
    order = sorted(
        (key for key in keys if key not in alone), key=lambda key: ("c", "indicator", "task").index(str(key[0]))
    )
    # where not all figures find room on the page, those of requirements that are met are not even set aside
    crowded = sum(verdict.shown is not None for row in rows for verdict in row.values()) > MOST_FIGURES
    sizes: dict[str | tuple[str, ...] | None, Decimal] = {}
    cells: list[list[Cell]] = [[] for _ in order]
    made = []
    for place, (one, row, concluded) in enumerate(zip(assessments, rows, outcomes, strict=True)):
        letters = []
        for key, column in zip(order, cells, strict=True):
            if (told := row.get(key)) is not None:
                letters.append(LETTERS.get(told.verdict, ABSENT))
                if told.shown is not None and (told.verdict in MISSED or not crowded):
                    column.append(_cell(place, told, sizes))
            else:
                found = concluded.get(key)
                letters.append(ABSENT if found is None else OUTCOMES.get(found.outcome, ABSENT))
        made.append(Region(one.region, one.region_name, "".join(letters)))
    notes = ("同一指标有几条要求的，只列现行最严的一条", "逐校判定的指标，只列最差的一所学校")
    left = (f"只约束一个地区的事项 {len(alone)} 项没有列入",) if alone else ()
    columns = tuple(keys[key] for key in order)
    return Matrix(years.pop(), columns, tuple(made), tuple(cells), _documents(assessments), notes + left, crowded)


def _documents(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    titles = {pack.id: f"《{pack.title}》" if pack.title else pack.id for one in assessments for pack in one.packs}
    judged = {pack.id for one in assessments for pack in one.packs if pack.verdicts}
    return tuple(title for pack, title in titles.items() if pack in judged)


def _worst(one: Assessment) -> dict[_Key, Verdict]:
    """For each column the verdict that stands for it."""
    found: dict[_Key, Verdict] = {}
    for verdict in one.verdicts:
        if verdict.indicator is None:
            key: _Key = ("task", verdict.pack, verdict.target, verdict.stage, verdict.entity is not None)
        else:
            key = ("indicator", verdict.indicator, verdict.indicator_name, verdict.stage, verdict.entity is not None)
        other = found.get(key)
        if other is None or _weight(verdict) < _weight(other):
            found[key] = verdict
    return found


def _weight(verdict: Verdict) -> tuple[bool, int]:
    return not verdict.binding, _RANK.get(verdict.verdict, len(_RANK))


def _column(verdict: Verdict) -> Column:
    each = "，各校" if verdict.entity is not None else ""
    return Column(words.name(verdict._replace(entity=None)) + each, verdict.unit or "")


def _cell(place: int, verdict: Verdict, sizes: dict[str | tuple[str, ...] | None, Decimal]) -> Cell:
    """The figure with its gap as a part of the limit; `sizes` keeps those of the limits met before."""
    if verdict.gap is None or verdict.verdict not in MISSED:
        return Cell(place, verdict.shown or "", verdict.gap or "", verdict.requirement, _NOTHING)
    size = sizes.get(verdict.limit)
    if size is None:
        size = max((abs(Decimal(text)) for text in limits_of(verdict)), default=_NOTHING) or Decimal(1)
        sizes[verdict.limit] = size
    return Cell(place, verdict.shown or "", verdict.gap, verdict.requirement, Decimal(verdict.gap) / size)
