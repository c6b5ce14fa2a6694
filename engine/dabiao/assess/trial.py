"""Trying revisions: the checks that rest on a figure, judged again by the reference engine with the figure moved."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess import reference
from dabiao.assess.coefficients import Coefficients
from dabiao.assess.conclude import conclude
from dabiao.assess.measure import Key, check_of_one
from dabiao.assess.model import NOT_APPLICABLE, WAIVED, Bound, Check
from dabiao.assess.revised import At, RevisedEntities, RevisedFigures
from dabiao.assess.revision import Revisable, moved
from dabiao.assess.run import Measured, measure
from dabiao.assess.settle import verdict_of
from dabiao.assess.waivers import covering
from dabiao.inputs.model import Dataset, Observation, Origin
from dabiao.rules.expression import items_of
from dabiao.rules.model import Cv, Each, Formula, Group, Rulebook, Target, Waiver

# a figure, and by how much it is moved
Step = tuple[Revisable, Fraction]
# conclusions by (pack, id) and what they come to
Outcomes = dict[tuple[str, str], str]


class Tried(NamedTuple):
    """What a check comes to with figures moved. `possible`: it does not rest on something no figure can be (a share above 100 %)."""

    check: Check
    verdict: str
    possible: bool


class Bench:
    """A region in a year as it was judged, and the same with figures moved."""

    def __init__(
        self,
        rulebook: Rulebook,
        dataset: Dataset,
        region: str,
        year: int,
        only: Collection[str] | None,
        waivers: Sequence[Waiver],
    ) -> None:
        self.rulebook, self._region, self._year, self._waivers = rulebook, region, year, waivers
        self.observations = dataset.observations
        self.measured: Measured = measure(rulebook, dataset, region, year, only, waivers)
        self.checks = self.measured.checks
        self.verdicts: list[str] = [verdict_of(check, reference.judge(check)) for check in self.checks]
        self._number: dict[Key, int] = {key_of(check): number for number, check in enumerate(self.checks)}
        self._at: dict[At, list[int]] = {}
        for number, o in enumerate(dataset.observations):
            self._at.setdefault((o.region, o.entity), []).append(number)
        self._names = rulebook.names()
        self._by_origin, self._by_condition = self._index()
        self.coefficients = Coefficients(self.checks, self.measured.context)
        self.outcomes: Outcomes = self.concluded({})

    def _index(self) -> tuple[dict[Origin, list[int]], dict[tuple[str | None, str], list[int]]]:
        """The checks by the cells their readings rest on, and by the items (of an entity, or of any: None) of their conditions."""
        by_origin: dict[Origin, list[int]] = {}
        by_condition: dict[tuple[str | None, str], list[int]] = {}
        asked: dict[int, frozenset[str]] = {}
        for number, check in enumerate(self.checks):
            if check.fixed == WAIVED:
                continue
            for origin in dict.fromkeys(o for r in check.readings for o in r.origins):
                by_origin.setdefault(origin, []).append(number)
            target = check.bound.target
            if id(target) not in asked:
                asked[id(target)] = self._conditions(target, check.bound)
            for item in asked[id(target)]:
                by_condition.setdefault((check.entity, item), []).append(number)
        return by_origin, by_condition

    def _conditions(self, target: Target, bound: Bound) -> frozenset[str]:
        """The items that decide whether and how a target applies: of `where` and of relaxations, its members' too."""
        form = target.form
        formulas: list[Formula | None] = [target.where, *(relaxed.when for relaxed in target.relaxed)]
        if isinstance(form, Cv | Each):
            formulas.append(form.where)
        if isinstance(form, Each):
            formulas.append(form.require)
        if isinstance(form, Group):
            members = [t for t in bound.pack.targets if t.id in form.of and t.stage == target.stage]
            formulas += [f for t in members for f in (t.where, *(relaxed.when for relaxed in t.relaxed))]
        found: set[str] = set()
        waiting = [self._names[name] for f in formulas if f is not None for name in items_of(f.expr)]
        while waiting:
            item = waiting.pop()
            if item not in found:
                found.add(item)
                own = self.rulebook.indicators[item].formulas
                waiting += [self._names[name] for f in own for name in items_of(f.expr)]
        return frozenset(found)

    def resting_on(self, figure: Revisable) -> list[int]:
        """The checks (by number, in order) that a figure may change."""
        own = [self.observations[number] for number in figure.members]
        found = {number for o in own for number in self._by_origin.get(o.origin, ())}
        for o in own:
            if o.region == self._region and o.period == (self._year, self._year):
                found.update(self._by_condition.get((o.entity, o.indicator or ""), ()))
                if o.entity is not None:  # what is asked of the schools together
                    together = self._by_condition.get((None, o.indicator or ""), ())
                    found.update(n for n in together if isinstance(self.checks[n].bound.target.form, Cv | Each))
        return sorted(found)

    def waived(self, bound: Bound, entity: str | None) -> str | None:
        """Why a target is waived."""
        return covering(self._waivers, bound, self._region, self._year, entity)

    def at(self, steps: Sequence[Step]) -> "Trial":
        """The region with figures moved."""
        return Trial(self, steps)

    def number_of(self, key: Key) -> int | None:
        """The check of a target, stage and entity."""
        return self._number.get(key)

    def placed(self, places: Collection[At]) -> list[tuple[int, Observation]]:
        """The observations of places, with their numbers."""
        return [(number, self.observations[number]) for place in places for number in self._at.get(place, ())]

    def concluded(self, changed: Mapping[int, str]) -> Outcomes:
        """What every conclusion comes to with some verdicts changed: by the code that concludes an assessment."""
        outcomes: Outcomes = {}
        for pack in self.measured.binding.packs:
            if not pack.conclusions:
                continue
            judged: dict[str, list[tuple[str, str]]] = {}
            for number, check in enumerate(self.checks):
                if check.bound.pack.id == pack.id:
                    judged.setdefault(check.bound.target.id, []).append(
                        ("", changed.get(number, self.verdicts[number]))
                    )
            for one in conclude(pack.conclusions, judged):
                outcomes[pack.id, one.conclusion.id] = one.outcome
        return outcomes


