"""Years, spans of years and dates as people type them."""

import re

from dabiao.quantity.numerals import normalise
from dabiao.record import NamedTuple

_SUFFIX = r"(?:年度|学年|年)?(?:累计|合计)?"
# what may stand between two years, all written as a hyphen: a pattern with Chinese signs to choose from takes long to compile
_BETWEEN = str.maketrans(dict.fromkeys("—―–~至到", "-"))
# compiled where they are first needed: most tables hold plain years
_YEARS = rf"(\d{{4}})(?:年?-+(\d{{4}}))?{_SUFFIX}"
_SCHOOL_YEAR = r"\d{4}年?[-/]+(?:\d{4}|\d{2})学年(?:度)?"
_DATE = r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?"
# taken off before blanks go: 2021-12-3 00:00 must not become the 30th
_MIDNIGHT = r"(?:\s+|T)0?0:0?0(?::0?0)?\s*$"
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

FIRST_YEAR, LAST_YEAR = 1949, 2100


class Period(NamedTuple):
    """Years from start to end, both included; one year has start == end.

    >>> Period(2021, 2025).covers(2025), Period(2020, 2020).single
    (True, True)
    """

    start: int
    end: int

    @property
    def single(self) -> bool:
        """Whether it is one year."""
        return self.start == self.end

    def covers(self, year: int) -> bool:
        """Whether the year lies in the period."""
        return self.start <= year <= self.end

    def __str__(self) -> str:
        return str(self.start) if self.single else f"{self.start}—{self.end}"


def parse_period(text: str) -> Period:
    """A year (2020, 2020年, ２０２０) or a span of years (2016—2020). Raises ValueError with a Chinese message.

    >>> parse_period("２０２０年"), parse_period("2016-2020累计")
    (Period(start=2020, end=2020), Period(start=2016, end=2020))
    """
    clean = normalise(text).translate(_BETWEEN)
    if len(clean) == 4 and clean.isascii() and clean.isdigit():
        years = (int(clean), int(clean))
    elif "学年" in clean and re.fullmatch(_SCHOOL_YEAR, clean):
        raise ValueError(f"“{text.strip()[:20]}”是学年，不是年份：写学年结束的那一年（2022-2023学年写 2023）")
    elif match := re.fullmatch(_YEARS, clean):
        years = (int(match[1]), int(match[2] or match[1]))
    else:
        raise ValueError(f"“{text.strip()[:20]}”不是年份")
    if not FIRST_YEAR <= years[0] <= years[1] <= LAST_YEAR:
        raise ValueError(f"年份“{text.strip()[:20]}”不在 {FIRST_YEAR}—{LAST_YEAR} 之间")
    return Period(*years)


def parse_date(text: str) -> str:
    """A day as ISO text. Raises ValueError with a Chinese message for anything else.

    >>> parse_date("2021年3月5日"), parse_date("2021/12/31")
    ('2021-03-05', '2021-12-31')
    """
    clean = normalise(re.sub(_MIDNIGHT, "", text) if ":" in text else text)
    # a span of years has one mark at most, a day two
    match = re.fullmatch(_DATE, clean) if sum(map(clean.count, "-/.年月")) > 1 else None
    if match is None:
        raise ValueError(f"“{text.strip()[:20]}”不是日期（应如 2021-12-31）")
    year, month, day = (int(part) for part in match.groups())
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not (1 <= month <= 12 and 1 <= day <= _MONTH_DAYS[month - 1] + leap and FIRST_YEAR <= year <= LAST_YEAR):
        raise ValueError(f"“{text.strip()[:20]}”不是存在的日期")
    return f"{year:04d}-{month:02d}-{day:02d}"
