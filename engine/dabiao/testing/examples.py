"""A pack's own examples: a figure as a person types it, a year, and the verdict it must get."""

from collections.abc import Callable
from fractions import Fraction

from dabiao.assess.model import VERDICTS
from dabiao.diagnostics import Diagnostic, error
from dabiao.inputs.model import Observation
from dabiao.period import parse_date
from dabiao.quantity import Interval, NumberError, Unit, UnitError, parse_figure
from dabiao.rules.model import (
    Attest,
    Change,
    Compare,
    Example,
    Form,
    Growth,
    Indicator,
    Milestone,
    Pack,
    Rulebook,
    Total,
    limit_of,
)
from dabiao.testing.asked import per_unit
from dabiao.testing.bench import Bench, bench_of
from dabiao.testing.observe import figure, report
from dabiao.testing.schools import counting

_YES, _NO = ("是", "1"), ("否", "0")
_HUNDRED = Fraction(100)


class _Unreadable(ValueError):
    """The example is no figure of its target; the message is Chinese."""


def try_examples(rulebook: Rulebook, pack: Pack) -> list[Diagnostic]:
    """What is wrong with the examples of a pack, each at its own line; empty where all hold."""
    return [found for example in pack.examples for found in try_example(rulebook, pack, example)]


def try_example(rulebook: Rulebook, pack: Pack, example: Example) -> list[Diagnostic]:
    """TST601: another verdict than the example says. TST602: what is written is no figure of the target."""
    bench = bench_of(rulebook, f"{pack.id}/{example.target}")
    try:
        observations = observations_of(bench, example)
    except _Unreadable as failure:
        message = f"样例“{example.target}”（{example.year} 年）写法有误：{failure}"
        return [
            error(
                "TST602", message, example.span, hint="数值按目标的单位写，例如 98.5 或 1.45 万人；没有数据就不写 value"
            )
        ]
    verdict = bench.verdict(observations, example.year)
    if verdict == example.verdict:
        return []
    clause = bench.target.clause
    got = "这一年不受此目标约束，没有判定" if verdict is None else f"判为“{VERDICTS[verdict]}”（{verdict}）"
    told = "没有数据" if example.value is None else "，".join(_told(example))
    message = (
        f"样例“{example.target}”（{example.year} 年，{told}）应为“{VERDICTS[example.verdict]}”（{example.verdict}），{got}"
        f"（依据 {clause.at}「{clause.quote}」）"
    )
    return [
        error("TST601", message, example.span, bench.target.span, hint="核对样例，或目标的比较号、数字、单位和期限")
    ]


def _told(example: Example) -> list[str]:
    parts = [("value", example.value), ("previous", example.previous), ("against", example.against)]
    return [f"{name}：{text}" for name, text in parts if text is not None] + (
        [] if example.evidence else ["没有佐证材料"]
    )


def observations_of(bench: Bench, example: Example) -> tuple[Observation, ...]:
    """What the example reports, as statistics. Raises ValueError with a Chinese message where it can not be read."""
    form = bench.target.form
    if isinstance(form, Milestone | Attest):
        return () if example.value is None else (_report(bench, example, example.value),)
    indicator = bench.indicator
    if indicator is None:
        raise _Unreadable("目标没有指标")
    limit = None if isinstance(form, Growth | Compare) else limit_of(form)
    unit = limit.unit if limit else indicator.unit
    found: list[Observation] = []
    if example.value is not None:
        found.append(_typed(bench, example.value, unit, indicator, example.year))
    if example.previous is not None:
        year = _previous_year(bench, form, example.year)
        found.append(_typed(bench, example.previous, unit, indicator, year))
        if isinstance(form, Total):
            found += [figure(bench, Fraction(0), y) for y in range(year + 1, example.year)]
    if example.against is not None:
        found += _against(bench, form, example.against, example.year)
    if bench.target.per is not None:
        items = counting(bench) or {}
        found += [figure(bench, value, example.year, indicator=bench.named(name)) for name, value in items.items()]
    return tuple(found)


def _report(bench: Bench, example: Example, text: str) -> Observation:
    evidence = "佐证材料" if example.evidence else ""
    if text in _YES or text in _NO:
        return report(bench, example.year, done=text in _YES, evidence=evidence)
    try:
        return report(bench, example.year, done_on=parse_date(text), evidence=evidence)
    except ValueError as failure:
        raise _Unreadable(f"“{text}”应为 是、否，或完成日期（如 2021-12-31）") from failure


def _typed(
    bench: Bench, text: str, unit: Unit, indicator: Indicator, year: int, region: str | None = None
) -> Observation:
    """A figure as typed; the unit serves where none is written."""
    try:
        quantity, bound = parse_figure(text, unit.name)
    except (NumberError, UnitError) as failure:
        raise _Unreadable(str(failure)) from failure
    typed = quantity.unit
    if typed.dimension != indicator.unit.dimension and typed.dimension not in indicator.also:
        raise _Unreadable(f"“{text}”的单位“{typed.name}”不能用于“{indicator.name}”（单位是“{indicator.unit.name}”）")
    made = figure(bench, quantity.value, year, unit=typed, indicator=indicator, region=region)
    own: Interval = bound.times(1 / per_unit(indicator, typed))
    return made._replace(bound=own, text=text)


def _previous_year(bench: Bench, form: Form, year: int) -> int:
    """The year `previous` is of: the base year, the year before, or (of a total) the first of the period."""
    start = bench.pack.source.start
    match form:
        case Change(since=None) | Growth(average=False) | Compare(growth=True):
            return year - 1
        case Change(since=int(since)) | Growth(since=int(since)):
            return since
        case Growth():
            return start - 1
        case Total() if year > start:
            return start
    raise _Unreadable("这项目标在这一年没有以前的数可比，不能写 previous")


def _against(bench: Bench, form: Form, text: str, year: int) -> list[Observation]:
    """The other side's figure; where growths are compared, its growth in % as two figures that give it."""
    if not isinstance(form, Compare):
        raise _Unreadable("against 只用于 compare")
    opponent, region = bench.opponent, form.of or bench.region
    if not form.growth:
        return [_typed(bench, text, opponent.unit, opponent, year, region)]
    try:
        rate = parse_figure(text, "%")[0]
    except (NumberError, UnitError) as failure:
        raise _Unreadable(str(failure)) from failure
    if rate.unit.dimension != "比例":
        raise _Unreadable(f"“{text}”应为增长率，例如 8 %")
    base = _HUNDRED if opponent.bounds.high is None else opponent.bounds.high / 2
    put: Callable[[Fraction, int], Observation] = lambda v, y: figure(bench, v, y, indicator=opponent, region=region)  # noqa: E731
    return [put(base, year - 1), put(base * (1 + rate.value * rate.unit.scale), year)]
