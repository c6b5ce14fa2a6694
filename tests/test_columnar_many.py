"""Many regions at once: files of several kinds, exact boundaries, what is refused, the table of verdicts, the sample."""

from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from columnar_helpers import by_columnar, by_reference, write_rows
from dabiao.assess.columnar import again, judge_many
from dabiao.assess.columnar import run as module
from dabiao.diagnostics import EngineFault, InputError
from dabiao.rules.model import Rulebook
from helpers import CITY, COUNTY, NATION, PROVINCE, pack, row, rulebook, target
from random_rows import NEIGHBOUR
from random_schools import SCHOOL_INDICATORS

Told = dict[str, tuple[str, tuple[str, ...]]]


def book_of(
    folder: Path, form: str = "value: '>= 95 %'", region: str = NATION, indicator: str = "coverage"
) -> Rulebook:
    return rulebook(folder / "rules", pack([target(form, indicator=indicator)], region=region))


def parquet(path: Path, kind: str, *rows: tuple[str, int, str, str]) -> Path:
    """A Parquet file of figures (region, year, indicator, value as SQL of a type)."""
    values = ", ".join(f"('{region}', {year}, '{name}', CAST({value} AS {kind}))" for region, year, name, value in rows)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM (VALUES {values}) t(region, year, indicator, value)) TO '{path}' (FORMAT parquet)"
        )
    return path


def told(book: Rulebook, *paths: Path, year: int = 2025) -> Told:
    made = judge_many(book, list(paths), [year], rows=True)
    return {one.region: (one.verdict, one.flags) for one in made.rows}


@pytest.mark.parametrize(
    ("kind", "value", "verdict", "flags"),
    [
        ("DECIMAL(18,2)", "95", "met", ()),
        ("DECIMAL(18,2)", "94.99", "not_met", ("borderline",)),
        ("DECIMAL(18,2)", "94.9", "not_met", ()),
        ("DECIMAL(38,12)", "94.999999999999", "not_met", ("borderline",)),
        ("DECIMAL(18,2)", "100.01", "unverified", ("suspect",)),
        ("DOUBLE", "95.0", "met", ()),
        ("DOUBLE", "94.99", "not_met", ("borderline",)),
        ("DOUBLE", "0.1 + 0.2 + 94.7", "met", ()),
        ("INTEGER", "95", "met", ()),
        ("VARCHAR", "'９５'", "met", ()),
        ("VARCHAR", "'95.0%'", "met", ()),
        ("VARCHAR", "'95以上'", "met", ()),
        ("VARCHAR", "'94以上'", "unverified", ()),
    ],
)
def test_a_figure_on_or_beside_the_line(
    tmp_path: Path, kind: str, value: str, verdict: str, flags: tuple[str, ...]
) -> None:
    path = parquet(tmp_path / "a.parquet", kind, (COUNTY, 2025, "覆盖率", value), (NEIGHBOUR, 2025, "覆盖率", "'95'"))
    assert told(book_of(tmp_path), path) == {COUNTY: (verdict, flags), NEIGHBOUR: ("met", ())}


@pytest.mark.parametrize("kind", ["DECIMAL(4,2)", "DECIMAL(18,2)", "DECIMAL(38,10)", "TINYINT", "VARCHAR"])
@pytest.mark.parametrize(
    ("form", "verdicts"),
    [
        ("value: '>= 150 %'", {"not_met": 2}),
        ("value: '<= 150 %'", {"met": 2}),
        ("value: '>= -150 %'", {"met": 2}),
        ("value: '> 95 %'", {"not_met": 1, "met": 1}),
        ("value: '95..96 %'", {"not_met": 1, "met": 1}),
        ("value: '>= 100 %'\nby: 2026\nbaseline: {2024: 90}", {"behind": 0, "on_track": 2}),
        ("value: '>= 100 %'\nby: 2026\nbaseline: {2024: 94}", {"behind": 1, "on_track": 1}),
        ("value: '>= 100 %'\nby: 2026", {"pending": 2}),
    ],
)
def test_counts_of_one_scan(tmp_path: Path, kind: str, form: str, verdicts: dict[str, int]) -> None:
    rows = [(COUNTY, 2025, "毛入学率", "95"), (NEIGHBOUR, 2025, "毛入学率", "99")]
    path = parquet(tmp_path / "a.parquet", kind, *rows)
    made = judge_many(book_of(tmp_path, form, indicator="enrolment"), [path], [2025])
    counted: dict[str, int] = {}
    for count in made.counts:
        for verdict, number in count.verdicts.items():
            counted[verdict] = counted.get(verdict, 0) + number
    assert counted == {verdict: number for verdict, number in verdicts.items() if number}


def test_figures_of_one_thing_in_two_files_are_held_against_each_other(tmp_path: Path) -> None:
    first = parquet(
        tmp_path / "a.parquet", "DECIMAL(18,2)", (COUNTY, 2025, "覆盖率", "96"), (NEIGHBOUR, 2025, "覆盖率", "96")
    )
    second = parquet(
        tmp_path / "b.parquet", "DECIMAL(18,2)", (COUNTY, 2025, "覆盖率", "90"), (NEIGHBOUR, 2025, "覆盖率", "97")
    )
    assert told(book_of(tmp_path), first, second) == {
        COUNTY: ("unverified", ("suspect",)),
        NEIGHBOUR: ("met", ("suspect",)),
    }


