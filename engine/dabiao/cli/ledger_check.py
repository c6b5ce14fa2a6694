"""dabiao ledger check."""

from collections.abc import Sequence

from dabiao.cli._common import write_text
from dabiao.cli._ledger import action_parser
from dabiao.cli.main import OK
from dabiao.diagnostics import InputError, Span, error

EXAMPLES = ("check", "check --ledger 备份/台账.db")


def run(argv: Sequence[str]) -> int:
    """Proves the file whole and its findings what its history comes to."""
    says = "检查台账文件：数据库是否完好；把历史记录从头重演一遍，看与各条问题的现状是否一致。"
    chosen = action_parser("check", says, EXAMPLES).parse_args(argv)

    from dabiao.ledger.store import RESTORE, check, events, findings, reading

    with reading(chosen.ledger) as connection:
        wrong = check(connection)
        told = f"台账完好：{len(findings(connection))} 条问题，{sum(1 for _ in events(connection))} 条历史记录，重演一致。\n"
    if wrong:
        raise InputError([error("LED805", text, Span(str(chosen.ledger)), hint=RESTORE) for text in wrong])
    write_text(told, None)
    return OK
