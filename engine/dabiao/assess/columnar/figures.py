"""Figures in SQL: as reported, as computed from items, and reconciled; the states assess/figures.py gives them, in columns.

A figure is absent, clean (one exact value), or mixed: several that differ, one-sided, only partly actual. What is mixed is not
judged here but handed to the reference engine.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.lines import both
from dabiao.assess.columnar.rational import Arithmetic, Ratio
from dabiao.assess.columnar.sheet import Sheet, all_of, any_of
from dabiao.inputs.model import ACTUAL, ESTIMATE, PLANNED
from dabiao.rules.expression import items_of
from dabiao.rules.model import Formula, Indicator, Rulebook
from dabiao.rules.stages import STAGES, is_part

ABSENT, CLEAN, MIXED = 0, 1, 2
# how a cell counts its rows: each adds one, and what it is above all counts, so that a sum of one row is like no other
ROW = {ACTUAL: 1, ESTIMATE: 1 + 2**32, PLANNED: 1 + 2**33}
ODD_ROW = 1 + 2**34
_ONE_ROW = ", ".join(str(count) for count in ROW.values())
_MOST_PLACES = 12


class Fig(NamedTuple):
    """A figure in the indicator's unit. `state` is SQL for ABSENT, CLEAN or MIXED; the rest counts where it is clean."""

    state: str
    value: Ratio
    actual: str
    possible: str
    clear: str
    label: str

    def is_(self, state: int) -> str:
        """The condition that the figure is in a state; settled where nothing can be reported at all."""
        return str(state == ABSENT).lower() if self.state == str(ABSENT) else f"({self.state} = {state})"


_NOTHING = Fig(str(ABSENT), Ratio("0::BIGINT", 1, "false", 0, 1), "true", "true", "true", "")


class Units(NamedTuple):
    """How many units of a cell's whole number make one of the indicator's unit; of which indicators and stages there are rows; and the largest whole number (either way) there is of each."""

    of: Mapping[str, int]
    present: frozenset[tuple[str, str | None]]
    largest: Mapping[str, int]

    def den(self, indicator: str) -> int:
        """The denominator of a cell; 1 for an indicator nothing is reported of."""
        return self.of.get(indicator, 1)


