"""The ledger on the screen, and the findings as JSON."""

import json
from collections.abc import Sequence
from typing import Any

from dabiao.assess.model import VERDICTS
from dabiao.ledger.book import Taken
from dabiao.ledger.columns import closing
from dabiao.ledger.history import line
from dabiao.ledger.model import OPEN, STATES, Event, Finding
from dabiao.ledger.select import overdue
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._safe import clean
from dabiao.reports._screen import Screen

_SIGNS = {"new": "×", "worsened": "▼", "reopened": "↻", "persisting": "…", "resolved": "√", "closed": "■"}
_STYLES = {
    "new": "bad",
    "worsened": "bad",
    "reopened": "bad",
    "persisting": "warn",
    "resolved": "good",
    "closed": "dim",
}


def listing(screen: Screen, findings: Sequence[Finding], today: str = "") -> str:
    """A line of counts, then every finding with what is known of it; overdue ones say so where a day is given."""
    lines = wrap(counts(findings), screen.width)
    for finding in findings:
        lines += ["", *_card(screen, finding, today)]
    return "\n".join(text.rstrip() for text in lines) + "\n"


def counts(findings: Sequence[Finding]) -> str:
    """How many there are, in all, open, and of each state."""
    by_state = {state: sum(f.state == state for f in findings) for state in STATES}
    told = "，".join(f"{STATES[state]} {count}" for state, count in by_state.items() if count)
    left = sum(finding.state in OPEN for finding in findings)
    return f"共 {len(findings)} 条，未解决 {left} 条" + (f"（{told}）。" if told else "。")


def _card(screen: Screen, finding: Finding, today: str) -> list[str]:
    where = "　".join(part for part in (finding.region_name, finding.entity) if part)
    head = f"{finding.short}　{_SIGNS[finding.state]} {STATES[finding.state]}　{where}"
    late = "（已逾期）" if overdue(finding, today) else ""
    latest = VERDICTS.get(finding.verdict or "", "没有评估这一项")
    latest = "" if finding.verdict in ("not_met", "behind") else f"{finding.year} 年：{latest}"
    facts = (
        ("问题", finding.problem),
        ("最近", latest),
        ("依据", finding.basis),
        ("责任", "／".join(part for part in (finding.responsible, finding.person) if part)),
        ("措施", finding.measure),
        ("时限", finding.deadline + late if finding.deadline else ""),
        ("结果", finding.result),
        ("佐证", finding.evidence),
        ("备注", finding.remark),
        ("销号", closing(finding)),
    )
    lines = [screen.paint(text, _STYLES[finding.state]) for text in wrap(head, screen.width)]
    for label, text in facts:
        if text:
            lines += hanging(f"  {label}  ", text, screen.width)
    return lines


def story(screen: Screen, finding: Finding, history: Sequence[Event]) -> str:
    """A finding, and everything that ever happened to it."""
    lines = [*_card(screen, finding, ""), "", f"编号 {finding.id}，{len(history)} 条记录："]
    for event in history:
        who = "　".join(part for part in (event.day, event.by) if part)
        lines += hanging(f"  {event.seq:>4}  ", (clean(who) + "　" if who else "") + line(event), screen.width)
    return "\n".join(text.rstrip() for text in lines) + "\n"


def as_json(findings: Sequence[Finding]) -> str:
    """The findings as JSON, their states in English and in words."""
    rows: list[dict[str, Any]] = [{**finding._asdict(), "state_name": STATES[finding.state]} for finding in findings]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def taken_lines(taken: Sequence[Taken]) -> str:
    """What became of each assessment, a line each."""
    lines = []
    for one in taken:
        what = "已经登记过，没有变化" if one.known else "已登记" if one.current else "只作记录"
        states = "，".join(f"{STATES[state]} {one.states[state]}" for state in STATES if state in one.states)
        lines.append(clean(f"{one.name}：{one.region_name} {one.year} 年，{what}。台账现有：{states or '没有问题'}。"))
    return "\n".join(lines) + "\n"
