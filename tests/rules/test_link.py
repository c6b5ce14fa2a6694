"""Linking: every name, unit, stage and region a pack uses; each LNK3xx names both places and a mend."""

from pathlib import Path

import pytest

from helpers import INDICATORS, REGIONS, findings, pack, rulebook, target

STAGED = (
    INDICATORS + '  - {id: primary-rate, name: 小学入学率, unit: "%", stage: 小学, direction: higher, decimals: 1}\n'
)


@pytest.mark.parametrize(
    ("code", "form", "indicator", "says"),
    [
        ("LNK301", 'value: ">= 5 %"', "coverag", "coverage"),
        ("LNK301", 'value: ">= 5 %"', "zzzz", "rules/indicators"),
        ("LNK301", 'compare: {op: ">=", than: oficial-pay}', "pay", "official-pay"),
        ("LNK302", 'value: ">= 5 所"', "coverage", "%"),
        ("LNK302", 'value: ">= 5 人"', "schools", "所"),
        ("LNK302", 'value: ">= 5 人次"', "pupils", "人"),
        ("LNK302", 'total: ">= 5 万元"', "seats", "个"),
        ("LNK302", "plan: 5 人/班", "pupils", "人"),
        ("LNK302", 'change: "> 0 所"\nfrom: previous', "coverage", "%"),
        ("LNK302", 'value: "<= 5 所"', "oversized", "个"),
        ("LNK302", 'each: school\nrequire: 学生数 > 1\nshare: ">= 90 %"', "pupils", "人"),
        ("LNK302", 'compare: {op: ">=", than: pay}', "pupils", ""),
        (
            "LNK302",
            'value: ">= 5 %"\nrelaxed: {when: 学生数 > 1, until: 2023-12-31, value: ">= 3 所"}',
            "coverage",
            "%",
        ),
        ("LNK303", 'value: ">= 5 %"\nstage: 初中', "primary-rate", "stage"),
        ("LNK304", 'value: ">= 5 %"\nformula: registred', "share", "registered"),
        ("LNK304", 'value: ">= 5 %"\nformula: registered', "coverage", ""),
        ("LNK305", 'compare: {op: ">", of: "110000"}', "coverage", "rules/regions.yaml"),
        ("LNK306", "each: school\nrequire: 专职心理老师 >= 1", "school-share", "专职心理教师"),
        ("LNK306", "each: school\nwhere: 生均用地 > 1\nrequire: 学生数 > 1", "school-share", "rules/indicators"),
        ("LNK306", 'value: ">= 5 %"\nrelaxed: {when: 班额 > 1, until: 2023-12-31, value: ">= 3 %"}', "coverage", ""),
    ],
    ids=lambda text: text.replace("\n", " ")[:30],
)
def test_what_does_not_link(tmp_path: Path, code: str, form: str, indicator: str, says: str) -> None:
    text = pack([target('value: ">= 1 %"', "first"), target(form, "second", indicator)])
    (found,) = findings(tmp_path, text, indicators=STAGED)
    assert found.code == code
    assert found.is_error
    assert found.hint
    assert says in found.hint
    at = next(number for number, line in enumerate(text.splitlines(), 1) if "id: second" in line)
    assert (Path(found.spans[0].file).name, found.spans[0].line) == ("pack0.yaml", at)


@pytest.mark.parametrize(
    ("form", "indicator"),
    [
        ('value: ">= 5 百分点"', "coverage"),
        ('value: ">= 0.5 倍"', "coverage"),
        ('value: ">= 1.2 万元"', "pay"),
        ('value: "<= 3 班"', "oversized"),
        ('value: "<= 3 个"', "oversized"),
        ("plan: 1.63 万人", "pupils"),
        ('compare: {op: ">=", than: official-pay}', "pay"),
        ('compare: {op: ">", than: pupils, growth_of: both}', "pay"),
        ('compare: {op: ">", of: "350000"}', "pay"),
        ('growth: ">= 10 %"\nmode: each', "pupils"),
        ('change: "> 0 元"\nfrom: previous', "funds"),
        ('value: ">= 5 %"\nstage: 小学', "primary-rate"),
        ('value: ">= 5 %"\nstage: 小学', "coverage"),
        ('value: ">= 5 %"', "primary-rate"),
        ('value: ">= 5 %"\nformula: registered', "share"),
        ('value: ">= 5 %"\nformula: default', "coverage"),
        ("each: school\nwhere: 学生数 > 1000\nrequire: 每日体育课 >= 1 or 每日户外时间 >= 1", "school-share"),
    ],
    ids=lambda text: text.replace("\n", " ")[:30],
)
def test_what_links(tmp_path: Path, form: str, indicator: str) -> None:
    assert not findings(tmp_path, pack([target(form, indicator=indicator)]), indicators=STAGED)