class SqlFigures:
    """The figures of one row of a sheet (a region, or a school)."""

    def __init__(self, sheet: Sheet, rulebook: Rulebook, units: Units) -> None:
        self.sheet = sheet
        self.indicators = rulebook.indicators
        self.units = units
        self._names = {name: i for i, ind in rulebook.indicators.items() for name in (ind.name, *ind.aliases)}
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
            state = self.sheet.let(
                f"CASE WHEN coalesce({count}, 0) = 0 THEN {ABSENT} WHEN {count} IN ({_ONE_ROW}) AND {value} IS NOT NULL "
                f"THEN {CLEAN} ELSE {MIXED} END"
            )
            den = self.units.den(indicator.id)
            ratio = Ratio(value, den, self.sheet.let(f"{state} = {CLEAN}"), self.units.largest[indicator.id], den)
            possible, clear, lost = self._judged(indicator, ratio)
            state = self._unless(lost, state)
            self._made[key] = Fig(state, ratio, self.sheet.let(f"{count} = {ROW[ACTUAL]}"), possible, clear, "填报")
        return self._made[key]

    def _judged(self, indicator: Indicator, ratio: Ratio) -> tuple[str, str, str]:
        """Whether a value is within the indicator's bounds, whether it raises no doubt, and whether that could not be computed."""
        sums = Arithmetic(self.sheet)
        possible = sums.within(ratio, indicator.bounds)
        clear = sums.within(ratio, both(indicator.bounds, indicator.usual))
        return possible, clear, sums.lost

    def _unless(self, lost: str, state: str) -> str:
        return state if lost == "false" else self.sheet.let(f"CASE WHEN {lost} THEN {MIXED} ELSE {state} END")

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
            chosen = self.either(self.sheet.let(f"{fig.state} <> {ABSENT}"), fig, chosen)
        return chosen

    def either(self, condition: str, one: Fig, two: Fig) -> Fig:
        """One figure where the condition holds, else the other."""
        if one == two:
            return one

        def pick(a: str, b: str) -> str:
            return a if a == b else self.sheet.let(f"CASE WHEN {condition} THEN {a} ELSE {b} END")

        same = one.value.den == two.value.den
        den: str | int = one.value.den if same else pick(one.value.below, two.value.below)
        most, deepest = max(one.value.most, two.value.most), max(one.value.deepest, two.value.deepest)
        value = Ratio(pick(one.value.num, two.value.num), den, pick(one.value.ok, two.value.ok), most, deepest)
        return Fig(
            pick(one.state, two.state), value, pick(one.actual, two.actual), pick(one.possible, two.possible),
            pick(one.clear, two.clear), one.label,
        )  # fmt: skip

    def computed(self, indicator: Indicator, formula: Formula, stage: str | None, year: int) -> Fig:
        """The figure a formula gives: absent where an item is, or where the value is undefined."""
        key = ("computed", indicator.id, formula.name, stage, year)
        if key not in self._made:
            names = items_of(formula.expr)
            items = {name: self.item(name, stage, year) for name in names}
            sums = Arithmetic(self.sheet)
            value = sums.evaluate(formula.expr, {name: fig.value for name, fig in items.items()})
            missing = any_of(fig.is_(ABSENT) for fig in items.values())
            if missing == "true":
                self._made[key] = _NOTHING
                return _NOTHING
            mixed = any_of(fig.is_(MIXED) for fig in items.values())
            possible, clear, lost = self._judged(indicator, value)
            over = any_of((sums.lost, lost))
            state = self.sheet.let(
                f"CASE WHEN {missing} THEN {ABSENT} WHEN {mixed} OR coalesce({over}, true) THEN {MIXED} "
                f"WHEN {value.ok} THEN {CLEAN} ELSE {ABSENT} END"
            )
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
        rounds = self._rounds_to(computed.value, reported.value)
        alone = f"{computed.state} = {ABSENT} OR ({computed.state} = {CLEAN} AND NOT {computed.actual} AND {reported.actual})"
        gives_way = f"{rounds} OR ({computed.actual} AND NOT {reported.actual})"
        state = self.sheet.let(
            f"CASE WHEN {computed.state} = {ABSENT} THEN {reported.state} WHEN {reported.state} = {ABSENT} THEN {computed.state} "
            f"WHEN {reported.state} = {MIXED} OR {computed.state} = {MIXED} THEN {MIXED} WHEN {alone} THEN {reported.state} "
            f"WHEN coalesce({gives_way}, false) THEN {computed.state} ELSE {MIXED} END"
        )
        takes_reported = self.sheet.let(f"{reported.state} <> {ABSENT} AND ({alone})")
        self._made[key] = self.either(takes_reported, reported, computed)._replace(state=state)
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

    def told(self, name: str, stage: str | None, year: int) -> tuple[Fig, list[str]]:
        """An item as conditions on schools take it (see entities.Entities.value), and the states of all it may rest on."""
        key = ("told", name, stage, year)
        indicator = self.indicators[self._names[name]]
        wanted = indicator.stage or stage
        states: list[str] = []
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
        return (
            fig
            if fig == _NOTHING
            else fig._replace(
                state=self.sheet.let(
                    f"CASE WHEN {fig.state} = {CLEAN} AND NOT {fig.actual} THEN {MIXED} ELSE {fig.state} END"
                )
            )
        )

    def _of_parts(self, indicator: Indicator, parts: Sequence[str], year: int) -> Fig:
        figs = [fig for part in parts if (fig := self.reported(indicator._replace(stage=None), part, year)) != _NOTHING]
        if not figs:
            return _NOTHING
        count = " + ".join(f"CAST({fig.state} <> {ABSENT} AS INTEGER)" for fig in figs)
        found = self.first(figs)
        return found._replace(state=self.sheet.let(f"CASE WHEN {count} > 1 THEN {MIXED} ELSE {found.state} END"))

    def _told_computed(
        self, indicator: Indicator, formula: Formula, stage: str | None, year: int
    ) -> tuple[Fig, list[str]]:
        names = items_of(formula.expr)
        told = {name: self.told(name, stage, year) for name in names}
        states = [state for _, below in told.values() for state in below]
        sums = Arithmetic(self.sheet)
        value = sums.evaluate(formula.expr, {name: fig.value for name, (fig, _) in told.items()})
        missing = any_of(fig.is_(ABSENT) for fig, _ in told.values())
        if missing == "true":
            return _NOTHING, states
        mixed = any_of(fig.is_(MIXED) for fig, _ in told.values())
        state = self.sheet.let(
            f"CASE WHEN {missing} THEN {ABSENT} WHEN {mixed} OR coalesce({sums.lost}, true) THEN {MIXED} "
            f"WHEN {value.ok} THEN {CLEAN} ELSE {ABSENT} END"
        )
        return Fig(state, value, "true", "true", "true", "计算"), states

    def condition(self, formula: Formula, stage: str | None, year: int) -> tuple[str, str, list[str]]:
        """A condition on a school: whether it holds (null: can not be told), whether to hand it on, and the states it rests on."""
        told = {name: self.told(name, stage, year) for name in items_of(formula.expr)}
        sums = Arithmetic(self.sheet)
        holds = sums.holds(formula.expr, {n: fig.value._replace(ok=fig.is_(CLEAN)) for n, (fig, _) in told.items()})
        mixed = any_of((*(fig.is_(MIXED) for fig, _ in told.values()), sums.lost))
        return holds, self.sheet.let(mixed), [state for _, below in told.values() for state in below]
