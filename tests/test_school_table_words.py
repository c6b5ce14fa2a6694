"""Words that stand for 0 and 1: yes and no, ownership, town or country, founding years; and words that contradict each other."""

from pathlib import Path

import pytest

from school_helpers import codes, figures, read, values, workbook

BASE = ["学校名称", "学校类型", "小学在校生数", "初中在校生数"]


def flag(folder: Path, header: str, word: object, item: str) -> list[object]:
    dataset = read(folder, workbook([[*BASE, header], ["一校", "小学", 5, "", word]]))
    assert codes(dataset) in ([], ["INP439"])
    return list(values(dataset, "一校", item))


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("是", 1),
        ("√", 1),
        (1, 1),
        ("1", 1),
        (True, 1),
        ("有", 1),
        ("Y", 1),
        ("否", 0),
        ("×", 0),
        (0, 0),
        (False, 0),
        ("无", 0),
        ("不是", 0),
    ],
)
def test_yes_and_no(tmp_path: Path, word: object, value: int) -> None:
    assert flag(tmp_path, "是否寄宿制", word, "寄宿制") == [value]


@pytest.mark.parametrize("blank", ["", "/", "—", "暂无"])
def test_a_blank_is_no_answer(tmp_path: Path, blank: str) -> None:
    assert flag(tmp_path, "是否寄宿制", blank, "寄宿制") == []


@pytest.mark.parametrize(
    ("header", "item"),
    [
        ("寄宿制", "寄宿制"),
        ("是否寄宿制（是/否）", "寄宿制"),
        ("是否人口密度过高的大城市中心城区学校", "中心城区"),
        ("是否2010年及之前规划并建成", "建校2010年及之前"),
        ("是否民办", "民办"),
    ],
)
def test_columns_of_yes_and_no(tmp_path: Path, header: str, item: str) -> None:
    assert flag(tmp_path, header, "是", item) == [1]


@pytest.mark.parametrize(
    ("header", "word", "item", "value"),
    [
        ("办学性质", "公办", "民办", 0),
        ("办学性质", "民办学校", "民办", 1),
        ("办学性质", "普惠性民办园", "民办", 1),
        ("举办者类型", "10", "民办", 1),
        ("举办者类型", 3, "民办", 0),
        ("举办者类型", "县级教育部门", "民办", 0),
        ("城乡类型", "城区", "城区或镇区", 1),
        ("城乡类型", "镇区", "城区或镇区", 1),
        ("城乡分类", "镇乡结合区", "城区或镇区", 1),
        ("城乡分类", 121, "城区或镇区", 1),
        ("城乡类型", "乡村", "城区或镇区", 0),
        ("城乡分类", "220", "城区或镇区", 0),
        ("建校年份", 2010, "建校2010年及之前", 1),
        ("建校年份", 2011, "建校2010年及之前", 0),
        ("建校时间", "２０１６年9月", "建校2016年及之前", 1),
        ("建校时间", "2017-01-01", "建校2016年及之前", 0),
        ("建校年月", "1903.9", "建校2016年及之前", 1),
    ],
)
def test_words_and_years(tmp_path: Path, header: str, word: object, item: str, value: int) -> None:
    assert flag(tmp_path, header, word, item) == [value]


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("是否寄宿制", "部分"),
        ("是否寄宿制", 2),
        ("办学性质", "东丽区教育局"),
        ("举办者类型", "11"),
        ("城乡类型", "城乡"),
        ("建校年份", "民国三年"),
        ("建校年份", "98"),
        ("建校年份", "2023年13校"),
    ],
)
def test_an_unknown_word_is_refused_with_its_cell(tmp_path: Path, header: str, word: object) -> None:
    dataset = read(tmp_path, workbook([[*BASE, header], ["一校", "小学", 5, "", word]]))
    assert [(d.code, str(d.spans[0])[-5:]) for d in dataset.diagnostics] == [("INP433", "学校!E2")]
    assert dataset.diagnostics[0].hint


def test_a_column_that_only_ticks_is_asked_about(tmp_path: Path) -> None:
    rows = [[*BASE, "寄宿制"], ["一校", "小学", 5, "", "√"], ["二校", "小学", 5, "", ""], ["三校", "小学", 5, "", ""]]
    dataset = read(tmp_path, workbook(rows))
    assert [(d.code, str(d.spans[0])[-5:]) for d in dataset.diagnostics] == [("INP439", "学校!E3")]
    assert "寄宿制" not in figures(dataset, "二校")


@pytest.mark.parametrize(
    ("kind", "header", "word", "kept"),
    [
        ("教学点", "教学点", "否", [0, 1]),
        ("小学", "教学点", "是", [1]),
        ("小学", "九年一贯制", "是", [0, 1]),
        ("小学", "九年一贯制", "否", [0]),
    ],
)
def test_a_column_goes_before_the_type_but_not_against_it(
    tmp_path: Path, kind: str, header: str, word: str, kept: list[int]
) -> None:
    dataset = read(tmp_path, [[*BASE, header], ["一校", kind, 5, "", word]])
    assert values(dataset, "一校", header) == kept
    assert codes(dataset) == ["INP437"] * (len(kept) - 1)


@pytest.mark.parametrize(
    ("year", "word", "kept"), [(1950, "否", [0]), (2012, "是", [0, 1]), (2012, "否", [0]), (1950, "是", [1])]
)
def test_a_school_may_be_older_than_its_buildings_not_younger(
    tmp_path: Path, year: int, word: str, kept: list[int]
) -> None:
    header = [*BASE, "建校年份", "是否2010年及之前规划并建成"]
    dataset = read(tmp_path, [header, ["一校", "小学", 5, "", year, word]])
    assert values(dataset, "一校", "建校2010年及之前") == kept
    assert codes(dataset) == ["INP437"] * (len(kept) - 1)
