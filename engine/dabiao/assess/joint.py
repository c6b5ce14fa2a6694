"""Several figures moved together, where none alone changes a verdict."""

import math
from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, Check
from dabiao.assess.room import room
from dabiao.assess.search import first
from dabiao.assess.trial import Bench, Step, Trial, key_of
from dabiao.rules.model import Group

_MOST_SPARED = 30  # so many figures are tried left out, one by one
_PARTS = 100


def together(bench: Bench, number: int, ends: Sequence[tuple[Step, Trial]]) -> tuple[tuple[Step, ...], str] | None:
    """The figures that change a verdict only together, and what it becomes; None where not even all of them do.

    `ends` are the figures the verdict rests on, each moved alone as far as it goes. Those that push it one way are moved together,
    then as few of them as still do it (the most telling first), then all by the least common part of the way.
    """
    verdict = bench.verdicts[number]
    if verdict not in (MET, ON_TRACK, NOT_MET, BEHIND):
        return None
    steps = _pushing(bench, number, ends, -1 if verdict in (MET, ON_TRACK) else 1)
    if len(steps) < 2 or _then(bench, number, steps) is None:
        return None
    kept = steps[: first(lambda few: _then(bench, number, steps[:few]) is not None, len(steps))]
    for step in reversed(kept[-_MOST_SPARED:]):
        fewer = [other for other in kept if other is not step]
        if _then(bench, number, fewer) is not None:
            kept = fewer
    part = first(lambda n: _then(bench, number, _part(kept, n)) is not None, _PARTS)
    least = _part(kept, part)
    then = _then(bench, number, least)
    return None if then is None else (tuple(least), then)


def _pushing(bench: Bench, number: int, ends: Sequence[tuple[Step, Trial]], wanted: int) -> list[Step]:
    """Each figure moved the way that brings the check nearer to another verdict, the most telling first."""
    gains: dict[int, tuple[Fraction, Step]] = {}
    for step, trial in ends:
        gain = wanted * _gain(bench, number, trial)
        place = step[0].members[0]
        if gain > 0 and (place not in gains or gain > gains[place][0]):
            gains[place] = (gain, step)
    return [step for _, step in sorted(gains.values(), key=lambda pair: (-pair[0], pair[1][0].members))]


def _part(steps: Sequence[Step], part: int) -> list[Step]:
    """The figures moved by that many hundredths of the way, in whole steps; those that do not move left out."""
    moved = []
    for figure, change in steps:
        whole = math.floor(abs(change) / figure.step * part / _PARTS) * figure.step
        if whole:
            moved.append((figure, whole if change > 0 else -whole))
    return moved


def _then(bench: Bench, number: int, steps: Sequence[Step]) -> str | None:
    """The other verdict a check comes to; None where it comes to the same."""
    if not steps:
        return None
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
