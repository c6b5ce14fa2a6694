"""One target of many schools costs the durable engine a fact each, not a set of rules each."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dabiao.assess import durable
from dabiao.assess.durable import Fact, Rule
from helpers import assessment, pack, row, target

pytestmark = pytest.mark.skipif(not durable.importable(), reason="durable_rules is not installed here")

LIMITS = ("per: school\nvalue: '>= 80 %'", "per: school\nvalue: '> 80 %'", "per: school\nvalue: '8..10 %'")
MANY = 450


def test_rules_do_not_grow_with_schools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rulesets: list[tuple[int, int]] = []
    real = durable.run_ruleset

    def run(name: str, rules: Sequence[Rule], facts: Sequence[Fact]) -> list[tuple[int, int, str]]:
        rulesets.append((len(rules), len(facts)))
        return real(name, rules, facts)

    monkeypatch.setattr(durable, "run_ruleset", run)
    targets = [target(limit, f"t{n}") for n, limit in enumerate(LIMITS)]
    rows = [row(2025, "覆盖率", number % 101, entity=f"第{number}小学") for number in range(MANY)]
    made = assessment(tmp_path, [pack(targets)], rows, 2025)
    assert sum(facts for _, facts in rulesets) == len(LIMITS) * MANY
    assert sum(rules for rules, _ in rulesets) < MANY  # 1350 checks
    assert made.engines.agree is True
    met = [sum(v.verdict == "met" for v in made.verdicts if v.target == f"t{n}") for n in range(3)]
    shares = [number % 101 for number in range(MANY)]
    assert met == [sum(s >= 80 for s in shares), sum(s > 80 for s in shares), sum(8 <= s <= 10 for s in shares)]
