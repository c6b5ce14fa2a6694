"""From the figures of a sentence to readings: which form each takes, of what, by when, with what force."""

import re
from typing import NamedTuple

from dabiao.rules.draft.changes import change_of
from dabiao.rules.draft.duties import duty_of
from dabiao.rules.draft.figures import Figure, find_figures
from dabiao.rules.draft.model import HIGH, LOW, MIDDLE, Period, Reading, Span, When
from dabiao.rules.draft.phrases import acted_on, counted, measured, trimmed
from dabiao.rules.draft.sentences import clauses, past_word
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import force_of, keeps, last_action, stage_of, states_level

_RATE_NAME = re.compile(r"(?:率|比例|占比|比重|比|系数|覆盖面|满意度|指数|水平|年限|标准)$")
_BASELINE = re.compile(r"(?:从|由)(?:(20\d\d)年(?:底|末)?的?)?[^,。;\d]{0,6}$")
_PLANNED = re.compile(r"计划(?:招生|招收|招录|保送|录取)|招生计划|预计|预期|将(?:新增|增加)|拟")
_SHARE_OF = re.compile(
    r"^(?:及?以上|左右)?的?(?P<who>[^,。;:]{0,8}?(?:学校|中小学校?|小学|初中|高中|幼儿园|教师|学生|班级|乡镇|镇|街道|社区|村)(?:\([^)]*\))?)(?P<does>[^,。;]{2,40})"
)
_MONEY = re.compile(r"(?:投入|投资|安排|拨付|筹集|补助|奖励|设立)[^,。;]{0,12}$")


class Scene(NamedTuple):
    """A sentence being read: the folded text of its block, the sentence, the document's period."""

    text: str
    sentence: Span
    period: Period

    def before(self, figure: Figure) -> str:
        """The sentence up to the figure."""
        return self.text[self.sentence.start : figure.span.start]

    def clause(self, figure: Figure) -> Span:
        """The clause the figure stands in."""
        spans = clauses(self.text, self.sentence)
        return next((span for span in spans if span.start <= figure.span.start < span.end), self.sentence)

    def after(self, figure: Figure) -> str:
        """The sentence behind the figure."""
        return self.text[figure.span.end : self.sentence.end]


def read_sentence(scene: Scene) -> list[Reading]:
    """Every reading of a sentence's figures; figures that tell of the past or only describe give none."""
    figures = find_figures(scene.text, scene.sentence.start, scene.sentence.end)
    found: list[Reading] = []
    known: dict[Figure, Reading] = {}
    baseline: tuple[int, str] | None = None
    for number, figure in enumerate(figures):
        before = scene.before(figure)
        if past_word(before, scene.period):
            continue
        if figure.rate and (match := _BASELINE.search(before)) and not figure.op:
            baseline = (int(match[1]) if match[1] else scene.period.start - 1, figure.low)
            continue
        earlier = figures[number - 1] if number else None
        reading = _read(scene, figure, figures, earlier, known.get(earlier) if earlier else None)
        if reading is None:
            continue
        if baseline is not None:
            reading = reading._replace(baseline=baseline)
            baseline = None
        known[figure] = reading
        found.append(reading)
    return found


def _read(
    scene: Scene, figure: Figure, figures: list[Figure], earlier: Figure | None, previous: Reading | None
) -> Reading | None:
    clause = scene.clause(figure)
    local = scene.text[clause.start : figure.span.start]
    when = when_of(scene.before(figure) + scene.text[figure.span.start : figure.span.end], local, scene.period)
    if not when.every and previous is not None and previous.when.every and _goes_on(scene, figure, earlier):
        when = previous.when._replace(why="与上半句连读")
    force, word = force_of(scene.before(figure), local)
    if reading := change_of(scene.text, clause, scene.before(figure), figure, scene.period):
        return reading._replace(force=force, why=(*reading.why, *_because(word)))
    if reading := duty_of(scene.text, clause, scene.before(figure), figure, when):
        return reading._replace(force=force, why=(*reading.why, *_because(word)))
    reading = _share_of(scene, figure, when) or _level(scene, figure, figures, previous, when)
    reading = reading or _amount(scene, figure, earlier, previous, when)
    return None if reading is None else reading._replace(force=force, why=(*reading.why, *_because(word)))


def _because(word: str) -> tuple[str, ...]:
    return (f"力度看“{word}”",) if word else ()


