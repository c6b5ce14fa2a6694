"""Schools by the hundred thousand: one wide row a school, its codes under every target, and what they come to for its region.

Nearly every row is plain: each figure is there once and actual, or not at all. Such rows go through short SQL in which null stands for
absent; the few others go through the whole of it (see Sheet).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dabiao.assess.columnar.cells import Cells
from dabiao.assess.columnar.coefficients import Coefficient, Sums, judge_coefficients
from dabiao.assess.columnar.figures import SqlFigures
from dabiao.assess.columnar.kinds import Kinds
from dabiao.assess.columnar.pivot import counted, pivoted_schools
from dabiao.assess.columnar.school_counts import Codes, able_codes, count_codes, digits_of, keep_codes
from dabiao.assess.columnar.school_forms import (
    EXCLUDED,
    OTHER_KIND,
    UNTOLD,
    CvColumns,
    cv_columns,
    each_column,
    school_code,
)
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.columnar.shares import count_share
from dabiao.assess.columnar.sheet import Sheet
from dabiao.assess.columnar.wide import within
from dabiao.inputs.bulk.session import Connection
from dabiao.inputs.model import Kinded
from dabiao.rules.model import Cv, Each, Group, Rulebook

# so many targets share one pass over the schools
BATCH = 64
# the wide table is made in one pass where memory holds what each school is while it is made, else in as many as these
_PARTS = (1, 3, 12, 48)
# so many figures surely are too many for one pass (of schools whose number is known from a table)
_MOST = 6_000_000


def is_of_schools(numbered: Numbered) -> bool:
    """Whether a target is judged from schools (or kindergartens, towns …)."""
    form = numbered.bound.target.form
    return (
        numbered.bound.target.per is not None
        or isinstance(form, Cv)
        or (isinstance(form, Each) and form.require is not None)
    )


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
    batch = _Batch(connection, rulebook, cells, kinds, targets, year, issuer, len(told), everything=everything)
    for start in range(0, len(targets), BATCH):
        batch.judge(targets[start : start + BATCH])


class _Columns(NamedTuple):
    """The columns of some targets over a sheet."""

    sheet: Sheet
    codes: dict[int, Codes]
    coefficients: dict[int, Coefficient]
    shares: dict[int, str]

    def named(self) -> dict[str, str]:
        """Of each column of the table `schools`, the sheet's; what is true or false of every row has none."""
        made = {f"code{n}": one.column for n, one in self.codes.items()} | {
            f"share{n}": c for n, c in self.shares.items()
        }
        for n, coefficient in self.coefficients.items():
            names = (f"{name}{n}" for name in CvColumns._fields)
            made |= {name: column for name, column in zip(names, coefficient.columns, strict=True) if column != "true"}
        return made


