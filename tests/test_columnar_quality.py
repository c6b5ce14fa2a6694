"""Data quality of many regions: the findings and the flags each region has alone, whatever SQL looks for them by."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from columnar_helpers import by_columnar, by_reference, dataset_of, write_rows
from dabiao.assess.columnar import judge_many
from dabiao.assess.columnar.quality import run as module
from dabiao.diagnostics import EngineFault
from dabiao.inputs.quality import check_quality
from dabiao.rules.model import Rulebook
from helpers import COUNTY, INDICATORS, NATION, PROVINCE, pack, row, rulebook, target
from random_rows import NEIGHBOUR
from random_rules import Case, cases
from random_schools import SCHOOL_INDICATORS, school_cases

REGIONS = (COUNTY, NEIGHBOUR)
HEAD = "severity: error, hint: 核对"
# every kind of rule, over the items the random figures have
COUNTY_RULES = f"""\
quality:
  - {{id: bounds, title: 可能的范围, kind: bounds, {HEAD}}}
  - {{id: whole, title: 整数, kind: whole, {HEAD}}}
  - {{id: usual, title: 通常的范围, kind: usual, severity: warning, hint: 核对}}
  - {{id: wrong-unit, title: 单位, kind: unit, by: usual, factors: [100, 10000], {HEAD}}}
  - {{id: wrong-unit-before, title: 与上年比的单位, kind: unit, by: previous, factors: [100, 10], tolerance: {{percent: 30}}, {HEAD}}}
  - {{id: jump, title: 变化, kind: jump, per: [region], items: [在校生数, 覆盖率, 财政拨款], tolerance: {{percent: 20, amount: 3}}, severity: warning, hint: 核对}}
  - {{id: rate, title: 重新计算, kind: rate, {HEAD}}}
  - {{id: conflict, title: 几处相同, kind: conflict, severity: hint, hint: 核对}}
  - {{id: parts, title: 部分, kind: within, checks: [普惠幼儿数 <= 在园幼儿数, 配齐学校数 <= 学校总数, 在园幼儿数 + 普惠幼儿数 <= 2 * 户籍幼儿数 - 1], {HEAD}}}
  - {{id: rates, title: 两个比率, kind: within, checks: [普惠率 <= 覆盖率], {HEAD}}}
  - {{id: equal, title: 相等, kind: equal, checks: [学校总数 == 学校数 + 2 * 大班额数], {HEAD}}}
  - {{id: ratio, title: 人均, kind: usual, of: 财政拨款 / 在校生数, range: ["0.5", 80], unit: 万元/人, where: 在校生数 >= 5 or 学校总数 > 1, severity: warning, hint: 核对}}
  - {{id: rollup, title: 各校之和, kind: rollup, checks: [在校生数 >= 学生数], {HEAD}}}
  - {{id: stages, title: 各学段, kind: stages, items: [在校生数, 覆盖率], {HEAD}}}
"""
SCHOOL_RULES = f"""\
quality:
  - {{id: bounds, title: 可能的范围, kind: bounds, {HEAD}}}
  - {{id: whole, title: 整数, kind: whole, {HEAD}}}
  - {{id: usual, title: 通常的范围, kind: usual, severity: warning, hint: 核对}}
  - {{id: jump, title: 变化, kind: jump, per: [school], items: [学生数, 教师数], tolerance: {{percent: 30}}, severity: warning, hint: 核对}}
  - {{id: blank, title: 留空按零, kind: within, blank: zero, checks: [教师数 <= 专职心理教师 + 8], {HEAD}}}
  - {{id: blank-equal, title: 留空按零的相等, kind: equal, blank: zero, checks: [学生数 == 20 * 教师数], severity: warning, hint: 核对}}
  - {{id: parts, title: 部分, kind: within, checks: [教师数 + 专职心理教师 <= 学生数, 教师数 <= 2 * 学校总数], where: 学生数 > 0, {HEAD}}}
  - {{id: of-stage, title: 小学, kind: within, stage: 小学, checks: [教师数 <= 0.1 * 学生数], {HEAD}}}
  - {{id: stages, title: 各学段, kind: stages, items: [学生数, 教师数], {HEAD}}}
  - {{id: area, title: 生均, kind: usual, of: 校舍面积 / 学生数, range: [1, 10], unit: 平方米/人, where: 乡村 == 0, severity: warning, hint: 核对}}
  - {{id: twice, title: 一所一行, kind: duplicate, by: name, {HEAD}}}
  - {{id: similar, title: 区划名, kind: duplicate, by: similar, severity: warning, hint: 核对}}
  - {{id: rollup, title: 各校之和, kind: rollup, checks: [在校生数 >= 学生数, 学校总数 == 2 * 乡村], where: not 乡村 == 1, {HEAD}}}
  - {{id: rate, title: 重新计算, kind: rate, {HEAD}}}
