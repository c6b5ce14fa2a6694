"""The rulebook's values: what documents require, of what, by when, and where they say so."""

from fractions import Fraction

from dabiao.diagnostics import Span
from dabiao.quantity import Interval, Unit
from dabiao.record import NamedTuple
from dabiao.region import Region, RegionTable
from dabiao.rules.expression import Expr


class Source(NamedTuple):
    """An issued document. What its text does not say is None. `end` None: in force until replaced."""

    title: str | None
    number: str | None
    issuer: str | None
    issued: str | None
    region: str
    level: str
    start: int
    end: int | None
    fingerprint: str | None
    note: str | None

    def in_force(self, year: int) -> bool:
        """Whether the document governs the year; the year before its first is its base year and counts as not yet due."""
        return self.start - 1 <= year and (self.end is None or year <= self.end)


class Clause(NamedTuple):
    """A place in a source and the shortest quote that carries the figure."""

    at: str
    quote: str


class Formula(NamedTuple):
    """A named way of computing an indicator, in the indicator's unit, from items."""

    name: str
    text: str
    expr: Expr


class Indicator(NamedTuple):
    """What is measured. Bounds can not be passed; `usual` only raises doubt. Items of formulas are indicators too."""

    id: str
    name: str
    aliases: tuple[str, ...]
    unit: Unit
    also: tuple[str, ...]
    stage: str | None
    direction: str
    bounds: Interval
    usual: Interval
    decimals: int
    formulas: tuple[Formula, ...]
    definition: str | None
    span: Span

    def own_formula(self, stage: str | None) -> Formula | None:
        """The formula that gives the item where it is not reported: the stage's, or the default one; None where there is none."""
        formulas = {formula.name: formula for formula in self.formulas}
        return formulas.get(self.stage or stage or "") or formulas.get("default")


class Limit(NamedTuple):
    """A limit as written: operator (>= > <= < = .. ~), low end, high end (equal but for a band), unit, text."""

    op: str
    low: Fraction
    high: Fraction
    unit: Unit
    text: str

    def interval(self) -> Interval:
        """What satisfies the limit, in the limit's unit; a ~ limit stands for its centre until a tolerance widens it."""
        if self.op in ("..", "~"):
            return Interval(self.low, self.high)
        return Interval.of(self.op, self.low)


class Tolerance(NamedTuple):
    """An allowed deviation: relative (a fraction of the centre) or absolute (in the limit's unit)."""

    amount: Fraction
    relative: bool
    text: str


class Value(NamedTuple):
    """value / about: the year's figure against a constant, a band, or a centre with a declared tolerance."""

    limit: Limit
    tolerance: Tolerance | None


class Change(NamedTuple):
    """change: the difference to the year before (since None), or to a base year, the limit times the years elapsed."""

    limit: Limit
    since: int | None


class Growth(NamedTuple):
    """growth: relative growth each year, or averaged over the years since the base year."""

    limit: Limit
    tolerance: Tolerance | None
    average: bool
    since: int | None


class Compare(NamedTuple):
    """compare: against another indicator, the same of another region, or both growths."""

    op: str
    than: str | None
    of: str | None
    growth: bool


class Total(NamedTuple):
    """total: the sum over the period to date; a ~ limit needs a declared tolerance."""

    limit: Limit
    tolerance: Tolerance | None = None


class Each(NamedTuple):
    """each: a condition every entity (where it applies) must meet, and the share (in %) that must meet it."""

    kind: str
    where: Formula | None
    require: Formula | None
    share: Limit


class Plan(NamedTuple):
    """plan: a planned number; a verdict needs a declared tolerance."""

    limit: Limit
    tolerance: Tolerance | None


class Cv(NamedTuple):
    """cv: 校际差异系数 of a measure over the schools where the condition holds, weighted by an item (students)."""

    limit: Limit
    weight: str
    where: Formula | None


class Group(NamedTuple):
    """group: of several targets of one school, so many reached, and none below a share (of one) of its limit."""

    of: tuple[str, ...]
    least: int
    floor: Fraction | None


class Milestone(NamedTuple):
    """milestone: something done by a day, with evidence."""

    what: str
    subject: str | None


class Attest(NamedTuple):
    """attest: something without a number that a person attests with evidence."""

    what: str


Form = Value | Change | Growth | Compare | Total | Each | Plan | Milestone | Attest | Cv | Group


class Relaxed(NamedTuple):
    """A transitional relaxation: where the condition holds, up to and including a day, another limit, or a wider count.

    `indicator` is the indicator that counts more (专任教师 with 走教教师, say); None where the target's own counts.
    """

    when: Formula
    until: str
    limit: Limit
    indicator: str | None = None


class Target(NamedTuple):
    """What a clause requires of an indicator. `by` is a day (ISO); `path` is linear, step or limits by year.

    `per`: judged for each school (or kindergarten) where `where` holds. Targets of several stages share their id.
    """

    id: str
    pack: str
    indicator: str | None
    stage: str | None
    per: str | None
    where: Formula | None
    form: Form
    by: str | None
    every: bool
    path: str | tuple[tuple[int, Fraction], ...] | None
    baseline: tuple[int, Fraction] | None
    nature: str | None
    force: str
    clause: Clause
    lead: tuple[str, ...]
    rounded: bool
    formula: str
    relaxed: tuple[Relaxed, ...]
    effective: tuple[str, str | None] | None
    implied: bool
    unverified: bool
    note: str | None
    span: Span

    @property
    def ref(self) -> str:
        """The target's name across the rulebook: pack/id."""
        return f"{self.pack}/{self.id}"


