"""The durable engine: checks compiled to production rules, judged by durable_rules. The only module that imports it.

Each check becomes a few mutually exclusive rules over one fact a reading. Numbers are cut positions: every distinct bound of a
check is scaled to an integer, doubled, and moved by one for an open end, so that open and closed intervals compare as integers.
Known edges of durable_rules 2.0.28, and how they are kept away from:
more than 512 conditions under one node hang, more than 64 rules matching one fact fail, 1,024 sids exhaust it, joins have crashed
→ small rulesets without joins or sids, limits asserted; its parser mangles floats → integers below 2^53 only; ids collide → each
fact has its own; events and batches lose firings → facts, one at a time; it swallows exceptions in actions → actions only append.
"""

import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from dabiao.assess.conclude import FAILED, OPEN, PASSED, Count
from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, PENDING, UNVERIFIED, Check, Outcome, Reading
from dabiao.diagnostics import EngineFault, error
from dabiao.quantity import Interval
from dabiao.record import NamedTuple
from dabiao.rules.model import Conclusion

NAME = "durable"
MAX_RULES = 60
MAX_CONDITIONS = 500
MAX_ALIKE = 200
MAX_INTEGER = 2**53 - 1

_HINT = "换用 --engine reference，并报告此问题"

Condition = tuple[str, str, int]
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


def importable() -> bool:
    """Whether durable_rules is installed here (it has no wheels and does not build on Python 3.13)."""
    try:
        import durable.engine  # noqa: F401
    except ImportError:
        return False
    return True


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
    yield (*outside, ("high", "<", low)), verdict
    yield (*outside, ("high", ">=", low), ("low", ">", high)), verdict
    yield (*outside, ("high", ">=", low), ("low", "<=", high)), UNVERIFIED


def _within(ends: tuple[int, int]) -> tuple[Condition, ...]:
    return (("low", ">=", ends[0]), ("high", "<=", ends[1]))


def _not_within(ends: tuple[int, int]) -> tuple[tuple[Condition, ...], ...]:
    """The two disjoint ways of not lying within: starting too low, or starting well and ending too high."""
    return ((("low", "<", ends[0]),), (("low", ">=", ends[0]), ("high", ">", ends[1])))


def positions(check: Check) -> dict[Fraction, int]:
    """Every number a check compares → an even integer in the same order, below 2^53.

    Scaled by the common denominator where that fits, else numbered by rank: both keep the order exactly.
    """
    numbers: set[Fraction] = set()
    for interval in (check.required, check.path, *(reading.left for reading in check.readings)):
        if interval is not None:
            numbers.update(end for end in (interval.low, interval.high) if end is not None)
    common = math.lcm(*(number.denominator for number in numbers)) if numbers else 1
    scaled = {number: 2 * int(number * common) for number in numbers}
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
    import durable.engine

    fired: list[tuple[int, int, str]] = []
    definition = {
        f"r{n}": {"all": [{"m": _expression(rule)}], "run": _action(rule, fired)} for n, rule in enumerate(rules)
    }
    try:
        with warnings.catch_warnings():
            # from Python 3.12 on the library's clock warns: where warnings are errors, it would swallow them with the firings
            warnings.simplefilter("ignore", DeprecationWarning)
            ruleset = durable.engine.Ruleset(name, None, definition)
            _assert_all(ruleset, facts, durable.engine.MessageNotHandledException)
            if fired:
                ruleset.delete_state(
                    _SID
                )  # it would keep every fact for good: hundreds of MB for a county of many schools
    except Exception as failure:
        # the C library raises an error type of its own, or MemoryError where it is at its end: none of it is a verdict
        raise EngineFault([error("ENG905", f"durable 引擎出错：{failure}", hint=_HINT)]) from failure
    return fired


_SID = "0"


def _assert_all(ruleset: Any, facts: Sequence[Fact], not_handled: type[Exception]) -> None:
    for number, fact in enumerate(facts, 1):
        message = {
            "id": number,
            "sid": _SID,
            "k": fact.check,
            "n": fact.reading,
            "low": fact.low,
            "high": fact.high,
            "proven": fact.proven,
        }
        try:
            ruleset.do_actions(ruleset.assert_fact(message), _ignore)
        except not_handled:
            continue  # no rule took the fact: found missing when firings are counted


def _ignore(_failure: Any, _state: Any) -> None:
    """Nothing to do on completion: lost or doubled firings are found by counting."""


_OPERATORS = {">=": "$gte", ">": "$gt", "<=": "$lte", "<": "$lt"}


def _expression(rule: Rule) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"k": rule.check}]
    for field, operator, value in rule.conditions:
        parts.append({field: value} if operator == "==" else {_OPERATORS[operator]: {field: value}})
    return {"$and": parts} if len(parts) > 1 else parts[0]


def _action(rule: Rule, fired: list[tuple[int, int, str]]) -> Callable[[Any], None]:
    """durable_rules swallows what an action raises, so an action does nothing that can: it appends."""

    def append(closure: Any) -> None:
        fired.append((rule.check, closure.m.n, rule.verdict))

    return append
