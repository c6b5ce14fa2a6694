"""Laws every assessment keeps, on random counties: order, units, unrelated and missing data, one verdict a target."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.assess.plan import bind
from helpers import COUNTY, PROVINCE, pack, row, target
from random_rules import NEIGHBOUR, Case, Row, cases

SEEDS = st.integers(0, 2**16)


def core(made: Assessment) -> list[tuple[str, tuple[str, ...]]]:
    return [(v.verdict, v.flags) for v in made.verdicts]


@settings(max_examples=40, deadline=None)
@given(cases())
def test_every_binding_target_yields_exactly_one_verdict(case: Case) -> None:
    book = case.book()
    made = case.judge(book)
    bound = [b.target.ref for b in bind(book, COUNTY, case.year).bounds]
    assert [f"{v.pack}/{v.target}" for v in made.verdicts] == bound
    assert sum(made.counts.values()) == len(bound)
    assert set(made.counts) <= set(VERDICTS)


@settings(max_examples=40, deadline=None)
@given(cases(), SEEDS)
def test_row_order_does_not_matter(case: Case, seed: int) -> None:
    book = case.book()
    shuffled = list(case.rows)
    Random(seed).shuffle(shuffled)  # noqa: S311
    first, second = case.judge(book), case.judge(book, shuffled)
    assert core(first) == core(second)
    for one, other in zip(first.verdicts, second.verdicts, strict=True):
        if "suspect" not in one.flags:  # of two figures that differ the first is shown
            assert (one.value, one.gap, one.short, one.path) == (other.value, other.gap, other.short, other.path)


# the same figure in another unit: a factor to divide the number by
OTHER_UNITS = {
    "覆盖率": ("%", "比", 100),
    "毛入学率": ("%", "比", 100),
    "普惠幼儿数": ("人", "万人", 10000),
    "在园幼儿数": ("人", "百人", 100),
    "在校生数": ("人", "千人", 1000),
    "新增学位": ("个", "万个", 10000),
    "财政拨款": ("万元", "亿元", 10000),
    "教师平均工资": ("元", "万元", 10000),
}


def in_other_units(given: Row) -> Row:
    """The row with its figure in another unit, where it has a plain number in the indicator's own unit."""
    base, other, factor = OTHER_UNITS.get(given[2], ("", "", 1))
    if factor == 1 or given[6] not in ("", base) or len(given[5].rstrip("以上下")) > 8:
        return given
    number = given[5].rstrip("以上下")
    side = given[5][len(number) :]
    return (*given[:5], f"{Decimal(number) / factor:f}{side}", other, *given[7:])


@settings(max_examples=40, deadline=None)
@given(cases())
def test_units_do_not_matter(case: Case) -> None:
    book = case.book()
    changed = [in_other_units(r) for r in case.rows]
    first, second = case.judge(book), case.judge(book, changed)
    assert first.verdicts == second.verdicts


@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(2019, 2026))
def test_unrelated_data_changes_nothing(case: Case, year: int) -> None:
    book = case.book()
    unrelated = [row(year, "大班额数", 7), *(row(year, r[2], "1", region="120110") for r in case.rows if not r[4] and r[5][-1].isdigit())]
    first, second = case.judge(book), case.judge(book, [*case.rows, *unrelated])
    assert first.verdicts == second.verdicts


@settings(max_examples=40, deadline=None)
@given(cases())
def test_missing_data_is_never_met(case: Case) -> None:
    """Without a figure of the year itself there is nothing to judge, whatever other years and other regions have."""
    book = case.book()
    others = [r for r in case.rows if r[0] != COUNTY or r[1] != str(case.year)]
    for found in case.judge(book, others).verdicts:
        if found.form not in ("total", "milestone", "attest"):
            assert found.verdict in ("no_data", "pending")
    for found in case.judge(book, []).verdicts:
        assert found.verdict in ("no_data", "pending", "unverified")
        assert (found.value, found.gap, found.flags, found.origin) == (None, None, (), ())


@settings(max_examples=40, deadline=None)
@given(cases(), SEEDS)
def test_losing_a_row_of_an_agreeing_county_never_makes_a_verdict_met(case: Case, seed: int) -> None:
    """Deleting what was reported can not turn a target that was not met into one that is (contradictions aside)."""
    book = case.book()
    made = case.judge(book)
    kept = [r for r in case.rows if Random(f"{seed}{r}").random() < 0.7]  # noqa: S311
    for before, after in zip(made.verdicts, case.judge(book, kept).verdicts, strict=True):
        if before.form in ("value", "change", "growth", "plan") and not before.flags and before.verdict == "not_met":
            assert after.verdict != "met" or len(before.readings) > 1


RANK = {"not_met": 0, "behind": 0, "pending": 1, "on_track": 1, "met": 2}
LIMITS = st.sampled_from([">= 95 %", "> 95 %", ">= 60.5 %", "> 99.99 %", ">= 0.8 比", ">= 100 %"])
WHENS = st.sampled_from(
    [
        "by: 2023",
        "by: 2025",
        "every: year",
        "by: 2025\nbaseline: {2020: 40}",
        "by: 2025\npath: linear\nbaseline: {2020: 99}",
        "by: 2025\npath: step\nbaseline: {2020: 70}",
        "by: 2025\npath: {2021: 50, 2024: 90}",
    ]
)
FIGURES = st.decimals(0, 200, places=3)


def one(limit: str, when: str, year: int, *given: Row) -> Verdict:
    case = Case([pack([target(f"value: '{limit}'\n{when}", indicator="enrolment")])], list(given), year)
    (found,) = case.judge(case.book()).verdicts
    return found


@settings(max_examples=60, deadline=None)
@given(LIMITS, WHENS, st.integers(2020, 2025), FIGURES, FIGURES)
def test_a_better_figure_never_worsens_a_verdict(
    limit: str, when: str, year: int, one_figure: Decimal, another: Decimal
) -> None:
    worse, better = sorted((one_figure, another))
    first, second = (one(limit, when, year, row(year, "毛入学率", f"{n}")) for n in (worse, better))
    assert RANK[first.verdict] <= RANK[second.verdict]
    assert first.gap is not None
    assert second.gap is not None
    assert Fraction(first.gap) >= Fraction(second.gap) >= 0


@pytest.mark.parametrize("region", [PROVINCE, NEIGHBOUR])
def test_another_regions_figure_is_never_ones_own(region: str) -> None:
    assert one(">= 95 %", "every: year", 2023, row(2023, "毛入学率", 99, region=region)).verdict == "no_data"
