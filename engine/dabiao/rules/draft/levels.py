"""Levels to stand at: 覆盖率达到85%以上; the share of those who do something."""

import re
from collections.abc import Sequence

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.lists import JOINTS, STAGE_NAME, again, listed, shared_by, with_head
from dabiao.rules.draft.model import HIGH, MIDDLE, Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, measured, trimmed
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.verbs import last_action
from dabiao.rules.draft.words import keeps, stage_of, states_level

_RATE_NAME = re.compile(r"(?:率|比例|占比|比重|比|系数|覆盖面|满意度|指数|水平|年限|标准|设备值|面积)$")
_WHO = (
    r"(?P<who>[^,。;:]{0,8}?(?:学校|中小学校?|小学|初中|高中|幼儿园|教师|学生|班级|乡镇|镇|街道|社区|村|县|区县|县区)"
    r"(?:\([^)]*\))?)"
)
_SHARE_OF = re.compile(
    rf"^(?:及?以上|左右)?(?!的?(?:比例|标准|幅度|比重))的?(?!以下|以内|、|和|与|安排|用于|作为|给予|投入|提取){_WHO}(?P<does>[^,。;]{{2,40}})"
)
# the share is named behind the figure: 按不低于5%的比例安排…, 公用经费总额的5%安排…, 新增财力的10%用于…
_OF_WHICH = re.compile(r"^的(?:比例|标准|幅度|比重)(?P<does>[^,。;:]{0,24})")
_WITHIN = re.compile(r"不(?:低|少)于(?P<base>[^,。;\d]{2,24})的$")
_SPENT = re.compile(r"(?:安排|用于|作为|设立|提取)(?P<does>[^,。;:]{2,20})")
_SIZE = re.compile(r"在校生|在园|规模|招生|学生数|幼儿数")
_PER_HEAD = re.compile(r"生均|每生|人均")
_SPREAD = frozenset(("元", "万元", "平方米", "册", "台"))


def levels_of(scene: Scene, figure: Figure, found: Sequence[Reading], when: When) -> list[Reading]:
    """The readings of a figure as a level: one, or one for each of a list (小学、初中…均达到); none where it is no level.

    `found` are the readings before it in the sentence.
    """
    one = _share_of(scene, figure, when) or _level(scene, figure, found, when)
    if one is None:
        return []
    parts = shared_by(one.name, scene.local(figure)) if len(scene.row(figure)) == 1 else []
    split = [one._replace(name=name, stage=stage or one.stage).because("一句几项，拆为各项") for stage, name in parts]
    return split or [one]


def _share_of(scene: Scene, figure: Figure, when: When) -> Reading | None:
    """50%以上的中小学校开展…: the share of those who do."""
    match = _SHARE_OF.match(scene.after(figure)) if figure.unit == "%" else None
    if match is None or re.match(r"覆盖|达标$", match["does"]):
        return None
    does, who = re.sub(r"(?:工作|活动|任务)$", "", match["does"]), match["who"]
    span = Span(figure.span.start, min(figure.span.end + match.end(), figure.span.end + 24))
    why, others = (f"“{figure.low}%…的{who}”是占比",), (f"{does}{who}占比", f"{does}的{who}占比")
    limit, name = figure.limit(figure.op or ">="), f"{does}的{who}比例"
    return Reading("value", limit, name, "%", span, when, why, stage=stage_of(who), others=others)


def _level(scene: Scene, figure: Figure, found: Sequence[Reading], when: When) -> Reading | None:
    previous = found[-1] if found else None
    row, local = scene.row(figure), scene.local(figure)
    if not _is_level(scene, figure, previous):
        return None
    stage, name = _named(scene, figure, found)
    if not name:
        return None
    first, unit = row[0], figure.unit
    op = figure.op or (row[-1].op or first.op if len(row) > 1 else "") or ("" if figure.band else ">=")
    limit = figure.limit(op)
    if _PER_HEAD.search(name) and unit in _SPREAD:
        limit, unit = f"{limit}/人", f"{unit}/人"
    if keeps(local) and not when.every:
        by = None if when.by == scene.period.end else when.by
        when = when._replace(every=True, by=by, why="“保持”类要求逐年判定")
    form, why = "value", f"“{figure.word or first.word or '没有比较词'}”读作 {op or '区间'}"
    if _SIZE.search(name) and not figure.op and unit in ("人", "万人", "名"):
        form, limit, why = "plan", f"{figure.low} {unit}", "规模数没有比较词，读作计划数"
    sure = HIGH if (figure.word or first.word) and _RATE_NAME.search(name) else MIDDLE
    span = Span(_start(scene, figure), scene.end(figure))
    return Reading(form, limit, name, unit, span, when, (why,), sure, stage=stage or stage_of(name))


