"""docs/整改台账.md: its commands work in their order, and its states are those of the ledger."""

import shlex
import shutil
from pathlib import Path

import pytest

from dabiao.cli.main import main
from dabiao.ledger.model import FIELDS, STATES
from docs_helpers import ROOT, blocks, table, text_of

PAGE = "docs/整改台账.md"


def test_the_commands_work_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in blocks(text_of(PAGE)) for line in block.text.splitlines()]
    codes = [main(shlex.split(line)[1:]) for line in lines]
    assert codes == [1] + [0] * (len(lines) - 1), capfdbinary.readouterr().err.decode()
    assert len(lines) >= 8
    out = capfdbinary.readouterr().out.decode()
    assert "销号：核查属实，已整改；佐证：劝返登记表" in out.replace("\n        ", "")
    assert "重演一致" in out


def test_the_states_and_the_columns_are_those_of_the_ledger() -> None:
    assert {row[0] for row in table(text_of(PAGE), "哪些列为问题")} == set(STATES.values())
    assert f"{'、'.join(FIELDS.values())}。" in text_of(PAGE)
