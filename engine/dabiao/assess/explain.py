"""Why one target got its verdict: the arithmetic step by step, the other clauses on the indicator, the years before."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from dabiao.assess.assessment import Read, Verdict
from dabiao.assess.figures import Figures
from dabiao.assess.model import BEHIND, NOT_MET, VERDICTS
from dabiao.assess.plan import Binding, bind
from dabiao.assess.run import AUTO, assess
from dabiao.diagnostics import Diagnostic, InputError, error
from dabiao.inputs.model import Dataset
from dabiao.rules.model import Rulebook, Target, Waiver
from dabiao.rules.wording import SIGNS


class Year(NamedTuple):
    """The target in another year: the figure as shown, and the verdict."""

    year: int
    shown: str | None
    verdict: str


class Explanation(NamedTuple):
    """A verdict, how it was reached, what else is required of the same indicator, and how it went in other years."""

    verdict: Verdict
    definition: str | None
    steps: tuple[str, ...]
    others: tuple[Verdict, ...]
    history: tuple[Year, ...]


# a target, its stage, the school
Key: TypeAlias = tuple[str, str | None, str | None]


def explain(
    rulebook: Rulebook,
    dataset: Dataset,
    region: str,
    year: int,
    name: str,
    engine: str = AUTO,
    waivers: Sequence[Waiver] = (),
    entity: str | None = None,
) -> list[Explanation]:
    """The explanation of each target of that name (pack/id, id, or indicator) that binds the region in the year.

    Raises InputError (CLI009) where there is none.
    """
    binding, only = _binding(rulebook, dataset, region, year, name)
    chosen = [bound.target for bound in binding.bounds if _named(bound.target, name, rulebook)]
    if not chosen:
        raise InputError([_unknown(name, binding, region, year)])
    now = assess(rulebook, dataset, region, year, engine, only, waivers).verdicts
    targets = {(target.pack, target.id, target.stage): target for target in chosen}
    asked = [v for v in now if (v.pack, v.target, v.stage) in targets and entity in (None, v.entity)]
    if not asked:
        raise InputError([error("CLI009", f"这项目标没有对“{entity}”的判定", hint="核对学校名称")])
    figures = Figures(dataset.observations, rulebook)
    known: dict[tuple[str, int], dict[Key, Verdict]] = {}
    histories = {
        key: [
            _past(known, rulebook, dataset, region, key[0], before, engine)
            for before in _years(rulebook, dataset, figures, region, targets[key])
        ]
        for key in dict.fromkeys((v.pack, v.target, v.stage) for v in asked)
    }
    return [_explained(rulebook, v, now, histories[v.pack, v.target, v.stage]) for v in asked]


def _past(
    known: dict[tuple[str, int], dict[Key, Verdict]],
    rulebook: Rulebook,
    dataset: Dataset,
    region: str,
    pack: str,
    year: int,
    engine: str,
) -> dict[Key, Verdict]:
    """A document's verdicts in another year, made once however many schools and stages are explained."""
    if (pack, year) not in known:
        verdicts = assess(rulebook, dataset, region, year, engine, (pack,)).verdicts
        known[pack, year] = {_key(verdict): verdict for verdict in reversed(verdicts)}
    return known[pack, year]


def _binding(
    rulebook: Rulebook, dataset: Dataset, region: str, year: int, name: str
) -> tuple[Binding, tuple[str, ...] | None]:
    """What binds as in a check; where nothing of that name does, all that could (a standard for recognition), and its packs."""
    usual = bind(rulebook, region, year, None, dataset.rosters)
    if any(_named(bound.target, name, rulebook) for bound in usual.bounds):
        return usual, None
    everything = bind(rulebook, region, year)
    return everything, tuple(dict.fromkeys(bound.pack.id for bound in everything.bounds))


def _named(target: Target, name: str, rulebook: Rulebook) -> bool:
    indicator = rulebook.indicators.get(target.indicator or "")
    names = {target.ref, target.id, target.indicator or ""}
    return name in names or (indicator is not None and name in (indicator.name, *indicator.aliases))


def _unknown(name: str, binding: Binding, region: str, year: int) -> Diagnostic:
    known = "、".join(bound.target.ref for bound in binding.bounds[:5])
    message = f"{region} 在 {year} 年没有名为“{name}”的目标"
    return error("CLI009", message, hint=f"写 规则包/目标编号，例如 {known}" if known else "检查 --region 和 --year")


def _explained(
    rulebook: Rulebook, verdict: Verdict, now: Sequence[Verdict], history: Sequence[Mapping[Key, Verdict]]
) -> Explanation:
    indicator = rulebook.indicators.get(verdict.indicator or "")
    same = [
        v
        for v in now
        if verdict.indicator and v.indicator == verdict.indicator and v.entity == verdict.entity and v != verdict
    ]
    found = [past[key] for past in history if (key := _key(verdict)) in past]
    definition = indicator.definition if indicator else None
    return Explanation(
        verdict, definition, steps_of(verdict), tuple(same), tuple(Year(v.year, v.shown, v.verdict) for v in found)
    )