class _Batch:
    """Targets over wide tables of schools, some at a time; `listed`: how many schools a school table lists, 0 where there is none."""

    def __init__(
        self,
        connection: Connection,
        rulebook: Rulebook,
        cells: Cells,
        kinds: Kinds,
        every: Sequence[Numbered],
        year: int,
        issuer: str,
        listed: int,
        *,
        everything: bool,
    ) -> None:
        self.connection = connection
        self.listed = listed
        self.rulebook = rulebook
        self.cells = cells
        self.kinds = kinds
        self.year = year
        self.issuer = issuer
        self.everything = everything
        self.by_id = {(n.bound.target.pack, n.bound.target.id, n.bound.target.stage): n.bound for n in every}

    def judge(self, targets: Sequence[Numbered]) -> None:
        """A row of codes and parts for every school, then what they come to."""
        plain = self._columns(targets, plain=True)
        most, others = self._pivot(plain)
        found, schools = self._schools(plain, targets if others else ())
        kept = self.everything or bool(plain.shares)
        if kept:
            self.connection.execute(f"CREATE TABLE schools AS {schools}")
        codes = {n: one._replace(column=found[f"code{n}"]) for n, one in plain.codes.items()}
        coefficients = {n: one._replace(columns=_told(n, found)) for n, one in plain.coefficients.items()}
        digits = digits_of({} if self.everything else codes, most)
        if coefficients or digits.codes:
            together = Sums()
            summed = [one.summed(together) for one in coefficients.values()]
            sums = ", ".join(["region", "count(*) AS schools", *digits.sums(), *together.columns()])
            self.connection.execute(
                f"CREATE TABLE by_region AS SELECT {sums} FROM {'schools' if kept else f'({schools})'} GROUP BY region"
            )
            regions = f"(SELECT w.code AS region, r.* EXCLUDE (region) FROM wanted_regions w LEFT JOIN by_region r ON r.region = w.code WHERE {within(self.issuer)})"
            if digits.codes:
                count_codes(self.connection, digits, self.year, regions)
            if summed:
                judge_coefficients(self.connection, summed, self.year, regions, flags=self.everything)
            self.connection.execute("DROP TABLE by_region")
        if codes and self.everything:
            keep_codes(self.connection, codes, self.year, self.issuer)
        for number in plain.shares:
            count_share(self.connection, number, self.year, found[f"share{number}"])
        self.connection.execute("DROP TABLE IF EXISTS schools")
        self.connection.execute("DROP TABLE pivoted")

    def _pivot(self, plain: _Columns) -> tuple[int, int]:
        """Makes the table `pivoted`, one wide row a school; how many schools a region has at the most, and how many rows are not plain."""
        import duckdb

        wanted = f"SELECT code FROM wanted_regions w WHERE {within(self.issuer)}"
        figures = self.listed * len(plain.sheet.cells)
        for parts in _PARTS:
            if figures > parts * _MOST and parts != _PARTS[-1]:
                continue
            try:
                self._make_pivoted(plain, wanted, parts)
                break
            except duckdb.OutOfMemoryException:
                if parts == _PARTS[-1]:
                    raise
                self.connection.execute("DROP TABLE IF EXISTS pivoted")
        most, others = self.connection.execute(
            "SELECT coalesce(max(n), 0), coalesce(CAST(sum(others) AS BIGINT), 0) FROM "
            "(SELECT count(*) AS n, count(*) FILTER (NOT plain) AS others FROM pivoted GROUP BY region)"
        ).fetchone()
        return int(most), int(others)

    def _make_pivoted(self, plain: _Columns, wanted: str, parts: int) -> None:
        """The table `pivoted`, so many parts of the regions one after the other."""
        for part in range(parts):
            some = f"SELECT code FROM (SELECT code, ntile({parts}) OVER (ORDER BY code) AS part FROM ({wanted})) WHERE part = {part + 1}"
            among = some if parts > 1 else None if self._all_wanted(wanted) else wanted
            wide = pivoted_schools(self.connection, plain.sheet, self.cells, self.year, self.kinds.shown, among)
            made = "INSERT INTO pivoted" if part else "CREATE TABLE pivoted AS"
            self.connection.execute(f"{made} SELECT * FROM {self.kinds.joined(wide)}")

    def _schools(self, plain: _Columns, targets: Sequence[Numbered]) -> tuple[Mapping[str, str], str]:
        """The query over the plain rows and (`targets`: what is asked of them) the others, and where each column is found in it."""
        sources = [(plain, "(SELECT * FROM pivoted WHERE plain)" if targets else "pivoted")]
        if targets:
            few = self._columns(targets, plain=False)
            assert few.sheet.cells == plain.sheet.cells  # noqa: S101 - the same targets ask for the same figures
            sources.append((few, counted(plain.sheet, self.cells, "(SELECT * FROM pivoted WHERE NOT plain)")))
        own = [columns.named() for columns, _ in sources]
        # what is the same for several targets is one column; what a plain row need not say is true of it
        first: dict[tuple[str, ...], str] = {}
        found = {
            name: first.setdefault(tuple(one.get(name, "true") for one in own), name)
            for name in dict.fromkeys(name for one in own for name in one)
        }
        picked = [dict(zip(first.values(), column, strict=True)) for column in zip(*first, strict=True)]
        parts = zip(sources, picked, strict=True)
        return found, " UNION ALL ".join(self._select(columns, source, names) for (columns, source), names in parts)

    def _select(self, columns: _Columns, source: str, picked: Mapping[str, str]) -> str:
        """Columns of a sheet under their names."""
        through = ("region", "entity") if self.everything else ("region",)
        computed = dict.fromkeys(column for column in picked.values() if column not in ("true", "false"))
        shown = ", ".join([*through, *(f"{column} AS {name}" for name, column in picked.items())])
        return f"SELECT {shown} FROM ({columns.sheet.select(source, computed, through)})"

    def _columns(self, targets: Sequence[Numbered], *, plain: bool) -> _Columns:
        sheet = Sheet(plain=plain)
        figures = SqlFigures(sheet, self.rulebook, self.cells.units, flags=self.everything)
        made = _Columns(sheet, {}, {}, {})
        for numbered in targets:
            target, form, number = numbered.bound.target, numbered.bound.target.form, numbered.number
            kind = "school" if isinstance(form, Cv) else target.per or (form.kind if isinstance(form, Each) else "")
            in_kind = sheet.let(self.kinds.are(kind, target.stage))
            if isinstance(form, Cv):
                columns = cv_columns(figures, target, form, self.year, in_kind)
                made.coefficients[number] = Coefficient(numbered, columns, figures.units.positive)
            elif isinstance(form, Each) and target.per is None:
                assert form.require is not None  # noqa: S101 - see is_of_schools
                column = each_column(figures, target, form, form.require, self.year, in_kind)
                made.shares[number] = sheet.let(f"CAST({column} AS SMALLINT)")
            else:
                of = form.of if isinstance(form, Group) else ()
                members = [m for name in of if (m := self.by_id.get((target.pack, name, target.stage))) is not None]
                others = (*((UNTOLD, EXCLUDED) if target.where is not None else ()), OTHER_KIND)
                codes = Codes(
                    "", able_codes(due=numbered.bound.due, others=others[:-1] if in_kind == "true" else others)
                )
                tell = str if self.everything else codes.place
                code = school_code(figures, numbered.bound, self.year, in_kind, members, tell)
                made.codes[number] = codes._replace(column=sheet.let(f"CAST({code} AS SMALLINT)"))
        return made

    def _all_wanted(self, wanted: str) -> bool:
        """Whether every region with a plain row is asked for, and there is no other row: then no row has to be looked up."""
        if not self.cells.has_places or self.cells.has_extra:
            return False
        row = self.connection.execute(f"SELECT count(*) FROM places WHERE code NOT IN ({wanted})").fetchone()
        return bool(row[0] == 0)


def _told(number: int, found: Mapping[str, str]) -> CvColumns:
    """The columns of a coefficient in the table `schools`."""
    return CvColumns(*(found.get(f"{name}{number}", "true") for name in CvColumns._fields))
