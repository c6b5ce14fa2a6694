"""Text measured and wrapped in screen cells (a Chinese character takes two), by the rules of Chinese typesetting."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate

from dabiao.reports._safe import clean
from dabiao.reports._widths import size, sum_of

__all__ = ["hanging", "needed", "pad", "padded", "plain", "size", "wrap"]

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


@lru_cache(maxsize=4096)
def _measured(text: str) -> tuple[str, int]:
    """A text made safe, and how many cells it takes on one line; kept, as a report says the same in many places."""
    safe = plain(text)
    return safe, size(safe)


def needed(text: str) -> int:
    """How many cells the text takes on one line, made safe."""
    return _measured(text)[1]


def wrap(text: str, width: int) -> list[str]:
    """The text, made safe, in lines of at most `width` cells (at least two); always one line or more.

    >>> wrap("达到（含）99 %以上。", 12)
    ['达到（含）', '99 %以上。']
    """
    return list(_wrapped(text, width))


@lru_cache(maxsize=4096)
def padded(text: str, width: int, right: bool = False) -> tuple[str, ...]:
    """As `wrap`, each line with blanks up to the width: after it, or before it in a column set to the right."""
    lines = _wrapped(text, width)
    return tuple(" " * (width - size(line)) + line if right else pad(line, width) for line in lines)


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """As `wrap`; kept, as a clause stands under each of thousands of schools."""
    text, taken = _measured(text)
    if taken <= width:
        return (text,)
    lines: list[str] = []
    units = _units().findall(text)
    while units:
        filled, units = _filled(units, width)
        lines += filled
        if units:
            # what is left of what was torn goes on with the rest
            end = next((place for place in range(1, len(units)) if not _joined(units, place)), len(units))
            *torn, rest = _torn("".join(units[:end]), width)
            lines += torn
            units = ([rest] if rest else []) + units[end:]
    return tuple(lines)


def _filled(units: list[str], width: int) -> tuple[list[str], list[str]]:
    """Units in lines, each as full as it can be, and the units from where some that can not be parted are wider than a line."""
    ends = list(accumulate(map(sum_of, units)))
    lines: list[str] = []
    start = done = 0
    while done + width < ends[-1]:
        cut = bisect_right(ends, done + width, start)
        while cut > start and _joined(units, cut):
            cut -= 1
        if cut == start:
            return lines, units[start:]
        lines.append("".join(units[start:cut]).rstrip())
        start = cut + units[cut].isspace()
        done = ends[start - 1]
    return [*lines, "".join(units[start:]).rstrip()], []


def _joined(units: Sequence[str], place: int) -> bool:
    """Whether no line may end before this unit."""
    return units[place][0] in _CLOSING or units[place - 1][-1] in _OPENING


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
