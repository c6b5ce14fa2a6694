"""Which findings a reader asks for."""

from collections.abc import Iterable
from typing import NamedTuple

from dabiao.ledger.model import Finding
from dabiao.ledger.text import STANDING


class Wanted(NamedTuple):
    """What is asked for; empty asks for everything. `today` (ISO) is the day overdue ones are measured by."""

    states: tuple[str, ...] = ()
    only_open: bool = False
    only_overdue: bool = False
    today: str = ""
    region: str = ""
    school: str = ""
    office: str = ""


def select(findings: Iterable[Finding], wanted: Wanted) -> list[Finding]:
    """The findings asked for, in their order. Names match where they contain what is asked."""
    return [
        finding
        for finding in findings
        if (not wanted.states or finding.state in wanted.states)
        and (finding.is_open or not (wanted.only_open or wanted.only_overdue))
        and (not wanted.only_overdue or overdue(finding, wanted.today))
        and (wanted.region in ("", finding.region) or wanted.region in finding.region_name)
        and wanted.school in (finding.entity or "")
        and wanted.office in finding.responsible
    ]


def overdue(finding: Finding, today: str) -> bool:
    """Whether its day has passed and it is still open; the day itself is still in time. No day asked about: no."""
    dated = bool(finding.deadline) and finding.deadline not in STANDING
    return finding.is_open and dated and finding.deadline < today
