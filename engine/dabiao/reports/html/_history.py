"""What earlier assessments said of the same requirement, year by year."""

from collections.abc import Sequence
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.reports.html._draw import YearLine, limits_of, year_line

_Key = tuple[str | None, ...]


class Year(NamedTuple):
    """What was found in a year; `kind` None for the baseline the document itself states."""

    year: int
    value: str | None
    shown: str
    kind: str | None
    requirement: str


class History(NamedTuple):
    """The years in order, this one last or where it belongs, and the line over those with a figure in the same unit."""

    years: tuple[Year, ...]
    line: YearLine | None


class Past:
    """Earlier assessments of a region, to look a verdict up in."""

    def __init__(self, assessment: Assessment, earlier: Sequence[Assessment]) -> None:
        """Assessments of another region or of the year itself are left aside; of two of one year the later given counts."""
        others = {one.year: one for one in earlier if one.region == assessment.region and one.year != assessment.year}
        self._years = [
            ({_same_target(v): v for v in one.verdicts}, {_same_indicator(v): v for v in reversed(one.verdicts)})
            for one in others.values()
        ]

    def of(self, verdict: Verdict) -> History | None:
        """The years of this requirement; under another document's target of the same indicator where it was not yet set."""
        found = {verdict.year: verdict}
        for by_target, by_indicator in self._years:
            one = by_target.get(_same_target(verdict))
            if one is None and verdict.indicator is not None:
                one = by_indicator.get(_same_indicator(verdict))
            if one is not None:
                found[one.year] = one
        years = [_year(one) for one in found.values()]
        if verdict.baseline is not None and verdict.baseline[0] not in found:
            years.append(Year(verdict.baseline[0], verdict.baseline[1], verdict.baseline[1], None, "基数"))
        if len(years) < 2:
            return None
        years.sort(key=lambda year: year.year)
        limits = limits_of(verdict)
        figures = [(one.year, one.value) for one in years if one.value is not None]
        return History(tuple(years), year_line(figures, limits[0] if len(limits) == 1 else None))


def _year(verdict: Verdict) -> Year:
    return Year(verdict.year, verdict.value, verdict.shown or "", verdict.verdict, verdict.requirement)


def _same_target(verdict: Verdict) -> _Key:
    return verdict.pack, verdict.target, verdict.stage, verdict.entity, verdict.unit


def _same_indicator(verdict: Verdict) -> _Key:
    return verdict.indicator, verdict.form, verdict.stage, verdict.entity, verdict.unit
