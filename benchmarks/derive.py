"""The items of 巩固率 from 学籍 records: time and peak memory as the records grow, in DuckDB, and on Spark where it is installed.

Each run in a process of its own; Spark's memory is that of its JVM and its driver together.
Usage: python benchmarks/derive.py [duckdb|spark|both] [rows …]
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from roll_data import write_roll


def one(engine: str, records: Path, out: Path) -> None:
    """One derivation, printed as JSON; the start of Spark is told apart."""
    from dabiao.inputs.bulk.derive import derive
    from dabiao.inputs.bulk.session import session
    from dabiao.region import RegionTable
    from dabiao.rules.files import bundled_rules

    query = (bundled_rules() / "derivations" / "retention.sql").read_text(encoding="utf-8")
    opened = session
    if engine == "spark":
        from dabiao.inputs.bulk.spark import opened as on_spark

        opened = partial(on_spark, "local[2]")
    begun = time.perf_counter()
    with opened("1GB") as (connection, _):
        start = time.perf_counter()
        figures = derive(connection, [records], query, RegionTable(()), out)
        taken = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 + sum(peaks_of_children())
    print(json.dumps({"start": start - begun, "seconds": taken, "megabytes": peak, "figures": figures}))


def peaks_of_children() -> Iterator[int]:
    """The peak memory of this process's children (the JVM) in megabytes; Linux only."""
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if told["PPid"].strip() == str(os.getpid()) and "VmHWM" in told:
                yield int(told["VmHWM"].split()[0]) // 1024


def main(engines: list[str], sizes: list[int]) -> None:
    """Prints a line a size and engine, and whether the engines wrote the same bytes."""
    with tempfile.TemporaryDirectory() as name:
        for rows in sizes:
            records, written = Path(name) / f"roll{rows}.parquet", []
            count = write_roll(records, rows)
            for engine in engines:
                out = Path(name) / f"{engine}.parquet"
                command = [sys.executable, __file__, "--one", engine, str(records), str(out)]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                told = json.loads(done.stdout.splitlines()[-1])
                written.append(out.read_bytes())
                started = f" after {told['start']:.1f} s of start" if engine == "spark" else ""
                shown = f"{count / 1e6:6.2f} M records  {engine:<7}{told['seconds']:7.1f} s{started}  {told['megabytes']:5} MB"
                print(f"{shown}  {told['figures']} figures", flush=True)
            if len(written) > 1:
                print("  the same bytes" if len(set(written)) == 1 else "  DIFFERENT FIGURES", flush=True)
            records.unlink()


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        chosen = sys.argv[1] if len(sys.argv) > 1 else "duckdb"
        main(
            ["duckdb", "spark"] if chosen == "both" else [chosen],
            [int(text) for text in sys.argv[2:]] or [1_000_000, 3_000_000, 10_000_000],
        )
