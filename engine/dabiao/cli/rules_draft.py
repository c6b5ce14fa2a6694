"""dabiao rules draft DOCUMENT -o PACK."""

import argparse
import sys
from pathlib import Path

from dabiao.cli._common import load_rules, resolve_region, write_output, write_text
from dabiao.cli.main import OK
from dabiao.diagnostics import RuleError, error
from dabiao.rules.clauses._readers import document_text
from dabiao.rules.draft import draft_pack, render


def run(options: argparse.Namespace) -> int:
    """Proposes a pack from a document; the indicators it needs go into an indicators/ folder beside it."""
    if len(options.names) != 1:
        hint = "例如 dabiao rules draft 规划.txt -o 我的规则/草稿.yaml"
        raise RuleError([error("CLI011", "draft 后面要写一份原文文件", hint=hint)])
    rulebook = load_rules(options).rulebook
    region = resolve_region(options.region, rulebook)
    pack, indicators = render(draft_pack(document_text(Path(options.names[0])), rulebook, region))
    if options.output is None:
        write_text(pack, None)
        return OK
    beside = options.output.parent / "indicators" / options.output.name
    if "indicators: []" not in indicators:
        beside.parent.mkdir(parents=True, exist_ok=True)
        write_output(indicators.encode(), beside)
        print(f"草稿用到的新指标写在 {beside}。", file=sys.stderr)
    write_output(pack.encode(), options.output)
    print(f"草稿写在 {options.output}。逐条对照原文核对后再使用。", file=sys.stderr)
    return OK
