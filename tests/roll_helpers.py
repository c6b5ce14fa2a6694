"""Records of 学籍 for tests: files of them, the derived figures, and the same count written once more in plain Python."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import duckdb

from dabiao.inputs.bulk.derive import derive
from dabiao.inputs.bulk.session import session
from dabiao.region import RegionTable
from dabiao.rules.files import bundled_rules

Figures = dict[tuple[str, int, str, str], int]
QUERY = (bundled_rules() / "derivations" / "retention.sql").read_text(encoding="utf-8")


class Record(NamedTuple):
    """A pupil in a school year."""

    region: str
    school: str
    pupil: str
    grade: object
    year: object
    status: str


def write_records(
    path: Path,
    records: Sequence[Sequence[object]],
    headings: Sequence[str] = ("地区", "学校", "学籍号", "年级", "学年", "状态"),
) -> Path:
    """The Parquet file of records, every cell a text or a whole number as given."""
    kinds = [
        "BIGINT" if records and all(isinstance(r[n], int) for r in records) else "VARCHAR" for n in range(len(headings))
    ]
    columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(headings, kinds, strict=True))
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({columns})")
        if records:
            connection.executemany(
                f"INSERT INTO t VALUES ({', '.join('?' * len(headings))})", [list(record) for record in records]
            )
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path


def derived(
    folder: Path,
    records: Sequence[Sequence[object]],
    opened: AbstractContextManager[tuple[Any, Path]] | None = None,
    regions: RegionTable = RegionTable(()),  # noqa: B008 - of no regions, and never changed
    **given: Sequence[str],
) -> Figures:
    """What is derived: (region, year, item, school or "") → value; in DuckDB, or where `opened` says."""
    path, out = write_records(folder / "roll.parquet", records, **given), folder / "out.parquet"
    with opened or session() as (connection, _):
        count = derive(connection, [path], QUERY, regions, out)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT 地区, 年份, 指标, 对象, 数值 FROM '{out}'").fetchall()
    assert len(rows) == count
    return {(region, year, item, school): value for region, year, item, school, value in rows}


def counted(records: Collection[Record]) -> Figures:
    """The same by the words of the definition: who was there at the start of a school year, and who at its end."""
    events: dict[tuple[str, str, str, int, int], set[str]] = defaultdict(set)
    for r in records:
        assert isinstance(r.grade, int)
        assert isinstance(r.year, int)
        events[r.region, r.school, r.pupil, r.year, r.grade].add(r.status)
    found: Figures = {}
    for region in {r.region for r in records}:
        years = [int(str(r.year)) for r in records if r.region == region]
        for place in {"", *(r.school for r in records if r.region == region)}:
            pupils: dict[tuple[str, int, int], list[set[str]]] = defaultdict(list)
            for (at, school, pupil, year, grade), statuses in events.items():
                if at == region and place in ("", school):
                    pupils[pupil, year, grade].append(statuses)
            finishes = {
                year - grade + 10 for _, year, grade in pupils if grade in ((1, 7, 8, 9) if place == "" else (7, 8, 9))
            }
            for finish in finishes:
                if min(years) <= finish - 3 and finish - 1 <= max(years):
                    whole = place == "" and min(years) <= finish - 9
                    mine = {(p, g): s for (p, y, g), s in pupils.items() if y - g + 10 == finish and g in (1, 7, 8, 9)}
                    found |= {(region, finish, item, place): n for item, n in _items(mine, whole=whole).items()}
    return found


def _items(pupils: dict[tuple[str, int], list[set[str]]], *, whole: bool) -> dict[str, int]:
    start = {key for key, schools in pupils.items() if any("转入" not in s for s in schools)}
    dead = {key for key, schools in pupils.items() if any("死亡" in s for s in schools)}
    end = {key for key, schools in pupils.items() if any("转出" not in s for s in schools)} - dead
    junior = {key for key in pupils if key[1] >= 7}
    items = {
        "毕业生数": sum(any("毕业" in s for s in schools) for (_, grade), schools in pupils.items() if grade == 9),
        "三年前初一在校生数": sum(grade == 7 for _, grade in start),
        "三年转入学生数": len(junior - start),
        "三年转出学生数": len(junior - end - dead),
        "三年死亡学生数": len(junior & dead),
    }
    if whole:
        items["初中毕业班学生数"] = sum(grade == 9 for _, grade in end)
        items["该届小学一年级入学学生数"] = sum(grade == 1 for _, grade in start)
    return items


def random_records(chance: Random, pupils: int) -> list[Record]:
    """Pupils of three schools in two counties over some years: they come, move, leave, die, repeat a grade, graduate, or vanish."""
    made = []
    for pupil in range(pupils):
        region, first = chance.choice(("350502", "350505")), chance.choice((1, 1, 6, 7, 7, 8, 9))
        year, school = chance.randint(2018, 2024), chance.choice("甲乙丙")
        new = chance.random() < 0.2
        grade = first
        while grade <= 9 and year <= 2026:
            events = ["转入"] if new else []
            new = False
            end = chance.choice(("",) * 12 + ("转出", "死亡", "县内", "辍学", "留级"))
            if end in ("转出", "死亡"):
                events.append(end)
            elif end == "县内":
                made.append(Record(region, school, str(pupil), grade, year, "转出"))
                school, events = chance.choice([s for s in "甲乙丙" if s != school]), ["转入"]
            elif grade == 9:
                events.append("毕业")
            made += [Record(region, school, str(pupil), grade, year, event) for event in (events or ["在读"])]
            if end in ("转出", "死亡", "辍学"):
                break
            year += 1
            grade += end != "留级"
    chance.shuffle(made)
    return made
