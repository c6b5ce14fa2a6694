"""The bundled packs pass their own tests."""

from pathlib import Path

import pytest

from dabiao.rules.files import bundled_rules, find_files
from dabiao.rules.load import load_rulebook
from dabiao.rules.model import Rulebook
from dabiao.testing import try_pack

FILES = [file.shown for file in find_files([bundled_rules()]) if file.kind == "pack"]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(cached=False)[0]


@pytest.mark.parametrize("file", FILES, ids=[Path(file).stem for file in FILES])
def test_examples_hold_boundaries_hold_and_no_mutant_survives(book: Rulebook, file: str) -> None:
    (pack,) = [pack for pack in book.packs if pack.file == file]
    tried = try_pack(book, pack)
    assert [str(diagnostic) for diagnostic in tried.findings] == []
    assert (tried.targets, tried.survived) == (len(pack.targets), 0)
    assert tried.examples
    assert tried.cases >= 2 * tried.targets
    assert tried.mutants
