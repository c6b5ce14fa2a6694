"""Where durable_rules is not installed: auto judges by reference alone and says so, durable is refused."""

import sys
from pathlib import Path

import pytest

from dabiao.assess import durable
from dabiao.diagnostics import EngineFault
from helpers import assessment, pack, row, target

PACKS = [pack([target("value: '>= 95 %'"), target("attest: 规划合理", "a", None)])]
ROWS = [row(2025, "覆盖率", 94)]


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """None in sys.modules makes an import fail, as where there is no package, or where its C part does not load."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)


@pytest.mark.usefixtures("absent")
def test_auto_works_and_says_so(tmp_path: Path) -> None:
    made = assessment(tmp_path, PACKS, ROWS, 2025)
    assert made.counts == {"not_met": 1, "unverified": 1}
    assert (made.engines.names, made.engines.agree) == (("reference",), None)
    assert "durable_rules" in made.engines.note


@pytest.mark.usefixtures("absent")
def test_durable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineFault) as caught:
        assessment(tmp_path, PACKS, ROWS, 2025, engine="durable")
    assert [(d.code, "reference" in d.hint) for d in caught.value.diagnostics] == [("ENG903", True)]


@pytest.mark.usefixtures("absent")
def test_reference_needs_no_word_about_it(tmp_path: Path) -> None:
    assert assessment(tmp_path, PACKS, ROWS, 2025, engine="reference").engines.note == ""


def test_whether_it_is_there_is_asked_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "importable", lambda: False)
    without = assessment(tmp_path / "without", PACKS, ROWS, 2025)
    assert without.engines.names == ("reference",)
