"""A share as typed after --stability: 0.5%, 5‰, 0.005."""

from fractions import Fraction

from dabiao.diagnostics import Diagnostic, InputError, error
from dabiao.quantity import parse_quantity

_MOST = Fraction(1, 2)


def parse_amount(text: str) -> Fraction:
    """The share, above zero and at most a half. Raises InputError (CLI030).

    >>> parse_amount("0.5%"), parse_amount("0.005")
    (Fraction(1, 200), Fraction(1, 200))
    """
    try:
        quantity = parse_quantity(text, "比")
    except ValueError as failure:
        raise InputError([_refused(text, str(failure))]) from failure
    share = quantity.value * quantity.unit.scale
    if quantity.unit.dimension != "比例":
        raise InputError([_refused(text, "应是百分数")])
    if not 0 < share <= _MOST:
        raise InputError([_refused(text, "应大于 0，不超过 50%")])
    return share


def _refused(text: str, why: str) -> Diagnostic:
    return error("CLI030", f"--stability 的“{text.strip()[:20]}”不能用：{why}", hint="例如 --stability 0.5%")
