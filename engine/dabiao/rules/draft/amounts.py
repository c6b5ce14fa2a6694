"""Amounts done or added and counted: 新建9所小学; 招聘教师120名; 计划招生600人; 每年举办10场."""

import re
from collections.abc import Iterator

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import HIGH, LOW, MIDDLE, Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, counted, measured, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.words import UNDER_WAY, becomes, first_action, stage_of

_PLANNED = re.compile(r"计划(?:招生|招收|招录|保送|录取)|招生计划|预计|预期|将(?:新增|增加)|拟")
_FOR = re.compile(r"^(?P<who>[^,。;]{2,20}?)(?:进行|开展|实施|给予)?的?(?P<how>[^,。;]{0,6}?)(?P<does>培训|轮训|检查|督导|视导|改造|资助|奖励)")
_RANKS = re.compile(r"^(?:[校园班镇县区市省][级、和与]+){2,}")
_STAGE_ONLY = re.compile(r"^(?:小学|初中|普通高中|高中|幼儿园|学前|中职|中学)$")
_APIECE = re.compile(r"(?P<list>[^,。;:\d]{2,20}(?:、|和|与)[^,。;:\d]{1,12}?)各(?:[一-龥]{2,4})?$")
_PER_YEAR = {"每半年": 2, "每季度": 4}


def amount_of(scene: Scene, figure: Figure, earlier: Figure | None, previous: Reading | None, when: When) -> Iterator[Reading]:
    """The readings of a figure as an amount: one, or one for each of a list (小学、初中各2所); none where it is no amount."""
    clause, local = scene.clause(figure), scene.local(figure)
    start = max(clause.start, earlier.span.end if earlier is not None else clause.start)
    reading = _amount(scene, figure, start, previous, when)
    if reading is None:
        return
    match = _APIECE.search(local)
    ranks = _RANKS.match(scene.after(figure))
    listed = match["list"] if match else ranks[0] if ranks else ""
    parts = [part for piece in re.split(r"[、和与]", listed) if (part := trimmed(piece))]
    if len(parts) < 2:
        yield reading
        return
    name = f"{reading.name}{counted(scene.after(figure)[ranks.end() :])}" if ranks else reading.name
    name = re.sub(r"[校园班镇县区市省]级", "", name) if ranks else name
    for part in parts:
        why = (*reading.why, "一句几项，拆为各项")
        names = tuple(f"{part}{name}{tail}" for tail in ("数", "次数", ""))
        yield reading._replace(name=f"{part}{name}", others=names, stage=stage_of(part) or reading.stage, why=why)


def _amount(scene: Scene, figure: Figure, start: int, previous: Reading | None, when: When) -> Reading | None:
    clause, after = scene.clause(figure), scene.after(figure)
    verb, noun = acted_on(scene.text[start : figure.span.start])
    planned = _PLANNED.search(scene.before(figure)[-24:])
    behind = counted(after)
    inherited = not verb
    if re.search(r"等$", scene.local(figure)):
        verb = first_action(scene.local(figure)) or verb
    if scene.before(figure).endswith("对") and (done := _FOR.match(after)):
        what, end = done["who"], figure.span.end + done.end()
        return _counted(scene, figure, Span(clause.start, end), done["does"], what, None, False, when)
    if inherited:
        noun = trimmed(re.split(r"[,。;:、]|(?<=[人名所个])(?:和|与|及)", scene.local(figure))[-1])
        if (does := becomes(after)) is not None and not figure.unit.endswith("元"):
            return _becoming(scene, figure, when, *does)
        if previous is not None and previous.form in ("total", "plan") and _STAGE_ONLY.match(noun):
            span = Span(figure.span.start - len(noun), scene.end(figure))
            limit = f"{figure.low} {figure.unit}" if previous.form == "plan" else figure.limit(figure.op or ">=")
            return previous._replace(limit=limit, unit=figure.unit, stage=stage_of(noun), span=span, baseline=None)
        if figure.op and (previous is None or previous.form not in ("total", "plan")):
            noun = measured(scene.local(figure))
            return _standing(scene, figure, clause, noun or behind, when) if noun or behind else None
        if previous is None and not planned and not when.every:
            return None
        verb, _ = acted_on(scene.text[scene.sentence.start : start])
        if not (verb or planned):
            return None
    what = behind if len(behind) >= 2 else noun
    if figure.unit.endswith("元"):
        what = noun or behind or "投入"
    what = what or acted_on(scene.earlier_clause(clause))[1]
    if inherited:
        start = figure.span.start if len(behind) >= 2 else max(scene.text.rfind(noun, start, figure.span.start), start)
    return _counted(scene, figure, Span(start, scene.end(figure, behind)), verb, what, planned, inherited, when) if what else None


