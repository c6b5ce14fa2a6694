"""What the figures of earlier years tell a 填报表: the year before for comparison, settled facts, what is done already."""

from dabiao.assess.asked import Report
from dabiao.assess.asked_county import Need
from dabiao.assess.figures import Figure, Figures
from dabiao.inputs.model import ACTUAL, ESTIMATE, PLANNED, Dataset, Observation, Origin
from dabiao.inputs.template.model import Line
from dabiao.quantity import Interval, exact_decimal, round_half_even
from dabiao.rules.model import Rulebook

_STATUS = {ACTUAL: "实际", ESTIMATE: "预计", PLANNED: "计划"}


class Earlier:
    """What the figures of earlier years tell of a need."""

    def __init__(self, rulebook: Rulebook, dataset: Dataset, year: int) -> None:
        self._observations = [o for o in dataset.observations if o.period.end < year]
        self._figures = Figures(self._observations, rulebook)
        self._by_origin: dict[Origin, Observation] = {o.origin: o for o in self._observations}

    def last(self, need: Need) -> str:
        """The figure of the year before, as reported or computed, in the unit asked for; several where they contradict."""
        settling, _ = self._figures.of(need.region, need.indicator.id, need.stage, need.year - 1)
        return " / ".join(dict.fromkeys(_shown(figure, need) for figure in settling))

    def filled(self, need: Need, line: Line) -> Line:
        """The line with the figure reported of its own year; two that contradict are named, and left to a person."""
        reported = self._figures.reported(need.region, need.indicator.id, need.stage, need.year)
        typed = [_typed(figure.bound, need) for figure in reported]
        if len(reported) == 1 and typed[0] is not None:
            observation = self._by_origin[reported[0].origins[0]]
            status = _STATUS[reported[0].status]
            return line._replace(value=typed[0], status=status, evidence=observation.evidence, note=observation.note)
        settling, _ = self._figures.of(need.region, need.indicator.id, need.stage, need.year)
        if not settling:
            return line
        known = "、".join(dict.fromkeys(_shown(figure, need) for figure in settling))
        how = "有几个不同的数" if len(settling) > 1 else "算得"
        return line._replace(note=f"已有的数据{how}：{known}，请核对后填写")

    def done(self, report: Report, region: str) -> Observation | None:
        """The report that it is done already; None for what is reported each year anew."""
        if any(bound.target.every for bound in report.bounds):
            return None
        refs = {bound.target.ref for bound in report.bounds}
        told = [o for o in self._observations if o.region == region and refs <= set(o.subjects)]
        latest = max(told, key=lambda o: o.period.end, default=None)
        return latest if latest is not None and latest.done and latest.status == ACTUAL else None


def _typed(bound: Interval, need: Need) -> str | None:
    """A figure as a person types it, exactly, in the unit asked for; None where no such text is exact."""
    low, high, low_open, high_open = bound.times(need.indicator.unit.factor_to(need.unit))
    end = low if low is not None else high
    text = None if end is None else exact_decimal(end)
    if text is None or (low is not None and high is not None and low != high):
        return None
    if low == high:
        return text
    if high is None:
        return f"超过{text}" if low_open else f"{text}以上"
    return f"不足{text}" if high_open else f"{text}以下"


def _shown(figure: Figure, need: Need) -> str:
    """A figure for comparison: exact where it was typed, rounded once to the indicator's decimals where it was computed."""
    typed = _typed(figure.bound, need) if figure.formula is None else None
    if typed is not None:
        return typed
    rounded = round_half_even(figure.value, need.indicator.decimals)
    return exact_decimal(rounded * need.indicator.unit.factor_to(need.unit)) or ""
