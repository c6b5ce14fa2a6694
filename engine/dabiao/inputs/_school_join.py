"""The rows of all school tables of a run → observations: a school is what all its rows say, wherever they stand.

Only then is it settled which item a column without a stage is of (在校生数 of a 小学), which items are 0 because the school has no
such stage, and which schools are there twice.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic, warning
from dabiao.inputs._school import OF_NONE, OF_TWO, School
from dabiao.inputs._school_header import Column
from dabiao.inputs._school_values import SchoolRow
from dabiao.inputs.model import Kinded, Listed, Observation, Origin, SchoolName
from dabiao.inputs.vocabulary import Vocabulary, fold_name
from dabiao.period import Period

_SHOWN = 5
Key = tuple[str, Period, str]


class Joined(NamedTuple):
    """The observations of all rows, what is doubtful about them, what kind each school's 学校类型 says it is of, the rows' names, and
    the cells that could be given to no stage."""

    observations: tuple[Observation, ...]
    found: tuple[Diagnostic, ...]
    kinds: tuple[Kinded, ...]
    names: tuple[SchoolName, ...]
    unplaced: tuple[Origin, ...]


def join(rows: Iterable[SchoolRow], others: Iterable[Observation], vocabulary: Vocabulary) -> Joined:
    """The observations of the schools; `others` are figures of the same run from tidy tables, which no 0 may contradict."""
    schools: dict[Key, list[SchoolRow]] = {}
    for row in rows:
        schools.setdefault((row.region, row.period, fold_name(row.name)), []).append(row)
    known: dict[Key, set[str]] = {}
    for o in others:
        if o.entity is not None and o.indicator is not None:
            known.setdefault((o.region, o.period, fold_name(o.entity)), set()).add(o.indicator)
    observations: list[Observation] = []
    found: list[Diagnostic] = []
    kinds: list[Kinded] = []
    lost: dict[tuple[str, str | None, int, str], _Lost] = {}
    names: list[SchoolName] = []
    unplaced: list[Origin] = []
    for key, parts in schools.items():
        school = School(parts, vocabulary, known.get(key, set()))
        observations.extend(school.observations())
        found.extend(school.found)
        names.extend(SchoolName(row.region, row.period, row.name, row.code, row.stage, row.at) for row in parts)
        unplaced.extend(origin for _, _, origin, _ in school.lost)
        if (kind := school.kind) is not None and key[1].single:
            kinds.append(Kinded(key[0], key[1].start, school.name, kind))
        for why, column, origin, wanted in school.lost:
            place = (origin.file, origin.sheet, column.at, why)
            lost.setdefault(place, _Lost(column, [], {})).add(origin, wanted)
    found.extend(one.diagnostic(why) for (_, _, _, why), one in lost.items())
    found.extend(_same_codes(schools))
    return Joined(tuple(observations), tuple(found), tuple(kinds), tuple(names), tuple(unplaced))


def listed(row: SchoolRow) -> Listed:
    """What a row says of which school it is."""
    words = tuple((flag.item, flag.text) for flag in row.flags if not flag.said)
    answers = [(flag.item, flag.value) for flag in row.flags if flag.said]
    answers += [(figure.column.match.first.name, int(figure.value)) for figure in row.figures if figure.column.asked]
    kind = row.kind.name if row.kind else ""
    return Listed(row.region, row.period, row.name, row.code, kind, words, tuple(answers))


class _Lost(NamedTuple):
    """A column without a stage, the cells in it whose stage is not known, and the columns they want instead."""

    column: Column
    cells: list[Origin]
    wanted: dict[str, None]

    def add(self, origin: Origin, wanted: tuple[str, ...]) -> None:
        self.cells.append(origin)
        self.wanted.update(dict.fromkeys(wanted))

    def diagnostic(self, why: str) -> Diagnostic:
        header, items = self.column.header[:20], self.column.match.staged
        if why == OF_TWO:
            what = "学校有两个以上学段，这一列没有写明是哪个学段的，没有归到学段"
            hint = "另加列：" + "、".join(f"“{name}”" for name in self.wanted)
        elif why == OF_NONE:
            what = "没有写学校类型，不知道这一列是哪个学段的，没有归到学段"
            hint = "加上“学校类型”列，或在表头写明学段，例如“小学在校生数”"
        else:
            what = f"只有{'、'.join(items)}有这一项，没有读取"
            hint = "不是这些学段的数就删去；是的，就改正学校类型"
        places = (cell.span for cell in self.cells[:_SHOWN])
        return warning("INP434", f"“{header}”（{len(self.cells)} 所）：{what}", *places, hint=hint)


def _same_codes(schools: dict[Key, list[SchoolRow]]) -> Iterator[Diagnostic]:
    """A warning for each code two schools of a region and year have."""
    by_code: dict[tuple[str, Period, str], dict[str, SchoolRow]] = {}
    for (region, period, name), rows in schools.items():
        for row in rows:
            if row.code:
                by_code.setdefault((region, period, fold_name(row.code)), {}).setdefault(name, row)
    for (_, _, code), named in by_code.items():
        if len(named) > 1:
            names = "、".join(f"“{row.name}”" for row in named.values())
            hint = "是同一所学校就写同一个名称；是校区或学段分别填报的，可以不改"
            yield warning(
                "INP436",
                f"学校代码 {code} 有 {len(named)} 个名称：{names}",
                *(r.place for r in named.values()),
                hint=hint,
            )
