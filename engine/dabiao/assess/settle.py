"""Outcomes of the engines → Verdict: contradictions, flags, gaps, and what is still missing in whole numbers."""

import math
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.assessment import ClauseText, Given, Place, Read, SchoolShare, Spread, Verdict
from dabiao.assess.forms._common import tolerated, unit_factor
from dabiao.assess.forms.path import path_words
from dabiao.assess.mend import mend
from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, UNVERIFIED, Bound, Check, Outcome, Reading
from dabiao.assess.variation import ranked, root
from dabiao.diagnostics import Span
from dabiao.inputs.model import ACTUAL, Origin
from dabiao.quantity import Interval, Unit, parse_unit, round_half_even, shown_decimal
from dabiao.quantity.rounding import machine_decimal, shown_quotient
from dabiao.rules.expression import items_of, parse_expression
from dabiao.rules.model import (
    Attest,
    Compare,
    Cv,
    Each,
    Form,
    Group,
    Growth,
    Indicator,
    Limit,
    Milestone,
    Plan,
    Rulebook,
    Value,
    form_name,
    limit_of,
)
from dabiao.rules.wording import requirement, subject_name

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
    """Makes verdicts of what the readings give; keeps what several verdicts say alike."""

    __slots__ = ("_asked", "_places", "_rulebook")

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
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
        settling = [(r, v) for r, v in zip(check.readings, outcome.verdicts, strict=False) if r.primary]
        first = settling[0][0] if settling else None
        verdict, contradictory = _joined(check, outcome, settling)
        path = _path_shown(check)
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
            limit=_limit_shown(check),
            unit=asked.unit.name if asked.unit else None,
            value=None if first is None else _value(target.form, first),
            shown=_shown(target.form, first, asked.indicator, asked.unit),
            gap=_gap(check, first),
            short=_short(check, first, asked.indicator),
            verdict=verdict,
            flags=_flags(check, verdict, settling, outcome, contradictory, asked.indicator, asked.unit),
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
            readings=tuple(
                self._read(target.form, r, v) for r, v in zip(check.readings, outcome.verdicts, strict=False)
            ),
            rule=asked.rule,
            note=_note(check, target.note, settling, contradictory),
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
            value=_value(form, reading),
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
        unit=_unit(form, indicator),
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


def _joined(check: Check, outcome: Outcome, settling: list[tuple[Reading, str]]) -> tuple[str, bool]:
    verdicts = {verdict for _, verdict in settling}
    if not verdicts:
        return (check.absent if check.readings and check.fixed is None else outcome.verdicts[0]), False
    return (verdicts.pop(), False) if len(verdicts) == 1 else (UNVERIFIED, True)


def _unit(form: Form, indicator: Indicator | None) -> Unit | None:
    if isinstance(form, Compare):
        percent = Unit("%", "比例", Fraction(1, 100))
        return percent if form.growth else indicator.unit if indicator else None
    if isinstance(form, Group):
        return parse_unit("项")
    limit = limit_of(form)
    return limit.unit if limit else None


def _limit_shown(check: Check) -> str | tuple[str, ...] | None:
    texts = tuple(machine_decimal(end) for end in check.limit_shown)
    return texts[0] if len(texts) == 1 else texts or None


def _path_shown(check: Check) -> str | None:
    """The figure the path asks this year; None where it asks what is required in the end, or there is no path."""
    if check.path is None or isinstance(check.bound.target.form, Growth):
        return None
    for mine, final in ((check.path.low, check.required.low), (check.path.high, check.required.high)):
        if mine is not None and mine != final:
            return machine_decimal(mine)
    return None


def _shown(form: Form, reading: Reading | None, indicator: Indicator | None, unit: Unit | None) -> str | None:
    """The figure rounded once to the indicator's places; in another unit than the indicator's, to as many digits more or less."""
    if reading is None or reading.shown is None:
        return None
    text = shown_decimal(reading.shown, _places(form, indicator, unit))
    kept = _FORM_DECIMALS.get(type(form), indicator.decimals if indicator is not None else 2)
    while "." in text and len(text.partition(".")[2]) > kept and text.endswith("0"):
        text = text[:-1].removesuffix(".")
    sides = "以上" if reading.left.high is None and reading.left.low is not None and reading.right is None else ""
    return text + sides


_FORM_DECIMALS = {Cv: 3, Group: 0}  # 表Ⅲ keeps 差异系数 to three places


