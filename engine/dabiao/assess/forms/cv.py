"""cv: 校际差异系数 over the schools that count, compared through its square, exactly."""

import itertools
import math

from dabiao.assess.figures import Figure
from dabiao.assess.forms._common import MAX_READINGS, Context, Sides, joint, reading_of
from dabiao.assess.model import Bound, Input
from dabiao.assess.variation import School, Variation, root, variation
from dabiao.quantity import Interval
from dabiao.quantity.rounding import shown_decimal
from dabiao.rules.model import Cv, Target


def cv(context: Context, bound: Bound, form: Cv) -> Sides:
    target = bound.target
    limit = form.limit.interval()
    required = Interval(
        None if limit.low is None else limit.low**2,
        None if limit.high is None else limit.high**2,
        limit.low_open,
        limit.high_open,
    )
    names, undecided = population(context, target, form)
    shown = (form.limit.low,)
    if not names and not undecided:
        return Sides((), required, limit_shown=shown, note="没有纳入的学校")
    figures = {name: _figures(context, target, name) for name in names}
    weights = {name: _weights(context, target, form, name) for name in names}
    lacking = [name for name in names if not figures[name] or not weights[name]]
    if lacking or undecided:
        parts = [f"缺数据的学校：{'、'.join(lacking)}"] if lacking else []
        parts += [f"无法判断是否纳入的学校：{'、'.join(undecided)}"] if undecided else []
        return Sides((), required, limit_shown=shown, note="；".join(parts))
    choices = [list(itertools.product(figures[name], weights[name])) for name in names]
    if math.prod(map(len, choices)) > MAX_READINGS:
        return Sides((), required, limit_shown=shown, note="互相矛盾的数太多，无法判定")
    readings = []
    note = ""
    for combination in itertools.product(*choices):
        schools = [School(n, v.value, w.value) for n, (v, w) in zip(names, combination, strict=True)]
        found = variation(schools)
        if found is None:
            return Sides((), required, limit_shown=shown, note="学生数或平均值为零，差异系数没有意义")
        figure = joint([f for pair in combination for f in pair])
        figure = figure._replace(label="计算", formula=None, inputs=_inputs(target, schools, found, figure))
        readings.append(reading_of(figure, Interval.point(found.squared), root(found.squared), True))
        note = note or _note(schools, found)
    return Sides(tuple(readings), required, limit_shown=shown, note=note)


def population(context: Context, target: Target, form: Cv) -> tuple[list[str], list[str]]:
    """The schools that count, and those that can not be told."""
    names, undecided = [], []
    for name in context.entities.of_kind(context.region, "school", target.stage, context.year):
        applies = (
            True
            if form.where is None
            else context.entities.holds(context.region, name, form.where, target.stage, context.year)
        )
        if applies is None:
            undecided.append(name)
        elif applies:
            names.append(name)
    return names, undecided


def _figures(context: Context, target: Target, name: str) -> list[Figure]:
    settling, _ = context.figures.of(
        context.region, target.indicator or "", target.stage, context.year, target.formula, name
    )
    return [figure for figure in settling if figure.bound.exact is not None]


def _weights(context: Context, target: Target, form: Cv, name: str) -> list[Figure]:
    found = context.figures.of_item(context.region, form.weight, target.stage, context.year, name)
    return [figure for figure in found if figure.bound.exact is not None]


def _inputs(target: Target, schools: list[School], found: Variation, figure: Figure) -> tuple[Input, ...]:
    """Each school's value and students: what the coefficient is computed from."""
    inputs = []
    for school in schools:
        origins = figure.origins[:0]
        inputs.append(Input(f"{school.name}：数值", target.stage, "", school.value, "", origins))
        inputs.append(Input(f"{school.name}：学生数", target.stage, "", school.weight, "人", origins))
    return tuple(inputs)


def _note(schools: list[School], found: Variation) -> str:
    mean, deviation = shown_decimal(found.mean, 4), shown_decimal(root(found.variance), 4)
    ranked = sorted(zip(found.shares, schools, strict=True), key=lambda pair: (-pair[0], pair[1].name))[:3]
    shares = "、".join(f"{school.name} {shown_decimal(share * 100, 1)}%" for share, school in ranked if share)
    most = f"；差异主要来自：{shares}" if shares else ""
    return f"{len(schools)} 所学校，平均值 {mean}，标准差 {deviation}{most}"
