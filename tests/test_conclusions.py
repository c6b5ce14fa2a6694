"""Conclusions: what their outcomes mean, that both engines give the same over any graph, and what a pack may not write."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.assess import conclude as module
from dabiao.assess import durable
from dabiao.assess.conclude import FAILED, OPEN, PASSED, Concluded, Count, conclude, outcome_of
from dabiao.assess.model import VERDICTS
from dabiao.diagnostics import EngineFault, Span
from dabiao.rules.model import Conclusion
from helpers import assessment, findings, pack, row, target

COUNTS = st.integers(0, 4)


@pytest.mark.parametrize(
    ("kind", "least", "verdicts", "outcome"),
    [
        ("all", 0, ["met", "met"], PASSED),
        ("all", 0, ["met", "not_met", "no_data"], FAILED),
        ("all", 0, ["met", "no_data"], OPEN),
        ("all", 0, ["met", "unverified"], OPEN),
        ("all", 0, ["met", "pending"], OPEN),
        ("all", 0, ["met", "on_track"], OPEN),
        ("all", 0, ["met", "behind"], OPEN),
        ("all", 0, ["met", "waived"], PASSED),
        ("all", 0, ["met", "not_applicable"], PASSED),
        ("all", 0, ["waived", "not_applicable"], OPEN),
        ("all", 0, [], OPEN),
        ("any", 0, ["not_met", "met"], PASSED),
        ("any", 0, ["not_met", "not_met"], FAILED),
        ("any", 0, ["not_met", "no_data"], OPEN),
        ("any", 0, [], OPEN),
        ("none", 0, ["not_met", "not_met"], PASSED),
        ("none", 0, ["not_met", "met", "no_data"], FAILED),
        ("none", 0, ["not_met", "unverified"], OPEN),
        ("none", 0, [], OPEN),
        ("at_least", 2, ["met", "met", "not_met"], PASSED),
        ("at_least", 2, ["met", "not_met", "no_data"], OPEN),
        ("at_least", 2, ["met", "not_met", "not_met"], FAILED),
        ("at_least", 3, ["met", "met"], FAILED),
    ],
)
def test_outcomes(kind: str, least: int, verdicts: list[str], outcome: str) -> None:
    made = Conclusion("c", "结论", kind, least, ("t",), None, None, Span("x"))
    judged = {"t": [(str(n), verdict) for n, verdict in enumerate(verdicts)]}
    assert conclude([made], judged)[0].outcome == outcome
    if durable.importable():
        assert conclude([made], judged, durable.decide)[0].outcome == outcome


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Conclusion], dict[str, list[tuple[str, str]]]]:
    """Conclusions over targets and over conclusions before them, in any order; targets with no verdict to five."""
    targets = [f"t{n}" for n in range(draw(st.integers(1, 5)))]
    verdict = st.sampled_from([*VERDICTS, "met", "met", "not_met"])
    judged = {t: [(f"{t} {n}", v) for n, v in enumerate(draw(st.lists(verdict, max_size=5)))] for t in targets}
    made: list[Conclusion] = []
    for number in range(draw(st.integers(1, 25))):
        known = [*targets, *(conclusion.id for conclusion in made)]
        members = tuple(draw(st.lists(st.sampled_from(known), min_size=1, max_size=6, unique=True)))
        kind = draw(st.sampled_from(("all", "any", "none", "at_least")))
        least = draw(st.integers(1, 7)) if kind == "at_least" else 0
        made.append(Conclusion(f"c{number}", f"结论{number}", kind, least, members, None, None, Span("x", number)))
    return draw(st.permutations(made)), judged


def outcomes(found: Sequence[Concluded]) -> dict[str, tuple[str, frozenset[str]]]:
    return {one.conclusion.id: (one.outcome, frozenset(one.because)) for one in found}


@pytest.mark.skipif(not durable.importable(), reason="durable_rules is not installed here")
@settings(max_examples=60, deadline=None)
@given(graphs())
def test_both_engines_agree_over_any_graph(graph: tuple[list[Conclusion], dict[str, list[tuple[str, str]]]]) -> None:
    made, judged = graph
    assert outcomes(conclude(made, judged, durable.decide)) == outcomes(conclude(made, judged))


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_nothing_passes_on_missing_data(graph: tuple[list[Conclusion], dict[str, list[tuple[str, str]]]]) -> None:
    """With every 达标 taken back to 缺数据, no conclusion that asks for 达标 is 合格 (one that asks for none of them may be)."""
    made, judged = graph
    without = {t: [(label, "no_data" if v == "met" else v) for label, v in found] for t, found in judged.items()}
    asking = [c for c in made if c.kind != "none"]
    plain = [c for c in asking if not any(m.startswith("c") for m in c.members)]
    assert all(one.outcome != PASSED for one in conclude(plain, without))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(("all", "any", "none", "at_least")), st.integers(1, 5), COUNTS, COUNTS, COUNTS)
def test_an_outcome_says_what_every_way_of_settling_the_open_ones_says(
    kind: str, least: int, holding: int, failing: int, unsettled: int
) -> None:
    """合格 and 不合格 stand whatever the open members turn out to be; 待定 means that it depends, or that nothing counts."""
    now = outcome_of(kind, least, Count(holding, failing, unsettled))
    later = {outcome_of(kind, least, Count(holding + n, failing + unsettled - n, 0)) for n in range(unsettled + 1)}
    if now in (PASSED, FAILED):
        assert later == {now}
    elif holding + failing + unsettled:
        assert len(later) > 1 or unsettled


PACK = """\
conclusions:
  - {id: half, title: 两项取一, any: [a, b]}
  - {id: whole, title: 全部, all: [half, c]}
  - {id: vetoed, title: 一票否决, none: [d]}
