"""Figures in SQL: as reported, as computed from items, and reconciled; the states assess/figures.py gives them, in columns.

A figure is absent, clean (one exact value), or mixed: several that differ, one-sided, only partly actual. What is mixed is not
judged here but handed to the reference engine.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.lines import both
from dabiao.assess.columnar.rational import Arithmetic, Ratio
from dabiao.assess.columnar.sheet import Sheet, all_of, any_of, not_
from dabiao.inputs.model import ACTUAL, ESTIMATE, PLANNED
from dabiao.rules.expression import items_of
from dabiao.rules.model import Formula, Indicator, Rulebook
from dabiao.rules.stages import STAGES, is_part

# how a cell counts its rows: each adds one, and what it is above all counts, so that a sum of one row is like no other
ROW = {ACTUAL: 1, ESTIMATE: 1 + 2**32, PLANNED: 1 + 2**33}
ODD_ROW = 1 + 2**34
_ONE_ROW = ", ".join(str(count) for count in ROW.values())
_MOST_PLACES = 12


class State(NamedTuple):
    """How a figure stands, as two conditions that are never null and never both true: absent, mixed; neither is clean."""

    absent: str
    mixed: str

    @classmethod
    def of(cls, absent: str, mixed: str) -> "State":
        """What is absent is not mixed besides."""
        return cls(absent, "false" if absent == "true" else all_of((not_(absent), mixed)))

    @property
    def clean(self) -> str:
        """One exact value."""
        return all_of((not_(self.absent), not_(self.mixed)))

    @property
    def there(self) -> str:
        """Clean or mixed."""
        return not_(self.absent)

    @property
    def never(self) -> bool:
        """Whether nothing can be reported at all."""
        return self.absent == "true"


NEVER = State("true", "false")


class Fig(NamedTuple):
    """A figure in the indicator's unit. What stands after `state` counts where it is clean."""

    state: State
    value: Ratio
    actual: str
    possible: str
    clear: str
    label: str


_NOTHING = Fig(NEVER, Ratio("0::BIGINT", 1, "false", 0, 1), "true", "true", "true", "")


class Units(NamedTuple):
    """How many units of a cell's whole number make one of the indicator's unit; of which indicators and stages there are rows; the
    largest whole number (either way) there is of each; and whether no figure at all is below zero."""

    of: Mapping[str, int]
    present: frozenset[tuple[str, str | None]]
    largest: Mapping[str, int]
    positive: bool = False

    def den(self, indicator: str) -> int:
        """The denominator of a cell; 1 for an indicator nothing is reported of."""
        return self.of.get(indicator, 1)


