"""dabiao rules show."""

import argparse

from dabiao.cli._common import load_rules, print_warnings, write_text
from dabiao.cli.main import OK
from dabiao.diagnostics import RuleError, error
from dabiao.reports.rules_text import target_lines


def run(options: argparse.Namespace) -> int:
    """Everything the rules say of the packs or targets named."""
    loaded = load_rules(options)
    print_warnings(loaded.warnings)
    if not options.names:
        raise RuleError(
            [error("CLI007", "show 后面要写规则包或目标的编号", hint="例如 dabiao rules show dongli-plan-2021")]
        )
    blocks = []
    for name in options.names:
        chosen = [target for target in loaded.rulebook.targets() if name in (target.ref, target.id, target.pack)]
        if not chosen:
            raise RuleError([error("CLI008", f"没有规则包或目标“{name}”", hint="用 dabiao rules list 查看编号")])
        blocks += ["\n".join(target_lines(loaded.rulebook, target)) for target in chosen]
    write_text(("\n\n".join(blocks) + "\n"), options.output)
    return OK
