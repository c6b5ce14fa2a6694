"""The 填报表 as a workbook: its sheets, what may be entered where, how it prints, that it is the same every time."""

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from dabiao.assess.plan import bind
from dabiao.inputs.template.model import FIGURES, KINDERGARTENS, SCHOOLS, TASKS, Cell, Line
from dabiao.inputs.template.write import write_template
from dabiao.rules.model import Cv, Each, Target
from national_helpers import ACCESS, BALANCE, book, vocabulary
from template_helpers import (
    DONGLI,
    SAMPLE,
    SCHOOL_HEADER,
    TIDY_HEADER,
    headers,
    lines,
    read,
    sheet_of,
    tasks,
    template,
    workbook,
)

REGIONS = [(SAMPLE, 2024), (DONGLI, 2023), ("350502", 2024), ("350505", 2019), ("370321", 2023)]


@pytest.fixture(scope="module")
def opened() -> Any:
    return workbook(template(DONGLI, 2023))


def test_the_sheets(opened: Any) -> None:
    assert opened.sheetnames == ["说明", FIGURES, SCHOOLS, KINDERGARTENS, TASKS]
    narrow = workbook(template(DONGLI, 2023, only=["dongli-plan-2021"]))
    assert narrow.sheetnames == ["说明", FIGURES, TASKS]
    assert workbook(template(SAMPLE, 2024, only=[BALANCE])).sheetnames == ["说明", FIGURES, SCHOOLS, TASKS]


def test_the_cover_says_whose_it_is_and_how_to_check_it(opened: Any) -> None:
    said = [str(cell.value) for row in opened["说明"].iter_rows() for cell in row if cell.value]
    for text in (
        "天津市东丽区",
        "120110",
        "2023",
        "dabiao check 填报表.xlsx",
        "《县域义务教育优质均衡发展督导评估办法》（教督〔2017〕6号）",
    ):
        assert text in said


@pytest.mark.parametrize(("region", "year"), REGIONS)
def test_every_target_that_binds_has_its_clause_where_it_is_filled_in(region: str, year: int) -> None:
    """Document, place and quote: none of the targets a county is asked about is left out."""
    made = template(region, year)
    told = {clause for block in made.blocks if not block.optional for line in block.lines for clause in line.clauses}
    told |= {clause for task in made.tasks for clause in task.clauses}
    bound = [bound for bound in bind(book(), region, year).bounds if not _of_entities(bound.target)]
    assert bound
    for target in (one.target for one in bound):
        quoted = f"{target.clause.at}：“{target.clause.quote}”"
        assert any(clause.endswith(quoted) for clause in told), target.ref


def _of_entities(target: Target) -> bool:
    """Whether a sheet of schools or kindergartens tells all of the target."""
    standard = target.pack in (BALANCE, ACCESS)
    judged = isinstance(target.form, Each) and target.form.kind in ("school", "kindergarten")
    return target.per is not None or isinstance(target.form, Cv) or (standard and judged)


def test_every_cell_for_a_figure_has_its_rule_and_its_words_in_chinese(opened: Any) -> None:
    sheet, at = sheet_of(opened, FIGURES)
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            rules[area.min_row, area.min_col] = rule
    for key, row in lines(opened).items():
        value, status = rules[row, at["数值"]], rules[row, at["状态"]]
        assert value.type in ("whole", "decimal"), key
        assert status.formula1 == '"实际,预计,计划"'
        for rule in (value, status):
            for words in (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error):
                assert re.search("[\u4e00-\u9fff]{2}", words), key
        # 98以上 and 1.63万 are read as well: a number asks back, a list does not
        assert (value.errorStyle, status.errorStyle) == ("warning", None)


@pytest.mark.parametrize(
    ("name", "stage", "kind", "low", "high"),
    [
        ("在园幼儿数", "学前", "whole", "0.0", None),
        ("普惠性幼儿园覆盖率", "学前", "decimal", "0.0", "100.0"),
        ("生均教学仪器设备值", "小学", "decimal", "0.0", None),
        ("语文监测等级", "", "whole", "1.0", "10.0"),
    ],
)
def test_the_rule_of_a_figure_is_its_indicators(
    opened: Any, name: str, stage: str, kind: str, low: str, high: str | None
) -> None:
    sheet, at = sheet_of(opened, FIGURES)
    indicator = vocabulary().indicator(name)
    assert indicator is not None
    row = lines(opened)[indicator.id, stage, 2023]
    (rule,) = [
        rule
        for rule in sheet.data_validations.dataValidation
        if any((a.min_row, a.min_col) == (row, at["数值"]) for a in rule.sqref.ranges)
    ]
    assert rule.type == kind
    assert (float(rule.formula1), None if rule.formula2 is None else float(rule.formula2)) == (
        float(low),
        None if high is None else float(high),
    )


def test_every_word_to_choose_is_read(tmp_path: Any) -> None:
    """Every drop-down of every sheet: each word in its own row gives no diagnostic."""
    opened = workbook(template(SAMPLE, 2024))
    for title in (SCHOOLS, KINDERGARTENS):
        sheet = opened[title]
        at = headers(sheet, SCHOOL_HEADER)
        lists = {
            area.min_col: rule.formula1.strip('"').split(",")
            for rule in sheet.data_validations.dataValidation
            if rule.type == "list"
            for area in rule.sqref.ranges
        }
        assert {header for header, column in at.items() if header.startswith("是否")} == {
            header for header, column in at.items() if lists.get(column) == ["是", "否"]
        }
        for number in range(max(map(len, lists.values()))):
            row = SCHOOL_HEADER + 1 + number
            sheet.cell(row, 1).value = f"示例{title}{number}"
            for column, words in lists.items():
                sheet.cell(row, column).value = words[number % len(words)]
    sheet, at = sheet_of(opened, TASKS)
    for row in tasks(opened).values():
        sheet.cell(row, at["完成情况"]).value = "是"
    filled = read(tmp_path, opened)
    # the types of the schools and their years of founding are made up, and contradict each other
    assert {d.code for d in filled.diagnostics} <= {"INP437", "INP438"}


