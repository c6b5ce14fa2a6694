"""An event in words."""

from dabiao.assess.model import VERDICTS
from dabiao.ledger.model import CLOSE, FIELDS, FOUND, HELD, RUN, SET, UNDECIDED, Event
from dabiao.reports._safe import clean


def line(event: Event) -> str:
    """What happened, on one line."""
    facts = event.facts
    if event.kind == RUN:
        kept = "" if facts["current"] else "（早于台账里最近的年份，只作记录）"
        return clean(f"登记评估：{facts['region_name']} {facts['year']} 年{kept}，指纹 {facts['sha256'][:12]}")
    if event.kind == FOUND:
        return clean(f"评估发现：{facts['problem']}")
    if event.kind in (HELD, UNDECIDED):
        verdict = VERDICTS.get(facts["verdict"] or "", "没有评估这一项")
        kept = "" if event.kind == HELD else "，不能据以认定已经解决"
        return clean(f"{facts['year']} 年评估：{verdict}{kept}")
    if event.kind == SET:
        return clean("填写 " + "；".join(f"{FIELDS[name]}：{text or '（清空）'}" for name, text in facts.items()))
    if event.kind == CLOSE:
        return clean(f"销号：{facts['reason']}" + (f"；佐证：{facts['evidence']}" if facts["evidence"] else ""))
    return event.kind
