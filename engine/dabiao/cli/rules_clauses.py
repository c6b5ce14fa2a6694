"""dabiao rules clauses PACK DOCUMENT."""

import argparse
from pathlib import Path

from dabiao.cli._common import load_rules, resolve_path, write_output, write_text
from dabiao.cli.main import OK, USAGE
from dabiao.diagnostics import RuleError, error
from dabiao.reports import clauses_html, clauses_report
from dabiao.rules.clauses.check import check_clauses
from dabiao.rules.clauses.seal import sealed
from dabiao.rules.model import Pack, Rulebook


def run(options: argparse.Namespace) -> int:
    """The account of a pack against its document; exit code 2 where it does not close."""
    if len(options.names) != 2:
        hint = "例如 dabiao rules clauses dongli-plan-2021 原文.txt"
        raise RuleError([error("CLI010", "clauses 后面要写规则包和原文文件", hint=hint)])
    name, document = options.names
    if name.endswith((".yaml", ".yml")):
        options.pack = [name]
    pack = _pack(load_rules(options).rulebook, name)
    account = check_clauses(pack, Path(document))
    if options.seal and not (account.lost or account.unequal or account.unaccounted):
        file = resolve_path(pack.file)
        write_output(sealed(file.read_text(encoding="utf-8"), account, account.fingerprint).encode(), file)
        account = account._replace(seals=(), same_document=True)
    render = {"json": clauses_report.render_json, "html": clauses_html.render}.get(
        options.format, clauses_report.render_text
    )
    write_text(render(account), options.output)
    return OK if account.closes else USAGE


def _pack(rulebook: Rulebook, name: str) -> Pack:
    for pack in rulebook.packs:
        if name == pack.id or resolve_path(pack.file) == Path(name).resolve():
            return pack
    known = "、".join(pack.id for pack in rulebook.packs)
    raise RuleError([error("CLI002", f"没有规则包“{name}”", hint=f"可选：{known}")])
