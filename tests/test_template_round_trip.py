"""A 填报表 filled as a person fills it says what the same figures say as CSV: the same verdicts, value for value."""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dabiao.assess import reference
from dabiao.assess.run import assess
from dabiao.inputs.model import Dataset
from dabiao.inputs.template.model import FIGURES, KINDERGARTENS, SCHOOLS, TASKS
from dabiao.inputs.vocabulary import fold_name
from dabiao.quantity import parse_unit
from national_helpers import BALANCE, book, vocabulary
from template_helpers import (
    DONGLI,
    SAMPLE,
    WAYS,
    csv_dataset,
    csv_rows,
    fill_school,
    headers,
    judged,
    lines,
    put,
    read,
    sheet_of,
    shorn,
    tasks,
    template,
    workbook,
)

SCHOOL_FIRST = 5
YELLOW = "FFFFF2CC"


def fill(opened: Any, rows: list[Mapping[str, str]], ways: Iterator[str]) -> int:
    """Writes each figure into its row, or into a new one below where it has none (or has been given already); returns how many
    were added."""
    known, done = lines(opened), tasks(opened)
    sheet, at = sheet_of(opened, FIGURES)
    duties, columns = sheet_of(opened, TASKS)
    taken: set[object] = set()
    added = 0
    for given in rows:
        indicator = vocabulary().indicator(given["指标"])
        if indicator is None:
            row = done[fold_name(given["指标"])]
            put(duties, row, columns["完成情况"], given["数值"])
            put(duties, row, columns["佐证材料"], given["佐证材料"]) if given["佐证材料"] else None
            if day := given.get("完成日期"):
                put(duties, row, columns["完成日期"], day)
            continue
        stage = given["学段"] or indicator.stage or ""
        years = given["年份"]
        # counts of an indicator with a stage of its own are asked for that stage
        stages = [stage, "" if stage else "义务教育"]
        keys = [(indicator.id, one, int(years)) for one in stages] if years.isdecimal() else []
        key = next((key for key in keys if key in known and key not in taken), None)
        if key is None:
            row = sheet.max_row + 3  # blank rows in between
            added += 1
            for header in ("年份", "指标", "学段"):
                sheet.cell(row, at[header]).value = given[header] or None
        else:
            row = known[key]
            taken.add(key)
        way = next(ways)
        percent = way != "percent" or parse_unit(given["单位"]).name == "%"
        put(sheet, row, at["数值"], given["数值"], way if percent else "text")
        sheet.cell(row, at["单位"]).value = given["单位"]
        if given["状态"] != "实际":
            sheet.cell(row, at["状态"]).value = given["状态"]
        sheet.cell(row, at["佐证材料"]).value = given["佐证材料"]
    return added


@pytest.mark.parametrize("ways", [("plain",), WAYS, ("text", "wide"), ("thousands", "percent")], ids="-".join)
def test_the_sample_county(tmp_path: Path, ways: tuple[str, ...]) -> None:
    figures, schools = list(csv_rows("示例-优质均衡.csv")), list(csv_rows("示例-优质均衡-学校.csv"))
    opened = workbook(template(SAMPLE, 2024))
    turns = itertools.cycle(ways)
    assert fill(opened, figures, turns) == 0
    of_schools = itertools.cycle([way for way in ways if way != "percent"] or ["text"])
    for number, school in enumerate(schools):
        row = SCHOOL_FIRST + number + number // 4  # a blank row here and there
        facts = {name: text for name, text in school.items() if name not in ("区县代码", "年份")}
        fill_school(opened, SCHOOLS, row, facts, lambda: next(of_schools))
    filled = read(tmp_path, opened)
    assert filled.diagnostics == ()
    given = csv_dataset(tmp_path, figures, schools)
    expected = judged(given, SAMPLE, 2024, only=[BALANCE])
    made = judged(filled, SAMPLE, 2024, only=[BALANCE])
    assert shorn(made) == shorn(expected)
    assert [(c.id, c.outcome) for c in made.conclusions] == [(c.id, c.outcome) for c in expected.conclusions]
    assert {"met", "not_met"} <= {v.verdict for v in made.verdicts}


@pytest.mark.parametrize("ways", [("plain",), WAYS, ("percent", "thousands")], ids="-".join)
def test_dongli_with_rows_added_below(tmp_path: Path, ways: tuple[str, ...]) -> None:
    """The sample for 东丽区: shares, estimates, 98以上, two figures for one thing, sums of three years, milestones with days."""
    figures = [row for row in csv_rows("示例-东丽-2023.csv") if not row["对象"]]
    opened = workbook(template(DONGLI, 2023))
    # 5 given twice, the sum of three years, pupils of the year before
    assert 5 <= fill(opened, figures, itertools.cycle(ways)) <= 8
    filled = read(tmp_path, opened)
    assert [d.code for d in filled.diagnostics if d.is_error] == []
    given = csv_dataset(tmp_path, figures)
    pack = ["dongli-plan-2021"]
    made = judged(filled, DONGLI, 2023, only=pack)
    assert shorn(made) == shorn(judged(given, DONGLI, 2023, only=pack))
    assert {"met", "not_met", "behind", "on_track", "unverified", "no_data"} <= {v.verdict for v in made.verdicts}


