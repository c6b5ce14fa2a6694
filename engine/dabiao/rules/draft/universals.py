"""Requirements without a figure of their own: all and everyone (全覆盖, 所有, 消除)."""

import re

from dabiao.rules.draft.model import LOW, Reading, Span, When
from dabiao.rules.draft.phrases import name_only, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.sentences import clauses, past_word
from dabiao.rules.draft.trends import compared, moving, never_less
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import force_of, stage_of

_COVERED = re.compile(r"(?P<what>(?:(?!和|与|及|以及)[^,。;:、]|、){2,30}?)(?P<word>全覆盖|全接入|全达标)(?P<list>、)?")
_COVERS = re.compile(r"覆盖(?:全体|全部|所有|每一?[个所名])(?P<who>[^,。;:、]{2,12})")
_EVERY = r"(?:全部|所有|全体|各级各类|各|全[区县市])"
_ALL = re.compile(
    rf"(?P<who>{_EVERY}[^,。;:]{{0,10}}?(?:学校|中小学校?|幼儿园|教师|教职工|教职员工|学生|班级|乡镇|机构))"
    r"(?P<does>(?:均|都|全部|普遍|全面)?(?:达到|开展|建有|建立|设立|配备|配齐|实现|参加|完成|纳入|接受|开设|开齐|落实|普遍)[^,。;]{2,30})"
)
_EVEN = re.compile(
    r"(?P<who>[^,。;:]{2,20}?)(?:均|普遍|全部)(?P<does>(?:达到?|建有|设立|开设|开展|配备|实现|举办|开发|建成|通过)[^,。;]{2,30})"
)
_REMOVED = re.compile(
    r"(?:全面|全部|彻底|基本)消除(?P<what>[^,。;:、]{2,16}?)(?:工作|现象|问题)?(?=[,。;:、]|$)"
    r"|(?:巩固|保持)(?P<kept>[^,。;:]{2,10}?)消除成果"
)
_FULL = "= 100 %"


def universals_of(scene: Scene) -> list[Reading]:
    """Readings of a sentence from its words of universality, trend and comparison."""
    found: list[Reading] = []
    for clause in clauses(scene.text, scene.sentence):
        part = scene.text[clause.start : clause.end]
        told = scene.text[scene.sentence.start : clause.end]
        if past_word(told, scene.period):
            continue
        when = when_of(told, part, scene.period)
        made = never_less(part, clause, when) or compared(part, clause, when) or moving(part, clause, when)
        made = made or _removed(part, clause, when) or _covered(part, clause, when) or _everyone(part, clause, when)
        force = force_of(told, part)[0]
        found += [reading._replace(force=force) for reading in made]
    return found


def _removed(part: str, clause: Span, when: When) -> list[Reading]:
    match = _REMOVED.search(part)
    if match is None:
        return []
    what = trimmed(match["what"] or match["kept"])
    when = when._replace(every=True, by=None) if match["kept"] else when
    name, span = what if what.endswith("数") else f"{what}数", _span(clause, match)
    stage, others = stage_of(name), (what, f"{what}班级数")
    return [
        Reading(
            "value", "= 0 个", name, "个", span, when, ("“消除”读作 = 0",), stage=stage, others=others, implied=True
        )
    ]


def _covered(part: str, clause: Span, when: When) -> list[Reading]:
    found, last = [], 0
    for match in _COVERS.finditer(part):
        name = f"{trimmed(part[last : match.start()])}{match['who']}覆盖率"
        span = Span(clause.start + last, clause.start + match.end())
        found.append(_full(name, span, when, "“覆盖全体”读作 100%"))
        last = match.end()
    for match in _COVERED.finditer(part):
        what, word = trimmed(match["what"]), match["word"]
        if len(what) < (5 if match["list"] else 2) or re.match(r"形成|构建|全方位|建立", what):
            continue
        name = f"{what}覆盖率" if word == "全覆盖" else f"{what}{word[1:]}率"
        span = Span(clause.start + match.start(), clause.start + match.end("word"))
        found.append(_full(name, span, when, f"“{word}”读作 100%"))
    return found


def _everyone(part: str, clause: Span, when: When) -> list[Reading]:
    match = _ALL.search(part) or _EVEN.search(part)
    if match is None or re.search(r"\d", match["does"]):
        return []
    who = trimmed(re.sub(f"^{_EVERY}", "", match["who"]))
    does = re.sub(r"^(?:均|都|全部|普遍|全面)", "", match["does"])
    name = f"{name_only(does, 20)}的{name_only(who, 12)}比例"
    reading = _full(name, _span(clause, match), when, "全称说法读作 100%")
    return [reading._replace(confidence=LOW, others=(f"{does}{who}占比",))]


def _full(name: str, span: Span, when: When, why: str) -> Reading:
    return Reading("value", _FULL, name, "%", span, when, (why,), stage=stage_of(name), implied=True)


def _span(clause: Span, match: re.Match[str]) -> Span:
    return Span(clause.start + match.start(), clause.start + match.end())
