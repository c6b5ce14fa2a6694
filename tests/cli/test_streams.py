"""Output that goes nowhere, and faults of the program itself: the exit code must not be that of a verdict."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dabiao.cli.main import FAULT, main

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS = {
    "text": ["check", "inputs/dongli-2020.csv"],
    "bytes": ["check", "inputs/dongli-2020.csv", "--format", "json"],
    "lines": ["rules", "list"],
    "help": ["--help"],
}


def ran(command: list[str], out: int) -> tuple[int, str]:
    """The exit code, and what was said, of a command that writes there."""
    done = subprocess.run(
        [sys.executable, "-m", "dabiao", *command], cwd=ROOT, stdout=out, stderr=subprocess.PIPE, text=True, timeout=120
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_reader_that_has_gone_is_no_error(command: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        assert ran(command, write) == (0, "")
    finally:
        os.close(write)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", [COMMANDS["text"], COMMANDS["bytes"], COMMANDS["lines"]])
def test_a_full_disk_is_said(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        code, said = ran(command, full.fileno())
    assert code == 2
    assert "CLI006" in said
    assert "标准输出" in said
    assert "Traceback" not in said


def test_a_fault_of_the_program_is_not_a_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of our own")

    monkeypatch.setattr("dabiao.cli.check.assess", breaks)
    assert main(["check", str(ROOT / "inputs/dongli-2020.csv")]) == FAULT
    said = capsys.readouterr().err
    assert "ZeroDivisionError: of our own" in said  # what a report of the fault needs
    assert "ENG999" in said.splitlines()[-2] + said.splitlines()[-1]
