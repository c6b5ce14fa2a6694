"""A target on the bench: alone in a rulebook, with the years it binds in and the year it is judged in."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dabiao.assess import reference
from dabiao.assess.plan import bind
from dabiao.assess.run import assess
from dabiao.inputs.model import Dataset, Observation
from dabiao.rules.expression import items_of
from dabiao.rules.model import Change, Compare, Cv, Each, Group, Indicator, Pack, Rulebook, Target

ENTITIES = ("甲", "乙")
_MOST_YEARS = 40
_OPEN_END = 3  # a document without a last year is tried for its first years


class Bench(NamedTuple):
    """One target and no other (but a group's members): verdicts about it depend on nothing else in the rules.

    `years` are those it binds in, each with whether it is owed by their end; `year` is the one it is judged in (its due year, else
    the last one it is owed in), None where it is never owed.
    """

    rulebook: Rulebook
    pack: Pack
    target: Target
    indicator: Indicator | None
    years: tuple[tuple[int, bool], ...]
    year: int | None

    @property
    def region(self) -> str:
        """The region of the target's document."""
        return self.pack.source.region

    @property
    def entity(self) -> str | None:
        """The school a target is tried with that is judged for each school; None for any other target."""
        return ENTITIES[0] if self.target.per is not None else None

    @property
    def opponent(self) -> Indicator:
        """The indicator on the other side of a compare; the target's own for every other form."""
        form = self.target.form
        than = form.than if isinstance(form, Compare) and form.than else self.target.indicator
        return self.rulebook.indicators[than or ""]

    def named(self, item: str) -> Indicator:
        """The indicator of an item's name, as formulas and conditions write it. Raises KeyError for an unknown one."""
        return next(i for i in self.rulebook.indicators.values() if item in (i.name, *i.aliases))

    def put(self, target: Target) -> "Bench":
        """The same bench with another target in this one's place: a mutant is judged in this one's year."""
        pack = self.pack._replace(targets=(target, *self.pack.targets[1:]))
        return self._replace(rulebook=self.rulebook._replace(packs=(pack,)), pack=pack, target=target)

    def verdict(self, observations: Sequence[Observation], year: int, engine: str = reference.NAME) -> str | None:
        """The target's verdict on the observations in the year; None where it does not bind."""
        made = assess(self.rulebook, Dataset((), tuple(observations), ()), self.region, year, engine)
        return made.verdicts[0].verdict if made.verdicts else None


def bench_of(rulebook: Rulebook, ref: str, stage: str | None = None) -> Bench:
    """The bench of a target, given as pack/id (and its stage, where it has several; else the first of them).

    Raises KeyError where the rulebook has no such target.
    """
    pack_id, _, target_id = ref.partition("/")
    pack = rulebook.pack(pack_id)
    alike = [target for target in pack.targets if target.id == target_id and stage in (None, target.stage)]
    if not alike:
        raise KeyError(ref)
    target = alike[0]
    members = target.form.of if isinstance(target.form, Group) else ()
    beside = [t for t in pack.targets if t.id in members and (t.per, t.stage) == (target.per, target.stage)]
    alone = pack._replace(
        targets=(target, *beside), not_targets=(), conclusions=(), examples=(), account=(), recognition=False
    )
    needed = _needed(rulebook, alone.targets)
    mini = rulebook._replace(packs=(alone,), indicators=needed, quality=())  # a target, not figures, is tried
    years = _years(mini, alone)
    return Bench(mini, alone, target, mini.indicators.get(target.indicator or ""), years, _judged_in(target, years))


def verdict_of(rulebook: Rulebook, ref: str, dataset: Dataset, year: int, engine: str = reference.NAME) -> str | None:
    """The verdict (met, not_met, …) of one target, given as pack/id, for the region of its document; None where it does not bind.

    Raises KeyError for an unknown target, and EngineFault as `assess` does.
    """
    return bench_of(rulebook, ref).verdict(dataset.observations, year, engine)


def _needed(rulebook: Rulebook, targets: Iterable[Target]) -> dict[str, Indicator]:
    """The indicators a verdict on the targets can look at: their own, those compared with, and every item below them."""
    names = {name: i for i, indicator in rulebook.indicators.items() for name in (indicator.name, *indicator.aliases)}
    waiting: list[str | None] = []
    for target in targets:
        form = target.form
        waiting += [target.indicator, *(relaxed.indicator for relaxed in target.relaxed)]
        conditions = [target.where, *(relaxed.when for relaxed in target.relaxed)]
        if isinstance(form, Compare):
            waiting.append(form.than)
        if isinstance(form, Cv):
            waiting.append(names[form.weight])
        conditions += [form.where] if isinstance(form, Each | Cv) else []
        conditions += [form.require] if isinstance(form, Each) else []
        waiting += [
            names[item] for condition in conditions if condition is not None for item in items_of(condition.expr)
        ]
    needed: dict[str, Indicator] = {}
    while waiting:
        ident = waiting.pop()
        if ident is None or ident in needed:
            continue
        needed[ident] = rulebook.indicators[ident]
        waiting += [names[item] for formula in needed[ident].formulas for item in items_of(formula.expr)]
    return {ident: indicator for ident, indicator in rulebook.indicators.items() if ident in needed}


def _years(mini: Rulebook, pack: Pack) -> tuple[tuple[int, bool], ...]:
    source, target = pack.source, pack.targets[0]
    days = [target.by, *(target.effective or ())]
    ends = [int(day[:4]) for day in days if day is not None]
    first = min([source.start - 1, *ends])
    last = max([source.end or source.start + _OPEN_END, *ends])
    found = []
    for year in range(first, min(last, first + _MOST_YEARS) + 1):
        found += [(year, bound.due) for bound in bind(mini, source.region, year).bounds[:1]]
    return tuple(found)


def _judged_in(target: Target, years: Iterable[tuple[int, bool]]) -> int | None:
    since = target.form.since if isinstance(target.form, Change) else None
    owed = [year for year, due in years if due and (since is None or year > since)]
    if target.by is not None and int(target.by[:4]) in owed:
        return int(target.by[:4])
    return owed[-1] if owed else None
