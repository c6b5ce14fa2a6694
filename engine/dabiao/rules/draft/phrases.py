"""Noun phrases around a figure: what is measured, what is counted, and who each must."""

import re

from dabiao.rules.draft.words import last_action

_YEAR = r"(?:到|至|截至|在|于)?(?:20\d\d(?:-20\d\d)?学?年度?(?:\d{1,2}月)?(?:底|末|初)?(?:前|之前|以前|起)?|\"?十[一二三四五六七]五\"?(?:时?期[间末]?|期间|规划期|末期?|时期)?|今年|年内|年底前?|规划期末)"
_LEADING = re.compile(
    rf"^(?:{_YEAR}|力争|争取|努力|确保|保证|保障|实现|使得?|让|推动|促使|促进|继续|持续|稳步|逐步|进一步|不断|全面|基本|切实|重点|计划|"
    r"全[区县市省旗镇]|[我本][区县市旗]|其中:?|并且?|且|同时|要|应|须|必须|将|需|各地|在|帮助|引导|指导|督促|支持|鼓励|做到|达到|组织|"
    r"提高|提升|降低|控制|扩大|增加|巩固|保持|稳定|其|以及|和|与|及|、|,|\*+|落实|压实|:|\"|--|\||\)|\d{1,2}[.、](?!\d)|\([一二三四五六七八九十\d]+\))"
)
_TRAILING = re.compile(
    r"(?:在(?:20\d\d年|去年|上年)?[^,。;]{0,6}基础上|[比较与](?:20\d\d年(?:底|末)?|去年|上年|上一年)|每年|每学年|年均|逐年|逐步|平均|分别|均|都|"
    r"力争|争取|努力|确保|将|应|要|须|需|保持|稳定|巩固|控制|维持|持续|总体上?|累计|不断|至少|进一步|:|为|约|在|达|到|至|也|还|全部|不|"
    r"(?:从|由)[^,。;]{0,12}|达到|\"?十[一二三四五六七]五\"?末?|20\d\d年(?:底|末)?(?:前)?|到20\d\d年|[((][^()]*[))])$"
)
_STOP = re.compile(r"[,。;:、()|]|(?:和|与|及|以及|或)(?=\d|[一二两三四五六七八九十百]+[所名个位项])|并(?=[^列行])")

# A、B、C等特色学校: a list that ends in its kind
_LISTED = re.compile(r"[^,。;:()\d]{2,40}?等[^,。;:、()\d]{2,14}")


def measured(before: str) -> str:
    """What a level is of: the noun phrase at the end of the clause before the words of comparison.

    >>> measured("到2025年,力争全县普惠性幼儿园覆盖率达到"), measured("总体近视率每年降低不少于")
    ('普惠性幼儿园覆盖率', '总体近视率')
    """
    phrase = re.split(r"[,。;:]", before)[-1]
    phrase = re.sub(
        r"(?:不低于|不少于|不高于|不超过|不得?[低少高超][于过]|超过|高于|低于|大于|小于|≥|≤|>|<)(?:或高于)?$",
        "",
        phrase,
    )
    phrase = re.sub(
        r"(?:降低|下降|提高|提升|增加|增长|减少|上升|扩大|压减)(?:到|至|为|了)?(?:不少于|不低于|至少)?$", "", phrase
    )
    return trimmed(phrase)


def trimmed(phrase: str) -> str:
    """A phrase without adverbs, dates and words of comparison at its ends.

    >>> trimmed("到2025年,确保全区教师")
    '教师'
    """
    before = None
    while before != phrase:
        before = phrase
        phrase = _LEADING.sub("", phrase)
        phrase = _TRAILING.sub("", phrase)
    return phrase.strip('"的,、:')


def counted(after: str) -> str:
    """What is counted: the noun phrase right behind the figure.

    >>> counted("以上市级示范校,创建"), counted('左右的"种子"教师)')
    ('市级示范校', '"种子"教师')
    """
    rest = re.sub(r"^(?:\(含\))?(?:及以上|以上|以下|以内|左右|余|多)?的?", "", after)
    stop = _STOP.search(rest)
    phrase = rest[: stop.start()] if stop else rest
    if stop and stop[0] == "、" and (listed := _LISTED.match(rest)):
        phrase = listed[0]
    return re.sub(r"(?:为目标|为抓手|为重点|负责|以上|左右|等|工作|任务)$", "", phrase.strip())[:40]


