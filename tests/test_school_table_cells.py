"""Cells of school tables: blanks, numbers as people type them, and every problem at once, each at its cell."""

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from dabiao.inputs.tidy import Defaults
from school_helpers import Rows, codes, figures, name_of, read, vocabulary, workbook

HEADER = ["学校名称", "小学在校生数", "教学及辅助用房面积"]


def places(folder: Path, rows: Rows, defaults: Defaults | None = None) -> list[tuple[str, str]]:
    content = workbook(rows)
    dataset = read(folder, content, defaults=defaults) if defaults else read(folder, content)
    assert all(d.hint and d.spans for d in dataset.diagnostics)
    return [(d.code, str(d.spans[0]).rpartition("!")[2]) for d in dataset.diagnostics]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (500, 500), ("500", 500), ("５００", 500), ("1,500", 1500), ("0500", 500), ("500人", 500), ("0.05万", 500),
        ("五百", 500), (98.5, Fraction(197, 2)), (0, 0), (0.1 + 0.2, Fraction(3, 10)),
    ],
)  # fmt: skip
def test_a_figure_is_exact_however_it_is_typed(tmp_path: Path, typed: object, value: Fraction) -> None:
    dataset = read(tmp_path, workbook([HEADER, ["一校", typed, 1]]))
    assert codes(dataset) == []
    assert figures(dataset, "一校")["小学在校生数"] == value


def test_a_bound_is_a_bound(tmp_path: Path) -> None:
    dataset = read(tmp_path, [HEADER, ["一校", "500以上", 1]])
    (bound,) = [o.bound for o in dataset.observations if name_of(o) == "小学在校生数"]
    assert bound is not None
    assert bound.low == 500
    assert bound.high is None


@pytest.mark.parametrize("blank", ["", " ", "-", "—", "/", "无", "暂无", "N/A"])
def test_a_blank_is_missing_never_0(tmp_path: Path, blank: str) -> None:
    dataset = read(tmp_path, [HEADER, ["一校", blank, 7]])
    assert (codes(dataset), figures(dataset, "一校")) == ([], {"教学及辅助用房面积": 7})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("约500", "INP424"),
        ("五百多", "INP425"),
        ("1e3", "INP424"),
        ("#DIV/0!", "INP417"),
        ("500元", "INP425"),
        ("=1+1", "INP416"),
        ("是", "INP424"),
    ],
)
def test_what_is_no_number_is_refused_at_its_cell(tmp_path: Path, typed: str, code: str) -> None:
    assert places(tmp_path, [HEADER, ["一校", typed, 1]]) == [(code, "B2")]


def test_formats_of_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, ["一校", 0.5, 12000], ["二校", 43000, 1]):
        sheet.append(row)
    sheet["B2"].number_format = "0%"
    sheet["C2"].number_format = "0!.0,"
    sheet["B3"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "0.xlsx")
    dataset = read(tmp_path, (tmp_path / "0.xlsx").read_bytes())
    assert [(d.code, d.spans[0].cell) for d in dataset.diagnostics] == [
        ("INP423", "B2"),
        ("INP429", "C2"),
        ("INP424", "B3"),
    ]


def test_every_problem_of_every_row_is_found_at_once(tmp_path: Path) -> None:
    rows = [
        ["学校名称", "区县", "年份", "学校类型", "学段", "状态", "是否寄宿制", *HEADER[1:], "无此列"],
        ["一校", "某某县", "二〇", "小学校区", "学前班", "大概", "也许", "x", "y", 1],
        ["", "350502", 2023, "小学", "", "", "", 5, "", ""],
        ["二校", "350502", "2023-2024", "小学", "", "", "", 5, "", ""],
        ["三校", "", "", "小学", "", "", "", 5, "", ""],
    ]
    found = places(tmp_path, rows, Defaults())
    assert sorted(found) == [
        ("INP413", "J1"), ("INP418", "B2"), ("INP418", "B5"), ("INP419", "C2"), ("INP419", "C4"), ("INP419", "C5"),
        ("INP420", "E2"), ("INP422", "F2"), ("INP424", "H2"), ("INP424", "I2"), ("INP431", "A3"), ("INP432", "D2"),
        ("INP433", "G2"),
    ]  # fmt: skip


