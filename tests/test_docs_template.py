"""docs/填报表.md: the sheets, columns and words to choose it names are those of the workbooks written."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from dabiao.cli.template import parser
from dabiao.inputs.template.model import FIGURES, KINDERGARTENS, SCHOOLS, TASKS
from docs_helpers import blocks, table, text_of
from template_helpers import DONGLI, SAMPLE, SCHOOL_HEADER, TIDY_HEADER, headers, read, template, workbook

PAGE = text_of("docs/填报表.md")
COMMANDS = [
    line
    for block in blocks(PAGE)
    for line in block.text.splitlines()
    if block.language == "sh" and line.startswith("dabiao template ")
]


@pytest.fixture(scope="module")
def opened() -> Any:
    return workbook(template(SAMPLE, 2024))


def test_the_sheets_are_those_named(opened: Any) -> None:
    named = table(PAGE, "各张表")
    assert opened.sheetnames == [row[0] for row in named]
    always = [row[0] for row in named if row[2] == "总有"]
    assert workbook(template(DONGLI, 2023, only=["dongli-plan-2021"])).sheetnames == always


@pytest.mark.parametrize("title", [FIGURES, TASKS])
def test_the_columns_are_those_named(opened: Any, title: str) -> None:
    assert list(headers(opened[title], TIDY_HEADER)) == [row[0] for row in table(PAGE, title)]


def test_the_columns_said_not_to_be_read_are_passed_over_without_a_word(tmp_path: Path, opened: Any) -> None:
    read_ = {"地区", "年份", "指标", "学段", "单位", "数值", "状态", "佐证材料", "备注", "事项", "完成情况", "完成日期"}
    for title in (FIGURES, TASKS):
        said = {row[0] for row in table(PAGE, title) if row[1].endswith("不读")}
        assert {row[0] for row in table(PAGE, title)} - said <= read_
        assert not said & read_
    assert [d.code for d in read(tmp_path, opened).diagnostics] == ["INP409"]


@pytest.mark.parametrize(
    ("title", "header", "words"),
    [(title, *row) for title in (SCHOOLS, KINDERGARTENS) for row in table(PAGE, title)],
)
def test_the_words_to_choose_are_those_named(opened: Any, title: str, header: str, words: str) -> None:
    sheet = opened[title]
    column = headers(sheet, SCHOOL_HEADER)[header]
    (rule,) = [r for r in sheet.data_validations.dataValidation for a in r.sqref.ranges if a.min_col == column]
    assert rule.formula1.strip('"').split(",") == words.split("、")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_understood(command: str) -> None:
    options = parser().parse_args(shlex.split(command)[2:])
    assert options.output.suffix == ".xlsx"
    assert options.year >= 2023
