"""The linked rulebook, kept between runs. What is found there is checked, never trusted."""

from __future__ import annotations

import io
import os
import sys
from fractions import Fraction
from functools import lru_cache, partial

from dabiao import __version__
from dabiao.diagnostics import RuleError, Span, error
from dabiao.digest import fingerprint
from dabiao.record import TYPE_CHECKING
from dabiao.rules.files import bundled_folder
from dabiao.rules.later import Later
from dabiao.rules.model import Pack, Rulebook

if TYPE_CHECKING:
    from typing import Any

try:  # what reads is the C half of pickle alone; the other half, which writes as well, takes long to load
    from _pickle import Unpickler, UnpicklingError
except ImportError:
    from pickle import Unpickler, UnpicklingError

_MAGIC = b"dabiao-rulebook-5\n"
# after the head: how long the long parts are, these, and then all the rest, which says where each of them lies
_BODY = len(_MAGIC) + 32
_PARTS = _BODY + 8
# what a run needs of the packs that bind its region only, or not at all
_LONG = ("targets", "not_targets", "examples", "account")
_SHORT = tuple(name for name in Pack._fields if name not in _LONG)
_FAILURES = (
    UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError, KeyError, ArithmeticError, MemoryError,
    RuntimeError,
)  # fmt: skip
_ALLOWED = (
    "dabiao.rules.model",
    "dabiao.quantity.interval",
    "dabiao.quantity.units",
    "dabiao.region",
    "dabiao.diagnostics",
)


@lru_cache(maxsize=4096)
def _fraction(numerator: int, denominator: int) -> Fraction:
    """A rulebook repeats its few hundred numbers thousands of times: each is built once."""
    return Fraction(numerator, denominator)


def _pack(content: bytes, fields: tuple[Any, ...], *starts: int) -> Any:
    """A pack but for its long parts, and those for later, from where they lie."""
    later = (Later(partial(_part, content, _PARTS + start)) for start in starts)
    values = dict(zip((*_SHORT, *_LONG), (*fields, *later), strict=True))
    return tuple.__new__(Pack, [values[name] for name in Pack._fields])


def _part(content: bytes, start: int) -> tuple[Any, ...]:
    """A long part of a pack, from bytes whose digest was right; RuleError where someone wrote something else under it."""
    try:
        part = _Unpickler(content, start).load()
        if type(part) is tuple:
            return part
    except _FAILURES:
        pass
    raise RuleError([error("RUL229", "保存的规则库不能读", Span(folder()), hint="删去这个文件夹，再运行一次")])


def _value(kind: type, fields: tuple[Any, ...]) -> Any:
    """What a kept value is written as; read back by the tuple's own constructor, as a rulebook holds ten thousand."""
    return tuple.__new__(kind, fields)


class _Unpickler(Unpickler):
    """Builds nothing but the rulebook's own value types, of what a kept file holds from a place on."""

    def __init__(self, content: bytes, start: int) -> None:
        self._content = content
        file = io.BytesIO(content)
        file.seek(start)
        super().__init__(file)

    def find_class(self, module: str, name: str) -> Any:
        if module in _ALLOWED and name[:1].isupper():
            return getattr(sys.modules[module], name)
        if (module, name) == (__name__, "_fraction"):
            return _fraction
        if (module, name) == (__name__, "_value"):
            return tuple.__new__
        if (module, name) == (__name__, "_pack"):
            return partial(_pack, self._content)
        raise UnpicklingError(f"{module}.{name}")


