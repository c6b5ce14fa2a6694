"""cv: 校际差异系数 over the schools that count, compared through its square, exactly."""

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.figures import Figure
from dabiao.assess.forms._common import MAX_READINGS, Context, Sides, joint, reading_of
from dabiao.assess.mend import line_of
from dabiao.assess.model import Bound, Input
from dabiao.assess.variation import School, Spread, Variation, fewest, ranked, root, variation
from dabiao.quantity import Interval, round_half_even
from dabiao.quantity.rounding import shown_decimal, shown_quotient
from dabiao.record import NamedTuple
from dabiao.rules.expression import items_of, parse_expression
from dabiao.rules.model import Cv, Indicator, Target


class _Pair(NamedTuple):
    """What counts of one school: its value a student, and its students."""

    name: str
    value: Figure
    weight: Figure


def cv(context: Context, bound: Bound, form: Cv) -> Sides:
    target = bound.target
    low, high, low_open, high_open = form.limit.interval()
    squares = [None if end is None else end**2 for end in (low, high)]
    required = Interval(squares[0], squares[1], low_open, high_open)
    shown = (form.limit.low,)
    names, undecided = population(context, target, form)
    if not names and not undecided:
        return Sides((), required, limit_shown=shown, note="没有纳入的学校")
    choices = {name: _pairs(context, target, form, name) for name in names}
    lacking = [name for name, pairs in choices.items() if not pairs]
    if lacking or undecided:
        parts = [f"缺数据的学校：{'、'.join(lacking)}"] if lacking else []
        parts += [f"无法判断是否纳入的学校：{'、'.join(undecided)}"] if undecided else []
        return Sides((), required, limit_shown=shown, note="；".join(parts))
    if math.prod(map(len, choices.values())) > MAX_READINGS:
        return Sides((), required, limit_shown=shown, note="互相矛盾的数太多，无法判定")
    indicator = context.figures.indicator(target.indicator or "")
    readings, note, short = [], "", ""
    spread: Spread | None = None
    for pairs in itertools.product(*choices.values()):
        schools = [School(pair.name, pair.value.value, pair.weight.value) for pair in pairs]
        found = variation(schools)
        if found is None:
            return Sides((), required, limit_shown=shown, note="学生数或平均值为零，差异系数没有意义")
        figure = joint([figure for pair in pairs for figure in (pair.value, pair.weight)])
        inputs = tuple(given for pair in pairs for given in _inputs(context, target, form, indicator, pair))
        figure = figure._replace(label="计算", formula=None, inputs=inputs)
        readings.append(reading_of(figure, Interval.point(found.squared), _shown(found.squared), True))
        note = note or _note(schools, found)
        spread = spread or Spread(tuple(schools), found)
        if not required.contains(found.squared):
            short = short or _short(context, pairs, schools, required)
    return Sides(tuple(readings), required, limit_shown=shown, note=note, short=short, spread=spread)


def _shown(squared: Fraction) -> Fraction:
    """The coefficient rounded once to six places: shown, never compared."""
    return round_half_even(root(squared, 30), 6)


def population(context: Context, target: Target, form: Cv) -> tuple[list[str], list[str]]:
    """The schools that count, and those that can not be told."""
    names, undecided = [], []
    for name in context.entities.of_kind(context.region, "school", target.stage, context.year):
        applies = form.where is None or context.entities.holds(
            context.region, name, form.where, target.stage, context.year
        )
        if applies is None:
            undecided.append(name)
        elif applies:
            names.append(name)
    return names, undecided


def _pairs(context: Context, target: Target, form: Cv, name: str) -> list[_Pair]:
    """The values and students of a school: one pair, unless its figures contradict each other."""
    place = (target.stage, context.year)
    values, _ = context.figures.of(context.region, target.indicator or "", *place, target.formula, name)
    weights = context.figures.of_item(context.region, form.weight, *place, name)
    both = itertools.product(values, weights)
    return [_Pair(name, v, w) for v, w in both if v.bound.exact is not None and w.bound.exact is not None]


def _inputs(context: Context, target: Target, form: Cv, indicator: Indicator, pair: _Pair) -> tuple[Input, Input]:
    """A school's value and students, with the cells they come from."""
    year, value, weight = str(context.year), pair.value, pair.weight
    return (
        Input(
            f"{pair.name}：{indicator.name}",
            target.stage,
            year,
            value.value,
            indicator.unit.name,
            value.origins,
            value.formula,
        ),
        Input(f"{pair.name}：{form.weight}", target.stage, year, weight.value, "人", weight.origins),
    )


def _note(schools: Sequence[School], found: Variation) -> str:
    mean, deviation = shown_decimal(found.mean, 4), shown_decimal(root(found.variance), 4)
    whole = sum(found.parts)
    most_of_all = [number for number in ranked(schools, found)[:3] if found.parts[number]]
    shares = "、".join(f"{schools[n].name} {shown_quotient(100 * found.parts[n], whole, 1)}%" for n in most_of_all)
    most = f"；差异主要来自：{shares}" if shares else ""
    return f"{len(schools)} 所学校，平均值 {mean}，标准差 {deviation}{most}"


def _short(context: Context, pairs: Sequence[_Pair], schools: Sequence[School], required: Interval) -> str:
    """The one school at which the smallest whole number more would do, and of what."""
    steps = [_step(pair.value) for pair in pairs]
    more = fewest(schools, [None if step is None else step[1] for step in steps], required)
    if more is None:
        return ""
    step = steps[[pair.name for pair in pairs].index(more.name)]
    item = step[0] if step is not None else ""
    return f"{more.name}还差 {more.number} {context.figures.item(item).unit.name}（{item}）"


def _step(figure: Figure) -> tuple[str, Fraction] | None:
    """The first item of a value's formula, and by how much one more of it raises the value; None where that is no line."""
    if figure.formula is None:
        return None
    expr = parse_expression(figure.formula)
    items = {given.name: given.value for given in figure.inputs}
    name = items_of(expr)[0]
    line = line_of(expr, name, items)
    return None if line is None else (name, line.slope)
