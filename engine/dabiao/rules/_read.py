"""Schema-checked YAML → the values of the model. Every problem of a file is collected."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.period import parse_date
from dabiao.quantity import Interval, NumberError, UnitError, parse_number, parse_quantity, parse_unit
from dabiao.region import Region
from dabiao.rules._limits import LimitError, parse_limit, parse_tolerance
from dabiao.rules._yaml import Loaded
from dabiao.rules.expression import ExpressionError, is_condition, parse_expression
from dabiao.rules.model import (
    Attest,
    Change,
    Clause,
    Compare,
    Conclusion,
    Cv,
    Each,
    Example,
    Form,
    Formula,
    Group,
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
    limit_of,
)
from dabiao.rules.stages import STAGES

FORMS = ("value", "change", "growth", "compare", "total", "each", "plan", "milestone", "attest", "cv", "group")
_ONLY_WITH = {
    "tolerance": ("value", "growth", "total", "plan"),
    "from": ("change", "growth"),
    "mode": ("growth",),
    "where": ("each", "cv", "per"),
    "weight": ("cv",),
    "per": ("value", "group"),
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


def stages_of(node: Mapping[str, Any]) -> list[str | None]:
    """The stages a target's node stands for: those it lists, those its values are written by, or the one it names (or none)."""
    listed: list[str | None] = list(node.get("stages", ()))
    written = [stage for key in _BY_STAGE if isinstance(node.get(key), Mapping) for stage in node[key]]
    return listed or list(dict.fromkeys(written)) or [node.get("stage")]


_BY_STAGE = ("value", "cv", "where", "weight")


class _Reader:
    """Reads one mapping, turning each failure into a diagnostic at the key's line; what is written by 学段 is read for one."""

    def __init__(self, loaded: Loaded, path: tuple[str | int, ...], stage: str | None = None) -> None:
        self.loaded = loaded
        self.path = path
        self.stage = stage
        node: Any = loaded.value
        for part in path:
            node = node[part]
        by_stage = {key: node[key].get(stage) for key in _BY_STAGE if isinstance(node.get(key), Mapping)}
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


def read_pack(loaded: Loaded, sha256: str) -> tuple[Pack, list[Diagnostic]]:
    """A pack from a schema-checked document, with diagnostics RUL2xx."""
    found: list[Diagnostic] = []
    root = loaded.value
    source = _source(root["source"])
    if source.end is not None and source.end < source.start:
        found.append(
            error("RUL210", "文件的起始年份晚于截止年份", loaded.span("source", "period"), hint="写成 [2021, 2025]")
        )
    if source.issued is not None:
        reader = _Reader(loaded, ("source",))
        reader.day(source.issued, "issued")
        found.extend(reader.found)
    targets: list[Target] = []
    written: dict[str, Span] = {}
    for number, node in enumerate(root["targets"]):
        place = loaded.span("targets", number)
        if node["id"] in written:
            message = f"目标编号“{node['id']}”重复"
            at = loaded.span("targets", number, "id")
            found.append(error("RUL205", message, at, written[node["id"]], hint="换一个编号"))
        written.setdefault(node["id"], place)
        for stage in stages_of(node):
            reader = _Reader(loaded, ("targets", number), stage)
            target = _target(reader, root["pack"], source)
            found.extend(problem for problem in reader.found if problem not in found)
            if target is not None:
                targets.append(target)
    examples = tuple(_example(_Reader(loaded, ("examples", n))) for n in range(len(root.get("examples") or ())))
    found.extend(
        error("RUL211", f"样例所指的目标“{example.target}”不存在", example.span, hint="改成本包里的目标编号")
        for example in examples
        if example.target not in written
    )
    for example in examples:
        form = next((target.form for target in targets if target.id == example.target), None)
        found.extend(() if form is None else _misplaced(example, form))
    others = tuple(_not_target(_Reader(loaded, ("not_targets", n))) for n in range(len(root.get("not_targets") or ())))
    account = tuple(sorted((root.get("account") or {}).items()))
    conclusions = []
    for number in range(len(root.get("conclusions") or ())):
        reader = _Reader(loaded, ("conclusions", number))
        conclusion = _conclusion(reader)
        found.extend(reader.found)
        if conclusion is not None:
            conclusions.append(conclusion)
    found.extend(_members(conclusions, {target.id for target in targets}))
    pack = Pack(
        root["pack"],
        source,
        tuple(targets),
        others,
        tuple(conclusions),
        examples,
        account,
        loaded.file,
        sha256,
    )
    return pack, found


