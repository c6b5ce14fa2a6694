"""The rules that ship: they load clean, their schemas explain every key, their quotes are short and in their documents."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dabiao.rules.build import build_rulebook
from dabiao.rules.clauses._text import fingerprint, fold
from dabiao.rules.clauses.document import Document, read_text
from dabiao.rules.clauses.place import blocks_at, parse_place
from dabiao.rules.files import bundled_rules, find_files
from dabiao.rules.model import Pack

SCHEMAS = sorted((bundled_rules() / "schema").glob("*.schema.json"))
BOOK, FOUND = build_rulebook(find_files([bundled_rules()]))
PACKS = pytest.mark.parametrize("pack", BOOK.packs, ids=[pack.id for pack in BOOK.packs])
SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
MAX_QUOTE = 45
CHINESE = re.compile("[一-鿿]")


def test_every_bundled_pack_loads_and_links_without_a_finding() -> None:
    assert [str(diagnostic) for diagnostic in FOUND] == []
    files = [file.path.stem for file in find_files([bundled_rules()]) if file.kind == "pack"]
    assert sorted(pack.id for pack in BOOK.packs) == sorted(files)
    assert len(files) >= 5


def keys(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key a schema knows, with what it says of the key."""
    if isinstance(node, dict):
        for name, inner in node.get("properties", {}).items():
            yield f"{path}/{name}", inner
        for name, inner in node.items():
            yield from keys(inner, f"{path}/{name}" if name != "properties" else path)
    elif isinstance(node, list):
        for inner in node:
            yield from keys(inner, path)


@pytest.mark.parametrize("file", SCHEMAS, ids=[file.name for file in SCHEMAS])
def test_every_key_of_a_schema_is_explained_in_chinese(file: Path) -> None:
    schema = json.loads(file.read_text(encoding="utf-8"))
    known = list(keys(schema))
    assert known
    bare = []
    for path, inner in known:
        referred = schema["$defs"][inner["$ref"].rpartition("/")[2]] if "$ref" in inner else {}
        if not CHINESE.search(inner.get("description") or referred.get("description") or ""):
            bare.append(path)
    assert not bare


@pytest.mark.parametrize("file", SCHEMAS, ids=[file.name for file in SCHEMAS])
def test_a_schema_lets_no_unknown_key_pass(file: Path) -> None:
    def objects(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if isinstance(node.get("properties"), dict) and "type" in node:
                yield node
            for inner in node.values():
                yield from objects(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from objects(inner)

    open_ones = [
        list(node["properties"])
        for node in objects(json.loads(file.read_text(encoding="utf-8")))
        if node.get("additionalProperties") is not False
    ]
    assert not open_ones


@PACKS
def test_quotes_are_short_and_never_blank(pack: Pack) -> None:
    quotes = [*(t.clause.quote for t in pack.targets), *(n.quote for n in pack.not_targets)]
    assert [quote for quote in quotes if not 0 < len(quote.strip()) <= MAX_QUOTE] == []


@cache
def documents() -> dict[str, Document]:
    """The source documents beside the checkout, by fingerprint."""
    if not SEEDS.is_dir():
        pytest.skip("the folder ../shared/seeds beside the checkout, with the source documents, is absent")
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    return {fingerprint(text): read_text(text) for text in texts}


def test_every_source_document_has_a_pack() -> None:
    assert set(documents()) <= {pack.source.fingerprint for pack in BOOK.packs}


@PACKS
def test_every_quote_stands_in_its_document_at_its_place(pack: Pack) -> None:
    if pack.source.fingerprint is None:
        pytest.skip(f"{pack.id} states no fingerprint: its document is not at hand")
    assert pack.source.fingerprint in documents(), "no document has the fingerprint of the pack"
    document = documents()[pack.source.fingerprint]
    wanted = [(t.id, t.clause.at, t.clause.quote) for t in pack.targets]
    wanted += [(n.kind, n.at, n.quote) for n in pack.not_targets if not n.whole]
    lost = [
        (name, at, quote)
        for name, at, quote in wanted
        if not any(fold(quote) in block.folded for block in blocks_at(document, parse_place(at)))
    ]
    assert not lost
    assert [n.at for n in pack.not_targets if n.whole and not blocks_at(document, parse_place(n.at))] == []
