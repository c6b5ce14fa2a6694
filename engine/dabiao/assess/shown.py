"""Figures as a verdict shows them: rounded once to their places, in the unit of the limit; and as a machine reads them."""

from fractions import Fraction

from dabiao.assess.model import Check, Reading
from dabiao.quantity import Unit, parse_unit, shown_decimal
from dabiao.quantity.rounding import machine_decimal
from dabiao.rules.model import Compare, Cv, Form, Group, Growth, Indicator, limit_of

_FORM_DECIMALS = {Cv: 3, Group: 0}  # 表Ⅲ keeps 差异系数 to three places


def machine_value(form: Form, reading: Reading) -> str | None:
    """The figure as a machine reads it: exact, or to six places; a coefficient always to six, as it is never exact."""
    if reading.shown is None:
        return None
    return shown_decimal(reading.shown, 6) if isinstance(form, Cv) else machine_decimal(reading.shown)


def shown_value(form: Form, reading: Reading | None, indicator: Indicator | None, unit: Unit | None) -> str | None:
    """The figure rounded once to the indicator's places; in another unit than the indicator's, to as many digits more or less."""
    if reading is None or reading.shown is None:
        return None
    text = shown_decimal(reading.shown, display_places(form, indicator, unit))
    kept = _FORM_DECIMALS.get(type(form), indicator.decimals if indicator is not None else 2)
    while "." in text and len(text.partition(".")[2]) > kept and text.endswith("0"):
        text = text[:-1].removesuffix(".")
    sides = "以上" if reading.left.high is None and reading.left.low is not None and reading.right is None else ""
    return text + sides


def display_places(form: Form, indicator: Indicator | None, unit: Unit | None) -> int:
    """The decimals a figure of a form is shown with, in the unit of its limit."""
    if type(form) in _FORM_DECIMALS:
        return _FORM_DECIMALS[type(form)]
    if indicator is None or unit is None:
        return 2
    if unit.dimension != indicator.unit.dimension:
        return indicator.decimals
    shift = unit.scale / indicator.unit.scale
    more = 0
    while shift > 1:
        shift /= 10
        more += 1
    return min(indicator.decimals + more, 6)


def unit_of(form: Form, indicator: Indicator | None) -> Unit | None:
    """The unit the figures of a verdict are in: the limit's; None where nothing is measured."""
    if isinstance(form, Compare):
        percent = Unit("%", "比例", Fraction(1, 100))
        return percent if form.growth else indicator.unit if indicator else None
    if isinstance(form, Group):
        return parse_unit("项")
    limit = limit_of(form)
    return limit.unit if limit else None


def limit_shown(check: Check) -> str | tuple[str, ...] | None:
    """The limit as a machine reads it; both ends of a band; None where there is none."""
    texts = tuple(machine_decimal(end) for end in check.limit_shown)
    return texts[0] if len(texts) == 1 else texts or None


def path_shown(check: Check) -> str | None:
    """The figure the path asks this year; None where it asks what is required in the end, or there is no path."""
    if check.path is None or isinstance(check.bound.target.form, Growth):
        return None
    for mine, final in ((check.path.low, check.required.low), (check.path.high, check.required.high)):
        if mine is not None and mine != final:
            return machine_decimal(mine)
    return None
