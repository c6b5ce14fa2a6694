"""Evaluation is exact, and its logic is Kleene's: laws over random expressions."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dabiao.rules.expression import MAX_LENGTH, evaluate, parse_expression

Items: TypeAlias = Mapping[str, Fraction | None]
Number: TypeAlias = tuple[str, Callable[[Items], Fraction | None]]
Condition: TypeAlias = tuple[str, Callable[[Items], Fraction]]  # 0 false, 1/2 unknown, 1 true

NAMES = ("学生数", "教师数", "a")
HALF = Fraction(1, 2)


def apply(text: str, meaning: Callable[..., Fraction | None], *parts: Number) -> Number:
    def value(items: Items) -> Fraction | None:
        values = [part[1](items) for part in parts]
        return None if None in values else meaning(*values)

    return text.format(*(part[0] for part in parts)), value


def constants() -> st.SearchStrategy[Number]:
    texts = st.one_of(st.integers(0, 20).map(str), st.decimals(0, 3, places=2).map(str))
    return texts.map(lambda text: (text, lambda _: Fraction(text)))


def names() -> st.SearchStrategy[Number]:
    return st.sampled_from(NAMES).map(lambda name: (name, lambda items: items[name]))


def composed(inner: st.SearchStrategy[Number]) -> st.SearchStrategy[Number]:
    pairs: list[tuple[str, Callable[[Fraction, Fraction], Fraction | None]]] = [
        ("({} + {})", lambda x, y: x + y),
        ("({} - {})", lambda x, y: x - y),
        ("({} × {})", lambda x, y: x * y),
        ("({} / {})", lambda x, y: x / y if y else None),
        ("min({}, {})", min),
        ("max({}, {})", max),
    ]
    singles: list[tuple[str, Callable[[Fraction], Fraction]]] = [
        ("(-{})", lambda x: -x),
        ("ceil({})", lambda x: Fraction(math.ceil(x))),
        ("floor({})", lambda x: Fraction(math.floor(x))),
    ]
    return st.one_of(
        st.builds(lambda pair, x, y: apply(*pair, x, y), st.sampled_from(pairs), inner, inner),
        st.builds(lambda single, x: apply(*single, x), st.sampled_from(singles), inner),
    )


NUMBERS = st.recursive(constants() | names(), composed, max_leaves=10)
COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": lambda x, y: x >= y,
    "≤": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    "＜": lambda x, y: x < y,
    "=": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
}


def compared(sign: str, left: Number, right: Number) -> Condition:
    def truth(items: Items) -> Fraction:
        x, y = left[1](items), right[1](items)
        return HALF if x is None or y is None else Fraction(COMPARISONS[sign](x, y))

    return f"({left[0]} {sign} {right[0]})", truth


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """In the order false < unknown < true, `and` is the least, `or` the greatest, `not` the mirror image."""
    return st.one_of(
        st.builds(lambda p, q: (f"({p[0]} and {q[0]})", lambda items: min(p[1](items), q[1](items))), inner, inner),
        st.builds(lambda p, q: (f"({p[0]} or {q[0]})", lambda items: max(p[1](items), q[1](items))), inner, inner),
        st.builds(lambda p: (f"(not {p[0]})", lambda items: 1 - p[1](items)), inner),
    )


SIMPLE = st.recursive(constants() | names(), composed, max_leaves=3)
CONDITIONS = st.recursive(
    st.builds(compared, st.sampled_from(sorted(COMPARISONS)), SIMPLE, SIMPLE), joined, max_leaves=6
)
KNOWN = st.fractions(-5, 5, max_denominator=6)
ITEMS = st.fixed_dictionaries({name: st.one_of(st.none(), KNOWN) for name in NAMES})
TRUTHS = {True: Fraction(1), False: Fraction(0), None: HALF}


@settings(deadline=None)
@given(NUMBERS, ITEMS)
def test_numbers_are_exact(number: Number, items: Items) -> None:
    assume(len(number[0]) <= MAX_LENGTH)
    assert evaluate(parse_expression(number[0]), items) == number[1](items)


@settings(deadline=None)
@given(CONDITIONS, ITEMS)
def test_conditions_follow_kleene(condition: Condition, items: Items) -> None:
    assume(len(condition[0]) <= MAX_LENGTH)
    got = evaluate(parse_expression(condition[0]), items)
    assert got is None or isinstance(got, bool)
    assert TRUTHS[got] == condition[1](items)


@settings(deadline=None)
@given(CONDITIONS, ITEMS, st.fixed_dictionaries(dict.fromkeys(NAMES, KNOWN)))
def test_what_is_decided_stays_so_when_more_becomes_known(
    condition: Condition, items: Items, later: dict[str, Fraction]
) -> None:
    assume(len(condition[0]) <= MAX_LENGTH)
    expr = parse_expression(condition[0])
    before = evaluate(expr, items)
    after = evaluate(expr, {name: later[name] if value is None else value for name, value in items.items()})
    assert before is None or after == before


@settings(deadline=None)
@given(CONDITIONS, CONDITIONS, ITEMS)
def test_de_morgan_and_double_negation(one: Condition, other: Condition, items: Items) -> None:
    p, q = one[0], other[0]
    assume(len(p) + len(q) < MAX_LENGTH - 50)

    def same(left: str, right: str) -> bool:
        return evaluate(parse_expression(left), items) is evaluate(parse_expression(right), items)

    assert same(f"not ({p} and {q})", f"not {p} or not {q}")
    assert same(f"not ({p} or {q})", f"not {p} and not {q}")
    assert same(f"not not {p}", p)
    assert same(f"{p} or {q}", f"{q} or {p}")
    assert same(f"{p} and {q}", f"{q} and {p}")
