"""A tuple that is read when it is first looked at: of the packs a rulebook keeps, few bind the region a run is about."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any


class Kept:
    """Several tuples kept together, read together once. `read` raises where they can not be read."""

    __slots__ = ("_read", "_values")

    def __init__(self, read: Callable[[], tuple[tuple[Any, ...], ...]]) -> None:
        self._read = read
        self._values: tuple[tuple[Any, ...], ...] | None = None

    def tuple_at(self, place: int) -> tuple[Any, ...]:
        """One of the tuples."""
        if self._values is None:
            self._values = self._read()
        return self._values[place]


class Later(Sequence[Any]):
    """One of the tuples, in all ways it is used like the tuple itself; equal to it, and pickled as it."""

    __slots__ = ("_kept", "_place")

    def __init__(self, kept: Kept, place: int) -> None:
        self._kept = kept
        self._place = place

    def _tuple(self) -> tuple[Any, ...]:
        return self._kept.tuple_at(self._place)

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
