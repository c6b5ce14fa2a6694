"""From the figures of a sentence to readings: which form each takes, of what, by when, with what force."""

import re
from collections.abc import Iterator

from dabiao.rules.draft.amounts import amount_of
from dabiao.rules.draft.changes import change_of
from dabiao.rules.draft.duties import conditional_of, duty_of, go_on
from dabiao.rules.draft.figures import Figure, find_figures
from dabiao.rules.draft.levels import level_of
from dabiao.rules.draft.model import Reading, When
from dabiao.rules.draft.scene import Scene
from dabiao.rules.draft.sentences import past_word
from dabiao.rules.draft.when import when_of
from dabiao.rules.draft.words import force_of

_BASELINE = re.compile(r"(?:从|由)(?:(20\d\d)年(?:底|末)?的?)?[^,。;\d]{0,6}$")


def read_sentence(scene: Scene) -> list[Reading]:
    """Every reading of a sentence's figures; figures that tell of the past or only describe give none."""
    figures = find_figures(scene.text, scene.sentence.start, scene.sentence.end)
    scene = scene._replace(figures=tuple(figures))
    found = list(conditional_of(scene))
    previous: Reading | None = None
    earlier: Figure | None = None
    baseline: tuple[int, str] | None = None
    for figure in figures:
        before = scene.before(figure)
        if past_word(before, scene.period):
            continue
        if (match := _BASELINE.search(before)) and not figure.op:
            baseline = (int(match[1]) if match[1] else scene.period.start - 1, figure.low)
            continue
        read = list(_read(scene, figure, earlier, previous))
        if read and baseline is not None and len(read) == 1:
            read = [read[0]._replace(baseline=baseline)]
            baseline = None
        found += read
        previous = read[-1] if read else previous
        earlier = figure
    return found


def _read(scene: Scene, figure: Figure, earlier: Figure | None, previous: Reading | None) -> Iterator[Reading]:
    local, before, clause = scene.local(figure), scene.before(figure), scene.clause(figure)
    when = _when(scene, figure, earlier, previous)
    force, word = force_of(before, local)
    change = change_of(scene.text, clause, before, figure, scene.period)
    continuing = go_on(scene, figure, previous) if _goes_on(scene, figure, earlier) else None
    duty = change or continuing or duty_of(scene.text, clause, before, figure, when)
    one = duty or level_of(scene, figure, previous, when)
    made = [one] if one is not None else list(amount_of(scene, figure, earlier, previous, when))
    for reading in made:
        yield reading._replace(force=force, why=(*reading.why, f"力度看“{word}”") if word else reading.why)


def _when(scene: Scene, figure: Figure, earlier: Figure | None, previous: Reading | None) -> When:
    figure_text = scene.text[figure.span.start : figure.span.end]
    when = when_of(scene.before(figure) + figure_text, scene.local(figure), scene.period)
    if not when.every and previous is not None and previous.when.every and _goes_on(scene, figure, earlier):
        return previous.when._replace(why="与上半句连读")
    return when


def _goes_on(scene: Scene, figure: Figure, earlier: Figure | None) -> bool:
    """Whether a clause continues the one before it: no date, level or subject of its own."""
    if earlier is None:
        return False
    between = scene.text[earlier.span.end : figure.span.start]
    return not re.search(r"20\d\d年|十.五|达到|达|保持|稳定|全[区县市]|[每各][所校名个]|年时间|年内", between) and between.count(",") <= 1
