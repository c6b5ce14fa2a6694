"""Figures and entities with the observations of a few places (a region, or a school of it) replaced, all others as they were.

What a school's measure comes to rests on that school's observations alone, so the rest need not be read again.
"""

from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import TypeAlias

from dabiao.assess.entities import Entities
from dabiao.assess.figures import Figure, Figures, Found
from dabiao.inputs.model import Observation
from dabiao.rules.model import Formula

# a region, and an entity of it or None for the region as a whole
At: TypeAlias = tuple[str, str | None]


class RevisedFigures(Figures):
    """Figures whose `places` have other observations."""

    __slots__ = ("_base", "_places")

    def __init__(self, base: Figures, places: Collection[At], observations: Iterable[Observation]) -> None:
        self._base, self._places = base, places
        self._indicators, self._names, self._items = base._indicators, base._names, base._items
        self._index(observations)
        self._reports = base._reports  # what was done is no figure: it is not revised

    def of(
        self,
        region: str,
        indicator_id: str,
        stage: str | None,
        year: int,
        variant: str = "default",
        entity: str | None = None,
    ) -> Found:
        """As of Figures."""
        if (region, entity) in self._places:
            return super().of(region, indicator_id, stage, year, variant, entity)
        return self._base.of(region, indicator_id, stage, year, variant, entity)

    def reported(
        self,
        region: str,
        indicator_id: str,
        stage: str | None,
        year: int,
        last: int | None = None,
        entity: str | None = None,
    ) -> list[Figure]:
        """As of Figures."""
        if (region, entity) in self._places:
            return super().reported(region, indicator_id, stage, year, last, entity)
        return self._base.reported(region, indicator_id, stage, year, last, entity)


class RevisedEntities(Entities):
    """Entities of which those at `places` have other observations; which ones there are stays as it was."""

    __slots__ = ("_base", "_places")

    def __init__(self, base: Entities, places: Collection[At], observations: Iterable[Observation]) -> None:
        self._base, self._places = base, places
        self._indicators, self._names, self._items = base._indicators, base._names, base._items
        self._rows, self._held = {}, {}
        self._index(observations)

    def of_kind(self, region: str, kind: str, stage: str | None, year: int) -> tuple[str, ...]:
        """As of Entities."""
        return self._base.of_kind(region, kind, stage, year)

    def holds(self, region: str, entity: str, condition: Formula, stage: str | None, year: int) -> bool | None:
        """As of Entities."""
        if (region, entity) in self._places:
            return super().holds(region, entity, condition, stage, year)
        return self._base.holds(region, entity, condition, stage, year)

    def value(self, region: str, entity: str, name: str, stage: str | None, year: int) -> Fraction | None:
        """As of Entities."""
        if (region, entity) in self._places:
            return super().value(region, entity, name, stage, year)
        return self._base.value(region, entity, name, stage, year)

    def item(self, region: str, entity: str, name: str, stage: str | None, year: int) -> list[Observation]:
        """As of Entities."""
        if (region, entity) in self._places:
            return super().item(region, entity, name, stage, year)
        return self._base.item(region, entity, name, stage, year)
