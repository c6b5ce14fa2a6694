"""Figures as people type them: units, spellings, doubts, gaps, repetitions; clean in some regions, messy in others."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from dabiao.quantity.rounding import exact_decimal
from dabiao.rules.model import Indicator, Rulebook
from helpers import row
from random_figures import MOST, Held, Key

_UNITS = {
    "%": ("", "%", "比", "‰"),
    "比": ("", "比", "%"),
    "元": ("", "元", "万元"),
    "万元": ("", "万元", "亿元", "元"),
    "平方米": ("", "平方米", "万平方米"),
}
_SCALES: dict[str, dict[str, int | Fraction]] = {"比": {"%": 100, "‰": 1000}, "%": {"比": Fraction(1, 100), "‰": 10}}
_STAGES = {"小学": ("小学", "小学阶段"), "初中": ("初中", "初中阶段"), "义务教育": ("义务教育", "义务教育阶段")}
_STATUSES = ("",) * 9 + ("实际", "预计", "计划", "预测")
_FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")
_NUMERALS = "零一二三四五六七八九十"
_CLEAN, _LIGHT, _HEAVY = 0, 1, 4


def messiness(chance: Random) -> int:
    """How messy a region is: of half of them nearly every figure is there, once, actual and plain."""
    return chance.choice((_CLEAN, _CLEAN, _CLEAN, _LIGHT, _LIGHT, _HEAVY))


def typed_rows(chance: Random, book: Rulebook, region: str, held: Held, mess: int) -> Iterator[tuple[str, ...]]:
    """The rows of a region. The messier it is, the more figures are missing, blank, twice, one-sided, not actual or oddly spelt."""
    units = {i: _fitting(indicator, chance) for i, indicator in book.indicators.items()}
    for key, value in held.items():
        indicator = book.indicators[key.indicator]
        drawn = chance.random() * 100
        if drawn < (0.2 if key.entity is not None else 1) + 2 * mess:
            if key.entity is not None and chance.random() < 0.5:
                yield _row(
                    chance, region, key, indicator, chance.choice(("", "—")), "", 0
                )  # a blank cell is a school all the same
            continue
        yield _figure(chance, region, key, indicator, value, units[key.indicator], mess)
        if drawn > 100 - 1.5 * mess:
            again = value if chance.random() < 0.4 else value + chance.choice((1, -1, Fraction(1, 10), 20))
            yield _figure(chance, region, key, indicator, again, units[key.indicator], mess)


def _fitting(indicator: Indicator, chance: Random) -> str:
    """The unit a region writes a figure in: one a table, as a rule."""
    name = indicator.unit.name
    known = _UNITS.get(name, ("", name, f"万{name}") if "/" not in name else ("", name))
    return chance.choice(known) if chance.random() < 0.5 else ""


def _factor(unit: str, indicator: Indicator) -> Fraction:
    """How many of the unit one of the indicator's is."""
    own = indicator.unit.name
    if unit in ("", own):
        return Fraction(1)
    if own in _SCALES:
        return Fraction(_SCALES[own].get(unit, 1))
    known = {"万元": 10**4, "亿元": 10**8, "元": 1, "平方米": 1, "万平方米": 10**4}
    return Fraction(known.get(own, 1), known.get(unit, 10**4 if unit.startswith("万") else 1))


def _figure(
    chance: Random, region: str, key: Key, indicator: Indicator, value: Fraction, unit: str, mess: int
) -> tuple[str, ...]:
    text = exact_decimal(value * _factor(unit, indicator)) or ""
    if not _holds(text) or abs(value) >= MOST // 10**6:
        unit, text = "", exact_decimal(value) or "0"
    if not _holds(text):
        text = "0"
    side = chance.choice(("以上", "以下")) if chance.random() * 100 < mess else ""
    if chance.random() * 100 < 4 * mess:
        text = _oddly(chance, text, indicator, unit)
    return _row(chance, region, key, indicator, text + side, unit, mess)


def _holds(text: str) -> bool:
    whole, _, decimals = text.lstrip("-").partition(".")
    return bool(text) and len(whole) <= 18 and len(decimals) <= 12


def _oddly(chance: Random, text: str, indicator: Indicator, unit: str) -> str:
    """The same number otherwise written."""
    whole, point, decimals = text.partition(".")
    ways = [text.translate(_FULL), f" {text} ", f"+{text}" if whole[0] != "-" else text]
    if len(decimals) < 11 and len(whole) < 17:
        ways.append(text + ("0" if point else ".0"))
    if whole.isdigit():
        ways.append(f"{int(whole):,}{point}{decimals}")
    if text.isdigit() and int(text) <= 10:
        ways.append(_NUMERALS[int(text)])
    if indicator.unit.name == "%" and unit in ("", "%"):
        ways += [f"{text}%", f"{text}％"]
    return chance.choice(ways)


def _row(
    chance: Random, region: str, key: Key, indicator: Indicator, text: str, unit: str, mess: int
) -> tuple[str, ...]:
    odd = chance.random() * 100 < 6 * mess
    name, status = indicator.name, ""
    stage = key.stage or ""
    if mess and chance.random() * 100 < 3 * mess:
        status = chance.choice(_STATUSES)
    if odd:
        stage = chance.choice(_STAGES.get(stage, ("", "合计")))
        name, unit = chance.choice(
            ((name, unit), (key.indicator, unit), (f"{name}（{unit}）", "") if unit else (f" {name}", ""))
        )
    place = chance.choice((region, region.translate(_FULL))) if odd else region
    year = chance.choice((f"{key.year}", f"{key.year}年")) if odd else f"{key.year}"
    entity = key.entity or ""
    if entity and chance.random() * 100 < 2 * mess:
        entity = f" {entity} "
    return row(year, name, text, unit, region=place, stage=stage, entity=entity, status=status)


def report_rows(chance: Random, region: str, years: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
    """What a region reports of a milestone and an attestation: some done, some not, some without evidence or before their time."""
    for year in range(min(years) - 1, max(years) + 1):
        for name in ("通过评审", "规划合理"):
            if chance.random() < 0.7:
                day = chance.choice(("", f"{year}-05-01", f"{year}-06-30", f"{year}-07-01"))
                done, paper = chance.choice("是是是否"), chance.choice(("", "批文.pdf"))
                status = chance.choice(_STATUSES)
                yield row(year, name, done, region=region, done_on=day, evidence=paper, status=status)
