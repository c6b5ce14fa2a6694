"""Amounts done or added and counted: 新建9所小学; 招聘教师120名; 计划招生600人; 每年举办10场."""

import re
from collections.abc import Iterator

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.lists import parts_of
from dabiao.rules.draft.model import HIGH, LOW, MIDDLE, Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, counted, measured, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.verbs import UNDER_WAY, becomes, first_action, without_actions
from dabiao.rules.draft.words import stage_of

_PLANNED = re.compile(r"计划(?:招生|招收|招录|保送|录取)|招生计划|预计|预期|将(?:新增|增加)|拟")
# 对300名校长进行轮训
_FOR = re.compile(
    r"^(?P<who>[^,。;]{2,20}?)(?:进行|开展|实施|给予)?的?[^,。;]{0,6}?"
    r"(?P<does>培训|轮训|检查|督导|视导|改造|资助|奖励|送教|帮扶|慰问|家访)"
)
_RANKS = re.compile(r"^(?:[校园班镇县区市省][级、和与]+){2,}")
_STAGE_ONLY = re.compile(r"^(?:小学|初中|普通高中|高中|幼儿园|学前|中职|中学)$")
_SCHOOLS = re.compile(r"(?:中小学校?|小学|初中|普通高中|高中|幼儿园|学校)$")
_KIND_OF_SCHOOL = re.compile(r"^(?:公办|标准化|寄宿制|九年一贯制)*(?:小学|初中|普通高中|高中|幼儿园|中小学校?|学校)$")
_APIECE = re.compile(r"(?P<list>[^,。;:\d]{2,20}(?:、|和|与)[^,。;:\d]{1,12}?)各(?:[一-龥]{2,4})?$")
_PER_YEAR = {"每半年": 2, "每季度": 4}
_SAID = {"plan": "计划数", "total": "规划期累计", "value": "当年数"}


def amounts_of(
    scene: Scene, figure: Figure, earlier: Figure | None, previous: Reading | None, when: When
) -> Iterator[Reading]:
    """The readings of a figure as an amount: one, or one for each of a list (小学、初中各2所); none where it is no amount."""
    start = max(scene.clause(figure).start, earlier.span.end if earlier is not None else 0)
    reading = _amount(scene, figure, start, previous, when)
    if reading is None:
        return
    match, ranks = _APIECE.search(scene.local(figure)), _RANKS.match(scene.after(figure))
    parts = parts_of(match["list"] if match else ranks[0] if ranks else "", r"[、和与]")
    if len(parts) < 2:
        yield reading
        return
    name = reading.name
    if ranks:
        name = re.sub(r"[校园班镇县区市省]级", "", name) + counted(scene.after(figure)[ranks.end() :])
    for part in parts:
        others = (*(f"{part}{name}{tail}" for tail in ("数", "次数")), *((name,) if match else ()))
        one = reading._replace(name=f"{part}{name}", others=others, stage=stage_of(part) or reading.stage)
        yield one.because("一句几项，拆为各项")


def _amount(scene: Scene, figure: Figure, start: int, previous: Reading | None, when: When) -> Reading | None:
    local, after = scene.local(figure), scene.after(figure)
    own = scene.text[start : figure.span.start]
    verb, noun = acted_on(own)
    if local.endswith("等"):
        verb = first_action(local) or verb
    planned = _PLANNED.search(local[-24:])
    if scene.before(figure).endswith("对") and (done := _FOR.match(after)):
        span = Span(scene.clause(figure).start, figure.span.end + done.end())
        return _counted(scene, figure, span, done["does"], done["who"], "", when)
    behind = counted(after)
    inherited = not verb
    if inherited:
        other = _without_verb(scene, figure, previous, when)
        if other is not None:
            return other
        verb = acted_on(scene.text[scene.sentence.start : start])[0]
        if (previous is None and not planned and not when.every) or not (verb or planned):
            return None
        noun = trimmed(re.split(r"[,。;:、]|(?<=[人名所个])(?:和|与|及)", local)[-1])
    what = _what(scene, figure, own, verb, noun, behind) or _root(scene, figure, previous)
    if not what:
        return None
    if inherited:
        start = figure.span.start if len(behind) >= 2 else max(scene.text.rfind(noun, start, figure.span.start), start)
    reading = _counted(
        scene, figure, Span(start, scene.end(figure, behind)), verb, what, planned[0] if planned else "", when
    )
    return reading._replace(confidence=MIDDLE) if inherited and reading.confidence == HIGH else reading


def _without_verb(scene: Scene, figure: Figure, previous: Reading | None, when: When) -> Reading | None:
    """A count with no verb before it: 9所中小学通过验收, 初中5500个 after 小学4200个, 送教不少于100人次."""
    does = becomes(scene.after(figure))
    if does is not None and not figure.unit.endswith("元"):
        return _becoming(scene, figure, when, *does)
    noun = trimmed(re.split(r"[,。;:、]|(?<=[人名所个])(?:和|与|及)", scene.local(figure))[-1])
    adds = previous is not None and previous.form in ("total", "plan")
    if previous is not None and adds and _STAGE_ONLY.match(noun):
        return _same_again(scene, figure, previous, noun)
    if not figure.op or adds:
        return None
    name = measured(scene.local(figure)) or counted(scene.after(figure))
    return _standing(scene, figure, name, when) if name else None


