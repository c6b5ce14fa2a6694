"""Figures derived from records: 学籍 (a pupil and school year a row) → the items of 巩固率, by the query in rules/derivations.

The query is plain SQL, read by people and run as it stands: by DuckDB, or by Spark where the records outgrow a machine. All of it is
counting whole numbers, so both give the same figures.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from dabiao.diagnostics import Diagnostic, InputError, Span, error
from dabiao.inputs.bulk.session import Connection, elsewhere, fill, named, quoted
from dabiao.period import FIRST_YEAR, LAST_YEAR
from dabiao.region import RegionTable

# the columns of the records, with the headings they may have
HEADINGS = {
    "region": ("地区", "县区", "区县", "地区代码", "区县代码", "county", "region"),
    "school": ("学校", "学校名称", "学校代码", "school"),
    "pupil": ("学籍号", "学号", "全国学籍号", "pupil"),
    "grade": ("年级", "grade"),
    "year": ("学年", "年份", "year"),
    "status": ("状态", "学籍状态", "status"),
}
STATUSES = ("在读", "转入", "转出", "死亡", "毕业")
# a sum of counts is wider than a count: told as what a table of figures has
_WRITTEN = (
    "SELECT region AS 地区, CAST(year AS INTEGER) AS 年份, indicator AS 指标, school AS 对象, CAST(value AS BIGINT) AS 数值 "
    "FROM derived ORDER BY 地区, 年份, 对象, 指标"
)
_ROLL = "c.code AS region, r.school, r.pupil, r.grade, r.year, r.status"
_KNOWN = "records r JOIN counties c ON c.told = r.region"
_SHOWN = 5
# records counted together: their pupils fit into 1 GB
AT_ONCE = 8_000_000
# rows of a part held until they are written
_WRITTEN_AT_ONCE = 60_000


def derive(connection: Connection, records: Sequence[Path], query: str, regions: RegionTable, output: Path) -> int:
    """Writes the figures of the records as a tidy table (Parquet, or CSV by its name); returns how many.

    `connection` is DuckDB's, or one that works on Spark. Raises InputError: INP400 to INP412 for a file that can not be read or lacks a
    column, INP450 to INP453 for records that say nothing certain, ENG915 for more than the memory holds; nothing is written then.
    """
    import duckdb

    try:
        return _derived(connection, records, query, regions, output)
    except duckdb.OutOfMemoryException as failure:
        hint = "按省或按入学年份分成几个文件，或换用 --engine spark"
        spans = (Span(path.as_posix()) for path in records)
        raise InputError([error("ENG915", "记录太多，本机的内存算不下", *spans, hint=hint)]) from failure


def _derived(connection: Connection, records: Sequence[Path], query: str, regions: RegionTable, output: Path) -> int:
    _open(connection, records)
    _check(connection, records)
    parts = _name_regions(connection, regions, records)
    if parts == 1 or elsewhere(connection):
        connection.execute(f"CREATE VIEW roll AS SELECT {_ROLL} FROM {_KNOWN}")
        connection.execute(f"CREATE TABLE derived AS {query}")
    else:
        _derive_by_part(connection, query, parts)
    kind = "FORMAT parquet" if output.suffix.lower() == ".parquet" else "FORMAT csv, HEADER"
    connection.execute(f"COPY ({_WRITTEN}) TO {quoted(str(output))} ({kind})")
    (count,) = connection.execute("SELECT count(*) FROM derived").fetchone()
    return int(count)


def _derive_by_part(connection: Connection, query: str, parts: int) -> None:
    """The table `derived`, one part of the records after the other: what is counted of a region rests on its own records alone.

    The records are laid out by part first, so that each is read once more, not once for every part.
    """
    (spilled,) = connection.execute("SELECT current_setting('temp_directory')").fetchone()
    with tempfile.TemporaryDirectory(prefix="dabiao-", dir=spilled) as folder:
        connection.execute(f"SET partitioned_write_flush_threshold = {_WRITTEN_AT_ONCE}")
        connection.execute(
            f"COPY (SELECT c.part, {_ROLL} FROM {_KNOWN}) TO {quoted(folder)} (FORMAT parquet, PARTITION_BY (part), OVERWRITE_OR_IGNORE)"
        )
        for part in range(parts):
            files = quoted(f"{folder}/part={part}/*.parquet")
            connection.execute(
                f"CREATE OR REPLACE VIEW roll AS SELECT * FROM read_parquet({files}, hive_partitioning = false)"
            )
            connection.execute(f"INSERT INTO derived {query}" if part else f"CREATE TABLE derived AS {query}")


def _open(connection: Connection, records: Sequence[Path]) -> None:
    """The view `records` with the six columns, each file's under its own headings; a whole number that is none is null."""
    parts: list[str] = []
    found: list[Diagnostic] = []
    for path in records:
        span = Span(path.as_posix())
        if path.suffix.lower() != ".parquet":
            found.append(error("INP408", "学籍记录要用 Parquet 文件", span, hint="用数据库或统计软件另存为 .parquet"))
            continue
        if not path.exists():
            found.append(error("INP400", "文件打不开", span, hint="检查文件名"))
            continue
        source = f"read_parquet({quoted(str(path))})"
        columns = _columns(connection, source, span, found)
        if columns is None:
            continue
        lacking = [key for key in HEADINGS if key not in columns]
        if lacking:
            heads = "、".join(HEADINGS[key][0] for key in lacking)
            found.append(error("INP412", f"缺少列：{heads}", span, hint="列名写 地区、学校、学籍号、年级、学年、状态"))
            continue
        parts.append(f"SELECT {', '.join(_read(key, columns[key]) for key in HEADINGS)} FROM {source}")
    if found:
        raise InputError(found)
    connection.execute(f"CREATE VIEW records AS {' UNION ALL '.join(parts)}")


