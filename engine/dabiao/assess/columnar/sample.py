"""Some regions judged again by the reference engine alone: where one verdict differs, a flag, a count or a finding, the run is at fault."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from dabiao.assess.columnar.again import DoubtsOf
from dabiao.assess.columnar.asked import WIDTH
from dabiao.assess.columnar.counts import Tally
from dabiao.assess.columnar.quality import Quality
from dabiao.assess.columnar.scope import Pair, Scope
from dabiao.assess.quality import doubts_of
from dabiao.assess.settle import NO_DOUBTS
from dabiao.diagnostics import EngineFault, error
from dabiao.inputs.bulk.session import Connection
from dabiao.inputs.model import Observation, Origin
from dabiao.inputs.quality import QualityFinding

# the codes of targets (by number) for some regions and years, under doubts: region, year, target, entity, code
Again = Callable[[Mapping[Pair, Sequence[int]], DoubtsOf], Iterator[tuple[str, int, int, str, int]]]
_TOLD = 5


class Sample:
    """What a sample is drawn from, and what it is held against: the table `verdicts`, or what was counted, and the quality findings.

    `teams` is the group of each target by number.
    """

    def __init__(
        self, connection: Connection, scopes: Sequence[Scope], again: Again, quality: Quality, teams: Sequence[int]
    ) -> None:
        self._connection = connection
        self._scopes = scopes
        self._again = again
        self._quality = quality
        self._teams = teams

    def compare(self, size: int, seed: int | None, total: Tally, *, kept: bool, flagged: bool) -> int:
        """Judges so many regions and years again, drawn by the seed; how many. Raises EngineFault where anything differs.

        `kept`: whether verdicts are there row by row; else they are in `total`. `flagged`: whether verdicts that rest on figures in
        doubt have been flagged.
        """
        if not size:
            return 0
        places = sorted(Pair(region, scope.year) for scope in self._scopes for region in scope.regions)
        drawn = Random(seed).sample(places, min(size, len(places)))  # noqa: S311 - a sample, not a secret
        expected, found = self._by_reference(drawn, flagged=flagged)
        differing = [
            pair
            for pair, rows in expected.items()
            if not (self._has_rows(pair, rows) if kept else self._has_counts(total, pair, rows))
            or found.get(pair.region, ()) != self._quality.of(pair.region)
        ]
        if differing:
            told = "、".join(f"{pair.region}（{pair.year} 年）" for pair in differing[:_TOLD])
            message = f"抽查的 {len(drawn)} 个地区中，columnar 与 reference 对 {told} 的判定不同（抽样种子 {seed}）"
            raise EngineFault(
                [error("ENG904", message, hint="这是程序故障，不是判定；换用 --engine reference，并报告此问题")]
            )
        return len(drawn)

    def _by_reference(
        self, drawn: Sequence[Pair], *, flagged: bool
    ) -> tuple[dict[Pair, list[tuple[int, str, int]]], dict[str, tuple[QualityFinding, ...]]]:
        """Target, entity and code of all that binds these regions, and the findings on each region."""
        chosen = set(drawn)
        wanted = {
            Pair(region, scope.year): [numbered.number for numbered in scope.targets]
            for scope in self._scopes
            for region in scope.regions
            if (region, scope.year) in chosen
        }
        found: dict[str, tuple[QualityFinding, ...]] = {}

        def doubts(region: str, year: int, own: Sequence[Observation]) -> Mapping[Origin, str]:
            found[region] = self._quality.again(region, own)
            some = [one for one in found[region] if one.year <= year]
            return doubts_of(some, own, region) if flagged else NO_DOUBTS

        expected: dict[Pair, list[tuple[int, str, int]]] = {pair: [] for pair in drawn}
        for region, year, number, entity, code in self._again(wanted, doubts):
            expected[Pair(region, year)].append((number, entity, code))
        return expected, found

    def _has_rows(self, pair: Pair, rows: Sequence[tuple[int, str, int]]) -> bool:
        kept = self._connection.execute(
            "SELECT target, entity, code FROM verdicts WHERE region = ? AND year = ?", list(pair)
        ).fetchall()
        return sorted(kept) == sorted(rows)

    def _has_counts(self, total: Tally, pair: Pair, rows: Sequence[tuple[int, str, int]]) -> bool:
        counted: dict[int, dict[int, int]] = {}
        for number, _, code in rows:
            found = counted.setdefault(self._teams[number], {})
            found[code // WIDTH] = found.get(code // WIDTH, 0) + 1
        return total.of(*pair) == counted
