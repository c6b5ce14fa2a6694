"""What a soak has compared so far: how often by engine, form, verdict and flag, so that one sees what a million consists of."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from dabiao.assess.model import FLAGS, NO_DATA, VERDICTS
from soak_engines import Compared, Difference

_SHOWN = 5
_ROWS = 12


class Failed(NamedTuple):
    """A case that differed, by its number."""

    case: int
    difference: Difference


class Tally:
    """Counts of cases and comparisons; and the differences, each with its case."""

    def __init__(self) -> None:
        self.cases = 0
        self.verdicts = 0
        self.handed = 0
        self.engines: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()
        self.failed: list[Failed] = []
        self.differing = 0

    def add(self, case: int, several: Iterable[Compared]) -> None:
        """Counts a case: each of its verdicts once, however many engines gave it."""
        self.cases += 1
        for one in several:
            self.verdicts += len(one.expected)
            self.handed += one.handed
            self.engines.update(one.compared)
            self.forms.update(form for _, form in one.expected)
            self.found.update(told.verdict for told, _ in one.expected)
            self.flags.update(flag for told, _ in one.expected for flag in told.flags)
            self.fail(case, one.differences)

    def fail(self, case: int, differences: Iterable[Difference]) -> None:
        """Counts differences of a case; an engine that said nothing at all is one."""
        for difference in differences:
            self.differing += max(len(difference.found), len(difference.expected), 1)
            self.failed.append(Failed(case, difference))

    def together(self, other: "Tally") -> None:
        """Adds the counts of another tally (of another process)."""
        self.cases += other.cases
        self.verdicts += other.verdicts
        self.handed += other.handed
        self.differing += other.differing
        for mine, theirs in (
            (self.engines, other.engines),
            (self.forms, other.forms),
            (self.found, other.found),
            (self.flags, other.flags),
        ):
            mine.update(theirs)
        self.failed += other.failed

    def lines(self) -> list[str]:
        """The counts as text, one kind a line, the most frequent first."""
        verdicts = Counter({name: self.found[name] for name in VERDICTS if self.found[name]})
        concluded = Counter({name: count for name, count in self.found.items() if name not in VERDICTS})
        none = 100 * self.found[NO_DATA] / max(verdicts.total(), 1)
        by_columnar = self.engines["columnar"]
        return [
            f"held against reference   {_counts(self.engines)}",
            f"columnar not by SQL      {self.handed:,} ({100 * self.handed / max(by_columnar, 1):.0f} %)",
            f"by form                  {_counts(self.forms)}",
            f"by verdict               {_counts(verdicts)}  (no_data {none:.0f} %)",
            f"by flag                  {_counts(Counter({flag: self.flags[flag] for flag in FLAGS}))}",
            f"conclusions              {_counts(concluded)}",
        ]

    def failures(self, again: str) -> list[str]:
        """The first differences as text; `again` is how a case is run alone, without its number."""
        lines = []
        for case, difference in self.failed[:_SHOWN]:
            lines.append(f"case {case}: {difference.engine} {difference.region} {difference.what}".rstrip())
            lines += [f"  found    {told}" for told in difference.found[:_ROWS]]
            lines += [f"  expected {told}" for told in difference.expected[:_ROWS]]
            lines.append(f"  alone: {again} {case}")
        return lines


def _counts(counter: Counter[str]) -> str:
    return "  ".join(f"{name} {count:,}" for name, count in counter.most_common()) or "none"
