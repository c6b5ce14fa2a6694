"""What a good pack and a good indicator become: exact limits, days, paths and defaults."""

from fractions import Fraction
from pathlib import Path

import pytest

from dabiao.quantity import Interval
from dabiao.rules.model import Change, Compare, Each, Growth, Plan, Target, Value, form_name
from helpers import INDICATORS, findings, pack, rulebook, target


def read(
    folder: Path, form: str, indicator: str | None = "coverage", period: tuple[int, int | None] = (2021, 2025)
) -> Target:
    (only,) = rulebook(folder, pack([target(form, indicator=indicator)], period=period)).targets()
    return only


@pytest.mark.parametrize(
    ("form", "end", "due"),
    [
        ('value: ">= 5 %"', 2025, "2025-12-31"),
        ('value: ">= 5 %"\nby: 2023', 2025, "2023-12-31"),
        ('value: ">= 5 %"\nby: 2023-06-30', 2025, "2023-06-30"),
        ('value: ">= 5 %"\nevery: year', 2025, None),
        ('value: ">= 5 %"\nevery: year\nby: 2024', 2025, "2024-12-31"),
        ('value: ">= 5 %"', None, None),
    ],
)
def test_when_a_target_is_due(tmp_path: Path, form: str, end: int | None, due: str | None) -> None:
    got = read(tmp_path, form, period=(2021, end))
    assert got.by == due
    assert got.every == ("every" in form)


def test_numbers_are_exact_and_paths_in_order(tmp_path: Path) -> None:
    got = read(tmp_path, 'value: ">= 83.10 %"\nbaseline: {2020: 68.05}\npath: {2025: "83.1", 2023: 80}')
    assert got.baseline == (2020, Fraction("68.05"))
    assert got.path == ((2023, Fraction(80)), (2025, Fraction("83.1")))
    assert isinstance(got.form, Value)
    assert got.form.limit.low == Fraction("83.1")
    assert got.form.limit.text == ">= 83.10 %"


@pytest.mark.parametrize(
    ("form", "indicator", "name"),
    [
        ('value: ">= 5 %"', "coverage", "value"),
        ('value: "~ 5 %"\ntolerance: 3 %', "coverage", "about"),
        ('change: "<= -0.5 百分点"\nfrom: 2018', "coverage", "change"),
        ('growth: ">= 10 %"\nmode: average', "funds", "growth"),
        ("compare: {op: ≥, than: official-pay}", "pay", "compare"),
        ('total: ">= 9180 个"', "seats", "total"),
        ("each: school\nrequire: 专职心理教师 >= 1", "school-share", "each"),
        ("plan: 6650 人", "pupils", "plan"),
        ("milestone: 通过评审\nsubject: 七中\nby: 2021-12-31", None, "milestone"),
        ("attest: 学校规划布局合理", None, "attest"),
    ],
)
def test_each_form_is_read_as_itself(tmp_path: Path, form: str, indicator: str | None, name: str) -> None:
    assert form_name(read(tmp_path, form, indicator).form) == name


def test_what_a_form_says_is_kept(tmp_path: Path) -> None:
    forms = {
        "a": ('change: ">= 1 个"\nfrom: previous', "seats"),
        "b": ('change: "<= -1 个"\nfrom: 2018', "oversized"),
        "c": ('growth: "~ 10 %"\nmode: average\nfrom: 2020\ntolerance: 1 %', "funds"),
        "d": ('compare: {op: ＞, of: "350000", growth_of: both}', "funds"),
        "e": ("each: school\nwhere: 学生数 > 1000\nrequire: 专职心理教师 >= 1\nshare: '>= 90 %'", "school-share"),
        "f": ("each: school\nrequire: 专职心理教师 >= 1", "school-share"),
        "g": ("plan: 6650 人\ntolerance: 100 人", "pupils"),
    }
    book = rulebook(tmp_path, pack([target(form, ident, indicator) for ident, (form, indicator) in forms.items()]))
    a, b, c, d, e, f, g = (only.form for only in book.targets())
    assert isinstance(a, Change)
    assert isinstance(b, Change)
    assert (a.since, b.since) == (None, 2018)
    assert isinstance(c, Growth)
    assert (c.average, c.since, c.tolerance is not None) == (True, 2020, True)
    assert d == Compare(">", None, "350000", growth=True)
    assert isinstance(e, Each)
    assert isinstance(f, Each)
    assert (e.share.op, e.share.low, e.where is None) == (">=", Fraction(90), False)
    assert (f.share.op, f.share.low, f.where is None) == ("=", Fraction(100), True)
    assert isinstance(g, Plan)
    assert (g.limit.op, g.tolerance is not None) == ("~", True)


