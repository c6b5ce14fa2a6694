"""rate: a reported indicator against what its formula makes of the items reported beside it."""

from collections.abc import Iterator
from fractions import Fraction

from dabiao.inputs.model import Observation
from dabiao.inputs.quality.computed import Computed, compute
from dabiao.inputs.quality.model import QualityFinding
from dabiao.inputs.quality.relations import finding
from dabiao.inputs.quality.scene import Place, Scene
from dabiao.quantity import NumberError, parse_number
from dabiao.quantity.numerals import normalise
from dabiao.quantity.units import split_unit
from dabiao.rules.model import QualityRule
from dabiao.rules.stages import STAGES


def rate(rule: QualityRule, scene: Scene) -> Iterator[QualityFinding]:
    """One finding for each reported figure its items do not make, to half a unit of its last digit.

    Where another formula of the indicator makes it, that is only a hint: the figure is right, under another 口径.
    """
    formulas = {i: indicator for i, indicator in scene.indicators.items() if indicator.formulas}
    for place in scene.of(rule):
        if place.ids.isdisjoint(formulas):
            continue
        for stage, items in sorted(place.stages.items(), key=lambda pair: pair[0] or ""):
            for identifier in sorted(items.keys() & formulas.keys()):
                made = compute(scene, place, formulas[identifier], stage)
                if made is not None:
                    for o in sorted(items[identifier].observations, key=lambda o: o.origin):
                        yield from _held_against(rule, scene, place, stage, o, made)


def _held_against(
    rule: QualityRule, scene: Scene, place: Place, stage: str | None, o: Observation, made: Computed
) -> Iterator[QualityFinding]:
    if o.value is None or o.bound is None or agrees(o, made.value):
        return
    others = (f for f in made.indicator.formulas if f != made.formula and f.name not in STAGES)
    under = next(
        (
            f.name
            for f in others
            if (c := compute(scene, place, made.indicator, stage, f)) is not None and agrees(o, c.value)
        ),
        None,
    )
    note = "" if under is None else f"与口径“{under}”算得的一致"
    relation = f"{made.indicator.name} ＝ {made.formula.text}"
    off = (o.value, made.value, o.value - made.value)
    used = (o, *made.used)
    severity = None if under is None else "hint"
    yield finding(rule, place, stage, relation, off, made.indicator.unit.name, used, note, severity)


def agrees(o: Observation, computed: Fraction) -> bool:
    """Whether the computed value is the reported one: within half a unit of its last digit, or on the side it is known from."""
    if o.value is None or o.bound is None:
        return False
    if o.bound.exact is None:
        return o.bound.contains(computed)
    return 2 * abs(computed - o.value) <= last_digit(o)


def last_digit(o: Observation) -> Fraction:
    """One unit of the last digit as typed, in the indicator's unit: 0.01 for 99.00, 100 for 1.63万 (人).

    Words (百分之九十九) and ratios (1:15) are taken by the digits of their value.
    """
    value = o.value or Fraction(0)
    number, _ = split_unit(normalise(o.text))
    try:
        typed = parse_number(number)
    except NumberError:
        typed = Fraction(0)
    if typed and value and number.replace(",", "").lstrip("+-").replace(".", "").isdecimal():
        digits = len(number.partition(".")[2])
        return abs(value / typed) * Fraction(1, 10**digits)
    places = next((n for n in range(13) if (value * 10**n).denominator == 1), 12)
    return Fraction(1, 10**places)
