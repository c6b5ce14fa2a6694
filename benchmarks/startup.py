"""Start-up: one county, whole process, warm and cold rulebook cache, as a ratio to `python -c pass`.

Runs the commands in turn (A B C, A B C, …), takes medians, prints the ratios. Usage: python benchmarks/startup.py [runs]
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "inputs" / "dongli-2020.csv"


def elapsed(command: list[str], environment: dict[str, str]) -> float:
    """Wall seconds of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Prints a line a command: median milliseconds and the ratio to an empty Python."""
    check = [str(Path(sys.executable).with_name("dabiao")), "check", str(DATA)]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "check, warm cache": check,
        "check --engine reference, warm cache": [*check, "--engine", "reference"],
        "check --format json, warm cache": [*check, "--format", "json"],
        "check, cold cache": check,
    }
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache, "COLUMNS": "120"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        elapsed(check, environment)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                if "cold" in name:
                    shutil.rmtree(cache)
                    Path(cache).mkdir()
                times[name].append(elapsed(command, environment))
    base = statistics.median(times["python -c pass"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:<40} {median * 1000:8.1f} ms   {median / base:6.1f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
