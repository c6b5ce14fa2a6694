"""What the checks of this room hand on: one finding, with both sides exact and all its cells."""

from fractions import Fraction

from dabiao.inputs.model import Observation, Origin
from dabiao.record import NamedTuple
from dabiao.rules.model import QualityRule

# kind of rule → the code of its findings (docs/诊断代码.md)
KINDS = {
    "within": "QUA501",
    "equal": "QUA502",
    "stages": "QUA503",
    "bounds": "QUA504",
    "usual": "QUA505",
    "unit": "QUA506",
    "jump": "QUA507",
    "duplicate": "QUA508",
    "rate": "QUA509",
    "conflict": "QUA510",
    "total": "QUA511",
    "rollup": "QUA512",
    "whole": "QUA513",
}
# severities that make a verdict suspect; a hint does not
DOUBTFUL = ("error", "warning")


class QualityFinding(NamedTuple):
    """Figures that do not fit each other (or their range), under one rule.

    `relation` says in the items' names what was held against what; `left` and `right` are exact, in `unit`; `imbalance` is how far
    they are from holding, with its sign (left − right), `relative` the same as a share of the right side, None where that is zero
    or means nothing. Where a blank leaves a side open, it is the side's nearest end, and `note` says so. `entities`: the schools
    whose every figure is in doubt (duplicates). There is always a cell.
    """

    rule: str
    code: str
    kind: str
    title: str
    severity: str
    entity: str | None
    stage: str | None
    year: int
    when: str
    relation: str
    left: Fraction | None
    right: Fraction | None
    unit: str
    imbalance: Fraction | None
    relative: Fraction | None
    cells: tuple[Origin, ...]
    items: tuple[str, ...]
    note: str
    hint: str
    source: str | None
    entities: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a verdict that rests on the cells is to be flagged suspect."""
        return self.severity in DOUBTFUL


def cells_of(observations: "list[Observation] | tuple[Observation, ...]") -> tuple[Origin, ...]:
    """The places of observations, each once, in an order that does not depend on how they were read."""
    return tuple(sorted({o.origin for o in observations}, key=place_key))


def place_key(origin: Origin) -> tuple[str, str, int, int, str]:
    """Sorts places as a reader goes through them: file, sheet, line, column."""
    column = origin.cell.rstrip("0123456789")
    return origin.file, origin.sheet or "", origin.line, len(column), column


def relative_of(imbalance: Fraction | int | None, right: Fraction | int | None) -> Fraction | None:
    """The imbalance as a share of the right side."""
    return Fraction(imbalance) / abs(Fraction(right)) if imbalance is not None and right else None


def exceeds(rule: QualityRule, imbalance: Fraction | int, right: Fraction | int) -> bool:
    """Whether an imbalance passes what the rule tolerates: both its per cent of the right side and its amount."""
    size = abs(Fraction(imbalance))
    return size > rule.amount and (not rule.percent or 100 * size > rule.percent * abs(Fraction(right)))
