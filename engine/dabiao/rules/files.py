"""The rule files: where they are, what each holds, and one fingerprint over all."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dabiao.diagnostics import Diagnostic, RuleError, Span, error
from dabiao.digest import fingerprint
from dabiao.record import NamedTuple

_SUFFIXES = (".yaml", ".yml")


class RuleFile(NamedTuple):
    """A YAML file of the rules: where it is, the name shown for it, what stands for its content, and what it holds."""

    path: Path
    shown: str
    fingerprint: bytes
    kind: str


def bundled_rules() -> Path:
    """The folder of rules that ships with dabiao: beside the package when installed, at the top of a checkout otherwise."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_bundled" / "rules"
    return installed if installed.is_dir() else package.parent.parent / "rules"


def find_files(folders: Sequence[Path], packs: Sequence[Path] = ()) -> list[RuleFile]:
    """Every rule file of the folders, plus single pack files, each once, in a fixed order. Raises RuleError for a missing one."""
    found: list[RuleFile] = []
    problems: list[Diagnostic] = []
    bundled = bundled_rules()
    for folder in folders:
        if not folder.is_dir():
            problems.append(error("RUL220", "规则文件夹不存在", Span(str(folder)), hint="检查 --rules 后面的路径"))
            continue
        known = {file.path.resolve() for file in found}  # of the folders before; within one, each file is there once
        ours = folder == bundled
        found.extend(
            _rule_file(path, relative, ours=ours)
            for relative in sorted(_yaml_in(str(folder)), key=_parts)
            if (path := folder / relative) and (not known or path.resolve() not in known)
        )
    for path in packs:
        if not path.is_file():
            problems.append(error("RUL221", "规则包文件不存在", Span(str(path)), hint="检查 --pack 后面的路径或编号"))
        elif path.resolve() not in {file.path.resolve() for file in found}:
            found.append(_rule_file(path, f"pack/{path.name}", ours=False))
    if problems:
        raise RuleError(problems)
    return found


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


def _rule_file(path: Path, relative: str, *, ours: bool) -> RuleFile:
    head = relative.partition("/")[0]
    kind = {"indicators": "indicators", "regions.yaml": "regions", "quality": "quality"}.get(head, "pack")
    try:
        found = fingerprint(path.read_bytes())
    except OSError:
        found = b""
    shown = f"rules/{relative}" if ours else str(path)
    return RuleFile(path, shown, found, kind)


def fingerprint_of(files: Iterable[RuleFile]) -> bytes:
    """What stands for the names and contents of all files."""
    return fingerprint(*(b"%s %s %s\n" % (f.kind.encode(), os.fsencode(f.shown), f.fingerprint) for f in files))
