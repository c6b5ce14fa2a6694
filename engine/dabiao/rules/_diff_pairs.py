"""Which target of an old pack is which of a new one: by id, then by what is asked of whom and by the words that ask it."""

from collections.abc import Sequence
from typing import NamedTuple

from dabiao.rules.clauses._text import fold
from dabiao.rules.model import Attest, Indicator, Milestone, Rulebook, Target, form_name

_SAME_INDICATOR, _SAME_FORM, _SAME_QUOTE, _SAME_PLACE, _SAME_TIME = 8, 2, 4, 1, 1
_ENOUGH = 8


class Pair(NamedTuple):
    """A target of the old pack and what became of it in the new; None where it is gone, or new."""

    old: Target | None
    new: Target | None


def pairs(old: Sequence[Target], new: Sequence[Target], before: Rulebook, after: Rulebook) -> list[Pair]:
    """Every target of both packs once: in the order of the new pack, then what is gone in the order of the old."""
    by_id = {target.id: target for target in old}
    found = {target.id: by_id.pop(target.id) for target in new if target.id in by_id}
    left = [target for target in new if target.id not in found]
    likely = sorted(
        (-score, a, b)
        for a, mine in enumerate(by_id.values())
        for b, theirs in enumerate(left)
        if (score := _likeness(mine, theirs, before, after)) >= _ENOUGH
    )
    olds, used_old, used_new = list(by_id.values()), set[int](), set[int]()
    for _, a, b in likely:
        if a not in used_old and b not in used_new:
            used_old.add(a)
            used_new.add(b)
            found[left[b].id] = olds[a]
    made = [Pair(found.get(target.id), target) for target in new]
    return made + [Pair(target, None) for n, target in enumerate(olds) if n not in used_old]


def indicator_of(target: Target, rulebook: Rulebook) -> Indicator | None:
    """The target's indicator; None for milestones and attestations."""
    return rulebook.indicators.get(target.indicator or "")


def _likeness(mine: Target, theirs: Target, before: Rulebook, after: Rulebook) -> int:
    """How likely one target became the other; without the same subject matter never enough."""
    quote = _SAME_QUOTE if fold(mine.clause.quote) == fold(theirs.clause.quote) else 0
    rest = quote + _SAME_FORM * (form_name(mine.form) == form_name(theirs.form))
    rest += _SAME_PLACE * (fold(mine.clause.at) == fold(theirs.clause.at)) + _SAME_TIME * (mine.by == theirs.by)
    if isinstance(mine.form, Milestone | Attest) or isinstance(theirs.form, Milestone | Attest):
        same = _what(mine) == _what(theirs) and _what(mine) != ""
        return _SAME_INDICATOR + rest if same else 0
    one, two = indicator_of(mine, before), indicator_of(theirs, after)
    same = one is not None and two is not None and (one.id == two.id or one.name == two.name)
    if not same or mine.stage != theirs.stage:
        return 0
    return _SAME_INDICATOR + rest


def _what(target: Target) -> str:
    form = target.form
    return f"{getattr(form, 'subject', None) or ''}{form.what}" if isinstance(form, Milestone | Attest) else ""
