"""What the words of a table mean: each combination is asked of the ordinary reader once, and the answers joined back to the rows."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from dabiao.diagnostics import Diagnostic, InputError, Span, error
from dabiao.inputs._words import year_of
from dabiao.inputs.bulk.open import WORDS, Bulk
from dabiao.inputs.bulk.session import Connection, elsewhere, fill, quoted
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import ACTUAL, Cell, Observation, Table
from dabiao.inputs.tidy import Defaults, read_tidy
from dabiao.inputs.vocabulary import Vocabulary, seen
from dabiao.period import parse_period
from dabiao.quantity.numerals import MAX_INTEGER_DIGITS

MAX_COMBINATIONS = 500_000
_SHOWN_ROWS = 20
_SHORT = 16
# every blank Python knows, as a class of DuckDB's and Java's patterns holds it
BLANKS = r"\s\x{0b}\x{1c}-\x{1f}\x{85}\p{Z}"
# blanks about a name, and signs that can not be seen: the ordinary reader takes them off
TRIMMED = rf"^[{BLANKS}]|[{BLANKS}]$|[\x{{00ad}}\x{{200b}}-\x{{200f}}\x{{202a}}-\x{{202e}}\x{{2060}}\x{{feff}}]"
# every sign these speak of
_BLANK_SIGNS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_UNSEEN_SIGNS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"


class Term(NamedTuple):
    """What one combination of words means: indicator, stage, year, status, and the factor to the indicator's unit.

    `number` is its row in the table `combos`; no figure under it is larger than `largest`, as typed.
    """

    number: int
    indicator: str
    stage: str | None
    year: int
    status: str
    factor: Fraction
    largest: Fraction

    @property
    def actual(self) -> bool:
        """Whether figures under it are actual ones."""
        return self.status == ACTUAL


class Read(NamedTuple):
    """A table as understood: its terms, its regions (codes), and what the ordinary reader made of the rows that are not plain.

    `whole`: whether there is no such row, nor a blank one.
    """

    bulk: Bulk
    terms: tuple[Term, ...]
    regions: tuple[str, ...]
    others: tuple[Observation, ...]
    unfilled: tuple[Observation, ...]
    found: tuple[Diagnostic, ...]
    default_region: str | None
    whole: bool


def read_terms(connection: Connection, bulk: Bulk, vocabulary: Vocabulary, defaults: Defaults) -> Read:
    """Makes the tables `combos` (the words, with their number) and `places` (region as typed, code), and reads what is not plain.

    Rows of terms and places that are not in these tables, and rows without `val`, are in `others`. Raises InputError with what the
    ordinary reader found wrong.
    """
    words = [key for key in WORDS if key in bulk.keys]
    shown = ", ".join(words)
    # of columns that hold no more digits than a figure may have, no figure can be too long, but for those of a large unit
    short = bulk.digits - bulk.decimals <= _SHORT and not bulk.in_cells
    ends = "0 AS least, 0 AS most" if short else "min(val) AS least, max(val) AS most"
    connection.execute(
        f"CREATE TABLE combos AS SELECT CAST(row_number() OVER () AS INTEGER) AS term, * FROM (SELECT {shown}, count(val) AS plain, "
        f"count(*) AS rows, {ends} FROM raw GROUP BY ALL)"
    )
    rows = connection.execute(f"SELECT term, plain, least, most, {shown} FROM combos").fetchall()
    blank = connection.execute("SELECT coalesce(sum(rows) - sum(plain), 0) FROM combos").fetchone()[0]
    if len(rows) > MAX_COMBINATIONS:
        message = f"指标、学段、单位、状态、年份有 {len(rows)} 种写法"
        raise InputError([error("INP403", message, *map(Span, bulk.files), hint="核对这几列有没有串行")])
    terms = tuple(_terms(bulk, vocabulary, defaults, words, rows))
    regions, every_region = _places(connection, bulk, vocabulary, defaults)
    kept = {term.number for term in terms}
    dropped = [row[0] for row in rows if row[0] not in kept]
    connection.execute("CREATE TABLE strange (term INTEGER)")
    fill(connection, "strange", ["INTEGER"], [(number,) for number in dropped])
    connection.execute("DELETE FROM combos WHERE term IN (SELECT term FROM strange)")
    bulk = bulk._replace(odd_names=has_odd_names(connection, bulk))
    others: tuple[Observation, ...] = ()
    unfilled: tuple[Observation, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    whole = not (blank or dropped or not every_region or bulk.odd_names or "done_on" in bulk.keys)
    if not whole:
        others, unfilled, found = _read_others(connection, bulk, vocabulary, defaults, refused=bool(dropped))
    codes = {*regions, *(o.region for o in others), *(o.region for o in unfilled)}
    return Read(bulk, terms, tuple(sorted(codes)), others, unfilled, found, defaults.region, whole)


def _terms(
    bulk: Bulk, vocabulary: Vocabulary, defaults: Defaults, words: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> Iterator[Term]:
    known: dict[tuple[object, ...], Observation | None] = {}
    years: dict[object, int | None] = {}
    others = [word for word in words if word != "year"]
    place = words.index("year") if "year" in words else None
    most, short = 10**MAX_INTEGER_DIGITS, Fraction(10**_SHORT)
    fitting: dict[tuple[object, ...], bool] = {}
    for number, plain, least, highest, *texts in rows:
        if not plain:
            continue
        typed = None if place is None else texts.pop(place)
        if typed not in years:
            years[typed] = _year(_clean(typed), defaults)
        key = tuple(texts)
        if key not in known:
            known[key] = _asked(bulk, vocabulary, dict(zip(others, map(_clean, texts), strict=True)))
        said, year = known[key], years[typed]
        if said is None or year is None or said.indicator is None or said.value is None:
            continue
        largest = max(abs(Fraction(least)), abs(Fraction(highest))) if least or highest else short
        fits = fitting.get(key) if largest is short else None
        if fits is None:
            fits = largest * max(said.value, Fraction(1)) < most
            if largest is short:
                fitting[key] = fits
        if not fits:
            continue  # longer than a column can hold: the reader says so of each
        yield Term(number, said.indicator, said.stage, year, said.status, said.value, largest)


def _clean(text: object) -> str:
    return "" if text is None else str(text).strip()


def _asked(bulk: Bulk, vocabulary: Vocabulary, given: Mapping[str, str]) -> Observation | None:
    """What the ordinary reader makes of a figure of 1 under these words; its value is then the factor to the indicator's unit."""
    cells = {**given, "value": "1"}
    row = _row(bulk, cells, 2)
    made, found = read_tidy(Table("", None, (bulk.header_row, row)), vocabulary, Defaults("000000", 2000))
    return made[0] if made and not any(d.is_error for d in found) else None


