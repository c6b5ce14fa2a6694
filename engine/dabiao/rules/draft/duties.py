"""What each of a kind must do or have: 每所学校配备1名…, 各中小学至少…, 超过1000人规模的学校必须…, 每5所幼儿园配备1名…."""

import re
from collections.abc import Iterator

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import MIDDLE, Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, counted, each_of, name_only, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import stage_of

_COUNTS = frozenset(
    (
        "人",
        "名",
        "位",
        "所",
        "个",
        "班",
        "间",
        "场",
        "次",
        "项",
        "门",
        "件",
        "节",
        "课时",
        "学时",
        "小时",
        "分钟",
        "支",
        "册",
        "台",
        "篇",
        "年",
        "人次",
    )
)
_HEADS = {"school": "学校", "kindergarten": "幼儿园", "teacher": "教师", "student": "学生", "class": "班级", "town": "乡镇", "institution": "机构"}  # fmt: skip
_MEASURE = {"次": "次数", "场": "场数", "课时": "课时数", "学时": "学时", "小时": "小时数", "分钟": "分钟数", "年": "年数", "项": "项数", "门": "门数", "册": "册数"}  # fmt: skip
_PER = re.compile(
    r"每(?P<n>[\d一二两三四五六七八九十百千]*)(?P<unit>[所名个位])(?P<who>幼儿园|学校|中小学|学生|教师|班级|班)[^,。;]{0,6}?(?:配备|配置|设置|拥有|有|选派|聘任)$"
)
_RATIO = re.compile(
    r"每(?P<n>[\d二两三四五六七八九十百千]+)(?P<unit>[所名个位])(?P<who>[一-龥]{2,6}?)(?P<verb>配备|配置|设置|拥有|至少配备|不少于)(?:不少于|至少)?$"
)


# whom a rule is about, by size: 超过1000人规模的学校必须配备专职教师
_CONDITION = re.compile(
    r"(?P<op>超过|不足|低于|达到|满)?(?P<n>\d+)(?P<unit>人|名学生|个班)(?P<side>及以上|以上|以下)?(?:规模)?的(?P<who>学校|中小学校?|幼儿园|班级|寄宿制学校)(?:必须|应当?|要|须|至少|均|都|全部)+(?P<does>[^,。;]{2,30})"
)
_ITEMS = {"人": "学生数", "名学生": "学生数", "个班": "班级数"}


def conditional_of(scene: Scene) -> Iterator[Reading]:
    """What those of a size must do or have: where 学生数 > 1000, require 专职教师数 >= 1."""
    for match in _CONDITION.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        inner = match["does"]
        verb, noun = acted_on(inner)
        number = next((figure for figure in scene.figures if match.start("does") <= figure.span.start < match.end()), None)
        thing = name_only(noun or re.sub(f"^{verb}", "", inner), 24)
        item = thing + "数"
        side = match["side"] or ""
        op = ">" if match["op"] == "超过" else "<" if match["op"] in ("不足", "低于") else "<=" if side == "以下" else ">="
        subject = _ITEMS[match["unit"]] if match["who"] != "幼儿园" or match["unit"] == "个班" else "在园幼儿数"
        kind = {"班级": "class", "幼儿园": "kindergarten"}.get(match["who"], "school")
        where, require = f"{subject} {op} {match['n']}", f"{item} >= {number.low if number else 1}"
        when = when_of(scene.text[scene.sentence.start : match.end()], match[0], scene.period)
        name = f"{match['n']}{match['unit']}{side}{match['who']}{name_only(verb)}{thing}的比例"
        why = ("“的”前是适用条件，“必须”后是要求",)
        extras = (("each", kind), ("where", where), ("require", require))
        items = ((subject, "人" if subject != "班级数" else "个"), (item, number.unit if number else "人"))
        span = Span(match.start(), match.end())
        yield Reading("each", "", name, (), "%", stage_of(match["who"]), span, when, "must", MIDDLE, why, ("核对 where 和 require 里的要素名",), extras, items)


