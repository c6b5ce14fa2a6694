"""Two writers at once, killed at random points: nothing lost, nothing doubled, nothing half written (long version: ledger_soak.py)."""

import subprocess
import sys
from pathlib import Path

import pytest

from ledger_helpers import history, outcome, stand, write, year
from ledger_soak import ROOT, soak


def test_writers_killed_at_random_points_lose_nothing_they_reported() -> None:
    tally = soak(kills=20, seed=20)
    assert tally.wrong == []
    assert tally.kills == 20
    assert tally.succeeded >= 20


@pytest.mark.parametrize("same", [True, False], ids=["the same assessment", "different ones"])
def test_two_processes_that_make_the_ledger_at_once(tmp_path: Path, same: bool) -> None:
    files = [write(tmp_path / f"{n}.json", year(2021, outcome("not_met", str(1 if same else n)))) for n in range(4)]
    program = f"import sys; sys.path.insert(0, {str(ROOT / 'engine')!r}); from dabiao.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "ledger", "update", "--ledger", str(tmp_path / "台账.db")]
    running = [subprocess.Popen([*command, str(file)], stdout=subprocess.DEVNULL) for file in files]
    assert [process.wait(120) for process in running] == [0] * 4
    assert len(stand(tmp_path / "台账.db")) == 1
    assert sum(event.kind == "run" for event in history(tmp_path / "台账.db")) == (1 if same else 4)
