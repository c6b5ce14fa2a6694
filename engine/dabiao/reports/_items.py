"""The targets of an assessment as a self-evaluation goes through them: by document, by section, one item a target and stage."""

from collections import Counter
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, PackInfo, Verdict
from dabiao.assess.conclude import FAILED, OPEN, PASSED, Count, outcome_of, state_of
from dabiao.reports import _words as words
from dabiao.reports._lists import section

PROBLEMS = ("not_met", "behind")
UNSETTLED = ("unverified", "no_data")
# a remark is said once for the whole document where it stands at so many items, and at every eighth
_SHARED, _EVERY = 3, 8


class Item(NamedTuple):
    """A target in one stage: one verdict, or one a school."""

    verdicts: tuple[Verdict, ...]

    @property
    def first(self) -> Verdict:
        """The verdict that speaks for what all have in common: name, requirement, clause."""
        return self.verdicts[0]

    @property
    def per_entity(self) -> bool:
        """Whether it is judged school by school."""
        return self.first.entity is not None

    @property
    def name(self) -> str:
        """The indicator or task with its stage, without a school."""
        return words.name(self.first._replace(entity=None))


class Section(NamedTuple):
    """A section of a document (二（四）发展目标, 资源配置) and its items in the document's order."""

    title: str
    items: tuple[Item, ...]


class Document(NamedTuple):
    """A document with its items; `shared` are the remarks that stand at many items, to be said once."""

    pack: PackInfo
    sections: tuple[Section, ...]
    shared: tuple[str, ...]


def documents(assessment: Assessment) -> list[Document]:
    """Every document that gave a verdict, with its sections in the order of its targets."""
    found = []
    for pack in assessment.packs:
        items = items_of([verdict for verdict in assessment.verdicts if verdict.pack == pack.id])
        groups: dict[str, list[Item]] = {}
        for item in items:
            groups.setdefault(section(item.first.clause.at), []).append(item)
        sections = tuple(Section(title, tuple(group)) for title, group in groups.items())
        if sections:
            counts = Counter(part for item in items for part in dict.fromkeys(parts(words.note(item.first))))
            often = max(_SHARED, len(items) / _EVERY)
            found.append(Document(pack, sections, tuple(part for part, count in counts.items() if count >= often)))
    return found


def shared_remarks(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """The remarks said once for the whole document, by pack."""
    return {document.pack.id: document.shared for document in documents(assessment)}


def items_of(verdicts: list[Verdict]) -> list[Item]:
    """Verdicts of one target and stage brought together, where the first of them stands."""
    found: dict[tuple[str, str, str | None], list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault((verdict.pack, verdict.target, verdict.stage), []).append(verdict)
    return [Item(tuple(group)) for group in found.values()]


def parts(note: str) -> list[str]:
    """A remark in its parts."""
    return [part for part in note.split("；") if part]


def measures(assessment: Assessment) -> frozenset[tuple[str, str]]:
    """(pack, indicator name) of what a group target counts together: no one of them decides alone."""
    return frozenset(
        (verdict.pack, given.name)
        for verdict in assessment.verdicts
        if verdict.form == "group"
        for reading in verdict.readings
        for given in reading.inputs
    )


def is_measure(item: Item, counted: frozenset[tuple[str, str]]) -> bool:
    """Whether a group target counts this item with others, so that one below its line may still pass."""
    first = item.first
    return item.per_entity and first.force != "must" and (first.pack, first.indicator_name) in counted


def self_conclusion(item: Item, counted: frozenset[tuple[str, str]]) -> str:
    """合格, 不合格 or 待定 as the verdicts say by the assessment's own meaning of a conclusion; empty where they say nothing.

    What a group target counts together is left to it, unless every school reaches it.
    """
    states = [state for verdict in item.verdicts if (state := state_of(verdict.verdict)) is not None]
    if not states or (is_measure(item, counted) and set(states) != {PASSED}):
        return ""
    return outcome_of("all", 0, Count(states.count(PASSED), states.count(FAILED), states.count(OPEN)))


def problems(assessment: Assessment) -> list[Verdict]:
    """What is not met, then what lags behind, in the order of the documents."""
    return [v for kind in PROBLEMS for v in assessment.verdicts if v.verdict == kind]


def unsettled(assessment: Assessment) -> list[Verdict]:
    """What can not be judged yet: evidence or data are missing."""
    return [v for kind in UNSETTLED for v in assessment.verdicts if v.verdict == kind]