"""
NAMES = (
    "学校0",
    "学校 0",
    "鲤城区学校0",
    "县实验小学",
    "实验小学",
    "鲤城实验小学",
    "ＡＢ小学",
    "AB小学",
    "学校1",
    "学校2",
)


def with_rules(case: Case, quality: str, indicators: str = INDICATORS) -> Rulebook:
    with TemporaryDirectory() as name:
        return rulebook(Path(name), *case.packs, quality=quality, indicators=indicators)


def found_alone(book: Rulebook, path: Path | None, year: int, regions: Sequence[str]) -> dict[str, tuple[int, int]]:
    """For each rule that finds anything, how much, and in how many regions, each checked alone."""
    data = dataset_of(book, path)
    counts: dict[str, tuple[int, int]] = {}
    for region in regions:
        found = [one.rule for one in check_quality(book, data, region, year)]
        for rule in {*found}:
            many, places = counts.get(rule, (0, 0))
            counts[rule] = many + found.count(rule), places + 1
    return counts


def found_together(book: Rulebook, path: Path | None, year: int, regions: Sequence[str]) -> dict[str, tuple[int, int]]:
    made = judge_many(book, [path] if path is not None else dataset_of(book, None), [year], regions=regions)
    return {one.rule: (one.findings, one.regions) for one in made.quality}


def assert_alike(book: Rulebook, path: Path | None, year: int, regions: Sequence[str] = REGIONS) -> None:
    assert found_together(book, path, year, regions) == found_alone(book, path, year, regions)
    expected = by_reference(book, path, year, regions)
    assert by_columnar(book, path, year, regions) == expected
    assert by_columnar(book, path, year, regions, scanned=False) == expected


@settings(max_examples=8, deadline=None)
@given(cases())
def test_on_any_county(case: Case) -> None:
    book = with_rules(case, COUNTY_RULES)
    with TemporaryDirectory() as name:
        assert_alike(book, write_rows(Path(name), case.rows), case.year, (*REGIONS, PROVINCE))


@settings(max_examples=8, deadline=None)
@given(school_cases(), st.integers(0, 2**32))
def test_on_any_schools(case: Case, seed: int) -> None:
    book = with_rules(case, SCHOOL_RULES, SCHOOL_INDICATORS)
    chance = Random(seed)  # noqa: S311 - names, not secrets
    called = {f"学校{number}": chance.choice(NAMES) for number in range(8)} if seed % 3 == 0 else {}
    rows = [tuple(called.get(cell, cell) for cell in one) for one in case.rows]
    rows += [row(case.year, "在校生数", chance.choice(("0", "100", "400", "1000")))] * chance.choice((0, 1, 1))
    with TemporaryDirectory() as name:
        assert_alike(book, write_rows(Path(name), rows), case.year)


# the first of each fit each other, under every rule
_FITTING = {
    "在校生数": ("400", "420", "300", "60000"),
    "学校总数": ("3", "6", "7"),
    "学校数": ("1", "3"),
    "大班额数": ("1", "0"),
    "在园幼儿数": ("100", "101", "1000000"),
    "普惠幼儿数": ("80", "99", "100", "101"),
    "户籍幼儿数": ("100", "90", "150.5"),
    "普惠率": ("80", "80.0", "80.00", "79.21", "81"),
    "覆盖率": ("80", "79.99", "100", "100.01"),
    "财政拨款": ("4000", "4800.01", "0.41", "400000"),
}
_OF_SCHOOLS = {
    "学生数": ("100", "200", "99", "12.5"),
    "教师数": ("5", "10", "101"),
    "专职心理教师": ("0", "1", ""),
    "校舍面积": ("450", "1000", "1000.5", "5"),
    "乡村": ("0", "1"),
}
_PLACES = (COUNTY, NEIGHBOUR, "110101", "110102", "110103", "110104")


def fitting_rows(chance: Random, year: int) -> list[tuple[str, ...]]:
    """Six regions in two years, each thing told once, in plain numbers: all but a few of them fit."""

    def told(pool: tuple[str, ...]) -> str:
        return chance.choice(pool) if chance.random() < 0.03 else pool[0]

    rows = []
    for region in _PLACES:
        schools = chance.sample(NAMES if chance.random() < 0.3 else NAMES[-2:], chance.choice((0, 1, 2)))
        staged = chance.random() < 0.3
        for when in (year - 1, year):
            rows += [row(when, name, told(pool), region=region) for name, pool in _FITTING.items()]
            if staged:
                pools = (("200", "201"), ("200", "199"))
                rows += [
                    row(when, "在校生数", told(pool), region=region, stage=stage)
                    for stage, pool in zip(("小学", "初中"), pools, strict=True)
                ]
            for school in schools:
                rows += [
                    row(when, name, told(pool), region=region, entity=school) for name, pool in _OF_SCHOOLS.items()
                ]
    return rows


@settings(max_examples=8, deadline=None)
@given(school_cases(), st.integers(0, 2**32), st.sampled_from((COUNTY_RULES, SCHOOL_RULES)))
def test_on_figures_that_mostly_fit(case: Case, seed: int, rules: str) -> None:
    book = with_rules(case, rules, SCHOOL_INDICATORS)
    rows = fitting_rows(Random(seed), case.year)  # noqa: S311 - figures, not secrets
    with TemporaryDirectory() as name:
        assert_alike(book, write_rows(Path(name), rows), case.year, _PLACES)


def test_of_several_years_each_verdict_knows_what_was_known_by_then(tmp_path: Path) -> None:
    """A jump in 2025 puts the figures of 2024 and 2025 in doubt, but not what was judged at the end of 2024."""
    book = rulebook(
        tmp_path / "rules",
        pack([target("value: '>= 95 %'\nevery: year")], region=NATION),
        quality=COUNTY_RULES.replace("percent: 20, ", ""),
    )
    rows = [row(when, "覆盖率", value) for when, value in ((2023, 99), (2024, 98), (2025, 90))]
    path = write_rows(tmp_path, [*rows, row(2025, "覆盖率", 99, region=NEIGHBOUR)])
    assert path is not None
    made = judge_many(book, [path], [2023, 2024, 2025], regions=REGIONS, rows=True)
    told = sorted((one.region, one.year, one.verdict, one.flags) for one in made.rows)
    assert told == sorted(
        (one[0], year, one[5], one[6]) for year in (2023, 2024, 2025) for one in by_reference(book, path, year, REGIONS)
    )
    assert {(region, year) for region, year, _, flags in told if "suspect" in flags} == {(COUNTY, 2025)}
    assert [(one.rule, one.findings, one.regions) for one in made.quality] == [("jump", 1, 1)]
    assert made.doubted == 1


def test_the_sample_finds_what_the_search_has_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION), quality=COUNTY_RULES)
    path = write_rows(tmp_path, [row(2025, "在园幼儿数", 10), row(2025, "普惠幼儿数", 11), row(2025, "覆盖率", 99)])
    assert path is not None
    assert judge_many(book, [path], [2025], sample=1, seed=1).doubted == 1
    monkeypatch.setattr(module, "check_regions", lambda *_: {})
    with pytest.raises(EngineFault):
        judge_many(book, [path], [2025], sample=1, seed=1)


@pytest.mark.parametrize("text", ["79.6", "79.60", "80", "80.0", "79.55", "79.5"])
@pytest.mark.parametrize("kind", ["VARCHAR", "DECIMAL(18,2)", "DOUBLE"])
def test_a_rate_is_held_to_the_digits_it_was_typed_with(tmp_path: Path, text: str, kind: str) -> None:
    """43 of 54 is 79.629…: 80 and 79.6 are that rounded, 80.0 as text is not; a number has no zeros at its end."""
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION), quality=COUNTY_RULES)
    path = tmp_path / "a.parquet"
    figures = (("普惠率", text), ("普惠幼儿数", "43"), ("在园幼儿数", "54"), ("户籍幼儿数", "54"))
    listed = ", ".join(f"('{COUNTY}', 2025, '{name}', CAST('{value}' AS {kind}))" for name, value in figures)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM (VALUES {listed}) t(region, year, indicator, value)) TO '{path}' (FORMAT parquet)"
        )
    assert found_together(book, path, 2025, [COUNTY]) == found_alone(book, path, 2025, [COUNTY])


def test_a_figure_no_column_holds_is_still_held_against_the_next_year(tmp_path: Path) -> None:
    """18 digits before the point and 12 after it: times a power of ten that is more than SQL holds."""
    rows = [row(2024, "覆盖率", "999999999999999998.999999999999"), row(2025, "覆盖率", "95.000000000001")]
    book = rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")]), quality=COUNTY_RULES)
    path = write_rows(tmp_path / "data", rows)
    assert found_alone(book, path, 2025, (COUNTY,))["jump"] == (1, 1)
    assert_alike(book, path, 2025, (COUNTY,))
