"""Several figures moved together, where none alone changes a verdict."""

from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, Check
from dabiao.assess.room import room
from dabiao.assess.trial import Bench, Step, Trial, key_of
from dabiao.rules.model import Group

_MOST_SPARED = 30  # so many figures are tried left out, one by one


def together(bench: Bench, number: int, ends: Sequence[tuple[Step, Trial]]) -> tuple[tuple[Step, ...], str] | None:
    """The fewest figures that change a verdict when each is moved as far as it goes, the most telling first; and what it becomes.

    `ends` are the figures the verdict rests on, moved alone. None where not even all together do it.
    """
    verdict = bench.verdicts[number]
    if verdict not in (MET, ON_TRACK, NOT_MET, BEHIND):
        return None
    wanted = -1 if verdict in (MET, ON_TRACK) else 1
    gains: dict[int, tuple[Fraction, Step]] = {}
    for step, trial in ends:
        gain = wanted * _gain(bench, number, trial)
        place = step[0].members[0]
        if gain > 0 and gain > gains.get(place, (Fraction(0), step))[0]:
            gains[place] = (gain, step)
    steps = [step for _, step in sorted(gains.values(), key=lambda pair: (-pair[0], pair[1][0].members))]
    if len(steps) < 2 or (then := _then(bench, number, steps)) is None:
        return None
    few, many = 1, len(steps)
    while many - few > 1:
        middle = (few + many) // 2
        found = _then(bench, number, steps[:middle])
        if found is None:
            few = middle
        else:
            many, then = middle, found
    kept = steps[:many]
    for step in reversed(kept[-_MOST_SPARED:]):
        fewer = [other for other in kept if other is not step]
        if (without := _then(bench, number, fewer)) is not None:
            kept, then = fewer, without
    return tuple(kept), then


def _then(bench: Bench, number: int, steps: Sequence[Step]) -> str | None:
    tried = bench.at(steps).tried(number)
    return tried.verdict if tried.possible and tried.verdict != bench.verdicts[number] else None


def _gain(bench: Bench, number: int, trial: Trial) -> Fraction:
    """By how much more room a check has; of a group, its members together, each as a share of its own limit."""
    check = bench.checks[number]
    if not isinstance(form := check.bound.target.form, Group):
        return _more(check, trial.tried(number).check)
    pack, _, stage, entity = key_of(check)
    own = [bench.number_of((pack, member, stage, entity)) for member in form.of]
    return sum((_share(bench.checks[n], trial.tried(n).check) for n in own if n is not None), Fraction(0))


def _more(before: Check, after: Check) -> Fraction:
    one, two = room(before), room(after)
    return Fraction(0) if one is None or two is None else two - one


def _share(before: Check, after: Check) -> Fraction:
    line = before.required.low if before.required.low is not None else before.required.high
    return _more(before, after) / line if line else Fraction(0)
