"""Rules of data quality from schema-checked documents, and the names in them resolved. Diagnostics RUL2xx, LNK3xx, QUA52x."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from dabiao.diagnostics import Diagnostic, error
from dabiao.quantity import Interval, UnitError, parse_unit
from dabiao.rules._reader import Reader
from dabiao.rules._yaml import Loaded
from dabiao.rules.expression import Expr, ExpressionError, items_of, parse_expression
from dabiao.rules.model import Indicator, QualityRule, Relation, Side

# kind → the keys it must have, and those it may have besides what every rule may
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "within": (("checks",), ("stage", "where", "blank", "tolerance")),
    "equal": (("checks",), ("stage", "where", "blank", "tolerance")),
    "stages": (("items",), ("tolerance",)),
    "bounds": ((), ()),
    "whole": ((), ()),
    "usual": ((), ("of", "range", "unit", "where")),
    "unit": (("by", "factors"), ("items", "tolerance")),
    "jump": (("items", "tolerance"), ()),
    "duplicate": (("by",), ()),
    "rate": ((), ()),
    "conflict": ((), ()),
    "total": ((), ("tolerance",)),
    "rollup": (("checks",), ("stage", "where", "tolerance")),
}
EVERYWHERE = ("region", "school", "kindergarten")
_COMMON = ("id", "title", "kind", "severity", "hint", "source", "per")
_WAYS = {"unit": ("usual", "previous"), "duplicate": ("code", "name", "similar")}
_OPERATORS = {"within": ("<=",), "equal": ("==",), "rollup": ("==", ">=")}
_LINEAR = "两边只能是要素相加减、乘以常数，例如 班额25人及以下 + 班额26至30人 == 班级总数"


def read_quality(loaded: Loaded) -> tuple[list[QualityRule], list[Diagnostic]]:
    """The rules of a schema-checked document, with diagnostics."""
    rules, found = [], []
    for number in range(len(loaded.value["quality"])):
        reader = Reader(loaded, ("quality", number))
        rule = _rule(reader)
        found.extend(reader.found)
        if not reader.found:
            rules.append(rule)
    return rules, found


def _rule(reader: Reader) -> QualityRule:
    node = reader.node
    kind = node["kind"]
    needed, more = KINDS[kind]
    for key in needed:
        if key not in node:
            reader.refuse("QUA521", f"{kind} 的规则缺少“{key}”", hint=f"补上 {key}")
    for key in node:
        if key not in (*_COMMON, *needed, *more):
            usable = "、".join((*needed, *more)) or "没有别的键"
            reader.refuse("QUA521", f"{kind} 的规则不能写“{key}”", key, hint=f"删去；可用：{usable}")
    if ("of" in node) != ("range" in node):
        reader.refuse("QUA521", "of 和 range 要同时写", "of" if "of" in node else "range", hint="补上另一个")
    ways = _WAYS.get(kind, ())
    if "by" in node and ways and node["by"] not in ways:
        reader.refuse("QUA521", f"{kind} 的 by 不能是“{node['by']}”", "by", hint="可选：" + "、".join(ways))
    tolerance = node.get("tolerance", {})
    return QualityRule(
        id=node["id"],
        title=node["title"],
        kind=kind,
        severity=node["severity"],
        hint=node["hint"],
        per=tuple(node.get("per", EVERYWHERE)),
        stage=node.get("stage"),
        where=reader.formula("where", condition=True),
        relations=tuple(r for n in range(len(node.get("checks", ()))) if (r := _relation(reader, kind, n))),
        of=reader.formula("of", condition=False),
        range=_range(reader),
        unit=_unit(reader),
        items=tuple(node.get("items", ())),
        percent=_number(reader, tolerance.get("percent", 0), "tolerance"),
        amount=_number(reader, tolerance.get("amount", 0), "tolerance"),
        factors=tuple(_number(reader, factor, "factors") for factor in node.get("factors", ())),
        by=node.get("by", ""),
        blank=node.get("blank") == "zero",
        source=node.get("source"),
        span=reader.span(),
    )


def _number(reader: Reader, value: Any, key: str) -> Fraction:
    return reader.number(value, key) or Fraction(0)


def _unit(reader: Reader) -> str:
    text = str(reader.node.get("unit", ""))
    try:
        return parse_unit(text).name if text else ""
    except UnitError as failure:
        reader.refuse("RUL212", str(failure), "unit", hint="用 %、人、元/人、平方米/人 等")
        return ""


def _range(reader: Reader) -> Interval:
    low, high = (None if end is None else reader.number(end, "range") for end in reader.node.get("range", (None, None)))
    if low is not None and high is not None and low > high:
        reader.refuse("RUL216", "range 的下限大于上限", "range", hint="写成 [下限, 上限]，没有界限写 null")
    return Interval(low, high)


def _relation(reader: Reader, kind: str, number: int) -> Relation | None:
    text = str(reader.node["checks"][number])
    try:
        expr = parse_expression(text)
        allowed = _OPERATORS.get(kind, ())
        if allowed and expr[0] not in allowed:
            raise ExpressionError(f"“{text[:30]}”应为 {' 或 '.join(allowed)} 的比较")
        return Relation(_side(expr[1]), expr[0], _side(expr[2]))
    except ExpressionError as failure:
        reader.refuse("RUL203", str(failure), "checks", number, hint=_LINEAR)
        return None


def _side(expr: Expr) -> Side:
    factors, constant = _linear(expr)
    return Side(tuple((factor, item) for item, factor in factors.items()), constant, _written(expr))


def _linear(expr: Expr) -> tuple[dict[str, Fraction], Fraction]:
    """Factors of items, and what is left over. Raises ExpressionError where the expression is no such sum."""
    kind = expr[0]
    if kind == "num":
        return {}, expr[1]
    if kind == "item":
        return {expr[1]: Fraction(1)}, Fraction(0)
    if kind == "neg":
        return _scaled(_linear(expr[1]), Fraction(-1))
    if kind in ("+", "-"):
        one, two = _linear(expr[1]), _scaled(_linear(expr[2]), Fraction(1 if kind == "+" else -1))
        items = dict.fromkeys((*one[0], *two[0]))
        return {i: one[0].get(i, Fraction(0)) + two[0].get(i, Fraction(0)) for i in items}, one[1] + two[1]
    if kind == "*":
        for constant, other in ((expr[1], expr[2]), (expr[2], expr[1])):
            if constant[0] == "num":
                return _scaled(_linear(other), constant[1])
    raise ExpressionError(_LINEAR)


def _scaled(side: tuple[dict[str, Fraction], Fraction], by: Fraction) -> tuple[dict[str, Fraction], Fraction]:
    return {item: factor * by for item, factor in side[0].items()}, side[1] * by


def _written(expr: Expr) -> str:
    kind = expr[0]
    if kind in ("num", "item"):
        return str(expr[1])
    if kind == "neg":
        return f"- {_written(expr[1])}"
    left, right = _written(expr[1]), _written(expr[2])
    if kind == "*":
        left, right = (f"({side})" if part[0] in "+-" else side for part, side in ((expr[1], left), (expr[2], right)))
        return f"{left} × {right}"
    return f"{left} {kind} ({right})" if kind == "-" and expr[2][0] in "+-" else f"{left} {kind} {right}"


def named(rule: QualityRule) -> tuple[str, ...]:
    """Every item name a rule uses, each once."""
    sides = (side for relation in rule.relations for side in (relation.left, relation.right))
    names = [item for side in sides for _, item in side.terms]
    for formula in (rule.where, rule.of):
        names += items_of(formula.expr) if formula is not None else ()
    return tuple(dict.fromkeys((*names, *rule.items)))


def link_quality(
    rules: Sequence[QualityRule], indicators: Mapping[str, Indicator], names: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """A diagnostic for each repeated id, unknown item, and sum of figures in different units."""
    first: dict[str, QualityRule] = {}
    for rule in rules:
        if rule.id in first:
            yield error("QUA522", f"数据核查规则编号“{rule.id}”重复", rule.span, first[rule.id].span, hint="换一个编号")
        first.setdefault(rule.id, rule)
        unknown = [item for item in named(rule) if item not in names]
        for item in unknown:
            close = difflib.get_close_matches(item, names, 1, 0.6)
            hint = f"是否应为“{close[0]}”？" if close else "在 rules/indicators/ 登记该要素"
            yield error("LNK306", f"数据核查规则“{rule.id}”用到没有登记的要素“{item}”", rule.span, hint=hint)
        if not unknown:
            yield from _units(rule, indicators, names)


def _units(rule: QualityRule, indicators: Mapping[str, Indicator], names: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Where nothing is converted (no factor but 1), all figures of a relation are in one unit."""
    for relation in rule.relations:
        terms = (*relation.left.terms, *relation.right.terms)
        units = {indicators[names[item]].unit for _, item in terms}
        dimensions = [{indicators[names[item]].unit.dimension, *indicators[names[item]].also} for _, item in terms]
        plain = all(abs(factor) == 1 for factor, _ in terms)
        if plain and (len({unit.scale for unit in units}) > 1 or not set.intersection(*dimensions)):
            shown = "、".join(sorted(unit.name for unit in units))
            message = f"数据核查规则“{rule.id}”的“{relation.text[:60]}”单位不同：{shown}"
            yield error("QUA523", message, rule.span, hint="乘以换算的倍数（1万元写成 10000 *），或换一个要素")
