"""Schools by the hundred thousand: one wide row a school, its codes under every target, and what they come to for its region."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess import reference
from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH, Asked, asked_of_value
from dabiao.assess.columnar.cells import Cells
from dabiao.assess.columnar.figures import SqlFigures
from dabiao.assess.columnar.forms import code_of
from dabiao.assess.columnar.lines import before_rounding
from dabiao.assess.columnar.school_forms import (
    COUNTED,
    EXCLUDED,
    FAILED,
    OTHER_KIND,
    PASSED,
    UNCLEAR,
    UNTOLD,
    CvColumns,
    cv_columns,
    each_column,
    school_code,
)
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.columnar.sheet import Sheet
from dabiao.assess.columnar.wide import ALONE, BESIDE, pivoted, within
from dabiao.assess.entities import Entities
from dabiao.assess.model import NO_DATA, NOT_APPLICABLE, Check, Reading
from dabiao.inputs.bulk.session import Connection, fill
from dabiao.inputs.model import ACTUAL, Kinded
from dabiao.quantity import Interval, parse_unit, round_half_even
from dabiao.rules.model import Cv, Each, Group, Rulebook
from dabiao.rules.stages import related

# so many targets share one pass over the schools
BATCH = 64
# a coefficient is decided in doubles where it is farther from every line than this; nearer ones are decided exactly
BAND = 1e-7


def is_of_schools(numbered: Numbered) -> bool:
    """Whether a target is judged from schools (or kindergartens, towns …)."""
    form = numbered.bound.target.form
    return (
        numbered.bound.target.per is not None
        or isinstance(form, Cv)
        or (isinstance(form, Each) and form.require is not None)
    )


class Kinds:
    """Of what kind a school is (see entities.Entities), as bits of SQL columns `kinds`, `sole`, `said` and `stages`."""

    def __init__(
        self, connection: Connection, rulebook: Rulebook, cells: Cells, told: Sequence[Kinded], year: int
    ) -> None:
        asked = Entities((), rulebook).kinds_of_items(rulebook)
        names = sorted({kind for kinds in asked.values() for kind in kinds} | {said.kind for said in told})
        self._bits = {kind: 1 << n for n, kind in enumerate(names)}
        self._stages = cells.stages
        self.shown: list[tuple[int, int, int]] = []
        for item, number in cells.items.items():
            bits = [self._bits[kind] for kind in asked.get(item, ())]
            self.shown.append((number, sum(bits), bits[0] if len(bits) == 1 else 0))
        connection.execute("CREATE OR REPLACE TEMP TABLE said_kinds (region VARCHAR, entity VARCHAR, said BIGINT)")
        self.told = any(one.year == year for one in told)
        latest = {(one.region, one.entity): self._bits[one.kind] for one in told if one.year == year}
        fill(connection, "said_kinds", ["VARCHAR", "VARCHAR", "BIGINT"], [(*key, bit) for key, bit in latest.items()])

    def are(self, kind: str, stage: str | None) -> str:
        """The condition that a school is one a rule about a kind and a stage is about."""
        bit = self._bits.get(kind, 0)
        mask = sum(1 << number for name, number in self._stages.items() if related(name, stage))
        shown = "CASE WHEN sole <> 0 THEN sole ELSE kinds END"
        of_kind = f"CASE WHEN said IS NOT NULL THEN said = {bit} ELSE ({shown}) = 0 OR (({shown}) & {bit}) <> 0 END"
        return f"(({of_kind}) AND (stages & {mask}) <> 0)"


def judge_schools(
    connection: Connection,
    rulebook: Rulebook,
    cells: Cells,
    targets: Sequence[Numbered],
    told: Sequence[Kinded],
    year: int,
    issuer: str,
    *,
    everything: bool,
) -> None:
    """Adds the codes of targets judged from schools to `verdicts`: each school's, or (not `everything`) how many have which."""
    kinds = Kinds(connection, rulebook, cells, told, year)
    for start in range(0, len(targets), BATCH):
        _Batch(connection, rulebook, cells, kinds, targets, targets[start : start + BATCH], year, issuer).judge(
            everything=everything
        )


