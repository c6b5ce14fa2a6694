"""Of what kind a school is (see entities.Entities), told from one wide row a school."""

from collections.abc import Sequence

from dabiao.assess.columnar.cells import Cells
from dabiao.assess.columnar.pivot import Shown
from dabiao.assess.columnar.sheet import all_of
from dabiao.assess.entities import Entities
from dabiao.inputs.bulk.session import Connection, fill
from dabiao.inputs.model import Kinded
from dabiao.rules.model import Rulebook
from dabiao.rules.stages import related


class Kinds:
    """Of what kind a school is (see entities.Entities), as bits of SQL columns `kinds`, `sole`, `said` and `stages`."""

    def __init__(
        self, connection: Connection, rulebook: Rulebook, cells: Cells, told: Sequence[Kinded], year: int
    ) -> None:
        asked = Entities((), rulebook).kinds_of_items(rulebook)
        names = sorted({kind for kinds in asked.values() for kind in kinds} | {said.kind for said in told})
        self._bits = {kind: 1 << n for n, kind in enumerate(names)}
        self._stages = cells.stages
        self.shown: list[Shown] = []
        for item, number in cells.items.items():
            bits = [self._bits[kind] for kind in asked.get(item, ())]
            self.shown.append(Shown(number, sum(bits), bits[0] if len(bits) == 1 else 0))
        connection.execute("CREATE OR REPLACE TEMP TABLE said_kinds (region VARCHAR, entity VARCHAR, said BIGINT)")
        self._told = any(one.year == year for one in told)
        latest = {(one.region, one.entity): self._bits[one.kind] for one in told if one.year == year}
        fill(connection, "said_kinds", ["VARCHAR", "VARCHAR", "BIGINT"], [(*key, bit) for key, bit in latest.items()])

    def joined(self, wide: str) -> str:
        """A wide table of schools with the kind that is said of each, where any is."""
        if not self._told:
            return wide
        return (
            f"(SELECT p.*, s.said FROM {wide} p LEFT JOIN said_kinds s ON s.region = p.region AND s.entity = p.entity)"
        )

    def are(self, kind: str, stage: str | None) -> str:
        """The condition that a school is one a rule about a kind and a stage is about."""
        bit = self._bits.get(kind, 0)
        numbers = [number for name, number in self._stages.items() if related(name, stage)]
        # a row of the table has a figure of some stage
        of_stage = "true" if len(numbers) == len(self._stages) else f"((stages & {sum(1 << n for n in numbers)}) <> 0)"
        return all_of((self._of_kind(bit), of_stage))

    def _of_kind(self, bit: int) -> str:
        says = {(one.kinds, one.sole) for one in self.shown}
        if len(says) == 1 and not self._told:
            kinds, sole = next(iter(says))
            return str((sole or kinds) == 0 or (sole or kinds) & bit != 0).lower()
        shown = "CASE WHEN sole <> 0 THEN sole ELSE kinds END"
        by_items = f"(({shown}) = 0 OR (({shown}) & {bit}) <> 0)"
        return f"CASE WHEN said IS NOT NULL THEN said = {bit} ELSE {by_items} END" if self._told else by_items