def test_every_column_of_schools_is_the_item_it_is_meant_to_be(tmp_path: Any) -> None:
    """A school with all stages and a kindergarten report a different number in each column."""
    for region, year in REGIONS:
        made = template(region, year)
        opened = workbook(made)
        for roster in made.rosters:
            sheet = opened[roster.sheet]
            for number, column in enumerate(roster.columns, start=1):
                if column.cell.kind in ("whole", "decimal"):
                    sheet.cell(SCHOOL_HEADER + 1, number).value = number
            sheet.cell(SCHOOL_HEADER + 1, 1).value = f"示例{roster.sheet}"
            if roster.sheet == SCHOOLS:
                sheet.cell(SCHOOL_HEADER + 1, 3).value = "十二年一贯制"
        filled = read(tmp_path, opened, f"{region}.xlsx")
        assert filled.diagnostics == ()
        for roster in made.rosters:
            entity = f"示例{roster.sheet}"
            told = {
                o.origin.cell: o.indicator for o in filled.observations if o.entity == entity and o.text.isdecimal()
            }
            for number, column in enumerate(roster.columns, start=1):
                if column.cell.kind in ("whole", "decimal"):
                    cell = f"{get_column_letter(number)}{SCHOOL_HEADER + 1}"
                    name = book().indicators[told[cell] or ""].name
                    assert name in (column.header.split("（")[0], f"园{column.header.split('（')[0]}")


def test_headers_of_schools_have_their_meaning_as_a_note_and_stay_in_sight(opened: Any) -> None:
    sheet = opened[SCHOOLS]
    assert sheet.freeze_panes == f"B{SCHOOL_HEADER + 1}"
    for cell in sheet[SCHOOL_HEADER]:
        assert len(cell.comment.text) >= 5
    area = headers(sheet, SCHOOL_HEADER)["教学及辅助用房面积"]
    assert "资源配置 第4项" in sheet.cell(SCHOOL_HEADER, area).comment.text


@pytest.mark.parametrize("title", [FIGURES, SCHOOLS, KINDERGARTENS, TASKS])
def test_a_sheet_prints_on_a4_across_with_its_headers_on_every_page(opened: Any, title: str) -> None:
    sheet = opened[title]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows is not None
    assert sheet.protection.sheet is False


def test_the_same_content_gives_the_same_bytes_and_no_time_of_day() -> None:
    made = template(SAMPLE, 2024)
    one = write_template(made)
    assert write_template(made) == one
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
        assert b"2024-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_long_figure_keeps_every_digit(tmp_path: Any) -> None:
    """More digits than a double has go in as text."""
    made = template(SAMPLE, 2024, only=[BALANCE])
    block = made.blocks[0]
    texts = ("0.123456789012", "123456789012345678.5", "0.1", "12.3456", "1000000000000000.25")
    filled = tuple(line._replace(value=text) for line, text in zip(block.lines, texts, strict=False))
    money = tuple(
        line._replace(name="教师平均工资收入水平", unit="元", stage="", cell=Cell("decimal")) for line in filled
    )
    opened = workbook(made._replace(blocks=(block._replace(lines=money),)))
    dataset = read(tmp_path, opened)
    assert [o.text for o in dataset.observations] == list(texts)


def test_texts_of_inputs_are_never_formulas() -> None:
    evil = '=HYPERLINK("http://example.invalid","点")'
    made = template(SAMPLE, 2024)
    line = made.blocks[0].lines[0]._replace(evidence=evil, note="+1+1", last="@SUM(1)", value="=1+1")
    roster = made.rosters[0]
    rows = ((evil, *("-2+3" for _ in roster.columns[1:])),)
    task = made.tasks[0]._replace(evidence="http://example.invalid/", done="=cmd|' /C calc'!A0")
    changed = made._replace(
        blocks=(made.blocks[0]._replace(lines=(line,)),), rosters=(roster._replace(rows=rows),), tasks=(task,)
    )
    content = write_template(changed)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not any(re.search(rb"<c [^>]*><f>", sheet) or b"<hyperlink" in sheet for sheet in sheets)
    opened = openpyxl.load_workbook(io.BytesIO(content))
    name = opened[roster.sheet].cell(SCHOOL_HEADER + 1, 1)
    assert (name.value, name.data_type) == (evil, "s")


def test_a_line_says_what_it_is_for(opened: Any) -> None:
    def line(name: str) -> Line:
        made = template(DONGLI, 2023)
        return next(one for block in made.blocks for one in block.lines if one.name == name)

    assert "算式：100 × 在园幼儿数 ÷ 三至五岁人口数" in line("学前三年毛入园率").meaning
    assert "用于计算“普惠性幼儿园覆盖率”" in line("普惠性幼儿园在园幼儿数").meaning
    assert "另一口径“户籍人口口径”：100 × 在园幼儿数 ÷ 三至五岁户籍人口数" in line("学前三年毛入园率").meaning
    assert "年份写 2021-2023" in line("新投入使用幼儿园数").meaning
    assert line("生均教学仪器设备值").unit == "万元/人"
    assert line("教学仪器设备值").unit == "万元"
    assert opened[FIGURES].freeze_panes == f"D{TIDY_HEADER + 1}"
