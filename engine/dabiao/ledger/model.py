"""The values of this room: findings, the events they come from, and what a person may fill in."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

# uuid5(NAMESPACE_URL, "https://dabiao.invalid/ledger"), fixed for ever: every ledger gives the same problem the same id
NAMESPACE = uuid.UUID("079262f6-555d-5f62-8882-1d1d57eabae5")

NEW, PERSISTING, WORSENED, REOPENED = "new", "persisting", "worsened", "reopened"
RESOLVED, CLOSED = "resolved", "closed"
OPEN = (NEW, WORSENED, REOPENED, PERSISTING)
STATES = {
    NEW: "新发现",
    WORSENED: "加重",
    REOPENED: "再次出现",
    PERSISTING: "仍未解决",
    RESOLVED: "已达标",
    CLOSED: "已销号",
}

FAILING = ("not_met", "behind")
HOLDING = ("met", "on_track")

# what happened: an assessment came in; it found a target failing, holding, or could not say; a person wrote, or closed
RUN, FOUND, HELD, UNDECIDED, SET, CLOSE = "run", "found", "held", "undecided", "set", "close"

FIELDS = {
    "office": "责任单位",
    "person": "责任人",
    "measure": "整改措施",
    "deadline": "整改时限",
    "result": "整改结果",
    "evidence": "佐证材料",
    "remark": "备注",
}


class Finding(NamedTuple):
    """A problem as it stands: what fails, where and under which clause; its state; what people filled in.

    `gap` (a decimal text) and `standard` (operator, limit and unit it is measured against) are of the last assessment that found
    it failing, so are `problem` and `requirement`; `verdict` is that of the last assessment of `year`, None where that one did not
    judge it. `office` is empty where nobody changed the `lead` the clause names. `version` grows with every event.
    """

    id: str
    version: int
    state: str
    region: str
    region_name: str
    pack: str
    target: str
    stage: str | None
    entity: str | None
    name: str
    problem: str
    basis: str
    lead: str
    standard: str
    gap: str | None
    first_year: int
    year: int
    verdict: str | None
    office: str = ""
    person: str = ""
    measure: str = ""
    deadline: str = ""
    result: str = ""
    evidence: str = ""
    remark: str = ""
    closed_by: str = ""
    closed_on: str = ""
    close_reason: str = ""
    close_evidence: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be put right."""
        return self.state in OPEN

    @property
    def responsible(self) -> str:
        """The unit that answers for it: the one filled in, else the one the document names."""
        return self.office or self.lead

    @property
    def short(self) -> str:
        """The beginning of the id, as people type it."""
        return self.id[:8]


class Event(NamedTuple):
    """One thing that happened, never changed afterwards. `seq` counts from 1 (0: not written yet).

    `finding` is None for the coming in of an assessment; `day` is the day the writer gave (ISO), `by` the person.
    """

    seq: int
    kind: str
    finding: str | None
    day: str | None
    by: str | None
    facts: Mapping[str, Any]


class Run(NamedTuple):
    """An assessment that came in: its fingerprint, region and year; `current` unless it was older than what was there."""

    sha256: str
    region: str
    region_name: str
    year: int
    current: bool


def finding_id(region: str, pack: str, target: str, stage: str | None, entity: str | None) -> str:
    """The id of a problem: the same in every year and in every ledger (UUID version 5, RFC 9562).

    >>> finding_id("120110", "dongli-plan-2021", "retention-text", "义务教育", None)
    '936ceb91-722d-516d-9d3b-c721b66feace'
    """
    return str(uuid.uuid5(NAMESPACE, json.dumps([region, pack, target, stage, entity])))
