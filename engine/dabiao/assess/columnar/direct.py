"""Value targets on figures as reported: the table of targets joined to the rows, verdicts by integer comparison, in one scan.

A target's requirement, path, bounds and display become ranges of whole numbers in the unit in which a row is typed (see lines.py),
so no figure is converted and nothing is rounded. Several figures of one thing are found by counting, and left to the reference.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH, Asked, asked_of_value, open_relaxations
from dabiao.assess.columnar.lines import before_rounding, both, scaled_range
from dabiao.assess.columnar.scope import Numbered, Scope
from dabiao.assess.forms._common import unit_factor
from dabiao.assess.forms.value import limit_places
from dabiao.inputs.bulk.open import WORDS, Bulk
from dabiao.inputs.bulk.session import Connection, fill, leanly
from dabiao.inputs.bulk.terms import Term, odd_rows
from dabiao.quantity import Interval
from dabiao.region import ancestors
from dabiao.rules.model import Indicator, Plan, Rulebook, Target, Value

_RANGES = ("required", "path", "shown_required", "shown_path", "possible", "sane")
_CODES = (
    "held", "held_near", "held_impossible", "held_impossible_near", "on_path", "on_path_near", "outside", "outside_near",
)  # fmt: skip


def is_direct(rulebook: Rulebook, numbered: Numbered, year: int) -> bool:
    """Whether a target is judged by one figure as reported: no formula could give it, no entity and no relaxation bears on it."""
    target = numbered.bound.target
    indicator = rulebook.indicators.get(target.indicator or "")
    if (
        indicator is None
        or target.per is not None
        or not isinstance(target.form, Value | Plan)
        or numbered.bound.pack.conclusions
    ):
        return False
    return not indicator.formulas and not open_relaxations(target, year)


class Cut(NamedTuple):
    """A target in a year under one combination of words: ranges in units of the last decimal, and a code for every outcome."""

    term: int
    year: int
    number: int
    group: int
    ranges: tuple[tuple[int, int], ...]
    codes: tuple[int, ...]


def cuts(rulebook: Rulebook, found: Sequence[Scope], terms: Sequence[Term], bulk: Bulk) -> Iterator[tuple[str, Cut]]:
    """For each scope's issuing region, the cuts of the targets judged directly."""
    by_key: dict[tuple[str, str | None, int], list[Term]] = {}
    for term in terms:
        by_key.setdefault((term.indicator, term.stage, term.year), []).append(term)
    done: set[tuple[int, int]] = set()
    made: dict[tuple[object, ...], tuple[tuple[tuple[int, int], ...], tuple[int, ...]]] = {}
    for scope in found:
        for numbered in scope.targets:
            if (numbered.number, scope.year) in done or not is_direct(rulebook, numbered, scope.year):
                continue
            done.add((numbered.number, scope.year))
            target = numbered.bound.target
            indicator = rulebook.indicators[target.indicator or ""]
            stage = indicator.stage or target.stage
            form = target.form
            assert isinstance(form, Value | Plan)  # noqa: S101 - see is_direct
            asked = asked_of_value(numbered.bound, form, indicator, scope.year)
            for term in by_key.get((indicator.id, stage, scope.year), ()):
                # what is asked is mostly the same each year
                key = (numbered.number, term.factor, term.status, asked)
                if key not in made:
                    ranges = _ranges(target, form, asked, indicator, term.factor / 10**bulk.decimals)
                    made[key] = (ranges, tuple(_codes(asked, term)))
                cut = Cut(term.number, scope.year, numbered.number, numbered.group, *made[key])
                yield numbered.bound.pack.source.region, cut


def _ranges(
    target: Target, form: Value | Plan, asked: Asked, indicator: Indicator, own: Fraction
) -> tuple[tuple[int, int], ...]:
    """What is asked as ranges of figures typed in a unit that is `own` of the indicator's."""
    unit = own * unit_factor(indicator, form.limit.unit)

    def compared(line: Interval | None) -> Interval | None:
        return before_rounding(line, limit_places(form.limit)) if target.rounded else line

    return (
        scaled_range(compared(asked.required), unit),
        scaled_range(compared(asked.path), unit),
        scaled_range(compared(before_rounding(asked.required, asked.places)), unit),
        scaled_range(compared(before_rounding(asked.path, asked.places)), unit),
        scaled_range(indicator.bounds, own),
        scaled_range(both(indicator.bounds, indicator.usual), own),
    )


