"""What every report says of a run as a whole, in sentences: its documents, its engines, its result."""

from collections import Counter
from collections.abc import Sequence

from dabiao.assess.assessment import Assessment, Engines, PackInfo, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _words as words

_STAGES = ("学前", "义务教育", "中小学", "小学", "初中", "普通高中", "高中", "中职", "特殊教育", "继续教育")
NO_STAGE = "不分学段"


def title(assessment: Assessment) -> str:
    """Region, code and year."""
    return f"{assessment.region_name}（{assessment.region}）{assessment.year} 年教育目标达标检查"


def document(pack: PackInfo, year: int) -> str:
    """A document by title, number and period, with how much was checked where it is in force."""
    name = f"《{pack.title}》{pack.number or ''}" if pack.title else f"{pack.id}（原文没有标题）{pack.number or ''}"
    start, end = pack.period
    text = f"{name}，{words.period(start, end)}"
    if not pack.in_force:
        return text
    base = f"（{year} 年是基准年，目标尚未到期）" if year < start else ""
    return f"{text}{base}，检查 {pack.verdicts} 项"


def left_out(pack: PackInfo) -> str:
    """A standard for recognition nothing was given to judge by, and what to do about it."""
    return f"《{pack.title}》{pack.number or ''}：没有学校（幼儿园）表；加上，或写 --pack {pack.id}"


def engines(judged: Engines) -> str:
    """Which engines judged and whether they agree."""
    names = "、".join(judged.names)
    if judged.agree is None:
        return f"只用 {names}" + (f"：{judged.note}" if judged.note else "，没有用另一个引擎核对")
    return f"两个引擎（{names}）判定{'一致' if judged.agree else '不一致'}" + (
        f"：{judged.note}" if judged.note else ""
    )


def glance(assessment: Assessment) -> str:
    """The result in a sentence; first what is due, then what is not yet."""
    due = [verdict for verdict in assessment.verdicts if verdict.due]
    early = [verdict for verdict in assessment.verdicts if not verdict.due]
    ahead = f"到期 {len(due)} 项" + _shares(due, ("met", "not_met")) if due else "本年没有到期的目标"
    rest = (
        f"未到期 {len(early)} 项" + _shares(early, ("behind",), {"met": "提前达标", "pending": "尚无进度可比"})
        if early
        else ""
    )
    return f"共检查 {len(assessment.verdicts)} 项。" + "；".join(part for part in (ahead, rest) if part) + "。"


def _shares(verdicts: Sequence[Verdict], always: Sequence[str], names: dict[str, str] | None = None) -> str:
    """，其中达标 2，未达标 0，…: those named always, the others where there are any."""
    named = {**VERDICTS, **(names or {})}
    counts = Counter(verdict.verdict for verdict in verdicts)
    order = (*always, *(key for key in VERDICTS if key not in always))
    return "，其中" + "，".join(f"{named[key]} {counts[key]}" for key in order if counts[key] or key in always)


def stages(found: Sequence[str]) -> list[str]:
    """Stages from the youngest pupils up, unknown ones after, 不分学段 last."""
    return sorted(set(found), key=lambda stage: (stage == NO_STAGE, _rank(stage), stage))


def _rank(stage: str) -> int:
    return _STAGES.index(stage) if stage in _STAGES else len(_STAGES)
