"""The HTML report of many regions: a matrix regions × indicators, unfolded in the browser from one string a region."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from dabiao.assess.assessment import Assessment
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._safe import clean
from dabiao.reports.html._environment import fill, shortened
from dabiao.reports.html._summary import Count
from dabiao.reports.html.matrix import ABSENT, LETTERS, MOST_FIGURES, OUTCOMES, Cell, Matrix, Region, matrix_of

_WORST = 20
_NAME = 60
_OUTCOME_KINDS = {"不合格": ("×", "not_met"), "待定": ("?", "unverified"), "合格": ("√", "met")}


class Worst(NamedTuple):
    """A gap among the largest."""

    region: Region
    name: str
    unit: str
    cell: Cell


class Tally(NamedTuple):
    """How the regions stand on one column."""

    number: int
    name: str
    counts: tuple[Count, ...]
    total: int


def render_matrix(regions: Matrix | Sequence[Assessment]) -> bytes:
    """One UTF-8 file. Every verdict is in it; figures too, of a crowded matrix only the largest gaps of each indicator.

    Raises ValueError for assessments of different years, or none.
    """
    matrix = regions if isinstance(regions, Matrix) else matrix_of(regions)
    kept = _kept(matrix)
    notes = list(matrix.notes)
    if matrix.crowded:
        most = max(map(len, kept), default=0)
        notes.append(f"判定一个不少；数值太多，每项指标只带差距最大的至多 {most} 个地区的，其余看各地区自己的报告")
    tallies = _tallies(matrix)
    return fill(
        "matrix.html.j2",
        "matrix.css",
        "matrix.js",
        matrix=matrix,
        title=f"{matrix.year} 年教育目标达标检查：{len(matrix.regions)} 个地区一览",
        tallies=tallies,
        conclusions=[tally for tally in tallies if matrix.columns[tally.number - 1].conclusion],
        tiles=_tiles(matrix),
        worst=_worst(matrix, kept),
        notes=notes,
        legend=_legend(),
        data=Markup(_data(matrix, kept)),  # noqa: S704
    )


def _kept(matrix: Matrix) -> list[list[Cell]]:
    """For each column the figures the page carries, largest gap first."""
    most = MOST_FIGURES // max(len(matrix.columns), 1) if matrix.crowded else len(matrix.regions)
    return [sorted(column, key=lambda cell: cell.far, reverse=True)[:most] for column in matrix.cells]


def _data(matrix: Matrix, kept: list[list[Cell]]) -> str:
    """The matrix as JSON that may stand in a script element: no < in it."""
    texts: dict[str, int] = {}
    figures = []
    for column in kept:
        asked = [texts.setdefault(cell.requirement, len(texts)) for cell in column]
        figures.append(
            {
                "at": [cell.place for cell in column],
                "shown": [clean(cell.shown) for cell in column],
                "gap": [clean(cell.gap) for cell in column],
                "asked": asked[0] if len(set(asked)) == 1 else asked,
            }
        )
    data: dict[str, Any] = {
        "kinds": [[letter, kind, sign, word] for letter, kind, sign, word in _legend()],
        "columns": [[shortened(clean(c.name), _NAME), clean(c.unit)] for c in matrix.columns],
        "codes": [clean(region.code) for region in matrix.regions],
        "names": [shortened(clean(region.name), _NAME) for region in matrix.regions],
        "letters": [region.letters for region in matrix.regions],
        "figures": figures,
        "texts": [shortened(clean(text), 2 * _NAME) for text in texts],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _legend() -> list[tuple[str, str, str, str]]:
    """Letter, kind for the style sheet, sign and word, worst first."""
    outcomes = [(OUTCOMES[word], kind, sign, word) for word, (sign, kind) in _OUTCOME_KINDS.items()]
    verdicts = [(LETTERS[kind], kind, words.SIGNS[kind], word) for kind, word in VERDICTS.items()]
    return [*verdicts, *outcomes, (ABSENT, "other", "", "没有这一项")]


def _tallies(matrix: Matrix) -> list[Tally]:
    legend = _legend()
    made = []
    for number, column in enumerate(matrix.columns):
        letters = "".join([region.letters[number] for region in matrix.regions])
        counts = [Count(kind, sign, word, letters.count(letter)) for letter, kind, sign, word in legend]
        there = tuple(one for one in counts[:-1] if one.many)
        made.append(Tally(number + 1, column.name, there, sum(one.many for one in there)))
    return made


def _tiles(matrix: Matrix) -> list[Count]:
    letters = "".join([region.letters for region in matrix.regions])
    counts = [Count(kind, words.SIGNS[kind], word, letters.count(LETTERS[kind])) for kind, word in VERDICTS.items()]
    return [one for one in counts if one.many]


def _worst(matrix: Matrix, kept: list[list[Cell]]) -> list[Worst]:
    """The largest gaps over all indicators, as a part of what is required."""
    found = [
        (-cell.far, cell.place, number, cell)
        for number, column in enumerate(kept)
        for cell in column[:_WORST]
        if cell.far
    ]
    made = []
    for _, place, number, cell in sorted(found)[:_WORST]:
        column = matrix.columns[number]
        made.append(Worst(matrix.regions[place], column.name, column.unit, cell))
    return made
