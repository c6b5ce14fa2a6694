"""Laws every target keeps. Each function returns what breaks it, as diagnostics that name the clause and the rule's place."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dabiao.assess import durable
from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, PENDING, UNVERIFIED, VERDICTS
from dabiao.assess.run import AUTO
from dabiao.diagnostics import Diagnostic, EngineFault, error
from dabiao.inputs._figure import Problem, Units, read_figure
from dabiao.inputs.model import Observation
from dabiao.quantity import UnitError, exact_decimal, parse_unit
from dabiao.quantity.numerals import MAX_DECIMAL_DIGITS, MAX_INTEGER_DIGITS
from dabiao.rules.model import Indicator, limit_of
from dabiao.testing.asked import asked_of
from dabiao.testing.bench import Bench
from dabiao.testing.boundary import Case, boundary_cases, in_words
from dabiao.testing.mutation import Mutant
from dabiao.testing.observe import observed

_CHECK = "核对比较号、数字和单位，以及指标的 bounds"
_RANK = {NOT_MET: 0, BEHIND: 0, PENDING: 0, ON_TRACK: 1, MET: 2}
_MULTIPLES = ("", "百", "千", "万", "百万", "亿")
_SHARES_AND_AREAS = ("%", "‰", "百分点", "倍", "平方米", "万平方米", "公顷", "亩")


def broken(bench: Bench, code: str, what: str, hint: str) -> Diagnostic:
    """What is wrong with a target, with its clause, its quote and its place."""
    clause = bench.target.clause
    message = f"目标“{bench.target.ref}”{what}（依据 {clause.at}「{clause.quote}」）"
    return error(code, message, bench.target.span, hint=hint)


def boundaries_hold(bench: Bench, cases: Sequence[Case] | None = None) -> list[Diagnostic]:
    """TST603: a boundary case (left out: all of them) does not get the verdict the words promise, or none of them asks for met.

    TST604: the target is never owed.
    """
    if bench.year is None:
        what = "在有效期内没有一年到期，永远不会判定达标与否"
        return [broken(bench, "TST604", what, "核对 by 和文件的 period；原文确实如此的，写明 effective")]
    tried = boundary_cases(bench) if cases is None else cases
    found = []
    for case in tried:
        verdict = bench.verdict(case.observations, case.year)
        if verdict != case.expected:
            what = f"{case.year} 年 {case.label}：应为{_word(case.expected)}，判为{_word(verdict)}"
            found.append(broken(bench, "TST603", what, _CHECK))
    if not any(case.expected in (MET, UNVERIFIED) for case in tried):
        found.append(broken(bench, "TST603", "限值附近没有一个可能的数能达标", _CHECK))
    return found


def survived(bench: Bench, mutants: Sequence[Mutant]) -> list[Diagnostic]:
    """TST608: a mutant no boundary case notices."""
    hint = "条件里有一部分不起作用，或边界值够不着限值：核对条件、限值和指标的 bounds、decimals"
    return [broken(bench, "TST608", f"变异后判定不变：{mutant.what}", hint) for mutant in mutants]


def bettering_never_worsens(bench: Bench, low: Fraction, high: Fraction, year: int) -> list[Diagnostic]:
    """TST605: the better of two left sides (in the unit of what is asked) gets the worse verdict. For one-sided thresholds."""
    asked = asked_of(bench, year)
    if asked.op not in (">=", ">", "<=", "<"):
        return []
    low, high = min(low, high), max(low, high)
    worse, better = (low, high) if asked.op in (">=", ">") else (high, low)
    verdicts = [bench.verdict(observed(bench, value, year), year) for value in (worse, better)]
    ranks = [_RANK.get(verdict or "") for verdict in verdicts]
    if None in ranks or ranks[0] <= ranks[1]:  # type: ignore[operator]
        return []
    told = [
        f"{in_words(v, asked.unit)}判为{_word(verdict)}" for v, verdict in zip((worse, better), verdicts, strict=True)
    ]
    what = f"{year} 年 {told[0]}，更好的 {told[1]}"
    return [broken(bench, "TST605", what, "核对比较号、path 和 baseline")]


def units_do_not_matter(bench: Bench) -> list[Diagnostic]:
    """TST606: a boundary figure typed in another unit of its dimension is another figure, or gets another verdict."""
    found = []
    for case in boundary_cases(bench):
        for unit, retyped in _retyped(bench, case.observations):
            if isinstance(retyped, str):
                what = f"{case.label} 改用“{unit}”填写：{retyped}"
            elif (verdict := bench.verdict(retyped, case.year)) != case.expected:
                what = f"{case.year} 年 {case.label} 改用“{unit}”填写，判为{_word(verdict)}，应为{_word(case.expected)}"
            else:
                continue
            found.append(broken(bench, "TST606", what, "核对指标和目标的单位"))
    return found


def missing_is_never_met(bench: Bench) -> list[Diagnostic]:
    """TST607: without any data the target counts as met or on track, or gets no verdict, in some year it binds in."""
    found = []
    for year, _ in bench.years:
        verdict = bench.verdict((), year)
        if verdict in (None, MET, ON_TRACK):
            what = f"{year} 年没有数据，判为{_word(verdict)}"
            found.append(broken(bench, "TST607", what, "缺数据的目标不能算达标"))
    return found


def engines_agree(bench: Bench, observations: Sequence[Observation], year: int) -> list[Diagnostic]:
    """TST609: durable and reference differ on the observations, or durable gives none or several verdicts.

    Raises EngineFault (ENG903) where durable_rules is not installed: there is nothing to compare then.
    """
    if not durable.importable():
        raise EngineFault([error("ENG903", "这台电脑上没有 durable_rules，不能核对两个引擎是否一致")])
    try:
        bench.verdict(observations, year, AUTO)
    except EngineFault as fault:
        figures = "、".join(o.text for o in observations)
        what = f"{year} 年 {figures}：{'；'.join(d.message for d in fault.diagnostics)}"
        return [broken(bench, "TST609", what, "这是程序故障，不是规则的错；请报告")]
    return []


def _word(verdict: str | None) -> str:
    return "“不受此目标约束”" if verdict is None else f"“{VERDICTS[verdict]}”"


def _retyped(bench: Bench, observations: Sequence[Observation]) -> Iterator[tuple[str, tuple[Observation, ...] | str]]:
    """The observations with those of the target's own indicator typed in each other unit; a text where that can not be read."""
    own = [o for o in observations if o.indicator == bench.target.indicator and o.entity == bench.entity]
    if bench.indicator is None or not own:
        return
    for unit in _units(bench, bench.indicator):
        typed = [_typed(o, unit, bench.indicator) for o in observations if o in own]
        if None in typed:
            continue
        problem = next((t for t in typed if isinstance(t, str)), None)
        rest = [o for o in observations if o not in own]
        yield unit, problem or (*(t for t in typed if isinstance(t, Observation)), *rest)


