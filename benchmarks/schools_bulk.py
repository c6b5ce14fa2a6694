"""Schools: 210,000 of them, seven measures each, six of seven, and fourteen 差异系数 a county, against a hand-written query.

All read the same Parquet file of figures, one a row. The hand-written query and numpy compute in doubles, which the engine may not.
Usage: python benchmarks/schools_bulk.py [schools] [runs] [python of the peers' environment]
"""

import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, TypeAlias

from timing import apart, run

Measured: TypeAlias = dict[str, Any]

ITEMS = {
    "小学在校生数": (100, 2000), "初中在校生数": (100, 2000), "小学高学历教师数": (5, 90), "初中高学历教师数": (5, 90),
    "小学骨干教师数": (1, 25), "初中骨干教师数": (1, 25), "小学体艺教师数": (1, 25), "初中体艺教师数": (1, 25),
    "教学用房面积": (1000, 9000), "运动场馆面积": (1000, 15000), "教学仪器设备值": (100000, 4000000), "多媒体教室数": (5, 60),
}  # fmt: skip
SHARED = "(小学在校生数 + 1.1 * 初中在校生数)"
MEASURES = {
    "degree": ("100 * {stage}高学历教师数 / {stage}在校生数", ("4.2", "5.3")),
    "backbone": ("100 * {stage}骨干教师数 / {stage}在校生数", ("1", "1")),
    "arts": ("100 * {stage}体艺教师数 / {stage}在校生数", ("0.9", "0.9")),
    "area": ("{weight}教学用房面积 / " + SHARED, ("4.5", "5.8")),
    "sports": ("{weight}运动场馆面积 / " + SHARED, ("7.5", "10.2")),
    "equipment": ("{weight}教学仪器设备值 / " + SHARED, ("2000", "2500")),
    "rooms": ("100 * {weight}多媒体教室数 / " + SHARED, ("2.3", "2.4")),
}
STAGES = (("小学", "", "0.50"), ("初中", "1.1 * ", "0.45"))


def formula(measure: str, stage: str, weight: str) -> str:
    """A measure's formula for a stage."""
    return MEASURES[measure][0].format(stage=stage, weight=weight)


