"""Levels to stand at: 覆盖率达到85%以上; parallel lists; the share of those who do something."""

import re
from collections.abc import Sequence

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import HIGH, MIDDLE, Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, measured, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.words import keeps, last_action, stage_of, states_level

_RATE_NAME = re.compile(r"(?:率|比例|占比|比重|比|系数|覆盖面|满意度|指数|水平|年限|标准|设备值|面积)$")
_WHO = r"(?P<who>[^,。;:]{0,8}?(?:学校|中小学校?|小学|初中|高中|幼儿园|教师|学生|班级|乡镇|镇|街道|社区|村|县|区县|县区)(?:\([^)]*\))?)"
_SHARE_OF = re.compile(rf"^(?:及?以上|左右)?的?(?!以下|以内|、|和|与|安排|用于|作为|给予|投入|提取){_WHO}(?P<does>[^,。;]{{2,40}})")
# 按不低于5%的比例安排…: the share is named behind the figure
_OF_WHICH = re.compile(r"^的(?:比例|标准|幅度|比重)(?P<does>[^,。;:]{0,24})")
_AREA = r"(?:地区|片区|城区|市区|农村|城市|城镇|乡村|[县区市])"
_STAGE_WORD = re.compile(r"^(?:小学|初中|普通高中|高中|中职(?:学校)?|学前|幼儿园)(?:学?生(?!均))?")
_STAGE_TAIL = re.compile(r"(?:小学|初中|普通高中|高中|中职(?:学校)?|学前|幼儿园)$")
_STAGE_NAME = re.compile(r"^(?:学前教育|义务教育|高中阶段教育|普通高中|中职教育|中等职业教育|小学|初中|高中|中职|幼儿园)$")
_SIZE = re.compile(r"在校生|在园|规模|招生|学生数|幼儿数")
_JOINTS = r"[、和与及]"


def levels_of(scene: Scene, figure: Figure, found: Sequence[Reading], when: When) -> list[Reading]:
    """The readings of a figure as a level: one, or one for each of a list (小学、初中…均达到); none where it is no level.

    `found` are the readings before it in the sentence.
    """
    one = _share_of(scene, figure, when) or _level(scene, figure, found, when)
    if one is None:
        return []
    parts = _shared_by(one.name, scene.local(figure)) if len(scene.row(figure)) == 1 else []
    why = (*one.why, "一句几项，拆为各项")
    return [one._replace(name=name, stage=stage or one.stage, why=why) for stage, name in parts] or [one]


def _shared_by(name: str, local: str) -> list[tuple[str | None, str]]:
    """The parts of a list that share one figure: each with 均 or 分别, or all of them rates."""
    tail = re.search(r"(?:分别|均|都)(占.{1,12})$", name)
    listed = name[: tail.start()] if tail else name
    parts = [part + (tail[1] if tail else "") for piece in re.split(_JOINTS, listed) if (part := trimmed(piece))]
    if len(parts) < 2:
        return []
    stages = [stage_of(part) for part in parts]
    evenly = tail is not None or re.search(r"(?:均|都|分别)(?:要|应|需|须)?(?:[达保稳占不超高低控]|$)", local) is not None
    if evenly and all(stages) and len(set(stages)) == len(stages) and all(len(part) <= 5 for part in parts[:-1]):
        bare = _STAGE_WORD.sub("", parts[-1])
        return [(stage, bare or parts[-1]) for stage in stages]
    if evenly or all(re.search(r"(?:率|比例|占比)$", part) for part in parts):
        return [(stage, part) for stage, part in zip(stages, parts, strict=True)]
    return []


