"""Packs that pass the schema and still mean nothing: each RUL2xx at its line, with its mend."""

from pathlib import Path

import pytest

from dabiao.diagnostics import Diagnostic
from helpers import findings, pack, target

# what is wrong stands in the line that ends in HERE
HERE = "  # here"


def only(folder: Path, text: str) -> Diagnostic:
    (found,) = findings(folder, text)
    assert found.is_error
    assert found.hint
    assert found.spans[0].file.endswith("pack0.yaml")
    wanted = next((n for n, line in enumerate(text.splitlines(), 1) if line.endswith(HERE)), None)
    assert found.spans[0].line == wanted
    return found


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("RUL202", f'value: "95 %"{HERE}'),
        ("RUL202", f'value: "10..8 %"{HERE}'),
        ("RUL202", f'value: ">= 95"{HERE}'),
        ("RUL202", f'value: ">= 95 公斤"{HERE}'),
        ("RUL202", f'value: "~ 20 %"\ntolerance: 左右{HERE}'),
        ("RUL202", f'value: "~ 20 %"\ntolerance: 2 人{HERE}'),
        ("RUL202", f'value: "~ 20 %"\ntolerance: -1 %{HERE}'),
        ("RUL202", f'change: "~ 1 %"{HERE}\nfrom: previous'),
        ("RUL202", f'growth: ">= 10 人"{HERE}\nmode: each'),
        ("RUL202", f"total: 多多益善{HERE}"),
        ("RUL202", f'plan: "6650"{HERE}'),
        ("RUL202", f'each: school\nrequire: 学生数 > 1\nshare: "= 5 所"{HERE}'),
        ("RUL202", f'value: ">= 5 %"\nrelaxed:\n  when: 学生数 > 1\n  until: 2023-12-31\n  value: 3 %{HERE}'),
        ("RUL203", f"each: school\nrequire: 学生数 >{HERE}"),
        ("RUL203", f"each: school\nrequire: 学生数 + 1{HERE}"),
        ("RUL203", f"each: school\nwhere: 学生数{HERE}\nrequire: 学生数 > 1"),
        ("RUL203", f"each: school\nrequire: 学生数.__class__ > 1{HERE}"),
        ("RUL203", f'value: ">= 5 %"\nrelaxed:\n  when: 学生数{HERE}\n  until: 2023-12-31\n  value: ">= 3 %"'),
        ("RUL204", f'value: ">= 5 %"\ntolerance: 2 %{HERE}'),
        ("RUL204", f'value: ">= 5 %"\nfrom: 2020{HERE}'),
        ("RUL204", f'value: ">= 5 %"\nmode: each{HERE}'),
        ("RUL204", f'value: ">= 5 %"\nwhere: 学生数 > 1{HERE}'),
        ("RUL204", f'value: ">= 5 %"\nsubject: 七中{HERE}'),
        ("RUL204", f'change: ">= 5 %"\nfrom: 2020\npath: linear{HERE}'),
        ("RUL204", f'total: ">= 5 %"\ncompare_as: rounded{HERE}'),
        ("RUL204", f'compare: {{op: ">", of: "350000"}}\nbaseline: {{2020: 5}}{HERE}'),
        ("RUL207", f'value: ">= 5 %"\nunverified: true{HERE}'),
        ("RUL209", f'compare: {{op: ">="}}{HERE}'),
        ("RUL209", f'compare: {{op: ">=", than: pay, of: "350000"}}{HERE}'),
        ("RUL214", f'value: ">= 5 %"\nby: 2021-02-30{HERE}'),
        ("RUL214", f'value: ">= 5 %"\nby: 2021-13-01{HERE}'),
        ("RUL214", f'value: ">= 5 %"\nrelaxed:\n  when: 学生数 > 1\n  until: 2023-11-31{HERE}\n  value: ">= 3 %"'),
        ("RUL214", f'value: ">= 5 %"\neffective:\n  from: 2021-01-32{HERE}\n  until: null'),
        ("RUL214", f'value: ">= 5 %"\neffective:\n  from: 2021-01-31\n  until: 2022-02-29{HERE}'),
        ("RUL215", f'value: ">= 5 %"\nbaseline: {{2020: 68%}}{HERE}'),
        ("RUL215", f'value: ">= 5 %"\nbaseline: {{2020: 1e9}}{HERE}'),
        ("RUL215", f'value: ">= 5 %"\nbaseline: {{2020: 1/3}}{HERE}'),
        ("RUL215", f'value: ">= 5 %"\npath:\n  2023: 3\n  2024: 四成{HERE}\n  2025: 5'),
        ("RUL216", f'value: ">= 5 %"\neffective: {{from: 2024-01-01, until: 2023-12-31}}{HERE}'),
    ],
    ids=lambda text: text.replace("\n", " ")[:40],
)
def test_a_target_that_says_nothing_usable(tmp_path: Path, code: str, form: str) -> None:
    assert only(tmp_path, pack([target(form)])).code == code


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("RUL201", "note: 没有形式"),
        ("RUL201", 'value: ">= 5 %"\nattest: 建立制度'),
        ("RUL201", 'value: ">= 5 %"\ntotal: ">= 5 %"\nplan: 5 %'),
        ("RUL208", 'change: "<= -0.5 百分点"'),
        ("RUL208", 'growth: ">= 10 %"'),
    ],
)
def test_what_is_missing_or_too_much_is_found_at_the_target(tmp_path: Path, code: str, form: str) -> None:
    text = pack([target('value: ">= 5 %"', "first"), target(form, "second")])
    marked = text.replace("id: second", f"id: second{HERE}")
    found = only(tmp_path, marked)
    assert found.code == code


