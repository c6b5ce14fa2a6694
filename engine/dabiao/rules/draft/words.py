"""Words around a figure: comparison, force, actions that are counted, levels that are reached."""

import re

_FILLER = r"(?:在|到|至|为|成|了|省定|国定|市定|国家|全省|全国|规定的?|标准|每[年周天日月]|每学[年期])*$"
# longest first; a word right before the figure, perhaps with a filler between
_BEFORE = tuple(
    (re.compile(f"(?:{words}){_FILLER}"), op)
    for words, op in (
        (r"不得?低于(?:或高于)?|不得?少于|不得?小于|不下于|至少|最少|≥|>=", ">="),
        (r"不得?高于|不得?超过|不得?多于|不得?大于|至多|最多|控制|限制|≤|<=", "<="),
        (r"(?:降低|下降|降|压减|压缩|减少|减|缩小)[到至为]", "<="),
        (r"超过|高于|大于|多于|突破|超|>", ">"),
        (r"低于|少于|不足|小于|不满|不到|<", "<"),
        (
            r"(?:提高|提升|上升|增加|增长|扩大|增|升|拓展|恢复)[到至为]|达到或超过|达到|达|巩固|保持|稳定|维持|实现",
            ">=",
        ),
        (r"大约|大概|约", "~"),
    )
)
_AFTER = (
    (re.compile(r"^(?:\(含\)|含)?(?:及|或)?以上|^起(?!始)"), ">="),
    (re.compile(r"^(?:\(含\)|含)?(?:及|或)?以下|^(?:以|之)内"), "<="),
    (re.compile(r"^左右|^上下"), "~"),
)
_LOOSE = ((re.compile(r"至少|不少于|不低于|不得少于|不得低于"), ">="), (re.compile(r"至多|最多|不超过|不得超过"), "<="))


def operator(before: str, after: str) -> tuple[str, str]:
    """The comparison the words around a figure state, and those words; ("", "") where there are none.

    `before` is the clause up to the figure, `after` what follows it.

    >>> operator("巩固率保持在", "以上"), operator("近视率控制在", "以内"), operator("超过", ""), operator("新建", "左右")
    (('>=', '以上'), ('<=', '以内'), ('>', '超过'), ('~', '左右'))
    """
    for pattern, op in _AFTER:
        if match := pattern.search(after):
            strict = _before(before)
            return (strict[0], strict[1]) if op == ">=" and strict[0] == ">" else (op, match[0].strip("()"))
    found = _before(before)
    if found[0]:
        return found
    for pattern, op in _LOOSE:
        if match := pattern.search(before):
            return op, match[0]
    return "", ""


def _before(before: str) -> tuple[str, str]:
    for pattern, op in _BEFORE:
        if match := pattern.search(before):
            return op, match[0]
    return "", ""


_LEVEL = re.compile(r"(?:达到?|保持|稳定|巩固|维持|控制|超过|高于|低于|[提升降减增压][高升加长低少减]?[到至]|占)")


def states_level(before: str) -> bool:
    """Whether the words right before a figure say that it is a level to stand at, not an amount to add."""
    return bool(re.search(_LEVEL.pattern + _FILLER, before))


_KEEP = re.compile(r"(?:保持|稳定|巩固|维持|控制)[^,。;]{0,6}$")


def keeps(before: str) -> bool:
    """Whether the level is to be kept, so that it is owed every year."""
    return bool(_KEEP.search(before))


MUST, STRIVE, ENCOURAGE = "must", "strive", "encourage"
_FORCES = (
    (re.compile(r"鼓励|支持|探索|引导|有条件的|可(?=按照?|以)|提倡|倡导"), ENCOURAGE),
    (re.compile(r"力争|争取|努力|力求"), STRIVE),
    (re.compile(r"确保|保证|必须|应当|务必|严格"), MUST),
)


