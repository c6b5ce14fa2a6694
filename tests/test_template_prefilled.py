"""What earlier figures fill in beforehand: the year before for comparison, settled facts, the schools; never this year's figures."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dabiao.inputs.model import Dataset
from dabiao.inputs.template.model import Line, Roster, Task
from dabiao.inputs.tidy import Defaults
from helpers import row as cells
from national_helpers import book, school, vocabulary
from template_helpers import DONGLI, SAMPLE, codes, csv_dataset, csv_rows, judged, read, shorn, template, workbook
from test_template_round_trip import fill

PACK = "dongli-plan-2021"
HEADER = ("地区", "年份", "指标", "学段", "学校", "数值", "单位", "状态", "完成日期", "佐证材料")


def earlier(folder: Path, *rows: Sequence[str]) -> Dataset:
    """The dataset of rows as `helpers.row` makes them, of 东丽区."""
    folder.mkdir(exist_ok=True)
    return csv_dataset(folder, [dict(zip(HEADER, one, strict=True)) for one in rows])


def figure(year: int | str, name: str, value: str, unit: str = "", **more: str) -> tuple[str, ...]:
    return cells(year, name, value, unit, region=DONGLI, **more)


def line(name: str, year: int, dataset: Dataset, stage: str = "") -> Line:
    """The line of an indicator in the workbook for 2023."""
    made = template(DONGLI, 2023, dataset, [PACK])
    known = [one for block in made.blocks for one in block.lines if (one.name, one.year) == (name, year)]
    (only,) = [one for one in known if stage in ("", one.stage)]
    return only


@pytest.mark.parametrize(
    ("name", "stage", "rows", "last"),
    [
        ("普惠性幼儿园覆盖率", "", [("普惠性幼儿园覆盖率", "76.50", "%", "")], "76.5"),
        ("普惠性幼儿园覆盖率", "", [("普惠性幼儿园覆盖率", "76以上", "%", "")], "76以上"),
        ("普惠性幼儿园覆盖率", "", [("普惠性幼儿园覆盖率", "不足76", "%", "")], "不足76"),
        # computed, so rounded once to the indicator's decimals
        ("普惠性幼儿园覆盖率", "", [("普惠性幼儿园在园幼儿数", "2", "人", ""), ("在园幼儿数", "3", "人", "")], "66.67"),
        # in the unit asked for
        ("生均教学仪器设备值", "小学", [("生均教学仪器设备值", "5612", "元/人", "小学")], "0.5612"),
        (
            "普惠性幼儿园覆盖率",
            "",
            [("普惠性幼儿园覆盖率", "76", "%", ""), ("普惠性幼儿园覆盖率", "77", "%", "")],
            "76 / 77",
        ),
        ("普惠性幼儿园覆盖率", "", [], ""),
    ],
)
def test_the_figure_of_the_year_before_stands_beside_the_empty_cell(
    tmp_path: Path, name: str, stage: str, rows: list[tuple[str, str, str, str]], last: str
) -> None:
    dataset = (
        earlier(tmp_path, *(figure(2022, who, value, unit, stage=at) for who, value, unit, at in rows))
        if rows
        else Dataset((), (), ())
    )
    made = line(name, 2023, dataset, stage)
    assert (made.last, made.value, made.status) == (last, "", "")


def test_this_years_figures_are_not_taken_over(tmp_path: Path) -> None:
    dataset = earlier(tmp_path, figure(2023, "普惠性幼儿园覆盖率", "80"), figure(2024, "普惠性幼儿园覆盖率", "81"))
    made = template(DONGLI, 2023, dataset)
    assert {(one.value, one.last) for block in made.blocks for one in block.lines} == {("", "")}


@pytest.mark.parametrize(
    ("value", "unit", "status", "expected"),
    [
        ("46.3", "%", "", ("46.3", "实际", "表甲", "")),
        ("463", "‰", "预计", ("46.3", "预计", "表甲", "")),
        ("46以上", "%", "", ("46以上", "实际", "表甲", "")),
        ("超过46", "%", "", ("超过46", "实际", "表甲", "")),
    ],
)
def test_a_figure_of_an_earlier_year_a_target_compares_with_is_filled_in(
    tmp_path: Path, value: str, unit: str, status: str, expected: tuple[str, str, str, str]
) -> None:
    dataset = earlier(tmp_path, figure(2022, "儿童青少年总体近视率", value, unit, status=status, evidence="表甲"))
    made = line("儿童青少年总体近视率", 2022, dataset)
    assert (made.value, made.status, made.evidence, made.note) == expected


def test_two_figures_for_one_thing_and_a_computed_one_are_left_to_a_person(tmp_path: Path) -> None:
    name = "儿童青少年总体近视率"
    twice = earlier(tmp_path, figure(2022, name, "46.3"), figure(2022, name, "46.5"))
    counted = earlier(tmp_path / "b", figure(2022, "近视人数", "1"), figure(2022, "视力筛查人数", "3"))
    for dataset, note in ((twice, "46.3、46.5"), (counted, "33.33")):
        made = line(name, 2022, dataset)
        assert made.value == ""
        assert note in made.note


def test_what_was_done_before_is_filled_in_with_its_year(tmp_path: Path) -> None:
    name, yearly = "东丽区通过国家学前教育普及普惠区督导评估验收", "每年开展学生体质健康监测"
    dataset = earlier(
        tmp_path,
        figure(2021, name, "已完成", done_on="2021-11-20", evidence="认定文件"),
        figure(2022, yearly, "是", evidence="报告"),
        figure(2022, "健全中小幼德育工作重点任务清单", "是", evidence="清单"),
        figure(2022, "东丽区通过国家义务教育优质均衡发展区国家级督导评估验收", "未完成"),
    )
    known = {task.name: task for task in template(DONGLI, 2023, dataset, [PACK]).tasks}
    done: Task = known[name]
    assert (done.year, done.done, done.done_on, done.evidence) == (2021, "已完成", "2021-11-20", "认定文件")
    attested = known["健全中小幼德育工作重点任务清单"]
    assert (attested.year, attested.done, attested.evidence) == (2022, "是", "清单")
    assert [task.name for task in known.values() if task.done] == [name, attested.name]


def test_prefilled_figures_and_this_years_say_what_both_said_as_csv(tmp_path: Path) -> None:
    figures = [row for row in csv_rows("示例-东丽-2023.csv") if not row["对象"]]
    before = [row for row in figures if int(row["年份"][:4]) < 2023 and row["年份"].isdecimal()]
    now = [row for row in figures if row not in before]
    opened = workbook(template(DONGLI, 2023, csv_dataset(tmp_path, before)))
    fill(opened, [*now, *(row for row in before if row["指标"] == "在校生数")], itertools.cycle(["plain", "text"]))
    done = tmp_path / "filled"
    done.mkdir()
    made = judged(read(done, opened), DONGLI, 2023, [PACK])
    assert shorn(made) == shorn(judged(csv_dataset(tmp_path, figures), DONGLI, 2023, [PACK]))


SCHOOLS: tuple[Mapping[str, str | object], ...] = (
    school(
        "示例一小",
        "211-小学",
        学校代码="0035021",
        办学性质="公办",
        城乡类型="镇区",
        建校年份="1998年9月",
        是否2010年及之前规划并建成="是",
        是否寄宿制="否",
        小学在校生数=900,
    ),
    school(
        "示例实验学校", "九年一贯制学校", 办学性质="10", 是否2010年及之前规划并建成="是", 乡村小规模="是", 中心城区="否"
    ),
    {"幼儿园名称": "示例园", "办学性质": "普惠性民办", "是否2017年以后规划设计": "是", "园在园幼儿数": 90},
)


def roster(dataset: Dataset, sheet: str, year: int = 2025) -> tuple[Roster, dict[str, dict[str, str]]]:
    """A sheet of schools: by name, the filled columns."""
    (made,) = [one for one in template(SAMPLE, year, dataset).rosters if one.sheet == sheet]
    rows = [{c.header: text for c, text in zip(made.columns, row, strict=True) if text} for row in made.rows]
    return made, {next(iter(row.values())): row for row in rows}


def schools(folder: Path, rows: Sequence[Mapping[str, object]], year: int = 2024) -> Dataset:
    texts = [{key: str(value) for key, value in row.items()} for row in rows]
    split = [[row for row in texts if key in row] for key in ("学校名称", "幼儿园名称")]
    return csv_dataset(folder, *(part for part in split if part), defaults=Defaults(SAMPLE, year))


def test_the_schools_are_listed_with_what_does_not_change(tmp_path: Path) -> None:
    dataset = schools(tmp_path, SCHOOLS)
    _, known = roster(dataset, "学校填报")
    assert known == {
        "示例一小": {
            "学校名称": "示例一小", "学校代码": "0035021", "学校类型": "小学", "办学性质": "公办", "城乡类型": "镇区",
            "建校年份": "1998年9月", "是否2010年及之前规划并建成": "是", "是否寄宿制学校": "否",
        },
        "示例实验学校": {
            "学校名称": "示例实验学校", "学校类型": "九年一贯制", "办学性质": "10", "是否2010年及之前规划并建成": "是",
            "是否人口密度过高的大城市中心城区学校": "否",
        },
    }  # fmt: skip
    assert roster(dataset, "幼儿园填报")[1] == {
        "示例园": {"幼儿园名称": "示例园", "办学性质": "普惠性民办", "是否2017年以后规划设计": "是"}
    }


def test_schools_of_the_latest_year_not_of_one_to_come(tmp_path: Path) -> None:
    old, new, next_year = (
        school(name, "小学", 年份=year, 小学在校生数="9")
        for name, year in (("旧校", 2022), ("新校", 2024), ("来校", 2026))
    )
    _, known = roster(schools(tmp_path, [old, new, next_year]), "学校填报")
    assert set(known) == {"新校"}


def test_a_school_two_tables_list_is_listed_once(tmp_path: Path) -> None:
    one = {**school("示例（南）小学", "小学"), "小学在校生数": "9", "毕业生数": "1"}
    two = {"学校名称": "示例(南) 小学", "学校代码": "77", "毕业生数": "1", "班级总数": "2"}
    texts = [[{key: str(value) for key, value in row.items()}] for row in (one, two)]
    _, known = roster(csv_dataset(tmp_path, *texts, defaults=Defaults(SAMPLE, 2024)), "学校填报")
    assert known == {"示例（南）小学": {"学校名称": "示例（南）小学", "学校代码": "77", "学校类型": "小学"}}


def test_a_prefilled_workbook_reads_without_a_word(tmp_path: Path) -> None:
    """The schools are there, with nothing to report yet; 10 of 举办者类型 stays what it was."""
    dataset = schools(tmp_path, SCHOOLS)
    filled = read(tmp_path, workbook(template(SAMPLE, 2025, dataset)))
    assert codes(filled) == []
    private = vocabulary().indicator("民办")
    assert private is not None
    told = {o.entity: o.value for o in filled.observations if o.indicator == private.id}
    assert told == {"示例一小": 0, "示例实验学校": 1, "示例园": 1}
    assert {o.period.end for o in filled.observations} == {2025}
    assert book().regions.name(SAMPLE) == "示例县"


def test_last_years_workbook_fills_in_this_years(tmp_path: Path) -> None:
    """A filled workbook of one year is the earlier data of the next."""
    figures = list(csv_rows("示例-优质均衡.csv"))
    opened = workbook(template(SAMPLE, 2024))
    fill(opened, figures, itertools.cycle(["plain"]))
    made = template(SAMPLE, 2025, read(tmp_path, opened))
    known = {one.name: one for block in made.blocks for one in block.lines}
    assert (known["符合交流条件教师数"].last, known["符合交流条件教师数"].value) == ("260", "")
    assert known["交流轮岗教师占符合交流条件教师的比例"].last == "9.6"
