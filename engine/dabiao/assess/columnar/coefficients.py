"""差异系数 by the hundred: squares of coefficients in doubles, believed only where they are far from every line's square.

One pass gives sum(w), sum(wx) and sum(wx²) of values and weights that are never below zero: no sum cancels, so each is right to about n
units in the last place, and so is the square of the coefficient, sum(wx²)·sum(w)/sum(wx)² - 1, next to 1 + itself. Schools that are nearly
equal lose the digits of a coefficient near nought, which no line near nought is then decided by: the reference engine does.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.columnar.asked import BITS, NUMBER, WIDTH, Asked
from dabiao.assess.columnar.forms import code_of
from dabiao.assess.columnar.lines import before_rounding
from dabiao.assess.columnar.school_forms import COUNTED, UNCLEAR, CvColumns
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.model import NO_DATA
from dabiao.inputs.bulk.session import Connection
from dabiao.quantity import Interval
from dabiao.rules.model import Cv

# a square within this of a line's (times 1 + itself) is decided exactly; the error of a sum of _SCHOOLS terms is below a fifth of it
BAND = 1e-8
_SCHOOLS = 1_000_000


class Coefficient(NamedTuple):
    """A target, the columns of a school it is computed from, and whether no figure in it is below zero."""

    numbered: Numbered
    columns: CvColumns
    positive: bool

    def summed(self, sums: "Sums") -> "Summed":
        """The coefficient as sums over the schools of a region."""
        counts, value, weight, *_ = self.columns
        unlike = _unlike(self.columns)
        return Summed(
            self.numbered,
            sums.of(f"max({counts})"),
            sums.of(f"sum({weight})"),
            sums.of(f"sum({weight} * {value})"),
            sums.of(f"sum({weight} * {value} * {value})"),
            "0" if self.positive else sums.of(f"least(min({value}), min({weight}))"),
            sums.of(f"coalesce(bit_or({unlike}) FILTER ({counts} = {COUNTED}), 0)") if unlike else "0",
        )


class Summed(NamedTuple):
    """A target, and the columns of a region it is judged from: how its schools count at the most, sums of weights, of weighted values and
    of their squares, the least of them all, and bits of what is not true of some figure.
    """

    numbered: Numbered
    counts: str
    weight: str
    product: str
    square: str
    least: str
    unlike: str


class Sums:
    """What is summed up over the schools of a region, each sum once, however many coefficients ask for it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def of(self, aggregate: str) -> str:
        """The column of an aggregate."""
        return self._names.setdefault(aggregate, f"a{len(self._names)}")

    def columns(self) -> list[str]:
        """The columns of one query over the schools of a region."""
        return [f"{aggregate} AS {name}" for aggregate, name in self._names.items()]


def judge_coefficients(
    connection: Connection, coefficients: Sequence[Summed], year: int, regions: str, *, flags: bool
) -> None:
    """Adds the codes of coefficients to `verdicts`, for every region of a relation with their sums (nulls where it has no school).

    Each coefficient becomes a row before it is judged: one expression for all, which is planned once.
    """
    rows = [_row(one, flags=flags) for one in coefficients]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    listed = ", ".join(
        f"{each[0]} AS {name}" if len({*each}) == 1 else f"unnest([{', '.join(each)}]) AS {name}"
        for name, each in columns.items()
    )
    connection.execute(
        f"INSERT INTO verdicts SELECT region, {year}, target, '', {_code(flags=flags)}, 1 FROM (SELECT *, swxx * sw / (swx * swx) - 1 AS square "
        f"FROM (SELECT region, schools, {listed} FROM {regions}))"
    )


def _unlike(columns: CvColumns) -> str:
    """Bits of what is not true of a school's figures: actual, possible, free of doubts. Empty where all always are."""
    bits = ((columns.actual, 1), (columns.possible, 2), (columns.clear, 4))
    return " + ".join(f"CASE WHEN {told} THEN 0 ELSE {bit} END" for told, bit in bits if told != "true")


def _row(one: Summed, *, flags: bool) -> dict[str, str]:
    """A coefficient as columns: its sums, the squares of its lines, and the code of every outcome, as SQL."""
    target, form = one.numbered.bound.target, one.numbered.bound.target.form
    assert isinstance(form, Cv)  # noqa: S101 - see schools.is_of_schools
    required = form.limit.interval()
    shown = before_rounding(required, 3) if flags else required
    asked = Asked(required, None, one.numbered.bound.due, True, target.unverified, False, 3)
    # what no square is compared with: the reference engine judges it
    beyond = any(end < 0 for line in (required, shown) if line is not None for end in line[:2] if end is not None)
    verdicts = {"held": asked.held(proven=True), "unproven": asked.held(proven=False), "outside": asked.outside}
    row = {
        "target": str(one.numbered.number),
        "counts": one.counts,
        "sw": one.weight,
        "swx": one.product,
        "swxx": one.square,
        "least": "-1" if beyond else one.least,
        "unlike": one.unlike,
        **{name: str(NUMBER[verdict] * WIDTH) for name, verdict in verdicts.items()},
        **_ends("", required),
    }
    if flags:
        row |= _ends("_shown", shown)
        row |= {
            f"{name}_near": str(asked.flags(verdict, borderline=True, pending=True))
            for name, verdict in verdicts.items()
        }
    return row


def _ends(suffix: str, line: Interval | None) -> dict[str, str]:
    """The squares of a line's ends, infinite where it has none; of no line, ends no square lies between."""
    low, high = ("inf", "-inf") if line is None else (_square(line.low, "-inf"), _square(line.high, "inf"))
    return {f"low{suffix}": f"'{low}'::DOUBLE", f"high{suffix}": f"'{high}'::DOUBLE"}


def _square(end: Fraction | None, without: str) -> str:
    return without if end is None else repr(float(end * end))


def _code(*, flags: bool) -> str:
    """The code of a coefficient that is far from every line; null where it is not, or where figures below zero bear on it."""
    ends = ("low", "high", *(("low_shown", "high_shown") if flags else ()))
    near = " OR ".join(f"(isfinite({end}) AND abs(square - {end}) <= {BAND!r} * (1 + square))" for end in ends)
    holds = "square BETWEEN low AND high"
    border = f"({holds}) <> (square BETWEEN low_shown AND high_shown)"

    def code(name: str) -> str:
        return f"({name} + CASE WHEN {border} THEN {name}_near ELSE 0 END)" if flags else name

    doubts = (
        f" + CASE WHEN unlike & 4 = 0 THEN 0 ELSE {BITS['suspect']} END + CASE WHEN unlike & 1 = 0 THEN 0 ELSE {BITS['estimated']} END"
        if flags
        else ""
    )
    return (
        f"CAST(CASE WHEN counts IS NULL OR counts NOT IN ({COUNTED}, {UNCLEAR}) THEN {code_of(NO_DATA)} "
        f"WHEN least < 0 OR schools > {_SCHOOLS} OR counts = {UNCLEAR} THEN NULL WHEN sw = 0 THEN {code_of(NO_DATA)} "
        f"WHEN swx = 0 OR square IS NULL OR NOT isfinite(square) OR {near} THEN NULL "
        f"WHEN {holds} THEN CASE WHEN unlike & 3 = 0 THEN {code('held')} ELSE {code('unproven')} END{doubts} "
        f"ELSE {code('outside')}{doubts} END AS SMALLINT)"
    )
