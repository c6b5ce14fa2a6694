"""Overlays: national, province, city and county documents all bind a county; the strictest in force is marked binding."""

from pathlib import Path
from typing import Any

import pytest

from dabiao.diagnostics import Span
from dabiao.rules.model import Waiver
from helpers import CITY, COUNTY, NATION, PROVINCE, assessment, pack, row, target, verdicts

EVERY = "\nevery: year"


def one(form: str, ident: str, region: str, indicator: str = "coverage") -> str:
    return pack([target(form, indicator=indicator)], ident, region)


# national form, county form, figure in 2023 → verdicts and which bind (national, county)
PAIRS: list[Any] = [
    pytest.param("value: '>= 95 %'", "value: '>= 97 %'", "96", ("met", "not_met"), (False, True), id="county-stricter"),
    pytest.param("value: '>= 95 %'", "value: '>= 90 %'", "92", ("not_met", "met"), (True, False), id="county-looser"),
    pytest.param("value: '>= 95 %'", "value: '>= 95 %'", "95", ("met", "met"), (True, True), id="equal"),
    pytest.param("value: '>= 95 %'", "value: '> 95 %'", "95", ("met", "not_met"), (False, True), id="the-line-excluded"),
    pytest.param("value: '>= 95 %'", "value: '>= 0.97 比'", "96", ("met", "not_met"), (False, True), id="in-another-unit"),
    pytest.param("value: '<= 5 %'", "value: '<= 3 %'", "4", ("met", "not_met"), (False, True), id="lower-is-stricter"),
    pytest.param("value: '>= 80 %'", "value: 80..90 %", "95", ("met", "not_met"), (False, True), id="band-within-a-floor"),
    pytest.param("value: 70..90 %", "value: 80..95 %", "92", ("not_met", "met"), (True, True), id="bands-that-overlap"),
    pytest.param("value: '>= 95 %'", "value: ~ 99 %", "96", ("met", "unverified"), (True, True), id="about-without-tolerance"),
]  # fmt: skip


@pytest.mark.parametrize(("nation", "county", "figure", "expected", "binding"), PAIRS)
def test_nation_and_county(
    tmp_path: Path, nation: str, county: str, figure: str, expected: tuple[str, str], binding: tuple[bool, bool]
) -> None:
    packs = [one(county + EVERY, "county", COUNTY), one(nation + EVERY, "nation", NATION)]
    made = assessment(tmp_path, packs, [row(2023, "覆盖率", figure)], 2023)
    assert [v.pack for v in made.verdicts] == ["nation", "county"]
    assert tuple(v.verdict for v in made.verdicts) == expected
    assert tuple(v.binding for v in made.verdicts) == binding
    for idle, other in (made.verdicts, made.verdicts[::-1]):
        assert (other.requirement in idle.note) == (not idle.binding)


def test_four_levels_bind_from_the_top_and_other_places_do_not(tmp_path: Path) -> None:
    limits = {"nation": (NATION, 90), "province": (PROVINCE, 95), "city": (CITY, 93), "county": (COUNTY, 92)}
    packs = [one(f"value: '>= {n} %'{EVERY}", ident, region) for ident, (region, n) in reversed(limits.items())]
    packs += [one(f"value: '>= 99 %'{EVERY}", "neighbour", "350505")]
    made = assessment(tmp_path, packs, [row(2023, "覆盖率", "94")], 2023)
    assert [(v.pack, v.verdict, v.binding) for v in made.verdicts] == [
        ("nation", "met", False),
        ("province", "not_met", True),
        ("city", "met", False),
        ("county", "met", False),
    ]


@pytest.mark.parametrize(
    ("year", "binding"), [(2021, (True, True)), (2023, (True, True)), (2025, (False, True))], ids=str
)
def test_a_stricter_limit_due_later_does_not_bind_yet(tmp_path: Path, year: int, binding: tuple[bool, bool]) -> None:
    packs = [
        one("value: '>= 95 %'\nby: 2022", "nation", NATION),
        one("value: '>= 97 %'\nby: 2025", "county", COUNTY),
    ]
    made = assessment(tmp_path, packs, [row(year, "覆盖率", "96")], year)
    assert tuple(v.binding for v in made.verdicts) == binding


def test_other_stages_and_other_formulas_are_not_compared(tmp_path: Path) -> None:
    packs = [
        pack([target("value: '>= 80 %'\nevery: year", "a", "share")], "nation", NATION),
        pack([target("value: '>= 85 %'\nevery: year\nformula: registered", "b", "share")], "province", PROVINCE),
        pack([target("value: '>= 90 %'\nevery: year\nstage: 小学", "c", "share")], "county"),
    ]
    made = assessment(tmp_path, packs, [row(2023, "普惠率", "95")], 2023)
    assert [v.binding for v in made.verdicts] == [True, True, True]


def test_a_waived_stricter_limit_leaves_the_looser_one_binding(tmp_path: Path) -> None:
    packs = [
        one("value: '>= 95 %'\nevery: year", "nation", NATION),
        one("value: '>= 97 %'\nevery: year", "county", COUNTY),
    ]
    waiver = Waiver("county/t", COUNTY, None, "2023-01-01", "2023-12-31", "理由", "县政府", "1号", Span("w.yaml", 1))
    made = assessment(tmp_path, packs, [row(2023, "覆盖率", "94")], 2023, waivers=[waiver])
    assert [(v.verdict, v.binding) for v in made.verdicts] == [("not_met", True), ("waived", True)]


def test_a_relaxed_limit_binds_as_relaxed(tmp_path: Path) -> None:
    relaxed = "value: '>= 97 %'\nevery: year\nrelaxed: {when: 在校生数 < 100, until: '2024-12-31', value: '>= 0.8 比'}"
    packs = [one("value: '>= 95 %'\nevery: year", "nation", NATION), one(relaxed, "county", COUNTY)]
    made = assessment(tmp_path, packs, [row(2023, "覆盖率", "90"), row(2023, "在校生数", 50)], 2023)
    assert [(v.verdict, v.binding) for v in made.verdicts] == [("not_met", True), ("met", False)]


def test_a_county_judged_alone_by_its_province_sees_only_what_binds_the_province(tmp_path: Path) -> None:
    packs = [one("value: '>= 95 %'" + EVERY, "province", PROVINCE), one("value: '>= 97 %'" + EVERY, "county", COUNTY)]
    made = assessment(tmp_path, packs, [row(2023, "覆盖率", "96", region=PROVINCE)], 2023, region=PROVINCE)
    assert verdicts(made) == {"province/t": "met"}
