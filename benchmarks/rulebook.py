"""Loading the rulebook: cold (read, linked, linted), warm (from the cache); as shipped, and with 300 and 3,000 targets more.

Each load is a process of its own; the loading alone is timed in it, and the whole process from outside. Cold is without the cache of
rulebooks; the files themselves are in the memory of the system. Usage: python benchmarks/rulebook.py [runs]
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from bulk_data import write_rules
from timing import run

CODE = (
    "import sys, time; from pathlib import Path; from dabiao.rules.load import load_rulebook; "
    "start = time.perf_counter(), time.process_time(); "
    "book, found = load_rulebook([Path(one) for one in sys.argv[1:]]); "
    "print(time.perf_counter() - start[0], time.process_time() - start[1], sum(1 for _ in book.targets()), len(found))"
)


def main(runs: int) -> None:
    """Prints a line a load: targets, milliseconds of the load alone by wall and processor, of the whole process, peak memory."""
    print(
        f"median of {runs}{'':<24}{'targets':>8}{'load wall ms':>14}{'load cpu ms':>13}{'process wall ms':>17}{'MB':>6}"
    )
    with tempfile.TemporaryDirectory() as name:
        for more in (0, 300, 3000):
            folders = []
            if more:
                folder = write_rules(Path(name) / f"rules{more}", more)
                (folder / "regions.yaml").unlink()
                folders.append(str(folder))
            taken: dict[str, list[list[float]]] = {"cold": [], "warm": []}
            for number in range(runs):
                environment = {**os.environ, "XDG_CACHE_HOME": f"{name}/cache{more}-{number}"}
                for kind, kept in taken.items():
                    one = run([sys.executable, "-c", CODE, *folders], environment)
                    wall, cpu, targets, found = map(float, one.printed.split())
                    assert kind == "cold" or not found
                    kept.append([wall, cpu, targets, one.wall, one.megabytes])
            for kind, kept in taken.items():
                wall, cpu, targets, whole, peak = (statistics.median(column) for column in zip(*kept, strict=True))
                title = f"as shipped, {kind}" if not more else f"and {more:,} targets, {kind}"
                print(
                    f"{title:<35}{targets:>8.0f}{wall * 1e3:>14.1f}{cpu * 1e3:>13.1f}{whole * 1e3:>17.0f}{peak:>6.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
