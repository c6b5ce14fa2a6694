"""The sheets of schools and kindergartens of a 填报表: their columns, and the schools already known."""

from collections.abc import Iterable, Sequence

from dabiao.assess.asked import Asked
from dabiao.assess.asked_schools import ItemNeed
from dabiao.inputs._school_types import FLAGS, FOUNDED, KINDERGARTEN, PRIVATE, TOWN, kinds
from dabiao.inputs.model import Dataset, Listed
from dabiao.inputs.template.layout import (
    KINDERGARTEN_GROUPS,
    LASTING,
    PRINTED_UNITS,
    SCHOOL_GROUPS,
    Group,
    ordered,
)
from dabiao.inputs.template.model import (
    CHOICE,
    DECIMAL,
    KINDERGARTENS,
    SCHOOLS,
    TEXT,
    WHOLE,
    Cell,
    Column,
    Roster,
)
from dabiao.inputs.vocabulary import fold_name
from dabiao.quantity import exact_decimal, parse_unit
from dabiao.rules.expression import items_of
from dabiao.rules.model import Indicator, Rulebook

_BASICS = "基本情况"
_YES_NO = ("是", "否")
_SCHOOL_TYPES = tuple(kind.name for kind in kinds() if kind.name != KINDERGARTEN)
_AREAS = ("城区", "镇区", "乡村")
_SHOWN_NAMES = 3
_SCHOOL_KEYS = (
    Column("学校名称", _BASICS, Cell(TEXT), "写全称，一所学校一行；每张表里写法一样", True),
    Column("学校代码", _BASICS, Cell(TEXT), "学校标识码", False),
    Column("学校类型", _BASICS, Cell(CHOICE, _SCHOOL_TYPES), "决定有哪些学段；没有的学段不用填", True),
    Column("办学性质", _BASICS, Cell(CHOICE, ("公办", "民办")), "民办学校同样纳入评估", True),
    Column("城乡类型", _BASICS, Cell(CHOICE, _AREAS), "学校所在地", False),
    Column("建校年份", _BASICS, Cell(TEXT), "写成 1998，或 1998年9月", False),
)
_KINDERGARTEN_KEYS = (
    Column("幼儿园名称", _BASICS, Cell(TEXT), "写全称，一所幼儿园一行；每张表里写法一样", True),
    Column("幼儿园代码", _BASICS, Cell(TEXT), "幼儿园标识码", False),
    Column(
        "办学性质",
        _BASICS,
        Cell(CHOICE, ("公办", "普惠性民办", "非普惠性民办")),
        "公办园、普惠性民办园或其他民办园",
        True,
    ),
    Column("城乡类型", _BASICS, Cell(CHOICE, _AREAS), "幼儿园所在地", False),
)


def rosters(wanted: Asked, rulebook: Rulebook, dataset: Dataset, region: str, year: int) -> tuple[Roster, ...]:
    """A sheet for each kind of entities some target is judged one by one for, with those listed for the region before."""
    made = []
    listed = _latest(one for one in dataset.listed if one.region == region and one.period.end <= year)
    for sheet, needs, groups, keys in (
        (SCHOOLS, wanted.schools, SCHOOL_GROUPS, _SCHOOL_KEYS),
        (KINDERGARTENS, wanted.kindergartens, KINDERGARTEN_GROUPS, _KINDERGARTEN_KEYS),
    ):
        if needs is None:
            continue
        columns, items = _columns(needs, groups, keys, rulebook)
        mine = [rows for rows in listed if (_kind(rows) == KINDERGARTEN) == (sheet == KINDERGARTENS)]
        made.append(Roster(sheet, columns, tuple(_row(rows, columns, items) for rows in mine)))
    return tuple(made)


def _columns(
    needs: Sequence[ItemNeed], groups: tuple[Group, ...], keys: tuple[Column, ...], rulebook: Rulebook
) -> tuple[tuple[Column, ...], tuple[str | None, ...]]:
    """The columns, and the item's name of each (None for those of identity)."""
    by_name = {indicator.name: indicator for indicator in rulebook.indicators.values()}
    of_item = {need.item.name: need for need in needs}
    whole = any(bound.pack.recognition for need in needs for bound in need.bounds)
    placed = [
        (group, by_name[name])
        for group, name in ordered(groups, _to_ask(of_item, groups, by_name), whole=whole)
        if name in by_name
    ]
    columns = [_column(group, item, of_item.get(item.name)) for group, item in placed]
    return (*keys, *columns), (*(None for _ in keys), *(item.name for _, item in placed))


