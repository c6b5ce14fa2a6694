"""YAML that is refused, each with its code, place and mend; bombs before they cost anything."""

import tracemalloc
from pathlib import Path

import pytest

from dabiao.diagnostics import Diagnostic
from dabiao.rules._yaml import MAX_BYTES, MAX_DEPTH, load_yaml, parse_yaml


def refused(text: str) -> list[Diagnostic]:
    return parse_yaml(text, "x.yaml")[1]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: [1", "YAML004", 2),
        ("a: 1\n\tb: 2", "YAML004", 2),
        ("a: 1\n b: 2", "YAML004", 2),
        ("a: 1\nb: x: y", "YAML004", 2),
        ('a: 1\nb: "x', "YAML004", 2),
        ("a: @x", "YAML004", 1),
        ("a: \x01", "YAML004", 0),
        ("a: 1\n---\nb: 2", "YAML005", 2),
        ("a: !!str 012", "YAML008", 1),
        ("a:\n  !!python/object/apply:os.system [ls]", "YAML008", 2),
        ("a: !secret x", "YAML008", 1),
        ("a: 1\n? [b]\n: 1", "YAML009", 2),
        ("k: &k x\n*k : 1", "YAML009", 2),
        ("a: 1\nb: 2\na: 3", "YAML010", 3),
        ('1: a\n"1": b', "YAML010", 2),
        ("t:\n  - {value: 1, value: 2}", "YAML010", 2),
        ("a: 1\nb: *x", "YAML011", 2),
        ("a: &x [*x]", "YAML011", 1),
        ("a: 1\nb: .inf", "YAML012", 2),
        ("a: -.Inf", "YAML012", 1),
        ("a: .NaN", "YAML012", 1),
        ("a: NaN", "YAML012", 1),
        ("a: Infinity", "YAML012", 1),
    ],
)
def test_refusals(text: str, code: str, line: int) -> None:
    (found,) = refused(text)
    assert found.code == code
    assert found.is_error
    assert (found.spans[0].file, found.spans[0].line) == ("x.yaml", line)
    assert found.hint


def test_every_repeated_key_is_named_at_its_own_line() -> None:
    found = refused("a: 1\na: 2\nb: {c: 1,\n  c: 2}\na: 3")
    assert [(d.code, d.spans[0].line) for d in found] == [("YAML010", 2), ("YAML010", 4), ("YAML010", 5)]


def test_the_quoted_words_for_no_number_are_text() -> None:
    assert not refused("a: 'NaN'\nb: \".inf\"\nc: nanjing\nd: infra")


def levels(count: int, items: int, leaf: str) -> str:
    lines = [f"a0: &a0 [{', '.join([leaf] * items)}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * items)}]" for n in range(1, count)]
    return "\n".join(lines)


ONE_LONG = "a: &a '" + "长" * 200_000 + "'\nb: [" + ", ".join(["*a"] * 10_000) + "]"
LONG_KEY = "a: &a\n  ? '" + "k" * 200_000 + "'\n  : 1\nb: [" + ", ".join(["*a"] * 10_000) + "]"
MAPPINGS = "a0: &a0 {x: 1}\n" + "\n".join(
    f"a{n}: &a{n} {{" + ", ".join(f"k{k}: *a{n - 1}" for k in range(9)) + "}" for n in range(1, 12)
)


@pytest.mark.parametrize(
    "text",
    [levels(30, 2, "x"), levels(3, 2000, "x"), ONE_LONG, LONG_KEY, MAPPINGS],
    ids=["doubling", "wide", "one long text", "one long key", "mappings"],
)
def test_an_alias_bomb_is_refused(text: str) -> None:
    found = refused(text)
    assert [d.code for d in found] == ["YAML006"]
    assert found[0].spans[0].line > 1
    assert found[0].hint


def test_a_bomb_of_two_gigabytes_is_refused_before_it_expands() -> None:
    bomb = levels(9, 10, "lol")
    bombs = bomb + "\n" + "\n".join(f"b{n}: *a8" for n in range(2000))
    tracemalloc.start()
    try:
        found = refused(bombs)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [d.code for d in found] == ["YAML006"]
    assert found[0].spans[0].line <= len(bomb.splitlines())
    assert peak < 20_000_000


def test_modest_aliases_are_not_bombs() -> None:
    assert not refused(levels(4, 10, "x"))


NESTED = {
    "brackets": "[" * 100_000,
    "closed brackets": "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2),
    "braces": "{a: " * 100_000,
    "indented": "\n".join("  " * n + "a:" for n in range(MAX_DEPTH + 2)),
    "dashes": "- " * 2000 + "x",
    "anchored mappings": "- &a0 {k: x}\n" + "".join(f"- &a{n + 1} {{k: {{k: *a{n}}}}}\n" for n in range(400)),
    "anchored": "- &a0 [x]\n" + "".join(f"- &a{n + 1} [[[[*a{n}]]]]\n" for n in range(400)),
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_deep_nesting_is_refused_also_when_built_from_aliases(text: str) -> None:
    assert [d.code for d in refused(text)] == ["YAML007"]


def test_the_deepest_nesting_allowed_is_read_and_one_more_is_refused() -> None:
    def nested(depth: int, inside: str = "x") -> str:
        return "[" * depth + inside + "]" * depth

    half = MAX_DEPTH // 2
    for more, codes in ((0, []), (1, ["YAML007"])):
        assert [d.code for d in refused(nested(MAX_DEPTH + more))] == codes
        assert [d.code for d in refused(f"a: &a {nested(half)}\nb: {nested(half - 1 + more, '*a')}")] == codes


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: 1\n" + b"#" * MAX_BYTES, "YAML001"),
        ("名称: 东丽区".encode("gb18030"), "YAML003"),
        ("名称: 东丽区".encode("utf-16"), "YAML003"),
        (b"a: \xff", "YAML003"),
        (b"a: \x00", "YAML004"),
    ],
    ids=["huge", "gb18030", "utf-16", "broken", "binary"],
)
def test_files_that_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    loaded, found = load_yaml(path, "x.yaml")
    assert loaded is None
    assert [d.code for d in found] == [code]
    assert found[0].spans[0].file == "x.yaml"
    assert found[0].hint


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path):
        loaded, found = load_yaml(path)
        assert loaded is None
        assert [(d.code, d.spans[0].file) for d in found] == [("YAML002", str(path))]
