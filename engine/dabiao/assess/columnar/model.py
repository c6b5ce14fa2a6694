"""What the columnar engine gives back: counts a region and document, conclusions, and how much of it SQL did not decide."""

from typing import NamedTuple

from dabiao.assess.columnar.counts import Counts
from dabiao.diagnostics import Diagnostic


class Row(NamedTuple):
    """One verdict: of a region (or a school of it) in a year on a target, with its flags."""

    region: str
    year: int
    pack: str
    target: str
    stage: str | None
    entity: str | None
    verdict: str
    flags: tuple[str, ...]


class Outcome(NamedTuple):
    """A conclusion of a document for a region and year."""

    region: str
    year: int
    pack: str
    conclusion: str
    outcome: str


class Failing(NamedTuple):
    """A target with the number of regions in which it is owed and not met (by any school), the most first."""

    pack: str
    target: str
    indicator: str | None
    stage: str | None
    regions: int


class RuleFindings(NamedTuple):
    """What a rule of data quality found: how many findings, in how many regions."""

    rule: str
    title: str
    kind: str
    severity: str
    findings: int
    regions: int


class Judged(NamedTuple):
    """The result for many regions. `handed` of the `checks` were judged by the reference engine, `sampled` again by it to compare.

    `rows` and `failing` are given where they were asked for; `incomplete` names packs in force that yielded no verdict. `quality`: the
    rules of data quality that found something, `doubted` the number of regions in which any did. `engine`: whose
    machine the plan ran on.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    counts: Counts
    conclusions: tuple[Outcome, ...]
    rows: tuple[Row, ...]
    failing: tuple[Failing, ...]
    incomplete: tuple[str, ...]
    found: tuple[Diagnostic, ...]
    checks: int
    handed: int
    sampled: int
    seed: int | None
    quality: tuple[RuleFindings, ...] = ()
    doubted: int = 0
    engine: str = "columnar"
