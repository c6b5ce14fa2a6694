"""The workbook that goes out to be filled in and comes back."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.cli.main import main
from dabiao.ledger.book import change, resolve
from dabiao.ledger.columns import COLUMNS, ID_HEAD, VERSION_HEAD
from dabiao.ledger.store import writing
from dabiao.ledger.text import parse_deadline, tidy
from dabiao.ledger.workbook import write_workbook
from ledger_helpers import history, ident, outcome, stand, take, year

HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example","点我")',
    "plus": "+1+1",
    "at": "@SUM(1)",
    "markup": '<script>alert(1)</script>"onmouseover="x',
    "rtl": "甲\u202e乙\u2066丙",
    "long": "长" * 10_000,
    "emoji": "完成😀👍",
    "rare": "𠮷野家𬭎",
    "escape": "\x1b[31m红\x07",
    "ampersand": "A&B;&amp;",
    "lines": "一\n二\r\n三",
}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Two findings, one of a school."""
    path = tmp_path / "台账.db"
    school = outcome("not_met", "2", "counsellors", entity="甲校", lead=("教育局", "财政局"))
    take(path, year(2021, outcome("not_met", "5"), school))
    return path


def run(ledger: Path, *arguments: str | Path) -> int:
    """dabiao ledger on that file."""
    return main(["ledger", str(arguments[0]), "--ledger", str(ledger), *map(str, arguments[1:])])


def export(ledger: Path) -> Path:
    """The workbook beside the ledger."""
    path = ledger.with_name("整改台账.xlsx")
    assert run(ledger, "export", "-o", path) == 0
    return path


def fill(path: Path, cells: dict[tuple[int, str], Any]) -> Path:
    """The workbook with some cells changed, by row (from 1) and head."""
    book = openpyxl.load_workbook(path)
    sheet = book["整改台账"]
    heads = {str(cell.value): cell.column or 0 for cell in sheet[2]}
    for (row, head), value in cells.items():
        sheet.cell(row + 2, heads[head]).value = value
    book.save(path)
    return path


def set_field(ledger: Path, field: str, text: str, by: str = "李老师") -> None:
    """Somebody else fills a field in meanwhile."""
    with writing(ledger) as connection:
        change(connection, resolve(connection, ident()), {field: text}, by, None)


def test_the_columns_are_those_of_the_form(ledger: Path) -> None:
    sheet = openpyxl.load_workbook(export(ledger))["整改台账"]
    assert [cell.value for cell in sheet[2]] == [
        "序号", "地区", "学校", "问题", "依据指标", "状态", "责任单位", "责任人", "整改措施", "整改时限", "整改结果", "佐证材料",
        "销号", "备注", "编号", ID_HEAD, VERSION_HEAD,
    ]  # fmt: skip
    school = [cell.value for cell in sheet[4]]
    assert school[:3] == [2, "某市示例区", "甲校"]
    assert "≥ 99 %" in str(school[3])
    assert "「原文这样写」" in str(school[4])
    assert school[5:7] == ["新发现", "教育局、财政局"]
    hidden = {key for key, column in sheet.column_dimensions.items() if column.hidden}
    assert hidden == {"P"}  # openpyxl groups neighbours: P stands for P and Q
    assert sheet.column_dimensions["P"].max == 17


def test_the_same_ledger_gives_the_same_bytes(ledger: Path) -> None:
    assert export(ledger).read_bytes() == export(ledger).read_bytes()


def test_what_is_filled_in_comes_back(ledger: Path) -> None:
    filled = {
        (1, "责任单位"): "示例区教育局",
        (1, "责任人"): "王主任",
        (1, "整改措施"): "投入资金 120 万元\n新建食堂",
        (1, "整改时限"): "2024年8月底前",
        (1, "整改结果"): 98.5,
        (1, "佐证材料"): "验收单",
        (2, "备注"): "已上报",
    }
    assert run(ledger, "import", fill(export(ledger), filled), "--by", "王老师", "--today", "2024-03-01") == 0
    one, two = stand(ledger)
    assert (one.office, one.person, one.measure) == ("示例区教育局", "王主任", "投入资金 120 万元\n新建食堂")
    assert (one.deadline, one.result, one.evidence, two.remark) == ("2024-08-31", "98.5", "验收单", "已上报")
    written = [event for event in history(ledger) if event.kind == "set"]
    assert [(event.by, event.day, len(event.facts)) for event in written] == [
        ("王老师", "2024-03-01", 6),
        ("王老师", "2024-03-01", 1),
    ]


