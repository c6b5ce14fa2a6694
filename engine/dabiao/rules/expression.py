"""Formulas and conditions: a whitelisted subset of Python expressions over named items, evaluated exactly.

A parsed expression is a tree of tuples, so it can be cached and compiled to SQL:
("num", Fraction) · ("item", name) · ("+"|"-"|"*"|"/", a, b) · ("neg", a) · ("ceil"|"floor", a) · ("min"|"max", a, b)
· (">="|">"|"<="|"<"|"=="|"!=", a, b) · ("and"|"or", a, b) · ("not", a).
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

from dabiao.quantity.numerals import NumberError, parse_number
from dabiao.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

Expr = tuple["Any", ...]
Value = Fraction | bool | None

COMPARISONS = (">=", ">", "<=", "<", "==", "!=")
LOGIC = ("and", "or", "not")


class ExpressionError(ValueError):
    """The text is no expression of the subset; the message is Chinese."""


MAX_LENGTH = 500
MAX_NESTING = 100


@lru_cache(maxsize=1024)
def parse_expression(text: str) -> Expr:
    """Parses a formula or condition. Raises ExpressionError.

    >>> parse_expression("100 * 合格数 / 总数")
    ('/', ('*', ('num', Fraction(100, 1)), ('item', '合格数')), ('item', '总数'))
    """
    import ast

    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"算式超过 {MAX_LENGTH} 字")
    clean = re.sub(
        r"(?<![<>=!])=(?!=)", "==", text.replace("≥", ">=").replace("≤", "<=").replace("＞", ">").replace("＜", "<")
    )
    clean = clean.replace("×", "*").replace("÷", "/").replace("（", "(").replace("）", ")").strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the parser would warn, in English, of 1and
            tree = ast.parse(clean, mode="eval").body
        expr = _convert(tree, clean)
    except (SyntaxError, RecursionError, MemoryError) as failure:
        raise ExpressionError(f"算式“{text[:40]}”写法有误") from failure
    _check(expr, MAX_NESTING)
    return expr


def _convert(node: Any, source: str) -> Expr:
    import ast

    binary = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
    compare = {ast.GtE: ">=", ast.Gt: ">", ast.LtE: "<=", ast.Lt: "<", ast.Eq: "==", ast.NotEq: "!="}
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return ("num", _constant(ast.get_source_segment(source, node) or str(node.value)))
    if isinstance(node, ast.Name):
        return ("item", node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in binary:
        return (binary[type(node.op)], _convert(node.left, source), _convert(node.right, source))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return ("neg", _convert(node.operand, source))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ("not", _convert(node.operand, source))
    if isinstance(node, ast.BoolOp):
        word = "and" if isinstance(node.op, ast.And) else "or"
        parts = [_convert(value, source) for value in node.values]
        return _fold(word, parts)
    if isinstance(node, ast.Compare):
        sides = [_convert(side, source) for side in (node.left, *node.comparators)]
        steps = [(compare[type(op)], sides[n], sides[n + 1]) for n, op in enumerate(node.ops) if type(op) in compare]
        if len(steps) == len(node.ops):
            return _fold("and", steps)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        arguments = [_convert(argument, source) for argument in node.args]
        if node.func.id in ("ceil", "floor") and len(arguments) == 1:
            return (node.func.id, arguments[0])
        if node.func.id in ("min", "max") and len(arguments) >= 2:
            return _fold(node.func.id, arguments)
    raise ExpressionError(
        f"算式里不能用“{(ast.get_source_segment(source, node) or '')[:30]}”，只能用四则运算、比较号、and or not 和 ceil floor min max"
    )


def _check(expr: Expr, depth: int) -> None:
    """Refuses a number where a condition belongs or the other way round: it could never be decided."""
    if not depth:
        raise ExpressionError(f"算式嵌套超过 {MAX_NESTING} 层")
    for part in expr[1:]:
        if isinstance(part, tuple):
            if is_condition(part) != (expr[0] in LOGIC):
                raise ExpressionError("and、or、not 只能连接条件（如 学生数 > 0），运算和比较号两边只能是数")
            _check(part, depth - 1)


def _constant(text: str) -> Fraction:
    try:
        return parse_number(text)
    except NumberError as failure:
        raise ExpressionError(str(failure)) from failure


def _fold(word: str, parts: list[Expr]) -> Expr:
    result = parts[0]
    for part in parts[1:]:
        result = (word, result, part)
    return result


def items_of(expr: Expr) -> tuple[str, ...]:
    """The item names an expression uses, each once, in order."""
    if expr[0] == "item":
        return (expr[1],)
    found: dict[str, None] = {}
    for part in expr[1:]:
        if isinstance(part, tuple):
            found.update(dict.fromkeys(items_of(part)))
    return tuple(found)


def is_condition(expr: Expr) -> bool:
    """Whether the expression is a yes-or-no question rather than a number."""
    return expr[0] in COMPARISONS or expr[0] in LOGIC


def evaluate(expr: Expr, items: Mapping[str, Fraction | None]) -> Value:
    """The exact value; None where an item is missing, a denominator is zero, or a condition can not be decided.

    Conditions follow Kleene's three-valued logic: `a or b` is true where a is, whatever b.

    >>> evaluate(parse_expression("100 * a / b"), {"a": Fraction(57), "b": Fraction(100)})
    Fraction(57, 1)
    >>> evaluate(parse_expression("a >= 1 or b >= 1"), {"a": Fraction(1), "b": None})
    True
    """
    kind = expr[0]
    if kind == "num":
        return expr[1]  # type: ignore[no-any-return]
    if kind == "item":
        return items.get(expr[1])
    one = evaluate(expr[1], items)
    if kind in LOGIC:
        return _logic(kind, one, expr, items)
    if one is None or isinstance(one, bool):
        return None
    if len(expr) == 2:
        return _OPERATORS[kind](one)
    two = evaluate(expr[2], items)
    return None if two is None or isinstance(two, bool) else _OPERATORS[kind](one, two)


def _logic(kind: str, value: Value, expr: Expr, items: Mapping[str, Fraction | None]) -> bool | None:
    one = value if isinstance(value, bool) else None
    if kind == "not":
        return None if one is None else not one
    decisive = kind == "or"
    if one is decisive:
        return decisive
    two = evaluate(expr[2], items)
    if two is decisive:
        return decisive
    return None if one is None or not isinstance(two, bool) else not decisive


_OPERATORS: dict[str, Callable[..., Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
    "neg": lambda a: -a,
    "ceil": lambda a: Fraction(math.ceil(a)),
    "floor": lambda a: Fraction(math.floor(a)),
    "min": min,
    "max": max,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
