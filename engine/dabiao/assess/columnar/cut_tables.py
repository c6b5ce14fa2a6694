"""The cuts as tables, joined to the words they are asked under: ranges with a code for every outcome, or the steps between verdicts."""

from collections.abc import Iterator, Sequence

from dabiao.assess.columnar.asked import BITS, WIDTH
from dabiao.assess.columnar.cuts import CODES, RANGES, Cut
from dabiao.inputs.bulk.open import WORDS, Bulk
from dabiao.inputs.bulk.session import Connection, fill

_FIGURE = "figure"
_KEYS = (("issuer", "VARCHAR"), ("term", "INTEGER"), ("judged", "INTEGER"), ("target", "INTEGER"), ("team", "INTEGER"))


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


def make_cuts(connection: Connection, bulk: Bulk, made: Sequence[tuple[str, Cut]]) -> None:
    """The table `cuts`: for each combination of words, every target it concerns, with its ranges, and a code for every outcome."""
    ends = [(f"{name}_{end}", _FIGURE) for name in RANGES for end in ("low", "high")]
    columns = [*_KEYS, *ends, *((code, "SMALLINT") for code in CODES)]
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


def make_weighed(
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