def test_a_region_by_two_names_is_one(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet", "DECIMAL(18,2)", (COUNTY, 2025, "覆盖率", "96"), ("鲤城区", 2025, "覆盖率", "90")
    )
    assert told(book_of(tmp_path), path) == {COUNTY: ("unverified", ("suspect",))}


def test_a_region_others_lie_in_is_not_judged_with_them(tmp_path: Path) -> None:
    rows = [(code, 2025, "覆盖率", "96") for code in (COUNTY, CITY, PROVINCE, NEIGHBOUR)]
    assert set(told(book_of(tmp_path), parquet(tmp_path / "a.parquet", "DECIMAL(18,2)", *rows))) == {COUNTY, NEIGHBOUR}


def test_only_the_regions_a_document_binds(tmp_path: Path) -> None:
    rows = [(COUNTY, 2025, "覆盖率", "96"), ("110101", 2025, "覆盖率", "90")]
    made = judge_many(
        book_of(tmp_path, region=PROVINCE), [parquet(tmp_path / "a.parquet", "DECIMAL(18,2)", *rows)], [2025]
    )
    assert [(count.region, count.verdicts) for count in made.counts] == [(COUNTY, {"met": 1})]
    assert made.incomplete == ("*",)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row(2025, "没有的指标", 95)], "INP415"),
        ([row(2025, "覆盖率", "1234567890123456789")], "INP424"),
        ([row(2025, "覆盖率", "0.1234567890123")], "INP424"),
        ([row(2025, "覆盖率", "999999999999999999", "比")], "INP424"),
        ([row(2025, "覆盖率", 95, "万元")], "INP425"),
        ([row("二〇二五", "覆盖率", 95)], "INP419"),
        ([row(2025, "覆盖率", 95, region="某县")], "INP418"),
        ([row(2025, "覆盖率", 95, stage="大学")], "INP420"),
        ([row(2025, "覆盖率", 95, status="也许")], "INP422"),
        ([row(2025, "覆盖率", "1e5")], "INP424"),
    ],
)
def test_what_the_ordinary_reader_refuses_is_refused(tmp_path: Path, rows: list[tuple[str, ...]], code: str) -> None:
    good = [row(2025, "覆盖率", 95), row(2025, "覆盖率", 95, region=NEIGHBOUR)]
    path = write_rows(tmp_path, [*good, *rows])
    assert path is not None
    with pytest.raises(InputError) as caught:
        judge_many(book_of(tmp_path), [path], [2025])
    assert {found.code for found in caught.value.diagnostics} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "地区,年份,指标,数值\n350502,2025,覆盖率,95\n350505,2025,覆盖率,94\n",
        "\ufeff地区,年份,指标,数值\n鲤城区,2025年,覆盖率,95\n350505,2025, 覆盖率 ,\n",
        "某省统计表\n地区,年份,指标,数值\n350502,2025,覆盖率,95\n",
        "地区;年份;指标;数值\n350502;2025;覆盖率;95\n",
        '地区,年份,指标,数值,备注\n350502,2025,覆盖率,95,"甲,""乙"""\n350505,2025,覆盖率,"1,234.5",\n',
        "地区,年份,指标,数值\n350502,2025,覆盖率,95\n地区,年份,指标,数值\n350505,2025,覆盖率,94\n",
        "地区,年份,指标,学校,数值\n350502,2025,学生数,甲,95\n350502,2025,学生数, 甲 ,96\n350502,2025,覆盖率,,95\n",
    ],
)
def test_any_csv_is_read_as_the_ordinary_reader_reads_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    book, regions = book_of(tmp_path), (COUNTY, NEIGHBOUR)
    assert by_columnar(book, path, 2025, regions) == by_reference(book, path, 2025, regions)


def test_the_table_of_verdicts(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet", "DECIMAL(18,2)", (COUNTY, 2025, "覆盖率", "94.99"), (NEIGHBOUR, 2025, "覆盖率", "95")
    )
    out = tmp_path / "verdicts.parquet"
    made = judge_many(book_of(tmp_path), [path], [2025], table=out, rows=True)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM '{out}'").fetchall()
    assert rows == [
        (COUNTY, 2025, "plan", "t", None, None, "not_met", ["borderline"]),
        (NEIGHBOUR, 2025, "plan", "t", None, None, "met", []),
    ]
    assert [tuple(one[:-1]) for one in made.rows] == [one[:-1] for one in rows]


def test_a_table_that_can_not_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path / "a.parquet", "DECIMAL(18,2)", (COUNTY, 2025, "覆盖率", "95"))
    book = book_of(tmp_path)
    with pytest.raises(InputError) as caught:
        judge_many(book, [path], [2025], table=tmp_path / "没有" / "v.parquet")
    assert [found.code for found in caught.value.diagnostics] == ["CLI006"]

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        judge_many(book, [path], [2025], table=tmp_path / "v.parquet")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.parquet", "rules"]


