"""The words, bars and wrapping reports share: numbers as a reader should see them, nothing lost, nothing too wide."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from dabiao.assess.assessment import Verdict
from dabiao.reports import _words as words
from dabiao.reports._bars import ASCII, bar, progress
from dabiao.reports._cells import wrap
from dabiao.reports._safe import clean
from report_sample import figure, read, verdict


def made(value: str, limit: Any, **fields: Any) -> Verdict:
    """A figure against a limit; what a test does not say does not matter to it."""
    return figure("甲", "not_met", value, limit, **fields)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (made("60", "83", gap="23"), ("还差 23 百分点",)),
        (made("5", "8", gap="3", unit="‰"), ("还差 3 千分点",)),
        (made("60", "83", gap="0"), ()),
        (made("60", "83", gap=None), ()),
        (made("46", "45", gap="1", op="<=", unit="人"), ("超出 1 人",)),
        (made("12", ("8", "10"), gap="2", op="..", unit="所"), ("超出 2 所",)),
        (made("6", ("8", "10"), gap="2", op="..", unit="所"), ("还差 2 所",)),
        (made("7", "6", gap="1", op="=", unit="所"), ("超出 1 所",)),
        (made("66.666667", "95", gap="28.333333", shown="66.67"), ("还差 28.33 百分点",)),
        (made("94.999999", "95", gap="0.000001", shown="95.00"), ("还差 0.000001 百分点",)),
        (made("60", "83", gap="23", short="还差 12 人"), ("还差 23 百分点", "还差 12 人")),
        (made("100", "90", gap="-0"), ()),
    ],
    ids=["points", "per mille", "nothing", "unknown", "ceiling", "over a band", "under a band", "over exactly", "rounded",
         "too small to round", "in heads", "minus nothing"],
)  # fmt: skip
def test_gap(given: Verdict, expected: tuple[str, ...]) -> None:
    assert words.gap(given) == expected


def test_a_gap_of_contradicting_figures_says_by_which() -> None:
    two = made("91.5", "95", gap="3.5", readings=(read("91.5", "met", "E2"), read("91", "not_met", "E3")))
    assert words.value(two) == ("91.5 或 91 %",)
    assert words.gap(two)[0].startswith("按 91.5 计")
    assert [text.partition("，见 ")[2] for text in words.readings(two)] == [
        "填报表.xlsx!指标!E2",
        "填报表.xlsx!指标!E3",
    ]


@pytest.mark.parametrize(
    ("given", "exact"),
    [
        (made("94.996", "95", shown="95.00", gap="0.004"), True),
        (made("94.996", "95", shown="95.00", gap="0", flags=("borderline",)), True),
        (made("94.99", "95", shown="94.99", gap="0.01"), False),
        (made("94.996", "90", shown="95.00", gap="0"), False),
    ],
    ids=["hidden gap", "borderline", "gap that shows", "no gap"],
)
def test_the_exact_figure_where_the_rounded_one_misleads(given: Verdict, exact: bool) -> None:
    assert any("94.996" in part for part in words.value(given)) == exact


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (made("68", "83", baseline=(2020, "68"), path="75.5"), (0, Fraction(1, 2))),
        (made("75.5", "83", baseline=(2020, "68")), (Fraction(1, 2), None)),
        (made("90", "83", baseline=(2020, "68")), (1, None)),
        (made("60", "83", baseline=(2020, "68")), (Fraction(-8, 15), None)),
        (made("49.5", "99"), (Fraction(1, 2), None)),
        (made("49.5", "99", baseline=(2020, "100")), (Fraction(1, 2), None)),
        (made("48", "45", op="<=", baseline=(2020, "50"), path="49"), (Fraction(2, 5), Fraction(1, 5))),
        (made("46", "45", op="<="), None),
        (made("46", "45", op="<=", baseline=(2020, "40")), None),
        (made("4", ("8", "10"), op=".."), (Fraction(1, 2), None)),
        (made("11", ("8", "10"), op="..", baseline=(2020, "12")), (Fraction(1, 2), None)),
        (made("-1", "-0.5", form="change", op="<="), None),
        (made("5", "0"), None),
        (verdict("甲", "no_data"), None),
    ],
    ids=["at the baseline", "half way", "beyond", "gone back", "no baseline", "baseline already there", "downwards",
         "ceiling without a start", "ceiling from below", "band from zero", "band from above", "change", "limit of nothing",
         "no figure"],
)  # fmt: skip
def test_progress(given: Verdict, expected: tuple[Fraction, Fraction | None] | None) -> None:
    found = progress(given)
    assert (None if found is None else tuple(found)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (made("68", "83", baseline=(2020, "68"), path="75.5"), "-----|---- 0%"),
        (made("83", "83", baseline=(2020, "68"), path="83"), "#########| 100%"),
        (made("82.9999", "83"), "#########- 99%"),
        (made("60", "83", baseline=(2020, "68")), "---------- 后退"),
        (made("46", "45", op="<="), ""),
    ],
    ids=["mark ahead", "mark at the end", "not quite", "gone back", "no bar"],
)
def test_bar(given: Verdict, expected: str) -> None:
    assert bar(given, 10, ASCII) == expected


NUMBER = st.decimals(-1000, 1000, places=3).map(str)


@settings(deadline=None)
@given(
    value=NUMBER, limit=NUMBER, start=st.none() | NUMBER, path=st.none() | NUMBER, op=st.sampled_from([">=", "<=", "="])
)
def test_a_bar_always_has_its_width(value: str, limit: str, start: str | None, path: str | None, op: str) -> None:
    """And reads 100% only where the figure has reached the limit."""
    baseline = None if start is None else (2020, start)
    given = made(value, limit, baseline=baseline, path=path, op=op)
    drawn = bar(given, 12, ASCII)
    if drawn:
        blocks, _, share = drawn.partition(" ")
        assert len(blocks) == 12
        reached = Fraction(value) <= Fraction(limit) if op == "<=" else Fraction(value) >= Fraction(limit)
        assert (share == "100%") == reached


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (verdict("甲", "met", due=False), ("提前",)),
        (verdict("甲", "met", due=True), ()),
        (verdict("甲", "met", due=True, binding=False), ("另有更严",)),
        (verdict("甲", "behind", flags=("estimated", "customary")), ("预计", "惯例线性")),
    ],
    ids=["early", "due", "superseded", "flags"],
)
def test_marks(given: Verdict, expected: tuple[str, ...]) -> None:
    assert words.marks(given) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"requirement": "甲（2025 年底前）"}, "2025 年底前"),
        ({"requirement": "甲"}, "完成"),
        ({"requirement": "≥ 95 %（逐年）", "nature": "约束性", "force": "strive"}, "≥ 95 %（逐年）〔约束性、力争〕"),
    ],
    ids=["task", "task without a date", "nature and force"],
)
def test_requirement(fields: dict[str, Any], expected: str) -> None:
    assert words.requirement(verdict("甲", "no_data", **fields)) == expected


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("要求达到99 %以上，否则", 15, ["要求达到99 %以", "上，否则"]),
        ("达到要求的，合格", 10, ["达到要求", "的，合格"]),
        ("见《规划》第3段", 12, ["见《规划》", "第3段"]),
        ("普惠性幼儿园覆盖率（学前）", 24, ["普惠性幼儿园覆盖率", "（学前）"]),
        ("≥ 0.6 万元/人（2025 年底前）", 20, ["≥ 0.6 万元/人", "（2025 年底前）"]),
        ("inputs/dongli-2020.csv", 12, ["inputs/", "dongli-", "2020.csv"]),
        ("", 10, [""]),
        ("　甲　", 10, ["甲"]),
    ],
    ids=[
        "number and unit",
        "no stop at the start",
        "no bracket at the end",
        "stage",
        "date",
        "path",
        "empty",
        "blanks",
    ],
)
def test_wrap_as_chinese_is_set(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


ANY_TEXT = st.text(
    st.sampled_from("甲乙丙，。（）「」《》〔〕≥＝ %年段第ab1-2/. \t❤\ufe0f👍é\u0301ｱ한") | st.characters(), max_size=80
)


@settings(deadline=None)
@given(text=ANY_TEXT, width=st.integers(4, 40))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert max(map(cell_len, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(clean(text).replace("\ufe0f", "").split())


@settings(deadline=None)
@given(st.text() | st.text("\x1b\x9b\x9d[]31mPX^_\\\x07;甲乙\u202e"))
def test_clean_text_is_one_harmless_line_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in cleaned)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u2028\u2029") & set(cleaned)
    assert clean(cleaned) == cleaned
    cleaned.encode()


def test_a_figure_exactly_on_a_strict_limit_is_told_what_is_missing() -> None:
    assert words.gap(verdict("甲", "not_met", op=">", limit="99", value="99", gap="0")) == ("刚好相等，须超过",)
    assert words.gap(verdict("甲", "met", op=">", limit="99", value="100", gap="0")) == ()


def test_a_gap_that_is_itself_a_count_is_said_once() -> None:
    rooms = verdict("甲", "not_met", op=">=", limit="0", value="-1", shown="-1", gap="1", unit="间")
    assert words.gap(rooms._replace(short="还差 1 间（美术教室数）")) == ("还差 1 间（美术教室数）",)
    assert words.gap(rooms._replace(short="还差 1 间教室（丙校）")) == ("还差 1 间", "还差 1 间教室（丙校）")
