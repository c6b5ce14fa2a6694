"""What in a sentence obliges: figures and words of universality, and what only looks like them."""

import pytest

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.hits import find_hits, sentence_span


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("义务教育巩固率保持在99%以上", ["99"]),
        ("学前三年毛入园率达到９５．５％", ["三", "95.5"]),
        ("每年安全教育不少于12课时", ["每", "不少于", "12"]),
        ("百分之九十九以上", ["百分之九十九"]),
        ("新建三所小学、二十个班", ["三", "二十"]),
        ("每校配备一名专职教师", ["每", "一"]),
        ("乡镇全覆盖，所有学校全部达标", ["全覆盖", "所有", "全部"]),
        ("各校均配备心理教师", ["均"]),
        ("经费逐年增长、只增不减", ["逐年", "只增不减"]),
        ("落实“三个增长”要求", ["三个增长"]),
        ("落实“四个意识”，培训3次，开展“三会一课”", ["3"]),
        ("不低于公务员、不高于3%、不超过5人、至少2次", ["不低于", "不高于", "3", "不超过", "5", "至少", "2"]),
        ("引进10—15名教师", ["10", "15"]),
        ("每半年开展一次", ["每", "半", "一"]),
    ],
)
def test_hits(text: str, hits: list[str]) -> None:
    assert [hit.text for hit in find_hits(fold(text))] == hits


@pytest.mark.parametrize(
    "text",
    [
        "推进义务教育优质均衡发展",
        "平均水平、人均面积、生均经费",
        "落实“四个意识”“两个维护”",
        "落实《3—6岁儿童学习与发展指南》",
        "泉政办〔2021〕69号".replace("69", "六十九"),
        "一、加强领导",
        "（二）教育质量",
        "12.建立机制",
        "进一步提高、统一管理、第一时间",
        "上好每一节课",
    ],
)
def test_what_only_looks_like_a_figure(text: str) -> None:
    assert find_hits(fold(text)) == []


def test_an_item_number_is_no_figure_but_what_follows_is() -> None:
    assert [hit.text for hit in find_hits(fold("3.巩固率达到99%，2.5万人"))] == ["99", "2.5"]
    assert [hit.text for hit in find_hits(fold("2.5万人入学"))] == ["2.5"]


@pytest.mark.parametrize(
    ("text", "year"),
    [("到2025年", True), ("2021-2025年", True), ("1998年", True), ("2025人", False), ("2500年", False)],
)
def test_a_year_is_told_from_a_number(text: str, year: bool) -> None:
    assert {hit.year for hit in find_hits(fold(text))} == {year}


def test_a_hit_says_where_it_stands() -> None:
    folded = fold("到2025年，新建小学9所；招聘教师300名。")
    for hit in find_hits(folded):
        assert folded[hit.start : hit.end] == hit.text


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("2025", "到2025年实现目标"), ("9所", "新建小学9所"), ("300", "招聘教师300名"), ("保障", "保障投入")],
)
def test_a_sentence_ends_at_a_full_stop_or_a_semicolon(word: str, sentence: str) -> None:
    folded = fold("到2025年实现目标。新建小学9所；招聘教师300名。保障投入")
    start, end = sentence_span(folded, folded.index(word))
    assert folded[start:end] == sentence
