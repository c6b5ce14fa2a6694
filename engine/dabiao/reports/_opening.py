"""What a terminal report opens with: what was checked against what, the result in a sentence, and the counts."""

from collections import Counter
from collections.abc import Sequence

from dabiao.assess.assessment import Assessment
from dabiao.assess.model import VERDICTS
from dabiao.reports import _said as said
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._screen import Screen
from dabiao.reports._table import Cell, Column, fit

_ORDER = tuple(VERDICTS)


def head(screen: Screen, assessment: Assessment) -> list[str]:
    """Region and year, documents in force and not, engines, files."""
    title = [screen.paint(line, "title") for line in wrap(said.title(assessment), screen.width)]
    lines = [screen.rule("═"), *title, screen.rule("═")]
    year = assessment.year
    in_force = [said.document(pack, year) for pack in assessment.packs if pack.in_force and not pack.left_out]
    others = [said.document(pack, year) for pack in assessment.packs if not pack.in_force]
    lines += _field(screen, "适用文件", in_force or ["没有"])
    lines += _field(screen, "本年不适用的文件", others)
    lines += _field(screen, "没有评估的认定标准", [said.left_out(pack) for pack in assessment.packs if pack.left_out])
    lines += _field(screen, "判定引擎", [said.engines(assessment.engines)])
    return lines + _field(screen, "数据文件", [path for path, _ in assessment.inputs] or ["没有"])


def _field(screen: Screen, label: str, texts: Sequence[str]) -> list[str]:
    lines = []
    for number, text in enumerate(texts):
        lines += hanging(f"{label}：" if number == 0 else "　" * (len(label) + 1), text, screen.width)
    return lines


def glance(screen: Screen, assessment: Assessment) -> list[str]:
    """The result in a sentence; first what is due, then what is not yet."""
    lines = wrap(said.glance(assessment), screen.width)
    if assessment.incomplete:
        lines += [
            screen.paint(line, "bad") for line in wrap("注意：本次检查不完整，见后面的“检查不完整”。", screen.width)
        ]
    return lines


def summary(screen: Screen, assessment: Assessment) -> list[str]:
    """How many verdicts of each kind, per document and per stage."""
    if not assessment.verdicts:
        return []
    titles = {pack.id: f"《{pack.title}》" for pack in assessment.packs if pack.title}
    by_pack = Counter((titles.get(verdict.pack, verdict.pack), verdict.verdict) for verdict in assessment.verdicts)
    by_stage = Counter((verdict.stage or said.NO_STAGE, verdict.verdict) for verdict in assessment.verdicts)
    stages = said.stages([stage for stage, _ in by_stage])
    documents = list(dict.fromkeys(document for document, _ in by_pack))
    return [*_counts(screen, "文件", documents, by_pack), "", *_counts(screen, "学段", stages, by_stage)]


def _counts(screen: Screen, title: str, names: Sequence[str], found: Counter[tuple[str, str]]) -> list[str]:
    used = [verdict for verdict in _ORDER if any(kind == verdict for _, kind in found)]
    rows = []
    for name in names:
        counts = [found[name, verdict] for verdict in used]
        rows.append([Cell((name,)), *(Cell((str(count),)) for count in (*counts, sum(counts)))])
    numbers = [Column(name, 4, right=True) for name in (*(VERDICTS[verdict] for verdict in used), "合计")]
    table = fit(screen, [Column(title, 16), *numbers], rows)
    if table is None:
        return _counts_in_words(screen, used, rows)
    return [*table.head(), *(line for cells in rows for line in table.row(cells))]


def _counts_in_words(screen: Screen, used: list[str], rows: list[list[Cell]]) -> list[str]:
    lines = []
    for row in rows:
        name, *counts = (cell.texts[0] for cell in row)
        told = [f"{VERDICTS[verdict]} {count}" for verdict, count in zip(used, counts, strict=False) if count != "0"]
        lines += hanging("", f"{name}：{'，'.join(told)}，合计 {counts[-1]}", screen.width)
    return lines
