"""What is done once or attested: milestones with a date, recognitions to pass, deliverables to issue."""

import re
from collections.abc import Iterator

from dabiao.rules.draft.model import LOW, MIDDLE, Reading, Span, When
from dabiao.rules.draft.phrases import shown, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.sentences import clauses, past_word
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import force_of, stage_of

_PASSES = re.compile(
    r"(?P<what>(?:顺利|如期|全面|成功|申报|争创|力争|积极)*(?:通过|创建|创成|建成|完成|达到|接受|成为|进入|争创|跻身|启动|启用|投入使用|开工|竣工|申报)"
    r"(?!一批|若干)[^,。;:]{2,40}?(?:验收|评估|认定|评审|创建|示范[区县市校]|先进[区县市]|强[区县市]|标准|[县区市]|学校|高中|行列|工程|项目|核查)"
    r"(?:工作|任务)?)(?=[,。;:、]|$)"
)
_RECOGNISED = re.compile(r"通过|创建|创成|争创|成为|申报")
_ISSUES = re.compile(
    r"(?P<what>(?:研究)?(?:制定|出台|印发|(?<![工校员职])编制(?!管理|调配|标准|岗位|数|内|总量|统筹|配置|保障|使用)|制订|修订)(?!的)(?:完善|并实施|实施)?"
    r"[^,。;:]{0,6}?(?:《[^》]{3,40}》(?:[^,。;:]{0,8})?|[^,。;:]{2,24}?(?:方案|办法|意见|细则|规划|计划|标准|清单|制度|指南|规程|规定)))(?=[,。;:、]|$)"
)
_SETS_UP = re.compile(
    r"(?P<what>(?:建立(?:健全|完善|起)?|设立|组建|成立|搭建|开齐开足|配齐配[强好])(?!、)"
    r"[^,。;:]{3,36}?(?:制度|机制|平台|基地|资源库|人才库|数据库|体系|中心|账户|委员会|小组|课程|教师|教研员)"
    r"|(?:健全|构建)(?!、)[^,。;:]{3,36}?(?:制度|机制))(?=[,。;:]|$)"
)
_YEARLY = re.compile(
    r"(?P<what>每(?:学?年|学期|季度|月)(?:持续|定期|至少)?(?:开展|组织|举办|召开|征集|实施)[^,。;:\d]{3,30})(?=[,。;:]|$)"
)
_NAMED_YEAR = re.compile(r"20\d\d年|十.五|年底|今年")
_COUNTED = re.compile(r"[^第]\d+(?!年|月|日|-|\d)[所个名人项场次%]")
_NAMES_ONE = re.compile(r"(?:学校|[中校园院区县市]|小学|高中|中心)$")


def deeds_of(scene: Scene, place: str) -> list[Reading]:
    """Milestones and attestations of a sentence. `place` is the region's name, the subject where none is named."""
    found: list[Reading] = []
    for clause in clauses(scene.text, scene.sentence):
        part = scene.text[clause.start : clause.end]
        told = scene.text[scene.sentence.start : clause.end]
        if past_word(told, scene.period) or _COUNTED.search(part):
            continue
        when = when_of(told, part, scene.period)
        once = when._replace(every=False, by=when.by or scene.period.end)
        made = list(_milestones(part, clause, once, place, dated=_NAMED_YEAR.search(told) is not None))
        force = force_of(told, part)[0]
        found += [reading._replace(force=force) for reading in made or _attested(part, clause, when)]
    return found


def _milestones(part: str, clause: Span, when: When, place: str, dated: bool) -> Iterator[Reading]:
    for match in _PASSES.finditer(part):
        if not dated and not _RECOGNISED.search(match["what"]):
            continue
        head = trimmed(part[: match.start()].split("、")[-1])
        named = 2 <= len(head) <= 20 and _NAMES_ONE.search(head) is not None
        subject = shown(head) if named else place
        start = part.rfind("、", 0, match.start()) + 1
        span = Span(clause.start + start, clause.start + match.end())
        what = shown(re.sub(r"^(?:力争|积极|争取)", "", match["what"]))
        why = ("写明日期和结果" if dated else "创建、验收类事项，没有写日期",)
        sure, todo = MIDDLE if dated else LOW, () if named else ("核对 subject",)
        stage, extras = stage_of(head) or stage_of(what), (("subject", subject),)
        yield Reading("milestone", what, what, "", span, when, why, sure, stage, todo=todo, extras=extras)


def _attested(part: str, clause: Span, when: When) -> Iterator[Reading]:
    """Something a person attests: done every year without a number, issued, or set up."""
    yearly = _YEARLY.search(part)
    match = yearly or _ISSUES.search(part) or _SETS_UP.search(part)
    if match is None:
        return
    span, what = Span(clause.start + match.start(), clause.start + match.end()), shown(match["what"])
    when = when._replace(every=True, by=None) if yearly else when
    why = "每年要做的事，没有写次数" if yearly else "具体的交付事项，凭佐证材料认定"
    sure = MIDDLE if "《" in what else LOW
    yield Reading("attest", what, what, "", span, when, (why,), sure, stage_of(part))
