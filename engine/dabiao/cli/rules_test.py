"""dabiao rules test."""

import argparse

from dabiao.cli._common import load_rules, print_warnings, write_text
from dabiao.cli.main import OK, USAGE
from dabiao.reports import machine, rules_test_report
from dabiao.testing.suite import try_pack


def run(options: argparse.Namespace) -> int:
    """The packs' own examples, boundary cases and mutants; exit code 2 where anything fails."""
    loaded = load_rules(options)
    print_warnings(loaded.warnings)
    packs = [pack for pack in loaded.rulebook.packs if loaded.only is None or pack.id in loaded.only]
    tried = [try_pack(loaded.rulebook, pack) for pack in packs]
    found = [diagnostic for one in tried for diagnostic in one.findings]
    if options.format == "json":
        text = rules_test_report.render_json(tried)
    elif options.format in ("sarif", "github"):
        rows = machine.rows_of(found)
        text = machine.sarif(rows) if options.format == "sarif" else machine.github(rows)
    else:
        text = rules_test_report.render_text(tried)
    write_text(text, options.output)
    return USAGE if found else OK
