"""dabiao rules lint."""

import argparse
from pathlib import Path

from dabiao.cli._common import write_text
from dabiao.cli.main import OK, USAGE
from dabiao.reports import machine
from dabiao.reports.findings import render
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import bundled_rules, find_files
from dabiao.rules.lint import lint


def run(options: argparse.Namespace) -> int:
    """Every finding of every rule file; exit code 2 where one is an error."""
    packs = [Path(name) for name in (*options.pack, *options.names) if name.endswith((".yaml", ".yml"))]
    rulebook, found = build_rulebook(find_files([bundled_rules(), *options.rules], packs))
    if not any(d.is_error for d in found):
        found += lint(rulebook)
    if options.format in ("sarif", "github"):
        rows = machine.rows_of(found)
        text = machine.sarif(rows) if options.format == "sarif" else machine.github(rows)
    else:
        counts = f"{len(rulebook.packs)} 个规则包、{len(rulebook.targets())} 项目标、{len(rulebook.indicators)} 个指标"
        text = render(found, f"检查了 {counts}")
    write_text(text, options.output)
    return USAGE if any(d.is_error for d in found) else OK
