"""The flags of a verdict: 临界, 数据存疑, 口径不一, 预计, 惯例线性."""

from fractions import Fraction

from dabiao.assess.forms._common import tolerated
from dabiao.assess.model import BEHIND, MET, NOT_MET, ON_TRACK, UNVERIFIED, Check, Reading
from dabiao.assess.shown import display_places
from dabiao.assess.variation import root
from dabiao.inputs.model import ACTUAL
from dabiao.quantity import Unit, round_half_even
from dabiao.rules.model import Attest, Cv, Growth, Indicator, Milestone


def flags_of(
    check: Check,
    verdict: str,
    paired: list[tuple[Reading, str]],
    doubtful: bool,
    indicator: Indicator | None,
    unit: Unit | None,
) -> tuple[str, ...]:
    """The flags of a verdict, given its readings, each with the verdict it gives alone."""
    flags = []
    used = [pair for pair in paired if pair[0].primary]
    if any(_borderline(check, reading, given, indicator, unit) for reading, given in used):
        flags.append("borderline")
    differ = len({(r.left, r.shown) for r, _ in used}) > 1
    if doubtful or differ or any(r.doubts for r, _ in used):
        flags.append("suspect")
    others = {v for r, v in paired if not r.primary}
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
        rate = round_half_even(reading.shown or Fraction(0), display_places(form, indicator, unit))
        return tolerated(form.limit, form.tolerance).contains(rate) != check.required.contains(exact)
    if isinstance(form, Cv):
        return check.required.contains(round_half_even(root(exact), 3) ** 2) != check.required.contains(exact)
    lines = [check.required] + ([check.path] if check.path is not None else [])
    if verdict not in (ON_TRACK, BEHIND, MET, NOT_MET, UNVERIFIED):
        return False
    if reading.shown is not None and reading.right is not None:
        rounded = round_half_even(reading.shown, display_places(form, indicator, unit)) - reading.right
    else:
        rounded = round_half_even(exact, display_places(form, indicator, unit))
    return any(line.contains(rounded) != line.contains(exact) for line in lines)
