"""Where a proposal stands: the place as an author writes it, the quote, the units responsible."""

import re
from collections.abc import Sequence

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.account import where
from dabiao.rules.clauses.document import HEADING, PARAGRAPH, ROW, Block, Document
from dabiao.rules.clauses.place import blocks_at, parse_place
from dabiao.rules.draft.model import Span
from dabiao.rules.draft.sentences import Folded

MAX_QUOTE = 45


def place_of(document: Document, block: Block, quote: str) -> str:
    """A place that leads to the block and, if that can be said, to no other that holds the quote."""
    candidates = [where(block)]
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
    end = min(end, start + MAX_QUOTE)
    while len(quote := text.verbatim(start, end)) > MAX_QUOTE and end > start + 1:
        end -= 1
    return quote


_LEAD = re.compile(
    r"\((?:(?:牵头|责任|主办|负责)(?:单位|部门|股室|领导)?:)?(?P<named>[^()]{2,120}?)(?:,列第一位[^()]*)?\)$"
)
_ROLE = re.compile(r"(?:牵头|责任|主办|负责|配合|协办)(?:单位|部门|股室|领导)?:?")
_OFFICE = re.compile(r"(?:局|委|办|股|室|部|中心|院|队|会|政府|学校|科|处|组|街道|镇|工委|公室)$")


def lead_of(folded: str) -> tuple[str, ...]:
    """The units a block names as responsible at its end, the first in the lead; () where it names none.

    >>> lead_of("落实经费。(县教育局、县财政局负责)"), lead_of("(牵头单位:初教股、基建办)"), lead_of("新建学校(幼儿园)")
    (('县教育局', '县财政局'), ('初教股', '基建办'), ())
    """
    match = _LEAD.search(folded.strip())
    line = re.fullmatch(r"(?:(?:牵头|责任|主办)(?:单位|部门|股室):)(?P<named>.{2,120})", folded.strip("()。"))
    if match is None and line is None:
        return ()
    said = (line or match)["named"] if (line or match) else ""  # type: ignore[index]
    marked = bool(line) or bool(_ROLE.search((match[0] if match else "") + "")) or said.endswith("负责")
    units = [unit for part in re.split(r"[、,.;;]", _ROLE.sub("、", re.sub(r"(?:等)?(?:负责|牵头)$", "", said))) if (unit := part.strip())]
    return tuple(units) if marked and units and all(_OFFICE.search(unit) for unit in units) else ()


def leads(blocks: Sequence[Block]) -> dict[int, tuple[str, ...]]:
    """The units responsible for each block (by position): its own, or those of a line of units behind it."""
    found = {n: named for n, block in enumerate(blocks) if (named := lead_of(block.folded))}
    for n in sorted(found):
        block = blocks[n]
        if not re.fullmatch(r"\(?(?:牵头|责任|主办).{2,130}", block.folded):
            continue
        for earlier in range(n - 1, -1, -1):
            if blocks[earlier].path != block.path or earlier in found or blocks[earlier].kind == HEADING:
                break
            found[earlier] = found[n]
    return found


__all__ = ["MAX_QUOTE", "PARAGRAPH", "lead_of", "leads", "place_of", "quote_of"]
