"""From a document to a draft: every block read, every reading given its indicator, place and quote."""

import re
from collections.abc import Iterator

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.account import where
from dabiao.rules.clauses.document import BOX, CONTENTS, HEADING, PARAGRAPH, ROW, Block, Document, read_text
from dabiao.rules.clauses.hits import find_hits, sentence_span
from dabiao.rules.draft.deeds import deeds_of
from dabiao.rules.draft.indicators import Registry
from dabiao.rules.draft.model import Draft, Period, Proposal, Reading, Skipped, Span, Unread
from dabiao.rules.draft.places import leads, place_of, quote_of
from dabiao.rules.draft.readings import read_sentence
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.sentences import Folded, folded, section_kind, sentences
from dabiao.rules.draft.source import source_of
from dabiao.rules.draft.tables import read_table, rows_of
from dabiao.rules.draft.universals import universals_of
from dabiao.rules.model import Rulebook

_PROSE = 16


def draft_pack(text: str, rulebook: Rulebook) -> Draft:
    """Proposes a pack for a document: its head, its targets, the indicators the catalogue lacks, and what was not understood.

    `text` is the document's text (dabiao.rules.clauses._readers.document_text), `rulebook` supplies catalogue and regions.
    """
    document = read_text(text)
    source = source_of(text, rulebook)
    place = rulebook.regions.name(source.region)
    pack = _free_id(f"draft-{'points' if source.period.single else 'plan'}-{source.period.start}", rulebook)
    registry = Registry(rulebook, pack, source.region)
    responsible = leads(document.blocks)
    numbered = {id(block): n for n, block in enumerate(document.blocks)}
    proposals: list[Proposal] = []
    covered: dict[int, list[Span]] = {}
    for block, content, reading in _readings(document, text, source.period, place):
        number = numbered[id(block)]
        named = reading.lead or responsible.get(number, ())
        quote = quote_of(content, reading.span, _core(content, reading))
        settled = registry.settle(reading._replace(lead=named))
        at = place_of(document, block, quote)
        proposals.append(Proposal(registry.target_id(settled), settled.indicator, settled.stage, at, quote, settled.reading, block))
        covered.setdefault(number, []).append(reading.span)
    skipped = tuple(_skipped(document))
    unread = tuple(_unread(document, covered))
    return Draft(pack, source, tuple(proposals), registry.proposed(), skipped, unread)


def _free_id(wanted: str, rulebook: Rulebook) -> str:
    taken = {pack.id for pack in rulebook.packs}
    names = (wanted if not n else f"{wanted}-{n + 1}" for n in range(len(taken) + 1))
    return next(name for name in names if name not in taken)


def _readings(document: Document, text: str, period: Period, place: str) -> Iterator[tuple[Block, Folded, Reading]]:
    tables = rows_of(document, re.sub(r"\[bookmark:[^\]]*\]", "", text).replace("\r\n", "\n").split("\n"))
    of_tables: dict[int, list[Reading]] = {}
    for rows in tables.values():
        for row, reading in read_table(rows, period):
            of_tables.setdefault(id(row.block), []).append(reading)
    for block in document.blocks:
        if not _read_at_all(document, block):
            continue
        content = folded(block.text)
        if id(block) in of_tables:
            for reading in of_tables[id(block)]:
                yield block, content, reading
        for within in stretches(block, content):
            if id(block) not in of_tables:
                for reading in prose(content.text, within, period, place):
                    yield block, content, reading


def stretches(block: Block, content: Folded) -> Iterator[Span]:
    """The stretches of a block that are prose: a paragraph or box as a whole, of a table row the long cells."""
    if block.kind in (PARAGRAPH, BOX):
        yield Span(0, len(content.text))
    elif block.kind == ROW:
        at = 0
        for cell in block.text.split("\t"):
            piece = fold(cell)
            at = max(content.text.find(piece, at), at)
            if len(piece) > _PROSE:
                yield Span(at, at + len(piece))
            at += len(piece)


def prose(text: str, within: Span, period: Period, place: str) -> Iterator[Reading]:
    """Every reading of a stretch of folded text, in order; words of universality only where no figure covers them."""
    for sentence in sentences(text, within):
        found = read_sentence(Scene(text, sentence, period))
        for more in (universals_of(text, sentence, period), deeds_of(text, sentence, period, place)):
            taken = [reading.span for reading in found]
            found += [reading for reading in more if not any(reading.span.overlaps(span) for span in taken)]
        yield from sorted(found, key=lambda reading: reading.span)


_FURNITURE = re.compile(r"(?:\(.{0,20}\)|.{2,14}[〔\[(]20\d\d[〕\])]\d+号|20\d\d年\d+月\d+日|.{0,30}20\d\d年.{2,20}(?:要点|计划|规划|通知))")


def _read_at_all(document: Document, block: Block) -> bool:
    """Whether a block is read: not a heading, a line of contents, a section that looks back, or a document's number, date or title."""
    furniture = block.path == ("", "", "") and _FURNITURE.fullmatch(block.folded)
    return not (block.kind in (HEADING, CONTENTS) or section_kind(document, block.path) or furniture)


def _core(content: Folded, reading: Reading) -> Span:
    """The stretch a quote must hold: from the figure on, where the reading ends with it."""
    match = None
    for match in re.finditer(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百]+(?=[所名个位次项场])", content.text[reading.span.start : reading.span.end]):
        pass
    if match is None:
        return reading.span
    return Span(reading.span.start + match.start(), reading.span.start + match.end())


def _skipped(document: Document) -> Iterator[Skipped]:
    above: set[tuple[str, str, str]] = set()
    for block in document.blocks:
        path = block.path
        if path in above or block.kind == CONTENTS or path == ("", "", ""):
            continue
        kind = section_kind(document, path)
        if kind is None:
            continue
        above.add(path)
        if any(_inside(path, other) for other in above if other != path):
            continue
        one, two, three = path
        at = one + (f"（{two}）" if two else "") + three
        yield Skipped(at, folded(block.text).verbatim(0, min(len(block.folded), 30)), kind)


def _inside(path: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    return all(b in ("", a) for a, b in zip(path, other, strict=True))


def _unread(document: Document, covered: dict[int, list[Span]]) -> Iterator[Unread]:
    for number, block in enumerate(document.blocks):
        if not _read_at_all(document, block) or (block.kind == ROW and number in covered):
            continue
        text = folded(block.text)
        prosaic = list(stretches(block, text))
        open_hits: dict[tuple[int, int], list[str]] = {}
        for hit in find_hits(text.text):
            if hit.year or not any(span.start <= hit.start < span.end for span in prosaic):
                continue
            if any(span.start <= hit.start < span.end for span in covered.get(number, ())):
                continue
            open_hits.setdefault(sentence_span(text.text, hit.start), []).append(hit.text)
        for (start, end), words in open_hits.items():
            yield Unread(where(block), tuple(dict.fromkeys(words)), text.verbatim(start, end)[:80])
