"""The values of this room: readings, checks, verdicts, the assessment."""

from collections.abc import Sequence
from fractions import Fraction

from dabiao.assess.variation import Spread
from dabiao.inputs.model import Origin
from dabiao.quantity import Interval
from dabiao.record import NamedTuple
from dabiao.rules.model import Pack, Target

MET, NOT_MET = "met", "not_met"
ON_TRACK, BEHIND, PENDING = "on_track", "behind", "pending"
NO_DATA, UNVERIFIED = "no_data", "unverified"
NOT_APPLICABLE, WAIVED = "not_applicable", "waived"

VERDICTS = {
    NOT_MET: "未达标",
    BEHIND: "进度滞后",
    UNVERIFIED: "待佐证",
    NO_DATA: "缺数据",
    ON_TRACK: "进度正常",
    PENDING: "未到期",
    MET: "达标",
    WAIVED: "豁免",
    NOT_APPLICABLE: "不适用",
}
FLAGS = {
    "borderline": "临界",
    "suspect": "数据存疑",
    "disputed": "口径不一",
    "estimated": "预计",
    "customary": "惯例线性",
}


class Bound(NamedTuple):
    """A target that binds the region in the year, with its pack. `due`: owed by the end of that year."""

    target: Target
    pack: Pack
    due: bool


class Input(NamedTuple):
    """A figure an arithmetic step used: name, stage, period text, value in its unit, where it was read, how it was computed."""

    name: str
    stage: str | None
    when: str
    value: Fraction
    unit: str
    origins: tuple[Origin, ...]
    formula: str | None = None


class Reading(NamedTuple):
    """One way to read the left side of a check.

    `left` is where the compared quantity lies; `shown` the figure a reader sees (in the limit's unit), `right` the figure it is
    held against where that is not a constant. `proven`: actual, possible, and evidenced where evidence is asked for.
    `primary` readings settle the verdict; the others (another 口径) can only dispute it.
    """

    left: Interval
    shown: Fraction | None
    right: Fraction | None
    proven: bool
    primary: bool
    label: str
    status: str
    origins: tuple[Origin, ...]
    inputs: tuple[Input, ...]
    formula: str | None
    doubts: tuple[str, ...]
    note: str


class Check(NamedTuple):
    """A target made concrete: readings on the left, what is required on the right.

    `absent` is the verdict where there is no reading. `early`: whether holding before the due day already counts as met.
    `blocked`: no verdict is possible without a person (a tolerance, a verification). `fixed`: a verdict decided beforehand
    (waived, not_applicable). `short`: what would mend it in whole numbers, where the form itself knows. `spread`: the schools behind
    a coefficient of variation.
    """

    bound: Bound
    entity: str | None
    year: int
    readings: tuple[Reading, ...]
    required: Interval
    path: Interval | None
    due: bool
    early: bool
    blocked: bool
    absent: str
    fixed: str | None
    customary: bool
    limit_shown: tuple[Fraction, ...]
    note: str
    short: str = ""
    spread: Spread | None = None

    @property
    def decided(self) -> str | None:
        """The verdict that needs no engine: fixed beforehand, or absent for want of any reading."""
        return self.fixed if self.fixed is not None else None if self.readings else self.absent


class Outcome(NamedTuple):
    """What an engine says of one check: a verdict per reading, or one verdict where there is none or all is decided beforehand."""

    verdicts: tuple[str, ...]

    def paired(self, readings: Sequence[Reading]) -> list[tuple[Reading, str]]:
        """Each reading with its verdict; one decided beforehand (a waiver) is every reading's, whichever stands first."""
        alone = self.verdicts * len(readings) if len(self.verdicts) == 1 else self.verdicts
        return list(zip(readings, alone, strict=True))
