"""What a 自评报告 says, in order, before anything is laid out: the report and an office's own template are made from this."""

from typing import NamedTuple

from dabiao.assess.assessment import Assessment, ConclusionText, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _prose as prose
from dabiao.reports import _words as words
from dabiao.reports._items import Document, Item, documents, problems
from dabiao.reports._overview import document_text, overview
from dabiao.reports._quality_words import told as all_findings
from dabiao.reports._sentences import judged, lacking, place, reference, sentence, sentences

BLANK = "〔待填：{}〕"
_ABSENT = {"no_data": "没有填报数据、不能判定", "pending": "期限未到、本年没有数据"}


class SectionText(NamedTuple):
    """A section of a document and a sentence for each of its items."""

    title: str
    items: tuple[str, ...]


class DocumentText(NamedTuple):
    """A document, its sections, and the remarks that hold for all of it."""

    title: str
    sections: tuple[SectionText, ...]
    remarks: str


class Problem(NamedTuple):
    """What is not met or lags behind: told in a sentence, with its gap, clause and lead unit (empty where none is named)."""

    verdict: Verdict
    name: str
    told: str
    state: str
    gap: str
    clause: str
    lead: str


class Content(NamedTuple):
    """The report, part by part."""

    title: tuple[str, str]
    basis: tuple[str, ...]
    overview: str
    conclusions: tuple[str, ...]
    review: tuple[DocumentText, ...]
    achieved: tuple[str, ...]
    underway: tuple[str, ...]
    problems: tuple[Problem, ...]
    unproven: tuple[str, ...]
    missing: tuple[str, ...]
    findings: tuple[str, ...]


def blank(what: str) -> str:
    """A place for a person to fill in: no data support it.

    >>> blank("责任人")
    '〔待填：责任人〕'
    """
    return BLANK.format(what)


def content(assessment: Assessment) -> Content:
    """The report of an assessment. Nothing in it that is not in the assessment."""
    found = documents(assessment)
    shared = {document.pack.id: document.shared for document in found}
    return Content(
        title=(f"{assessment.region_name}{assessment.year}年", "教育目标达标情况自评报告"),
        basis=tuple(
            prose.closed(document_text(pack, assessment.year)) for pack in assessment.packs if not pack.left_out
        ),
        overview=prose.closed(overview(assessment)),
        conclusions=tuple(_conclusion(conclusion, assessment) for conclusion in assessment.conclusions),
        review=tuple(_document(document) for document in found),
        achieved=_gathered(found, "met"),
        underway=_gathered(found, "on_track"),
        problems=tuple(_problem(verdict, assessment, shared) for verdict in problems(assessment)),
        unproven=_open(assessment, "unverified", shared),
        missing=_open(assessment, "no_data", shared),
        findings=tuple(_finding(f.severity, f.message, f.places, f.hint) for f in all_findings(assessment)),
    )


def _conclusion(conclusion: ConclusionText, assessment: Assessment) -> str:
    # what holds is in the table; what fails or is open is said
    because = "" if conclusion.outcome == "合格" else "；".join(prose.closed(each) for each in conclusion.because)
    clause = "" if conclusion.clause is None else f"（依据：{reference(conclusion.clause, assessment)}）"
    reached = f"。由下列各项得出：{because}" if because else ""
    return f"{conclusion.title}：{conclusion.outcome}{reached}{clause}。"


def _document(document: Document) -> DocumentText:
    pack = document.pack
    named = f"《{pack.title}》" if pack.title else f"{blank('文件标题')}（{pack.id}）"
    title = f"{named}{pack.number or ''}"
    sections = tuple(
        SectionText(section.title, _items(section.items, section.title, document.shared))
        for section in document.sections
    )
    return DocumentText(title, sections, "；".join(prose.closed(part) for part in document.shared))


def _items(items: tuple[Item, ...], section: str, shared: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence an item; those without a figure are named together, with what is asked and where."""
    told = [_item(item, shared) for item in items if _absent(item) is None]
    for kind, words_of in _ABSENT.items():
        group = [item for item in items if _absent(item) == kind]
        if group:
            told.append(f"{words_of}的{len(group)}项：{'；'.join(_named(item, section) for item in group)}。")
    return tuple(told)


def _absent(item: Item) -> str | None:
    """The verdict of an item without a figure that is not due, or can not be judged for want of it; None for all others."""
    first = item.first
    return first.verdict if first.verdict in _ABSENT and first.value is None and not item.per_entity else None


def _named(item: Item, section: str) -> str:
    first = item.first
    task = first.form in ("attest", "milestone")
    asked = f"{prose.when(first)}{'' if task else '要求'}{'' if task else prose.required(first)}"
    at = first.clause.at.removeprefix(section).strip()
    return f"{prose.closed(item.name)}（{'，'.join(part for part in (asked, at) if part)}）"


def _item(item: Item, shared: tuple[str, ...]) -> str:
    """An item with its clause in brackets, in the section of its document."""
    return f"{sentences(item, shared)}（依据：{place(item.first.clause)}）。"


def _gathered(found: list[Document], kind: str) -> tuple[str, ...]:
    """A sentence a section: the items all of whose verdicts are of the kind, each with its figure and place."""
    told = []
    for document in found:
        source = f"《{document.pack.title}》" if document.pack.title else document.pack.id
        for section in document.sections:
            items = [_short(item, section.title) for item in section.items if _is(item, kind)]
            if items:
                told.append(f"{source}{section.title}：{'；'.join(items)}。")
    return tuple(told)


def _is(item: Item, kind: str) -> bool:
    """Whether all verdicts that count are of the kind."""
    return {verdict.verdict for verdict in item.verdicts} - {"not_applicable", "waived"} == {kind}


def _short(item: Item, section: str) -> str:
    """Name, figure, where it started, and the place of the clause within the section."""
    first, name = item.first, prose.closed(item.name)
    at = first.clause.at.removeprefix(section).strip()
    places = [at] if at else []
    if item.per_entity:
        counted = sum(verdict.verdict == first.verdict for verdict in item.verdicts)
        return f"{name}{counted}所{VERDICTS[first.verdict]}" + (f"（{at}）" if at else "")
    if first.baseline is not None and first.form == "value" and first.baseline[0] != first.year:
        places.insert(0, f"{first.baseline[0]}年为{prose.measured(first.baseline[1], first.unit)}")
    if first.form == "change" and first.value is not None:
        told = f"{prose.against(first)}{prose.moved(first, prose.plainest(first.shown or '', first.value))}"
    else:
        told = prose.figure(first)
    return f"{name}{told}" + (f"（{'，'.join(places)}）" if places else "")


def _problem(verdict: Verdict, assessment: Assessment, shared: dict[str, tuple[str, ...]]) -> Problem:
    clause = reference(verdict.clause, assessment)
    return Problem(
        verdict,
        prose.closed(words.name(verdict)),
        f"{sentence(verdict, shared[verdict.pack])}（依据：{clause}）。",
        judged(verdict),
        lacking(verdict),
        clause,
        "、".join(verdict.lead),
    )


def _open(assessment: Assessment, kind: str, shared: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(
        f"{sentence(verdict, shared[verdict.pack])}（依据：{reference(verdict.clause, assessment)}）。"
        for verdict in assessment.verdicts
        if verdict.verdict == kind
    )


def _finding(severity: str, message: str, places: tuple[str, ...], hint: str) -> str:
    word = "错误" if severity == "error" else "提示"
    at = f"（位置：{'、'.join(places)}）" if places else ""
    return f"{word}：{message}{at}" + (f"，改法：{hint}" if hint else "") + "。"
