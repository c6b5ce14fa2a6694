"""docs/architecture.md: the rooms import what its table says they may, and nothing else."""

import ast
import re
from pathlib import Path

import pytest

from docs_helpers import ROOT, table, text_of

PACKAGE = ROOT / "engine" / "dabiao"
NAME = re.compile(r"`(\w+)`")
ROOMS = [
    (room, NAME.findall(row[0]), NAME.findall(row[3]) or NAME.findall(row[0]))
    for row in table(text_of("docs/architecture.md"), "Rooms")
    for room in NAME.findall(row[0])
]


def imported(module: Path) -> set[str]:
    """The rooms a module imports from, at its top or inside a function."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {name.split(".")[1] for name in names if name.startswith("dabiao.")}


def modules(room: str) -> list[Path]:
    """The files of a room, which may be one module."""
    return sorted((PACKAGE / room).rglob("*.py")) or [PACKAGE / f"{room}.py"]


@pytest.mark.parametrize(("room", "itself", "allowed"), [row for row in ROOMS if row[0] != "cli"])
def test_a_room_imports_only_what_it_may(room: str, itself: list[str], allowed: list[str]) -> None:
    strays = {module.name: found for module in modules(room) if (found := imported(module) - {*itself, *allowed})}
    assert strays == {}


def test_every_room_is_in_the_table() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert {room for room, _, _ in ROOMS} == rooms - {"__init__", "__main__", "__pycache__", "py"}