def _what(scene: Scene, figure: Figure, own: str, verb: str, noun: str, behind: str) -> str:
    """What is counted: the noun behind the figure, before it, or between the first verb and the last (组织全员培训3次)."""
    if figure.unit.endswith("元"):
        return noun or behind or "投入"
    what = behind if len(behind) >= 2 else noun
    if not what and verb and (opening := first_action(own)) != verb:
        what = trimmed(without_actions(own[own.find(opening) :]))
    return what


def _root(scene: Scene, figure: Figure, previous: Reading | None) -> str:
    """What is counted where the clause names nothing: what was counted before (其中新建2个), or the clause before's object."""
    if previous is not None and previous.added:
        return without_actions(previous.name)
    earlier = re.split(r"\d", acted_on(scene.earlier_clause(scene.clause(figure)))[1])[0]
    return earlier or ("学校" if figure.unit == "所" else "")


def _counted(scene: Scene, figure: Figure, span: Span, verb: str, what: str, planned: str, when: When) -> Reading:
    form, op = "total", figure.op or ("" if figure.band else ">=")
    under_way = scene.period.single and verb in UNDER_WAY and when.by == scene.period.end
    if planned or verb == "投资":
        form = "plan"
    elif when.every or under_way or figure.band:
        form = "value"
    limit = f"{figure.low} {figure.unit}" if form == "plan" else figure.limit(op)
    why = [f"“{planned or verb}”读作{_SAID[form]}", *(("年内推进中的个数",) if under_way else ())]
    times = _PER_YEAR.get(when.why.replace("个", ""), 1) if when.every and figure.low.isdecimal() else 1
    if times > 1:
        limit = f"{op} {int(figure.low) * times} {figure.unit}"
        why.append(f"“{when.why}”折成每年 {times} 次")
    todo = () if figure.known_unit else (f"原文量词是“{figure.written}”，暂按“个”计",)
    sure = LOW if todo else MIDDLE if figure.unit.endswith("元") else HIGH
    kind = _KIND_OF_SCHOOL.sub("学校", what)
    intake = ("招生数", "招生人数") if planned and "招" in planned else ()
    bare = re.sub(r"中小学|小学|初中|普通高中|高中|幼儿园|义务教育(?:阶段)?|学前(?:教育)?", "", what)
    others = (
        *intake,
        f"{verb}{bare}",
        f"{what}数",
        what,
        f"{verb}{what}数",
        f"{verb}{kind}",
        f"新增{what}",
        f"新{verb}{what}数",
    )
    name = what if what.endswith(verb) else f"{verb}{what}"
    stage = stage_of(what) or stage_of(name)
    reading = Reading(form, limit, name, figure.unit, span, when, tuple(why), sure, stage, others, todo=todo)
    return reading._replace(implied=times > 1, added=True)


def _becoming(scene: Scene, figure: Figure, when: When, who: str, does: str) -> Reading:
    """9所中小学通过验收: those who come to be something, over the period."""
    does = re.sub(r"(?:工作|任务)$", "", does)
    end = min(figure.span.end + len(who) + len(does) + 4, scene.clause(figure).end)
    form, limit, why = "value" if when.every else "total", figure.limit(figure.op or ">="), (f"“{does[:6]}”的个数",)
    name, others, span = f"{does}的{who}数", (f"{does}{who}数", f"{does}的学校数"), Span(figure.span.start, end)
    return Reading(form, limit, name, figure.unit, span, when, why, stage=stage_of(who), others=others, added=True)


def _same_again(scene: Scene, figure: Figure, previous: Reading, noun: str) -> Reading:
    """初中5500个 after 新增学位小学4200个: the same for another 学段; 幼儿园18所 after 新建中小学12所: another kind of school."""
    limit = f"{figure.low} {figure.unit}" if previous.form == "plan" else figure.limit(figure.op or ">=")
    name = _SCHOOLS.sub(noun, previous.name)
    others = previous.others if name == previous.name else (f"{name.removesuffix(noun)}学校",)
    span = Span(figure.span.start - len(noun), scene.end(figure))
    return previous._replace(
        name=name, others=others, limit=limit, unit=figure.unit, stage=stage_of(noun), span=span, baseline=None
    )


def _standing(scene: Scene, figure: Figure, name: str, when: When) -> Reading:
    """A count with a comparison and no verb: 送教送研不少于100人次."""
    bare = re.sub(r"^(?:中小学校?|学校|小学|初中|高中|幼儿园|每学?年|每学期|每周|全年)+", "", name)
    others = (*(f"{name}{tail}" for tail in ("数", "人数", "次数")), f"{bare}{figure.unit}", bare)
    span, why = Span(scene.clause(figure).start, scene.end(figure)), (f"“{figure.word}”读作 {figure.op}",)
    limit = figure.limit(figure.op)
    return Reading("value", limit, name, figure.unit, span, when, why, stage=stage_of(name), others=others)
