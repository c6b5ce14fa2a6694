"""One mapping of a document, read key by key; each failure becomes a diagnostic at the key's line."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.period import parse_date
from dabiao.quantity import NumberError, parse_number
from dabiao.rules._limits import LimitError, parse_limit, parse_tolerance
from dabiao.rules._yaml import Loaded
from dabiao.rules.expression import ExpressionError, is_condition, parse_expression
from dabiao.rules.model import (
    Formula,
    Limit,
    Tolerance,
)

BY_STAGE = ("value", "cv", "where", "weight")


def stages_of(node: Mapping[str, Any]) -> list[str | None]:
    """The stages a target's node stands for: those it lists, those its values are written by, or the one it names (or none)."""
    listed: list[str | None] = list(node.get("stages", ()))
    written = [stage for key in BY_STAGE if isinstance(node.get(key), Mapping) for stage in node[key]]
    return listed or list(dict.fromkeys(written)) or [node.get("stage")]


class Reader:
    """Reads one mapping, turning each failure into a diagnostic at the key's line; what is written by 学段 is read for one."""

    def __init__(self, loaded: Loaded, path: tuple[str | int, ...], stage: str | None = None) -> None:
        self.loaded = loaded
        self.path = path
        self.stage = stage
        node: Any = loaded.value
        for part in path:
            node = node[part]
        by_stage = {key: node[key].get(stage) for key in BY_STAGE if isinstance(node.get(key), Mapping)}
        self.node: dict[str, Any] = {**node, **by_stage} if by_stage else node
        self.found: list[Diagnostic] = []

    def span(self, *keys: str | int) -> Span:
        return self.loaded.span(*self.path, *keys)

    def refuse(self, code: str, message: str, *keys: str | int, hint: str) -> None:
        self.found.append(error(code, message, self.span(*keys), hint=hint))

    def limit(self, key: str, *above: str | int, bare: str | None = None, text: str | None = None) -> Limit | None:
        try:
            return parse_limit(str(self.node[key]) if text is None else text, bare)
        except LimitError as failure:
            self.refuse("RUL202", str(failure), *above, key, hint="写成 >= 95 %、8..10 所 或 ~ 20 所，数字后带单位")
            return None

    def day(self, text: str, *keys: str | int) -> str | None:
        try:
            return parse_date(text)
        except ValueError as failure:
            self.refuse("RUL214", str(failure), *keys, hint="写成存在的日期，例如 2021-12-31")
            return None

    def number(self, value: Any, *keys: str) -> Fraction | None:
        try:
            return parse_number(value) if isinstance(value, str) else Fraction(value)
        except NumberError as failure:
            self.refuse("RUL215", str(failure), *keys, hint="只写数，不带单位和符号，例如 68 或 91.5")
            return None

    def formula(self, key: str, *above: str | int, condition: bool) -> Formula | None:
        values: Any = self.node
        for part in above:
            values = values[part]
        if key not in values:
            return None
        text = str(values[key])
        try:
            expr = parse_expression(text)
        except ExpressionError as failure:
            self.refuse("RUL203", str(failure), *above, key, hint="例如 学生数 > 1000 and 专职教师 >= 1")
            return None
        if is_condition(expr) != condition:
            wanted = "条件（带比较号）" if condition else "算式（结果是数）"
            self.refuse(
                "RUL203",
                f"“{text[:30]}”应为{wanted}",
                *above,
                key,
                hint="例如 学生数 > 1000" if condition else "例如 100 * 合格数 / 总数",
            )
            return None
        return Formula(key, text, expr)

    def tolerance(self, limit: Limit | None) -> Tolerance | None:
        if limit is None or "tolerance" not in self.node:
            return None
        try:
            return parse_tolerance(str(self.node["tolerance"]), limit)
        except LimitError as failure:
            self.refuse("RUL202", str(failure), "tolerance", hint="写成 10 % 或 2 所")
            return None