def test_a_workbook_that_nobody_touched_changes_nothing_and_twice_is_once(ledger: Path) -> None:
    before = len(history(ledger))
    assert run(ledger, "import", export(ledger), "--by", "王") == 0
    assert len(history(ledger)) == before
    book = fill(export(ledger), {(1, "责任人"): "王主任"})
    assert run(ledger, "import", book, "--by", "王") == 0
    assert run(ledger, "import", book, "--by", "王") == 0
    assert len(history(ledger)) == before + 1


def test_a_conflict_shows_both_and_writes_neither(ledger: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    book = fill(export(ledger), {(1, "责任人"): "张三", (1, "备注"): "备", (2, "责任人"): "赵六"})
    set_field(ledger, "person", "李四")
    capfdbinary.readouterr()
    assert run(ledger, "import", book, "--by", "王") == 1
    told = capfdbinary.readouterr().err.decode()
    assert all(text in told for text in ("LED831", "张三", "李四", "李老师", "整改台账!H3"))
    one, two = stand(ledger)
    assert (one.person, one.remark, two.person) == ("李四", "", "赵六")


def test_force_takes_the_row_named_and_no_other(ledger: Path) -> None:
    book = fill(export(ledger), {(1, "责任人"): "张三", (2, "责任人"): "赵六"})
    set_field(ledger, "person", "李四")
    other = next(finding.id for finding in stand(ledger) if finding.entity)
    with writing(ledger) as connection:
        change(connection, resolve(connection, other), {"person": "钱七"}, "李", None)
    assert run(ledger, "import", book, "--by", "王", "--force", ident()[:6]) == 1
    assert [finding.person for finding in stand(ledger)] == ["张三", "钱七"]


def test_what_others_changed_elsewhere_is_no_conflict_and_stays(ledger: Path) -> None:
    book = fill(export(ledger), {(1, "责任人"): "张三"})
    set_field(ledger, "measure", "措施甲")
    take(ledger, year(2022, outcome("not_met", "6")))
    assert run(ledger, "import", book, "--by", "王") == 0
    one = stand(ledger)[0]
    assert (one.person, one.measure) == ("张三", "措施甲")


def test_both_writing_the_same_is_no_conflict(ledger: Path) -> None:
    book = fill(export(ledger), {(1, "责任人"): "张三"})
    set_field(ledger, "person", "张三")
    assert run(ledger, "import", book, "--by", "王") == 0


def test_the_office_of_the_document_goes_on_following_it(ledger: Path) -> None:
    book = fill(export(ledger), {(2, "备注"): "看过"})
    assert run(ledger, "import", book, "--by", "王") == 0
    school = outcome("not_met", "2", "counsellors", entity="甲校", lead=("人社局",))
    take(ledger, year(2022, school))
    assert stand(ledger)[1].responsible == "人社局"


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({(1, "问题"): "没有问题"}, ["LED826"]),
        ({(1, "状态"): "已达标"}, ["LED826"]),
        ({(1, "销号"): "销了"}, ["LED826"]),
        ({(3, "问题"): "自己加的一行"}, ["LED825"]),
    ],
)
def test_edits_that_are_not_taken_are_said(
    ledger: Path, capfdbinary: pytest.CaptureFixture[bytes], cells: dict[tuple[int, str], Any], codes: list[str]
) -> None:
    before = stand(ledger)
    assert run(ledger, "import", fill(export(ledger), cells), "--by", "王") == 0
    told = capfdbinary.readouterr().err.decode()
    assert [code for code in ("LED825", "LED826") if code in told] == codes
    assert stand(ledger) == before


def renamed_head(path: Path) -> None:
    fill(path, {(0, ID_HEAD): "编号二"})


def copied_sheet(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["整改台账"])
    book.save(path)