def _goes_on(scene: Scene, figure: Figure, earlier: Figure | None) -> bool:
    """Whether a clause continues the one before it: no date, level or subject of its own."""
    if earlier is None:
        return False
    between = scene.text[earlier.span.end : figure.span.start]
    return not re.search(r"20\d\d年|十.五|达到|达|保持", between) and between.count(",") <= 1


def _share_of(scene: Scene, figure: Figure, when: When) -> Reading | None:
    """50%以上的中小学校开展…: the share of those who do."""
    match = _SHARE_OF.match(scene.after(figure)) if figure.unit == "%" else None
    if match is None or re.match(r"覆盖|达标$", match["does"]):
        return None
    does = re.sub(r"(?:工作|活动|任务)$", "", match["does"])
    name = f"{does}的{match['who']}比例"
    end = figure.span.end + match.end()
    why = (f"“{figure.low}%…的{match['who']}”是占比",)
    return Reading(
        "value", figure.limit(figure.op or ">="), name, (f"{does}{match['who']}占比", f"{does}的{match['who']}占比"), "%",
        stage_of(match["who"]), Span(figure.span.start, min(end, figure.span.end + 24)), when, "must", MIDDLE, why,
    )  # fmt: skip


def _level(scene: Scene, figure: Figure, figures: list[Figure], previous: Reading | None, when: When) -> Reading | None:
    """A level to stand at: 覆盖率达到85%以上; the k-th of parallel lists; a continuation of a level."""
    clause = scene.clause(figure)
    local = scene.text[clause.start : figure.span.start]
    level = states_level(local)
    here = [f for f in figures if clause.start <= f.span.start < clause.end]
    first = here[0]
    head = scene.text[clause.start : first.span.start]
    subject = measured(local) if figure == first else trimmed(re.split(r"[、,和与及]", local)[-1])
    goes_on = previous is not None and previous.form == "value" and not last_action(local)[0] and bool(subject)
    if not (level or figure.rate or (goes_on and not figure.op) or (figure.op and _RATE_NAME.search(subject))):
        return None
    if figure.rate and not level and not figure.op and not subject:
        return None
    stages, name = _listed(head, here, figure, scene)
    name = name or subject or _earlier_subject(scene, clause)
    if not name:
        return None
    name = _with_head(name, previous)
    op = figure.op or (">=" if not figure.band else "")
    if keeps(local) and not when.every:
        when = when._replace(
            every=True, by=None if when.by == scene.period.end else when.by, why="“保持”类要求逐年判定"
        )
    unit = _per_head(figure.unit, name)
    confidence = HIGH if figure.word and _RATE_NAME.search(name) else MIDDLE
    limit = figure.limit(op).replace(figure.unit, unit) if unit != figure.unit else figure.limit(op)
    start = (
        clause.start
        if figure == first
        else max(scene.text.rfind(mark, clause.start, figure.span.start) for mark in "、,和与及") + 1
    )
    why = (f"“{figure.word or '无比较词'}”读作 {op or '区间'}",)
    return Reading(
        "value", limit, name, (), unit, stages or stage_of(name), Span(max(start, clause.start), _end(scene, figure)), when,
        "must", confidence, why,
    )  # fmt: skip


def _listed(head: str, here: list[Figure], figure: Figure, scene: Scene) -> tuple[str | None, str]:
    """Parallel lists: 小学、初中…分别达到2000元和2500元; 优良率、合格率达到55%、95%."""
    if len(here) < 2:
        return None, ""
    between = [scene.text[a.span.end : b.span.start] for a, b in zip(here, here[1:], strict=False)]
    if any(len(re.sub(r"以上|以下|左右|以内|[、和与及,]", "", gap)) > 0 for gap in between):
        return None, ""
    names = [trimmed(part) for part in re.split(r"[、和与及]", measured(head)) if trimmed(part)]
    if len(names) != len(here):
        return None, ""
    which = here.index(figure)
    stages = [stage_of(name) for name in names]
    tail = names[-1]
    if all(stages) and len(set(stages)) == len(stages) and all(len(name) <= 5 for name in names[:-1]):
        bare = re.sub(r"^(?:小学|初中|普通高中|高中|中职(?:学校)?|学前|幼儿园)", "", tail)
        return stages[which], bare or tail
    if which and len(names[which]) <= 5 and len(names[0]) > 5:
        joined = re.sub(r"[^测试体质健康]{0,2}[优合达覆入]?[良格标盖学]率$", "", names[0])
        return stage_of(names[0]), joined + names[which] if joined != names[0] else names[which]
    return stages[0], names[which]


