"""Levels to stand at: 覆盖率达到85%以上; parallel lists; the share of those who do something."""

import re

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import HIGH, MIDDLE, Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, measured, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.words import keeps, last_action, stage_of, states_level

_RATE_NAME = re.compile(r"(?:率|比例|占比|比重|比|系数|覆盖面|满意度|指数|水平|年限|标准|设备值|面积)$")
_WHO = r"(?P<who>[^,。;:]{0,8}?(?:学校|中小学校?|小学|初中|高中|幼儿园|教师|学生|班级|乡镇|镇|街道|社区|村)(?:\([^)]*\))?)"
_SHARE_OF = re.compile(rf"^(?:及?以上|左右)?的?{_WHO}(?P<does>[^,。;]{{2,40}})")
# 按不低于5%的比例安排…: the share is named behind the figure
_OF_WHICH = re.compile(r"^的(?:比例|标准|幅度|比重)(?P<does>[^,。;:]{0,24})")
_JOINTS = r"[、和与及]"


def level_of(scene: Scene, figure: Figure, previous: Reading | None, when: When) -> Reading | None:
    """The reading of a figure as a level; None where it is none."""
    return _share_of(scene, figure, when) or _level(scene, figure, previous, when)


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


def _level(scene: Scene, figure: Figure, previous: Reading | None, when: When) -> Reading | None:
    clause, local, row = scene.clause(figure), scene.local(figure), scene.row(figure)
    first = row[0]
    head = scene.local(first)
    stands = states_level(head if len(row) > 1 else local)
    own = measured(head) if len(row) > 1 else _own_subject(scene, figure, clause)
    goes_on = previous is not None and previous.form == "value" and not last_action(local)[0] and bool(own) and not figure.op
    if not (stands or figure.rate or goes_on or (figure.op and _RATE_NAME.search(own))):
        return None
    if figure.rate and not stands and not figure.op and not own:
        return None
    stage, name = _listed(measured(head), row, figure)
    if (match := _OF_WHICH.match(scene.after(figure))) and match["does"]:
        name = f"{match['does']}的比例" if figure.unit == "%" else f"{match['does']}标准"
    name = name or own or acted_on(scene.earlier_clause(clause))[1]
    if not name:
        return None
    name = _with_head(name, previous)
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
    return Reading("value", limit, name, (), unit, stage or stage_of(name), Span(start, scene.end(figure)), when, "must", confidence, why)


def _continues(scene: Scene, figure: Figure, clause: Span) -> bool:
    return any(clause.start <= other.span.start < figure.span.start for other in scene.figures)


def _own_subject(scene: Scene, figure: Figure, clause: Span) -> str:
    """What the figure's own part of the clause names: from the clause's start, or from the figure before it."""
    local = scene.local(figure)
    if not _continues(scene, figure, clause):
        return measured(local)
    return trimmed(re.split(_JOINTS, measured(local))[-1])


def _listed(subject: str, row: tuple[Figure, ...], figure: Figure) -> tuple[str | None, str]:
    """Parallel lists: 小学、初中…分别达到2000元和2500元; 优良率、合格率达到55%、95%."""
    if len(row) < 2:
        return None, ""
    names = [trimmed(part) for part in re.split(_JOINTS, subject) if trimmed(part)]
    if len(names) != len(row):
        return None, ""
    which = row.index(figure)
    stages = [stage_of(name) for name in names]
    if all(stages) and len(set(stages)) == len(stages) and all(len(name) <= 5 for name in names[:-1]):
        bare = re.sub(r"^(?:小学|初中|普通高中|高中|中职(?:学校)?|学前|幼儿园)", "", names[-1])
        return stages[which], bare or names[-1]
    if which and len(names[which]) <= 5 < len(names[0]):
        return stages[0], re.sub(r"[^的]{2}率$", "", names[0]) + names[which]
    return stages[which] or stages[0], names[which]


def _with_head(name: str, previous: Reading | None) -> str:
    """优良率 after 体质健康及格率: the short name takes the head of the one before it."""
    if previous is None or len(name) > 4 or not name.endswith("率") or previous.name[-1:] != "率":
        return name
    head = re.sub(r"[^的]{2}率$", "", previous.name)
    return head + name if len(head) >= 3 else name
