"""The account of a pack against its document: each quote at its place, each figure the rule's, each obliging word accounted for."""

import hashlib
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from dabiao.diagnostics import Span
from dabiao.quantity import NumberError, parse_number
from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.document import CONTENTS, Block, Document
from dabiao.rules.clauses.hits import Hit, find_hits, sentence_span
from dabiao.rules.clauses.place import blocks_at, parse_place
from dabiao.rules.model import Change, Each, Limit, Pack, Target, limit_of

FOUND, WRONG_PLACE, NOT_FOUND, NO_PLACE = "found", "wrong_place", "not_found", "no_place"
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]+")


class Quote(NamedTuple):
    """A quote sought: what quotes it (a target's id, or "" for a not_target), how the search ended, and whether its figure is the rule's.

    `missing` are the rule's numbers that the quote does not carry; `sentence` the digest of the sentence it stands in.
    """

    target: str
    kind: str
    at: str
    quote: str
    status: str
    elsewhere: tuple[str, ...]
    missing: tuple[str, ...]
    sentence: str
    span: Span


class Marked(NamedTuple):
    """An obliging word of the document, and what accounts for it: target ids, kinds of not_targets; empty where nothing does."""

    block: Block
    hit: Hit
    sentence: str
    targets: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def accounted(self) -> bool:
        """Whether a rule or a not_target covers the word."""
        return bool(self.targets or self.kinds)


class Seal(NamedTuple):
    """A disagreement with the pack's sealed account: a rule gone (its sentence still there), or a sentence changed or gone."""

    target: str
    problem: str
    sentence: str


class Account(NamedTuple):
    """The whole account. It closes where every quote is found, every figure agrees, and no word is left over."""

    pack: str
    fingerprint: str
    same_document: bool | None
    quotes: tuple[Quote, ...]
    marked: tuple[Marked, ...]
    seals: tuple[Seal, ...]
    blocks: tuple[Block, ...]

    @property
    def lost(self) -> tuple[Quote, ...]:
        """Quotes that are not at their place, or nowhere."""
        return tuple(quote for quote in self.quotes if quote.status != FOUND)

    @property
    def unequal(self) -> tuple[Quote, ...]:
        """Quotes found whose figure is not the rule's."""
        return tuple(quote for quote in self.quotes if quote.status == FOUND and quote.missing)

    @property
    def unaccounted(self) -> tuple[Marked, ...]:
        """Obliging words that nothing accounts for."""
        return tuple(marked for marked in self.marked if not marked.accounted)

    @property
    def closes(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.unequal or self.unaccounted or self.seals)


class _Cover(NamedTuple):
    start: int
    end: int
    target: str
    kind: str


def account_of(pack: Pack, document: Document, fingerprint: str) -> Account:
    """Compares a pack with the document it claims to encode."""
    covers: dict[int, list[_Cover]] = {}
    whole: dict[int, str] = {}
    quotes: list[Quote] = []
    numbered = {id(block): number for number, block in enumerate(document.blocks)}
    for target in pack.targets:
        clause = target.clause
        quotes.append(_seek(document, clause.at, clause.quote, target.id, "", target.span, covers, numbered, target))
    for entry in pack.not_targets:
        if entry.whole:
            place = blocks_at(document, parse_place(entry.at))
            whole.update((numbered[id(block)], entry.kind) for block in place)
            status = FOUND if place else NO_PLACE
            quotes.append(Quote("", entry.kind, entry.at, entry.quote, status, (), (), "", entry.span))
        else:
            quotes.append(_seek(document, entry.at, entry.quote, "", entry.kind, entry.span, covers, numbered, None))
    marked = tuple(
        _mark(block, hit, covers.get(number, []), whole.get(number))
        for number, block in enumerate(document.blocks)
        if block.kind != CONTENTS
        for hit in find_hits(block.folded)
    )
    same = None if pack.source.fingerprint is None else pack.source.fingerprint == fingerprint
    return Account(pack.id, fingerprint, same, tuple(quotes), marked, _seals(pack, document, quotes), document.blocks)


