"""Units of measure. Units of one dimension convert exactly; others are refused."""

import re
from fractions import Fraction
from functools import lru_cache

from dabiao.quantity.numerals import is_plain, normalise
from dabiao.record import NamedTuple


class UnitError(ValueError):
    """The unit is unknown, or does not convert to the one wanted; the message is Chinese."""


class Unit(NamedTuple):
    """A unit: its name as written, its dimension, and how many base units of that dimension it is."""

    name: str
    dimension: str
    scale: Fraction

    def factor_to(self, other: "Unit") -> Fraction:
        """The exact factor from this unit to another of the same dimension; UnitError otherwise.

        >>> parse_unit("万元").factor_to(parse_unit("元"))
        Fraction(10000, 1)
        """
        if self.dimension != other.dimension:
            raise UnitError(f"单位“{self.name}”不能换算成“{other.name}”")
        return self.scale / other.scale


_ONE = Fraction(1)
MULTIPLES = {"": 1, "百": 100, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}

# dimension → its names at scale one. A classifier is a dimension of its own: 所 is not 人.
_CLASSIFIERS = {
    "人": ("人", "名", "位", "生", "学生"),
    "人次": ("人次",),
    "所": ("所", "园", "校"),
    "个": ("个",),
    "班": ("班", "个班"),
    "间": ("间",),
    "元": ("元",),
    "场": ("场",),
    "次": ("次",),
    "项": ("项",),
    "期": ("期",),
    "门": ("门",),
    "册": ("册",),
    "台": ("台",),
    "件": ("件",),
    "节": ("节", "课时"),
    "学时": ("学时",),
    "小时": ("小时",),
    "分钟": ("分钟",),
    "年": ("年",),
    "岁": ("岁",),
    "天": ("天",),
    "户": ("户",),
    "级": ("级",),
    "分": ("分",),
    "轮": ("轮",),
    "篇": ("篇",),
    "支": ("支",),
    "届": ("届",),
    "周": ("周",),
    "月": ("月",),
    "学期": ("学期",),
    "学年": ("学年",),
    "半年": ("半年",),
    "镇": ("镇", "乡镇"),
}
_FIXED = {
    "%": ("比例", Fraction(1, 100)),
    "％": ("比例", Fraction(1, 100)),
    "‰": ("比例", Fraction(1, 1000)),
    "百分点": ("比例", Fraction(1, 100)),
    "个百分点": ("比例", Fraction(1, 100)),
    "倍": ("比例", _ONE),
    "比": ("比例", _ONE),
    "平方米": ("面积", _ONE),
    "㎡": ("面积", _ONE),
    "m²": ("面积", _ONE),
    "m2": ("面积", _ONE),
    "万平方米": ("面积", Fraction(10**4)),
    "公顷": ("面积", Fraction(10**4)),
    "亩": ("面积", Fraction(2000, 3)),
}


@lru_cache(maxsize=1024)
def parse_unit(text: str) -> Unit:
    """The unit of a name such as %, 万人, 元/生, 平方米, 人/百人. Raises UnitError for an unknown one.

    >>> parse_unit("万人")
    Unit(name='万人', dimension='人', scale=Fraction(10000, 1))
    >>> parse_unit("元/生").dimension
    '元/人'
    """
    name = normalise(text)
    head, slash, tail = name.partition("/")
    if slash:
        above, below = _simple(head), _simple(tail)
        return Unit(name, f"{above.dimension}/{below.dimension}", above.scale / below.scale)
    return _simple(name)


def _simple(name: str) -> Unit:
    if name in _FIXED:
        dimension, scale = _FIXED[name]
        return Unit(name, dimension, scale)
    for dimension, names in _CLASSIFIERS.items():
        for base in names:
            if name.endswith(base) and name[: len(name) - len(base)] in MULTIPLES:
                return Unit(name, dimension, Fraction(MULTIPLES[name[: len(name) - len(base)]]))
    raise UnitError(f"不认识的单位“{name[:20]}”" if name else "缺少单位")


_DIGITS_FIRST = r"([+-]?[\d.,]+)(.*)"
_NUMERAL_FIRST = r"([负負]?[零〇一二两三四五六七八九十百千万亿点]+)(.*)"


def split_unit(text: str) -> tuple[str, str]:
    """Splits a normalised figure into number text and unit text (perhaps only a multiple, 1.63万); either may be empty.

    >>> split_unit("1.63万人"), split_unit("九十九%"), split_unit("95")
    (('1.63', '万人'), ('九十九', '%'), ('95', ''))
    """
    if is_plain(text):
        return text, ""
    match = re.fullmatch(_DIGITS_FIRST, text) or re.fullmatch(_NUMERAL_FIRST, text)
    if match is None:
        return text, ""
    number, unit = match.groups()
    return number, unit