def no_workbook(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04nothing")


@pytest.mark.parametrize(
    ("change_it", "code"),
    [
        (lambda path: fill(path, {(1, "整改时限"): "下个月"}), "LED812"),
        (lambda path: fill(path, {(1, "整改时限"): "2024-02-30"}), "LED812"),
        (lambda path: fill(path, {(1, "备注"): "长" * 30_001}), "LED811"),
        (lambda path: fill(path, {(1, "备注"): "=1+1"}), "LED824"),
        (lambda path: fill(path, {(1, VERSION_HEAD): "一"}), "LED822"),
        (lambda path: fill(path, {(1, VERSION_HEAD): "9"}), "LED822"),
        (lambda path: fill(path, {(1, VERSION_HEAD): "0"}), "LED822"),
        (lambda path: fill(path, {(1, ID_HEAD): "不是编号"}), "LED807"),
        (lambda path: fill(path, {(1, ID_HEAD): ident("别的")}), "LED807"),
        (lambda path: fill(path, {(2, ID_HEAD): ident()}), "LED823"),
        (renamed_head, "LED821"),
        (lambda path: fill(path, {(0, "地区"): "备注"}), "LED821"),
        (copied_sheet, "LED821"),
        (no_workbook, "INP404"),
        (Path.unlink, "LED820"),
    ],
)
def test_a_workbook_that_can_not_be_read_right_is_refused_whole(
    ledger: Path, capfdbinary: pytest.CaptureFixture[bytes], change_it: Callable[[Path], object], code: str
) -> None:
    before = stand(ledger)
    book = fill(export(ledger), {(2, "责任人"): "赵六"})
    change_it(book)
    assert run(ledger, "import", book, "--by", "王") == 2
    assert code in capfdbinary.readouterr().err.decode()
    assert stand(ledger) == before


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], text: str) -> None:
    """In what people fill in and in what an assessment says; and it comes back as it was."""
    ledger = tmp_path / "台账.db"
    verdict = outcome("not_met", "5", indicator_name=text, entity=text, lead=(text,), requirement=text)
    take(ledger, year(2021, verdict, region_name=text))
    (only,) = stand(ledger)
    with writing(ledger) as connection:
        change(connection, only, dict.fromkeys(("person", "measure", "remark"), tidy(text)), text, None)
    path = export(ledger)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts.values())
    sheet = openpyxl.load_workbook(path)["整改台账"]
    assert all(cell.data_type in ("s", "n") and cell.quotePrefix for cell in sheet[3] if isinstance(cell.value, str))
    assert sheet["H3"].value == tidy(text)
    assert sheet["I3"].value == tidy(text)
    assert str(sheet["C3"].value).split() == tidy(text).split()
    assert run(ledger, "import", path, "--by", "王") == 0
    assert stand(ledger)[0].version == 2
    capfdbinary.readouterr()
    assert [run(ledger, "list"), run(ledger, "show", only.id)] == [0, 0]
    shown = capfdbinary.readouterr().out.decode().replace("\n", "")
    assert all(character.isprintable() or character == "\u3000" for character in shown)


@settings(deadline=None, max_examples=25)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="_"), max_size=60))
def test_any_text_survives_the_workbook(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    from dabiao.ledger.workbook_rows import read_rows

    ledger = tmp_path_factory.mktemp("ledger") / "台账.db"
    take(ledger, year(2021, outcome("not_met", "5")))
    (only,) = stand(ledger)
    rows, found = read_rows(write_workbook([only._replace(measure=tidy(text))], [], "台账"), "台账.xlsx")
    assert found == []
    assert tidy(rows[0].texts["整改措施"]) == tidy(text)


def test_every_figure_of_the_problem_stands_in_the_workbook(ledger: Path) -> None:
    """The numbers of the sheet are those of the findings, character by character."""
    found = stand(ledger)
    book = openpyxl.load_workbook(io.BytesIO(export(ledger).read_bytes()))
    for row, finding in enumerate(found, 3):
        assert [book["整改台账"].cell(row, n).value or "" for n in range(2, 2 + len(COLUMNS))] == [
            column.shows(finding) for column in COLUMNS
        ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-06-30", "2024-06-30"),
        ("2024年6月30日前", "2024-06-30"),
        ("2024.6.30", "2024-06-30"),
        ("2024年2月底", "2024-02-29"),
        ("2023年2月", "2023-02-28"),
        ("2024年底前", "2024-12-31"),
        ("２０２４-６-１", "2024-06-01"),
        (" 立行立改 ", "立行立改"),
        ("", ""),
    ],
)
def test_deadlines_people_write(text: str, day: str) -> None:
    assert parse_deadline(text) == day


@pytest.mark.parametrize(
    "text", ["近期", "2024", "6月底", "2024-13", "2024年0月底", "2024-02-30", "24-6-30", "2024-06-30 或以后"]
)
def test_deadlines_that_are_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        parse_deadline(text)
