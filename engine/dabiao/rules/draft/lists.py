"""Lists in a sentence: parallel subjects and figures, one figure for several, short names that lean on those before."""

import re
from collections.abc import Sequence

from dabiao.rules.draft.figures import Figure
from dabiao.rules.draft.model import Reading
from dabiao.rules.draft.phrases import trimmed
from dabiao.rules.draft.words import stage_of

JOINTS = r"[、和与及]"
STAGE_NAME = re.compile(
    r"^(?:学前教育|义务教育|高中阶段教育|普通高中|中职教育|中等职业教育|小学|初中|高中|中职|幼儿园)$"
)
_NOUN = r"(?:小学|初中|普通高中|高中|中职(?:学校)?|学前|幼儿园)"
_STAGE_WORD = re.compile(rf"^{_NOUN}(?:学?生(?!均))?")
_STAGE_TAIL = re.compile(rf"{_NOUN}$")
_STAGES_LISTED = re.compile(rf"{_NOUN}(?:{JOINTS}{_NOUN})+")
_AREA = r"(?:地区|片区|城区|市区|山区|牧区|农村|城市|城镇|乡村|[县区市])"
_EVENLY = re.compile(r"(?:均|都|分别)(?:要|应|需|须)?(?:[达保稳占不超高低控]|$)")
_RATE = re.compile(r"(?:率|比例|占比)$")
_RATE_TAIL = re.compile(r"[^的]{2}率$")


def parts_of(phrase: str, joints: str = JOINTS) -> list[str]:
    """The parts of a list, trimmed.

    >>> parts_of("优良率、合格率")
    ['优良率', '合格率']
    """
    return [part for piece in re.split(joints, phrase) if (part := trimmed(piece))]


def shared_by(name: str, local: str) -> list[tuple[str | None, str]]:
    """(学段, name) of the parts that share one figure, each with 均 or 分别, or all of them rates; [] where it is one thing.

    >>> shared_by("小学、初中入学率", "小学、初中入学率均达到")
    [('小学', '入学率'), ('初中', '入学率')]
    """
    tail = re.search(r"(?:分别|均|都)(占.{1,12})$", name)
    parts = [part + (tail[1] if tail else "") for part in parts_of(name[: tail.start()] if tail else name)]
    if len(parts) < 2:
        return []
    stages = [stage_of(part) for part in parts]
    evenly = tail is not None or _EVENLY.search(local) is not None
    if evenly and _tell_apart(stages) and all(len(part) <= 5 for part in parts[:-1]):
        bare = _STAGE_WORD.sub("", parts[-1])
        return [(stage, bare or parts[-1]) for stage in stages]
    if evenly or all(_RATE.search(part) for part in parts):
        return list(zip(stages, parts, strict=True))
    return []


def _tell_apart(stages: Sequence[str | None]) -> bool:
    return all(stages) and len(set(stages)) == len(stages)


def listed(subject: str, row: Sequence[Figure], figure: Figure, before: str) -> tuple[str | None, str]:
    """(学段, name) of a figure in a row of parallel lists: 小学、初中…分别达到2000元和2500元; 优良率、合格率达到55%、95%.

    Where one subject has several figures, the 学段 named last in the sentence (`before`) tell them apart. ("", None) where the
    lists do not match.
    """
    if len(row) < 2:
        return None, ""
    which = row.index(figure)
    names = next((names for joints in ("、", JOINTS) if len(names := parts_of(subject, joints)) == len(row)), None)
    if names is None:
        said = _STAGES_LISTED.findall(before)
        told = [stage_of(part) for part in parts_of(said[-1])] if said else []
        return (told[which], subject) if len(told) == len(row) else (None, "")
    stages = [stage_of(name) for name in names]
    if _tell_apart(stages) and all(_STAGE_TAIL.search(name) for name in names[:-1]):
        bare = re.sub(rf"^.*?{_NOUN}(?:\([^)]*\))?", "", names[-1])
        return stages[which], f"{_STAGE_TAIL.sub('', names[0])}{bare}" or names[-1]
    if which and len(names[which]) <= 5 < len(names[0]):
        return stages[0], _RATE_TAIL.sub("", names[0]) + names[which]
    return stages[which], names[which]


def again(found: Sequence[Reading], row: Sequence[Figure], figure: Figure, start: int) -> tuple[str | None, str]:
    """2020年分别达到…: the names of the row before it, figure by figure; none where that row was of another length.

    `start` is where the figure's clause, and so the readings of its own row, begin.
    """
    which = row.index(figure)
    before, own = list(found[: len(found) - which]), found[len(found) - which :]
    if any(reading.span.start != start for reading in own):
        return None, ""
    same = [reading for reading in before if reading.span.start == before[-1].span.start]
    if len(same) != len(row) or before[-len(row) :] != same:
        return None, ""
    return same[which].stage, same[which].name


def with_head(name: str, previous: Reading | None) -> str:
    """优良率 after 体质健康及格率 takes the head of the one before it; 东部地区 after 入园率 its tail."""
    if previous is None or previous.name[-1:] not in ("率", "例", "比"):
        return name
    if _STAGE_WORD.fullmatch(name):
        return f"{name}{_STAGE_WORD.sub('', previous.name)}"
    if re.search(rf"{_AREA}$", name):
        return f"{name}{re.sub(rf'^[^学]{{0,4}}?{_AREA}', '', previous.name)}"
    if len(name) > 4 or not name.endswith("率"):
        return name
    head = _RATE_TAIL.sub("", previous.name)
    return head + name if len(head) >= 3 else name
