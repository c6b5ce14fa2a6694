"""A school in a year: all rows that name it → its observations, its zeros and flags, and what is doubtful about them."""

import itertools
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from dabiao.diagnostics import Diagnostic, Span, warning
from dabiao.inputs._school_header import Column
from dabiao.inputs._school_types import FLAGS, FOUNDED, JUNIOR, KINDERGARTEN, PRIMARY, SENIOR, TEACHING_POINT, Kind
from dabiao.inputs._school_values import Figure, Flag, SchoolRow
from dabiao.inputs.model import Observation, Origin
from dabiao.inputs.vocabulary import Vocabulary
from dabiao.quantity import Interval
from dabiao.rules.model import Indicator

_SHOWN = 5
# why a figure of a column without a stage is of no stage: the school has two, or none is known, or none of its own
OF_TWO, OF_NONE, OF_OTHERS = "two", "none", "others"


class School:
    """All rows of a school in a year; gives their observations and keeps what is doubtful."""

    def __init__(self, rows: list[SchoolRow], vocabulary: Vocabulary, known: set[str]) -> None:
        self.rows = rows
        self.vocabulary = vocabulary
        spellings = Counter(row.name for row in rows)
        self.name = min(spellings, key=lambda name: (-spellings[name], name))
        self.kinds = list(dict.fromkeys(row.kind for row in rows if row.kind is not None))
        absent = [set(kind.absent) for kind in self.kinds]
        self.absent = set.intersection(*absent) if absent else set()
        self.enrolled = {stage: vocabulary.indicator(f"{stage}在校生数") for stage in (PRIMARY, JUNIOR, SENIOR)}
        self.found: list[Diagnostic] = []
        self.lost: list[tuple[str, Column, Origin, tuple[str, ...]]] = []
        self.known = known
        # items with a figure in a column of their own: a column without a stage says something else
        self.filled = {
            f.column.match.direct.id for row in rows for f in row.figures if f.column.match.direct is not None
        }
        self.attached = self._attached()

    @property
    def kind(self) -> str | None:
        """What its 学校类型 makes it to the rules: a kindergarten, or a school; None where it says nothing, or both."""
        said = {"kindergarten" if kind.name == KINDERGARTEN else "school" for kind in self.kinds}
        return said.pop() if len(said) == 1 else None

    def _attached(self) -> tuple[str, ...]:
        """The stages the kind of school does not have, but pupils are reported of (附设班)."""
        stages = []
        for stage in (PRIMARY, JUNIOR, SENIOR):
            item = self.enrolled[stage]
            figures = [
                f for row in self.rows for f in row.figures if item is not None and f.column.match.direct == item
            ]
            places = [f.origin.span for f in figures if f.value > 0]
            if stage in self.absent and places and item is not None:
                stages.append(stage)
                message = f"“{self.name}”的学校类型是{self.kinds[0].name}，却有{item.name}"
                hint = "是附设班就不用改，面积、设备等照学生数分摊；否则改正学校类型，或删去这个数"
                self.found.append(warning("INP437", message, *places, hint=hint))
        return tuple(stages)

    def observations(self) -> list[Observation]:
        """Figures, then zeros, then flags; what two rows say of one item stands twice."""
        made: list[Observation] = []
        taken: dict[tuple[str, str | None], list[tuple[int, Figure]]] = {}
        for number, row in enumerate(self.rows):
            for figure in row.figures:
                for item in self._items(row, figure):
                    stage = item.stage or self._part(row)
                    taken.setdefault((item.id, stage), []).append((number, figure))
                    made.append(self._made(row, item, stage, figure.value, figure.bound, figure.text, figure.origin))
        made.extend(self._zeros({identifier for identifier, _ in taken} | self.known))
        made.extend(self._flags())
        self.found.extend(self._twice(taken))
        if not made:
            message, place = f"“{self.name}”没有填任何数", self.rows[0].place
            self.found.append(warning("INP438", message, place, hint="补填；不是学校的行（标题、说明）就删去"))
        return made

    def _made(
        self,
        row: SchoolRow,
        item: Indicator,
        stage: str | None,
        value: Fraction,
        bound: Interval,
        text: str,
        at: Origin,
    ) -> Observation:
        return Observation(
            row.region, row.period, item.id, (), stage, self.name, value, bound, row.status, None, None, row.evidence,
            row.note, text, at,
        )  # fmt: skip

    def _kind(self, row: SchoolRow) -> Kind | None:
        return row.kind or (self.kinds[0] if len(self.kinds) == 1 else None)

    def _stages(self, row: SchoolRow) -> tuple[str, ...] | None:
        """The stages a row is about; None where nobody says."""
        if row.stage is not None:
            return (row.stage,)
        kind = self._kind(row)
        return None if kind is None else (*kind.stages, *self.attached)

    def _part(self, row: SchoolRow) -> str | None:
        """The stage a row is about where it is not about the whole school."""
        kind = self._kind(row)
        stages = {*kind.stages, *self.attached} if kind else {other.stage for other in self.rows if other.stage}
        return row.stage if len(stages) > 1 else None

    def _items(self, row: SchoolRow, figure: Figure) -> Iterator[Indicator]:
        """The items a figure is of: the one its header names, that of the school's only stage, that of the whole school."""
        direct, staged, whole = figure.column.match
        if direct is not None:
            yield direct
        if not staged:
            return
        of_whole = whole if whole is not None and whole.id not in self.filled and self._part(row) is None else None
        if of_whole is not None:
            yield of_whole
        stages = self._stages(row)
        item = staged.get(stages[0]) if stages is not None and len(stages) == 1 else None
        if item is not None:
            if item.id not in self.filled:
                yield item
        else:
            self._lose(figure, stages, read=direct is not None or of_whole is not None)

    def _lose(self, figure: Figure, stages: tuple[str, ...] | None, *, read: bool) -> None:
        """Keeps why a figure is of no stage, unless its header names the whole school, or its items are of no concern here."""
        column, origin = figure.column, figure.origin
        if stages is None:
            if "总" not in column.header:
                self.lost.append((OF_NONE, column, origin, ()))
            return
        wanted = [column.match.staged[stage] for stage in stages if stage in column.match.staged]
        missing = tuple(item.name for item in wanted if item.id not in self.filled | self.known)
        if missing and "总" not in column.header:
            self.lost.append((OF_TWO, column, origin, missing))
        elif stages and not wanted and not read:
            self.lost.append((OF_OTHERS, column, origin, ()))

    def _zeros(self, filled: set[str]) -> Iterator[Observation]:
        """0 for what a stage the school does not have would hold: its pupils, and whatever column of it is left blank."""
        zero = Fraction(0)
        places: dict[str, tuple[SchoolRow, Origin, str]] = {}
        ordered = sorted(self.rows, key=_standing)
        for row in ordered:
            for column, origin in row.blanks:
                item = column.match.direct
                if item is not None and _is_count(item) and item.stage in self.absent - set(self.attached):
                    places.setdefault(item.id, (row, origin, ""))
        for row in ordered:
            for stage in sorted(self.absent if row.kind else ()):
                pupils = self.enrolled[stage]
                if pupils is not None:
                    places.setdefault(pupils.id, (row, row.kind_origin, row.kind_text))
        for identifier, (row, origin, text) in places.items():
            if identifier not in filled:
                item = self.vocabulary.indicators[identifier]
                yield self._made(row, item, item.stage, zero, Interval.point(zero), text, origin)

    def _flags(self) -> Iterator[Observation]:
        """Each 0 or 1 once: what columns say; what other words stand for where no column says it, or it says the opposite."""
        said = {flag.item: flag for row in self.rows for flag in row.flags if flag.said}
        once: dict[tuple[str, int], tuple[SchoolRow, Flag]] = {}
        for row in sorted(self.rows, key=_standing):
            for flag in (*row.flags, *_of_kind(row)):
                if flag.said or flag.item not in said:
                    once.setdefault((flag.item, flag.value), (row, flag))
                elif _is_sure(flag) and flag.value != said[flag.item].value and (flag.item, flag.value) not in once:
                    once[flag.item, flag.value] = (row, flag)
                    self.found.append(self._contradiction(said[flag.item], flag))
        if len(self.kinds) > 1:
            kinds = "、".join(kind.name for kind in self.kinds)
            places = {row.kind: row.kind_origin.span for row in self.rows if row.kind is not None}
            hint = "是两所学校就写全称加以区分；是同一所就改成一种"
            self.found.append(warning("INP437", f"“{self.name}”写了几种学校类型：{kinds}", *places.values(), hint=hint))
        for (name, value), (row, flag) in once.items():
            item = self.vocabulary.indicator(name)
            if item is not None:
                figure = Fraction(value)
                yield self._made(row, item, item.stage, figure, Interval.point(figure), flag.text, flag.origin)

    def _contradiction(self, said: Flag, concluded: Flag) -> Diagnostic:
        message = f"“{self.name}”：“{said.item}”填的是“{said.text}”，与“{concluded.text}”不一致"
        hint = "两处改成一致；不改时两个都保留，判定标记数据存疑"
        return warning("INP437", message, said.origin.span, concluded.origin.span, hint=hint)

    def _twice(self, taken: dict[tuple[str, str | None], list[tuple[int, Figure]]]) -> Iterator[Diagnostic]:
        """A warning where a table has the school twice, or two tables say different things of it."""
        again: dict[int, None] = {}
        differing: list[tuple[Figure, Figure]] = []
        for figures in taken.values():
            for (one, first), (other, second) in itertools.combinations(figures[:_SHOWN], 2):
                if one != other and first.bound != second.bound:
                    differing.append((first, second))
                if one != other and (first.origin[:2] == second.origin[:2] or first.bound != second.bound):
                    again.update({one: None, other: None})
        codes = {row.code for row in self.rows if row.code}
        if len(codes) > 1:
            again.update(dict.fromkeys(range(len(self.rows))))
        if not again:
            return
        places = [self.rows[number].place for number in again]
        counted = f"，有 {len(differing)} 项的数不同" if differing else ""
        spans: list[Span] = [*places, *(f.origin.span for pair in differing[:_SHOWN] for f in pair)]
        message = f"“{self.name}”出现了 {len(again)} 次{counted}"
        hint = "是两所学校就写全称加以区分；是同一所就只留一行。不改时都保留，判定标记数据存疑"
        yield warning("INP435", message, *dict.fromkeys(spans), hint=hint)


def _standing(row: SchoolRow) -> tuple[str, str, str]:
    """What tells rows of a school apart other than their figures: of the same 0 or 1 in two rows, the first by this is kept."""
    return row.status, row.evidence, row.note


def _is_count(item: Indicator) -> bool:
    """Whether an item counts something a missing stage has none of; a share or an average would have no value."""
    return not item.formulas and "/" not in item.unit.dimension and item.unit.dimension != "比例"


def _is_sure(flag: Flag) -> bool:
    """Whether what a word stands for can not be otherwise: a school may be older than its buildings, and a 小学 a 教学点."""
    if flag.item in FOUNDED:
        return flag.value == 0
    return flag.value == 1 or flag.item != TEACHING_POINT


def _of_kind(row: SchoolRow) -> Iterator[Flag]:
    """The flags a school's kind stands for; a kindergarten has none of them."""
    if row.kind is None or (row.kind.flag is None and not row.kind.absent):
        return
    for item in FLAGS:
        yield Flag(item, int(item == row.kind.flag), row.kind_text, row.kind_origin, said=False)
