"""Verbs of doing: what is done and can be counted, against what is only mentioned."""

import re

# what is done and can be counted: the number of acts or results within the period
_ACTIONS = (
    "新建|新增|增设|增加|扩增|改扩建|新改扩建|续建|改建|扩建|迁建|重建|改造|建设|建成|兴建|筹建|创建|创成|打造|培育|培养|培训|轮训|选树|评选|评定|"
    "遴选|认定|评出|招聘|招录|引聘|引进|招引|补充|选派|选聘|聘请|聘任|派出|选拔|储备|产生|成立|设立|设置|建立|组建|开设|开办|举办|开展|组织|召开|"
    "听取|承办|完成|实施|推进|推动|加快|启动|投入|投资|安排|筹集|购置|配备|配置|更新|移交|交付|回收|收回|投入使用|启用|撤并|撤销|整合|支持|"
    "扶持|资助|发展|形成|推出|开发|征集|推广|推介|落成|竣工|开工|选送|掌握|学会|参加|接受|发放|立项|结题|申报|创编|录制|提供|签订|建有|拥有"
)
_ACTION = re.compile(f"(?:{_ACTIONS})")


def first_action(text: str) -> str:
    """The first verb of doing in a text: what governs a list that ends in 等N个; "" where there is none."""
    match = _ACTION.search(text)
    return match[0] if match else ""


# under way rather than done: what is pushed on this year is a number in progress, not a number added
UNDER_WAY = frozenset(("推进", "推动", "加快", "建设", "实施", "支持"))
# what a counted subject does or becomes, behind it: 9所中小学通过验收
_BECOMES = re.compile(
    r"^(?P<who>[^,。;:\d]{0,12}?)(?:顺利|如期|全部|全面|力争|成功|基本)*(?P<does>(?:通过(?!率)|完成(?!率)|创建|创成|建成|达到|成为|获评|投入使用|交付使用|交付|开工|竣工|挂牌|启用|入选|晋升|升级)[^,。;]{0,30})"
)
_MENTION = re.compile(
    r"发挥|依托|利用|围绕|立足|借助|做好|抓好|按照|根据|聚焦|针对|在.{1,12}基础上|作为|属于|位于|涉及|面向|服务|统筹|坚持|贯彻|用好|划分|分为|"
    r"依照|遵循|对照|推行|执行|强化"
)


_CHAIN = re.compile(f"(?:(?:{_ACTIONS})[、和]?)*$")


def last_action(text: str) -> tuple[str, int]:
    """The last verb of doing in a text, with those joined to it, and where it starts.

    ("", -1) where there is none or a mention (发挥, 依托) is nearer.

    >>> last_action("到2025年,新建"), last_action("发挥")
    (('新建', 7), ('', -1))
    >>> last_action("全县新建、改扩建")
    ('新建、改扩建', 2)
    """
    found = list(_ACTION.finditer(text))
    mentions = list(_MENTION.finditer(text))
    if not found or (mentions and mentions[-1].start() >= found[-1].start()):
        return "", -1
    chain = _CHAIN.search(text, 0, found[-1].start())
    start = chain.start() if chain else found[-1].start()
    return text[start : found[-1].end()], start


def without_actions(text: str) -> str:
    """A phrase without the verbs of doing at its start.

    >>> without_actions("新建学校项目")
    '学校项目'
    """
    return re.sub(f"^(?:(?:{_ACTIONS})[、和]?)+", "", text)


def becomes(after: str) -> tuple[str, str] | None:
    """Who and what, where the counted stand before their verb: (9所)中小学顺利通过验收.

    >>> becomes("中小学顺利通过省级验收,")
    ('中小学', '通过省级验收')
    """
    match = _BECOMES.match(after)
    return (match["who"], match["does"]) if match and not re.search(r"率|比例", match["who"]) else None
