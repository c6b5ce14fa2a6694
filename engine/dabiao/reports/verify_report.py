"""What verify found, for a screen (or a text file) and as JSON."""

import json
from typing import Any

from dabiao.assess.assessment import plain
from dabiao.assess.quality import RegionQuality, Verification
from dabiao.reports import _quality
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._quality_words import SEVERITIES
from dabiao.reports._screen import Screen, screen_for

VERSION = "1"


def render(verification: Verification, to_file: bool = False, width: int | None = None) -> str:
    """The report: region by region, graver findings first, then what reading the files found, then one closing sentence."""
    screen = screen_for(to_file, width)
    lines = [screen.paint(line, "title") for line in wrap("数据核查", screen.width)]
    for path, digest in verification.inputs:
        lines += hanging("数据：", f"{path}（sha256 {digest[:12]}）", screen.width)
    lines += wrap(f"规则：{verification.rules} 条（规则库 {verification.rulebook[:12]}）", screen.width)
    for region in verification.regions:
        lines += _region(screen, region)
    if verification.findings:
        lines += ["", *(screen.paint(line, "title") for line in wrap("读取数据时的提示", screen.width))]
        for finding in verification.findings:
            lines += hanging("· ", f"{finding.code}：{finding.message}", screen.width)
            if finding.places:
                lines += hanging("  位置：", "、".join(finding.places), screen.width)
            if finding.hint:
                lines += hanging("  改法：", finding.hint, screen.width)
    return "\n".join(line.rstrip() for line in (*lines, "", *wrap(closing(verification), screen.width))) + "\n"


def _region(screen: Screen, region: RegionQuality) -> list[str]:
    entities = f"，{region.entities} 所（个）" if region.entities else ""
    title = f"{region.region_name}（{region.region}）截至 {region.year} 年：{region.figures} 个数{entities}"
    lines = ["", *(screen.paint(line, "title") for line in wrap(title, screen.width))]
    if not region.findings:
        return [*lines, *wrap("没有发现问题。", screen.width)]
    return [*lines, *_quality.findings(screen, region.findings)]


def closing(verification: Verification) -> str:
    """One sentence: how much was looked at, how many findings of each severity."""
    figures = sum(region.figures for region in verification.regions)
    counts = "、".join(f"{word} {verification.count(key)} 处" for key, word in SEVERITIES.items())
    return f"共核查 {len(verification.regions)} 个地区 {figures} 个数，{counts}。"


def to_json(verification: Verification) -> dict[str, Any]:
    """The verification as JSON values (rules/schema/verification.schema.json). Deterministic: no clock, no machine."""
    return {
        "version": VERSION,
        "inputs": [{"path": path, "sha256": digest} for path, digest in verification.inputs],
        "rulebook": {"sha256": verification.rulebook, "rules": verification.rules},
        "counts": {key: verification.count(key) for key in SEVERITIES},
        "regions": [plain(region) for region in verification.regions],
        "findings": [plain(finding) for finding in verification.findings],
    }


def render_json(verification: Verification) -> bytes:
    """The same as UTF-8 JSON, indented, with a final newline."""
    return (json.dumps(to_json(verification), ensure_ascii=False, indent=2) + "\n").encode()