class Trial:
    """The region with figures moved: each check is measured and judged again when it is asked for."""

    def __init__(self, bench: Bench, steps: Sequence[Step]) -> None:
        self._bench = bench
        changes = {number: (figure.value, change) for figure, change in steps for number in figure.members}
        places = self._places = frozenset((figure.region, figure.entity) for figure, _ in steps)
        revised = [moved(o, *changes[n]) if n in changes else o for n, o in bench.placed(places)]
        base = bench.measured.context
        self._context = base._replace(
            figures=RevisedFigures(base.figures, places, revised),
            entities=RevisedEntities(base.entities, places, revised),
        )
        self._tried: dict[int, Tried] = {}

    def tried(self, number: int) -> Tried:
        """What a check comes to now. One that concerns its school no longer is not applicable."""
        if number not in self._tried:
            self._tried[number] = self._judged(number)
        return self._tried[number]

    def _judged(self, number: int) -> Tried:
        before = self._bench.checks[number]
        quick = self._bench.coefficients.tried(number, self._places, self._context)
        if quick is not None:
            tried = Tried(quick, verdict_of(quick, reference.judge(quick)), possible=True)
            if tried.verdict == self._bench.verdicts[number]:
                return tried  # a change is measured anew, in full
        bound, place = before.bound, self._context._replace(entity=before.entity)
        known: dict[Key, Check] = {}
        if isinstance(bound.target.form, Group):
            for member in bound.target.form.of:
                key = (bound.target.pack, member, bound.target.stage, before.entity)
                own = self._bench.number_of(key)
                if own is not None and (tried := self.tried(own)).verdict != NOT_APPLICABLE:
                    known[key] = tried.check
        check = check_of_one(place, bound, self._bench.waived, known)
        if check is None:
            return Tried(before, NOT_APPLICABLE, possible=True)
        possible = _proven(check) or not _proven(before)
        return Tried(check, verdict_of(check, reference.judge(check)), possible)


def _proven(check: Check) -> bool:
    return all(reading.proven for reading in check.readings if reading.primary)


def key_of(check: Check) -> Key:
    """A check by its pack, target, stage and entity."""
    target = check.bound.target
    return target.pack, target.id, target.stage, check.entity
