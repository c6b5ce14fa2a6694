"""dabiao ledger close."""

from collections.abc import Sequence

from dabiao.cli._common import print_warnings, write_text
from dabiao.cli._ledger import action_parser, add_writer, optional, required
from dabiao.cli.main import OK

EXAMPLES = ("close 661de091 --by 王老师 --reason 已招聘到岗 --evidence 聘用合同 --today 2024-09-01",)


def run(argv: Sequence[str]) -> int:
    """Crosses a finding off."""
    says = "销号：由人认定一条问题已经整改，写明理由。销号以后评估又未达标的，自动重新列入。"
    options = action_parser("close", says, EXAMPLES)
    options.add_argument("id", metavar="编号", help="台账编号，写开头几位就行")
    options.add_argument("--reason", required=True, metavar="理由", help="为什么可以销号")
    options.add_argument("--evidence", default="", metavar="材料", help="佐证材料")
    add_writer(options)
    chosen = options.parse_args(argv)
    by, reason = required(chosen.by, "--by"), required(chosen.reason, "--reason")
    evidence = optional(chosen.evidence, "--evidence")

    from dabiao.ledger.book import close, resolve
    from dabiao.ledger.store import writing

    with writing(chosen.ledger) as connection:
        finding = resolve(connection, chosen.id)
        found = close(connection, finding, by, reason, evidence, chosen.today)
    print_warnings(found)
    write_text(f"{finding.short} 已销号。\n", None)
    return OK
