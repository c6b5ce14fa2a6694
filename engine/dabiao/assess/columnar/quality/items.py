"""Items of a place as columns: what inputs/quality/scene.py makes of them, for figures that stand once and have one value.

Places where a figure stands twice, or is known from one side only, are suspected whatever the rules say (see places.py).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from dabiao.assess.columnar.figures import Units
from dabiao.assess.columnar.rational import HUGEINT, Arithmetic, Ratio, constant
from dabiao.assess.columnar.sheet import Sheet, any_of
from dabiao.rules.expression import Expr, items_of
from dabiao.rules.model import Formula, Indicator, Rulebook

# the year of a place, and the one before, as keys of a sheet
NOW, BEFORE = 0, -1
Key = tuple[str, str | None]
_ABSENT = Ratio("0::BIGINT", 1, "false", 0, 1)


class SqlItems:
    """The items of one row of a sheet: a place. Columns v hold values, c (where asked for) one unit of the last digit as typed."""

    def __init__(self, sheet: Sheet, rulebook: Rulebook, units: Units, apart: Mapping[Key, Fraction]) -> None:
        self.sheet = sheet
        self.indicators = rulebook.indicators
        self.sums = Arithmetic(sheet)
        self.digits: set[Key] = set()
        self._units = units
        self._apart = apart
        self._names = rulebook.names()
        self._stages: dict[str, set[str | None]] = {}
        for indicator, stage in units.present:
            self._stages.setdefault(indicator, set()).add(stage)

    def item(self, name: str) -> Indicator:
        """The indicator of a name or alias."""
        return self.indicators[self._names[name]]

    def any_reported(self, items: Iterable[Indicator]) -> bool:
        """Whether any of the items is reported anywhere."""
        return any(item.id in self._stages for item in items)

    def stages_of(self, items: Iterable[Indicator]) -> list[str | None]:
        """The stages at which items of no stage of their own are reported anywhere; [None] where all have their own."""
        loose = [item for item in items if item.stage is None]
        if not loose:
            return [None]
        found = {stage for item in loose for stage in self._stages.get(item.id, ())}
        return sorted(found, key=lambda stage: stage or "")

    def apart(self, item: Indicator, stage: str | None) -> Fraction:
        """How many times the largest figure there is, is the smallest that is not zero (either way)."""
        return self._apart.get((item.id, stage), Fraction(0))

    def typed(self, item: Indicator, stage: str | None, year: int = NOW) -> Ratio | None:
        """The figure of exactly this stage; None where nobody reports it."""
        if (item.id, stage) not in self._units.present:
            return None
        value, _ = self.sheet.cell(item.id, stage, NOW)
        if year != NOW:
            value, _ = self.sheet.cell(item.id, stage, year)
        return Ratio(
            value,
            self._units.den(item.id),
            f"({value} IS NOT NULL)",
            self._units.largest[item.id],
            self._units.den(item.id),
        )

    def digit(self, item: Indicator, stage: str | None) -> str:
        """The column of one unit of a figure's last digit as typed."""
        self.digits.add((item.id, stage))
        return self.sheet.cell(item.id, stage, NOW)[1]

    def held(self, item: Indicator, stage: str | None) -> Ratio | None:
        """The figure of the item's own stage, else of the stage asked."""
        return self.typed(item, item.stage if stage is None or item.stage is not None else stage)

    def exact(self, item: Indicator, stage: str | None, *, whole: bool) -> Ratio | None:
        """The item's value: as reported, else by its own formula. `whole`: one of no stage may stand for one of the stage."""
        found = [self.held(item, stage)]
        if whole:
            found.append(self.held(item, None))
        own = item.own_formula(stage)
        if own is not None:
            found.append(self.value(own.expr, item.stage or stage, whole=whole))
        there = [one for one in found if one is not None]
        chosen = there[-1] if there else None
        for one in reversed(there[:-1]):
            chosen = self.either(one, chosen) if chosen is not None else one
        return chosen

    def value(self, expr: Expr, stage: str | None, *, whole: bool) -> Ratio | None:
        """The value of a formula; None where one of its items is nowhere."""
        items: dict[str, Ratio] = {}
        for name in items_of(expr):
            found = self.exact(self.item(name), stage, whole=whole)
            if found is None:
                return None
            items[name] = found
        return self.sums.evaluate(expr, items)

    def applies(self, condition: Formula | None, stage: str | None) -> str:
        """Whether a condition does not fail."""
        if condition is None:
            return "true"
        items = {name: self.exact(self.item(name), stage, whole=True) or _ABSENT for name in items_of(condition.expr)}
        return f"({self.sums.holds(condition.expr, items)} IS DISTINCT FROM false)"

    def either(self, one: Ratio, two: Ratio) -> Ratio:
        """The one value where it is there, else the other."""
        if one == two:
            return one
        let = self.sheet.let
        one, two = _alike(one, two)
        num = let(f"CASE WHEN {one.ok} THEN {one.num} ELSE {two.num} END")
        den: str | int = one.den
        if one.den != two.den:
            den = let(f"CASE WHEN {one.ok} THEN {one.below} ELSE {two.below} END")
        return Ratio(num, den, any_of((one.ok, two.ok)), max(one.most, two.most), max(one.deepest, two.deepest))

    def filled(self, one: Ratio, blank: Fraction) -> Ratio:
        """The value, or a number where it is blank."""
        return self.either(one, constant(blank))

    def over(self, one: Ratio | None, two: Ratio | None) -> str:
        """Whether the one is surely more than the other; an end that is open is neither."""
        if one is None or two is None:
            return "false"
        return f"coalesce({self.sums.compared(one, '>', two)}, false)"

    def reported_at(self) -> Sequence[tuple[Indicator, str | None]]:
        """Every item with every stage it is reported at."""
        pairs = sorted(self._units.present, key=lambda pair: (pair[0], pair[1] or ""))
        return [(self.indicators[item], stage) for item, stage in pairs if item in self.indicators]


def _alike(one: Ratio, two: Ratio) -> tuple[Ratio, Ratio]:
    """The two over one denominator, where that is a constant and their numerators keep to a whole number of SQL."""
    if one.den == two.den or not isinstance(one.den, int) or not isinstance(two.den, int):
        return one, two
    common = math.lcm(one.den, two.den)
    if max(one.most * (common // one.den), two.most * (common // two.den)) > HUGEINT:
        return one, two
    return _over(one, one.den, common), _over(two, two.den, common)


def _over(one: Ratio, den: int, common: int) -> Ratio:
    by = common // den
    num = one.num if by == 1 else f"({one.num}::HUGEINT * {by}::HUGEINT)"
    return Ratio(num, common, one.ok, one.most * by, common)
