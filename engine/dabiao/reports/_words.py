"""A verdict in the words a reader of a report sees. Numbers are only set out here, never judged."""

from fractions import Fraction

from dabiao.assess.assessment import Assessment, Place, Read, Verdict
from dabiao.assess.model import FLAGS, VERDICTS
from dabiao.quantity.rounding import exact_value, shown_decimal

SIGNS = {
    "not_met": "×",
    "behind": "▼",
    "unverified": "?",
    "no_data": "□",
    "on_track": "▲",
    "pending": "○",
    "met": "√",
    "waived": "◇",
    "not_applicable": "-",
}
FLAG_MEANINGS = {
    "borderline": "按显示的位数修约会得出相反判定，以准确值为准",
    "suspect": "数据有疑点，请核对",
    "disputed": "换一种统计口径，判定就不同",
    "estimated": "用的是预计数或计划数",
    "customary": "文件未写年度进度，按基数到目标值逐年均匀推算",
}
EARLY, STRICTER = "提前", "另有更严"
FORCES = {"strive": "力争", "encourage": "鼓励"}
_POINTS = {"%": "百分点", "‰": "千分点"}
_UPPER = ("<=", "<")
# The conditions of each-rules come as expressions; a reader gets words.


def verdict_word(verdict: str) -> str:
    """Sign and word: × 未达标."""
    return f"{SIGNS.get(verdict, ' ')} {VERDICTS.get(verdict, verdict)}"


def marks(verdict: Verdict) -> tuple[str, ...]:
    """The flags in words, with what else the verdict says of itself: early, or superseded by a stricter target."""
    words = [FLAGS.get(flag, flag) for flag in verdict.flags]
    if verdict.verdict == "met" and not verdict.due:
        words.append(EARLY)
    if not verdict.binding:
        words.append(STRICTER)
    return tuple(words)


def name(verdict: Verdict) -> str:
    """The indicator or task, with the school and the stage where there is one."""
    entity = f"{verdict.entity}：" if verdict.entity else ""
    stage = f"（{verdict.stage}）" if verdict.stage and verdict.stage not in verdict.indicator_name else ""
    return f"{entity}{verdict.indicator_name}{stage}"


def requirement(verdict: Verdict) -> str:
    """What is asked and by when, without repeating the name of a task; with its nature and force where not the usual ones."""
    text = verdict.requirement
    if text.startswith(verdict.indicator_name):
        text = text[len(verdict.indicator_name) :]
        if text.startswith("（") and text.endswith("）"):
            text = text[1:-1]
        text = text or "完成"
    tags = [tag for tag in (verdict.nature, FORCES.get(verdict.force)) if tag]
    return text + (f"〔{'、'.join(tags)}〕" if tags else "")


def value(verdict: Verdict) -> tuple[str, ...]:
    """The figure with its unit; the exact one too where the rounded one hides a gap, and all of them where they contradict."""
    if verdict.shown is None:
        return ()
    unit = f" {verdict.unit}" if verdict.unit else ""
    values = _primary_values(verdict)
    if len(values) > 1:
        return (" 或 ".join(_rounded(each, _places(verdict.shown)) for each in values) + unit,)
    shown = f"{verdict.shown}{unit}"
    if verdict.value is not None and ("borderline" in verdict.flags or _hidden_gap(verdict)):
        return shown, f"准确为 {verdict.value}{unit}"
    return (shown,)


def _hidden_gap(verdict: Verdict) -> bool:
    """Whether what is missing is less than the last place shown."""
    return verdict.gap is not None and 0 < exact_value(verdict.gap) < Fraction(1, 10 ** _places(verdict.shown))


def expected(verdict: Verdict) -> str:
    """What the path asks this year, empty where there is no path."""
    if verdict.path is None:
        return ""
    text = _rounded(verdict.path, max(_places(verdict.shown), 2)) if "." in verdict.path else verdict.path
    return f"本年应到 {text}" + (f" {verdict.unit}" if verdict.unit else "")


# a figure that stands exactly on a strict limit lacks nothing that can be counted
_STRICT = {">": "刚好相等，须超过", "<": "刚好相等，须低于"}