@pytest.mark.parametrize("rows", [True, False])
def test_a_sample_is_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: bool) -> None:
    path = parquet(
        tmp_path / "a.parquet", "DECIMAL(18,2)", (COUNTY, 2025, "覆盖率", "95"), (NEIGHBOUR, 2025, "覆盖率", "9")
    )
    book = book_of(tmp_path)
    assert judge_many(book, [path], [2025], sample=5, seed=1, rows=rows).sampled == 2
    right = again.judge_again

    def wrong(*given: object) -> object:
        return ((*one[:4], 0) for one in right(*given))  # type: ignore[arg-type]

    monkeypatch.setattr(module, "judge_again", wrong)
    with pytest.raises(EngineFault) as caught:
        judge_many(book, [path], [2025], sample=5, seed=1, rows=rows)
    assert [found.code for found in caught.value.diagnostics] == ["ENG904"]
    assert "种子 1" in str(caught.value)


def test_a_file_whose_name_is_a_pattern(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a[1]*.parquet", "DECIMAL(18,2)", (COUNTY, 2025, "覆盖率", "95"))
    assert told(book_of(tmp_path), path) == {COUNTY: ("met", ())}


def test_the_share_of_the_reference_engine_is_told(tmp_path: Path) -> None:
    rows = [(COUNTY, 2025, "覆盖率", "96"), (NEIGHBOUR, 2025, "覆盖率", "96"), (COUNTY, 2025, "覆盖率", "97")]
    made = judge_many(book_of(tmp_path), [parquet(tmp_path / "a.parquet", "DECIMAL(18,2)", *rows)], [2025])
    assert (made.checks, made.handed) == (2, 1)
    assert Fraction(made.handed, made.checks) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "flags"), [("59.99", ("suspect",)), ("60", ()), ("110", ()), ("110.01", ("suspect",))]
)
def test_an_unusual_figure_is_in_doubt_in_the_scan_too(tmp_path: Path, value: str, flags: tuple[str, ...]) -> None:
    rows = [(COUNTY, 2025, "毛入学率", value), (NEIGHBOUR, 2025, "毛入学率", "99")]
    path = parquet(tmp_path / "a.parquet", "DECIMAL(18,2)", *rows)
    assert told(book_of(tmp_path, "value: '>= 10 %'", indicator="enrolment"), path)[COUNTY] == ("met", flags)


@pytest.mark.parametrize("reported", ["80", "80.1", "79.9", "", "80以上"])
@pytest.mark.parametrize(
    "statuses", [("", "", ""), ("预计", "", ""), ("", "预计", ""), ("", "", "计划"), ("预计", "预计", "预计")]
)
def test_a_share_reported_beside_its_counts(tmp_path: Path, reported: str, statuses: tuple[str, str, str]) -> None:
    rows = [
        row(2025, "普惠率", reported, "%", status=statuses[0]),
        row(2025, "普惠幼儿数", 8004, status=statuses[1]),
        row(2025, "在园幼儿数", 10000, status=statuses[2]),
        row(2025, "户籍幼儿数", 11000),
    ]
    book = book_of(tmp_path, "value: '>= 80 %'", indicator="share")
    path = write_rows(tmp_path / "data", rows)
    for scanned in (True, False):
        assert by_columnar(book, path, 2025, scanned=scanned) == by_reference(book, path, 2025)


def test_growth_not_yet_asked_for_is_borderline_as_the_reference_has_it(tmp_path: Path) -> None:
    """95.00 % as displayed, a little more in full: had it been just 95 %, the target would be met before its time."""
    rows = [row(2023, "财政拨款", "1000007"), row(2024, "财政拨款", "1950013.75000001")]
    book = book_of(tmp_path, "growth: '<= 95.000000000001 %'\nmode: each\nby: 2025", indicator="funds")
    path = write_rows(tmp_path / "data", rows)
    expected = by_reference(book, path, 2024)
    assert [(one[5], one[6]) for one in expected] == [("pending", ("borderline",))]
    for scanned in (True, False):
        assert by_columnar(book, path, 2024, scanned=scanned) == expected


def test_a_coefficient_not_yet_asked_for_is_borderline_as_the_reference_has_it(tmp_path: Path) -> None:
    """Two schools at 0.5004: 0.500 as displayed."""
    rows = [row(2024, "学生数", 100, entity="甲"), row(2024, "教师数", "15.004", entity="甲")]
    rows += [row(2024, "学生数", 100, entity="乙"), row(2024, "教师数", "4.996", entity="乙")]
    form = target("cv: '<= 0.5'\nweight: 学生数\nby: 2025", indicator="teachers-per")
    book = rulebook(tmp_path / "rules", pack([form], region=NATION), indicators=SCHOOL_INDICATORS)
    path = write_rows(tmp_path / "data", rows)
    expected = by_reference(book, path, 2024)
    assert [(one[5], one[6]) for one in expected] == [("pending", ("borderline",))]
    for scanned in (True, False):
        assert by_columnar(book, path, 2024, scanned=scanned) == expected
