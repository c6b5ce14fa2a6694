"""Schema-checked YAML → the values of the model. Every problem of a file is collected."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.period import parse_date
from dabiao.quantity import Interval, UnitError, parse_unit
from dabiao.region import Region
from dabiao.rules._limits import LimitError, parse_limit, parse_tolerance
from dabiao.rules._yaml import Loaded
from dabiao.rules.expression import ExpressionError, is_condition, parse_expression
from dabiao.rules.model import (
    Attest,
    Change,
    Clause,
    Compare,
    Each,
    Example,
    Form,
    Formula,
    Growth,
    Indicator,
    Limit,
    Milestone,
    NotTarget,
    Pack,
    Plan,
    Relaxed,
    Source,
    Target,
    Tolerance,
    Total,
    Value,
)

FORMS = ("value", "change", "growth", "compare", "total", "each", "plan", "milestone", "attest")
_ONLY_WITH = {
    "tolerance": ("value", "growth", "plan"),
    "from": ("change", "growth"),
    "mode": ("growth",),
    "where": ("each",),
    "require": ("each",),
    "share": ("each",),
    "subject": ("milestone",),
    "path": ("value", "each"),
    "baseline": ("value", "each", "total", "plan", "change", "growth"),
    "relaxed": ("value",),
    "compare_as": ("value",),
}
_SIGNS = {"≥": ">=", "≤": "<=", "＞": ">", "＜": "<"}
_FULL_SHARE = "= 100 %"


class _Reader:
    """Reads one mapping, turning each failure into a diagnostic at the key's line."""

    def __init__(self, loaded: Loaded, path: tuple[str | int, ...]) -> None:
        self.loaded = loaded
        self.path = path
        node: Any = loaded.value
        for part in path:
            node = node[part]
        self.node: dict[str, Any] = node
        self.found: list[Diagnostic] = []

    def span(self, *keys: str) -> Span:
        return self.loaded.span(*self.path, *keys)

    def refuse(self, code: str, message: str, *keys: str, hint: str) -> None:
        self.found.append(error(code, message, self.span(*keys), hint=hint))

    def limit(self, key: str, bare: str | None = None, text: str | None = None) -> Limit | None:
        try:
            return parse_limit(str(self.node[key]) if text is None else text, bare)
        except LimitError as failure:
            self.refuse("RUL202", str(failure), key, hint="写成 >= 95 %、8..10 所 或 ~ 20 所，数字后带单位")
            return None

    def formula(self, key: str, *, condition: bool, node: Mapping[str, Any] | None = None) -> Formula | None:
        values = self.node if node is None else node
        if key not in values:
            return None
        text = str(values[key])
        try:
            expr = parse_expression(text)
        except ExpressionError as failure:
            self.refuse("RUL203", str(failure), key, hint="例如 学生数 > 1000 and 专职教师 >= 1")
            return None
        if is_condition(expr) != condition:
            wanted = "条件（带比较号）" if condition else "算式（结果是数）"
            self.refuse(
                "RUL203",
                f"“{text[:30]}”应为{wanted}",
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


def read_pack(loaded: Loaded, sha256: str) -> tuple[Pack, list[Diagnostic]]:
    """A pack from a schema-checked document, with diagnostics RUL2xx."""
    found: list[Diagnostic] = []
    root = loaded.value
    source = _source(root["source"])
    if source.end is not None and source.end < source.start:
        found.append(
            error("RUL210", "文件的起始年份晚于截止年份", loaded.span("source", "period"), hint="写成 [2021, 2025]")
        )
    targets: dict[str, Target] = {}
    for number in range(len(root["targets"])):
        reader = _Reader(loaded, ("targets", number))
        target = _target(reader, root["pack"], source)
        found.extend(reader.found)
        if target is None:
            continue
        if target.id in targets:
            first = targets[target.id].span
            found.append(error("RUL205", f"目标编号“{target.id}”重复", reader.span("id"), first, hint="换一个编号"))
        targets[target.id] = target
    examples = tuple(_example(_Reader(loaded, ("examples", n))) for n in range(len(root.get("examples") or ())))
    found.extend(
        error("RUL211", f"样例所指的目标“{example.target}”不存在", example.span, hint="改成本包里的目标编号")
        for example in examples
        if example.target not in targets
    )
    others = tuple(_not_target(_Reader(loaded, ("not_targets", n))) for n in range(len(root.get("not_targets") or ())))
    account = tuple(sorted((root.get("account") or {}).items()))
    return Pack(root["pack"], source, tuple(targets.values()), others, examples, account, loaded.file, sha256), found


def _source(node: Mapping[str, Any]) -> Source:
    start, end = node["period"]
    return Source(
        title=node["title"],
        number=node["number"],
        issuer=node["issuer"],
        issued=node["issued"],
        region=node["region"],
        level=node["level"],
        start=start,
        end=end,
        fingerprint=node.get("fingerprint"),
        note=node.get("note"),
    )


def _target(reader: _Reader, pack: str, source: Source) -> Target | None:
    node = reader.node
    forms = [name for name in FORMS if name in node]
    if len(forms) != 1:
        written = "、".join(forms) or "一种也没有"
        reader.refuse(
            "RUL201",
            f"目标“{node['id']}”应恰好写一种形式，写了：{written}",
            hint="从 " + "、".join(FORMS) + " 中留一种",
        )
        return None
    for key, allowed in _ONLY_WITH.items():
        if key in node and forms[0] not in allowed:
            reader.refuse("RUL204", f"“{key}”不能与 {forms[0]} 同用", key, hint=f"“{key}”只用于 {'、'.join(allowed)}")
    if "indicator" not in node and forms[0] not in ("milestone", "attest"):
        reader.refuse("RUL206", f"目标“{node['id']}”缺少 indicator", hint="写上指标编号")
    if node.get("unverified") and "note" not in node:
        reader.refuse(
            "RUL207",
            f"目标“{node['id']}”标了 unverified，没有写原因",
            "unverified",
            hint="在 note 写明哪一点尚未与原文核对",
        )
    form = _READERS[forms[0]](reader)
    relaxed = _relaxed(reader)
    if form is None or reader.found:
        return None
    baseline = next(((int(year), Fraction(str(value))) for year, value in node.get("baseline", {}).items()), None)
    effective = node.get("effective")
    return Target(
        id=node["id"],
        pack=pack,
        indicator=node.get("indicator"),
        stage=node.get("stage"),
        form=form,
        by=_due(node.get("by"), source, "every" in node),
        every="every" in node,
        path=_path(node.get("path")),
        baseline=baseline,
        nature=node.get("nature"),
        force=node["force"],
        clause=Clause(node["clause"]["at"], node["clause"]["quote"]),
        lead=tuple(node.get("lead") or ()),
        rounded=node.get("compare_as") == "rounded",
        formula=node.get("formula", "default"),
        relaxed=relaxed,
        effective=None if effective is None else (effective["from"], effective["until"]),
        implied=bool(node.get("implied")),
        unverified=bool(node.get("unverified")),
        note=node.get("note"),
        span=reader.span(),
    )


def _due(by: int | str | None, source: Source, every: bool) -> str | None:
    """The day a target is due. Without `by` it is the end of the document's period; a yearly duty then has no last day."""
    if isinstance(by, str):
        return parse_date(by)
    if by is None and (every or source.end is None):
        return None
    return f"{source.end if by is None else by}-12-31"


def _path(node: Any) -> str | tuple[tuple[int, Fraction], ...] | None:
    if isinstance(node, Mapping):
        return tuple(sorted((int(year), Fraction(str(limit))) for year, limit in node.items()))
    return None if node is None else str(node)


def _relaxed(reader: _Reader) -> Relaxed | None:
    node = reader.node.get("relaxed")
    if node is None:
        return None
    when = reader.formula("when", condition=True, node=node)
    limit = reader.limit("relaxed", text=str(node["value"]))
    return None if when is None or limit is None else Relaxed(when, node["until"], limit)


def _value(reader: _Reader) -> Form | None:
    limit = reader.limit("value")
    if limit is not None and limit.op != "~" and "tolerance" in reader.node:
        reader.refuse("RUL204", "tolerance 只用于左右（~）的要求", "tolerance", hint="删去 tolerance，或把要求写成 ~")
    return None if limit is None else Value(limit, reader.tolerance(limit))


def _change(reader: _Reader) -> Form | None:
    limit = reader.limit("change")
    since = reader.node.get("from")
    if since is None:
        reader.refuse("RUL208", "change 缺少 from", hint="写 from: previous（比上一年）或基准年份")
    if limit is not None and limit.op == "~":
        reader.refuse("RUL202", "change 不能用 ~", "change", hint="写成 <= -0.5 百分点")
    return None if limit is None else Change(limit, since if isinstance(since, int) else None)


def _growth(reader: _Reader) -> Form | None:
    limit = reader.limit("growth")
    if "mode" not in reader.node:
        reader.refuse("RUL208", "growth 缺少 mode", hint="写 mode: each（每年）或 average（年均）")
    if limit is not None and limit.unit.dimension != "比例":
        reader.refuse("RUL202", "growth 的单位应为 %", "growth", hint="写成 >= 10 %")
    since = reader.node.get("from")
    average = reader.node.get("mode") == "average"
    return (
        None
        if limit is None
        else Growth(limit, reader.tolerance(limit), average, since if isinstance(since, int) else None)
    )


def _compare(reader: _Reader) -> Form | None:
    node = reader.node["compare"]
    if ("than" in node) == ("of" in node):
        reader.refuse(
            "RUL209",
            "compare 应写 than（另一指标）或 of（另一地区），二者取一",
            "compare",
            hint='例如 {op: ">=", than: 指标编号}',
        )
    return Compare(
        _SIGNS.get(node["op"], node["op"]), node.get("than"), node.get("of"), node.get("growth_of") == "both"
    )


def _total(reader: _Reader) -> Form | None:
    limit = reader.limit("total")
    return None if limit is None else Total(limit)


def _each(reader: _Reader) -> Form | None:
    share = reader.limit("share", text=str(reader.node.get("share", _FULL_SHARE)))
    if share is not None and share.unit.dimension != "比例":
        reader.refuse("RUL202", "share 的单位应为 %", "share", hint="写成 = 100 %")
    where, require = reader.formula("where", condition=True), reader.formula("require", condition=True)
    return None if share is None else Each(reader.node["each"], where, require, share)


def _plan(reader: _Reader) -> Form | None:
    limit = reader.limit("plan", "~")
    return None if limit is None else Plan(limit, reader.tolerance(limit))


def _milestone(reader: _Reader) -> Form | None:
    return Milestone(reader.node["milestone"], reader.node.get("subject"))


def _attest(reader: _Reader) -> Form | None:
    return Attest(reader.node["attest"])


_READERS: dict[str, Callable[[_Reader], Form | None]] = {
    "value": _value,
    "change": _change,
    "growth": _growth,
    "compare": _compare,
    "total": _total,
    "each": _each,
    "plan": _plan,
    "milestone": _milestone,
    "attest": _attest,
}


def _example(reader: _Reader) -> Example:
    node = reader.node
    value = node.get("value")
    return Example(node["target"], node["year"], None if value is None else str(value), node["verdict"], reader.span())


def _not_target(reader: _Reader) -> NotTarget:
    node = reader.node
    return NotTarget(node["at"], node["quote"], node["kind"], bool(node.get("whole")), node.get("note"), reader.span())


def read_indicators(loaded: Loaded) -> tuple[list[Indicator], list[Diagnostic]]:
    """The indicators of a schema-checked document, with diagnostics RUL2xx."""
    indicators, found = [], []
    for number in range(len(loaded.value["indicators"])):
        reader = _Reader(loaded, ("indicators", number))
        indicator = _indicator(reader)
        found.extend(reader.found)
        if indicator is not None:
            indicators.append(indicator)
    return indicators, found


def _indicator(reader: _Reader) -> Indicator | None:
    node = reader.node
    try:
        unit = parse_unit(node["unit"])
    except UnitError as failure:
        reader.refuse("RUL212", str(failure), "unit", hint="用 %、人、所、个、元、万元、平方米、元/人 等")
        return None
    formulas = []
    for name in node.get("formula", {}):
        formula = reader.formula(name, condition=False, node=node["formula"])
        if formula is not None:
            formulas.append(formula)
    if formulas and all(formula.name != "default" for formula in formulas):
        reader.refuse("RUL213", "算式里没有 default 口径", "formula", hint="写一个名为 default 的算式")
    return Indicator(
        id=node["id"],
        name=node["name"],
        aliases=tuple(node.get("aliases") or ()),
        unit=unit,
        also=tuple(node.get("also") or ()),
        stage=node.get("stage"),
        direction=node["direction"],
        bounds=_range(node.get("bounds")),
        usual=_range(node.get("usual")),
        decimals=node["decimals"],
        formulas=tuple(formulas),
        definition=node.get("definition"),
        span=reader.span(),
    )


def _range(node: Any) -> Interval:
    low, high = node or (None, None)
    return Interval(None if low is None else Fraction(str(low)), None if high is None else Fraction(str(high)))


def read_regions(loaded: Loaded) -> list[Region]:
    """The regions of a schema-checked document."""
    return [Region(node["code"], node["name"], tuple(node.get("aliases") or ())) for node in loaded.value["regions"]]
