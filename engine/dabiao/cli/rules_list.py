"""dabiao rules list."""

import argparse

from dabiao.cli._common import load_rules, print_warnings, write_text
from dabiao.cli.main import OK
from dabiao.reports.rules_text import indicator_lines, pack_lines


def run(options: argparse.Namespace) -> int:
    """A line a pack, or a line an indicator."""
    loaded = load_rules(options)
    print_warnings(loaded.warnings)
    lines = indicator_lines(loaded.rulebook) if options.indicators else pack_lines(loaded.rulebook, loaded.only)
    write_text(("\n".join(lines) + "\n"), options.output)
    return OK
