"""Laws of school tables: rows, columns, files and formats may be arranged in any way; the county stays the same."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from school_helpers import Rows, read, said, workbook

ITEMS = [
    "小学在校生数",
    "初中在校生数",
    "在校生数",
    "班级总数",
    "骨干教师",
    "本科专任教师",
    "教学仪器设备值（万元）",
    "班额26-30人",
    "是否寄宿制",
]
IDENTITIES = ["学校类型", "学校代码", "办学性质", "城乡类型", "建校年份", "备注"]
KINDS = ["小学", "初中", "九年一贯制", "十二年一贯制", "完全中学", "特殊教育学校", "职业学校", "教学点", ""]
numbers = st.one_of(
    st.just(""),
    st.integers(0, 3000).map(str),
    st.decimals(0, 5000, places=2).map(str),
    st.sampled_from(["５０", "1,200", "—"]),
)
answers = st.sampled_from(["是", "否", "", "√"])


@st.composite
def schools(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows by header; a name may come twice."""
    names = draw(st.lists(st.sampled_from([f"{n}校" for n in "一二三四五"]), min_size=1, max_size=6))
    rows = []
    for name in names:
        row = {"学校名称": name, **{item: draw(numbers) for item in ITEMS[:-1]}, "是否寄宿制": draw(answers)}
        row |= {
            "学校类型": draw(st.sampled_from(KINDS)),
            "学校代码": draw(st.sampled_from(["", "11", "12"])),
            "办学性质": draw(st.sampled_from(["公办", "民办", ""])),
            "城乡类型": draw(st.sampled_from(["城区", "乡村", ""])),
            "建校年份": draw(st.sampled_from(["1990", "2012", "2020", ""])),
            "备注": draw(st.sampled_from(["", "新建"])),
        }
        rows.append(row)
    return rows


def table(headers: list[str], rows: list[dict[str, str]]) -> Rows:
    return [headers, *([row[header] for header in headers] for row in rows)]


ALL = ["学校名称", *IDENTITIES, *ITEMS]


@settings(deadline=None, max_examples=20)
@given(schools(), st.permutations(ALL), st.permutations(range(6)))
def test_rows_and_columns_in_any_order(rows: list[dict[str, str]], headers: list[str], order: list[int]) -> None:
    shuffled = [rows[number] for number in order if number < len(rows)]
    with tempfile.TemporaryDirectory() as folder:
        plain = said(read(Path(folder), table(ALL, rows)))
        assert said(read(Path(folder), table(headers, shuffled))) == plain
        assert said(read(Path(folder), workbook(table(headers, rows)))) == plain


@settings(deadline=None, max_examples=40)
@given(schools(), st.integers(0, 6))
def test_a_file_cut_in_two(rows: list[dict[str, str]], at: int) -> None:
    """Which schools stand in which file changes nothing; nor does a sheet of a workbook."""
    parts = [part for part in (rows[:at], rows[at:]) if part]
    with tempfile.TemporaryDirectory() as folder:
        plain = said(read(Path(folder), table(ALL, rows)))
        assert said(read(Path(folder), *(table(ALL, part) for part in parts))) == plain
        book = workbook(table(ALL, parts[0]), more={f"续{n}": table(ALL, part) for n, part in enumerate(parts[1:])})
        assert said(read(Path(folder), book)) == plain


@settings(deadline=None, max_examples=40)
@given(schools(), st.sets(st.sampled_from(ITEMS), min_size=2, max_size=len(ITEMS) - 2))
def test_columns_in_two_files(rows: list[dict[str, str]], first: set[str]) -> None:
    """Teachers in one file, buildings in the other: as if all stood in one, for schools that are there once."""
    once = list({row["学校名称"]: row for row in rows}.values())
    left = ["学校名称", *IDENTITIES, *(item for item in ITEMS if item in first)]
    right = ["学校名称", "备注", *(item for item in ITEMS if item not in first)]
    with tempfile.TemporaryDirectory() as folder:
        plain = said(read(Path(folder), table(ALL, once)))
        assert said(read(Path(folder), table(right, once), table(left, once))) == plain


@settings(deadline=None, max_examples=30)
@given(schools(), st.sampled_from(["合计", "总计", "全县合计"]), st.booleans())
def test_a_row_of_sums_adds_no_figure(rows: list[dict[str, str]], label: str, above: bool) -> None:
    total = dict.fromkeys(ALL, "1") | {"学校名称": label}
    extended = [total, *rows] if above else [*rows, total]
    with tempfile.TemporaryDirectory() as folder:
        dataset = read(Path(folder), table(ALL, extended))
        assert said(dataset) == said(read(Path(folder), table(ALL, rows)))
        assert {one.label for one in dataset.sums} == {label}


WORDS = st.one_of(
    st.sampled_from(
        [
            *ALL,
            "小学",
            "班级数",
            "25人及以下",
            "（万元）",
            "合计",
            "2022年",
            "人",
            "=A1",
            "#N/A",
            "学段",
            "区县",
            "年份",
            "是",
            "（",
            "：",
            "-",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=4),
    numbers,
)
RANGES = st.lists(
    st.sampled_from(["A1:C1", "A1:A9", "B2:C2", "B1:B2", "C2:E4", "A3:F3", "D1:F1"]), max_size=2, unique=True
)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=6), st.integers(0, 3), RANGES)
def test_no_table_raises_and_what_can_not_be_read_is_said(rows: list[list[str]], at: int, ranges: list[str]) -> None:
    header = ["学校名称", "学校类型", "小学在校生数", "班级总数"]
    every = [*rows[:at], header, *rows[at:]]
    with tempfile.TemporaryDirectory() as folder:
        for content in (every, workbook(every, ranges)):
            dataset = read(Path(folder), content)
            assert dataset.observations or dataset.diagnostics or dataset.sums
            assert all(d.hint and d.spans for d in dataset.diagnostics)