def _key(verdict: Verdict) -> Key:
    return verdict.target, verdict.stage, verdict.entity


def _years(rulebook: Rulebook, dataset: Dataset, figures: Figures, region: str, target: Target) -> list[int]:
    years = {o.period.end for o in dataset.observations if o.region == region and target.ref in o.subjects}
    if target.indicator is not None:
        years.update(figures.years(region, target.indicator, target.stage))
        for formula in rulebook.indicators[target.indicator].formulas:
            for name in set(_items(formula.text)):
                item = next((i for i, ind in rulebook.indicators.items() if name in (ind.name, *ind.aliases)), None)
                years.update(figures.years(region, item, target.stage) if item else ())
    return sorted(years)


def _items(text: str) -> list[str]:
    return re.findall(r"[^\W\d]\w*", text)


def steps_of(verdict: Verdict) -> tuple[str, ...]:
    """The arithmetic in words, one step a line, from the readings to the verdict."""
    steps: list[str] = []
    unit = verdict.unit or ""
    for reading in verdict.readings:
        steps.extend(_reading_steps(reading, unit, several=len(verdict.readings) > 1))
    steps.extend(_comparison(verdict, unit))
    if verdict.path is not None and not verdict.due:
        worked = f"{verdict.path_text} = " if verdict.path_text else ""
        kind = "（原文没有写进度，按惯例逐年均匀推算）" if "customary" in verdict.flags else ""
        steps.append(f"{verdict.year} 年的进度要求：{worked}{verdict.path} {unit}{kind}")
    if verdict.gap not in (None, "0"):
        points = "百分点" if unit == "%" else unit
        steps.append(f"距最终要求还差 {verdict.gap} {points}" + (f"，即{verdict.short}" if verdict.short else ""))
    steps.append(f"判定：{VERDICTS[verdict.verdict]}" + ("" if verdict.due else "（尚未到期）"))
    return tuple(steps)


def _comparison(verdict: Verdict, unit: str) -> list[str]:
    """The full value held against the limit, for forms whose limit is a number of the same kind."""
    if verdict.value is None or verdict.limit is None or verdict.form not in ("value", "total", "each", "change", "cv"):
        return []
    limit = verdict.limit if isinstance(verdict.limit, str) else "—".join(verdict.limit)
    sign = SIGNS.get(verdict.op or "", "在范围内：")
    holds = "成立" if verdict.gap == "0" and verdict.verdict not in (NOT_MET, BEHIND) else "不成立"
    return [f"{verdict.value} {unit} {sign} {limit} {unit}：{holds}"]


def _reading_steps(reading: Read, unit: str, *, several: bool) -> list[str]:
    steps = []
    values = {given.name: given.value for given in reading.inputs}
    for given in reading.inputs:
        places = "、".join(_where(p.file, p.sheet, p.cell) for p in given.origin[:3])
        stage = f"（{given.stage}）" if given.stage else ""
        computed = "" if given.formula is None else f"{_worked(given.formula, values)} = "
        source = f"来自 {places}" + (f" 等 {len(given.origin)} 处" if len(given.origin) > 3 else "")
        steps.append(f"{given.when} 年 {given.name}{stage} = {computed}{given.value} {given.unit}　{source}")
    if reading.formula is not None and reading.value is not None:
        worked = re.sub(r"[^\W\d]\w*", lambda m: values.get(m[0], m[0]), reading.formula)
        if worked != reading.formula:
            steps.append(f"{reading.label}：{reading.formula} = {worked} = {reading.value} {unit}")
        else:
            steps.append(f"{reading.label}：{reading.formula}，结果 {reading.value} {unit}")
    if reading.right is not None and reading.value is not None:
        steps.append(f"两边：{reading.value} {unit} 与 {reading.right} {unit}")
    if several and reading.value is not None:
        steps.append(f"按这个数（{reading.label} {reading.value} {unit}）：{VERDICTS[reading.verdict]}")
    return steps


def _worked(formula: str, values: Mapping[str, str]) -> str:
    """A formula, and what it comes to where the values of all its items are at hand."""
    worked = re.sub(r"[^\W\d]\w*", lambda m: values.get(m[0], m[0]), formula)
    return (
        f"{formula} = {worked}"
        if all(name in values for name in _items(formula) if name not in _FUNCTIONS)
        else formula
    )


_FUNCTIONS = ("ceil", "floor", "min", "max")


def _where(file: str, sheet: str | None, cell: str) -> str:
    return f"{file}!{sheet}!{cell}" if sheet else f"{file}!{cell}"
