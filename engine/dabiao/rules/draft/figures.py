"""Figures of a folded text: number, unit and the words around them; what only looks like one is left out."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from dabiao.quantity import NumberError, parse_number
from dabiao.rules.draft.model import Span
from dabiao.rules.draft.words import operator

# written unit → the unit dabiao knows; a classifier it does not know is counted in 个
_UNITS = {
    "个百分点": "百分点", "百分点": "百分点", "%": "%", "‰": "‰", "平方米": "平方米", "m2": "平方米", "公顷": "公顷", "亩": "亩",
    "元/生": "元/人", "元/人": "元/人", "元": "元", "人次": "人次", "人": "人", "名": "名", "位": "位", "所": "所", "个班": "班",
    "个课时": "课时", "个学时": "学时", "个小时": "小时", "个": "个", "间": "间", "场次": "场", "场": "场", "次": "次", "项": "项",
    "期": "期", "门": "门", "册": "册", "台": "台", "件": "件", "节课": "节", "课时": "课时", "节": "节", "堂": "节", "学时": "学时",
    "小时": "小时", "分钟": "分钟", "支": "支", "届": "届", "篇": "篇", "户": "户", "年": "年", "倍": "倍", "家": "个", "套": "个",
    "处": "个", "条": "个", "座": "个", "部": "个", "类": "个", "本": "个", "张": "个", "幅": "个", "片": "个", "对": "个",
}  # fmt: skip
_UNKNOWN = frozenset(written for written, unit in _UNITS.items() if unit == "个" and written != "个")
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_MULTIPLE = r"(?:百万|千万|[百千万亿])"
_DIGITS = r"(?:(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_CHINESE = r"[一二两三四五六七八九十百千]+"
_TO = r"(?:-{1,2}|~|至|到)"
_FIGURE = re.compile(
    rf"(?P<low>{_DIGITS})(?:(?P<lowunit>%|{_MULTIPLE})?{_TO}(?P<high>{_DIGITS}))?(?P<unit>{_MULTIPLE}?(?:{_UNIT}))"
    rf"|(?P<chinese>{_CHINESE})(?:{_TO}(?P<chinesehigh>{_CHINESE}))?(?P<chineseunit>{_UNIT})"
    rf"|百分之(?P<percent>[零一二三四五六七八九十百点]+)"
    rf"|(?P<parts>{_CHINESE}分之{_CHINESE})"
    r"|(?P<above>\d+(?:\.\d+)?):(?P<below>\d+(?:\.\d+)?)(?![\d:])"
)
_QUOTED = re.compile(r'"[^"]{1,24}"|《[^》]*》|〔[^〕]*〕|\[[^\]]*\]')
_OBLIGES = re.compile(r"不少于|不低于|不超过|至少|以上|每[天周年学班生]")
_PREFIX = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、](?!\d))")
_NO_FIGURE_BEFORE = re.compile(r"第$|[A-Za-z+·.]$")
_NO_NUMERAL_BEFORE = re.compile(r"[统唯同任某另专]$")
_NO_FIGURE_AFTER = re.compile(r"^[A-Za-z+]|^级(?!别)|^年级|^周?岁|^号|^[月日](?!均)|^性")
# a figure that only describes who or what is meant: 超过1000人的学校, 51至55人的班级数
_DESCRIBES = re.compile(
    r"^(?:的|(?:规模|(?:及|或|含)?(?:以上|以下|以内))+的?)(?:班级|班额|大班额|超大班额|大班|中小学|学校|幼儿园|小规模|教学点|街道|乡镇|社区|村|企业)"
)
_ROUGH = re.compile(r"^[余多](?=[人名所个项次])|^[余多]$")


class Figure(NamedTuple):
    """A number with its unit: its stretch, its ends as typed, the unit (dabiao's and as written), and the comparison around it."""

    span: Span
    low: str
    high: str
    unit: str
    written: str
    op: str
    word: str
    chinese: bool

    @property
    def band(self) -> bool:
        """Whether it is a range, 8—10."""
        return self.low != self.high

    @property
    def rate(self) -> bool:
        """Whether it is a share, a rate or a ratio."""
        return self.unit in ("%", "‰", "比", "倍", "")

    @property
    def known_unit(self) -> bool:
        """Whether the written classifier is one dabiao knows."""
        return self.written not in _UNKNOWN

    def limit(self, op: str, sign: str = "") -> str:
        """The limit as a pack writes it."""
        unit = f" {self.unit}" if self.unit else ""
        if self.band and op in ("..", ""):
            return f"{self.low}..{self.high}{unit}"
        return f"{op} {sign}{self.low}{unit}"


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """The figures between two places of a folded text, with the operators their clause gives them.

    >>> [(f.low, f.unit, f.op) for f in find_figures("到2025年,巩固率达99.5%以上,新建三所小学")]
    [('99.5', '%', '>='), ('3', '所', '')]
    """
    end = len(text) if end is None else end
    names = [match.span() for match in _QUOTED.finditer(text, start, end) if not _OBLIGES.search(match[0])]
    prefix = match.end() if start == 0 and (match := _PREFIX.match(text)) else start
    found: list[Figure] = []
    for match in _FIGURE.finditer(text, prefix, end):
        if any(a <= match.start() and match.end() <= b for a, b in names) or _only_looks(text, match, end):
            continue
        figure = _figure(text, match, start, end)
        if figure is not None:
            found += _sharing(text, figure, prefix, start, end)
            found.append(figure)
    return sorted(set(found))


def _only_looks(text: str, match: re.Match[str], end: int) -> bool:
    """Ordinals, versions, years, ages, grades, and figures that describe whom a rule is about."""
    before, after = text[max(match.start() - 4, 0) : match.start()], text[match.end() : min(match.end() + 12, end)]
    unit = match["unit"] or match["chineseunit"] or ""
    if _NO_FIGURE_BEFORE.search(before) or _NO_FIGURE_AFTER.search(after):
        return True
    if unit == "年" and not _minimum(text[max(match.start() - 6, 0) : match.start()]):
        return True
    if match["unit"] in ("人", "名", "个") and _DESCRIBES.match(after):
        return match["unit"] != "个" or bool(re.match(r"(?:及|或)?以上超?大", after))
    if match["above"]:
        return not operator(text[max(match.start() - 8, 0) : match.start()], after)[0]
    return bool(match["chinese"]) and _only_an_article(text, match)


def _minimum(before: str) -> bool:
    return bool(re.search(r"(?:不少于|不低于|至少|满|不超过)$", before))


def _only_an_article(text: str, match: re.Match[str]) -> bool:
    """Chinese numerals are figures after a comparison, 每 or a verb of doing; 一个, 一项 only after the first two."""
    before = text[max(match.start() - 16, 0) : match.start()]
    if re.search(r"每$|每一$", before) or _NO_NUMERAL_BEFORE.search(before) or text[match.end() : match.end() + 1] in ("体", "级"):
        return True
    if re.search(r"(?:至少|不少于|不低于|不得少于)[^,。;]{0,8}$|每[^,。;]{0,14}$", before):
        return False
    if text[match.end() : match.end() + 1] == '"' or re.search(r"(?:建设|推进|落实|坚持|做到|实现)$", before):
        return True
    numeral, unit = match["chinese"], match["chineseunit"]
    if numeral == "一":
        return unit not in ("所", "名", "次", "场")
    return unit in ("期", "类", "支", "年", "条", "部", "节", "位", "对", "张", "片")


def _figure(text: str, match: re.Match[str], start: int, end: int) -> Figure | None:
    before, after = text[_clause_start(text, match.start(), start) : match.start()], text[match.end() : end]
    op, word = operator(before, after)
    span = Span(match.start(), match.end())
    try:
        if match["percent"]:
            number = _plain(match["percent"])
            return Figure(span, number, number, "%", "%", op, word, chinese=True)
        if match["parts"]:
            return Figure(span, match["parts"], match["parts"], "", "", op, word, chinese=True)
        if match["above"]:
            ratio = match[0]
            return Figure(span, ratio, ratio, "", "", op, word, chinese=False)
        chinese = bool(match["chinese"])
        low, high = (match["chinese"], match["chinesehigh"]) if chinese else (match["low"], match["high"])
        written = match["chineseunit"] or match["unit"]
        multiple = re.match(_MULTIPLE, written)
        base = written[multiple.end() :] if multiple else written
        unit = (multiple[0] if multiple else "") + _UNITS[base]
        rough = _ROUGH.match(text[match.end() : match.end() + 2])
        shown = Figure(span, _plain(low), _plain(high or low), unit, base, op or (">" if rough else ""), word, chinese)
    except NumberError:
        return None
    return None if 1900 <= Fraction(shown.low) <= 2100 and unit == "年" else shown


def _sharing(text: str, figure: Figure, prefix: int, start: int, end: int) -> Iterator[Figure]:
    """The bare numbers of a list that ends in the figure."""
    at = figure.span.start
    while match := re.search(rf"({_DIGITS})(?:、|和|与|及)$", text[max(at - 12, prefix) : at]):
        begin = at - len(match[0])
        if re.search(r"[\d.]$", text[:begin]):
            return
        span = Span(begin, begin + len(match[1]))
        yield figure._replace(span=span, low=_plain(match[1]), high=_plain(match[1]))
        at = begin


def _clause_start(text: str, at: int, start: int) -> int:
    return max([text.rfind(mark, start, at) for mark in ",。;:"], default=-1) + 1


def _plain(number: str) -> str:
    """A number as a pack writes it: the digits as printed, Chinese numerals as digits."""
    if re.fullmatch(r"[\d.,]+", number):
        parse_number(number)
        return number.replace(",", "")
    value = parse_number(number)
    return str(value.numerator) if value.denominator == 1 else str(float(value))
