"""Conditions over items: the situations that tell a condition from a slightly different one."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from dabiao.quantity import exact_decimal
from dabiao.rules.expression import COMPARISONS, Expr, evaluate, items_of
from dabiao.testing.bench import Bench

Situation: TypeAlias = dict[str, Fraction]

_MOST = 64
FLIPS = {
    ">=": (">", "<="), ">": (">=", "<"), "<=": ("<", ">="), "<": ("<=", ">"),
    "=": (">=", "<="), "==": (">=", "<="), "!=": ("==",),
}  # fmt: skip


class Change(NamedTuple):
    """A condition with one thing changed: in words, the part before and after, and the whole after."""

    what: str
    before: Expr
    after: Expr
    whole: Expr


def situations(bench: Bench, conditions: Sequence[Expr]) -> list[Situation]:
    """Values of all items of the conditions, on every constant and every line between two sides, and a step to either side.

    All values are possible ones. Few enough to judge each.
    """
    names = tuple(dict.fromkeys(name for condition in conditions for name in items_of(condition)))
    steps = {name: Fraction(1, 10 ** bench.named(name).decimals) for name in names}
    tried = choices(bench, conditions, names)
    found = [dict(zip(names, values, strict=True)) for values in _combinations(tried)]
    for part in (part for condition in conditions for part in _parts(condition) if part[0] in COMPARISONS):
        for base, name in itertools.product(found[:_MOST], items_of(part)):
            found += [s for s in _on_the_line(part, base, name, steps[name]) if _can_be(bench, name, s[name])]
    unique = {tuple(s.items()): s for s in found}
    return list(unique.values())[: 4 * _MOST]


def choices(bench: Bench, conditions: Sequence[Expr], names: Sequence[str]) -> list[list[Fraction]]:
    """For each item the possible values at a constant of the conditions, and a step to either side."""
    constants = {c for condition in conditions for c in _constants(condition)} | {Fraction(0), Fraction(1)}
    steps = [Fraction(1, 10 ** bench.named(name).decimals) for name in names]
    return [
        sorted({v for c in constants for n in (-1, 0, 1) if _can_be(bench, name, v := c + n * step)})
        for name, step in zip(names, steps, strict=True)
    ]


def _can_be(bench: Bench, name: str, value: Fraction) -> bool:
    return bench.named(name).bounds.contains(value)


def _combinations(choices: Sequence[Sequence[Fraction]]) -> Iterator[tuple[Fraction, ...]]:
    """Every combination where they are few; else every item alone, the others low, then high."""
    size = 1
    for choice in choices:
        size *= len(choice)
    if size <= _MOST:
        yield from itertools.product(*choices)
        return
    for end in (0, -1):
        base = [choice[end] for choice in choices]
        for number, choice in enumerate(choices):
            for value in choice:
                yield (*base[:number], value, *base[number + 1 :])


def _on_the_line(part: Expr, base: dict[str, Fraction], name: str, step: Fraction) -> Iterator[dict[str, Fraction]]:
    """The item's values at which both sides of the comparison are equal, the others as they are (where that is a line)."""
    at = [evaluate(("-", part[1], part[2]), {**base, name: Fraction(n)}) for n in (0, 1)]
    if not (isinstance(at[0], Fraction) and isinstance(at[1], Fraction)) or at[0] == at[1]:
        return
    root = at[0] / (at[0] - at[1])
    for n in (-1, 0, 1):
        yield {**base, name: root + n * step}


def _parts(expr: Expr) -> Iterator[Expr]:
    yield expr
    for part in expr[1:]:
        if isinstance(part, tuple):
            yield from _parts(part)


def _constants(expr: Expr) -> Iterator[Fraction]:
    return (part[1] for part in _parts(expr) if part[0] == "num")


def changes(bench: Bench, expr: Expr) -> Iterator[Change]:
    """The condition with one comparison sign, one constant beside it, or one and/or changed."""
    for place, part in _places(expr):
        for after in _other(bench, part):
            yield Change(f"条件“{words(part)}”改为“{words(after)}”", part, after, _put(expr, place, after))


def _other(bench: Bench, part: Expr) -> Iterator[Expr]:
    if part[0] in COMPARISONS:
        yield from ((op, *part[1:]) for op in FLIPS[part[0]])
        steps = [Fraction(1, 10 ** bench.named(name).decimals) for name in items_of(part)]
        for side, direction in itertools.product((1, 2), (-1, 1)):
            if part[side][0] == "num" and steps:
                moved = ("num", part[side][1] + direction * min(steps))
                yield tuple(moved if n == side else old for n, old in enumerate(part))
    elif part[0] in ("and", "or"):
        yield ("or" if part[0] == "and" else "and", *part[1:])


def _places(expr: Expr, place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Expr]]:
    yield place, expr
    for number, part in enumerate(expr):
        if isinstance(part, tuple):
            yield from _places(part, (*place, number))


def _put(expr: Expr, place: tuple[int, ...], part: Expr) -> Expr:
    if not place:
        return part
    return tuple(_put(old, place[1:], part) if number == place[0] else old for number, old in enumerate(expr))


def words(expr: Expr) -> str:
    """An expression as a rule author writes it.

    >>> from dabiao.rules.expression import parse_expression
    >>> words(parse_expression("(a + b) * 2 >= 1 and not c < 3"))
    '(a + b) * 2 >= 1 and not c < 3'
    """
    return _words(expr, 0)


_RANKS = {"or": 1, "and": 2, "not": 3, **dict.fromkeys(COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7}


def _words(expr: Expr, outer: int) -> str:
    kind = expr[0]
    if kind == "num":
        return exact_decimal(expr[1]) or str(expr[1])
    if kind == "item":
        return str(expr[1])
    if kind in ("ceil", "floor", "min", "max"):
        return f"{kind}({', '.join(_words(part, 0) for part in expr[1:])})"
    rank = _RANKS[kind]
    if kind in ("not", "neg"):
        text = ("not " if kind == "not" else "-") + _words(expr[1], rank)
    else:
        text = f"{_words(expr[1], rank)} {kind} {_words(expr[2], rank + 1)}"
    return f"({text})" if rank < outer else text
