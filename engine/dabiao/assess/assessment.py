"""The assessment: the one value every report is made from, and its JSON form (rules/schema/assessment.schema.json)."""

from __future__ import annotations

from dabiao.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

VERSION = "1"


class Place(NamedTuple):
    """Where a figure was read: file, sheet (None for text files), cell."""

    file: str
    sheet: str | None
    cell: str


class Given(NamedTuple):
    """A figure that went into a value; `formula` where it was itself computed, from those before it."""

    name: str
    stage: str | None
    when: str
    value: str
    unit: str
    origin: tuple[Place, ...]
    formula: str | None = None


class Read(NamedTuple):
    """One reading of the left side, with the verdict it gives alone."""

    label: str
    value: str | None
    right: str | None
    status: str
    verdict: str
    primary: bool
    formula: str | None
    inputs: tuple[Given, ...]
    doubts: tuple[str, ...]
    note: str
    origin: tuple[Place, ...]


class ClauseText(NamedTuple):
    """The clause a threshold comes from."""

    source: str
    number: str | None
    at: str
    quote: str


class SchoolShare(NamedTuple):
    """One school in a 校际差异系数: its value a student, its students, and its share (in %) in the variance."""

    entity: str
    value: str
    students: str
    share: str


class Spread(NamedTuple):
    """A 校际差异系数 laid open: X̄, S, and every school that counts."""

    mean: str
    deviation: str
    schools: tuple[SchoolShare, ...]


class Verdict(NamedTuple):
    """The outcome of one check. Numbers are decimal texts in `unit`; `gap` is what is still missing, "0" where nothing is."""

    target: str
    pack: str
    indicator: str | None
    indicator_name: str
    stage: str | None
    entity: str | None
    year: int
    form: str
    op: str | None
    limit: str | tuple[str, ...] | None
    unit: str | None
    value: str | None
    shown: str | None
    gap: str | None
    short: str | None
    verdict: str
    flags: tuple[str, ...]
    requirement: str
    by: str | None
    every: bool
    due: bool
    path: str | None
    path_text: str | None
    baseline: tuple[int, str] | None
    binding: bool
    nature: str | None
    force: str
    clause: ClauseText
    lead: tuple[str, ...]
    origin: tuple[Place, ...]
    readings: tuple[Read, ...]
    rule: str
    note: str
    spread: Spread | None = None
    evidence: tuple[str, ...] = ()


class PackInfo(NamedTuple):
    """A document whose targets were asked about; `left_out` is a standard for recognition nothing was given to judge by."""

    id: str
    title: str | None
    number: str | None
    issuer: str | None
    region: str
    level: str
    period: tuple[int, int | None]
    in_force: bool
    left_out: bool
    verdicts: int


class Finding(NamedTuple):
    """A diagnostic as reported."""

    code: str
    severity: str
    message: str
    places: tuple[str, ...]
    hint: str


class Quality(NamedTuple):
    """Figures that do not fit each other, or their range, under a rule of data quality. Numbers are decimal texts in `unit`.

    `imbalance` is left − right; `relative` the same in per cent of the right side. `cells` may be ranges (C2:C13).
    """

    rule: str
    code: str
    kind: str
    title: str
    severity: str
    entity: str | None
    stage: str | None
    year: int
    when: str
    relation: str
    left: str | None
    right: str | None
    unit: str | None
    imbalance: str | None
    relative: str | None
    cells: tuple[Place, ...]
    items: tuple[str, ...]
    note: str
    hint: str
    source: str | None


class RestsOn(NamedTuple):
    """What decides a conclusion: a target's verdict (of a stage and entity) or another conclusion, and what it says."""

    kind: str
    id: str
    stage: str | None
    entity: str | None
    state: str


class ConclusionText(NamedTuple):
    """A composite outcome (合格 不合格 待定), how its members make it, and those it rests on, in words and by id."""

    pack: str
    id: str
    title: str
    outcome: str
    because: tuple[str, ...]
    rule: str
    least: int
    members: tuple[str, ...]
    rests_on: tuple[RestsOn, ...]
    clause: ClauseText | None


class Engines(NamedTuple):
    """Which engines judged, whether they agree (None where only one did), and what there is to say about it."""

    names: tuple[str, ...]
    agree: bool | None
    note: str


