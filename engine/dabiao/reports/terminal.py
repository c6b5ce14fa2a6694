"""The report a terminal shows (or a text file holds): made from the Assessment alone, in lines no wider than the screen."""

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.model import FLAGS, VERDICTS
from dabiao.reports import _words as words
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._lists import lists
from dabiao.reports._opening import glance, head, summary
from dabiao.reports._rows import rows
from dabiao.reports._screen import Screen, screen_for

_LISTED = ("unverified", "no_data", "pending")
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_WHY_LISTED = {
    "unverified": "需要佐证材料、认定或允许偏差，才能判定",
    "no_data": "没有填报数据，不能判定，不算达标",
    "pending": "还没到期，也没有可比的进度",
}


def render(assessment: Assessment, to_file: bool = False, width: int | None = None) -> bytes:
    """The report as UTF-8 text. `to_file`: no colours. `width` in cells: else COLUMNS, else the terminal's, else 100."""
    screen = screen_for(to_file, width)
    lines = head(screen, assessment)
    sections = [
        ("总体情况", glance(screen, assessment)),
        ("各文件、各学段的判定数", summary(screen, assessment)),
        *_details(screen, assessment),
        ("综合结论", _conclusions(screen, assessment)),
        ("数据核查", _verified(screen, assessment)),
        ("数据提示", _findings(screen, assessment)),
        ("检查不完整", _incomplete(screen, assessment)),
        ("符号说明", _legend(screen)),
    ]
    filled = [(title, body) for title, body in sections if body]
    for numeral, (title, body) in zip(_NUMERALS[: len(filled)], filled, strict=True):
        lines += ["", *(screen.paint(line, "title") for line in wrap(f"{numeral}、{title}", screen.width)), "", *body]
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def _details(screen: Screen, assessment: Assessment) -> list[tuple[str, list[str]]]:
    order = tuple(VERDICTS)
    ordered = sorted(assessment.verdicts, key=lambda verdict: order.index(verdict.verdict))
    full = [verdict for verdict in ordered if not _is_listed(verdict)]
    listed = [verdict for verdict in ordered if _is_listed(verdict)]
    sections = [(f"逐项判定 {len(full)} 项", rows(screen, assessment, full))]
    for verdict in _LISTED:
        group = [each for each in listed if each.verdict == verdict]
        body = lists(screen, assessment, group)
        rest = "其余" if any(each.verdict == verdict for each in full) else ""
        sections.append((f"{rest}{VERDICTS[verdict]} {len(group)} 项：{_WHY_LISTED[verdict]}", body))
    return sections


def _is_listed(verdict: Verdict) -> bool:
    """Whether there is no more to say than that there is no figure, or nothing to hold it against."""
    return verdict.verdict in _LISTED and verdict.shown is None and not verdict.flags and not words.readings(verdict)


_BECAUSE = 12


def _conclusions(screen: Screen, assessment: Assessment) -> list[str]:
    lines = []
    for conclusion in assessment.conclusions:
        because = "、".join(conclusion.because[:_BECAUSE])
        more = f" 等 {len(conclusion.because)} 项" if len(conclusion.because) > _BECAUSE else ""
        text = f"{conclusion.title}：{conclusion.outcome}" + (f"（{because}{more}）" if because else "")
        lines += hanging("· ", text, screen.width)
    return lines


def _verified(screen: Screen, assessment: Assessment) -> list[str]:
    if not assessment.quality:
        return []
    from dabiao.reports import _quality

    return [*_quality.summary(screen, assessment.quality), *_quality.findings(screen, assessment.quality)]


def _findings(screen: Screen, assessment: Assessment) -> list[str]:
    lines = []
    for finding in assessment.findings:
        word = "错误" if finding.severity == "error" else "提示"
        lines += hanging("· ", f"{word} {finding.code}：{finding.message}", screen.width)
        if finding.places:
            lines += hanging("  位置：", "、".join(finding.places), screen.width)
        if finding.hint:
            lines += hanging("  改法：", finding.hint, screen.width)
    return lines


def _incomplete(screen: Screen, assessment: Assessment) -> list[str]:
    if not assessment.incomplete:
        return []
    names = {pack.id: f"《{pack.title}》（{pack.id}）" if pack.title else pack.id for pack in assessment.packs}
    if "*" in assessment.incomplete:
        text = "没有任何文件适用于这个地区和年份，没有得出任何判定，本次检查不完整。"
        return [screen.paint(line, "bad") for line in wrap(text, screen.width)]
    lines = [screen.paint(line, "bad") for line in wrap("以下文件没有得出任何判定，本次检查不完整：", screen.width)]
    for pack in assessment.incomplete:
        lines += hanging("· ", names.get(pack, pack), screen.width)
    return lines


def _legend(screen: Screen) -> list[str]:
    signs = "　".join(words.verdict_word(verdict) for verdict in VERDICTS)
    flags = "；".join(f"{FLAGS[flag]}：{meaning}" for flag, meaning in words.FLAG_MEANINGS.items())
    more = f"{words.EARLY}：期限未到已经达到；{words.STRICTER}：同一指标另有更严的要求在用"
    ink = screen.ink
    drawn = f"进度条从基数（没有基数时从 0）画到要求的数，{ink.done} 为已走到，{ink.mark} 为本年应走到的位置，后退：还不如基数"
    lines = []
    for label, text in (("判定：", signs), ("标记：", f"{flags}；{more}"), ("进度：", drawn)):
        lines += hanging(label, text, screen.width)
    return lines
