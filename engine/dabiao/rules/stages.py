"""学段: which are parts of which."""

STAGES = ("学前", "小学", "初中", "义务教育", "高中", "普通高中", "中职", "中小学", "特殊教育", "继续教育")
_PARTS = {
    "中小学": ("小学", "初中", "义务教育", "高中", "普通高中", "中职"),
    "义务教育": ("小学", "初中"),
    "高中": ("普通高中", "中职"),
}


def is_part(part: str | None, whole: str | None) -> bool:
    """Whether a stage lies within another; everything lies within "not split" (None).

    >>> is_part("小学", "中小学"), is_part("学前", "中小学"), is_part("初中", None)
    (True, False, True)
    """
    return whole is None or part == whole or part in _PARTS.get(whole, ())


def related(one: str | None, two: str | None) -> bool:
    """Whether two stages are the same, or one is a whole of which the other is a part."""
    return is_part(one, two) or is_part(two, one)