class _Batch:
    """Some targets over one wide table of schools."""

    def __init__(
        self,
        connection: Connection,
        rulebook: Rulebook,
        cells: Cells,
        kinds: Kinds,
        every: Sequence[Numbered],
        targets: Sequence[Numbered],
        year: int,
        issuer: str,
    ) -> None:
        self.connection = connection
        self.year = year
        self.issuer = issuer
        self.sheet = Sheet()
        self.figures = SqlFigures(self.sheet, rulebook, cells.units)
        self.rulebook = rulebook
        self.kinds = kinds
        self.codes: dict[int, str] = {}
        self.coefficients: dict[int, tuple[Numbered, CvColumns]] = {}
        self.shares: dict[int, tuple[Numbered, str]] = {}
        by_id = {(n.bound.target.pack, n.bound.target.id, n.bound.target.stage): n.bound for n in every}
        for numbered in targets:
            target, form = numbered.bound.target, numbered.bound.target.form
            if isinstance(form, Cv):
                in_kind = self.sheet.let(kinds.are("school", target.stage))
                self.coefficients[numbered.number] = (numbered, cv_columns(self.figures, target, form, year, in_kind))
            elif isinstance(form, Each) and target.per is None:
                in_kind = self.sheet.let(kinds.are(form.kind, target.stage))
                assert form.require is not None  # noqa: S101 - see is_of_schools
                self.shares[numbered.number] = (
                    numbered,
                    each_column(self.figures, target, form, form.require, year, in_kind),
                )
            else:
                in_kind = self.sheet.let(kinds.are(target.per or "", target.stage))
                of = form.of if isinstance(form, Group) else ()
                members = [m for name in of if (m := by_id.get((target.pack, name, target.stage))) is not None]
                code = school_code(self.figures, numbered.bound, year, in_kind, members)
                self.codes[numbered.number] = self.sheet.let(f"CAST({code} AS SMALLINT)")
        self.cells = cells

    def judge(self, *, everything: bool) -> None:
        """One pass: the table `schools` of codes and parts, then what they come to."""
        wanted = f"SELECT code FROM wanted_regions w WHERE {within(self.issuer)}"
        where = "entity <> ''" if self._all_wanted(wanted) else f"entity <> '' AND region IN ({wanted})"
        wide = pivoted(self.connection, self.sheet, self.cells, where, "region, entity", (self.year, self.kinds.shown))
        source = f"(SELECT *, NULL::BIGINT AS said FROM {wide})"
        if self.kinds.told:
            joined = f"{wide} p LEFT JOIN said_kinds s ON s.region = p.region AND s.entity = p.entity"
            source = f"(SELECT p.*, s.said FROM {joined})"
        parts = [column for _, columns in self.coefficients.values() for column in columns]
        through = ("region", "entity") if everything else ("region",)
        picked = dict.fromkeys((*self.codes.values(), *parts, *(column for _, column in self.shares.values())))
        kept = [column for column in picked if column not in ("true", "false")]
        self.connection.execute(f"CREATE TABLE schools AS {self.sheet.select(source, kept, through)}")
        if self.codes:
            self._judge_each_school(everything=everything)
        if self.coefficients:
            self._judge_coefficients()
        for numbered, column in self.shares.values():
            self._count_share(numbered, column)
        self.connection.execute("DROP TABLE schools")

    def _all_wanted(self, wanted: str) -> bool:
        """Whether every region with a plain row is asked for, and there is no other row: then no row has to be looked up."""
        if not self.cells.has_places or self.cells.has_extra:
            return False
        row = self.connection.execute(f"SELECT count(*) FROM places WHERE code NOT IN ({wanted})").fetchone()
        return bool(row[0] == 0)

    def _judge_each_school(self, *, everything: bool) -> None:
        """The codes of schools to `verdicts`; where all are alike in not being told, or not concerned, once for the region."""
        listed = ", ".join(map(str, self.codes))
        entity = "entity" if everything else "''"
        each = [
            f"SELECT region, {number} AS target, {entity} AS entity, {column} AS code, count(*) AS n FROM schools "
            f"WHERE {column} IS NULL OR {column} <> {OTHER_KIND} GROUP BY ALL"
            for number, column in self.codes.items()
        ]
        self.connection.execute(f"CREATE TABLE of_schools AS {' UNION ALL '.join(each)}")
        self.connection.execute(
            "CREATE TABLE sums AS SELECT region, target, sum(n) AS n, coalesce(sum(n) FILTER (code IS NULL), 0) AS mixed, "
            f"coalesce(sum(n) FILTER (code = {UNTOLD}), 0) AS untold, coalesce(sum(n) FILTER (code = {EXCLUDED}), 0) AS excluded "
            "FROM of_schools GROUP BY ALL"
        )
        self.connection.execute(
            f"INSERT INTO verdicts SELECT w.code, {self.year}, t.target, '', CASE WHEN mixed > 0 THEN NULL "
            f"WHEN s.n IS NULL OR untold = s.n THEN {code_of(NO_DATA)} ELSE {code_of(NOT_APPLICABLE)} END, 1 "
            f"FROM wanted_regions w CROSS JOIN (SELECT unnest([{listed}]) AS target) t LEFT JOIN sums s ON s.region = w.code AND s.target = t.target "
            f"WHERE {within(self.issuer)} AND (s.n IS NULL OR mixed > 0 OR untold = s.n OR excluded = s.n)"
        )
        self.connection.execute(
            f"INSERT INTO verdicts SELECT region, {self.year}, target, entity, CASE WHEN code = {UNTOLD} THEN {code_of(NO_DATA)} ELSE code END, o.n "
            f"FROM of_schools o JOIN sums s USING (region, target) WHERE code <> {EXCLUDED} AND mixed = 0 AND untold <> s.n AND excluded <> s.n"
        )
        self.connection.execute("DROP TABLE of_schools")
        self.connection.execute("DROP TABLE sums")

    def _judge_coefficients(self) -> None:
        """Two passes over all of them: the means, then the deviations (one pass would cancel for schools that are nearly equal)."""
        means, squares = [], []
        for number, (_, columns) in self.coefficients.items():
            counts, value, weight, actual, possible, clear = columns
            unlike = " + ".join(
                f"CASE WHEN {told} THEN 0 ELSE {bit} END"
                for told, bit in ((actual, 1), (possible, 2), (clear, 4))
                if told != "true"
            )
            means.append(
                f"max({counts}) AS n{number}, "
                f"sum({weight}) AS sw{number}, sum({weight} * {value}) AS swx{number}, min({value}) AS low{number}, "
                f"min({weight}) AS least{number}, coalesce(bit_or({unlike or 0}) FILTER ({counts} = 1), 0) AS unlike{number}"
            )
            mean = f"(m.swx{number} / nullif(m.sw{number}, 0))"
            squares.append(f"sum({weight} * ({value} - {mean}) * ({value} - {mean})) AS ss{number}")
        self.connection.execute(f"CREATE TABLE means AS SELECT region, {', '.join(means)} FROM schools GROUP BY region")
        self.connection.execute(
            f"CREATE TABLE spread AS SELECT s.region, {', '.join(squares)} FROM schools s JOIN means m ON m.region = s.region GROUP BY s.region"
        )
        for numbered, _ in self.coefficients.values():
            self._judge_coefficient(numbered)
        self.connection.execute("DROP TABLE means")
        self.connection.execute("DROP TABLE spread")

    def _judge_coefficient(self, numbered: Numbered) -> None:
        """The verdict of each region on one coefficient."""
        target, form, number = numbered.bound.target, numbered.bound.target.form, numbered.number
        assert isinstance(form, Cv)  # noqa: S101 - see is_of_schools
        required, shown = form.limit.interval(), before_rounding(form.limit.interval(), 3)
        asked = Asked(required, None, numbered.bound.due, True, target.unverified, False, 3)
        lines = {float(end) for line in (required, shown) if line is not None for end in line[:2] if end is not None}
        names = ("n", "sw", "swx", "low", "least", "unlike")
        own = ", ".join(f"m.{name}{number} AS {name}" for name in names)
        cv = f"sqrt(q.ss{number} / nullif(m.sw{number}, 0)) / abs(m.swx{number} / nullif(m.sw{number}, 0))"
        self.connection.execute(
            f"INSERT INTO verdicts SELECT code, {self.year}, {number}, '', {_cv_verdict(asked, lines, shown)}, 1 FROM "
            f"(SELECT w.code, {own}, {cv} AS cv FROM wanted_regions w LEFT JOIN means m ON m.region = w.code "
            f"LEFT JOIN spread q ON q.region = w.code WHERE {within(self.issuer)}) w"
        )

    def _count_share(self, numbered: Numbered, column: str) -> None:
        """The parts of a share, counted for each region: the table `shares`, settled when the reported figures are known."""
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS shares (region VARCHAR, year INTEGER, target INTEGER, code SMALLINT, n BIGINT)"
        )
        self.connection.execute(
            f"INSERT INTO shares SELECT region, {self.year}, {numbered.number}, {column}, count(*) FROM schools "
            f"WHERE {column} IS NULL OR {column} <> {OTHER_KIND} GROUP BY ALL"
        )


