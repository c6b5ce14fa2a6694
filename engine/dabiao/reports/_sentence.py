"""One verdict in one sentence, and its clause: for ledgers, build logs and chats, where there is no table around it."""

from dabiao.assess.assessment import Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._safe import clean

_WITHOUT_FIGURE = {"no_data": "没有数据", "unverified": "没有可以据以判定的数", "not_met": "没有达到"}


def rule_id(verdict: Verdict) -> str:
    """The id of the rule that was judged: its pack and target."""
    return clean(f"{verdict.pack}/{verdict.target}")


def clause_text(verdict: Verdict) -> str:
    """Document, number, place and quote; a document without a title goes by the id of its pack, which takes no 《》."""
    clause = verdict.clause
    source = clause.source if clause.source == verdict.pack else f"《{clause.source}》"
    return f"{source}{clause.number or ''} {clause.at}「{clause.quote}」"


def outcome(verdict: Verdict) -> str:
    """The year's figure, what is asked, what is missing, and how it was judged; not what it is about."""
    value = "，".join(words.value(verdict))
    figure = f"为 {value}" if value else _WITHOUT_FIGURE.get(verdict.verdict, "")
    marks = words.marks(verdict)
    parts = [
        f"{verdict.year} 年{figure}" if figure else "",
        f"要求 {words.requirement(verdict)}",
        words.expected(verdict),
        *words.gap(verdict),
        VERDICTS[verdict.verdict] + (f"〔{'、'.join(marks)}〕" if marks else ""),
    ]
    return "，".join(part for part in parts if part)


def message(verdict: Verdict) -> str:
    """Everything a reader of one line needs: what it is about, the outcome, the clause, who answers for it, the remarks."""
    lead = f"责任单位：{'、'.join(verdict.lead)}。" if verdict.lead else ""
    note = words.note(verdict)
    remark = f"说明：{note}。" if note else ""
    return clean(f"{words.name(verdict)}：{outcome(verdict)}。依据：{clause_text(verdict)}。{lead}{remark}")
