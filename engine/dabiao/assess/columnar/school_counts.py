"""From the codes of schools to the table of verdicts: a row a school, or, where rows are not kept, how many schools have which verdict."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.asked import NUMBER, WIDTH
from dabiao.assess.columnar.forms import code_of
from dabiao.assess.columnar.school_forms import EXCLUDED, OTHER_KIND, UNTOLD
from dabiao.assess.columnar.wide import within
from dabiao.assess.model import BEHIND, MET, NO_DATA, NOT_APPLICABLE, NOT_MET, ON_TRACK, PENDING, UNVERIFIED
from dabiao.inputs.bulk.session import Connection

# what a figure of a school can come to, owed or not yet
_DUE = (MET, NOT_MET, UNVERIFIED, NO_DATA)
# bits of a whole number above zero that leave room for the sign
_BIGINT_BITS = 62
_EARLY = (MET, UNVERIFIED, ON_TRACK, BEHIND, PENDING, NO_DATA)


class Codes(NamedTuple):
    """A column of schools' codes, and the codes that can be in it; where schools are only counted, it holds places among those."""

    column: str
    able: tuple[int, ...]

    def place(self, code: int) -> str:
        """A code as SQL of its place; what is not expected is for the reference engine."""
        return str(self.able.index(code)) if code in self.able else "NULL"


def able_codes(*, due: bool, others: Sequence[int]) -> tuple[int, ...]:
    """The codes a target can have, owed or not, with those that are no verdict."""
    return (*(NUMBER[verdict] * WIDTH for verdict in (_DUE if due else _EARLY)), *others)


def keep_codes(connection: Connection, codes: Mapping[int, Codes], year: int, issuer: str) -> None:
    """The codes of schools (columns of the table `schools`) to `verdicts`, each school's own row.

    Where all schools of a region are alike in not being told, or not concerned, one row stands for the region; where one of them is for
    the reference engine, a null does.
    """
    listed = ", ".join(map(str, codes))
    each = [
        f"SELECT region, {number} AS target, entity, {one.column} AS code FROM schools WHERE {one.column} IS NULL OR {one.column} <> {OTHER_KIND}"
        for number, one in codes.items()
    ]
    connection.execute(f"CREATE TABLE of_schools AS {' UNION ALL '.join(each)}")
    connection.execute(
        "CREATE TABLE sums AS SELECT region, target, count(*) AS n, count(*) FILTER (code IS NULL) AS mixed, "
        f"count(*) FILTER (code = {UNTOLD}) AS untold, count(*) FILTER (code = {EXCLUDED}) AS excluded FROM of_schools GROUP BY ALL"
    )
    connection.execute(
        f"INSERT INTO verdicts SELECT w.code, {year}, t.target, '', {_ALIKE}, 1 FROM wanted_regions w "
        f"CROSS JOIN (SELECT unnest([{listed}]) AS target) t LEFT JOIN sums s ON s.region = w.code AND s.target = t.target "
        f"WHERE {within(issuer)} AND (s.n IS NULL OR NOT ({_TOLD}))"
    )
    connection.execute(
        f"INSERT INTO verdicts SELECT region, {year}, target, entity, CASE WHEN code = {UNTOLD} THEN {code_of(NO_DATA)} ELSE code END, 1 "
        f"FROM of_schools o JOIN sums s USING (region, target) WHERE code <> {EXCLUDED} AND {_TOLD}"
    )
    connection.execute("DROP TABLE of_schools")
    connection.execute("DROP TABLE sums")


# of a region and target: whether its schools have verdicts of their own, and what stands for them where they have not
_TOLD = "mixed = 0 AND untold < n AND excluded < n"
_ALIKE = f"CASE WHEN mixed > 0 THEN NULL WHEN n IS NULL OR n = 0 OR untold = n THEN {code_of(NO_DATA)} ELSE {code_of(NOT_APPLICABLE)} END"


class Digits(NamedTuple):
    """How the places of each target are counted: as digits of one sum, of so many bits each, or one by one where those do not fit."""

    codes: Mapping[int, Codes]
    bits: int

    def sums(self) -> list[str]:
        """The sums, as columns of one query over the schools of a region."""
        made = []
        for n, (column, able) in self.codes.items():
            if self._fits(able):
                made.append(f"CAST(sum(1::BIGINT << ({column}::INTEGER * {self.bits})) AS BIGINT) AS s{n}")
            else:
                made += [f"count(*) FILTER ({column} = {place}) AS s{n}_{place}" for place in range(len(able))]
        return made

    def rows(self, told: Mapping[str, int], regions: str) -> str:
        """A row for each region and target, with its schools and the counts of some codes by name: zero of what the target can not have."""
        targets = ", ".join(map(str, self.codes))
        able, *others = {one.able for one in self.codes.values()}
        if not others and self._fits(able):
            sums = ", ".join(f"coalesce(s{n}, 0)" for n in self.codes)
            columns = ", ".join(f"{self._digit('digits', able, code)} AS {name}" for name, code in told.items())
            return (
                f"SELECT region, schools, target, {columns} FROM (SELECT region, schools, unnest([{targets}]) AS target, "
                f"unnest([{sums}]) AS digits FROM {regions})"
            )
        columns = ", ".join(f"unnest([{', '.join(self._each(code))}]) AS {name}" for name, code in told.items())
        return f"SELECT region, schools, unnest([{targets}]) AS target, {columns} FROM {regions}"

    def _each(self, code: int) -> Iterator[str]:
        for n, (_, able) in self.codes.items():
            if self._fits(able):
                yield self._digit(f"coalesce(s{n}, 0)", able, code)
            else:
                yield f"s{n}_{able.index(code)}" if code in able else "0"

    def _digit(self, digits: str, able: tuple[int, ...], code: int) -> str:
        place = self.bits * able.index(code) if code in able else None
        return "0" if place is None else f"(({digits} >> {place}) & {(1 << self.bits) - 1})"

    def _fits(self, able: tuple[int, ...]) -> bool:
        return self.bits * len(able) <= _BIGINT_BITS


def digits_of(codes: Mapping[int, Codes], most: int) -> Digits:
    """The digits for regions of so many schools at the most."""
    return Digits(codes, max(most, 1).bit_length())


def count_codes(connection: Connection, digits: Digits, year: int, regions: str) -> None:
    """How many schools have which verdict, to `verdicts`, for every region of a relation with `schools` and the sums of the digits.

    A school whose code is none of those a figure can come to is counted in none of them, and the region is for the reference engine.
    """
    places = sorted({code for one in digits.codes.values() for code in one.able if code >= 0})
    told = {"apart": OTHER_KIND, "untold": UNTOLD, "excluded": EXCLUDED} | {f"o{code}": code for code in places}
    sums = (
        f"SELECT *, schools - apart AS n, schools - ({' + '.join(told)}) AS mixed FROM ({digits.rows(told, regions)})"
    )
    # each outcome with its count, or one row for all schools; one statement, as to plan several takes longer than to run them
    each = [*(f"o{code}" for code in places), "untold"]
    codes = [*map(str, places), code_of(NO_DATA)]
    listed = f"CASE WHEN n > 0 AND {_TOLD} THEN [{', '.join(each)}, 0] ELSE [{'0, ' * len(each)}1] END"
    connection.execute(
        f"INSERT INTO verdicts SELECT region, {year}, target, '', code, o FROM (SELECT region, target, unnest({listed}) AS o, "
        f"unnest([{', '.join(codes)}, {_ALIKE}]) AS code FROM ({sums})) WHERE o > 0"
    )