class SqlFigures:
    """The figures of one row of a sheet (a region, or a school). `flags`: whether a verdict's flags are asked for besides."""

    def __init__(self, sheet: Sheet, rulebook: Rulebook, units: Units, *, flags: bool = True) -> None:
        self.sheet = sheet
        self.flags = flags
        self.indicators = rulebook.indicators
        self.units = units
        self._names = rulebook.names()
        self._made: dict[tuple[object, ...], Fig] = {}

    def item_id(self, name: str) -> str:
        """The indicator of a name as formulas write it."""
        return self._names[name]

    def reported(self, indicator: Indicator, stage: str | None, year: int) -> Fig:
        """The figure as typed."""
        key = ("reported", indicator.id, indicator.stage or stage, year)
        if (indicator.id, indicator.stage or stage) not in self.units.present:
            return _NOTHING
        if key not in self._made:
            value, count = self.sheet.cell(indicator.id, indicator.stage or stage, year)
            state, actual = State(f"({value} IS NULL)", "false"), "true"
            if not self.sheet.plain:
                absent = self.sheet.let(f"coalesce({count}, 0) = 0")
                one = self.sheet.let(f"coalesce({count}, 0) IN ({_ONE_ROW}) AND {value} IS NOT NULL")
                state = State(absent, self.sheet.let(f"NOT {absent} AND NOT {one}"))
                actual = self.sheet.let(f"{count} = {ROW[ACTUAL]}")
            den = self.units.den(indicator.id)
            most = self.units.largest[indicator.id]
            ratio = Ratio(value, den, self.sheet.let(state.clean), most, den, self.units.positive)
            possible, clear, lost = self._judged(indicator, ratio)
            self._made[key] = Fig(self._unless(lost, state), ratio, actual, possible, clear, "填报")
        return self._made[key]

    def _judged(self, indicator: Indicator, ratio: Ratio) -> tuple[str, str, str]:
        """Whether a value is within the indicator's bounds, whether it raises no doubt, and whether that could not be computed."""
        sums = Arithmetic(self.sheet)
        possible = sums.within(ratio, indicator.bounds)
        clear = sums.within(ratio, both(indicator.bounds, indicator.usual))
        return possible, clear, sums.lost

    def _unless(self, lost: str, state: State) -> State:
        if lost == "false":
            return state
        return State.of(state.absent, self.sheet.let(any_of((state.mixed, f"coalesce({lost}, true)"))))

    def item(self, name: str, stage: str | None, year: int) -> Fig:
        """A formula's item: as reported for the stage, else without one, else by the item's own formula."""
        indicator = self.indicators[self._names[name]]
        figs = [self.reported(indicator, stage, year)]
        if indicator.stage is None and stage is not None:
            figs.append(self.reported(indicator, None, year))
        own = indicator.own_formula(stage)
        if own is not None:
            figs.append(self.computed(indicator, own, indicator.stage or stage, year))
        return self.first(figs)

    def settled_item(self, name: str, stage: str | None, year: int) -> Fig:
        """An item as a figure of its own, other 口径 left out: of the stage, else without one."""
        indicator = self.indicators[self._names[name]]
        figs = [self.settled(indicator, stage, year, "default")[0]]
        if stage is not None:
            figs.append(self.settled(indicator, None, year, "default")[0])
        return self.first(figs)

    def first(self, figs: Sequence[Fig]) -> Fig:
        """The first figure that is there."""
        there = [fig for fig in figs if fig != _NOTHING] or [_NOTHING]
        chosen = there[-1]
        for fig in reversed(there[:-1]):
            chosen = self.either(self.sheet.let(fig.state.there), fig, chosen)
        return chosen

    def either(self, condition: str, one: Fig, two: Fig) -> Fig:
        """One figure where the condition holds, else the other."""
        if one == two:
            return one

        def pick(a: str, b: str) -> str:
            if a == b:
                return a
            if {a, b} <= {"true", "false"}:
                return condition if a == "true" else not_(condition)
            return self.sheet.let(f"CASE WHEN {condition} THEN {a} ELSE {b} END")

        same = one.value.den == two.value.den
        den: str | int = one.value.den if same else pick(one.value.below, two.value.below)
        most, deepest = max(one.value.most, two.value.most), max(one.value.deepest, two.value.deepest)
        positive = one.value.positive and two.value.positive
        value = Ratio(
            pick(one.value.num, two.value.num), den, pick(one.value.ok, two.value.ok), most, deepest, positive
        )
        state = State(pick(one.state.absent, two.state.absent), pick(one.state.mixed, two.state.mixed))
        return Fig(
            state, value, pick(one.actual, two.actual), pick(one.possible, two.possible), pick(one.clear, two.clear), one.label
        )  # fmt: skip

    def computed(self, indicator: Indicator, formula: Formula, stage: str | None, year: int) -> Fig:
        """The figure a formula gives: absent where an item is, or where the value is undefined."""
        key = ("computed", indicator.id, formula.name, stage, year)
        if key not in self._made:
            names = items_of(formula.expr)
            items = {name: self.item(name, stage, year) for name in names}
            sums = Arithmetic(self.sheet)
            value = sums.evaluate(formula.expr, {name: fig.value for name, fig in items.items()})
            if any(fig.state.never for fig in items.values()):
                self._made[key] = _NOTHING
                return _NOTHING
            possible, clear, lost = self._judged(indicator, value)
            state = self._state_of([fig.state for fig in items.values()], value, any_of((sums.lost, lost)))
            label = "计算" if formula.name == "default" or formula.name in STAGES else formula.name
            self._made[key] = Fig(
                state,
                value,
                self.sheet.let(all_of(fig.actual for fig in items.values())),
                self.sheet.let(all_of((possible, *(fig.possible for fig in items.values())))),
                self.sheet.let(all_of((clear, *(fig.clear for fig in items.values())))),
                label,
            )
        return self._made[key]

    def _state_of(self, items: Sequence[State], value: Ratio, lost: str) -> State:
        """Absent where an item is, mixed where one is or the value could not be held, absent where the value is undefined."""
        if self.sheet.plain and lost == "false" and all(item.mixed == "false" for item in items):
            ends = (value.num,) if isinstance(value.den, int) else (value.num, value.den)
            return State(self.sheet.let(any_of(f"({end} IS NULL)" for end in ends)), "false")
        missing = any_of(item.absent for item in items)
        mixed = any_of(
            (*(item.mixed for item in items), lost if lost in ("true", "false") else f"coalesce({lost}, true)")
        )
        defined = value.ok if value.ok in ("true", "false") else f"coalesce({value.ok}, false)"
        absent = self.sheet.let(any_of((missing, all_of((not_(mixed), not_(defined))))))
        return State(absent, self.sheet.let(State.of(absent, mixed).mixed))

    def settled(self, indicator: Indicator, stage: str | None, year: int, variant: str) -> tuple[Fig, tuple[Fig, ...]]:
        """The figure that settles a verdict, and those of other 口径."""
        reported = self.reported(indicator, stage, year)
        named = {formula.name for formula in indicator.formulas}
        chosen = stage if variant == "default" and stage in named else variant
        computed = {
            f.name: self.computed(indicator, f, stage, year)
            for f in indicator.formulas
            if f.name == chosen or f.name not in STAGES
        }
        own = computed.pop(chosen or variant, None)
        return reported if own is None else self._reconciled(reported, own), tuple(computed.values())

    def _reconciled(self, reported: Fig, computed: Fig) -> Fig:
        """The reported figure gives way to the computed one it rounds; two that are both good stay two, which is mixed."""
        key = ("reconciled", reported, computed)
        if computed == _NOTHING or reported == _NOTHING:
            return reported if computed == _NOTHING else computed
        if key in self._made:
            return self._made[key]
        one, two = reported.state, computed.state
        rounds = self._rounds_to(computed.value, reported.value)
        alone = any_of((two.absent, all_of((two.clean, not_(computed.actual), reported.actual))))
        gives_way = any_of((rounds, all_of((computed.actual, not_(reported.actual)))))
        settled = self.sheet.let(any_of((alone, f"coalesce({gives_way}, false)")))
        absent = self.sheet.let(all_of((one.absent, two.absent)))
        # two that are there: both clean, and one of them stands for both
        mixed = any_of((one.mixed, two.mixed, all_of((one.there, two.there, not_(settled)))))
        takes_reported = self.sheet.let(all_of((one.there, alone)))
        self._made[key] = self.either(takes_reported, reported, computed)._replace(
            state=State(absent, self.sheet.let(mixed))
        )
        return self._made[key]

    def _rounds_to(self, computed: Ratio, reported: Ratio) -> str:
        """Whether the computed value, rounded to the places the reported one was typed with, is the reported one."""
        assert isinstance(reported.den, int)  # noqa: S101 - a cell's unit is a constant
        sums = Arithmetic(self.sheet)
        cases = []
        for places in range(_MOST_PLACES + 1):
            unit = reported.den // math.gcd(reported.den, 10**places)
            rounded = sums.rounded(computed, places)
            equal = sums.compared(rounded, "==", reported)
            if unit == 1:
                cases.append(f"ELSE {equal}")
                break
            whole = "true" if places == _MOST_PLACES else f"{reported.num} % {unit}::HUGEINT = 0"
            cases.append(f"WHEN {whole} THEN {equal}")
        if cases and cases[0].startswith("ELSE"):
            return cases[0].removeprefix("ELSE ")
        return self.sheet.let(f"CASE {' '.join(cases)} END")

    def told(self, name: str, stage: str | None, year: int) -> tuple[Fig, list[State]]:
        """An item as conditions on schools take it (see entities.Entities.value), and the states of all it may rest on."""
        key = ("told", name, stage, year)
        indicator = self.indicators[self._names[name]]
        wanted = indicator.stage or stage
        states: list[State] = []
        figs = [self.reported(indicator._replace(stage=None), wanted, year)]
        if wanted is not None:
            figs.append(self.reported(indicator._replace(stage=None), None, year))
        parts = [part for part in (*STAGES,) if part != wanted and is_part(part, wanted)]
        own = indicator.own_formula(stage)
        if parts:
            figs.append(self._of_parts(indicator, parts, year))
        states += [fig.state for fig in figs]
        # a figure that is not actual may be pushed aside by one of another stage: that is left to the reference
        figs = [self._only_actual(fig) for fig in figs]
        if own is not None:
            fig, below = self._told_computed(indicator, own, indicator.stage or stage, year)
            figs.append(fig)
            states += below
        if key not in self._made:
            self._made[key] = self.first(figs)
        return self._made[key], states

    def _only_actual(self, fig: Fig) -> Fig:
        if fig.actual == "true":
            return fig
        mixed = any_of((fig.state.mixed, all_of((fig.state.clean, not_(fig.actual)))))
        return fig._replace(state=State(fig.state.absent, self.sheet.let(mixed)))

    def _of_parts(self, indicator: Indicator, parts: Sequence[str], year: int) -> Fig:
        figs = [fig for part in parts if (fig := self.reported(indicator._replace(stage=None), part, year)) != _NOTHING]
        if not figs:
            return _NOTHING
        found = self.first(figs)
        if len(figs) == 1:
            return found
        count = " + ".join(f"CAST({fig.state.there} AS INTEGER)" for fig in figs)
        return found._replace(state=State(found.state.absent, self.sheet.let(f"{found.state.mixed} OR ({count}) > 1")))

    def _told_computed(
        self, indicator: Indicator, formula: Formula, stage: str | None, year: int
    ) -> tuple[Fig, list[State]]:
        names = items_of(formula.expr)
        told = {name: self.told(name, stage, year) for name in names}
        states = [state for _, below in told.values() for state in below]
        sums = Arithmetic(self.sheet)
        value = sums.evaluate(formula.expr, {name: fig.value for name, (fig, _) in told.items()})
        if any(fig.state.never for fig, _ in told.values()):
            return _NOTHING, states
        state = self._state_of([fig.state for fig, _ in told.values()], value, sums.lost)
        return Fig(state, value, "true", "true", "true", "计算"), states

    def condition(self, formula: Formula, stage: str | None, year: int) -> tuple[str, str, list[State]]:
        """A condition on a school: whether it holds (null: can not be told), whether to hand it on, and the states it rests on."""
        told = {name: self.told(name, stage, year) for name in items_of(formula.expr)}
        sums = Arithmetic(self.sheet)
        values = {n: self._defined(fig) for n, (fig, _) in told.items()}
        holds = sums.holds(formula.expr, values)
        mixed = any_of((*(fig.state.mixed for fig, _ in told.values()), sums.lost))
        return holds, self.sheet.let(mixed), [state for _, below in told.values() for state in below]

    def _defined(self, fig: Fig) -> Ratio:
        """The value, defined only where it is clean. On a plain sheet it is null elsewhere; what can never be there is null too."""
        if fig.state.never:
            return fig.value._replace(num="NULL::BIGINT", ok="false")
        return fig.value._replace(ok=self.sheet.let(fig.state.clean))
