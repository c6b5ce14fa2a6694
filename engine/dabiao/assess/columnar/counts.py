"""How many checks of each verdict a region has in a year: a machine number each, made into values only where one is looked at.

They grow with regions × years × documents, by the million: as objects they would be most of a run's memory.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, overload

from dabiao.assess.columnar.asked import NAMES, NUMBER
from dabiao.assess.columnar.scope import Numbered, Scope, groups_of
from dabiao.assess.model import NO_DATA, NOT_MET
from dabiao.rules.model import Rulebook

_WIDTH = len(NAMES)
_NO_DATA, _NOT_MET = NUMBER[NO_DATA], NUMBER[NOT_MET]


# of a region, year and group of targets: how many checks have a figure, and of each of some verdicts; a plain tuple, as there are many
Group = tuple[str, int, int, int, Sequence[int]]


class Count(NamedTuple):
    """How many checks of a document a region has of each verdict in a year; `owed` of those not met, by force."""

    region: str
    year: int
    pack: str
    verdicts: dict[str, int]
    owed: dict[str, int]


class _Document(NamedTuple):
    """Where a document's numbers begin among those of its region, one group of `_WIDTH` a force."""

    year: int
    pack: str
    groups: tuple[tuple[int, str], ...]


class _Places:
    """Where the numbers of a region, year and group stand: by region, year and document, one after the other."""

    def __init__(self, rulebook: Rulebook, found: Sequence[Scope], regions: Sequence[str]) -> None:
        groups = groups_of(rulebook)
        order = {pack.id: number for number, pack in enumerate(rulebook.packs)}
        self.regions = tuple(regions)
        self._number = {region: number for number, region in enumerate(self.regions)}
        alike: dict[tuple[str, ...], list[Scope]] = {}
        for scope in found:
            alike.setdefault(scope.regions, []).append(scope)
        self.documents: list[tuple[_Document, ...]] = []
        self._within: list[dict[tuple[int, int], int]] = []
        self.chains = _zeros(len(self.regions))
        self._sizes: list[int] = []
        for chain, (members, several) in enumerate(alike.items()):
            within: dict[tuple[int, int], int] = {}
            documents: dict[tuple[int, str], list[tuple[int, str]]] = {}
            for scope in sorted(several, key=lambda one: one.year):
                teams = {numbered.group for numbered in scope.targets}
                for team in sorted(teams, key=lambda one: (order[groups[one][0]], one)):
                    pack, force = groups[team]
                    place = within[scope.year, team] = len(within) * _WIDTH
                    documents.setdefault((scope.year, pack), []).append((place, force))
            self.documents.append(tuple(_Document(*key, tuple(places)) for key, places in documents.items()))
            self._within.append(within)
            self._sizes.append(len(within) * _WIDTH)
            for region in members:
                self.chains[self._number[region]] = chain
        self.starts = array("Q", [0])
        for chain in self.chains:
            self.starts.append(self.starts[-1] + self._sizes[chain])

    def numbers(self, found: Sequence[Scope], without: Sequence[Sequence[Numbered]]) -> "array[int]":
        """All numbers: 0, but for so many targets of each scope without data."""
        first = [_zeros(size) for size in self._sizes]
        for scope, some in zip(found, without, strict=bool(without)):
            chain = self.chains[self._number[scope.regions[0]]]
            within, mine = self._within[chain], first[chain]
            for numbered in some:
                mine[within[scope.year, numbered.group] + _NO_DATA] += 1
        numbers = _zeros(self.starts[-1])
        for start, chain in zip(self.starts, self.chains, strict=False):
            numbers[start : start + self._sizes[chain]] = first[chain]
        return numbers

    def of(self, region: str, year: int, team: int) -> int:
        """The place of a group's first number."""
        number = self._number[region]
        return self.starts[number] + self._within[self.chains[number]][year, team]

    def groups(self, region: str, year: int) -> Iterator[tuple[int, int]]:
        """The groups that bind a region in a year, each with its place."""
        number = self._number[region]
        for (judged, team), place in self._within[self.chains[number]].items():
            if judged == year:
                yield team, self.starts[number] + place


def _zeros(count: int) -> "array[int]":
    return array("I", [0]) * count


