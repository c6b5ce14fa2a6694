"""Many regions at once: read, plan, judge what SQL can decide, hand the rest to the reference engine, count, conclude, write."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path

from dabiao.assess.columnar.again import DoubtsOf, Sources, judge_again
from dabiao.assess.columnar.asked import NUMBER, WIDTH
from dabiao.assess.columnar.cells import Cells, make_cells
from dabiao.assess.columnar.counts import Tally
from dabiao.assess.columnar.cuts import cuts, is_direct
from dabiao.assess.columnar.direct import KINDS, add_rows, prepare_direct, scan_counts
from dabiao.assess.columnar.model import Judged
from dabiao.assess.columnar.outcome import (
    conclusions_of,
    failing_of,
    name_targets,
    read_rows,
    tally,
)
from dabiao.assess.columnar.quality import Quality
from dabiao.assess.columnar.sample import Sample
from dabiao.assess.columnar.schools import is_of_schools, judge_schools
from dabiao.assess.columnar.scope import Numbered, Pair, groups_of, scopes
from dabiao.assess.columnar.shares import settle_shares
from dabiao.assess.columnar.source import Given, read_given
from dabiao.assess.columnar.wide import judge_counties
from dabiao.assess.columnar.written import write_table
from dabiao.assess.model import NO_DATA
from dabiao.assess.waivers import names_target
from dabiao.diagnostics import InputError, error
from dabiao.inputs.bulk.session import MEMORY, Connection, fill, session
from dabiao.inputs.model import Dataset
from dabiao.inputs.tidy import Defaults
from dabiao.region import ancestors
from dabiao.rules.model import Each, Rulebook, Total, Waiver

NAME = "columnar"
Tick = Callable[[int, int], None]
# a connection and a folder for what spills, given how much memory it may hold
Opened = Callable[[str], AbstractContextManager[tuple[Connection, Path]]]
# figures the ordinary reader read are few beside a scan; where they are many, no target is judged by the scan
_FEW = 20_000
_STEPS = 3


def judge_many(
    rulebook: Rulebook,
    sources: Sequence[Path] | Dataset,
    years: Sequence[int] | None = None,
    *,
    regions: Sequence[str] | None = None,
    only: Collection[str] | None = None,
    waivers: Sequence[Waiver] = (),
    defaults: Defaults = Defaults(),  # noqa: B008
    table: Path | None = None,
    rows: bool = False,
    failing: bool = False,
    sample: int = 0,
    seed: int | None = None,
    memory: str = MEMORY,
    tick: Tick | None = None,
    opened: Opened = session,
    scanned_only: bool = False,
) -> Judged:
    """Judges every region of the sources (or those named) in the years (or the latest one there is).

    `table` is where the verdicts go as Parquet; `rows` asks for them here, `failing` for the targets not met in most regions. `sample` regions are judged again by the reference
    engine, drawn by `seed`. `memory` bounds what DuckDB holds, the rest spills. `opened` opens another
    place of work (see spark), `scanned_only` refuses what only the ordinary reader can read. Raises InputError for what can not be read, EngineFault
    where the sample differs.
    """
    with opened(memory) as (connection, folder):
        given = read_given(connection, rulebook, sources, defaults, folder, scanned_only=scanned_only)
        codes = tuple(sorted(regions)) if regions is not None else _lowest(given.regions)
        chosen = tuple(sorted(years)) if years is not None else _latest(given)
        if not codes or not chosen:
            raise InputError([error("INP409", "没有读到任何数据", hint="在“数值”列填写数据后再检查")])
        run = _Run(connection, rulebook, given, codes, chosen, only, tuple(waivers), tick)
        return run.judge(table, rows=rows, failing=failing, sample=sample, seed=seed)


def _lowest(codes: Sequence[str]) -> tuple[str, ...]:
    """The regions no other region of the data lies in."""
    above = {ancestor for code in codes for ancestor in ancestors(code)[1:]}
    return tuple(sorted(code for code in codes if code not in above))


def _latest(given: Given) -> tuple[int, ...]:
    years = {term.year for term in given.read.terms} if given.read is not None else set()
    years |= {o.period.end for o in given.others}
    return (max(years),) if years else ()


class _Run:
    """One run over one connection."""

    def __init__(
        self,
        connection: Connection,
        rulebook: Rulebook,
        given: Given,
        regions: tuple[str, ...],
        years: tuple[int, ...],
        only: Collection[str] | None,
        waivers: tuple[Waiver, ...],
        tick: Tick | None,
    ) -> None:
        self.connection = connection
        self.rulebook = rulebook
        self.given = given
        self.regions = regions
        self.years = years
        self.only = only
        self.waivers = waivers
        self._tick = tick
        self.scopes = scopes(rulebook, regions, years, only, given.rosters)
        self.handed: dict[Pair, set[int]] = {}
        self._cells: Cells | None = None
        connection.execute("CREATE TABLE wanted_regions (code VARCHAR)")
        fill(connection, "wanted_regions", ["VARCHAR"], [(code,) for code in regions])
        # two bytes a row instead of a text, in the order of the codes; text that is inserted or compared becomes it
        connection.execute("CREATE TYPE region_code AS ENUM (SELECT DISTINCT code FROM wanted_regions ORDER BY code)")
        connection.execute(
            "CREATE TABLE verdicts (region region_code, year INTEGER, target INTEGER, entity VARCHAR, code SMALLINT, n BIGINT)"
        )
        name_targets(connection, rulebook)
        groups = {group: number for number, group in enumerate(groups_of(rulebook))}
        self.teams = [groups[target.pack, target.force] for target in rulebook.targets()]

    def judge(self, table: Path | None, *, rows: bool, failing: bool, sample: int, seed: int | None) -> Judged:
        """The whole run."""
        everything = rows or failing or table is not None
        self._say(0)
        self._hand_what_only_people_tell()
        total = self._judge_direct(everything=everything)
        self._say(1)
        self._judge_wide(everything=everything)
        self._say(2)
        handed = self._judge_handed()
        if rows or table is not None:
            self.quality.flag(self.bounds, self.waivers, self._scanned())
        tally(self.connection, total)
        conclusions = tuple(conclusions_of(self.connection, self.rulebook, self._concluding()))
        reference = Sample(self.connection, self.scopes, self._again, self.quality, self.teams)
        sampled = reference.compare(sample, seed, total, kept=everything, flagged=rows or table is not None)
        told = read_rows(self.connection) if rows else ()
        if table is not None:
            write_table(self.connection, self.rulebook, table)
        self._say(3)
        counts = total.counts()
        return Judged(
            self.regions, self.years, counts, conclusions, told, failing_of(self.connection) if failing else (), self._incomplete(), self.given.found, counts.checks, handed,
            sampled, seed, self.quality.rules(), self.quality.regions(),
        )  # fmt: skip

    @property
    def cells(self) -> Cells:
        """The figures as cells, made when they are first asked for: a plain scan needs none."""
        if self._cells is None:
            self._cells = make_cells(self.connection, self.given.read, self.given.others, self.given.unfilled)
        return self._cells

    @cached_property
    def sources(self) -> Sources:
        """The figures as observations."""
        given, as_text = self.given, self.given.read is not None and self.given.read.bulk.as_text
        return Sources(
            self.connection, self.cells, given.others, given.unfilled, given.kinds, given.names, as_text=as_text
        )

    @cached_property
    def quality(self) -> Quality:
        """What the checks of data quality find."""
        return Quality(
            self.connection,
            self.rulebook,
            self.given,
            self.regions,
            self.years[-1],
            lambda: self.cells,
            lambda: self.sources,
        )

    @cached_property
    def bounds(self) -> dict[tuple[str, int], tuple[Numbered, ...]]:
        """What binds each region and year."""
        return {(region, scope.year): scope.targets for scope in self.scopes for region in scope.regions}

    def _scanned(self) -> set[int]:
        """The targets one scan judges in every year."""
        direct = [{numbered.number for numbered in several} for several in self._direct]
        others = [{n.number for n in s.targets} - found for s, found in zip(self.scopes, direct, strict=True)]
        return set().union(*direct) - set().union(*others)

    def _concluding(self) -> dict[tuple[str, int], list[str]]:
        """The packs in force with conclusions, for each region and year that has any."""
        found: dict[tuple[str, int], list[str]] = {}
        for scope in self.scopes:
            if packs := [pack.id for pack in scope.binding.packs if pack.conclusions]:
                found.update({(region, scope.year): packs for region in scope.regions})
        return found

    def _say(self, done: int) -> None:
        if self._tick is not None:
            self._tick(done, _STEPS)

    def _hand(self, region: str, year: int, number: int) -> None:
        self.handed.setdefault(Pair(region, year), set()).add(number)

    def _hand_what_only_people_tell(self) -> None:
        """Reports on milestones, sums reported for several years, waivers: few, and told by people."""
        reports = {(o.region, ref) for o in self.given.others for ref in o.subjects}
        spans = {(o.region, o.indicator) for o in self.given.others if not o.period.single}
        if not (reports or spans or self.waivers):
            return
        for scope in self.scopes:
            for region in scope.regions:
                excused = [waiver for waiver in self.waivers if waiver.region == region]
                for numbered in scope.targets if reports or spans or excused else ():
                    target = numbered.bound.target
                    summed = isinstance(target.form, Total) and (region, target.indicator) in spans
                    waived = any(names_target(waiver, numbered.bound) for waiver in excused)
                    if summed or waived or (region, target.ref) in reports:
                        self._hand(region, scope.year, numbered.number)

    @cached_property
    def _direct(self) -> list[list[Numbered]]:
        """The targets of each scope that one scan can judge."""
        if self.given.read is None or len(self.given.others) > _FEW:
            return [[] for _ in self.scopes]
        return [[n for n in scope.targets if is_direct(self.rulebook, n, scope.year)] for scope in self.scopes]

    def _judge_direct(self, *, everything: bool) -> Tally:
        """Judges what one scan can; returns what it counted of regions and years whose rows are not kept."""
        expected = {
            (scope.regions, scope.year): several for scope, several in zip(self.scopes, self._direct, strict=True)
        }
        read = self.given.read
        if read is None or not any(expected.values()):
            return Tally(self.rulebook, self.scopes, self.regions)
        wanted = {numbered.number for several in expected.values() for numbered in several}
        self._hand_what_the_reader_read(expected)
        made = [one for one in cuts(self.rulebook, self.scopes, read.terms, read.bulk) if one[1].number in wanted]
        direct = prepare_direct(self.connection, read.bulk, made, self.regions)
        twice, groups = ([], iter(())) if direct is None else scan_counts(self.connection, direct)
        dirty = {pair for pair, numbers in self.handed.items() if numbers & wanted}
        dirty.update(Pair(*pair) for pair in twice)
        # after the scan, whose memory it can have
        total = Tally(self.rulebook, self.scopes, self.regions, self._direct)
        total.find(groups, KINDS)
        lacking = {
            Pair(region, year)
            for (regions, year), several in (expected.items() if dirty or everything else ())
            for region in (regions if several else ())
            if Pair(region, year) in dirty or (everything and total.lacks(region, year))
        }
        for pair in dirty:
            total.forget(*pair)
        self.connection.execute("CREATE TABLE dirty (region region_code, year INTEGER)")
        fill(self.connection, "dirty", ["VARCHAR", "INTEGER"], sorted(dirty))
        if direct is not None and (dirty or everything):
            add_rows(self.connection, direct, everything=everything)
        if lacking:
            self._add_what_lacks(lacking, expected)
        return total if not everything else Tally(self.rulebook, self.scopes, self.regions)  # then the rows are counted

    def _add_what_lacks(
        self, lacking: Collection[Pair], expected: Mapping[tuple[tuple[str, ...], int], Sequence[Numbered]]
    ) -> None:
        """Adds a row without data for every target of these regions and years that the scan found no figure of."""
        self.connection.execute("CREATE TEMP TABLE asked_here (scope INTEGER, year INTEGER, target INTEGER)")
        self.connection.execute("CREATE TEMP TABLE lacking (scope INTEGER, region region_code, year INTEGER)")
        for scope, ((regions, year), several) in enumerate(expected.items()):
            fill(self.connection, "asked_here", ["INTEGER"] * 3, [(scope, year, one.number) for one in several])
            here = [(scope, region, year) for region in regions if Pair(region, year) in lacking]
            fill(self.connection, "lacking", ["INTEGER", "VARCHAR", "INTEGER"], here)
        self.connection.execute(
            f"INSERT INTO verdicts SELECT region, year, target, '', {NUMBER[NO_DATA] * WIDTH}, 1 "
            "FROM lacking JOIN asked_here USING (scope, year) ANTI JOIN verdicts USING (region, year, target)"
        )

    def _hand_what_the_reader_read(self, expected: Mapping[tuple[tuple[str, ...], int], Sequence[Numbered]]) -> None:
        """Figures beside the scan, on the same things: several to one target, perhaps."""
        keys = {(o.region, o.indicator, o.stage, o.period.start) for o in self.given.others if o.entity is None}
        if not keys:
            return
        for (regions, year), several in expected.items():
            for numbered in several:
                target = numbered.bound.target
                stage = self.rulebook.indicators[target.indicator or ""].stage or target.stage
                for region in regions:
                    if (region, target.indicator, stage, year) in keys:
                        self._hand(region, year, numbered.number)

    def _judge_wide(self, *, everything: bool) -> None:
        """Every other target, by its issuer and year."""
        by_issuer: dict[tuple[str, int], dict[int, Numbered]] = {}
        for scope, several in zip(self.scopes, self._direct, strict=True):
            scanned = {numbered.number for numbered in several}
            for numbered in scope.targets:
                if numbered.number not in scanned:
                    issuer = numbered.bound.pack.source.region
                    by_issuer.setdefault((issuer, scope.year), {})[numbered.number] = numbered
        if not by_issuer:
            return
        schools = self._has_schools()
        shares: dict[tuple[int, int], Numbered] = {}
        for (issuer, year), bound in by_issuer.items():
            of_schools = [n for n in bound.values() if schools and is_of_schools(n)]
            told_twice = {
                n.number for n in of_schools if isinstance(n.bound.target.form, Each) and n.bound.target.per is None
            }
            targets = {number: n for number, n in bound.items() if n not in of_schools or number in told_twice}
            shares.update({(year, number): bound[number] for number in told_twice})
            if of_schools:
                judge_schools(
                    self.connection,
                    self.rulebook,
                    self.cells,
                    of_schools,
                    self.given.kinds,
                    year,
                    issuer,
                    everything=everything,
                )
            judge_counties(
                self.connection, self.rulebook, self.cells, list(targets.values()), year, issuer, schools=schools
            )
        settle_shares(self.connection, shares, self.rulebook)

    def _has_schools(self) -> bool:
        if not self.cells.items:
            return False
        rows = "cells" if self.cells.words is None else "raw"
        row = self.connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {rows} WHERE CAST(entity AS VARCHAR) <> '' LIMIT 1)"
        ).fetchone()
        return bool(row[0])

    def _judge_handed(self) -> int:
        """The pairs SQL left undecided, and those handed over before, by the reference engine; how many verdicts."""
        open_ones = self.connection.execute(
            "SELECT DISTINCT region, year, target FROM verdicts WHERE code IS NULL"
        ).fetchall()
        for region, year, number in open_ones:
            self._hand(region, year, number)
        if not self.handed:
            return 0
        self.connection.execute("CREATE TABLE again (region VARCHAR, year INTEGER, target INTEGER)")
        rows = [(pair.region, pair.year, number) for pair, numbers in self.handed.items() for number in sorted(numbers)]
        fill(self.connection, "again", ["VARCHAR", "INTEGER", "INTEGER"], rows)
        self.connection.execute(
            "DELETE FROM verdicts USING again WHERE verdicts.region = again.region AND verdicts.year = again.year AND verdicts.target = again.target"
        )
        judged = self._again({pair: sorted(numbers) for pair, numbers in self.handed.items()})
        count = 0
        while some := [row for row, _ in zip(judged, range(50_000), strict=False)]:
            fill(
                self.connection,
                "verdicts",
                ["VARCHAR", "INTEGER", "INTEGER", "VARCHAR", "SMALLINT", "BIGINT"],
                [(*row, 1) for row in some],
            )
            count += len(some)
        return count

    def _again(
        self, pairs: Mapping[Pair, Sequence[int]], doubts: DoubtsOf | None = None
    ) -> Iterator[tuple[str, int, int, str, int]]:
        bounds = {(r, s.year): s.targets for s in self.scopes for r in s.regions if (r, s.year) in pairs}
        wanted = {(pair.region, pair.year): numbers for pair, numbers in pairs.items()}
        return judge_again(self.rulebook, self.sources, bounds, wanted, self.waivers, doubts)

    def _incomplete(self) -> tuple[str, ...]:
        """Packs in force that yielded no verdict for a region they bind."""
        missing: dict[str, None] = {}
        for scope in self.scopes:
            yielded = {numbered.bound.pack.id for numbered in scope.targets}
            wanted = (*(pack.id for pack in scope.binding.packs), *(self.only or ()))
            missing.update(dict.fromkeys(pack for pack in wanted if pack not in yielded))
            if not yielded and not missing:
                missing["*"] = None
        return tuple(missing)


__all__ = ["NAME", "Judged", "judge_many"]
