"""Assessments taken in: twice, out of order, damaged, doubled, of several regions."""

import json
from pathlib import Path

import pytest

from dabiao.diagnostics import InputError
from dabiao.ledger.book import update
from dabiao.ledger.model import NEW, PERSISTING, WORSENED
from dabiao.ledger.store import runs, writing
from ledger_helpers import edited, history, outcome, stand, take, write, year

FAIL = "not_met"


def test_the_same_assessment_twice_is_taken_once(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    made = year(2021, outcome(FAIL, "5"))
    take(path, made, made, made._replace(verdicts=tuple(made.verdicts)))
    (finding,) = stand(path)
    assert (finding.state, finding.version) == (NEW, 1)
    assert len(history(path)) == 2


def test_an_assessment_laid_out_otherwise_is_the_same(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from dabiao.cli.main import main

    one = write(tmp_path / "一.json", year(2021, outcome(FAIL, "5")))
    two = tmp_path / "二.json"
    two.write_text("\ufeff" + json.dumps(json.loads(one.read_text("utf-8")), sort_keys=True, indent=8), "utf-8")
    assert main(["ledger", "update", str(one), str(two), "--ledger", str(tmp_path / "台账.db")]) == 0
    assert "已经登记过" in capfdbinary.readouterr().out.decode()
    assert len(history(tmp_path / "台账.db")) == 2


def test_another_assessment_of_the_same_year_counts(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2021, outcome(FAIL, "5")), year(2021, outcome(FAIL, "6")))
    assert stand(path)[0].state == WORSENED


def test_an_earlier_year_is_kept_as_history_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2023, outcome(FAIL, "5")))
    before = stand(path)
    with writing(path) as connection:
        taken, found = update(connection, [("旧.json", year(2021, outcome(FAIL, "1", "other")))], None)
        assert [run.current for run in runs(connection)] == [True, False]
    assert [(problem.code, str(problem.spans[0])) for problem in found] == [("LED814", "旧.json")]
    assert [one.current for one in taken] == [False]
    assert stand(path) == before


def test_files_given_together_are_taken_by_year(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    with writing(path, create=True) as connection:
        given = [("b", year(2022, outcome(FAIL, "6"))), ("a", year(2021, outcome(FAIL, "5")))]
        taken, found = update(connection, given, None)
    assert [one.year for one in taken] == [2021, 2022]
    assert found == []
    assert stand(path)[0].state == WORSENED


def test_one_region_says_nothing_of_another(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    take(path, year(2023, outcome(FAIL, "5")), year(2021, outcome(FAIL, "5"), region="110102"), year(2024))
    assert [(finding.region, finding.state) for finding in stand(path)] == [("110101", PERSISTING), ("110102", NEW)]


def test_a_target_judged_twice_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    with pytest.raises(InputError) as refused, writing(path, create=True) as connection:
        update(connection, [("a.json", year(2021)), ("b.json", year(2022, outcome(FAIL), outcome("met")))], None)
    assert [problem.code for problem in refused.value.diagnostics] == ["LED813"]
    assert stand(path) == []
    assert history(path) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "ASM852"),
        (b"\xff\xfe\x00", "ASM852"),
        (b"[" * 200_000, "ASM852"),
        (b"{}", "ASM852"),
        (b"[]", "ASM852"),
        (b'{"version": "1", "verdicts": []}', "ASM854"),
        (b'{"version": "2", "verdicts": []}', "ASM853"),
        (b'{"version": "1", "verdicts": [NaN]}', "ASM852"),
    ],
)
def test_what_is_no_assessment_is_refused(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], content: bytes, code: str
) -> None:
    from dabiao.cli.main import main

    file = tmp_path / "坏.json"
    file.write_bytes(content)
    good = write(tmp_path / "好.json", year(2021, outcome(FAIL, "5")))
    ledger = tmp_path / "台账.db"
    assert main(["ledger", "update", str(good), str(file), str(tmp_path / "无.json"), "--ledger", str(ledger)]) == 2
    told = capfdbinary.readouterr().err.decode()
    assert code in told
    assert "ASM850" in told
    assert not ledger.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"year": "2021"},
        {"year": 10**30},
        {"region": "11"},
        {"verdicts": [1]},
        {"counts": {"met": -1}},
        {"extra": 1},
        {"conclusions": [{}]},
    ],
    ids=str,
)
def test_an_assessment_that_was_meddled_with_is_refused(tmp_path: Path, fields: dict[str, object]) -> None:
    from dabiao.assess.contract import read_assessment

    file = edited(write(tmp_path / "a.json", year(2021, outcome(FAIL, "5"))), **fields)
    with pytest.raises(InputError) as refused:
        read_assessment(file.read_bytes(), "a.json")
    assert {problem.code for problem in refused.value.diagnostics} == {"ASM854"}


def test_a_figure_of_ten_thousand_digits_is_refused(tmp_path: Path) -> None:
    from dabiao.assess.contract import read_assessment

    file = write(tmp_path / "a.json", year(2021, outcome(FAIL, "9" * 10_000)))
    with pytest.raises(InputError):
        read_assessment(file.read_bytes(), "a.json")
