"""What the targets that bind a region in a year have to be told: figures of the county, items of schools, reports of what was done.

Nothing is asked twice. A standard for recognition wants an indicator's counts (its forms print them), and the share may then stay
out; a plan speaks of the share, and its counts may stay out. What sheets of schools say is not asked of the county again.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dabiao.assess.model import Bound
from dabiao.inputs._school_types import FLAGS, PRIVATE, TOWN
from dabiao.inputs.template.layout import KINDERGARTEN_GROUPS, SCHOOL_GROUPS
from dabiao.inputs.vocabulary import fold_name, vocabulary_of
from dabiao.quantity import Unit
from dabiao.rules.expression import items_of
from dabiao.rules.model import (
    Attest,
    Change,
    Compare,
    Cv,
    Each,
    Formula,
    Group,
    Growth,
    Indicator,
    Milestone,
    Rulebook,
    Target,
    Total,
    limit_of,
)
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


class ItemNeed(NamedTuple):
    """An item schools (or kindergartens) report, and the targets that rest on it."""

    item: Indicator
    bounds: tuple[Bound, ...]


class Report(NamedTuple):
    """A milestone or attestation under the name a table may call it by, and the targets it is of."""

    name: str
    bounds: tuple[Bound, ...]


class Asked(NamedTuple):
    """All that is asked. The items of schools and kindergartens are None where no target is judged for each of them."""

    needs: tuple[Need, ...]
    schools: tuple[ItemNeed, ...] | None
    kindergartens: tuple[ItemNeed, ...] | None
    reports: tuple[Report, ...]


def asked(rulebook: Rulebook, bounds: Iterable[Bound], region: str, year: int) -> Asked:
    """What the bound targets have to be told of the region and the year, in the order of the targets."""
    of_all = tuple(bounds)
    entities = _Entities(rulebook, of_all)
    county = _County(rulebook, region, year)
    told = [bound for bound in of_all if not entities.tell(bound) and not _is_report(bound)]
    county.take_recognised(told)
    for bound in told:
        county.ask(bound)
    return Asked(county.needs(), entities.of("school"), entities.of("kindergarten"), tuple(_reports(rulebook, of_all)))


def _is_report(bound: Bound) -> bool:
    return isinstance(bound.target.form, (Milestone, Attest))


def _reports(rulebook: Rulebook, bounds: Iterable[Bound]) -> Iterator[Report]:
    """Each report once, though several documents ask for it; by its reference where its words mean something else."""
    vocabulary = vocabulary_of(rulebook)
    named: dict[str, list[Bound]] = {}
    shown: dict[str, str] = {}
    for bound in bounds:
        form = bound.target.form
        if not isinstance(form, (Milestone, Attest)):
            continue
        words = f"{form.subject or ''}{form.what}" if isinstance(form, Milestone) else form.what
        ref = bound.target.ref
        clear = vocabulary.indicator(words) is None and ref in vocabulary.subject(words)
        name = words if clear else ref
        shown.setdefault(fold_name(name), name)
        named.setdefault(fold_name(name), []).append(bound)
    for key, several in named.items():
        yield Report(shown[key], tuple(several))


Name = tuple[str, str, str | None]


def _name(bound: Bound) -> Name:
    """What tells a target of a stage from every other; much quicker to compare than the whole of it."""
    return bound.target.pack, bound.target.id, bound.target.stage


class _Entities:
    """The items asked of each school and each kindergarten."""

    def __init__(self, rulebook: Rulebook, bounds: tuple[Bound, ...]) -> None:
        self._indicators = rulebook.indicators
        self._names = {name: i for i, ind in rulebook.indicators.items() for name in (ind.name, *ind.aliases)}
        self._asked: dict[str, dict[str, dict[Name, Bound]]] = {}
        for bound in bounds:
            kind = self._kind(bound)
            if kind is not None:
                self._add(kind, bound)
        self._told = {_name(bound) for bound in bounds if self._kind(bound) is not None}
        for bound in bounds:
            # a rule for each school whose items the sheet has anyhow is not asked of the county as a share
            form = bound.target.form
            if isinstance(form, Each) and _name(bound) not in self._told and form.kind in self._asked:
                items = set(self._closure(_conditions(form)))
                if items <= self._laid_out(form.kind) | set(self._asked[form.kind]):
                    self._told.add(_name(bound))
                    self._add(form.kind, bound)

    def tell(self, bound: Bound) -> bool:
        """Whether the sheets of schools tell all the target has to be told."""
        return _name(bound) in self._told

    def of(self, kind: str) -> tuple[ItemNeed, ...] | None:
        """The items asked of each of the kind."""
        if kind not in self._asked:
            return None
        return tuple(ItemNeed(self._indicators[item], tuple(of.values())) for item, of in self._asked[kind].items())

    def _laid_out(self, kind: str) -> set[str]:
        """The items the sheet of the kind has anyhow, or tells by the words of its first columns."""
        groups = KINDERGARTEN_GROUPS if kind == "kindergarten" else SCHOOL_GROUPS
        names = {name for group in groups for name in group.items} | {*FLAGS, PRIVATE, TOWN}
        return {self._names[name] for name in names if name in self._names}

    @staticmethod
    def _kind(bound: Bound) -> str | None:
        """The kind of entities a target is judged one by one for, where a sheet of them is made for it."""
        target, form = bound.target, bound.target.form
        if target.per is not None:
            return target.per
        if isinstance(form, Cv):
            return "school"
        if isinstance(form, Each) and bound.pack.recognition and form.kind in ("school", "kindergarten"):
            return form.kind
        return None

    def _add(self, kind: str, bound: Bound) -> None:
        for item in self._closure(self._rests_on(bound.target)):
            self._asked.setdefault(kind, {}).setdefault(item, {})[_name(bound)] = bound

    def _rests_on(self, target: Target) -> Iterator[str]:
        """The names a target of each school speaks of."""
        form = target.form
        conditions = [target.where, *(relaxed.when for relaxed in target.relaxed)]
        if isinstance(form, Each):
            yield from _conditions(form)
            return
        if isinstance(form, Cv):
            conditions.append(form.where)
            yield form.weight
        for condition in conditions:
            yield from items_of(condition.expr) if condition is not None else ()
        measured = [] if isinstance(form, Group) else [target.indicator, *(r.indicator for r in target.relaxed)]
        yield from (self._indicators[indicator].name for indicator in measured if indicator is not None)

    def _closure(self, names: Iterable[str]) -> Iterator[str]:
        """The items of those names, and the items their formulas are over; measures that are computed only, left out."""
        waiting, seen = [self._names[name] for name in names], set[str]()
        while waiting:
            item = waiting.pop(0)
            if item in seen:
                continue
            seen.add(item)
            formulas = self._indicators[item].formulas
            waiting += [self._names[name] for formula in formulas for name in items_of(formula.expr)]
            if not formulas or self._indicators[item].direction == "none":
                yield item


def _conditions(form: Each) -> Iterator[str]:
    for condition in (form.where, form.require):
        yield from items_of(condition.expr) if condition is not None else ()


class _Record:
    """A need while it is gathered."""

    def __init__(self, unit: Unit, part: str) -> None:
        self.unit = unit
        self.part = part
        self.serves: dict[str, Indicator] = {}
        self.bounds: dict[Name, Bound] = {}


Key = tuple[str, str, str | None, int]


class _County:
    """The figures asked of the county as a whole."""

    def __init__(self, rulebook: Rulebook, region: str, year: int) -> None:
        self._indicators = rulebook.indicators
        self._names = {name: i for i, ind in rulebook.indicators.items() for name in (ind.name, *ind.aliases)}
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
        record.bounds[_name(bound)] = bound
        if serves is not None:
            record.serves[serves.id] = serves


def _unit(target: Target, indicator: Indicator, serves: Indicator | None) -> Unit:
    """The unit the clause speaks in, where a county would: 万元/人 rather than 元/人, but never ‰ or 百分点 for %."""
    limit = limit_of(target.form)
    own = indicator.unit
    same = serves is None and limit is not None and limit.unit.dimension == own.dimension != _SHARES
    return limit.unit if same and limit is not None else own


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
