"""Data quality in a run over many regions: found once, when it is first asked for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from dabiao.assess.columnar.again import Sources
from dabiao.assess.columnar.cells import Cells
from dabiao.assess.columnar.model import RuleFindings
from dabiao.assess.columnar.quality.exact import Findings, check_again, check_regions, rules_found
from dabiao.assess.columnar.quality.flags import mark_doubts
from dabiao.assess.columnar.quality.sharing import sharing_of
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.columnar.source import Given
from dabiao.inputs.bulk.session import Connection
from dabiao.inputs.model import Observation
from dabiao.inputs.quality import QualityFinding, check_gathered
from dabiao.rules.model import Rulebook, Waiver


class Quality:
    """The findings on the regions of a run up to its last year. `cells` and `sources` are asked for where there is a rule to try."""

    def __init__(
        self,
        connection: Connection,
        rulebook: Rulebook,
        given: Given,
        regions: Sequence[str],
        last: int,
        cells: Callable[[], Cells],
        sources: Callable[[], Sources],
    ) -> None:
        self._connection = connection
        self._rulebook = rulebook
        self._given = given
        self._regions = regions
        self._last = last
        self._cells = cells
        self._sources = sources

    @cached_property
    def _found(self) -> Findings:
        if not self._rulebook.quality:
            return {}
        gathered, read = self._given.gathered, self._given.read
        if gathered is not None:
            made = {region: check_gathered(self._rulebook, gathered, region, self._last) for region in self._regions}
            return {region: found for region, found in made.items() if found}
        if read is None:
            return {}
        return check_regions(
            self._connection,
            self._rulebook,
            self._cells(),
            read.bulk,
            self._sources(),
            self._given,
            self._regions,
            self._last,
        )

    def of(self, region: str) -> tuple[QualityFinding, ...]:
        """The findings on a region."""
        return self._found.get(region, ())

    def again(self, region: str, own: Sequence[Observation]) -> tuple[QualityFinding, ...]:
        """The findings on a region by the ordinary checks alone, from all its figures."""
        if not self._rulebook.quality or self._given.gathered is not None:
            return self.of(region)
        return check_again(self._rulebook, self._given.rosters, self._sources(), region, own, self._last)

    def flag(
        self,
        bounds: Mapping[tuple[str, int], Sequence[Numbered]],
        waivers: Sequence[Waiver],
        scanned: Collection[int],
    ) -> None:
        """Flags in `verdicts` those that rest on a figure in doubt."""
        doubtful = {r: some for r, found in self._found.items() if (some := [one for one in found if one.doubtful])}
        if doubtful:
            sharing = sharing_of(self._connection, self._given)
            mark_doubts(self._connection, self._rulebook, self._sources(), bounds, doubtful, waivers, scanned, sharing)

    def rules(self) -> tuple[RuleFindings, ...]:
        """How much each rule found, in how many regions."""
        return rules_found(self._rulebook, self._found)

    def regions(self) -> int:
        """In how many regions anything was found."""
        return len(self._found)
