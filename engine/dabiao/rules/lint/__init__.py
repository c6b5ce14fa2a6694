"""Lint: what is well formed and links, and is wrong all the same. One module a check; each returns its diagnostics."""

from collections.abc import Callable, Iterator

from dabiao.diagnostics import Diagnostic
from dabiao.rules.lint import (
    bounds,
    direction,
    due,
    duplicate,
    loosening,
    path_end,
    strictness,
    unused,
)
from dabiao.rules.model import Rulebook

Check = Callable[[Rulebook], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    bounds.check,
    strictness.check,
    due.check,
    path_end.check,
    duplicate.check,
    unused.check,
    loosening.check,
    direction.check,
)


def lint(rulebook: Rulebook) -> list[Diagnostic]:
    """Every finding of every check on a linked rulebook."""
    return [diagnostic for check in CHECKS for diagnostic in check(rulebook)]