def _row(bulk: Bulk, cells: Mapping[str, str], line: int) -> tuple[Cell, ...]:
    by_index = {index: cells.get(key, "") for key, index in bulk.header.columns.items()}
    return tuple(
        Cell(by_index.get(index, "").strip(), f"{column_letter(index)}{line}", line)
        for index in range(len(bulk.header_row))
    )


def _year(text: str, defaults: Defaults) -> int | None:
    if not text:
        return defaults.year
    try:
        period = parse_period(year_of(seen(text)))
    except ValueError:
        return None
    return period.start if period.single else None


def _places(
    connection: Connection, bulk: Bulk, vocabulary: Vocabulary, defaults: Defaults
) -> tuple[tuple[str, ...], bool]:
    """The table `places` of the regions that can be told; the codes, and whether those are all."""
    if "region" not in bulk.keys:
        if defaults.region is None:
            raise InputError(
                [error("INP412", "缺少“地区”列", *map(Span, bulk.files), hint="加上“地区”列，或用 --region 指明")]
            )
        return (defaults.region,), True
    texts = connection.execute("SELECT DISTINCT CAST(region AS VARCHAR) FROM raw").fetchall()
    codes = {}
    for (text,) in texts:
        clean = seen((text or "").strip())
        codes[text] = vocabulary.regions.resolve(clean) if clean else defaults.region
    connection.execute(f"CREATE TABLE places (region {bulk.place_kind}, code VARCHAR)")
    fill(connection, "places", ["VARCHAR", "VARCHAR"], [one for one in codes.items() if one[1] is not None])
    return tuple(code for code in dict.fromkeys(codes.values()) if code is not None), None not in codes.values()