def _counted(
    scene: Scene, figure: Figure, span: Span, verb: str, what: str, planned: re.Match[str] | None, inherited: bool, when: When
) -> Reading:
    form, op = "total", figure.op or ("" if figure.band else ">=")
    under_way = scene.period.single and verb in UNDER_WAY
    if planned:
        form = "plan"
    elif verb == "投资":
        form, planned = "plan", re.match("投资", verb)
    elif when.every or under_way or figure.band:
        form = "value"
    times = _PER_YEAR.get(re.sub("个", "", when.why), 1) if when.every else 1
    limit = f"{figure.low} {figure.unit}" if form == "plan" else figure.limit(op)
    if times > 1:
        limit = f"{op} {int(figure.low) * times} {figure.unit}" if figure.low.isdecimal() else limit
    todo = () if figure.known_unit else (f"原文量词是“{figure.written}”，暂按“个”计",)
    said = {"plan": "计划数", "total": "规划期累计", "value": "当年数"}[form]
    why = [f"“{planned[0] if planned else verb}”读作{said}"]
    if under_way:
        why.append("年内推进中的个数")
    if times > 1:
        why.append(f"“{when.why}”折成每年 {times} 次")
    others = (f"{what}数", what, f"{verb}{what}数", f"{verb}{generic(what)}", f"新增{what}", f"新{verb}{what}数")
    confidence = LOW if todo else MIDDLE if inherited or figure.unit.endswith("元") else HIGH
    name = f"{verb}{what}"
    return Reading(
        form, limit, name, others, figure.unit, stage_of(what) or stage_of(name), span, when, "must", confidence, tuple(why), todo,
        implied=times > 1,
    )  # fmt: skip


def _becoming(scene: Scene, figure: Figure, when: When, who: str, does: str) -> Reading:
    """9所中小学通过验收: those who come to be something, over the period."""
    does = re.sub(r"(?:工作|任务)$", "", does)
    name, others = f"{does}的{who}数", (f"{does}{who}数", f"{does}的学校数")
    span = Span(figure.span.start, min(figure.span.end + len(who) + len(does) + 4, scene.clause(figure).end))
    form = "value" if when.every else "total"
    limit = figure.limit(figure.op or ">=")
    return Reading(form, limit, name, others, figure.unit, stage_of(who), span, when, "must", MIDDLE, (f"“{does[:6]}”的个数",))


def _standing(scene: Scene, figure: Figure, clause: Span, name: str, when: When) -> Reading:
    """A count with a comparison and no verb: 送教送研不少于100人次."""
    bare = re.sub(r"^(?:中小学校?|学校|小学|初中|高中|幼儿园|每学?年|每学期|每周|全年)+", "", name)
    others = (f"{name}数", f"{name}人数", f"{name}次数", f"{bare}{figure.unit}", f"{bare}课时" if figure.unit == "课时" else bare)
    span, why = Span(clause.start, scene.end(figure)), (f"“{figure.word}”读作 {figure.op}",)
    return Reading("value", figure.limit(figure.op), name, others, figure.unit, stage_of(name), span, when, "must", MIDDLE, why)


def generic(what: str) -> str:
    """A kind of school as a school.

    >>> generic("公办幼儿园"), generic("心理咨询室")
    ('学校', '心理咨询室')
    """
    kinds = r"(?:公办|标准化|寄宿制|九年一贯制)*(?:小学|初中|普通高中|高中|幼儿园|中小学校?|学校)"
    return re.sub(f"^{kinds}$", "学校", what)
