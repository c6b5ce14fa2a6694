"""What counts as a change between two assessments, and of which kind."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import report_sample as sample
from dabiao.assess.assessment import Assessment, ConclusionText, Verdict
from dabiao.assess.compare import compare

FAIL = "not_met"


def one(
    kind: str = "met", value: str = "99.5", limit: str | tuple[str, str] = "99", name: str = "巩固率", **fields: Any
) -> Verdict:
    """A verdict on a share."""
    return sample.figure(name, kind, value, "99")._replace(
        **{"due": True, "requirement": f"≥ {limit} %", "limit": limit, **fields}
    )


def conclusion(outcome: str) -> ConclusionText:
    """A conclusion of one member."""
    return sample.SAMPLE.conclusions[0]._replace(outcome=outcome)


def kinds(old: list[Verdict], new: list[Verdict]) -> list[str]:
    """The kinds of the changes from one to the other."""
    return [change.kind for change in compare(sample.assessment(*old), sample.assessment(*new)).changes]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (one(), one(), None),
        (one(value="98"), one(value="98.0"), None),
        (one("met"), one(FAIL, "98"), "failing"),
        (one("behind"), one(FAIL), "failing"),
        (one("no_data"), one(FAIL), "failing"),
        (None, one(FAIL), "failing"),
        (one(FAIL), one(FAIL), None),
        (one(FAIL), one("met"), "mended"),
        (one("behind"), one("on_track"), "mended"),
        (one(FAIL), one("waived"), "judged"),
        (one(FAIL), one("no_data"), "judged"),
        (one("met"), one("behind"), "judged"),
        (one("pending"), one("met"), "judged"),
        (one(value="99.5"), one(value="99.500001"), "figure"),
        (one(value="99.5"), one(unit="‰"), "figure"),
        (one(value="0.10"), one(value="0.1"), None),
        (one(limit="99"), one(limit="99.1"), "rule"),
        (one(), one(clause=sample.clause(quote="另一句")), "rule"),
        (one(), one(force="strive"), "rule"),
        (one(), one(lead=("教育局",)), "rule"),
        (None, one(), "added"),
        (one(), None, "removed"),
        (one(FAIL), None, "removed"),
        (one(entity="甲校"), one(entity="甲校", kind=FAIL), "failing"),
    ],
)
def test_the_kind_of_a_change(old: Verdict | None, new: Verdict | None, kind: str | None) -> None:
    assert kinds([old] if old else [], [new] if new else []) == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (one(limit="99"), one(limit="99.0001"), "收紧"),
        (one(limit="99"), one(limit="98.9999"), "放宽"),
        (one(op=">="), one(op=">"), "收紧"),
        (one(op="<=", limit="45"), one(op="<=", limit="50"), "放宽"),
        (one(op="<", limit="45"), one(op="<=", limit="45"), "放宽"),
        (one(op=">=", limit="9"), one(op="..", limit=("9", "10")), "收紧"),
        (one(op="..", limit=("8", "10")), one(op="..", limit=("7", "9")), "改写"),
        (one(op=">="), one(op="<="), "改写"),
        (one(limit="99"), one(limit="100", by="2030-12-31"), "改写"),
        (one(force="must"), one(force="strive"), "力度减弱"),
        (one(force="encourage"), one(force="strive"), "力度加强"),
        (one(nature=None), one(nature="约束性"), "属性变动"),
        (one(), one(clause=sample.clause(at="三 第1段")), "依据位置变动"),
        (one(), one(clause=sample.clause(quote="达到99%")), "引文变动"),
        (one(path="70"), one(path="71"), "其他变动"),
    ],
)
def test_what_the_rule_says_otherwise(old: Verdict, new: Verdict, kind: str) -> None:
    (change,) = compare(sample.assessment(old), sample.assessment(new)).changes
    assert [rule.kind for rule in change.rules] == [kind]


def test_the_path_of_another_year_is_no_change_of_rules() -> None:
    old, new = one("on_track", path="70"), one("on_track", path="71")
    assert compare(sample.assessment(old, year=2022), sample.assessment(new, year=2023)).changes == ()


def test_what_a_compared_figure_has_to_reach_is_no_rule() -> None:
    old, new = (one(form="compare", limit=limit, requirement="≥ 公务员平均工资") for limit in ("90", "91"))
    assert kinds([old], [new]) == []


def test_a_target_under_another_id_is_still_the_same() -> None:
    old, new = one(target="a", pack="plan-1"), one(FAIL, "98", target="b", pack="plan-2")
    (change,) = compare(sample.assessment(old), sample.assessment(new)).changes
    assert (change.kind, change.was, change.now) == ("failing", old, new)


def test_schools_are_told_apart() -> None:
    old = [one(entity="甲校"), one(FAIL, entity="乙校")]
    new = [one(FAIL, entity="乙校"), one(FAIL, entity="甲校"), one(FAIL, entity="丙校")]
    compared = compare(sample.assessment(*old), sample.assessment(*new))
    assert [change.known.entity for change in compared.of("failing")] == ["甲校", "丙校"]
    assert compared.unchanged == 1


@pytest.mark.parametrize(
    ("old", "new", "worse", "count"),
    [
        ("合格", "不合格", True, 1),
        ("待定", "不合格", True, 1),
        (None, "不合格", True, 1),
        ("不合格", "不合格", False, 0),
        ("不合格", "合格", False, 1),
        ("不合格", None, False, 1),
        ("合格", "待定", False, 1),
    ],
)
def test_a_conclusion_that_sinks_is_worse(old: str | None, new: str | None, worse: bool, count: int) -> None:
    sides = [sample.assessment(conclusions=(conclusion(outcome),) if outcome else ()) for outcome in (old, new)]
    compared = compare(*sides)
    assert (compared.worse, len(compared.conclusions)) == (worse, count)


def test_files_packs_and_notes() -> None:
    finding = sample.SAMPLE.findings[0]
    old = sample.assessment(inputs=(("a.csv", "0" * 64), ("b.csv", "0" * 64)), findings=(finding,))
    new = sample.assessment(
        inputs=(("a.csv", "1" * 64), ("c.csv", "0" * 64)),
        packs=(*old.packs[:1], old.packs[1]._replace(id="new")),
        rulebook="1" * 64,
    )
    compared = compare(old, new)
    assert [(one.path, one.was is None, one.now is None) for one in compared.files] == [
        ("a.csv", False, False),
        ("c.csv", True, False),
        ("b.csv", False, True),
    ]
    assert [(was and was.id, now and now.id) for was, now in compared.packs] == [
        (None, "new"),
        ("demo-points-2023", None),
    ]
    assert (compared.settled, compared.findings, compared.rulebook) == ((finding,), (), True)


VERDICT = st.builds(
    one,
    st.sampled_from(("met", FAIL, "behind", "on_track", "no_data", "pending")),
    st.sampled_from(("1", "1.0", "2")),
    st.sampled_from(("1", "2")),
    st.sampled_from(("甲", "乙", "丙")),
    entity=st.sampled_from((None, "一校", "二校")),
)
ASSESSMENT = st.lists(VERDICT, max_size=6).map(lambda found: sample.assessment(*found))


@settings(deadline=None)
@given(old=ASSESSMENT, new=ASSESSMENT)
def test_every_verdict_is_accounted_for_and_the_way_back_mirrors(old: Assessment, new: Assessment) -> None:
    there, back = compare(old, new), compare(new, old)
    assert compare(old, old).changes == ()
    for compared, was, now in ((there, old, new), (back, new, old)):
        gone = sum(change.now is None for change in compared.changes)
        came = sum(change.was is None for change in compared.changes)
        assert len(compared.changes) + compared.unchanged == len(now.verdicts) + gone == len(was.verdicts) + came
    assert there.unchanged == back.unchanged
    assert len(there.of("removed")) == sum(change.was is None for change in back.changes)
    assert there.worse == any(
        c.now and c.now.verdict == FAIL and (not c.was or c.was.verdict != FAIL) for c in there.changes
    )
