"""The HTML report of one region and year, from the Assessment alone."""

from collections.abc import Sequence

from dabiao.assess.assessment import Assessment
from dabiao.assess.model import FLAGS, VERDICTS
from dabiao.reports import _said as said
from dabiao.reports import _words as words
from dabiao.reports._quality_words import told
from dabiao.reports.html._environment import fill
from dabiao.reports.html._history import Past
from dabiao.reports.html._rows import choices, rows
from dabiao.reports.html._summary import tables, tiles
from dabiao.reports.html._tree import tree

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七")


def render(assessment: Assessment, earlier: Sequence[Assessment] = ()) -> bytes:
    """One UTF-8 file that needs nothing else. `earlier`: assessments of the same region in other years, for the year lines.

    The same arguments give the same bytes: no clock, no path of this machine.
    """
    chosen = choices(assessment)
    titles = {pack.id: f"《{pack.title}》" if pack.title else pack.id for pack in assessment.packs}
    roots = tree(assessment)
    return fill(
        "page.html.j2",
        "page.css",
        "page.js",
        a=assessment,
        title=said.title(assessment),
        glance=said.glance(assessment),
        numbers=_numbers(assessment),
        tiles=tiles(assessment),
        tables=tables(assessment),
        roots=roots,
        rows=rows(assessment, chosen, Past(assessment, earlier)),
        chosen=chosen,
        pack_titles=[titles.get(pack, pack) for pack in chosen.packs],
        in_force=[said.document(p, assessment.year) for p in assessment.packs if p.in_force and not p.left_out],
        others=[said.document(p, assessment.year) for p in assessment.packs if not p.in_force],
        left_out=[said.left_out(pack) for pack in assessment.packs if pack.left_out],
        findings=told(assessment),
        engines=said.engines(assessment.engines),
        incomplete=[titles.get(pack, pack) for pack in assessment.incomplete if pack != "*"],
        legend=[(kind, words.verdict_word(kind)) for kind in VERDICTS],
        flags=[(FLAGS[flag], meaning) for flag, meaning in words.FLAG_MEANINGS.items()],
        early=words.EARLY,
        stricter=words.STRICTER,
        place=words.place,
        words=VERDICTS,
        signs=words.SIGNS,
    )


def _numbers(assessment: Assessment) -> dict[str, str]:
    """The numerals of the sections there is something in: 一、二、…"""
    filled = {
        "glance": True,
        "conclusions": bool(assessment.conclusions),
        "summary": bool(assessment.verdicts),
        "rows": bool(assessment.verdicts),
        "findings": True,
        "basis": True,
        "legend": True,
    }
    return dict(zip((key for key, there in filled.items() if there), _NUMERALS, strict=False))