def write_rules(folder: Path) -> None:
    """The rules: seven measures for every school and stage, six of seven, a coefficient each."""
    (folder / "indicators").mkdir(parents=True)
    (folder / "regions.yaml").write_text('regions:\n  - {code: "000000", name: 全国}\n', encoding="utf-8")
    lines = [
        f"  - {{id: i{n}, name: {name}, unit: 个, direction: none, bounds: [0, null], decimals: 0}}"
        for n, name in enumerate(ITEMS)
    ]
    for measure in MEASURES:
        formulas = ", ".join(f"{stage}: {formula(measure, stage, weight)}" for stage, weight, _ in STAGES)
        lines.append(
            f"  - {{id: {measure}, name: 每校{measure}, unit: 个, direction: higher, bounds: [0, null], decimals: 2, formula: {{{formulas}}}}}"
        )
    (folder / "indicators" / "all.yaml").write_text("indicators:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    clause = "    force: must\n    clause: {at: 一 第1段, quote: 原文}\n"
    said = []
    for measure, (_, limits) in MEASURES.items():
        value = ", ".join(f"{stage}: '>= {limit} 个'" for (stage, _, _), limit in zip(STAGES, limits, strict=True))
        said.append(f"  - id: {measure}\n    indicator: {measure}\n    per: school\n    value: {{{value}}}\n{clause}")
        most = ", ".join(f"{stage}: '<= {limit}'" for stage, _, limit in STAGES)
        weights = ", ".join(f"{stage}: {stage}在校生数" for stage, _, _ in STAGES)
        said.append(
            f"  - id: cv-{measure}\n    indicator: {measure}\n    cv: {{{most}}}\n    weight: {{{weights}}}\n{clause}"
        )
    said.append(
        f"  - id: six\n    per: school\n    stages: [小学, 初中]\n    group: {{of: [{', '.join(MEASURES)}], at_least: 6, floor: 85 %}}\n{clause}"
    )
    head = (
        'pack: schools\nsource: {title: 学校, number: null, issuer: null, issued: null, region: "000000", level: national, '
        "period: [2020, null]}\ntargets:\n"
    )
    (folder / "pack.yaml").write_text(head + "".join(said), encoding="utf-8")


def write_figures(path: Path, schools: int) -> None:
    """The figures of the schools, about 74 a county, as tidy rows."""
    import duckdb

    names = list(ITEMS)
    low = ", ".join(str(ITEMS[name][0]) for name in names)
    wide = ", ".join(str(ITEMS[name][1] - ITEMS[name][0]) for name in names)
    listed = ", ".join(f"'{name}'" for name in names)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT printf('%02d%02d%02d', 11 + c % 31, 1 + c // 31 // 12, 1 + c // 31 % 12) AS region, 2024 AS year, "
            f"[{listed}][i] AS indicator, '学校' || s AS entity, CAST([{low}][i] + hash(s * 31 + i) % [{wide}][i] AS BIGINT) AS value "
            f"FROM (SELECT s, s // 74 AS c, unnest(range(1, {len(names) + 1})) AS i FROM range({schools}) t(s))) TO '{path}' (FORMAT parquet)"
        )


def by_engine(figures: Path, rules: Path) -> Measured:
    """The engine: every school's verdicts counted per county, every coefficient."""
    import duckdb  # noqa: F401 - what loads it does not count, here as there

    from dabiao.assess.columnar import judge_many
    from dabiao.rules.build import build_rulebook
    from dabiao.rules.files import find_files

    book, found = build_rulebook(find_files([rules]))
    assert not found, [str(one) for one in found]
    start, cpu = time.perf_counter(), time.process_time()
    judged = judge_many(book, [figures], [2024], memory="2GB")
    took, used = time.perf_counter() - start, time.process_time() - cpu
    met = sum(count.verdicts.get("met", 0) for count in judged.counts)
    return {"wall": took, "cpu": used, "met": met, "by_reference": judged.handed}


def by_hand(figures: Path) -> Measured:
    """The same by hand: pivot, doubles, one query for the schools' rules, one for the coefficients."""
    import duckdb

    pivot = ", ".join(f"max(value) FILTER (indicator = '{name}')::DOUBLE AS {name}" for name in ITEMS)
    holds: list[str] = []
    six: list[str] = []
    measures = [f"{formula(m, stage, weight)} AS {m}_{stage}" for stage, weight, _ in STAGES for m in MEASURES]
    for place, (stage, _, _) in enumerate(STAGES):
        own = [(f"{measure}_{stage}", limits[place]) for measure, (_, limits) in MEASURES.items()]
        holds += [f"count(*) FILTER ({name} >= {limit})" for name, limit in own]
        reached = " + ".join(f"({name} >= {limit})::INT" for name, limit in own)
        above = " AND ".join(f"{name} >= {limit} * 0.85" for name, limit in own)
        six.append(f"count(*) FILTER (({reached}) >= 6 AND {above})")
    sums, deviations, coefficients = [], [], []
    for stage, _, limit in STAGES:
        for measure in MEASURES:
            name, students = f"{measure}_{stage}", f"{stage}在校生数"
            sums.append(f"sum({students} * {name}) / sum({students}) AS m_{name}, sum({students}) AS w_{name}")
            deviations.append(
                f"sum({students} * ({name} - m_{name}) * ({name} - m_{name})) / any_value(w_{name}) AS s_{name}, any_value(m_{name}) AS a_{name}"
            )
            coefficients.append(f"count(*) FILTER (sqrt(s_{name}) / a_{name} <= {limit})")
    with duckdb.connect() as connection:
        start, cpu = time.perf_counter(), time.process_time()
        connection.execute(
            f"CREATE TABLE schools AS SELECT *, {', '.join(measures)} FROM "
            f"(SELECT region, entity, {pivot} FROM read_parquet(?) GROUP BY region, entity)",
            [str(figures)],
        )
        rows = connection.execute(f"SELECT region, {', '.join([*holds, *six])} FROM schools GROUP BY region").fetchall()
        told = connection.execute(
            f"WITH means AS (SELECT region, {', '.join(sums)} FROM schools GROUP BY region), "
            f"spread AS (SELECT s.region, {', '.join(deviations)} FROM schools s JOIN means USING (region) GROUP BY s.region) "
            f"SELECT {', '.join(coefficients)} FROM spread"
        ).fetchone()
        took, used = time.perf_counter() - start, time.process_time() - cpu
    assert told is not None
    return {"wall": took, "cpu": used, "met": sum(sum(row[1:]) for row in rows) + sum(told)}


def by_numpy(python: str, figures: Path) -> Measured:
    """The same by numpy, in the peers' environment."""
    stages = [
        [
            stage,
            [formula(m, stage, weight) for m in MEASURES],
            [float(limits[n]) for _, limits in MEASURES.values()],
            float(most),
        ]
        for n, (stage, weight, most) in enumerate(STAGES)
    ]
    spec = json.dumps({"items": list(ITEMS), "stages": stages})
    script = str(Path(__file__).with_name("peers") / "schools_check.py")
    found: Measured = json.loads(run([python, script, str(figures), spec]).printed.splitlines()[-1])
    return found


def main(schools: int, runs: int, peers: str | None) -> None:
    """Prints a line for each: medians, ratios to the hand-written query, peak memory, and how many each found met."""
    with tempfile.TemporaryDirectory() as name:
        rules, figures = Path(name) / "rules", Path(name) / "figures.parquet"
        write_rules(rules)
        apart(write_figures, figures, schools)
        taken: dict[str, list[Measured]] = {"DuckDB by hand": [], "dabiao": []}
        for _ in range(runs):
            for kind, kept in taken.items():
                if kind != "numpy":
                    command = [sys.executable, __file__, "--one", kind, str(figures), str(rules)]
                    kept.append(json.loads(run(command).printed))
            if peers:
                taken.setdefault("numpy", []).append(by_numpy(peers, figures))
    base = {key: statistics.median(one[key] for one in taken["DuckDB by hand"]) for key in ("wall", "cpu")}
    print(
        f"{schools:,} schools, median of {runs}  {'wall ms':>8}{'x hand':>8}{'cpu ms':>8}{'x hand':>8}{'MB':>6}{'met':>10}"
    )
    for kind, found in taken.items():
        wall, cpu = (statistics.median(one[key] for one in found) for key in ("wall", "cpu"))
        handed = f"  {found[0]['by_reference']} by reference" if "by_reference" in found[0] else ""
        alone = (
            f"  computing alone {statistics.median(one['computing'] for one in found) * 1e3:.0f} ms"
            if "computing" in found[0]
            else ""
        )
        print(
            f"{kind:<33}{wall * 1e3:>8.0f}{wall / base['wall']:>8.2f}{cpu * 1e3:>8.0f}{cpu / base['cpu']:>8.2f}"
            f"{max(one['megabytes'] for one in found):>6}{found[0]['met']:>10,}{handed}{alone}"
        )


if __name__ == "__main__":
    if "--one" in sys.argv:
        made = (
            by_engine(Path(sys.argv[3]), Path(sys.argv[4])) if sys.argv[2] == "dabiao" else by_hand(Path(sys.argv[3]))
        )
        print(json.dumps({**made, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
    else:
        given = [int(text) for text in sys.argv[1:] if text.isdecimal()]
        tools = [text for text in sys.argv[1:] if not text.isdecimal()]
        main(given[0] if given else 210_000, given[1] if len(given) > 1 else 5, tools[0] if tools else None)
