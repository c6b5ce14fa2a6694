"""Outcomes of the engines → Verdict: contradictions, flags, gaps, and what is still missing in whole numbers."""

import math
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from dabiao.assess.assessment import ClauseText, Given, Place, Read, SchoolShare, Spread, Verdict
from dabiao.assess.flags import flags_of
from dabiao.assess.forms._common import tolerated, unit_factor
from dabiao.assess.forms.path import path_words
from dabiao.assess.mend import mend
from dabiao.assess.model import UNVERIFIED, Bound, Check, Outcome, Reading
from dabiao.assess.shown import limit_shown, machine_value, path_shown, shown_value, unit_of
from dabiao.assess.variation import ranked, root
from dabiao.diagnostics import Span
from dabiao.inputs.model import Origin
from dabiao.quantity import Interval, Unit, shown_decimal
from dabiao.quantity.rounding import machine_decimal, shown_quotient
from dabiao.record import NamedTuple
from dabiao.rules.expression import items_of, parse_expression
from dabiao.rules.model import (
    Compare,
    Cv,
    Each,
    Form,
    Group,
    Growth,
    Indicator,
    Limit,
    Plan,
    Rulebook,
    Value,
    form_name,
    limit_of,
)
from dabiao.rules.wording import requirement, subject_name

NO_DOUBTS: Mapping[Origin, str] = MappingProxyType({})
_MOST_DOUBTS = 3
_UNDECIDED_DOUBT = "两个数互相矛盾"


class _Asked(NamedTuple):
    """What all verdicts of one target say alike, worded once: a target may be judged for thousands of schools."""

    indicator: Indicator | None
    unit: Unit | None
    name: str
    form: str
    op: str | None
    requirement: str
    clause: ClauseText
    baseline: tuple[int, str] | None
    rule: str


class Settler:
    """Makes verdicts of what the readings give; keeps what several verdicts say alike.

    `doubts`: the cells data quality puts in doubt, each with why; a verdict that rests on one is flagged suspect.
    """

    __slots__ = ("_asked", "_doubts", "_places", "_rulebook")

    def __init__(self, rulebook: Rulebook, doubts: Mapping[Origin, str] = NO_DOUBTS) -> None:
        self._rulebook = rulebook
        self._doubts = doubts
        self._asked: dict[tuple[str, str | None, Span], _Asked] = {}
        self._places: dict[Origin, Place] = {}

    def settle(self, check: Check, outcome: Outcome) -> Verdict:
        """One verdict.

        Readings that settle it and agree let it stand (flagged suspect where the figures differ); where they disagree it is
        unverified. Readings under other 口径 that disagree flag it disputed; where there are no others, the figure asked for is
        missing.
        """
        target, pack = check.bound.target, check.bound.pack
        asked = self._words(check.bound)
        doubted = _doubted(check, self._doubts)
        paired = outcome.paired(check.readings)
        settling = [pair for pair in paired if pair[0].primary]
        first = settling[0][0] if settling else None
        verdict, contradictory = _joined(check, outcome, settling)
        path = path_shown(check)
        return Verdict(
            target=target.id,
            pack=pack.id,
            indicator=target.indicator,
            indicator_name=asked.name,
            stage=target.stage,
            entity=check.entity,
            year=check.year,
            form=asked.form,
            op=asked.op,
            limit=limit_shown(check),
            unit=asked.unit.name if asked.unit else None,
            value=None if first is None else machine_value(target.form, first),
            shown=shown_value(target.form, first, asked.indicator, asked.unit),
            gap=_gap(check, first),
            short=_short(check, first, asked.indicator),
            verdict=verdict,
            flags=flags_of(check, verdict, paired, contradictory or bool(doubted), asked.indicator, asked.unit),
            requirement=asked.requirement,
            by=target.by,
            every=target.every,
            due=check.due,
            path=path,
            path_text=None if path is None else path_words(check.bound, check.required, check.year),
            baseline=asked.baseline,
            binding=True,
            nature=target.nature,
            force=target.force,
            clause=asked.clause,
            lead=target.lead,
            origin=tuple(dict.fromkeys(self._place(o) for r, _ in settling for o in r.origins)),
            readings=tuple(self._read(target.form, r, v) for r, v in paired),
            rule=asked.rule,
            note=_note(check, target.note, settling, contradictory, doubted),
            spread=_spread(check),
        )

    def _words(self, bound: Bound) -> _Asked:
        target = bound.target
        key = (target.ref, target.stage, target.span)
        if key not in self._asked:
            self._asked[key] = _asked(bound, self._rulebook)
        return self._asked[key]

    def _place(self, origin: Origin) -> Place:
        if origin not in self._places:
            self._places[origin] = Place(origin.file, origin.sheet, origin.cell)
        return self._places[origin]

    def _read(self, form: Form, reading: Reading, verdict: str) -> Read:
        inputs = tuple(
            Given(
                i.name,
                i.stage,
                i.when,
                machine_decimal(i.value),
                i.unit,
                tuple([self._place(o) for o in i.origins]),
                i.formula,
            )
            for i in reading.inputs
        )
        return Read(
            label=reading.label,
            value=machine_value(form, reading),
            right=None if reading.right is None else machine_decimal(reading.right),
            status=reading.status,
            verdict=verdict,
            primary=reading.primary,
            formula=reading.formula,
            inputs=inputs,
            doubts=reading.doubts,
            note=reading.note,
            origin=tuple([self._place(o) for o in reading.origins]),
        )


