"""Where the time goes: dabiao's start-up and its bulk runs, by the functions of the engine under a profiler.

The profiler slows Python, not DuckDB: read the shares, not the seconds. A function's milliseconds hold those of what it calls; what
DuckDB does counts for the function that asked. Usage: python benchmarks/phases.py [counties]
"""

import contextlib
import cProfile
import io
import os
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import schools_bulk
from bulk_data import write_figures, write_rules
from timing import apart

ROOT = Path(__file__).resolve().parent.parent
LINES = 12


def profiled(title: str, work: Callable[[], object]) -> None:
    """Prints the functions of the package that took most, each with its share."""
    profile = cProfile.Profile()
    profile.runcall(work)
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    rows = [
        (total, f"{Path(file).parent.name}/{Path(file).name} {name}")
        for (file, _, name), (_, _, _, total, _) in stats.items()
        if "/dabiao/" in file and not name.startswith("<")
    ]
    rows.sort(reverse=True)
    print(f"\n{title}: {rows[0][0] * 1e3:.0f} ms under the profiler")
    for total, name in rows[1 : LINES + 1]:
        print(f"  {total * 1e3:>8.0f} ms {total / rows[0][0]:>5.0%}  {name}")


def imports() -> None:
    """Prints what importing costs, by whose module it is."""
    command = [sys.executable, "-X", "importtime", "-m", "dabiao", "check", str(ROOT / "inputs" / "dongli-2020.csv")]
    told = subprocess.run(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, check=True).stderr
    whose = {"dabiao": 0.0, "rich": 0.0, "durable": 0.0, "the standard library and the rest": 0.0}
    for line in told.splitlines()[1:]:
        own, _, name = line.removeprefix("import time:").split("|")
        owner = name.strip().partition(".")[0].removesuffix("_rules_engine")
        whose[owner if owner in whose else "the standard library and the rest"] += int(own) / 1000
    print(
        "imports of `check` (slowed by their own measuring): "
        + ", ".join(f"{name} {ms:.0f} ms" for name, ms in whose.items())
    )


def check() -> None:
    """One county to the terminal, in this process."""
    from dabiao.cli.main import main as dabiao

    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        dabiao(["check", str(ROOT / "inputs" / "dongli-2020.csv")])


def main(counties: int) -> None:
    """Prints the phases of start-up, bulk counts, the verdict table, and schools."""
    os.environ["COLUMNS"] = "120"
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = f"{name}/cache"
        subprocess.run([sys.executable, "-m", "dabiao", "rules", "list"], stdout=subprocess.DEVNULL, check=True)
        imports()
        profiled("start-up, one county, warm cache", check)
        figures, rules = Path(name) / "figures.parquet", write_rules(Path(name) / "rules", 300)
        apart(write_figures, figures, counties)
        import duckdb  # noqa: F401 - what loads it is not the engine's

        from dabiao.assess.columnar import judge_many
        from dabiao.rules.build import build_rulebook
        from dabiao.rules.files import find_files

        book, _ = build_rulebook(find_files([rules]))
        years = range(2015, 2026)
        profiled("bulk, 300 targets, counts", lambda: judge_many(book, [figures], years))
        table = Path(name) / "verdicts.parquet"
        profiled("bulk, 300 targets, verdict table", lambda: judge_many(book, [figures], years, table=table))
        schools, school_rules = Path(name) / "schools.parquet", Path(name) / "school-rules"
        schools_bulk.write_rules(school_rules)
        schools_bulk.write_figures(schools, 74 * counties)
        of_schools, _ = build_rulebook(find_files([school_rules]))
        profiled("schools", lambda: judge_many(of_schools, [schools], [2024], memory="2GB"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2844)
