"""A document becomes blocks: which lines are headings, paragraphs, rows, boxes, contents."""

from sample_document import TEXT

from dabiao.rules.clauses.document import BOX, CONTENTS, HEADING, PARAGRAPH, ROW, Block, read_text

DOCUMENT = read_text(TEXT)


def block_of(words: str) -> Block:
    (only,) = [block for block in DOCUMENT.blocks if words in block.text and block.kind != CONTENTS]
    return only


def test_every_written_character_stands_in_exactly_one_block() -> None:
    written = "".join(TEXT.replace("[bookmark: _Toc1]", "").split())
    kept = "".join("".join(block.text.split()) for block in DOCUMENT.blocks)
    for bracket in "（）":
        written, kept = written.replace(bracket, ""), kept.replace(bracket, "")
    assert kept == written


def test_each_block_knows_its_first_line() -> None:
    lines = TEXT.splitlines()
    for block in DOCUMENT.blocks:
        if block.kind in (HEADING, PARAGRAPH, CONTENTS) and not block.part:
            assert block.text[:6] in lines[block.line - 1]


def test_headings_set_the_section_of_what_follows() -> None:
    assert block_of("新增学位").path == ("一", "一", "")
    assert block_of("普惠率").path == ("一", "一", "1")
    assert block_of("大班额").path == ("一", "一", "2")
    assert block_of("优质资源").path == ("一", "二", "")
    assert block_of("坚持优先").path == ("三", "", "")
    assert block_of("建立机制").path == ("三", "二", "11")
    assert block_of("五年").path == ("", "", "")
    assert DOCUMENT.titles["一", "二", ""] == "存在问题"
    assert DOCUMENT.titles["三", "二", ""] == "教育质量"


def test_the_table_of_contents_opens_no_section() -> None:
    contents = [block.text for block in DOCUMENT.blocks if block.kind == CONTENTS]
    assert len(contents) == 4
    assert all(block.path == ("", "", "") for block in DOCUMENT.blocks if block.kind == CONTENTS)


def test_a_short_numbered_line_is_a_heading_and_a_run_in_item_is_a_paragraph() -> None:
    assert block_of("（一）主要成绩").kind == HEADING
    assert block_of("二、发展目标").kind == HEADING
    assert block_of("1.学前教育。").kind == PARAGRAPH
    assert block_of("2.义务教育。巩固率").kind == PARAGRAPH
    assert read_text("（一）" + "长" * 60).blocks[0].kind == PARAGRAPH


def test_a_paragraph_cut_by_a_page_break_is_one() -> None:
    assert block_of("新增学位") == block_of("走在全市前列")
    assert (block_of("新增学位").number, block_of("奖项12项").number) == (1, 2)


def test_a_finished_paragraph_is_not_joined_to_the_next() -> None:
    end = "一句话写得很长很长很长很长很长很长很长很长很长很长很长很长很长很长完了。"
    document = read_text(f"{end}\n\n下一段。\n{end[:-1]}\n\n（一）标题\n")
    assert [block.text for block in document.blocks] == [end, "下一段。", end[:-1], "（一）标题"]


def test_rows_of_each_table_are_numbered_and_keep_their_cells() -> None:
    rows = [block for block in DOCUMENT.blocks if block.kind == ROW]
    assert [(row.part, row.number) for row in rows] == [("表1", 1), ("表1", 2), ("表1", 3), ("表2", 1), ("表2", 2)]
    assert "义务教育巩固率(%)100|>99".replace("|", "") in rows[1].folded.replace("|", "")
    assert "毛入园率(%)91.5" in rows[2].folded.replace("|", "")
    assert rows[2].folded.endswith("91.5|95")


def test_a_box_has_a_title_and_its_own_paragraphs() -> None:
    box = [block for block in DOCUMENT.blocks if block.kind == BOX]
    assert [(block.number, block.text) for block in box] == [(1, "每年监测1次；"), (2, "优良率达到60%。")]
    assert {block.part for block in box} == {"专栏1学生体质健康提升工程"}
    assert block_of("第一段落").number == 1


def test_windows_line_ends_change_nothing() -> None:
    assert read_text(TEXT.replace("\n", "\r\n")).blocks == DOCUMENT.blocks


def test_an_empty_document_has_no_blocks() -> None:
    assert read_text("").blocks == read_text("\n\n  \n").blocks == ()
