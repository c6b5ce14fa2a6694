"""What each of a kind must do or have: 每所学校配备1名…, 各中小学至少…, 每5所幼儿园配备1名…."""

import re

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, counted, each_of, name_only, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.words import stage_of

COUNTS = frozenset(
    [
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
    ]
)
HEADS = {
    "school": "学校", "kindergarten": "幼儿园", "teacher": "教师", "student": "学生", "class": "班级", "town": "乡镇", "institution": "机构",
}  # fmt: skip
_MEASURE = {
    "次": "次数", "场": "场数", "课时": "课时数", "学时": "学时", "小时": "小时数", "分钟": "分钟数", "年": "年数", "项": "项数",
    "门": "门数", "册": "册数",
}  # fmt: skip
_OFTEN = re.compile(r"^每(?:学年|学期|年|月|周|天|日)")
_RATIO = re.compile(
    r"每(?P<n>[\d二两三四五六七八九十百千]+)(?P<unit>个|[所名位])(?P<who>[一-龥]{2,6}?)"
    r"(?P<verb>至少配备|配备|配置|设置|拥有|不少于)(?:不少于|至少)?(?P<thing>[^,。;:\d]{0,16}?)(?:不少于|至少|达到?)?$"
)
CHECK_ITEMS = "核对 require 里的要素名"


def duty_of(scene: Scene, figure: Figure, when: When) -> Reading | None:
    """The reading of a figure that each of a kind must reach; None where the sentence names no such kind."""
    local = scene.local(figure)
    if figure.unit not in COUNTS:
        return None
    if match := _RATIO.search(local):
        return _ratio(scene, figure, when, match)
    who = each_of(local)
    if who is None or _speaks_of_the_system(figure, who[0], local) or _other_figure(local[who[2] :]):
        return None
    kind, noun, end = who
    behind = counted(scene.text[figure.span.end : scene.clause(figure).end])
    verb, thing = _thing(scene, figure, _OFTEN.sub("", local[end:]), behind)
    item = item_name(thing, figure.unit, when)
    if not item:
        return None
    does = name_only(f"{verb}{thing}", 24)
    why = [f"“{local[max(end - 6, 0) : end]}”读作逐一要求"]
    if figure.band:
        why.append("原文是区间，只取下限：多于上限不作未达标处理")
    todo = [CHECK_ITEMS]
    if re.search(r"[区县市)]$", noun):
        todo.append("对象是区县，each 没有这一类，暂按 institution")
    stop = figure.span.end + (len(behind) if behind and scene.text.startswith(behind, figure.span.end) else 0)
    span, name = Span(scene.clause(figure).start, stop), f"{does}的{name_only(noun, 16)}比例"
    reading = each_reading(kind, item, figure, name, span, when, tuple(why))
    others = (f"{does}{HEADS[kind]}占比", f"{does}的{HEADS[kind]}比例")
    return reading._replace(stage=stage_of(noun), others=others, todo=tuple(todo))


def each_reading(
    kind: str, item: str, figure: Figure, name: str, span: Span, when: When, why: tuple[str, ...]
) -> Reading:
    """A reading of form each: every entity of the kind has at least that many of the item."""
    op = figure.op if figure.op not in ("", "~") else ">="
    extras = (("each", kind), ("require", f"{item} {op} {figure.low}"))
    return Reading(
        "each", "", name, "%", span, when, why, todo=(CHECK_ITEMS,), extras=extras, items=((item, figure.unit),)
    )


def _speaks_of_the_system(figure: Figure, kind: str, local: str) -> bool:
    """中小学…每周不少于1课时 is about the timetable of all schools, not asked of each."""
    return figure.unit == "课时" and kind == "school" and "每所" not in local and "各校" not in local


def _other_figure(between: str) -> bool:
    return bool(re.search(r"\d", between)) and not re.search(r"20\d\d年", between)


def _thing(scene: Scene, figure: Figure, between: str, behind: str) -> tuple[str, str]:
    """The verb, and what is counted: behind the figure, before it, or what the clause before says is done."""
    verb, inner = acted_on(between)
    if len(name_only(behind)) >= 2:
        return verb, behind
    earlier = "".join(acted_on(scene.earlier_clause(scene.clause(figure))))
    return verb, inner or verb or trimmed(between) or earlier


def item_name(thing: str, unit: str, when: When) -> str:
    """The name of what is counted for each: 法制副校长数, 每学期家访次数; "" where there is none."""
    name = name_only(trimmed(thing), 24)
    if not name:
        return ""
    often = re.match(r"每(?:学年|学期|月|周|天|日)", when.why) if when.every else None
    measure = _MEASURE.get(unit, "数")
    return (often[0] if often else "") + (name if name.endswith(measure) else name + measure)


def _ratio(scene: Scene, figure: Figure, when: When, match: re.Match[str]) -> Reading:
    """每5所幼儿园配备1名责任督学: at most five to one of them; other ratios as what every so many have."""
    clause = scene.clause(figure)
    thing = match["thing"] or counted(scene.text[figure.span.end : clause.end]) or "人员"
    per, who, each = match["n"], match["who"], match["unit"]
    stop = figure.span.end + (len(thing) if scene.text.startswith(thing, figure.span.end) else 2)
    limit, name, unit = figure.limit(figure.op or ">="), f"每{per}{each}{who}{match['verb']}{thing}数", figure.unit
    why = "按每若干单位的拥有量计"
    if figure.unit in ("人", "名", "位") and figure.low == "1" and "百" not in per:
        unit = {"名": "人", "位": "人"}.get(each, each)
        limit, name = f"<= {per} {unit}", f"每名{thing}负责的{who}数"
        why = f"“每{per}{each}…配备1名”读作每名负责不超过 {per} {each}"
    return Reading("value", limit, name, unit, Span(clause.start, stop), when, (why,), stage=stage_of(who))
