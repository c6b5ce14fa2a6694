"""From the figures of a sentence to readings: which form each takes, of what, by when, with what force."""

import re
from collections.abc import Sequence

from dabiao.rules.draft.amounts import amounts_of
from dabiao.rules.draft.changes import change_of
from dabiao.rules.draft.conditions import conditional_of, go_on
from dabiao.rules.draft.duties import duty_of
from dabiao.rules.draft.figures import Figure, find_figures
from dabiao.rules.draft.levels import levels_of
from dabiao.rules.draft.model import Reading, When
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.sentences import past_word
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import force_of

# 由2020年的92.3%提高到96%: the first figure is the base of the second
_FROM = re.compile(r"(?:从|由)(?:(20\d\d)年(?:底|末)?的?)?[^,。;\d]{0,6}$")
_RISES_TO = re.compile(r"^[^,。;]{0,6}?(?:提高|提升|增加|上升|增长|扩大|下降|降低|降|减少|压减|缩小)[到至为]")
# a sentence that ends by saying that it is done tells of the past
_DONE = re.compile(r"已(?:经|超额|全部|全面|提前|基本)*(?:完成|实现|达到|建成)|任务已")
_OWN_TIME = re.compile(r"20\d\d年|十.五|达到|达|保持|稳定|全[区县市]|[每各][所校名个位一]|年时间|年内")


def read_sentence(scene: Scene, before: Sequence[Reading] = ()) -> list[Reading]:
    """Every reading of a sentence's figures; figures that tell of the past or only describe give none.

    `before` are the readings of the sentence before it, where only a semicolon parts the two.
    """
    figures = find_figures(scene.text, scene.sentence.start, scene.sentence.end)
    scene = scene._replace(figures=tuple(figures))
    conditional = list(conditional_of(scene))
    found = list(before)
    earlier: Figure | None = None
    baseline: tuple[int, str] | None = None
    for figure in figures:
        told = scene.before(figure)
        if past_word(told, scene.period) or _DONE.search(scene.after(figure)):
            continue
        if any(reading.span.overlaps(figure.span) for reading in conditional):
            continue
        if (match := _FROM.search(told)) and _RISES_TO.match(scene.after(figure)):
            baseline = (int(match[1]) if match[1] else scene.period.start - 1, figure.low)
            continue
        read = _read(scene, figure, earlier, found)
        if baseline is not None and len(read) == 1:
            read, baseline = [read[0]._replace(baseline=baseline)], None
        found += read
        earlier = figure
    return [*conditional, *found[len(before) :]]


def _read(scene: Scene, figure: Figure, earlier: Figure | None, found: Sequence[Reading]) -> list[Reading]:
    previous = found[-1] if found else None
    goes_on = earlier is not None and _goes_on(scene, figure, earlier)
    when = _when(scene, figure, previous if goes_on else None)
    one = _of_the_same(change_of(scene, figure), previous)
    one = one or (go_on(scene, figure, previous) if goes_on else None) or duty_of(scene, figure, when)
    made = [one] if one is not None else levels_of(scene, figure, found, when)
    made = made or list(amounts_of(scene, figure, earlier, previous, when))
    force, word = force_of(scene.before(figure), scene.local(figure))
    return [reading._replace(force=force).because(*((f"力度看“{word}”",) if word else ())) for reading in made]


def _of_the_same(change: Reading | None, previous: Reading | None) -> Reading | None:
    """近视高发省份每年降低1个百分点 after 近视率…每年降低0.5个百分点: what falls is named once."""
    if change is None or previous is None or change.unit != "百分点" or re.search(r"[率例比重面]$", change.name):
        return change
    return change._replace(name=f"{change.name}{previous.name}") if previous.unit in ("百分点", "%") else change


def _when(scene: Scene, figure: Figure, previous: Reading | None) -> When:
    told = scene.before(figure) + scene.text[figure.span.start : figure.span.end]
    when = when_of(told, scene.local(figure), scene.period)
    if not when.every and previous is not None and previous.when.every:
        return previous.when._replace(why="与上半句连读")
    return when


def _goes_on(scene: Scene, figure: Figure, earlier: Figure) -> bool:
    """Whether a clause continues the one before it: no date, level or subject of its own."""
    between = scene.text[earlier.span.end : figure.span.start]
    return not _OWN_TIME.search(between) and between.count(",") <= 1
