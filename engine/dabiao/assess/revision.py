"""Figures as a person would revise them: a cell, and every observation read from it or saying the same."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.assessment import Place
from dabiao.inputs.model import Dataset, Observation, Origin
from dabiao.period import Period
from dabiao.quantity import Interval
from dabiao.rules.model import Indicator, Rulebook

# what is counted in whole numbers; 元, 平方米, 小时, 岁, rates and ratios are not
_COUNTED = frozenset(
    [
        "人",
        "人次",
        "所",
        "个",
        "班",
        "间",
        "场",
        "次",
        "项",
        "期",
        "门",
        "册",
        "台",
        "件",
        "节",
        "户",
        "轮",
        "篇",
        "支",
        "届",
        "镇",
    ]
)
_MOST_PLACES = 6
_FLAG = Interval(Fraction(0), Fraction(1))


class Revisable(NamedTuple):
    """A figure that may be revised: where it is of, the observations that change with it (by number), its value and unit.

    It moves by whole `step`s: one person or school, else one in the last place it is typed or shown with. `low` and `high` are
    the bounds nothing of it can pass.
    """

    region: str
    entity: str | None
    period: Period
    name: str
    stage: str | None
    members: tuple[int, ...]
    cells: tuple[Place, ...]
    value: Fraction
    step: Fraction
    unit: str
    low: Fraction | None
    high: Fraction | None

    def steps(self, amount: Fraction, sign: int) -> int:
        """How many steps up (sign 1) or down (-1) lie within a relative amount and within the bounds."""
        room = amount * abs(self.value)
        if sign < 0 and self.low is not None:
            room = min(room, self.value - self.low)
        if sign > 0 and self.high is not None:
            room = min(room, self.high - self.value)
        return max(math.floor(room / self.step), 0)


class Move(NamedTuple):
    """A figure, where it stands, and by how much it is moved, in its own unit (`change` below zero: down)."""

    name: str
    stage: str | None
    entity: str | None
    when: str
    cells: tuple[Place, ...]
    value: Fraction
    change: Fraction
    unit: str

    @property
    def relative(self) -> Fraction:
        """The change as a share of the value, without its sign."""
        return abs(self.change / self.value)


def revisables(observations: Sequence[Observation], rulebook: Rulebook) -> list[Revisable]:
    """Every figure that can be revised, in order. Zero has no relative revision; yes-or-no items and one-sided figures have none."""
    groups: dict[int, int] = {}
    by_cell: dict[Origin, int] = {}
    by_value: dict[tuple[object, ...], int] = {}
    for number, o in enumerate(observations):
        if o.indicator is None or not o.value or o.bound is None or o.bound.exact is None:
            continue
        if rulebook.indicators[o.indicator].bounds == _FLAG and o.value == 1:
            continue
        groups[number] = number
        same = (o.region, o.entity, o.period, o.indicator, o.stage, o.status, o.value)
        for other in (by_cell.setdefault(o.origin, number), by_value.setdefault(same, number)):
            _join(groups, number, other)
    together: dict[int, list[int]] = {}
    for number in groups:
        together.setdefault(_root(groups, number), []).append(number)
    return [_revisable(observations, members, rulebook.indicators) for members in together.values()]


def _root(groups: Mapping[int, int], number: int) -> int:
    while groups[number] != number:
        number = groups[number]
    return number


def _join(groups: dict[int, int], one: int, two: int) -> None:
    first, last = sorted((_root(groups, one), _root(groups, two)))
    groups[last] = first


def _revisable(
    observations: Sequence[Observation], members: Sequence[int], indicators: Mapping[str, Indicator]
) -> Revisable:
    own = [observations[number] for number in members]
    first = own[0]
    value = first.value or Fraction(0)
    kinds = [indicators[o.indicator or ""] for o in own]
    lows = [kind.bounds.low for kind in kinds if kind.bounds.low is not None]
    highs = [kind.bounds.high for kind in kinds if kind.bounds.high is not None]
    return Revisable(
        region=first.region,
        entity=first.entity,
        period=first.period,
        name=kinds[0].name,
        stage=first.stage,
        members=tuple(members),
        cells=tuple(dict.fromkeys(place_of(o.origin) for o in own)),
        value=value,
        step=step_of(value, kinds[0]),
        unit=kinds[0].unit.name,
        low=max(lows, default=None),
        high=min(highs, default=None),
    )


def step_of(value: Fraction, indicator: Indicator) -> Fraction:
    """The least a figure can be revised by: one of what is counted, else one in the last place it is typed or shown with.

    A count that is typed as no whole number is no count.
    """
    unit = indicator.unit
    whole = 1 / unit.scale
    if unit.dimension in _COUNTED and (value / whole).denominator == 1:
        return whole
    typed = next((n for n in range(_MOST_PLACES) if (value * 10**n).denominator == 1), _MOST_PLACES)
    return Fraction(1, 10 ** max(typed, indicator.decimals))


def place_of(origin: Origin) -> Place:
    """Where a figure was read, as an assessment says it."""
    return Place(origin.file, origin.sheet, origin.cell)


def move_of(figure: Revisable, change: Fraction) -> Move:
    """The figure moved by so much."""
    return Move(
        figure.name, figure.stage, figure.entity, str(figure.period), figure.cells, figure.value, change, figure.unit
    )


def moved(observation: Observation, value: Fraction, change: Fraction) -> Observation:
    """An observation read from a figure of that value, after the change: in proportion, where it holds it in another unit."""
    revised = (observation.value or Fraction(0)) * (value + change) / value
    return observation._replace(value=revised, bound=Interval.point(revised))


def applied(dataset: Dataset, moves: Iterable[Move]) -> Dataset:
    """The dataset with figures moved, everything else as it is."""
    by_cell = {cell: move for move in moves for cell in move.cells}

    def new(o: Observation) -> Observation:
        move = by_cell.get(place_of(o.origin))
        if move is None or o.bound is None or o.bound.exact is None or not o.value:
            return o
        return moved(o, move.value, move.change)

    return dataset._replace(observations=tuple(new(o) for o in dataset.observations))
