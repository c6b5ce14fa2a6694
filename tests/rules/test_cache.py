"""The kept rulebook: equal to the built one, and never trusted once anything about it is not as it was written."""

import os
import pickle
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dabiao.diagnostics import RuleError
from dabiao.rules import cache
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import bundled_rules, find_files
from dabiao.rules.load import load_rulebook
from dabiao.rules.model import Rulebook
from helpers import pack, rule_folder, target

KEY = "0" * 64


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "dabiao"


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return built(tmp_path / "rules", ">= 95 %")


def built(folder: Path, limit: str) -> Rulebook:
    return build_rulebook(find_files([rule_folder(folder, pack([target(f'value: "{limit}"')]))]))[0]


def same(kept: Rulebook | None, book: Rulebook) -> bool:
    """Equality; region tables compare by what they hold."""
    return (
        kept is not None and tuple(kept.regions) == tuple(book.regions) and kept._replace(regions=book.regions) == book
    )


def forged(value: Any) -> bytes:
    """A cache file that is well-formed down to its digest, around any pickle."""
    body = bytes(8) + (value if isinstance(value, bytes) else pickle.dumps(value))
    return cache._head(KEY, body) + body


def test_every_bundled_rule_comes_back_equal() -> None:
    book, found = build_rulebook(find_files([bundled_rules()]))
    assert not found
    cache.store(KEY, book)
    kept = cache.load(KEY)
    assert kept is not None
    assert same(kept, book)
    # nor has 1 become True or a fraction, which are equal to it, where equal parts are kept once
    assert repr(kept._replace(regions=book.regions)) == repr(book)
    for region in book.regions:
        assert kept.regions.resolve(region.name) == book.regions.resolve(region.name)
        assert kept.regions.full_name(region.code) == book.regions.full_name(region.code)


def test_nothing_is_found_under_another_key(folder: Path, book: Rulebook) -> None:
    cache.store(KEY, book)
    assert cache.load("1" * 64) is None
    (folder / f"{KEY}.rulebook").rename(folder / f"{'1' * 64}.rulebook")
    assert cache.load("1" * 64) is None


def test_a_truncated_file_is_ignored(folder: Path, book: Rulebook) -> None:
    cache.store(KEY, book)
    path = folder / f"{KEY}.rulebook"
    content = path.read_bytes()
    for length in [*range(60), *range(60, len(content), 97), len(content) - 1]:
        path.write_bytes(content[:length])
        assert cache.load(KEY) is None
    path.write_bytes(content)
    assert same(cache.load(KEY), book)


def test_one_changed_byte_anywhere_is_noticed(folder: Path, book: Rulebook) -> None:
    cache.store(KEY, book)
    path = folder / f"{KEY}.rulebook"
    content = path.read_bytes()
    for at in [*range(60), *range(60, len(content), 97), len(content) - 1]:
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert cache.load(KEY) is None
    path.write_bytes(content + b"x")
    assert cache.load(KEY) is None


class Calls:
    """Pickles as a call."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> Any:
        return self.call


MALICIOUS = {
    "system": lambda mark: Calls(os.system, f"touch {mark}"),
    "open": lambda mark: Calls(open, str(mark), "w"),
    "exec": lambda mark: Calls(exec, f"open({str(mark)!r}, 'w')"),
    "getattr": lambda mark: Calls(getattr, "x", "upper"),
    "class": lambda mark: Calls(subprocess.Popen, ["touch", str(mark)]),
    "own function": lambda mark: Calls(bundled_rules),
    "dotted name": lambda mark: b"\x80\x04\x8c\x13dabiao.rules.model\x8c\x0eRulebook.__new__\x93.",
    "zero denominator": lambda mark: Calls(cache._fraction, 1, 0),
    "wrong arguments": lambda mark: Calls(Rulebook, 1),
    "huge": lambda mark: b"\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
    "empty": lambda mark: b"",
    "no value": lambda mark: b".",
    "text": lambda mark: "Rulebook",
    "list": lambda mark: [1, 2, 3],
    "nothing": lambda mark: None,
    "tuple of the right length": lambda mark: (1, 2, 3, 4),
}


@pytest.mark.parametrize("value", MALICIOUS.values(), ids=MALICIOUS)
def test_a_forged_file_is_ignored_and_runs_nothing(tmp_path: Path, folder: Path, value: Callable[[Path], Any]) -> None:
    mark = tmp_path / "mark"
    folder.mkdir(parents=True)
    (folder / f"{KEY}.rulebook").write_bytes(forged(value(mark)))
    assert cache.load(KEY) is None
    assert not mark.exists()


def test_a_forged_file_would_be_read_were_it_a_rulebook(folder: Path, book: Rulebook) -> None:
    cache.store(KEY, book)
    body = (folder / f"{KEY}.rulebook").read_bytes()[len(cache._head(KEY, b"")) :]
    (folder / f"{KEY}.rulebook").write_bytes(cache._head(KEY, body) + body)
    assert same(cache.load(KEY), book)


@pytest.mark.parametrize("value", [v for name, v in MALICIOUS.items() if name != "tuple of the right length"])
def test_a_forged_pack_runs_nothing_and_is_told(tmp_path: Path, value: Callable[[Path], Any]) -> None:
    """A pack's targets are read when they are looked at: what is forged there is refused then."""
    mark = tmp_path / "mark"
    parts = value(mark)
    with pytest.raises(RuleError, match="RUL229"):
        cache._part(parts if isinstance(parts, bytes) else pickle.dumps(parts), 0)
    assert not mark.exists()