def _members(conclusions: list[Conclusion], targets: set[str]) -> list[Diagnostic]:
    """Unknown members, names used twice, and conclusions that rest on themselves."""
    found = []
    by_id = {conclusion.id: conclusion for conclusion in conclusions}
    for number, conclusion in enumerate(conclusions):
        if conclusion.id in targets or conclusion.id in {other.id for other in conclusions[:number]}:
            found.append(error("RUL228", f"结论编号“{conclusion.id}”重复", conclusion.span, hint="换一个编号"))
        unknown = [member for member in conclusion.members if member not in targets and member not in by_id]
        found.extend(
            error(
                "RUL218",
                f"结论“{conclusion.id}”的成员“{member}”不存在",
                conclusion.span,
                hint="改成本包里的目标或结论编号",
            )
            for member in unknown
        )
        if _rests_on(conclusion.id, conclusion.id, by_id, set()):
            found.append(error("RUL219", f"结论“{conclusion.id}”绕回到自己", conclusion.span, hint="去掉循环引用"))
    return found


def _rests_on(start: str, wanted: str, by_id: Mapping[str, Conclusion], seen: set[str]) -> bool:
    for member in by_id[start].members:
        if member == wanted:
            return True
        if member in by_id and member not in seen:
            seen.add(member)
            if _rests_on(member, wanted, by_id, seen):
                return True
    return False


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
    missing = [key for key in _BY_STAGE if key in node and node[key] is None]
    if missing:
        message = f"目标“{node['id']}”的 {missing[0]} 没有写学段“{reader.stage}”"
        reader.refuse("RUL225", message, missing[0], hint="按学段写全")
        return None
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
        if key in node and forms[0] not in allowed and not ("per" in node and "per" in allowed):
            reader.refuse("RUL204", f"“{key}”不能与 {forms[0]} 同用", key, hint=f"“{key}”只用于 {'、'.join(allowed)}")
    if "indicator" not in node and forms[0] not in ("milestone", "attest", "group"):
        reader.refuse("RUL206", f"目标“{node['id']}”缺少 indicator", hint="写上指标编号")
    if node.get("unverified") and "note" not in node:
        reader.refuse(
            "RUL207",
            f"目标“{node['id']}”标了 unverified，没有写原因",
            "unverified",
            hint="在 note 写明哪一点尚未与原文核对",
        )
    form = _READERS[forms[0]](reader)
    where = reader.formula("where", condition=True) if "per" in node else None
    if forms[0] == "group" and "per" not in node:
        reader.refuse("RUL226", f"目标“{node['id']}”是 group，应写 per", "group", hint="写 per: school")
    relaxed, baseline, path = _relaxed(reader, form), _baseline(reader), _path(reader)
    due, effective = _due(reader, source), _effective(reader)
    if form is None or reader.found:
        return None
    return Target(
        id=node["id"],
        pack=pack,
        indicator=node.get("indicator"),
        stage=reader.stage,
        per=node.get("per"),
        where=where,
        form=form,
        by=due,
        every="every" in node,
        path=path,
        baseline=baseline,
        nature=node.get("nature"),
        force=node["force"],
        clause=Clause(node["clause"]["at"], node["clause"]["quote"]),
        lead=tuple(node.get("lead") or ()),
        rounded=node.get("compare_as") == "rounded",
        formula=node.get("formula", "default"),
        relaxed=relaxed,
        effective=effective,
        implied=bool(node.get("implied")),
        unverified=bool(node.get("unverified")),
        note=node.get("note"),
        span=reader.span(),
    )


