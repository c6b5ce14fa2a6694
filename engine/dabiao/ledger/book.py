"""What is done with a ledger: assessments taken in, findings looked up, filled in and closed. Each within one transaction."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dabiao.assess.assessment import Assessment
from dabiao.assess.contract import fingerprint
from dabiao.diagnostics import Diagnostic, InputError, Span, error, warning
from dabiao.ledger.model import CLOSE, CLOSED, FIELDS, SET, Event, Finding
from dabiao.ledger.observe import doubled, events_of, run_event
from dabiao.ledger.store import append, find, findings, runs

_SHOWN = 5
_LEAST = 4


class Taken(NamedTuple):
    """What became of an assessment: taken in (`current`), kept as history only, or there already (`known`)."""

    name: str
    region_name: str
    year: int
    known: bool
    current: bool
    states: Mapping[str, int]


def update(
    connection: sqlite3.Connection, assessments: Sequence[tuple[str, Assessment]], day: str | None
) -> tuple[list[Taken], list[Diagnostic]]:
    """Takes assessments (with their names) in, by year; with warnings LED814. Raises InputError (LED813).

    One that is there already changes nothing. One of an earlier year than the last of its region is kept as history and changes no
    state: what stood in the ledger rests on newer figures.
    """
    if problems := [problem for name, assessment in assessments for problem in doubled(assessment, name)]:
        raise InputError(problems)
    taken, found = [], []
    for name, assessment in sorted(assessments, key=lambda pair: pair[1].year):
        sha256, before = fingerprint(assessment), runs(connection)
        last = max((r.year for r in before if r.region == assessment.region and r.current), default=assessment.year)
        known = any(run.sha256 == sha256 for run in before)
        current = assessment.year >= last
        if not known:
            append(connection, run_event(assessment, sha256, current, day))
            if current:
                _take(connection, assessment, day)
            else:
                message = f"{assessment.year} 年比台账里最近的 {last} 年早，只作记录，不改变各条的状态"
                found.append(warning("LED814", message, Span(name), hint="要从旧年登记起，另建一个台账"))
        taken.append(
            Taken(name, assessment.region_name, assessment.year, known, current, _states(connection, assessment))
        )
    return taken, found


def _take(connection: sqlite3.Connection, assessment: Assessment, day: str | None) -> None:
    known = {finding.id: finding for finding in findings(connection)}
    for event in events_of(assessment, known, day):
        append(connection, event)


def _states(connection: sqlite3.Connection, assessment: Assessment) -> dict[str, int]:
    counts: dict[str, int] = {}
    for finding in findings(connection):
        if finding.region == assessment.region:
            counts[finding.state] = counts.get(finding.state, 0) + 1
    return counts


def resolve(connection: sqlite3.Connection, text: str) -> Finding:
    """The finding whose id begins so. Raises InputError: none (LED807), several or too short a beginning (LED808)."""
    start = text.strip().lower()
    hint = "用 dabiao ledger list 查看编号"
    if len(start) < _LEAST:
        raise InputError([error("LED808", f"编号“{text}”太短，至少写 {_LEAST} 位", hint=hint)])
    if (exact := find(connection, start)) is not None:
        return exact
    like = [finding for finding in findings(connection) if finding.id.startswith(start)]
    if not like:
        raise InputError([error("LED807", f"台账里没有编号“{text}”", hint=hint)])
    if len(like) > 1:
        some = "、".join(f"{finding.id}（{finding.name}）" for finding in like[:_SHOWN])
        raise InputError([error("LED808", f"编号“{text}”有 {len(like)} 条：{some}", hint="多写几位")])
    return like[0]


def change(
    connection: sqlite3.Connection, finding: Finding, fields: Mapping[str, str], by: str, day: str | None
) -> dict[str, str]:
    """Writes what differs from what stands there (keys of FIELDS, already tidy); returns that."""
    new = {name: text for name, text in fields.items() if name in FIELDS and getattr(finding, name) != text}
    if new:
        append(connection, Event(0, SET, finding.id, day, by, new))
    return new


def close(
    connection: sqlite3.Connection, finding: Finding, by: str, reason: str, evidence: str, day: str | None
) -> list[Diagnostic]:
    """销号 by a person, with a reason. LED815 warns where the last assessment does not show it solved. Raises InputError (LED809)."""
    if finding.state == CLOSED:
        message = f"{finding.short} 已经由 {finding.closed_by} 销号：{finding.close_reason}"
        raise InputError([error("LED809", message, hint="下次评估未达标时会自动重新列入")])
    append(connection, Event(0, CLOSE, finding.id, day, by, {"reason": reason, "evidence": evidence}))
    if finding.is_open:
        message = f"{finding.short} 最近一次评估（{finding.year} 年）没有显示已经达标，仍按所写理由销号"
        return [warning("LED815", message, hint="下次评估仍未达标时会自动重新列入")]
    return []