def _codes(asked: Asked, term: Term) -> Iterator[int]:
    estimated = 0 if term.actual else BITS["estimated"]
    for verdict in (
        asked.held(proven=term.actual),
        asked.held(proven=False),
        asked.on_path,
        asked.outside,
    ):
        for near in (False, True):
            yield NUMBER[verdict] * WIDTH + estimated + asked.flags(verdict, borderline=near)


def _make_table(
    connection: Connection,
    bulk: Bulk,
    name: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """A table of what is asked, with the words as typed in front; columns of figures are given as text and become decimals."""
    told = ", ".join(f"{column} {'VARCHAR' if kind == _FIGURE else kind}" for column, kind in columns)
    connection.execute(f"CREATE TABLE asked ({told})")
    fill(connection, "asked", ["VARCHAR" if kind == _FIGURE else kind for _, kind in columns], rows)
    words = [f"c.{key}" for key in WORDS if key in bulk.keys]
    own = [f"CAST(a.{c} AS {bulk.kind}) AS {c}" if kind == _FIGURE else f"a.{c}" for c, kind in columns if c != "term"]
    connection.execute(
        f"CREATE TABLE {name} AS SELECT {', '.join([*words, *own])} FROM asked a JOIN combos c USING (term)"
    )
    connection.execute("DROP TABLE asked")


_FIGURE = "figure"
_AT_ONCE = 10_000
_TABLE = "<table>"
_KEYS = (("issuer", "VARCHAR"), ("term", "INTEGER"), ("judged", "INTEGER"), ("target", "INTEGER"), ("team", "INTEGER"))


def _make_cuts(connection: Connection, bulk: Bulk, made: Sequence[tuple[str, Cut]]) -> None:
    """The table `cuts`: for each combination of words, every target it concerns, with its ranges, and a code for every outcome."""
    ends = [(f"{name}_{end}", _FIGURE) for name in _RANGES for end in ("low", "high")]
    columns = [*_KEYS, *ends, *((code, "SMALLINT") for code in _CODES)]
    rows = [
        (issuer, cut.term, cut.year, cut.number, cut.group, *_texts(cut.ranges, bulk), *cut.codes)
        for issuer, cut in made
    ]
    _make_table(connection, bulk, "cuts", columns, rows)


def _steps(cut: Cut) -> list[tuple[int, int]]:
    """The verdicts from the least figure up: (first figure, verdict), each up to the next."""
    required, path, possible = cut.ranges[0], cut.ranges[1], cut.ranges[4]

    def lies(figure: int, span: tuple[int, int]) -> bool:
        return span[0] <= figure <= span[1]

    def verdict(figure: int) -> int:
        if lies(figure, required):
            return cut.codes[0 if lies(figure, possible) else 2] // WIDTH
        return cut.codes[4 if lies(figure, path) else 6] // WIDTH

    starts = sorted({edge for low, high in (required, path, possible) if low <= high for edge in (low, high + 1)})
    least = (starts[0] if starts else 0) - 1
    found = [(least, verdict(least))]
    for start in starts:
        if (here := verdict(start)) != found[-1][1]:
            found.append((start, here))
    return found


def _make_weighed(
    connection: Connection, bulk: Bulk, made: Sequence[tuple[str, Cut]], weights: dict[int, int], kind: str
) -> tuple[int, int]:
    """The table `weighed`: the figures at which a target's verdict changes, and the weight of each; how many steps, how many places.

    A target's place is its number among those of its group and year.
    """
    most = bulk.most
    known: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    places: dict[tuple[int, int], dict[int, int]] = {}
    rows: list[tuple[tuple[object, ...], list[tuple[int, int]]]] = []
    longest = 1
    for issuer, cut in made:
        key = (cut.ranges, cut.codes)
        if key not in known:
            steps = _steps(cut)
            # what no figure of the column's type reaches, or every one does
            first = max((n for n, (start, _) in enumerate(steps) if n and start <= -most), default=0)
            known[key] = [steps[first], *(step for step in steps[first + 1 :] if step[0] <= most)]
        steps = known[key]
        longest = max(longest, len(steps))
        mine = places.setdefault((cut.group, cut.year), {})
        place = mine.setdefault(cut.number, len(mine))
        rows.append(((issuer, cut.term, cut.year, place, cut.group), steps))
    columns = [*_KEYS, *((f"t{n}", _FIGURE) for n in range(1, longest)), *((f"w{n}", kind) for n in range(longest))]
    filled = []
    for keys, steps in rows:
        starts = [_decimal(start, bulk.decimals) for start, _ in steps[1:]] + [None] * (longest - len(steps))
        filled.append((*keys, *starts, *(weights[verdict] for _, verdict in steps), *[None] * (longest - len(steps))))
    _make_table(connection, bulk, "weighed", columns, filled)
    return longest, max(map(len, places.values()))


def _texts(ranges: Sequence[tuple[int, int]], bulk: Bulk) -> Iterator[str]:
    """The ends as decimals of the column's own type; an end beyond the type bounds nothing, or everything."""
    most = bulk.most
    for low, high in ranges:
        first, last = max(low, -most), min(high, most)
        if first > last:
            first, last = most, -most
        yield from (_decimal(end, bulk.decimals) for end in (first, last))


def _decimal(value: int, decimals: int) -> str:
    digits = str(abs(value)).rjust(decimals + 1, "0")
    whole = digits[:-decimals] + "." + digits[-decimals:] if decimals else digits
    return ("-" if value < 0 else "") + whole


CODE = """CASE
WHEN val BETWEEN required_low AND required_high THEN
  CASE WHEN val BETWEEN possible_low AND possible_high
    THEN CASE WHEN {near} THEN held_near ELSE held END
    ELSE CASE WHEN {near} THEN held_impossible_near ELSE held_impossible END END
WHEN val BETWEEN path_low AND path_high THEN CASE WHEN {near} THEN on_path_near ELSE on_path END
ELSE CASE WHEN {near} THEN outside_near ELSE outside END END
+ CASE WHEN val BETWEEN sane_low AND sane_high THEN 0 ELSE {suspect} END""".format(
    near="((val BETWEEN required_low AND required_high) <> (val BETWEEN shown_required_low AND shown_required_high)"
    " OR (val BETWEEN path_low AND path_high) <> (val BETWEEN shown_path_low AND shown_path_high))",
    suspect=BITS["suspect"],
)


# what one scan says of a region, year and group of targets: its checks, those of each verdict of KINDS, and whether a figure came
# twice; a plain tuple, as there are many
Group = tuple[str, int, int, int, Sequence[int], bool]


# the outcomes a figure can have here, each with so many bits of one sum
KINDS = tuple(NUMBER[name] for name in ("met", "not_met", "on_track", "behind", "pending", "unverified"))


class Direct(NamedTuple):
    """The scan of the direct targets: the relation up to the table of targets (k), the column of the region's code, what is asked,
    whether it all is of one group."""

    joined: str
    region: str
    bulk: Bulk
    made: Sequence[tuple[str, Cut]]
    one_group: bool

    def over(self, table: str) -> str:
        """The rows joined to a table of targets."""
        return self.joined.replace(_TABLE, table)


def prepare_direct(
    connection: Connection, bulk: Bulk, made: Sequence[tuple[str, Cut]], regions: Sequence[str]
) -> Direct | None:
    """Makes the tables of the scan; None where there is nothing to scan for."""
    if not made:
        return None
    words = [key for key in WORDS if key in bulk.keys]
    gaps = connection.execute(f"SELECT {', '.join(f'count(*) - count({key})' for key in words)} FROM combos").fetchone()
    same = [
        f"r.{key} IS NOT DISTINCT FROM k.{key}" if missing else f"r.{key} = k.{key}"
        for key, missing in zip(words, gaps, strict=True)
    ]
    issuers = {issuer for issuer, _ in made}
    connection.execute("CREATE TABLE wanted (code region_code, issuer VARCHAR)")
    fill(
        connection,
        "wanted",
        ["VARCHAR", "VARCHAR"],
        [(code, a) for code in regions for a in ancestors(code) if a in issuers],
    )
    plain = plain_rows(bulk)
    if "region" in bulk.keys:
        connection.execute(
            "CREATE TABLE reach AS SELECT p.region, w.code, w.issuer FROM places p JOIN wanted w ON w.code = p.code"
        )
        (gap,) = connection.execute("SELECT count(*) - count(region) FROM reach").fetchone()
        place = "r.region IS NOT DISTINCT FROM m.region" if gap else "r.region = m.region"
    else:
        connection.execute("CREATE TABLE reach AS SELECT code, issuer FROM wanted")
        place = "true"
    connection.execute("DROP TABLE wanted")
    only_issuer = "" if len(issuers) == 1 else "AND m.issuer = k.issuer"
    joined = f"({plain}) r JOIN reach m ON {place} JOIN {_TABLE} k ON {' AND '.join(same)} {only_issuer}"
    return Direct(joined, "m.code", bulk, made, len({cut.group for _, cut in made}) == 1)


def plain_rows(bulk: Bulk) -> str:
    """The rows of a region as a whole that the ordinary reader has not read."""
    conditions = ["val IS NOT NULL"]
    if "entity" in bulk.keys:
        conditions.append("coalesce(CAST(entity AS VARCHAR), '') = ''")
    if bulk.odd_names or "done_on" in bulk.keys:
        conditions.append(f"NOT coalesce({odd_rows(bulk)}, false)")
    return f"SELECT * FROM raw WHERE {' AND '.join(conditions)}"


def scan_counts(connection: Connection, direct: Direct) -> Iterator[Group]:
    """One scan: verdicts counted per region, year and document.

    A figure that stands twice shows as a target that comes twice in its group: more rows than different targets.
    """
    numbers: dict[tuple[int, int], set[int]] = {}
    for _, cut in direct.made:
        numbers.setdefault((cut.group, cut.year), set()).add(cut.number)
    bits = max(4, max(map(len, numbers.values())).bit_length())
    kind = "BIGINT" if bits * len(KINDS) <= 62 else "HUGEINT"
    weights = {code: 1 << (bits * n) for n, code in enumerate(KINDS)}
    steps, places = _make_weighed(connection, direct.bulk, direct.made, weights, kind)
    upward = " ".join(f"WHEN val >= t{n} THEN w{n}" for n in range(steps - 1, 0, -1))
    weight = f"CASE {upward} ELSE w0 END" if upward else "w0"
    team = f"{direct.made[0][1].group}" if direct.one_group else "k.team"
    keys = f"{direct.region}, k.judged" if direct.one_group else f"{direct.region}, k.judged, k.team"
    leanly(
        connection,
        f"CREATE TABLE scanned AS SELECT {direct.region} AS code, k.judged AS year, {team} AS team, count(*) AS checks, "
        f"bit_count(bitstring_agg(k.target, 0, {places})) AS targets, sum({weight}) AS packed "
        f"FROM {direct.over('weighed')} GROUP BY {keys}",
    )
    connection.execute("DROP TABLE weighed")
    return _groups(connection, bits)


def _groups(connection: Connection, bits: int) -> Iterator[Group]:
    """What the table `scanned` says, row by row; it is gone after the last."""
    digits = ", ".join(f"CAST((packed >> {bits * n}) & {(1 << bits) - 1} AS INTEGER)" for n in range(len(KINDS)))
    rows = connection.execute(f"SELECT code, year, team, checks, checks <> targets, {digits} FROM scanned")
    while some := rows.fetchmany(_AT_ONCE):
        for region, year, team, checks, twice, *counts in some:
            yield region, year, team, checks, counts, twice
    connection.execute("DROP TABLE scanned")


def add_rows(connection: Connection, direct: Direct, *, everything: bool) -> None:
    """Adds the codes of the direct targets to `verdicts`: of the regions and years in `dirty`, or of all.

    A figure that stands twice gives null. Where none does, no row has to be held against another.
    """
    _make_cuts(connection, direct.bulk, direct.made)
    mine = f"{direct.region} = d.region AND k.judged = d.year"
    (dirty,) = connection.execute("SELECT count(*) FROM dirty").fetchone()
    if dirty:
        connection.execute(
            f"INSERT INTO verdicts SELECT {direct.region}, k.judged, k.target, '', CASE WHEN count(*) = 1 THEN any_value({CODE}) END, 1 "
            f"FROM {direct.over('cuts')} SEMI JOIN dirty d ON {mine} GROUP BY ALL"
        )
    if everything:
        clean = f"ANTI JOIN dirty d ON {mine}" if dirty else ""
        connection.execute(
            f"INSERT INTO verdicts SELECT {direct.region}, k.judged, k.target, '', {CODE}, 1 FROM {direct.over('cuts')} {clean}"
        )
