"""What a county has to tell of itself as a whole: figures of the year, of years and regions they are held against, their counts."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dabiao.assess.asked_schools import Name, name_of
from dabiao.assess.model import Bound
from dabiao.inputs.template.layout import PRINTED_UNITS
from dabiao.quantity import Unit, parse_unit
from dabiao.rules.expression import items_of
from dabiao.rules.model import Change, Compare, Formula, Growth, Indicator, Rulebook, Target, Total, limit_of
from dabiao.rules.stages import STAGES

ASKED, ELSEWHERE, OPTIONAL = "asked", "elsewhere", "optional"
_RANK = {ASKED: 0, ELSEWHERE: 1, OPTIONAL: 2}
_SHARES = "比例"


class Need(NamedTuple):
    """A figure of a region as a whole. `part`: asked, of another year or region (elsewhere), or optional.

    `serves` are the indicators it is counted into; `bounds` the targets that rest on it.
    """

    region: str
    indicator: Indicator
    stage: str | None
    year: int
    unit: Unit
    part: str
    serves: tuple[Indicator, ...]
    bounds: tuple[Bound, ...]


class _Record:
    """A need while it is gathered."""

    def __init__(self, unit: Unit, part: str) -> None:
        self.unit = unit
        self.part = part
        self.serves: dict[str, Indicator] = {}
        self.bounds: dict[Name, Bound] = {}


Key = tuple[str, str, str | None, int]


class County:
    """The figures asked of the county as a whole."""

    def __init__(self, rulebook: Rulebook, region: str, year: int) -> None:
        self._indicators = rulebook.indicators
        self._names = rulebook.names()
        self._region, self._year = region, year
        self._records: dict[Key, _Record] = {}
        self._by_counts: set[tuple[str, str | None]] = set()
        self._opponents: dict[str, set[str]] = {}

    def needs(self) -> tuple[Need, ...]:
        """Everything gathered so far."""
        return tuple(
            Need(
                region, self._indicators[item], stage, year, record.unit, record.part, tuple(record.serves.values()),
                tuple(record.bounds.values()),
            )
            for (region, item, stage, year), record in self._records.items()
        )  # fmt: skip

    def take_recognised(self, bounds: Iterable[Bound]) -> None:
        """Notes which indicators are reported by their counts, and which others are compared with, of how many stages."""
        for bound in bounds:
            target = bound.target
            if bound.pack.recognition and self._formulas(target):
                self._by_counts.add((target.indicator or "", target.stage))
            if isinstance(target.form, Compare) and target.form.than is not None and target.stage is not None:
                self._opponents.setdefault(target.form.than, set()).add(target.stage)

    def ask(self, bound: Bound) -> None:
        """Gathers what a target needs."""
        target, form = bound.target, bound.target.form
        indicator = self._indicators[target.indicator or ""]
        by_counts = (indicator.id, target.stage) in self._by_counts
        if not _is_over(bound, self._year):
            self._add(bound, indicator, target.stage, self._year, OPTIONAL if by_counts else ASKED)
        for year in _other_years(bound, self._year):
            self._add(bound, indicator, target.stage, year, ELSEWHERE)
        self._items(bound, indicator, target.stage, ASKED if by_counts else OPTIONAL)
        if isinstance(form, Compare):
            self._opponent(bound, form, indicator)
        for relaxed in target.relaxed:
            for name in items_of(relaxed.when.expr):
                self._add(bound, self._indicators[self._names[name]], target.stage, self._year, ASKED)
            if relaxed.indicator is not None:
                self._add(bound, self._indicators[relaxed.indicator], target.stage, self._year, OPTIONAL)

    def _formulas(self, target: Target) -> tuple[Formula, ...]:
        return self._indicators[target.indicator].formulas if target.indicator else ()

    def _items(self, bound: Bound, indicator: Indicator, stage: str | None, part: str) -> None:
        """The items of the formula that settles the verdict; those only another 口径 needs may stay out."""
        target = bound.target
        staged = {formula.name for formula in indicator.formulas} & set(STAGES)
        chosen = stage if target.formula == "default" and stage in staged else target.formula
        settling = [formula for formula in indicator.formulas if formula.name == chosen]
        others = [formula for formula in indicator.formulas if formula.name != chosen and formula.name not in STAGES]
        for formulas, of_part in ((settling, part), (others, OPTIONAL)):
            for name in dict.fromkeys(name for formula in formulas for name in items_of(formula.expr)):
                item = self._indicators[self._names[name]]
                self._add(bound, item, stage, self._year, of_part, serves=indicator)

    def _opponent(self, bound: Bound, form: Compare, indicator: Indicator) -> None:
        """The other side of a comparison: another region's figure of the same stage, or another indicator's of all stages,
        unless it is held against several stages."""
        years = (self._year, self._year - 1) if form.growth else (self._year,)
        target = bound.target
        if form.of is not None:
            for year in years:
                self._add(bound, indicator, target.stage, year, ELSEWHERE, region=form.of)
            return
        other = self._indicators[form.than or indicator.id]
        stage = target.stage if len(self._opponents.get(other.id, ())) > 1 else None
        for year in years:
            self._add(bound, other, stage, year, ASKED if year == self._year else ELSEWHERE)

    def _add(
        self,
        bound: Bound,
        indicator: Indicator,
        stage: str | None,
        year: int,
        part: str,
        *,
        region: str | None = None,
        serves: Indicator | None = None,
    ) -> None:
        key = (region or self._region, indicator.id, indicator.stage or stage, year)
        record = self._records.setdefault(key, _Record(_unit(bound.target, indicator, serves), part))
        if _RANK[part] < _RANK[record.part]:
            record.part = part
        record.bounds[name_of(bound)] = bound
        if serves is not None:
            record.serves[serves.id] = serves


def _unit(target: Target, indicator: Indicator, serves: Indicator | None) -> Unit:
    """The unit the clause speaks in, where a county would: 万元/人 rather than 元/人, but never ‰ or 百分点 for %; else the one statistics print."""
    limit = limit_of(target.form)
    own = indicator.unit
    same = serves is None and limit is not None and limit.unit.dimension == own.dimension != _SHARES
    if same and limit is not None:
        return limit.unit
    return parse_unit(PRINTED_UNITS[indicator.name]) if indicator.name in PRINTED_UNITS else own


def _is_over(bound: Bound, year: int) -> bool:
    """Whether what is added up ended in an earlier year: this year's figure is no part of it."""
    by = bound.target.by
    return isinstance(bound.target.form, Total) and by is not None and int(by[:4]) < year


def _other_years(bound: Bound, year: int) -> Iterator[int]:
    """The years besides this one whose figures the form compares with, or adds up."""
    form, start = bound.target.form, bound.pack.source.start
    if isinstance(form, Total):
        last = min(year, int(bound.target.by[:4])) if bound.target.by else year
        yield from (one for one in range(start, last + 1) if one != year)
    elif isinstance(form, Change) or (isinstance(form, Growth) and not form.average):
        since = getattr(form, "since", None) if isinstance(form, Change) else None
        base = year - 1 if since is None else since
        if base < year:
            yield base
    elif isinstance(form, Growth):
        base = start - 1 if form.since is None else form.since
        if base < year:
            yield base
    elif isinstance(form, Compare) and form.growth:
        yield year - 1