def test_what_is_read_later_is_as_the_tuple_it_was(book: Rulebook) -> None:
    cache.store(KEY, book)
    kept = cache.load(KEY)
    assert kept is not None
    (mine,), (theirs,) = kept.packs, book.packs
    assert mine == theirs
    assert theirs == mine
    assert hash(mine.targets) == hash(theirs.targets)
    assert repr(mine) == repr(theirs)
    assert mine._replace(targets=mine.targets[1:]) != mine
    assert pickle.loads(pickle.dumps(mine.targets)) == theirs.targets  # noqa: S301 - our own
    assert (len(mine.examples), bool(mine.examples)) == (0, False)


def test_a_folder_that_can_not_be_written_is_no_error(
    tmp_path: Path, book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache.store(KEY, book)
    assert cache.load(KEY) is None
    assert load_rulebook()[0].packs


def test_a_user_without_a_home_is_no_error(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr("os.path.expanduser", str)  # as it does where there is none
    cache.store(KEY, book)
    assert cache.load(KEY) is None


def test_the_key_follows_the_rules_digest() -> None:
    assert cache.key_of(b"a") == cache.key_of(b"a")
    assert cache.key_of(b"a") != cache.key_of(b"b")


def test_an_edited_rule_is_read_anew(tmp_path: Path, folder: Path) -> None:
    def limit() -> str:
        return load_rulebook([tmp_path / "extra"])[0].pack("plan").targets[0].form.limit.text  # type: ignore[union-attr]

    (tmp_path / "extra").mkdir()
    path = tmp_path / "extra" / "plan.yaml"
    for text in (">= 95 %", ">= 96 %", ">= 95 %"):
        path.write_text(pack([target(f'value: "{text}"', indicator="compulsory-retention-rate")]), encoding="utf-8")
        assert limit() == text
        assert limit() == text
    assert len(list(folder.glob("*.rulebook"))) == 2


def test_what_is_kept_is_used_and_only_where_wanted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = load_rulebook(cached=False)
    assert not folder.exists()
    load_rulebook()

    def built_again(_: object) -> Any:
        raise AssertionError

    monkeypatch.setattr("dabiao.rules.build.build_rulebook", built_again)
    assert same(load_rulebook()[0], first)
    with pytest.raises(AssertionError):
        load_rulebook(cached=False)


def test_a_damaged_file_is_built_anew_and_replaced(folder: Path) -> None:
    first, _ = load_rulebook()
    (path,) = folder.glob("*.rulebook")
    content = path.read_bytes()
    path.write_bytes(b"damaged")
    assert same(load_rulebook()[0], first)
    assert path.read_bytes() == content


def test_old_rulebooks_do_not_pile_up_and_no_part_is_left(folder: Path, book: Rulebook) -> None:
    keys = [f"{number:064d}" for number in range(12)]
    for number, key in enumerate(keys):
        cache.store(key, book)
        os.utime(folder / f"{key}.rulebook", (number, number))
    assert sorted(path.stem for path in folder.iterdir()) == keys[-8:]
    assert all(path.suffix == ".rulebook" for path in folder.iterdir())
