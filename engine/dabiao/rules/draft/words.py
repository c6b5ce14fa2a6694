"""Words around a figure: comparison, level, force, stage of schooling."""

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
        (r"(?:提高|提升|上升|增加|增长|扩大|增|升|拓展|恢复)[到至为]|达到或超过|达到?|巩固|保持|稳定|维持|实现", ">="),
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


_KEEP = re.compile(r"(?:保持|稳定|巩固(?!率)|维持)[^,。;]{0,6}$")


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
