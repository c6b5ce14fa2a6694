"""milestone, attest: what a person reports, with evidence."""

from fractions import Fraction

from dabiao.assess.figures import REPORTED
from dabiao.assess.forms._common import Context, Sides
from dabiao.assess.model import Bound, Reading
from dabiao.inputs.model import ACTUAL, Observation
from dabiao.quantity import Interval
from dabiao.rules.model import Target

_DONE = Interval.at_least(Fraction(1))
_NOTHING = Sides((), _DONE)


def report(context: Context, bound: Bound) -> Sides:
    target = bound.target
    reports = context.figures.reports(context.region, target.ref, context.year, yearly=target.every)
    if not reports:
        return _NOTHING
    readings = []
    for o in reports:
        left, note = _done(o, target, context.year)
        doubts: tuple[str, ...] = ()
        proven = bool(o.evidence) and o.status == ACTUAL
        if o.done and not o.evidence:
            note = "没有写佐证材料"
        readings.append(
            Reading(left, None, None, proven, True, REPORTED, o.status, (o.origin,), (), None, doubts, note)
        )
    return Sides(
        tuple(readings),
        _DONE,
        note="；".join(dict.fromkeys(r.note for r in readings if r.note)),
    )


def _done(o: Observation, target: Target, year: int) -> tuple[Interval, str]:
    """One for done in time, zero for not; between them where the day is not known."""
    if not o.done:
        return Interval.point(Fraction(0)), ""
    if o.done_on is not None and o.done_on > f"{year}-12-31":
        return Interval.point(Fraction(0)), f"{o.done_on} 才完成，{year} 年底还没有"
    if target.by is None or (o.done_on is not None and o.done_on <= target.by):
        return Interval.point(Fraction(1)), ""
    if o.done_on is not None:
        return Interval.point(Fraction(0)), f"{o.done_on} 完成，晚于 {target.by}"
    if f"{o.period.end}-12-31" <= target.by:
        return Interval.point(Fraction(1)), ""
    return Interval(Fraction(0), Fraction(1)), f"没有写完成日期，无法判断是否在 {target.by} 前完成"
