"""Bulk: the nation's figures × a few hundred targets, verdicts counted per county, against a raw DuckDB scan of the same columns.

Each run is a process of its own, so that its peak memory is its own; runs take turns (A B C, A B C, …) and medians are printed.
Usage: python benchmarks/bulk.py [targets] [runs] [times the figures …]
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bulk_data import write_figures, write_rules

COUNTIES, YEARS, INDICATORS = 2844, 11, 300


def counts(figures: Path, rules: Path, table: Path | None) -> dict[str, int]:
    """The engine's run: every verdict of every county and year, counted; or written to a table as well."""
    import duckdb  # noqa: F401 - what loads it does not count, here as there

    from dabiao.assess.columnar import judge_many
    from dabiao.rules.build import build_rulebook
    from dabiao.rules.files import find_files

    book, _ = build_rulebook(find_files([rules]))
    start = time.perf_counter()
    judged = judge_many(book, [figures], range(2015, 2015 + YEARS), table=table)
    return {
        "microseconds": round((time.perf_counter() - start) * 1e6),
        "verdicts": judged.checks,
        "by_reference": judged.handed,
    }


def scan(figures: Path) -> dict[str, int]:
    """The raw scan: every column the verdicts rest on, decoded and touched once."""
    import duckdb

    with duckdb.connect() as connection:
        start = time.perf_counter()
        query = "SELECT min(region), max(region), min(indicator), max(indicator), sum(year), sum(value) FROM read_parquet(?)"
        connection.execute(query, [str(figures)]).fetchall()
        return {"microseconds": round((time.perf_counter() - start) * 1e6)}


def one(kind: str, figures: Path, rules: Path) -> None:
    """One measurement, printed as JSON with the peak memory of its process."""
    runs: dict[str, Callable[[], dict[str, int]]] = {
        "scan": lambda: scan(figures),
        "counts": lambda: counts(figures, rules, None),
        "table": lambda: counts(figures, rules, rules / "verdicts.parquet"),
    }
    told = runs[kind]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**told, "megabytes": peak}))


def measure(kind: str, figures: Path, rules: Path) -> dict[str, int]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--one", kind, str(figures), str(rules)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found


def main(targets: int, runs: int, growth: list[int]) -> None:
    """Prints a line a measurement: median milliseconds, the ratio to the raw scan of the same figures, peak memory."""
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        rules = write_rules(Path(name) / "rules", targets, INDICATORS)
        for times in growth:
            figures = Path(name) / f"figures{times}.parquet"
            rows = write_figures(figures, COUNTIES * times, YEARS, INDICATORS)
            kinds = ("scan", "counts", "table") if times == 1 else ("scan", "counts")
            taken: dict[str, list[dict[str, int]]] = {kind: [] for kind in kinds}
            for _ in range(runs):
                for kind in kinds:
                    taken[kind].append(measure(kind, figures, rules))
            base = statistics.median(run["microseconds"] for run in taken["scan"])
            for kind in kinds:
                median = statistics.median(run["microseconds"] for run in taken[kind])
                peak = max(run["megabytes"] for run in taken[kind])
                grown = f"{median / first.setdefault(kind, median):5.1f} x the smallest"
                shown = f"{rows / 1e6:5.1f} M × {targets} targets  {kind:<7}"
                print(f"{shown}{median / 1e3:9.0f} ms {median / base:6.1f} x scan {peak:5} MB  {grown}", flush=True)
            figures.unlink()


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        given = [int(text) for text in sys.argv[1:]]
        main(given[0] if given else 300, given[1] if len(given) > 1 else 5, given[2:] or [1, 3, 10])
