"""The indicators of a draft: each reading linked to the catalogue, or to an indicator proposed beside the pack."""

import re
from typing import NamedTuple

from dabiao.region import NATION, ancestors
from dabiao.rules.draft.match import CLOSE, Catalogue, Match, unit_of
from dabiao.rules.draft.model import LOW, MIDDLE, ProposedIndicator, Reading, lower
from dabiao.rules.draft.phrases import shown as display
from dabiao.rules.model import Rulebook

_LOWER = re.compile(r"近视|辍学|大班额|差异|之比|班额|生师比|负责的|肥胖|减少|文件|会议")
_OPEN = re.compile(r"毛入|巩固率|增长|完成率|比例之比|之比")
_STAGE_IDS = {"学前": "preschool", "小学": "primary", "初中": "junior", "义务教育": "compulsory", "高中": "senior", "普通高中": "general-senior", "中职": "vocational", "中小学": "schools", "特殊教育": "special", "继续教育": "continuing"}  # fmt: skip


class Settled(NamedTuple):
    """A reading with its indicator and stage."""

    reading: Reading
    indicator: str | None
    stage: str | None
    stem: str


class Registry:
    """Gives readings their indicators and targets their ids; keeps what it proposes."""

    def __init__(self, rulebook: Rulebook, pack: str, region: str) -> None:
        self.catalogue = Catalogue(rulebook)
        self.rulebook = rulebook
        self.pack = pack
        self.region = region
        self._proposed: dict[str, ProposedIndicator] = {}
        self._ids: dict[str, int] = {}

    def proposed(self) -> tuple[ProposedIndicator, ...]:
        """The indicators proposed so far."""
        return tuple(self._proposed.values())

    def target_id(self, settled: Settled) -> str:
        """An id no other target of the draft has."""
        stage = _STAGE_IDS.get(settled.stage or "", "")
        stem = f"{settled.stem}-{stage}" if stage and not settled.stem.startswith(f"{stage}-") else settled.stem
        self._ids[stem] = count = self._ids.get(stem, 0) + 1
        return stem if count == 1 and settled.indicator in self.rulebook.indicators else f"{stem}-{count}"

    def settle(self, reading: Reading) -> Settled:
        """Finds or proposes the indicator, the items of a condition, and what a comparison is with."""
        if reading.form in ("milestone", "attest"):
            return Settled(reading, None, None, reading.form)
        for item, unit in reading.items:
            if item not in self.catalogue.by_name:
                self._propose(item, unit, None, "逐一核对所用的要素", item=True)
        found = self.catalogue.find((reading.name, *reading.others), reading.unit, reading.stage, added=reading.form == "total")
        if found is not None and found.score >= CLOSE:
            reading = self._matched(reading, found)
            indicator, fixed, stem = found.indicator.id, found.indicator.stage, found.indicator.id
        else:
            near = f"目录里最近的是“{found.indicator.name}”" if found is not None else "目录里没有相近的指标"
            reading = reading._replace(
                confidence=lower(reading.confidence, MIDDLE), todo=(*reading.todo, f"新指标，核对名称和单位（{near}）")
            )
            indicator = self._propose(reading.name, reading.unit, None, near)
            fixed, stem = None, "target"
        if reading.form == "compare":
            reading = self._compared(reading, indicator)
            if reading.form == "attest":
                return Settled(reading, None, None, "attest")
        stage = None if fixed else reading.stage
        return Settled(reading, indicator, stage, stem)

    def _matched(self, reading: Reading, found: Match) -> Reading:
        if found.exact:
            return reading._replace(why=(*reading.why, f"指标名与目录“{found.name}”相同"))
        why = f"指标按相近名称“{found.name}”配对"
        return reading._replace(confidence=lower(reading.confidence, MIDDLE), why=(*reading.why, why), todo=(*reading.todo, "核对指标"))

    def _propose(self, name: str, unit: str, stage: str | None, why: str, item: bool = False) -> str:
        shown = display(name.replace('"', "")).strip()[:40] or "未命名"
        measured = unit_of(unit)
        known = self.catalogue.by_name.get(shown)
        if known is not None or (shown in self._proposed and unit_of(self._proposed[shown].unit) != measured):
            shown = f"{shown}（{unit}）"
        if shown in self._proposed:
            return self._proposed[shown].id
        share = measured is not None and measured.dimension == "比例" and unit not in ("倍", "比")
        bounds = (0, 100) if share and not _OPEN.search(shown) else (0, None)
        direction = "none" if item else "lower" if _LOWER.search(shown) else "higher"
        decimals = 2 if share or "元" in unit or unit in ("倍", "比", "") else 0
        unit = {"百分点": "%", "": "比"}.get(unit, unit)
        ident = f"{self.pack}-{'item' if item else 'indicator'}-{len(self._proposed) + 1:03d}"
        self._proposed[shown] = ProposedIndicator(ident, shown, unit, stage, direction, bounds, decimals, why)
        return ident

    def _compared(self, reading: Reading, indicator: str) -> Reading:
        extras = dict(reading.extras)
        if "of" in extras:
            code = self._region_of(extras["of"])
            if code is None:
                said = f"{reading.name}{extras['op']}{extras['of']}平均水平"
                return reading._replace(form="attest", limit=said, confidence=LOW, todo=(*reading.todo, "地区未定，比较对象写不出代码"))
            return reading._replace(extras=(("op", extras["op"]), ("of", code)))
        mine = self.rulebook.indicators.get(indicator)
        unit = mine.unit.name if mine else reading.unit
        other = self.catalogue.find((extras["than"],), "" if "growth_of" in extras else unit, None)
        than = other.indicator.id if other and other.score >= CLOSE else self._propose(extras["than"], unit, None, "比较的对象")
        return reading._replace(extras=tuple((key, than if key == "than" else value) for key, value in reading.extras))

    def _region_of(self, where: str) -> str | None:
        if "国" in where:
            return NATION
        if self.region == NATION:
            return None
        chain = ancestors(self.region)
        code = chain[-2] if "省" in where else chain[-3] if len(chain) > 2 else None
        known = {region.code for region in self.rulebook.regions}
        return code if code in known and code != self.region else None


__all__ = ["Registry", "Settled"]
