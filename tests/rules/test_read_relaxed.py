"""Relaxations as a pack writes them: one or several, of the limit or of what is counted."""

from pathlib import Path

import pytest

from helpers import findings, pack, row, rulebook, target, verdict

LIMIT = "value: '>= 80 %'\n"
ONE = "{when: 在校生数 < 100, until: '2024-12-31', value: '>= 70 %'}"
WIDER = "{when: 在校生数 < 100, until: '2024-12-31', indicator: enrolment}"


def test_one_and_several_are_read(tmp_path: Path) -> None:
    texts = [f"{LIMIT}relaxed: {ONE}", f"{LIMIT}relaxed:\n  - {ONE}\n  - {WIDER}"]
    book = rulebook(tmp_path, pack([target(text, f"t{n}") for n, text in enumerate(texts)]))
    one, two = book.targets()
    assert [r.limit.text for r in one.relaxed] == [">= 70 %"]
    assert [(r.limit.text, r.indicator) for r in two.relaxed] == [(">= 70 %", None), (">= 80 %", "enrolment")]


@pytest.mark.parametrize(
    ("relaxed", "code"),
    [
        ("{when: 在校生数 < 100, until: '2024-12-31'}", "RUL224"),
        ("[{when: 在校生数 < 100, until: '2024-12-31'}]", "RUL224"),
        ("{when: 在校生数, until: '2024-12-31', value: '>= 70 %'}", "RUL203"),
        ("[{when: 在校生数 < 100, until: '2024-02-30', value: '>= 70 %'}]", "RUL214"),
        ("{when: 在校生数 < 100, until: '2024-12-31', value: '70 %'}", "RUL202"),
        ("{when: 在校生数 < 100, until: '2024-12-31', value: '>= 70 所'}", "LNK302"),
        ("{when: 在校生数 < 100, until: '2024-12-31', indicator: enrolement}", "LNK301"),
        ("{when: 人数 < 100, until: '2024-12-31', indicator: enrolment}", "LNK306"),
    ],
)
def test_what_a_pack_may_not_write(tmp_path: Path, relaxed: str, code: str) -> None:
    found = findings(tmp_path, pack([target(f"{LIMIT}relaxed: {relaxed}")]))
    assert {d.code for d in found} == {code}
    assert all(d.hint and d.spans[0].line for d in found)


BOTH = (
    f"{LIMIT}every: year\nrelaxed:\n"
    "  - {when: 在校生数 < 50, until: '2024-12-31', value: '>= 60 %'}\n"
    "  - {when: 在校生数 < 100, until: '2024-12-31', indicator: enrolment}"
)


@pytest.mark.parametrize(
    ("pupils", "figures", "value", "limit", "expected"),
    [
        pytest.param(40, {"覆盖率": 60, "毛入学率": 10}, "60", "60", "met", id="the-first-that-holds"),
        pytest.param(60, {"覆盖率": 60, "毛入学率": 80}, "80", "80", "met", id="the-wider-count"),
        pytest.param(60, {"覆盖率": 85, "毛入学率": 79}, "79", "80", "not_met", id="the-wider-count-alone"),
        pytest.param(60, {"覆盖率": 85}, "85", "80", "met", id="no-wider-count-reported"),
        pytest.param(100, {"覆盖率": 60, "毛入学率": 99}, "60", "80", "not_met", id="neither-holds"),
    ],
)
def test_which_of_several_applies(
    tmp_path: Path, pupils: int, figures: dict[str, int], value: str, limit: str, expected: str
) -> None:
    rows = [row(2023, "在校生数", pupils), *(row(2023, name, figure) for name, figure in figures.items())]
    found = verdict(tmp_path, BOTH, rows, 2023)
    assert (found.value, found.limit, found.verdict) == (value, limit, expected)
