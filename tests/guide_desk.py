"""A guide followed to the letter: its tables laid on a desk, its commands run in order, its screens compared with what came."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from docs_helpers import ROOT, blocks, text_of

GUIDES = ("README.md", "README.zh-CN.md", "docs/手册.md")
SCREEN, WRONG, LEFT_OUT = "屏幕", "有错", "……"


def commands(text: str) -> list[str]:
    """The lines of a fenced block that begin with dabiao."""
    return [line for line in text.splitlines() if line.startswith("dabiao ")]


def run(arguments: list[str], folder: Path, columns: int = 100) -> subprocess.CompletedProcess[str]:
    """dabiao as a user runs it."""
    environment = {
        **os.environ,
        "COLUMNS": str(columns),
        "PYTHONPATH": str(ROOT / "engine"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", "dabiao", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120)


def follow(guide: str, desk: Path) -> dict[str, str]:
    """Does what a guide says in a folder that has the inputs and the tables the guide shows; what each command printed.

    A block `sh 有错` is a mistake shown on purpose: its commands must be refused. Every line of a block `text 屏幕` must have been
    printed by the commands before it, in that order; a line `……` stands for lines left out.
    """
    shutil.copytree(ROOT / "inputs", desk / "inputs")
    printed: dict[str, str] = {}
    last = ""
    for block in blocks(text_of(guide)):
        if block.language == "csv":
            (desk / block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "text" and block.title == SCREEN:
            _compare(block.text, last)
        elif asked := commands(block.text):
            for command in asked:
                done = run(shlex.split(command)[1:], desk)
                assert done.returncode in ((2,) if block.title == WRONG else (0, 1)), f"{command}\n{done.stderr}"
                assert done.stdout or "-o" in command or block.title == WRONG, command
                printed[command] = done.stdout + done.stderr
            last = "".join(printed[command] for command in asked)
    return printed


def _compare(screen: str, printed: str) -> None:
    rest = [line.rstrip() for line in printed.splitlines()]
    for line in screen.splitlines():
        if line != LEFT_OUT:
            assert line in rest, f"屏幕上没有这一行，或者先后不对：{line}"
            rest = rest[rest.index(line) + 1 :]
