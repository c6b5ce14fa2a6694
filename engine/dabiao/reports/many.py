"""Many regions on a screen: a line a region, those with most unmet first; then the targets not met in most regions."""

from heapq import nsmallest

from dabiao.assess.columnar.model import Judged
from dabiao.assess.model import VERDICTS
from dabiao.reports._cells import pad, size
from dabiao.reports._quality_words import SEVERITIES
from dabiao.reports._safe import clean
from dabiao.rules.model import Rulebook

_MOST_REGIONS, _MOST_TARGETS, _MOST_RULES = 30, 10, 10
_SEVERITIES = tuple(SEVERITIES)
_WIDTH = 8


def render(judged: Judged, rulebook: Rulebook) -> str:
    """The summary as text."""
    whole = [0] * len(VERDICTS)
    for _, counts in judged.counts.by_region():
        whole = [sum(pair) for pair in zip(whole, counts, strict=True)]
    shown = [number for number, count in enumerate(whole) if count]
    words = [*VERDICTS.values()]
    first = nsmallest(_MOST_REGIONS, judged.counts.by_region(), key=lambda one: (*(-n for n in one[1]), one[0]))
    wide = max([8, *(size(f"{code} {clean(rulebook.regions.full_name(code))}") for code in judged.regions)])
    years = "、".join(map(str, judged.years))
    lines = [f"达标检查：{len(judged.regions)} 个地区，{years} 年，{judged.checks} 项判定", ""]
    lines.append(pad("地区", wide) + "".join(_right(words[number]) for number in shown))
    for code, counts in first:
        name = clean(rulebook.regions.full_name(code))
        label = code if name == code else f"{code} {name}"
        lines.append(pad(label, wide) + "".join(_right(str(counts[number])) for number in shown))
    if (others := len(judged.regions) - len(first)) > 0:
        lines.append(f"…… 另有 {others} 个地区（未达标较少），全部见 --format json 或 -o 判定表.parquet")
    lines.append(pad("合计", wide) + "".join(_right(str(whole[number])) for number in shown))
    lines += ["", *_failing(judged, rulebook), *_concluded(judged), *_engine(judged)]
    return "\n".join(lines) + "\n"


def _right(text: str) -> str:
    return " " * (_WIDTH + 2 - size(text)) + text


def _failing(judged: Judged, rulebook: Rulebook) -> list[str]:
    if not judged.failing:
        return []
    lines = ["未达标地区最多的目标："]
    for one in judged.failing[:_MOST_TARGETS]:
        indicator = rulebook.indicators.get(one.indicator or "")
        stage = f"（{one.stage}）" if one.stage else ""
        name = indicator.name if indicator else one.target
        lines.append(f"  {one.regions:>5} 个  {clean(name)}{stage}  {one.pack}/{one.target}")
    return [*lines, ""]


def _concluded(judged: Judged) -> list[str]:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for outcome in judged.conclusions:
        counts = found.setdefault((outcome.pack, outcome.conclusion), {})
        counts[outcome.outcome] = counts.get(outcome.outcome, 0) + 1
    if not found:
        return []
    lines = ["结论："]
    for (pack, name), counts in found.items():
        lines.append(f"  {pack}/{name}  " + "  ".join(f"{word} {n}" for word, n in sorted(counts.items())))
    return [*lines, ""]


def quality_lines(judged: Judged) -> list[str]:
    """How many regions have findings of data quality, and how many each rule has; the findings themselves are for verify to tell."""
    if not judged.quality:
        return ["数据核查：没有发现问题"]
    lines = [
        f"数据核查：{judged.doubted} 个地区有发现，共 {sum(one.findings for one in judged.quality)} 处；明细用 dabiao verify 查看"
    ]
    ordered = sorted(judged.quality, key=lambda one: (_SEVERITIES.index(one.severity), -one.regions, one.rule))
    for one in ordered[:_MOST_RULES]:
        head = f"  {SEVERITIES[one.severity]}  应当{clean(one.title)}（{one.rule}）"
        lines.append(f"{head}：{one.regions} 个地区，{one.findings} 处")
    if len(ordered) > _MOST_RULES:
        lines.append(f"  …… 另有 {len(ordered) - _MOST_RULES} 条规则有发现，全部见 --format json")
    return lines


def _engine(judged: Judged) -> list[str]:
    handed = f"其中 {judged.handed} 项由 reference 引擎判定" if judged.handed else "全部由 SQL 精确判定"
    lines = [f"引擎：{judged.engine}，{handed}"]
    if judged.sampled:
        lines.append(f"抽查：{judged.sampled} 个地区由 reference 引擎重判，全部一致（抽样种子 {judged.seed}）")
    lines += quality_lines(judged)
    if judged.incomplete:
        lines.append("不完整：没有得出任何判定的规则包：" + "、".join(judged.incomplete))
    return lines