def _is_level(scene: Scene, figure: Figure, previous: Reading | None) -> bool:
    row, local = scene.row(figure), scene.local(figure)
    stands = states_level(scene.local(row[0]) if len(row) > 1 else local)
    own = _own_subject(scene, figure)
    if figure.rate:
        return stands or bool(figure.op) or bool(own)
    after_level = previous is not None and previous.form in ("value", "plan") and not previous.added
    goes_on = after_level and bool(own) and not figure.op and not last_action(local)[0]
    return stands or goes_on or bool(figure.op and _RATE_NAME.search(own))


def _own_subject(scene: Scene, figure: Figure) -> str:
    """What the figure's own part of the clause names: from the clause's start, or from the figure before it."""
    row, local = scene.row(figure), scene.local(figure)
    if len(row) > 1:
        return measured(scene.local(row[0]))
    subject = measured(local)
    return trimmed(re.split(JOINTS, subject)[-1]) if _continues(scene, figure) else subject


def _continues(scene: Scene, figure: Figure) -> bool:
    start = scene.clause(figure).start
    return any(start <= other.span.start < figure.span.start for other in scene.figures)


def _named(scene: Scene, figure: Figure, found: Sequence[Reading]) -> tuple[str | None, str]:
    """The 学段 and the name of what a level is of."""
    previous = found[-1] if found else None
    row, clause = scene.row(figure), scene.clause(figure)
    own = _own_subject(scene, figure)
    stage, name = listed(measured(scene.local(row[0])), row, figure, scene.before(row[0]))
    if not name and len(row) > 1 and len(re.sub(r"[^一-龥]", "", own)) < 2:
        stage, name = again(found, row, figure, clause.start)
        if not name:
            return None, ""
    name = _spent(scene, figure) or name or own or acted_on(scene.earlier_clause(clause))[1]
    only_stages = all(STAGE_NAME.match(part) for part in re.split(JOINTS, name))
    if (not name or only_stages) and scene.text[clause.start - 1 : clause.start] == ":":
        said = trimmed(re.sub(r"^\d{1,2}[.、]", "", scene.earlier_clause(clause)))
        name = f"{name}{said}" if only_stages and "、" in name else said or name
    if STAGE_NAME.match(name) and previous is not None and previous.unit == figure.unit and not stage:
        stage, name = stage_of(name), previous.name
    if name and (not stage or len(row) == 1):
        name = with_head(name, previous)
    bare_share = figure.unit == "%" and name and not _RATE_NAME.search(name)
    return stage, f"{name}占比" if bare_share and not re.search(r"占[^,。;]{0,12}$", name) else name


def _spent(scene: Scene, figure: Figure) -> str:
    """The name of a share that is spent on something; "" where it is none."""
    local, after = scene.local(figure), scene.after(figure)
    within, spent = _WITHIN.search(local), _SPENT.match(after)
    if within and spent:
        return f"{spent['does']}占{within['base']}比例"
    if spent and figure.unit == "%":
        return f"{trimmed(local)}用于{spent['does']}的比例"
    match = _OF_WHICH.match(after)
    if match is None or not match["does"]:
        return ""
    return f"{match['does']}的比例" if figure.unit == "%" else f"{match['does']}标准"


def _start(scene: Scene, figure: Figure) -> int:
    """Where the quote of a level starts: with its clause, or behind the figure before it."""
    clause = scene.clause(figure)
    if len(scene.row(figure)) > 1 or not _continues(scene, figure):
        return clause.start
    marks = [scene.text.rfind(mark, clause.start, figure.span.start) for mark in "、,和与及"]
    return max(*marks, clause.start - 1) + 1
