"""What of a document is read, what is passed over as looking back, and what no proposal covers."""

import re
from collections.abc import Iterator, Mapping, Sequence

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.account import where
from dabiao.rules.clauses.document import BOX, CONTENTS, HEADING, PARAGRAPH, ROW, Block, Document
from dabiao.rules.clauses.hits import Hit, find_hits, sentence_span
from dabiao.rules.draft.model import Skipped, Span, Unread
from dabiao.rules.draft.sentences import Folded, folded, section_kind

_PROSE = 16
# a short numbered item is a heading to the reader of blocks; one that ends like a sentence and holds a figure requires something
_ITEM = re.compile(r"^\d{1,2}[.、].*\d.*[。;]$")
_FURNITURE = re.compile(
    r"(?:\(.{0,20}\)|.{2,14}[〔\[(]20\d\d[〕\])]\d+号|20\d\d年\d+月\d+日|.{0,30}20\d\d年.{2,20}(?:要点|计划|规划|通知))"
)
_NUMERAL = re.compile(r"[二三四五六七八九十百]+")
_PART_OF_A_WORD = re.compile(r"年|期|级|大|位一体|[一-龥]?通")


def is_read(document: Document, block: Block) -> bool:
    """Whether a block is read: not a heading, a line of contents, a section that looks back, or a number, date or title."""
    if block.kind == HEADING and (block.part or not _ITEM.search(block.folded)):
        return False
    furniture = block.path == ("", "", "") and _FURNITURE.fullmatch(block.folded)
    return not (block.kind == CONTENTS or section_kind(document, block.path) or furniture)


def stretches(block: Block, content: Folded) -> Iterator[Span]:
    """The stretches of a block that are prose: a paragraph or box as a whole, of a table row the long cells."""
    if block.kind in (PARAGRAPH, BOX, HEADING):
        yield Span(0, len(content.text))
    elif block.kind == ROW:
        at = 0
        for cell in block.text.split("\t"):
            piece = fold(cell)
            at = max(content.text.find(piece, at), at)
            if len(piece) > _PROSE:
                yield Span(at, at + len(piece))
            at += len(piece)


def skipped_of(document: Document) -> Iterator[Skipped]:
    """The topmost sections that only look back or around."""
    above: set[tuple[str, str, str]] = set()
    for block in document.blocks:
        path = block.path
        if path in above or block.kind == CONTENTS or path == ("", "", ""):
            continue
        kind = section_kind(document, path)
        if kind is None:
            continue
        inside = any(all(b in ("", a) for a, b in zip(path, other, strict=True)) for other in above)
        above.add(path)
        if not inside:
            one, two, three = path
            at = one + (f"（{two}）" if two else "") + three
            yield Skipped(at, folded(block.text).verbatim(0, min(len(block.folded), 30)), kind)


def unread_of(document: Document, covered: Mapping[int, Sequence[Span]]) -> Iterator[Unread]:
    """The sentences with an obliging word that no proposal covers; `covered` are stretches by the block's position."""
    for number, block in enumerate(document.blocks):
        if not is_read(document, block) or (block.kind == ROW and number in covered):
            continue
        text = folded(block.text)
        prosaic, taken = list(stretches(block, text)), covered.get(number, ())
        sentences: dict[tuple[int, int], list[str]] = {}
        for hit in find_hits(text.text):
            if _is_open(hit, text.text, prosaic, taken):
                sentences.setdefault(sentence_span(text.text, hit.start), []).append(hit.text)
        for (start, end), words in sentences.items():
            yield Unread(where(block), tuple(dict.fromkeys(words)), text.verbatim(start, end)[:80])


def _is_open(hit: Hit, text: str, prosaic: Sequence[Span], taken: Sequence[Span]) -> bool:
    if hit.year or not _holds(prosaic, hit.start) or _holds(taken, hit.start):
        return False
    return not (_NUMERAL.fullmatch(hit.text) and _PART_OF_A_WORD.match(text[hit.end :]))


def _holds(spans: Sequence[Span], position: int) -> bool:
    return any(span.start <= position < span.end for span in spans)
