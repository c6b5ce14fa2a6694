"""Loading the linked Rulebook, from the cache where nothing has changed."""

from __future__ import annotations

from collections.abc import Sequence

from dabiao.diagnostics import Diagnostic, RuleError
from dabiao.record import TYPE_CHECKING
from dabiao.rules import cache
from dabiao.rules.files import bundled_folder, bundled_rules, find_files, fingerprint_of
from dabiao.rules.model import Rulebook

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["bundled_rules", "find_files", "load_rulebook"]


def load_rulebook(
    folders: Sequence[Path] = (), packs: Sequence[Path] = (), cached: bool = True
) -> tuple[Rulebook, list[Diagnostic]]:
    """The bundled rules, the folders given, and single pack files, linked; with warnings.

    Raises RuleError carrying every error. A rulebook without findings is kept in the user's cache folder under a digest of
    its files and of this code, and taken from there next time.
    """
    files = find_files([bundled_folder(), *folders], packs)
    key = cache.key_of(fingerprint_of(files))
    if cached and (kept := cache.load(key)) is not None:
        return kept, []
    from dabiao.rules.build import build_rulebook

    rulebook, found = build_rulebook(files)
    if any(d.is_error for d in found):
        raise RuleError(found)
    if cached and not found:
        cache.store(key, rulebook)
    return rulebook, found
