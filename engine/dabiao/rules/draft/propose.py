"""From a document to a draft: every block read, every reading given its indicator, place and quote."""

import re
from collections.abc import Iterator

from dabiao.rules.clauses.document import Block, Document, read_text
from dabiao.rules.draft.deeds import deeds_of
from dabiao.rules.draft.indicators import Registry
from dabiao.rules.draft.leads import leads
from dabiao.rules.draft.model import Draft, Period, Proposal, Reading, Span
from dabiao.rules.draft.places import place_of, quote_of
from dabiao.rules.draft.readings import read_sentence
from dabiao.rules.draft.remains import is_read, skipped_of, stretches, unread_of
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.sentences import Folded, folded, sentences
from dabiao.rules.draft.source import source_of
from dabiao.rules.draft.tables import read_table, rows_of
from dabiao.rules.draft.universals import universals_of
from dabiao.rules.model import Rulebook


def draft_pack(text: str, rulebook: Rulebook, region: str | None = None) -> Draft:
    """Proposes a pack for a document: its head, its targets, the indicators the catalogue lacks, and what was not understood.

    `text` is the document's text (dabiao.rules.clauses._readers.document_text), `rulebook` supplies catalogue and regions.
    `region` is the code of the document's region where a person says it; else it is sought in the text.
    """
    document = read_text(text)
    source = source_of(text, rulebook, region)
    place = rulebook.regions.name(source.region)
    pack = _free_id(f"draft-{'points' if source.period.single else 'plan'}-{source.period.start}", rulebook)
    registry = Registry(rulebook, pack, source.region)
    responsible = leads(document.blocks)
    numbered = {id(block): n for n, block in enumerate(document.blocks)}
    proposals: dict[tuple[object, ...], Proposal] = {}
    covered: dict[int, list[Span]] = {}
    for block, content, reading in _readings(document, text, source.period, place):
        number = numbered[id(block)]
        covered.setdefault(number, []).append(reading.span)
        quote = quote_of(content, reading.span, _core(content, reading))
        settled = registry.settle(reading._replace(lead=reading.lead or responsible.get(number, ())))
        same = (
            settled.indicator,
            settled.stage,
            reading.form,
            reading.limit,
            reading.extras,
            reading.when[:2],
            number,
            quote,
        )
        if same not in proposals:
            at = place_of(document, block, quote)
            ident = registry.target_id(settled)
            proposals[same] = Proposal(ident, settled.indicator, settled.stage, at, quote, settled.reading, block)
    skipped, unread = tuple(skipped_of(document)), tuple(unread_of(document, covered))
    return Draft(pack, source, tuple(proposals.values()), registry.proposed(), skipped, unread)


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
        if not is_read(document, block):
            continue
        content = folded(block.text)
        if id(block) in of_tables:
            for reading in of_tables[id(block)]:
                yield block, content, reading
        for within in stretches(block, content):
            if id(block) not in of_tables:
                for reading in prose(content.text, within, period, place):
                    yield block, content, reading


def prose(text: str, within: Span, period: Period, place: str) -> Iterator[Reading]:
    """Every reading of a stretch of folded text, in order; words of universality only where no figure covers them."""
    earlier: list[Reading] = []
    for sentence in sentences(text, within):
        parted = text[sentence.start - 1 : sentence.start] == ";"
        scene = Scene(text, sentence, period)
        found = read_sentence(scene, earlier if parted else ())
        earlier = list(found)
        for more in (universals_of(scene), deeds_of(scene, place)):
            taken = [reading.span for reading in found]
            found += [reading for reading in more if not any(reading.span.overlaps(span) for span in taken)]
        yield from sorted(found, key=lambda reading: reading.span)


_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百]+(?=[所名个位次项场])")


def _core(content: Folded, reading: Reading) -> Span:
    """The stretch a quote must hold: from the figure on, where the reading ends with it."""
    found = list(_NUMBER.finditer(content.text, reading.span.start, reading.span.end))
    return Span(*found[-1].span()) if found else reading.span
