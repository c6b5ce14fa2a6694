"""The durable engine: checks compiled to production rules, judged by durable_rules (rete.py drives it).

Each check becomes a few mutually exclusive rules over one fact a reading. Numbers are cut positions: every distinct bound of a
check is scaled to an integer, doubled, and moved by one for an open end, so that open and closed intervals compare as integers.
Rulesets are small (limits are asserted, see rete.py for why), and integers stay below 2^53.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from dabiao.assess import rete
from dabiao.assess.conclude import FAILED, OPEN, PASSED, Count
from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, PENDING, UNVERIFIED, Check, Outcome, Reading
from dabiao.assess.rete import Condition, importable
from dabiao.diagnostics import EngineFault, error
from dabiao.quantity import Interval
from dabiao.record import NamedTuple
from dabiao.rules.model import Conclusion

__all__ = ["NAME", "Condition", "Fact", "Rule", "decide", "importable", "judge_all", "run_ruleset"]

NAME = "durable"
MAX_RULES = 60
MAX_CONDITIONS = 500
MAX_ALIKE = 200
MAX_INTEGER = 2**53 - 1

_HINT = "换用 --engine reference，并报告此问题"

Fire = Callable[[str, int, str], None]


class Rule(NamedTuple):
    """A production rule: all conditions (field, operator, integer) hold → the verdict."""

    check: int
    conditions: tuple[Condition, ...]
    verdict: str


class Fact(NamedTuple):
    """One reading: its check, its own number, the cut positions of its ends, and whether it is proven."""

    check: int
    reading: int
    low: int
    high: int
    proven: int


def judge_all(checks: Sequence[Check]) -> list[Outcome]:
    """One outcome a check, in order. Raises EngineFault where a fact fires no rule, or more than one.

    A check that is decided without looking at a figure (waived, no data) asserts no fact. Checks that ask the same (one target of
    many schools) share their rules: a fact each, not a ruleset each.
    """
    rules: list[list[Rule]] = []
    facts: list[list[Fact]] = []
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for alike in _alike(checks):
        merged = checks[alike[0]]._replace(readings=tuple(r for number in alike for r in checks[number].readings))
        own = ((number, n) for number in alike for n in range(len(checks[number].readings)))
        owners.update({(alike[0], place): owner for place, owner in enumerate(own)})
        compiled, asserted = compile_check(alike[0], merged)
        if not rules or len(rules[-1]) + len(compiled) > MAX_RULES:
            rules.append([])
            facts.append([])
        rules[-1].extend(compiled)
        facts[-1].extend(asserted)
    fired: dict[tuple[int, int], list[str]] = {}
    for number, (group, given) in enumerate(zip(rules, facts, strict=True)):
        for check_number, reading, verdict in run_ruleset(f"checks{number}", group, given):
            place = (check_number, reading)
            fired.setdefault(owners.get(place, place), []).append(verdict)
    outcomes = [_outcome(number, check, fired) for number, check in enumerate(checks)]
    if fired:
        raise EngineFault([error("ENG901", f"durable 引擎对没有提交的数触发了 {len(fired)} 条规则", hint=_HINT)])
    return outcomes


def _alike(checks: Sequence[Check]) -> list[list[int]]:
    """The checks that need the engine, those that ask the same together, so many that a ruleset stays small."""
    groups: dict[tuple[object, ...], list[list[int]]] = {}
    for number, check in enumerate(checks):
        if check.decided is None:
            shape = (check.required, check.path, check.due, check.early, check.blocked)
            parts = groups.setdefault(shape, [[]])
            if len(parts[-1]) >= MAX_ALIKE:
                parts.append([])
            parts[-1].append(number)
    return [part for parts in groups.values() for part in parts]


def _outcome(number: int, check: Check, fired: dict[tuple[int, int], list[str]]) -> Outcome:
    if check.decided is not None:
        return Outcome((check.decided,))
    verdicts = []
    for reading in range(len(check.readings)):
        found = fired.pop((number, reading), [])
        if len(found) != 1:
            target = check.bound.target
            message = f"durable 引擎对“{target.ref}”触发了 {len(found)} 条规则，应恰好一条"
            raise EngineFault([error("ENG901", message, target.span, hint=_HINT)])
        verdicts.append(found[0])
    return Outcome(tuple(verdicts))


def compile_check(number: int, check: Check) -> tuple[list[Rule], list[Fact]]:
    """The rules and facts of one check that has readings. Exactly one rule fires for each fact."""
    position = positions(check)
    facts = [_fact(number, n, reading, position) for n, reading in enumerate(check.readings)]
    if check.blocked:
        return [Rule(number, (), UNVERIFIED)], facts
    required = _ends(check.required, position)
    rules: list[tuple[tuple[Condition, ...], str]] = []
    settled_early = check.due or check.early
    if settled_early:
        rules.append(((*_within(required), ("proven", "==", 1)), MET))
        rules.append(((*_within(required), ("proven", "==", 0)), UNVERIFIED))
    else:
        rules.append((_within(required), ON_TRACK))
    for outside in _not_within(required):
        rules.extend(_unsatisfied(check, outside, required, position))
    return [Rule(number, conditions, verdict) for conditions, verdict in rules], facts


def _unsatisfied(
    check: Check, outside: tuple[Condition, ...], required: tuple[int, int], position: dict[Fraction, int]
) -> Iterable[tuple[tuple[Condition, ...], str]]:
    """The branches of a fact that does not satisfy the requirement (in one of the disjoint ways of not doing so)."""
    if check.due:
        yield from _split(outside, required, NOT_MET)
    elif check.path is None:
        yield outside, PENDING
    else:
        path = _ends(check.path, position)
        yield (*outside, *_within(path)), ON_TRACK
        for way in _not_within(path):
            yield from _split((*outside, *way), path, BEHIND)


def _split(
    outside: tuple[Condition, ...], ends: tuple[int, int], verdict: str
) -> Iterable[tuple[tuple[Condition, ...], str]]:
    """A fact not within the ends: apart from them gets the verdict, overlapping them is undecided."""
    low, high = ends
    if low > -MAX_INTEGER:
        yield (*outside, ("high", "<", low)), verdict
        outside = (*outside, ("high", ">=", low))
    if high < MAX_INTEGER:
        yield (*outside, ("low", ">", high)), verdict
        outside = (*outside, ("low", "<=", high))
    yield outside, UNVERIFIED


def _within(ends: tuple[int, int]) -> tuple[Condition, ...]:
    """What holds of a fact within the ends; an open side asks nothing."""
    low, high = ends
    above: tuple[Condition, ...] = (("low", ">=", low),) if low > -MAX_INTEGER else ()
    return (*above, ("high", "<=", high)) if high < MAX_INTEGER else above


def _not_within(ends: tuple[int, int]) -> Iterable[tuple[Condition, ...]]:
    """The disjoint ways of not lying within: starting too low, or starting well and ending too high; none on an open side."""
    low, high = ends
    if low > -MAX_INTEGER:
        yield (("low", "<", low),)
    if high < MAX_INTEGER:
        yield (*_within((low, MAX_INTEGER)), ("high", ">", high))


def positions(check: Check) -> dict[Fraction, int]:
    """Every number a check compares → an even integer in the same order, below 2^53.

    Scaled by the common denominator where that fits, else numbered by rank: both keep the order exactly.
    """
    numbers: set[Fraction] = set()
    for interval in (check.required, check.path, *(reading.left for reading in check.readings)):
        if interval is not None:
            numbers.update(end for end in (interval.low, interval.high) if end is not None)
    common = math.lcm(*(number.denominator for number in numbers)) if numbers else 1
    scaled = {number: 2 * number.numerator * (common // number.denominator) for number in numbers}
    if all(abs(value) < MAX_INTEGER - 2 for value in scaled.values()):
        return scaled
    return {number: 2 * rank for rank, number in enumerate(sorted(numbers))}


def _ends(interval: Interval, position: dict[Fraction, int]) -> tuple[int, int]:
    low = -MAX_INTEGER if interval.low is None else position[interval.low] + (1 if interval.low_open else 0)
    high = MAX_INTEGER if interval.high is None else position[interval.high] - (1 if interval.high_open else 0)
    return low, high


def _fact(number: int, reading_number: int, reading: Reading, position: dict[Fraction, int]) -> Fact:
    low, high = _ends(reading.left, position)
    return Fact(number, reading_number, low, high, int(reading.proven))


def decide(counts: Sequence[tuple[Conclusion, Count]]) -> list[str]:
    """The outcomes of one layer of conclusions: three rules each over a fact of its counts; the next layer rests on what fired."""
    outcomes: list[str] = []
    for start in range(0, len(counts), _CONCLUSIONS_AT_ONCE):
        group = counts[start : start + _CONCLUSIONS_AT_ONCE]
        rules = [
            rule
            for number, (conclusion, count) in enumerate(group)
            for rule in _conclusion_rules(number, conclusion, count)
        ]
        facts = [
            Fact(number, 0, count.holding, count.holding + count.open, int(count.failing > 0))
            for number, (_, count) in enumerate(group)
        ]
        fired = run_ruleset(f"conclusions{start}", rules, facts)
        for number, (conclusion, _) in enumerate(group):
            found = [verdict for check, _, verdict in fired if check == number]
            if len(found) != 1:
                message = f"durable 引擎对结论“{conclusion.title}”触发了 {len(found)} 条规则，应恰好一条"
                raise EngineFault(
                    [error("ENG901", message, conclusion.span, hint="换用 --engine reference，并报告此问题")]
                )
            outcomes.append(found[0])
    return outcomes


_CONCLUSIONS_AT_ONCE = 15


def _conclusion_rules(number: int, conclusion: Conclusion, count: Count) -> list[Rule]:
    """`low` is how many members hold, `high` how many could yet, `proven` whether any fails."""
    total = count.holding + count.failing + count.open
    if conclusion.kind == "none":
        return [
            Rule(number, (("low", ">=", 1),), FAILED),
            Rule(number, (("low", "<", 1), ("high", "<", 1), ("proven", "==", 1)), PASSED),
            Rule(number, (("low", "<", 1), ("high", "<", 1), ("proven", "==", 0)), OPEN),
            Rule(number, (("low", "<", 1), ("high", ">=", 1)), OPEN),
        ]
    wanted = {"all": total, "any": 1, "at_least": conclusion.least}[conclusion.kind]
    if total == 0:
        return [Rule(number, (), OPEN)]
    return [
        Rule(number, (("low", ">=", wanted),), PASSED),
        Rule(number, (("low", "<", wanted), ("high", "<", wanted)), FAILED),
        Rule(number, (("low", "<", wanted), ("high", ">=", wanted)), OPEN),
    ]


def run_ruleset(name: str, rules: Sequence[Rule], facts: Sequence[Fact]) -> list[tuple[int, int, str]]:
    """Judges facts by rules: (check, reading, verdict) for every firing. Limits of the engine are asserted, not hoped for."""
    conditions = sum(len(rule.conditions) + 1 for rule in rules)
    integers = [n for rule in rules for _, _, n in rule.conditions] + [
        n for fact in facts for n in (fact.low, fact.high)
    ]
    if len(rules) > MAX_RULES or conditions > MAX_CONDITIONS or any(abs(n) > MAX_INTEGER for n in integers):
        message = f"规则组超出 durable 引擎的限度（{len(rules)} 条规则，{conditions} 个条件）"
        raise EngineFault([error("ENG902", message, hint=_HINT)])
    try:
        fired = rete.fire(
            name, [(("k", "==", rule.check), *rule.conditions) for rule in rules], [_fields(fact) for fact in facts]
        )
    except Exception as failure:
        # the C library raises an error type of its own, or MemoryError where it is at its end: none of it is a verdict
        raise EngineFault([error("ENG905", f"durable 引擎出错：{failure}", hint=_HINT)]) from failure
    return [(rules[rule].check, facts[number].reading, rules[rule].verdict) for number, rule in fired]


def _fields(fact: Fact) -> dict[str, int]:
    return {"k": fact.check, "n": fact.reading, "low": fact.low, "high": fact.high, "proven": fact.proven}
