"""What a value or share target asks in a year, before any figure is looked at."""

from typing import NamedTuple

from dabiao.assess.forms._common import tolerated
from dabiao.assess.forms.path import path_at
from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, PENDING, UNVERIFIED, VERDICTS, Bound
from dabiao.assess.shown import display_places
from dabiao.quantity import Interval
from dabiao.rules.model import Each, Indicator, Limit, Plan, Target, Value

# a verdict and its flags as one number: verdict × 32 + flags
NAMES = tuple(VERDICTS)
NUMBER = {name: number for number, name in enumerate(NAMES)}
BITS = {"borderline": 1, "suspect": 2, "disputed": 4, "estimated": 8, "customary": 16}
WIDTH = 32


class Asked(NamedTuple):
    """The right side of a check: what is required, what the path asks, whether it is owed, and how the left side is shown."""

    required: Interval
    path: Interval | None
    due: bool
    early: bool
    blocked: bool
    customary: bool
    places: int

    def held(self, *, proven: bool) -> str:
        """The verdict of a figure that lies within what is required."""
        if self.blocked:
            return UNVERIFIED
        if self.due or self.early:
            return MET if proven else UNVERIFIED
        return ON_TRACK

    @property
    def on_path(self) -> str:
        """The verdict of a figure outside what is required, but within what the path asks."""
        return UNVERIFIED if self.blocked else NOT_MET if self.due else ON_TRACK

    @property
    def outside(self) -> str:
        """The verdict of a figure apart from both."""
        if self.blocked:
            return UNVERIFIED
        return NOT_MET if self.due else PENDING if self.path is None else BEHIND

    def flags(self, verdict: str, *, borderline: bool, pending: bool = False) -> int:
        """The flags that depend on the verdict alone, and on whether the figure as shown would lie elsewhere.

        `pending`: whether that is told of a figure nothing is asked of yet, as the reference does of growth and of coefficients.
        """
        near = borderline and not self.blocked and (pending or verdict != PENDING)
        on_custom = self.customary and verdict in (ON_TRACK, BEHIND)
        return (BITS["borderline"] if near else 0) + (BITS["customary"] if on_custom else 0)


def open_relaxations(target: Target, year: int) -> bool:
    """Whether a relaxation may be in force in the year."""
    return any(f"{year}-12-31" <= relaxed.until for relaxed in target.relaxed)


def asked_of_value(bound: Bound, form: Value | Plan | Each, indicator: Indicator, year: int) -> Asked:
    """The right side of a value, plan or share target, in the unit of its limit: what forms.value and forms.each make of it."""
    limit: Limit = form.share if isinstance(form, Each) else form.limit
    tolerance = None if isinstance(form, Each) else form.tolerance
    required = tolerated(limit, tolerance)
    path, customary = path_at(bound, required, year)
    return Asked(
        required,
        None if bound.due else path,
        bound.due,
        early=True,
        blocked=(limit.op == "~" and tolerance is None) or bound.target.unverified,
        customary=customary and not bound.due,
        places=display_places(form, indicator, limit.unit),
    )
