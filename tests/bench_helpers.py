"""Targets of every form on the bench, with the boundary cases they must get."""

from pathlib import Path
from typing import Any

import pytest

from dabiao.testing import Bench, bench_of
from helpers import pack, rulebook, target

M, N, U = "met", "not_met", "unverified"


def bench(folder: Path, form: str, indicator: str | None = "coverage", **about: Any) -> Bench:
    """The bench of one target of a county's pack, 2021—2025."""
    return bench_of(rulebook(folder, pack([target(form, indicator=indicator)], **about)), "plan/t")


# form, indicator → the year it is judged in, {case: verdict}
CASES: list[Any] = [
    pytest.param('value: ">= 95 %"\nby: 2024', "coverage", 2024, {"94.9 %": N, "95 %": M, "95.1 %": M}, id="a display decimal is the step"),
    pytest.param('value: "> 95.25 %"\nby: 2024', "coverage", 2024, {"95.24 %": N, "95.25 %": N, "95.26 %": M}, id="the limit's own last digit is finer"),
    pytest.param('value: "< 0.60 万元"\nevery: year', "pay", 2025, {"0.5999 万元": M, "0.6 万元": N, "0.6001 万元": N}, id="one 元 in a limit in 万元"),
    pytest.param('value: "<= 3 班"\nevery: year', "oversized", 2025, {"2 班": M, "3 班": M, "4 班": N}, id="another classifier"),
    pytest.param('value: "= 0 个"\nevery: year', "oversized", 2025, {"0 个": M, "1 个": N}, id="nothing below nothing"),
    pytest.param('value: ">= 100 %"\nevery: year', "coverage", 2025, {"99.9 %": N, "100 %": M}, id="nothing above all"),
    pytest.param('value: "8..10 所"\nby: 2025', "schools", 2025, {"7 所": N, "8 所": M, "9 所": M, "10 所": M, "11 所": N}, id="band, both ends"),
    pytest.param('value: "~ 20 所"\ntolerance: 10 %\nby: 2025', "schools", 2025, {"17 所": N, "18 所": M, "19 所": M, "21 所": M, "22 所": M, "23 所": N}, id="about, relative tolerance"),
    pytest.param('plan: 20 所\ntolerance: 3 所\nby: 2025', "schools", 2025, {"16 所": N, "17 所": M, "18 所": M, "22 所": M, "23 所": M, "24 所": N}, id="plan, absolute tolerance"),
    pytest.param('value: "~ 20 所"\nby: 2025', "schools", 2025, {"19 所": U, "20 所": U, "21 所": U}, id="about without tolerance"),
    pytest.param('value: ">= 95 %"\nunverified: true\nnote: 未核对\nby: 2025', "coverage", 2025, {"94.9 %": U, "95 %": U, "95.1 %": U}, id="unverified"),
    pytest.param('value: ">= 95 %"\ncompare_as: rounded\nby: 2025', "coverage", 2025, {
        "94 %": N, "94.4 %": N, "94.5 %": N, "94.6 %": M, "95 %": M, "95.4 %": M, "95.5 %": M, "95.6 %": M, "96 %": M,
    }, id="rounded: half to even"),
    pytest.param('total: ">= 9180 个"\nby: 2024', "seats", 2024, {"9179 个": N, "9180 个": M, "9181 个": M}, id="total"),
    pytest.param('change: "<= -0.5 百分点"\nfrom: 2018\nevery: year\nby: 2023', "coverage", 2023, {"-2.6 百分点": M, "-2.5 百分点": M, "-2.4 百分点": N}, id="change, five years' worth"),
    pytest.param('change: "> 0 个"\nfrom: previous\nevery: year', "seats", 2025, {"-1 个": N, "0 个": N, "1 个": M}, id="change on last year"),
    pytest.param('change: ">= 60 百分点"\nfrom: 2020\nby: 2021', "coverage", 2021, {"59.9 百分点": N, "60 百分点": M, "60.1 百分点": M}, id="change that needs a low base"),
    pytest.param('growth: ">= 10 %"\nmode: each\nevery: year', "funds", 2025, {"9.99 %": N, "10 %": M, "10.01 %": M}, id="growth each year"),
    pytest.param('growth: "> 7.5 %"\nmode: average\nby: 2025', "funds", 2025, {"7.49 %": N, "7.5 %": N, "7.51 %": M}, id="growth on average, exact"),
    pytest.param('growth: ">= 8 %"\nmode: average\nby: 2025', "coverage", 2025, {"7.99 %": N, "8 %": M, "8.01 %": M}, id="growth of a share stays below 100"),
    pytest.param('compare: {op: ">=", than: official-pay}\nevery: year', "pay", 2025, {"999 元": N, "1000 元": M, "1001 元": M}, id="compare in other units"),
    pytest.param('compare: {op: ">", of: "350000"}\nevery: year\nstage: 小学', "pay", 2025, {"999 元": N, "1000 元": N, "1001 元": M}, id="compare with the province"),
    pytest.param('compare: {op: ">", than: pay, growth_of: both}\nevery: year', "funds", 2025, {"9.99 %": N, "10 %": N, "10.01 %": M}, id="compare growths"),
    pytest.param('value: ">= 57 %"\nby: 2025', "share", 2025, {
        "56.9 %": N, "57 %": M, "57.1 %": M, "普惠幼儿数 569、在园幼儿数 1000": N, "普惠幼儿数 570、在园幼儿数 1000": M, "普惠幼儿数 571、在园幼儿数 1000": M,
    }, id="a ratio also as counts"),
    pytest.param('each: school\nshare: ">= 95 %"\nby: 2025', "school-share", 2025, {
        "94.9 %": N, "95 %": M, "95.1 %": M, "配齐学校数 949、学校总数 1000": N, "配齐学校数 950、学校总数 1000": M, "配齐学校数 951、学校总数 1000": M,
    }, id="each by share and by counts"),
    pytest.param('each: school\nshare: "~ 50 %"\nby: 2025', "school-share", 2025, {
        "49.9 %": U, "50 %": U, "50.1 %": U, "配齐学校数 499、学校总数 1000": U, "配齐学校数 500、学校总数 1000": U, "配齐学校数 501、学校总数 1000": U,
    }, id="each, about half"),
    pytest.param("milestone: 通过评审\nby: 2023-06-30", None, 2023, {
        "已完成，有佐证材料": M, "已完成，没有佐证材料": U, "未完成": N, "没有填报": "no_data", "2023-07-01 才完成，有佐证材料": N,
    }, id="milestone"),
    pytest.param("attest: 布局合理\nevery: year", None, 2025, {
        "已完成，有佐证材料": M, "已完成，没有佐证材料": U, "未完成": N, "没有填报": U,
    }, id="attest"),
]  # fmt: skip
