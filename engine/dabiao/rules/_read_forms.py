"""The forms of targets, each from its keys."""

from collections.abc import Callable

from dabiao.quantity import NumberError, UnitError, parse_quantity
from dabiao.rules._reader import Reader
from dabiao.rules.model import (
    Attest,
    Change,
    Compare,
    Cv,
    Each,
    Form,
    Group,
    Growth,
    Milestone,
    Plan,
    Total,
    Value,
)

FORMS = ("value", "change", "growth", "compare", "total", "each", "plan", "milestone", "attest", "cv", "group")
ONLY_WITH = {
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


def _value(reader: Reader) -> Form | None:
    limit = reader.limit("value")
    if limit is not None and limit.op != "~" and "tolerance" in reader.node:
        reader.refuse("RUL204", "tolerance 只用于左右（~）的要求", "tolerance", hint="删去 tolerance，或把要求写成 ~")
    return None if limit is None else Value(limit, reader.tolerance(limit))


def _change(reader: Reader) -> Form | None:
    limit = reader.limit("change")
    since = reader.node.get("from")
    if since is None:
        reader.refuse("RUL208", "change 缺少 from", hint="写 from: previous（比上一年）或基准年份")
    if limit is not None and limit.op == "~":
        reader.refuse("RUL202", "change 不能用 ~", "change", hint="写成 <= -0.5 百分点")
    return None if limit is None else Change(limit, since if isinstance(since, int) else None)


def _growth(reader: Reader) -> Form | None:
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


def _compare(reader: Reader) -> Form | None:
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


def _total(reader: Reader) -> Form | None:
    limit = reader.limit("total")
    return None if limit is None else Total(limit, reader.tolerance(limit))


def _each(reader: Reader) -> Form | None:
    share = reader.limit("share", text=str(reader.node.get("share", _FULL_SHARE)))
    if share is not None and share.unit.dimension != "比例":
        reader.refuse("RUL202", "share 的单位应为 %", "share", hint="写成 = 100 %")
    where, require = reader.formula("where", condition=True), reader.formula("require", condition=True)
    return None if share is None else Each(reader.node["each"], where, require, share)


def _plan(reader: Reader) -> Form | None:
    limit = reader.limit("plan", bare="~")
    return None if limit is None else Plan(limit, reader.tolerance(limit))


def _cv(reader: Reader) -> Form | None:
    limit = reader.limit("cv", text=f"{reader.node['cv']} 比")
    if "weight" not in reader.node:
        reader.refuse("RUL208", "cv 缺少 weight", hint="写加权的要素，例如 小学在校生数")
        return None
    where = reader.formula("where", condition=True)
    return None if limit is None else Cv(limit, str(reader.node["weight"]), where)


def _group(reader: Reader) -> Form | None:
    node = reader.node["group"]
    floor = None
    if "floor" in node:
        try:
            quantity = parse_quantity(str(node["floor"]))
            floor = quantity.value * quantity.unit.scale
        except (NumberError, UnitError) as failure:
            reader.refuse("RUL202", f"底线写法有误：{failure}", "group", hint="写成 85 %")
    return Group(tuple(node["of"]), node["at_least"], floor)


def _milestone(reader: Reader) -> Form | None:
    return Milestone(reader.node["milestone"], reader.node.get("subject"))


def _attest(reader: Reader) -> Form | None:
    return Attest(reader.node["attest"])


FORM_READERS: dict[str, Callable[[Reader], Form | None]] = {
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
