"""Places as authors write them, and the blocks they mean in a document."""

import pytest
from sample_document import TEXT

from dabiao.rules.clauses.document import read_text
from dabiao.rules.clauses.place import Place, blocks_at, parse_place

DOCUMENT = read_text(TEXT)
NOWHERE = ("", "", "")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("二（四）发展目标 第2段", Place(("二", "四", ""), False, None, None, 2, "发展目标")),
        ("二(四) 第2段", Place(("二", "四", ""), False, None, None, 2, "")),
        ("二、（四）第12段", Place(("二", "四", ""), False, None, None, 12, "")),
        ("三（二） 第3段", Place(("三", "二", ""), False, None, None, 3, "")),
        ("三 第3段", Place(("三", "", ""), False, None, None, 3, "")),
        ("三 第13段", Place(("三", "", ""), False, None, None, 13, "")),
        ("三11", Place(("三", "", "11"), False, None, None, None, "")),
        ("三11 第2段", Place(("三", "", "11"), False, None, None, 2, "")),
        ("十一3", Place(("十一", "", "3"), False, None, None, None, "")),
        ("二（一）4", Place(("二", "一", "4"), False, None, None, None, "")),
        ("前言 第9段", Place(NOWHERE, True, None, None, 9, "")),
        ("前言", Place(NOWHERE, True, None, None, None, "")),
        ("表2 义务教育巩固率", Place(NOWHERE, False, None, "2", None, "义务教育巩固率")),
        ("二（四）表 义务教育巩固率", Place(("二", "四", ""), False, None, "", None, "义务教育巩固率")),
        ("二（四）表1 2025年", Place(("二", "四", ""), False, None, "1", None, "2025年")),
        (
            "三（二）专栏“学生体质健康提升工程” 第2段",
            Place(("三", "二", ""), False, "学生体质健康提升工程", None, 2, ""),
        ),
        ("三专栏1", Place(("三", "", ""), False, "1", None, None, "")),
    ],
)
def test_parse(text: str, place: Place) -> None:
    assert parse_place(text) == place


@pytest.mark.parametrize(
    ("place", "starts"),
    [
        ("前言 第1段", ["某县教育"]),
        ("前言 第3段", ["为此制定"]),
        ("前言", ["某县教育", "“十四五", "为此制定"]),
        ("一（一） 第1段", ["新增学位"]),
        ("一（一） 第2段", ["获得省级"]),
        ("一（一）主要成绩 第2段", ["获得省级"]),
        ("一（一）1", ["1.学前", "普惠率"]),
        ("一（一）1 第2段", ["普惠率"]),
        ("一（一）2", ["2.义务"]),
        ("三（二）11", ["11.建立"]),
        ("三11", ["11.建立"]),
        ("三 第1段", ["坚持优先"]),
        ("三（二） 第2段", ["第二段落"]),
        ("三（二）教育质量 第1段", ["第一段落"]),
        ("二表1 义务教育巩固率", ["义务教育巩固率"]),
        ("二表 毛入园率", ["毛入园率"]),
        ("二、发展目标 表 毛入园率", ["毛入园率"]),
        ("表2 新建小学", ["新建小学"]),
        ("表2 新建小学行", ["新建小学"]),
        ("三（二）专栏“学生体质健康提升工程” 第1段", ["每年监测"]),
        ("三（二）专栏“体质健康” 第2段", ["优良率"]),
        ("三专栏1 第2段", ["优良率"]),
        ("三（二）专栏", ["专栏1", "每年监测", "优良率"]),
        ("一（一）省级以上奖项", ["获得省级"]),
        ("二 第1段", ["到2025年"]),
    ],
)
def test_the_blocks_of_a_place(place: str, starts: list[str]) -> None:
    found = blocks_at(DOCUMENT, parse_place(place))
    assert len(found) == len(starts)
    for block, start in zip(found, starts, strict=True):
        assert block.text.startswith(start)


@pytest.mark.parametrize(
    "place",
    [
        "四 第1段",
        "一（三） 第1段",
        "一（一） 第3段",
        "一（一）3",
        "一（一）存在问题 第1段",
        "表1 新建小学",
        "表3 毛入园率",
        "一表 毛入园率",
        "三（二）专栏“学生体质健康提升工程” 第3段",
        "三（二）专栏“别的工程” 第1段",
        "前言 第9段",
        "三（二）12",
    ],
)
def test_a_place_the_document_does_not_have(place: str) -> None:
    assert blocks_at(DOCUMENT, parse_place(place)) == []


def test_a_whole_section_holds_all_its_parts_and_no_other() -> None:
    first = blocks_at(DOCUMENT, parse_place("一"))
    assert {block.path[0] for block in first} == {"一"}
    assert len(first) == sum(block.path[0] == "一" for block in DOCUMENT.blocks)
    only = blocks_at(DOCUMENT, parse_place("一（二）存在问题"))
    assert [block.path for block in only] == [("一", "二", "")] * 2
