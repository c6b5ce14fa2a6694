"""School tables of many regions: scanned where they are plain, with the same result where the ordinary reader is needed for a row, or all."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from dabiao.assess.columnar import judge_many
from dabiao.assess.columnar.model import Judged
from dabiao.diagnostics import InputError
from dabiao.inputs.bulk.schools import Schools, open_schools
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.rules.model import Rulebook
from helpers import NATION, pack, rulebook, target
from random_school_tables import write_table
from school_helpers import workbook
from test_columnar_cells import INDICATORS

HEADERS = ("学校名称", "区县代码", "年份", "学校类型", "在校生数", "班级总数")
PLAIN = (
    ("一校", "350502", "2024", "小学", "300", "8"),
    ("二校", "350502", "2024", "初中", "250.0", "0"),
    ("一校", "350505", "2024", "九年一贯制", "", "7"),
)
HEAD = "severity: warning, hint: 核对"
QUALITY = f"""\
quality:
  - {{id: sum, title: 各校之和, kind: rollup, checks: [班级总数 == 班级总数], {HEAD}}}
  - {{id: code, title: 代码, kind: duplicate, by: code, {HEAD}}}
  - {{id: name, title: 名称, kind: duplicate, by: name, {HEAD}}}
"""


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    asked = target("per: school\nwhere: 教学点 == 0\nvalue: '>= 1 个'\nby: 2025", "a", "classes")
    return rulebook(tmp_path / "rules", pack([asked], region=NATION), indicators=INDICATORS, quality=QUALITY)


class Read:
    """How many figures were read row by row; None where all files were left to the ordinary reader."""

    aside: int | None = None


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    told = Read()

    def spy(*arguments: object) -> Schools | None:
        found = open_schools(*arguments)  # type: ignore[arg-type]
        told.aside = None if found is None else len(found.others)
        return found

    monkeypatch.setattr("dabiao.assess.columnar.source.open_schools", spy)
    return told


def judged(book: Rulebook, *paths: Path) -> Judged:
    """What is judged of the files, which is what is judged of them read row by row."""
    made = judge_many(book, list(paths), rows=True, failing=True)
    alone = judge_many(book, read_files(paths, vocabulary_of(book)), rows=True, failing=True)
    assert sorted(made.rows) == sorted(alone.rows)
    assert made.counts == alone.counts
    assert made.quality == alone.quality
    assert made.doubted == alone.doubted
    return made


def table(folder: Path, *rows: Sequence[str], headers: Sequence[str] = HEADERS) -> Path:
    return write_table(folder / "学校.csv", headers, rows)


def test_plain_rows_are_scanned(tmp_path: Path, book: Rulebook, read: Read) -> None:
    made = judged(book, table(tmp_path, *PLAIN))
    assert read.aside == 0
    assert [(row.region, row.entity, row.verdict) for row in sorted(made.rows)] == [
        ("350502", "一校", "met"),
        ("350502", "二校", "pending"),
        ("350505", "一校", "met"),
    ]


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_columns_of_numbers(tmp_path: Path, book: Rulebook, read: Read, kind: str) -> None:
    path = table(tmp_path, *PLAIN)
    made = path.with_suffix(f".{kind}")
    with duckdb.connect() as connection:
        source = connection.sql(f"SELECT * REPLACE (CAST(在校生数 AS DOUBLE) AS 在校生数) FROM read_csv('{path}')")
        if kind == "parquet":
            source.write_parquet(str(made))
        else:
            arrow = pytest.importorskip("pyarrow")
            columns = source.to_arrow_table()
            with arrow.OSFile(str(made), "wb") as sink, arrow.ipc.new_file(sink, columns.schema) as writer:
                writer.write_table(columns)
    rows = judged(book, made).rows
    assert read.aside == 0  # nor is the blank in a column of doubles anything to ask about
    assert rows == judged(book, path).rows


@pytest.mark.parametrize(
    "row",
    [
        ("三校", "350505", "2024", "小学", "300人", "8"),
        ("三校", "350505", "2024", "小学", "３００", "8"),
        ("三校", "350505", "2024", "小学", "300", "-8"),
        (" 三校", "350505", "2024", "小学", "300", "8"),
        ("\u2003三校", "350505", "2024", "小学", "300", "8"),
        ("三校", "350505", "2024", "", "300", "8"),
        ("一校", "350505", "2024", "九年一贯制", "3", "8"),
        ("一 校", "350505", "2024", "九年一贯制", "", "7"),
    ],
    ids=[
        "unit",
        "width",
        "sign",
        "blank-in-front",
        "wide-blank-in-front",
        "no-type",
        "twice",
        "twice-otherwise-written",
    ],
)
def test_a_row_that_is_not_plain_is_read_by_itself(
    tmp_path: Path, book: Rulebook, read: Read, row: tuple[str, ...]
) -> None:
    made = judged(book, table(tmp_path, *PLAIN, row))
    assert read.aside
    assert len(made.rows) == len({(one.region, one.entity) for one in made.rows}) >= 3


@pytest.mark.parametrize(
    "row",
    [
        ("合计", "350505", "2024", "", "550", "15"),
        ("全县 合 计", "350505", "2024", "", "550", "15"),
        ("注：数据截至9月", "", "", "", "", ""),
        HEADERS,
    ],
    ids=["total", "total-spread", "footer", "header-again"],
)
def test_rows_that_are_no_schools_are_left_to_the_ordinary_reader(
    tmp_path: Path, book: Rulebook, read: Read, row: tuple[str, ...]
) -> None:
    made = judged(book, table(tmp_path, *PLAIN, row))
    assert read.aside is None
    assert len(made.rows) == 3


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("三校", "350505", "2024", "学堂", "300", "8"), "INP432"),
        (("三校", "没有的县", "2024", "小学", "300", "8"), "INP418"),
        (("三校", "350505", "今年", "小学", "300", "8"), "INP419"),
        (("三校", "350505", "2024", "小学", "约三百", "8"), "INP424"),
        (("三校", "350505", "2024", "小学", "#N/A", "8"), "INP417"),
        (("", "350505", "2024", "小学", "300", "8"), "INP431"),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_line(
    tmp_path: Path, book: Rulebook, row: tuple[str, ...], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dabiao.inputs.bulk.schools.read._READ_AGAIN", 0)
    with pytest.raises(InputError) as refused:
        judge_many(book, [table(tmp_path, *PLAIN, row)])
    errors = [d for d in refused.value.diagnostics if d.is_error]
    assert [d.code for d in errors] == [code]
    assert str(errors[0].spans[0]).endswith("学校.csv:5")


@pytest.mark.parametrize(
    ("classes", "of_county", "found"),
    [(("8", "7"), "15", 0), (("8", "7"), "16", 1), (("8", "7"), "14", 1), (("8", ""), "16", 0), (("8", ""), "7", 1)],
    ids=["equal", "more", "less", "more-but-one-is-blank", "less-though-one-is-blank"],
)
def test_a_county_is_held_against_its_schools(
    tmp_path: Path, book: Rulebook, read: Read, classes: tuple[str, str], of_county: str, found: int
) -> None:
    rows = [(f"{n}校", "350502", "2024", "小学", "300", count) for n, count in enumerate(classes)]
    county = [(region, "2024", "班级总数", of_county) for region in ("350502", "350505")]
    county_file = write_table(tmp_path / "县.csv", ("地区", "年份", "指标", "数值"), county)
    made = judged(book, table(tmp_path, *rows), county_file)
    assert read.aside == 0
    assert sum(one.findings for one in made.quality) == found


@pytest.mark.parametrize(
    ("names", "rule"),
    [(("一校", "二校"), "code"), (("一校", "一校"), "name"), (("一校", "一 校"), "name")],
    ids=["one-code", "one-name", "one-name-otherwise-written"],
)
def test_schools_that_are_there_twice(
    tmp_path: Path, book: Rulebook, read: Read, names: tuple[str, str], rule: str
) -> None:
    rows = [(name, "350502", "2024", "小学", "300", "8", "7") for name in names]
    rows += [(f"{n}校", "350505", "2024", "小学", "300", "8", str(n)) for n in range(3)]
    made = judged(book, table(tmp_path, *rows, headers=(*HEADERS, "学校代码")))
    assert read.aside
    assert [one.rule for one in made.quality] == [rule]


def test_a_school_named_by_a_tidy_table_as_well_is_left_to_the_ordinary_reader(
    tmp_path: Path, book: Rulebook, read: Read
) -> None:
    """What it says of a school may fill what the school's row leaves at nought."""
    beside = write_table(
        tmp_path / "b.csv", ("地区", "年份", "指标", "学校", "数值"), [("350502", "2024", "初中在校生数", "一校", "9")]
    )
    judged(book, table(tmp_path, *PLAIN), beside)
    assert read.aside is None