def _share_of(scene: Scene, figure: Figure, when: When) -> Reading | None:
    """50%以上的中小学校开展…: the share of those who do."""
    match = _SHARE_OF.match(scene.after(figure)) if figure.unit == "%" else None
    if match is None or re.match(r"覆盖|达标$", match["does"]):
        return None
    does = re.sub(r"(?:工作|活动|任务)$", "", match["does"])
    others = (f"{does}{match['who']}占比", f"{does}的{match['who']}占比")
    span = Span(figure.span.start, min(figure.span.end + match.end(), figure.span.end + 24))
    why = (f"“{figure.low}%…的{match['who']}”是占比",)
    limit = figure.limit(figure.op or ">=")
    return Reading("value", limit, f"{does}的{match['who']}比例", others, "%", stage_of(match["who"]), span, when, "must", MIDDLE, why)


def _level(scene: Scene, figure: Figure, found: Sequence[Reading], when: When) -> Reading | None:
    previous = found[-1] if found else None
    clause, local, row = scene.clause(figure), scene.local(figure), scene.row(figure)
    first = row[0]
    head = scene.local(first)
    stands = states_level(head if len(row) > 1 else local)
    own = measured(head) if len(row) > 1 else _own_subject(scene, figure, clause)
    goes_on = previous is not None and previous.form in ("value", "plan") and not previous.added and not last_action(local)[0] and bool(own) and not figure.op
    if not (stands or figure.rate or goes_on or (figure.op and _RATE_NAME.search(own))):
        return None
    if figure.rate and not stands and not figure.op and not own:
        return None
    stage, name = _listed(measured(head), row, figure, scene.before(first))
    if not name and len(row) > 1 and len(re.sub(r"[^一-龥]", "", own)) < 2:
        stage, name = _again(found, row, figure)
        if not name:
            return None
    within = re.search(r"不(?:低|少)于(?P<base>[^,。;\d]{2,24})的$", local)
    if within and (match := re.match(r"(?:安排|用于|作为|设立|提取)(?P<does>[^,。;:]{2,20})", scene.after(figure))):
        name = f"{match['does']}占{within['base']}比例"
    elif (match := re.match(r"用于(?P<does>[^,。;:]{2,20})", scene.after(figure))) and figure.unit == "%":
        name = f"{trimmed(local)}用于{match['does']}的比例"
    if (match := _OF_WHICH.match(scene.after(figure))) and match["does"]:
        name = f"{match['does']}的比例" if figure.unit == "%" else f"{match['does']}标准"
    name = name or own or acted_on(scene.earlier_clause(clause))[1]
    listed_stages = all(_STAGE_NAME.match(part) for part in re.split(_JOINTS, name))
    if (not name or listed_stages) and scene.text[clause.start - 1 : clause.start] == ":":
        said = trimmed(re.sub(r"^\d{1,2}[.、]", "", scene.earlier_clause(clause)))
        name = f"{name}{said}" if listed_stages and "、" in name else said or name
    if not name:
        return None
    if _STAGE_NAME.match(name) and previous is not None and previous.unit == figure.unit and not stage:
        stage, name = stage_of(name), previous.name
    name = _with_head(name, previous) if not stage or len(row) == 1 else name
    if figure.unit == "%" and not _RATE_NAME.search(name) and not re.search(r"占[^,。;]{0,12}$", name):
        name = f"{name}占比"
    op = figure.op or (row[-1].op or first.op if len(row) > 1 else "") or ("" if figure.band else ">=")
    if keeps(local) and not when.every:
        by = None if when.by == scene.period.end else when.by
        when = when._replace(every=True, by=by, why="“保持”类要求逐年判定")
    per_head = re.search(r"生均|每生|人均", name) is not None and figure.unit in ("元", "万元", "平方米", "册", "台")
    limit, unit = figure.limit(op) + ("/人" if per_head else ""), figure.unit + ("/人" if per_head else "")
    marks = [scene.text.rfind(mark, clause.start, figure.span.start) for mark in "、,和与及"]
    own_start = clause.start if len(row) == 1 and not _continues(scene, figure, clause) else max(marks) + 1
    start = clause.start if len(row) > 1 else max(own_start, clause.start)
    confidence = HIGH if (figure.word or first.word) and _RATE_NAME.search(name) else MIDDLE
    why = (f"“{figure.word or first.word or '没有比较词'}”读作 {op or '区间'}",)
    form = "value"
    if _SIZE.search(name) and not figure.op and figure.unit in ("人", "万人", "名"):
        form, limit, why = "plan", f"{figure.low} {unit}", ("规模数没有比较词，读作计划数",)
    return Reading(form, limit, name, (), unit, stage or stage_of(name), Span(start, scene.end(figure)), when, "must", confidence, why)


