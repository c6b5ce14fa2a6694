"""group: of several targets of one school, so many reached, and none below a share of its limit."""

from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.figures import Figure
from dabiao.assess.forms._common import Sides, joint, reading_of
from dabiao.assess.model import Check, Reading
from dabiao.quantity import Interval
from dabiao.rules.model import Group, limit_of

_BROKEN = Fraction(-1)


def group(form: Group, checks: Sequence[Check]) -> Sides:
    """The sides of a group from the checks of its members (same school, same stage).

    What is counted is how many are reached: an interval where some can not be told. A member surely below the floor counts as
    none reached at all (shown as the number reached, with the reason in the note).
    """
    required = Interval.at_least(Fraction(form.least))
    reached = unknown = 0
    broken: list[str] = []
    unsure_floor: list[str] = []
    short: list[str] = []
    figures: list[Figure] = []
    for check in checks:
        target = check.bound.target
        settling = [reading for reading in check.readings if reading.primary]
        figures += [_figure(reading) for reading in settling]
        holds = {reading.left.within(check.required) if reading.proven else None for reading in settling}
        outcome = holds.pop() if len(holds) == 1 else None
        if outcome is None:
            unknown += 1
            unsure_floor.append(target.id)
        elif outcome:
            reached += 1
        else:
            short.append(target.id)
        if form.floor is not None and outcome is False:
            below = {reading.left.within(_floor(check, form.floor)) for reading in settling}
            if below != {True}:
                broken.append(target.id)
    if not figures:
        return Sides((), required, limit_shown=(Fraction(form.least),))
    left = Interval.point(_BROKEN) if broken else Interval(Fraction(reached), Fraction(reached + unknown))
    if not broken and form.floor is not None and unsure_floor and reached >= form.least:
        left = Interval(_BROKEN, Fraction(reached + unknown))
    reading = reading_of(joint(figures)._replace(label="计数", inputs=(), formula=None), left, Fraction(reached), True)
    parts = [f"{len(checks)} 项中达到 {reached} 项" + (f"，缺数据 {unknown} 项" if unknown else "")]
    parts += [f"低于底线：{'、'.join(broken)}"] if broken else []
    parts += (
        [f"未达到但不低于底线：{'、'.join(t for t in short if t not in broken)}"] if set(short) - set(broken) else []
    )
    return Sides((reading._replace(proven=True),), required, limit_shown=(Fraction(form.least),), note="；".join(parts))


def _floor(check: Check, share: Fraction) -> Interval:
    """What is not below the share of the member's own limit (the strict limit, not a relaxed one)."""
    limit = limit_of(check.bound.target.form)
    low = None if limit is None else limit.low * share
    return Interval(None, None) if low is None else Interval.at_least(low)


def _figure(reading: Reading) -> Figure:
    value = reading.shown if reading.shown is not None else Fraction(0)
    return Figure(
        value,
        reading.left,
        reading.label,
        reading.status,
        True,
        reading.origins,
        reading.inputs,
        reading.formula,
        reading.doubts,
    )