def test_a_relaxation_and_an_own_period_are_kept(tmp_path: Path) -> None:
    relaxed = 'value: ">= 5 %"\nrelaxed: {when: 学生数 > 100, until: 2023-06-30, value: ">= 3.5 %"}'
    (got,) = read(tmp_path, relaxed).relaxed
    assert (got.when.text, got.until, got.limit.low) == ("学生数 > 100", "2023-06-30", Fraction("3.5"))
    for until in ("null", "2022-12-31", "2022-01-01"):
        effective = read(tmp_path, f'value: ">= 5 %"\neffective: {{from: 2022-01-01, until: {until}}}').effective
        assert effective == ("2022-01-01", None if until == "null" else until)


def test_a_document_of_one_year_is_no_reversed_period(tmp_path: Path) -> None:
    assert read(tmp_path, 'value: ">= 5 %"', period=(2024, 2024)).by == "2024-12-31"


def test_what_a_target_leaves_out_has_its_default(tmp_path: Path) -> None:
    got = read(tmp_path, 'value: ">= 5 %"')
    assert (got.path, got.baseline, got.nature, got.lead, got.note) == (None, None, None, (), None)
    assert (got.rounded, got.formula, got.relaxed, got.effective) == (False, "default", (), None)
    assert (got.implied, got.unverified, got.ref) == (False, False, "plan/t")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("unit: 公斤", "RUL212"),
        ("unit: 公斤/人", "RUL212"),
        ('unit: "%", formula: {other: 100 * 学生数}', "RUL213"),
        ('unit: "%", formula: {default: 100 *}', "RUL203"),
        ('unit: "%", formula: {default: 学生数 > 1}', "RUL203"),
        ('unit: "%", bounds: [零下, 100]', "RUL215"),
        ('unit: "%", bounds: [0, 1/0]', "RUL215"),
        ('unit: "%", usual: [0, 100%]', "RUL215"),
        ('unit: "%", bounds: [100, 0]', "RUL216"),
        ('unit: "%", usual: [100, 99.9]', "RUL216"),
    ],
)
def test_an_indicator_that_can_not_be_measured(tmp_path: Path, wrong: str, code: str) -> None:
    text = INDICATORS + f"  - {{id: wrong, name: 坏指标, {wrong}, direction: none, decimals: 0}}\n"
    found = findings(tmp_path, indicators=text)
    assert [d.code for d in found] == [code]
    assert (found[0].spans[0].line, bool(found[0].hint)) == (len(text.splitlines()), True)


def test_a_wrong_formula_is_found_at_its_own_line(tmp_path: Path) -> None:
    text = INDICATORS + (
        "  - id: rate\n    name: 率\n    unit: '%'\n    direction: none\n    decimals: 0\n"
        "    formula:\n      default: 100 * 学生数\n      other: 100 *\n      third: 学生数 > 1\n"
    )
    last = len(text.splitlines())
    assert [(d.code, d.spans[0].line) for d in findings(tmp_path, indicators=text)] == [
        ("RUL203", last - 1),
        ("RUL203", last),
    ]


def test_an_indicators_bounds_are_closed_and_open_where_null(tmp_path: Path) -> None:
    extra = (
        '  - {id: x, name: 某率, unit: "%", direction: none, bounds: [0, null], usual: ["60", 110.5], decimals: 0}\n'
    )
    got = rulebook(tmp_path, indicators=INDICATORS + extra).indicators["x"]
    assert got.bounds == Interval(Fraction(0), None)
    assert got.usual == Interval(Fraction(60), Fraction("110.5"))
    assert rulebook(tmp_path, indicators=INDICATORS).indicators["variation"].usual == Interval(None, None)