"""


def test_in_an_assessment(tmp_path: Path) -> None:
    ids = ["a", "b", "c", "d"]
    indicators = ["coverage", "enrolment", "share", "school-share"]
    text = pack([target("value: '>= 90 %'", i, n) for i, n in zip(ids, indicators, strict=True)]) + PACK
    rows = [row(2025, "覆盖率", 80), row(2025, "毛入学率", 95), row(2025, "普惠率", 80), row(2025, "配齐率", 50)]
    made = assessment(tmp_path, [text], rows, 2025)
    assert [(c.id, c.outcome, c.because) for c in made.conclusions] == [
        ("half", PASSED, ("毛入学率 达标：合格",)),
        ("whole", FAILED, ("普惠率 未达标：不合格",)),
        ("vetoed", PASSED, ("配齐率 未达标：不合格",)),
    ]


def test_engines_that_differ_on_a_conclusion_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not durable.importable():
        pytest.skip("durable_rules is not installed here")
    monkeypatch.setattr(durable, "decide", lambda counts: [OPEN for _ in counts])
    text = pack([target("value: '>= 90 %'", "a")]) + "conclusions:\n  - {id: c, title: 结论, all: [a]}\n"
    with pytest.raises(EngineFault) as caught:
        assessment(tmp_path, [text], [row(2025, "覆盖率", 95)], 2025)
    assert [d.code for d in caught.value.diagnostics] == ["ENG904"]


@pytest.mark.parametrize(
    ("conclusions", "code"),
    [
        ("- {id: c, title: 结论, all: [x]}", "RUL218"),
        ("- {id: c, title: 结论, all: [c]}", "RUL219"),
        ("- {id: c, title: 结论, all: [e]}\n  - {id: e, title: 结论, any: [c]}", "RUL219"),
        ("- {id: c, title: 结论, all: [a], any: [a]}", "RUL227"),
        ("- {id: c, title: 结论}", "RUL227"),
        ("- {id: a, title: 结论, all: [a]}", "RUL228"),
        ("- {id: c, title: 结论, all: [a]}\n  - {id: c, title: 结论, all: [a]}", "RUL228"),
    ],
)
def test_conclusions_a_pack_may_not_write(tmp_path: Path, conclusions: str, code: str) -> None:
    text = pack([target("value: '>= 90 %'", "a")]) + f"conclusions:\n  {conclusions}\n"
    found = findings(tmp_path, text)
    assert code in {d.code for d in found}
    assert all(d.hint and d.spans[0].line for d in found)


def test_layers_go_from_targets_up() -> None:
    made = [
        Conclusion(i, i, "all", 0, m, None, None, Span("x"))
        for i, m in (("top", ("mid", "t")), ("mid", ("low",)), ("low", ("t",)))
    ]
    assert [[c.id for c in layer] for layer in module.layers(made)] == [["low"], ["mid"], ["top"]]
