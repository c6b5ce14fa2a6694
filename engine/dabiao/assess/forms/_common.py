"""What the forms share: their context, the sides they return, readings of figures."""

from collections.abc import Iterable
from fractions import Fraction

from dabiao.assess.entities import Entities
from dabiao.assess.figures import REPORTED, Figure, Figures
from dabiao.assess.model import Reading
from dabiao.assess.variation import Spread
from dabiao.inputs.model import ACTUAL
from dabiao.quantity import Interval, Unit
from dabiao.record import NamedTuple
from dabiao.rules.model import Indicator, Limit, Tolerance

HUNDRED = Fraction(100)
NO_TOLERANCE = "原文没有写明允许的偏差，只列出数值"
ANYTHING = Interval(None, None)
MAX_READINGS = 32


class Context(NamedTuple):
    """What every form needs: the figures, the entities, the region, the year, and the one entity judged (or none)."""

    figures: Figures
    entities: Entities
    region: str
    year: int
    entity: str | None = None


class Sides(NamedTuple):
    """What a form makes of its figures: readings, what is required, and, before the due year, what the path asks.

    `too_soon`: the figures are there, but the form asks nothing yet (the base year of a change). `short`: what would mend it in
    whole numbers, where the form itself knows. `spread`: the schools behind a coefficient of variation.
    """

    readings: tuple[Reading, ...]
    required: Interval
    path: Interval | None = None
    early: bool = True
    blocked: bool = False
    limit_shown: tuple[Fraction, ...] = ()
    note: str = ""
    not_applicable: bool = False
    customary: bool = False
    too_soon: bool = False
    short: str = ""
    spread: Spread | None = None


def unit_factor(indicator: Indicator, unit: Unit) -> Fraction:
    """From the indicator's unit to the limit's; a classifier the indicator also takes counts one for one."""
    if indicator.unit.dimension == unit.dimension:
        return indicator.unit.factor_to(unit)
    return indicator.unit.scale / unit.scale


def reading_of(
    figure: Figure, left: Interval, shown: Fraction | None, primary: bool, right: Fraction | None = None
) -> Reading:
    proven = figure.status == ACTUAL and figure.possible
    return Reading(
        left,
        shown,
        right,
        proven,
        primary,
        figure.label,
        figure.status,
        figure.origins,
        figure.inputs,
        figure.formula,
        figure.doubts,
        "",
    )


def joint(figures: Iterable[Figure]) -> Figure:
    """Several figures as one for bookkeeping: all their origins, inputs and doubts, the weakest status."""
    parts = list(figures)
    status = next((f.status for f in parts if f.status != ACTUAL), ACTUAL)
    label = next((f.label for f in parts if f.label != REPORTED), REPORTED)
    return parts[0]._replace(
        label=label,
        status=status,
        possible=all(f.possible for f in parts),
        origins=tuple(o for f in parts for o in f.origins),
        inputs=tuple(i for f in parts for i in f.inputs),
        formula=next((f.formula for f in parts if f.formula), None),
        doubts=tuple(dict.fromkeys(d for f in parts for d in f.doubts)),
    )


def tolerated(limit: Limit, tolerance: Tolerance | None) -> Interval:
    """What satisfies a limit, a ~ limit widened by its tolerance."""
    if limit.op != "~" or tolerance is None:
        return limit.interval()
    width = abs(limit.low) * tolerance.amount if tolerance.relative else tolerance.amount
    return Interval(limit.low - width, limit.low + width)


def ends(limit: Limit) -> tuple[Fraction, ...]:
    return (limit.low, limit.high) if limit.op == ".." else (limit.low,)
