"""Which targets bind which regions: regions under the same documents are planned once, however many they are."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from dabiao.assess.model import Bound
from dabiao.assess.plan import Binding, bind
from dabiao.region import ancestors
from dabiao.rules.model import Rulebook


class Numbered(NamedTuple):
    """A bound target with its number in the rulebook, and that of its group: targets of one document and one force."""

    number: int
    group: int
    bound: Bound


class Pair(NamedTuple):
    """A region and a year."""

    region: str
    year: int


class Scope(NamedTuple):
    """Regions that the same documents bind, and what binds them in a year."""

    regions: tuple[str, ...]
    year: int
    binding: Binding
    targets: tuple[Numbered, ...]


def groups_of(rulebook: Rulebook) -> list[tuple[str, str]]:
    """The groups by number: (pack, force)."""
    return list(dict.fromkeys((target.pack, target.force) for target in rulebook.targets()))


def scopes(
    rulebook: Rulebook,
    regions: Sequence[str],
    years: Sequence[int],
    only: Collection[str] | None,
    kinds: Collection[str],
) -> list[Scope]:
    """The scopes of the regions, one for each set of documents and year."""
    # a target is told from its like by its place in the rulebook: several stages share an id
    numbers = {id(target): number for number, target in enumerate(rulebook.targets())}
    groups = {group: number for number, group in enumerate(groups_of(rulebook))}
    issued = {pack.source.region for pack in rulebook.packs}
    together: dict[tuple[str, ...], list[str]] = {}
    for region in regions:
        chain = tuple(code for code in ancestors(region) if code in issued)
        together.setdefault(chain, []).append(region)
    found = []
    for alike in together.values():
        for year in years:
            binding = bind(rulebook, alike[0], year, only, kinds)
            targets = tuple(
                Numbered(numbers[id(b.target)], groups[b.target.pack, b.target.force], b) for b in binding.bounds
            )
            found.append(Scope(tuple(alike), year, binding, targets))
    return found
