"""Changes and growth: 每年降低0.5个百分点, 比上年减少32个, 年均增长10%左右."""

import re

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import HIGH, MIDDLE, Period, Reading, Span
from dabiao.rules.draft.phrases import acted_on, counted, measured
from dabiao.rules.draft.when import base_of, when_of
from dabiao.rules.draft.words import stage_of

_UP, _DOWN = "提高|提升|增长|增加|递增|上升|扩大|上调|增幅", "降低|下降|减少|压减|缩小|递减|压缩|降幅"
_MOVES = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?!到|至|为)(?:了|幅度|比例)?(?P<between>[^,。;:]{{0,16}}?)$")
_FILLED = re.compile(r"(?:不低于|不少于|不得低于|不得少于|至少|超过|约|不超过|在|达到|达)*$")
_GROWS = re.compile(r"增长|递增|增幅|增加")


def change_of(text: str, clause: Span, before: str, figure: Figure, period: Period) -> Reading | None:
    """The reading of a figure that says by how much something rises or falls; None where it says a level or an amount."""
    local = text[clause.start : figure.span.start]
    match = _MOVES.search(local)
    if match is None:
        return None
    points = figure.unit == "百分点"
    base = base_of(before)
    between = _FILLED.sub("", match["between"])
    if (
        not points
        and figure.unit != "%"
        and not (match["down"] and (base or between))
        and not (match["down"] and figure.unit in ("个", "所", "班", "件", "次", "项"))
    ):
        return None
    if not points and figure.unit == "%" and between:
        return None
    falling = bool(match["down"])
    whole = text[clause.start : figure.span.end]
    when = when_of(before + text[figure.span.start : figure.span.end], whole, period)
    name = _name(local[: match.start()], between, before, counted(text[figure.span.end : clause.end]), points)
    if not name:
        return None
    why = [f"“{match['up'] or match['down']}”读作{'减少' if falling else '增加'}的幅度"]
    start, end = clause.start, _end(text, figure)
    if figure.unit == "%" and (_GROWS.search(match[0]) or falling):
        average = "年均" in whole or "年平均" in whole
        mode = "average" if average or not (when.every or base is not None) else "each"
        op = figure.op or (">=" if not falling else "<=")
        if falling:
            op = {">=": "<=", "<=": ">=", ">": "<"}.get(op, op)
        extras = [("mode", mode)] + ([("from", str(base.year))] if base and base.year and mode == "average" else [])
        when = when._replace(every=mode == "each" and when.every, by=period.end if mode == "average" else when.by)
        limit = figure.limit(op, "-" if falling else "")
        return Reading("growth", limit, name, (), "%", stage_of(name), Span(start, end), when, "must", HIGH if figure.word or average else MIDDLE, tuple(why), (), tuple(extras))  # fmt: skip
    op = (
        {">=": "<=", "": "<=", ">": "<", "<=": ">=", "~": "<="}[figure.op]
        if falling
        else (figure.op or ">=").replace("~", ">=")
    )
    since = base.year if base is not None and base.year is not None else None
    todo: tuple[str, ...] = ()
    if since is not None and not when.every:
        todo = (f"原文是比 {since} 年的总变化，change 按每年的变化量判定，请折成每年的数或改写",)
    if base is None and not when.every:
        why.append("没有写明基准，按比上年计")
    limit = figure.limit(op, "-" if falling else "")
    return Reading("change", limit, name, (), figure.unit, stage_of(name), Span(start, end), when, "must", MIDDLE if todo else HIGH, tuple(why), todo, (("from", str(since or "previous")),))  # fmt: skip


def _name(head: str, between: str, before: str, behind: str, points: bool) -> str:
    """What moves: between verb and figure (减少大班额班级数32个), before the verb, behind the figure, or in the clause before."""
    if len(between) >= 2:
        return between
    if name := measured(head):
        return name
    if not points and len(behind) >= 2:
        return behind
    earlier = [part for part in re.split(r"[,。;:]", before)[:-1] if part]
    return acted_on(earlier[-1])[1] if earlier else ""


def _end(text: str, figure: Figure) -> int:
    match = re.match(r"(?:及以上|以上|左右|以内)?", text[figure.span.end :])
    return figure.span.end + (match.end() if match else 0)
