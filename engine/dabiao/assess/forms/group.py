"""group: of several targets of one school, so many reached, and none below a share of its limit."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dabiao.assess.figures import Figure
from dabiao.assess.forms._common import Context, Sides, joint, reading_of
from dabiao.assess.model import Check, Input, Reading
from dabiao.quantity import Interval
from dabiao.rules.model import Group, limit_of

_BROKEN = Fraction(-1)


def group(context: Context, form: Group, checks: Sequence[Check]) -> Sides:
    """The sides of a group from the checks of its members (same school, same stage).

    What is counted is how many are reached: an interval where some can not be told. With a member surely below the floor no count
    suffices: the left side is then -1 (shown is the number reached, with the reason in the note).
    """
    outcomes = [(check, _holds(check)) for check in checks]
    reached = [check for check, holds in outcomes if holds is True]
    unknown = [check for check, holds in outcomes if holds is None]
    short = [check for check, holds in outcomes if holds is False]
    broken = [check for check in short if form.floor is not None and not _above(check, form.floor)]
    figures = [_figure(reading) for check in checks for reading in check.readings if reading.primary]
    required, shown = Interval.at_least(Fraction(form.least)), (Fraction(form.least),)
    if not figures:
        return Sides((), required, limit_shown=shown)
    most = Fraction(len(reached) + len(unknown))
    least = Fraction(len(reached))
    if broken:
        least = most = _BROKEN
    elif unknown and form.floor is not None and least >= form.least:
        least = _BROKEN  # one that can not be told may lie below the floor
    inputs = tuple(given for check in checks for given in _inputs(context, check))
    figure = joint(figures)._replace(label="计数", inputs=inputs, formula=None)
    reading = reading_of(figure, Interval(least, most), Fraction(len(reached)), True)._replace(proven=True)
    return Sides(
        (reading,), required, limit_shown=shown, note=_note(context, len(checks), reached, unknown, short, broken)
    )


def _holds(check: Check) -> bool | None:
    """Whether a member is reached; None where that can not be told, or not without a person."""
    settling = [reading for reading in check.readings if reading.primary]
    if check.blocked or not settling or not all(reading.proven for reading in settling):
        return None
    if all(reading.left.within(check.required) for reading in settling):
        return True
    return False if all(reading.left.apart(check.required) for reading in settling) else None


def _above(check: Check, share: Fraction) -> bool:
    """Whether a member is not below the share of its own limit (the strict limit, not a relaxed one)."""
    limit = limit_of(check.bound.target.form)
    floor = Interval(None, None) if limit is None else Interval.at_least(limit.low * share)
    return all(reading.left.within(floor) for reading in check.readings if reading.primary)


def _note(
    context: Context,
    count: int,
    reached: Sequence[Check],
    unknown: Sequence[Check],
    short: Sequence[Check],
    broken: Sequence[Check],
) -> str:
    between = [check for check in short if check not in broken]
    parts = [f"{count} 项中达到 {len(reached)} 项"]
    for words, checks in (("低于底线", broken), ("未达到但不低于底线", between), ("不能判断", unknown)):
        if checks:
            parts.append(f"{words}：" + "、".join(_name(context, check) for check in checks))
    return "；".join(parts)


def _inputs(context: Context, check: Check) -> Iterator[Input]:
    """What each member stands at, with its cells."""
    limit = limit_of(check.bound.target.form)
    unit, stage = limit.unit.name if limit else "", check.bound.target.stage
    for reading in check.readings:
        if reading.primary and reading.shown is not None:
            yield Input(_name(context, check), stage, str(check.year), reading.shown, unit, reading.origins)


def _name(context: Context, check: Check) -> str:
    target = check.bound.target
    return context.figures.indicator(target.indicator).name if target.indicator else target.id


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
