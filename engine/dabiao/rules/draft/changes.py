"""Changes and growth: 每年降低0.5个百分点, 比上年减少32个, 年均增长10%左右."""

import re

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import HIGH, MIDDLE, Reading, Span
from dabiao.rules.draft.phrases import acted_on, counted, measured
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.when import Base, base_of, when_of
from dabiao.rules.draft.words import stage_of

_UP, _DOWN = "提高|提升|增长|增加|递增|上升|扩大|上调|增幅", "降低|下降|减少|压减|缩小|递减|压缩|降幅"
_MOVES = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?!到|至|为)(?:了|幅度|比例)?(?P<between>[^,。;:]{{0,16}}?)$")
_FILLED = re.compile(r"(?:不低于|不少于|不得低于|不得少于|至少|超过|约|不超过|在|达到|达)*$")
_GROWS = re.compile(r"增长|递增|增幅|增加")
# what goes down by at least so much has changed by at most minus so much
_TURNED = {">=": "<=", "": "<=", ">": "<", "<=": ">=", "~": "<=", "<": ">", "..": "<="}
_FALLEN = frozenset(["个", "所", "班", "件", "次", "项"])


def change_of(scene: Scene, figure: Figure) -> Reading | None:
    """The reading of a figure that says by how much something rises or falls; None where it says a level or an amount."""
    local, before = scene.local(figure), scene.before(figure)
    match = _MOVES.search(local)
    if match is None:
        return None
    base, between = base_of(before), _FILLED.sub("", match["between"])
    if not _is_change(figure, match, base, between):
        return None
    clause = scene.clause(figure)
    behind = counted(scene.text[figure.span.end : clause.end]) if figure.unit != "百分点" else ""
    name = between if len(between) >= 2 else measured(local[: match.start()]) or behind or _earlier(before)
    if not name:
        return None
    why = f"“{match['up'] or match['down']}”读作{'减少' if match['down'] else '增加'}的幅度"
    whole = scene.text[clause.start : figure.span.end]
    when = when_of(before + scene.text[figure.span.start : figure.span.end], whole, scene.period)
    span = Span(clause.start, scene.end(figure))
    reading = Reading("change", "", name, figure.unit, span, when, (why,), HIGH, stage_of(name))
    grows = figure.unit == "%" and (_GROWS.search(match[0]) or match["down"])
    falls = bool(match["down"])
    return _growth(reading, figure, base, falls, whole, scene) if grows else _change(reading, figure, base, falls)


def _is_change(figure: Figure, match: re.Match[str], base: Base | None, between: str) -> bool:
    """百分点 always; % where nothing stands between; a count only where it falls."""
    if figure.unit == "百分点":
        return True
    if figure.unit == "%":
        return not between
    return bool(match["down"]) and (base is not None or bool(between) or figure.unit in _FALLEN)


def _growth(reading: Reading, figure: Figure, base: Base | None, falls: bool, whole: str, scene: Scene) -> Reading:
    average = "年均" in whole or "年平均" in whole
    mode = "average" if average or not (reading.when.every or base is not None) else "each"
    op = figure.op or ">="
    limit = figure.limit(_TURNED[op] if falls else op, "-" if falls else "")
    when = reading.when._replace(every=mode == "each" and reading.when.every)
    when = when._replace(by=scene.period.end) if mode == "average" else when
    since = (("from", str(base.year)),) if base and base.year and mode == "average" else ()
    sure = HIGH if figure.word or average else MIDDLE
    return reading._replace(form="growth", limit=limit, when=when, confidence=sure, extras=(("mode", mode), *since))


def _change(reading: Reading, figure: Figure, base: Base | None, falls: bool) -> Reading:
    op = _TURNED[figure.op] if falls else (figure.op or ">=").replace("~", ">=")
    since = base.year if base is not None else None
    extras = (("from", str(since or "previous")),)
    reading = reading._replace(limit=figure.limit(op, "-" if falls else ""), extras=extras)
    if since is not None and not reading.when.every:
        doubt = f"原文是比 {since} 年的总变化，change 按每年的变化量判定，请折成每年的数或改写"
        return reading._replace(confidence=MIDDLE).asking(doubt)
    if base is None and not reading.when.every:
        return reading.because("没有写明基准，按比上年计")
    return reading


def _earlier(before: str) -> str:
    """What the clause before is about: 控制青少年近视发生率,每年至少降低…"""
    parts = [part for part in re.split(r"[,。;:]", before)[:-1] if part]
    return acted_on(parts[-1])[1] if parts else ""
