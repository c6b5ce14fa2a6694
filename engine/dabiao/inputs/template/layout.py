"""How the sheets of schools are laid out: groups of items in the order counties know from their own forms.

The items are those of the catalogue by name. What no requirement needs is asked for all the same where a standard for recognition
binds: 专任教师总数 and the like are there to check the others by.
"""

from typing import NamedTuple

_BANDS = (
    "25人及以下",
    "26至30人",
    "31至35人",
    "36至40人",
    "41至45人",
    "46至50人",
    "51至55人",
    "56至60人",
    "61至65人",
    "66人及以上",
)


class Group(NamedTuple):
    """A heading, and the items under it."""

    title: str
    items: tuple[str, ...]


SCHOOL_GROUPS = (
    Group(
        "放宽条件",
        (
            "建校2010年及之前", "建校2016年及之前", "中心城区", "乡村小规模", "最大班额低于30人", "有达标建设规划", "寄宿制",
        ),
    ),
    Group(
        "学生情况",
        ("小学在校生数", "初中在校生数", "高中在校生数", "随迁子女在校生数", "小学划片范围内在校生数", "初中划片范围内在校生数"),
    ),
    Group("班级情况", ("班级总数", *(f"班额{band}" for band in _BANDS), "小学超45人班级数", "初中超50人班级数")),
    Group(
        "教师情况",
        (
            "专任教师总数", "小学专科专任教师数", "小学本科专任教师数", "小学硕士专任教师数", "小学博士专任教师数", "初中本科专任教师数",
            "初中硕士专任教师数", "初中博士专任教师数", "小学县级以上骨干教师数", "初中县级以上骨干教师数", "持教师资格证专任教师数",
            "培训满360学时教师数",
        ),
    ),
    Group(
        "体育艺术教师情况",
        (
            "小学体育专任教师数", "小学音乐专任教师数", "小学美术专任教师数", "小学艺术专任教师数", "小学交流轮岗兼职走教体艺教师数",
            "初中体育专任教师数", "初中音乐专任教师数", "初中美术专任教师数", "初中艺术专任教师数", "初中交流轮岗兼职走教体艺教师数",
        ),
    ),
    Group(
        "校舍场地情况",
        ("教学及辅助用房面积", "室内体育用房面积", "体育馆面积", "运动场地面积", "校内其他体育场面积", "租赁场馆面积"),
    ),
    Group("设备情况", ("教学仪器设备值", "网络多媒体教室数")),
    Group(
        "专用教室情况",
        (
            "音乐教室数", "音乐教室96平方米及以上数", "音乐教室73至96平方米数", "音乐教室61至73平方米数", "音乐教室54至61平方米数",
            "美术教室数", "美术教室90平方米及以上数", "美术教室67至90平方米数", "美术教室61至67平方米数", "美术教室54至61平方米数",
        ),
    ),
    Group("经费情况", ("公用经费预算总额", "教师培训经费预算总额", "公用经费核定学生数")),
    Group("毕业和流动情况", ("毕业生数", "三年前初一在校生数", "三年转入学生数", "三年转出学生数", "三年死亡学生数")),
)  # fmt: skip
KINDERGARTEN_GROUPS = (
    Group("办园情况", ("园在园幼儿数", "园2017年以后规划设计", "园办园条件合格", "园教职工配备达标")),
    Group("园舍情况", ("园户外场地面积", "园幼儿活动用房面积", "园建筑面积", "园图书册数")),
)
OTHERS = "其他情况"
# asked for in another unit than the catalogue's: as the yearly statistics print it
PRINTED_UNITS = {"教学仪器设备值": "万元", "公用经费预算总额": "万元", "教师培训经费预算总额": "万元"}
# what does not change from year to year, and may be filled in from the year before
LASTING = frozenset(("建校2010年及之前", "建校2016年及之前", "中心城区", "寄宿制", "园2017年以后规划设计"))


def ordered(groups: tuple[Group, ...], needed: tuple[str, ...], *, whole: bool) -> list[tuple[str, str]]:
    """(group, item) in the order of the layout, the needed items it does not know behind; `whole`: also what nobody needs.

    >>> ordered((Group("甲", ("a", "b")),), ("b", "c"), whole=False)
    [('甲', 'b'), ('其他情况', 'c')]
    """
    known = [(group.title, item) for group in groups for item in group.items if whole or item in needed]
    placed = {item for group in groups for item in group.items}
    return known + [(OTHERS, item) for item in needed if item not in placed]