def _cv_verdict(asked: Asked, lines: set[float], shown: Interval | None) -> str:
    """The code of a coefficient that is far from every line; null where it is not."""
    near = " OR ".join(f"abs(cv - ({line!r})) <= {BAND!r} * (1 + cv)" for line in sorted(lines)) or "false"
    holds, held_shown = _inside(asked.required), _inside(shown)
    suspect, estimated = BITS["suspect"], BITS["estimated"]

    def code(verdict: str) -> str:
        border = asked.flags(verdict, borderline=True)
        return f"{NUMBER[verdict] * WIDTH} + CASE WHEN ({holds}) <> ({held_shown}) THEN {border} ELSE 0 END"

    proven = f"CASE WHEN unlike & 3 = 0 THEN {code(asked.held(proven=True))} ELSE {code(asked.held(proven=False))} END"
    flags = f"CASE WHEN unlike & 4 = 0 THEN 0 ELSE {suspect} END + CASE WHEN unlike & 1 = 0 THEN 0 ELSE {estimated} END"
    negative = any(line < 0 for line in lines)
    return (
        f"CASE WHEN n = {UNCLEAR} THEN NULL WHEN n IS NULL OR n <> {COUNTED} THEN {code_of(NO_DATA)} "
        f"WHEN {str(negative).lower()} OR least < 0 OR low < 0 THEN NULL WHEN sw = 0 THEN {code_of(NO_DATA)} "
        f"WHEN swx = 0 OR cv IS NULL OR NOT isfinite(cv) OR {near} THEN NULL "
        f"WHEN {holds} THEN {proven} + {flags} ELSE {code(asked.outside)} + {flags} END"
    )


