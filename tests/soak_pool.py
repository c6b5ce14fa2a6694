"""Cases over processes: one that hangs, dies or fails is a difference like any other, and the others go on."""

import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait

from soak_engines import Difference
from soak_tally import Tally

TIMEOUT = 600.0  # seconds a case may take before its process is given up
# a process grows by some 100 MB a case (durable_rules keeps its rulesets for good), so another takes its place after so many
CASES_EACH = 10
Run = Callable[[int, Tally], None]
_TICK = 1.0


class _Worker:
    """A process of its own that runs one case at a time."""

    def __init__(self, run: Run) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(run, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.case: int | None = None
        self.served = 0
        self._ready = False
        self._since = 0.0

    def begin(self, case: int) -> None:
        """Hands it a case."""
        self.case, self._since = case, time.monotonic()
        self.line.send(case)

    def late(self, timeout: float) -> bool:
        """Whether its case has taken longer; how long the process took to start does not count."""
        return self._ready and time.monotonic() - self._since > timeout

    def result(self) -> Tally | None:
        """What it made of its case, if it has ended; a failure where the process has."""
        assert self.case is not None
        try:
            if self.line.poll():
                tally: Tally | None = self.line.recv()
                if tally is None:
                    self._ready, self._since = True, time.monotonic()
                return tally
        except (EOFError, OSError):
            self.process.join()
            return _failed(self.case, f"the process ended with {self.process.exitcode}")
        return None

    def end(self) -> None:
        """Ends the process, at work or not."""
        self.line.close()
        self.process.kill()
        self.process.join()


def _serve(run: Run, line: Connection) -> None:
    """What a process does: says that it is there, then takes cases by number, each answered with its tally."""
    line.send(None)
    while True:
        try:
            case = line.recv()
        except (EOFError, KeyboardInterrupt):
            return
        tally = Tally()
        try:
            run(case, tally)
        except KeyboardInterrupt:
            return
        except Exception:
            tally.together(_failed(case, traceback.format_exc()))
        line.send(tally)


def _failed(case: int, what: str) -> Tally:
    tally = Tally()
    tally.fail(case, [Difference("case", "", (), (), what)])
    return tally


def run_cases(
    run: Run, cases: Iterator[int], jobs: int, enough: Callable[[], bool], timeout: float = TIMEOUT
) -> Iterator[Tally]:
    """The tally of each case as it ends, by so many processes; none is begun once there is `enough`.

    `run` (of a module's top level, as it travels) adds a case to a tally. A case without an end within `timeout` seconds is a
    difference, and so is one whose process dies; another process takes its place.
    """
    workers: list[_Worker] = []
    try:
        while True:
            idle = [worker for worker in workers if worker.case is None]
            while (idle or len(workers) < jobs) and not enough() and (case := next(cases, None)) is not None:
                if not idle:
                    workers.append(_Worker(run))
                    idle.append(workers[-1])
                idle.pop().begin(case)
            busy = [worker for worker in workers if worker.case is not None]
            if not busy:
                return
            wait([worker.line for worker in busy], _TICK)
            for worker in busy:
                tally = worker.result()
                if tally is None and worker.late(timeout):
                    tally = _failed(worker.case or 0, f"no end within {timeout:.0f} s")
                    worker.end()
                if tally is not None:
                    worker.case = None
                    worker.served += 1
                    if worker.served == CASES_EACH or not worker.process.is_alive():
                        worker.end()
                        workers.remove(worker)
                    yield tally
    finally:
        for worker in workers:
            worker.end()