def _typed(observation: Observation, unit: str, indicator: Indicator) -> Observation | str | None:
    """The figure written out in the unit and read again; a text where that gives another figure, None where no decimal is it."""
    value = (observation.value or Fraction(0)) * indicator.unit.scale / parse_unit(unit).scale
    text = exact_decimal(value)
    if text is None:
        return None
    whole, _, decimals = text.lstrip("-").partition(".")
    if len(whole) > MAX_INTEGER_DIGITS or len(decimals) > MAX_DECIMAL_DIGITS:
        return None
    read = read_figure(text, Units(unit, "", ""), indicator)
    if isinstance(read, Problem):
        return read.message
    if read[0] != observation.value:
        return f"读成了 {in_words(read[0], indicator.unit)}"
    return observation._replace(value=read[0], bound=read[1], text=f"{text} {unit}")


def _units(bench: Bench, indicator: Indicator) -> list[str]:
    """Names of units in which a figure of the indicator can be typed."""
    limit = limit_of(bench.target.form)
    names = [indicator.unit.name, *([limit.unit.name] if limit else [])]
    bases = {name.lstrip("百千万亿") for name in names}
    tried = [f"{multiple}{base}" for base in sorted(bases) for multiple in _MULTIPLES] + list(_SHARES_AND_AREAS)
    found = []
    for name in dict.fromkeys(tried):
        try:
            unit = parse_unit(name)
        except UnitError:
            continue
        if unit.dimension == indicator.unit.dimension:
            found.append(name)
    return found