def _due(reader: _Reader, source: Source) -> str | None:
    """The day a target is due. Without `by` it is the end of the document's period; a yearly duty then has no last day."""
    by = reader.node.get("by")
    if isinstance(by, str):
        return reader.day(by, "by")
    if by is None and ("every" in reader.node or source.end is None):
        return None
    return f"{source.end if by is None else by}-12-31"


def _by_year(reader: _Reader, key: str) -> tuple[tuple[int, Fraction], ...]:
    numbers = {int(year): reader.number(value, key, year) for year, value in reader.node[key].items()}
    return tuple(sorted((year, number) for year, number in numbers.items() if number is not None))


def _baseline(reader: _Reader) -> tuple[int, Fraction] | None:
    return next(iter(_by_year(reader, "baseline")), None) if "baseline" in reader.node else None


def _path(reader: _Reader) -> str | tuple[tuple[int, Fraction], ...] | None:
    node = reader.node.get("path")
    if isinstance(node, Mapping):
        return _by_year(reader, "path")
    return None if node is None else str(node)


def _effective(reader: _Reader) -> tuple[str, str | None] | None:
    node = reader.node.get("effective")
    if node is None:
        return None
    start = reader.day(node["from"], "effective", "from")
    until = None if node["until"] is None else reader.day(node["until"], "effective", "until")
    if start is not None and until is not None and until < start:
        reader.refuse("RUL216", "起始日期晚于截止日期", "effective", hint="对调 from 和 until")
    return None if start is None else (start, until)


def _relaxed(reader: _Reader, form: Form | None) -> tuple[Relaxed, ...]:
    """The relaxations of a target, one or a list of them; without a limit of its own one keeps the target's."""
    node = reader.node.get("relaxed", ())
    several = isinstance(node, (list, tuple))
    found = []
    for number, one in enumerate(node if several else [node]):
        place: tuple[str | int, ...] = ("relaxed", number) if several else ("relaxed",)
        when = reader.formula("when", *place, condition=True)
        until = reader.day(one["until"], *place, "until")
        limit = limit_of(form) if form is not None else None
        if "value" in one:
            limit = reader.limit("value", *place, text=str(one["value"]))
        elif "indicator" not in one:
            reader.refuse(
                "RUL224", "relaxed 没有写放宽什么", *place, hint="写 value（另一限值）或 indicator（口径更宽的指标）"
            )
        if when is not None and until is not None and limit is not None:
            found.append(Relaxed(when, until, limit, one.get("indicator")))
    return tuple(found)


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
    return None if limit is None else Total(limit, reader.tolerance(limit))


def _each(reader: _Reader) -> Form | None:
    share = reader.limit("share", text=str(reader.node.get("share", _FULL_SHARE)))
    if share is not None and share.unit.dimension != "比例":
        reader.refuse("RUL202", "share 的单位应为 %", "share", hint="写成 = 100 %")
    where, require = reader.formula("where", condition=True), reader.formula("require", condition=True)
    return None if share is None else Each(reader.node["each"], where, require, share)


def _plan(reader: _Reader) -> Form | None:
    limit = reader.limit("plan", bare="~")
    return None if limit is None else Plan(limit, reader.tolerance(limit))


def _cv(reader: _Reader) -> Form | None:
    limit = reader.limit("cv", text=f"{reader.node['cv']} 比")
    if "weight" not in reader.node:
        reader.refuse("RUL208", "cv 缺少 weight", hint="写加权的要素，例如 小学在校生数")
        return None
    where = reader.formula("where", condition=True)
    return None if limit is None else Cv(limit, str(reader.node["weight"]), where)


