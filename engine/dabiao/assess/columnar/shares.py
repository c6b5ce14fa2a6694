"""The share of schools that meet a rule: what the tables of schools say, joined to what is reported of it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess import reference
from dabiao.assess.columnar.asked import NUMBER, WIDTH, Asked, asked_of_value
from dabiao.assess.columnar.school_forms import EXCLUDED, FAILED, OTHER_KIND, PASSED
from dabiao.assess.columnar.scope import Numbered
from dabiao.assess.columnar.wide import ALONE, BESIDE
from dabiao.assess.model import NO_DATA, NOT_APPLICABLE, Check, Reading
from dabiao.inputs.bulk.session import Connection, fill
from dabiao.inputs.model import ACTUAL
from dabiao.quantity import Interval, parse_unit, round_half_even
from dabiao.rules.model import Each, Rulebook


def count_share(connection: Connection, number: int, year: int, column: str) -> None:
    """The parts of a share, counted for each region from a column of the table `schools`: the table `shares`, settled when the
    reported figures are known."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS shares (region VARCHAR, year INTEGER, target INTEGER, code SMALLINT, n BIGINT)"
    )
    connection.execute(
        f"INSERT INTO shares SELECT region, {year}, {number}, {column}, count(*) FROM schools "
        f"WHERE {column} IS NULL OR {column} <> {OTHER_KIND} GROUP BY ALL"
    )


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
    if not targets:
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
