"""Findings of data quality as every report shows them, and the cells a verdict must not rest on without being flagged."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from dabiao.assess.assessment import Finding, Place, Quality
from dabiao.diagnostics import Diagnostic
from dabiao.inputs.model import Dataset, Observation, Origin
from dabiao.inputs.quality import QualityFinding, check_gathered, gather
from dabiao.quantity.rounding import machine_decimal
from dabiao.record import NamedTuple
from dabiao.rules.model import Rulebook


class RegionQuality(NamedTuple):
    """What was found in the figures of one region up to a year: how many figures and schools there were, and every finding."""

    region: str
    region_name: str
    year: int
    figures: int
    entities: int
    findings: tuple[Quality, ...]


class Verification(NamedTuple):
    """The findings on all regions of a run, with its inputs' and rules' fingerprints and what reading them found."""

    inputs: tuple[tuple[str, str], ...]
    rulebook: str
    rules: int
    regions: tuple[RegionQuality, ...]
    findings: tuple[Finding, ...]

    def count(self, severity: str) -> int:
        """How many findings of a severity there are."""
        return sum(one.severity == severity for region in self.regions for one in region.findings)


def verify(rulebook: Rulebook, dataset: Dataset, regions: Sequence[str], year: int | None = None) -> Verification:
    """Every finding on the regions, up to the year (or the latest each has figures of), before any target is asked about."""
    gathered = gather(dataset)
    made = []
    for region in regions:
        known = gathered.figures.get(region, [])
        years = [o.period.end for o in known] + [made for place, made in dataset.made_for if place == region]
        last = year if year is not None else max(years, default=0)
        within = [o for o in known if o.period.end <= last]
        schools = {o.entity for o in within if o.entity is not None}
        found = tuple(quality_text(one) for one in check_gathered(rulebook, gathered, region, last))
        name = rulebook.regions.full_name(region)
        made.append(RegionQuality(region, name, last, len(within), len(schools), found))
    files = tuple((file.path, file.sha256) for file in dataset.files)
    findings = tuple(finding_text(diagnostic) for diagnostic in dataset.diagnostics)
    return Verification(files, rulebook.sha256, len(rulebook.quality), tuple(made), findings)


def quality_text(found: QualityFinding) -> Quality:
    """The finding in decimal texts: exact where a decimal is exact, else rounded once to six places."""
    relative = found.relative
    return Quality(
        rule=found.rule,
        code=found.code,
        kind=found.kind,
        title=found.title,
        severity=found.severity,
        entity=found.entity,
        stage=found.stage,
        year=found.year,
        when=found.when,
        relation=found.relation,
        left=_text(found.left),
        right=_text(found.right),
        unit=found.unit or None,
        imbalance=_text(found.imbalance),
        relative=None if relative is None else machine_decimal(relative * 100),
        cells=_places(found.cells),
        items=found.items,
        note=found.note,
        hint=found.hint,
        source=found.source,
    )


def _text(number: Fraction | None) -> str | None:
    return None if number is None else machine_decimal(number)


def _places(cells: Sequence[Origin]) -> tuple[Place, ...]:
    """The cells, those next below one another as one range (C2:C13): a column of 3,000 schools is one place to look at."""
    places: list[Place] = []
    runs: list[tuple[Origin, Origin]] = []
    ordered = sorted(cells, key=lambda o: (o.file, o.sheet or "", len(_column(o)), _column(o), _row(o)))
    for cell in ordered:
        if runs and _follows(runs[-1][1], cell):
            runs[-1] = (runs[-1][0], cell)
        else:
            runs.append((cell, cell))
    for first, last in runs:
        places += [_place(first, first.cell if first == last else f"{first.cell}:{last.cell}")]
    return tuple(places)


def _place(origin: Origin, cell: str) -> Place:
    return Place(origin.file, origin.sheet, cell)


def _column(origin: Origin) -> str:
    return origin.cell.rstrip("0123456789")


def _row(origin: Origin) -> int:
    return int(origin.cell[len(_column(origin)) :] or 0)


def _follows(one: Origin, other: Origin) -> bool:
    return (one.file, one.sheet, _column(one), _row(one) + 1) == (other.file, other.sheet, _column(other), _row(other))


def finding_text(diagnostic: Diagnostic) -> Finding:
    """A diagnostic as reported."""
    places = tuple(str(span) for span in diagnostic.spans)
    return Finding(diagnostic.code, diagnostic.severity, diagnostic.message, places, diagnostic.hint)


Doubts = dict[Origin, str]


def doubts_of(found: Iterable[QualityFinding], observations: Sequence[Observation], region: str) -> Doubts:
    """The cells in doubt, each with the title of the (first) rule that doubts it; hints put nothing in doubt."""
    doubts: Doubts = {}
    for one in found:
        if not one.doubtful:
            continue
        for cell in one.cells:
            doubts.setdefault(cell, one.title)
        if one.entities:
            for o in observations:
                if o.region == region and o.entity in one.entities:
                    doubts.setdefault(o.origin, one.title)
    return doubts
