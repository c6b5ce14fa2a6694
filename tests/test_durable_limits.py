"""dabiao keeps away from the sharp edges of durable_rules: see test_durable_edges for what each would do."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dabiao.assess import durable
from dabiao.assess.durable import MAX_CONDITIONS, MAX_INTEGER, MAX_RULES, Condition, Fact, Rule, run_ruleset
from dabiao.diagnostics import EngineFault
from helpers import assessment, pack, row, target
from raw_durable import said

pytestmark = pytest.mark.skipif(not durable.importable(), reason="durable_rules is not installed here")

ANY: Condition = ("low", ">=", 0)
FACT = Fact(0, 0, 5, 5, 1)


def rules(count: int, conditions: int) -> list[Rule]:
    return [Rule(n, tuple(("low", ">=", -c) for c in range(conditions)), "met") for n in range(count)]


TOO_MUCH: list[Any] = [
    pytest.param(rules(MAX_RULES + 1, 1), [FACT], id="61-rules"),
    pytest.param([*rules(50, 9), Rule(50, (), "met")], [FACT], id="501-conditions"),
    pytest.param([Rule(0, (("low", ">=", MAX_INTEGER + 1),), "met")], [FACT], id="a-limit-of-2-to-the-53"),
    pytest.param([Rule(0, (("high", "<", -MAX_INTEGER - 1),), "met")], [FACT], id="a-limit-of-minus-2-to-the-53"),
    pytest.param(
        [Rule(0, (ANY,), "met")], [Fact(0, 0, MAX_INTEGER + 1, MAX_INTEGER + 1, 1)], id="a-figure-of-2-to-the-53"
    ),
    pytest.param([Rule(0, (ANY,), "met")], [FACT, Fact(0, 1, 0, MAX_INTEGER + 1, 1)], id="in-any-fact"),
]


@pytest.mark.parametrize(("given", "facts"), TOO_MUCH)
def test_what_exceeds_the_limits_is_refused_before_the_library_sees_it(
    given: list[Rule], facts: list[Fact], monkeypatch: pytest.MonkeyPatch
) -> None:
    import durable_rules_engine as core

    monkeypatch.setattr(core, "create_ruleset", None)
    with pytest.raises(EngineFault) as caught:
        run_ruleset("r", given, facts)
    assert [(d.code, bool(d.hint)) for d in caught.value.diagnostics] == [("ENG902", True)]


def test_at_the_limits_the_library_still_answers() -> None:
    """In a process of its own, as the limits are there because beyond them it hangs."""
    script = f"""
from dabiao.assess.durable import Fact, Rule, run_ruleset
big = {MAX_INTEGER}
rules = [Rule(n, tuple(("low", ">=", -c) for c in range(9)), "met") for n in range({MAX_CONDITIONS} // 10)]
fired = run_ruleset("many-conditions", rules, [Fact(n, 0, 0, 0, 1) for n in range(len(rules))])
print(fired == [(n, 0, "met") for n in range(len(rules))])
rules = [Rule(n, (("low", ">=", big if n else -big),), "met") for n in range({MAX_RULES})]
fired = run_ruleset("many-rules", rules, [Fact(n, 0, big - (n == 7), big, 1) for n in range(len(rules))])
print(fired == [(n, 0, "met") for n in range(len(rules)) if n != 7])
facts = [Fact(0, n, n, n, 1) for n in range(2000)]
print(run_ruleset("many-facts", [Rule(0, (("low", ">=", 1000),), "met")], facts) == [(0, n, "met") for n in range(1000, 2000)])
"""
    assert said(script) == "True\nTrue\nTrue"


def test_a_county_never_comes_near_an_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """240 targets of the widest kind (band, path, not due), three figures that contradict each other, extreme numbers."""
    import durable_rules_engine as core

    definitions: list[Mapping[str, Any]] = []
    messages: list[list[dict[str, Any]]] = []
    create, put = core.create_ruleset, core.assert_fact

    def created(name: str, definition: str) -> Any:
        definitions.append(json.loads(definition))
        messages.append([])
        return create(name, definition)

    def asserted(handle: int, fact: str) -> Any:
        messages[-1].append(json.loads(fact))
        return put(handle, fact)

    def never(*_given: object) -> None:
        raise AssertionError("events, batches and timers are not to be used")

    monkeypatch.setattr(core, "create_ruleset", created)
    monkeypatch.setattr(core, "assert_fact", asserted)
    for name in ("assert_event", "assert_events", "assert_facts", "start_timer"):
        monkeypatch.setattr(core, name, never)
    threads = threading.active_count()

    form = "value: {low}..{high} %\nby: 2025\nbaseline: {{2020: 0.000000000001}}"
    targets = [target(form.format(low=50 + n % 7, high=70 + n % 11), f"t{n}", "enrolment") for n in range(240)]
    figures = ["999999999999999999", "33.333333333333", "61以上"]
    made = assessment(tmp_path, [pack(targets)], [row(2023, "毛入学率", f) for f in figures], 2023)

    assert made.counts == {"unverified": 240}
    assert threading.active_count() == threads
    assert sum(map(len, messages)) == 720
    for definition, facts in zip(definitions, messages, strict=True):
        assert len(definition) <= MAX_RULES
        assert all(list(rule) == ["all"] and len(rule["all"]) == 1 for rule in definition.values())  # no joins
        assert _conditions(list(definition.values())) <= MAX_CONDITIONS
        assert [fact["id"] for fact in facts] == list(range(1, len(facts) + 1))
        assert {fact["sid"] for fact in facts} == {"0"}
        numbers = [n for fact in facts for key, n in fact.items() if key != "sid"] + _integers(
            list(definition.values())
        )
        assert all(type(n) is int and abs(n) < 2**53 for n in numbers)


FIELDS = ("k", "low", "high", "proven")


def _conditions(node: Any) -> int:
    """How often a rule looks at a field."""
    if isinstance(node, dict):
        return sum(_conditions(part) + (key in FIELDS) for key, part in node.items())
    return sum(map(_conditions, node)) if isinstance(node, list) else 0


def _integers(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [n for part in node.values() for n in _integers(part)]
    return [n for part in node for n in _integers(part)] if isinstance(node, list) else [node]
