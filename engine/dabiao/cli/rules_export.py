"""dabiao rules export."""

import argparse
import json

from dabiao.cli._common import load_rules, print_warnings, write_output
from dabiao.cli.main import OK
from dabiao.rules.export import export_targets


def run(options: argparse.Namespace) -> int:
    """All targets as JSON (the only format there is)."""
    loaded = load_rules(options)
    print_warnings(loaded.warnings)
    text = json.dumps(export_targets(loaded.rulebook, loaded.only), ensure_ascii=False, indent=1) + "\n"
    write_output(text.encode(), options.output)
    return OK
