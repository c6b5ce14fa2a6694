"""Region, year, stage and status of a row; everything wrong in a row, a table and a run of files is said at once."""

from pathlib import Path

import pytest

from inputs_helpers import GOOD, HEADER, changed, csv_text, found, only, read, read_row

REGIONS = {
    "120110": "120110",
    "１２０１１０": "120110",
    " 120110 ": "120110",
    "东丽区": "120110",
    "天津市东丽区": "120110",
    "天津市 东丽区": "120110",
    "东 丽 区": "120110",
    "\u200b东丽区\ufeff": "120110",
    "天津": "120000",
    "福州市鼓楼区": "350102",
    "南京市鼓楼区": "320106",
    "全国": "000000",
    "654321": "654321",
}


@pytest.mark.parametrize(("text", "code"), REGIONS.items(), ids=[ascii(text) for text in REGIONS])
def test_regions(tmp_path: Path, text: str, code: str) -> None:
    assert only(read_row(tmp_path, 地区=text)).region == code


@pytest.mark.parametrize(
    "text", ["", "鼓楼区", "东丽", "亚特兰蒂斯", "12011", "1201100", "120110000000", "١٢٠١١٠", "合计"]
)
def test_a_region_unknown_or_of_two_places_is_refused(tmp_path: Path, text: str) -> None:
    assert found(read_row(tmp_path, 地区=text)) == [("INP418", "2")]


YEARS = {
    "2020": (2020, 2020),
    "2020年": (2020, 2020),
    "２０２０": (2020, 2020),
    "2020年度": (2020, 2020),
    "2020学年": (2020, 2020),
    "2016-2020": (2016, 2020),
    "2016—2020年": (2016, 2020),
    "2016年至2020年": (2016, 2020),
    "２０１６～２０２０": (2016, 2020),
    "2016-2020累计": (2016, 2020),
    "2020-12-31": (2020, 2020),
    "2020/12/31": (2020, 2020),
    "2020年12月31日": (2020, 2020),
}


@pytest.mark.parametrize(("text", "years"), YEARS.items(), ids=list(YEARS))
def test_years(tmp_path: Path, text: str, years: tuple[int, int]) -> None:
    assert only(read_row(tmp_path, 年份=text)).period == years


@pytest.mark.parametrize(
    "text", ["", "20", "202", "20200", "二〇二〇", "2020.5", "1900", "2101", "2020-2016", "2020-13-01", "去年"]
)
def test_what_is_no_year_is_refused(tmp_path: Path, text: str) -> None:
    assert found(read_row(tmp_path, 年份=text)) == [("INP419", "2")]


STAGES = {
    "": None,
    "合计": None,
    "—": None,
    "－": None,
    "小学": "小学",
    "小 学": "小学",
    "幼儿园": "学前",
    "普高": "普通高中",
    "职高": "中职",
    "义务教育阶段": "义务教育",
    "高中阶段教育": "高中",
    "中等职业教育": "中职",
    "特教": "特殊教育",
}


@pytest.mark.parametrize(("text", "stage"), STAGES.items(), ids=list(STAGES))
def test_stages_and_their_other_names(tmp_path: Path, text: str, stage: str | None) -> None:
    assert only(read_row(tmp_path, 学段=text)).stage == stage


def test_an_indicator_brings_its_stage(tmp_path: Path) -> None:
    assert only(read_row(tmp_path, 指标="高中毛入学率")).stage == "高中"
    assert only(read_row(tmp_path, 指标="高中毛入学率", 学段="高中阶段")).stage == "高中"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("高中毛入学率", "小学", "INP421"), ("高中毛入学率", "普通高中", "INP421"), ("毛入学率", "大学", "INP420")],
)
def test_a_stage_that_does_not_fit_is_refused(tmp_path: Path, name: str, text: str, code: str) -> None:
    assert found(read_row(tmp_path, 指标=name, 学段=text)) == [(code, "2")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "actual"),
        ("实际", "actual"),
        ("Actual", "actual"),
        ("预 计", "estimate"),
        ("预计数", "estimate"),
        ("计划", "plan"),
    ],
)
def test_status_words(tmp_path: Path, text: str, status: str) -> None:
    assert only(read_row(tmp_path, 状态=text)).status == status


def test_an_unknown_status_is_not_taken_for_actual(tmp_path: Path) -> None:
    dataset = read_row(tmp_path, 状态="大概")
    assert (found(dataset), dataset.observations) == ([("INP422", "2")], ())


NAMES = ["毛入学率", "enrolment", "毛 入 学 率", "“毛入学率”", "毛入学率（%）", "大毛入学率", "毛\u200b入学率"]


@pytest.mark.parametrize("name", NAMES, ids=[ascii(name) for name in NAMES])
def test_an_indicator_under_its_names(tmp_path: Path, name: str) -> None:
    assert only(read_row(tmp_path, 指标=name)).indicator == "enrolment"


def test_an_unknown_indicator_gets_the_nearest_name(tmp_path: Path) -> None:
    dataset = read_row(tmp_path, 指标="高中毛入学律")
    assert found(dataset) == [("INP415", "2")]
    assert "高中毛入学率" in dataset.diagnostics[0].hint


def test_everything_wrong_in_a_row_is_said_at_once(tmp_path: Path) -> None:
    dataset = read_row(tmp_path, 地区="某县", 年份="20", 学段="大学", 状态="大概", 数值="九九")
    assert {code for code, _ in found(dataset)} == {"INP418", "INP419", "INP420", "INP422", "INP424"}


def test_an_unknown_indicator_does_not_hide_the_rest_of_the_row(tmp_path: Path) -> None:
    dataset = read_row(tmp_path, 指标="某率", 地区="某县", 年份="20")
    assert {code for code, _ in found(dataset)} == {"INP415", "INP418", "INP419"}


def test_every_bad_row_is_said_and_every_good_one_kept(tmp_path: Path) -> None:
    rows = [changed(数值="abc"), GOOD, changed(地区=""), changed(指标=""), changed(年份="2021")]
    dataset = read(tmp_path, csv_text([HEADER, *rows]))
    assert found(dataset) == [("INP424", "2"), ("INP418", "4"), ("INP414", "5")]
    assert [o.period.start for o in dataset.observations] == [2020, 2021]


def test_a_half_filled_table_gives_no_error(tmp_path: Path) -> None:
    """Rows prepared but not filled in: without figures nothing else in them matters."""
    empty = [
        changed(数值=""),
        changed(数值="-", 年份=""),
        changed(数值="", 指标="某个没有登记的指标"),
        changed(数值="", 地区=""),
    ]
    heading = ["一、学前教育", *[""] * 9]
    assert only(read(tmp_path, csv_text([HEADER, heading, *empty, GOOD]))).origin.line == 7


def test_an_entity_is_kept(tmp_path: Path) -> None:
    text = csv_text([(*HEADER, "学校"), (*GOOD, "实验小学"), (*GOOD, "")])
    assert [o.entity for o in read(tmp_path, text).observations] == ["实验小学", None]


def test_a_blank_cell_of_an_entity_is_kept_apart(tmp_path: Path) -> None:
    """It is no figure and no error, but tells that there is one more school."""
    blank, broken = changed(数值="—"), changed(数值="", 地区="某县")
    text = csv_text([(*HEADER, "学校"), (*GOOD, "实验小学"), (*blank, "第二小学"), (*broken, "第三小学"), (*blank, "")])
    dataset = read(tmp_path, text)
    assert (found(dataset), [o.entity for o in dataset.observations]) == ([], ["实验小学"])
    assert [(o.entity, o.origin.line) for o in dataset.unfilled] == [("第二小学", 3)]
