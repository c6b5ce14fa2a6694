"""Text measured and wrapped in screen cells (a Chinese character takes two), by the rules of Chinese typesetting."""

import re
from functools import cache

from rich.cells import cell_len

from dabiao.reports._safe import clean

# A line does not begin with the one kind, nor end with the other.
_CLOSING = frozenset("，。、；：！？％）》」』】〕”’…,;:!?%)]}")
_OPENING = frozenset("（《「『【〔“‘([{")
# What is not torn apart: a short remark in brackets; a comparison sign with its number and the unit after it; a number and its
# unit; the place of a clause; a sign of the legend and its word; a word of Latin letters or digits.
_UNIT = "|".join(
    (
        r"[（〔][^（）〔〕]{1,9}[）〕]",
        r"[≥≤＞＜＝] -?\d[\d.,]*(?: [%‰\u4e00-\u9fff]{1,2})?",
        r"\d[\d.,]* [%‰\u4e00-\u9fff]{1,2}",
        r"第\d+[段条款项章节]",
        r"[一二三四五六七八九十]+（[一二三四五六七八九十]+）\d*",
        r"[×▼□▲○√◇?-] [\u4e00-\u9fff]{2,4}",
        r"[!-'*-~]+",
        r"\s+",
        r".",
    )
)
_BREAK_AFTER = "/\\_-"


@cache
def _units() -> re.Pattern[str]:
    return re.compile(_UNIT)


def wrap(text: str, width: int) -> list[str]:
    """The text, made safe, in lines of at most `width` cells (at least two); always one line or more.

    >>> wrap("达到（含）99 %以上。", 12)
    ['达到（含）', '99 %以上。']
    """
    text = clean(text).replace("\ufe0f", "").strip()  # the emoji selector changes a width after the fact
    if cell_len(text) <= width:
        return [text]
    lines, line, used = [], "", 0
    for word in _words(text):
        size = cell_len(word)
        if used + size > width:
            if line:
                lines.append(line.rstrip())
            *full, line = _torn(word.lstrip(), width)
            lines += full
            used = cell_len(line)
        else:
            line, used = line + word, used + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


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
    while cell_len(word) > width:
        cut = used = 0
        for cut, character in enumerate(word):  # noqa: B007 - the place where the line is full is what is wanted
            used += cell_len(character)
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
    return text + " " * (width - cell_len(text))


def hanging(lead: str, text: str, width: int) -> list[str]:
    """The lead, then the text, its further lines set in under its first one."""
    size = cell_len(lead)
    first, *rest = wrap(text, width - size)
    return [lead + first, *(" " * size + line for line in rest)]