def _places(form: Form, indicator: Indicator | None, unit: Unit | None) -> int:
    if type(form) in _FORM_DECIMALS:
        return _FORM_DECIMALS[type(form)]
    if indicator is None or unit is None:
        return 2
    if unit.dimension != indicator.unit.dimension:
        return indicator.decimals
    shift = unit.scale / indicator.unit.scale
    more = 0
    while shift > 1:
        shift /= 10
        more += 1
    return min(indicator.decimals + more, 6)


def _gap(check: Check, reading: Reading | None) -> str | None:
    """How much is missing to the requirement in force at the due day; "0" where nothing is, None without a figure."""
    if reading is None or reading.shown is None or isinstance(check.bound.target.form, (Plan,)):
        return None
    if isinstance(check.bound.target.form, Growth):
        form = check.bound.target.form
        rates = tolerated(form.limit, form.tolerance)
        holds = reading.left.within(check.required)
        return machine_decimal(Fraction(0) if holds else _distance(rates, Interval.point(reading.shown)))
    if isinstance(asked := check.bound.target.form, Cv):
        exact = reading.left.exact or Fraction(0)
        missing = _distance(asked.limit.interval(), Interval.point(root(exact)))
        return machine_decimal(Fraction(math.ceil(missing * 10**6), 10**6))  # never 0 where something is missing
    if isinstance(asked, Group):
        missing = _distance(check.required, Interval.point(reading.shown))
        # enough are reached and it is the floor that is broken: no number of further ones would do
        return None if not missing and reading.left.apart(check.required) else machine_decimal(missing)
    return machine_decimal(_distance(check.required, reading.left))


def _distance(required: Interval, left: Interval) -> Fraction:
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


def _flags(
    check: Check,
    verdict: str,
    used: list[tuple[Reading, str]],
    outcome: Outcome,
    contradictory: bool,
    indicator: Indicator | None,
    unit: Unit | None,
) -> tuple[str, ...]:
    flags = []
    if any(_borderline(check, reading, given, indicator, unit) for reading, given in used):
        flags.append("borderline")
    differ = len({(r.left, r.shown) for r, _ in used}) > 1
    if contradictory or differ or any(r.doubts for r, _ in used):
        flags.append("suspect")
    others = {v for r, v in zip(check.readings, outcome.verdicts, strict=False) if not r.primary}
    if used and others - {v for _, v in used}:
        flags.append("disputed")
    if any(r.status != ACTUAL for r, _ in used) and check.fixed is None:
        flags.append("estimated")
    if check.customary and verdict in (ON_TRACK, BEHIND):
        flags.append("customary")
    return tuple(flags)


def _borderline(check: Check, reading: Reading, verdict: str, indicator: Indicator | None, unit: Unit | None) -> bool:
    """Whether the figure as displayed would give the other verdict."""
    exact = reading.left.exact
    form = check.bound.target.form
    if exact is None or indicator is None or check.fixed or check.blocked or isinstance(form, (Milestone, Attest)):
        return False
    if isinstance(form, Growth):
        # the left side may be a ratio over years: what is displayed is the yearly rate
        rate = round_half_even(reading.shown or Fraction(0), _places(form, indicator, unit))
        return tolerated(form.limit, form.tolerance).contains(rate) != check.required.contains(exact)
    if isinstance(form, Cv):
        return check.required.contains(round_half_even(root(exact), 3) ** 2) != check.required.contains(exact)
    lines = [check.required] + ([check.path] if check.path is not None else [])
    if verdict not in (ON_TRACK, BEHIND, MET, NOT_MET, UNVERIFIED):
        return False
    if reading.shown is not None and reading.right is not None:
        rounded = round_half_even(reading.shown, _places(form, indicator, unit)) - reading.right
    else:
        rounded = round_half_even(exact, _places(form, indicator, unit))
    return any(line.contains(rounded) != line.contains(exact) for line in lines)


def _value(form: Form, reading: Reading) -> str | None:
    """The figure as a machine reads it: exact, or to six places; a coefficient always to six, as it is never exact."""
    if reading.shown is None:
        return None
    return shown_decimal(reading.shown, 6) if isinstance(form, Cv) else machine_decimal(reading.shown)


def _note(check: Check, note: str | None, used: list[tuple[Reading, str]], contradictory: bool) -> str:
    parts = [check.note]
    if contradictory:
        parts.append(_UNDECIDED_DOUBT)
    if check.readings and not used and check.fixed is None:
        parts.append("没有要求的口径的数，只有：" + "、".join(dict.fromkeys(r.label for r in check.readings)))
    parts += [doubt for reading, _ in used for doubt in reading.doubts]
    if check.bound.target.unverified:
        parts.append("本条尚未与原文核对")
    parts.append(note or "")
    return "；".join(dict.fromkeys(part.rstrip("。") for part in parts if part))
