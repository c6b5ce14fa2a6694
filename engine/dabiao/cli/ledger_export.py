"""dabiao ledger export."""

from collections.abc import Sequence
from pathlib import Path

from dabiao.cli._common import write_output, write_text
from dabiao.cli._ledger import action_parser
from dabiao.cli.main import OK

EXAMPLES = (
    "export -o 整改台账.xlsx",
    "export --open -o 问题清单.xlsx",
    "export --region 东丽区 -o 东丽区整改台账.xlsx",
)


def run(argv: Sequence[str]) -> int:
    """Writes the ledger as a workbook."""
    says = "导出整改台账（Excel）。白底的栏目可以填，填好用 import 读回；灰底的由评估填写。"
    options = action_parser("export", says, EXAMPLES)
    options.add_argument("-o", "--output", type=Path, required=True, metavar="文件", help="写到这个 .xlsx 文件")
    options.add_argument("--open", action="store_true", help="只导出未解决的")
    options.add_argument("--region", default="", metavar="地区", help="只导出这个地区（代码或名称的一部分）")
    chosen = options.parse_args(argv)

    from dabiao.ledger.select import Wanted, select
    from dabiao.ledger.store import events, findings, reading
    from dabiao.ledger.workbook import write_workbook

    with reading(chosen.ledger) as connection:
        found = select(findings(connection), Wanted(only_open=chosen.open, region=chosen.region))
        ids = {finding.id for finding in found}
        history = [event for event in events(connection) if event.finding is None or event.finding in ids]
    names = list(dict.fromkeys(finding.region_name for finding in found))
    title = f"{names[0] if len(names) == 1 else ''}教育督导评估问题整改台账"
    write_output(write_workbook(found, history, title), chosen.output)
    write_text(f"已导出 {len(found)} 条到 {chosen.output}。\n", None)
    return OK
