"""One region's checks judged in SQL: the same readings, intervals and verdicts as every engine, as rows of one table."""

from collections.abc import Sequence

from dabiao.assess.durable import MAX_INTEGER, positions
from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, PENDING, UNVERIFIED, Check, Outcome
from dabiao.diagnostics import EngineFault, error
from dabiao.inputs.bulk.session import fill, session
from dabiao.quantity import Interval

_JUDGED = f"""SELECT number, place, CASE
WHEN blocked THEN '{UNVERIFIED}'
WHEN holds AND NOT proven AND (due OR early) THEN '{UNVERIFIED}'
WHEN holds THEN CASE WHEN due OR early THEN '{MET}' ELSE '{ON_TRACK}' END
WHEN due THEN CASE WHEN fails THEN '{NOT_MET}' ELSE '{UNVERIFIED}' END
WHEN path_low IS NULL THEN '{PENDING}'
WHEN low >= path_low AND high <= path_high THEN '{ON_TRACK}'
WHEN high < path_low OR low > path_high THEN '{BEHIND}'
ELSE '{UNVERIFIED}' END
FROM (SELECT *, low >= required_low AND high <= required_high AS holds, high < required_low OR low > required_high AS fails FROM readings)"""
_TYPES = [*["BIGINT"] * 8, *["BOOLEAN"] * 4]
_NAMES = (
    "number", "place", "low", "high", "required_low", "required_high", "path_low", "path_high", "due", "early", "blocked", "proven",
)  # fmt: skip


def judge_all(checks: Sequence[Check]) -> list[Outcome]:
    """One outcome a check, in order; numbers are compared by their position among those of their check (see durable.positions)."""
    rows = [row for number, check in enumerate(checks) if check.decided is None for row in _rows(number, check)]
    with session() as (connection, _):
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(_NAMES, _TYPES, strict=True))
        connection.execute(f"CREATE TABLE readings ({columns})")
        fill(connection, "readings", _TYPES, rows)
        verdicts: dict[int, dict[int, str]] = {}
        for number, place, verdict in connection.execute(_JUDGED).fetchall():
            verdicts.setdefault(number, {})[place] = verdict
    outcomes = []
    for number, check in enumerate(checks):
        found = verdicts.get(number, {})
        if check.decided is None and len(found) != len(check.readings):
            message = (
                f"columnar 引擎对“{check.bound.target.ref}”给出了 {len(found)} 个判定，应有 {len(check.readings)} 个"
            )
            raise EngineFault(
                [error("ENG901", message, check.bound.target.span, hint="换用 --engine reference，并报告此问题")]
            )
        given = (check.decided,) if check.decided is not None else tuple(found[n] for n in range(len(check.readings)))
        outcomes.append(Outcome(given))
    return outcomes


def _rows(number: int, check: Check) -> list[tuple[object, ...]]:
    position = positions(check)

    def ends(interval: Interval | None) -> tuple[int | None, int | None]:
        if interval is None:
            return None, None
        low = -MAX_INTEGER if interval.low is None else position[interval.low] + interval.low_open
        high = MAX_INTEGER if interval.high is None else position[interval.high] - interval.high_open
        return low, high

    asked = (*ends(check.required), *ends(check.path), check.due, check.early, check.blocked)
    return [(number, place, *ends(r.left), *asked, r.proven) for place, r in enumerate(check.readings)]
