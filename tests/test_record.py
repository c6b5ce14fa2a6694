"""The named tuples of dabiao.record are what typing's are, whatever they are built from."""

import copy
import pickle
from typing import Any
from typing import NamedTuple as Typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dabiao.record import NamedTuple


class Ours(NamedTuple):
    """A value."""

    a: int
    b: str | None
    c: tuple[int, ...] = ()
    d: int = 7

    @property
    def twice(self) -> int:
        """A property, as values have."""
        return 2 * self.a

    @classmethod
    def of(cls, a: int) -> "Ours":
        """A constructor, as values have."""
        return cls(a, None)


class Theirs(Typing):
    """The same."""

    a: int
    b: str | None
    c: tuple[int, ...] = ()
    d: int = 7


NAMES = ("a", "b", "c", "d", "e")


def outcome(kind: Any, values: list[int], named: dict[str, int]) -> Any:
    try:
        return tuple(kind(*values, **named))
    except TypeError:
        return TypeError


@given(st.lists(st.integers(), max_size=6), st.dictionaries(st.sampled_from(NAMES), st.integers()))
def test_it_is_built_of_the_same_arguments(values: list[int], named: dict[str, int]) -> None:
    assert outcome(Ours, values, named) == outcome(Theirs, values, named)


def test_its_values_are_read_shown_and_changed_alike() -> None:
    ours, theirs = Ours(1, b="x", d=3), Theirs(1, b="x", d=3)
    assert list(ours) == [1, "x", (), 3] == list(theirs)
    assert [ours.a, ours.b, ours.c, ours.d] == list(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert hash(ours) == hash(theirs)
    assert ours._asdict() == theirs._asdict()
    assert list(ours._replace(c=(4,))) == list(theirs._replace(c=(4,)))
    assert type(ours._replace(c=(4,))) is Ours
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
    assert Ours._make([1, None, (), 2]) == Ours(1, None, d=2)
    assert (ours.twice, Ours.of(5)) == (2, Ours(5, None))
    with pytest.raises((ValueError, TypeError)):  # from Python 3.13 on TypeError
        getattr(ours, "_replace")(e=1)  # noqa: B009 - no such field, which the type checker knows


def test_it_can_not_be_changed() -> None:
    value: Any = Ours(1, None)
    with pytest.raises(AttributeError):
        value.a = 2
    with pytest.raises(AttributeError):
        value.new = 2
    assert not hasattr(value, "__dict__")


def test_it_is_copied_pickled_and_matched() -> None:
    value = Ours(1, None, (2,))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        kept = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - our own
        assert (kept, type(kept)) == (value, Ours)
    assert copy.deepcopy(value) == copy.copy(value) == value
    match value:
        case Ours(1, None, c=(two,)):
            assert two == 2
        case _:
            pytest.fail("no match")
