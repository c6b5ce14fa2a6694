"""What a verdict hangs on: which verdicts, and which recognitions, another figure within a small error would change.

Every change claimed here was tried: the figure was moved and the check judged again by the reference engine.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.joint import together
from dabiao.assess.measure import Progress
from dabiao.assess.model import BEHIND, MET, NOT_MET
from dabiao.assess.revision import Move, Revisable, move_of, revisables
from dabiao.assess.room import distance_of
from dabiao.assess.search import first, last
from dabiao.assess.trial import Bench, Outcomes, Step, Trial
from dabiao.inputs.model import Dataset
from dabiao.rules.model import Conclusion, Cv, Rulebook, Waiver, limit_of
from dabiao.rules.wording import subject_name


class Which(NamedTuple):
    """A verdict: its document, target, stage and school, and what it is called."""

    pack: str
    target: str
    stage: str | None
    entity: str | None
    name: str


class Flip(NamedTuple):
    """A verdict that changes, from what to what, and the least that does it: one figure moved, or several that do so only together."""

    verdict: Which
    now: str
    then: str
    moves: tuple[Move, ...]


class Hinge(NamedTuple):
    """A conclusion that one school or one figure decides: its outcome now, and then.

    Of a school: `verdicts` are those of its verdicts that would have to be other ones, `raised` whether they fail now and were met.
    Of a figure: `move` is the least revision that does it.
    """

    pack: str
    conclusion: str
    title: str
    now: str
    then: str
    entity: str | None
    raised: bool
    verdicts: tuple[Which, ...]
    move: Move | None


class Stability(NamedTuple):
    """How firm an assessment stands: the amount tried, how many verdicts there are, those that change, what conclusions hang on."""

    region_name: str
    year: int
    amount: Fraction
    verdicts: int
    flips: tuple[Flip, ...]
    hinges: tuple[Hinge, ...]

    @property
    def changing(self) -> int:
        """How many verdicts change."""
        return len({flip.verdict for flip in self.flips})


def stability(
    rulebook: Rulebook,
    dataset: Dataset,
    region: str,
    year: int,
    amount: Fraction,
    only: Collection[str] | None = None,
    waivers: Sequence[Waiver] = (),
    progress: Progress | None = None,
) -> Stability:
    """Which verdicts change where a figure is revised by up to a share (1/200 for 0.5 %) of itself, up or down; what decides a conclusion.

    A figure is a cell, with every other that says the same. It moves by whole numbers where it counts something, else by one in its
    last place. Each is moved alone; where none alone changes a verdict, all that push it one way are moved together, then as few of
    them and as little as still do it. `progress` hears how many of how many figures are tried.
    """
    bench = Bench(rulebook, dataset, region, year, only, waivers)
    singles: dict[int, list[Flip]] = {}
    hinges: list[Hinge] = []
    at_the_end: dict[int, list[tuple[Step, Trial]]] = {}
    figures = revisables(dataset.observations, rulebook)
    for tried, figure in enumerate(figures, 1):
        if progress is not None:
            progress(tried, len(figures))
        numbers = bench.resting_on(figure)
        found = _Figure(bench, figure, numbers, amount)
        for number in numbers:
            at_the_end.setdefault(number, []).extend(found.ends())
            if (least := found.least(number)) is not None:
                flip = Flip(which(bench, number), bench.verdicts[number], *found.flipped(number, least))
                singles.setdefault(number, []).append(flip)
        hinges += found.hinges()
    flips: list[Flip] = []
    for number, verdict in enumerate(bench.verdicts):
        alone = sorted(singles.get(number, ()), key=lambda flip: flip.moves[0].relative)
        if not alone and (several := together(bench, number, at_the_end.get(number, ()))) is not None:
            steps, then = several
            moves = tuple(move_of(figure, change) for figure, change in steps)
            alone = [Flip(which(bench, number), verdict, then, moves)]
        flips += alone
    return Stability(
        region_name=rulebook.regions.full_name(region),
        year=year,
        amount=amount,
        verdicts=len(bench.checks),
        flips=tuple(flips),
        hinges=tuple(_ordered(bench, [*_schools(bench, flips), *hinges])),
    )


def _ordered(bench: Bench, hinges: Sequence[Hinge]) -> list[Hinge]:
    """By document, the conclusion over all before those it rests on (a document states it last); schools, then figures, the nearest first."""
    stated = [(pack.id, one.id) for pack in bench.measured.binding.packs for one in reversed(pack.conclusions)]

    def place(hinge: Hinge) -> tuple[int, Fraction]:
        nearness = Fraction(-1) if hinge.move is None else hinge.move.relative
        return stated.index((hinge.pack, hinge.conclusion)), nearness

    return sorted(hinges, key=place)


class _Figure:
    """One figure moved up and down within the amount, and what that does to the checks that rest on it."""

    def __init__(self, bench: Bench, figure: Revisable, numbers: Sequence[int], amount: Fraction) -> None:
        self._bench, self._figure, self._numbers = bench, figure, numbers
        self._most = {sign: figure.steps(amount, sign) for sign in (1, -1)}
        self._trials: dict[int, Trial] = {}
        self._found = {number: self._both(number) for number in numbers}

    def ends(self) -> list[tuple[Step, Trial]]:
        """The figure moved as far as it goes, up and down."""
        return [
            ((self._figure, sign * most * self._figure.step), self._at(sign * most))
            for sign, most in self._most.items()
            if most
        ]

    def least(self, number: int) -> int | None:
        """The fewest steps (below zero: down) that change a verdict; of two ways as short, down."""
        return min(self._found[number], key=lambda steps: (abs(steps), steps), default=None)

    def flipped(self, number: int, steps: int) -> tuple[str, tuple[Move, ...]]:
        """What a verdict becomes after so many steps, and the move."""
        return self._at(steps).tried(number).verdict, (move_of(self._figure, steps * self._figure.step),)

    def hinges(self) -> list[Hinge]:
        """For each conclusion the least move of the figure that changes its outcome."""
        found: dict[tuple[str, str], Hinge] = {}
        for steps in sorted({s for several in self._found.values() for s in several}, key=lambda s: (abs(s), s)):
            tried = {number: self._at(steps).tried(number) for number in self._numbers}
            changed = {n: t.verdict for n, t in tried.items() if t.possible and t.verdict != self._bench.verdicts[n]}
            move = move_of(self._figure, steps * self._figure.step)
            for hinge in _changed(self._bench, changed, move=move):
                found.setdefault((hinge.pack, hinge.conclusion), hinge)
        return list(found.values())

    def _at(self, steps: int) -> Trial:
        if steps not in self._trials:
            self._trials[steps] = self._bench.at([(self._figure, steps * self._figure.step)])
        return self._trials[steps]

    def _both(self, number: int) -> list[int]:
        return [steps for sign in (1, -1) if (steps := self._one_way(number, sign)) is not None]

    def _one_way(self, number: int, sign: int) -> int | None:
        """The fewest steps one way that change a verdict.

        Formulas rise or fall throughout with a figure, so that the farthest step tells; a coefficient of variation, and a distance to a
        band, fall and then rise, so where they fail the nearest step tells.
        """
        most = self._most[sign]
        if not most:
            return None
        if not self._possible(number, sign * most):
            most = last(lambda n: self._possible(number, sign * n), most)
        if self._flips(number, sign * most):
            return sign * first(lambda n: self._flips(number, sign * n), most)
        if self._turns(number) and (near := self._nearest(number, sign, most)) is not None:
            return sign * first(lambda n: self._flips(number, sign * n), near)
        return None

    def _flips(self, number: int, steps: int) -> bool:
        if not steps:
            return False
        tried = self._at(steps).tried(number)
        return tried.possible and tried.verdict != self._bench.verdicts[number]

    def _possible(self, number: int, steps: int) -> bool:
        return self._at(steps).tried(number).possible

    def _turns(self, number: int) -> bool:
        form = self._bench.checks[number].bound.target.form
        limit = limit_of(form)
        band = limit is not None and limit.op in ("..", "~", "=")
        return self._bench.verdicts[number] in (NOT_MET, BEHIND) and (isinstance(form, Cv) or band)

    def _nearest(self, number: int, sign: int, most: int) -> int | None:
        """A step between none and the most that changes a verdict which neither end does: where the distance is least."""

        def away(steps: int) -> Fraction:
            check = self._at(sign * steps).tried(number).check if steps else self._bench.checks[number]
            return distance_of(check)

        if away(1) >= away(0) or away(most) <= away(most - 1):
            return None
        low, high = 0, most
        while high - low > 2:
            left, right = low + (high - low) // 3, high - (high - low) // 3
            if away(left) <= away(right):
                high = right
            else:
                low = left
        return next((steps for steps in range(low, high + 1) if self._flips(number, sign * steps)), None)


def which(bench: Bench, number: int) -> Which:
    """A verdict by name."""
    check = bench.checks[number]
    target = check.bound.target
    name = subject_name(target, bench.rulebook.indicators.get(target.indicator or ""))
    return Which(target.pack, target.id, target.stage, check.entity, name)


def _changed(
    bench: Bench,
    changed: Mapping[int, str],
    entity: str | None = None,
    move: Move | None = None,
    *,
    raised: bool = False,
) -> list[Hinge]:
    """The conclusions that come out otherwise with some verdicts changed."""
    if not changed:
        return []
    then: Outcomes = bench.concluded(changed)
    names = [which(bench, number) for number in changed]
    found: list[Hinge] = []
    for pack in bench.measured.binding.packs:
        for one in pack.conclusions:
            now, other = bench.outcomes[pack.id, one.id], then[pack.id, one.id]
            if now != other:
                below = _below(pack.conclusions, one.id)
                verdicts = tuple(name for name in names if name.pack == pack.id and name.target in below)
                found.append(Hinge(pack.id, one.id, one.title, now, other, entity, raised, verdicts, move))
    return found


def _below(conclusions: Sequence[Conclusion], name: str) -> set[str]:
    """The targets a conclusion rests on, by way of other conclusions too."""
    members = {one.id: one.members for one in conclusions}
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for member in members[waiting.pop()]:
            if member in members:
                waiting.append(member)
            else:
                found.add(member)
    return found


def _schools(bench: Bench, flips: Sequence[Flip]) -> list[Hinge]:
    """What hangs on one school alone: were all that fails there met; did all that is met there and may change do so."""
    of_school: dict[str, list[int]] = {}
    for number, check in enumerate(bench.checks):
        if check.entity is not None:
            of_school.setdefault(check.entity, []).append(number)
    then = {flip.verdict: flip.then for flip in reversed(flips)}
    hinges: list[Hinge] = []
    for school, numbers in of_school.items():
        failing = {number: MET for number in numbers if bench.verdicts[number] == NOT_MET}
        hinges += _changed(bench, failing, school, raised=True)
        slipping = {
            number: then[name]
            for number in numbers
            if bench.verdicts[number] == MET and (name := which(bench, number)) in then
        }
        hinges += _changed(bench, slipping, school)
    return hinges
