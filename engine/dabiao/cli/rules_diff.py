"""dabiao rules diff OLD NEW."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from dabiao.cli._common import write_text
from dabiao.cli.main import OK
from dabiao.diagnostics import RuleError, error
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import bundled_rules, find_files
from dabiao.rules.model import Pack, Rulebook
from dabiao.rules.pack_diff import Difference, diff_packs, render_diff


def run(options: argparse.Namespace) -> int:
    """The difference of two packs (ids or files), in the language of the plan."""
    if len(options.names) != 2:
        hint = "例如 dabiao rules diff 旧规划.yaml 新规划.yaml"
        raise RuleError([error("CLI012", "diff 后面要写两个规则包（编号或文件）", hint=hint)])
    (old, before), (new, after) = (_side(name, options.rules) for name in options.names)
    found = diff_packs(old, new, before, after)
    text = _json(found) if options.format == "json" else "\n".join(render_diff(found)) + "\n"
    write_text(text, options.output)
    return OK


def _side(name: str, folders: Sequence[Path]) -> tuple[Pack, Rulebook]:
    """One pack with the catalogue it links against; two versions of one pack must not meet in one rulebook."""
    path = Path(name)
    single = [path] if path.suffix in (".yaml", ".yml") else []
    files = find_files([bundled_rules(), *folders], single)
    if single:
        files = [file for file in files if file.kind != "pack" or file.path.resolve() == path.resolve()]
    rulebook, found = build_rulebook(files)
    if any(d.is_error for d in found):
        raise RuleError(found)
    packs = [pack for pack in rulebook.packs if single or pack.id == name]
    if not packs:
        known = "、".join(pack.id for pack in rulebook.packs)
        raise RuleError([error("CLI002", f"没有规则包“{name}”", hint=f"可选：{known}")])
    return packs[0], rulebook


def _json(found: Sequence[Difference]) -> str:
    rows = []
    for difference in found:
        was, now = (None if clause is None else clause._asdict() for clause in (difference.was, difference.now))
        rows.append({**difference._asdict(), "was": was, "now": now})
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
