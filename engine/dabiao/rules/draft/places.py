"""Where a proposal stands: the place as an author writes it, and the quote."""

import re

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.account import where
from dabiao.rules.clauses.document import ROW, Block, Document
from dabiao.rules.clauses.place import blocks_at, parse_place
from dabiao.rules.draft.model import Span
from dabiao.rules.draft.sentences import Folded

MAX_QUOTE = 45


def place_of(document: Document, block: Block, quote: str) -> str:
    """A place that leads to the block and, if that can be said, to no other that holds the quote."""
    usual = where(block)
    candidates = [usual, usual.removeprefix("前言"), usual.removesuffix(" 标题")]
    if block.kind == ROW:
        path = where(block).partition(block.part)[0]
        cells = [cell for cell in block.text.split("\t") if re.search("[一-龥]", cell)]
        short = [cell.strip() for cell in cells if len(cell.strip()) <= 30]
        candidates = [f"{path}{block.part} {words}" for words in (*short, quote)]
    wanted = fold(quote)
    reached: str | None = None
    for candidate in candidates:
        holding = [other for other in blocks_at(document, parse_place(candidate)) if wanted in other.folded]
        if holding == [block]:
            return candidate
        if block in holding and reached is None:
            reached = candidate
    return reached or candidates[0]


def quote_of(text: Folded, span: Span, core: Span) -> str:
    """The document's words of a stretch, cut to 45 characters around its core (the figure)."""
    start, end = max(span.start, 0), min(span.end, len(text.text))
    while text.text[start : start + 1] and text.text[start] in ",、:;。|)" and start < core.start:
        start += 1
    if end - start > MAX_QUOTE:
        end = max(min(end, core.end + 12), core.end)
        start = max(start, end - MAX_QUOTE)
        # a quote cut at its head starts behind the next comma rather than within a word
        first = min((at for c in ",、:" if (at := text.text.find(c, start, core.start)) >= 0), default=-1)
        start = first + 1 if first >= 0 and span.start < start else start
    end = min(end, start + MAX_QUOTE)
    while len(quote := text.verbatim(start, end)) > MAX_QUOTE and end > start + 1:
        end -= 1
    return quote
