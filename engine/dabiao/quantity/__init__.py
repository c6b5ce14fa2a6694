"""Exact numbers with units: the only arithmetic a verdict ever rests on."""

from dabiao.quantity.interval import Interval
from dabiao.quantity.numerals import NumberError, parse_number
from dabiao.quantity.quantity import Quantity, parse_figure, parse_quantity
from dabiao.quantity.rounding import exact_decimal, round_half_even, shown_decimal
from dabiao.quantity.units import Unit, UnitError, parse_unit

__all__ = [
    "Interval",
    "NumberError",
    "Quantity",
    "Unit",
    "UnitError",
    "exact_decimal",
    "parse_figure",
    "parse_number",
    "parse_quantity",
    "parse_unit",
    "round_half_even",
    "shown_decimal",
]
