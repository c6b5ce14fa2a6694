"""Requirements without a figure of their own: all and everyone, trends, comparisons with another figure."""

import re

from dabiao.rules.draft.model import LOW, MIDDLE, Period, Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, measured, name_only, trimmed
from dabiao.rules.draft.sentences import clauses, past_word
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import force_of, stage_of

_COVERED = re.compile(r"(?P<what>(?:(?!和|与|及|以及)[^,。;:、]|、){2,30}?)(?P<word>全覆盖|全接入|全达标)(?P<list>、)?")
_COVERS = re.compile(r"覆盖(?:全体|全部|所有|每一?[个所名])(?P<who>[^,。;:、]{2,12})")
_ALL = re.compile(
    r"(?P<who>(?:全部|所有|全体|各级各类|各|全[区县市])[^,。;:]{0,10}?(?:学校|中小学校?|幼儿园|教师|教职工|教职员工|学生|班级|乡镇|机构))(?P<does>(?:均|都|全部|普遍|全面)?(?:达到|开展|建有|建立|设立|配备|配齐|实现|参加|完成|纳入|接受|开设|开齐|落实|普遍)[^,。;]{2,30})"
)
_EVEN = re.compile(r"(?P<who>[^,。;:]{2,20}?)(?:均|普遍|全部)(?P<does>(?:达到?|建有|设立|开设|开展|配备|实现|举办|开发|建成|通过)[^,。;]{2,30})")
_REMOVED = re.compile(r"(?:全面|全部|彻底|基本)消除(?P<what>[^,。;:、]{2,16}?)(?:工作|现象|问题)?(?=[,。;:、]|$)|(?:巩固|保持)(?P<kept>[^,。;:]{2,10}?)消除成果")
_MEASURES = r"(?:率|比例|占比|比重|标准|待遇|数量|次数|支出|拨款|经费|覆盖面|人数|班额)"
_TREND = re.compile(
    rf"(?:逐年|逐步|适当|适时|全力|进一步|大幅|不断|持续|稳步|有效|努力)?(?:(?P<up>提高|提升|增加|扩大)|(?P<down>降低|减少|压减|精简|压缩|缩小))(?P<what>[^,。;:到至]{{2,24}}?{_MEASURES})(?=[,。;:]|$)"
)
_TREND_AFTER = re.compile(rf"(?P<what>[^,。;:]{{2,28}}?{_MEASURES}(?:水平)?)(?:逐年|逐步|稳步|持续|不断|明显|显著)(?:(?P<up>提高|提升|增长|增加|上升)|(?P<down>降低|下降|减少))")
_NEVER_LESS = re.compile(r"(?P<what>[^,。;:]{2,30}?)(?:逐年)?只增不减")
_TWO = re.compile(r"(?:两个|两项)[\"]?只增不减|两个\"只增不减\"")
_THREE = re.compile(r"三个增长")
_THAN = re.compile(r"(?P<what>[^,。;:]{2,30}?)(?P<op>不低于或高于|不低于|不少于|高于|达到|不高于)(?P<than>[^,。;:\d]{2,20}?(?:水平|标准|工资|增幅|平均数|平均值|收入))")
_OPS = {"不低于": ">=", "不低于或高于": ">=", "不少于": ">=", "达到": ">=", "高于": ">", "不高于": "<="}
_FULL = "= 100 %"


def universals_of(text: str, sentence: Span, period: Period) -> list[Reading]:
    """Readings of a sentence from its words of universality, trend and comparison."""
    found: list[Reading] = []
    for clause in clauses(text, sentence):
        before = text[sentence.start : clause.start]
        part = text[clause.start : clause.end]
        if past_word(before + part, period):
            continue
        when = when_of(text[sentence.start : clause.end], part, period)
        force = force_of(before + part, part)[0]
        made = _never_less(part, clause, when) or _compared(part, clause, when) or _moving(part, clause, when)
        made = made or _everyone(part, clause, when)
        found += [reading._replace(force=force) for reading in made]
    return found


def _span(clause: Span, match: re.Match[str]) -> Span:
    return Span(clause.start + match.start(), clause.start + match.end())


def _make(form: str, limit: str, name: str, unit: str, span: Span, when: When, why: str, **more: object) -> Reading:
    base = Reading(form, limit, name, (), unit, stage_of(name), span, when, "must", MIDDLE, (why,))
    return base._replace(**more)  # type: ignore[arg-type]


