"""Value targets on figures as reported: what is asked of a figure becomes ranges of whole numbers in the unit in which a row is typed.

A target's requirement, path, bounds and display do (see lines.py), so no figure is converted and nothing is rounded.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH, Asked, asked_of_value, open_relaxations
from dabiao.assess.columnar.lines import NOTHING, before_rounding, both, scaled_range
from dabiao.assess.columnar.scope import Numbered, Scope
from dabiao.assess.forms._common import unit_factor
from dabiao.assess.forms.value import limit_places
from dabiao.inputs.bulk.open import Bulk
from dabiao.inputs.bulk.terms import Term
from dabiao.quantity import Interval
from dabiao.rules.model import Indicator, Plan, Rulebook, Target, Value

RANGES = ("required", "path", "shown_required", "shown_path", "possible", "sane")
CODES = (
    "held", "held_near", "held_impossible", "held_impossible_near", "on_path", "on_path_near", "outside", "outside_near",
)  # fmt: skip


def is_direct(rulebook: Rulebook, numbered: Numbered, year: int) -> bool:
    """Whether a target is judged by one figure as reported: no formula could give it, no entity and no relaxation bears on it."""
    target = numbered.bound.target
    indicator = rulebook.indicators.get(target.indicator or "")
    if (
        indicator is None
        or target.per is not None
        or not isinstance(target.form, Value | Plan)
        or numbered.bound.pack.conclusions
    ):
        return False
    return not indicator.formulas and not open_relaxations(target, year)


class Cut(NamedTuple):
    """A target in a year under one combination of words: ranges in units of the last decimal, and a code for every outcome."""

    term: int
    year: int
    number: int
    group: int
    ranges: tuple[tuple[int, int], ...]
    codes: tuple[int, ...]


def cuts(rulebook: Rulebook, found: Sequence[Scope], terms: Sequence[Term], bulk: Bulk) -> Iterator[tuple[str, Cut]]:
    """For each scope's issuing region, the cuts of the targets judged directly."""
    by_key: dict[tuple[str, str | None, int], list[Term]] = {}
    for term in terms:
        by_key.setdefault((term.indicator, term.stage, term.year), []).append(term)
    done: set[tuple[int, int]] = set()
    lines: dict[tuple[int, int, int, str], _Lines] = {}
    for scope in found:
        for numbered in scope.targets:
            if (numbered.number, scope.year) in done or not is_direct(rulebook, numbered, scope.year):
                continue
            done.add((numbered.number, scope.year))
            bound, target = numbered.bound, numbered.bound.target
            indicator = rulebook.indicators[target.indicator or ""]
            stage = indicator.stage or target.stage
            form = target.form
            assert isinstance(form, Value | Plan)  # noqa: S101 - see is_direct
            asked: Asked | None = None
            for term in by_key.get((indicator.id, stage, scope.year), ()):
                key = (numbered.number, *term.factor.as_integer_ratio(), term.status)
                if (mine := lines.get(key)) is None:
                    mine = lines[key] = _Lines(target, form, indicator, term, bulk)
                if not (bound.due and mine.owed):
                    asked = asked or asked_of_value(bound, form, indicator, scope.year)
                    mine.draw(asked)
                cut = Cut(term.number, scope.year, numbered.number, numbered.group, mine.ranges, mine.codes)
                yield bound.pack.source.region, cut


class _Lines:
    """A target's ranges for figures of one factor and status: drawn year by year, and only what differs from the year before."""

    def __init__(self, target: Target, form: Value | Plan, indicator: Indicator, term: Term, bulk: Bulk) -> None:
        own = term.factor / 10**bulk.decimals
        self._rounded = limit_places(form.limit) if target.rounded else None
        self._unit = own * unit_factor(indicator, form.limit.unit)
        self._sound = (
            scaled_range(indicator.bounds, own),
            scaled_range(both(indicator.bounds, indicator.usual), own),
        )
        self._actual = term.actual
        self._asked: Asked | None = None
        self._required = self._path = (NOTHING, NOTHING)
        self.ranges: tuple[tuple[int, int], ...] = ()
        self.codes: tuple[int, ...] = ()

    @property
    def owed(self) -> bool:
        """Whether the year drawn last owed the target: then the next one that does asks the same."""
        return self._asked is not None and self._asked.due

    def draw(self, asked: Asked) -> None:
        """What is asked as ranges, and the code of every outcome."""
        before = self._asked
        if asked == before:
            return
        self._asked = asked
        if before is None or (before.required, before.places) != (asked.required, asked.places):
            self._required = self._pair(asked.required, asked.places)
        if before is None or (before.path, before.places) != (asked.path, asked.places):
            self._path = self._pair(asked.path, asked.places)
        (required, shown_required), (path, shown_path) = self._required, self._path
        self.ranges = (required, path, shown_required, shown_path, *self._sound)
        self.codes = tuple(_codes(asked, actual=self._actual))

    def _pair(self, line: Interval | None, places: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The range of the figures within a line, and of those that are shown within it."""
        return (
            scaled_range(self._compared(line), self._unit),
            scaled_range(self._compared(before_rounding(line, places)), self._unit),
        )

    def _compared(self, line: Interval | None) -> Interval | None:
        return line if self._rounded is None else before_rounding(line, self._rounded)


def _codes(asked: Asked, *, actual: bool) -> Iterator[int]:
    estimated = 0 if actual else BITS["estimated"]
    for verdict in (
        asked.held(proven=actual),
        asked.held(proven=False),
        asked.on_path,
        asked.outside,
    ):
        for near in (False, True):
            yield NUMBER[verdict] * WIDTH + estimated + asked.flags(verdict, borderline=near)
