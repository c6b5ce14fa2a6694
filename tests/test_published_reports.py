"""The published sample reports are what the program gives today; `make reports` rebuilds them.

The commands are read from the Makefile, so that what is compared is what is published.
"""

import re
import shlex
import zipfile
from pathlib import Path

import pytest

from dabiao.cli.main import main
from docs_helpers import ROOT

REPORTS = ROOT / "reports"


def recipe() -> list[list[str]]:
    """The arguments of each dabiao command of `make reports`, and the width it gives the terminal reports."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = re.findall(r"^\t\$\(BIN\)/dabiao (.* -o reports/\S+)$", text, re.MULTILINE)
    return [shlex.split(line) for line in lines]


def width() -> str:
    """The columns `make reports` sets."""
    found = re.search(r"^reports: export COLUMNS := (\d+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert found is not None
    return found[1]


def parts(path: Path) -> dict[str, bytes]:
    """What a published file holds: an office file by its parts, without the pictures (drawn by the fonts of the machine)."""
    if path.suffix not in (".xlsx", ".docx"):
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith(".png")}


@pytest.mark.parametrize("arguments", recipe(), ids=lambda arguments: Path(arguments[-1]).name)
def test_no_drift(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", width())
    published = ROOT / arguments[-1]
    again = tmp_path / published.name
    assert main([*arguments[:-1], str(again)]) == 0
    old, new = parts(published), parts(again)
    assert sorted(old) == sorted(new)
    drifted = [name for name in old if old[name] != new[name]]
    assert not drifted, "reports/ 与程序不一致：运行 make reports"


def test_every_published_file_is_rebuilt_and_named() -> None:
    rebuilt = {Path(arguments[-1]).name for arguments in recipe()}
    assert {path.name for path in REPORTS.iterdir()} == rebuilt | {"README.md"}
    described = (REPORTS / "README.md").read_text(encoding="utf-8")
    assert all(f"({name})" in described for name in rebuilt)
