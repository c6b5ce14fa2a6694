"""A tuple that is read when it is first looked at: of the packs a rulebook keeps, few bind the region a run is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dabiao.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


class Later(Sequence["Any"]):
    """A tuple in all ways it is used; equal to it, and pickled as it. `read` gives it, once, and raises where it can not be read."""

    __slots__ = ("_read", "_values")

    def __init__(self, read: Callable[[], tuple[Any, ...]]) -> None:
        self._read = read
        self._values: tuple[Any, ...] | None = None

    def _tuple(self) -> tuple[Any, ...]:
        if self._values is None:
            self._values = self._read()
        return self._values

    def __iter__(self) -> Iterator[Any]:
        return iter(self._tuple())

    def __len__(self) -> int:
        return len(self._tuple())

    def __getitem__(self, place: Any) -> Any:
        return self._tuple()[place]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Later):
            return self._tuple() == other._tuple()
        return self._tuple() == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._tuple())

    def __repr__(self) -> str:
        return repr(self._tuple())

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return tuple, (self._tuple(),)