class Assessment(NamedTuple):
    """All verdicts of one run, with the fingerprints of what they rest on."""

    region: str
    region_name: str
    year: int
    engines: Engines
    inputs: tuple[tuple[str, str], ...]
    rulebook: str
    packs: tuple[PackInfo, ...]
    counts: dict[str, int]
    verdicts: tuple[Verdict, ...]
    conclusions: tuple[ConclusionText, ...]
    findings: tuple[Finding, ...]
    incomplete: tuple[str, ...]
    quality: tuple[Quality, ...] = ()


def to_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as JSON values, in the order of the schema. Deterministic: no clock, no machine."""
    return {
        "version": VERSION,
        "region": assessment.region,
        "region_name": assessment.region_name,
        "year": assessment.year,
        "engines": plain(assessment.engines),
        "inputs": [{"path": path, "sha256": digest} for path, digest in assessment.inputs],
        "rulebook": {"sha256": assessment.rulebook, "packs": [plain(pack) for pack in assessment.packs]},
        "counts": dict(assessment.counts),
        "incomplete": list(assessment.incomplete),
        "verdicts": [verdict_to_json(verdict) for verdict in assessment.verdicts],
        "conclusions": [plain(conclusion) for conclusion in assessment.conclusions],
        "findings": [plain(finding) for finding in assessment.findings],
        "quality": [plain(one) for one in assessment.quality],
    }


def verdict_to_json(verdict: Verdict) -> Any:
    """One verdict as JSON values."""
    return plain(verdict)


def plain(value: Any) -> Any:
    """A value of named tuples as JSON values: an object for each, keyed by its fields in order."""
    if isinstance(value, tuple):
        if hasattr(value, "_fields"):
            return {name: plain(part) for name, part in zip(value._fields, value, strict=True)}
        return [plain(part) for part in value]
    return value


def from_json(data: dict[str, Any]) -> Assessment:
    """The assessment of its JSON form; raises ValueError where the version is another one."""
    if data.get("version") != VERSION:
        raise ValueError(f"评估文件的版本是 {data.get('version')}，本程序只认 {VERSION}")
    book = data["rulebook"]
    return Assessment(
        region=data["region"],
        region_name=data["region_name"],
        year=data["year"],
        engines=Engines(tuple(data["engines"]["names"]), data["engines"]["agree"], data["engines"]["note"]),
        inputs=tuple((entry["path"], entry["sha256"]) for entry in data["inputs"]),
        rulebook=book["sha256"],
        packs=tuple(PackInfo(**{**pack, "period": tuple(pack["period"])}) for pack in book["packs"]),
        counts=dict(data["counts"]),
        verdicts=tuple(_verdict(node) for node in data["verdicts"]),
        conclusions=tuple(_conclusion(node) for node in data["conclusions"]),
        findings=tuple(Finding(**{**node, "places": tuple(node["places"])}) for node in data["findings"]),
        incomplete=tuple(data["incomplete"]),
        quality=tuple(_quality(node) for node in data.get("quality", ())),
    )


def _quality(node: dict[str, Any]) -> Quality:
    return Quality(**{**node, "cells": _places(node["cells"]), "items": tuple(node["items"])})


def _conclusion(node: dict[str, Any]) -> ConclusionText:
    return ConclusionText(
        **{
            **node,
            "because": tuple(node["because"]),
            "members": tuple(node["members"]),
            "rests_on": tuple(RestsOn(**one) for one in node["rests_on"]),
            "clause": None if node["clause"] is None else ClauseText(**node["clause"]),
        }
    )


def _verdict(node: dict[str, Any]) -> Verdict:
    limit, baseline = node["limit"], node["baseline"]
    return Verdict(
        **{
            **node,
            "limit": tuple(limit) if isinstance(limit, list) else limit,
            "flags": tuple(node["flags"]),
            "baseline": None if baseline is None else (baseline[0], baseline[1]),
            "clause": ClauseText(**node["clause"]),
            "lead": tuple(node["lead"]),
            "origin": _places(node["origin"]),
            "readings": tuple(_read(reading) for reading in node["readings"]),
            "spread": _spread(node["spread"]),
            "evidence": tuple(node["evidence"]),
        }
    )


def _spread(node: dict[str, Any] | None) -> Spread | None:
    if node is None:
        return None
    return Spread(node["mean"], node["deviation"], tuple(SchoolShare(**school) for school in node["schools"]))


def _places(nodes: list[dict[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place(**node) for node in nodes)


def _read(node: dict[str, Any]) -> Read:
    inputs = tuple(Given(**{**given, "origin": _places(given["origin"])}) for given in node["inputs"])
    return Read(**{**node, "inputs": inputs, "doubts": tuple(node["doubts"]), "origin": _places(node["origin"])})