def _with_head(name: str, previous: Reading | None) -> str:
    """优良率 after 体质健康及格率: the short name takes the head of the one before it."""
    if previous is None or len(name) > 4 or not name.endswith("率") or previous.name[-1:] != "率":
        return name
    head = re.sub(r"[^的]{2}率$", "", previous.name)
    return head + name if len(head) >= 3 else name


def _earlier_subject(scene: Scene, clause: Span) -> str:
    """Where a clause starts with the comparison, the noun phrase that ends the clause before it."""
    spans = [span for span in clauses(scene.text, scene.sentence) if span.end <= clause.start]
    return acted_on(scene.text[spans[-1].start : spans[-1].end])[1] if spans else ""


def _per_head(unit: str, name: str) -> str:
    per_head = re.search(r"生均|每生|人均", name) is not None
    return unit + "/人" if per_head and unit in ("元", "万元", "平方米", "册", "台") else unit


def _amount(
    scene: Scene, figure: Figure, earlier: Figure | None, previous: Reading | None, when: When
) -> Reading | None:
    """Something done or added and counted: 新建9所小学; 招聘教师120名; 计划招生600人."""
    clause = scene.clause(figure)
    local = scene.text[clause.start : figure.span.start]
    start = max(clause.start, earlier.span.end if earlier is not None else clause.start)
    verb, noun = acted_on(scene.text[start : figure.span.start])
    inherited = not verb
    if inherited:
        verb, _ = acted_on(scene.text[scene.sentence.start : start])
        noun = trimmed(re.split(r"[,。;:、]|(?<=[人名所个])(?:和|与|及)", local)[-1]) if local else ""
    planned = _PLANNED.search(scene.before(figure)[-24:])
    if not (verb or figure.op or planned):
        return None
    if inherited and previous is None and not figure.op and not planned:
        return None
    behind = counted(scene.after(figure))
    what = behind if len(behind) >= 2 else noun
    money = figure.unit.endswith("元")
    if money:
        what = noun or behind or "投入"
    if not what:
        return None
    if not verb and not planned:
        return _plain_level(scene, figure, clause, noun or what, when)
    name = f"{verb}{what}"
    form, op = ("plan", "") if planned else ("total", figure.op or (">=" if not figure.band else ""))
    if when.every and form == "total":
        form = "value"
    limit = f"{figure.low} {figure.unit}" if form == "plan" else figure.limit(op)
    sure = HIGH if not inherited and not money else MIDDLE
    todo = () if figure.known_unit else (f"原文量词是“{figure.written}”，暂按“个”计",)
    why = (
        f"“{planned[0] if planned else verb}”读作{'计划数' if form == 'plan' else '规划期累计' if form == 'total' else '当年数'}",
    )
    names = (
        f"{what}数",
        f"{what}",
        f"{verb}{what}数",
        f"{verb}{_generic(what)}",
        f"新增{what}" if verb in ("增加", "扩增") else f"新{verb}{what}数",
    )
    return Reading(
        form, limit, name, names, figure.unit, stage_of(what) or stage_of(name), Span(start, _end(scene, figure, behind)), when,
        "must", sure if figure.known_unit else LOW, why, todo,
    )  # fmt: skip


def _plain_level(scene: Scene, figure: Figure, clause: Span, name: str, when: When) -> Reading:
    """A count with a comparison and no verb: 送教送研不少于100人次."""
    return Reading(
        "value", figure.limit(figure.op), name, (f"{name}数", f"{name}人数", f"{name}次数"), figure.unit, stage_of(name),
        Span(clause.start, _end(scene, figure)), when, "must", MIDDLE, (f"“{figure.word}”读作 {figure.op}",),
    )  # fmt: skip


def _generic(what: str) -> str:
    """小学, 普通高中, 公办幼儿园 as a school."""
    return re.sub(
        r"^(?:公办|标准化|寄宿制|九年一贯制)*(?:小学|初中|普通高中|高中|幼儿园|中小学校?|学校)$", "学校", what
    )


def _end(scene: Scene, figure: Figure, behind: str = "") -> int:
    """Where a quote ends: behind the figure, its word (以上) and what is counted."""
    rest = scene.after(figure)
    match = re.match(r"(?:\(含\))?(?:及以上|以上|以下|以内|左右|上下)?(?:的)?", rest)
    end = figure.span.end + (match.end() if match else 0)
    at = scene.text.find(behind, figure.span.end) if behind else -1
    return (
        min(at + len(behind), figure.span.end + 30)
        if 0 <= at <= end
        else end - (1 if rest[: match.end() if match else 0].endswith("的") else 0)
    )


__all__ = ["LOW", "_MONEY", "Scene", "read_sentence"]