def test_a_missing_region_or_year_column_is_said_once(tmp_path: Path) -> None:
    rows = [HEADER, *([f"{n}校", 5, 1] for n in range(5))]
    assert places(tmp_path, rows, Defaults()) == [("INP412", "A1"), ("INP412", "A1")]
    assert places(tmp_path, rows, Defaults("350502")) == [("INP412", "A1")]


@pytest.mark.parametrize(
    ("cells", "region"),
    [
        ({"区县": "350505"}, "350505"),
        ({"区县": "鲤城区"}, "350502"),
        ({"区县名称": "认不出的区", "区县代码": 350505}, "350505"),
        ({"县（市、区）": "泉港区"}, "350505"),
        ({"区县": ""}, "350502"),
    ],
)
def test_regions(tmp_path: Path, cells: dict[str, object], region: str) -> None:
    dataset = read(tmp_path, workbook([[*HEADER, *cells], ["一校", 5, 1, *cells.values()]]))
    assert codes(dataset) == []
    assert {o.region for o in dataset.observations} == {region}


def test_two_regions_in_one_row_are_refused(tmp_path: Path) -> None:
    rows = [[*HEADER, "区县名称", "区县代码"], ["一校", 5, 1, "鲤城区", 350505]]
    assert places(tmp_path, rows) == [("INP418", "D2")]


def test_merged_identities_hold_for_every_row_figures_for_one(tmp_path: Path) -> None:
    rows = [
        ["区县", "年份", "学校类型", *HEADER],
        ["泉港区", 2021, "小学", "一校", 5, 900],
        ["", "", "", "二校", 6, ""],
        ["", "", "初中", "三校", "", 7],
    ]
    dataset = read(tmp_path, workbook(rows, ("A2:A4", "B2:B4", "C2:C3", "F2:F3")), defaults=Defaults())
    assert codes(dataset) == []
    assert {(o.region, o.period.start) for o in dataset.observations} == {("350505", 2021)}
    assert figures(dataset, "二校") == {"小学在校生数": 6, "初中在校生数": 0, "高中在校生数": 0}


def test_status_and_note_are_kept(tmp_path: Path) -> None:
    dataset = read(tmp_path, [[*HEADER, "状态", "备注"], ["一校", 5, 1, "预计", "新建"]])
    assert {(o.status, o.note) for o in dataset.observations} == {("estimate", "新建")}


def test_the_origin_is_the_cell(tmp_path: Path) -> None:
    dataset = read(tmp_path, workbook([["题"], [], HEADER, [], ["一校", 5, 1]]))
    assert [str(o.origin.span).rpartition("/")[2] for o in dataset.observations] == ["0.xlsx!学校!B5", "0.xlsx!学校!C5"]


def test_a_school_without_any_figure_is_named(tmp_path: Path) -> None:
    """Otherwise it would be missing from the county without a word."""
    rows = [
        HEADER,
        ["一校", 5, 1],
        ["二校", "", ""],
        ["", "", ""],
        ["注：以上数据截至9月1日"],
        ["填表人：某某", "", "审核人：某某"],
    ]
    assert places(tmp_path, rows) == [("INP438", "A3")]


def test_figures_without_a_header_are_named(tmp_path: Path) -> None:
    assert places(tmp_path, [HEADER, ["一校", 5, 1, "", 9]]) == [("INP413", "E2")]


def test_items_the_catalogue_does_not_hold_are_left_out(tmp_path: Path) -> None:
    assert "普惠性民办园" not in {i.name for i in vocabulary().indicators.values()}
    dataset = read(tmp_path, [[*HEADER, "普惠性民办园"], ["一校", 5, 1, 1]])
    assert codes(dataset) == ["INP413"]
