"""The C core of durable_rules, driven directly. The only module that imports it.

Its Python layer is not needed for rules over single facts, and costs more to import than all judging: threads, timers, logging, a
clock that loses what an action does after ten seconds. What is left is a loop: assert one fact, take the rules that fire for it.
Known edges of version 2.0.28, and how they are kept away from: more than 512 conditions under one node hang, more than 64 rules
matching one fact fail, 1,024 sids exhaust it, joins have crashed, not each time → see durable.py for the limits, and here no joins
and one sid; its parser mangles floats and takes "99" for 99 → whole numbers only; ids collide → each fact has its own; events and
batches lose firings → facts, one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from dabiao.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_SID = "0"
_UNHANDLED = 1

# field, operator, whole number
Condition = tuple[str, str, int]
_OPERATORS = {">=": "$gte", ">": "$gt", "<=": "$lte", "<": "$lt"}


class Lost(RuntimeError):
    """The core said something else than which rule fires for the fact it was given."""


def importable() -> bool:
    """Whether durable_rules is installed here (it has no wheels and does not build on Python 3.13)."""
    try:
        import durable_rules_engine  # noqa: F401
    except ImportError:
        return False
    return True


def fire(name: str, rules: Sequence[Sequence[Condition]], facts: Sequence[dict[str, int]]) -> list[tuple[int, int]]:
    """(number of the fact, number of the rule) for every firing, in order.

    A fact that no rule takes is not there. Raises Lost, and what the core raises (an error type of its own, MemoryError): after
    any of these nothing it said is to be believed.
    """
    import durable_rules_engine as core

    handle = core.create_ruleset(name, _definition(rules))
    fired: list[tuple[int, int]] = []
    for number, fact in enumerate(facts):
        text = _fact(number + 1, fact)
        fired += [(number, rule) for rule in _fired_by(core, handle, text, len(rules))]
    if fired:
        core.delete_state(
            handle, _SID
        )  # it would keep every fact for good: hundreds of MB for a county of many schools
    return fired


def _fired_by(core: Any, handle: int, fact: str, rules: int) -> list[int]:
    """The rules that fire for one fact: each is taken, completed, and the next one asked for."""
    outcome, place = core.assert_fact(handle, fact)
    if outcome == _UNHANDLED:
        return []
    if outcome:
        raise Lost(f"assert_fact {outcome}: {fact}")
    started = core.start_action_for_state(handle, place)
    if not started:
        return []
    state, message = started
    fired: list[int] = []
    while message:
        fired.append(_rule_of(message, fact))
        if len(fired) > rules:
            raise Lost(f"{len(fired)} / {rules}: {message}")
        core.update_state(handle, state)
        message = core.complete_and_start_action(handle, place)
    return fired


def _rule_of(message: str, fact: str) -> int:
    """The rule a message names, which must be about the very fact."""
    number = message.removeprefix('{"r').removesuffix(f'":{{"m":{fact}}}}}')
    if not (number.isascii() and number.isdigit() and message == f'{{"r{number}":{{"m":{fact}}}}}'):
        raise Lost(message)
    return int(number)


def _definition(rules: Sequence[Sequence[Condition]]) -> str:
    """The rules as the core reads them: JSON of names and whole numbers, none of which needs quoting."""
    texts = (",".join(map(_condition, conditions)) for conditions in rules)
    return "{" + ",".join(f'"r{n}":{{"all":[{{"m":{{"$and":[{text}]}}}}]}}' for n, text in enumerate(texts)) + "}"


def _condition(condition: Condition) -> str:
    field, operator, number = condition
    return f'{{"{field}":{number:d}}}' if operator == "==" else f'{{"{_OPERATORS[operator]}":{{"{field}":{number:d}}}}}'


def _fact(identifier: int, fields: dict[str, int]) -> str:
    return f'{{"id":{identifier},"sid":"{_SID}",' + ",".join(f'"{name}":{n:d}' for name, n in fields.items()) + "}"