@pytest.mark.parametrize("large", [False, True])
def test_all_that_is_wrong_is_told_at_once(
    tmp_path: Path, book: Rulebook, monkeypatch: pytest.MonkeyPatch, *, large: bool
) -> None:
    if large:
        monkeypatch.setattr("dabiao.inputs.bulk.schools.read._READ_AGAIN", 0)
    path = table(
        tmp_path, ("三校", "350505", "2024", "学堂", "约三百", "8"), *PLAIN, ("四校", "350505", "今年", "", "3", "8")
    )
    county = workbook([("地区", "年份", "指标", "数值"), ("350502", "2024", "班级总数", "许多")])
    (tmp_path / "县.xlsx").write_bytes(county)
    with pytest.raises(InputError) as refused:
        judge_many(book, [path, tmp_path / "县.xlsx"])
    errors = sorted((d.code, str(d.spans[0]).rpartition("/")[2]) for d in refused.value.diagnostics if d.is_error)
    places = {"INP419": "学校.csv:6", "INP424": "学校.csv:2", "INP432": "学校.csv:2"}
    assert errors == sorted([*places.items(), ("INP424", "县.xlsx!学校!D2")])


def test_lines_are_not_told_where_rows_are_not_lines(
    tmp_path: Path, book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dabiao.inputs.bulk.schools.read._READ_AGAIN", 0)
    headers = (*HEADERS, "备注")
    rows = [(*PLAIN[0], "新建\n迁建"), ("三校", "350505", "2024", "学堂", "300", "8", "")]
    with pytest.raises(InputError) as refused:
        judge_many(book, [table(tmp_path, *rows, headers=headers)])
    assert [str(d.spans[0]).rpartition("/")[2] for d in refused.value.diagnostics if d.is_error] == ["学校.csv"]


def test_county_figures_in_a_workbook(tmp_path: Path, book: Rulebook, read: Read) -> None:
    county = workbook([("地区", "年份", "指标", "数值"), ("350502", "2024", "班级总数", "9")])
    (tmp_path / "县.xlsx").write_bytes(county)
    made = judged(book, table(tmp_path, *PLAIN), tmp_path / "县.xlsx")
    assert read.aside == 1
    assert [(one.rule, one.findings) for one in made.quality] == [("sum", 1)]


def test_more_shapes_than_are_worth_asking_about(
    tmp_path: Path, book: Rulebook, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dabiao.inputs.bulk.schools import read as reading

    monkeypatch.setattr(reading, "_MOST_SHAPES", 1)
    assert len(judged(book, table(tmp_path, *PLAIN)).rows) == 3
    assert read.aside is None


def test_a_table_whose_columns_bear_on_no_others(tmp_path: Path, book: Rulebook, read: Read) -> None:
    path = write_table(
        tmp_path / "学校.csv",
        ("学校名称", "区县代码", "班级总数", "学校在校生总数"),
        [("一校", "350502", "8", "9"), ("二校", "350505", "0", "")],
    )
    defaults = Defaults(None, 2024)
    made = judge_many(book, [path], defaults=defaults, rows=True)
    alone = judge_many(book, read_files([path], vocabulary_of(book), defaults), rows=True)
    assert sorted(made.rows) == sorted(alone.rows)
    assert len(made.rows) == 2
    assert read.aside == 0
