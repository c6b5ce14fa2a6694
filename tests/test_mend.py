"""The smallest whole number that mends a figure: by exact solution, against trying one by one."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess.mend import mend
from dabiao.quantity import Interval
from dabiao.rules.expression import evaluate, parse_expression

N = Interval.of


@pytest.mark.parametrize(
    ("formula", "items", "required", "shrink", "expected"),
    [
        ("100 * a / b", {"a": 8, "b": 10}, N(">=", Fraction(85)), True, ("a", 1)),
        ("100 * a / b", {"a": 8, "b": 10}, N(">", Fraction(90)), True, ("a", 2)),
        ("100 * a / b", {"a": 8, "b": 10}, N(">=", Fraction(80)), True, None),
        ("100 * a / b", {"a": 8, "b": 10}, N("<=", Fraction(5)), True, ("a", -8)),
        ("b / a", {"a": 99, "b": 1500}, N("<=", Fraction(15)), False, ("a", 1)),
        ("b / a", {"a": 100, "b": 1500}, N("<", Fraction(15)), False, ("a", 1)),
        ("(a - b) / (c + 1.1 * d)", {"a": 1700, "b": 150, "c": 200, "d": 100}, N(">=", Fraction(6)), False, ("a", 310)),
        ("1.1 * a / (c + 1.1 * d)", {"a": 10, "c": 200, "d": 100}, N(">=", Fraction(1)), False, ("a", 272)),
        ("a - ceil(b / 12)", {"a": 1, "b": 25}, N(">=", Fraction(0)), False, ("a", 2)),
        ("a", {"a": 3}, N("=", Fraction(0)), False, ("a", -3)),
        ("a + b", {"a": 0, "b": 2100}, N("<=", Fraction(2000)), False, ("b", -100)),
        ("a + b", {"a": 40, "b": 2100}, N("<=", Fraction(2000)), False, ("b", -140)),
        ("100 * (a - b + c) / (d - e)", {"a": 940, "b": 0, "c": 0, "d": 1000, "e": 0}, N(">=", Fraction(95)), True, ("a", 10)),
        ("min(a, b)", {"a": 1, "b": 2}, N(">=", Fraction(3)), False, None),
        ("100 * a / (a + b)", {"a": 1, "b": 3}, N(">=", Fraction(50)), True, ("a", 2)),
        ("a / b", {"a": Fraction("5700.25"), "b": 760}, N(">=", Fraction("7.6")), False, ("a", 76)),  # a whole number more
        ("b / a", {"a": Fraction("1.5"), "b": 10}, N("<=", Fraction(2)), False, ("a", 4)),
        ("a", {"a": Fraction("2.5")}, N("<=", Fraction(2)), False, ("a", -1)),
        ("a", {"a": Fraction("2.5")}, N("=", Fraction(2)), False, None),  # no whole number less is 2
        ("a / b", {"a": 1, "b": 0}, N(">=", Fraction(2)), False, None),
    ],
)  # fmt: skip
def test_what_mends(
    formula: str, items: dict[str, int], required: Interval, shrink: bool, expected: tuple[str, int] | None
) -> None:
    found = mend(parse_expression(formula), {k: Fraction(v) for k, v in items.items()}, required, shrink)
    assert (None if found is None else tuple(found)) == expected


FORMULAS = st.sampled_from(
    [
        "100 * a / b",
        "a / (b + 1.1 * c)",
        "(a - c) / b",
        "(a + c) / (b + 1)",
        "100 * a / (a + b)",
        "a - ceil(b / 12)",
        "1.1 * a / b - c",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    FORMULAS,
    st.tuples(*[st.fractions(0, 60, max_denominator=1) | st.fractions(0, 60, max_denominator=20)] * 3),
    st.fractions(0, 60, max_denominator=4),
    st.booleans(),
)
def test_it_is_the_smallest(
    formula: str, values: tuple[Fraction, Fraction, Fraction], limit: Fraction, strict: bool
) -> None:
    """More of the first item, one by one, until it holds: the same number (or none within reach)."""
    expr = parse_expression(formula)
    items = {name: Fraction(value) for name, value in zip("abc", values, strict=True)}
    required = N(">" if strict else ">=", limit)
    value = evaluate(expr, items)
    if not isinstance(value, Fraction) or required.contains(value) or value > limit:
        return
    found = mend(expr, items, required)

    def holds(more: int) -> bool:
        after = evaluate(expr, {**items, "a": items["a"] + more})
        return isinstance(after, Fraction) and required.contains(after)

    tried = next((more for more in range(1, 400) if holds(more)), None)
    if found is None:
        assert tried is None
    elif found.item == "a":
        assert tried == found.change if found.change < 400 else tried is None


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["b / a", "(b + c) / a", "100 * b / (a + c)", "100 * a / b", "a", "a + b"]),
    st.tuples(*[st.integers(0, 60)] * 3),
    st.fractions(0, 60, max_denominator=4),
    st.tuples(st.booleans(), st.booleans()),
)
def test_too_much_is_mended_by_the_smallest_number_too(
    formula: str, values: tuple[int, int, int], limit: Fraction, how: tuple[bool, bool]
) -> None:
    """Of a ceiling: more of what stands below the line, or less of what stands above it; one fewer would not do."""
    strict, shrink = how
    expr = parse_expression(formula)
    items = {name: Fraction(value) for name, value in zip("abc", values, strict=True)}
    required = N("<" if strict else "<=", limit)
    found = mend(expr, items, required, shrink)
    if found is None:
        return

    def holds(change: int) -> bool:
        after = evaluate(expr, {**items, found.item: items[found.item] + change})
        return isinstance(after, Fraction) and required.contains(after)

    towards = 1 if found.change > 0 else -1
    assert not holds(0)
    assert [n for n in range(1, abs(found.change) + 1) if holds(n * towards)] == [abs(found.change)]
