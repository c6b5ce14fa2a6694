"""Reports on milestones and attestations: done or not, on which day; evidence and notes stay word for word."""

from pathlib import Path

import pytest

from inputs_helpers import HEADER, changed, csv_text, found, only, read, read_row

REVIEW = "通过省示范性高中评审"


def report(folder: Path, value: str, day: str = "", name: str = REVIEW) -> tuple[bool | None, str | None]:
    """Whether it is done and when, from one row."""
    observation = only(read_row(folder, 指标=name, 数值=value, 单位="", 完成日期=day))
    assert (observation.indicator, observation.value, observation.bound) == (None, None, None)
    return observation.done, observation.done_on


@pytest.mark.parametrize(
    "text", ["是", "已完成", "完成", "已通过", "有", "√", "1", "YES", "true", "TRUE", "１", " 是 "]
)
def test_done(tmp_path: Path, text: str) -> None:
    assert report(tmp_path, text) == (True, None)


@pytest.mark.parametrize("text", ["否", "未完成", "没有", "×", "0", "No", "FALSE"])
def test_not_done(tmp_path: Path, text: str) -> None:
    assert report(tmp_path, text) == (False, None)


@pytest.mark.parametrize(
    "text", ["2021-12-03", "2021/12/3", "2021年12月3日", "２０２１．１２．３", "2021-12-03 00:00:00"]
)
def test_the_day_may_stand_in_either_column(tmp_path: Path, text: str) -> None:
    assert report(tmp_path, text) == (True, "2021-12-03")
    assert report(tmp_path, "是", text) == (True, "2021-12-03")
    assert report(tmp_path, text, "2021-12-03") == (True, "2021-12-03")


BAD = {
    "乱写": ("基本完成了吧", "", "INP428"),
    "a share": ("98%", "", "INP428"),
    "a number": ("12", "", "INP428"),
    "only a year": ("2021", "", "INP428"),
    "no such day": ("2021-02-30", "", "INP428"),
    "day in prose": ("是", "去年底", "INP427"),
    "month only": ("是", "2021年12月", "INP427"),
    "two days": ("2021-12-03", "2021-12-04", "INP427"),
    "error": ("#N/A", "", "INP417"),
}


@pytest.mark.parametrize(("text", "day", "code"), BAD.values(), ids=BAD)
def test_what_does_not_say_whether_it_is_done_is_refused(tmp_path: Path, text: str, day: str, code: str) -> None:
    dataset = read_row(tmp_path, 指标=REVIEW, 数值=text, 单位="", 完成日期=day)
    assert (found(dataset), dataset.observations) == ([(code, "2")], ())


def test_nothing_reported_yet_is_no_error(tmp_path: Path) -> None:
    rows = [changed(), changed(指标=REVIEW, 数值="", 单位="", 完成日期="2021-12-31")]
    assert only(read(tmp_path, csv_text([HEADER, *rows]))).indicator == "enrolment"


NAMES = {
    REVIEW: "plan/review",
    f"第七中学{REVIEW}": "plan/review",
    "review": "plan/review",
    "plan/review": "plan/review",
    "学校规划布局合理": "plan/layout",
    "“学校规划”布局 合理": "plan/layout",
}


@pytest.mark.parametrize(("name", "ref"), NAMES.items(), ids=list(NAMES))
def test_a_report_finds_its_target(tmp_path: Path, name: str, ref: str) -> None:
    assert only(read_row(tmp_path, 指标=name, 数值="是", 单位="")).subjects == (ref,)


WORDS = [
    "《规划》 二（四）表 “入园率（％）91.5”",
    "=SUM(A1:A3)",
    "第一行\n第二行",
    "１２％",
    "#N/A 为原文",
    "98.50",
    "是",
    '称为"毛"入学率,甲',
]


@pytest.mark.parametrize("words", WORDS, ids=ascii)
@pytest.mark.parametrize("name", ["毛入学率", REVIEW])
def test_evidence_and_notes_stay_word_for_word(tmp_path: Path, words: str, name: str) -> None:
    """Full width signs, line ends, quotes and what looks like a figure or a formula."""
    value = {"毛入学率": "98.5", REVIEW: "是"}[name]
    observation = only(read_row(tmp_path, 指标=name, 数值=value, 单位="", 佐证材料=words, 备注=words))
    assert (observation.evidence, observation.note) == (words, words)
