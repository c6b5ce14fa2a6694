"""Two assessments of one region held against each other: what was judged otherwise, and whether figures or rules made it so."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from dabiao.assess._compare_rules import RuleChange, rule_changes
from dabiao.assess.assessment import Assessment, ConclusionText, Finding, PackInfo, Verdict
from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK

FAILING, MENDED, JUDGED, FIGURE, RULE, ADDED, REMOVED = (
    "failing",
    "mended",
    "judged",
    "figure",
    "rule",
    "added",
    "removed",
)

_Thing = TypeVar("_Thing")
_Pair = tuple[_Thing | None, _Thing | None]


class Change(NamedTuple):
    """One verdict before and after; None where it is not there. `rules`: what the requirement says otherwise."""

    was: Verdict | None
    now: Verdict | None
    rules: tuple[RuleChange, ...]

    @property
    def known(self) -> Verdict:
        """The verdict as it is now, or was where it is gone."""
        verdict = self.now or self.was
        assert verdict is not None  # noqa: S101 - made from at least one
        return verdict

    @property
    def failing(self) -> bool:
        """Whether it is not met now and was not before, or was not asked."""
        return (
            self.now is not None and self.now.verdict == NOT_MET and (self.was is None or self.was.verdict != NOT_MET)
        )

    @property
    def mended(self) -> bool:
        """Whether it failed or lagged and now holds."""
        return bool(
            self.was and self.now and self.was.verdict in (NOT_MET, BEHIND) and self.now.verdict in (MET, ON_TRACK)
        )

    @property
    def judged_otherwise(self) -> bool:
        """Whether the verdict is another."""
        return bool(self.was and self.now and self.was.verdict != self.now.verdict)

    @property
    def figure_differs(self) -> bool:
        """Whether the figure is another, compared exactly (98.0 is 98), or is in another unit."""
        if self.was is None or self.now is None:
            return False
        one, two = self.was.value, self.now.value
        if one is None or two is None:
            return one is not two
        return Fraction(one) != Fraction(two) or self.was.unit != self.now.unit

    @property
    def kind(self) -> str:
        """The gravest thing there is to say of it; "" where nothing changed."""
        if self.failing:
            return FAILING
        if self.was is None or self.now is None:
            return ADDED if self.was is None else REMOVED
        if self.judged_otherwise:
            return MENDED if self.mended else JUDGED
        return FIGURE if self.figure_differs else RULE if self.rules else ""


class ConclusionChange(NamedTuple):
    """A conclusion whose outcome is another; None where it is not drawn."""

    was: ConclusionText | None
    now: ConclusionText | None


class FileChange(NamedTuple):
    """A file of figures by its name, with its fingerprints; None where it was not read."""

    path: str
    was: str | None
    now: str | None


class Comparison(NamedTuple):
    """From one assessment to another: every change, in the order of the new one, then what is gone.

    `findings` are notes on the figures that are new, `settled` those that are gone. `rulebook`: whether any rule file differs.
    """

    old: Assessment
    new: Assessment
    changes: tuple[Change, ...]
    unchanged: int
    conclusions: tuple[ConclusionChange, ...]
    packs: tuple[tuple[PackInfo | None, PackInfo | None], ...]
    files: tuple[FileChange, ...]
    findings: tuple[Finding, ...]
    settled: tuple[Finding, ...]
    rulebook: bool

    def of(self, kind: str) -> list[Change]:
        """The changes of a kind."""
        return [change for change in self.changes if change.kind == kind]

    @property
    def worse(self) -> bool:
        """Whether anything newly fails: a target, or a conclusion that is 不合格 and was not."""
        return any(change.failing for change in self.changes) or self.sinks

    @property
    def sinks(self) -> bool:
        """Whether a conclusion is 不合格 now that was not."""
        return any(one.now is not None and one.now.outcome == "不合格" for one in self.conclusions)


def compare(old: Assessment, new: Assessment) -> Comparison:
    """What changed from the old assessment to the new. They are of one region; the caller sees to it."""
    same_year = old.year == new.year
    place = {id(verdict): number for number, verdict in enumerate(new.verdicts)}
    pairs = sorted(_pairs(old.verdicts, new.verdicts), key=lambda pair: place.get(id(pair[1]), len(place)))
    changes = [Change(was, now, rule_changes(was, now, same_year) if was and now else ()) for was, now in pairs]
    outcomes = _matched(old.conclusions, new.conclusions, lambda one: (one.pack, one.id))
    packs = _matched(_asked(old), _asked(new), lambda pack: pack.id)
    return Comparison(
        old,
        new,
        tuple(change for change in changes if change.kind),
        sum(not change.kind for change in changes),
        tuple(ConclusionChange(a, b) for a, b in outcomes if a is None or b is None or a.outcome != b.outcome),
        tuple((a, b) for a, b in packs if a is None or b is None),
        tuple(_files(old, new)),
        tuple(finding for finding in new.findings if finding not in old.findings),
        tuple(finding for finding in old.findings if finding not in new.findings),
        old.rulebook != new.rulebook,
    )


def _asked(assessment: Assessment) -> list[PackInfo]:
    """The documents that were judged by."""
    return [pack for pack in assessment.packs if pack.in_force and not pack.left_out]


def _pairs(old: Sequence[Verdict], new: Sequence[Verdict]) -> Iterator[_Pair[Verdict]]:
    """Each verdict with its counterpart: by its target, stage and school; what is left by what it asks of whom, in whose words,
    so that a target or a document under another id is still the same."""
    lost, made = [], []
    for was, now in _matched(old, new, lambda v: (v.pack, v.target, v.stage, v.entity)):
        if was is not None and now is not None:
            yield was, now
        elif now is not None:
            made.append(now)
        elif was is not None:
            lost.append(was)
    yield from _matched(lost, made, lambda v: (v.indicator_name, v.stage, v.entity, v.form, v.clause.quote))


def _matched(
    old: Sequence[_Thing], new: Sequence[_Thing], key: Callable[[_Thing], Hashable]
) -> Iterator[_Pair[_Thing]]:
    """Old and new of one key together, the first with the first; in the order of the new, then what is left of the old."""
    waiting: dict[Hashable, list[_Thing]] = defaultdict(list)
    for one in old:
        waiting[key(one)].append(one)
    for one in new:
        counterparts = waiting[key(one)]
        yield (counterparts.pop(0) if counterparts else None), one
    for rest in waiting.values():
        for one in rest:
            yield one, None


def _files(old: Assessment, new: Assessment) -> Iterator[FileChange]:
    for was, now in _matched(old.inputs, new.inputs, lambda one: one[0]):
        if was is None or now is None or was[1] != now[1]:
            path = (now or was or ("", ""))[0]
            yield FileChange(path, was and was[1], now and now[1])