def _seek(
    document: Document,
    at: str,
    quote: str,
    target_id: str,
    kind: str,
    span: Span,
    covers: dict[int, list[_Cover]],
    numbered: dict[int, int],
    target: Target | None,
) -> Quote:
    folded = fold(quote)
    place = blocks_at(document, parse_place(at))
    found = [block for block in place if folded in block.folded]
    for block in found:
        start = block.folded.find(folded)
        while start >= 0:
            covers.setdefault(numbered[id(block)], []).append(_Cover(start, start + len(folded), target_id, kind))
            start = block.folded.find(folded, start + 1)
    elsewhere = () if found else tuple(where(block) for block in document.blocks if folded in block.folded)
    status = FOUND if found else WRONG_PLACE if elsewhere else NOT_FOUND if place else NO_PLACE
    missing = _missing_numbers(target, quote) if target is not None and found else ()
    sentence = digest(found[0], max(found[0].folded.find(folded), 0)) if found else ""
    return Quote(target_id, kind, at, quote, status, elsewhere[:4], missing, sentence, span)


def where(block: Block) -> str:
    """A block's place in the words an author would use."""
    one, two, three = block.path
    path = (one or ("" if two else "前言")) + (f"（{two}）" if two else "") + three
    if block.kind == "box":
        return f"{path}专栏“{block.part}” 第{block.number}段"
    if block.kind == "row":
        return f"{path}{block.part} {block.text.partition(chr(9))[0]}"
    return f"{path} 第{block.number}段" if block.kind == "paragraph" else f"{path} 标题"


def digest(block: Block, position: int) -> str:
    """A short digest of the sentence of a block around a position."""
    start, end = sentence_span(block.folded, position)
    return hashlib.sha256(block.folded[start:end].encode()).hexdigest()[:12]


def _missing_numbers(target: Target, quote: str) -> tuple[str, ...]:
    limit = limit_of(target.form)
    if limit is None or target.implied or (target.indicator is None and limit.op == "="):
        return ()
    wanted = _numbers_of(limit, target)
    have = numbers_in(quote)
    return tuple(str(number) for number in wanted if number not in have)


def _numbers_of(limit: Limit, target: Target) -> set[Fraction]:
    wanted = {limit.low, limit.high}
    if isinstance(target.form, Change):
        wanted = {abs(number) for number in wanted} - {Fraction(0)}
    if isinstance(target.form, Each) and limit.low == 100:
        return set()
    return wanted


def numbers_in(quote: str) -> set[Fraction]:
    """Every number of a quote, Chinese numerals too.

    >>> sorted(numbers_in("用三年时间培养300名"))
    [Fraction(3, 1), Fraction(300, 1)]
    """
    found = set()
    for match in _NUMBER.finditer(fold(quote)):
        try:
            found.add(parse_number(match[0]))
        except NumberError:
            continue
    return found


def _mark(block: Block, hit: Hit, covers: list[_Cover], whole: str | None) -> Marked:
    over = [c for c in covers if c.start <= hit.start and hit.end <= c.end]
    if not over and hit.year:
        start, end = sentence_span(block.folded, hit.start)
        over = [c for c in covers if start <= c.start < end]
    targets = tuple(dict.fromkeys(c.target for c in over if c.target))
    kinds = tuple(dict.fromkeys([*(c.kind for c in over if c.kind), *([whole] if whole else [])]))
    start, end = sentence_span(block.folded, hit.start)
    return Marked(block, hit, block.folded[start:end], targets, kinds)


def _sentences(block: Block) -> Iterator[tuple[int, int]]:
    position = 0
    while position < len(block.folded):
        start, end = sentence_span(block.folded, position)
        yield start, end
        position = end + 1


def _seals(pack: Pack, document: Document, quotes: list[Quote]) -> tuple[Seal, ...]:
    """What differs from the sealed account: rule → digest of its sentence."""
    if not pack.account:
        return ()
    sealed = dict(pack.account)
    by_digest = {
        digest(block, start): block.folded[start:end] for block in document.blocks for start, end in _sentences(block)
    }
    have = {quote.target: quote.sentence for quote in quotes if quote.target}
    found = [
        Seal(
            target,
            "规则被删去，但它所依据的句子还在" if seal in by_digest else "规则被删去，句子也已改动",
            by_digest.get(seal, ""),
        )
        for target, seal in sealed.items()
        if target not in have
    ]
    for target, sentence in have.items():
        if target not in sealed:
            found.append(Seal(target, "规则还没有登记到 account", by_digest.get(sentence, "")))
        elif sealed[target] != sentence:
            found.append(Seal(target, "所依据的句子已改动", by_digest.get(sentence, "")))
    return tuple(found)