class NotTarget(NamedTuple):
    """A figure of the document that is no target, and why."""

    at: str
    quote: str
    kind: str
    whole: bool
    note: str | None
    span: Span


class Example(NamedTuple):
    """A pack's own test: a figure and the verdict it must get.

    `previous` is the base year's figure, `against` the other side's, as typed; `evidence` false: reported without any.
    """

    target: str
    year: int
    value: str | None
    verdict: str
    span: Span
    previous: str | None = None
    against: str | None = None
    evidence: bool = True


class Conclusion(NamedTuple):
    """A composite outcome over targets and other conclusions: kind is all, any, none or at_least (`least` of them)."""

    id: str
    title: str
    kind: str
    least: int
    members: tuple[str, ...]
    clause: Clause | None
    note: str | None
    span: Span


class Pack(NamedTuple):
    """One source document as rules; `recognition` marks a standard a county must meet only where it applies to be recognised."""

    id: str
    source: Source
    targets: tuple[Target, ...]
    not_targets: tuple[NotTarget, ...]
    conclusions: tuple[Conclusion, ...]
    examples: tuple[Example, ...]
    account: tuple[tuple[str, str], ...]
    file: str
    recognition: bool = False

    def kinds(self) -> frozenset[str]:
        """The kinds of entities (school, kindergarten) its targets are judged one by one for."""
        return frozenset(target.per for target in self.targets if target.per is not None)


class Waiver(NamedTuple):
    """One waiver; `start` and `until` are days (ISO), both included."""

    target: str
    region: str
    entity: str | None
    start: str
    until: str
    reason: str
    approver: str
    number: str
    span: Span


_SIGNS = {"<=": "≤", "==": "＝", ">=": "≥"}


class Side(NamedTuple):
    """One side of a relation: items with their factors, and a constant; `text` as written."""

    terms: tuple[tuple[Fraction, str], ...]
    constant: Fraction
    text: str


class Relation(NamedTuple):
    """Two sides that must compare so (<=, == or >=)."""

    left: Side
    op: str
    right: Side

    @property
    def text(self) -> str:
        """The relation as a reader writes it.

        >>> Relation(Side((), Fraction(0), "甲 + 乙"), "<=", Side((), Fraction(0), "总数")).text
        '甲 + 乙 ≤ 总数'
        """
        return f"{self.left.text} {_SIGNS[self.op]} {self.right.text}"


class QualityRule(NamedTuple):
    """What figures must be like before any target is asked about; which keys count depends on `kind` (rules/schema/quality.schema.json).

    `per`: school, kindergarten and region, those it is about. Where the condition `where` fails it does not apply; where it can
    not be told it does. `percent` and `amount` are what a difference must pass (both) to be found; `amount` is in the unit of the
    item, 0 where not stated. `blank`: whether a blank item counts as 0 where other schools fill it in.
    """

    id: str
    title: str
    kind: str
    severity: str
    hint: str
    per: tuple[str, ...]
    stage: str | None
    where: Formula | None
    relations: tuple[Relation, ...]
    of: Formula | None
    range: Interval
    unit: str
    items: tuple[str, ...]
    percent: Fraction
    amount: Fraction
    factors: tuple[Fraction, ...]
    by: str
    blank: bool
    source: str | None
    span: Span


class Rulebook(NamedTuple):
    """All packs, indicators, regions and rules of data quality, linked. `sha256` is over every file read."""

    packs: tuple[Pack, ...]
    indicators: dict[str, Indicator]
    regions: RegionTable
    sha256: str
    quality: tuple[QualityRule, ...] = ()

    def targets(self) -> tuple[Target, ...]:
        """Every target of every pack, in order."""
        return tuple(target for pack in self.packs for target in pack.targets)

    def names(self) -> dict[str, str]:
        """Every name and other name of an indicator → its id."""
        return {name: i for i, one in self.indicators.items() for name in (one.name, *one.aliases)}

    def pack(self, pack_id: str) -> Pack:
        """The pack of an id; KeyError where there is none."""
        return {pack.id: pack for pack in self.packs}[pack_id]


def form_name(form: Form) -> str:
    """The form's name in YAML and JSON; a value with ~ is `about`."""
    if isinstance(form, Value) and form.limit.op == "~":
        return "about"
    return type(form).__name__.lower()


def limit_of(form: Form) -> Limit | None:
    """The limit a form states, if it states one as a number."""
    if isinstance(form, Each):
        return form.share
    return getattr(form, "limit", None)


__all__ = [
    "Attest", "Change", "Clause", "Compare", "Each", "Example", "Form", "Formula", "Growth", "Indicator", "Limit", "Milestone",
    "NotTarget", "Pack", "Plan", "Region", "Relaxed", "Rulebook", "Source", "Target", "Tolerance", "Total", "Value", "form_name",
    "limit_of",
]  # fmt: skip
