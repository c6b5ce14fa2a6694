"""A bound target and the figures → a Check."""

from dabiao.assess.forms import Context, sides_of
from dabiao.assess.forms._common import MAX_READINGS
from dabiao.assess.model import NO_DATA, NOT_APPLICABLE, PENDING, UNVERIFIED, WAIVED, Bound, Check
from dabiao.rules.model import Attest, Milestone, Target

_CROWDED = f"互相矛盾的数有 {MAX_READINGS} 种以上的组合，无法判定"


def make_check(context: Context, bound: Bound, waived: str | None) -> Check:
    """The check of one target: readings on the left, the requirement on the right, and what to say where there is no reading."""
    target = bound.target
    sides = sides_of(context, bound)
    crowded = len(sides.readings) > MAX_READINGS
    fixed = WAIVED if waived is not None else NOT_APPLICABLE if sides.not_applicable else None
    return Check(
        bound=bound,
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
    )


def _absent(target: Target, due: bool) -> str:
    if isinstance(target.form, (Milestone, Attest)):
        return PENDING if not due else UNVERIFIED if isinstance(target.form, Attest) else NO_DATA
    return NO_DATA


__all__ = ["Context", "make_check"]
