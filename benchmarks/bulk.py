"""Bulk: the nation's figures × a few hundred targets, verdicts counted per county, against a raw DuckDB scan of the same columns.

Each run is a process of its own, so that its peak memory is its own; runs take turns (A B C, A B C, …) and medians are printed.
Usage: python benchmarks/bulk.py [targets] [runs] [times the figures …] [--no-table]
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from bulk_data import write_figures, write_rules
from timing import apart

COUNTIES, YEARS, INDICATORS = 2844, 11, 300

Measured: TypeAlias = dict[str, Any]


def counts(figures: Path, rules: Path, table: Path | None) -> Measured:
    """The engine's run: every verdict of every county and year, counted; or written to a table as well."""
    import duckdb  # noqa: F401 - what loads it does not count, here as there

    from dabiao.assess.columnar import judge_many
    from dabiao.rules.build import build_rulebook
    from dabiao.rules.files import find_files

    book, _ = build_rulebook(find_files([rules]))
    start, cpu = time.perf_counter(), time.process_time()
    judged = judge_many(book, [figures], range(2015, 2015 + YEARS), table=table)
    took, used = time.perf_counter() - start, time.process_time() - cpu
    verdicts: Counter[str] = Counter()
    for count in judged.counts:
        verdicts.update(count.verdicts)
    assert sum(verdicts.values()) == judged.checks
    return {"wall": took, "cpu": used, "verdicts": dict(verdicts), "by_reference": judged.handed}


def scan(figures: Path) -> Measured:
    """The raw scan: every column the verdicts rest on, decoded and touched once."""
    import duckdb

    with duckdb.connect() as connection:
        start, cpu = time.perf_counter(), time.process_time()
        query = "SELECT min(region), max(region), min(indicator), max(indicator), sum(year), sum(value) FROM read_parquet(?)"
        connection.execute(query, [str(figures)]).fetchall()
        return {"wall": time.perf_counter() - start, "cpu": time.process_time() - cpu}


def one(kind: str, figures: Path, rules: Path) -> None:
    """One measurement, printed as JSON with the peak memory of its process."""
    runs: dict[str, Callable[[], Measured]] = {
        "scan": lambda: scan(figures),
        "counts": lambda: counts(figures, rules, None),
        "table": lambda: counts(figures, rules, rules / "verdicts.parquet"),
    }
    told = runs[kind]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**told, "megabytes": peak}))


def measure(kind: str, figures: Path, rules: Path) -> Measured:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--one", kind, str(figures), str(rules)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: Measured = json.loads(done.stdout)
    return found


def main(targets: int, runs: int, growth: list[int], *, table: bool) -> None:
    """Prints a line a measurement: medians, ratios to the raw scan of the same figures and to the smallest size, peak memory."""
    first: dict[str, float] = {}
    print(
        f"median of {runs}{'':<32}{'wall ms':>8}{'x scan':>8}{'cpu ms':>8}{'x scan':>8}{'MB':>6}   x smallest (wall, cpu, MB)"
    )
    with tempfile.TemporaryDirectory() as name:
        rules = write_rules(Path(name) / "rules", targets, INDICATORS)
        for times in growth:
            figures = Path(name) / f"figures{times}.parquet"
            rows = apart(write_figures, figures, COUNTIES * times, YEARS, INDICATORS)
            kinds = ("scan", "counts", "table") if table and times == growth[0] else ("scan", "counts")
            taken: dict[str, list[Measured]] = {kind: [] for kind in kinds}
            for _ in range(runs):
                for kind in kinds:
                    taken[kind].append(measure(kind, figures, rules))
            base = {key: statistics.median(run[key] for run in taken["scan"]) for key in ("wall", "cpu")}
            for kind in kinds:
                wall, cpu = (statistics.median(run[key] for run in taken[kind]) for key in ("wall", "cpu"))
                peak = max(run["megabytes"] for run in taken[kind])
                grown = " ".join(
                    f"{now / first.setdefault(kind + key, now):6.2f}"
                    for key, now in (("wall", wall), ("cpu", cpu), ("megabytes", peak))
                )
                shown = f"{rows / 1e6:5.1f} M x {targets:4} targets  {kind:<7}"
                print(
                    f"{shown:<42}{wall * 1e3:>8.0f}{wall / base['wall']:>8.2f}"
                    f"{cpu * 1e3:>8.0f}{cpu / base['cpu']:>8.2f}{peak:>6}   {grown}",
                    flush=True,
                )
            figures.unlink()


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        given = [int(text) for text in sys.argv[1:] if text != "--no-table"]
        sizes = given[2:] or [1, 3, 10]
        main(given[0] if given else 300, given[1] if len(given) > 1 else 5, sizes, table="--no-table" not in sys.argv)
