"""Waivers: a person with authority excuses a target for a time. Expired and unknown ones are reported."""

from collections.abc import Sequence

from dabiao.assess.model import Bound, Check
from dabiao.diagnostics import Diagnostic, warning
from dabiao.rules.model import Waiver


def covering(waivers: Sequence[Waiver], bound: Bound, region: str, year: int, entity: str | None = None) -> str | None:
    """Why the target is waived (for an entity, or for the region) at the end of the year; None where no waiver is in force."""
    day = f"{year}-12-31"
    for waiver in waivers:
        if (
            names_target(waiver, bound)
            and waiver.region == region
            and waiver.entity == entity
            and waiver.start <= day <= waiver.until
        ):
            return f"豁免至 {waiver.until}：{waiver.reason}（{waiver.approver}，{waiver.number}）"
    return None


def names_target(waiver: Waiver, bound: Bound) -> bool:
    """Whether a waiver is of a target."""
    return waiver.target in (bound.target.ref, bound.target.id)


def unused(
    waivers: Sequence[Waiver], checks: Sequence[Check], bounds: Sequence[Bound], region: str, year: int
) -> list[Diagnostic]:
    """A warning for each waiver of the region that is expired, not yet valid, or names no target in force."""
    found = []
    day = f"{year}-12-31"
    for waiver in waivers:
        if waiver.region != region:
            continue
        if not any(names_target(waiver, bound) for bound in bounds):
            found.append(
                warning(
                    "WAI601",
                    f"豁免所指的目标“{waiver.target}”不在本年有效的目标之中",
                    waiver.span,
                    hint="改成 规则包/目标编号",
                )
            )
        elif waiver.entity is not None and not any(
            names_target(waiver, check.bound) and check.entity == waiver.entity for check in checks
        ):
            message = f"豁免“{waiver.target}”只针对“{waiver.entity}”，这项目标没有对它判定，豁免没有起作用"
            found.append(warning("WAI604", message, waiver.span, hint="核对学校名称；要豁免全县，删去 entity"))
        elif day > waiver.until:
            found.append(
                warning(
                    "WAI602",
                    f"豁免“{waiver.target}”已于 {waiver.until} 到期，不再有效",
                    waiver.span,
                    hint="续办手续，或删去",
                )
            )
        elif day < waiver.start:
            found.append(
                warning("WAI603", f"豁免“{waiver.target}”从 {waiver.start} 起才有效", waiver.span, hint="核对起始日期")
            )
    return found
