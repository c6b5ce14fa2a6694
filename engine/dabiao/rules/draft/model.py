"""What a draft holds: proposed targets and indicators, each with its confidence, its reasons and what a person must decide."""

from typing import NamedTuple

from dabiao.rules.clauses.document import Block

HIGH, MIDDLE, LOW = "高", "中", "低"
CONFIDENCES = (HIGH, MIDDLE, LOW)


class Span(NamedTuple):
    """A stretch of folded text, end excluded."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Period(NamedTuple):
    """The years a document governs, and whether the document itself says so."""

    start: int
    end: int
    stated: bool

    @property
    def single(self) -> bool:
        """Whether it is one year, as for a yearly work programme."""
        return self.start == self.end


class When(NamedTuple):
    """When a target is due: a year or day (`by`), or each year; `since` a base year the sentence names."""

    by: int | str | None
    every: bool
    since: int | None
    why: str


class Reading(NamedTuple):
    """What a sentence or cell was read to require, before indicator and place are settled.

    `name` is what is measured, in the document's words; `others` further wordings to look up; `limit` the YAML text of the form;
    `extras` further keys of the target (from, mode, each, where, require, share, subject, than …); `items` the items that
    `require` and `where` use, with the unit of each; `added` that it is something added or done, not a stock.
    """

    form: str
    limit: str
    name: str
    unit: str
    span: Span
    when: When
    why: tuple[str, ...]
    confidence: str = MIDDLE
    stage: str | None = None
    others: tuple[str, ...] = ()
    force: str = "must"
    todo: tuple[str, ...] = ()
    extras: tuple[tuple[str, str], ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    baseline: tuple[int, str] | None = None
    nature: str | None = None
    lead: tuple[str, ...] = ()
    implied: bool = False
    added: bool = False

    def because(self, *reasons: str) -> "Reading":
        """The same reading with further reasons."""
        return self._replace(why=(*self.why, *reasons))

    def asking(self, *doubts: str) -> "Reading":
        """The same reading with further questions for a person."""
        return self._replace(todo=(*self.todo, *doubts))


class Proposal(NamedTuple):
    """A proposed target: the reading, its id, its indicator (None for milestones and attestations), place and quote."""

    id: str
    indicator: str | None
    stage: str | None
    at: str
    quote: str
    reading: Reading
    block: Block


class ProposedIndicator(NamedTuple):
    """An indicator (or an item of a condition) the catalogue lacks."""

    id: str
    name: str
    unit: str
    direction: str
    bounds: tuple[int | None, int | None]
    decimals: int
    why: str


class ProposedSource(NamedTuple):
    """The head of the pack, as far as the document says it; `settled` where its region is known."""

    title: str | None
    number: str | None
    issuer: str | None
    issued: str | None
    region: str
    level: str
    period: Period
    fingerprint: str
    settled: bool
    todo: tuple[str, ...]


class Skipped(NamedTuple):
    """A whole section that only looks back or around: a not_target of kind history or context."""

    at: str
    quote: str
    kind: str


class Unread(NamedTuple):
    """A sentence with a number or an obliging word that no proposal covers: a person reads it."""

    at: str
    words: tuple[str, ...]
    sentence: str


class Draft(NamedTuple):
    """A drafted pack."""

    pack: str
    source: ProposedSource
    proposals: tuple[Proposal, ...]
    indicators: tuple[ProposedIndicator, ...]
    skipped: tuple[Skipped, ...]
    unread: tuple[Unread, ...]


def lower(confidence: str, other: str) -> str:
    """The lower of two confidences.

    >>> lower("高", "低")
    '低'
    """
    return max(confidence, other, key=CONFIDENCES.index)
