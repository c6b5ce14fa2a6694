"""Schema-checked YAML of a pack → the values of the model. Every problem of a file is collected."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.rules._read_conclusions import read_conclusions
from dabiao.rules._read_forms import FORM_READERS, FORMS, ONLY_WITH
from dabiao.rules._reader import BY_STAGE, Reader, stages_of
from dabiao.rules._yaml import Loaded
from dabiao.rules.model import (
    Attest,
    Change,
    Clause,
    Compare,
    Example,
    Form,
    Growth,
    Milestone,
    NotTarget,
    Pack,
    Relaxed,
    Source,
    Target,
    Total,
    limit_of,
)


def read_pack(loaded: Loaded) -> tuple[Pack, list[Diagnostic]]:
    """A pack from a schema-checked document, with diagnostics RUL2xx."""
    found: list[Diagnostic] = []
    root = loaded.value
    source = _source(root["source"])
    if source.end is not None and source.end < source.start:
        found.append(
            error("RUL210", "文件的起始年份晚于截止年份", loaded.span("source", "period"), hint="写成 [2021, 2025]")
        )
    if source.issued is not None:
        reader = Reader(loaded, ("source",))
        reader.day(source.issued, "issued")
        found.extend(reader.found)
    targets: list[Target] = []
    written: dict[str, Span] = {}
    for number, node in enumerate(root["targets"]):
        if node["id"] in written:
            message = f"目标编号“{node['id']}”重复"
            at = loaded.span("targets", number, "id")
            found.append(error("RUL205", message, at, written[node["id"]], hint="换一个编号"))
        written.setdefault(node["id"], loaded.span("targets", number))
        for stage in stages_of(node):
            reader = Reader(loaded, ("targets", number), stage)
            target = _target(reader, root["pack"], source)
            found.extend(problem for problem in reader.found if problem not in found)
            if target is not None:
                targets.append(target)
    examples = tuple(_example(Reader(loaded, ("examples", n))) for n in range(len(root.get("examples") or ())))
    found.extend(
        error("RUL211", f"样例所指的目标“{example.target}”不存在", example.span, hint="改成本包里的目标编号")
        for example in examples
        if example.target not in written
    )
    for example in examples:
        form = next((target.form for target in targets if target.id == example.target), None)
        found.extend(() if form is None else _misplaced(example, form))
    others = tuple(_not_target(Reader(loaded, ("not_targets", n))) for n in range(len(root.get("not_targets") or ())))
    account = tuple(sorted((root.get("account") or {}).items()))
    conclusions, problems = read_conclusions(loaded, set(written))
    found.extend(problems)
    pack = Pack(
        id=root["pack"],
        source=source,
        targets=tuple(targets),
        not_targets=others,
        conclusions=conclusions,
        examples=examples,
        account=account,
        file=loaded.file,
        recognition=bool(root.get("recognition")),
    )
    return pack, found


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


def _target(reader: Reader, pack: str, source: Source) -> Target | None:
    node = reader.node
    missing = [key for key in BY_STAGE if key in node and node[key] is None]
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
    for key, allowed in ONLY_WITH.items():
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
    form = FORM_READERS[forms[0]](reader)
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


def _due(reader: Reader, source: Source) -> str | None:
    """The day a target is due. Without `by` it is the end of the document's period; a yearly duty then has no last day."""
    by = reader.node.get("by")
    if isinstance(by, str):
        return reader.day(by, "by")
    if by is None and ("every" in reader.node or source.end is None):
        return None
    return f"{source.end if by is None else by}-12-31"


def _by_year(reader: Reader, key: str) -> tuple[tuple[int, Fraction], ...]:
    numbers = {int(year): reader.number(value, key, year) for year, value in reader.node[key].items()}
    return tuple(sorted((year, number) for year, number in numbers.items() if number is not None))


def _baseline(reader: Reader) -> tuple[int, Fraction] | None:
    return next(iter(_by_year(reader, "baseline")), None) if "baseline" in reader.node else None


def _path(reader: Reader) -> str | tuple[tuple[int, Fraction], ...] | None:
    node = reader.node.get("path")
    if isinstance(node, Mapping):
        return _by_year(reader, "path")
    return None if node is None else str(node)


def _effective(reader: Reader) -> tuple[str, str | None] | None:
    node = reader.node.get("effective")
    if node is None:
        return None
    start = reader.day(node["from"], "effective", "from")
    until = None if node["until"] is None else reader.day(node["until"], "effective", "until")
    if start is not None and until is not None and until < start:
        reader.refuse("RUL216", "起始日期晚于截止日期", "effective", hint="对调 from 和 until")
    return None if start is None else (start, until)


def _relaxed(reader: Reader, form: Form | None) -> tuple[Relaxed, ...]:
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


def _example(reader: Reader) -> Example:
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


def _not_target(reader: Reader) -> NotTarget:
    node = reader.node
    return NotTarget(node["at"], node["quote"], node["kind"], bool(node.get("whole")), node.get("note"), reader.span())
