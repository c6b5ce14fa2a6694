"""docs/规则语言.md: what it quotes from the packs stands there, what it shows besides loads, and no key is left out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dabiao.diagnostics import Diagnostic
from dabiao.rules._yaml import parse_yaml
from dabiao.rules.build import build_rulebook
from dabiao.rules.clauses.place import parse_place
from dabiao.rules.load import bundled_rules, find_files
from dabiao.rules.waivers import load_waivers
from docs_helpers import Block, blocks, table, text_of

PAGE = text_of("docs/规则语言.md")
EXAMPLES = [block for block in blocks(PAGE) if block.language == "yaml" and "language-server" not in block.text]
HEAD = """\
pack: page-example
source: {title: null, number: null, issuer: null, issued: null, region: "120110", level: district, period: [2021, 2025]}
"""
COVERAGE = """\
targets:
  - {id: inclusive-coverage-table, indicator: inclusive-kindergarten-coverage, value: ">= 83 %", force: must,
     clause: {at: 一, quote: 覆盖率达83%以上}}
"""


def value_of(text: str) -> Any:
    """The plain values of YAML text that has nothing wrong with it."""
    loaded, found = parse_yaml(text, "page")
    assert loaded is not None
    assert found == []
    return loaded.value


def packs() -> dict[str, dict[str, Any]]:
    """The targets of every bundled pack by id, as written."""
    files = [file for file in find_files([bundled_rules()]) if file.kind == "pack"]
    written = [value_of(file.path.read_text(encoding="utf-8")) for file in files]
    return {pack["pack"]: {target["id"]: target for target in pack["targets"]} for pack in written}


def test_every_example_says_where_it_is_from() -> None:
    assert len(EXAMPLES) > 20
    assert [b.text for b in EXAMPLES if not re.match(r"# (示例$|取自 \S+$)", b.text.splitlines()[0])] == []


def test_what_is_quoted_stands_in_the_packs() -> None:
    known = packs()
    for block in EXAMPLES:
        head = block.text.splitlines()[0]
        if head.startswith("# 取自"):
            pack = known[head.split()[-1]]
            for target in value_of(block.text):
                assert target == pack[target["id"]]


def found_in(folder: Path, block: Block) -> list[Diagnostic]:
    """What is wrong with an example, once it stands in a rule folder of its own beside the bundled rules."""
    value = value_of(block.text)
    name, text = "pack.yaml", block.text
    if isinstance(value, list):
        text = f"{HEAD}targets:\n{block.text}"
    elif "waivers" in value:
        (folder / "waivers.yaml").write_text(text, encoding="utf-8")
        return [] if load_waivers(folder / "waivers.yaml") else [Diagnostic("none", "error", "no waiver")]
    elif "indicators" in value:
        name = "indicators/page.yaml"
    elif "pack" not in value:
        text = f"{HEAD}{COVERAGE}{block.text}"
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return build_rulebook(find_files([bundled_rules(), folder]))[1]


@pytest.mark.parametrize("block", [b for b in EXAMPLES if b.text.startswith("# 示例")], ids=lambda b: b.text.split()[2])
def test_an_example_loads(tmp_path: Path, block: Block) -> None:
    assert found_in(tmp_path, block) == []


def schema(name: str) -> Any:
    """A schema that ships with the rules."""
    return json.loads((bundled_rules() / "schema" / name).read_text(encoding="utf-8"))


def test_every_key_is_explained() -> None:
    pack, indicators, waivers = (schema(f"{name}.schema.json") for name in ("pack", "indicators", "waivers"))
    parts = [pack, *(pack["$defs"][name] for name in ("source", "target", "compare", "notTarget", "example"))]
    parts += [indicators["$defs"]["indicator"], waivers["properties"]["waivers"]["items"]]
    keys = {key for part in parts for key in part["properties"]}
    assert [key for key in sorted(keys) if not re.search(rf"(?<![\w-]){key}(?![\w-])", PAGE)] == []


def test_every_kind_of_not_target_is_explained() -> None:
    kinds = schema("pack.schema.json")["$defs"]["notTarget"]["properties"]["kind"]["enum"]
    assert [row[0].strip("`") for row in table(PAGE, "九、非目标")] == kinds


@pytest.mark.parametrize("spelling", [row[0].strip("`") for row in table(PAGE, "五、出处")])
def test_a_place_is_understood(spelling: str) -> None:
    """Something of the place is recognised beyond plain words."""
    place = parse_place(spelling)
    assert place.preface or any(place.path)
    assert (place.paragraph is None) == ("段" not in spelling)
    assert (place.table is None) == ("表" not in spelling)
    assert (place.box is None) == ("专栏" not in spelling)
