"""Targets as plain JSON objects: what other programs read."""

from typing import Any

from dabiao.quantity.rounding import machine_decimal
from dabiao.rules.model import (
    Compare,
    Cv,
    Each,
    Group,
    Growth,
    Limit,
    Milestone,
    Pack,
    Rulebook,
    Target,
    form_name,
    limit_of,
)
from dabiao.rules.wording import subject_name


def export_targets(rulebook: Rulebook, only: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """One object a target, in order of pack and clause; numbers are decimal strings in `unit`.

    Fields: pack, id, indicator, indicator_name, stage, form, op, value (decimal string, or [low, high]), unit, by, every, nature,
    force, clause {at, quote}, lead; and what a form needs besides: than, of, growth, mode, since, each, where, require, subject,
    tolerance, per, weight, group {of, at_least, floor}, baseline, path, implied, unverified, source {title, number, region, level, period}, file.
    """
    packs = [pack for pack in rulebook.packs if only is None or pack.id in only]
    return [_target(rulebook, pack, target) for pack in packs for target in pack.targets]


def _target(rulebook: Rulebook, pack: Pack, target: Target) -> dict[str, Any]:
    indicator = rulebook.indicators.get(target.indicator or "")
    limit = limit_of(target.form)
    return {
        "pack": pack.id,
        "id": target.id,
        "indicator": target.indicator,
        "indicator_name": indicator.name if indicator else _words(target),
        "stage": target.stage,
        "form": form_name(target.form),
        "op": target.form.op if isinstance(target.form, Compare) else limit.op if limit else None,
        "value": _value(limit),
        "unit": limit.unit.name if limit else None,
        "by": target.by,
        "every": target.every,
        "nature": target.nature,
        "force": target.force,
        "clause": {"at": target.clause.at, "quote": target.clause.quote},
        "lead": list(target.lead),
        **_particulars(target),
        "per": target.per,
        "baseline": None if target.baseline is None else {str(target.baseline[0]): machine_decimal(target.baseline[1])},
        "path": _path(target),
        "implied": target.implied,
        "unverified": target.unverified,
        "note": target.note,
        "source": {
            "title": pack.source.title,
            "number": pack.source.number,
            "region": pack.source.region,
            "level": pack.source.level,
            "period": [pack.source.start, pack.source.end],
        },
        "file": str(target.span),
    }


def _words(target: Target) -> str:
    if isinstance(target.form, Group):
        return subject_name(target, None)
    what: str = getattr(target.form, "what", "")
    return f"{target.form.subject or ''}{what}" if isinstance(target.form, Milestone) else what


def _value(limit: Limit | None) -> str | list[str] | None:
    if limit is None:
        return None
    if limit.op == "..":
        return [machine_decimal(limit.low), machine_decimal(limit.high)]
    return machine_decimal(limit.low)


def _particulars(target: Target) -> dict[str, Any]:
    form = target.form
    tolerance = getattr(form, "tolerance", None)
    where = form.where if isinstance(form, Each | Cv) else target.where
    since = getattr(form, "since", None)
    return {
        "than": form.than if isinstance(form, Compare) else None,
        "of": form.of if isinstance(form, Compare) else None,
        "growth": form.growth if isinstance(form, Compare) else None,
        "mode": ("average" if form.average else "each") if isinstance(form, Growth) else None,
        "since": since,
        "each": form.kind if isinstance(form, Each) else None,
        "where": where.text if where else None,
        "require": form.require.text if isinstance(form, Each) and form.require else None,
        "subject": form.subject if isinstance(form, Milestone) else None,
        "tolerance": tolerance.text if tolerance else None,
        "weight": form.weight if isinstance(form, Cv) else None,
        "group": _group(form) if isinstance(form, Group) else None,
    }


def _group(form: Group) -> dict[str, Any]:
    floor = None if form.floor is None else machine_decimal(form.floor)
    return {"of": list(form.of), "at_least": form.least, "floor": floor}


def _path(target: Target) -> str | dict[str, str] | None:
    if isinstance(target.path, tuple):
        return {str(year): machine_decimal(limit) for year, limit in target.path}
    return target.path
