"""Figures and requirements as an official report writes them: 68%, 12个百分点, 不低于80%. Nothing is judged here."""

import re
from fractions import Fraction

from dabiao.assess.assessment import Verdict
from dabiao.reports import _words as words

_COUNTED = frozenset("人所个名次项间家节门台辆座套")
_JOINS = ("或", "且")
_RATES = ("%", "‰", "百分点", "千分点", "比")
_AT_RATES = {"≥": "不低于", "≤": "不高于", "＞": "高于", "＜": "低于", "＝": "达到"}
_OF_COUNTS = {"≥": "不少于", "≤": "不超过", "＞": "多于", "＜": "少于", "＝": "为"}
# signs of conditions the rules write as expressions, and the blanks around them
_SIGNS_OF_CONDITIONS = (
    (" == ", " ＝ "),
    (" > ", " ＞ "),
    (" < ", " ＜ "),
    (" + ", "＋"),
    (" - ", "－"),
    (" * ", "×"),
    (" / ", "÷"),
)
_SIGN = re.compile(r" ?([≥≤＞＜＝]) ?(-?[\d.]+)?(?: ?([^\s\d，。；、（）]{1,4}))?")
_WHEN = re.compile(r"（(?:逐年[^（）]*|\d{4} 年底前|\d{4}-\d\d-\d\d 前)）$")
_NUMBER = re.compile(r"(-?)(\d+(?:\.\d+)?)(.*)", re.DOTALL)
# a blank between a number, a Chinese character or a sign of per cent is the terminal's, not a report's
_BLANK = re.compile(r"(?<=[\d\u3400-\u9fff%‰）」]) (?=[\d\u3400-\u9fff%‰（「])")


def closed(text: str) -> str:
    """The text without the blanks around its numbers.

    >>> closed("还差 188 人（在园幼儿数）"), closed("还差 0.67 百分点")
    ('还差188人（在园幼儿数）', '还差0.67个百分点')
    """
    return re.sub(r"(?<=\d)(?=[百千]分点)", "个", _BLANK.sub("", text))


def figure(verdict: Verdict) -> str:
    """The year's figure with its unit: written out where its own decimals are no more than those shown, else as shown.

    A rounded figure that hides a gap has the exact one beside it (临界).
    """
    texts = words.value(verdict)
    if not texts:
        return ""
    if " 或 " in texts[0]:
        either = texts[0].removesuffix(f" {verdict.unit}").split(" 或 ")
        return "或".join(measured(text, verdict.unit) for text in either)
    shown = measured(plainest(verdict.shown or "", verdict.value), verdict.unit)
    return shown + (f"（{closed(texts[1])}）" if len(texts) > 1 else "")


def plainest(shown: str, value: str | None) -> str:
    """A figure without zeros that say nothing; 100.00 stays where the figure is only nearly 100.

    >>> plainest("68.00", "68"), plainest("100.00", "99.9999"), plainest("98.00以上", "98")
    ('68', '100.00', '98以上')
    """
    match = _NUMBER.match(shown)
    if match is None or value is None:
        return shown
    number = match[1] + match[2]
    if Fraction(number) != Fraction(value) or "." not in number:
        return shown
    return number.rstrip("0").rstrip(".") + match[3]


def measured(text: str, unit: str | None) -> str:
    """A number with its unit after it; 以上 and the like after the unit; a coefficient has none.

    >>> measured("98以上", "%"), measured("0.9", "百分点"), measured("0.539", "比")
    ('98%以上', '0.9个百分点', '0.539')
    """
    match = _NUMBER.match(text)
    if match is None:
        return text
    named = "" if unit in (None, "比") else unit or ""
    return f"{match[1]}{match[2]}{'个' if named.endswith('分点') else ''}{named}{match[3]}"


def required(verdict: Verdict) -> str:
    """What is asked, without the date: 不低于95%, 比上年下降不少于1个百分点."""
    text = _WHEN.sub("", verdict.requirement)
    if verdict.form == "change":
        return _changed(verdict, text) or _told(text)
    text = _told(text)
    if verdict.form == "cv":
        return text.removeprefix("校际差异系数").replace("不超过", "不高于")
    if verdict.form == "compare" and isinstance(verdict.limit, str):
        return f"{text}（{measured(verdict.limit, verdict.unit)}）"
    return text


def when(verdict: Verdict) -> str:
    """By when: 2025年底前, 每年; empty where the requirement says nothing.

    A requirement of every year that ends says so in its own words.
    """
    if verdict.every:
        return "每年" if verdict.by is None else f"至{verdict.by[:4]}年每年"
    if verdict.by is None:
        return ""
    year, month, day = verdict.by[:4], verdict.by[5:7].lstrip("0"), verdict.by[8:].lstrip("0")
    return f"{year}年底前" if verdict.by.endswith("-12-31") else f"{year}年{month}月{day}日前"


def _told(text: str) -> str:
    for sign, word in _SIGNS_OF_CONDITIONS:
        text = text.replace(sign, word)
    return closed(_SIGN.sub(_sign, text))


def _sign(match: re.Match[str]) -> str:
    sign, number, after = match[1], match[2] or "", match[3] or ""
    unit = "" if after[:1] in _JOINS else after
    counted = number and (not unit or (unit[0] in _COUNTED and "/" not in unit))
    table = _OF_COUNTS if counted else _AT_RATES
    return f"{table[sign]}{number}{'' if unit == '比' else after}"


def against(verdict: Verdict) -> str:
    """What a change is measured from: 比上年, 比2020年."""
    return closed(verdict.requirement.partition("变化")[0])


def moved(verdict: Verdict, text: str) -> str:
    """A signed difference in words: 下降0.9个百分点, 增加3所, 持平."""
    value = Fraction(verdict.value or 0)
    if value == 0:
        return "持平"
    up, down = _directions(verdict)
    return f"{up if value > 0 else down}{measured(text.removeprefix('-'), verdict.unit)}"


def _directions(verdict: Verdict) -> tuple[str, str]:
    return ("提高", "下降") if verdict.unit in _RATES else ("增加", "减少")


def _changed(verdict: Verdict, text: str) -> str:
    """What a change is to be; empty where these words do not fit it."""
    if not isinstance(verdict.limit, str):
        return ""
    limit, since = Fraction(verdict.limit), closed(text.partition("变化")[0])
    up, down = _directions(verdict)
    if limit == 0:
        named = {">=": f"{since}不{down}", ">": f"{since}{up}", "<=": f"{since}不{up}", "<": f"{since}{down}"}
        return named.get(verdict.op or "", "")
    rising, falling = (">=", ">"), ("<=", "<")
    if verdict.op not in (rising if limit > 0 else falling):
        return ""
    amount = measured(verdict.limit.removeprefix("-"), verdict.unit)
    least = "不少于" if verdict.op in (">=", "<=") else "多于"
    return f"{since}{up if limit > 0 else down}{least}{amount}"
