"""Packs, indicators and targets as plain text for `dabiao rules`."""

from dabiao.rules.model import Compare, Pack, Rulebook, Target
from dabiao.rules.wording import requirement, subject_name

FORCE = {"must": "硬性要求", "strive": "力争", "encourage": "鼓励"}


def pack_lines(rulebook: Rulebook, only: tuple[str, ...] | None) -> list[str]:
    """A line a pack: id, region, period, number of targets, title and number."""
    lines = []
    for pack in rulebook.packs:
        if only is None or pack.id in only:
            name = rulebook.regions.full_name(pack.source.region)
            lines.append(f"{pack.id}  {name}  {_period(pack)}  {len(pack.targets)} 项目标  {_title(pack)}")
    return lines


def _period(pack: Pack) -> str:
    end = "起" if pack.source.end is None else f"—{pack.source.end}"
    return f"{pack.source.start}{end}" if pack.source.end != pack.source.start else f"{pack.source.start}"


def _title(pack: Pack) -> str:
    title = pack.source.title or "（原文未载标题）"
    return f"{title} {pack.source.number or ''}".strip()


def indicator_lines(rulebook: Rulebook) -> list[str]:
    """A line an indicator: name, unit, stage, id, aliases."""
    lines = []
    for indicator in sorted(rulebook.indicators.values(), key=lambda i: i.name):
        stage = f"  {indicator.stage}" if indicator.stage else ""
        aliases = f"  又名：{'、'.join(indicator.aliases)}" if indicator.aliases else ""
        lines.append(f"{indicator.name}（{indicator.unit.name}）{stage}  {indicator.id}{aliases}")
    return lines


def target_lines(rulebook: Rulebook, target: Target) -> list[str]:
    """Everything a target says, a line a thing."""
    pack = rulebook.pack(target.pack)
    indicator = rulebook.indicators.get(target.indicator or "")
    than = rulebook.indicators.get(target.form.than or "") if isinstance(target.form, Compare) else None
    place = rulebook.regions.name(target.form.of) if isinstance(target.form, Compare) and target.form.of else None
    stage = f"（{target.stage}）" if target.stage else ""
    baseline = f"{target.baseline[0]} 年 {target.baseline[1]}" if target.baseline else ""
    rows = [
        ("目标", target.ref),
        ("指标", subject_name(target, indicator) + stage),
        ("要求", requirement(target, than, place)),
        ("力度", FORCE[target.force] + (f"，{target.nature}" if target.nature else "")),
        ("基期", baseline),
        ("依据", f"{_title(pack)}　{target.clause.at}"),
        ("原文", f"「{target.clause.quote}」"),
        ("责任单位", "、".join(target.lead)),
        ("说明", target.note or ""),
        ("规则", str(target.span)),
    ]
    return [f"{name}：{text}" for name, text in rows if text]
