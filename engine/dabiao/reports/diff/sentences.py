"""A comparison as sections of plain Chinese sentences. Every format sets these out; none says anything else."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, Finding, Verdict
from dabiao.assess.compare import (
    ADDED,
    FAILING,
    FIGURE,
    JUDGED,
    MENDED,
    REMOVED,
    RULE,
    Change,
    Comparison,
    ConclusionChange,
    FileChange,
)
from dabiao.assess.model import VERDICTS
from dabiao.quantity.rounding import machine_decimal
from dabiao.reports import _words as words
from dabiao.reports._sentence import clause_text

_POINTS = {"%": "个百分点", "‰": "个千分点"}
_MOST = 12


class Item(NamedTuple):
    """One thing that changed: what it is about, the sentence, and further sentences under it."""

    about: str
    says: str
    more: tuple[str, ...] = ()


class Section(NamedTuple):
    """What changed of one kind; `grave` where something is worse."""

    key: str
    title: str
    items: tuple[Item, ...]
    grave: bool = False


_SECTIONS = (
    (FAILING, "新的未达标", True),
    (MENDED, "由未达标、滞后转为达标、正常", False),
    (JUDGED, "判定的其他变化", False),
    (FIGURE, "数值变了，判定没有变", False),
    (RULE, "规则变了，判定和数值没有变", False),
    (ADDED, "新检查的", False),
    (REMOVED, "不再检查的", False),
)


def title(comparison: Comparison) -> str:
    """What is compared with what."""
    old, new = comparison.old, comparison.new
    what = f"{old.year} 年前后两次评估" if old.year == new.year else f"{new.year} 年与 {old.year} 年"
    return f"{new.region_name}（{new.region}）{what}的比较"


def summary(comparison: Comparison) -> list[str]:
    """The result in two or three sentences."""
    failing = comparison.of(FAILING)
    schools = {change.known.entity for change in failing if change.known.entity}
    counts = {key: len(comparison.of(key)) for key, _, _ in _SECTIONS}
    figures = sum(change.figure_differs for change in comparison.changes)
    rules = sum(bool(change.rules) for change in comparison.changes)
    first = f"新的未达标 {counts[FAILING]} 项" + (f"，涉及 {len(schools)} 所学校（幼儿园）" if schools else "")
    second = (
        f"转为达标、正常 {counts[MENDED]} 项；判定的其他变化 {counts[JUDGED]} 项；新检查 {counts[ADDED]} 项，"
        f"不再检查 {counts[REMOVED]} 项；没有任何变化 {comparison.unchanged} 项。"
    )
    revised = "数值修订" if comparison.old.year == comparison.new.year else "数值不同"
    book = "规则库有改动" if comparison.rulebook else "规则库没有改动"
    third = f"{revised} {figures} 项；要求不同 {rules} 项（{book}）。"
    return [f"{first}；{second}", third, *(f"{name}：{_counts(one)}。" for name, one in _sides(comparison))]


def _sides(comparison: Comparison) -> Iterator[tuple[str, Assessment]]:
    old, new = comparison.old, comparison.new
    alike = old.year == new.year
    yield ("前一次" if alike else f"{old.year} 年"), old
    yield ("后一次" if alike else f"{new.year} 年"), new


def _counts(assessment: Assessment) -> str:
    found = {kind: sum(v.verdict == kind for v in assessment.verdicts) for kind in VERDICTS}
    told = "，".join(f"{VERDICTS[kind]} {count}" for kind, count in found.items() if count)
    return f"共 {len(assessment.verdicts)} 项" + (f"（{told}）" if told else "")


def sections(comparison: Comparison) -> list[Section]:
    """Everything that changed; only sections with something in them."""
    made = [
        Section(key, name, tuple(_item(change) for change in comparison.of(key)), grave)
        for key, name, grave in _SECTIONS
    ]
    made += [
        Section("conclusions", "综合结论", tuple(_conclusion(one) for one in comparison.conclusions), comparison.sinks),
        Section("packs", "适用文件", tuple(_packs(comparison))),
        Section("files", "数据文件", tuple(_file(one) for one in comparison.files)),
        Section("findings", "新的数据提示", tuple(_finding(one) for one in comparison.findings)),
        Section("settled", "不再有的数据提示", tuple(_finding(one) for one in comparison.settled)),
    ]
    return [section for section in made if section.items]


def _item(change: Change) -> Item:
    verdict = change.known
    more = [*_figure(change), *_rules(change)]
    if change.now is not None and change.now.verdict in ("not_met", "behind"):
        more += [f"{text}。" for text in ("，".join(words.gap(change.now)),) if text]
    if change.now is not None and change.now.lead:
        more.append(f"责任单位：{'、'.join(change.now.lead)}。")
    return Item(words.name(verdict), _judged(change), tuple(more))


def _judged(change: Change) -> str:
    was, now = change.was, change.now
    if was is None and now is not None:
        return f"原来没有检查，现在{_said(now)}；要求 {words.requirement(now)}。"
    if now is None and was is not None:
        return f"原来{_said(was)}，现在没有检查。"
    if was is None or now is None:
        return ""
    if was.verdict == now.verdict:
        return f"仍为{_said(now)}；要求 {words.requirement(now)}。"
    return f"由{_said(was)}变为{_said(now)}；要求 {words.requirement(now)}。"


def _said(verdict: Verdict) -> str:
    marks = words.marks(verdict)
    return f"“{VERDICTS[verdict.verdict]}”" + (f"〔{'、'.join(marks)}〕" if marks else "")


def _figure(change: Change) -> Iterator[str]:
    was, now = change.was, change.now
    if was is None or now is None:
        if (figure := _value(change.known)) and now is not None:
            yield f"数值为 {figure}。"
    elif change.figure_differs:
        before, after = _value(was), _value(now)
        if not before or not after:
            yield f"原来{f'为 {before}' if before else '没有数值'}，现在{f'为 {after}' if after else '没有数值'}。"
        else:
            yield f"数值由 {before} 变为 {after}{_moved(was, now)}。"
    elif now.value is not None:
        yield f"数值没有变，为 {_value(now)}。"


def _value(verdict: Verdict) -> str:
    return "" if verdict.value is None else f"{verdict.value} {verdict.unit or ''}".rstrip()


def _moved(was: Verdict, now: Verdict) -> str:
    """By how much, exactly; nothing where the units differ."""
    if was.unit != now.unit or was.value is None or now.value is None:
        return ""
    step = Fraction(now.value) - Fraction(was.value)
    unit = _POINTS.get(now.unit or "", now.unit or "")
    return f"，{'增加' if step > 0 else '减少'} {machine_decimal(abs(step))} {unit}".rstrip()


def _rules(change: Change) -> Iterator[str]:
    for rule in change.rules:
        yield f"规则{rule.kind}：由“{rule.was}”改为“{rule.now}”。"
    if change.was is not None and change.now is not None and change.was.due != change.now.due:
        yield "这一次已经到期。" if change.now.due else "这一次还没有到期。"
    if change.now is not None:
        yield f"依据：{clause_text(change.now)}。"


def _conclusion(one: ConclusionChange) -> Item:
    was = "原来没有这个结论" if one.was is None else f"由“{one.was.outcome}”"
    now = "，现在没有这个结论" if one.now is None else f"变为“{one.now.outcome}”"
    if one.was is None and one.now is not None:
        now = f"，现在为“{one.now.outcome}”"
    if one.now is None and one.was is not None:
        was = f"原来为“{one.was.outcome}”"
    because = one.now.because if one.now is not None else ()
    rest = f"等 {len(because)} 项" if len(because) > _MOST else ""
    more = (f"依据：{'；'.join(because[:_MOST])}{rest}。",) if because else ()
    known = one.now or one.was
    return Item(known.title if known else "", f"{was}{now}。", more)


def _packs(comparison: Comparison) -> Iterator[Item]:
    for was, now in comparison.packs:
        pack = now or was
        if pack is not None:
            name = f"《{pack.title}》{pack.number or ''}" if pack.title else pack.id
            yield Item(name, "原来没有用，现在适用。" if was is None else "原来适用，现在没有用。")


def _file(one: FileChange) -> Item:
    if one.was is None or one.now is None:
        return Item(one.path, "这次新读的文件。" if one.was is None else "这次没有读这个文件。")
    return Item(one.path, f"内容改动过（指纹由 {one.was[:12]} 变为 {one.now[:12]}）。")


def _finding(one: Finding) -> Item:
    at = f"（{'、'.join(one.places)}）" if one.places else ""
    return Item(one.code, f"{one.message}{at}")