def folder() -> str:
    """The user's cache folder for dabiao (XDG_CACHE_HOME, LOCALAPPDATA, or ~/.cache). RuntimeError where there is no home."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if not base:
        home = os.path.expanduser("~")
        if home == "~":
            raise RuntimeError("no home folder")
        base = os.path.join(home, ".cache")
    return os.path.join(base, "dabiao")


def _file(key: str) -> str:
    return os.path.join(folder(), f"{key}.rulebook")


def key_of(rules: bytes) -> str:
    """The cache key: what stands for the rules, the state of the code and of the schemas, and the Python version.

    The rules are known by their contents; the code by the size and time of its files, which is read without opening them.
    """
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    state = [f"{rules.hex()} {__version__} {sys.version_info[:2]}"]
    rooms = (os.path.join(package, room) for room in ("", "rules", "quantity"))
    for place in (*rooms, os.path.join(bundled_folder(), "schema")):
        with os.scandir(place) as entries:
            state += [f"{entry.name} {_stamp(entry)}" for entry in entries if entry.name.endswith((".py", ".json"))]
    return fingerprint("\n".join(sorted(state)).encode()).hex()


def _stamp(entry: os.DirEntry[str]) -> str:
    found = entry.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def load(key: str) -> Rulebook | None:
    """The rulebook kept under the key, or None where there is none or it is damaged."""
    try:
        with open(_file(key), "rb") as file:
            content = file.read()
        body = memoryview(content)[_BODY:]
        if content[:_BODY] != _head(key, body):
            return None
        kept = _Unpickler(content, _PARTS + int.from_bytes(body[:8], "big")).load()
    except (OSError, *_FAILURES):
        return None
    return kept if isinstance(kept, Rulebook) and len(kept) == len(Rulebook._fields) else None


def store(key: str, rulebook: Rulebook) -> None:
    """Keeps the rulebook; a cache folder that can not be written is no error, only slower."""
    import tempfile

    body = _written(rulebook)
    try:
        os.makedirs(folder(), exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder(), suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(_head(key, body) + body)
        os.replace(name, _file(key))
        _drop_old(keep=key)
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return


def _written(rulebook: Rulebook) -> bytes:
    """The rulebook as it is read: how long its long parts are, these, and what holds them together."""
    import pickle

    parts = io.BytesIO()

    class Pickler(pickle.Pickler):
        def reducer_override(self, value: Any) -> Any:
            if type(value) is Fraction:
                return _fraction, (value.numerator, value.denominator)
            if isinstance(value, Pack):
                starts = [added(tuple(getattr(value, name))) for name in _LONG]
                return _pack, (tuple(getattr(value, name) for name in _SHORT), *starts)
            if isinstance(value, tuple) and hasattr(value, "_fields"):
                return _value, (type(value), tuple(value))
            return NotImplemented

    def written(value: Any) -> bytes:
        buffer = io.BytesIO()
        Pickler(buffer, protocol=5).dump(value)
        return buffer.getvalue()

    def added(value: tuple[Any, ...]) -> int:
        start = parts.tell()
        parts.write(written(value))
        return start

    whole = written(_shared(rulebook, {}))
    return b"".join((parts.tell().to_bytes(8, "big"), parts.getvalue(), whole))


def _shared(value: Any, known: dict[tuple[object, ...], Any]) -> Any:
    """An equal value whose equal parts are one and the same, and so kept once: most of a rulebook's units and bounds are alike."""
    if isinstance(value, dict):
        return {_shared(key, known): _shared(one, known) for key, one in value.items()}
    if isinstance(value, tuple):
        parts = [_shared(part, known) for part in value]
        # by what they are, not by what they equal: 1, True and Fraction(1) are not the same
        return known.setdefault((type(value), *map(id, parts)), tuple.__new__(type(value), parts))
    if type(value) in (str, int, Fraction):
        return known.setdefault((type(value), value), value)
    return value


def _head(key: str, body: bytes | memoryview) -> bytes:
    """What a kept rulebook begins with: bound to its key, so that a renamed file is not taken for another."""
    return _MAGIC + fingerprint(key.encode(), body)


def _drop_old(keep: str) -> None:
    """Leaves the eight newest rulebooks."""
    from pathlib import Path

    kept = sorted(Path(folder()).glob("*.rulebook"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[8:]:
        if path.stem != keep:
            path.unlink(missing_ok=True)
