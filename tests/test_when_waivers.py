"""Waivers: in force, run out, not yet in force, unknown, of another region, of one school."""

from pathlib import Path
from typing import Any

import pytest

from dabiao.assess.assessment import Assessment
from dabiao.diagnostics import RuleError
from dabiao.rules.waivers import load_waivers
from helpers import COUNTY, assessment, pack, row, target

REASON = "校舍重建期间暂缓"
TARGETS = [target("value: '>= 95 %'\nevery: year", "kept"), target("value: '>= 60 %'", "other", "enrolment")]
NAMED = "plan/kept"


def waived(
    folder: Path, subject: str, start: str, until: str, year: int = 2023, region: str = COUNTY, extra: str = ""
) -> Assessment:
    file = folder / "waivers.yaml"
    file.write_text(
        f"waivers:\n  - target: {subject}\n    region: '{region}'\n    from: '{start}'\n    until: '{until}'\n"
        f"    reason: {REASON}\n    approver: 县政府\n    number: 县政〔2022〕1号\n{extra}",
        encoding="utf-8",
    )
    rows = [row(year, "覆盖率", "90"), row(year, "毛入学率", "99")]
    return assessment(folder, [pack(TARGETS)], rows, year, waivers=load_waivers(file))


# target, from, until → verdict of kept, codes of the findings. The year is 2023.
WAIVERS: list[Any] = [
    pytest.param(NAMED, "2022-01-01", "2024-12-31", "waived", [], id="in-force"),
    pytest.param("kept", "2022-01-01", "2024-12-31", "waived", [], id="named-without-its-pack"),
    pytest.param(NAMED, "2023-12-31", "2023-12-31", "waived", [], id="both-days-included"),
    pytest.param(NAMED, "2022-01-01", "2023-12-30", "not_met", ["WAI602"], id="ran-out-a-day-before"),
    pytest.param(NAMED, "2024-01-01", "2024-12-31", "not_met", ["WAI603"], id="starts-a-day-later"),
    pytest.param("plan/unknown", "2022-01-01", "2024-12-31", "not_met", ["WAI601"], id="unknown-target"),
    pytest.param("other-plan/kept", "2022-01-01", "2024-12-31", "not_met", ["WAI601"], id="another-documents-target"),
]


@pytest.mark.parametrize(("subject", "start", "until", "expected", "codes"), WAIVERS)
def test_waiver(tmp_path: Path, subject: str, start: str, until: str, expected: str, codes: list[str]) -> None:
    made = waived(tmp_path, subject, start, until)
    assert [v.verdict for v in made.verdicts] == [expected, "met"]
    assert [finding.code for finding in made.findings] == codes
    assert all(finding.hint and "waivers.yaml:2" in finding.places[0] for finding in made.findings)


def test_a_waived_target_is_counted_apart_and_shows_why_and_its_figure(tmp_path: Path) -> None:
    made = waived(tmp_path, NAMED, "2022-01-01", "2024-12-31")
    kept = made.verdicts[0]
    assert made.counts == {"met": 1, "waived": 1}
    assert all(word in kept.note for word in (REASON, "县政府", "县政〔2022〕1号", "2024-12-31"))
    assert (kept.value, kept.flags) == ("90", ())


def test_another_regions_waiver_neither_covers_nor_is_reported(tmp_path: Path) -> None:
    made = waived(tmp_path, NAMED, "2022-01-01", "2024-12-31", region="350505")
    assert (made.verdicts[0].verdict, made.findings) == ("not_met", ())


def test_a_waiver_of_one_school_does_not_waive_the_county(tmp_path: Path) -> None:
    made = waived(tmp_path, NAMED, "2022-01-01", "2024-12-31", extra="    entity: 甲小学\n")
    assert made.verdicts[0].verdict == "not_met"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("waivers:\n  - target: plan/kept\n", id="nothing-but-the-target"),
        pytest.param("waivers: 全部\n", id="no-list"),
        pytest.param("waiver: []\n", id="mistyped-key"),
    ],
)
def test_a_waivers_file_with_mistakes_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "waivers.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_waivers(tmp_path / "waivers.yaml")
    assert all(d.code.startswith("SCH") and d.hint and d.spans[0].line for d in caught.value.diagnostics)


@pytest.mark.parametrize("figures", [("90", "100000"), ("100000", "90")])
def test_which_of_two_figures_stands_first_does_not_matter(tmp_path: Path, figures: tuple[str, str]) -> None:
    """Both are shown, and the doubt that they differ, whatever the order of the rows."""
    file = tmp_path / "waivers.yaml"
    file.write_text(
        f"waivers:\n  - {{target: {NAMED}, region: '{COUNTY}', from: '2022-01-01', until: '2024-12-31', reason: {REASON}, "
        "approver: 县政府, number: 1号}\n",
        encoding="utf-8",
    )
    rows = [row(2023, "覆盖率", figure) for figure in figures]
    made = assessment(tmp_path, [pack(TARGETS)], rows, 2023, waivers=load_waivers(file))
    (found,) = [v for v in made.verdicts if v.target == "kept"]
    assert (found.verdict, found.flags) == ("waived", ("suspect",))
    assert {read.value for read in found.readings} == set(figures)
