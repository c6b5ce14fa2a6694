"""Bound targets and the figures → checks: one each, and one a school where a target is judged for every school."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from dabiao.assess.forms import Context, sides_of
from dabiao.assess.forms._common import MAX_READINGS, Sides
from dabiao.assess.forms.group import group
from dabiao.assess.model import NO_DATA, NOT_APPLICABLE, PENDING, UNVERIFIED, WAIVED, Bound, Check
from dabiao.quantity import Interval
from dabiao.rules.model import Attest, Group, Milestone, Target
from dabiao.rules.wording import KINDS

_CROWDED = f"互相矛盾的数有 {MAX_READINGS} 种以上的组合，无法判定"

# why a target is waived (for an entity, or the region as a whole: None); None where it is not
Waived = Callable[[Bound, str | None], str | None]


# a check by pack, target, stage and entity
Key = tuple[str, str, str | None, str | None]
Known = Mapping[Key, Check]

# hears how many of how many are done
Progress = Callable[[int, int], None]


def make_checks(
    context: Context, bounds: Sequence[Bound], waived: Waived, progress: Progress | None = None
) -> list[Check]:
    """The checks of all targets, in order. Groups are measured from the checks of their members."""
    made: dict[int, list[Check]] = {}
    known: dict[Key, Check] = {}
    for number, bound in sorted(enumerate(bounds), key=lambda pair: isinstance(pair[1].target.form, Group)):
        made[number] = list(_checks(context, bound, waived, known))
        target = bound.target
        known.update({(target.pack, target.id, target.stage, check.entity): check for check in made[number]})
        if progress is not None:
            progress(len(made), len(bounds))
    return [check for number in range(len(bounds)) for check in made[number]]


def _checks(context: Context, bound: Bound, waived: Waived, known: Known) -> Iterator[Check]:
    target = bound.target
    if target.per is None:
        yield make_check(context, bound, waived(bound, None))
        return
    entities = context.entities.of_kind(context.region, target.per, target.stage, context.year)
    places = [context._replace(entity=entity) for entity in entities]
    applies = [_applies(place, target) for place in places]
    if all(holds is None for holds in applies) or all(holds is False for holds in applies):
        # nothing is known of any of them, or it concerns none: that is one thing to say, not one for each
        none_told = None in applies
        note = f"{len(entities)} 个{KINDS[target.per]}都无法判断是否纳入" if none_told else ""
        sides = Sides((), Interval(None, None), not_applicable=bool(entities) and not none_told, note=note)
        yield _check(context, bound, sides, waived(bound, None))
        return
    for place in places:
        check = check_of_one(place, bound, waived, known)
        if check is not None:
            yield check


def check_of_one(context: Context, bound: Bound, waived: Waived, known: Known) -> Check | None:
    """The check of a target for the context's own entity (or the region as a whole); None where it does not concern it.

    `known` has the checks of a group's members.
    """
    target, form = bound.target, bound.target.form
    holds = _applies(context, target)
    if holds is False:
        return None
    if holds is None:
        sides = Sides((), Interval(None, None), note="无法判断是否纳入")
    elif isinstance(form, Group):
        members = [known.get((target.pack, member, target.stage, context.entity)) for member in form.of]
        sides = group(context, form, [member for member in members if member is not None])
    else:
        sides = sides_of(context, bound)
    return _check(context, bound, sides, waived(bound, context.entity) or waived(bound, None))


def _applies(context: Context, target: Target) -> bool | None:
    if target.where is None or context.entity is None:
        return True
    return context.entities.holds(context.region, context.entity, target.where, target.stage, context.year)


def make_check(context: Context, bound: Bound, waived: str | None) -> Check:
    """The check of one target: readings on the left, the requirement on the right, and what to say where there is no reading."""
    return _check(context, bound, sides_of(context, bound), waived)


def _check(context: Context, bound: Bound, sides: Sides, waived: str | None) -> Check:
    target = bound.target
    crowded = len(sides.readings) > MAX_READINGS
    fixed = WAIVED if waived is not None else NOT_APPLICABLE if sides.not_applicable else None
    return Check(
        bound=bound,
        entity=context.entity,
        year=context.year,
        readings=sides.readings[:MAX_READINGS],
        required=sides.required,
        path=None if bound.due else sides.path,
        due=bound.due,
        early=sides.early,
        blocked=sides.blocked or target.unverified or crowded,
        absent=PENDING if sides.too_soon else _absent(target, bound.due),
        fixed=fixed,
        customary=sides.customary and not bound.due,
        limit_shown=sides.limit_shown,
        note="；".join(part for part in (waived or "", sides.note, _CROWDED if crowded else "") if part),
        short=sides.short,
        spread=sides.spread,
    )


def _absent(target: Target, due: bool) -> str:
    if isinstance(target.form, (Milestone, Attest)):
        return PENDING if not due else UNVERIFIED if isinstance(target.form, Attest) else NO_DATA
    return NO_DATA


__all__ = ["Context", "Key", "Progress", "check_of_one", "make_check", "make_checks"]