def _continues(scene: Scene, figure: Figure, clause: Span) -> bool:
    return any(clause.start <= other.span.start < figure.span.start for other in scene.figures)


def _own_subject(scene: Scene, figure: Figure, clause: Span) -> str:
    """What the figure's own part of the clause names: from the clause's start, or from the figure before it."""
    local = scene.local(figure)
    if not _continues(scene, figure, clause):
        return measured(local)
    return trimmed(re.split(_JOINTS, measured(local))[-1])


def _listed(subject: str, row: tuple[Figure, ...], figure: Figure, before: str) -> tuple[str | None, str]:
    """Parallel lists: 小学、初中…分别达到2000元和2500元; 优良率、合格率达到55%、95%.

    Where one subject has several figures, the 学段 named last in the sentence tell them apart.
    """
    if len(row) < 2:
        return None, ""
    which = row.index(figure)
    for joints in ("、", _JOINTS):
        names = [part for piece in re.split(joints, subject) if (part := trimmed(piece))]
        if len(names) == len(row):
            break
    else:
        listed = re.findall(r"(?:小学|初中|普通高中|高中|中职|幼儿园)(?:[、和与](?:小学|初中|普通高中|高中|中职|幼儿园))+", before)
        stages = [stage_of(part) for part in re.split(_JOINTS, listed[-1])] if listed else []
        return (stages[which], subject) if len(stages) == len(row) else (None, "")
    stages: list[str | None]
    stages = [stage_of(name) for name in names]
    if all(stages) and len(set(stages)) == len(stages) and all(_STAGE_TAIL.search(name) for name in names[:-1]):
        bare = re.sub(r"^.*?(?:小学|初中|普通高中|高中|中职(?:学校)?|学前|幼儿园)(?:\([^)]*\))?", "", names[-1])
        return stages[which], f"{_STAGE_TAIL.sub('', names[0])}{bare}" or names[-1]
    if which and len(names[which]) <= 5 < len(names[0]):
        return stages[0], re.sub(r"[^的]{2}率$", "", names[0]) + names[which]
    return stages[which], names[which]


def _again(found: Sequence[Reading], row: tuple[Figure, ...], figure: Figure) -> tuple[str | None, str]:
    """2020年分别达到…: the names of the row before it, figure by figure; none where that row was of another length."""
    which = row.index(figure)
    before = found[: len(found) - which]
    same = [reading for reading in before if reading.span.start == before[-1].span.start]
    if len(same) != len(row) or list(before[-len(row) :]) != same:
        return None, ""
    return same[which].stage, same[which].name


def _with_head(name: str, previous: Reading | None) -> str:
    """优良率 after 体质健康及格率 takes the head of the one before it; 东部地区 after 入园率 its tail."""
    if previous is None or previous.name[-1:] not in ("率", "例", "比"):
        return name
    if _STAGE_WORD.fullmatch(name):
        return f"{name}{_STAGE_WORD.sub('', previous.name)}"
    if re.search(rf"{_AREA}$", name):
        return f"{name}{re.sub(rf'^[^学]{{0,4}}?{_AREA}', '', previous.name)}"
    if len(name) > 4 or not name.endswith("率"):
        return name
    head = re.sub(r"[^的]{2}率$", "", previous.name)
    return head + name if len(head) >= 3 else name