def force_of(sentence_before: str, clause: str) -> tuple[str, str]:
    """The force of a requirement and the word that shows it.

    力争 and its like reach over the whole sentence up to the next 确保; 鼓励 and its like only over their own clause.

    >>> force_of("力争到2025年,全县近视率", "全县近视率"), force_of("鼓励高校参与,新建", "新建")
    (('strive', '力争'), ('must', ''))
    """
    last: tuple[int, str, str] = (-1, STRIVE, "争创") if "争创" in clause else (-1, MUST, "")
    for pattern, force in _FORCES:
        text, offset = (clause, len(sentence_before)) if force == ENCOURAGE else (sentence_before, 0)
        for match in pattern.finditer(text):
            if force == ENCOURAGE or match.start() + offset > last[0]:
                last = (match.start() + offset, force, match[0])
    return last[1], last[2]


# what is done and can be counted: the number of acts or results within the period
_ACTIONS = (
    "新建|新增|增设|增加|扩增|改扩建|新改扩建|改建|扩建|迁建|重建|改造|建设|建成|兴建|筹建|创建|创成|打造|培育|培养|培训|轮训|选树|评选|评定|"
    "遴选|认定|评出|招聘|招录|引聘|引进|招引|补充|选派|选聘|聘请|聘任|派出|选拔|储备|产生|成立|设立|建立|组建|开设|开办|举办|开展|组织|召开|"
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
    r"^(?P<who>[^,。;:\d]{0,12}?)(?:顺利|如期|全部|全面|力争|成功|基本)*(?P<does>(?:通过|完成|创建|创成|建成|达到|成为|获评|投入使用|交付使用|交付|开工|竣工|挂牌|启用|入选|晋升|升级)[^,。;]{0,30})"
)
_MENTION = re.compile(
    r"发挥|依托|利用|围绕|立足|借助|做好|抓好|按照|根据|聚焦|针对|在.{1,12}基础上|作为|属于|位于|涉及|面向|服务|统筹|坚持|贯彻|用好|划分|分为|"
    r"依照|遵循|对照|推行|执行|强化"
)


def last_action(text: str) -> tuple[str, int]:
    """The last verb of doing in a text and where it starts; ("", -1) where there is none or a mention (发挥, 依托) is nearer.

    >>> last_action("到2025年,新建"), last_action("发挥")
    (('新建', 7), ('', -1))
    """
    found = list(_ACTION.finditer(text))
    mentions = list(_MENTION.finditer(text))
    if not found or (mentions and mentions[-1].start() >= found[-1].start()):
        return "", -1
    return found[-1][0], found[-1].start()


def becomes(after: str) -> tuple[str, str] | None:
    """Who and what, where the counted stand before their verb: (9所)中小学顺利通过验收.

    >>> becomes("中小学顺利通过省级验收,")
    ('中小学', '通过省级验收')
    """
    match = _BECOMES.match(after)
    return (match["who"], match["does"]) if match else None


_STAGES = (
    (r"学前|幼儿园|幼儿|托幼|入园|在园", "学前"),
    (r"中小学", "中小学"),
    (r"特殊教育|特教|残疾", "特殊教育"),
    (r"九年义务|义务教育", "义务教育"),
    (r"小学", "小学"),
    (r"初中", "初中"),
    (r"普通高中|普高", "普通高中"),
    (r"中职|中等职业|职业学校|职业院校|职业高中|技工|职教|双师型", "中职"),
    (r"高中", "高中"),
    (r"继续教育|社区教育|老年教育|终身", "继续教育"),
)


def stage_of(text: str) -> str | None:
    """The stage of schooling a phrase names first.

    >>> stage_of("全县中小学体育教师"), stage_of("高中阶段毛入学率"), stage_of("教师")
    ('中小学', '高中', None)
    """
    best: tuple[int, int, str] | None = None
    for order, (words, stage) in enumerate(_STAGES):
        if (match := re.search(words, text)) and (best is None or (match.start(), order) < best[:2]):
            best = (match.start(), order, stage)
    return best[2] if best else None