def _everyone(part: str, clause: Span, when: When) -> list[Reading]:
    if match := _REMOVED.search(part):
        what = trimmed(match["what"] or match["kept"])
        kept = bool(match["kept"])
        when = when._replace(every=True, by=None) if kept else when
        return [_make("value", "= 0 个", f"{what}数" if not what.endswith("数") else what, "个", _span(clause, match), when, "“消除”读作 = 0", implied=True, others=(what, f"{what}班级数"))]
    made, last = [], 0
    for match in _COVERS.finditer(part):
        what = trimmed(part[last : match.start()])
        span = Span(clause.start + last, clause.start + match.end())
        made.append(_make("value", _FULL, f"{what}{match['who']}覆盖率", "%", span, when, "“覆盖全体”读作 100%", implied=True))
        last = match.end()
    for match in _COVERED.finditer(part):
        what = trimmed(match["what"])
        if len(what) < (5 if match["list"] else 2) or re.match(r"形成|构建|全方位|建立", what):
            continue
        name = f"{what}覆盖率" if match["word"] == "全覆盖" else f"{what}{match['word'][1:]}率"
        span = Span(clause.start + match.start(), clause.start + match.end("word"))
        made.append(_make("value", _FULL, name, "%", span, when, f"“{match['word']}”读作 100%", implied=True))
    if made:
        return made
    match = _ALL.search(part) or _EVEN.search(part)
    if match is None or re.search(r"\d", match["does"]):
        return []
    who, does = trimmed(re.sub(r"^(?:全部|所有|全体|各级各类|各|全[区县市])", "", match["who"])), re.sub(r"^(?:均|都|全部|普遍|全面)", "", match["does"])
    name = f"{name_only(does, 20)}的{name_only(who, 12)}比例"
    return [_make("value", _FULL, name, "%", _span(clause, match), when, "全称说法读作 100%", implied=True, confidence=LOW, others=(f"{does}{who}占比",))]


def _moving(part: str, clause: Span, when: When) -> list[Reading]:
    match = _TREND.search(part) or _TREND_AFTER.search(part)
    if match is None or re.search(r"\d", part[match.end() : match.end() + 8]):
        return []
    name = trimmed(match["what"])
    rate = re.search(r"(?:率|比例|占比|比重|覆盖面)$", name)
    unit = "百分点" if rate else "元/人" if "生均" in name else "元" if re.search(r"待遇|标准|经费|支出|拨款", name) else "个"
    op = ">" if match["up"] else "<"
    word = match["up"] or match["down"]
    when = when._replace(every=True, by=None) if "年" not in str(when.by) or when.every else when
    return [
        _make("change", f"{op} 0 {unit}", name, unit, _span(clause, match), when, f"“{word}”没有写数，读作比上年{'增加' if op == '>' else '减少'}",
              confidence=LOW, extras=(("from", "previous"),), todo=("确认是否逐年判定",))
    ]  # fmt: skip


def _never_less(part: str, clause: Span, when: When) -> list[Reading]:
    yearly = when._replace(every=True, by=None)
    two = ("一般公共预算教育支出", "按在校学生人数平均的一般公共预算教育支出")
    if match := _TWO.search(part):
        why = "“两个只增不减”指一般公共预算教育支出及其生均数逐年只增不减"
        return [_make("change", f">= 0 {unit}", name, unit, _span(clause, match), yearly, why, implied=True, extras=(("from", "previous"),)) for name, unit in zip(two, ("万元", "元/人"), strict=True)]
    if match := _NEVER_LESS.search(part):
        name = trimmed(match["what"])
        unit = "元/人" if re.search(r"生均|平均", name) else "万元"
        return [_make("change", f">= 0 {unit}", name, unit, _span(clause, match), yearly, "“只增不减”读作不低于上年", extras=(("from", "previous"),))]
    if match := _THREE.search(part):
        why = "“三个增长”是《教育法》第五十六条的说法，拆为各项"
        rises = (("生均一般公共预算教育事业费支出", "元/人"), ("生均一般公共预算公用经费支出", "元/人"), ("教师平均工资收入水平", "元"))
        first = _make("compare", "> 财政经常性收入", "财政教育拨款", "万元", _span(clause, match), yearly, why, implied=True, extras=(("op", ">"), ("than", "财政经常性收入"), ("growth_of", "both")))
        return [first, *(_make("change", f"> 0 {unit}", name, unit, _span(clause, match), yearly, why, implied=True, extras=(("from", "previous"),)) for name, unit in rises)]
    return []


def _compared(part: str, clause: Span, when: When) -> list[Reading]:
    match = _THAN.search(part)
    if match is None:
        return []
    name, than = measured(match["what"]) or trimmed(match["what"]), match["than"]
    average = re.fullmatch(r"(?P<where>全[省市国]|[省市])(?:级)?平均(?:水平|标准|数|值)", than)
    if not average and not re.search(r"工资|收入|增幅|支出", than):
        return []
    if len(name) < 3:
        return []
    extras = (("op", _OPS[match["op"]]), ("of", average["where"]) if average else ("than", trimmed(than)))
    yearly = when._replace(every=True, by=None)
    unit = "元/人" if "生均" in name else "元" if re.search(r"工资|收入|待遇|标准|经费", name) else "%"
    return [_make("compare", "", name, unit, _span(clause, match), yearly, f"“{match['op']}{than}”是与另一个量比较", extras=extras)]


__all__ = ["acted_on", "universals_of"]
