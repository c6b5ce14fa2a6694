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
_CONCLUSION, _INDICATOR, _TASK = _ORDER = ("conclusion", "indicator", "task")
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
    found = _Gathering()
    for one in assessments:
        found.add(one)
    keys = list(found.numbers)
    alone = sum(key[0] == _TASK and found.bound[n] == 1 for n, key in enumerate(keys)) if len(assessments) > 1 else 0
    order = sorted(
        (n for n, key in enumerate(keys) if not alone or key[0] != _TASK or found.bound[n] > 1),
        key=lambda n: _ORDER.index(str(keys[n][0])),
    )
    regions = tuple(
        Region(one.region, one.region_name, "".join([letters[n] if n < len(letters) else ABSENT for n in order]))
        for one, letters in zip(assessments, found.rows, strict=True)
    )
    notes = ("同一指标有几条要求的，只列现行最严的一条", "逐校判定的指标，只列最差的一所学校")
    left = (f"只约束一个地区的事项 {alone} 项没有列入",) if alone else ()
    columns, cells = tuple(found.columns[n] for n in order), tuple(found.cells[n] for n in order)
    return Matrix(years.pop(), columns, regions, cells, _documents(assessments), notes + left, found.crowded)


class _Gathering:
    """Columns as they turn up, a row of letters a region, and the figures: all of them, until there are too many of those."""

    def __init__(self) -> None:
        self.numbers: dict[_Key, int] = {}
        self.columns: list[Column] = []
        self.bound: list[int] = []
        self.cells: list[list[Cell]] = []
        self.rows: list[str] = []
        self.crowded = False
        self._figures = 0
        self._sizes: dict[str | tuple[str, ...] | None, Decimal] = {}

    def add(self, one: Assessment) -> None:
        """Takes in a region."""
        place = len(self.rows)
        concluded = {self._number((_CONCLUSION, c.pack, c.id), c): c.outcome for c in one.conclusions}
        verdicts = self._worst(one.verdicts)
        letters = [ABSENT] * len(self.columns)
        for n, outcome in concluded.items():
            letters[n] = OUTCOMES.get(outcome, ABSENT)
        for n, verdict in verdicts.items():
            letters[n] = LETTERS.get(verdict.verdict, ABSENT)
            self.bound[n] += 1
            if verdict.shown is not None and (verdict.verdict in MISSED or not self.crowded):
                self.cells[n].append(self._cell(place, verdict))
        self.rows.append("".join(letters))
        self._figures += sum(verdict.shown is not None for verdict in verdicts.values())
        if self._figures > MOST_FIGURES and not self.crowded:
            # what is met will find no room on the page
            self.crowded = True
            self.cells = [[cell for cell in column if cell.far] for column in self.cells]

    def _worst(self, verdicts: Sequence[Verdict]) -> dict[int, Verdict]:
        """For each column the verdict that stands for it."""
        found: dict[int, Verdict] = {}
        for verdict in verdicts:
            if verdict.indicator is None:
                key: _Key = (_TASK, verdict.pack, verdict.target, verdict.stage, verdict.entity is not None)
            else:
                each = verdict.entity is not None
                key = (_INDICATOR, verdict.indicator, verdict.indicator_name, verdict.stage, each)
            number = self._number(key, verdict)
            other = found.get(number)
            if other is None or _weight(verdict) < _weight(other):
                found[number] = verdict
        return found

    def _number(self, key: _Key, what: Verdict | ConclusionText) -> int:
        """The number of a column, a new one where it turns up for the first time."""
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.columns)
            self.columns.append(_column(what))
            self.bound.append(0)
            self.cells.append([])
        return number

    def _cell(self, place: int, verdict: Verdict) -> Cell:
        """The figure with its gap as a part of the limit, where one is owed."""
        if verdict.gap is None or verdict.verdict not in MISSED:
            return Cell(place, verdict.shown or "", verdict.gap or "", verdict.requirement, _NOTHING)
        size = self._sizes.get(verdict.limit)
        if size is None:
            size = max((abs(Decimal(text)) for text in limits_of(verdict)), default=_NOTHING) or Decimal(1)
            self._sizes[verdict.limit] = size
        return Cell(place, verdict.shown or "", verdict.gap, verdict.requirement, Decimal(verdict.gap) / size)


def _documents(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    titles = {pack.id: f"《{pack.title}》" if pack.title else pack.id for one in assessments for pack in one.packs}
    judged = {pack.id for one in assessments for pack in one.packs if pack.verdicts}
    return tuple(title for pack, title in titles.items() if pack in judged)


def _weight(verdict: Verdict) -> tuple[bool, int]:
    return not verdict.binding, _RANK.get(verdict.verdict, len(_RANK))


def _column(what: Verdict | ConclusionText) -> Column:
    if isinstance(what, ConclusionText):
        return Column(what.title, "", conclusion=True)
    each = "，各校" if what.entity is not None else ""
    return Column(words.name(what._replace(entity=None)) + each, what.unit or "")