def _asked(bound: Bound, rulebook: Rulebook) -> _Asked:
    target, source, form = bound.target, bound.pack.source, bound.target.form
    indicator = rulebook.indicators.get(target.indicator or "")
    than = rulebook.indicators.get(form.than or "") if isinstance(form, Compare) else None
    place = rulebook.regions.name(form.of) if isinstance(form, Compare) and form.of else None
    return _Asked(
        indicator=indicator,
        unit=unit_of(form, indicator),
        name=subject_name(target, indicator),
        form=form_name(form),
        op=_operator(form, limit_of(form)),
        requirement=requirement(target, than, place),
        clause=ClauseText(source.title or bound.pack.id, source.number, target.clause.at, target.clause.quote),
        baseline=None if target.baseline is None else (target.baseline[0], machine_decimal(target.baseline[1])),
        rule=str(target.span),
    )


def _spread(check: Check) -> Spread | None:
    """The schools behind a coefficient, those that make most of it first."""
    if check.spread is None:
        return None
    schools, found = check.spread
    whole = sum(found.parts) or 1
    return Spread(
        mean=shown_decimal(found.mean, 6),
        deviation=shown_decimal(root(found.variance, 30), 6),
        schools=tuple(
            SchoolShare(
                schools[number].name,
                machine_decimal(schools[number].value),
                machine_decimal(schools[number].weight),
                shown_quotient(100 * found.parts[number], whole, 6),
            )
            for number in ranked(schools, found)
        ),
    )


def _operator(form: Form, limit: Limit | None) -> str | None:
    if isinstance(form, Compare):
        return form.op
    return ">=" if isinstance(form, Group) else limit.op if limit else None


def verdict_of(check: Check, outcome: Outcome) -> str:
    """The verdict alone, without the words."""
    return _joined(check, outcome, [(r, v) for r, v in outcome.paired(check.readings) if r.primary])[0]


def _joined(check: Check, outcome: Outcome, settling: list[tuple[Reading, str]]) -> tuple[str, bool]:
    verdicts = {verdict for _, verdict in settling}
    if not verdicts:
        return (check.absent if check.readings and check.fixed is None else outcome.verdicts[0]), False
    return (verdicts.pop(), False) if len(verdicts) == 1 else (UNVERIFIED, True)


