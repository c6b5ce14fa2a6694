"""The forms of targets: one file each turns figures into the two sides of a check."""

from dabiao.assess.forms._common import Context, Sides
from dabiao.assess.forms.change import change
from dabiao.assess.forms.compare import compare
from dabiao.assess.forms.cv import cv
from dabiao.assess.forms.each import each
from dabiao.assess.forms.growth import growth
from dabiao.assess.forms.report import report
from dabiao.assess.forms.total import total
from dabiao.assess.forms.value import value
from dabiao.assess.model import Bound
from dabiao.quantity import Interval
from dabiao.rules.model import Attest, Change, Compare, Cv, Each, Group, Growth, Milestone, Plan, Total, Value

__all__ = ["Context", "Sides", "sides_of"]


def sides_of(context: Context, bound: Bound) -> Sides:
    """The two sides of a bound target's check."""
    match bound.target.form:
        case Value() | Plan() as form:
            return value(context, bound, form)
        case Change() as form:
            return change(context, bound, form)
        case Growth() as form:
            return growth(context, bound, form)
        case Compare() as form:
            return compare(context, bound, form)
        case Total() as form:
            return total(context, bound, form)
        case Each() as form:
            return each(context, bound, form)
        case Cv() as form:
            return cv(context, bound, form)
        case Milestone() | Attest():
            return report(context, bound)
        case Group():
            return Sides((), Interval(None, None))  # measured from the checks of its members: see measure.make_checks