def gap(verdict: Verdict) -> tuple[str, ...]:
    """What is still missing to the requirement, in its unit and, where it is known, in heads; nothing where nothing is."""
    parts = []
    if verdict.gap is not None and exact_value(verdict.gap):
        unit = gap_unit(verdict)
        places = max(_places(text) for text in (verdict.shown, *_limits(verdict)))
        values = _primary_values(verdict)
        by = f"按 {_rounded(values[0], places)} 计" if len(values) > 1 else ""
        parts.append(f"{by}{'超出' if _above(verdict) else '还差'} {_rounded(verdict.gap, places)} {unit}".rstrip())
    elif verdict.gap is not None and verdict.op in _STRICT and verdict.verdict in ("not_met", "behind"):
        parts.append(_STRICT[verdict.op])
    if not verdict.short:
        return tuple(parts)
    # a gap that is itself a count is said once: 还差 1 间（美术教室90平方米及以上数）
    return (*(part for part in parts if not verdict.short.startswith(f"{part}（")), verdict.short)


def gap_unit(verdict: Verdict) -> str:
    """The unit of a gap: shares differ by percentage points, not by per cent."""
    return _POINTS.get(verdict.unit or "", verdict.unit or "")


def note(verdict: Verdict) -> str:
    """The remarks, without the double stops of sentences that were strung together."""
    return verdict.note.replace("。；", "；")


def source(title: str, assessment: Assessment) -> str:
    """A document by its title in 《》, or by the id of its pack where it has none."""
    return title if any(pack.id == title for pack in assessment.packs) else f"《{title}》"


def readings(verdict: Verdict) -> list[str]:
    """Each figure a verdict could rest on, where there is more than one that differs: its value, verdict and place."""
    if len({(read.value, read.right, read.verdict) for read in verdict.readings}) < 2:
        return []
    return [_reading(read, verdict) for read in verdict.readings]


def place(at: Place) -> str:
    """file!sheet!cell, or file and cell."""
    return "!".join(part for part in (at.file, at.sheet, at.cell) if part)


def period(start: int, end: int | None) -> str:
    """2021—2025 年, 2024 年, 2017 年起."""
    return f"{start} 年起" if end is None else f"{start} 年" if start == end else f"{start}—{end} 年"


def _reading(read: Read, verdict: Verdict) -> str:
    unit = f" {verdict.unit}" if verdict.unit else ""
    figure = "" if read.value is None else f" {_rounded(read.value, _places(verdict.shown))}{unit}"
    against = "" if read.right is None else f"（对照 {_rounded(read.right, _places(verdict.shown))}{unit}）"
    at = "、".join(dict.fromkeys(place(origin) for origin in read.origin))
    note = f"，{read.note}" if read.note else ""
    return f"{read.label}{figure}{against}：{VERDICTS.get(read.verdict, read.verdict)}{note}" + (
        f"，见 {at}" if at else ""
    )


def _primary_values(verdict: Verdict) -> list[str]:
    return list(dict.fromkeys(read.value for read in verdict.readings if read.primary and read.value is not None))


def _limits(verdict: Verdict) -> tuple[str, ...]:
    limit = verdict.limit
    return () if limit is None else (limit,) if isinstance(limit, str) else limit


def _above(verdict: Verdict) -> bool:
    """Whether the figure misses on the upper side."""
    if verdict.op in _UPPER:
        return True
    limits = _limits(verdict)
    if verdict.op not in ("..", "=", "~") or not limits or verdict.value is None:
        return False
    return exact_value(verdict.value) > exact_value(limits[-1])


def _places(text: str | None) -> int:
    return 0 if text is None else sum(character.isdigit() for character in text.partition(".")[2])


def _rounded(text: str, places: int) -> str:
    """Rounded once for the eye, without the zeros at its end; as it stands where rounding would leave nothing."""
    short = shown_decimal(exact_value(text), places)
    if "." in short:
        short = short.rstrip("0").rstrip(".")
    return text if not exact_value(short) else short
