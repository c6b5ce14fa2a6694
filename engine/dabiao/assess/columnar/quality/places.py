"""The places (a school, or the region itself, in a year) a rule may find something at, by a few queries over the figures."""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from dabiao.assess.columnar.cells import KNOWN, MORE, Cells
from dabiao.assess.columnar.lines import both, scaled_range
from dabiao.assess.columnar.quality.items import BEFORE, NOW, Key, SqlItems
from dabiao.assess.columnar.quality.rollups import suspect_rollups
from dabiao.assess.columnar.quality.rules import Condition, conditions
from dabiao.assess.columnar.rational import BIGINT
from dabiao.assess.columnar.sheet import Sheet, all_of, any_of
from dabiao.inputs.bulk.open import Bulk
from dabiao.inputs.bulk.session import Connection, fill, quoted
from dabiao.inputs.quality.ranges import is_count
from dabiao.quantity import Interval
from dabiao.rules.model import Indicator, Rulebook

# so many conditions share one query
_BATCH = 40
# so many figures (places × columns) are laid out at a time: an aggregate of each takes 16 bytes a thread
_MOST = 3_000_000
_ANY = Interval(None, None)
_FAR = 10**38


def suspect_places(
    connection: Connection, rulebook: Rulebook, cells: Cells, bulk: Bulk, rosters: Collection[str], last: int
) -> bool:
    """Makes the tables `spots` (a row each) and `suspected` (region, entity, year, whole) of the wanted regions, up to a year.

    `rosters`: of which kinds of schools tables were handed in. Returns whether rules look at the year before. `whole`: all places of the region's year are to be looked at.
    """
    slots = {key: number for number, key in enumerate(sorted(cells.units.present, key=lambda k: (k[0], k[1] or "")))}
    _make_slots(connection, rulebook, cells, slots)
    rows = _rows(connection, cells, bulk)
    years = _several_years(connection)
    apart = _apart(connection, rows, slots) if years and _compares_all(rulebook) else {}
    items = SqlItems(Sheet(), rulebook, cells.units, apart)
    made = [one for one in conditions(rulebook.quality, items, years=years) if one.sql != "false"]
    rollups = suspect_rollups([rule for rule in rulebook.quality if rule.kind == "rollup"], items, rosters)
    lost = items.sums.lost
    if lost != "false":
        made.append(Condition(lost, ("region", "school"), lost))
    _make_places(connection, rows, len(slots), last)
    connection.execute("CREATE TABLE suspected (region VARCHAR, entity VARCHAR, year INTEGER, whole BOOLEAN)")
    # an odd figure of the region may be less than its schools make
    whole = "entity = ''" if rollups else "false"
    connection.execute(f"INSERT INTO suspected SELECT region, entity, year, {whole} FROM spots WHERE odd")
    # what no column holds is seen by no condition: not by one of its own year, nor of the year after, nor of its region
    if years:
        connection.execute("INSERT INTO suspected SELECT region, entity, year + 1, false FROM spots WHERE lost")
    if rollups:
        connection.execute("INSERT INTO suspected SELECT DISTINCT region, '', year, true FROM spots WHERE lost")
    looked = _Looked(connection, slots, items)
    for regions in looked.turns() if made or rollups else ():
        looked.make(rows, regions, last)
        looked.suspect(made)
        for query in rollups:
            connection.execute(f"INSERT INTO suspected SELECT region, '', year, true FROM ({query})")
    return any(year == BEFORE for _, _, year in items.sheet.cells)


