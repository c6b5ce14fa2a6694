"""How the benchmarks measure: a child process's wall seconds, processor seconds (its own and its children's) and peak memory.

Processor time stands beside wall time because other work on the machine lengthens the second far more than the first.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Taken(NamedTuple):
    """One run: seconds on the wall, seconds of processors, megabytes at the peak, what it printed."""

    wall: float
    cpu: float
    megabytes: float
    printed: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Taken:
    """Runs a command to its end. Raises SystemExit with what it said where it fails."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        assert child.stdout is not None
        printed = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {child.returncode}\n{printed}")
    return Taken(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed)


def median(runs: Sequence[Taken]) -> Taken:
    """The median of each figure by itself; the peak is the highest."""
    return Taken(
        statistics.median(one.wall for one in runs),
        statistics.median(one.cpu for one in runs),
        max(one.megabytes for one in runs),
        runs[0].printed,
    )


def apart(work: Callable[..., T], *given: Any) -> T:
    """Does some work in a process of its own: a child's peak memory begins with what its parent held, so the parent stays small."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()