def go_on(scene: Scene, figure: Figure, previous: Reading | None) -> Reading | None:
    """A clause that goes on with the duty before it: 学校每年举办一次运动会,5项以上比赛."""
    if previous is None or previous.form != "each" or figure.unit not in _COUNTS or each_of(scene.local(figure)) is not None:
        return None
    clause = scene.clause(figure)
    if acted_on(scene.local(figure))[0]:
        return None
    thing = counted(scene.text[figure.span.end : clause.end])
    item = _item(thing, figure.unit, previous.when)
    if not item:
        return None
    kind = dict(previous.extras)["each"]
    name = f"{name_only(thing, 24)}达到{figure.low}{figure.written}的{_HEADS[kind]}比例"
    extras = (("each", kind), ("require", f"{item} {figure.op if figure.op not in ('', '~') else '>='} {figure.low}"))
    stop = scene.end(figure, thing)
    why = ("与上半句连读，逐一要求",)
    return Reading("each", "", name, (), "%", previous.stage, Span(clause.start, stop), previous.when, "must", MIDDLE, why, ("核对 require 里的要素名",), extras, ((item, figure.unit),))


def duty_of(text: str, clause: Span, before: str, figure: Figure, when: When) -> Reading | None:
    """The reading of a figure that each of a kind must reach; None where the sentence names no such kind."""
    if figure.unit not in _COUNTS:
        return None
    local = text[clause.start : figure.span.start]
    if match := _RATIO.search(local):
        return _ratio(text, clause, figure, when, match)
    who = each_of(local)
    if who is None:
        return None
    kind, noun, end = who
    system_wide = figure.unit == "课时" and kind == "school" and "每所" not in local and "各校" not in local
    if system_wide or (re.search(r"\d", local[end:]) and not re.search(r"20\d\d年", local[end:])):
        return None
    verb, inner = acted_on(re.sub(r"^每(?:学年|学期|年|月|周|天|日)", "", local[end:]))
    behind = counted(text[figure.span.end : clause.end])
    thing = behind if len(name_only(behind)) >= 2 else inner or verb or trimmed(re.sub(r"^每(?:学年|学期|年|月|周|天|日)", "", local[end:]))
    item = _item(thing, figure.unit, when)
    if not item:
        return None
    does = name_only(f"{verb}{thing}", 24)
    op = figure.op if figure.op not in ("", "~") else ">="
    require = f"{item} {op} {figure.low}"
    why = [f"“{local[max(end - 6, 0) : end]}”读作逐一要求"]
    if figure.band:
        why.append("原文是区间，只取下限：多于上限不作未达标处理")
    full = f"{does}的{name_only(noun, 16)}比例"
    extras = (("each", kind), ("require", require))
    stop = figure.span.end + (len(behind) if behind and text.startswith(behind, figure.span.end) else 0)
    return Reading(
        "each", "", full, (f"{does}{_HEADS[kind]}占比", f"{does}的{_HEADS[kind]}比例"), "%", stage_of(noun), Span(clause.start, stop), when,
        "must", MIDDLE, tuple(why), ("核对 require 里的要素名",), extras, ((item, figure.unit),),
    )  # fmt: skip


def _item(thing: str, unit: str, when: When) -> str:
    """The name of what is counted for each: 法制副校长数, 每学期家访次数."""
    name = name_only(trimmed(thing), 24)
    if not name:
        return ""
    often = re.match(r"每(?:学年|学期|月|周|天|日)", when.why) if when.every else None
    measure = _MEASURE.get(unit, "数")
    return (often[0] if often else "") + (name if name.endswith(measure) else name + measure)


def _ratio(text: str, clause: Span, figure: Figure, when: When, match: re.Match[str]) -> Reading:
    """每5所幼儿园配备1名责任督学: at most five to one of them."""
    thing = counted(text[figure.span.end : clause.end]) or "人员"
    per, who = match["n"], match["who"]
    stop = figure.span.end + len(thing)
    if figure.low == "1" and not re.search(r"百", per):
        unit = {"名": "人", "位": "人"}.get(match["unit"], match["unit"])
        limit, name = f"<= {per} {unit}", f"每名{thing}负责的{who}数"
        why = (f"“每{per}{match['unit']}…配备1名”读作每名负责不超过 {per} {match['unit']}",)
        return Reading(
            "value", limit, name, (), unit, stage_of(who), Span(clause.start, stop), when, "must", MIDDLE, why
        )
    limit, name = figure.limit(figure.op or ">="), f"每{per}{match['unit']}{who}{match['verb']}{thing}数"
    return Reading(
        "value",
        limit,
        name,
        (),
        figure.unit,
        stage_of(who),
        Span(clause.start, stop),
        when,
        "must",
        MIDDLE,
        ("按每若干单位的拥有量计",),
    )


__all__ = ["conditional_of", "duty_of", "go_on"]
