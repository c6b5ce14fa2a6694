"""The targets of a terminal report, one by one: a wide table, a narrower one, or a card each, as the screen allows."""

from collections.abc import Sequence
from itertools import groupby

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.reports import _words as words
from dabiao.reports._bars import bar
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._screen import MEDIUM, WIDE, Screen
from dabiao.reports._table import GAP, Cell, Column, Table, fit

STYLE_OF = {
    "not_met": "bad",
    "behind": "warn",
    "unverified": "ask",
    "no_data": "ask",
    "on_track": "good",
    "met": "good",
}
_COLUMNS = (
    Column("判定", 10, 10),
    Column("指标", 20),
    Column("本年数值", 12),
    Column("要求", 18),
    Column("距要求", 17, 24),
    Column("进度", 13),
)
_CLAUSE, _LEAD = Column("依据条款", 30), Column("责任单位", 14)
_CARD_BAR, _MEDIUM_BAR, _WIDE_BAR = 24, 8, 14


def rows(screen: Screen, assessment: Assessment, verdicts: Sequence[Verdict]) -> list[str]:
    """The verdicts, each with everything that is known of it, in the order given, under a title a verdict."""
    if not verdicts:
        return []
    wide = screen.width >= WIDE
    columns = [*_COLUMNS, *((_CLAUSE,) if wide else ()), *((_LEAD,) if wide and any(v.lead for v in verdicts) else ())]
    cells = [_cells(screen, assessment, verdict)[: len(columns)] for verdict in verdicts]
    table = fit(screen, columns, cells) if screen.width >= MEDIUM else None
    lines = []
    numbered = zip(verdicts, cells, strict=True)
    for kind, group in groupby(numbered, key=lambda pair: pair[0].verdict):
        found = list(group)
        title = f"{words.verdict_word(kind)} {len(found)} 项"
        lines += [screen.paint(title, STYLE_OF.get(kind, "title")), "", *(table.head() if table else ())]
        for verdict, row in found:
            lines += _card(screen, assessment, verdict) if table is None else _entry(table, assessment, verdict, row)
        lines += [""] if table else []
    return lines[:-1]


def _cells(screen: Screen, assessment: Assessment, verdict: Verdict) -> list[Cell]:
    style = STYLE_OF.get(verdict.verdict, "")
    missing = style if verdict.verdict in ("not_met", "behind") else ""
    drawn = bar(verdict, _WIDE_BAR if screen.width >= WIDE else _MEDIUM_BAR, screen.ink)
    return [
        Cell((words.verdict_word(verdict.verdict), *words.marks(verdict)), style),
        Cell((words.name(verdict),)),
        Cell(words.value(verdict)),
        Cell(_some(words.requirement(verdict), words.expected(verdict))),
        Cell(words.gap(verdict), missing),
        Cell(_some(drawn)),
        Cell((_clause(assessment, verdict),)),
        Cell(_some("、".join(verdict.lead))),
    ]


def _some(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _entry(table: Table, assessment: Assessment, verdict: Verdict, row: Sequence[Cell]) -> list[str]:
    """A row of the table, and set in below it what has no column."""
    lines = table.row(row)
    below = _remarks(verdict)
    if _CLAUSE not in table.columns:
        below = [("依据", _clause(assessment, verdict)), ("责任", "、".join(verdict.lead)), *below]
    for label, text in below:
        lines += _paragraph(table.screen, label, text, table.widths[0] + GAP)
    return [*lines, table.screen.paint(table.screen.rule("┄"), "dim")]


def _card(screen: Screen, assessment: Assessment, verdict: Verdict) -> list[str]:
    marks = words.marks(verdict)
    title = (
        f"{words.verdict_word(verdict.verdict)}{'〔' + '、'.join(marks) + '〕' if marks else ''}　{words.name(verdict)}"
    )
    lines = [screen.paint(line, STYLE_OF.get(verdict.verdict, "title")) for line in wrap(title, screen.width)]
    facts = [
        ("数值", "，".join(words.value(verdict))),
        ("要求", words.requirement(verdict)),
        ("进度", "　".join(_some(bar(verdict, _CARD_BAR, screen.ink), words.expected(verdict)))),
        ("差距", "，".join(words.gap(verdict))),
        ("依据", _clause(assessment, verdict)),
        ("责任", "、".join(verdict.lead)),
        *_remarks(verdict),
    ]
    for label, text in facts:
        lines += _paragraph(screen, label, text, 2)
    return [*lines, ""]


def _remarks(verdict: Verdict) -> list[tuple[str, str]]:
    return [*(("读数", text) for text in words.readings(verdict)), ("说明", words.note(verdict))]


def _paragraph(screen: Screen, label: str, text: str, indent: int) -> list[str]:
    return hanging(" " * indent + label + "  ", text, screen.width) if text else []


def _clause(assessment: Assessment, verdict: Verdict) -> str:
    return f"{words.source(verdict.clause.source, assessment)} {verdict.clause.at}「{verdict.clause.quote}」"
