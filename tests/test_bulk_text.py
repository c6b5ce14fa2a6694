"""Text of many regions as Excel in China writes it: scanned like UTF-8, whatever its encoding."""

import codecs
from pathlib import Path

import pytest

from dabiao.assess.columnar import judge_many
from dabiao.diagnostics import InputError
from dabiao.inputs.bulk import open_bulk
from dabiao.inputs.bulk.session import session
from dabiao.inputs.bulk.terms import TRIMMED, has_odd_names
from dabiao.inputs.bulk.text import encoding_of
from dabiao.inputs.csv_file import read_csv
from dabiao.inputs.vocabulary import seen
from helpers import NATION, pack, rulebook, target
from random_school_tables import write_table
from test_bulk_schools import HEADERS, PLAIN, Read, book, judged, read

__all__ = ["book", "read"]

TIDY = "地区,年份,指标,数值\n350502,2025,覆盖率,95\n350505,2025,覆盖率,80\n"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_figures(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "各县[1].csv"
    path.write_bytes(TIDY.encode(encoding))
    with session() as (connection, folder):
        assert open_bulk(connection, [path], folder) is not None
    made = judge_many(
        rulebook(tmp_path / "rules", pack([target("value: '>= 95 %'")], region=NATION)), [path], [2025], rows=True
    )
    assert [(one.region, one.verdict) for one in sorted(made.rows)] == [("350502", "met"), ("350505", "not_met")]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_school_tables(tmp_path: Path, book: object, read: Read, encoding: str) -> None:
    path = write_table(tmp_path / "学校.csv", HEADERS, [*PLAIN, ("上上校", "350505", "2024", "小学", "1", "8")])
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert len(judged(book, path).rows) == 4  # type: ignore[arg-type]
    assert read.aside == 0


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_lines(tmp_path: Path, book: object, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr("dabiao.inputs.bulk.schools.read._READ_AGAIN", 0)
    path = write_table(tmp_path / "学校.csv", HEADERS, [*PLAIN, ("上校", "350505", "2024", "上学", "1", "8")])
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    with pytest.raises(InputError) as refused:
        judge_many(book, [path])  # type: ignore[arg-type]
    assert [str(d.spans[0]).rpartition("/")[2] for d in refused.value.diagnostics if d.is_error] == ["学校.csv:5"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b\n1,2\n", "utf-8"),
        ("县,数\n".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "县".encode(), "utf-8"),
        ("县,数\n".encode("gb18030"), "gb18030"),
        ("县".encode("utf-16"), "utf-16"),
        ("联通县小学校名称".encode() + b"\xff", None),
        (codecs.BOM_UTF8 + "县".encode()[:2], None),
        (b"", "utf-8"),
    ],
)
def test_the_encoding_is_that_of_the_ordinary_reader(tmp_path: Path, content: bytes, encoding: str | None) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert encoding_of(path) == encoding
    table, found = read_csv(content, "x.csv")
    assert (table is None) is (encoding is None)
    if table is not None and encoding is not None and content:
        assert table.rows[0][0].text == content.decode(encoding).lstrip("\ufeff").split(",")[0].strip()
    assert [d.code for d in found] == ([] if encoding else ["INP401"])


def test_every_blank_and_sign_about_a_name_is_seen_to(tmp_path: Path) -> None:
    """By both ways of looking for them, at both ends; a blank within a name is a part of it."""
    signs = [chr(code) for code in range(0x10000) if chr(code).isspace() or seen(f"a{chr(code)}县") == "a县"]
    assert len(signs) == 42
    names = [name for sign in signs for name in (f"{sign}一校", f"一校{sign}", f"一{sign}校")]
    write_table(tmp_path / "a.csv", ("地区", "指标", "学校", "数值"), [("350502", "覆盖率", "一校", "95")])
    with session() as (connection, folder):
        bulk = open_bulk(connection, [tmp_path / "a.csv"], folder)
        assert bulk is not None
        for name in names:
            odd = name != seen(name.strip())
            (by_pattern,) = connection.execute("SELECT regexp_matches($1, $2)", [name, TRIMMED]).fetchone()
            assert by_pattern == odd, ascii(name)
            connection.execute("DROP VIEW IF EXISTS raw")
            connection.execute("CREATE OR REPLACE TEMP TABLE one AS SELECT $1 AS entity", [name])
            connection.execute("CREATE VIEW raw AS FROM one")
            assert has_odd_names(connection, bulk) == odd, ascii(name)
