"""What a terminal report opens with: what was checked against what, the result in a sentence, and the counts."""

from collections import Counter
from collections.abc import Sequence

from dabiao.assess.assessment import Assessment, PackInfo, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._screen import Screen
from dabiao.reports._table import Cell, Column, fit

_ORDER = tuple(VERDICTS)
_STAGES = ("学前", "义务教育", "中小学", "小学", "初中", "普通高中", "高中", "中职", "特殊教育", "继续教育")
_NO_STAGE = "不分学段"


def head(screen: Screen, assessment: Assessment) -> list[str]:
    """Region and year, documents in force and not, engines, files."""
    title = f"{assessment.region_name}（{assessment.region}）{assessment.year} 年教育目标达标检查"
    lines = [screen.rule("═"), *(screen.paint(line, "title") for line in wrap(title, screen.width)), screen.rule("═")]
    in_force = [_document(pack, assessment.year) for pack in assessment.packs if pack.in_force and not pack.left_out]
    others = [_document(pack, assessment.year) for pack in assessment.packs if not pack.in_force]
    lines += _field(screen, "适用文件", in_force or ["没有"])
    lines += _field(screen, "本年不适用的文件", others)
    lines += _field(screen, "没有评估的认定标准", [_left_out(pack) for pack in assessment.packs if pack.left_out])
    lines += _field(screen, "判定引擎", [_engines(assessment)])
    return lines + _field(screen, "数据文件", [path for path, _ in assessment.inputs] or ["没有"])


def _field(screen: Screen, label: str, texts: Sequence[str]) -> list[str]:
    lines = []
    for number, text in enumerate(texts):
        lines += hanging(f"{label}：" if number == 0 else "　" * (len(label) + 1), text, screen.width)
    return lines


def _document(pack: PackInfo, year: int) -> str:
    title = f"《{pack.title}》{pack.number or ''}" if pack.title else f"{pack.id}（原文没有标题）{pack.number or ''}"
    start, end = pack.period
    text = f"{title}，{words.period(start, end)}"
    if not pack.in_force:
        return text
    base = f"（{year} 年是基准年，目标尚未到期）" if year < start else ""
    return f"{text}{base}，检查 {pack.verdicts} 项"


def _left_out(pack: PackInfo) -> str:
    return f"《{pack.title}》{pack.number or ''}：没有学校（幼儿园）表；加上，或写 --pack {pack.id}"


def _engines(assessment: Assessment) -> str:
    names = "、".join(assessment.engines.names)
    agree, note = assessment.engines.agree, assessment.engines.note
    if agree is None:
        return f"只用 {names}" + (f"：{note}" if note else "，没有用另一个引擎核对")
    return f"两个引擎（{names}）判定{'一致' if agree else '不一致'}" + (f"：{note}" if note else "")


def glance(screen: Screen, assessment: Assessment) -> list[str]:
    """The result in a sentence; first what is due, then what is not yet."""
    due = [verdict for verdict in assessment.verdicts if verdict.due]
    early = [verdict for verdict in assessment.verdicts if not verdict.due]
    ahead = f"到期 {len(due)} 项" + _shares(due, ("met", "not_met")) if due else "本年没有到期的目标"
    rest = (
        f"未到期 {len(early)} 项" + _shares(early, ("behind",), {"met": "提前达标", "pending": "尚无进度可比"})
        if early
        else ""
    )
    text = f"共检查 {len(assessment.verdicts)} 项。" + "；".join(part for part in (ahead, rest) if part) + "。"
    lines = wrap(text, screen.width)
    if assessment.incomplete:
        lines += [
            screen.paint(line, "bad") for line in wrap("注意：本次检查不完整，见后面的“检查不完整”。", screen.width)
        ]
    return lines


def _shares(verdicts: Sequence[Verdict], always: Sequence[str], names: dict[str, str] | None = None) -> str:
    """，其中达标 2，未达标 0，…: those named always, the others where there are any."""
    named = {**VERDICTS, **(names or {})}
    counts = {
        key: sum(verdict.verdict == key for verdict in verdicts)
        for key in (*always, *(k for k in _ORDER if k not in always))
    }
    return "，其中" + "，".join(f"{named[key]} {count}" for key, count in counts.items() if count or key in always)


def summary(screen: Screen, assessment: Assessment) -> list[str]:
    """How many verdicts of each kind, per document and per stage."""
    if not assessment.verdicts:
        return []
    titles = {pack.id: f"《{pack.title}》" for pack in assessment.packs if pack.title}
    by_pack = Counter((titles.get(verdict.pack, verdict.pack), verdict.verdict) for verdict in assessment.verdicts)
    by_stage = Counter((verdict.stage or _NO_STAGE, verdict.verdict) for verdict in assessment.verdicts)
    stages = sorted({stage for stage, _ in by_stage}, key=lambda stage: (stage == _NO_STAGE, _rank(stage), stage))
    documents = list(dict.fromkeys(document for document, _ in by_pack))
    return [*_counts(screen, "文件", documents, by_pack), "", *_counts(screen, "学段", stages, by_stage)]


def _rank(stage: str) -> int:
    return _STAGES.index(stage) if stage in _STAGES else len(_STAGES)


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
