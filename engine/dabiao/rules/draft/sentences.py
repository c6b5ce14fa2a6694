"""Text as the reader sees it: folded text that knows its origin, sentences, clauses, and sections that only look back."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.document import Document
from dabiao.rules.draft.model import Period, Span

_SENTENCE = re.compile(r"[^。;!?]+")
# a comma between groups of three digits belongs to the number
_CLAUSE = re.compile(r"(?:[^,:]|,(?<=\d,)(?=\d{3}(?!\d)))+")

HISTORY, CONTEXT = "history", "context"
_LOOKS_BACK = re.compile(
    r"(?:发展|工作|现实|建设)?基础$|成就|成绩|成效$|回顾|现状|总结|基本情况|发展情况|工作情况|(?:十[一二三四五]五|上年|去年)[\"”]?(?:时期|期间)?.{0,6}(?:进展|发展情况)"
)
_LOOKS_AROUND = re.compile(r"形势|机遇|挑战|背景|(?:存在|主要|突出|面临).{0,4}问题|问题$|发展环境$|短板$")
_DOES = re.compile(
    r"创设|营造|优化|改善|打造|巩固|夯实|强化|健全|完善|补齐|解决|破解|应对|加强|提升|推进|筑牢|构建|任务|目标|措施"
)


class Folded(NamedTuple):
    """Folded text, the text it came from, and for each folded character the index it came from."""

    text: str
    raw: str
    origin: tuple[int, ...]

    def verbatim(self, start: int, end: int) -> str:
        """The document's own characters for a stretch of folded text; blanks only between numbers."""
        piece = self.raw[self.origin[start] : self.origin[end - 1] + 1] if end > start else ""
        piece = re.sub(r"(?<=[\d０-９])\s+(?=[\d０-９])", " ", piece)
        return re.sub(r"(?<![\d０-９])\s+|\s+(?![\d０-９])", "", piece)


def folded(raw: str) -> Folded:
    """Folds a block character by character, keeping where each came from.

    >>> folded("达到 ９５％以上").verbatim(2, 5)
    '９５％'
    """
    text, origin = [], []
    for index, char in enumerate(raw):
        piece = fold(char)
        if not piece and char.isspace() and _parts_numbers(raw, index):
            piece = "|"
        text.append(piece)
        origin += [index] * len(piece)
    joined = "".join(text)
    whole = fold(raw)
    return Folded(joined, raw, tuple(origin)) if joined == whole else Folded(whole, whole, tuple(range(len(whole))))


def _parts_numbers(raw: str, index: int) -> bool:
    """Whether a blank is the first of the blanks between two numbers (two table cells)."""
    before, after = raw[:index], raw[index:].lstrip()
    parted = bool(before) and not before[-1].isspace() and bool(after)
    return parted and all(unicodedata.normalize("NFKC", c).isdecimal() for c in (before[-1], after[0]))


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of a stretch of folded text: up to a full stop or semicolon."""
    for match in _SENTENCE.finditer(text, within.start, within.end):
        yield Span(match.start(), match.end())


def clauses(text: str, sentence: Span) -> list[Span]:
    """The clauses of a sentence: between commas and colons."""
    return [Span(match.start(), match.end()) for match in _CLAUSE.finditer(text, sentence.start, sentence.end)]


def section_kind(document: Document, path: tuple[str, str, str]) -> str | None:
    """history or context where a heading above says that the section only looks back or around.

    A heading with a verb of doing (夯实发展基础, 营造发展环境) announces measures and is not meant.
    """
    for depth in (1, 2, 3):
        title = document.titles.get((*path[:depth], "", "", "")[:3], "")  # type: ignore[arg-type]
        if not title or _DOES.search(title):
            continue
        if _LOOKS_BACK.search(title):
            return HISTORY
        if _LOOKS_AROUND.search(title):
            return CONTEXT
    return None


_PAST = re.compile(
    r"先后|荣获|获评|被(?:评|认定|确定|授予)|共有|现有|目前|截至|截止|近(?:\d+|[一二三四五六七八九十]+)年|[\d一二三四五六七八九十]年来|以来|过去|去年底|上年末|均?已(?:经|达|建|完|有|实|全|通|成|基)|(?:建成|增长|提高|完成|达到|培养|实现|新增|取得|获得)了|据.{0,4}(?:预测|统计|测算)"
)
_FIVE_YEARS = re.compile(r"十([一二三四五六七])五")
_FIVES = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031, "七": 2036}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|-)")
_BASE = re.compile(r"(?:在|比|较|以|自|从|由|与|同)$")


def five_years(text: str) -> tuple[int, int] | None:
    """The years of the first five-year plan a text names.

    >>> five_years("“十四五”期间")
    (2021, 2025)
    """
    match = _FIVE_YEARS.search(text)
    return (_FIVES[match[1]], _FIVES[match[1]] + 4) if match else None


def past_word(before: str, period: Period) -> str | None:
    """The word in a sentence, up to a figure, that tells of the past: a mark of the perfect, or a year gone by."""
    if match := _PAST.search(before):
        return match[0]
    told = five_years(before)
    if told is not None and told[1] < period.start and "末" not in before:
        return "五年规划已过"
    years = [match for match in _YEAR.finditer(before) if not _BASE.search(before[: match.start()])]
    if (
        years
        and int(years[-1][1]) < period.start
        and not re.search(r"基础上|相比|[《(][^》)]*$", before[years[-1].start() :])
    ):
        return f"{years[-1][1]}年"
    return None
