"""Exactness: a figure on the line is on it, and one less is not, whatever the numbers; both engines."""

import math
from pathlib import Path

import pytest

from dabiao.assess import durable
from dabiao.assess.run import assess
from dabiao.rules.model import Rulebook
from helpers import COUNTY, dataset, pack, row, rulebook, target, verdict

ENGINES = ["reference", "auto", *(["durable"] if durable.importable() else [])]
THRESHOLDS = range(500, 1000)  # in tenths of a per cent: 50.0 … 99.9


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("numerator", "denominator", "limit", "expected"),
    [
        (57, 100, ">= 57 %", "met"),  # 0.57 * 100 is 56.99999999999999 in binary
        (56, 100, ">= 57 %", "not_met"),
        (241, 250, ">= 96.4 %", "met"),
        (240, 250, ">= 96.4 %", "not_met"),
        (99, 100, "> 99 %", "not_met"),
        (99, 100, ">= 99 %", "met"),
        (1, 3, ">= 33.333333333333 %", "met"),
        (1, 3, "<= 33.333333333333 %", "not_met"),
        (2, 3, "> 66.666666666667 %", "not_met"),
        (10**17 - 1, 10**17, "= 100 %", "not_met"),
        (10**17, 10**17, "= 100 %", "met"),
    ],
    ids=str,
)
def test_ratios_on_the_line(
    tmp_path: Path, numerator: int, denominator: int, limit: str, expected: str, engine: str
) -> None:
    rows = [row(2025, "普惠幼儿数", numerator), row(2025, "在园幼儿数", denominator)]
    assert verdict(tmp_path, f"value: '{limit}'", rows, indicator="share", engine=engine).verdict == expected


@pytest.fixture(scope="module")
def thresholds(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """500 shares of two counts each, each with its own threshold."""
    lines = ["indicators:"]
    for tenths in THRESHOLDS:
        name = f"{{id: s{tenths}, name: 占比{tenths}, unit: '%', direction: higher, bounds: [0, 100], decimals: 1"
        lines.append(f"  - {name}, formula: {{default: 100 * 分子{tenths} / 分母{tenths}}}}}")
        for part, code in (("分子", "n"), ("分母", "d")):
            lines.append(f"  - {{id: {code}{tenths}, name: {part}{tenths}, unit: 人, direction: none, decimals: 0}}")
    targets = [target(f"value: '>= {n / 10} %'\nevery: year", f"t{n}", f"s{n}") for n in THRESHOLDS]
    return rulebook(tmp_path_factory.mktemp("rules"), pack(targets), indicators="\n".join(lines) + "\n")


@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine != "auto"])
@pytest.mark.parametrize(("less", "expected"), [(0, "met"), (1, "not_met")], ids=["on-the-line", "one-less"])
def test_every_one_decimal_threshold(
    tmp_path: Path, thresholds: Rulebook, less: int, expected: str, engine: str
) -> None:
    rows = []
    for tenths in THRESHOLDS:
        smallest = 1000 // math.gcd(tenths, 1000)
        denominator = smallest * (1 + tenths % 7)
        rows.append(row(2023, f"分子{tenths}", tenths * denominator // 1000 - less))
        rows.append(row(2023, f"分母{tenths}", denominator))
    found = assess(thresholds, dataset(tmp_path, thresholds, rows), COUNTY, 2023, engine).verdicts
    assert len(found) == 500
    assert [v.target for v in found if v.verdict != expected] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_at_the_edge_of_what_can_be_typed(tmp_path: Path, engine: str) -> None:
    """18 digits before the point and 12 behind it do not fit the integers durable_rules can hold; their order does."""
    huge, tiny = "999999999999999999.999999999999", "999999999999999999.999999999998"
    form = f"value: '>= {huge} 元'"
    assert (
        verdict(tmp_path / "on", form, [row(2025, "教师平均工资", huge)], indicator="pay", engine=engine).verdict
        == "met"
    )
    below = verdict(tmp_path / "below", form, [row(2025, "教师平均工资", tiny)], indicator="pay", engine=engine)
    assert (below.verdict, below.gap) == ("not_met", "0.000000000001")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("98.50", "met"),
        ("98.499999999999", "not_met"),
        ("９８．５", "met"),
        ("98.5%", "met"),
        ("百分之九十八点五", "met"),
    ],
)
def test_the_figure_is_the_text_that_was_typed(tmp_path: Path, written: str, expected: str) -> None:
    assert verdict(tmp_path, "value: '>= 98.5 %'", [row(2025, "覆盖率", written)]).verdict == expected
