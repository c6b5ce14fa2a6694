"""Laws of reading: the same table says the same in every encoding and in a workbook; nothing that is in a file ever raises."""

import string
import tempfile
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.inputs.model import Dataset
from dabiao.quantity import exact_decimal
from inputs_helpers import GOOD, HEADER, csv_text, found, read, workbook

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
BOOK = workbook({"填报": [HEADER, GOOD]})

# what may stand in a note: anything but a NUL and the halves of characters; its ends are trimmed
words = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"',;，；％９“”=+#"), max_size=12
).map(str.strip)
decimals = st.decimals(-(10**9), 10**9, places=3, allow_nan=False).map(
    lambda number: exact_decimal(Fraction(number)) or "0"
)
figures = st.one_of(
    st.tuples(st.just("毛入学率"), decimals, st.sampled_from(["", "%", "‰"])),
    st.tuples(st.just("在校生数"), decimals, st.sampled_from(["", "人", "万人", "名"])),
    st.tuples(st.just("教育拨款"), decimals.map(lambda text: text + "万"), st.sampled_from(["", "元"])),
    st.tuples(st.just("毛入学率"), decimals.map(lambda text: text + "以上"), st.just("%")),
)


@st.composite
def rows(draw: st.DrawFn) -> list[str]:
    """One row in the order of HEADER."""
    name, text, unit = draw(figures)
    year = draw(st.sampled_from(["2020", "2021年", "2016-2020"]))
    stage = draw(st.sampled_from(["", "小学", "普高"]))
    status = draw(st.sampled_from(["", "预计"]))
    return ["120110", year, name, stage, text, unit, status, "", draw(words), draw(words)]


def written(content: str | bytes, name: str) -> Dataset:
    with tempfile.TemporaryDirectory() as folder:
        return read(Path(folder), content, name)


def told(dataset: Dataset) -> list[tuple[object, ...]]:
    """All that the observations say, but for where they were read."""
    # a generated rate may look like a share of one: that is asked about, and read as typed
    assert [each for each in found(dataset) if each[0] != "INP430"] == []
    return [observation[:-1] for observation in dataset.observations]


@settings(deadline=None, max_examples=60)
@given(st.lists(rows(), min_size=1, max_size=5), st.sampled_from(ENCODINGS), st.sampled_from(",\t;"))
def test_encoding_and_separator_do_not_matter(table: list[list[str]], encoding: str, mark: str) -> None:
    plain = told(written(csv_text([HEADER, *table]), "a.csv"))
    assert len(plain) == len(table)
    assert told(written(csv_text([HEADER, *table], mark).encode(encoding), "a.csv")) == plain


# what XML can hold
plain_words = st.text("中小学“”％９=+# abc\n\"',;", max_size=12).map(str.strip)


@settings(deadline=None, max_examples=40)
@given(st.lists(rows(), min_size=1, max_size=4), st.data())
def test_a_workbook_says_what_its_csv_says(table: list[list[str]], data: st.DataObject) -> None:
    table = [[*row[:8], data.draw(plain_words), data.draw(plain_words)] for row in table]
    # a cell that begins with = is a formula to the library that writes the workbook
    table = [[cell.lstrip("=") for cell in row] for row in table]
    dataset = written(workbook({"填报": [HEADER, *table]}), "a.xlsx")
    assert told(dataset) == told(written(csv_text([HEADER, *table]), "a.csv"))


@settings(deadline=None, max_examples=60)
@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False), st.booleans())
def test_a_typed_number_survives_binary_and_percent(number: object, percent: bool) -> None:
    """A double is written by Excel as 0.98499999999999999, shown as 98.5 %, and must come back as 98.5."""
    exact = Fraction(str(number))
    stored = float(exact / 100 if percent else exact)

    def fill(book: object) -> None:
        book.worksheets[0]["E2"].number_format = "0.00%" if percent else "General"  # type: ignore[attr-defined]

    row = ["120110", 2020, "毛入学率", "", stored, "%"]
    dataset = written(workbook({"填报": [HEADER, row]}, fill), "a.xlsx")
    assert [observation.value for observation in dataset.observations] == [exact]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text(max_size=20) | st.sampled_from([*string.punctuation, *HEADER]), min_size=10, max_size=10))
def test_garbage_cells_are_findings_or_figures(cells: list[str]) -> None:
    dataset = written(csv_text([HEADER, [cell.replace("\0", "") for cell in cells]]), "a.csv")
    assert found(dataset) or len(dataset.observations) == 1


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["地区", "年份", "指标", "学段", "数值", "单位", "状态", "完成日期"]),
    st.text(
        "0123456789.,，%％万亿千百十一二三零点负分之人元所以上下不足超过≥>＜-—/:：①²½eE年月日()（） \u200b", max_size=12
    ),
    st.sampled_from(["毛入学率", "在校生数", "教育拨款", "生师比", "通过省示范性高中评审"]),
)
def test_a_strange_cell_never_raises_and_is_never_passed_over(column: str, text: str, name: str) -> None:
    row = dict(zip(HEADER, GOOD, strict=True)) | {"指标": name, "单位": "", "数值": "1"} | {column: text}
    dataset = written(csv_text([HEADER, list(row.values())]), "a.csv")
    assert found(dataset) or len(dataset.observations) == 1


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=200),
    st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a.txt"]),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf\x11\xe0"]),
)
def test_garbage_bytes_are_findings(content: bytes, name: str, head: bytes) -> None:
    dataset = written(head + content, name)
    assert found(dataset)
    assert dataset.observations == ()


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, len(BOOK)),
)
def test_a_damaged_workbook_never_raises(edits: list[tuple[int, int]], keep: int) -> None:
    content = bytearray(BOOK)
    for at, byte in edits:
        content[at] = byte
    for damaged in (bytes(content), BOOK[:keep]):
        dataset = written(damaged, "a.xlsx")
        assert found(dataset) or len(dataset.observations) == 1