def _to_ask(needs: dict[str, ItemNeed], groups: tuple[Group, ...], by_name: dict[str, Indicator]) -> tuple[str, ...]:
    """The needed items but those the columns of identity tell, and those that are computed, or go into a column there is anyhow."""
    placed = {name for group in groups for name in group.items}
    told = {*FLAGS, PRIVATE, TOWN}
    within = {
        name for at in placed if at in by_name for formula in by_name[at].formulas for name in items_of(formula.expr)
    }
    return tuple(
        name
        for name, need in needs.items()
        if name not in told and (name in placed or not (need.item.formulas or name in within))
    )


def _column(group: str, item: Indicator, need: ItemNeed | None) -> Column:
    flag = item.bounds.low == 0 and item.bounds.high == 1
    unit = parse_unit(PRINTED_UNITS[item.name]) if item.name in PRINTED_UNITS else item.unit
    if flag:
        cell = Cell(CHOICE, _YES_NO)
    else:
        high = item.bounds.high
        top = None if high is None else exact_decimal(high * item.unit.factor_to(unit))
        cell = Cell(WHOLE if item.decimals == 0 and unit == item.unit else DECIMAL, (), "0", top)
    absent = tuple(kind.name for kind in kinds() if item.stage is not None and item.stage in kind.absent)
    noted = "" if flag or (unit == item.unit and unit.dimension != "面积") else f"（{unit.name}）"
    return Column(
        _header(item, flag=flag) + noted,
        group,
        cell,
        _meaning(item, need, unit.name, flag=flag),
        need is not None,
        absent,
    )


def _header(item: Indicator, *, flag: bool) -> str:
    """The name a county knows: a question for a yes or no; on the sheet of kindergartens without 园 in front."""
    name = item.name.removeprefix("园") if item.stage == "学前" else item.name
    if not flag:
        return name if fold_name(name) != fold_name("在园幼儿数") else item.name
    asked = (alias for alias in item.aliases if alias.startswith("是否"))
    return next(asked, f"是否{name}")


def _meaning(item: Indicator, need: ItemNeed | None, unit: str, *, flag: bool) -> str:
    parts = ["" if flag and "填1" in (item.definition or "") else item.definition or ""]
    parts.append("写 是 或 否，不要留空" if flag else f"单位：{unit}")
    if item.name in FOUNDED:
        parts[-1] = "写 是 或 否；写了建校年份、与规划建成的时间一致的，可以留空"
    if need is None:
        parts.append("选填，供核对")
    else:
        clauses = dict.fromkeys(f"{bound.target.clause.at}“{bound.target.clause.quote}”" for bound in need.bounds)
        shown = list(clauses)[:_SHOWN_NAMES]
        parts.append("依据：" + "；".join(shown) + (f" 等 {len(clauses)} 处" if len(clauses) > len(shown) else ""))
    return "\n".join(part for part in parts if part)


def _latest(listed: Iterable[Listed]) -> list[list[Listed]]:
    """The rows of each school of the latest year that lists any, in order of appearance."""
    rows = list(listed)
    last = max((row.period.end for row in rows), default=0)
    named: dict[str, list[Listed]] = {}
    for row in rows:
        if row.period.end == last:
            named.setdefault(fold_name(row.name), []).append(row)
    return list(named.values())


def _kind(rows: Sequence[Listed]) -> str:
    return next((row.kind for row in rows if row.kind), "")


def _row(rows: Sequence[Listed], columns: Sequence[Column], items: Sequence[str | None]) -> tuple[str, ...]:
    """What is known of a school, column by column; figures are not, and answers only where they last."""
    words = {item: text for row in reversed(rows) for item, text in row.words}
    answers = {item: value for row in reversed(rows) for item, value in row.answers}
    known = {
        "名称": rows[0].name,
        "代码": next((row.code for row in rows if row.code), ""),
        "性质": words.get(PRIVATE, ""),
        "城乡": words.get(TOWN, ""),
        "学校类型": _kind(rows),
        "年份": next((words[item] for item in FOUNDED if item in words), ""),
    }
    return tuple(_known(column, item, known, answers) for column, item in zip(columns, items, strict=True))


def _known(column: Column, item: str | None, known: dict[str, str], answers: dict[str, int]) -> str:
    if item is None:
        return next(text for word, text in known.items() if word in column.header)
    return _YES_NO[1 - answers[item]] if item in LASTING and item in answers else ""
