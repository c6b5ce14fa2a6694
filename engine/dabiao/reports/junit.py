"""JUnit XML of an assessment: a suite a document, a case a verdict."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from xml.etree import ElementTree as ET

from dabiao.assess.assessment import Assessment, ConclusionText, Finding, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._quality_words import told as all_findings
from dabiao.reports._safe import clean
from dabiao.reports._sentence import message, rule_id

_PASSED = ("met", "on_track")
_Row = TypeVar("_Row")


def render(assessment: Assessment) -> bytes:
    """The report as UTF-8 XML. not_met fails; what holds passes; everything else is skipped and says why.

    A document that yielded no verdict is an error, so are errors in the figures: such a run is never green. `clean` leaves nothing
    that XML 1.0 can not hold.
    """
    root = ET.Element("testsuites", name=clean(f"{assessment.region_name} {assessment.year} 年达标检查"))
    titles = {pack.id: pack.title or pack.id for pack in assessment.packs}
    for pack in dict.fromkeys(verdict.pack for verdict in assessment.verdicts):
        verdicts = [verdict for verdict in assessment.verdicts if verdict.pack == pack]
        _suite(root, titles.get(pack, pack), verdicts, _verdict)
    _suite(root, "综合结论", assessment.conclusions, _conclusion)
    _suite(root, "数据提示", all_findings(assessment), _finding)
    _suite(root, "检查不完整", assessment.incomplete, _incomplete)
    _count(root, list(root.iter("testcase")))
    _properties(root, assessment)
    ET.indent(root, " ")
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _suite(root: ET.Element, name: str, rows: Sequence[_Row], make: Callable[[ET.Element, _Row], None]) -> None:
    """A suite with a case a row; none where there are no rows."""
    if rows:
        suite = ET.SubElement(root, "testsuite", name=clean(name))
        for row in rows:
            make(suite, row)
        _count(suite, suite.findall("testcase"))


def _properties(root: ET.Element, assessment: Assessment) -> None:
    """On every suite, which is where readers of the format look for them."""
    facts = {
        "region": assessment.region,
        "year": str(assessment.year),
        "engines": "、".join(assessment.engines.names),
        "rulebook": assessment.rulebook,
        **{f"sha256 {path}": digest for path, digest in assessment.inputs},
    }
    for suite in root.findall("testsuite"):
        properties = ET.Element("properties")
        for name, value in facts.items():
            ET.SubElement(properties, "property", name=clean(name), value=clean(value))
        suite.insert(0, properties)


def _verdict(suite: ET.Element, verdict: Verdict) -> None:
    said = clean(message(verdict))
    case = _case(suite, rule_id(verdict), words.name(verdict))
    case.set("status", VERDICTS[verdict.verdict])
    if verdict.verdict in _PASSED:
        ET.SubElement(case, "system-out").text = f"{said}\n{_exact(verdict)}"
    elif verdict.verdict == "not_met":
        ET.SubElement(case, "failure", type=verdict.verdict, message=said).text = _exact(verdict)
    else:
        ET.SubElement(case, "skipped", type=verdict.verdict, message=said).text = _exact(verdict)


def _exact(verdict: Verdict) -> str:
    """The figures as the assessment has them, for a reader that takes them from here."""
    limit = verdict.limit if isinstance(verdict.limit, str) else "..".join(verdict.limit or ())
    facts = {"value": verdict.value, "op": verdict.op, "limit": limit, "path": verdict.path, "gap": verdict.gap}
    facts["unit"] = verdict.unit
    return clean(" ".join(f"{name}={value}" for name, value in facts.items() if value))


def _conclusion(suite: ET.Element, one: ConclusionText) -> None:
    case = _case(suite, f"{one.pack}/{one.id}", one.title)
    case.set("status", one.outcome)
    because = clean(f"{one.outcome}：{'；'.join(one.because)}" if one.because else one.outcome)
    if one.outcome == "不合格":
        ET.SubElement(case, "failure", type="conclusion", message=because)
    elif one.outcome == "待定":
        ET.SubElement(case, "skipped", type="conclusion", message=because)


def _finding(suite: ET.Element, finding: Finding) -> None:
    case = _case(suite, finding.code, finding.message)
    said = clean(f"{finding.message} {'、'.join(finding.places)} {finding.hint}")
    kind = "error" if finding.severity == "error" else "skipped"
    ET.SubElement(case, kind, type=clean(finding.code), message=said)


def _incomplete(suite: ET.Element, pack: str) -> None:
    said = "没有任何文件适用于这个地区和年份" if pack == "*" else "这份文件没有得出任何判定"
    ET.SubElement(_case(suite, pack, pack), "error", type="incomplete", message=said)


def _case(suite: ET.Element, classname: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=clean(classname), name=clean(name))


def _count(element: ET.Element, cases: Sequence[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