class Tally:
    """Checks counted by region, year, group (see scope.groups_of) and verdict (by number), for what binds the regions and nothing else."""

    def __init__(
        self,
        rulebook: Rulebook,
        found: Sequence[Scope],
        regions: Sequence[str],
        expected: Sequence[Sequence[Numbered]] = (),
    ) -> None:
        """`expected`: the targets of each scope whose checks have no data until a figure of theirs is found."""
        self._places = _Places(rulebook, found, regions)
        self._numbers = self._places.numbers(found, expected)

    def add(self, region: str, year: int, team: int, verdict: int, count: int) -> None:
        """Counts some more."""
        place = self._places.of(region, year, team) + verdict
        try:
            self._numbers[place] += count
        except OverflowError:  # 4 bytes hold all but every teacher of a nation counted as one region
            self._numbers = array("Q", self._numbers)
            self._numbers[place] += count

    def find(self, groups: Iterable[Group], kinds: Sequence[int]) -> None:
        """Of the expected checks of each group so many have a figure: so many of each of some verdicts."""
        of, numbers = self._places.of, self._numbers
        for region, year, team, checks, found in groups:
            place = of(region, year, team)
            numbers[place + _NO_DATA] -= checks
            for verdict, count in zip(kinds, found, strict=True):
                if count:
                    numbers[place + verdict] += count

    def lacks(self, region: str, year: int) -> bool:
        """Whether checks without data have been counted."""
        return any(self._numbers[place + _NO_DATA] for _, place in self._places.groups(region, year))

    def forget(self, region: str, year: int) -> None:
        """Nothing has been counted of a region in a year."""
        for _, place in self._places.groups(region, year):
            self._numbers[place : place + _WIDTH] = array(self._numbers.typecode, [0] * _WIDTH)

    def of(self, region: str, year: int) -> dict[int, dict[int, int]]:
        """The counts of a region in a year, by group and verdict; none that is 0."""
        found = {}
        for team, place in self._places.groups(region, year):
            some = self._numbers[place : place + _WIDTH]
            if any(some):
                found[team] = {verdict: count for verdict, count in enumerate(some) if count}
        return found

    def counts(self) -> "Counts":
        """What was counted."""
        return Counts(self._places, self._numbers)


class Counts(Sequence[Count]):
    """A Count for each region, year and document with any check, in this order (regions and years sorted, documents as in the rulebook)."""

    def __init__(self, places: _Places, numbers: "array[int]") -> None:
        self._places = places
        self._numbers = numbers

    def __iter__(self) -> Iterator[Count]:
        places, numbers = self._places, self._numbers
        for region, chain, start in zip(places.regions, places.chains, places.starts, strict=False):
            for year, pack, groups in places.documents[chain]:
                some = [numbers[start + place : start + place + _WIDTH] for place, _ in groups]
                together = some[0] if len(some) == 1 else [sum(each) for each in zip(*some, strict=True)]
                if any(together):
                    verdicts = {name: count for name, count in zip(NAMES, together, strict=True) if count}
                    owed = {
                        force: each[_NOT_MET] for (_, force), each in zip(groups, some, strict=True) if each[_NOT_MET]
                    }
                    yield Count(region, year, pack, verdicts, owed)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, place: int) -> Count: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Count]: ...

    def __getitem__(self, place: int | slice) -> Count | Sequence[Count]:
        return tuple(self)[place]  # for a look at a few regions; what reads many goes through them

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Counts):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment] # as of any value that is only held against another

    def __repr__(self) -> str:
        return f"Counts({list(self)!r})"

    @property
    def checks(self) -> int:
        """How many checks there are in all."""
        return sum(self._numbers)

    def by_region(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Each region with its checks of each verdict, in the order of the verdicts, over all years and documents."""
        starts, numbers = self._places.starts, self._numbers
        for number, region in enumerate(self._places.regions):
            some = numbers[starts[number] : starts[number + 1]]
            yield region, tuple(sum(some[verdict::_WIDTH]) for verdict in range(_WIDTH))

    def owes(self, forces: Collection[str]) -> bool:
        """Whether any region has not met what is owed with one of the forces."""
        places, numbers = self._places, self._numbers
        asked = [
            [place + _NOT_MET for document in documents for place, force in document.groups if force in forces]
            for documents in places.documents
        ]
        return any(
            numbers[start + place]
            for chain, start in zip(places.chains, places.starts, strict=False)
            for place in asked[chain]
        )