def test_the_forms_written_are_named(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, pack([target('value: ">= 5 %"\nattest: 建立制度')]))
    assert "value" in found.message
    assert "attest" in found.message


@pytest.mark.parametrize(
    "form", ['value: ">= 5 %"', 'total: ">= 5 %"', "plan: 5 %", "each: school\nrequire: 学生数 > 1"]
)
def test_a_figure_needs_an_indicator(tmp_path: Path, form: str) -> None:
    assert [d.code for d in findings(tmp_path, pack([target(form, indicator=None)]))] == ["RUL206"]


@pytest.mark.parametrize("form", ["milestone: 通过评审\nby: 2023", "attest: 建立制度"])
def test_what_has_no_figure_needs_none(tmp_path: Path, form: str) -> None:
    assert not findings(tmp_path, pack([target(form, indicator=None)]))


def test_a_repeated_target_names_both_places(tmp_path: Path) -> None:
    text = pack([target('value: ">= 5 %"'), target('value: ">= 6 %"', "u"), target('value: ">= 7 %"')])
    (found,) = findings(tmp_path, text)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "id: t" in line]
    assert (found.code, [span.line for span in found.spans]) == ("RUL205", lines[::-1])


def test_a_period_that_ends_before_it_begins(tmp_path: Path) -> None:
    text = pack([target("attest: 建立制度", indicator=None)], period=(2025, 2021))
    assert [(d.code, d.spans[0].line) for d in findings(tmp_path, text)] == [("RUL210", 2)]


def test_the_day_of_issue_exists(tmp_path: Path) -> None:
    text = pack([target("attest: 建立制度", indicator=None)]).replace("issued: null", "issued: 2021-06-31")
    assert [(d.code, d.spans[0].line) for d in findings(tmp_path, text)] == [("RUL214", 2)]


def test_an_example_must_name_a_target_of_the_pack(tmp_path: Path) -> None:
    text = pack([target('value: ">= 5 %"')]) + "examples:\n  - {target: t, year: 2025, value: 5, verdict: met}\n"
    assert not findings(tmp_path / "good", text)
    wrong = text.replace("target: t,", "target: other,")
    found = only(tmp_path / "bad", wrong.replace("verdict: met}", "verdict: met}" + HERE))
    assert found.code == "RUL211"


def test_an_example_of_a_target_that_is_wrong_elsewhere_is_not_blamed(tmp_path: Path) -> None:
    text = pack([target('value: "5 %"')]) + "examples:\n  - {target: t, year: 2025, value: 5, verdict: met}\n"
    assert [d.code for d in findings(tmp_path, text)] == ["RUL202"]


@pytest.mark.parametrize(
    ("key", "form", "fits"),
    [
        ("previous: 4", 'value: ">= 5 %"', False),
        ("previous: 4", 'change: "> 0 %"\nfrom: previous', True),
        ("previous: 4", 'total: ">= 5 %"', True),
        ("previous: 4", 'compare: {op: ">", of: "350000"}', False),
        ("previous: 4", 'compare: {op: ">", of: "350000", growth_of: both}', True),
        ("against: 4", 'value: ">= 5 %"', False),
        ("against: 4", 'compare: {op: ">", of: "350000"}', True),
        ("evidence: false", 'value: ">= 5 %"', False),
        ("evidence: false", "attest: 建立制度", True),
    ],
)
def test_an_example_says_only_what_its_target_can_use(tmp_path: Path, key: str, form: str, fits: bool) -> None:
    example = f"examples:\n  - {{target: t, year: 2025, verdict: met, {key}}}{HERE}\n"
    text = pack([target(form)]) + example
    if fits:
        assert not findings(tmp_path, text)
    else:
        assert only(tmp_path, text).code == "RUL217"


def test_every_problem_of_every_target_is_found_at_once(tmp_path: Path) -> None:
    text = pack(
        [
            target('value: "5"\nfrom: 2020\nby: 2021-02-30', "a"),
            target("each: school\nwhere: 学生数\nrequire: 教师数 >", "b", indicator=None),
            target("change: 5 人", "c"),
        ]
    )
    codes = sorted(d.code for d in findings(tmp_path, text))
    assert codes == ["RUL202", "RUL202", "RUL203", "RUL203", "RUL204", "RUL206", "RUL208", "RUL214"]
