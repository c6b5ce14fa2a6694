"""The values of this room: cells, origins, observations, the dataset."""

from fractions import Fraction

from dabiao.diagnostics import Diagnostic, Span
from dabiao.period import Period
from dabiao.quantity import Interval
from dabiao.record import NamedTuple

ACTUAL, ESTIMATE, PLANNED = "actual", "estimate", "plan"


class Cell(NamedTuple):
    """A cell as read: its text, its address (F3), its line, and what kind it is.

    Kinds: text, number, percent (the text without its %), date (ISO day, or a time), error (#DIV/0!), formula (without a saved result),
    scaled (a number its format shows divided by thousands or 万; the text is the stored number).
    """

    text: str
    address: str
    line: int
    kind: str = "text"

    @property
    def shown(self) -> str:
        """The text with the % a percent cell shows."""
        return f"{self.text}%" if self.kind == "percent" else self.text


class Table(NamedTuple):
    """One sheet or file: rows of cells, without the empty rows; the merged ranges as (first column, first row, last column, last row)."""

    file: str
    sheet: str | None
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def span(self, cell: Cell) -> Span:
        """The place of a cell: file:line for text files, workbook!sheet!cell otherwise."""
        if self.sheet is None:
            return Span(self.file, cell.line)
        return Span(self.file, sheet=self.sheet, cell=cell.address)


class Origin(NamedTuple):
    """Where a figure was read."""

    file: str
    sheet: str | None
    cell: str
    line: int

    @property
    def span(self) -> Span:
        """The same place as a diagnostic shows it."""
        return Span(self.file, self.line) if self.sheet is None else Span(self.file, sheet=self.sheet, cell=self.cell)


class Observation(NamedTuple):
    """One figure, or one report on a milestone or attestation.

    `value` is exact and in the indicator's unit; `bound` is where the truth lies (a point, but for 196以上). A report has no
    indicator: `subjects` names the targets (refs), `done` whether it is done, `done_on` the day (ISO).
    """

    region: str
    period: Period
    indicator: str | None
    subjects: tuple[str, ...]
    stage: str | None
    entity: str | None
    value: Fraction | None
    bound: Interval | None
    status: str
    done: bool | None
    done_on: str | None
    evidence: str
    note: str
    text: str
    origin: Origin

    @property
    def unfilled(self) -> bool:
        """Whether it is the blank cell of a school, class or town: no figure, but a sign that there is one more of them."""
        return self.indicator is not None and self.value is None


class Sum(NamedTuple):
    """What a 合计 row of a table says of one column; no figure of the county, kept to be checked against the rows it adds up.

    `value` is exact and in the unit of the indicator the column's figures went to (the first, where they went to several of one unit).
    The rows are those of the lines `first` to `last`; both are 0 where the table does not show which rows are meant.
    """

    label: str
    header: str
    indicator: str
    value: Fraction
    text: str
    origin: Origin
    first: int
    last: int

    def covers(self, origin: Origin) -> bool:
        """Whether a figure read at that place is one of those added up; count each place once.

        >>> made = Sum("合计", "在校生数", "pupils", Fraction(3), "3", Origin("a.csv", None, "C4", 4), 2, 3)
        >>> made.covers(Origin("a.csv", None, "C3", 3)), made.covers(Origin("a.csv", None, "D3", 3))
        (True, False)
        """
        table = (origin.file, origin.sheet) == (self.origin.file, self.origin.sheet)
        return table and self.first <= origin.line <= self.last and _column(origin.cell) == _column(self.origin.cell)


def _column(address: str) -> str:
    return address.rstrip("0123456789")


class SchoolName(NamedTuple):
    """A row of a school table that names a school: as typed, its code (or an empty text), the stage the row is about, and where."""

    region: str
    period: Period
    name: str
    code: str
    stage: str | None
    origin: Origin


class InputFile(NamedTuple):
    """A file that was read: the path as given, and its sha256."""

    path: str
    sha256: str


class Kinded(NamedTuple):
    """What a school table says an entity is, in the words of the rules: school or kindergarten."""

    region: str
    year: int
    entity: str
    kind: str


class Listed(NamedTuple):
    """A row of a school table as far as it says which school it is: what a 填报表 for another year begins with.

    `kind` is its type's own name (or empty). `words` are what stood under 办学性质, 城乡类型, 建校年份; `answers` the yes and no of
    columns of their own: (item's name, word) and (item's name, 0 or 1).
    """

    region: str
    period: Period
    name: str
    code: str
    kind: str
    words: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, int], ...]


class Dataset(NamedTuple):
    """All observations of the files given, what was found wrong with them, blank cells of entities, 合计 rows of school tables,
    the kinds (school, kindergarten) such tables were given for, filled or not, the kind each of their rows says it is of, the
    schools they list, the (region, year) each 填报表 is made for, the rows that name schools, and the cells of figures that could
    be given to no stage."""

    files: tuple[InputFile, ...]
    observations: tuple[Observation, ...]
    diagnostics: tuple[Diagnostic, ...]
    unfilled: tuple[Observation, ...] = ()
    sums: tuple[Sum, ...] = ()
    rosters: tuple[str, ...] = ()
    kinds: tuple[Kinded, ...] = ()
    listed: tuple[Listed, ...] = ()
    made_for: tuple[tuple[str, int], ...] = ()
    names: tuple[SchoolName, ...] = ()
    unplaced: tuple[Origin, ...] = ()

    def regions(self) -> tuple[str, ...]:
        """The regions the observations are of, or a 填报表 is made for, sorted."""
        made_for = {region for region, _ in self.made_for}
        return tuple(sorted(made_for | {observation.region for observation in self.observations}))
