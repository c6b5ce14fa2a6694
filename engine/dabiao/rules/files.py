"""The rule files: where they are, what each holds, and one digest over all."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dabiao.diagnostics import Diagnostic, RuleError, Span, error
from dabiao.record import NamedTuple

_SUFFIXES = (".yaml", ".yml")


class RuleFile(NamedTuple):
    """A YAML file of the rules: where it is, the name shown for it, its sha256, and what it holds."""

    path: Path
    shown: str
    sha256: str
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
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        digest = ""
    shown = f"rules/{relative}" if ours else str(path)
    return RuleFile(path, shown, digest, kind)


def digest_of(files: Iterable[RuleFile]) -> str:
    """One sha256 over the names and contents of all files."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.kind} {file.shown} {file.sha256}\n".encode())
    return total.hexdigest()