def _columns(connection: Connection, source: str, span: Span, found: list[Diagnostic]) -> dict[str, str] | None:
    import duckdb

    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error as failure:
        message = f"Parquet 文件打不开，可能已损坏（{type(failure).__name__}）"
        found.append(error("INP405", message, span, hint="重新导出"))
        return None
    heads = {str(name).strip().lower(): str(name) for name, *_ in described}
    return {key: heads[name] for key, names in HEADINGS.items() for name in reversed(names) if name in heads}


def _read(key: str, column: str) -> str:
    if key in ("grade", "year"):
        return f"TRY_CAST({named(column)} AS INTEGER) AS {key}"
    return f"nullif(trim(CAST({named(column)} AS VARCHAR)), '') AS {key}"


def _check(connection: Connection, records: Sequence[Path]) -> None:
    """One pass over the records: how many of them say nothing certain, with an example each."""
    known = ", ".join(quoted(status) for status in STATUSES)
    bad = {
        "INP450": (
            "region IS NULL OR school IS NULL OR pupil IS NULL",
            "地区、学校或学籍号是空的",
            "补填；没有学籍号的不能归到届",
        ),
        "INP451": (
            "grade IS NULL OR grade NOT BETWEEN 1 AND 12",
            "年级不是 1 至 12 的整数",
            "小学写 1 至 6，初中写 7 至 9",
        ),
        "INP452": (
            f"year IS NULL OR year NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR}",
            "学年不是年份",
            "写 9月1日所在的年份，例如 2021—2022 学年写 2021",
        ),
        "INP453": (f"status IS NULL OR status NOT IN ({known})", "状态认不出", f"只写 {'、'.join(STATUSES)}"),
    }
    picked = [
        f"count(CASE WHEN {test} THEN 1 END) AS n{n}, min(CASE WHEN {test} THEN {_SAID} END) AS e{n}"
        for n, (test, _, _) in enumerate(bad.values())
    ]
    counts = connection.execute(f"SELECT count(*) AS n, {', '.join(picked)} FROM records").fetchall()[0]
    spans = [Span(path.as_posix()) for path in records]
    if not counts[0]:
        raise InputError([error("INP409", "没有读到任何记录", *spans, hint="检查导出的条件")])
    found = [
        error(code, f"{counts[1 + 2 * n]} 行{message}，例如：{counts[2 + 2 * n]}", *spans, hint=hint)
        for n, (code, (_, message, hint)) in enumerate(bad.items())
        if counts[1 + 2 * n]
    ]
    if found:
        raise InputError(found)


_SAID = " || '，' || ".join(f"coalesce(CAST({key} AS VARCHAR), '（空）')" for key in HEADINGS)


def _name_regions(connection: Connection, regions: RegionTable, records: Sequence[Path]) -> int:
    """The table `counties` of regions as written, their codes, so that a county written two ways is one, and parts; how many parts."""
    told = dict(connection.execute("SELECT region, count(*) AS n FROM records GROUP BY region").fetchall())
    codes = {text: regions.resolve(text) for text in sorted(told)}
    unknown = [text for text, code in codes.items() if code is None]
    if unknown:
        shown = "、".join(unknown[:_SHOWN]) + (f" 等 {len(unknown)} 个" if len(unknown) > _SHOWN else "")
        spans = [Span(path.as_posix()) for path in records]
        raise InputError([error("INP418", f"地区认不出：{shown}", *spans, hint="写六位区划代码，或地区全称")])
    sizes: dict[str | None, int] = {}
    for text, code in codes.items():
        sizes[code] = sizes.get(code, 0) + told[text]
    parts = _parts(sizes)
    connection.execute("CREATE TABLE counties (told VARCHAR, code VARCHAR, part INTEGER)")
    rows = [(text, code, parts[code]) for text, code in codes.items()]
    fill(connection, "counties", ["VARCHAR", "VARCHAR", "INTEGER"], rows)
    return max(parts.values()) + 1


def _parts(sizes: Mapping[str | None, int]) -> dict[str | None, int]:
    """The part each region is counted in: whole regions, together no more records than are counted at once."""
    parts: dict[str | None, int] = {}
    part = filled = 0
    for region, size in sizes.items():
        if filled and filled + size > AT_ONCE:
            part, filled = part + 1, 0
        parts[region] = part
        filled += size
    return parts
