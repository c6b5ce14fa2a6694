"""The reference engine: a small exact interpreter. It alone defines what a verdict means."""

from collections.abc import Iterable

from dabiao.assess.model import (
    BEHIND,
    MET,
    NOT_MET,
    ON_TRACK,
    PENDING,
    UNVERIFIED,
    Check,
    Outcome,
    Reading,
)

NAME = "reference"


def judge_all(checks: Iterable[Check]) -> list[Outcome]:
    """One outcome a check, in order."""
    return [judge(check) for check in checks]


def judge(check: Check) -> Outcome:
    """The verdict of each reading of a check, or of the check itself where it has none."""
    if check.decided is not None:
        return Outcome((check.decided,))
    return Outcome(tuple(judge_reading(check, reading) for reading in check.readings))


def judge_reading(check: Check, reading: Reading) -> str:
    """The verdict one reading would give alone.

    A requirement holds where every possible value satisfies it, fails where none does, and is undecided otherwise
    (a figure known from one side only).
    """
    if check.blocked:
        return UNVERIFIED
    holds = reading.left.within(check.required)
    fails = reading.left.apart(check.required)
    if holds and not reading.proven and (check.due or check.early):
        return UNVERIFIED
    if check.due:
        return MET if holds else NOT_MET if fails else UNVERIFIED
    if holds:
        return MET if check.early else ON_TRACK
    if check.path is None:
        return PENDING
    if reading.left.within(check.path):
        return ON_TRACK
    return BEHIND if reading.left.apart(check.path) else UNVERIFIED
