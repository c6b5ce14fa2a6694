"""School tables of several regions at random: mostly plain rows, with the words, gaps and oddities counties' tables have."""

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

import duckdb

REGIONS = ("350502", "350503", "350504")
ITEMS = (
    "小学在校生数", "初中在校生数", "高中在校生数", "在校生数", "在校生总数", "班级总数", "骨干教师", "小学骨干教师", "本科专任教师",
    "小学本科专任教师", "专任教师总数", "专任教师", "教学仪器设备值（万元）", "教学仪器设备值", "班额26-30人", "班额25人及以下", "毕业生数",
    "持教师资格证专任教师数", "公用经费预算总额(万元)", "在园幼儿数", "园在园幼儿数", "园建筑面积", "没有登记的一列",
)  # fmt: skip
ASKED = ("是否寄宿制", "是否2010年及之前规划并建成", "是否有达标建设规划", "教学点", "是否九年一贯制")
WORDS = {
    "学校类型": ("小学", "初中", "九年一贯制", "完全中学", "教学点", "特殊教育学校", "职业学校", "幼儿园", "211-小学", "高级中学", ""),
    "学段": ("", "", "小学", "初中", "高中", "学前"),
    "办学性质": ("公办", "民办", ""),
    "城乡类型": ("城区", "乡村", "镇区", "", "111"),
    "建校年份": ("1990", "2012", "2020", "", "2012年9月", "1998-09-01"),
    "状态": ("", "实际", "预计", "计划"),
    "备注": ("", "新建"),
    "佐证材料": ("", "文件"),
    "学校代码": ("", *map(str, range(40))),
    "序号": tuple(map(str, range(9))),
    "地址": ("", "某路1号"),
}  # fmt: skip
# of these the last can not be read
ODD = ("５０", "1,200", "12人", "-3", " 7", "0.50", "3以上", "#N/A", "约5")
REFUSED = 2
NAMES = ("第{}小学", "{}校", "实验{}", "ＡＢ{}", "县实验{}", "第 {} 小学", "a{}b")
Rows = list[list[str]]


def school_table(rng: Random, most: int = 25, *, everywhere: bool = False) -> tuple[list[str], Rows]:
    """Headers and rows; `everywhere`: each row says its region and year."""
    named = rng.choice(("学校名称", "学校名称", "学校名称", "幼儿园名称"))
    headers = [named]
    headers += [name for name, share in (("区县代码", 0.95), ("年份", 0.9)) if everywhere or rng.random() < share]
    headers += [name for name in WORDS if rng.random() < (0.85 if name == "学校类型" else 0.35)]
    asked = rng.sample(ASKED, rng.randint(0, 3))
    headers += [*rng.sample(ITEMS, rng.randint(2, 12)), *asked]
    rng.shuffle(headers)
    odd, gap = rng.choice((0, 0, 0.002, 0.02)), rng.choice((0, 0.1, 0.4))
    oddities = ODD if rng.random() < 0.05 else ODD[:-REFUSED]

    def cell(header: str) -> str:
        if header == named:
            return rng.choice(NAMES).format(rng.randint(0, most * 9))
        if header == "区县代码":
            return rng.choice(REGIONS)
        if header == "年份":
            return rng.choice(("2024", "2023", "2024年")) if rng.random() < 0.1 else "2024"
        if header in WORDS:
            return rng.choice(WORDS[header])
        if header in asked:
            return rng.choice(("是", "否", "", "√", "有", "1", "0", "无"))
        if rng.random() < odd:
            return rng.choice(oddities)
        if rng.random() < gap:
            return rng.choice(("", "", "", "-", "—", "/"))
        figures = (
            str(rng.randint(0, 2000)),
            str(rng.randint(0, 50)),
            "0",
            f"{rng.random() * 100:.1f}",
            f"{rng.random() * 100:.2f}",
        )
        return rng.choice(figures)

    return headers, [[cell(header) for header in headers] for _ in range(rng.randint(1, most))]


def write_table(path: Path, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A CSV file of a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([headers, *rows])
    return path


def as_parquet(rng: Random, path: Path, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """The same table as Parquet, each column of a type that holds its values."""
    kinds = {
        "VARCHAR": lambda _: True,
        "DOUBLE": _is_number,
        "DECIMAL(12,2)": _is_number,
        "BIGINT": _is_whole,
        "INTEGER": _is_whole,
    }
    columns = []
    for at, header in enumerate(headers):
        fitting = [kind for kind, fits in kinds.items() if all(not row[at] or fits(row[at]) for row in rows)]
        columns.append(f'CAST(nullif("{header}", \'\') AS {rng.choice(fitting)}) AS "{header}"')
    made = path.with_suffix(".parquet")
    with duckdb.connect() as connection:
        source = f"read_csv('{path}', all_varchar=true, header=true)"
        connection.execute(f"COPY (SELECT {', '.join(columns)} FROM {source}) TO '{made}' (FORMAT parquet)")
    return made


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_number(text: str) -> bool:
    return _is_whole(text.replace(".", "", 1)) and text[-1] != "."
