"""Targets there is no figure of, set out compactly under the section of the document they stand in: a line each."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.reports import _words as words
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._screen import MEDIUM, WIDE, Screen
from dabiao.reports._table import Cell, Column, fit

_INDENT = "  "
_Row = tuple[Verdict, list[Cell]]


def lists(screen: Screen, assessment: Assessment, verdicts: Sequence[Verdict]) -> list[str]:
    """Indicator or task, requirement, place of the clause, who answers for it; side by side where the screen has room."""
    if not verdicts:
        return []
    columns = [Column("指标或事项", 30), Column("要求", 24), Column("条款", 16)]
    if any(verdict.lead for verdict in verdicts):
        columns.append(Column("责任单位", 12))
    cells = [_cells(screen, verdict)[: len(columns)] for verdict in verdicts]
    table = fit(screen, columns, cells, len(_INDENT)) if screen.width >= MEDIUM else None
    lines = [_INDENT + line for line in table.head()[:-1]] if table else []
    for source, found in groupby(zip(verdicts, cells, strict=True), key=lambda pair: pair[0].clause.source):
        lines += [screen.paint(line, "title") for line in wrap(words.source(source, assessment), screen.width)]
        for title, group in _sections(found).items():
            lines += hanging(_INDENT[1:] + "【", f"{title}】", screen.width)
            for verdict, row in group:
                lines += _line(screen, verdict) if table is None else [_INDENT + line for line in table.row(row)]
                if verdict.note:
                    lines += hanging(_INDENT * 2 + "注：", words.note(verdict), screen.width)
    return lines


def _sections(pairs: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for verdict, cells in pairs:
        found.setdefault(section(verdict.clause.at), []).append((verdict, cells))
    return found


@lru_cache(maxsize=1024)
def section(at: str) -> str:
    """The section a place lies in.

    >>> section("二（四）发展目标 第2段"), section("二（一）4"), section("三14")
    ('二（四）发展目标', '二（一）', '三')
    """
    head = at.partition(" ")[0]
    return head.rstrip("0123456789") or head


def _cells(screen: Screen, verdict: Verdict) -> list[Cell]:
    quote = f"「{verdict.clause.quote}」" if screen.width >= WIDE else ""
    return [
        Cell((_name(verdict),), ""),
        Cell((words.requirement(verdict),), ""),
        Cell((_place(verdict) + quote,), ""),
        Cell((_lead(verdict),), ""),
    ]


def _place(verdict: Verdict) -> str:
    """The place within the section that stands above it."""
    at = verdict.clause.at
    return at.removeprefix(section(at)).strip() if " " in at else at


def _name(verdict: Verdict) -> str:
    marks = words.marks(verdict)
    return words.name(verdict) + (f"〔{'、'.join(marks)}〕" if marks else "")


def _lead(verdict: Verdict) -> str:
    return "" if not verdict.lead else verdict.lead[0] + (f"等 {len(verdict.lead)} 家" if len(verdict.lead) > 1 else "")


def _line(screen: Screen, verdict: Verdict) -> list[str]:
    parts = (_name(verdict), words.requirement(verdict), _place(verdict), _lead(verdict))
    return hanging(_INDENT + "· ", " — ".join(part for part in parts if part), screen.width)
