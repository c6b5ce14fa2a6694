"""What becomes of a finding from one assessment to the next, and who may say that it is solved."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.ledger.book import change, close, resolve, update
from dabiao.ledger.model import CLOSED, NEW, PERSISTING, REOPENED, RESOLVED, STATES, WORSENED
from dabiao.ledger.select import Wanted, overdue, select
from dabiao.ledger.store import check, findings, writing
from ledger_helpers import TARGET, history, ident, outcome, stand, take, year

FAIL = "not_met"


@pytest.mark.parametrize(
    ("seen", "states"),
    [
        ([(FAIL, "5"), (FAIL, "5")], [NEW, PERSISTING]),
        ([(FAIL, "5"), (FAIL, "4.999999")], [NEW, PERSISTING]),
        ([(FAIL, "5"), (FAIL, "5.000001")], [NEW, WORSENED]),
        ([(FAIL, "0.1"), (FAIL, "0.10")], [NEW, PERSISTING]),
        ([(FAIL, "9.9"), (FAIL, "10")], [NEW, WORSENED]),
        ([(FAIL, "5"), (FAIL, "6"), (FAIL, "6")], [NEW, WORSENED, PERSISTING]),
        ([("behind", "5"), (FAIL, "4")], [NEW, PERSISTING]),
        ([(FAIL, None), (FAIL, "4")], [NEW, PERSISTING]),
        ([(FAIL, "5"), ("met", "0")], [NEW, RESOLVED]),
        ([("behind", "5"), ("on_track", "3")], [NEW, RESOLVED]),
        ([(FAIL, "5"), ("met", "0"), ("met", "0")], [NEW, RESOLVED, RESOLVED]),
        ([(FAIL, "5"), ("met", "0"), (FAIL, "1")], [NEW, RESOLVED, REOPENED]),
        ([(FAIL, "5"), ("met", "0"), (FAIL, "1"), (FAIL, "1")], [NEW, RESOLVED, REOPENED, PERSISTING]),
        ([(FAIL, "5"), ("no_data", None)], [NEW, PERSISTING]),
        ([(FAIL, "5"), ("unverified", "5")], [NEW, PERSISTING]),
        ([(FAIL, "5"), ("waived", "5")], [NEW, PERSISTING]),
        ([(FAIL, "5"), ("not_applicable", None)], [NEW, PERSISTING]),
        ([(FAIL, "5"), ("pending", "5")], [NEW, PERSISTING]),
        ([(FAIL, "5"), ("no_data", None), (FAIL, "6")], [NEW, PERSISTING, WORSENED]),
        ([(FAIL, "5"), ("met", "0"), ("no_data", None)], [NEW, RESOLVED, RESOLVED]),
        ([(FAIL, "5"), None], [NEW, PERSISTING]),
        ([(FAIL, "5"), ("met", "0"), None], [NEW, RESOLVED, RESOLVED]),
    ],
)
def test_states_over_the_years(tmp_path: Path, seen: list[tuple[str, str | None] | None], states: list[str]) -> None:
    path = tmp_path / "台账.db"
    for number, one in enumerate(seen):
        take(path, year(2020 + number, *([] if one is None else [outcome(*one)])))
        (finding,) = stand(path)
        assert STATES[finding.state] == STATES[states[number]]
    assert finding.first_year == 2020
    assert finding.year == 2020 + len(seen) - 1


def test_a_gap_to_another_requirement_is_no_worse_one(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome(FAIL, "5")), year(2022, outcome(FAIL, "8", limit="102")))
    assert stand(path)[0].state == PERSISTING


def test_a_gap_to_a_figure_that_moves_can_grow(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    asked = {"form": "compare", "requirement": "≥ 公务员平均工资"}
    take(path, year(2021, outcome(FAIL, "5", limit="9", **asked)), year(2022, outcome(FAIL, "8", limit="10", **asked)))
    assert stand(path)[0].state == WORSENED


@pytest.mark.parametrize("kind", ["met", "on_track", "pending", "no_data", "unverified", "waived", "not_applicable"])
def test_what_does_not_fail_is_no_finding(tmp_path: Path, kind: str) -> None:
    take(tmp_path / "台账.db", year(2021, outcome(kind)))
    assert stand(tmp_path / "台账.db") == []


def test_a_closed_finding_stays_closed_until_it_fails_again(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome(FAIL, "5")), year(2022, outcome("met", "0")))
    with writing(path) as connection:
        assert close(connection, resolve(connection, ident()), "王老师", "已整改", "验收单", "2023-01-05") == []
    take(path, year(2023, outcome("met", "0")))
    (finding,) = stand(path)
    assert (finding.state, finding.closed_by, finding.closed_on) == (CLOSED, "王老师", "2023-01-05")
    take(path, year(2024, outcome(FAIL, "1")))
    (finding,) = stand(path)
    assert (finding.state, finding.closed_by, finding.close_reason) == (REOPENED, "", "")
    assert [event.kind for event in history(path) if event.finding] == ["found", "held", "close", "held", "found"]


def test_closing_what_still_fails_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome(FAIL, "5")))
    with writing(path) as connection:
        found = close(connection, resolve(connection, ident()), "王老师", "并入另一条", "", None)
    assert [problem.code for problem in found] == ["LED815"]
    assert stand(path)[0].state == CLOSED


@pytest.mark.parametrize(
    ("deadline", "today", "late"),
    [
        ("2024-06-30", "2024-06-30", False),
        ("2024-06-30", "2024-07-01", True),
        ("2024-06-30", "", False),
        ("", "2024-07-01", False),
        ("立行立改", "2024-07-01", False),
        ("长期坚持", "9999-01-01", False),
    ],
)
def test_overdue_is_the_day_after_the_deadline(tmp_path: Path, deadline: str, today: str, late: bool) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome(FAIL, "5")))
    with writing(path) as connection:
        change(connection, resolve(connection, ident()), {"deadline": deadline}, "王老师", None)
    (finding,) = stand(path)
    assert overdue(finding, today) == late
    assert bool(select([finding], Wanted(only_overdue=True, today=today))) == late
    take(path, year(2022, outcome("met", "0")))
    assert not overdue(stand(path)[0], today)


def test_ids_are_the_same_every_year_and_differ_by_place_and_school(tmp_path: Path) -> None:
    schools = [outcome(FAIL, "1", entity=name) for name in ("甲校", "乙校")]
    other = outcome(FAIL, "1", stage="小学")
    take(tmp_path / "a.db", year(2021, *schools, other), year(2022, *schools, other))
    take(tmp_path / "b.db", year(2024, *schools, other), year(2024, *schools, other, region="110102"))
    first, second = ({finding.id for finding in stand(tmp_path / name)} for name in ("a.db", "b.db"))
    assert len(first) == 3
    assert first < second
    assert len(second) == 6


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(
            st.just("take"),
            st.lists(st.tuples(st.sampled_from(("met", FAIL, "behind", "no_data")), st.integers(0, 3)), max_size=3),
        ),
        st.tuples(st.just("set"), st.sampled_from(("person", "measure", "office", "remark")), st.text(max_size=8)),
        st.tuples(st.just("close"), st.integers(0, 2)),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=15)
@given(operations=OPERATIONS)
def test_the_history_always_comes_to_what_stands(
    tmp_path_factory: pytest.TempPathFactory, operations: list[tuple[object, ...]]
) -> None:
    """After any sequence of commands the replayed history is the current state, and no open problem is forgotten."""
    path = tmp_path_factory.mktemp("ledger") / "台账.db"
    take(path, year(2020, outcome(FAIL, "1")))
    failing = {ident()}
    for number, operation in enumerate(operations):
        with writing(path) as connection:
            if operation[0] == "take" and isinstance(operation[1], list):
                verdicts = [outcome(kind, str(gap), f"{TARGET}{n}") for n, (kind, gap) in enumerate(operation[1])]
                made = year(2021 + number, *verdicts)
                update(connection, [("a.json", made)], None)
                failing |= {ident(v.target) for v in verdicts if v.verdict in (FAIL, "behind")}
            elif operation[0] == "set":
                change(connection, resolve(connection, ident()), {str(operation[1]): str(operation[2])}, "王", None)
            elif operation[0] == "close":
                finding = findings(connection)[int(str(operation[1])) % len(findings(connection))]
                if finding.state != CLOSED:
                    close(connection, finding, "王", "理由", "", None)
            assert check(connection) == []
    assert {finding.id for finding in stand(path)} == failing