def _make_slots(connection: Connection, rulebook: Rulebook, cells: Cells, slots: dict[Key, int]) -> None:
    """The table `slots`: for each item and stage a number, and what its figures must keep to, as whole numbers of its unit."""
    kinds = {(rule.kind, rule.of is None) for rule in rulebook.quality}
    kind = kind_of(cells)
    most = BIGINT if kind == "BIGINT" else _FAR
    rows = []
    for (identifier, stage), number in slots.items():
        item, den = rulebook.indicators[identifier], cells.units.den(identifier)
        low, high = scaled_range(_allowed(item, kinds), Fraction(1, den))
        step = den if ("whole", True) in kinds and is_count(item) else 1
        rows.append(
            (cells.items[identifier], cells.stages[stage], number, max(low, -most), min(high, most), min(step, most))
        )
    rows = [(*row[:3], min(row[3], most), max(row[4], -most), row[5]) for row in rows]
    connection.execute(
        f"CREATE TABLE slots (item INTEGER, stage INTEGER, slot INTEGER, low {kind}, high {kind}, step {kind})"
    )
    fill(connection, "slots", ["INTEGER", "INTEGER", "INTEGER", kind, kind, kind], rows)


def kind_of(cells: Cells) -> str:
    """The type of the values of cells."""
    return "BIGINT" if max(cells.units.largest.values(), default=0) <= BIGINT else "HUGEINT"


def _allowed(item: Indicator, kinds: set[tuple[str, bool]]) -> Interval | None:
    within_bounds = item.bounds if ("bounds", True) in kinds else _ANY
    return both(within_bounds, item.usual) if ("usual", True) in kinds else within_bounds


def _rows(connection: Connection, cells: Cells, bulk: Bulk) -> str:
    """The query of all figures: region, entity, year, v, slot, low, high, step, last (one unit of the last digit as typed)."""
    assert cells.plain is not None  # noqa: S101 - what was read row by row is not searched here
    connection.execute(
        "CREATE TABLE slotted AS SELECT n.*, s.slot, s.low, s.high, s.step FROM known n "
        "JOIN slots s ON s.item = n.item AND s.stage = n.stage_no"
    )
    plain = cells.plain.replace(KNOWN, "slotted").replace(MORE, f"k.slot, k.low, k.high, k.step, {_last(bulk)} AS last")
    told = f"SELECT region, entity, year, v, slot, low, high, step, last FROM ({plain})"
    if not cells.has_extra:
        return told
    return (
        f"{told} UNION ALL SELECT e.region, e.entity, e.year, e.v, s.slot, s.low, s.high, s.step, CAST(0 AS {kind_of(cells)}) AS last "
        "FROM extra e JOIN slots s ON s.item = e.item AND s.stage = e.stage WHERE e.c <> 0"
    )


def _last(bulk: Bulk) -> str:
    """One unit of the last digit as typed, in the figure's whole units; a number shows no zeros at its end, a text does."""
    if not bulk.decimals:
        return "k.factor"
    places = (
        "length(split_part(trim(r.typed), '.', 2))"
        if bulk.as_text
        else "length(rtrim(split_part(CAST(r.val AS VARCHAR), '.', 2), '0'))"
    )
    cases = " ".join(f"WHEN {n} THEN {10 ** (bulk.decimals - n)}" for n in range(bulk.decimals))
    return f"k.factor * CASE {places} {cases} ELSE 1 END"


def _several_years(connection: Connection) -> bool:
    years = connection.execute("SELECT judged FROM known UNION SELECT year FROM extra").fetchall()
    return len(years) > 1


def _compares_all(rulebook: Rulebook) -> bool:
    return any(rule.kind == "unit" and rule.by == "previous" for rule in rulebook.quality)


def _apart(connection: Connection, rows: str, slots: dict[Key, int]) -> dict[Key, Fraction]:
    """How many times its smallest figure (but zero) the largest of each item is, anywhere."""
    keys = {number: key for key, number in slots.items()}
    found = connection.execute(
        f"SELECT slot, min(abs(v)) AS least, max(abs(v)) AS most FROM ({rows}) WHERE v <> 0 GROUP BY slot"
    ).fetchall()
    return {keys[slot]: Fraction(int(most), int(least)) for slot, least, most in found}


def _make_places(connection: Connection, rows: str, slots: int, last: int) -> None:
    """The table `spots`: region, entity, year, whether a figure there is odd by itself, or stands twice, and whether one is not held."""
    odd = "bool_or(v IS NULL OR v < low OR v > high OR v % step <> 0)"
    twice = f"count(*) <> bit_count(bitstring_agg(slot, 0, {max(slots - 1, 1)}))"
    connection.execute(
        f"CREATE TABLE spots AS SELECT region, entity, year, ({odd} OR {twice}) AS odd, bool_or(v IS NULL) AS lost FROM ({rows}) f "
        f"JOIN wanted_regions w ON w.code = f.region WHERE year <= {last} GROUP BY region, entity, year"
    )


