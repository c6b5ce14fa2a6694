"""What only looks like a heading, a caption or a continuation; tables and boxes that end with the file."""

import pytest

from dabiao.rules.clauses.document import BOX, HEADING, PARAGRAPH, ROW, read_text

LONG = "全面落实义务教育阶段学生减轻作业负担和校外培训负担的各项要求并逐校逐班开展督导检查"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text[:4]) for block in read_text(text).blocks]


def test_a_long_sentence_that_begins_like_a_section_is_a_paragraph() -> None:
    sentence = f"一、二年级不布置家庭书面作业，{LONG}。"
    (block,) = read_text(sentence).blocks
    assert (block.kind, block.path) == (PARAGRAPH, ("", "", ""))


def test_a_long_title_without_a_full_stop_is_still_a_heading() -> None:
    (block,) = read_text(f"一、{LONG}，{LONG}").blocks
    assert block.path == ("一", "", "")


def test_a_figure_with_a_point_opens_no_item() -> None:
    (block,) = read_text("2.5万人入学。").blocks
    assert block.path == ("", "", "")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("表1 主要指标", ROW),
        ("  表2", ROW),
        ("投资安排如下：", PARAGRAPH),
        ("表" + LONG + LONG, PARAGRAPH),
    ],
    ids=["caption", "indented", "introduction", "long"],
)
def test_a_caption_is_a_short_line_that_begins_with_its_word(line: str, kind: str) -> None:
    first = read_text(f"{line}\n\t项目\n\t投资\n\n").blocks[0]
    assert (first.kind, first.text[:2]) == (kind, line.strip()[:2])


@pytest.mark.parametrize("text", ["表彰先进学校。", "表彰先进学校。\n另一段。", "表彰先进学校。\n\n"])
def test_a_line_without_a_table_below_is_no_caption(text: str) -> None:
    assert kinds(text)[0] == (PARAGRAPH, "表彰先进")


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n\n\n后文。"])
def test_the_last_row_of_a_table_is_kept(end: str) -> None:
    rows = [block for block in read_text(f"\t项目\n\t投资\n\n\t小学\n\t5000{end}").blocks if block.kind == ROW]
    assert [row.text for row in rows] == ["项目\t投资", "小学\t5000"]
    assert [row.line for row in rows] == [1, 4]


def test_empty_cells_keep_a_row_together() -> None:
    (row,) = read_text("\t小学\n\t\n\t5000\n\n").blocks
    assert row.text.split("\t") == ["小学", "", "5000"]


@pytest.mark.parametrize("close", ["）", ")", "）\n后文。", ""])
def test_a_box_ends_at_its_bracket_or_with_the_file(close: str) -> None:
    blocks = read_text(f"（\n专栏2\n建设工程\n新建小学9所；\n新建初中\n4所。\n建成一批名校\n{close}").blocks
    assert [(b.kind, b.text, b.line) for b in blocks[:4]] == [
        (HEADING, "专栏2建设工程", 1),
        (BOX, "新建小学9所；", 4),
        (BOX, "新建初中4所。", 5),
        (BOX, "建成一批名校", 7),
    ]
    assert [b.text for b in blocks[4:]] == (["后文。"] if "后文" in close else [])


def test_a_box_without_a_title_is_found_as_a_box() -> None:
    blocks = read_text("(\n新建小学9所。\n)\n").blocks
    assert [(block.kind, block.part) for block in blocks if block.text] == [(BOX, "专栏")]


@pytest.mark.parametrize(
    "following", ["\t项目\n\t投资\n", "（\n专栏\n内容。\n）", "（一）标题", "3.建立机制", "一、标题", "-- 3 --"]
)
def test_a_cut_paragraph_does_not_run_on_into_another_block(following: str) -> None:
    assert read_text(f"{LONG}\n\n{following}").blocks[0].text == LONG


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"{LONG}\n\n\n继续。", f"{LONG}继续。"),
        (f"{LONG}\n\n{LONG}\n\n继续。", f"{LONG}{LONG}继续。"),
        (f"{LONG}\n继续。", LONG),
        (f"{LONG}。\n\n另段。", f"{LONG}。"),
        (f"{LONG}：\n\n另段。", f"{LONG}："),
        (f"{LONG}\n\n", LONG),
        (LONG, LONG),
        ("短标题\n\n另段。", "短标题"),
    ],
    ids=["run on", "twice", "no blank line", "full stop", "colon", "blank end", "end", "short"],
)
def test_only_an_unfinished_long_line_runs_on_after_a_blank_line(text: str, first: str) -> None:
    assert read_text(text).blocks[0].text == first
