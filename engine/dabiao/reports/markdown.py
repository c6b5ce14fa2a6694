"""Markdown of an assessment, for pull requests and chats: what fails first, then the rest, as tables."""

import re
from collections.abc import Iterator, Sequence

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._quality_words import told as all_findings
from dabiao.reports._safe import clean
from dabiao.reports._sentence import clause_text

_MARKS = re.compile(r"([\\`*_\[\]|~])")
# a link that was not written as one, a mention, mathematics: what renderers make of bare text
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;"), ("://", ":&#47;&#47;"), ("www.", "www&#46;"))
_MENTION = "＠"
_FULL = ("not_met", "behind", "unverified", "on_track", "met", "waived")
_BECAUSE = 12


def render(assessment: Assessment) -> bytes:
    """The report as UTF-8 Markdown (tables as in GFM). Every text from outside stays text."""
    lines = [f"# {plain(assessment.region_name)}（{assessment.region}）{assessment.year} 年教育目标达标检查", ""]
    lines += [_counts(assessment), ""]
    if assessment.incomplete:
        lines += [f"**检查不完整**，没有得出任何判定：{plain('、'.join(assessment.incomplete))}", ""]
    for kind, word in VERDICTS.items():
        verdicts = [verdict for verdict in assessment.verdicts if verdict.verdict == kind]
        if verdicts:
            lines += [f"## {words.SIGNS[kind]} {word} {len(verdicts)} 项", ""]
            lines += [*(_table(verdicts) if kind in _FULL else _list(verdicts)), ""]
    if assessment.conclusions:
        lines += ["## 综合结论", "", *_conclusions(assessment), ""]
    if all_findings(assessment):
        lines += ["## 数据提示", "", *_findings(assessment), ""]
    return ("\n".join(lines).rstrip() + "\n").encode()


def plain(text: str) -> str:
    """The text on one line as Markdown that shows it and nothing else, in a table too.

    >>> plain("a|b <i> *c* @all"), plain("http://x.cn")
    ('a\\\\|b &lt;i&gt; \\\\*c\\\\* ＠all', 'http:&#47;&#47;x.cn')
    """
    made = clean(text)
    for mark, entity in _ENTITIES:
        made = made.replace(mark, entity)
    return _MARKS.sub(r"\\\1", made).replace("@", _MENTION)


def _counts(assessment: Assessment) -> str:
    found = {kind: sum(v.verdict == kind for v in assessment.verdicts) for kind in VERDICTS}
    told = "，".join(f"{VERDICTS[kind]} {count}" for kind, count in found.items() if count)
    return f"共检查 {len(assessment.verdicts)} 项" + (f"：{told}。" if told else "。")


def _table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    lead = any(verdict.lead for verdict in verdicts)
    yield "| 指标或事项 | 本年数值 | 要求 | 距要求 | 依据条款 |" + (" 责任单位 |" if lead else "")
    yield "|---|---|---|---|---|" + ("---|" if lead else "")
    for verdict in verdicts:
        marks = words.marks(verdict)
        asked = "，".join(part for part in (words.requirement(verdict), words.expected(verdict)) if part)
        cells = [
            words.name(verdict) + (f"〔{'、'.join(marks)}〕" if marks else ""),
            "，".join(words.value(verdict)),
            asked,
            "，".join(words.gap(verdict)),
            clause_text(verdict),
            *(("、".join(verdict.lead),) if lead else ()),
        ]
        yield "| " + " | ".join(plain(cell) for cell in cells) + " |"


def _list(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A table too: in a list a name that begins like a heading or a list would become one."""
    yield from ("| 指标或事项 | 要求 | 条款 |", "|---|---|---|")
    for verdict in verdicts:
        cells = (words.name(verdict), words.requirement(verdict), verdict.clause.at)
        yield "| " + " | ".join(plain(cell) for cell in cells) + " |"


def _conclusions(assessment: Assessment) -> Iterator[str]:
    yield from ("| 结论 | 结果 | 所依据的各项 |", "|---|---|---|")
    for one in assessment.conclusions:
        more = f" 等 {len(one.because)} 项" if len(one.because) > _BECAUSE else ""
        because = "；".join(one.because[:_BECAUSE]) + more
        yield f"| {plain(one.title)} | **{one.outcome}** | {plain(because)} |"


def _findings(assessment: Assessment) -> Iterator[str]:
    for finding in all_findings(assessment):
        at = f"（{'、'.join(finding.places)}）" if finding.places else ""
        hint = f" 改法：{finding.hint}" if finding.hint else ""
        yield f"- {'错误' if finding.severity == 'error' else '提示'} {plain(finding.code)}：{plain(finding.message + at + hint)}"
