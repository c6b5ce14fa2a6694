"""When a requirement is due, as its sentence says: a year, a day, each year, or the end of the period."""

import re
from typing import NamedTuple

from dabiao.quantity import NumberError, parse_number
from dabiao.rules.draft.model import Period, When
from dabiao.rules.draft.sentences import five_years

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)-(20\d\d)学年")
_MONTH = re.compile(r"(?<!\d)(20\d\d)年(1[0-2]|0?[1-9])月(?:(3[01]|[12]\d|0?[1-9])日)?(?:底|末|份)?(?:前|之前|以前)?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!远景|奋斗)")
_FIVE = re.compile(r"\"?十[一二三四五六七]五\"?(?:时?期[间末]?|期间|规划期|末期?|时期)?")
_WITHIN = re.compile(r"(?:用|利用|通过|在)?([一二两三四五六七八]|\d)(?:-\d)?年(?:时间|左右时间|内|之内)")
_BASED = re.compile(r"(?:以|比|较|与|从|自|由)$")
_BASE_AFTER = re.compile(r"^(?:年(?:底|末)?)?(?:的)?(?:[^,。;]{0,10})?(?:基础上|相比|为基数|为基准)")
_NAMES = re.compile(r"《[^》]*》|\"[^\"]{1,24}\"")
_EVERY = re.compile(
    r"每(?:个)?(?:学年度?|学期|年|半年|季度|月|周|天|日|两周)|逐年|年均|年年|全年|常年|每[一二三四五两]年|一年一"
)
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Base(NamedTuple):
    """What a change is measured from: a year, or the year before (None)."""

    year: int | None
    word: str


def base_of(text: str) -> Base | None:
    """The base a sentence names for a change: 在2018年基础上, 比2020年, 比上年.

    >>> base_of("近视率在2018年基础上每年降低"), base_of("力争比去年减少")
    (Base(year=2018, word='2018年基础上'), Base(year=None, word='比去年'))
    """
    if match := re.search(r"(20\d\d)年(?:底|末)?的?基础上", text) or re.search(
        r"(?:比|较|与)(?:\"?十[一-龥]五\"?末[^,。;]{0,3})?(20\d\d)年", text
    ):
        return Base(int(match[1]), match[0])
    if match := re.search(r"(?:比|较)(?:去年|上年|上一?年度?|上学年)|同比", text):
        return Base(None, match[0])
    if match := re.search(r"(?:比|较)\"?(十[一二三四五六七]五)\"?末", text):
        years = five_years(match[1])
        return Base(years[1], match[0]) if years else None
    return None


def when_of(sentence: str, clause: str, period: Period) -> When:
    """When a requirement is due. `sentence` is the sentence up to the end of the figure, `clause` the figure's own clause so far."""
    base = base_of(sentence)
    since = base.year if base else None
    every = _EVERY.search(clause)
    by, word = _due(sentence, period)
    if every:
        whole = by is None or by == period.end
        return When(None if whole else by, True, since, every[0])
    if by is not None:
        return When(by, False, since, word)
    return When(period.end, False, since, "没有单独写明期限，按规划期末计" if not period.single else "按文件年度计")


def _due(sentence: str, period: Period) -> tuple[int | str | None, str]:
    clean = _NAMES.sub(lambda match: match[0] if re.search(r"十.五", match[0]) else "□" * len(match[0]), sentence)
    found: list[tuple[int, int | str, str]] = []
    for match in _SCHOOL_YEAR.finditer(clean):
        found.append((match.end(), f"{match[2]}-08-31", match[0]))
    for match in _MONTH.finditer(clean):
        year, month = int(match[1]), int(match[2])
        day = int(match[3]) if match[3] else _MONTH_DAYS[month - 1]
        found.append((match.end(), f"{year:04d}-{month:02d}-{min(day, _MONTH_DAYS[month - 1]):02d}", match[0]))
    for match in _YEAR.finditer(clean):
        base = _BASED.search(clean[: match.start()]) or _BASE_AFTER.match(clean[match.end() :])
        if not base and period.start <= int(match[1]) <= 2060 and not re.match(r"1?\d月", clean[match.end() :]):
            found.append((match.end(), int(match[1]), match[0]))
    for match in _FIVE.finditer(clean):
        years = five_years(match[0])
        if years and years[1] >= period.start:
            found.append((match.end(), years[1], match[0]))
    for match in _WITHIN.finditer(clean):
        try:
            found.append((match.end(), period.start + int(parse_number(match[1])) - 1, match[0]))
        except NumberError:
            continue
    if match := re.search(r"今年|本年|年内|本学年|年底", clean):
        if period.single:
            found.append((match.end(), period.end, match[0]))
    if not found:
        return None, ""
    _, by, word = max(found, key=lambda item: item[0])
    return by, word
