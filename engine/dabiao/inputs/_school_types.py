"""What words in a school table stand for: kinds of schools with their stages, ownership, town or country, yes and no, founding years.

The flags are items of the catalogue with the values 0 and 1; their names are those of rules/indicators/schools.yaml.
"""

import re
from typing import NamedTuple

from dabiao.inputs.vocabulary import fold_name
from dabiao.quantity.numerals import normalise

PRIMARY, JUNIOR, SENIOR, PRESCHOOL = "小学", "初中", "高中", "学前"
PRIVATE, TOWN = "民办", "城区或镇区"
FOUNDED = {"建校2010年及之前": 2010, "建校2016年及之前": 2016}
KINDERGARTEN, TEACHING_POINT = "幼儿园", "教学点"


class Kind(NamedTuple):
    """A kind of school: its stages, the stages it surely does not have, and the flag that says so.

    Only stages of schools count as absent: a 0 in an item of schools would make a kindergarten look like one.
    """

    name: str
    stages: tuple[str, ...]
    absent: tuple[str, ...]
    flag: str | None


_KINDS = {
    kind.name: kind
    for kind in (
        Kind("小学", (PRIMARY,), (JUNIOR, SENIOR), "单设小学"),
        Kind("初中", (JUNIOR,), (PRIMARY, SENIOR), "单设初中"),
        Kind("九年一贯制", (PRIMARY, JUNIOR), (SENIOR,), "九年一贯制"),
        Kind("十二年一贯制", (PRIMARY, JUNIOR, SENIOR), (), "十二年一贯制"),
        Kind("完全中学", (JUNIOR, SENIOR), (PRIMARY,), "完全中学"),
        Kind("高级中学", (SENIOR,), (PRIMARY, JUNIOR), None),
        # which stages a special school has, its kind does not say
        Kind("特殊教育学校", (), (), "特殊教育学校"),
        Kind("职业学校", (), (PRIMARY, JUNIOR), "职业学校"),
        Kind(TEACHING_POINT, (PRIMARY,), (JUNIOR, SENIOR), TEACHING_POINT),
        Kind(KINDERGARTEN, (PRESCHOOL,), (), None),
    )
}
FLAGS = tuple(kind.flag for kind in _KINDS.values() if kind.flag)
KIND_NAMES = "、".join(_KINDS)
_ALIASES = {
    "小学": ("完全小学", "普通小学", "中心小学", "完小", "单设小学", "独立小学"),
    "初中": ("初级中学", "普通初中", "单设初中", "独立初中", "初中学校"),
    "九年一贯制": ("九年制", "9年一贯制", "九年一贯"),
    "十二年一贯制": ("十二年制", "12年一贯制", "十二年一贯"),
    "完全中学": ("完中",),
    "高级中学": ("高中", "普通高中"),
    "特殊教育学校": ("特殊教育", "特教", "盲人", "聋人", "培智", "盲校", "聋校"),
    "职业学校": ("中职", "职业高中", "职业中学", "职业初中", "中等职业", "中等职业教育", "职高", "中专"),
    "教学点": ("小学教学点",),
    "幼儿园": ("独立幼儿园",),
}
_BY_NAME = {alias: kind for name, kind in _KINDS.items() for alias in (name, *_ALIASES[name])}
# 211-小学: the code of the kind as the yearly statistics print it
_CODED = re.compile(r"^[0-9]{3}[-.、:]?(?=\D)")

_OWNERS = {
    **dict.fromkeys(
        ("公办", "公立", "公办性质", "教育部门", "教育部门办", "县级教育部门", "地级教育部门", "省级教育部门", "其他部门",
         "其他部门办", "国有企业", "国有企业办", "地方企业", "事业单位", "事业单位办", "部队", "部队办", "集体", "集体办"), 0,
    ),
    **dict.fromkeys(("民办", "私立", "普惠性民办", "普惠民办", "非普惠性民办", "非普惠民办", "营利性民办", "非营利性民办"), 1),
}  # fmt: skip
_AREAS = {
    **dict.fromkeys(("城区", "主城区", "城乡结合区", "城市", "镇区", "镇中心区", "镇乡结合区", "特殊区域", "县镇", "111", "112", "121", "122", "123"), 1),
    **dict.fromkeys(("乡村", "乡中心区", "村庄", "农村", "210", "220"), 0),
}  # fmt: skip
_YES = ("是", "有", "1", "√", "✓", "✔", "yes", "true", "y")
_NO = ("否", "无", "没有", "不是", "非", "0", "×", "✗", "x", "no", "false", "n")
_FOUNDED = re.compile(r"([0-9]{4})(?:年|[-/.年][0-9]{1,2}(?:月|[-/.月][0-9]{1,2}日?)?)?")
_FIRST_SCHOOL, _LAST_YEAR = 1000, 2100


def kinds() -> tuple[Kind, ...]:
    """Every kind of school, in the order they are named to a reader."""
    return tuple(_KINDS.values())


def school_kind(text: str) -> Kind | None:
    """The kind of school a word stands for; None for an unknown one. Never guessed from a school's name.

    >>> school_kind("九年一贯制学校").stages, school_kind("211-小学").flag, school_kind("中心校")
    (('小学', '初中'), '单设小学', None)
    """
    name = _CODED.sub("", fold_name(text))
    return _BY_NAME.get(name) or _BY_NAME.get(name.removesuffix("学校"))


def private(text: str) -> int | None:
    """1 for 民办, 0 for 公办 (or the code of who runs the school: 10 is 民办); None for an unknown word."""
    name = fold_name(text)
    if name.isdecimal():
        return {"10": 1}.get(name, 0) if 1 <= int(name) <= 10 else None
    for suffix in ("学校", "幼儿园", "园"):
        name = name.removesuffix(suffix)
    return _OWNERS.get(name)


def in_town(text: str) -> int | None:
    """1 for 城区 or 镇区, 0 for 乡村 (words or codes of the 城乡分类); None for an unknown word."""
    return _AREAS.get(fold_name(text))


def yes_or_no(text: str) -> int | None:
    """1 for 是, 0 for 否; None for anything else."""
    word = fold_name(text).lower()
    return 1 if word in _YES else 0 if word in _NO else None


def founding_year(text: str) -> int | None:
    """The year in 1998, 1998年9月 or 1998-09-01; None for anything else.

    >>> founding_year("１９０３年9月"), founding_year("民国三年")
    (1903, None)
    """
    match = _FOUNDED.fullmatch(normalise(text))
    year = int(match[1]) if match else 0
    return year if _FIRST_SCHOOL <= year <= _LAST_YEAR else None
