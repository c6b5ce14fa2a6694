"""Administrative regions: six-digit codes whose prefixes are their ancestors."""

import unicodedata
from collections.abc import Iterable, Iterator

from dabiao.record import NamedTuple

NATION = "000000"


class Region(NamedTuple):
    """A region: code, name, other spellings."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


def is_code(text: str) -> bool:
    """Whether the text has the shape of a region code."""
    return len(text) == 6 and text.isascii() and text.isdigit()


def ancestors(code: str) -> tuple[str, ...]:
    """The region itself, then its city, its province and the nation.

    >>> ancestors("350502")
    ('350502', '350500', '350000', '000000')
    >>> ancestors("000000")
    ('000000',)
    """
    chain = (code, code[:4] + "00", code[:2] + "0000", NATION)
    return tuple(dict.fromkeys(chain))


class RegionTable:
    """The regions the rulebook knows, found by code, name or other spelling."""

    __slots__ = ("_by_code", "_by_name")

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {region.code: region for region in regions}
        names: dict[str, str | None] = {}
        for region in self._by_code.values():
            for name in {region.name, *region.aliases, self._full_name(region)}:
                names[name] = region.code if names.get(name, region.code) == region.code else None
        self._by_name = names

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_code.values())

    def _full_name(self, region: Region) -> str:
        """Names of the ancestors in front: 福建省泉州市鲤城区."""
        chain = [self._by_code[c].name for c in ancestors(region.code) if c != NATION and c in self._by_code]
        return "".join(reversed(chain)) or region.name

    def name(self, code: str) -> str:
        """The name of a region, or its code where the table has none."""
        region = self._by_code.get(code)
        return region.name if region else code

    def full_name(self, code: str) -> str:
        """The name with its ancestors', or the code where the table has none."""
        region = self._by_code.get(code)
        return self._full_name(region) if region else code

    def resolve(self, text: str) -> str | None:
        """The code for a code, a name or another spelling; None where it is unknown or names two regions.

        A well-formed code is taken even where the table lacks it: a province's counties need no entry here.
        """
        clean = "".join(unicodedata.normalize("NFKC", text).split())
        if is_code(clean):
            return clean
        return self._by_name.get(clean)
