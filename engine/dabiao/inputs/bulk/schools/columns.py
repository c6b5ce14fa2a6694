"""Which columns of a school table bear on each other: those are looked at together, every other one by itself."""

from collections import Counter
from typing import NamedTuple

from dabiao.inputs._school_header import Column, SchoolHeader
from dabiao.inputs._school_types import FLAGS, FOUNDED, JUNIOR, PRIMARY, PRIVATE, SENIOR, TOWN
from dabiao.inputs.vocabulary import Vocabulary

# what a school is and which year it is bears on every figure
_JOINT_WORDS = ("type", "stage", "status", "year")
_WORDS = {"owner": (PRIVATE,), "area": (TOWN,), "founded": tuple(FOUNDED)}


class Columns(NamedTuple):
    """The columns (indexes): of words, of figures, of these the ones where it matters whether the figure is nought; those that bear on
    others (words and figures), the rest being alone."""

    words: tuple[int, ...]
    figures: tuple[int, ...]
    noughts: frozenset[int]
    joint: tuple[int, ...]

    @property
    def alone(self) -> tuple[int, ...]:
        """The columns that bear on no other."""
        joint = {*self.joint}
        return tuple(index for index in sorted((*self.words, *self.figures)) if index not in joint)


def columns_of(header: SchoolHeader, vocabulary: Vocabulary) -> Columns:
    """The columns of a header."""
    items = {column.at: _items(column) for column in header.columns}
    for key, names in _WORDS.items():
        if key in header.keys:
            items[header.keys[key][0]] = _ids(names, vocabulary)
    enrolled = _ids([f"{stage}在校生数" for stage in (PRIMARY, JUNIOR, SENIOR)], vocabulary)
    # the type of a school says these itself
    flags = _ids(FLAGS, vocabulary) if "type" in header.keys else set()
    shared = Counter(item for some in items.values() for item in some)
    tied = {at for at, some in items.items() if some & (enrolled | flags) or any(shared[item] > 1 for item in some)}
    words = [header.keys[key][0] for key in _JOINT_WORDS if key in header.keys]
    joint = tuple(sorted({*words, *tied}))
    asked = [column.at for column in header.columns if column.asked]
    figures = tuple(column.at for column in header.columns if not column.asked)
    noughts = frozenset(column.at for column in header.columns if not column.asked and items[column.at] & enrolled)
    worded = [header.keys[key][0] for key in _WORDS if key in header.keys]
    return Columns(tuple(sorted({*words, *asked, *worded})), figures, noughts, joint)


def _items(column: Column) -> set[str]:
    match = column.match
    return {item.id for item in (match.direct, *match.staged.values(), match.whole) if item is not None}


def _ids(names: "tuple[str, ...] | list[str]", vocabulary: Vocabulary) -> set[str]:
    return {item.id for name in names if (item := vocabulary.indicator(name)) is not None}