def _group(reader: _Reader) -> Form | None:
    node = reader.node["group"]
    floor = None
    if "floor" in node:
        try:
            quantity = parse_quantity(str(node["floor"]))
            floor = quantity.value * quantity.unit.scale
        except (NumberError, UnitError) as failure:
            reader.refuse("RUL202", f"底线写法有误：{failure}", "group", hint="写成 85 %")
    return Group(tuple(node["of"]), node["at_least"], floor)


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
    "cv": _cv,
    "group": _group,
}


def _example(reader: _Reader) -> Example:
    node = reader.node
    typed = {key: str(node[key]) for key in ("value", "previous", "against") if node.get(key) is not None}
    return Example(
        target=node["target"],
        year=node["year"],
        value=typed.get("value"),
        verdict=node["verdict"],
        span=reader.span(),
        previous=typed.get("previous"),
        against=typed.get("against"),
        evidence=node.get("evidence", True),
    )


def _misplaced(example: Example, form: Form) -> Iterator[Diagnostic]:
    """Keys of an example that say nothing of a target of this form."""
    used = (
        ("previous", example.previous is not None, "change、growth、total 和 growth_of: both 的 compare"),
        ("against", example.against is not None, "compare"),
        ("evidence", not example.evidence, "milestone、attest"),
    )
    fits = {
        "previous": isinstance(form, Change | Growth | Total) or (isinstance(form, Compare) and form.growth),
        "against": isinstance(form, Compare),
        "evidence": isinstance(form, Milestone | Attest),
    }
    for key, written, where in used:
        if written and not fits[key]:
            message = f"样例“{example.target}”的 {key} 不能用于这种形式的目标"
            yield error("RUL217", message, example.span, hint=f"{key} 只用于 {where}")


_KINDS = ("all", "any", "none", "at_least")


def _conclusion(reader: _Reader) -> Conclusion | None:
    node = reader.node
    kinds = [kind for kind in _KINDS if kind in node]
    if len(kinds) != 1:
        hint = "从 all、any、none、at_least 中留一种"
        reader.refuse("RUL227", f"结论“{node['id']}”应恰好写 all、any、none、at_least 之一", hint=hint)
        return None
    least, members = 0, node[kinds[0]]
    if kinds[0] == "at_least":
        least, members = members["count"], members["of"]
    clause = Clause(node["clause"]["at"], node["clause"]["quote"]) if "clause" in node else None
    return Conclusion(
        node["id"], node["title"], kinds[0], least, tuple(members), clause, node.get("note"), reader.span()
    )


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
        formula = reader.formula(name, "formula", condition=False)
        if formula is not None:
            formulas.append(formula)
    if formulas and all(formula.name not in ("default", *STAGES) for formula in formulas):
        reader.refuse(
            "RUL213", "算式里没有 default 口径", "formula", hint="写一个名为 default 的算式，或按学段命名（小学、初中）"
        )
    return Indicator(
        id=node["id"],
        name=node["name"],
        aliases=tuple(node.get("aliases") or ()),
        unit=unit,
        also=tuple(node.get("also") or ()),
        stage=node.get("stage"),
        direction=node["direction"],
        bounds=_range(reader, "bounds"),
        usual=_range(reader, "usual"),
        decimals=node["decimals"],
        formulas=tuple(formulas),
        definition=node.get("definition"),
        span=reader.span(),
    )


def _range(reader: _Reader, key: str) -> Interval:
    ends = reader.node.get(key) or (None, None)
    low, high = (None if end is None else reader.number(end, key) for end in ends)
    if low is not None and high is not None and low > high:
        reader.refuse("RUL216", f"{key} 的下限大于上限", key, hint="写成 [下限, 上限]，没有界限写 null")
    return Interval(low, high)


def read_regions(loaded: Loaded) -> list[Region]:
    """The regions of a schema-checked document."""
    return [Region(node["code"], node["name"], tuple(node.get("aliases") or ())) for node in loaded.value["regions"]]
