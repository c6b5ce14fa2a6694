"""Text measured and wrapped in screen cells (a Chinese character takes two), by the rules of Chinese typesetting."""

import re
from functools import cache, lru_cache

from dabiao.reports._safe import clean
from dabiao.reports._widths import size

__all__ = ["hanging", "pad", "plain", "size", "wrap"]

# A line does not begin with the one kind, nor end with the other.
_CLOSING = frozenset("，。、；：！？％）》」』】〕”’…,;:!?%)]}")
_OPENING = frozenset("（《「『【〔“‘([{")
# What is not torn apart: a short remark in brackets; a comparison sign with its number and the unit after it; a number and its
# unit; the place of a clause; a sign of the legend and its word; a word of Latin letters or digits.
# [^\W\d_] is any letter: naming the range of Chinese characters instead takes the regex compiler ten times as long.
_UNIT = "|".join(
    (
        r"[（〔][^（）〔〕]{1,9}[）〕]",
        r"[≥≤＞＜＝] -?\d[\d.,]*(?: (?:[^\W\d_]|%|‰){1,2})?",
        r"\d[\d.,]* (?:[^\W\d_]|%|‰){1,2}",
        r"第\d+[^\W\d_]",
        r"[一二三四五六七八九十]+（[一二三四五六七八九十]+）\d*",
        r"[^\s\w] [^\W\d_]{2,4}(?=\u3000|$)",
        r"[!-'*-~]+",
        r"\s+",
        r".",
    )
)
_BREAK_AFTER = "/\\_-"


@cache
def _units() -> re.Pattern[str]:
    return re.compile(_UNIT)


def plain(text: str) -> str:
    """The text made safe, without blanks around it, and without the selector that makes an emoji wider after the fact."""
    return clean(text).replace("\ufe0f", "").strip()


def wrap(text: str, width: int) -> list[str]:
    """The text, made safe, in lines of at most `width` cells (at least two); always one line or more.

    >>> wrap("达到（含）99 %以上。", 12)
    ['达到（含）', '99 %以上。']
    """
    return list(_wrapped(plain(text), width))


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """A plain text in lines; kept, as a clause stands under each of thousands of schools."""
    if size(text) <= width:
        return (text,)
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text):
        cells = size(word)
        if used + cells > width:
            if line:
                lines.append(line.rstrip())
            *full, line = _torn(word.lstrip(), width)
            lines += full
            used = size(line)
        else:
            line, used = line + word, used + cells
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _words(text: str) -> list[str]:
    """What a line can be broken between: units with the marks that must stay with them."""
    words: list[str] = []
    glue = False
    for unit in _units().findall(text):
        if words and (glue or unit[0] in _CLOSING):
            words[-1] += unit
        else:
            words.append(unit)
        glue = unit[-1] in _OPENING
    return words


def _torn(word: str, width: int) -> list[str]:
    """A word wider than the line in pieces that fit, torn after a stroke or hyphen where there is one in the latter half."""
    pieces = []
    while size(word) > width:
        cut = used = 0
        for cut, character in enumerate(word):  # noqa: B007 - the place where the line is full is what is wanted
            used += size(character)
            if used > width:
                break
        cut = max(cut, 1)
        better = max(word.rfind(mark, cut // 2, cut) for mark in _BREAK_AFTER) + 1
        cut = better or cut
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def pad(text: str, width: int) -> str:
    """The text with blanks after it up to `width` cells."""
    return text + " " * (width - size(text))


def hanging(lead: str, text: str, width: int) -> list[str]:
    """The lead, then the text, its further lines set in under its first one."""
    indent = size(lead)
    first, *rest = wrap(text, width - indent)
    return [lead + first, *(" " * indent + line for line in rest)]