def _gap(check: Check, reading: Reading | None) -> str | None:
    """How much is missing to the requirement in force at the due day; "0" where nothing is, None without a figure."""
    if reading is None or reading.shown is None or isinstance(check.bound.target.form, (Plan,)):
        return None
    if isinstance(check.bound.target.form, Growth):
        form = check.bound.target.form
        rates = tolerated(form.limit, form.tolerance)
        holds = reading.left.within(check.required)
        return machine_decimal(Fraction(0) if holds else distance(rates, Interval.point(reading.shown)))
    if isinstance(asked := check.bound.target.form, Cv):
        exact = reading.left.exact or Fraction(0)
        missing = distance(asked.limit.interval(), Interval.point(root(exact)))
        return machine_decimal(Fraction(math.ceil(missing * 10**6), 10**6))  # never 0 where something is missing
    if isinstance(asked, Group):
        missing = distance(check.required, Interval.point(reading.shown))
        # enough are reached and it is the floor that is broken: no number of further ones would do
        return None if not missing and reading.left.apart(check.required) else machine_decimal(missing)
    return machine_decimal(distance(check.required, reading.left))


def distance(required: Interval, left: Interval) -> Fraction:
    """How far the figure is outside; a figure known from one side counts from the side that is known (at least so far)."""
    low = left.high if left.low is None else left.low
    high = left.low if left.high is None else left.high
    if required.low is not None and low is not None and low < required.low:
        return required.low - low
    if required.high is not None and high is not None and high > required.high:
        return high - required.high
    return Fraction(0)


def _short(check: Check, reading: Reading | None, indicator: Indicator | None) -> str | None:
    """还差 N 人: the smallest whole number of one item of the formula that would satisfy the requirement, the others unchanged."""
    form = check.bound.target.form
    if reading is None or indicator is None or reading.shown is None or reading.left.within(check.required):
        return None
    if check.short:
        return check.short
    if isinstance(form, Each) and reading.label == "逐个核对":
        return _short_entities(check, reading)
    limit = limit_of(form)
    if reading.formula is None or limit is None or not isinstance(form, Value | Each):
        return None
    given = {given.name: given for given in reading.inputs}
    expr = parse_expression(reading.formula)
    if not all(name in given for name in items_of(expr)):
        return None
    required = check.required.times(1 / unit_factor(indicator, limit.unit))
    shrink = indicator.unit.dimension == "比例"
    found = mend(expr, {name: one.value for name, one in given.items()}, required, shrink)
    if found is None:
        return None
    what = f"{abs(found.change)} {given[found.item].unit}（{found.item}）"
    return f"还差 {what}" if found.change > 0 else f"须减少 {what}"


def _short_entities(check: Check, reading: Reading) -> str | None:
    passed, total = (given.value for given in reading.inputs)
    if check.required.low is None:
        return None
    missing = math.ceil(check.required.low * total / 100 - passed)
    return f"还差 {missing} 个" if missing > 0 else None


def _doubted(check: Check, doubts: Mapping[Origin, str]) -> tuple[str, ...]:
    """Why data quality doubts the figures of a check, each reason once."""
    if not doubts or not check.readings:
        return ()
    cells = (origin for reading in check.readings if reading.primary for origin in reading.origins)
    below = (o for r in check.readings if r.primary for given in r.inputs for o in given.origins)
    return tuple(dict.fromkeys(doubts[cell] for cell in (*cells, *below) if cell in doubts))


def _note(
    check: Check, note: str | None, used: list[tuple[Reading, str]], contradictory: bool, doubted: tuple[str, ...] = ()
) -> str:
    parts = [check.note]
    if contradictory:
        parts.append(_UNDECIDED_DOUBT)
    if check.readings and not used and check.fixed is None:
        parts.append("没有要求的口径的数，只有：" + "、".join(dict.fromkeys(r.label for r in check.readings)))
    parts += [doubt for reading, _ in used for doubt in reading.doubts]
    differ = len({reading.left for reading, _ in used}) > 1
    if doubted and not differ and not any(reading.doubts for reading, _ in used):
        more = f"等 {len(doubted)} 项" if len(doubted) > _MOST_DOUBTS else ""
        parts.append(f"没有通过数据核查：“{'”“'.join(doubted[:_MOST_DOUBTS])}”{more}")
    if check.bound.target.unverified:
        parts.append("本条尚未与原文核对")
    parts.append(note or "")
    return "；".join(dict.fromkeys(part.rstrip("。") for part in parts if part))
