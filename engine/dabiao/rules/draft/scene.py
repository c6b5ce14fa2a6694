"""A sentence being read, and what the readings of its figures share."""

import re
from typing import NamedTuple

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import Period, Span
from dabiao.rules.draft.sentences import clauses

_JOINT = re.compile(r"(?:以上|以下|左右|以内)?(?:、|和|与|及|,)")


class Scene(NamedTuple):
    """The folded text of a block, a sentence of it, the document's period, and the sentence's figures."""

    text: str
    sentence: Span
    period: Period
    figures: tuple[Figure, ...] = ()

    def before(self, figure: Figure) -> str:
        """The sentence up to the figure."""
        return self.text[self.sentence.start : figure.span.start]

    def after(self, figure: Figure) -> str:
        """The sentence behind the figure."""
        return self.text[figure.span.end : self.sentence.end]

    def clause(self, figure: Figure) -> Span:
        """The clause the figure stands in."""
        spans = clauses(self.text, self.sentence)
        return next((span for span in spans if span.start <= figure.span.start < span.end), self.sentence)

    def local(self, figure: Figure) -> str:
        """The clause up to the figure."""
        return self.text[self.clause(figure).start : figure.span.start]

    def earlier_clause(self, clause: Span) -> str:
        """The clause before this one in the sentence; "" where it is the first."""
        spans = [span for span in clauses(self.text, self.sentence) if span.end <= clause.start]
        return self.text[spans[-1].start : spans[-1].end] if spans else ""

    def row(self, figure: Figure) -> tuple[Figure, ...]:
        """The figures that stand side by side with this one, joined by nothing but 、 or 和: 55%、95%以上."""
        found = list(self.figures)
        at = found.index(figure)
        first = last = at
        while first and _JOINT.fullmatch(self.text[found[first - 1].span.end : found[first].span.start]):
            first -= 1
        while last + 1 < len(found) and _JOINT.fullmatch(self.text[found[last].span.end : found[last + 1].span.start]):
            last += 1
        return tuple(found[first : last + 1])

    def end(self, figure: Figure, behind: str = "") -> int:
        """Where a quote ends: behind the figure, its word (以上) and what is counted."""
        rest = self.after(figure)
        match = re.match(r"(?:\(含\))?(?:及以上|以上|以下|以内|左右|上下)?", rest)
        end = figure.span.end + (match.end() if match else 0)
        at = self.text.find(behind, figure.span.end) if behind else -1
        return min(at + len(behind), figure.span.end + 30) if 0 <= at <= end + 1 else end
