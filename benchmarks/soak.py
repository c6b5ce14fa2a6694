"""Soak: random rulebooks and random regions, every verdict and every flag by three engines; any difference is printed and fails.

Usage: python benchmarks/soak.py [cases] [seed]     (needs the tests' random rules: run from the project's folder)
A case is a rulebook with one region's figures; a comparison is one verdict (or conclusion) held against the reference engine's.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from columnar_helpers import Told, by_columnar, by_reference, write_rows
from dabiao.assess import durable
from random_rules import Case, cases
from random_schools import school_cases


class Log:
    """What was compared so far, and what differed."""

    def __init__(self) -> None:
        self.cases = 0
        self.comparisons = 0
        self.differences: list[tuple[str, Case, list[Told], list[Told]]] = []

    def compare(self, case: Case, *, scanned: bool) -> None:
        """Judges a case by every engine, and keeps what differs."""
        book = case.book()
        with TemporaryDirectory() as name:
            path = write_rows(Path(name), case.rows)
            expected = by_reference(book, path, case.year)
            engines: dict[str, Callable[[], list[Told]]] = {
                "columnar": lambda: by_columnar(book, path, case.year, scanned=scanned)
            }
            if durable.importable():
                engines["durable"] = lambda: by_reference(book, path, case.year, engine="durable")
            for engine, judge in engines.items():
                found = judge()
                self.comparisons += max(len(expected), len(found))
                if found != expected:
                    missing = [row for row in expected if row not in found]
                    self.differences.append((engine, case, [row for row in found if row not in expected], missing))
        self.cases += 1


def main(count: int, start: int) -> int:
    """Runs so many cases; prints the log line; 1 where anything differed."""
    log = Log()
    begun = time.monotonic()

    @seed(start)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(cases(), school_cases()), st.booleans())
    def run(case: Case, scanned: bool) -> None:
        log.compare(case, scanned=scanned)

    run()
    for engine, case, found, expected in log.differences[:5]:
        print(f"{engine} {case.year}: {found} instead of {expected}\n{case.packs}\n{case.rows}")
    took = time.monotonic() - begun
    print(
        f"cases {log.cases}  comparisons {log.comparisons}  differences {len(log.differences)}  seed {start}  {took:.0f} s",
        flush=True,
    )
    return 1 if log.differences else 0


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    sys.exit(main(numbers[0] if numbers else 200, numbers[1] if len(numbers) > 1 else 1))
