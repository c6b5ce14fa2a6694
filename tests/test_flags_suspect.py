"""数据存疑: two figures for one thing, figures out of range, figures that contradict what they are computed from."""

from pathlib import Path
from typing import Any

import pytest

from helpers import row, verdict

AT_LEAST = "value: '>= 95 %'"
Rows = list[tuple[str, ...]]

# rows → verdict, flags, number of readings, cells
TWO: list[Any] = [
    pytest.param([row(2025, "覆盖率", 95), row(2025, "覆盖率", 96)], "met", ("suspect",), ["F2", "F3"], id="both-meet"),
    pytest.param([row(2025, "覆盖率", 90), row(2025, "覆盖率", 91)], "not_met", ("suspect",), ["F2", "F3"], id="both-miss"),
    pytest.param([row(2025, "覆盖率", 94), row(2025, "覆盖率", 96)], "unverified", ("suspect",), ["F2", "F3"], id="one-of-each"),
    pytest.param([row(2025, "覆盖率", 96), row(2025, "覆盖率", 94)], "unverified", ("suspect",), ["F2", "F3"], id="the-other-way-round"),
    pytest.param([row(2025, "覆盖率", 95), row(2025, "覆盖率", "95.0")], "met", (), ["F2", "F3"], id="the-same-figure-twice"),
    pytest.param([row(2025, "覆盖率", 95), row(2025, "覆盖率", "0.95", "比")], "met", (), ["F2", "F3"], id="the-same-in-another-unit"),
    pytest.param([row(2025, "覆盖率", 96), row(2025, "覆盖率", "95以上")], "met", ("suspect",), ["F2", "F3"], id="a-figure-and-a-bound"),
    pytest.param([row(2025, "覆盖率", 90), row(2025, "覆盖率", 96, status="预计")], "not_met", (), ["F2"], id="an-estimate-gives-way"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected", "flags", "cells"), TWO)
def test_two_figures_of_one_thing(
    tmp_path: Path, rows: Rows, expected: str, flags: tuple[str, ...], cells: list[str]
) -> None:
    found = verdict(tmp_path, AT_LEAST, rows)
    assert (found.verdict, found.flags, [place.cell for place in found.origin]) == (expected, flags, cells)


def test_both_figures_are_shown_with_the_verdict_each_gives(tmp_path: Path) -> None:
    found = verdict(tmp_path, AT_LEAST, [row(2025, "覆盖率", 94), row(2025, "覆盖率", 96)])
    assert [(read.value, read.verdict, read.origin[0].cell) for read in found.readings] == [
        ("94", "not_met", "F2"),
        ("96", "met", "F3"),
    ]


# indicator, name, figure → verdict, flags
RANGES: list[Any] = [
    pytest.param("enrolment", "毛入学率", "110", "met", (), id="gross-rates-may-exceed-100"),
    pytest.param("enrolment", "毛入学率", "110.01", "met", ("suspect",), id="unusual-but-possible"),
    pytest.param("enrolment", "毛入学率", "59", "not_met", ("suspect",), id="unusually-low"),
    pytest.param("coverage", "覆盖率", "100", "met", (), id="the-hard-bound-itself"),
    pytest.param("coverage", "覆盖率", "100.01", "unverified", ("suspect",), id="impossible-never-meets"),
    pytest.param("coverage", "覆盖率", "-1", "not_met", ("suspect",), id="impossible-and-missing"),
]


@pytest.mark.parametrize(("indicator", "name", "figure", "expected", "flags"), RANGES)
def test_figures_out_of_range(
    tmp_path: Path, indicator: str, name: str, figure: str, expected: str, flags: tuple[str, ...]
) -> None:
    found = verdict(tmp_path, AT_LEAST, [row(2025, name, figure)], indicator=indicator)
    assert (found.verdict, found.flags, bool(found.note)) == (expected, flags, bool(flags))


def counts(inclusive: int, enrolled: int, *reported: str) -> Rows:
    rows = [row(2025, "普惠幼儿数", inclusive), row(2025, "在园幼儿数", enrolled)]
    return [*rows, *(row(2025, "普惠率", figure) for figure in reported)]


# rows → verdict under >= 83 %, value, flags
BESIDE: list[Any] = [
    pytest.param(counts(83, 100, "83"), "met", "83", (), id="reported-as-computed"),
    pytest.param(counts(2, 3, "66.67"), "not_met", "66.666667", (), id="reported-rounded-to-two-places"),
    pytest.param(counts(2, 3, "67"), "not_met", "66.666667", (), id="reported-rounded-to-a-whole"),
    pytest.param(counts(66667, 100000, "66.667"), "not_met", "66.667", (), id="reported-to-three-places"),
    pytest.param(counts(666667, 1000000, "66.6667"), "not_met", "66.6667", (), id="reported-to-four-places"),
    pytest.param(counts(8296, 10000, "83"), "not_met", "82.96", ("borderline",), id="rounding-up-does-not-help"),
    pytest.param(counts(2, 3, "66.66"), "not_met", "66.66", ("suspect",), id="cut-off-instead-of-rounded"),
    pytest.param(counts(2, 3, "90"), "unverified", "90", ("suspect",), id="reported-otherwise"),
    pytest.param(counts(84, 100, "90"), "met", "90", ("suspect",), id="reported-otherwise-but-both-meet"),
    pytest.param(counts(120, 100), "unverified", "120", ("suspect",), id="more-than-all"),
    pytest.param(counts(84, 100, "80以上"), "met", "84", (), id="within-the-bound-reported"),
]


@pytest.mark.parametrize(("rows", "expected", "value", "flags"), BESIDE)
def test_a_reported_figure_beside_its_counts(
    tmp_path: Path, rows: Rows, expected: str, value: str, flags: tuple[str, ...]
) -> None:
    found = verdict(tmp_path, "value: '>= 83 %'", rows, indicator="share")
    assert (found.verdict, found.value, found.flags) == (expected, value, flags)


@pytest.mark.parametrize("odd", [0, 20, 39], ids=["first", "in-the-middle", "last"])
def test_no_number_of_contradictions_hides_the_one_that_misses(tmp_path: Path, odd: int) -> None:
    rows = [row(2025, "毛入学率", f"9{n // 10 % 10}.{n}9" if n != odd else "60") for n in range(40)]
    found = verdict(tmp_path, "value: '>= 61 %'", rows, indicator="enrolment")
    assert found.verdict == "unverified"
    assert "suspect" in found.flags


def test_contradictory_counts_in_every_combination(tmp_path: Path) -> None:
    rows = [row(2025, "普惠幼儿数", n) for n in (90, 91, 92, 93, 94, 95)]
    rows += [row(2025, "在园幼儿数", n) for n in (100, 101, 102, 103, 104, 115)]  # 90 ÷ 115 is the only one below 80 %
    assert verdict(tmp_path, "value: '>= 80 %'", rows, indicator="share").verdict == "unverified"
