"""Duties of some: those of a size (超过1000人规模的学校必须配备…), and a clause that goes on with the duty before it."""

import re
from collections.abc import Iterator

from dabiao.rules.draft.duties import COUNTS, HEADS, each_reading, item_name
from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import Reading, Span
from dabiao.rules.draft.phrases import acted_on, counted, each_of, name_only
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import stage_of

_CONDITION = re.compile(
    r"(?P<op>超过|不足|低于|达到|满)?(?P<n>\d+)(?P<unit>人|名学生|个班)(?P<side>及以上|以上|以下)?(?:规模)?的"
    r"(?P<who>学校|中小学校?|幼儿园|班级|寄宿制学校)(?:必须|应当?|要|须|至少|均|都|全部)+(?P<does>[^,。;]{2,30})"
)
_ITEMS = {"人": "学生数", "名学生": "学生数", "个班": "班级数"}
_SIGNS = {"超过": ">", "不足": "<", "低于": "<"}


def conditional_of(scene: Scene) -> Iterator[Reading]:
    """What those of a size must do or have: where 学生数 > 1000, require 专职教师数 >= 1."""
    for match in _CONDITION.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        who, does = match["who"], match["does"]
        verb, noun = acted_on(does)
        inner = next((f for f in scene.figures if match.start("does") <= f.span.start < match.end()), None)
        behind = counted(scene.text[inner.span.end : match.end()]) if inner else ""
        thing = name_only(behind or noun or does.removeprefix(verb), 24)
        sign = "<=" if match["side"] == "以下" else _SIGNS.get(match["op"] or "", ">=")
        size = "在园幼儿数" if who == "幼儿园" and match["unit"] != "个班" else _ITEMS[match["unit"]]
        kind = {"班级": "class", "幼儿园": "kindergarten"}.get(who, "school")
        require = f"{thing}数 >= {inner.low if inner else 1}"
        extras = (("each", kind), ("where", f"{size} {sign} {match['n']}"), ("require", require))
        items = ((size, "个" if size == "班级数" else "人"), (f"{thing}数", inner.unit if inner else "人"))
        when = when_of(scene.text[scene.sentence.start : match.end()], match[0], scene.period)
        name = f"{match['n']}{match['unit']}{match['side'] or ''}{who}{name_only(verb)}{thing}的比例"
        why, todo = ("“的”前是适用条件，“必须”后是要求",), ("核对 where 和 require 里的要素名",)
        span = Span(match.start(), match.end())
        yield Reading(
            "each", "", name, "%", span, when, why, stage=stage_of(who), todo=todo, extras=extras, items=items
        )


def go_on(scene: Scene, figure: Figure, previous: Reading | None) -> Reading | None:
    """A clause that goes on with the duty before it: 学校每年举办一次运动会,5项以上比赛."""
    local = scene.local(figure)
    if previous is None or previous.form != "each" or figure.unit not in COUNTS:
        return None
    if each_of(local) is not None or acted_on(local)[0]:
        return None
    clause = scene.clause(figure)
    thing = counted(scene.text[figure.span.end : clause.end])
    item = item_name(thing, figure.unit, previous.when)
    if not item:
        return None
    kind = dict(previous.extras)["each"]
    name = f"{name_only(thing, 24)}达到{figure.low}{figure.written}的{HEADS[kind]}比例"
    span = Span(clause.start, scene.end(figure, thing))
    reading = each_reading(kind, item, figure, name, span, previous.when, ("与上半句连读，逐一要求",))
    return reading._replace(stage=previous.stage)
