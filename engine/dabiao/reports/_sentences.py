"""What a self-evaluation says of a target, in sentences made of the assessment alone: figure, requirement, verdict, gap, clause."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.assessment import Assessment, ClauseText, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _prose as prose
from dabiao.reports import _words as words
from dabiao.reports._items import Item, parts

_TASKS = ("attest", "milestone")
# what is said of a target with a figure; {} is the marks in brackets
_SAID = {
    "met": "已达标{}",
    "not_met": "未达标{}",
    "behind": "进度滞后{}",
    "on_track": "进度正常{}",
    "pending": "期限未到{}",
    "no_data": "缺数据{}，不能判定",
    "unverified": "待佐证{}，不能判定",
    "waived": "按豁免处理{}",
    "not_applicable": "本年不适用{}",
}
_DONE = {**_SAID, "met": "已完成{}", "not_met": "未按要求完成{}"}
_ABSENT = {"no_data": "没有填报数据", "pending": "本年没有数据", "unverified": "没有可以采用的数据"}


def sentences(item: Item, shared: Sequence[str] = ()) -> str:
    """All there is to say of an item, without its clause and its name where that stands before; ends without a stop.

    `shared` are remarks said elsewhere.
    """
    return _of_entities(item, shared) if item.per_entity else sentence(item.first, shared)


def sentence(verdict: Verdict, shared: Sequence[str] = ()) -> str:
    """One verdict: 2023年，X为68%，2025年底前要求不低于83%，本年应到77%，进度滞后，还差15个百分点（说明）."""
    told = "，".join(part for part in [*_asked(verdict), *_judged(verdict)] if part)
    task = verdict.form in _TASKS
    return f"{_fact(verdict)}{'：' if task else '，'}{told}{remark(verdict, shared)}"


def remark(verdict: Verdict, shared: Sequence[str] = ()) -> str:
    """The remarks on a verdict and the readings that differ, in brackets."""
    own = [part for part in parts(words.note(verdict)) if part not in shared]
    # the cells are in the workbook; a sentence has no room for them
    readings = [prose.closed(text.partition("，见 ")[0]) for text in words.readings(verdict)]
    texts = [prose.closed(part) for part in own] + readings
    return f"（说明：{'；'.join(texts)}）" if texts else ""


def judged(verdict: Verdict) -> str:
    """The verdict with its marks: 进度滞后（惯例线性）."""
    table = _DONE if verdict.form == "milestone" else _SAID
    early = verdict.verdict == "met" and not verdict.due
    said = f"提前{table['met'].removeprefix('已')}" if early else table[verdict.verdict]
    marks = [mark for mark in words.marks(verdict) if mark != words.EARLY]
    return said.format(f"（{'、'.join(marks)}）" if marks else "")


def lacking(verdict: Verdict) -> str:
    """What is missing: 还差12个百分点，还差188人（在园幼儿数）; empty where nothing is."""
    texts = [text.removesuffix(" 比") for text in words.gap(verdict)]
    return "，".join(prose.closed(text) for text in texts)


def place(clause: ClauseText) -> str:
    """The clause within its document: 资源配置 第2项“…”, its own quotation marks made inner ones."""
    return f"{clause.at}“{clause.quote.replace('“', '‘').replace('”', '’')}”"


def reference(clause: ClauseText, assessment: Assessment) -> str:
    """The clause with its document and number."""
    return f"{words.source(clause.source, assessment)}{clause.number or ''} {place(clause)}"


def _fact(verdict: Verdict) -> str:
    """The figure, or that there is none."""
    year, name = f"{verdict.year}年", prose.closed(words.name(verdict))
    if verdict.form in _TASKS:
        return name
    text = prose.figure(verdict)
    if not text or verdict.value is None:
        absent = _ABSENT.get(verdict.verdict, "")
        return f"{year}，{name}{absent}"
    if verdict.form == "change":
        return f"{year}，{name}{_change(verdict)}"
    link = {"total": "累计", "growth": "增长", "group": "达到"}.get(verdict.form, "为")
    if verdict.form == "growth" and Fraction(verdict.value) < 0:
        return f"{year}，{name}下降{text.removeprefix('-')}"
    return f"{year}，{name}{link}{text}"


def _change(verdict: Verdict) -> str:
    shown = prose.plainest(verdict.shown or "", verdict.value)
    since, move = prose.against(verdict), prose.moved(verdict, shown)
    return f"{since.replace('比', '与', 1)}{move}" if move == "持平" else f"{since}{move}"


def _asked(verdict: Verdict) -> list[str]:
    when = prose.when(verdict)
    if verdict.form in _TASKS:
        return (
            []
            if verdict.by is None
            else [f"{when}要求{'完成' if verdict.form == 'milestone' else '做到'}{_strength(verdict)}"]
        )
    asked = prose.required(verdict)
    link = "为" if asked[:1].isdigit() and verdict.form != "group" else ""
    return [f"{when}要求{link}{asked}{_strength(verdict)}", prose.closed(words.expected(verdict))]


def _strength(verdict: Verdict) -> str:
    tags = [tag for tag in (verdict.nature, words.FORCES.get(verdict.force)) if tag]
    return f"（{'、'.join(tags)}）" if tags else ""


def _judged(verdict: Verdict) -> list[str]:
    missing = lacking(verdict)
    if not missing:
        return [judged(verdict)]
    distant = verdict.verdict in ("on_track", "behind", "pending", "waived", "unverified")
    return [judged(verdict), f"距要求{missing}" if distant and missing.startswith("还差") else missing]


def _of_entities(item: Item, shared: Sequence[str]) -> str:
    """An item judged school by school: how many reach it, and each that does not with its figure."""
    first, counts = item.first, Counter(verdict.verdict for verdict in item.verdicts)
    told = "，".join(f"{VERDICTS[kind]}{counts[kind]}所" for kind in VERDICTS if counts[kind])
    asked = "，".join(part for part in _asked(first._replace(path=None)) if part)
    lines = [f"{first.year}年，{prose.closed(item.name)}{asked}；共判定{len(item.verdicts)}所，{told}"]
    for kind in VERDICTS:
        if kind == "met":
            continue
        group = [verdict for verdict in item.verdicts if verdict.verdict == kind]
        if group:
            lines.append(f"{VERDICTS[kind]}的：" + "；".join(_entity(verdict, shared) for verdict in group))
    return "。".join(lines)


def _entity(verdict: Verdict, shared: Sequence[str]) -> str:
    missing = lacking(verdict)
    text = f"{verdict.entity}{prose.figure(verdict)}"
    return text + (f"，{missing}" if missing else "") + remark(verdict, shared)