def has_odd_names(connection: Connection, bulk: Bulk) -> bool:
    """Whether any name of a school is to be trimmed: as TRIMMED has it, said so that DuckDB takes a third of the time over it."""
    if "entity" not in bulk.keys:
        return False
    codes = ", ".join(str(ord(blank)) for blank in _BLANK_SIGNS)
    ends = [f"unicode(name{at}) IN ({codes})" for at in ("", "[-1]")]
    odd = " OR ".join([*(f"contains(name, {quoted(sign)})" for sign in _UNSEEN_SIGNS), *ends])
    if elsewhere(connection):
        odd = f"regexp_matches(name, {quoted(TRIMMED)})"
    names = "SELECT CAST(entity AS VARCHAR) AS name FROM raw"
    return bool(connection.execute(f"SELECT count(*) FROM ({names}) WHERE {odd}").fetchone()[0])


def _read_others(
    connection: Connection, bulk: Bulk, vocabulary: Vocabulary, defaults: Defaults, *, refused: bool
) -> tuple[tuple[Observation, ...], tuple[Observation, ...], tuple[Diagnostic, ...]]:
    """What the ordinary reader makes of every row that is not plain. Of words that mean nothing, the first rows are enough."""
    odd = odd_rows(bulk)
    words = [key for key in WORDS if key in bulk.keys]
    columns = ", ".join(f"CAST({key} AS VARCHAR)" for key in bulk.keys)
    match = " AND ".join(f"raw.{key} IS NOT DISTINCT FROM c.{key}" for key in words)
    unknown = f"NOT EXISTS (SELECT 1 FROM combos c WHERE {match}) AND (val IS NOT NULL)" if refused else "false"
    place = (
        "NOT EXISTS (SELECT 1 FROM places p WHERE p.region IS NOT DISTINCT FROM raw.region) AND (val IS NOT NULL)"
        if "region" in bulk.keys
        else "false"
    )
    rows = connection.execute(f"SELECT typed, {columns} FROM raw WHERE ({odd}) OR ({unknown}) OR ({place})")
    observations: list[Observation] = []
    unfilled: list[Observation] = []
    found: list[Diagnostic] = []
    name = bulk.files[0] if len(bulk.files) == 1 else "、".join(bulk.files)
    errors = 0
    while errors < _SHOWN_ROWS and (batch := rows.fetchmany(2000)):
        cells = [
            _row(bulk, {"value": typed or "", **{k: v or "" for k, v in zip(bulk.keys, texts, strict=True)}}, 0)
            for typed, *texts in batch
        ]
        made, problems = read_tidy(Table(name, None, (bulk.header_row, *cells)), vocabulary, defaults)
        observations.extend(o for o in made if not o.unfilled)
        unfilled.extend(o for o in made if o.unfilled)
        found.extend(_unplaced(d, bulk) for d in problems if d.code != "INP413")
        errors += sum(d.is_error for d in problems)
    if errors:
        raise InputError([d for d in dict.fromkeys(found) if d.is_error][:_SHOWN_ROWS])
    return tuple(observations), tuple(unfilled), tuple(dict.fromkeys(found))


def _unplaced(found: Diagnostic, bulk: Bulk) -> Diagnostic:
    """A scan knows no line numbers: the file is the place."""
    return found._replace(spans=tuple(Span(file) for file in bulk.files))


def odd_rows(bulk: Bulk) -> str:
    """The condition under which a row's own cells need the ordinary reader, whatever its words mean."""
    filled = "coalesce(typed, '') <> ''"
    if "entity" in bulk.keys:
        filled = f"({filled} OR coalesce(entity, '') <> '')"
    odd = [f"val IS NULL AND {filled}"]
    if bulk.odd_names:
        odd.append(f"regexp_matches(CAST(entity AS VARCHAR), {quoted(TRIMMED)})")
    if "done_on" in bulk.keys:
        odd.append("coalesce(CAST(done_on AS VARCHAR), '') <> ''")
    return " OR ".join(f"({one})" for one in odd)