class _Looked:
    """The places with the figures the conditions ask for, of some regions at a time."""

    def __init__(self, connection: Connection, slots: dict[Key, int], items: SqlItems) -> None:
        self._connection = connection
        self._slots = slots
        self._sheet = items.sheet
        self._columns = [
            column
            for (item, stage, year), number in items.sheet.cells.items()
            if year == NOW
            for column in self._of_cell(slots[item, stage], number, digit=(item, stage) in items.digits)
        ]

    @staticmethod
    def _of_cell(slot: int, number: int, *, digit: bool) -> Iterator[str]:
        yield f"max(CASE WHEN slot = {slot} THEN v END) AS v{number}"
        if digit:
            yield f"max(CASE WHEN slot = {slot} THEN last END) AS c{number}"

    def turns(self) -> Iterator[list[str]]:
        """The regions, so many at a time as memory has room for."""
        some: list[str] = []
        room = _MOST // max(len(self._columns), 1)
        counted = "SELECT region, count(*) FROM spots GROUP BY region ORDER BY region"
        for region, count in self._connection.execute(counted).fetchall():
            if some and count > room:
                yield some
                some, room = [], _MOST // max(len(self._columns), 1)
            some.append(region)
            room -= count
        if some:
            yield some

    def make(self, rows: str, regions: Sequence[str], last: int) -> None:
        """The table `scenes`: region, entity, year, and the figures asked for, of some regions."""
        for table in ("turn", "scenes"):
            self._connection.execute(f"DROP TABLE IF EXISTS {table}")
        self._connection.execute("CREATE TABLE turn (code VARCHAR)")
        fill(self._connection, "turn", ["VARCHAR"], [(region,) for region in regions])
        columns = "".join(f", {column}" for column in self._columns)
        self._connection.execute(
            f"CREATE TABLE scenes AS SELECT region, entity, year{columns} FROM ({rows}) f "
            f"JOIN turn w ON w.code = f.region WHERE year <= {last} AND region BETWEEN {quoted(regions[0])} AND {quoted(regions[-1])} "
            "GROUP BY region, entity, year"
        )

    def suspect(self, made: Sequence[Condition]) -> None:
        """Adds the places where a condition holds to `suspected`."""
        source = self._with_before()
        for start in range(0, len(made), _BATCH):
            some = made[start : start + _BATCH]
            fires = self._sheet.let(any_of(_placed(one, one.sql) for one in some))
            whole = self._sheet.let(any_of(_placed(one, one.whole) for one in some))
            query = self._sheet.select(source, dict.fromkeys((fires, whole)), ("region", "entity", "year"))
            self._connection.execute(
                f"INSERT INTO suspected SELECT region, entity, year, coalesce({whole}, true) FROM ({query}) "
                f"WHERE coalesce({fires}, true)"
            )

    def _with_before(self) -> str:
        """The places beside the same ones a year before, where that is asked for."""
        earlier = list(self._before())
        if not earlier:
            return "scenes"
        columns = ", ".join(earlier)
        return (
            f"(SELECT s.*, {columns} FROM scenes s LEFT JOIN scenes p ON p.region = s.region AND p.entity = s.entity "
            "AND p.year = s.year - 1)"
        )

    def _before(self) -> Iterator[str]:
        for (item, stage, year), number in self._sheet.cells.items():
            if year == BEFORE:
                yield f"p.v{self._sheet.cells[item, stage, NOW]} AS v{number}"


def _placed(condition: Condition, sql: str) -> str:
    """The condition at the places it is about."""
    of_region, of_schools = "region" in condition.per, bool({*condition.per} - {"region"})
    where = "true" if of_region and of_schools else "entity = ''" if of_region else "entity <> ''"
    return all_of((where, sql))
