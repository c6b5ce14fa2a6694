"""Findings of data quality in lines: what does not fit, by how much, where, and how to mend it."""

from collections.abc import Iterable
from itertools import groupby

from dabiao.assess.assessment import Place, Quality
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._quality_words import KINDS, SEVERITIES, what
from dabiao.reports._screen import Screen

_STYLES = {"error": "bad", "warning": "warn", "hint": "dim"}
_MOST = 12


def findings(screen: Screen, found: Iterable[Quality]) -> list[str]:
    """The findings as they come, rule by rule: its title, then each place with both sides, the difference and the cells."""
    lines: list[str] = []
    for (severity, rule), group in groupby(found, key=lambda one: (one.severity, one.rule)):
        ones = list(group)
        head = f"{SEVERITIES[severity]} {ones[0].code} {KINDS[ones[0].kind]}（{rule}，{len(ones)} 处）"
        lines += [screen.paint(line, _STYLES[severity]) for line in hanging("", head, screen.width)]
        lines += hanging("    应当：", ones[0].title, screen.width)
        for one in ones:
            lines += hanging("  · ", what(one), screen.width)
            lines += hanging("    位置：", places(one.cells), screen.width)
        lines += hanging("    改法：", ones[0].hint, screen.width)
        if ones[0].source:
            lines += hanging("    出处：", ones[0].source, screen.width)
    return lines


def summary(screen: Screen, found: Iterable[Quality]) -> list[str]:
    """How many findings there are of each severity, in one sentence."""
    known = tuple(found)
    parts = [f"{word} {n} 处" for key, word in SEVERITIES.items() if (n := sum(one.severity == key for one in known))]
    return wrap(f"数据核查发现{'、'.join(parts)}。用到这些数的判定标记“数据存疑”（提醒除外）。", screen.width)


def places(cells: Iterable[Place]) -> str:
    """The cells, file by file, no more of them than a reader looks at; the JSON form has all."""
    parts = []
    for (file, sheet), group in groupby(cells, key=lambda place: (place.file, place.sheet)):
        names = [place.cell for place in group]
        more = f" 等 {len(names)} 处" if len(names) > _MOST else ""
        parts.append(f"{'!'.join(part for part in (file, sheet) if part)} {'、'.join(names[:_MOST])}{more}")
    return "；".join(parts)
