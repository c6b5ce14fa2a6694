"""What a limit asks, in the indicator's unit."""

from dabiao.quantity import Interval
from dabiao.rules.model import Indicator, Limit


def asked_of(limit: Limit, indicator: Indicator) -> Interval:
    """The interval of a limit converted to the indicator's unit (a classifier the indicator also takes counts one for one)."""
    if limit.unit.dimension == indicator.unit.dimension:
        return limit.interval().times(limit.unit.factor_to(indicator.unit))
    return limit.interval().times(limit.unit.scale / indicator.unit.scale)
