"""LIN503: a target due outside its document's period."""

from collections.abc import Iterator

from dabiao.diagnostics import Diagnostic, warning
from dabiao.rules.model import Rulebook


def check(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """A target due after its document's last year is never owed under it, unless it states its own effective window."""
    for pack in rulebook.packs:
        source = pack.source
        for target in pack.targets:
            if target.by is None or target.effective is not None:
                continue
            year = int(target.by[:4])
            if year < source.start or (source.end is not None and year > source.end):
                period = f"{source.start}—{source.end or ''}"
                message = f"目标“{target.ref}”的期限 {target.by} 在文件的期限 {period} 之外"
                yield warning("LIN503", message, target.span, hint="核对 by；原文确实如此的，写明 effective")