def test_a_target_without_a_stage_has_its_indicators(tmp_path: Path) -> None:
    bound = [
        target('value: ">= 5 %"', "a", "primary-rate"),
        target('value: ">= 5 %"\nstage: 初中', "b"),
        target('value: ">= 5 %"', "c"),
        target("attest: 建立制度", "d", None),
    ]
    targets = rulebook(tmp_path, pack(bound), indicators=STAGED).targets()
    assert [only.stage for only in targets] == ["小学", "初中", None, None]


def test_a_figure_of_another_unit_names_the_indicator_too(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, pack([target('value: ">= 5 所"')]))
    assert [Path(span.file).name for span in found.spans] == ["pack0.yaml", "all.yaml"]
    line = next(n for n, text in enumerate(INDICATORS.splitlines(), 1) if "id: coverage" in text)
    assert found.spans[1].line == line


def test_a_pack_of_an_unknown_region(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, pack([target("attest: 建立制度", indicator=None)], region="110105"))
    assert (found.code, Path(found.spans[0].file).name) == ("LNK305", "pack0.yaml")
    assert "110105" in found.message
    assert found.hint


@pytest.mark.parametrize(
    "extra",
    [
        '  - {id: coverage, name: 另一率, unit: "%", direction: none, decimals: 0}\n',
        '  - {id: other, name: 覆盖率, unit: "%", direction: none, decimals: 0}\n',
        '  - {id: other, name: 另一率, aliases: [覆盖率], unit: "%", direction: none, decimals: 0}\n',
    ],
    ids=["id", "name", "alias"],
)
def test_one_name_for_two_indicators_names_both_places(tmp_path: Path, extra: str) -> None:
    text = INDICATORS + extra
    (found,) = findings(tmp_path, indicators=text)
    first = next(n for n, line in enumerate(text.splitlines(), 1) if "id: coverage" in line)
    assert (found.code, [span.line for span in found.spans]) == ("LNK307", [len(text.splitlines()), first])
    assert found.hint


def test_an_alias_that_repeats_its_own_name_is_no_clash(tmp_path: Path) -> None:
    extra = '  - {id: other, name: 另一率, aliases: [另一率, 别率, 别率], unit: "%", direction: none, decimals: 0}\n'
    assert not findings(tmp_path, indicators=INDICATORS + extra)


def test_a_formula_needs_known_items_and_may_use_aliases(tmp_path: Path) -> None:
    known = '  - {id: other, name: 另一率, unit: "%", direction: none, decimals: 0, formula: {default: 100 * 在校人数 / 学生数}}\n'
    (found,) = findings(tmp_path, indicators=INDICATORS + known)
    assert (found.code, found.spans[0].line) == ("LNK306", len((INDICATORS + known).splitlines()))
    aliased = (INDICATORS + known).replace("name: 在校生数,", "name: 在校生数, aliases: [在校人数],")
    assert not findings(tmp_path, indicators=aliased)


def test_one_slip_in_the_indicators_is_not_reported_again_at_each_use(tmp_path: Path) -> None:
    packs = pack([target('value: ">= 5 %"', f"t{n}") for n in range(5)])
    broken = INDICATORS.replace("name: 覆盖率,", "nmae: 覆盖率,")
    assert {d.code for d in findings(tmp_path, packs, indicators=broken)} == {"SCH101", "SCH102"}
    unread = INDICATORS.replace('name: 覆盖率, unit: "%"', "name: 覆盖率, unit: 公斤")
    assert [d.code for d in findings(tmp_path, packs, indicators=unread)] == ["RUL212"]
    assert [d.code for d in findings(tmp_path, packs, regions="regions: [")] == ["YAML004"]


def test_one_slip_in_the_regions_hides_nothing_else(tmp_path: Path) -> None:
    text = pack([target('value: ">= 5 %"', indicator="unknown")])
    found = findings(tmp_path, text, regions=REGIONS.replace("name: 全国", "nmae: 全国"))
    assert {d.code for d in found} == {"SCH101", "SCH102", "LNK301"}