def test_a_half_filled_workbook_lacks_data_and_nothing_else(tmp_path: Path) -> None:
    figures = list(csv_rows("示例-优质均衡.csv"))[:8]
    opened = workbook(template(SAMPLE, 2024))
    fill(opened, figures, itertools.cycle(["plain"]))
    fill_school(
        opened,
        SCHOOLS,
        SCHOOL_FIRST,
        {"学校名称": "示例一小", "学校类型": "小学", "小学在校生数": "300"},
        lambda: "plain",
    )
    filled = read(tmp_path, opened)
    assert filled.diagnostics == ()
    verdicts = {(v.target, v.entity): v.verdict for v in judged(filled, SAMPLE, 2024).verdicts}
    assert verdicts["teacher-training", None] == "met"
    assert verdicts["rotation", None] == "no_data"
    assert verdicts["school-size", "示例一小"] == "met"
    assert verdicts["backbone-teachers", "示例一小"] == "no_data"
    assert verdicts["gross-enrolment", None] == "no_data"


@pytest.mark.parametrize("region", [SAMPLE, DONGLI, "350502", "350505", "370321"])
def test_an_untouched_workbook_reads_as_nothing_reported(tmp_path: Path, region: str) -> None:
    year = 2019 if region == "350505" else 2024
    filled = read(tmp_path, workbook(template(region, year)))
    assert [(d.code, d.is_error) for d in filled.diagnostics] == [("INP409", False)]
    assert filled.observations == ()
    assert filled.regions() == (region,)
    made = judged(filled, region, year)
    assert {v.verdict for v in made.verdicts} <= {"no_data", "unverified", "pending"}
    # the sheets of schools stand there: the standards for recognition are asked about
    assert {pack.id for pack in made.packs if pack.left_out} == set()


def answered(opened: Any, year: int) -> None:
    """Fills what has to be filled, which is yellow; no two figures alike, so that no difference comes to nothing."""
    sheet, at = sheet_of(opened, FIGURES)
    for row in range(SCHOOL_FIRST - 1, sheet.max_row + 1):
        if sheet.cell(row, at["数值"]).fill.fgColor.rgb == YELLOW:
            unit = sheet.cell(row, at["单位"]).value
            sheet.cell(row, at["数值"]).value = 3 if unit == "级" else 20 + row % 70
    duties, columns = sheet_of(opened, TASKS)
    for row in tasks(opened).values():
        for header, value in (("完成情况", "是"), ("完成日期", f"{year}-03-01"), ("佐证材料", "文件")):
            duties.cell(row, columns[header]).value = value
    for title, kinds in (
        (SCHOOLS, ("小学", "初中", "九年一贯制", "完全中学")),
        (KINDERGARTENS, ("公办", "普惠性民办")),
    ):
        if title not in opened.sheetnames:
            continue
        for number, kind in enumerate(kinds):
            of_sheet = opened[title]
            for header, column in headers(of_sheet, SCHOOL_FIRST - 1).items():
                words = {"学校类型": kind, "办学性质": kind if title == KINDERGARTENS else "公办", "城乡类型": "城区"}
                name = {"学校名称": f"示例{number}", "幼儿园名称": f"示例园{number}"}
                usual = "是" if header.startswith("是否") else 900 - 7 * column + number
                cell = of_sheet.cell(SCHOOL_FIRST + number, column)
                if "代码" not in header and "建校" not in header:
                    cell.value = words.get(header) or name.get(header) or usual


@pytest.mark.parametrize(
    ("region", "year"),
    [
        (SAMPLE, 2024),
        (DONGLI, 2021),
        (DONGLI, 2023),
        (DONGLI, 2025),
        ("350502", 2024),
        ("350505", 2019),
        ("370321", 2024),
    ],
)
def test_once_what_has_to_be_filled_is_filled_nothing_lacks_data(tmp_path: Path, region: str, year: int) -> None:
    """The workbook asks for all that the targets rest on, and its optional cells may all stay empty."""
    opened = workbook(template(region, year))
    answered(opened, year)
    filled = read(tmp_path, opened)
    assert [str(d) for d in filled.diagnostics if d.is_error] == []
    made = judged(filled, region, year)
    lacking = [(v.pack, v.target, v.stage, v.entity, v.note) for v in made.verdicts if v.verdict == "no_data"]
    assert lacking == []


@pytest.mark.parametrize(("region", "year", "pack"), [(DONGLI, 2023, "dongli-plan-2021"), (SAMPLE, 2024, BALANCE)])
def test_no_cell_that_has_to_be_filled_is_there_for_nothing(tmp_path: Path, region: str, year: int, pack: str) -> None:
    """Take away one of the figures (every third is tried), and some verdict, or what is said of it, is another."""
    opened = workbook(template(region, year, only=[pack]))
    answered(opened, year)
    filled = read(tmp_path, opened)

    def verdicts(dataset: Dataset) -> list[tuple[object, ...]]:
        return shorn(assess(book(), dataset, region, year, reference.NAME, only=[pack]))

    whole = verdicts(filled)
    figures = [o for o in filled.observations if o.origin.sheet == FIGURES]
    assert len(figures) > 30
    for figure in figures[::3]:
        rest = tuple(o for o in filled.observations if o is not figure)
        assert verdicts(filled._replace(observations=rest)) != whole, figure.origin.cell
