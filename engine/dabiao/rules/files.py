"""The rule files: where they are, what each holds, and one fingerprint over all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from dabiao.diagnostics import Diagnostic, RuleError, Span, error
from dabiao.digest import fingerprint
from dabiao.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIXES = (".yaml", ".yml")


class RuleFile(NamedTuple):
    """A YAML file of the rules: where it is, the name shown for it, what stands for its content, and what it holds."""

    at: str
    shown: str
    fingerprint: bytes
    kind: str

    @property
    def path(self) -> Path:
        """Where it is."""
        from pathlib import Path

        return Path(self.at)


def bundled_folder() -> str:
    """The folder of rules that ships with dabiao: beside the package when installed, at the top of a checkout otherwise."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    installed = os.path.join(package, "_bundled", "rules")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(os.path.dirname(package)), "rules")


def bundled_rules() -> Path:
    """The folder of rules that ships with dabiao (see bundled_folder), as a path."""
    from pathlib import Path

    return Path(bundled_folder())


def find_files(folders: Sequence[str | Path], packs: Sequence[Path] = ()) -> list[RuleFile]:
    """Every rule file of the folders, plus single pack files, each once, in a fixed order. Raises RuleError for a missing one."""
    found: list[RuleFile] = []
    problems: list[Diagnostic] = []
    bundled = bundled_folder()
    for folder in [os.fspath(folder) for folder in folders]:
        if not os.path.isdir(folder):
            problems.append(error("RUL220", "规则文件夹不存在", Span(folder), hint="检查 --rules 后面的路径"))
            continue
        known = _real(found)  # of the folders before; within one, each file is there once
        ours = folder == bundled
        within = () if folder == os.curdir else (folder,)
        found.extend(
            _rule_file(at, relative, ours=ours)
            for relative in sorted(_yaml_in(folder), key=_parts)
            if (at := os.path.join(*within, *_parts(relative))) and (not known or os.path.realpath(at) not in known)
        )
    for path in packs:
        if not path.is_file():
            problems.append(error("RUL221", "规则包文件不存在", Span(str(path)), hint="检查 --pack 后面的路径或编号"))
        elif os.path.realpath(path) not in _real(found):
            found.append(_rule_file(str(path), f"pack/{path.name}", ours=False))
    if problems:
        raise RuleError(problems)
    return found


def _real(found: Sequence[RuleFile]) -> set[str]:
    """Where the files lie, whatever they are called."""
    return {os.path.realpath(file.at) for file in found}


def _yaml_in(folder: str, within: str = "") -> Iterator[str]:
    """The YAML files of a folder and of those in it, as paths from it with slashes; nothing of one that can not be read."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _yaml_in(entry.path, f"{within}{entry.name}/")
                elif entry.name.endswith(_SUFFIXES) and not entry.is_dir():
                    yield within + entry.name
    except OSError:
        return


def _parts(relative: str) -> list[str]:
    """What sorts the files of a folder by folder."""
    return relative.split("/")


def _rule_file(at: str, relative: str, *, ours: bool) -> RuleFile:
    head = relative.partition("/")[0]
    kind = {"indicators": "indicators", "regions.yaml": "regions", "quality": "quality"}.get(head, "pack")
    try:
        with open(at, "rb") as file:
            found = fingerprint(file.read())
    except OSError:
        found = b""
    shown = f"rules/{relative}" if ours else at
    return RuleFile(at, shown, found, kind)


def fingerprint_of(files: Iterable[RuleFile]) -> bytes:
    """What stands for the names and contents of all files."""
    return fingerprint(*(b"%s %s %s\n" % (f.kind.encode(), os.fsencode(f.shown), f.fingerprint) for f in files))