def acted_on(clause_before: str) -> tuple[str, str]:
    """The verb of doing in front of a figure and the noun phrase between the two: 培养区级骨干教师(300人).

    >>> acted_on("到2025年,培养区级骨干教师")
    ('培养', '区级骨干教师')
    """
    verb, at = last_action(clause_before)
    between = clause_before[at + len(verb) :] if verb else clause_before
    return verb, trimmed(re.split(r"[,。;:]", between)[-1])


_KINDS = (
    (r"教师|教职工|教职员工|班主任|教研员|校长|园长|干部|党员|书记|成员|人员", "teacher"),
    (r"幼儿园|园所|园", "kindergarten"),
    (r"学生|幼儿|儿童|孩子|生", "student"),
    (r"班级|班", "class"),
    (r"学校|中小学校?|小学|初中|高中|校", "school"),
    (r"乡镇|街道|镇街|镇|乡", "town"),
    (r"机构|社区|单位|中心", "institution"),
)
_NOUN = r"(?P<noun>教职员工|教职工|教师|班主任|教研员|校长|园长|干部|党员|书记|班子成员|幼儿园|园所|学生|幼儿|儿童|班级|中小学校|中小学|学校|乡镇|街道|镇街|机构|小学|初中|高中)"
_EACH = re.compile(
    rf"(?:每一?|各)(?!年|学年|学期|两?周|天|日|月|季|半|次|\d|种|级各类(?!学校)|[方项部自])(?:[所个名位间家])?(?P<which>[^,。;:每各]{{0,10}}?)(?:{_NOUN}|(?P<short>镇|乡|校|园|班|生))(?P<paren>\([^)]*\))?"
)
_PIVOT = r"(?:^|[,;:。|)]|引导|帮助|让|使|促进|指导|督促|要求|确保|保障|实现|组织|鼓励|支持|推动|全[区县市旗]|担任)"
_BARE = re.compile(
    rf"{_PIVOT}(?P<which>[一-龥]{{0,8}}?){_NOUN}(?=每[^所个名位]|至少|力争|应|须|必须|要求|均|都|掌握|学会|养成|形成|熟练)"
)


def each_of(before: str) -> tuple[str, str, int] | None:
    """Who each must: (kind, the words for it, where they end) for the nearest 每所学校, 各中小学, or a bare 学校 each year.

    >>> each_of("每所学校配备"), each_of("中小学每年至少举办"), each_of("全区新建")
    (('school', '学校', 4), ('school', '中小学', 3), None)
    """
    found = [match for pattern in (_EACH, _BARE) for match in pattern.finditer(before)]
    if not found:
        return None
    match = max(found, key=lambda item: item.end())
    groups = match.groupdict()
    noun = groups.get("noun") or groups.get("short") or ""
    kind = next((kind for words, kind in _KINDS if re.search(rf"(?:{words})$", noun)), None)
    if kind is None:
        return None
    full = trimmed((groups["which"] or "") + {"校": "学校", "园": "幼儿园", "班": "班级", "生": "学生"}.get(noun, noun))
    return kind, full or noun, match.end()


def shown(folded: str) -> str:
    """Folded text with the marks a document prints: “ ” and （ ）.

    >>> shown('创建"双高"学校(园)')
    '创建“双高”学校（园）'
    """
    return re.sub(r'"([^"]*)"', r"“\1”", folded).replace("(", "（").replace(")", "）")


def name_only(text: str, limit: int = 30) -> str:
    """A phrase as a name that can stand in a formula: letters only, not too long.

    >>> name_only("“双师型”教师")
    '双师型教师'
    """
    clean = re.sub(r"\([^)]*\)|（[^）]*）", "", text)
    clean = re.sub(r"[^0-9A-Za-z_一-鿿]", "", clean)
    clean = re.sub(r"^[0-9_]+", "", clean)
    return clean[:limit]
