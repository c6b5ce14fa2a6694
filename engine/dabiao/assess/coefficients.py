"""A coefficient of variation with one school changed, from sums over the others: CV² = ΣP · ΣP x² / (ΣP x)² - 1, exactly.

Only to pass quickly over revisions that change nothing; one that does is measured anew over all schools.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.forms import Context
from dabiao.assess.model import Check
from dabiao.assess.revised import At
from dabiao.assess.variation import School, total
from dabiao.inputs.model import ACTUAL
from dabiao.quantity import Interval
from dabiao.rules.model import Cv


class _Sums(NamedTuple):
    weight: Fraction
    value: Fraction
    square: Fraction
    schools: dict[str, School]


class Coefficients:
    """The coefficients among the checks, with their sums."""

    def __init__(self, checks: Sequence[Check], context: Context) -> None:
        self._checks, self._context = checks, context
        self._sums: dict[int, _Sums] = {}

    def tried(self, number: int, places: Collection[At], context: Context) -> Check | None:
        """The check with the figures of one school as the context has them; None where it takes all schools to tell."""
        check = self._checks[number]
        form, target = check.bound.target.form, check.bound.target
        if not isinstance(form, Cv) or check.spread is None or len(check.readings) != 1 or len(places) != 1:
            return None
        ((region, entity),) = places
        reading = check.readings[0]
        if region != context.region or entity is None or not reading.proven:
            return None
        if form.where is not None:
            asked = (region, entity, form.where, target.stage, context.year)
            holds = context.entities.holds(*asked)
            if holds is None or holds != self._context.entities.holds(*asked):
                return None
        old = self._of(number, check).schools.get(entity)
        if old is None:
            return check
        new = _school(context, check, form, region, entity)
        squared = None if new is None else self._moved(number, check, old, new)
        if squared is None:
            return None
        return check._replace(readings=(reading._replace(left=Interval.point(squared)),))

    def _of(self, number: int, check: Check) -> _Sums:
        if number not in self._sums:
            schools = check.spread.schools if check.spread is not None else ()
            self._sums[number] = _Sums(
                total([s.weight for s in schools]),
                total([s.weight * s.value for s in schools]),
                total([s.weight * s.value**2 for s in schools]),
                {school.name: school for school in schools},
            )
        return self._sums[number]

    def _moved(self, number: int, check: Check, old: School, new: School) -> Fraction | None:
        weight, value, square, _ = self._of(number, check)
        weight += new.weight - old.weight
        value += new.weight * new.value - old.weight * old.value
        square += new.weight * new.value**2 - old.weight * old.value**2
        return weight * square / value**2 - 1 if weight > 0 and value else None


def _school(context: Context, check: Check, form: Cv, region: str, entity: str) -> School | None:
    """A school's value and students, where there is just one of each that counts."""
    target = check.bound.target
    place = (target.stage, context.year)
    values, _ = context.figures.of(region, target.indicator or "", *place, target.formula, entity)
    weights = context.figures.of_item(region, form.weight, *place, entity)
    both = (*values, *weights)
    sure = all(f.possible and f.status == ACTUAL and f.bound.exact is not None for f in both)
    if len(values) != 1 or len(weights) != 1 or not sure:
        return None
    return School(entity, values[0].value, weights[0].value)
