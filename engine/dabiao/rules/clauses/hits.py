"""What in a sentence obliges: numbers, Chinese numerals with a measure word, and words of universality or comparison."""

import re
from typing import NamedTuple

_CLASSIFIERS = "所个名位人次项年场门期轮届条间班支节天周月学岁元镇户家件篇册台"
_NUMBER = r"\d+(?:\.\d+)?"
_CHINESE = (
    rf"百分之[零一二三四五六七八九十百]+|[二两三四五六七八九十百千]+(?=[{_CLASSIFIERS}])|一(?=[所名次轮场])|半(?=[年])"
)
_UNIVERSAL = r"全覆盖|覆盖全[体部]|全部|所有|逐年|每(?![逢当]|一[节个][课学])|(?<![平人生年月日户])均(?![衡等匀线可价分值])|只增不减|三个增长"
_COMPARISON = r"不低于|不少于|不高于|不超过|至少"
_HIT = re.compile("|".join((_NUMBER, _UNIVERSAL, _CHINESE, _COMPARISON)))
_QUOTED = re.compile(r'"[^"]{1,24}"|《[^》]*》|〔[^〕]*〕|\[[^\]]*\]')
_ALWAYS = re.compile(r"只增不减|三个增长")
_PREFIX = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.．、](?!\d))")
_YEAR = re.compile(r"(?:19|20)\d\d$")


class Hit(NamedTuple):
    """One obliging word of a folded text: where, what, and whether it is only a year."""

    start: int
    end: int
    text: str
    year: bool


def find_hits(folded: str) -> list[Hit]:
    """Every number and quantifier of a folded block, but for its item number and short names in quotation marks.

    >>> [hit.text for hit in find_hits('1.每年至少2次,落实"四个意识"')]
    ['每', '至少', '2']
    """
    prefix = match.end() if (match := _PREFIX.match(folded)) else 0
    names = [match.span() for match in _QUOTED.finditer(folded) if not _ALWAYS.search(match[0])]
    hits = []
    for match in _HIT.finditer(folded, prefix):
        if any(start <= match.start() and match.end() <= end for start, end in names):
            continue
        year = bool(_YEAR.fullmatch(match[0])) and folded[match.end() : match.end() + 1] in ("年", "-", "")
        hits.append(Hit(match.start(), match.end(), match[0], year))
    return hits


def sentence_span(folded: str, position: int) -> tuple[int, int]:
    """The sentence (up to 。 or ；) around a position."""
    start = max(folded.rfind("。", 0, position), folded.rfind(";", 0, position)) + 1
    ends = [end for mark in "。;" if (end := folded.find(mark, position)) >= 0]
    return start, min(ends, default=len(folded))
