"""Spark against DuckDB on about a million figures: the whole table of verdicts must be the same file, forms and conclusions included.

70,000 schools × 12 items, and 946 counties × 6 years × 30 indicators, under rules of most forms: value, path, change, growth, compare,
total, about; per school, six of seven, coefficients; conclusions. Spark runs two threads of this machine, so it can not win: what is
shown is that it agrees, and what its start and its stages cost.
Usage: python benchmarks/spark.py [schools]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import schools_bulk

from dabiao.assess.columnar import Judged, judge_many
from dabiao.assess.spark import judge_on_spark
from dabiao.inputs.bulk.spark import spark_session
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import find_files
from dabiao.rules.model import Rulebook

INDICATORS, FIRST, LAST = 30, 2019, 2024
FORMS = (
    "value: '>= {limit} %'\n    every: year",
    "value: '>= {limit} %'\n    by: 2026\n    baseline: {{2019: 20}}",
    "value: '{limit}..100 %'\n    by: 2023",
    "value: '~ {limit} %'\n    tolerance: 10 %",
    "change: '>= -5 百分点'\n    from: previous",
    "growth: '>= 3 %'\n    mode: average\n    from: 2020",
    "growth: '<= 50 %'\n    mode: each",
    "compare: {{op: '>=', than: y00}}",
    "total: '>= {limit}0 %'\n    by: 2026",
)


def write_rules(folder: Path) -> Rulebook:
    """The rules of schools_bulk with conclusions over them, and a pack of the counties with every form in turn."""
    schools_bulk.write_rules(folder)
    measures = ", ".join(f"cv-{measure}" for measure in schools_bulk.MEASURES)
    with (folder / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"conclusions:\n  - {{id: even, title: 均衡, all: [{measures}]}}\n  - {{id: equipped, title: 达标, all: [six]}}\n"
            "  - {id: passed, title: 通过, at_least: {count: 1, of: [even, equipped]}}\n"
        )
    lines = [
        f'  - {{id: y{n:02}, name: 指标{n:02}, unit: "%", direction: higher, bounds: [0, 150], decimals: 1}}\n'
        for n in range(INDICATORS)
    ]
    (folder / "indicators" / "more.yaml").write_text("indicators:\n" + "".join(lines), encoding="utf-8")
    said = [
        f"  - id: t{n}\n    indicator: y{n % INDICATORS:02}\n    {FORMS[n % len(FORMS)].format(limit=40 + n * 7919 % 60)}\n    force: must\n"
        "    clause: {at: 一 第1段, quote: 原文}\n"
        for n in range(1, 2 * INDICATORS)
    ]
    source = (
        '{title: 县, number: null, issuer: null, issued: null, region: "000000", level: national, period: [2020, 2026]}'
    )
    (folder / "counties.yaml").write_text(
        f"pack: counties\nsource: {source}\ntargets:\n{''.join(said)}", encoding="utf-8"
    )
    book, found = build_rulebook(find_files([folder]))
    assert not [one for one in found if one.is_error], [str(one) for one in found]
    return book


def write_figures(folder: Path, schools: int) -> tuple[list[Path], int]:
    """The two files of figures; how many there are."""
    import duckdb

    of_schools, of_counties = folder / "schools.parquet", folder / "counties.parquet"
    schools_bulk.write_figures(of_schools, schools)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT region, CAST({FIRST} + y AS INTEGER) AS year, printf('指标%02d', i) AS indicator, '' AS entity, "
            "CAST(hash(region) % 31 + hash(i) % 37 + hash(y * 31 + i) % 33 AS BIGINT) AS value "
            f"FROM (SELECT DISTINCT region FROM '{of_schools}'), range({LAST - FIRST + 1}) b(y), range({INDICATORS}) d(i)) "
            f"TO '{of_counties}' (FORMAT parquet)"
        )
        (count,) = connection.execute(
            f"SELECT count(*) FROM read_parquet(['{of_schools}', '{of_counties}'])"
        ).fetchone() or (0,)
    return [of_schools, of_counties], int(count)


def main(schools: int) -> None:
    """Prints the time of each engine, and whether their tables, conclusions and counts are the same; fails where not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = write_rules(folder / "rules")
        files, count = write_figures(folder, schools)
        found: list[Judged] = []
        tables = [folder / "duckdb.parquet", folder / "spark.parquet"]
        begun = time.perf_counter()
        with spark_session("local[2]"):
            print(f"{count / 1e6:.2f} M figures; start of Spark {time.perf_counter() - begun:.1f} s", flush=True)
            engines: tuple[Callable[..., Judged], ...] = (judge_many, judge_on_spark)
            for engine, judge, table in zip(("duckdb", "spark"), engines, tables, strict=True):
                start = time.perf_counter()
                made = judge(book, files, [LAST], table=table, memory="1GB")
                taken = time.perf_counter() - start
                forms = len({(c.region, c.conclusion) for c in made.conclusions})
                print(
                    f"{engine:<8}{taken:7.1f} s  {made.checks} verdicts, {forms} conclusions, {made.handed} by the reference engine",
                    flush=True,
                )
                found.append(made)
        assert tables[0].read_bytes() == tables[1].read_bytes(), "the tables of verdicts differ"
        assert found[0] == found[1]._replace(engine=found[0].engine), "counts or conclusions differ"
        print("the same table of verdicts, byte for byte; the same counts and conclusions")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 70_000)
