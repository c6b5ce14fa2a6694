"""Indicators and regions from schema-checked documents."""

from dabiao.diagnostics import Diagnostic
from dabiao.quantity import Interval, UnitError, parse_unit
from dabiao.region import Region
from dabiao.rules._reader import Reader
from dabiao.rules._yaml import Loaded
from dabiao.rules.model import (
    Indicator,
)
from dabiao.rules.stages import STAGES


def read_indicators(loaded: Loaded) -> tuple[list[Indicator], list[Diagnostic]]:
    """The indicators of a schema-checked document, with diagnostics RUL2xx."""
    indicators, found = [], []
    for number in range(len(loaded.value["indicators"])):
        reader = Reader(loaded, ("indicators", number))
        indicator = _indicator(reader)
        found.extend(reader.found)
        if indicator is not None:
            indicators.append(indicator)
    return indicators, found


def _indicator(reader: Reader) -> Indicator | None:
    node = reader.node
    try:
        unit = parse_unit(node["unit"])
    except UnitError as failure:
        reader.refuse("RUL212", str(failure), "unit", hint="用 %、人、所、个、元、万元、平方米、元/人 等")
        return None
    formulas = []
    for name in node.get("formula", {}):
        formula = reader.formula(name, "formula", condition=False)
        if formula is not None:
            formulas.append(formula)
    if formulas and all(formula.name not in ("default", *STAGES) for formula in formulas):
        hint = "写一个名为 default 的算式，或按学段命名（小学、初中）"
        reader.refuse("RUL213", "算式里没有 default 口径", "formula", hint=hint)
    return Indicator(
        id=node["id"],
        name=node["name"],
        aliases=tuple(node.get("aliases") or ()),
        unit=unit,
        also=tuple(node.get("also") or ()),
        stage=node.get("stage"),
        direction=node["direction"],
        bounds=_range(reader, "bounds"),
        usual=_range(reader, "usual"),
        decimals=node["decimals"],
        formulas=tuple(formulas),
        definition=node.get("definition"),
        span=reader.span(),
    )


def _range(reader: Reader, key: str) -> Interval:
    ends = reader.node.get(key) or (None, None)
    low, high = (None if end is None else reader.number(end, key) for end in ends)
    if low is not None and high is not None and low > high:
        reader.refuse("RUL216", f"{key} 的下限大于上限", key, hint="写成 [下限, 上限]，没有界限写 null")
    return Interval(low, high)


def read_regions(loaded: Loaded) -> list[Region]:
    """The regions of a schema-checked document."""
    return [Region(node["code"], node["name"], tuple(node.get("aliases") or ())) for node in loaded.value["regions"]]
