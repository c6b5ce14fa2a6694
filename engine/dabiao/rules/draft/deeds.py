"""What is done once or attested: milestones with a date, recognitions to pass, deliverables to issue."""

import re

from dabiao.rules.draft.model import LOW, MIDDLE, Period, Reading, Span, When
from dabiao.rules.draft.phrases import shown, trimmed
from dabiao.rules.draft.sentences import clauses, past_word
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import force_of, stage_of

_PASSES = re.compile(
    r"(?P<what>(?:(?:顺利|如期|全面|成功|申报|争创|力争|积极)*(?:通过|创建|创成|建成|完成|达到|接受|成为|进入|争创|跻身|启动|启用|投入使用|开工|竣工|申报)(?!一批|若干)[^,。;:]{2,40}?(?:验收|评估|认定|评审|创建|示范[区县市校]|先进[区县市]|强[区县市]|标准|[县区市]|学校|高中|行列|工程|项目|核查)(?:工作|任务)?))(?=[,。;:、]|$)"
)
_ISSUES = re.compile(r"(?P<what>(?:研究)?(?:制定|出台|印发|(?<![工校员职])编制(?!管理|调配|标准|岗位|数|内|总量|统筹|配置|保障|使用)|制订|修订)(?!的)(?:完善|并实施|实施)?[^,。;:]{0,6}?(?:《[^》]{3,40}》(?:[^,。;:]{0,8})?|[^,。;:]{2,24}?(?:方案|办法|意见|细则|规划|计划|标准|清单|制度|指南|规程|规定)))(?=[,。;:、]|$)")
_SETS_UP = re.compile(
    r"(?P<what>(?:(?:建立(?:健全|完善|起)?|设立|组建|成立|搭建|开齐开足|配齐配[强好])(?!、)[^,。;:]{3,36}?(?:制度|机制|平台|基地|资源库|人才库|数据库|体系|中心|账户|委员会|小组|课程|教师|教研员)"
    r"|(?:健全|构建)(?!、)[^,。;:]{3,36}?(?:制度|机制)))(?=[,。;:]|$)"
)
_YEARLY = re.compile(r"(?P<what>每(?:学?年|学期|季度|月)(?:持续|定期|至少)?(?:开展|组织|举办|召开|征集|实施)[^,。;:\d]{3,30})(?=[,。;:]|$)")
_NAMED_YEAR = re.compile(r"20\d\d年|十.五|年底|今年")


def deeds_of(text: str, sentence: Span, period: Period, place: str) -> list[Reading]:
    """Milestones and attestations of a sentence. `place` is the region's name, the subject where none is named."""
    found: list[Reading] = []
    for clause in clauses(text, sentence):
        part = text[clause.start : clause.end]
        before = text[sentence.start : clause.start]
        if past_word(before + part, period) or re.search(r"[^第]\d+(?!年|月|日|-|\d)[所个名人项场次%]", part):
            continue
        when = when_of(text[sentence.start : clause.end], part, period)
        force = force_of(before + part, part)[0]
        passed = False
        for match in _PASSES.finditer(part):
            dated = _NAMED_YEAR.search(before + part)
            recognised = re.search(r"通过|创建|创成|争创|成为|申报", match["what"])
            if dated or recognised:
                due = when._replace(every=False, by=when.by or period.end)
                found.append(_milestone(match, clause, part, due, force, place, bool(dated)))
                passed = True
        if passed:
            continue
        if match := _YEARLY.search(part):
            span = Span(clause.start + match.start(), clause.start + match.end())
            what = shown(match["what"])
            yearly = when._replace(every=True, by=None)
            found.append(Reading("attest", what, what, (), "", stage_of(part), span, yearly, force, LOW, ("每年要做的事，没有写次数",)))
        elif match := _ISSUES.search(part) or _SETS_UP.search(part):
            span = Span(clause.start + match.start(), clause.start + match.end())
            sure = MIDDLE if "《" in match["what"] else LOW
            what = shown(match["what"])
            found.append(Reading("attest", what, what, (), "", stage_of(part), span, when, force, sure, ("具体的交付事项，凭佐证材料认定",)))
    return found


def _milestone(match: re.Match[str], clause: Span, part: str, when: When, force: str, place: str, dated: bool) -> Reading:
    head = trimmed(re.split(r"、", part[: match.start()])[-1])
    named = 2 <= len(head) <= 20 and re.search(r"(?:学校|[中校园院区县市]|小学|高中|中心)$", head)
    subject = shown(head) if named else place
    span = Span(clause.start + max(part.rfind("、", 0, match.start()) + 1, 0), clause.start + match.end())
    what = shown(re.sub(r"^(?:力争|积极|争取)", "", match["what"]))
    why = ("写明日期和结果" if dated else "创建、验收类事项，没有写日期",)
    reading = Reading("milestone", what, what, (), "", stage_of(head) or stage_of(what), span, when, force, MIDDLE if dated else LOW, why)
    todo = () if subject != place else ("核对 subject",)
    return reading._replace(extras=(("subject", subject),) if subject else (), todo=todo)
