"""dabiao rules conflicts."""

import argparse

from dabiao.cli._common import load_rules, resolve_region, write_text
from dabiao.cli.main import OK
from dabiao.reports import conflicts_report, machine
from dabiao.rules.conflicts import find_conflicts


def run(options: argparse.Namespace) -> int:
    """Every pair of clauses that do not ask the same of the same figure."""
    loaded = load_rules(options)
    region = resolve_region(options.region, loaded.rulebook)
    found = find_conflicts(loaded.rulebook, region, options.year, loaded.only)
    if options.format == "json":
        text = conflicts_report.render_json(found)
    elif options.format in ("sarif", "github"):
        rows = conflicts_report.as_findings(found)
        text = machine.sarif(rows) if options.format == "sarif" else machine.github(rows)
    else:
        text = conflicts_report.render_text(found)
    write_text(text, options.output)
    return OK
