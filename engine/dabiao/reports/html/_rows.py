"""A verdict as a row of the page shows it: words and strokes made ready, so that the template only places them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, Place, Read, Verdict
from dabiao.assess.model import FLAGS, VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._said import NO_STAGE
from dabiao.reports.html._draw import Bullet, bullet, limits_of
from dabiao.reports.html._history import History, Past

_OPS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "=": "＝", "..": "介于", "~": "左右"}
OTHER = "other"
_STATUS = {"estimate": "预计数", "plan": "计划数"}


class Reading(NamedTuple):
    """A reading, with what is not usual about its figure, the cells of its inputs, and those it has besides."""

    read: Read
    status: str
    word: str
    cells: tuple[str, ...]
    inputs: tuple[tuple[str, ...], ...]


class Other(NamedTuple):
    """Another requirement on the same indicator."""

    id: str
    verdict: Verdict
    word: str


class Row(NamedTuple):
    """Everything the page says of a verdict. Indexes stand for the texts a filter picks, so that no text is a key."""

    id: str
    verdict: Verdict
    kind: str
    word: str
    marks: tuple[str, ...]
    name: str
    requirement: str
    value: tuple[str, ...]
    expected: str
    gap: tuple[str, ...]
    gap_unit: str
    source: str
    note: str
    op: str
    limits: tuple[str, ...]
    force: str
    readings: tuple[Reading, ...]
    others: tuple[Other, ...]
    bullet: Bullet | None
    history: History | None
    far: int
    pack: int
    stage: int
    entity: int
    leads: tuple[int, ...]
    flags: tuple[str, ...]


class Choices(NamedTuple):
    """What the filters offer, in the order of their indexes."""

    packs: tuple[str, ...]
    stages: tuple[str, ...]
    entities: tuple[str, ...]
    leads: tuple[str, ...]
    flags: tuple[tuple[str, str], ...]


def kind_of(verdict: str) -> str:
    """A verdict as the style sheet knows it."""
    return verdict if verdict in VERDICTS else OTHER


def choices(assessment: Assessment) -> Choices:
    """Documents, stages, schools, lead units and flags that occur."""
    found = assessment.verdicts
    flags = {flag for verdict in found for flag in verdict.flags}
    return Choices(
        packs=tuple(dict.fromkeys(verdict.pack for verdict in found)),
        stages=tuple(dict.fromkeys(verdict.stage or NO_STAGE for verdict in found)),
        entities=tuple(dict.fromkeys(verdict.entity for verdict in found if verdict.entity)),
        leads=tuple(dict.fromkeys(lead for verdict in found for lead in verdict.lead)),
        flags=tuple((flag, word) for flag, word in FLAGS.items() if flag in flags),
    )


def rows(assessment: Assessment, chosen: Choices, past: Past) -> list[Row]:
    """The rows, worst first, else as the documents have them; `v12` is the twelfth verdict of the assessment."""
    indexes = [{text: n for n, text in enumerate(texts)} for texts in chosen[:4]]
    packs, stages, entities, leads = indexes
    far = _far(assessment.verdicts)
    alike: dict[tuple[str, str | None], list[int]] = {}
    for number, verdict in enumerate(assessment.verdicts):
        if verdict.indicator is not None:
            alike.setdefault((verdict.indicator, verdict.entity), []).append(number)
    made = []
    for number, verdict in enumerate(assessment.verdicts):
        same = alike.get((verdict.indicator, verdict.entity), []) if verdict.indicator is not None else []
        made.append(
            Row(
                id=f"v{number + 1}",
                verdict=verdict,
                kind=kind_of(verdict.verdict),
                word=words.verdict_word(verdict.verdict),
                marks=words.marks(verdict),
                name=words.name(verdict),
                requirement=words.requirement(verdict),
                value=words.value(verdict),
                expected=words.expected(verdict),
                gap=words.gap(verdict),
                gap_unit=words.gap_unit(verdict),
                source=words.source(verdict.clause.source, assessment),
                note=words.note(verdict),
                op=_OPS.get(verdict.op or "", ""),
                limits=limits_of(verdict),
                force=words.FORCES.get(verdict.force, ""),
                readings=tuple(_reading(read) for read in verdict.readings),
                others=tuple(_other(n, assessment.verdicts[n]) for n in same if n != number),
                bullet=bullet(verdict),
                history=past.of(verdict),
                far=far[number],
                pack=packs[verdict.pack],
                stage=stages[verdict.stage or NO_STAGE],
                entity=entities[verdict.entity] if verdict.entity else -1,
                leads=tuple(leads[lead] for lead in verdict.lead),
                flags=tuple(flag for flag in verdict.flags if flag in FLAGS),
            )
        )
    order = list(VERDICTS)
    return sorted(made, key=lambda row: order.index(row.kind) if row.kind in order else len(order))


def _far(verdicts: Sequence[Verdict]) -> list[int]:
    """Rank by how large a part of the requirement is missing, largest first; those that miss nothing share the last rank."""
    shares = [_share(verdict) for verdict in verdicts]
    ranks = {share: n for n, share in enumerate(sorted({one for one in shares if one}, reverse=True))}
    return [ranks.get(share, len(ranks)) for share in shares]


def _share(verdict: Verdict) -> Decimal:
    """The gap as a part of the limit; of 1 where the limit is nothing. Only for the order of rows, never for a verdict."""
    limits = limits_of(verdict)
    if verdict.gap is None or not limits:
        return Decimal(0)
    size = max(abs(Decimal(text)) for text in limits)
    return Decimal(verdict.gap) / (size or 1)


def _other(number: int, verdict: Verdict) -> Other:
    return Other(f"v{number + 1}", verdict, words.verdict_word(verdict.verdict))


def _reading(read: Read) -> Reading:
    inside = {place for given in read.inputs for place in given.origin}
    return Reading(
        read,
        _STATUS.get(read.status, "" if read.status == "actual" else read.status),
        words.verdict_word(read.verdict),
        cells([place for place in read.origin if place not in inside]),
        tuple(cells(given.origin) for given in read.inputs),
    )


def cells(places: Sequence[Place]) -> tuple[str, ...]:
    """The cells by the sheet they are on: 填报表.xlsx!指标：E2、E3."""
    sheets: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        sheets.setdefault("!".join(part for part in (place.file, place.sheet) if part), []).append(place.cell)
    return tuple(f"{sheet}：{'、'.join(found)}" for sheet, found in sheets.items())
