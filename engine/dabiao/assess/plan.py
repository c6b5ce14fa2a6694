"""Which targets bind a region in a year, and which of them are owed by its end."""

from collections.abc import Collection

from dabiao.assess.model import Bound
from dabiao.record import NamedTuple
from dabiao.region import ancestors
from dabiao.rules.model import Pack, Rulebook, Target


class Binding(NamedTuple):
    """The targets in force, the packs they come from, the packs of the region that do not govern the year, and those left out."""

    bounds: tuple[Bound, ...]
    packs: tuple[Pack, ...]
    out_of_force: tuple[Pack, ...]
    left_out: tuple[Pack, ...]


def bind(
    rulebook: Rulebook,
    region: str,
    year: int,
    only: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
) -> Binding:
    """Every target of national, province, city and county packs that binds the region in the year.

    `only` narrows to some packs by id. A standard for recognition is left out unless it is named there, or there is a table of
    one of the `kinds` of entities it judges one by one (None: whatever there is). A document governs its period; in the year
    before it (its base year) its targets are shown as not yet due.
    """
    chain = ancestors(region)
    mine = [pack for pack in rulebook.packs if pack.source.region in chain and (only is None or pack.id in only)]
    mine.sort(key=lambda pack: -chain.index(pack.source.region))
    left_out = [p for p in mine if p.recognition and only is None and kinds is not None and not p.kinds() & {*kinds}]
    mine = [pack for pack in mine if pack not in left_out]
    bounds: list[Bound] = []
    for pack in mine:
        bounds.extend(
            Bound(target, pack, is_due(target, pack, year)) for target in pack.targets if _binds(target, pack, year)
        )
    yielding = {bound.pack.id for bound in bounds}
    governing = [pack for pack in mine if pack.source.in_force(year) or pack.id in yielding]
    out_of_force = tuple(pack for pack in mine if pack not in governing)
    return Binding(tuple(bounds), tuple(governing), out_of_force, tuple(p for p in left_out if p.source.in_force(year)))


def is_due(target: Target, pack: Pack, year: int) -> bool:
    """Whether the target is owed by the end of the year. Nothing is owed before the document's first year."""
    if year < pack.source.start:
        return False
    return target.every or target.by is None or target.by <= f"{year}-12-31"


def _binds(target: Target, pack: Pack, year: int) -> bool:
    """Whether the target binds in the year: within its own window where it states one, else within its document's period."""
    if target.every and target.by is not None and year > int(target.by[:4]):
        return False
    if target.effective is None:
        return pack.source.in_force(year)
    start, until = target.effective
    last_day = f"{year}-12-31"
    return start <= last_day and (until is None or last_day <= until)
