"""Conflicts between clauses: what is found in the bundled packs, each kind on its own, and that every example value is true."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dabiao.rules.build import build_rulebook
from dabiao.rules.conflicts import CONTRADICTION, LOOSENING, REDUNDANCY, RESTATEMENT, Conflict, find_conflicts
from dabiao.rules.files import bundled_rules, find_files
from helpers import INDICATORS, NATION, PROVINCE, REGIONS, pack, target


def conflicts(folder: Path, *packs: str, **narrowed: object) -> list[Conflict]:
    (folder / "indicators").mkdir(exist_ok=True)
    (folder / "indicators" / "all.yaml").write_text(INDICATORS, encoding="utf-8")
    (folder / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    for number, text in enumerate(packs):
        (folder / f"pack{number}.yaml").write_text(text, encoding="utf-8")
    rulebook, found = build_rulebook(find_files([folder]))
    assert not found
    return find_conflicts(rulebook, **narrowed)  # type: ignore[arg-type]


def pairs(found: Sequence[Conflict]) -> set[tuple[str, str, str]]:
    return {(c.kind, c.first.target.ref, c.second.target.ref) for c in found}


def test_the_bundled_packs_contradict_themselves_where_the_documents_do() -> None:
    rulebook, _ = build_rulebook(find_files([bundled_rules()]))
    found = find_conflicts(rulebook)
    told = {frozenset((c.first.target.ref, c.second.target.ref)): c for c in found}
    retention = told[frozenset(("dongli-plan-2021/retention-text", "dongli-plan-2021/retention-table"))]
    assert (retention.kind, str(retention.example)) == (RESTATEMENT, "99")
    excellent = [c for c in found if c.first.target.indicator == "fitness-excellent-rate"]
    assert {c.stage for c in excellent} == {"小学", "初中"}
    seventh = told[frozenset(("licheng-plan-2021/quanzhou-no7-goal", "licheng-plan-2021/quanzhou-no7-task"))]
    assert "2025-12-31" in seventh.explanation
    assert "2021-12-31" in seventh.explanation
    oversized = [c for c in found if c.first.target.indicator == "oversized-class-count"]
    assert [(c.first.target.pack, str(c.example)) for c in oversized] == [("quangang-points-2019", "1")]


def test_every_example_value_satisfies_one_side_and_not_the_other() -> None:
    rulebook, _ = build_rulebook(find_files([bundled_rules()]))
    shown = [c for c in find_conflicts(rulebook) if c.example is not None and c.first.asked != c.second.asked]
    assert shown
    for conflict in shown:
        value = conflict.example
        assert value is not None
        assert (
            conflict.first.asked.contains(value) != conflict.second.asked.contains(value)
            or "减少" in conflict.explanation
        )


def test_an_application_is_not_the_passing_itself() -> None:
    rulebook, _ = build_rulebook(find_files([bundled_rules()]))
    refs = {c.first.target.id for c in find_conflicts(rulebook)}
    assert "fujian-normal-affiliated-goal" not in refs


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        pytest.param(
            'value: ">= 90 %"\nevery: year', 'value: "<= 80 %"\nevery: year', CONTRADICTION, id="nothing satisfies both"
        ),
        pytest.param('value: "= 3 %"\nby: 2025', 'value: "= 4 %"\nby: 2025', CONTRADICTION, id="two points"),
        pytest.param('value: ">= 99 %"\nevery: year', 'value: "> 99 %"\nby: 2025', RESTATEMENT, id="strictness"),
        pytest.param('value: ">= 95 %"\nby: 2025', 'value: ">= 96 %"\nby: 2025', RESTATEMENT, id="figure"),
        pytest.param('value: ">= 95 %"\nby: 2024', 'value: ">= 95 %"\nby: 2025', RESTATEMENT, id="date"),
    ],
)
def test_within_one_document(tmp_path: Path, first: str, second: str, kind: str) -> None:
    found = conflicts(tmp_path, pack([target(first, "a"), target(second, "b")]))
    assert pairs(found) == {(kind, "plan/a", "plan/b")}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param('value: ">= 80 %"\nby: 2023', 'value: ">= 90 %"\nby: 2025', id="a rising path"),
        pytest.param('value: ">= 90 %"\nby: 2025', 'value: ">= 90 %"\nby: 2025', id="the same said twice"),
        pytest.param(
            'value: ">= 90 %"\nby: 2025\nstage: 小学', 'value: ">= 80 %"\nby: 2025\nstage: 初中', id="other stages"
        ),
        pytest.param('value: ">= 0.9 比"\nby: 2025', 'value: ">= 90 %"\nby: 2025', id="the same in another unit"),
    ],
)
def test_no_false_conflict(tmp_path: Path, first: str, second: str) -> None:
    assert conflicts(tmp_path, pack([target(first, "a"), target(second, "b")])) == []


def test_a_lower_level_that_asks_less_loosens_one_that_asks_more_makes_the_other_idle(tmp_path: Path) -> None:
    nation = pack([target('value: ">= 85 %"\nby: 2025', "n")], "nation", NATION)
    province = pack([target('value: ">= 90 %"\nby: 2025', "p")], "province", PROVINCE)
    county = pack([target('value: ">= 87 %"\nby: 2025', "c")], "county")
    found = conflicts(tmp_path, nation, province, county)
    kinds = {(c.kind, frozenset((c.first.target.id, c.second.target.id))) for c in found}
    assert kinds == {
        (LOOSENING, frozenset("pc")),
        (REDUNDANCY, frozenset("np")),
        (REDUNDANCY, frozenset("nc")),
    }


def test_region_and_year_narrow(tmp_path: Path) -> None:
    province = pack([target('value: ">= 90 %"\nby: 2025', "p")], "province", PROVINCE)
    county = pack([target('value: ">= 87 %"\nby: 2025', "c")], "county")
    assert conflicts(tmp_path, province, county, region="110000") == []
    assert conflicts(tmp_path, province, county, year=2030) == []
    assert len(conflicts(tmp_path, province, county, region="350502", year=2024)) == 1