def _inside(interval: Interval | None) -> str:
    if interval is None:
        return "false"
    parts = [f"cv >= {float(interval.low)!r}"] if interval.low is not None else []
    parts += [f"cv <= {float(interval.high)!r}"] if interval.high is not None else []
    return " AND ".join(parts) or "true"


class _Parts(NamedTuple):
    """The schools of a region under a share: those it does not concern, the others by what is known of them, whether any figure was used."""

    excluded: int
    passed: int
    total: int
    undecided: int
    used: bool
    mixed: bool


def settle_shares(connection: Connection, targets: Mapping[tuple[int, int], Numbered], rulebook: Rulebook) -> None:
    """Joins what the tables of schools say of a share to what is reported of it (see wide.ALONE). Both: the reference decides."""
    if not connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'shares'").fetchone()[0]:
        return
    parts: dict[tuple[str, int, int], dict[int | None, int]] = {}
    for region, year, number, code, n in connection.execute("SELECT * FROM shares").fetchall():
        parts.setdefault((region, year, number), {})[code] = n
    numbers = sorted({number for _, number in targets})
    rows = connection.execute(
        "SELECT region, year, target, code FROM verdicts WHERE target IN (SELECT unnest(?::INTEGER[]))", [numbers]
    ).fetchall()
    settled = [
        (
            region,
            year,
            number,
            "",
            _share_code(rulebook, targets[year, number], year, code, _parts_of(parts.get((region, year, number), {}))),
            1,
        )
        for region, year, number, code in rows
    ]
    connection.execute("DELETE FROM verdicts WHERE target IN (SELECT unnest(?::INTEGER[]))", [numbers])
    fill(connection, "verdicts", ["VARCHAR", "INTEGER", "INTEGER", "VARCHAR", "SMALLINT", "BIGINT"], settled)
    connection.execute("DROP TABLE shares")


def _parts_of(counts: Mapping[int | None, int]) -> _Parts:
    by_part: dict[int, int] = {}
    for code, n in counts.items():
        if code is not None and code >= 0:
            by_part[code // 2] = by_part.get(code // 2, 0) + n
    total = sum(by_part.values())
    passed, failed = by_part.get(PASSED, 0), by_part.get(FAILED, 0)
    used = any(code is not None and code >= 0 and code % 2 for code in counts)
    return _Parts(counts.get(EXCLUDED, 0), passed, total, total - passed - failed, used, None in counts)


def _share_code(rulebook: Rulebook, numbered: Numbered, year: int, code: int | None, parts: _Parts) -> int | None:
    no_data = NUMBER[NO_DATA] * WIDTH
    if code is None or parts.mixed:
        return None
    if not parts.used:
        idle = parts.excluded > 0 and not parts.total
        if code in (ALONE, BESIDE):
            return NUMBER[NOT_APPLICABLE] * WIDTH if idle else no_data
        return code
    if code != ALONE:
        return None
    target, form = numbered.bound.target, numbered.bound.target.form
    assert isinstance(form, Each)  # noqa: S101 - see is_of_schools
    indicator = rulebook.indicators[target.indicator or ""]
    asked = asked_of_value(numbered.bound, form, indicator, year)
    low, high = (Fraction(100 * n, parts.total) for n in (parts.passed, parts.passed + parts.undecided))
    left = Interval(low, high).times(parse_unit("%").factor_to(form.share.unit))
    return _judged_share(asked, numbered, left)


def _judged_share(asked: Asked, numbered: Numbered, left: Interval) -> int:
    reading = Reading(left, left.low, None, True, True, "", ACTUAL, (), (), None, (), "")
    check = Check(
        numbered.bound, None, 0, (reading,), asked.required, asked.path, asked.due, asked.early, asked.blocked, NO_DATA, None,
        asked.customary, (), "",
    )  # fmt: skip
    verdict = reference.judge_reading(check, reading)
    exact = left.exact
    near = False
    if exact is not None:
        rounded = round_half_even(exact, asked.places)
        lines = [line for line in (asked.required, asked.path) if line is not None]
        near = any(line.contains(rounded) != line.contains(exact) for line in lines)
    return NUMBER[verdict] * WIDTH + asked.flags(verdict, borderline=near)
