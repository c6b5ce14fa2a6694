"""A county of many schools: whole process, from a workbook of one row a school to the report; seconds and peak memory.

Writes a workbook in the columns of inputs/示例-优质均衡-学校.csv (docs/学校表.md), the figures drawn at random from a fixed seed, and
checks it with the county's own figures. Usage: python benchmarks/schools.py [schools] [--keep 学校.xlsx]
"""

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parent.parent
COUNTY = ROOT / "inputs" / "示例-优质均衡.csv"
SCHOOLS = ROOT / "inputs" / "示例-优质均衡-学校.csv"

TYPES = ("小学", "小学", "小学", "小学", "初中", "初中", "九年一贯制", "完全中学", "教学点")
STAGES = {
    "小学": ("小学",),
    "教学点": ("小学",),
    "初中": ("初中",),
    "九年一贯制": ("小学", "初中"),
    "完全中学": ("初中", "高中"),
}

Row: TypeAlias = dict[str, str | float]


def columns() -> list[str]:
    """The headers of the sample's school table."""
    with SCHOOLS.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def school(number: int, rng: random.Random) -> Row:
    """One school's row: most figures a little above the standard, some below it."""
    kind = rng.choice(TYPES)
    stages = STAGES[kind]
    pupils = {stage: rng.randint(12, 60) if kind == "教学点" else rng.randint(150, 1900) for stage in stages}
    classes = {stage: -(-count // 42) for stage, count in pupils.items()}
    everyone, rooms = sum(pupils.values()), sum(classes.values())
    row: Row = {
        "区县代码": 109901, "年份": 2024, "学校名称": f"示例第{number}学校", "学校类型": kind,
        "办学性质": rng.choice(("公办", "公办", "公办", "民办")), "城乡类型": rng.choice(("城区", "镇区", "乡村")),
        "班级总数": rooms, "班额41至45人": rooms, "专任教师总数": -(-everyone // 14), "持教师资格证专任教师数": -(-everyone // 14),
        "培训满360学时教师数": -(-everyone // 14), "随迁子女在校生数": rng.randint(0, everyone // 5),
        "教学及辅助用房面积": round(everyone * rng.uniform(4.4, 7.2), 1), "室内体育用房面积": rng.randint(100, 900),
        "体育馆面积": rng.randint(0, 900), "运动场地面积": round(everyone * rng.uniform(7.2, 12), 1),
        "教学仪器设备值(万元)": round(everyone * rng.uniform(0.19, 0.34), 2), "网络多媒体教室数": round(everyone * rng.uniform(0.022, 0.034)),
        "公用经费预算总额(万元)": round(everyone * 0.1, 2), "教师培训经费预算总额(万元)": round(everyone * 0.1 * rng.uniform(0.045, 0.08), 3),
    }  # fmt: skip
    for name in columns():
        if name.startswith("是否"):
            row[name] = "否"
        elif name.startswith("班额"):
            row.setdefault(name, 0)
    for art, size in (("音乐", "96"), ("美术", "90")):
        row[f"{art}教室数"] = row[f"{art}教室{size}平方米及以上数"] = rng.randint(1, 3)
        row.update({name: 0 for name in columns() if name.startswith(f"{art}教室") and name not in row})
    for stage, count in pupils.items():
        row[f"{stage}在校生数"] = count
        if stage == "高中":
            continue
        per_hundred = {"小学": 4.2, "初中": 5.3}[stage]
        row[f"{stage}本科专任教师数"] = round(count * per_hundred * rng.uniform(0.97, 1.4) / 100)
        row[f"{stage}硕士专任教师数"] = rng.randint(0, 5)
        row[f"{stage}博士专任教师数"] = 0
        row[f"{stage}县级以上骨干教师数"] = round(count * rng.uniform(0.95, 1.8) / 100)
        for subject in ("体育", "音乐", "美术", "艺术"):
            row[f"{stage}{subject}专任教师数"] = round(count * rng.uniform(0.2, 0.4) / 100)
        row["小学超45人班级数" if stage == "小学" else "初中超50人班级数"] = 0 if rng.random() < 0.95 else 1
    if "小学" in stages:
        row["小学专科专任教师数"] = rng.randint(0, 12)
        row["小学交流轮岗兼职走教体艺教师数"] = 0
    return row


def write_workbook(path: Path, schools: int, seed: int = 6) -> None:
    """The workbook: a header row, one row a school. The same number of schools gives the same figures."""
    import xlsxwriter

    rng = random.Random(seed)  # noqa: S311 - figures, not secrets
    headers = columns()
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("学校")
        sheet.write_row(0, 0, headers)
        for number in range(1, schools + 1):
            row = school(number, rng)
            for place, header in enumerate(headers):
                if header in row:
                    sheet.write(number, place, row[header])


def main() -> None:
    """Prints a line a command: seconds, and the most memory it held."""
    options = argparse.ArgumentParser(description="check of a county of many schools")
    options.add_argument("schools", nargs="?", type=int, default=3000)
    options.add_argument("--keep", type=Path, help="write the workbook here and run nothing")
    asked = options.parse_args()
    if asked.keep is not None:
        write_workbook(asked.keep, asked.schools)
        return
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "学校.xlsx"
        write_workbook(workbook, asked.schools)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
        for engine in ("reference", "auto"):
            for form in ("terminal", "json"):
                command = [sys.executable, "-m", "dabiao", "check", str(workbook), str(COUNTY), "--engine", engine]
                started = time.perf_counter()
                with subprocess.Popen(
                    [*command, "--format", form], stdout=subprocess.DEVNULL, env=environment
                ) as process:
                    _, _, used = os.wait4(process.pid, 0)
                    process.returncode = 0
                print(
                    f"{asked.schools} schools, --engine {engine}, {form}: {_line(time.perf_counter() - started, used)}"
                )


def _line(seconds: float, used: resource.struct_rusage) -> str:
    return f"{seconds:.1f} s ({used.ru_utime + used.ru_stime:.1f} s of processor time), {used.ru_maxrss // 1024} MB"


if __name__ == "__main__":
    main()
