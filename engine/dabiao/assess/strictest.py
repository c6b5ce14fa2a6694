"""Overlays: of the targets that ask the same of the same figure, the strictest in force binds; all are shown."""

from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.assessment import Verdict
from dabiao.assess.model import Check
from dabiao.rules.model import Value, limit_of


def mark_binding(verdicts: Sequence[Verdict], checks: Sequence[Check]) -> list[Verdict]:
    """Verdicts with `binding` false and a note where another target in force, due no later, asks strictly more.

    Only of the same figure: indicator, stage and formula. A waived target asks nothing, so it makes no other one idle.
    """
    groups: dict[tuple[str, str | None, str, str | None], list[int]] = {}
    for number, check in enumerate(checks):
        target = check.bound.target
        if isinstance(target.form, Value) and target.indicator is not None and not check.blocked:
            groups.setdefault((target.indicator, target.stage, target.formula, check.entity), []).append(number)
    marked = list(verdicts)
    for group in groups.values():
        for number in group:
            stricter = next(
                (other for other in group if other != number and _stricter(checks[other], checks[number])), None
            )
            if stricter is not None:
                other = verdicts[stricter]
                note = f"另有更严的要求：{other.requirement}，见{other.clause.source} {other.clause.at}"
                note = "；".join(part.rstrip("。") for part in (marked[number].note, note) if part)
                marked[number] = marked[number]._replace(binding=False, note=note)
    return marked


def _stricter(other: Check, check: Check) -> bool:
    """Whether satisfying the other always satisfies this one, and not the other way round, at no later a day."""
    if other.fixed is not None:
        return False
    theirs, mine = other.required.times(_scale(other)), check.required.times(_scale(check))
    if not (theirs.within(mine) and theirs != mine):
        return False
    target = check.bound.target
    return other.due or (not check.due and (other.bound.target.by or "") <= (target.by or "9999-12-31"))


def _scale(check: Check) -> Fraction:
    limit = limit_of(check.bound.target.form)
    return limit.unit.scale if limit else Fraction(1)
