"""What events make of findings. Pure, and the only place where a state changes: writing and replaying both go through it."""

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from dabiao.ledger.model import (
    CLOSE,
    CLOSED,
    FIELDS,
    FOUND,
    HELD,
    NEW,
    PERSISTING,
    REOPENED,
    RESOLVED,
    RUN,
    SET,
    UNDECIDED,
    WORSENED,
    Event,
    Finding,
    Run,
)

_IDENTITY = ("region", "pack", "target", "stage", "entity")
# what every assessment that finds it failing says anew
_SAID = ("region_name", "name", "problem", "basis", "lead", "standard", "gap", "year", "verdict")
_MUST_SAY = {
    RUN: ("sha256", "region", "region_name", "year", "current"),
    FOUND: (*_IDENTITY, *_SAID),
    HELD: ("year", "verdict"),
    UNDECIDED: ("year", "verdict"),
    CLOSE: ("reason", "evidence"),
}


class Broken(Exception):
    """An event that can not have happened: the history is damaged."""


def event_of(row: tuple[int, str, str | None, str | None, str | None, str]) -> Event:
    """The event of a row of the history, its facts as JSON text. Raises Broken where it does not say what its kind must say."""
    seq, kind, finding, day, by, text = row
    try:
        facts = json.loads(text)
    except ValueError as failure:
        raise Broken(f"第 {seq} 条记录不是有效的 JSON") from failure
    if not isinstance(facts, dict) or not set(_MUST_SAY.get(kind, ())) <= set(facts):
        raise Broken(f"第 {seq} 条记录缺少内容")
    return Event(seq, kind, finding, day, by, facts)


def apply(finding: Finding | None, event: Event) -> Finding:
    """The finding after the event; None is one not known before. Raises Broken."""
    if event.finding is None:
        raise Broken(f"第 {event.seq} 条记录没有写是哪个问题")
    if event.kind == FOUND:
        return _found(finding, event, event.finding)
    if finding is None:
        raise Broken(f"第 {event.seq} 条记录说的问题此前没有登记")
    facts, version = event.facts, finding.version + 1
    if event.kind == HELD:
        state = finding.state if finding.state == CLOSED else RESOLVED
        return finding._replace(version=version, state=state, year=facts["year"], verdict=facts["verdict"])
    if event.kind == UNDECIDED:
        state = PERSISTING if finding.is_open else finding.state
        return finding._replace(version=version, state=state, year=facts["year"], verdict=facts["verdict"])
    if event.kind == SET:
        if not set(facts) <= set(FIELDS):
            raise Broken(f"第 {event.seq} 条记录改了不能改的栏目")
        return finding._replace(version=version, **facts)
    if event.kind == CLOSE:
        return finding._replace(
            version=version,
            state=CLOSED,
            closed_by=event.by or "",
            closed_on=event.day or "",
            close_reason=facts["reason"],
            close_evidence=facts["evidence"],
        )
    raise Broken(f"第 {event.seq} 条记录的种类“{event.kind}”不认识")


def _found(finding: Finding | None, event: Event, ident: str) -> Finding:
    facts = event.facts
    said = {key: facts[key] for key in _SAID}
    if finding is None:
        known = {key: facts[key] for key in _IDENTITY}
        return Finding(id=ident, version=1, state=NEW, first_year=facts["year"], **known, **said)
    again = finding._replace(**said)._replace(version=finding.version + 1)
    if not finding.is_open:
        return again._replace(state=REOPENED, closed_by="", closed_on="", close_reason="", close_evidence="")
    return again._replace(state=WORSENED if _grew(finding, again) else PERSISTING)


def _grew(before: Finding, now: Finding) -> bool:
    """Whether more is missing than before; gaps to different requirements are not compared."""
    if before.gap is None or now.gap is None or before.standard != now.standard:
        return False
    try:
        return Fraction(now.gap) > Fraction(before.gap)
    except ValueError as failure:
        raise Broken(f"{now.short} 的差距不是数") from failure


class Replayed(NamedTuple):
    """What a history comes to: the findings by id, and the assessments by fingerprint."""

    findings: dict[str, Finding]
    runs: dict[str, Run]


def replay(events: Iterable[Event]) -> Replayed:
    """The findings and runs the events make, in their order. Raises Broken."""
    made = Replayed({}, {})
    for event in events:
        if event.kind == RUN:
            run = run_of(event)
            if run.sha256 in made.runs:
                raise Broken(f"第 {event.seq} 条记录把同一次评估登记了两次")
            made.runs[run.sha256] = run
        else:
            finding = apply(made.findings.get(event.finding or ""), event)
            made.findings[finding.id] = finding
    return made


def run_of(event: Event) -> Run:
    """The assessment whose coming in the event is."""
    facts = event.facts
    return Run(facts["sha256"], facts["region"], facts["region_name"], facts["year"], facts["current"])
