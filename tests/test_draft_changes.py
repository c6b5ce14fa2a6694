"""Changes and growth: by how much, from what, each year or over the period; a level reached is none of these."""

import pytest

from draft_helpers import YEAR, one, read


@pytest.mark.parametrize(
    ("sentence", "form", "limit", "extras"),
    [
        ("儿童青少年近视率每年下降1个百分点以上。", "change", "<= -1 百分点", {"from": "previous"}),
        ("近视率在2020年基础上每年降低0.8个百分点。", "change", "<= -0.8 百分点", {"from": "2020"}),
        ("本科上线率年均提高1.5个百分点。", "change", ">= 1.5 百分点", {"from": "previous"}),
        ("优质园比例每年至少提高2个百分点。", "change", ">= 2 百分点", {"from": "previous"}),
        ("每年减少大班额40个。", "change", "<= -40 个", {"from": "previous"}),
        ("教育投入年均增长8%以上。", "growth", ">= 8 %", {"mode": "average"}),
        ("生均公用经费每年增长5%以上。", "growth", ">= 5 %", {"mode": "each"}),
        ("教育经费年均增长10%左右。", "growth", "~ 10 %", {"mode": "average"}),
    ],
)  # fmt: skip
def test_rises_and_falls(sentence: str, form: str, limit: str, extras: dict[str, str]) -> None:
    reading = one(sentence)
    assert (reading.form, reading.limit, dict(reading.extras)) == (form, limit, extras)


def test_against_the_year_before_in_a_programme_of_one_year() -> None:
    reading = one("全县大班额比去年减少26个。", YEAR)
    assert (reading.form, reading.limit, reading.when.by) == ("change", "<= -26 个", 2024)
    assert dict(reading.extras) == {"from": "previous"}


def test_a_change_over_several_years_is_left_to_a_person() -> None:
    reading = one("到2025年，近视率比2020年下降5个百分点。")
    assert (reading.form, reading.limit) == ("change", "<= -5 百分点")
    assert reading.todo, "the form judges a change a year: a person must restate it"


def test_what_changes_is_found_in_the_clause_before() -> None:
    reading = one("控制中小学生肥胖率，每年至少降低0.5个百分点。")
    assert reading.name == "中小学生肥胖率"
    assert reading.when.every


@pytest.mark.parametrize(
    "sentence",
    ["近视率下降到38%以下。", "优质园比例提高到70%。", "班额压减至45人以内。", "增加学位900个。"],
)
def test_a_level_or_an_addition_is_no_change(sentence: str) -> None:
    assert [reading.form for reading in read(sentence)] in (["value"], ["total"])
