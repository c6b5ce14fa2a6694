"""YAML as rule authors mean it: no surprises of YAML 1.1, exact decimals, marks of every node."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.diagnostics import Span
from dabiao.rules._yaml import Loaded, load_yaml, parse_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\u2028\u2029\ufffe\uffff"))
TREES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


def read(text: str) -> Loaded:
    loaded, found = parse_yaml(text, "x.yaml")
    assert loaded is not None
    assert not found, [str(diagnostic) for diagnostic in found]
    return loaded


WORDS = "no No yes on off y N True FALSE Null NULL = << 九十九 十四五 350502x"
FIGURES = "1:30 190:20:30 012 0o14 0x1F 0b11 1_000 1e3 1E-5 +5 .5 5. 1,000 00 -01.5 2021-12-31 2016-2020 ≥95% 99%"


@pytest.mark.parametrize("text", [*WORDS.split(), *FIGURES.split(), "2021-12-31 08:00:00", "1" * 19])
def test_plain_text_stays_text(text: str) -> None:
    assert read(f"a: {text}").value == {"a": text}
    assert read(f"{text}: a").value == {text: "a"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-3", -3),
        ("2025", 2025),
        ("1.50", Decimal("1.50")),
        ("-0.5", Decimal("-0.5")),
        ("0.1", Decimal("0.1")),
        ('"2025"', "2025"),
        ("'true'", "true"),
        ('""', ""),
        ("|\n  350502", "350502"),
        (">-\n  1.50", "1.50"),
    ],
)
def test_only_these_are_more_than_text(text: str, value: object) -> None:
    got = read(f"a: {text}").value["a"]
    assert (got, type(got)) == (value, type(value))


@settings(deadline=None)
@given(st.from_regex(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,12}", fullmatch=True))
def test_a_decimal_keeps_every_digit_as_typed(text: str) -> None:
    (value,) = read(f"- {text}").value
    assert isinstance(value, Decimal)
    assert format(value, "f") == text


@settings(deadline=None, max_examples=60)
@given(TREES)
def test_quoted_text_in_any_structure_reads_back(tree: object) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_style='"', width=10**6)
    assert read(text).value == tree


def test_keys_of_years_are_text_and_a_merge_sign_is_a_plain_key() -> None:
    assert read("path: {2023: 80, no: 1}").value == {"path": {"2023": 80, "no": 1}}
    assert read("a: &a {k: v}\nb: {<<: *a}").value["b"] == {"<<": {"k": "v"}}


def test_an_alias_is_a_copy_of_its_anchor() -> None:
    assert read("a: &x [1, two]\nb: {c: *x, d: *x}").value == {"a": [1, "two"], "b": {"c": [1, "two"], "d": [1, "two"]}}


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "---\n"])
def test_an_empty_file_is_empty_not_an_error(text: str) -> None:
    assert read(text).value is None


def test_every_node_has_its_place() -> None:
    loaded = read("pack: p\ntargets:\n  - id: a\n    value: 1\n  - id: b\n")
    assert loaded.span("targets", 0, "value") == Span("x.yaml", 4, 5)
    assert loaded.span("targets", 1, "id") == Span("x.yaml", 5, 5)
    assert loaded.span("targets", 1) == Span("x.yaml", 5, 5)
    assert loaded.span("targets", 1, "missing", "deeper") == loaded.span("targets", 1)
    assert loaded.span("missing") == Span("x.yaml", 1, 1)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"], ids=["unix", "windows"])
def test_a_file_is_read_whatever_its_editor(tmp_path: Path, mark: bytes, ends: bytes) -> None:
    path = tmp_path / "包.yaml"
    path.write_bytes(mark + ends.join(["名称: 东丽区".encode(), b"n: 1.50", b""]))
    loaded, found = load_yaml(path, "rules/包.yaml")
    assert not found
    assert loaded is not None
    assert loaded.value == {"名称": "东丽区", "n": Decimal("1.50")}
    assert loaded.span("n") == Span("rules/包.yaml", 2, 1)
