"""A figure as typed, with the units stated around it → its exact value in the indicator's unit, or what is wrong with it."""

import re
from fractions import Fraction

from dabiao.inputs.vocabulary import known_unit
from dabiao.quantity import Interval, NumberError, Unit, UnitError, parse_figure
from dabiao.quantity.numerals import MAX_INTEGER_DIGITS, is_plain, normalise
from dabiao.record import NamedTuple
from dabiao.rules.model import Indicator

MAX_LENGTH = 60
_SCIENTIFIC = r"[+-]?[0-9.]+[eE][+-]?[0-9]+"
_SHARE = "比例"


class Problem(NamedTuple):
    """Why a figure can not be used: diagnostic code, the column to look at, message, hint."""

    code: str
    column: str
    message: str
    hint: str


class Units(NamedTuple):
    """The units stated for a figure, the nearest first: the row's unit column, brackets behind the name, the table's title."""

    column: str
    name: str
    table: str


def read_figure(text: str, units: Units, indicator: Indicator) -> tuple[Fraction, Interval] | Problem:
    """The value and the interval of the truth, both in the indicator's unit. Never raises for what was typed."""
    stated = _stated_unit(units, indicator)
    if isinstance(stated, Problem):
        return stated
    if len(text) > MAX_LENGTH or (not is_plain(text) and re.fullmatch(_SCIENTIFIC, normalise(text))):
        what = "太长，不是一个数" if len(text) > MAX_LENGTH else "是科学计数法，位数可能已经丢失"
        return _no_number(f"“{text[:20]}”{what}")
    try:
        quantity, bound = parse_figure(text, stated.name)
    except NumberError as failure:
        return _no_number(str(failure))
    except UnitError as failure:
        return Problem("INP425", "value", str(failure), f"“{indicator.name}”的单位是“{indicator.unit.name}”")
    typed = quantity.unit
    if typed.name != stated.name and (clash := _clash(typed, units)):
        message = f"数值里的单位“{typed.name}”与写明的单位“{clash}”不一致"
        return Problem("INP426", "value", message, "两处只留一处，或改成一致")
    factor = _factor(typed, indicator)
    if factor is None:
        message = f"单位“{typed.name}”不能用于“{indicator.name}”（单位是“{indicator.unit.name}”）"
        column = "unit" if units.column and typed.name == stated.name else "value"
        return Problem("INP425", column, message, f"换算成“{indicator.unit.name}”后填写，单位写“{indicator.unit.name}”")
    value = quantity.value * factor
    if abs(value) >= 10**MAX_INTEGER_DIGITS:
        return _no_number(f"“{text[:20]}”换算成“{indicator.unit.name}”后位数过多")
    return value, bound.times(factor)


def takes_shares(indicator: Indicator) -> bool:
    """Whether a figure in per cent can be one of the indicator's."""
    return _SHARE in (indicator.unit.dimension, *indicator.also)


def _no_number(message: str) -> Problem:
    return Problem("INP424", "value", message, "写成普通的数，例如 98.5、９８．５、1.63万；没有数据就留空")


def _stated_unit(units: Units, indicator: Indicator) -> Unit | Problem:
    """The unit that serves where the value has none, or the contradiction between the places that state one."""
    column = known_unit(units.column) if units.column else None
    if units.column and column is None:
        hint = f"“{indicator.name}”的单位是“{indicator.unit.name}”"
        return Problem("INP425", "unit", f"不认识的单位“{units.column[:20]}”", hint)
    name, table = known_unit(units.name), known_unit(units.table)
    if column and name and not _same(column, name):
        message = f"指标名里的单位“{name.name}”与单位列“{column.name}”不一致"
        return Problem("INP426", "unit", message, "指标名里不写单位，或改成一致")
    nearest = column or name
    if nearest and table and nearest.dimension == table.dimension and not _same(nearest, table):
        message = f"表头或表名里的单位“{table.name}”与这一行的单位“{nearest.name}”不一致"
        return Problem("INP426", "unit" if column else "indicator", message, "两处只留一处，或改成一致")
    return nearest or table or indicator.unit


def _clash(typed: Unit, units: Units) -> str:
    """The stated unit that contradicts the one typed into the value; empty where none does (1.63万人 under 人 does not)."""
    for text in (units.column, units.name):
        stated = known_unit(text)
        if stated and not _agrees(typed, stated):
            return stated.name
    table = known_unit(units.table)
    return table.name if table and table.dimension == typed.dimension and not _agrees(typed, table) else ""


def _agrees(typed: Unit, stated: Unit) -> bool:
    return typed.dimension == stated.dimension and (_same(typed, stated) or typed.name.endswith(stated.name))


def _same(one: Unit, other: Unit) -> bool:
    return (one.dimension, one.scale) == (other.dimension, other.scale)


def _factor(typed: Unit, indicator: Indicator) -> Fraction | None:
    if typed.dimension in indicator.also:
        return typed.scale / indicator.unit.scale
    return typed.factor_to(indicator.unit) if typed.dimension == indicator.unit.dimension else None
