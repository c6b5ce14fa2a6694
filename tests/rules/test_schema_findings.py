"""Mistyped packs: each slip is found at its line, with the word that was probably meant."""

from pathlib import Path

import pytest

from dabiao.diagnostics import Diagnostic
from helpers import INDICATORS, findings, pack, target

GOOD = target('value: ">= 95 %"\nby: 2025')


def slip(folder: Path, text: str, word: str, indicators: str = INDICATORS) -> Diagnostic:
    """The only finding, which must stand at the line of the word."""
    (found,) = findings(folder, text, indicators=indicators)
    lines = (text if word in text else indicators).splitlines()
    assert found.is_error
    assert found.spans[0].line == next(number for number, line in enumerate(lines, 1) if word in line)
    assert found.spans[0].column > 0
    return found


@pytest.mark.parametrize(
    ("right", "wrong", "meant"),
    [
        ("value:", "valeu:", "value"),
        ("force:", "forse:", "force"),
        ("by: 2025", "bye: 2025", "by"),
        ("quote:", "qoute:", "quote"),
    ],
)
def test_a_mistyped_key_is_found_with_the_key_that_was_meant(
    tmp_path: Path, right: str, wrong: str, meant: str
) -> None:
    text = pack([GOOD]).replace(right, wrong)
    found = [d for d in findings(tmp_path, text) if d.code == "SCH101"]
    assert len(found) == 1
    assert wrong.partition(":")[0] in found[0].message
    assert f"“{meant}”" in found[0].hint
    assert "pack0.yaml" in found[0].spans[0].file
    assert found[0].spans[0].line == next(n for n, line in enumerate(text.splitlines(), 1) if wrong in line)


def test_a_key_like_no_other_is_found_with_the_keys_there_are(tmp_path: Path) -> None:
    found = slip(tmp_path, pack([GOOD]).replace("by: 2025", "zzzzzz: 1"), "zzzzzz")
    assert found.code == "SCH101"
    for key in ("value", "clause", "force"):
        assert key in found.hint


@pytest.mark.parametrize(
    ("right", "wrong", "code", "hint"),
    [
        ("force: must", "force: Must", "SCH104", "must"),
        ("level: district", "level: distrikt", "SCH104", "district"),
        ('region: "350502"', "region: 350502", "SCH103", ""),
        ('region: "350502"', 'region: "35050"', "SCH106", "区划代码"),
        ("id: t", "id: 目标一", "SCH106", "小写"),
        ("by: 2025", 'compare: {op: ">", of: "350000", growth_of: one}', "SCH104", "both"),
        ("id: t", 'id: ""', "SCH106", ""),
        ("quote: 原文", "quote: " + "长" * 46, "SCH105", ""),
        ("by: 2025", "by: 2025年", "SCH107", "2021-12-31"),
        ("by: 2025", "path: square", "SCH107", "linear"),
        ("by: 2025", "path: {2023: 80, soon: 1}", "SCH107", "2023"),
        ("by: 2025", "lead: 教育局", "SCH103", ""),
        ("by: 2025", "by: 3025", "SCH107", ""),
        ("by: 2025", "implied: yes", "SCH103", ""),
        ("by: 2025", "every: month", "SCH104", "year"),
        ("period: [2021, 2025]", "period: [2021]", "SCH108", "2021"),
        ("period: [2021, 2025]", "period: 2021-2025", "SCH103", ""),
        ("period: [2021, 2025]", "period: [2021, soon]", "SCH107", ""),
    ],
)
def test_a_wrong_value_is_found_at_its_line(tmp_path: Path, right: str, wrong: str, code: str, hint: str) -> None:
    text = pack([GOOD])
    assert right in text
    found = slip(tmp_path, text.replace(right, wrong), wrong)
    assert found.code == code
    assert found.hint
    assert hint in found.hint


def test_the_longest_quote_allowed_is_taken(tmp_path: Path) -> None:
    assert not findings(tmp_path, pack([GOOD]).replace("quote: 原文", "quote: " + "长" * 45))


def test_the_item_of_a_list_is_named_as_people_count(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, pack([GOOD, target("attest: 建立制度", "u", None).replace("must", "maybe")]))
    assert "第 2 项" in found.message
    assert "force" in found.message


def test_what_is_missing_is_named_once(tmp_path: Path) -> None:
    found = slip(tmp_path, "pack: p\nsource: {title: 规划}\ntargets: []\n", "source")
    assert found.code == "SCH102"
    for key in ("number", "issuer", "region", "period"):
        assert key in found.message
        assert key in found.hint
    assert "title" not in found.message


def test_a_good_year_beside_a_bad_one_is_not_blamed(tmp_path: Path) -> None:
    text = pack([GOOD]).replace("by: 2025", "baseline: {2020: 68, soon: 70}")
    blamed = [d.message for d in findings(tmp_path, text) if d.code == "SCH101"]
    assert len(blamed) == 1
    assert "soon" in blamed[0]
    assert "2020" not in blamed[0]


@pytest.mark.parametrize("text", ["", "# 空\n", "[]\n", "规划\n"])
def test_a_file_that_is_no_pack_is_an_error(tmp_path: Path, text: str) -> None:
    (found,) = findings(tmp_path, text)
    assert found.code == "SCH103"
    assert "pack0.yaml" in found.spans[0].file


def test_an_indicator_is_checked_too(tmp_path: Path) -> None:
    wrong = INDICATORS.replace("decimals: 3", "decimals: 3, decimls: 3")
    found = slip(tmp_path, pack([GOOD]), "decimls", wrong)
    assert (found.code, Path(found.spans[0].file).name) == ("SCH101", "all.yaml")
    assert "decimals" in found.hint


def test_every_slip_of_a_file_is_found_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = (
        pack([GOOD, target("attest: 建立制度", "u", None)]).replace("force: must", "force: maybe").replace("2025", "X")
    )
    found = findings(tmp_path, text)
    assert {d.code for d in found} == {"SCH104", "SCH107"}
    assert len(found) == 4
    assert [d.spans[0].line for d in found] == sorted(d.spans[0].line for d in found)
