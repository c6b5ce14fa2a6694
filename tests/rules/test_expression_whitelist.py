"""Formulas and conditions: what the language has, and that nothing of Python beyond it gets in."""

from fractions import Fraction

import pytest

from dabiao.rules.expression import MAX_LENGTH, ExpressionError, evaluate, is_condition, items_of, parse_expression


@pytest.mark.parametrize(
    "text",
    [
        "学生数.__class__",
        "().__class__.__bases__[0]",
        "__import__('os').system('ls')",
        "open('x')",
        "eval('1')",
        "print(a)",
        "abs(a)",
        "sum([a, b])",
        "a.real",
        "a[0]",
        "a(1)",
        "min(a)",
        "min()",
        "ceil(a, b)",
        "max(a, b, key=c)",
        "max(a, b, **c)",
        "min(*a)",
        "lambda: a",
        "(lambda x: x)(a)",
        "[x for x in a]",
        "{x for x in a}",
        "{x: 1 for x in a}",
        "(x for x in a)",
        "[a, b]",
        "(a, b)",
        "{a: b}",
        "'学生数'",
        '"a" >= 1',
        "b'a'",
        "f'{a}'",
        "a ** 2",
        "9 ** 9 ** 9",
        "a // b",
        "a % b",
        "a @ b",
        "a << 3",
        "a & b",
        "a | b",
        "~a",
        "a if b > 1 else c",
        "(x := a)",
        "a is b",
        "a in b",
        "a not in b",
        "True",
        "None",
        "...",
        "1j",
        "0x1F",
        "1_000",
        "1e9",
        "1e999",
        "9" * 19,
        "9" * 450,
        "await a",
        "yield a",
        "a; b",
        "a = 1; b",
        "import os",
        "a >= 95%",
        "a ≠ 1",
        "学生 数 > 1",
        "a >",
        "(a",
        "",
        "  ",
        "#",
        "\x00",
        "a" * 501,
        "+".join(["a"] * 250),
        "-" * 400 + "a",
        "(" * 240 + "a" + ")" * 240,
        "not " * 120 + "a > 1",
    ],
    ids=lambda text: text[:20] or "empty",
)
def test_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "a and b > 1",
        "a > 1 or b",
        "not a",
        "(a > 1) + 2",
        "(a > 1) >= 1",
        "min(a > 1, b)",
        "-(a > 1)",
        "ceil(not a > 1)",
    ],
)
def test_a_number_never_stands_for_a_condition_nor_a_condition_for_a_number(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse_expression(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a ≥ 1", "a >= 1"),
        ("a ≤ 1", "a <= 1"),
        ("a ＞ 1 and b ＜ 2", "a > 1 and b < 2"),
        ("a = 1", "a == 1"),
        ("a=1 or b!=2", "a == 1 or b != 2"),
        ("100 × a ÷ b", "100 * a / b"),
        ("（a + b）× 2", "(a + b) * 2"),
        ("  100 * a  ", "100 * a"),
        ("\t100 * a\n", "100 * a"),
        ("(a +\n b)", "a + b"),
        ("1 <= a < 3", "1 <= a and a < 3"),
        ("max(a, b, c)", "max(max(a, b), c)"),
        ("a > 1 and b > 1 and c > 1", "(a > 1 and b > 1) and c > 1"),
        ("not a > 1", "not (a > 1)"),
        ("a>=1and b>=1", "a >= 1 and b >= 1"),
    ],
)
def test_spellings_of_one_expression(text: str, same: str) -> None:
    assert parse_expression(text) == parse_expression(same)


def test_a_constant_is_taken_exactly_wherever_it_stands() -> None:
    items = {"学生数": Fraction(3)}
    assert evaluate(parse_expression(" 0.1 + 0.2 == 0.3"), {}) is True
    assert evaluate(parse_expression("  100 * 学生数 + 25"), items) == 325
    assert evaluate(parse_expression("学生数 * 0.000000000001"), items) == Fraction(3, 10**12)
    assert evaluate(parse_expression("57 / 100 * 100 >= 57"), items) is True


@pytest.mark.parametrize(
    ("sign", "below", "on", "above"),
    [(">=", 0, 1, 1), (">", 0, 0, 1), ("<=", 1, 1, 0), ("<", 1, 0, 0), ("=", 0, 1, 0), ("!=", 1, 0, 1)],
)
def test_a_comparison_is_exact_on_its_boundary(sign: str, below: int, on: int, above: int) -> None:
    expr = parse_expression(f"100 * a / b {sign} 57")
    tiny = Fraction(1, 10**12)
    got = [evaluate(expr, {"a": 57 + step, "b": Fraction(100)}) for step in (-tiny, Fraction(0), tiny)]
    assert got == [bool(below), bool(on), bool(above)]


def test_the_longest_expression_allowed_is_taken() -> None:
    assert parse_expression("a" * MAX_LENGTH) == ("item", "a" * MAX_LENGTH)
    with pytest.raises(ExpressionError):
        parse_expression("a" * (MAX_LENGTH + 1))


def test_the_items_of_an_expression_each_once_in_order() -> None:
    expr = parse_expression("乙 / 甲 >= 1 and (ceil(丙) > 乙 or not 甲 > 0)")
    assert items_of(expr) == ("乙", "甲", "丙")
    assert items_of(parse_expression("1 + 2")) == ()


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("a", False),
        ("a + 1", False),
        ("min(a, b)", False),
        ("a > 1", True),
        ("a > 1 or b > 1", True),
        ("not a > 1", True),
    ],
)
def test_a_condition_is_told_from_a_number(text: str, condition: bool) -> None:
    assert is_condition(parse_expression(text)) is condition


@pytest.mark.parametrize(
    "items", [{"a": Fraction(5)}, {"a": Fraction(5), "b": None}, {"a": Fraction(5), "b": Fraction(0)}]
)
def test_a_missing_item_or_a_zero_denominator_gives_no_value(items: dict[str, Fraction | None]) -> None:
    assert evaluate(parse_expression("100 * a / b"), items) is None
    assert evaluate(parse_expression("100 * a / b >= 0"), items) is None
    assert evaluate(parse_expression("max(a, a / b)"), items) is None
    assert evaluate(parse_expression("a >= 5 or a / b > 1"), items) is True
