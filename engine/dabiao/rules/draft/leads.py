"""The units responsible: named at the end of a paragraph, or in a line of their own behind an item."""

import re
from collections.abc import Sequence

from dabiao.rules.clauses.document import HEADING, Block

_ROLE = r"(?:牵头|责任|主办|负责|配合|协办)(?:单位|部门|股室|领导)?"
_IN_BRACKETS = re.compile(r"\((?P<said>[^()]{2,140})\)$")
_LINE = re.compile(r"\(?(?:牵头|责任|主办)(?:单位|部门|股室|领导)?:(?P<said>[^()]{2,140})\)?")
_OFFICE = re.compile(r"(?:局|委|办|股|室|部|中心|院|队|会|政府|学校|科|处|组|街道|镇|工委)$")


def lead_of(folded: str) -> tuple[str, ...]:
    """The units a block names as responsible at its end, the first in the lead; () where it names none.

    >>> lead_of("落实经费。(县教育局、县财政局负责)"), lead_of("(牵头单位:初教股、基建办)"), lead_of("新建学校(幼儿园)")
    (('县教育局', '县财政局'), ('初教股', '基建办'), ())
    """
    text = folded.strip().rstrip("。")
    match = _LINE.fullmatch(text) or _IN_BRACKETS.search(text)
    if match is None:
        return ()
    said = re.sub(r",列第一位.*$", "", match["said"])
    marked = _LINE.fullmatch(text) is not None or re.search(rf"^{_ROLE}:|(?:负责|牵头)$", said) is not None
    bare = re.sub(rf"(?:等)?(?:负责|牵头)$|{_ROLE}:", "、", said)
    units = tuple(unit for part in re.split(r"[、,.;]", bare) if (unit := part.strip()))
    return units if marked and units and all(_OFFICE.search(unit) for unit in units) else ()


def leads(blocks: Sequence[Block]) -> dict[int, tuple[str, ...]]:
    """The units responsible for each block (by position): its own, or those of a line of units behind it."""
    found = {n: named for n, block in enumerate(blocks) if (named := lead_of(block.folded))}
    for n in sorted(found):
        if not _LINE.fullmatch(blocks[n].folded.strip().rstrip("。")):
            continue
        for earlier in range(n - 1, -1, -1):
            if blocks[earlier].path != blocks[n].path or earlier in found or blocks[earlier].kind == HEADING:
                break
            found[earlier] = found[n]
    return found
